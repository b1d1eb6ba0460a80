//! Tone placement: the same syllable is written `hòa` and `hoà`, `thủy` and `thuỷ`. One of the two
//! (the traditional one) is chosen, and misplaced tones (`tòan`, `qúy`, `gía`) are put right.
//!
//! The rule concerns only `oa`, `oe` and `uy`. With nothing after them the tone stands on the first
//! vowel (traditional) or the second (reformed); with a letter after them (`toàn`, `huỳnh`) both schools
//! put it on the second. The `u` of `qu-` and the `i` of `gi-` before a vowel belong to the consonant and
//! never carry it.

/// Every vowel with its tones: none, grave, acute, hook, tilde, dot.
const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'],
    ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'],
    ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'],
    ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
];

/// Row and tone of a lower-case vowel.
fn vowel(c: char) -> Option<(usize, usize)> {
    VOWELS
        .iter()
        .enumerate()
        .find_map(|(row, forms)| Some((row, forms.iter().position(|&form| form == c)?)))
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Whether a syllable with these folded letters can carry a misplaced tone at all: a cheap test that
/// almost every token fails.
pub(crate) fn may_move(folded: &str) -> bool {
    let bytes = folded.as_bytes();
    bytes
        .windows(2)
        .any(|pair| matches!(pair, b"oa" | b"oe" | b"uy"))
        || matches!(bytes, [b'q', b'u', _, ..] | [b'g', b'i', _, ..])
}

/// Puts the tone where the chosen writing has it. Letters are composed (NFC), of any case.
pub(crate) fn place(letters: &mut [char]) {
    let plain: Vec<Option<(usize, usize)>> = letters.iter().map(|&c| vowel(lower(c))).collect();
    let base = |at: usize| plain[at].map(|(row, _)| VOWELS[row][0]);
    let first = lower(letters.first().copied().unwrap_or(' '));
    for at in 0..letters.len().saturating_sub(1) {
        let (Some(left), Some(right)) = (base(at), base(at + 1)) else {
            continue;
        };
        let glide = at == 1 && ((first == 'q' && left == 'u') || (first == 'g' && left == 'i'));
        if glide {
            move_tone(letters, &plain, at, at + 1);
            return;
        }
        if matches!((left, right), ('o', 'a' | 'e') | ('u', 'y')) {
            let open = at + 2 == letters.len();
            if open {
                move_tone(letters, &plain, at + 1, at);
            } else {
                move_tone(letters, &plain, at, at + 1);
            }
            return;
        }
    }
}

/// Moves a tone between two vowels, when only `from` carries one.
fn move_tone(letters: &mut [char], plain: &[Option<(usize, usize)>], from: usize, to: usize) {
    let (Some((from_row, tone)), Some((to_row, 0))) = (plain[from], plain[to]) else {
        return;
    };
    if tone == 0 {
        return;
    }
    letters[from] = like(letters[from], VOWELS[from_row][0]);
    letters[to] = like(letters[to], VOWELS[to_row][tone]);
}

/// `new` in the case of `old`. Every Vietnamese capital is one character.
fn like(old: char, new: char) -> char {
    if old.is_uppercase() {
        new.to_uppercase().next().unwrap_or(new)
    } else {
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, placed: &str) {
        let mut letters: Vec<char> = written.chars().collect();
        place(&mut letters);
        assert_eq!(letters.iter().collect::<String>(), placed, "{written}");
    }

    #[test]
    fn open_rimes_take_the_traditional_place() {
        for (written, placed) in [
            ("hoà", "hòa"),
            ("hòa", "hòa"),
            ("thuỷ", "thủy"),
            ("khoẻ", "khỏe"),
            ("uỷ", "ủy"),
            ("HOÁ", "HÓA"),
            ("Thuý", "Thúy"),
        ] {
            check(written, placed);
        }
    }

    #[test]
    fn closed_rimes_and_consonant_glides_have_one_place_only() {
        for (written, placed) in [
            ("toàn", "toàn"),
            ("tòan", "toàn"),
            ("húynh", "huýnh"),
            ("khủyu", "khuỷu"),
            ("quý", "quý"),
            ("qúy", "quý"),
            ("qủa", "quả"),
            ("qùê", "quề"),
            ("gía", "giá"),
            ("gì", "gì"),
            ("gìn", "gìn"),
            ("giếng", "giếng"),
            ("hoặc", "hoặc"),
            ("khuya", "khuya"),
            ("của", "của"),
            ("mía", "mía"),
        ] {
            check(written, placed);
        }
    }
}
