//! What is known of syllables and of sequences of two to four of them, in flat tables that are asked by number.

use crate::letter::letter;

/// The number of a syllable; [`UNKNOWN`] is none of the known ones.
pub type Id = u16;

/// A syllable that the lexicon does not have.
pub const UNKNOWN: Id = 0;

/// Asked for a sequence that the lexicon does not have.
pub(super) const ABSENT: u32 = u32::MAX;

/// Most syllables of a word in the lexicon.
pub const LONGEST: usize = 4;

/// An odd number whose bits are spread well: 2^64 divided by the golden ratio.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// What is known of a sequence of syllables, packed into two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Info(pub u16);

impl Info {
    /// How many values [`Info::bond`] has.
    pub const BONDS: usize = 16;
    /// How many values [`Info::share`] has.
    pub const SHARES: usize = 8;
    /// How many values [`Info::list`] has.
    pub const LISTS: usize = 4;

    /// Packs the parts, each below its number of values.
    pub fn new(bond: usize, share: usize, list: usize) -> Self {
        Self((bond & 15 | (share & 7) << 4 | (list & 3) << 7) as u16)
    }

    /// How strongly the two syllables attract each other in raw text: 0 unseen, else a step of a scale.
    pub fn bond(self) -> usize {
        usize::from(self.0 & 15)
    }

    /// How often raw text was read so that the sequence is a word: 0 not told, else a step of a scale.
    pub fn share(self) -> usize {
        usize::from(self.0 >> 4 & 7)
    }

    /// Which lists have it: 1 the treebank's words, 2 the own lists, 3 both.
    pub fn list(self) -> usize {
        usize::from(self.0 >> 7 & 3)
    }

    /// Whether it is a word, as far as one can tell without the sentence it stands in.
    pub(super) fn is_word(self) -> bool {
        self.list() > 0 || self.share() >= 5
    }
}

/// A sequence found in the lexicon: where its weights are, and what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gram {
    /// Its place in the table, or `u32::MAX` when it has none.
    pub slot: u32,
    /// What is known.
    pub info: Info,
}

impl Gram {
    /// Nothing is known.
    pub const NONE: Self = Self {
        slot: ABSENT,
        info: Info(0),
    };
}

/// Sequences of one length.
#[derive(Debug, Clone)]
pub struct Grams {
    /// The syllables' numbers, 16 bits each; 0 in an empty slot, since no known sequence begins with [`UNKNOWN`].
    keys: Box<[u64]>,
    infos: Box<[Info]>,
    shift: u32,
}

/// The key of a sequence; `None` when one of its syllables is unknown.
#[inline]
pub fn key(ids: &[Id]) -> Option<u64> {
    let mut key = 0;
    for &id in ids {
        if id == UNKNOWN {
            return None;
        }
        key = key << 16 | u64::from(id);
    }
    Some(key)
}

impl Grams {
    /// A table of these keys; of one that comes twice the first counts.
    pub fn of(entries: &[(u64, Info)]) -> Self {
        let mut table = Self::with_room(entries.len());
        for &(key, info) in entries {
            table.insert(key, info);
        }
        table
    }

    /// An empty table for so many keys.
    pub(super) fn with_room(count: usize) -> Self {
        let slots = (count * 8 / 5 + 2).next_power_of_two();
        Self {
            keys: vec![0; slots].into_boxed_slice(),
            infos: vec![Info(0); slots].into_boxed_slice(),
            shift: 64 - slots.ilog2(),
        }
    }

    /// Puts a key in, of which there must not be more than there is room for, and gives its slot.
    pub(super) fn insert(&mut self, key: u64, info: Info) -> usize {
        let mut at = self.first(key);
        while self.keys[at] != 0 && self.keys[at] != key {
            at = (at + 1) % self.keys.len();
        }
        if self.keys[at] == 0 {
            (self.keys[at], self.infos[at]) = (key, info);
        }
        at
    }

    /// How many slots there are, empty ones too.
    pub fn slots(&self) -> usize {
        self.keys.len()
    }

