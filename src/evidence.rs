//! Where a fact about Connect comes from.
//!
//! A name for each kind of source, so that tables of facts and findings can say what they rest on. Knows no fact itself.

use std::fmt;

use serde::Serialize;

/// A published source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A page of AWS, by its address.
    Page(&'static str),
    /// A probe of the live service, published by a project that is independent of this one.
    Probe(Probe),
}

/// Projects that published what the live service accepted and refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// `conformance/flow-language/actions.md` of flow-as-code, September 2026.
    FlowAsCode,
    /// `docs/wire-format-checks.md` of pulumi-amazon-connect, August 2026.
    Pulumi,
    /// The validator tables of the AICC builder sample of AWS, June to September 2026.
    AiccBuilder,
}

impl Source {
    /// The address of the source.
    #[must_use]
    pub fn address(self) -> &'static str {
        match self {
            Source::Page(address) => address,
            Source::Probe(Probe::FlowAsCode) => "https://github.com/flow-as-code/flow-as-code",
            Source::Probe(Probe::Pulumi) => "https://github.com/mgaffigan/pulumi-amazon-connect",
            Source::Probe(Probe::AiccBuilder) => {
                "https://github.com/aws-samples/sample-aicc-builder-for-amazon-connect-ai-agent"
            }
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.address())
    }
}

/// What an entry of the catalogue rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The page of the block that the entry belongs to.
    Block,
    /// Another source.
    Source(Source),
    /// It is a guess, an analogy, or one page against another: why. A finding that rests on it is a warning.
    Uncertain(&'static str),
}

impl Evidence {
    /// A probe of the live service.
    #[must_use]
    pub const fn probe(probe: Probe) -> Evidence {
        Evidence::Source(Source::Probe(probe))
    }

    /// A page other than the block's.
    #[must_use]
    pub const fn page(address: &'static str) -> Evidence {
        Evidence::Source(Source::Page(address))
    }
}
