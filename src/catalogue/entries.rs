//! The map of a block with keys that the author chooses: attributes, the inputs of a Lambda function.

use serde::Serialize;

use crate::evidence::Evidence;

/// The map that the entries of a block fill.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Entries {
    /// The path of the map in flow JSON.
    pub wire: &'static str,
    /// The name of the entries in messages: `attributes`, `inputs`.
    pub what: &'static str,
    /// Whether at least one entry is required.
    pub required: bool,
    /// Whether a draft that the designer saved contains the map even if it is empty.
    pub kept_empty: bool,
    /// Whether exports have one path in place of the map.
    pub or_path: bool,
    /// The representation of the values in flow JSON.
    pub values: EntryValues,
    /// The known keys, if callflow knows them; one that ends with a dot is a prefix of others.
    pub keys: &'static [&'static str],
    /// Characters that are not allowed in keys, and what that rests on.
    pub forbidden: &'static [(char, Evidence)],
    /// Limits on the entries.
    pub limits: EntryLimits,
}

/// The representation of the values of entries in flow JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryValues {
    /// Strings.
    Texts,
    /// Strings, each wrapped in an object under this key.
    Wrapped(&'static str),
    /// Text as strings, bare numbers and booleans as JSON numbers and booleans.
    Json,
    /// Scalars as strings; values nested in lists and maps as [`EntryValues::Json`].
    JsonBelow,
}

/// Limits on entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EntryLimits {
    /// The maximum number of entries.
    pub count: Option<u32>,
    /// The maximum number of characters in a literal value.
    pub length: Option<u32>,
    /// The maximum number of bytes of all keys and literal values together.
    pub bytes: Option<u32>,
}

impl EntryLimits {
    pub(super) const NONE: EntryLimits = EntryLimits { count: None, length: None, bytes: None };
}

impl Entries {
    pub(super) const fn texts(wire: &'static str, what: &'static str) -> Entries {
        Entries {
            wire,
            what,
            required: false,
            kept_empty: false,
            or_path: false,
            values: EntryValues::Texts,
            keys: &[],
            forbidden: &[],
            limits: EntryLimits::NONE,
        }
    }

    pub(super) const fn required(self) -> Entries {
        Entries { required: true, kept_empty: true, ..self }
    }

    /// Drafts that the designer saved leave the map out if it is empty.
    pub(super) const fn left_out_empty(self) -> Entries {
        Entries { kept_empty: false, ..self }
    }

    pub(super) const fn or_path(self) -> Entries {
        Entries { or_path: true, ..self }
    }

    pub(super) const fn values(self, values: EntryValues) -> Entries {
        Entries { values, ..self }
    }

    pub(super) const fn named(self, keys: &'static [&'static str]) -> Entries {
        Entries { keys, ..self }
    }

    /// The attributes of a contact or flow: no `$` and no `.` in their names, at most 32 KB in total.
    ///
    /// <https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactattributes.html>
    pub(super) const fn attributes(wire: &'static str) -> Entries {
        Entries {
            forbidden: &[('$', Evidence::Block), ('.', Evidence::Block)],
            limits: EntryLimits { bytes: Some(32_768), ..EntryLimits::NONE },
            ..Entries::texts(wire, "attributes").required()
        }
    }

    pub(super) const fn at_most(self, count: u32) -> Entries {
        Entries { limits: EntryLimits { count: Some(count), ..self.limits }, ..self }
    }

    pub(super) const fn of_length(self, length: u32) -> Entries {
        Entries { limits: EntryLimits { length: Some(length), ..self.limits }, ..self }
    }

    /// These entries with other characters that are not allowed in keys.
    pub(super) const fn without(self, forbidden: &'static [(char, Evidence)]) -> Entries {
        Entries { forbidden, ..self }
    }
}
