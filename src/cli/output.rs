//! Writes files: all files of a build or none, or a single file.
//!
//! Takes an output folder and the files of a build. Every changed file is first written to a temporary file next to its
//! destination; once all are written, they are moved. A file whose bytes would not change is not written. Files that
//! the manifest of the previous build lists and this build does not produce are removed. If a step fails, all previous
//! steps are undone.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use tempfile::NamedTempFile;

use super::input;
use super::paths::{display, io_reason};
use crate::emit::{MANIFEST, OutputFile};

/// The numbers of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New and changed files.
    pub written: usize,
    /// Files that existed with the same content.
    pub unchanged: usize,
    /// Files of the previous build that this one does not produce.
    pub removed: usize,
}

/// The reason why the output could not be written. In this case nothing has changed.
#[derive(Debug)]
pub struct OutputError {
    /// The file or folder.
    pub path: PathBuf,
    /// The error of the operating system.
    pub reason: io::Error,
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write `{}`: {}", display(&self.path), io_reason(&self.reason))
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

/// Writes `files` to the folder `out`.
///
/// # Errors
///
/// The first file or folder that could not be read or written. In this case the folder is unchanged.
pub fn write(out: &Path, files: &[OutputFile]) -> Result<Counts, OutputError> {
    let mut journal = Journal::default();
    let result = write_all(out, files, &mut journal);
    if result.is_err() {
        journal.undo();
    }
    result
}

/// Replaces the content of the file `path` by `bytes`, or leaves it unchanged. If `path` is a link, its target is
/// changed, not the link.
///
/// # Errors
///
/// Why the file could not be written.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let target = fs::canonicalize(path).map_err(at(path))?;
    put(&target, bytes).map_err(|error| at(path)(error.reason))
}

/// Writes `bytes` to the file `path`, which may be new, or leaves it unchanged.
///
/// # Errors
///
/// Why the file could not be written.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let temporary = stage(path, bytes).map_err(at(path))?;
    persist(temporary, path)
}

fn persist(temporary: NamedTempFile, path: &Path) -> Result<(), OutputError> {
    temporary.persist(path).map_err(|error| at(path)(error.error))?;
    Ok(())
}

fn write_all(out: &Path, files: &[OutputFile], journal: &mut Journal) -> Result<Counts, OutputError> {
    let stale = stale_files(out, files);
    let mut counts = Counts::default();
    let mut staged = Vec::new();
    for file in files {
        let path = out.join(&file.path);
        if !is_inside(Path::new(&file.path)) {
            return Err(OutputError { path, reason: ErrorKind::InvalidInput.into() });
        }
        let before = read_if_there(&path).map_err(at(&path))?;
        if before.as_ref() == Some(&file.bytes) {
            counts.unchanged += 1;
            continue;
        }
        if let Some(folder) = path.parent() {
            journal.create_folder(folder)?;
        }
        let temporary = stage(&path, &file.bytes).map_err(at(&path))?;
        staged.push((temporary, path, before));
    }
    for (temporary, path, before) in staged {
        persist(temporary, &path)?;
        journal.changed.push((path, before));
        counts.written += 1;
    }
    for path in stale {
        writable(&path).map_err(at(&path))?;
        let before = fs::read(&path).map_err(at(&path))?;
        fs::remove_file(&path).map_err(at(&path))?;
        journal.changed.push((path.clone(), Some(before)));
        counts.removed += 1;
        if let Some(folder) = path.parent().filter(|folder| *folder != out) {
            // Fails if the folder is not empty, and then the folder remains.
            let _ = fs::remove_dir(folder);
        }
    }
    Ok(counts)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    move |reason| OutputError { path: path.to_owned(), reason }
}

fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match input::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes `bytes` to a temporary file in the folder of `path`. It is deleted again unless it is persisted.
fn stage(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    writable(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".callflow-");
    if let Some(permissions) = usual_permissions() {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.flush()?;
    if let Ok(before) = fs::metadata(path) {
        fs::set_permissions(file.path(), before.permissions())?;
    }
    Ok(file)
}

/// An error if `path` exists and must not be replaced: replacing needs only the permission of the folder.
fn writable(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(before) if before.permissions().readonly() => {
            Err(io::Error::new(ErrorKind::ReadOnlyFilesystem, "it is read-only"))
        }
        Ok(_) => input::regular(path),
        Err(_) => Ok(()),
    }
}

/// The permissions of a new file, from which the system subtracts the umask. By default, only its owner can access a
/// temporary file.
#[cfg(unix)]
fn usual_permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<Permissions> {
    None
}

/// The steps done so far, in order to undo them.
#[derive(Default)]
struct Journal {
    /// The folders that were created, each after its parents.
    folders: Vec<PathBuf>,
    /// The files that were written or removed, and their previous content; `None` for a file that did not exist.
    changed: Vec<(PathBuf, Option<Vec<u8>>)>,
}

impl Journal {
    fn create_folder(&mut self, folder: &Path) -> Result<(), OutputError> {
        let missing = folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
        let missing: Vec<&Path> = missing.collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.folders.push(folder.to_owned()),
                Err(_) if folder.is_dir() => {}
                Err(reason) => return Err(OutputError { path: folder.to_owned(), reason }),
            }
        }
        Ok(())
    }

    /// Restores everything as far as the system allows it. Errors are ignored, because only the original one is
    /// reported.
    fn undo(self) {
        for (path, before) in self.changed.into_iter().rev() {
            let Some(bytes) = before else {
                let _ = fs::remove_file(&path);
                continue;
            };
            if let Some(folder) = path.parent() {
                let _ = fs::create_dir_all(folder);
            }
            let _ = stage(&path, &bytes).map(|file| file.persist(&path));
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The parts of a manifest that list the files of its build.
#[derive(Deserialize)]
struct Listed {
    resources: Vec<ManifestRow>,
    associations: Vec<ManifestRow>,
}

#[derive(Deserialize)]
struct ManifestRow {
    file: String,
    /// The file of a module's `Settings`.
    settings: Option<String>,
}

/// The files of the previous build that are not in `files`. Contains no file outside the output folder, regardless of
/// the manifest, and is empty if the manifest was not written by callflow.
fn stale_files(out: &Path, files: &[OutputFile]) -> Vec<PathBuf> {
    let manifest = input::read(&out.join(MANIFEST)).ok();
    let listed = manifest.and_then(|bytes| serde_json::from_slice::<Listed>(&bytes).ok());
    let (Some(listed), Ok(root)) = (listed, out.canonicalize()) else { return Vec::new() };
    // On some systems `A.json` and `a.json` are the same file.
    let mut made: HashSet<String> = files.iter().map(|file| file.path.to_lowercase()).collect();
    made.insert(MANIFEST.to_owned());
    let entries = listed.resources.into_iter().chain(listed.associations);
    let listed = entries.flat_map(|entry| [Some(entry.file), entry.settings]).flatten();
    let stale = listed.filter(|file| is_inside(Path::new(file)));
    let stale = stale.filter(|file| made.insert(file.to_lowercase())).map(|file| out.join(file));
    let is_ours = |path: &PathBuf| {
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        let is_file = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
        is_file && folder.is_some_and(|folder| folder.starts_with(&root))
    };
    stale.filter(is_ours).collect()
}

/// Whether a path is relative and stays inside its folder.
fn is_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_))) && path.components().next().is_some()
}
