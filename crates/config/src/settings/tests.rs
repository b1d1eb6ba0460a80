use toml::{Table, Value};

use super::*;

fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn parse(text: &str, pairs: &[(&str, &str)]) -> Result<Settings, Diagnostics> {
    parse_settings("config/langnghe.toml", text, environment(pairs))
}

fn faults(text: &str, pairs: &[(&str, &str)]) -> String {
    parse(text, pairs).unwrap_err().to_string()
}

fn shipped() -> String {
    std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../config/langnghe.toml"
    ))
    .unwrap()
}

/// The shipped file with every default it documents switched on.
fn documented() -> Table {
    let keys = shipped()
        .lines()
        .map(|line| {
            let switched = line.strip_prefix("# ").unwrap_or(line);
            let is_key = switched.split_once(" = ").is_some_and(|(name, _)| {
                !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
            });
            if is_key { switched } else { line }.to_owned() + "\n"
        })
        .collect::<String>();
    keys.parse().unwrap()
}

#[test]
fn an_empty_file_and_the_shipped_one_give_the_defaults() {
    assert_eq!(parse("", &[]).unwrap(), Settings::default());
    assert_eq!(parse(&shipped(), &[]).unwrap(), Settings::default());
}

#[test]
fn the_shipped_file_documents_every_key_with_its_default() {
    let documented = documented();
    let settings: Settings = documented.clone().try_into().unwrap();
    assert_eq!(settings, Settings::default());
    let all = Table::try_from(Settings::default()).unwrap();
    for (section, keys) in &all {
        for key in keys.as_table().unwrap().keys() {
            let written = documented.get(section).and_then(|section| section.get(key));
            assert!(
                written.is_some(),
                "[{section}] {key} is not documented in config/langnghe.toml"
            );
        }
    }
    let count = |table: &Table| {
        table
            .values()
            .filter_map(Value::as_table)
            .map(Table::len)
            .sum::<usize>()
    };
    assert_eq!(count(&documented), count(&all));
}

