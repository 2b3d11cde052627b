//! Runs the program in a folder, as a user does.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::case::Files;
use super::repository;

/// The output and the exit code of a command.
#[derive(Debug, PartialEq, Eq)]
pub struct Output {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Output {
    /// The codes in stderr: those of `error[F0204]`, `warning[…]` and `note[…]`.
    pub fn codes(&self) -> BTreeSet<String> {
        let headers = self.stderr.lines().filter_map(|line| line.strip_suffix(']')?.split_once('['));
        let headers = headers.filter(|(severity, _)| ["error", "warning", "note"].contains(severity));
        headers.map(|(_, code)| code.to_owned()).collect()
    }
}

/// `callflow` with `arguments` in the folder `cwd`.
pub fn command(cwd: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callflow"));
    command.args(arguments).current_dir(cwd).env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1");
    command
}

/// Runs `callflow` with `arguments` in the folder `cwd`.
pub fn callflow(cwd: &Path, arguments: &[&str]) -> Output {
    let output = command(cwd, arguments).output().unwrap();
    Output {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// Runs `callflow` with the arguments `words` in a separate folder with these files and, unless they contain one, the
/// example's inventory.
pub fn callflow_with(files: &Files, words: &str) -> Output {
    let folder = folder(files);
    callflow(folder.path(), &words.split_whitespace().collect::<Vec<_>>())
}

/// A folder with these files and, unless they contain one, the example's inventory.
pub fn folder(files: &Files) -> TempDir {
    fill(empty_folder(), files)
}

/// The same in memory where the system can, for tests that build so often that flushing to a disk would take minutes.
pub fn folder_in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { named().tempdir_in(memory) } else { named().tempdir() };
    fill(folder.unwrap(), &Files::new())
}

fn fill(folder: TempDir, files: &Files) -> TempDir {
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    add_inventory(folder.path());
    folder
}

/// An empty folder that is deleted when the value is dropped, with a name that no test uses.
pub fn empty_folder() -> TempDir {
    named().tempdir().unwrap()
}

fn named() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("callflow-test-");
    builder
}

/// Copies the content of `from` recursively to the folder `to`.
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

/// The inventory of the example, an instance with at least one resource of each kind.
fn demo_inventory() -> PathBuf {
    repository("examples/acme-support/inventory/dev")
}

/// Adds the example's inventory to the folder as `inventory/`, unless it has one.
fn add_inventory(folder: &Path) {
    let inventory = folder.join("inventory");
    if inventory.exists() {
        return;
    }
    copy(&demo_inventory(), &inventory);
}

/// All files in a folder, recursively, sorted, as relative paths with `/`.
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
