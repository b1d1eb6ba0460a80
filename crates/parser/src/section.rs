//! The section (chuyên mục) an article stands in, by the name its source gives it.

use std::borrow::Cow;

use langnghe_vietnamese::fold;

use crate::{
    html::plain_line,
    mask::mask,
    text::{essence, tidy},
};

/// The longest name of a section, in characters; what is longer is a sentence or a list of tags.
const LONGEST: usize = 60;

/// What systems write where nobody named a section, and what leads to it on the page; folded.
const NONE: [&str; 10] = [
    "uncategorized",
    "uncategorised",
    "default",
    "none",
    "chua phan loai",
    "chua duoc phan loai",
    "khong phan loai",
    "home",
    "trang chu",
    "trang nhat",
];

/// The name of a section as it is kept: one line, NFC, references of HTML decoded; `None` when it names none, is longer
/// than 60 characters, is an address, or has a personal number in it.
pub fn section(text: &str) -> Option<String> {
    let name = if text.contains(['&', '<']) {
        plain_line(text)
    } else {
        tidy(text)
    };
    let has_words = name.chars().any(char::is_alphabetic);
    let is_short = name.chars().count() <= LONGEST;
    let is_address = name.contains("://");
    // What is masked already has brackets.
    let is_masked = || name.contains('[') || matches!(mask(&name), Cow::Owned(_));
    let is_none = || NONE.contains(&&*fold(&name));
    (has_words && is_short && !is_address && !is_masked() && !is_none()).then_some(name)
}

/// The first of a page's crumbs that is a section: neither the front page nor the article itself.
pub(crate) fn of_crumbs(crumbs: &[String], title: &str, site: Option<&str>) -> Option<String> {
    let names = |text: &str, crumb: &str| essence(text) == essence(crumb);
    crumbs
        .iter()
        .filter(|crumb| !names(title, crumb) && !site.is_some_and(|site| names(site, crumb)))
        .find_map(|crumb| section(crumb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_as_their_source_writes_them() {
        assert_eq!(section(" Văn hóa \n").as_deref(), Some("Văn hóa"));
        assert_eq!(
            section("Du lịch &amp; Ẩm thực").as_deref(),
            Some("Du lịch & Ẩm thực")
        );
        // NFD comes out composed.
        assert_eq!(
            section("The\u{302}\u{309} thao").as_deref(),
            Some("Thể thao")
        );
    }

    #[test]
    fn what_names_no_section_is_none() {
        let long = "a ".repeat(31);
        for text in [
            "",
            " – ",
            "24/7",
            "Uncategorized",
            "Chưa phân loại",
            "Trang chủ",
            &long,
        ] {
            assert_eq!(section(text), None, "{text:?}");
        }
        assert_eq!(section("Liên hệ 0912 345 678"), None);
        assert_eq!(section("https://bao.example/giao-duc/trang-4"), None);
    }

    #[test]
    fn crumbs_lead_past_the_front_page_to_the_section() {
        let crumbs = ["Trang chủ", "Báo Mẫu", "Văn hóa", "Di sản", "Khai hội"].map(str::to_owned);
        assert_eq!(
            of_crumbs(&crumbs, "Khai hội", Some("Báo Mẫu")).as_deref(),
            Some("Văn hóa")
        );
        assert_eq!(of_crumbs(&crumbs[4..], "Khai hội!", None), None);
        assert_eq!(of_crumbs(&[], "Khai hội", None), None);
    }
}
