//! Carries out a record: takes the old manifest away, moves and removes files, and moves the new manifest in last.
//!
//! Takes a record whose files are in `next`. Each step can be done again, so whoever finds the record can finish it.

use std::io;
use std::path::Path;

use super::entry::Entry;
use super::folder::Folder;
use super::operations::{self, Kind, create_folders, read_file, remove_file, remove_folder, rename, sync_folder};
use super::patience::retry;
use super::place::{NO_FOLDER, at_place};
use super::record::Record;
use super::{OutputError, at};
use crate::emit::sha256;

/// Carries out the record of a build that was interrupted, perhaps by a loss of power. Returns whether that was possible:
/// if files of the record are lost, nothing is changed.
pub(super) fn finish(folder: &Folder, record: &Record) -> Result<bool, OutputError> {
    if is_in_place(folder.out(), &record.manifest)? && !is_staged(folder, &record.manifest)? {
        folder.clear()?;
        return Ok(true);
    }
    if !is_complete(folder, record)? {
        return Ok(false);
    }
    apply(folder, record)?;
    Ok(true)
}

/// Carries out a record whose files are all in `next`, or in place.
pub(super) fn apply(folder: &Folder, record: &Record) -> Result<(), OutputError> {
    remove(&folder.manifest())?;
    for entry in &record.moves {
        move_in(folder, entry)?;
    }
    for entry in &record.removals {
        if is_in_place(folder.out(), entry)? {
            let path = folder.out().join(&entry.path);
            remove(&path)?;
            if let Some(above) = path.parent().filter(|above| *above != folder.out()) {
                // Fails if the folder is not empty, and then it stays.
                let _ = remove_folder(above);
            }
        }
    }
    move_in(folder, &record.manifest)?;
    sync_folder(folder.out());
    // The build is complete. What cannot be removed now is removed by the next build.
    let _ = folder.clear();
    Ok(())
}

/// Whether the manifest and each file is in `next`, or was moved already.
fn is_complete(folder: &Folder, record: &Record) -> Result<bool, OutputError> {
    if !is_staged(folder, &record.manifest)? || !is_in_place(&folder.next(), &record.manifest)? {
        return Ok(false);
    }
    for entry in &record.moves {
        let place = if is_staged(folder, entry)? { folder.next() } else { folder.out().to_owned() };
        if !is_in_place(&place, entry)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether something is in `next` under this name, which is a real folder.
fn is_staged(folder: &Folder, entry: &Entry) -> Result<bool, OutputError> {
    let next = folder.next();
    if operations::kind(&next).map_err(at(&next))? != Kind::Folder {
        return Ok(false);
    }
    let found = at_place(&next, &entry.path).map_err(at(&next.join(&entry.path)))?;
    Ok(found != Ok(Kind::Missing))
}

/// Whether the file is at its place below `root`, with its hash.
fn is_in_place(root: &Path, entry: &Entry) -> Result<bool, OutputError> {
    let path = root.join(&entry.path);
    match at_place(root, &entry.path).map_err(at(&path))? {
        Ok(Kind::File { .. }) => {
            let bytes = read_file(&path).map_err(at(&path))?;
            Ok(bytes.is_some_and(|bytes| sha256(&bytes) == entry.sha256))
        }
        Ok(_) | Err(_) => Ok(false),
    }
}

/// Moves a file from `next`, unless that was done before.
fn move_in(folder: &Folder, entry: &Entry) -> Result<(), OutputError> {
    if !is_staged(folder, entry)? {
        return Ok(());
    }
    let target = folder.out().join(&entry.path);
    if let Err(above) = at_place(folder.out(), &entry.path).map_err(at(&target))? {
        return Err(OutputError::because(above, NO_FOLDER));
    }
    if let Some(above) = target.parent() {
        again(|| create_folders(above), above)?;
    }
    again(|| rename(&folder.next().join(&entry.path), &target), &target)
}

fn remove(path: &Path) -> Result<(), OutputError> {
    again(|| remove_file(path), path)
}

fn again(attempt: impl FnMut() -> io::Result<()>, path: &Path) -> Result<(), OutputError> {
    retry(attempt).map_err(at(path))
}