    /// Slot, key and what is known of each sequence, in the order of the slots.
    pub fn iter(&self) -> impl Iterator<Item = (usize, u64, Info)> {
        let all = self.keys.iter().zip(&self.infos).enumerate();
        all.filter(|(_, (key, _))| **key != 0)
            .map(|(slot, (&key, &info))| (slot, key, info))
    }

    #[inline]
    fn first(&self, key: u64) -> usize {
        (key.wrapping_mul(MIX) >> self.shift) as usize
    }

    /// Looks a sequence up.
    #[inline]
    pub fn find(&self, key: u64) -> Gram {
        let mut at = self.first(key);
        // Ends: at least three eighths of the slots are empty.
        loop {
            let found = self.keys[at];
            if found == key {
                return Gram {
                    slot: at as u32,
                    info: self.infos[at],
                };
            }
            if found == 0 {
                return Gram::NONE;
            }
            at += 1;
            if at == self.keys.len() {
                at = 0;
            }
        }
    }
}

/// How a syllable sounds, as far as doubled words (`lung linh`, `lác đác`) show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sound {
    /// The consonants it begins with, as a number; 0 for none.
    initial: u32,
    /// The rest without its tone, as a number.
    rime: u32,
}

/// Syllables by their marked form.
#[derive(Debug, Clone)]
struct Syllables {
    /// The upper 48 bits of the form's hash with the number below; 0 in an empty slot.
    slots: Box<[u64]>,
    shift: u32,
    sounds: Vec<Sound>,
}

/// A hash of a form. Forms of up to 16 bytes, all Vietnamese ones among them, are read as two numbers at once.
#[inline]
fn hash(form: &str) -> u64 {
    let bytes = form.as_bytes();
    let mut hash = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let word = match <[u8; 8]>::try_from(chunk) {
            Ok(full) => u64::from_le_bytes(full),
            Err(_) => chunk
                .iter()
                .rev()
                .fold(0, |word, &byte| word << 8 | u64::from(byte)),
        };
        hash = (hash.rotate_left(23) ^ word).wrapping_mul(MIX);
        hash ^= hash >> 32;
    }
    hash.wrapping_mul(MIX)
}

impl Syllables {
    /// A table of these forms, numbered from 1. At most `u16::MAX` of them are taken.
    fn of<'a>(forms: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let slots = (forms.len() * 2 + 2).next_power_of_two();
        let mut table = Self {
            slots: vec![0; slots].into_boxed_slice(),
            shift: 64 - slots.ilog2(),
            sounds: vec![Sound::default()],
        };
        for (form, id) in forms.zip(1..=Id::MAX) {
            let hash = hash(form);
            let mut at = (hash >> table.shift) as usize;
            while table.slots[at] != 0 {
                at = (at + 1) % slots;
            }
            table.slots[at] = hash & !0xFFFF | u64::from(id);
            table.sounds.push(sound(form));
        }
        table
    }

    #[inline]
    fn find(&self, form: &str) -> Id {
        let hash = hash(form);
        let mut at = (hash >> self.shift) as usize;
        loop {
            let found = self.slots[at];
            // That another form has the same 48 bits happens once in 2^35 forms; it would only cost a wrong border.
            if (found ^ hash) >> 16 == 0 && found != 0 {
                return found as Id;
            }
            if found == 0 {
                return UNKNOWN;
            }
            at += 1;
            if at == self.slots.len() {
                at = 0;
            }
        }
    }
}

