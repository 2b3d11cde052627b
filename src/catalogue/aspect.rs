//! What each fact of an entry rests on.
//!
//! Most facts come from the page of the block, so that is the default; entries list the exceptions.

use serde::Serialize;

use super::{Block, Branch, Parameter};
use crate::evidence::{Evidence, Source};

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
}

/// The facts that do not rest on the page of the block.
pub type Exceptions = &'static [(Aspect, Evidence)];

fn find(exceptions: Exceptions, aspect: Aspect) -> Option<Evidence> {
    let of = |wanted: Aspect| exceptions.iter().find(|(other, _)| *other == wanted).map(|(_, evidence)| *evidence);
    of(aspect).or_else(|| of(Aspect::All))
}

impl Block {
    /// The source of a fact about the block; `None` if the fact is uncertain.
    #[must_use]
    pub fn source(&self, aspect: Aspect) -> Option<Source> {
        self.resolve(find(self.evidence, aspect).unwrap_or(Evidence::Block))
    }

    /// The source of a fact about one of its parameters; `None` if the fact is uncertain.
    #[must_use]
    pub fn source_of(&self, parameter: &Parameter, aspect: Aspect) -> Option<Source> {
        match find(parameter.evidence, aspect) {
            Some(evidence) => self.resolve(evidence),
            None => self.source(aspect),
        }
    }

    /// The source of whether it has one of its branches; `None` if that is uncertain.
    #[must_use]
    pub fn source_of_branch(&self, branch: &Branch) -> Option<Source> {
        match branch.evidence {
            Evidence::Block => self.source(Aspect::Presence),
            evidence => self.resolve(evidence),
        }
    }

    /// The source of a fact about it with this evidence; `None` if the fact is uncertain.
    #[must_use]
    pub fn resolve(&self, evidence: Evidence) -> Option<Source> {
        match evidence {
            Evidence::Block => Some(Source::Page(self.page)),
            Evidence::Source(source) => Some(source),
            Evidence::Uncertain(_) => None,
        }
    }
}
