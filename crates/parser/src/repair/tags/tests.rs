use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: &str, mended: &[Mend]) {
    let tidied = tidy(text);
    assert_eq!(
        (&*tidied.text, &*tidied.mended),
        (expected, mended),
        "{text}"
    );
}

#[test]
fn tags_are_put_in_order() {
    check("<a><b>x</b></a>", "<a><b>x</b></a>", &[]);
    check("<a><b>x</a>", "<a><b>x</b></a>", &[Mend::Tags]);
    check("<a>x</langauge></a>", "<a>x</a>", &[Mend::Tags]);
    check(
        "<a><b x='>'/><![CDATA[</a>]]></a",
        "<a><b x='>'/><![CDATA[</a>]]></a>",
        &[Mend::Tags],
    );
    check("<a><![CDATA[x", "<a><![CDATA[x]]></a>", &[Mend::Tags]);
    check(
        "<rss version='2.0'>\n</rss>",
        "<rss version='2.0'>\n<channel></channel></rss>",
        &[Mend::Tags],
    );
}

#[test]
fn atom_texts_that_the_library_refuses_are_mended() {
    check(
        "<feed><entry><title/><summary type='html'> </summary><content src='a'/></entry></feed>",
        "<feed><entry><content src='a'/></entry></feed>",
        &[Mend::EmptyElements],
    );
    check(
        "<feed><title type=\"application/x\" a='b'>x</title></feed>",
        "<feed><title a='b'>x</title></feed>",
        &[Mend::ContentType],
    );
    check(
        "<feed><title type='html'>x</title></feed>",
        "<feed><title type='html'>x</title></feed>",
        &[],
    );
}

#[test]
fn a_feed_is_cut_into_complete_entries() {
    let cut =
        pieces("<rss><channel><t/><item>a</item><item x='y'>b</item><item>c").expect("entries");
    assert_eq!(
        (cut.head, cut.entries, cut.breaks_off),
        (
            "<rss><channel><t/>",
            vec!["<item>a</item>", "<item x='y'>b</item>"],
            true
        )
    );
    assert!(
        !pieces("<feed><entry>a</entry></feed>")
            .expect("entries")
            .breaks_off
    );
    assert!(pieces("<rss><channel></channel></rss>").is_none());
}

proptest! {
    #[test]
    fn tidied_markup_is_balanced(text in "(<[abc]>|</[abc]>|<[abc] x='/?>'/>|x|<!--|-->|<!\\[CDATA\\[|\\]\\]>){0,12}") {
        let tidied = tidy(&text);
        let again = tidy(&tidied.text);
        prop_assert_eq!(&again.text, &tidied.text);
    }
}
