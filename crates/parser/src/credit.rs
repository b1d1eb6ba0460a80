//! The last lines of an article: whom it was taken from is kept, who wrote it is not.

use langnghe_vietnamese::fold;

/// Words that begin a line about who did the work.
const BYLINE_STARTS: &[&str] = &[
    "bai:",
    "bai va anh:",
    "bai, anh:",
    "bai - anh:",
    "bai – anh:",
    "bai/anh:",
    "tin:",
    "tin, anh:",
    "tin va anh:",
    "tin - anh:",
    "tin, bai:",
    "tin bai:",
    "anh:",
    "anh, video:",
    "video:",
    "clip:",
    "thuc hien:",
    "tac gia:",
    "phong vien:",
    "pv:",
    "nguoi viet:",
    "bien tap:",
    "do hoa:",
    "trinh bay:",
];

/// Words and signs of a publisher's name, folded; a name with none of them may be a person's.
const OUTLETS: &[&str] = &[
    "bao",
    "tap chi",
    "dai",
    "ttxvn",
    "thong tan",
    "vietnamplus",
    "vietnam+",
    "vnexpress",
    "dan tri",
    "tuoi tre",
    "thanh nien",
    "tien phong",
    "lao dong",
    "nhan dan",
    "quan doi",
    "cong an",
    "phap luat",
    "zing",
    "znews",
    "vietnamnet",
    "vov",
    "vtv",
    "vtc",
    "vnews",
    "soha",
    "kenh",
    "24h",
    "cafef",
    "infonet",
    "sggp",
    "sai gon",
    "giai phong",
    "reuters",
    "afp",
    "ap",
    "bbc",
    "cnn",
    "xinhua",
    "tan hoa xa",
    "yonhap",
    "kyodo",
    "cong thong tin",
    "so van hoa",
    "bo van hoa",
    "so vh",
    "bo vh",
    "cuc",
    "uy ban",
    "ubnd",
    "doi song",
    "van hoa",
    "gia dinh",
    "suc khoe",
    "nong nghiep",
    "dai doan ket",
    "chinh phu",
    "ha noi moi",
    "kinh te",
    "the thao",
    "du lich",
    "nld",
    "tto",
    "vne",
    "plo",
];

/// Takes the credit and the bylines off the end of the body. The credit is "Theo …" with a publisher's
/// name; names of persons are dropped, since no list of writers is kept.
pub(crate) fn take(paragraphs: &mut Vec<String>) -> Option<String> {
    let mut credit = None;
    for _ in 0..4 {
        let Some(last) = paragraphs.last() else { break };
        // A body that is nothing but such a line is left alone.
        if paragraphs.len() < 2 || last.chars().count() > 80 {
            break;
        }
        match judge(last) {
            Last::Credit(found) => {
                credit = credit.or(found);
                paragraphs.pop();
            }
            Last::Byline => drop(paragraphs.pop()),
            Last::Text => break,
        }
    }
    credit
}

enum Last {
    /// "Theo …"; the publisher, if it is one.
    Credit(Option<String>),
    Byline,
    Text,
}

fn judge(line: &str) -> Last {
    let bare = line.trim_matches(|c: char| {
        matches!(c, '(' | ')' | '[' | ']' | '*' | '/' | '.' | ' ' | '-' | '–')
    });
    let folded = fold(bare);
    let named = ["theo ", "theo: ", "nguon: ", "nguon ", "nguon tin: "]
        .iter()
        .find(|start| folded.starts_with(**start));
    if let Some(start) = named {
        // Folding keeps the number of characters, as long as the text is composed.
        let name: String = bare.chars().skip(start.chars().count()).collect();
        let words = name.split_whitespace().count();
        let sentence = words > 8 || name.contains([',', ';', ':', '"']) && words > 4;
        return if sentence {
            Last::Text
        } else {
            Last::Credit(publisher(&name).map(|name| format!("Theo {name}")))
        };
    }
    if BYLINE_STARTS.iter().any(|start| folded.starts_with(start)) {
        return Last::Byline;
    }
    let names: Vec<&str> = bare
        .split([',', '/', '-', '–', '&', '(', ')', ';'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    // A full stop makes a sentence of it, however short.
    let is_sentence = line.ends_with(['.', '!', '?', '…']);
    if !is_sentence
        && !names.is_empty()
        && names.len() <= 4
        && names.iter().all(|name| is_name(name))
    {
        // "Nguyễn Văn A (TTXVN)"
        return match names.iter().find_map(|name| publisher(name)) {
            Some(name) => Last::Credit(Some(format!("Theo {name}"))),
            None => Last::Byline,
        };
    }
    Last::Text
}

/// The publisher in a credit: "Hà Linh/VOV" is VOV's.
fn publisher(name: &str) -> Option<String> {
    name.split(['/', ',', '(', ')', '–', '-'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .find(|part| {
            let folded = fold(part);
            let padded = format!(" {folded} ");
            let acronym = part.chars().count() >= 2
                && part
                    .chars()
                    .all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '+');
            let address = part.contains('.')
                && !part.contains(' ')
                && part.rsplit('.').next().is_some_and(|end| {
                    end.len() >= 2 && end.chars().all(|c| c.is_ascii_lowercase())
                });
            acronym
                || address
                || OUTLETS
                    .iter()
                    .any(|outlet| padded.contains(&format!(" {outlet} ")))
        })
        .map(str::to_owned)
}

/// One to five words that all begin with a capital, without a full stop: how names stand.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| *word != "và")
        .collect();
    (1..=5).contains(&words.len())
        && !text.ends_with(['!', '?', '…', ':'])
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                && word
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '.' | '+'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], kept: usize, credit: Option<&str>) {
        let mut paragraphs: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(take(&mut paragraphs).as_deref(), credit, "{lines:?}");
        assert_eq!(paragraphs.len(), kept, "{lines:?}");
    }

    #[test]
    fn credits_are_kept_and_bylines_are_not() {
        check(&["Tin.", "Theo TTXVN"], 1, Some("Theo TTXVN"));
        check(
            &["Tin.", "(Theo Báo Non Nước)"],
            1,
            Some("Theo Báo Non Nước"),
        );
        check(
            &["Tin.", "Lan Mẫu", "Nguồn: baonnonnuoc.example"],
            1,
            Some("Theo baonnonnuoc.example"),
        );
        check(&["Tin.", "Theo Lan Mẫu/VOV"], 1, Some("Theo VOV"));
        check(&["Tin.", "Theo Nông Thị Mẫu"], 1, None);
        check(&["Tin.", "Nông Thị Mẫu (TTXVN)"], 1, Some("Theo TTXVN"));
        check(&["Tin.", "Bài, ảnh: Nông Mẫu"], 1, None);
        check(&["Tin.", "Nông Mẫu - Hoàng Thử"], 1, None);
        check(
            &[
                "Tin.",
                "Theo ông Mẫu, du khách nên mang áo ấm, vì trời còn rét.",
            ],
            2,
            None,
        );
        check(&["Tin.", "Lễ hội kết thúc lúc nửa đêm."], 2, None);
        check(&["Tin.", "Đông Khê."], 2, None);
        check(&["Theo TTXVN"], 1, None);
        check(&[], 0, None);
    }
}
