//! The real binary, run in a folder of its own: what a user types, and what a user sees.

#![allow(dead_code, missing_docs, unreachable_pub)]

pub mod corpus;
pub mod page;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What a command said and how it ended.
pub struct Output {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Output {
    /// The codes that stderr shows: those of `error[F0204]`, `warning[…]` and `note[…]`.
    pub fn codes(&self) -> BTreeSet<String> {
        let headers = self.stderr.lines().filter_map(|line| line.strip_suffix(']')?.split_once('['));
        let headers = headers.filter(|(severity, _)| ["error", "warning", "note"].contains(severity));
        headers.map(|(_, code)| code.to_owned()).collect()
    }
}

/// Runs `callflow` with `arguments` in the folder `cwd`.
pub fn callflow(cwd: &Path, arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_callflow"))
        .args(arguments)
        .current_dir(cwd)
        .env_remove("CLICOLOR_FORCE")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    Output {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// An empty folder that goes away with its value, called like nothing that a test would name.
pub fn empty_folder() -> TempDir {
    tempfile::Builder::new().prefix("callflow-test-").tempdir().unwrap()
}

/// Copies what `from` holds, folders in it too, into the folder `to`.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A path of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The inventory of the example, an instance with one of everything.
pub fn demo_inventory() -> PathBuf {
    repository("examples/acme-support/inventory/dev")
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

/// A folder of its own that holds the files of a case, a single file as `main.flow`.
pub fn case_folder(case: &Path) -> TempDir {
    let folder = empty_folder();
    if case.is_dir() {
        copy(case, folder.path());
    } else {
        fs::copy(case, folder.path().join("main.flow")).unwrap();
    }
    folder
}

/// The words that the case in `folder` is run with.
pub fn case_command(folder: &Path) -> String {
    match fs::read_to_string(folder.join("command")) {
        Ok(text) => text.lines().next().unwrap().trim().to_owned(),
        Err(_) => "check . --inventory inventory".to_owned(),
    }
}

/// Puts the example's inventory into the folder, as `inventory/`, unless it has one.
pub fn add_inventory(folder: &Path) {
    let inventory = folder.join("inventory");
    if inventory.exists() {
        return;
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(demo_inventory(), inventory).unwrap();
    #[cfg(not(unix))]
    copy(&demo_inventory(), &inventory);
}

/// The files in a folder and the folders in it, sorted, as paths relative to it with `/`.
pub fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// Runs every case, and fails at the end with all that failed. What panics counts as failed.
pub fn all<T>(cases: impl IntoIterator<Item = T>, name: impl Fn(&T) -> String, test: impl Fn(&T)) {
    let mut failed = Vec::new();
    for case in cases {
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test(&case))).is_err() {
            failed.push(name(&case));
        }
    }
    assert!(failed.is_empty(), "{} cases failed:\n{}", failed.len(), failed.join("\n"));
}
