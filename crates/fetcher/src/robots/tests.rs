//! Rules, groups and damaged files; Google's cases and real files when the shared data is there.

use std::process::Command;

use proptest::prelude::*;

use super::*;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/robots");

#[track_caller]
fn check(robots: &str, agent: &str, path: &str, allowed: bool) {
    let verdict = Robots::parse(robots.as_bytes()).verdict(agent, path);
    assert_eq!(
        verdict == Verdict::Allowed,
        allowed,
        "{robots:?} {agent} {path}: {verdict:?}"
    );
}

#[test]
fn the_longest_rule_decides_and_allow_wins_a_tie() {
    check(
        "User-agent: *\nDisallow: /a\nAllow: /a/b",
        "x",
        "/a/b/c",
        true,
    );
    check(
        "User-agent: *\nDisallow: /a\nAllow: /a/b",
        "x",
        "/a/c",
        false,
    );
    check("User-agent: *\nDisallow: /a\nAllow: /a", "x", "/a", true);
    check("User-agent: *\nAllow: /a\nDisallow: /a", "x", "/a", true);
    check("User-agent: *\nAllow: /a\nDisallow: /a$", "x", "/a", false);
    check("User-agent: *\nDisallow:", "x", "/a", true);
    check("", "x", "/a", true);
}

#[test]
fn the_rule_that_forbids_is_named_as_it_stands() {
    let verdict = Robots::parse("User-agent: *\ndisalow:   /tìm  # search".as_bytes())
        .verdict("x", "/t%C3%ACm?q=1");
    assert_eq!(
        verdict,
        Verdict::Disallowed {
            rule: "Disallow: /tìm".into()
        }
    );
}

#[test]
fn an_own_group_wins_over_the_one_for_everybody() {
    let robots =
        "User-agent: *\nDisallow: /\n\nUser-agent: LangNghe/9\nUser-agent: other\nDisallow: /rieng";
    check(robots, "LangNghe", "/tin", true);
    check(robots, "langnghe", "/rieng/x", false);
    check(robots, "OTHER", "/rieng/x", false);
    check(robots, "someone", "/tin", false);
    // A token is compared whole, not by its beginning.
    check(
        "User-agent: LangNgheImages\nDisallow: /",
        "LangNghe",
        "/tin",
        true,
    );
}

#[test]
fn groups_of_the_same_agent_are_one() {
    let robots =
        "User-agent: a\nDisallow: /1\n\nUser-agent: b\nDisallow: /2\n\nUser-agent: A\nDisallow: /3";
    check(robots, "a", "/1", false);
    check(robots, "a", "/2", true);
    check(robots, "a", "/3", false);
}

#[test]
fn other_lines_do_not_end_a_list_of_agents() {
    let robots = "User-agent: a\nCrawl-delay: 3\nSitemap: https://x/s.xml\nHost: x\nUser-agent: b\nDisallow: /";
    check(robots, "a", "/1", false);
    check(robots, "b", "/1", false);
}

#[test]
fn sitemaps_are_named_for_everybody_wherever_they_stand() {
    let robots = Robots::parse(
        b"Sitemap: https://x.example/a.xml\nUser-agent: a\nsitemap: https://x.example/b.xml # the second\n\
          User-agent: b\nDisallow: /\nSITE-MAP:\nSitemap:\nSitemap: /c.xml",
    );
    assert_eq!(
        robots.sitemaps(),
        [
            "https://x.example/a.xml",
            "https://x.example/b.xml",
            "/c.xml"
        ]
    );
    assert_ne!(
        robots.verdict("a", "/x"),
        Verdict::Allowed,
        "the list of agents goes on"
    );
}

#[test]
fn robots_txt_itself_may_always_be_asked() {
    check("User-agent: *\nDisallow: /", "x", "/robots.txt", true);
    check("User-agent: *\nDisallow: /", "x", "/robots.txt.bak", false);
}

#[test]
fn line_ends_and_byte_order_marks_of_all_kinds_are_read() {
    check(
        "\u{feff}User-agent: *\r\nDisallow: /a\rAllow: /a/b\n",
        "x",
        "/a",
        false,
    );
    check(
        "\u{feff}User-agent: *\r\nDisallow: /a\rAllow: /a/b\n",
        "x",
        "/a/b",
        true,
    );
    check("User-agent : *\n\tDisallow\t: /a", "x", "/a", false);
}

#[test]
fn a_web_page_in_its_place_allows_everything() {
    check(
        "<!doctype html><html><body>User-agent: * Disallow: /</body></html>",
        "x",
        "/a",
        true,
    );
}

#[test]
fn only_whole_lines_of_the_first_500_kib_count() {
    let start = "User-agent: *\nDisallow: /a\n";
    let filler = MAX_BYTES - start.len() - "\nDisallow: /".len();
    let robots = format!(
        "{start}{}\nDisallow: /private\nDisallow: /late",
        "#".repeat(filler)
    );
    check(&robots, "x", "/a", false);
    check(&robots, "x", "/b", true);
    check(&robots, "x", "/private", true);
    check(&robots, "x", "/late", true);
}

#[test]
fn patterns_made_to_be_slow_are_not() {
    let robots = format!("User-agent: *\nDisallow: /{}b", "*a".repeat(20_000));
    check(&robots, "x", &format!("/{}", "a".repeat(100_000)), true);
    let robots = format!("User-agent: *\nDisallow: /*{}b", "a".repeat(50_000));
    check(&robots, "x", &format!("/{}", "a".repeat(100_000)), true);
}

