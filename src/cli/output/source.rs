//! Writes a source, which cannot be made again: beside its place, flushed to the disk, then renamed.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::operations::sync_folder;
use super::{OutputError, at};
use crate::cli::input;

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
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = write_beside(folder, path, bytes).map_err(at(path))?;
    temporary.persist(path).map_err(|error| at(path)(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// Writes `bytes` to a temporary file in the folder of `path`. It is deleted again unless it is persisted.
fn write_beside(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    writable(path)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".callflow-");
    if let Some(permissions) = usual_permissions() {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
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
