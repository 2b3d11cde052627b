//! Which files a command takes, where it finds them, and which role each has: the same for every command.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::paths::tidy;
use crate::analysis::Role;
use crate::diagnostic::{Code, Diagnostic};
use crate::reader::may_hold_quick_connects;

/// The files that a command takes. It reads those in a folder, and refuses a file of the other kind that is named on the
/// command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// `.flow` text and flow JSON.
    Both,
    /// `.flow` text.
    Text,
    /// Flow JSON.
    Json,
    /// `.flow` text and flow JSON, but only the text of a folder that has any.
    Either,
}

impl Takes {
    /// What there is none of if nothing was found, and what to pass.
    pub(super) fn missing(self) -> (&'static str, &'static str) {
        match self {
            Takes::Text => (".flow file", "pass a .flow file or a folder that contains one"),
            Takes::Json => ("flow JSON", "pass flow JSON or a folder that contains some"),
            Takes::Both | Takes::Either => {
                (".flow file or flow JSON", "pass a .flow file, flow JSON, or a folder that contains one")
            }
        }
    }
}

/// The role of a file for a command that takes such files. JSON about quick connects is read only if there is no `.flow`
/// text: beside that, it is usually an answer that belongs to an inventory.
pub(super) fn role(
    name: &str,
    text: &str,
    takes: Takes,
    is_named: bool,
    is_beside_text: bool,
) -> Result<Role, Diagnostic> {
    let refused = |message: String, help: &str| Diagnostic::unlocated(Code::NoSource, message).help(help);
    match (Role::of(name, text), takes) {
        (Role::Text, Takes::Json) => Err(refused(
            format!("`{name}` is .flow source, not flow JSON"),
            "`callflow build` converts .flow source to flow JSON, and `callflow check` checks it",
        )),
        (Role::Text, _) => Ok(Role::Text),
        (_, Takes::Text) => Err(refused(
            format!("`{name}` is JSON, not .flow source"),
            "`callflow import` converts flow JSON to .flow source, and `callflow check` checks flow JSON directly",
        )),
        _ if is_named || may_hold_a_flow(text) => Ok(Role::Json { is_named }),
        _ if !is_beside_text && may_hold_quick_connects(text) => Ok(Role::Json { is_named }),
        _ => Ok(Role::Other),
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<PathBuf>,
    /// Links to folders, which are not followed.
    pub(super) links: Vec<PathBuf>,
}

/// Adds the files at and below `start` that a command takes.
pub(super) fn find(
    start: &Path,
    excluded: &[PathBuf],
    takes: Takes,
    found: &mut Found,
) -> Result<(), (PathBuf, io::Error)> {
    let before = found.files.len();
    if takes != Takes::Json {
        collect(start, excluded, true, "flow", found)?;
    }
    let has_text = found.files.len() > before;
    // A file was added already.
    if match takes {
        Takes::Json => true,
        Takes::Both => start.is_dir(),
        Takes::Either => start.is_dir() && !has_text,
        Takes::Text => false,
    } {
        collect(start, excluded, true, "json", found)?;
    }
    Ok(())
}

/// Whether a JSON file that was found in a folder may contain a flow. Most such files are about something else.
pub(super) fn may_hold_a_flow(text: &str) -> bool {
    ["Transitions", "StartAction", "\"modules\""].iter().any(|mark| text.contains(mark))
}

/// Adds the files with this extension at and below `path`; skips the folders `excluded`, hidden folders and
/// `node_modules`.
fn collect(
    path: &Path,
    excluded: &[PathBuf],
    is_named: bool,
    wanted: &str,
    found: &mut Found,
) -> Result<(), (PathBuf, io::Error)> {
    let failed = |reason| (path.to_owned(), reason);
    if !path.is_dir() {
        if is_named {
            fs::metadata(path).map_err(failed)?;
        }
        if is_named || path.extension().is_some_and(|extension| extension == wanted) {
            found.files.push(tidy(path));
        }
        return Ok(());
    }
    let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let is_foreign = path.file_name().is_some_and(|name| name == "node_modules");
    if !is_named && (is_hidden || is_foreign || excluded.iter().any(|other| tidy(path) == tidy(other))) {
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // A link to a folder may form a cycle.
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        let path = entry.path();
        if !(is_link && path.is_dir()) {
            collect(&path, excluded, false, wanted, found)?;
        } else if !excluded.iter().any(|other| tidy(&path) == tidy(other)) {
            found.links.push(tidy(&path));
        }
    }
    Ok(())
}
