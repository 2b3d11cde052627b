//! `manifest.json`: what a build made, what it refers to, and what is left to fill in.
//!
//! The file for scripts: which resources to create from which files, what refers to what, where each placeholder
//! stands. Its paths are relative to its own folder.

use std::fmt::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::request::Tags;
use crate::connect::{Placeholder, Subject};
use crate::graph::{Reference, ReferenceForm};

/// Grows when the manifest changes so that a reader would have to change too.
pub(super) const FORMAT: u32 = 1;

#[derive(Serialize)]
pub(super) struct Manifest<'a> {
    pub(super) format: u32,
    /// The ARN.
    pub(super) instance: Option<&'a str>,
    /// The `Status` to create flows with.
    pub(super) status: &'static str,
    /// In source order.
    pub(super) resources: Vec<ResourceEntry<'a>>,
    /// Queue by queue, in the order in which queues are first named.
    pub(super) associations: Vec<AssociationEntry<'a>>,
    pub(super) placeholders: Vec<PlaceholderEntry>,
}

#[derive(Serialize)]
pub(super) struct ResourceEntry<'a> {
    pub(super) kind: &'static str,
    pub(super) name: &'a str,
    /// The API's type of the flow or quick connect; a module has none.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) type_: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
    #[serde(skip_serializing_if = "Tags::is_empty")]
    pub(super) tags: Tags<'a>,
    /// What the instance has under this name: then this is an update.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) arn: Option<&'a str>,
    pub(super) file: String,
    /// The file of a module's `Settings`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) settings: Option<String>,
    pub(super) sha256: String,
    pub(super) references: Vec<ReferenceEntry>,
}

#[derive(Serialize)]
pub(super) struct AssociationEntry<'a> {
    pub(super) queue: &'a str,
    pub(super) queue_id: String,
    pub(super) quick_connects: Vec<&'a str>,
    pub(super) file: String,
    pub(super) sha256: String,
}

#[derive(PartialEq, Serialize)]
pub(super) struct ReferenceEntry {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arn: Option<String>,
    in_build: bool,
}

impl ReferenceEntry {
    /// What is known of it; nothing for contact data, which refers to something only in a call.
    fn new(reference: &Reference) -> Option<ReferenceEntry> {
        let known = reference.known.as_ref();
        let written = |form: ReferenceForm| (reference.form == form).then(|| reference.text.to_string());
        if reference.form == ReferenceForm::Path {
            return None;
        }
        Some(ReferenceEntry {
            kind: reference.kind.keyword(),
            name: known.map(|known| known.name.to_string()).or(written(ReferenceForm::Name)),
            id: known.map(|known| known.id.to_string()).or(written(ReferenceForm::Id)),
            arn: known.map(|known| known.arn.to_string()).or(written(ReferenceForm::Arn)),
            in_build: reference.item.is_some(),
        })
    }

    /// An entry per thing that is referred to, in the order of the first mention.
    pub(super) fn list<'a>(references: impl IntoIterator<Item = &'a Reference>) -> Vec<ReferenceEntry> {
        let mut list = Vec::new();
        for entry in references.into_iter().filter_map(ReferenceEntry::new) {
            if !list.contains(&entry) {
                list.push(entry);
            }
        }
        list
    }
}

#[derive(Serialize)]
pub(super) struct PlaceholderEntry {
    file: String,
    /// A JSON pointer (RFC 6901) to the string.
    pointer: String,
    /// What to replace in the string.
    text: String,
    kind: &'static str,
    /// The name in this build; the instance has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// `id` or `arn`: what to replace it with.
    stands_for: &'static str,
}

impl PlaceholderEntry {
    pub(super) fn new(file: &str, pointer: &str, placeholder: &Placeholder) -> PlaceholderEntry {
        let (kind, name) = match &placeholder.subject {
            Subject::Instance => ("instance", None),
            Subject::Item(kind, name) => (kind.keyword(), Some(name.to_string())),
        };
        PlaceholderEntry {
            file: file.to_owned(),
            pointer: pointer.to_owned(),
            text: placeholder.text().into(),
            kind,
            name,
            stands_for: placeholder.form.word(),
        }
    }
}

/// The SHA-256 of `bytes` in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
