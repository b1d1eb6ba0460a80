use proptest::prelude::*;
use scraper::Html;

use super::*;

#[test]
fn depth_of_plain_markup_is_exact() {
    let depth = |text: &str, markup| scan(text, markup).depth;
    assert_eq!(depth("<div><p>a<p>b<br></div><div></div>", Markup::Html), 2);
    assert_eq!(depth("<ul><li>a<li>b<li>c</ul>", Markup::Html), 2);
    assert_eq!(
        depth(
            "<script>'<div><div>'</script><b title='<i>'>x</b>",
            Markup::Html
        ),
        1
    );
    assert_eq!(
        depth(
            "<a><b/><c></c><![CDATA[<d><e>]]><!-- <f> --></a>",
            Markup::Xml
        ),
        2
    );
    assert_eq!(depth("<table><tr><td>a<tr><td>b</table>", Markup::Html), 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn the_tree_is_never_much_deeper_than_the_scan_says(text in soup()) {
        let found = scan(&text, Markup::Html);
        let built = super::super::depth(&Html::parse_document(&text));
        // Document, html, body and the text come on top; a template has its content as a node of its own.
        prop_assert!(built <= found.depth * 2 + 4, "{} > 2 * {} + 4: {}", built, found.depth, text);
    }
}

fn soup() -> impl Strategy<Value = String> {
    let tag = proptest::sample::select(vec![
        "div",
        "p",
        "span",
        "b",
        "a",
        "i",
        "font",
        "table",
        "tr",
        "td",
        "th",
        "tbody",
        "caption",
        "ul",
        "li",
        "ol",
        "dl",
        "dt",
        "dd",
        "button",
        "object",
        "template",
        "select",
        "option",
        "svg",
        "math",
        "title",
        "style",
        "h1",
        "h2",
        "form",
        "mi",
        "desc",
        "x-y",
        "nobr",
        "code",
        "br",
        "img",
        "section",
        "center",
        "textarea",
        "marquee",
        "foreignObject",
    ]);
    let piece = (tag, 0..7).prop_map(|(tag, kind)| match kind {
        0..=2 => format!("<{tag}>"),
        3 => format!("<{tag} id={}>", tag.len()),
        4 | 5 => format!("</{tag}>"),
        _ => "x".to_owned(),
    });
    // The same few pieces again and again: what grows, grows.
    (proptest::collection::vec(piece, 1..7), 1..12_usize)
        .prop_map(|(pieces, times)| pieces.concat().repeat(times))
}
