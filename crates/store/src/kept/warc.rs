//! One page as a WARC record in a gzip member, and back.

use std::io::{self, BufRead, Read, Write};

use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use jiff::Timestamp;
use langnghe_model::TextHash;

use super::KeptPage;

/// The most bytes of a record's header, and of a page: a damaged length must not take all memory.
const HEADER_BYTES: u64 = 64 << 10;
const PAGE_BYTES: u64 = 256 << 20;

const SOURCE: &str = "Langnghe-Source";
const PAGE: &str = "Langnghe-Page";

/// A page's record, compressed.
pub(super) fn record(page: &KeptPage) -> Vec<u8> {
    // A line break inside a value would begin another header.
    let line = |text: &str| text.replace(['\r', '\n'], " ");
    let mut header = format!(
        "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:{}>\r\nWARC-Date: {:.6}\r\nWARC-Target-URI: {}\r\n\
         {SOURCE}: {}\r\n{PAGE}: {}\r\n",
        record_id(page),
        page.at,
        line(&page.final_url),
        page.source,
        line(&page.url),
    );
    if let Some(content_type) = &page.content_type {
        header.push_str(&format!("Content-Type: {}\r\n", line(content_type)));
    }
    header.push_str(&format!("Content-Length: {}\r\n\r\n", page.bytes.len()));
    let mut encoder = GzEncoder::new(
        Vec::with_capacity(page.bytes.len() / 4),
        Compression::default(),
    );
    for part in [header.as_bytes(), &page.bytes, b"\r\n\r\n"] {
        encoder
            .write_all(part)
            .expect("writing to a Vec does not fail");
    }
    encoder.finish().expect("writing to a Vec does not fail")
}

/// A UUID of version 8 (RFC 9562): a hash of what makes the record unlike all others.
fn record_id(page: &KeptPage) -> String {
    let hash = TextHash::of(format!("{} {} {}", page.at, page.url, page.final_url).as_bytes());
    let hex = hash.as_str();
    format!(
        "{}-{}-8{}-a{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..]
    )
}

/// The record at the reader's place, which is behind it afterwards; `None` at the end.
pub(super) fn read(reader: &mut impl BufRead) -> io::Result<Option<KeptPage>> {
    if reader.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut member = io::BufReader::new(GzDecoder::new(reader));
    let mut header = Vec::new();
    while !header.ends_with(b"\r\n\r\n") {
        let room = HEADER_BYTES.saturating_sub(header.len() as u64);
        if (&mut member).take(room).read_until(b'\n', &mut header)? == 0 {
            return Err(damaged("a record has no header"));
        }
    }
    let header = String::from_utf8(header).map_err(|_| damaged("a record's header is no text"))?;
    if !header.starts_with("WARC/1.") {
        return Err(damaged("this is no WARC record"));
    }
    let value = |name: &str| {
        header.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let needed =
        |name: &'static str| value(name).ok_or_else(|| damaged(&format!("a record has no {name}")));
    let length: u64 = needed("Content-Length")?
        .parse()
        .ok()
        .filter(|length| *length <= PAGE_BYTES)
        .ok_or_else(|| damaged("a record's length cannot be"))?;
    let mut bytes = Vec::new();
    (&mut member).take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(damaged("a record breaks off"));
    }
    // To the member's end, where its checksum is compared.
    io::copy(&mut member, &mut io::sink())?;
    let at: Timestamp = needed("WARC-Date")?
        .parse()
        .map_err(|_| damaged("a record's date cannot be read"))?;
    Ok(Some(KeptPage {
        url: needed(PAGE)?.to_owned(),
        source: needed(SOURCE)?
            .parse()
            .map_err(|_| damaged("a record's source is no id"))?,
        final_url: needed("WARC-Target-URI")?.to_owned(),
        content_type: value("Content-Type").map(str::to_owned),
        at,
        bytes,
    }))
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}
