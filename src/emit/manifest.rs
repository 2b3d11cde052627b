//! `manifest.json`: the output of a build, its references, and its placeholders.
//!
//! Scripts read this file. It lists the resources to create and the file of each, the references of each resource, and
//! the position of each placeholder. Its paths are relative to its own folder.

use std::fmt::Write;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use smol_str::SmolStr;

use super::plan::Referred;
use crate::connect::{Document, Subject};

/// The version of the format. It increases with every change that is incompatible for readers.
pub const FORMAT: u32 = 1;

#[derive(Serialize)]
pub(super) struct Manifest<'a> {
    pub(super) format: u32,
    /// The ARN.
    pub(super) instance: Option<&'a str>,
    /// The `Status` with which to create flows.
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
    /// The id of the resource with this name in the instance, if there is one; the file then updates that resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) arn: Option<&'a str>,
    pub(super) file: String,
    /// The file of a module's `Settings`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) settings: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) settings_sha256: Option<String>,
    pub(super) sha256: String,
    pub(super) references: Vec<ReferenceEntry<'a>>,
}

/// Tags as a map in the order of the source.
#[derive(Clone, Copy)]
pub(super) struct Tags<'a>(pub(super) &'a [(SmolStr, SmolStr)]);

impl Tags<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Tags<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key.as_str(), value.as_str())))
    }
}

#[derive(Serialize)]
pub(super) struct AssociationEntry<'a> {
    pub(super) queue: &'a str,
    pub(super) queue_id: &'a str,
    pub(super) quick_connects: &'a [SmolStr],
    pub(super) file: String,
    pub(super) sha256: String,
}

#[derive(Serialize)]
pub(super) struct ReferenceEntry<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arn: Option<&'a str>,
    in_build: bool,
}

impl ReferenceEntry<'_> {
    pub(super) fn new(referred: &Referred) -> ReferenceEntry<'_> {
        ReferenceEntry {
            kind: referred.kind.keyword(),
            name: referred.name.as_deref(),
            id: referred.id.as_deref(),
            // What exports refer to by its id may have no known ARN.
            arn: referred.arn.as_deref().filter(|arn| arn.starts_with("arn:")),
            in_build: referred.in_build,
        }
    }
}

#[derive(Serialize)]
pub(super) struct PlaceholderEntry {
    file: String,
    /// A JSON pointer (RFC 6901) to the string.
    pointer: String,
    /// The text to replace in the string.
    text: String,
    kind: &'static str,
    /// The name in this build; the instance has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The form of the replacement: `id` or `arn`.
    stands_for: &'static str,
    /// Whether nothing has the resource yet: neither this build nor the instance. Only drafts have such placeholders.
    #[serde(skip_serializing_if = "is_false")]
    missing: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(yes: &bool) -> bool {
    !yes
}

impl PlaceholderEntry {
    /// The placeholders of the document in `file`.
    pub(super) fn list<'d>(file: &'d str, document: &'d Document) -> impl Iterator<Item = PlaceholderEntry> + 'd {
        document.marks().iter().map(|mark| {
            let (kind, name) = match &mark.placeholder.subject {
                Subject::Instance => ("instance", None),
                Subject::Item(kind, name) | Subject::Missing(kind, name) => (kind.keyword(), Some(name.to_string())),
            };
            PlaceholderEntry {
                file: file.to_owned(),
                pointer: mark.pointer.clone(),
                text: mark.placeholder.text().into(),
                kind,
                name,
                stands_for: mark.placeholder.form.word(),
                missing: matches!(mark.placeholder.subject, Subject::Missing(..)),
            }
        })
    }
}

/// The SHA-256 of `bytes` in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
