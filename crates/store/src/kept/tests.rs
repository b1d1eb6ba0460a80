use std::io::Read as _;

use super::*;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn page(url: &str, at: &str, bytes: &[u8]) -> KeptPage {
    KeptPage {
        url: url.to_owned(),
        source: "bao-mau".parse().unwrap(),
        final_url: format!("{url}?sau"),
        content_type: Some("text/html; charset=windows-1258".to_owned()),
        at: at.parse().unwrap(),
        bytes: bytes.to_vec(),
    }
}

/// The newest pages, and how many files are incomplete.
fn listed(kept: &KeptPages) -> (Vec<KeptAt>, usize) {
    let mut list = KeptList::default();
    for file in kept.files().unwrap() {
        list.add(file).unwrap();
    }
    let incomplete = list.incomplete.len();
    (list.into_pages(), incomplete)
}

fn urls(pages: &[KeptAt]) -> Vec<&str> {
    pages.iter().map(|page| &*page.url).collect()
}

#[test]
fn a_page_comes_back_as_it_was_kept() {
    let home = tempfile::tempdir().unwrap();
    let kept = KeptPages::new(home.path().join("pages"), DAY * 30);
    let all_bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let pages = [
        page(
            "https://mau.example/1",
            "2026-11-24T10:00:00.123456Z",
            b"<p>\r\n\r\nWARC/1.1",
        ),
        page("https://mau.example/2", "2026-11-24T18:00:00Z", &all_bytes),
        page("https://mau.example/3", "2026-11-25T01:00:00Z", b""),
    ];
    for page in &pages {
        kept.keep(page).unwrap();
    }
    let (listed, incomplete) = listed(&kept);
    assert_eq!(incomplete, 0);
    let read: Vec<KeptPage> = listed
        .iter()
        .map(|place| kept.read(place).unwrap())
        .collect();
    assert_eq!(read, pages);
}

#[test]
fn the_newest_bytes_of_a_page_are_listed_whoever_kept_them() {
    let home = tempfile::tempdir().unwrap();
    let one = KeptPages::new(home.path().to_owned(), DAY * 30);
    let other = KeptPages::new(home.path().to_owned(), DAY * 30);
    one.keep(&page(
        "https://mau.example/1",
        "2026-11-24T10:00:00Z",
        b"cu",
    ))
    .unwrap();
    other
        .keep(&page(
            "https://mau.example/1",
            "2026-11-24T11:00:00Z",
            b"moi",
        ))
        .unwrap();
    one.keep(&page(
        "https://mau.example/2",
        "2026-11-24T12:00:00Z",
        b"hai",
    ))
    .unwrap();
    let (listed, _) = listed(&one);
    assert_eq!(
        urls(&listed),
        ["https://mau.example/1", "https://mau.example/2"]
    );
    assert_eq!(one.read(&listed[0]).unwrap().bytes, b"moi");
}

#[test]
fn a_torn_record_hides_only_itself() {
    let home = tempfile::tempdir().unwrap();
    let kept = KeptPages::new(home.path().to_owned(), DAY * 30);
    for number in 1..=3 {
        kept.keep(&page(
            &format!("https://mau.example/{number}"),
            "2026-11-24T10:00:00Z",
            format!("trang {number}").repeat(100).as_bytes(),
        ))
        .unwrap();
    }
    let path = kept.files().unwrap().remove(0);
    let whole = fs::read(&path).unwrap();
    let places: Vec<u64> = listed(&kept).0.iter().map(|page| page.offset).collect();
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        let (pages, incomplete) = listed(&kept);
        let complete = places[1..]
            .iter()
            .filter(|start| length as u64 >= **start)
            .count();
        assert_eq!(pages.len(), complete, "cut at {length}");
        let at_a_border = length == 0 || places.contains(&(length as u64));
        assert_eq!(incomplete, usize::from(!at_a_border), "cut at {length}");
    }
}

