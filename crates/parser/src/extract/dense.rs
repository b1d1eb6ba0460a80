//! The body of a page whose text stands together: nearly all prose of the page in one element, and little else in it.
//! Two pages of three of the English sample are so, and reading them takes a third of the library's time at the same F1.

use std::collections::HashMap;

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Html, Node, Selector};

use super::{is_removed, slim::DROPPED};
use crate::{
    html::{self, Block, Paragraph},
    page::selector,
};

/// Bytes, without white space, of the shortest paragraph that is prose and no label.
const SENTENCE: usize = 34;
/// The shares of the page's prose that the element must hold, tried one after the other: comments or a second column may
/// hold the rest. Any from 0.78 to 0.85 as the first, and from 0.6 to 0.7 as the second, gives the sample's F1 within
/// 0.001.
const SHARES: [f64; 2] = [0.8, 0.6];
/// The share of the element's text that must be prose, so that no menus and lists of articles stand in it.
const PURITY: f64 = 0.85;
/// Bytes of prose, without white space, below which a page is left to the library: on short ones a box beside the
/// article weighs as much as the article.
const ENOUGH: usize = 850;
/// Paragraphs of prose that an article has at the least.
const PARAGRAPHS: usize = 3;

/// The paragraphs of that element; `None` when the page has no such element.
pub(super) fn paragraphs(tree: &Html, removed: &[Selector]) -> Option<Vec<Paragraph>> {
    let body = tree.select(selector!("body")).next()?;
    let blocks = html::blocks(*body, &|node| {
        ElementRef::wrap(*node).is_some_and(|element| {
            DROPPED.contains(&element.value().name())
                || is_removed(element.value())
                || is_invisible(&element)
                || removed.iter().any(|one| one.matches(&element))
        })
    });
    let total: usize = blocks.iter().map(prose).sum();
    if total < ENOUGH {
        return None;
    }
    let place = SHARES.iter().find_map(|share| {
        let place = holder(tree, &blocks, (total as f64 * share) as usize)?;
        let inside: Vec<&Block> = within(tree, &blocks, place).collect();
        let text: usize = inside.iter().map(|block| block.length).sum();
        let lengths = inside.iter().map(|block| prose(block));
        let (count, prose) = lengths
            .filter(|length| *length > 0)
            .fold((0, 0), |(count, sum), length| (count + 1, sum + length));
        let stands_alone = prose >= ENOUGH && prose as f64 >= text as f64 * PURITY;
        (place != body.id() && count >= PARAGRAPHS && stands_alone).then_some(place)
    })?;
    Some(
        within(tree, &blocks, place)
            .filter(|block| block.linked * 2 < block.length)
            .map(|block| block.paragraph.clone())
            .collect(),
    )
}

/// Bytes of prose in a paragraph: what stands outside links, when it is longer than a label and mostly no links.
fn prose(block: &Block) -> usize {
    if block.length >= SENTENCE && block.linked * 5 < block.length * 2 {
        block.length - block.linked
    } else {
        0
    }
}

/// The deepest element that holds at least so much prose.
fn holder(tree: &Html, blocks: &[Block], least: usize) -> Option<NodeId> {
    let mut own: HashMap<NodeId, usize> = HashMap::new();
    for block in blocks {
        *own.entry(block.owner).or_default() += prose(block);
    }
    let mut held: HashMap<NodeId, usize> = HashMap::new();
    for (owner, prose) in own {
        for node in above(tree, owner) {
            *held.entry(node.id()).or_default() += prose;
        }
    }
    // More than half can be held by one element of each depth only.
    held.into_iter()
        .filter(|(_, prose)| *prose >= least)
        .map(|(id, _)| (above(tree, id).count(), id))
        .max_by_key(|(depth, _)| *depth)
        .map(|(_, id)| id)
}

