//! The map of a block whose keys the author chooses: attributes, what a Lambda function is given.

use serde::Serialize;

/// Where entries go.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Entries {
    /// The wire path of the map they fill.
    pub wire: &'static str,
    /// What they are: `attributes`, `inputs`.
    pub what: &'static str,
    /// Whether at least one has to be there.
    pub required: bool,
    /// Whether a draft of the designer holds the map while nothing is in it.
    pub kept_empty: bool,
    /// How values are written.
    pub values: EntryValues,
    /// The keys there are, where they are known; one that ends with a dot begins others.
    pub keys: &'static [&'static str],
    /// Characters that no key may have.
    pub forbidden: &'static [char],
    /// Characters of a value, or entries, at most.
    pub limits: EntryLimits,
}

/// How the values of entries are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryValues {
    /// As texts.
    Texts,
    /// As texts, each in an object of its own under this key.
    Wrapped(&'static str),
    /// Texts as texts, bare numbers and `true` as JSON has them.
    Json,
    /// Scalars as texts; what stands deeper in lists and maps as [`EntryValues::Json`].
    JsonBelow,
}

/// Limits on entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EntryLimits {
    /// Entries at most.
    pub count: Option<u32>,
    /// Characters of a literal value at most.
    pub length: Option<u32>,
    /// Bytes of all keys and literal values together at most.
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
            values: EntryValues::Texts,
            keys: &[],
            forbidden: &[],
            limits: EntryLimits::NONE,
        }
    }

    pub(super) const fn required(self) -> Entries {
        Entries { required: true, kept_empty: true, ..self }
    }

    /// Drafts of the designer leave the map out while nothing is in it.
    pub(super) const fn left_out_empty(self) -> Entries {
        Entries { kept_empty: false, ..self }
    }

    pub(super) const fn values(self, values: EntryValues) -> Entries {
        Entries { values, ..self }
    }

    pub(super) const fn named(self, keys: &'static [&'static str]) -> Entries {
        Entries { keys, ..self }
    }

    /// The attributes of a contact or flow: no `$` and no `.` in their names, 32 KB in all.
    ///
    /// <https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactattributes.html>
    pub(super) const fn attributes(wire: &'static str) -> Entries {
        Entries {
            forbidden: &['$', '.'],
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
}
