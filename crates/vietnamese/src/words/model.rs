//! The model's file: a lexicon and the weights, in one row of bytes. Described in `model/README.md`.

use std::fmt;

use super::{
    features::{Layout, SMALL, WEIGHTS},
    lexicon::{Grams, Id, Info, LONGEST, Lexicon},
};

/// First bytes of the file; the last one is the version.
const MAGIC: [u8; 8] = *b"LNWORDS\x01";

/// Why bytes are no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelError {
    /// They begin otherwise: another file, or another version of the format.
    Unknown,
    /// They end too early.
    Short,
    /// A number, a syllable or a sequence in them cannot be.
    Damaged,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "no model of words, or one of another version",
            Self::Short => "the model of words ends too early",
            Self::Damaged => "the model of words is damaged",
        })
    }
}

impl std::error::Error for ModelError {}

/// What is in the file.
#[derive(Debug, Clone)]
pub(super) struct Model {
    /// The words.
    pub lexicon: Lexicon,
    /// Where each weight is.
    pub layout: Layout,
    /// The weights.
    pub weights: Box<[i8]>,
}

/// A sequence as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The syllables' numbers, 16 bits each.
    pub key: u64,
    /// What is known of it.
    pub info: Info,
    /// Its weights: three of a pair, two of a triple, none of a longer one.
    pub weights: Vec<i8>,
}

/// Writes a model. Syllables have the numbers from 1 on; sequences must be in the order of their keys.
pub fn write(
    small: &[i8],
    syllables: &[(String, [i8; WEIGHTS[0]])],
    grams: &[Vec<Entry>; LONGEST - 1],
) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let number = |out: &mut Vec<u8>, mut number: u64| {
        while number >= 0x80 {
            out.push(number as u8 | 0x80);
            number >>= 7;
        }
        out.push(number as u8);
    };
    number(&mut out, small.len() as u64);
    out.extend(small.iter().map(|&weight| weight as u8));
    number(&mut out, syllables.len() as u64);
    for (form, weights) in syllables {
        number(&mut out, form.len() as u64);
        out.extend(form.as_bytes());
        out.extend(weights.iter().map(|&weight| weight as u8));
    }
    for grams in grams {
        number(&mut out, grams.len() as u64);
        let mut last = 0;
        for entry in grams {
            number(&mut out, entry.key.wrapping_sub(last));
            last = entry.key;
            out.extend(entry.info.0.to_le_bytes());
            out.extend(entry.weights.iter().map(|&weight| weight as u8));
        }
    }
    out
}

/// What is left to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ModelError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(ModelError::Short)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u64, ModelError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(ModelError::Damaged)
    }

    /// How many things follow, each of which has at least `least` bytes.
    fn count(&mut self, least: usize) -> Result<usize, ModelError> {
        let count = usize::try_from(self.number()?).map_err(|_| ModelError::Damaged)?;
        // Told before anything is allocated for them.
        if count > self.0.len() / least {
            return Err(ModelError::Short);
        }
        Ok(count)
    }

    /// The sequences of one length, of syllables numbered up to `syllables`. Their weights go where their slots are.
    fn grams(
        &mut self,
        length: usize,
        syllables: usize,
        weights: &mut Vec<i8>,
    ) -> Result<Grams, ModelError> {
        let each = WEIGHTS.get(length - 1).copied().unwrap_or(0);
        let count = self.count(3 + each)?;
        let mut grams = Grams::with_room(count);
        let first = weights.len();
        weights.resize(first + grams.slots() * each, 0);
        let mut key = 0_u64;
        for _ in 0..count {
            let step = self.number()?;
            key = key.checked_add(step).ok_or(ModelError::Damaged)?;
            // As many numbers of 16 bits as there are syllables, and nothing above them.
            let above = key.checked_shr(16 * length as u32).unwrap_or(0);
            let good = (0..length).all(|place| {
                let id = key >> (16 * place) & 0xFFFF;
                id != 0 && id <= syllables as u64
            });
            if step == 0 || above != 0 || !good {
                return Err(ModelError::Damaged);
            }
            let info = self.take(2)?;
            let slot = grams.insert(key, Info(u16::from_le_bytes([info[0], info[1]])));
            let read = signed(self.take(each)?);
            for (weight, read) in weights[first + slot * each..].iter_mut().zip(read) {
                *weight = read;
            }
        }
        Ok(grams)
    }
}

fn signed(bytes: &[u8]) -> impl Iterator<Item = i8> + '_ {
    bytes.iter().map(|&byte| byte as i8)
}

impl Model {
    /// Reads a model.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut bytes = Bytes(bytes);
        if bytes.take(MAGIC.len()) != Ok(&MAGIC) {
            return Err(ModelError::Unknown);
        }
        if bytes.count(1)? != SMALL {
            return Err(ModelError::Damaged);
        }
        let small = bytes.take(SMALL)?;

        let count = bytes.count(2 + WEIGHTS[0])?;
        if count > usize::from(Id::MAX) {
            return Err(ModelError::Damaged);
        }
        // The weights are laid out as `Layout` has them: of number 0, which no syllable has, there are none.
        let mut weights = signed(small).collect::<Vec<i8>>();
        weights.extend([0; WEIGHTS[0]]);
        let mut forms = Vec::with_capacity(count);
        for _ in 0..count {
            let length = bytes.count(1)?;
            let form = bytes.take(length)?;
            forms.push(std::str::from_utf8(form).map_err(|_| ModelError::Damaged)?);
            weights.extend(signed(bytes.take(WEIGHTS[0])?));
        }
        let grams = [
            bytes.grams(2, count, &mut weights)?,
            bytes.grams(3, count, &mut weights)?,
            bytes.grams(4, count, &mut weights)?,
        ];
        if !bytes.0.is_empty() {
            return Err(ModelError::Damaged);
        }
        let lexicon = Lexicon::with(forms.into_iter(), grams);
        let layout = Layout::of(&lexicon);
        if layout.len() != weights.len() {
            return Err(ModelError::Damaged);
        }
        Ok(Self {
            lexicon,
            layout,
            weights: weights.into_boxed_slice(),
        })
    }
}