#[test]
fn crawl_delays_are_read_and_bounded() {
    let delay = |text: &str| Robots::parse(text.as_bytes()).crawl_delay("x");
    assert_eq!(
        delay("User-agent: *\nCrawl-delay: 2.5"),
        Some(Duration::from_millis(2500))
    );
    assert_eq!(
        delay("User-agent: *\nCrawl-delay: 999999"),
        Some(MAX_CRAWL_DELAY)
    );
    assert_eq!(
        delay("User-agent: *\nCrawl-delay: 1e300"),
        Some(MAX_CRAWL_DELAY)
    );
    assert_eq!(
        delay("User-agent: *\nCrawl-delay: 2\nCrawl-delay: 1"),
        Some(Duration::from_secs(2))
    );
    assert_eq!(
        delay("User-agent: x\nDisallow:\n\nUser-agent: *\nCrawl-delay: 2"),
        None
    );
    for wrong in ["-1", "NaN", "soon", "", "5s"] {
        assert_eq!(
            delay(&format!("User-agent: *\nCrawl-delay: {wrong}")),
            None,
            "{wrong}"
        );
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300), path in "\\PC{0,30}") {
        let robots = Robots::parse(&bytes);
        let _ = (robots.verdict("LangNghe", &path), robots.crawl_delay("LangNghe"));
    }

    #[test]
    fn lines_in_any_order_of_a_group_say_the_same(
        rules in prop::collection::vec(("allow|disallow", "/[ab*]{0,4}\\$?"), 1..6),
        path in "/[ab]{0,5}",
    ) {
        let file = |rules: &[(String, String)]| {
            let lines: Vec<String> = rules.iter().map(|(key, value)| format!("{key}: {value}")).collect();
            Robots::parse(format!("user-agent: *\n{}", lines.join("\n")).as_bytes())
        };
        let mut turned = rules.clone();
        turned.reverse();
        let verdicts = [file(&rules).verdict("x", &path), file(&turned).verdict("x", &path)];
        let [first, second] = verdicts.map(|verdict| verdict == Verdict::Allowed);
        prop_assert_eq!(first, second);
    }
}

/// Where RFC 9309 demands an answer other than Google's, with the reason.
const BY_RFC: [(&str, &str); 4] = [
    (
        "ID_Encoding#2",
        "2.2.2: octets outside ASCII are percent-encoded in the path as well before comparing",
    ),
    (
        "ID_Encoding#4",
        "2.2.2: octets outside ASCII are percent-encoded in the path as well before comparing",
    ),
    (
        "ID_Encoding#5",
        "2.2.2: percent-encoded unreserved octets are decoded before comparing (the RFC's own example)",
    ),
    (
        "GoogleOnly_IndexHTMLisDirectory#0",
        "2.2.2: a pattern fits from its first octet on; index.html is a name",
    ),
];

#[test]
fn googles_cases_come_out_as_expected_or_as_the_rfc_demands() {
    let Ok(cases) = std::fs::read_to_string(format!("{SHARED}/google-robotstxt-cases.jsonl"))
    else {
        println!("skipped: no shared data");
        return;
    };
    let mut different = Vec::new();
    for line in cases.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case");
        let text = |key: &str| case[key].as_str().expect("a text");
        // Not through `Url`, which would encode what the cases leave raw.
        let path = text("url").split_once("://").map_or("/", |(_, rest)| {
            rest.find('/').map_or("/", |at| &rest[at..])
        });
        let allowed = Robots::parse(text("robots_txt").as_bytes())
            .verdict(text("user_agent"), path)
            == Verdict::Allowed;
        if allowed != case["allowed"].as_bool().expect("a verdict") {
            different.push(text("id").to_owned());
        }
    }
    assert_eq!(cases.lines().count(), 142);
    assert_eq!(different, BY_RFC.map(|(id, _)| id));
}

#[test]
fn real_files_are_read() {
    let archive = format!("{SHARED}/robots-files.tar.zst");
    if !std::path::Path::new(&archive).exists() {
        println!("skipped: no shared data");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let unpacked = Command::new("tar")
        .args(["--use-compress-program=zstd", "-xf", &archive, "-C"])
        .arg(folder.path())
        .status();
    if !unpacked.is_ok_and(|status| status.success()) {
        println!("skipped: no tar or zstd");
        return;
    }
    let (mut files, mut rules, mut closed) = (0, 0, 0);
    for entry in std::fs::read_dir(folder.path()).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            continue;
        }
        let robots = Robots::parse(&std::fs::read(path).expect("a file"));
        files += 1;
        rules += robots
            .groups
            .iter()
            .map(|group| group.rules.len())
            .sum::<usize>();
        for page in ["/tin-tuc/le-hoi?trang=2", "/search?q=a", "/wp-admin/x.php"] {
            let _ = robots.verdict(PRODUCT, page);
        }
        let _ = robots.crawl_delay(PRODUCT);
        closed += usize::from(robots.verdict(PRODUCT, "/") != Verdict::Allowed);
    }
    println!("{files} files, {rules} rules, {closed} close their first page to us");
    assert_eq!(files, 2520, "all files of the collection");
    // Every rule of every group lost, or every site closed, would be a defect of the parser.
    assert!(
        rules > 50 * files / 10 && closed < files / 10,
        "{rules} rules, {closed} closed"
    );
}
