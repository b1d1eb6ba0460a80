//! Reading the files of the configuration folder.

use std::{fs, io::ErrorKind, path::Path};

use langnghe_model::{Diagnostic, Diagnostics, TopicId};

/// A topic's file as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicFile {
    /// The file, as the user would write it (`config/topics/an-toan-du-khach.toml`).
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Reads a text file. What can go wrong (not there, no right to read, not UTF-8) comes back with its remedy.
pub fn read_file(path: &Path) -> Result<String, Diagnostics> {
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| unreadable(&name, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        Diagnostic::at_byte(
            "file.not-utf8",
            name,
            &text,
            good,
            "this is not UTF-8 text",
            "save the file again with the encoding UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
        )
        .into()
    })
}

/// Reads one file of the configuration folder, and says so plainly when it is the folder that is missing.
pub(crate) fn read_in(
    folder: &Path,
    name: &str,
    without: &str,
) -> Result<(String, String), Diagnostics> {
    if !folder.is_dir() {
        return Err(Diagnostic::of_file(
            "folder.missing",
            folder.display().to_string(),
            "there is no such configuration folder",
            "name the folder with --config DIR or LANGNGHE_CONFIG, or start langnghe where the folder \"config\" is",
        )
        .into());
    }
    let path = folder.join(name);
    let shown = path.display().to_string();
    if !path.exists() {
        return Err(Diagnostic::of_file(
            "file.missing",
            shown,
            format!("there is no {name} in the configuration folder"),
            without,
        )
        .into());
    }
    read_file(&path).map(|text| (shown, text))
}

/// The files of `topics/` in the configuration folder that end in `.toml`, by name. No such folder: none.
pub fn read_topic_files(folder: &Path) -> Result<Vec<TopicFile>, Diagnostics> {
    let topics = folder.join("topics");
    let listed = match fs::read_dir(&topics) {
        Ok(listed) => listed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(&topics.display().to_string(), &error)),
    };
    let mut paths = Vec::new();
    for entry in listed {
        let path = entry
            .map_err(|error| unreadable(&topics.display().to_string(), &error))?
            .path();
        // Editors leave hidden files and copies beside the real ones.
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !hidden && path.extension().is_some_and(|ending| ending == "toml") && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let mut files = Vec::new();
    let mut found = Vec::new();
    for path in paths {
        match read_file(&path) {
            Ok(text) => files.push(TopicFile {
                name: path.display().to_string(),
                text,
            }),
            Err(faults) => found.extend(faults.into_list()),
        }
    }
    Diagnostics::check(found)?;
    Ok(files)
}

fn unreadable(name: &str, error: &std::io::Error) -> Diagnostics {
    let (what, remedy) = match error.kind() {
        ErrorKind::NotFound => (
            "there is no such file".to_owned(),
            "check the name, or put the file there",
        ),
        ErrorKind::PermissionDenied => (
            "this program has no right to read it".to_owned(),
            "give the user langnghe runs as the right to read it",
        ),
        ErrorKind::IsADirectory => ("this is a folder, not a file".to_owned(), "name a file"),
        _ => (
            format!("it cannot be read: {error}"),
            "check the disk and the file",
        ),
    };
    Diagnostic::of_file("file.unreadable", name, what, remedy).into()
}

/// The account that owns a topic's file, which is who wrote it last with most editors; `None` where the system does not
/// tell (other than Unix), or there is no such file. An account without a name is told by its number.
pub fn topic_file_owner(folder: &Path, topic: &TopicId) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let path = folder.join("topics").join(format!("{topic}.toml"));
        let uid = fs::metadata(path).ok()?.uid().to_string();
        // name:password:uid:…, as passwd(5) has it.
        let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let name = accounts.lines().find_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            (fields.nth(1)? == uid).then(|| name.to_owned())
        });
        Some(name.unwrap_or_else(|| format!("account {uid}")))
    }
    #[cfg(not(unix))]
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_cannot_be_read_say_why() {
        let folder = tempfile::tempdir().unwrap();
        let shown = |faults: Diagnostics| {
            faults
                .to_string()
                .replace(&folder.path().display().to_string(), "DIR")
        };
        let gone = folder.path().join("gone.toml");
        insta::assert_snapshot!(shown(read_file(&gone).unwrap_err()), @r"
    DIR/gone.toml: there is no such file
      to mend it: check the name, or put the file there
    ");
        insta::assert_snapshot!(shown(read_file(folder.path()).unwrap_err()), @r"
    DIR: this is a folder, not a file
      to mend it: name a file
    ");
        let legacy = folder.path().join("legacy.toml");
        fs::write(&legacy, b"# topics\nname = \"L\xea h\xe9i\"\n").unwrap();
        insta::assert_snapshot!(shown(read_file(&legacy).unwrap_err()), @r#"
    DIR/legacy.toml:2:10: this is not UTF-8 text
      2 | name = "L� h�i"
        |          ^
      to mend it: save the file again with the encoding UTF-8 (in Notepad: Save as, Encoding: UTF-8)
    "#);
        insta::assert_snapshot!(shown(read_in(&folder.path().join("config"), "units.toml", "").unwrap_err()), @r#"
    DIR/config: there is no such configuration folder
      to mend it: name the folder with --config DIR or LANGNGHE_CONFIG, or start langnghe where the folder "config" is
    "#);
        insta::assert_snapshot!(shown(read_in(folder.path(), "units.toml", "write one").unwrap_err()), @r"
    DIR/units.toml: there is no units.toml in the configuration folder
      to mend it: write one
    ");
    }

    #[test]
    fn topic_files_come_sorted_and_only_they() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_topic_files(folder.path()).unwrap(), []);
        let topics = folder.path().join("topics");
        fs::create_dir(&topics).unwrap();
        for name in ["b.toml", "a.toml", ".#a.toml", "a.toml~", "note.txt"] {
            fs::write(topics.join(name), name).unwrap();
        }
        fs::create_dir(topics.join("c.toml")).unwrap();
        let files = read_topic_files(folder.path()).unwrap();
        let texts: Vec<_> = files.iter().map(|file| file.text.as_str()).collect();
        assert_eq!(texts, ["a.toml", "b.toml"]);
        assert!(files[0].name.ends_with("a.toml"), "{}", files[0].name);
    }
}
