//! The letters that words may begin with: a quick look that passes over most words of a text.

/// Letters that words begin with, for [`crate::Tokens::beginning_with`].
#[derive(Debug, Clone, Default)]
pub struct Initials(u64);

impl Initials {
    /// Adds the first letter of a folded word.
    pub fn add(&mut self, folded: &str) {
        // A word that begins with another letter than these is none that a letter of ASCII begins.
        if let Some(bit) = folded.bytes().next().and_then(Self::bit) {
            self.0 |= bit;
        }
    }

    /// Whether a word whose first byte this is can have one of these letters for its first.
    pub(crate) fn may_begin(&self, byte: u8) -> bool {
        Self::bit(byte).is_none_or(|bit| self.0 & bit != 0)
    }

    fn bit(byte: u8) -> Option<u64> {
        match byte {
            b'0'..=b'9' => Some(1 << (byte - b'0')),
            b'a'..=b'z' | b'A'..=b'Z' => Some(1 << (10 + (byte.to_ascii_lowercase() - b'a'))),
            _ => None,
        }
    }
}
