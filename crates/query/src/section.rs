//! Sections of papers by name.

use langnghe_vietnamese::fold;

/// What all ways of writing a section's name have in common: its words folded, with hyphens between. `Văn hóa`, `VĂN HOÁ`
/// and `van-hoa` have the key `van-hoa`.
pub fn section_key(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_of_writing_a_section_have_one_key() {
        for name in [
            "Văn hóa",
            "VĂN HOÁ",
            "van-hoa",
            " văn  hóa",
            "Va\u{306}n hóa",
        ] {
            assert_eq!(section_key(name), "van-hoa", "{name}");
        }
        assert_eq!(section_key("Du lịch – Ẩm thực"), "du-lich-am-thuc");
        assert_ne!(section_key("Thể thao"), section_key("Văn hóa"));
        assert_eq!(section_key("–"), "");
    }
}
