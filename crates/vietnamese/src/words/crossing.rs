//! Known words that are none where they stand, because a border of words cuts through them.

use super::{
    features::Run,
    lexicon::{LONGEST, Lexicon},
};

/// Whether a run must be read to tell: two known words overlap in it and neither holds the other.
pub(super) fn is_likely(run: &Run, lexicon: &Lexicon) -> bool {
    // The known words that began up to three tokens before, by how many.
    let mut before = [0_u32; LONGEST];
    for start in 0..run.len() - 1 {
        let here = lexicon.words_at(&run.ids[start..]);
        if here != 0 {
            let longest = here.ilog2();
            for (ago, lengths) in before.iter().enumerate().skip(1) {
                // Those that reach over this token, and the shortest of them.
                let reaching = lengths >> (ago + 1);
                if reaching != 0 && longest > reaching.trailing_zeros() + 1 {
                    return true;
                }
            }
        }
        before.copy_within(1..LONGEST - 1, 2);
        before[1] = here;
    }
    false
}

/// Gives start and length of each known word that is cut: a word ends in it, and one of its ends lies within another word.
/// One that is whole words (`nhà | khoa học`) is none: there the model and those who made the lists only disagree what a
/// word is.
pub(super) fn find(
    run: &Run,
    lexicon: &Lexicon,
    ends: &[bool],
    mut each: impl FnMut(usize, usize),
) {
    for start in 0..run.len() {
        let lengths = lexicon.words_at(&run.ids[start..]);
        for length in (2..=LONGEST).filter(|length| lengths & 1 << length != 0) {
            let inside = &ends[start..start + length - 1];
            let begins = start == 0 || ends[start - 1];
            let whole = begins && ends[start + length - 1];
            if !whole && inside.contains(&true) {
                each(start, length);
            }
        }
    }
}
