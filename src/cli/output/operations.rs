//! The file operations of a build, each as one step that is done or not.
//!
//! Takes paths, gives what the system says. Everything that changes an output folder goes through here, so that tests
//! can stop a build after each step. Never follows a link at the end of a path, except to read.

use std::fs::{self, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Missing,
    File {
        is_read_only: bool,
    },
    Folder,
    Link,
    /// A pipe, a device or a socket.
    Other,
}

/// What is at `path`. Links are not followed.
pub(super) fn kind(path: &Path) -> io::Result<Kind> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(Kind::File { is_read_only: found.permissions().readonly() }),
        Ok(found) if found.is_dir() => Ok(Kind::Folder),
        Ok(found) if found.is_symlink() => Ok(Kind::Link),
        Ok(_) => Ok(Kind::Other),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Kind::Missing),
        Err(error) => Err(error),
    }
}

/// The content of a file.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// The content of a file; `None` if there is no file, or something else than a file.
pub(super) fn read_file(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match kind(path)? {
        Kind::File { .. } => read(path).map(Some),
        Kind::Missing | Kind::Folder | Kind::Link | Kind::Other => Ok(None),
    }
}

/// Creates a folder, unless it exists, and those above it.
pub(super) fn create_folders(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
        create_folders(above)?;
    }
    fault::step()?;
    match fs::create_dir(path) {
        // Another build may have created it at the same time.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        other => other,
    }
}

/// A file that can be locked.
pub(super) type LockFile = fs::File;

/// Opens a file to lock it, and creates it if there is none.
pub(super) fn open_lock(path: &Path) -> io::Result<LockFile> {
    fault::step()?;
    fs::File::options().create(true).truncate(false).write(true).open(path)
}

/// Locks a file until it is closed. Returns whether that was possible: another process may have locked it.
pub(super) fn try_lock(file: &LockFile) -> io::Result<bool> {
    fault::lock()?;
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(reason)) => Err(reason),
    }
}

/// Whether the content of a file is on the disk before the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flush {
    Yes,
    No,
}

/// Writes a new file and closes it.
pub(super) fn write_new(path: &Path, bytes: &[u8], flush: Flush) -> io::Result<()> {
    fault::step()?;
    let mut file = fs::File::create_new(path)?;
    let (start, end) = bytes.split_at(bytes.len() / 2);
    file.write_all(start)?;
    fault::step()?;
    file.write_all(end)?;
    if flush == Flush::Yes {
        file.sync_all()?;
    }
    Ok(())
}

/// Gives the file `path` the permissions of the file `like`.
pub(super) fn set_permissions_like(path: &Path, like: &Path) -> io::Result<()> {
    fault::step()?;
    fs::set_permissions(path, fs::symlink_metadata(like)?.permissions())
}

/// Moves a file, and replaces the file or link that is there.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fault::step()?;
    fs::rename(from, to)
}

/// Removes a file or link, if there is one.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    if kind(path)? == Kind::Missing {
        return Ok(());
    }
    fault::step()?;
    fs::remove_file(path)
}

/// Removes a folder if it is empty.
pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    fault::step()?;
    fs::remove_dir(path)
}

/// Removes whatever is at `path`; of a link only the link.
pub(super) fn remove_all(path: &Path) -> io::Result<()> {
    if kind(path)? != Kind::Folder {
        return remove_file(path);
    }
    for entry in fs::read_dir(path)? {
        remove_all(&entry?.path())?;
    }
    remove_folder(path)
}

/// Writes to the disk which names a folder has. Only some systems can, and need to.
pub(super) fn sync_folder(path: &Path) {
    if cfg!(unix) {
        let _ = fs::File::open(path).and_then(|folder| folder.sync_all());
    }
}

#[cfg(not(test))]
mod fault {
    #![expect(clippy::unnecessary_wraps, reason = "in tests they fail")]

    pub(super) fn step() -> std::io::Result<()> {
        Ok(())
    }

    pub(super) fn lock() -> std::io::Result<()> {
        Ok(())
    }
}

/// Faults that tests cause.
#[cfg(test)]
pub(super) mod fault {
    use std::cell::Cell;
    use std::io::{self, ErrorKind};

    /// What happens after a number of steps.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Fault {
        None,
        /// Nothing changes any more, as if the process had been killed.
        Stop {
            after: usize,
        },
        /// So many steps are refused, as if another program had opened the file.
        Refuse {
            after: usize,
            times: usize,
        },
        /// The file system cannot lock files.
        NoLocks,
    }

    thread_local! {
        static FAULT: Cell<Fault> = const { Cell::new(Fault::None) };
    }

    pub(crate) fn set(fault: Fault) {
        FAULT.set(fault);
    }

    /// Whether the fault has occurred.
    pub(crate) fn occurred() -> bool {
        matches!(FAULT.get(), Fault::Stop { after: 0 } | Fault::Refuse { after: 0, .. })
    }

    pub(super) fn lock() -> io::Result<()> {
        if FAULT.get() == Fault::NoLocks { Err(ErrorKind::Unsupported.into()) } else { Ok(()) }
    }

    pub(super) fn step() -> io::Result<()> {
        match FAULT.get() {
            Fault::None | Fault::NoLocks => Ok(()),
            Fault::Stop { after: 0 } => Err(io::Error::other("stopped")),
            Fault::Refuse { after: 0, times: 0 } => Ok(()),
            Fault::Refuse { after: 0, times } => {
                set(Fault::Refuse { after: 0, times: times - 1 });
                Err(ErrorKind::PermissionDenied.into())
            }
            Fault::Stop { after } => {
                set(Fault::Stop { after: after - 1 });
                Ok(())
            }
            Fault::Refuse { after, times } => {
                set(Fault::Refuse { after: after - 1, times });
                Ok(())
            }
        }
    }
}
