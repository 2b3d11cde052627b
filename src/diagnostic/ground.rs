//! Why a finding may be an error.
//!
//! An error stops a build, so it needs a ground. A finding without one is at most a warning.

use crate::evidence::Source;

/// The ground of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// There is none: a warning or a note.
    None,
    /// The text has no meaning, contradicts itself, or no id, request or file can be made of it.
    Language,
    /// The service or its console refuses it, according to a published source.
    Refused(Source),
    /// A contact certainly goes wrong, whatever the caller does: the reason. The user can lower it.
    Chosen(&'static str),
    /// The finding decides: it knows whether it is about text or JSON, and which entry of the catalogue it is about.
    ByFinding,
}

impl Ground {
    /// The name of the kind of ground, as the machine-readable formats have it.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        match self {
            Ground::None | Ground::ByFinding => None,
            Ground::Language => Some("language"),
            Ground::Refused(_) => Some("refused"),
            Ground::Chosen(_) => Some("chosen"),
        }
    }

    /// The published source, if it has one.
    #[must_use]
    pub fn source(self) -> Option<Source> {
        match self {
            Ground::Refused(source) => Some(source),
            Ground::None | Ground::Language | Ground::Chosen(_) | Ground::ByFinding => None,
        }
    }
}