/// An element and all around it, from the inside.
fn above(tree: &Html, id: NodeId) -> impl Iterator<Item = NodeRef<'_, Node>> {
    let node = tree.tree.get(id);
    node.into_iter()
        .chain(node.into_iter().flat_map(|node| node.ancestors()))
}

/// The blocks that stand in an element.
fn within<'b>(tree: &Html, blocks: &'b [Block], place: NodeId) -> impl Iterator<Item = &'b Block> {
    let stands_in = move |block: &&Block| above(tree, block.owner).any(|node| node.id() == place);
    blocks.iter().filter(stands_in)
}

/// Whether the page itself says that readers do not see the element.
fn is_invisible(element: &ElementRef) -> bool {
    element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || element.attr("style").is_some_and(|style| {
            let style: String = style.split_ascii_whitespace().collect();
            style.contains("display:none")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCES: [&str; 4] = [
        "Từ tờ mờ sáng, các đoàn rước từ ba xóm của xã Mẫu đã tề tựu trước miếu, dẫn đầu là các mẹ Nàng trong trang phục chàm.",
        "Phần hội kéo dài ba ngày với tung còn, đẩy gậy và thi giã bánh dày; ban tổ chức bố trí hai bãi xe ở đầu bản cho khách.",
        "Đêm khai hội, bà con các bản mang lượn, mang then về hát đối đến khuya, ánh đuốc sáng dọc con suối chảy qua sân đình.",
        "Huyện cho biết sẽ giữ lệ hội hằng năm, giao các nghệ nhân cao tuổi truyền lại lời ca và cách may áo cho lớp trẻ.",
    ];

    fn paragraphs_of(body: &str) -> Option<Vec<String>> {
        let tree = Html::parse_document(&format!("<html><body>{body}</body></html>"));
        let found = paragraphs(&tree, &[])?;
        Some(found.into_iter().map(|one| one.text).collect())
    }

    /// So many paragraphs, the sentences again and again.
    fn prose(count: usize) -> String {
        SENTENCES
            .iter()
            .cycle()
            .take(count)
            .map(|one| format!("<p>{one}</p>"))
            .collect()
    }

    #[test]
    fn prose_that_stands_together_is_taken_and_what_stands_around_it_is_not() {
        let found = paragraphs_of(&format!(
            "<div class=menu><a href=/>Trang chủ</a></div><div><div class=noi-dung>{}
             <p><a href=/x>Một tin khác không dính gì đến bài này, dài như một câu văn</a></p></div>
             <div class=ben>Đọc nhiều nhất trong tuần này ở chuyên mục văn hóa của báo</div></div>",
            prose(10)
        ));
        let wanted = SENTENCES.iter().cycle().take(10);
        assert_eq!(found, Some(wanted.map(ToString::to_string).collect()));
    }

    #[test]
    fn prose_in_two_places_is_left_to_the_library() {
        let half = format!("<div>{}</div>", prose(10));
        assert_eq!(paragraphs_of(&format!("{half}{half}")), None);
        assert_eq!(paragraphs_of(&prose(10)), None, "right in the body");
    }

    #[test]
    fn short_texts_and_lists_of_links_are_left_to_the_library() {
        assert_eq!(paragraphs_of(&format!("<div>{}</div>", prose(4))), None);
        let links = "<li><a href=/x>Tin vắn trong ngày của tỉnh</a></li>".repeat(40);
        assert_eq!(
            paragraphs_of(&format!("<div>{}<ul>{links}</ul></div>", prose(10))),
            None
        );
    }

    #[test]
    fn what_readers_do_not_see_is_left_out() {
        for hidden in ["hidden", "aria-hidden=true", "style='display: none'"] {
            let page = format!(
                "<div>{}<p {hidden}>Câu này chỉ có máy đọc được, người đọc không thấy nó bao giờ.</p></div>",
                prose(10)
            );
            assert_eq!(
                paragraphs_of(&page).map(|found| found.len()),
                Some(10),
                "{hidden}"
            );
        }
    }
}
