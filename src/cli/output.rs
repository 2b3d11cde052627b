//! Writing files: all those of a build or none, or a single one.
//!
//! Takes an output folder and the files of a build. Every file that changes is first written beside its place; only when
//! all are there, they are moved. A file whose bytes would not change is left alone, and what the manifest of the
//! build before lists and this build no longer makes is removed. Where something fails, what was done is undone.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use tempfile::NamedTempFile;

use crate::emit::{MANIFEST, OutputFile};

/// What was done, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New ones and changed ones.
    pub written: usize,
    /// Those that were there already.
    pub unchanged: usize,
    /// Those of the build before that this one does not make.
    pub removed: usize,
}

/// Why the output could not be written. Nothing has changed then.
#[derive(Debug)]
pub struct OutputError {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system says.
    pub reason: io::Error,
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write `{}`: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

/// Makes the folder `out` hold `files`.
///
/// # Errors
///
/// The first file or folder that could not be read or written. The folder is then as it was before.
pub fn write(out: &Path, files: &[OutputFile]) -> Result<Counts, OutputError> {
    let mut journal = Journal::default();
    let result = write_all(out, files, &mut journal);
    if result.is_err() {
        journal.undo();
    }
    result
}

/// Makes the file `path` hold `bytes`, or leaves it as it was. What a link leads to is changed, not the link.
///
/// # Errors
///
/// Why the file could not be written.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    put(&fs::canonicalize(path).map_err(at(path))?, bytes)
}

/// Makes the file `path`, which may be new, hold `bytes`, or leaves it as it was.
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
        let before = fs::read(&path).map_err(at(&path))?;
        fs::remove_file(&path).map_err(at(&path))?;
        journal.changed.push((path.clone(), Some(before)));
        counts.removed += 1;
        if let Some(folder) = path.parent().filter(|folder| *folder != out) {
            // Fails where the folder still holds something, and then it stays.
            let _ = fs::remove_dir(folder);
        }
    }
    Ok(counts)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    move |reason| OutputError { path: path.to_owned(), reason }
}

fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes `bytes` to a temporary file in the folder of `path`, which goes away again unless it is persisted.
fn stage(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
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

/// Those of any new file, less what the umask takes. A temporary file is its owner's alone otherwise.
#[cfg(unix)]
fn usual_permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<Permissions> {
    None
}

/// What was done so far, so that it can be undone.
#[derive(Default)]
struct Journal {
    /// The folders that were created, each after those that it is in.
    folders: Vec<PathBuf>,
    /// The files that were written or removed, and what they held before; `None` for what was not there.
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

    /// Puts everything back as far as the system lets us; the first error is the one that is reported.
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

/// What of a manifest is needed to know the files of its build.
#[derive(Deserialize)]
struct Listed {
    resources: Vec<ManifestRow>,
    associations: Vec<ManifestRow>,
}

#[derive(Deserialize)]
struct ManifestRow {
    file: String,
}

/// The files of the build before that are none of `files`. Nothing outside the output folder, whatever the manifest
/// says, and nothing at all if it is not one of ours.
fn stale_files(out: &Path, files: &[OutputFile]) -> Vec<PathBuf> {
    let manifest = fs::read(out.join(MANIFEST)).ok();
    let listed = manifest.and_then(|bytes| serde_json::from_slice::<Listed>(&bytes).ok());
    let (Some(listed), Ok(root)) = (listed, out.canonicalize()) else { return Vec::new() };
    // On some systems `A.json` is the file `a.json`.
    let mut made: HashSet<String> = files.iter().map(|file| file.path.to_lowercase()).collect();
    made.insert(MANIFEST.to_owned());
    let entries = listed.resources.into_iter().chain(listed.associations);
    let stale = entries.map(|entry| entry.file).filter(|file| is_inside(Path::new(file)));
    let stale = stale.filter(|file| made.insert(file.to_lowercase())).map(|file| out.join(file));
    let is_ours = |path: &PathBuf| {
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        let is_file = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
        is_file && folder.is_some_and(|folder| folder.starts_with(&root))
    };
    stale.filter(is_ours).collect()
}

/// Whether a relative path leads only downwards.
fn is_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_))) && path.components().next().is_some()
}
