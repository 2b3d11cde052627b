//! Paths and I/O errors for output, the same on every system.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::analysis::saved_layout;

/// The path without `.` parts.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path.components().filter(|component| *component != Component::CurDir).collect();
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

/// The path as diagnostics show it.
pub(super) fn display(path: &Path) -> String {
    tidy(path).display().to_string().replace('\\', "/")
}

/// Whether `path` selects the project at `folder`: it is the folder itself, or one above it.
pub(super) fn is_within(folder: &Path, path: &Path) -> bool {
    match (absolute(folder), absolute(path)) {
        (Some(folder), Some(path)) => folder.starts_with(path),
        _ => false,
    }
}

pub(super) fn absolute(path: &Path) -> Option<PathBuf> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    fs::canonicalize(path).ok()
}

/// The path of the layout file of a source.
pub(super) fn saved_layout_path(source: &Path) -> PathBuf {
    source.with_extension(saved_layout::EXTENSION)
}

/// The reason of an I/O error, without the error number, which differs between systems.
pub(super) fn io_reason(reason: &io::Error) -> String {
    match reason.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotADirectory => "part of the path is a file, not a folder".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::StorageFull => "no space is left on the device".to_owned(),
        io::ErrorKind::QuotaExceeded => "the quota of the disk is used up".to_owned(),
        io::ErrorKind::InvalidData => "it is not valid UTF-8".to_owned(),
        _ => reason.to_string(),
    }
}