#[test]
fn any_damage_is_told_and_never_a_panic() {
    let home = tempfile::tempdir().unwrap();
    let kept = KeptPages::new(home.path().to_owned(), DAY * 30);
    kept.keep(&page(
        "https://mau.example/1",
        "2026-11-24T10:00:00Z",
        b"<p>mot</p>",
    ))
    .unwrap();
    let path = kept.files().unwrap().remove(0);
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut broken = whole.clone();
        broken[at] ^= 0x55;
        fs::write(&path, &broken).unwrap();
        let (pages, incomplete) = listed(&kept);
        assert!(pages.len() + incomplete >= 1, "byte {at}");
    }
}

#[test]
fn pages_go_when_their_time_is_over() {
    let home = tempfile::tempdir().unwrap();
    let kept = KeptPages::new(home.path().to_owned(), DAY * 2);
    for day in 20..=23 {
        kept.keep(&page(
            &format!("https://mau.example/{day}"),
            &format!("2026-11-{day}T03:00:00Z"),
            b"x",
        ))
        .unwrap();
    }
    // The first page of the 23rd sent those of the 20th away.
    assert_eq!(
        urls(&listed(&kept).0),
        [
            "https://mau.example/21",
            "https://mau.example/22",
            "https://mau.example/23"
        ]
    );
    // 24 November begins at 17:00 UTC of the 23rd here.
    assert_eq!(
        kept.expire("2026-11-23T17:00:00Z".parse().unwrap())
            .unwrap(),
        1
    );
    let (bytes, first) = kept.size().unwrap();
    assert!(bytes > 0);
    assert_eq!(first, Some("2026-11-22".parse().unwrap()));
    let none = KeptPages::new(home.path().to_owned(), Duration::ZERO);
    none.keep(&page(
        "https://mau.example/25",
        "2026-11-25T03:00:00Z",
        b"x",
    ))
    .unwrap();
    assert_eq!(
        none.expire("2026-11-24T03:00:00Z".parse().unwrap())
            .unwrap(),
        2
    );
    assert_eq!(none.size().unwrap(), (0, None));
}

#[test]
fn foreign_files_are_left_alone() {
    let home = tempfile::tempdir().unwrap();
    for name in ["ghi-chu.txt", "2020-01-01.txt", "khong-ngay.warc.gz"] {
        fs::write(home.path().join(name), "x").unwrap();
    }
    let kept = KeptPages::new(home.path().to_owned(), DAY);
    assert_eq!(
        kept.expire("2026-11-24T03:00:00Z".parse().unwrap())
            .unwrap(),
        0
    );
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 3);
}

#[test]
fn the_records_are_what_the_standard_says() {
    let mut text = String::new();
    let record = warc::record(&page(
        "https://mau.example/1",
        "2026-11-24T10:00:00Z",
        b"<p>1</p>",
    ));
    flate2::read::GzDecoder::new(&*record)
        .read_to_string(&mut text)
        .unwrap();
    let (id, rest) = text
        .split_once("WARC-Record-ID: <urn:uuid:")
        .and_then(|(head, rest)| {
            assert_eq!(head, "WARC/1.1\r\nWARC-Type: resource\r\n");
            rest.split_once(">\r\n")
        })
        .unwrap();
    assert_eq!(id.len(), 36);
    assert_eq!(
        rest,
        "WARC-Date: 2026-11-24T10:00:00.000000Z\r\nWARC-Target-URI: https://mau.example/1?sau\r\n\
         Langnghe-Source: bao-mau\r\nLangnghe-Page: https://mau.example/1\r\n\
         Content-Type: text/html; charset=windows-1258\r\nContent-Length: 8\r\n\r\n<p>1</p>\r\n\r\n"
    );
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_them() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let kept = KeptPages::new(home.path().join("pages"), DAY);
    kept.keep(&page("https://mau.example/1", "2026-11-24T10:00:00Z", b"x"))
        .unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(kept.folder()), 0o700);
    assert_eq!(mode(&kept.files().unwrap()[0]), 0o600);
}
