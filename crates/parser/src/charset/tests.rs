use encoding_rs::{WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization as _;

use super::*;

const TEXT: &str = "Sáng 12/5, lễ hội Nàng Hai khai mạc ở xã Thục Phán. Người dân và du khách đến rất đông, trời nắng đẹp.";

fn read(bytes: &[u8], content_type: Option<&str>) -> (String, Vec<&'static str>) {
    let mut problems = Vec::new();
    let doc = Document {
        bytes,
        content_type,
        url: "https://bao.example.vn/",
    };
    let text = decode(&doc, &mut problems).expect("text");
    let text = langnghe_vietnamese::normalize(&text).into_owned();
    (text, problems.iter().map(Problem::code).collect())
}

/// windows-1258 has a few composed vowels and five marks: the text as that charset can write it.
pub(crate) fn in_1258(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for c in text.chars() {
        let whole = c.to_string();
        let (bytes, _, bad) = WINDOWS_1258.encode(&whole);
        if !bad {
            out.extend_from_slice(&bytes);
            continue;
        }
        let parts: Vec<char> = whole.nfd().collect();
        let (tone, base): (Vec<char>, Vec<char>) = parts
            .into_iter()
            .partition(|c| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'));
        let composed: String = base.into_iter().nfc().chain(tone).collect();
        let (bytes, _, bad) = WINDOWS_1258.encode(&composed);
        assert!(!bad, "{c}");
        out.extend_from_slice(&bytes);
    }
    out
}

#[test]
fn windows_1258_is_read_with_and_without_a_label() {
    let bytes = in_1258(TEXT);
    assert_eq!(
        read(&bytes, Some("text/html; charset=windows-1258")),
        (TEXT.into(), vec![])
    );
    assert_eq!(read(&bytes, None).0, TEXT);
    let page = [b"<html><head><meta http-equiv=content-type content='text/html; charset=windows-1258'></head>".as_slice(), &bytes].concat();
    assert!(read(&page, None).0.ends_with(TEXT));
    let feed = [
        b"<?xml version='1.0' encoding='windows-1258'?>".as_slice(),
        &bytes,
    ]
    .concat();
    assert!(read(&feed, None).0.ends_with(TEXT));
    assert_ne!(WINDOWS_1252.decode(&bytes).0, TEXT);
}

#[test]
fn utf_16_is_read_with_and_without_a_mark() {
    let text = format!("<html><body><p>{TEXT}");
    for big in [false, true] {
        let unit = |u: u16| {
            if big {
                u.to_be_bytes()
            } else {
                u.to_le_bytes()
            }
        };
        let bare: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
        let marked = [unit(0xFEFF).as_slice(), &bare].concat();
        assert_eq!(read(&marked, Some("text/html; charset=utf-8")).0, text);
        assert_eq!(read(&bare, None).0, text);
    }
}

#[test]
fn utf_8_wins_over_a_wrong_label_and_survives_a_cut() {
    assert_eq!(
        read(TEXT.as_bytes(), Some("text/html; charset=windows-1252")),
        (TEXT.into(), vec!["charset-mislabelled"])
    );
    assert_eq!(
        read(TEXT.as_bytes(), Some("text/html;charset=ISO-8859-1")).0,
        TEXT
    );
    let cut = "Thác Bản Giốc, lễ hội Bản Giốc ố".as_bytes();
    let (text, problems) = read(&cut[..cut.len() - 1], None);
    assert!(text.starts_with("Thác Bản Giốc, lễ hội Bản Giốc"), "{text}");
    assert_eq!(problems, ["bytes-replaced"]);
    assert_eq!(
        read(b"\xEF\xBB\xBFabc", Some("text/xml; charset=utf-16")).0,
        "abc"
    );
}

#[test]
fn an_unknown_label_is_noted() {
    assert_eq!(
        read(TEXT.as_bytes(), Some("text/html; charset=tcvn-5712")),
        (TEXT.into(), vec!["charset-unknown"])
    );
    assert_eq!(
        read("<meta charset=utf-16>ố".as_bytes(), None).0,
        "<meta charset=utf-16>ố"
    );
}

#[test]
fn what_is_no_text_is_refused_with_its_kind() {
    let refuse = |bytes: &[u8]| {
        let doc = Document {
            bytes,
            content_type: None,
            url: "https://bao.example.vn/a",
        };
        decode(&doc, &mut Vec::new())
            .expect_err("refused")
            .to_string()
    };
    assert!(refuse(b" \n").contains("empty document"));
    assert!(refuse(b"%PDF-1.7 ...").contains("a PDF file"));
    assert!(refuse(&[b"ab".as_slice(), &[0; 99]].concat()).contains("binary data"));
}

/// The cases of html5lib where they are at hand: which charset a page's own label gives. Bytes that are UTF-8 are
/// read as UTF-8 whatever the label says, which is tested above, so the label alone is asked here.
#[test]
fn html5lib_cases_of_labels() {
    let archive = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/url-html-encoding/data.tar.zst");
    let folder = tempfile::tempdir().expect("a temporary folder");
    if !archive.exists() {
        println!("skipped: no shared data");
        return;
    }
    let unpacked = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!(
            "zstd -dc '{}' | tar -x -C '{}'",
            archive.display(),
            folder.path().display()
        ))
        .status();
    if !unpacked.is_ok_and(|status| status.success()) {
        println!("skipped: no zstd or tar");
        return;
    }
    let mut cases = 0;
    for name in ["tests1.dat", "tests2.dat", "test-yahoo-jp.dat"] {
        let file = folder.path().join("html5lib/encoding").join(name);
        let bytes = std::fs::read(file).expect("a file of cases");
        let marker = b"#data\n";
        let starts: Vec<usize> = (0..bytes.len())
            .filter(|at| bytes[*at..].starts_with(marker) && (*at == 0 || bytes[at - 1] == b'\n'))
            .chain([bytes.len()])
            .collect();
        for (number, pair) in starts.windows(2).enumerate() {
            let case = &bytes[pair[0] + marker.len()..pair[1]];
            let split = (0..case.len())
                .rfind(|at| case[*at..].starts_with(b"\n#encoding\n"))
                .expect("an expectation");
            let wanted = String::from_utf8_lossy(&case[split + 11..]);
            let wanted = Encoding::for_label(wanted.trim().as_bytes()).expect("a known charset");
            let page = &case[..split];
            let found = Encoding::for_bom(page)
                .map(|(found, _)| found)
                .or_else(|| Encoding::for_label(inside(page)?.as_bytes()))
                .map_or(
                    WINDOWS_1252,
                    |found| if is_wide(found) { UTF_8 } else { found },
                );
            assert_eq!(found, wanted, "{name}, case {number}");
            cases += 1;
        }
    }
    println!(
        "{cases} of {cases} cases of html5lib; one more (scripted/tests1.dat) needs a script to run first"
    );
}
