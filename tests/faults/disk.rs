//! A disk that is full.

use std::{path::Path, process::Command};

use crate::common::{configuration, json_lines, run, stderr, stdout};

/// A small file system of its own, unmounted at the end.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn mount(path: &'a Path, size: &str) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(path)
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            println!("skipped: a small disk can be mounted by root only");
        }
        mounted.then_some(Self(path))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_is_said_plainly_and_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    let archive = home.path().join("archive.jsonl");
    let lines: Vec<String> = langnghe_newsroom::corpus(3)
        .take(6000)
        .map(|a| serde_json::to_string(&a).unwrap())
        .collect();
    std::fs::write(&archive, lines.join("\n")).unwrap();
    let (data, index) = (home.path().join("data"), home.path().join("index"));
    std::fs::create_dir_all(&data).unwrap();
    std::fs::create_dir_all(&index).unwrap();
    let Some(disk) = SmallDisk::mount(&data, "12m") else {
        return;
    };
    let archive = archive.to_str().unwrap();
    let output = run(&config, &["import", archive]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(
        stderr(&output).contains("disk is full"),
        "{}",
        stderr(&output)
    );

    // What was accepted is still there, and with room the import goes on where it stopped.
    let room = Command::new("mount")
        .args(["-o", "remount,size=300m"])
        .arg(&data)
        .status()
        .unwrap();
    assert!(room.success());
    let again = json_lines(&config, &["import", archive]).remove(0);
    let kept = 6000 - again["articles"].as_u64().unwrap();
    assert!(kept >= 500, "only {kept} articles were kept");
    assert_eq!(again["failed"], 0);
    assert_eq!(
        json_lines(&config, &["import", archive]).remove(0)["articles"],
        0
    );
    drop(disk);
}

#[test]
fn a_full_disk_under_the_index_is_said_plainly_and_the_index_catches_up() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    let archive = home.path().join("archive.jsonl");
    let lines: Vec<String> = langnghe_newsroom::corpus(4)
        .take(4000)
        .map(|a| serde_json::to_string(&a).unwrap())
        .collect();
    std::fs::write(&archive, lines.join("\n")).unwrap();
    let index = home.path().join("index");
    std::fs::create_dir_all(&index).unwrap();
    let Some(disk) = SmallDisk::mount(&index, "4m") else {
        return;
    };
    let archive = archive.to_str().unwrap();
    let output = run(&config, &["import", archive]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(
        stderr(&output).contains("disk is full"),
        "{}",
        stderr(&output)
    );
    let room = Command::new("mount")
        .args(["-o", "remount,size=300m"])
        .arg(&index)
        .status()
        .unwrap();
    assert!(room.success());
    json_lines(&config, &["import", archive]);
    let doctor = stdout(&run(&config, &["doctor"]));
    assert!(doctor.contains("4000 articles"), "{doctor}");
    assert!(
        doctor.contains("up to date with log entry 4000"),
        "{doctor}"
    );
    drop(disk);
}
