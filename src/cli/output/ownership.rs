//! Which files of a folder a build may overwrite and remove: those that a manifest of callflow in this folder lists.
//!
//! Takes the manifest; gives the files with their hashes. A manifest in another format, or with a path that does not
//! lead downwards, was not written by callflow, and then no file is known.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::folder::Folder;
use super::operations::read_file;
use super::place::is_inside;
use super::{OutputError, at};
use crate::emit::{MANIFEST, MANIFEST_FORMAT};

/// The files that builds wrote, with their hashes as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Owned(BTreeMap<String, Option<String>>);

/// The parts of a manifest that list the files of its build.
#[derive(Deserialize)]
struct Listed {
    format: u32,
    resources: Vec<Row>,
    associations: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    file: String,
    sha256: Option<String>,
    /// The file of a module's `Settings`.
    settings: Option<String>,
    settings_sha256: Option<String>,
}

impl Owned {
    /// What the manifest in the folder lists, and the manifest itself. Nothing if it is not one of callflow.
    pub(super) fn read(folder: &Folder) -> Result<Owned, OutputError> {
        let path = folder.manifest();
        let bytes = read_file(&path).map_err(at(&path))?;
        Ok(bytes.and_then(|bytes| Owned::of_manifest(&bytes)).unwrap_or_default())
    }

    fn of_manifest(bytes: &[u8]) -> Option<Owned> {
        let listed: Listed = serde_json::from_slice(bytes).ok()?;
        if listed.format != MANIFEST_FORMAT {
            return None;
        }
        let rows = listed.resources.into_iter().chain(listed.associations);
        let mut owned = Owned::default();
        for row in rows {
            owned.0.insert(row.file, row.sha256);
            owned.0.extend(row.settings.map(|file| (file, row.settings_sha256)));
        }
        if !owned.0.keys().all(|path| is_inside(path)) {
            return None;
        }
        owned.0.insert(MANIFEST.to_owned(), None);
        Some(owned)
    }

    /// Files with known hashes.
    pub(super) fn of(files: impl IntoIterator<Item = (String, String)>) -> Owned {
        Owned(files.into_iter().map(|(path, sha256)| (path, Some(sha256))).collect())
    }

    /// Adds files that are not known yet.
    pub(super) fn extend(&mut self, other: Owned) {
        for (path, sha256) in other.0 {
            self.0.entry(path).or_insert(sha256);
        }
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The files but for the manifest, sorted, with their hashes.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0.iter().filter(|(path, _)| *path != MANIFEST).map(|(path, sha256)| (path.as_str(), sha256.as_deref()))
    }
}
