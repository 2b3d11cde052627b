//! Writes the files of a build into a folder as one step, and single sources.
//!
//! Takes an output folder and the files of a build. Gives what was written, or why nothing was. Everything is prepared
//! in `.callflow` inside the folder; the step is the moment when the [`record`] of what is to be done is put in place.
//! Before it, the folder is the previous build; after it, this build or the next one finishes the work. While files are
//! moved, the folder has no manifest. Never writes or removes a file that no build wrote, unless forced, and never
//! follows a link inside the folder.

mod apply;
mod entry;
mod folder;
mod lock;
mod operations;
mod ownership;
mod patience;
mod place;
mod plan;
mod record;
mod source;
mod stage;
#[cfg(test)]
mod tests;

pub use patience::Patience;
pub use source::{put, replace};

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::paths::{display, io_reason};
use crate::emit::OutputFile;
use apply::{apply, finish};
use folder::Folder;
use ownership::Owned;
use plan::{Plan, plan};
use record::Record;

/// How a build is written.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Overwrite files that no build wrote.
    pub force: bool,
    /// How long to wait for another build.
    pub patience: Patience,
    /// Receives what the user should know while the build is being written.
    pub notify: fn(Notice<'_>),
}

impl Default for Options {
    fn default() -> Options {
        Options { force: false, patience: Patience::default(), notify: |_| {} }
    }
}

/// What a user should know while a build is being written.
#[derive(Clone, Copy, Debug)]
pub enum Notice<'a> {
    /// Another build is writing to the folder, and this one waits for it.
    Waiting(&'a Path),
    /// The file system of the folder cannot lock files.
    WithoutLocks(&'a Path, &'a io::Error),
    /// A build that was interrupted was finished first.
    Finished(&'a Path),
}

/// The numbers of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New and changed files.
    pub written: usize,
    /// Files that existed with the same content.
    pub unchanged: usize,
    /// Files of the previous build that this one does not produce.
    pub removed: usize,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The numbers of files.
    pub counts: Counts,
    /// Files of the previous build that this one does not produce, but that were changed since and therefore stay.
    pub kept: Vec<PathBuf>,
}

/// A file or folder that could not be read or written.
#[derive(Debug)]
pub struct OutputError {
    /// The file or folder.
    pub path: PathBuf,
    /// The error of the operating system.
    pub reason: io::Error,
}

impl OutputError {
    /// An error with a reason that the system does not have.
    fn because(path: PathBuf, reason: &str) -> OutputError {
        OutputError { path, reason: io::Error::other(reason) }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write `{}`: {}", display(&self.path), io_reason(&self.reason))
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

/// The reason why a build was not written.
#[derive(Debug)]
pub enum WriteError {
    /// A file or folder could not be read or written. The folder is the previous build.
    Unchanged(OutputError),
    /// A file could not be moved or removed. The build is recorded, and the next one finishes it.
    Unfinished(OutputError),
    /// Files that no build wrote would be overwritten. Nothing was changed.
    InTheWay(Vec<PathBuf>),
    /// Another build is writing to the folder, and did not end in time. Nothing was changed.
    Busy(Patience),
    /// This file should say how to finish an interrupted build, but this version cannot read it. Nothing was changed.
    UnknownRecord(PathBuf),
}

impl From<OutputError> for WriteError {
    fn from(error: OutputError) -> WriteError {
        WriteError::Unchanged(error)
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    move |reason| OutputError { path: path.to_owned(), reason }
}

/// Writes `files`, of which the last is the manifest, to the folder `out`.
///
/// # Errors
///
/// Why they were not written, or not all.
pub fn write(out: &Path, files: &[OutputFile], options: &Options) -> Result<Written, WriteError> {
    if let Some(file) = files.iter().find(|file| !place::is_inside(&file.path)) {
        let path = out.join(&file.path);
        return Err(OutputError { path, reason: ErrorKind::InvalidInput.into() }.into());
    }
    let folder = Folder::new(out);
    // In a folder that no build has used, not even `.callflow` is made if the build cannot be written. If it appears
    // meanwhile, another build has begun, and what is in the way may be of that build.
    if folder.is_unused()? {
        let in_the_way = plan(&folder, files, &Owned::read(&folder)?, options.force)?.in_the_way;
        if !in_the_way.is_empty() && folder.is_unused()? {
            return Err(WriteError::InTheWay(in_the_way));
        }
    }
    folder.create()?;
    let _lock = lock::take(&folder, options)?;
    folder.ignore_in_git()?;
    let recovered = recover(&folder, options)?;
    let mut owned = Owned::read(&folder)?;
    owned.extend(recovered);
    let plan = plan(&folder, files, &owned, options.force)?;
    if !plan.in_the_way.is_empty() {
        return Err(WriteError::InTheWay(plan.in_the_way));
    }
    if plan.has_changes() {
        carry_out(&folder, &plan)?;
    } else {
        folder.clear()?;
    }
    Ok(Written { counts: plan.counts(), kept: plan.kept })
}

fn carry_out(folder: &Folder, plan: &Plan<'_>) -> Result<(), WriteError> {
    let record = Record::of(plan);
    if let Err(error) = stage::stage(folder, plan, &record) {
        // What cannot be removed now is removed by the next build.
        let _ = folder.clear_next();
        return Err(error.into());
    }
    apply(folder, &record).map_err(WriteError::Unfinished)
}

/// Finishes a build that was recorded, or clears one that was not. Returns the files of a build that cannot be finished,
/// because the system lost files that it had not written to the disk yet.
fn recover(folder: &Folder, options: &Options) -> Result<Owned, WriteError> {
    match Record::read(folder)? {
        Some(record) if finish(folder, &record).map_err(WriteError::Unfinished)? => {
            (options.notify)(Notice::Finished(folder.out()));
        }
        Some(record) => return Ok(record.owned()),
        None if options.force => folder.clear()?,
        None if operations::kind(&folder.record()).map_err(at(&folder.record()))? != operations::Kind::Missing => {
            return Err(WriteError::UnknownRecord(folder.record()));
        }
        None => folder.clear()?,
    }
    Ok(Owned::default())
}