#[test]
fn unknown_keys_and_wrong_values_are_told_at_their_lines() {
    insta::assert_snapshot!(faults("[fetch]\ngapp = \"5s\"\nconcurency = 3\n\n[stroage]\nindex = \"x\"\n", &[]), @r#"
    config/langnghe.toml:2:1: "gapp" is not a known key here
      2 | gapp = "5s"
        | ^
      to mend it: did you mean "gap"? Otherwise take the line out
    config/langnghe.toml:3:1: "concurency" is not a known key here
      3 | concurency = 3
        | ^
      to mend it: did you mean "concurrency"? Otherwise take the line out
    config/langnghe.toml:5:2: "stroage" is not a known key here
      5 | [stroage]
        |  ^
      to mend it: did you mean "storage"? Otherwise take the line out
    "#);
    insta::assert_snapshot!(faults("[fetch]\ngap = 5\n", &[]), @r#"
    config/langnghe.toml:2:7: 5 has no unit
      2 | gap = 5
        |       ^
      to mend it: write a whole number with ms, s, m, h or d, in quotes: "5s", "10m", "24h", "7d"
    "#);
    insta::assert_snapshot!(faults("[fetch]\ngap = \"5 seconds\"\n", &[]), @r#"
    config/langnghe.toml:2:7: "5 seconds" is not a duration
      2 | gap = "5 seconds"
        |       ^
      to mend it: write a whole number with ms, s, m, h or d, in quotes: "5s", "10m", "24h", "7d"
    "#);
    insta::assert_snapshot!(faults("[fetch]\nrecheck = [\"1h\", \"later\"]\n", &[]), @r#"
    config/langnghe.toml:2:11: "later" is not a duration
      2 | recheck = ["1h", "later"]
        |           ^
      to mend it: write a whole number with ms, s, m, h or d, in quotes: "5s", "10m", "24h", "7d"
    "#);
    insta::assert_snapshot!(faults("[fetch]\nmax_body = \"10 megs\"\n", &[]), @r#"
    config/langnghe.toml:2:12: "10 megs" is not a size
      2 | max_body = "10 megs"
        |            ^
      to mend it: write a whole number with B, KB, MB, GB, KiB, MiB or GiB, in quotes: "10MB"
    "#);
    insta::assert_snapshot!(faults("[fetch]\nconcurrency = 0\n", &[]), @r"
    config/langnghe.toml:2:15: 0 is too few
      2 | concurrency = 0
        |               ^
      to mend it: write 1 or more
    ");
    insta::assert_snapshot!(faults("[fetch]\nallow_private = [\"127.0.0.1\"]\n", &[]), @r#"
    config/langnghe.toml:2:17: "127.0.0.1" is not a network
      2 | allow_private = ["127.0.0.1"]
        |                 ^
      to mend it: write address/bits: "127.0.0.0/8", "10.0.0.0/8", "fd00::/8"
    "#);
    insta::assert_snapshot!(faults("[fetch]\nports = [80, 70000]\n", &[]), @r"
    config/langnghe.toml:2:9: 70000 is not a port
      2 | ports = [80, 70000]
        |         ^
      to mend it: write numbers from 1 to 65535: [80, 443, 8080]
    ");
    insta::assert_snapshot!(faults("[fetch]\ncontact = \"Sở Văn hóa\"\n", &[]), @r#"
    config/langnghe.toml:2:11: "Sở Văn hóa" cannot stand in a User-Agent header
      2 | contact = "Sở Văn hóa"
        |           ^
      to mend it: write an e-mail or web address in plain letters without marks
    "#);
    insta::assert_snapshot!(faults("[web]\nlisten = \"localhost\"\n", &[]), @r#"
    config/langnghe.toml:2:10: "localhost" is not an address with a port
      2 | listen = "localhost"
        |          ^
      to mend it: write "127.0.0.1:8080" for this machine only, "0.0.0.0:8080" for the network
    "#);
    insta::assert_snapshot!(faults("[log]\nformat = \"jsn\"\n", &[]), @r#"
    config/langnghe.toml:2:10: "jsn" is none of the values this can have
      2 | format = "jsn"
        |          ^
      to mend it: did you mean "json"? write one of: text, json
    "#);
    insta::assert_snapshot!(faults("fetch = 3\n", &[]), @r"
    config/langnghe.toml:1:9: this is integer 3, not a table
      1 | fetch = 3
        |         ^
      to mend it: write it as a section: [name], with its keys on the lines below
    ");
}

#[test]
fn a_database_address_is_checked_and_never_shown() {
    let shown = parse(
        "",
        &[("LANGNGHE_STORAGE__DATABASE", "mysql://root:hunter2@db/x")],
    )
    .unwrap_err()
    .to_string();
    insta::assert_snapshot!(shown, @r#"
    LANGNGHE_STORAGE__DATABASE: this is no address of a database
      to mend it: write "sqlite:PATH" or "postgres://USER@HOST/NAME"
    "#);
    assert!(!shown.contains("hunter2"));
}

#[test]
fn values_that_do_not_go_together_are_told() {
    insta::assert_snapshot!(faults("[schedule]\nminimum = \"2h\"\nmaximum = \"1h\"\n", &[]), @r#"
    config/langnghe.toml:2:11: schedule.minimum is longer than schedule.maximum
      2 | minimum = "2h"
        |           ^
      to mend it: make the minimum the shorter one
    "#);
    insta::assert_snapshot!(faults("[schedule]\nmaximum = \"1m\"\n", &[]), @r#"
    config/langnghe.toml:2:11: schedule.minimum is longer than schedule.maximum
      2 | maximum = "1m"
        |           ^
      to mend it: make the minimum the shorter one
    "#);
    insta::assert_snapshot!(faults("[index]\nthreads = 8\n", &[]), @r"
    config/langnghe.toml:2:11: 64000000 bytes are too few for 8 index threads
      2 | threads = 8
        |           ^
      to mend it: give at least 15MB for each thread
    ");
    insta::assert_snapshot!(faults("[index]\nthreads = 4\n", &[("LANGNGHE_INDEX__MEMORY", "20MB")]), @r"
    LANGNGHE_INDEX__MEMORY: 20000000 bytes are too few for 4 index threads
      to mend it: give at least 15MB for each thread
    ");
}

#[test]
fn every_key_can_be_set_from_the_environment() {
    let settings = parse(
        "[fetch]\ngap = \"1s\"\ntimeout = \"9s\"\n",
        &[
            ("LANGNGHE_FETCH__GAP", "2s"),
            ("LANGNGHE_FETCH__CONCURRENCY", "3"),
            ("LANGNGHE_FETCH__ALLOW_PRIVATE", "127.0.0.0/8, ::1/128"),
            ("LANGNGHE_FETCH__PORTS", "80, 8080"),
            ("LANGNGHE_FETCH__RECHECK", "1h,2h"),
            ("LANGNGHE_STORAGE__DATABASE", "postgres://u:p@db/langnghe"),
            ("LANGNGHE_LOG__FORMAT", "json"),
            ("LANGNGHE_CONFIG", "elsewhere"),
            ("PATH", "/bin"),
        ],
    )
    .unwrap();
    assert_eq!(settings.fetch.gap, Duration::from_secs(2));
    assert_eq!(settings.fetch.timeout, Duration::from_secs(9));
    assert_eq!(settings.fetch.concurrency, 3);
    assert_eq!(
        settings
            .fetch
            .allow_private
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["127.0.0.0/8", "::1/128"]
    );
    assert_eq!(settings.fetch.ports, [80, 8080]);
    assert_eq!(
        settings.fetch.recheck,
        [3600, 7200].map(Duration::from_secs)
    );
    assert_eq!(settings.storage.database, "postgres://u:p@db/langnghe");
    assert_eq!(settings.log.format, LogFormat::Json);
    // Setting each key to its own default changes nothing, whatever its type.
    for (section, keys) in Table::try_from(Settings::default()).unwrap() {
        for (key, value) in keys.as_table().unwrap() {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Array(items) => items
                    .iter()
                    .map(|item| item.to_string().replace('"', ""))
                    .collect::<Vec<_>>()
                    .join(","),
                other => other.to_string(),
            };
            let name = format!("LANGNGHE_{section}__{key}").to_uppercase();
            assert_eq!(
                parse("", &[(&name, &text)]).unwrap(),
                Settings::default(),
                "{name}={text}"
            );
        }
    }
}

#[test]
fn a_fault_in_the_environment_names_the_variable() {
    insta::assert_snapshot!(
        faults("", &[("LANGNGHE_FETCH__GAPP", "5s"), ("LANGNGHE_MAIL__PASSWORD", "x"), ("LANGNGHE_FETCH__TIMEOUT", "soon"), ("LANGNGHE_INDEX__THREADS", "two"), ("LANGNGHE_FETCH__PORTS", "80,http")]),
        @r#"
    LANGNGHE_FETCH__GAPP: there is no key "gapp" in a section [fetch]
      to mend it: did you mean LANGNGHE_FETCH__GAP? Otherwise unset it
    LANGNGHE_FETCH__PORTS: "http" is not a whole number
      to mend it: set it to a whole number, such as 10
    LANGNGHE_FETCH__TIMEOUT: "soon" is not a duration
      to mend it: write a whole number with ms, s, m, h or d, in quotes: "5s", "10m", "24h", "7d"
    LANGNGHE_INDEX__THREADS: "two" is not a whole number
      to mend it: set it to a whole number, such as 10
    LANGNGHE_MAIL__PASSWORD: there is no key "password" in a section [mail]
      to mend it: unset it; langnghe.toml documents every section and key
    "#
    );
}

#[test]
fn relative_paths_start_at_the_folder() {
    let folder = Path::new("x/config");
    let check =
        |written: &str, resolved: &str| assert_eq!(resolve_database(folder, written), resolved);
    check("sqlite:../data/a.db", "sqlite:x/config/../data/a.db");
    check(
        "sqlite://../data/a.db?mode=rwc",
        "sqlite:x/config/../data/a.db?mode=rwc",
    );
    check("sqlite:/var/a.db", "sqlite:/var/a.db");
    check("sqlite::memory:", "sqlite::memory:");
    check("postgres://u@h/n", "postgres://u@h/n");
    assert_eq!(
        resolve_database(Path::new("50%?"), "sqlite:a.db"),
        "sqlite:50%25%3F/a.db"
    );
}

#[test]
fn settings_are_loaded_from_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let missing = load_settings(folder.path(), environment(&[]))
        .unwrap_err()
        .to_string();
    insta::assert_snapshot!(missing.replace(&folder.path().display().to_string(), "DIR"), @r"
    DIR/langnghe.toml: there is no langnghe.toml in the configuration folder
      to mend it: put back the langnghe.toml that came with the program, or an empty file: then every key has its default
    ");
    std::fs::write(
        folder.path().join("langnghe.toml"),
        "[storage]\nindex = \"idx\"\n",
    )
    .unwrap();
    let settings = load_settings(folder.path(), environment(&[])).unwrap();
    assert_eq!(settings.storage.index, folder.path().join("idx"));
    assert!(
        settings.storage.database.starts_with("sqlite:/"),
        "{}",
        settings.storage.database
    );
}

#[test]
fn a_password_is_not_shown() {
    let mut storage = StorageSettings::default();
    for (written, shown) in [
        (
            "postgres://ln:hunter2@db:5432/langnghe?password=hunter2",
            "postgres://ln:…@db:5432/langnghe",
        ),
        ("postgres://ln@db/langnghe", "postgres://ln@db/langnghe"),
        ("sqlite:../data/langnghe.db", "sqlite:../data/langnghe.db"),
        (
            "postgres://ln:hunter2@[/x",
            "an address that cannot be read",
        ),
    ] {
        written.clone_into(&mut storage.database);
        assert_eq!(storage.database_shown(), shown);
        assert!(!format!("{storage:?}").contains("hunter2"));
    }
}
