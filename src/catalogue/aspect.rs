//! What each fact of an entry rests on.
//!
//! Most facts come from the page of the block, so that is the default; entries list the exceptions.

use serde::Serialize;

use crate::evidence::Evidence;

/// A kind of fact about a block or a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// All of them.
    All,
    /// Whether it must be there, may be there, or excludes another.
    Presence,
    /// The JSON type of the value.
    Type,
    /// Whether the value may be, or must be, contact data.
    Dynamic,
    /// The smallest and the largest number.
    Range,
    /// The largest number of characters or bytes.
    Length,
    /// The allowed words or characters.
    Words,
    /// The largest number of items.
    Count,
    /// The flow types that allow it.
    FlowTypes,
    /// Whether modules allow it.
    Modules,
    /// The operators, operands and number of its conditions.
    Conditions,
    /// The map that its entries fill.
    Entries,
    /// How many of the parameters of a group may be set.
    Groups,
    /// The channels that it serves.
    Channels,
    /// Whether the service takes it at all: a parameter, or a branch where the catalogue has none.
    Accepted,
}

impl Aspect {
    /// The kind of fact in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Aspect::All => "all facts",
            Aspect::Presence => "what is required",
            Aspect::Type => "the type of the value",
            Aspect::Dynamic => "whether it may be contact data",
            Aspect::Range => "the range",
            Aspect::Length => "the length",
            Aspect::Words => "the words and characters",
            Aspect::Count => "the number of items",
            Aspect::FlowTypes => "the flow types",
            Aspect::Modules => "the use in modules",
            Aspect::Conditions => "the conditions",
            Aspect::Entries => "the entries",
            Aspect::Groups => "how many of a group are needed",
            Aspect::Channels => "the channels",
            Aspect::Accepted => "whether it is accepted",
        }
    }
}

/// The facts that do not rest on the page of the block.
pub type Exceptions = &'static [(Aspect, Evidence)];

/// What a fact rests on, if that is not the page of the block.
pub(super) fn find(exceptions: Exceptions, aspect: Aspect) -> Option<Evidence> {
    let of = |wanted: Aspect| exceptions.iter().find(|(other, _)| *other == wanted).map(|(_, evidence)| *evidence);
    of(aspect).or_else(|| of(Aspect::All))
}
