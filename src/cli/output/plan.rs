//! What a build has to do in its folder: compares the files of the build with what is there.
//!
//! Takes the files of the build, and the files that builds may change. Gives what to write, to remove and to keep, and
//! what is in the way. Never changes anything.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::entry::Entry;
use super::folder::Folder;
use super::operations::{Kind, read};
use super::ownership::Owned;
use super::place::{NO_FOLDER, at_place};
use super::{Counts, OutputError, at};
use crate::cli::input::not_regular;
use crate::emit::{MANIFEST, OutputFile, sha256};

/// What there is to do.
#[derive(Debug)]
pub(super) struct Plan<'f> {
    /// The files that are new or differ.
    pub(super) changed: Vec<&'f OutputFile>,
    /// The files that are there already.
    pub(super) unchanged: Vec<&'f OutputFile>,
    /// The manifest, which is written last, and again with every change.
    pub(super) manifest: &'f OutputFile,
    /// The files of an earlier build that are to be removed.
    pub(super) removals: Vec<Entry>,
    /// The files of an earlier build that were changed since, or may not be written.
    pub(super) kept: Vec<PathBuf>,
    /// Files of others that would be overwritten.
    pub(super) in_the_way: Vec<PathBuf>,
}

impl Plan<'_> {
    pub(super) fn has_changes(&self) -> bool {
        !self.changed.is_empty() || !self.removals.is_empty()
    }

    pub(super) fn counts(&self) -> Counts {
        Counts { written: self.changed.len(), unchanged: self.unchanged.len(), removed: self.removals.len() }
    }
}

/// Compares `files` with the folder. With `force`, files of others are not in the way.
pub(super) fn plan<'f>(
    folder: &Folder,
    files: &'f [OutputFile],
    owned: &Owned,
    force: bool,
) -> Result<Plan<'f>, OutputError> {
    let Some(manifest) = files.iter().find(|file| file.path == MANIFEST) else {
        return Err(OutputError { path: folder.manifest(), reason: ErrorKind::InvalidInput.into() });
    };
    let (changed, unchanged, removals, kept, in_the_way) = Default::default();
    let mut plan = Plan { changed, unchanged, manifest, removals, kept, in_the_way };
    for file in files {
        let path = folder.out().join(&file.path);
        let found = match at_place(folder.out(), &file.path).map_err(at(&path))? {
            Ok(found) => found,
            Err(above) => {
                // Not even `force` replaces a link to a folder: what is behind it may be meant.
                return Err(OutputError::because(above, NO_FOLDER));
            }
        };
        match found {
            Kind::Folder => return Err(OutputError::because(path, "it is a folder")),
            // It may be in use, whoever made it.
            Kind::Other => return Err(OutputError { path, reason: not_regular() }),
            Kind::File { .. } if read(&path).map_err(at(&path))? == file.bytes => {
                plan.unchanged.push(file);
                continue;
            }
            Kind::File { is_read_only: true } => return Err(OutputError::because(path, "it is read-only")),
            Kind::File { .. } if force || owned.has(&file.path) => {}
            Kind::Link if force => {}
            Kind::Missing => {}
            Kind::File { .. } | Kind::Link => plan.in_the_way.push(path),
        }
        plan.changed.push(file);
    }
    // On some systems `A.json` and `a.json` are the same file.
    let made: HashSet<String> = files.iter().map(|file| file.path.to_lowercase()).collect();
    for (listed, hash) in owned.files().filter(|(listed, _)| !made.contains(&listed.to_lowercase())) {
        let path = folder.out().join(listed);
        match at_place(folder.out(), listed).map_err(at(&path))? {
            Ok(Kind::Missing) => {}
            Ok(Kind::File { is_read_only: false }) => {
                let is_as_recorded = hash == Some(sha256(&read(&path).map_err(at(&path))?).as_str());
                match hash.filter(|_| is_as_recorded) {
                    Some(hash) => plan.removals.push(Entry { path: listed.to_owned(), sha256: hash.to_owned() }),
                    None => plan.kept.push(path),
                }
            }
            Ok(_) => plan.kept.push(path),
            Err(above) => plan.kept.push(above),
        }
    }
    plan.kept.dedup();
    Ok(plan)
}
