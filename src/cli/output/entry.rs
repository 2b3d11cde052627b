//! A file of a plan or a record.

use serde::{Deserialize, Serialize};

use crate::emit::{OutputFile, sha256};

/// A file and its hash.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) sha256: String,
}

impl Entry {
    pub(super) fn of(file: &OutputFile) -> Entry {
        Entry { path: file.path.clone(), sha256: sha256(&file.bytes) }
    }
}
