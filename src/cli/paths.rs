//! Paths and what the system says of them, as people are shown them: the same on every system.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::analysis::saved_layout;

/// The path without `.` parts.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path.components().filter(|component| *component != Component::CurDir).collect();
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

/// The path as diagnostics show it, the same on every system.
pub(super) fn display(path: &Path) -> String {
    tidy(path).display().to_string().replace('\\', "/")
}

/// Whether the project at `folder` is meant by `path`: the folder itself, or one above it.
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

/// The file beside a source that says where its blocks are drawn.
pub(super) fn saved_layout_beside(source: &Path) -> PathBuf {
    source.with_extension(saved_layout::EXTENSION)
}

/// What the system says, without the number that differs between systems.
pub(super) fn said(reason: &io::Error) -> String {
    match reason.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
        _ => reason.to_string(),
    }
}
