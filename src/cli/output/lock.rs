//! One build at a time: the lock of an output folder.
//!
//! Takes the folder, gives a lock that ends with its value or the process. Waits for another build as long as the user
//! allows. Where the file system cannot lock files, the build goes on without.

use super::folder::Folder;
use super::operations::{Kind, LockFile, kind, open_lock, try_lock};
use super::{Notice, Options, OutputError, WriteError, at};

/// Nobody else writes to the folder while this exists.
#[derive(Debug)]
pub(super) struct Lock {
    _file: LockFile,
}

/// Waits for the lock and takes it.
pub(super) fn take(folder: &Folder, options: &Options) -> Result<Lock, WriteError> {
    let path = folder.lock();
    if !matches!(kind(&path).map_err(at(&path))?, Kind::Missing | Kind::File { .. }) {
        return Err(OutputError::because(path, "it is not a file").into());
    }
    let file = open_lock(&path).map_err(at(&path))?;
    let is_over = || match try_lock(&file) {
        Ok(false) => None,
        other => Some(other),
    };
    match options.patience.wait(is_over, || (options.notify)(Notice::Waiting(folder.out()))) {
        None => return Err(WriteError::Busy(options.patience)),
        Some(Err(reason)) => (options.notify)(Notice::WithoutLocks(folder.out(), &reason)),
        Some(Ok(_)) => {}
    }
    Ok(Lock { _file: file })
}
