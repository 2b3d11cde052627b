//! Reads files that others made: only regular files, and only from where the user said that sources are.
//!
//! Takes paths, gives bytes. A FIFO or a device could block, or deliver without an end, so it is never opened. Never
//! decides what a file means.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::paths::{absolute, display};
use super::settings::Settings;
use crate::diagnostic::{Code, Diagnostic, Lowering};

/// The bytes of a file, or of the file that a link leads to.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    regular(path)?;
    fs::read(path)
}

/// An error if `path` exists and is neither a file nor a folder.
pub(super) fn regular(path: &Path) -> io::Result<()> {
    let kind = fs::metadata(path)?.file_type();
    if kind.is_file() || kind.is_dir() {
        return Ok(());
    }
    Err(not_regular())
}

/// The error for what is neither a file nor a folder nor a link.
pub(super) fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file, but a pipe, a device or a socket")
}

/// Where sources and inventories may be.
#[derive(Debug, Default)]
pub(super) struct Boundary {
    /// The project's folder, what `outside` in `callflow.toml` lists, and what the command line names.
    folders: Vec<PathBuf>,
}

impl Boundary {
    pub(super) fn new<'a>(named: impl Iterator<Item = &'a Path>, settings: Option<&Settings>) -> Boundary {
        let of_settings = settings.map(Settings::boundary).unwrap_or_default();
        let folders = named.map(Path::to_owned).chain(of_settings);
        Boundary { folders: folders.filter_map(|folder| absolute(&folder)).collect() }
    }

    /// Adds the folders of other settings.
    pub(super) fn extend(&mut self, settings: &Settings) {
        self.folders.extend(settings.boundary().iter().filter_map(|folder| absolute(folder)));
    }

    /// Reports `path` if it leads out of the boundary. What does not exist is reported elsewhere.
    pub(super) fn check(&self, path: &Path) -> Result<(), Diagnostic> {
        let Some(target) = absolute(path) else { return Ok(()) };
        if self.folders.iter().any(|folder| target.starts_with(folder)) {
            return Ok(());
        }
        let message = format!("`{}` leads out of the project, to `{}`", display(path), display(&target));
        Err(Diagnostic::unlocated(Code::OutsideProject, message)
            .help("name its folder in callflow.toml: `outside = [\"…\"]`, or pass the path on the command line"))
    }
}

/// The diagnostic for a link to a folder, which is not followed because such links may form a cycle.
pub(super) fn skipped_link(path: &Path) -> Diagnostic {
    let message = format!("`{}` is not read: it is a link to a folder", display(path));
    Diagnostic::unlocated(Code::CannotRead, message)
        .lowered(Lowering::NotNamed)
        .help("if it contains sources, name the folder itself in callflow.toml or on the command line")
}
