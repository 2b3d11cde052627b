//! Cases: small folders of files, and a command to run in each.
//!
//! A case of `tests/diagnostics` is a file (which stands for a folder with a `main.flow`) or a folder. Its command is
//! `callflow check . --inventory inventory`, unless the folder has a file `command` with another one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::process::files;
use super::{chosen, repository, stem};

/// The command of a case without a file `command`.
pub const USUAL: &str = "check . --inventory inventory";

/// Files by their path relative to the folder of the command, separated by `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A case of `tests/diagnostics`.
pub struct Case {
    /// The arguments of `callflow`.
    pub command: String,
    pub files: Files,
}

/// The cases of `tests/diagnostics` that `CASE` selects.
pub fn chosen_cases() -> Vec<PathBuf> {
    chosen(cases(), |path| stem(path).to_owned())
}

/// The files and folders of `tests/diagnostics` that are cases, sorted.
pub fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(repository("tests/diagnostics")).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "flow"));
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

impl Case {
    pub fn read(path: &Path) -> Case {
        let mut files = match path.is_dir() {
            true => read_folder(path),
            false => Files::from([("main.flow".to_owned(), fs::read(path).unwrap())]),
        };
        let command = files.remove("command").map(|text| String::from_utf8(text).unwrap());
        let first_line = |text: &str| text.lines().next().unwrap().trim().to_owned();
        Case { command: first_line(command.as_deref().unwrap_or(USUAL)), files }
    }
}

/// All files in a folder, recursively.
pub fn read_folder(folder: &Path) -> Files {
    files(folder).into_iter().map(|path| (path.clone(), fs::read(folder.join(path)).unwrap())).collect()
}
