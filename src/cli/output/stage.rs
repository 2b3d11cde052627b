//! Prepares a build: writes its changed files to `.callflow/next`, and then the record, which decides it.
//!
//! Files of a build can be made again, and a build compares bytes: therefore they are not flushed to the disk one by
//! one. The manifest and the record are, because everything depends on them.

use std::io;

use super::folder::Folder;
use super::operations::{Flush, Kind, create_folders, kind, rename, set_permissions_like, sync_folder, write_new};
use super::plan::Plan;
use super::record::Record;
use super::{OutputError, at};
use crate::emit::MANIFEST;

pub(super) fn stage(folder: &Folder, plan: &Plan<'_>, record: &Record) -> Result<(), OutputError> {
    // An earlier build that could not be finished may have left files.
    folder.clear_next()?;
    let next = folder.next();
    create_folders(&next).map_err(at(&next))?;
    let others = plan.changed.iter().filter(|file| file.path != MANIFEST);
    for (file, flush) in others.map(|file| (*file, Flush::No)).chain([(plan.manifest, Flush::Yes)]) {
        let (path, target) = (next.join(&file.path), folder.out().join(&file.path));
        if let Some(above) = path.parent() {
            create_folders(above).map_err(at(above))?;
        }
        write_new(&path, &file.bytes, flush).map_err(at(&target))?;
        if matches!(kind(&target).map_err(at(&target))?, Kind::File { .. }) {
            set_permissions_like(&path, &target).map_err(at(&target))?;
        }
    }
    let (new, path) = (folder.new_record(), folder.record());
    let bytes = record.bytes().map_err(io::Error::from).map_err(at(&path))?;
    write_new(&new, &bytes, Flush::Yes).and_then(|()| rename(&new, &path)).map_err(at(&path))?;
    if let Some(state) = path.parent() {
        sync_folder(state);
    }
    Ok(())
}
