//! The known word nearest to a mistyped one.

/// The known word that a typing slip away from `word`: at most two letters, or a third of them, differ.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|&candidate| (distance(word, candidate), candidate))
        .min()
        .filter(|(distance, _)| *distance <= (word.chars().count() / 3).max(2))
        .map(|(_, candidate)| candidate)
}

/// Letters to add, drop or change to get from one word to the other (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let change = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        let known = ["gap", "timeout", "max_body", "max_redirects"];
        assert_eq!(nearest("gapp", &known), Some("gap"));
        assert_eq!(nearest("max-body", &known), Some("max_body"));
        assert_eq!(nearest("timeuot", &known), Some("timeout"));
        assert_eq!(nearest("database", &known), None);
        assert_eq!(nearest("x", &[]), None);
    }

    #[test]
    fn distances_are_levenshteins() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("ngưỡng", "nguong"), 2);
    }
}
