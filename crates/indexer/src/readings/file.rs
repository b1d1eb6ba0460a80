//! The file that keeps the counts.

use rustc_hash::FxHashMap;

use super::Readings;

/// Begins the file; the number is that of the format.
const MAGIC: &[u8; 8] = b"lnread01";

/// Pairs seen less often are not kept: they are most of the pairs and tell little.
const LEAST_PAIR: u32 = 2;

impl Readings {
    /// The file's bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        put(&mut out, self.articles);
        put(&mut out, self.syllables.len() as u64);
        for (form, count) in &self.syllables {
            put(&mut out, form.len() as u64);
            out.extend_from_slice(form.as_bytes());
            put(&mut out, u64::from(*count));
        }
        let mut pairs: Vec<(u64, u32)> = self
            .pairs
            .iter()
            .filter(|(_, count)| **count >= LEAST_PAIR)
            .map(|(&(left, right), &count)| (u64::from(left) << 32 | u64::from(right), count))
            .collect();
        pairs.sort_unstable();
        put(&mut out, pairs.len() as u64);
        let (mut left_before, mut right_before) = (0, 0);
        for (pair, count) in pairs {
            let (left, right) = (pair >> 32, pair & u64::from(u32::MAX));
            if left != left_before {
                right_before = 0;
            }
            put(&mut out, left - left_before);
            put(&mut out, right - right_before);
            put(&mut out, u64::from(count));
            (left_before, right_before) = (left, right);
        }
        let sum = checksum(&out);
        out.extend_from_slice(&sum.to_le_bytes());
        out
    }

    /// What the file's bytes say; `None` when they are damaged or of another format.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (content, sum) = bytes.split_last_chunk::<8>()?;
        if u64::from_le_bytes(*sum) != checksum(content) {
            return None;
        }
        let mut rest = content.strip_prefix(MAGIC)?;
        let articles = take(&mut rest)?;
        let mut syllables = Vec::new();
        for _ in 0..take(&mut rest)? {
            let length = usize::try_from(take(&mut rest)?).ok()?;
            let (form, after) = rest.split_at_checked(length)?;
            rest = after;
            let count = u32::try_from(take(&mut rest)?).ok()?;
            syllables.push((String::from_utf8(form.to_vec()).ok()?, count));
        }
        let mut pairs = FxHashMap::default();
        let (mut left, mut right) = (0_u64, 0_u64);
        for _ in 0..take(&mut rest)? {
            let step = take(&mut rest)?;
            if step > 0 {
                right = 0;
            }
            left = left.checked_add(step)?;
            right = right.checked_add(take(&mut rest)?)?;
            if left.max(right) >= syllables.len() as u64 {
                return None;
            }
            let count = u32::try_from(take(&mut rest)?).ok()?;
            pairs.insert((left as u32, right as u32), count);
        }
        rest.is_empty()
            .then(|| Self::of(articles, syllables, pairs))
    }
}

/// Appends a number, seven bits to a byte.
fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u64::from(byte & 0x7F) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// FNV-1a: against what a crash or a disk does, not against intent.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
