//! `commit.json`: what is left to do for a build that is decided.
//!
//! Takes a plan, or the file; gives the moves and removals. A record that is not of this format, or with a path that
//! does not lead downwards, is not read.

use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::folder::Folder;
use super::operations::read_file;
use super::ownership::Owned;
use super::place::is_inside;
use super::plan::Plan;
use super::{OutputError, at};
use crate::emit::{MANIFEST, OutputFile};

/// The version of the format.
const FORMAT: u32 = 1;

/// A decided build.
#[derive(Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(super) struct Record {
    format: u32,
    /// Files to move from `next` into the output folder.
    pub(super) moves: Vec<Entry>,
    /// The manifest, which is moved last.
    pub(super) manifest: Entry,
    /// Files to remove.
    pub(super) removals: Vec<Entry>,
    /// Files of the build that were in the output folder already.
    unchanged: Vec<Entry>,
}

impl Record {
    pub(super) fn of(plan: &Plan<'_>) -> Record {
        let entries = |files: &[&OutputFile]| {
            files.iter().filter(|file| file.path != MANIFEST).map(|file| Entry::of(file)).collect()
        };
        Record {
            format: FORMAT,
            moves: entries(&plan.changed),
            manifest: Entry::of(plan.manifest),
            removals: plan.removals.clone(),
            unchanged: entries(&plan.unchanged),
        }
    }

    /// The record in the folder; `None` if there is none that this version can read.
    pub(super) fn read(folder: &Folder) -> Result<Option<Record>, OutputError> {
        let path = folder.record();
        let bytes = read_file(&path).map_err(at(&path))?;
        Ok(bytes.and_then(|bytes| Record::parse(&bytes)))
    }

    fn parse(bytes: &[u8]) -> Option<Record> {
        let record: Record = serde_json::from_slice(bytes).ok()?;
        let mut files = record.moves.iter().chain(&record.removals).chain(&record.unchanged);
        let is_good = record.format == FORMAT && record.manifest.path == MANIFEST;
        let is_other = |path: &str| is_inside(path) && path != MANIFEST;
        (is_good && files.all(|entry| is_other(&entry.path))).then_some(record)
    }

    pub(super) fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec_pretty(self)
    }

    /// The files that the build may have written, and those that it was to remove.
    pub(super) fn owned(self) -> Owned {
        let files = self.moves.into_iter().chain(self.removals).chain(self.unchanged).chain([self.manifest]);
        Owned::of(files.map(|entry| (entry.path, entry.sha256)))
    }
}
