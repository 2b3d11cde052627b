//! The output folder and the folder `.callflow` in it, where a build is prepared.
//!
//! Takes the path of the output folder; gives the paths in it, and makes and clears `.callflow`.

use std::path::{Path, PathBuf};

use super::operations::{self, Flush, Kind, create_folders, kind, remove_all, remove_file, write_new};
use super::{OutputError, at};
use crate::emit::MANIFEST;

/// The folder in the output folder with everything that is not output.
pub(super) const STATE: &str = ".callflow";

/// What Git ignores in [`STATE`].
const IGNORED: &[u8] = b"*\n";

/// An output folder.
#[derive(Debug)]
pub(super) struct Folder {
    out: PathBuf,
    state: PathBuf,
}

impl Folder {
    pub(super) fn new(out: &Path) -> Folder {
        Folder { out: out.to_owned(), state: out.join(STATE) }
    }

    pub(super) fn out(&self) -> &Path {
        &self.out
    }

    /// The file that a build locks. It is never removed: a build may be waiting for it.
    pub(super) fn lock(&self) -> PathBuf {
        self.state.join("lock")
    }

    /// The record of a build that is decided.
    pub(super) fn record(&self) -> PathBuf {
        self.state.join("commit.json")
    }

    /// The record while it is being written.
    pub(super) fn new_record(&self) -> PathBuf {
        self.state.join("commit.json.new")
    }

    /// The changed files of a build, before they are moved.
    pub(super) fn next(&self) -> PathBuf {
        self.state.join("next")
    }

    pub(super) fn manifest(&self) -> PathBuf {
        self.out.join(MANIFEST)
    }

    /// Whether no build has used the folder, or it does not exist.
    pub(super) fn is_unused(&self) -> Result<bool, OutputError> {
        Ok(kind(&self.state).map_err(at(&self.out))? == Kind::Missing)
    }

    /// Creates the folder and `.callflow`.
    pub(super) fn create(&self) -> Result<(), OutputError> {
        create_folders(&self.out).map_err(at(&self.out))?;
        match kind(&self.state).map_err(at(&self.state))? {
            Kind::Missing => create_folders(&self.state).map_err(at(&self.state)),
            Kind::Folder => Ok(()),
            Kind::File { .. } | Kind::Link | Kind::Other => {
                Err(OutputError::because(self.state.clone(), "it is not a folder"))
            }
        }
    }

    /// Makes Git ignore `.callflow`.
    pub(super) fn ignore_in_git(&self) -> Result<(), OutputError> {
        let path = self.state.join(".gitignore");
        if operations::read_file(&path).map_err(at(&path))?.is_some_and(|bytes| bytes == IGNORED) {
            return Ok(());
        }
        remove_file(&path).and_then(|()| write_new(&path, IGNORED, Flush::No)).map_err(at(&path))
    }

    /// Removes the record, and then what was prepared for it.
    pub(super) fn clear(&self) -> Result<(), OutputError> {
        remove_all(&self.record()).map_err(at(&self.record()))?;
        self.clear_next()
    }

    /// Removes what was prepared.
    pub(super) fn clear_next(&self) -> Result<(), OutputError> {
        for path in [self.new_record(), self.next()] {
            remove_all(&path).map_err(at(&path))?;
        }
        Ok(())
    }
}