/// The sound of a marked form: its letters before the first vowel, and the rest without marks.
fn sound(form: &str) -> Sound {
    let number = |part: &str| (hash(part) >> 32) as u32 | 1;
    let folded = |c: char| letter(c).map_or(c, |letter| letter.folded);
    let vowel = |c: char| matches!(folded(c), 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let at = form.find(vowel).unwrap_or(form.len());
    let (initial, rime) = form.split_at(at);
    let rime: String = rime.chars().map(folded).collect();
    Sound {
        initial: if initial.is_empty() {
            0
        } else {
            number(initial)
        },
        rime: number(&rime),
    }
}

/// All that is known of syllables and words.
#[derive(Debug, Clone)]
pub struct Lexicon {
    syllables: Syllables,
    /// Pairs, triples and sequences of four.
    pub grams: [Grams; LONGEST - 1],
    beginnings: Beginnings,
}

/// With which pairs of syllables words begin, as bits: small enough for a processor's first caches, and three of four
/// pairs of a text are told from it alone.
#[derive(Debug, Clone)]
struct Beginnings(Box<[u64]>);

impl Beginnings {
    /// How many bits there are, as a power of two: several times as many as words.
    const BITS: u32 = 18;

    fn of(grams: &[Grams; LONGEST - 1]) -> Self {
        let mut bits = vec![0_u64; 1 << (Self::BITS - 6)].into_boxed_slice();
        for (longer, grams) in grams.iter().enumerate() {
            for (_, key, _) in grams.iter().filter(|(_, _, info)| info.is_word()) {
                let (at, bit) = Self::place(key >> (16 * longer));
                bits[at] |= bit;
            }
        }
        Self(bits)
    }

    #[inline]
    fn place(pair: u64) -> (usize, u64) {
        let bit = pair.wrapping_mul(MIX) >> (64 - Self::BITS);
        ((bit >> 6) as usize, 1 << (bit & 63))
    }

    /// Whether a word may begin with this pair; rarely also for one with which none does.
    #[inline]
    fn may_have(&self, pair: u64) -> bool {
        let (at, bit) = Self::place(pair);
        self.0[at] & bit != 0
    }
}

impl Lexicon {
    /// A lexicon of these syllables, which get the numbers from 1 on, and of sequences of two, three and four of them.
    pub fn of<'a>(
        forms: impl ExactSizeIterator<Item = &'a str>,
        grams: [&[(u64, Info)]; LONGEST - 1],
    ) -> Self {
        Self::with(forms, grams.map(Grams::of))
    }

    /// A lexicon of these syllables and of tables that are made already.
    pub(super) fn with<'a>(
        forms: impl ExactSizeIterator<Item = &'a str>,
        grams: [Grams; LONGEST - 1],
    ) -> Self {
        Self {
            syllables: Syllables::of(forms),
            beginnings: Beginnings::of(&grams),
            grams,
        }
    }

    /// The number of a syllable, given by its marked form.
    #[inline]
    pub fn id(&self, form: &str) -> Id {
        self.syllables.find(form)
    }

    /// How many numbers there are, [`UNKNOWN`] among them.
    pub fn ids(&self) -> usize {
        self.syllables.sounds.len()
    }

    /// Looks a sequence of two to four syllables up.
    #[inline]
    pub fn find(&self, ids: &[Id]) -> Gram {
        match (key(ids), ids.len().checked_sub(2)) {
            (Some(key), Some(length)) if length < self.grams.len() => self.grams[length].find(key),
            _ => Gram::NONE,
        }
    }

    /// The lengths of the words with which these syllables begin, as bits.
    #[inline]
    pub(super) fn words_at(&self, ids: &[Id]) -> u32 {
        let pair = ids.first_chunk::<2>().and_then(|pair| key(pair));
        if !pair.is_some_and(|pair| self.beginnings.may_have(pair)) {
            return 0;
        }
        (2..=LONGEST.min(ids.len()))
            .filter(|length| self.find(&ids[..*length]).info.is_word())
            .fold(0, |lengths, length| lengths | 1 << length)
    }

    /// How alike two syllables sound: 0 not, 1 the same initial, 2 the same rime, 3 the same but for the tone.
    #[inline]
    pub fn echo(&self, one: Id, other: Id) -> usize {
        let sounds = &self.syllables.sounds;
        let (one, other) = (sounds[usize::from(one)], sounds[usize::from(other)]);
        if one.rime == 0 || other.rime == 0 {
            return 0;
        }
        usize::from(one.initial == other.initial && one.initial != 0)
            + 2 * usize::from(one.rime == other.rime)
    }
}
