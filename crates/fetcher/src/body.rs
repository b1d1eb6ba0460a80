//! Bodies: unpacked while they come in, never beyond a limit.

use std::io::{self, Write};

use flate2::write::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// What to do with a body that is larger than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overflow {
    /// Half a page is worse than none.
    Refuse,
    /// The beginning is what counts (robots.txt: RFC 9309, 2.5).
    Cut,
}

/// No more room is made for a body before it has come in.
const LARGEST_EXPECTED: u64 = 256 * 1024;

/// Why a body could not be taken.
#[derive(Debug)]
pub(crate) enum Broken {
    TooLarge,
    Malformed(String),
}

/// Whether more of the body is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    More,
    NoMore,
}

/// Collects a body.
pub(crate) struct Collector {
    unpack: Unpack,
    overflow: Overflow,
    limit: usize,
    /// Bytes that came in, still packed.
    wire: u64,
}

enum Unpack {
    Plain(Room),
    Gzip(GzDecoder<Room>),
    /// "deflate" whose first byte has not come yet: it tells which of two forms it is.
    Deflate(Room),
    Zlib(ZlibDecoder<Room>),
    Raw(DeflateDecoder<Room>),
}

/// Takes bytes up to the limit and fails on the first one beyond.
struct Room {
    bytes: Vec<u8>,
    limit: usize,
}

impl Write for Room {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = bytes.len().min(self.limit - self.bytes.len());
        self.bytes.extend_from_slice(&bytes[..fits]);
        if fits == 0 && !bytes.is_empty() {
            Err(io::ErrorKind::FileTooLarge.into())
        } else {
            Ok(fits)
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Collector {
    /// For a body in this Content-Encoding that is said to have so many bytes on the wire.
    pub(crate) fn new(
        encoding: Option<&str>,
        length: Option<u64>,
        limit: usize,
        overflow: Overflow,
    ) -> Result<Self, Broken> {
        // Texts are packed to about a fourth. What is said may be wrong, and holds no more room than a page takes.
        let times = if encoding.is_some() { 4 } else { 1 };
        let expected = length.unwrap_or_default().saturating_mul(times);
        let expected = expected.min(LARGEST_EXPECTED) as usize;
        let room = Room {
            bytes: Vec::with_capacity(expected.min(limit)),
            limit,
        };
        let unpack = match encoding.unwrap_or_default().to_ascii_lowercase().as_str() {
            "" | "identity" => Unpack::Plain(room),
            "gzip" | "x-gzip" => Unpack::Gzip(GzDecoder::new(room)),
            "deflate" => Unpack::Deflate(room),
            other => {
                return Err(Broken::Malformed(format!(
                    "its Content-Encoding {other} was not asked for"
                )));
            }
        };
        Ok(Self {
            unpack,
            overflow,
            limit,
            wire: 0,
        })
    }

    /// Takes the next bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Wanted, Broken> {
        self.wire += bytes.len() as u64;
        if let (Unpack::Deflate(room), Some(first)) = (&mut self.unpack, bytes.first()) {
            let room = Room {
                bytes: std::mem::take(&mut room.bytes),
                limit: room.limit,
            };
            // By RFC 9110 (8.4.1.2) it is zlib, whose first byte names method 8; some servers send the bare stream.
            self.unpack = if first & 0x0f == 8 {
                Unpack::Zlib(ZlibDecoder::new(room))
            } else {
                Unpack::Raw(DeflateDecoder::new(room))
            };
        }
        let written = match &mut self.unpack {
            Unpack::Plain(room) | Unpack::Deflate(room) => feed(room, bytes),
            Unpack::Gzip(decoder) => feed(decoder, bytes),
            Unpack::Zlib(decoder) => feed(decoder, bytes),
            Unpack::Raw(decoder) => feed(decoder, bytes),
        };
        match written {
            // Rubbish behind the packed stream would otherwise come in without end.
            Ok(()) if self.wire > self.limit as u64 => self.overflowed(),
            Ok(()) => Ok(Wanted::More),
            Err(error) => match self.failed(&error) {
                Broken::TooLarge => self.overflowed(),
                broken @ Broken::Malformed(_) => Err(broken),
            },
        }
    }

    fn overflowed(&self) -> Result<Wanted, Broken> {
        match self.overflow {
            Overflow::Refuse => Err(Broken::TooLarge),
            Overflow::Cut => Ok(Wanted::NoMore),
        }
    }

    /// The body when all of it came in: its bytes, and how many came over the wire.
    pub(crate) fn finish(mut self) -> Result<(Vec<u8>, u64), Broken> {
        let ended = match &mut self.unpack {
            Unpack::Plain(_) | Unpack::Deflate(_) => Ok(()),
            // No byte at all is an empty body, whatever it is called.
            Unpack::Gzip(_) | Unpack::Zlib(_) | Unpack::Raw(_) if self.wire == 0 => Ok(()),
            Unpack::Gzip(decoder) => decoder.try_finish(),
            Unpack::Zlib(decoder) => decoder.try_finish(),
            Unpack::Raw(decoder) => decoder.try_finish(),
        };
        match ended.map_err(|error| self.failed(&error)) {
            Err(Broken::TooLarge) if self.overflow == Overflow::Cut => {}
            other => other?,
        }
        Ok(self.taken())
    }

    /// What came in so far: its bytes, and how many came over the wire.
    pub(crate) fn taken(mut self) -> (Vec<u8>, u64) {
        let room = match &mut self.unpack {
            Unpack::Plain(room) | Unpack::Deflate(room) => room,
            Unpack::Gzip(decoder) => decoder.get_mut(),
            Unpack::Zlib(decoder) => decoder.get_mut(),
            Unpack::Raw(decoder) => decoder.get_mut(),
        };
        (std::mem::take(&mut room.bytes), self.wire)
    }

    fn failed(&self, error: &io::Error) -> Broken {
        if error.kind() == io::ErrorKind::FileTooLarge {
            return Broken::TooLarge;
        }
        let form = match self.unpack {
            Unpack::Gzip(_) => "gzip",
            _ => "deflate",
        };
        Broken::Malformed(format!("it is not whole {form} ({error})"))
    }
}

/// Writes until nothing is left or the packed stream has ended. What follows its end is passed over, as browsers do.
fn feed(into: &mut impl Write, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match into.write(bytes)? {
            0 => break,
            taken => bytes = &bytes[taken..],
        }
    }
    into.flush()
}

#[cfg(test)]
mod tests {
    use flate2::{
        Compression,
        write::{DeflateEncoder, GzEncoder, ZlibEncoder},
    };

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    }

    fn collect(
        encoding: &str,
        bytes: &[u8],
        step: usize,
        limit: usize,
        overflow: Overflow,
    ) -> Result<Vec<u8>, Broken> {
        let length = Some(bytes.len() as u64);
        let mut collector = Collector::new(Some(encoding), length, limit, overflow)?;
        for chunk in bytes.chunks(step.max(1)) {
            if collector.push(chunk)? == Wanted::NoMore {
                return Ok(collector.taken().0);
            }
        }
        collector.finish().map(|(body, wire)| {
            assert_eq!(wire, bytes.len() as u64);
            body
        })
    }

    fn packed(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(bytes).expect("in memory");
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(bytes).expect("in memory");
        vec![
            ("identity", bytes.to_vec()),
            ("GZIP", gzip(bytes)),
            ("deflate", zlib.finish().expect("in memory")),
            ("deflate", raw.finish().expect("in memory")),
        ]
    }

    #[test]
    fn every_encoding_gives_the_body_back_however_it_is_cut() {
        let body = "Lễ hội pháo hoa Quảng Uyên. ".repeat(200).into_bytes();
        for (encoding, bytes) in packed(&body) {
            for step in [1, 7, 100_000] {
                let read = collect(encoding, &bytes, step, body.len(), Overflow::Refuse)
                    .expect("it is whole");
                assert_eq!(read, body, "{encoding} {step}");
            }
        }
    }

    #[test]
    fn one_byte_beyond_the_limit_is_refused_or_cut() {
        let body = "a".repeat(5000).into_bytes();
        for (encoding, bytes) in packed(&body) {
            for step in [1, 100_000] {
                let refused = collect(encoding, &bytes, step, 4999, Overflow::Refuse);
                assert!(
                    matches!(refused, Err(Broken::TooLarge)),
                    "{encoding} {step}: {refused:?}"
                );
                let cut = collect(encoding, &bytes, step, 4999, Overflow::Cut).expect("it is cut");
                assert_eq!(cut, &body[..4999], "{encoding} {step}");
            }
        }
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        let bytes = gzip(b"mot hai ba");
        for broken in [
            &bytes[..bytes.len() - 3],
            b"<html>not packed</html>".as_slice(),
        ] {
            let read = collect("gzip", broken, 4, 1000, Overflow::Refuse);
            assert!(matches!(read, Err(Broken::Malformed(_))), "{read:?}");
        }
        assert!(matches!(
            Collector::new(Some("br"), None, 10, Overflow::Refuse),
            Err(Broken::Malformed(_))
        ));
    }

    #[test]
    fn what_follows_a_packed_stream_is_passed_over_within_the_limit() {
        let mut bytes = gzip(b"mot hai ba");
        bytes.extend_from_slice(b"\0\0\0\0rubbish");
        assert_eq!(
            collect("gzip", &bytes, 5, 1000, Overflow::Refuse).expect("it is whole"),
            b"mot hai ba"
        );
        bytes.extend_from_slice(&[0; 1000]);
        assert!(matches!(
            collect("gzip", &bytes, 5, 1000, Overflow::Refuse),
            Err(Broken::TooLarge)
        ));
    }

    #[test]
    fn an_empty_body_is_empty_in_any_encoding() {
        for encoding in ["gzip", "deflate", ""] {
            assert!(
                collect(encoding, b"", 1, 10, Overflow::Refuse)
                    .expect("it is empty")
                    .is_empty()
            );
        }
    }
}
