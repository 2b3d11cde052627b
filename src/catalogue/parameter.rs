//! A parameter of a block: its name, its kind, and when it is required.

use serde::Serialize;

use super::FlowType;
use super::aspect::{Aspect, Exceptions, find};
use super::need::{Need, When};
use crate::evidence::{Evidence, Probe, Source};
use crate::resource::ResourceKind;

/// A parameter of a block.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Parameter {
    /// Its name in the language, from the designer's label.
    pub name: &'static str,
    /// Its path in the action's parameters in flow JSON: keys separated by dots. Empty for [`Kind::Message`], where the
    /// value determines the key.
    pub wire: &'static str,
    /// The kind of its value.
    pub kind: Kind,
    /// Whether it may be contact data.
    pub dynamic: Dynamic,
    /// When it is required, and when it is allowed.
    pub need: Need,
    /// The value that is emitted if the source sets none, for parameters that the service requires and that have one
    /// obvious value.
    pub default: Option<&'static str>,
    /// The value that the service takes if the parameter is not there, which exports may write nevertheless.
    pub implied: Option<Implied>,
    /// The maximum if this holds, instead of the maximum of the kind.
    pub max_when: Option<(When, i64)>,
    /// The minimum that AWS advises, and why.
    pub advised: Option<(i64, &'static str)>,
    /// The maximum that AWS advises, and why.
    pub advised_max: Option<(i64, &'static str)>,
    /// The flow types that allow the parameter; `None` for all types that allow the block.
    pub flow_types: Option<&'static [FlowType]>,
    /// Whether a list must not be empty.
    pub non_empty: bool,
    /// The allowed types of a flow that is referred to; empty if any type is allowed.
    pub target_types: &'static [FlowType],
    /// The facts about it that do not rest on the page of the block.
    pub evidence: Exceptions,
    /// A summary in one sentence.
    pub summary: &'static str,
}

/// A value that has the same effect as none.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Implied {
    /// The value in flow JSON.
    pub value: &'static str,
    /// What says so.
    pub evidence: Evidence,
}

/// The kind of value that a parameter takes.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A prompt to play: `"text"`, `prompt "…"`, `ssml "…"`, `media "…"`. In flow JSON `Text`, `PromptId`, `SSML` or
    /// `Media`.
    Message,
    /// A list of messages.
    Messages,
    /// Text of at most this many characters.
    Text {
        /// The maximum number of characters.
        max: Option<u32>,
    },
    /// An integer.
    Integer {
        /// The minimum.
        min: i64,
        /// The maximum, if there is one.
        max: Option<i64>,
    },
    /// A time, `30s` or `5m`. A bare number is in the unit of flow JSON.
    Duration {
        /// The minimum, in `unit`.
        min: i64,
        /// The maximum, in `unit`, if there is one.
        max: Option<i64>,
        /// The unit in flow JSON.
        unit: TimeUnit,
    },
    /// `true` or `false`, in the spelling of this action.
    Boolean {
        /// The spelling of `true` in flow JSON.
        yes: &'static str,
        /// The spelling of `false` in flow JSON.
        no: &'static str,
    },
    /// One of several words, each with its spelling in flow JSON.
    Choice(&'static [(&'static str, &'static str)]),
    /// A list of such words, with their spellings in flow JSON.
    Choices(&'static [(&'static str, &'static str)]),
    /// A reference to a resource of this kind.
    Reference(ResourceKind),
    /// An event hook: a flow, or the word `disabled`, which sets the path `disable` to `true` instead.
    Hook {
        /// The path that `disabled` sets; `None` if the hook cannot be disabled.
        disable: Option<&'static str>,
    },
    /// A phone number in E.164 form.
    PhoneNumber {
        /// Whether the instance must own the number.
        owned: bool,
    },
    /// Text that must match a pattern.
    Pattern {
        /// A regular expression that must match the whole text.
        regex: &'static str,
        /// The pattern in words: "digits, `,`, `*` and `#`".
        says: &'static str,
        /// The maximum number of characters.
        max: u32,
    },
    /// A list of texts.
    Texts {
        /// The maximum number of texts.
        max: Option<u32>,
        /// The known texts, if callflow knows them; one that ends with a dot is a prefix of others.
        known: &'static [&'static str],
    },
    /// A list of maps, each with these fields.
    Objects {
        /// The fields of a map; their paths start at the map's own object in flow JSON.
        fields: &'static [Parameter],
        /// The maximum number of maps.
        max: Option<u32>,
    },
    /// A map of maps, each with these fields.
    ObjectMap(&'static [Parameter]),
    /// An integer that is a JSON number in flow JSON.
    JsonNumber {
        /// The minimum.
        min: i64,
        /// The maximum.
        max: i64,
    },
    /// `true` or `false` that is a JSON boolean in flow JSON.
    JsonBoolean,
    /// The directions in which a caller's audio is streamed: `from`, `to`. Flow JSON wraps them in a list of
    /// participants.
    StreamDirections,
}

/// The unit of a time in flow JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Milliseconds.
    Milliseconds,
}

impl Kind {
    /// The kind of resource that a value of this kind refers to.
    #[must_use]
    pub fn refers_to(self) -> Option<ResourceKind> {
        match self {
            Kind::Reference(kind) => Some(kind),
            Kind::Hook { .. } => Some(ResourceKind::Flow),
            _ => None,
        }
    }
}

impl TimeUnit {
    /// The unit as written in messages: `seconds`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TimeUnit::Seconds => "seconds",
            TimeUnit::Minutes => "minutes",
            TimeUnit::Milliseconds => "milliseconds",
        }
    }
}

/// Whether a value may be contact data, which is known only at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dynamic {
    /// A literal only.
    Static,
    /// A literal, or one JSONPath that is the whole value.
    Either,
    /// Text that may contain JSONPaths.
    Mixed,
    /// One JSONPath only.
    Path,
}

/// Parameters that limit each other.
#[derive(Debug, Serialize)]
pub struct Group {
    /// Their names in the language.
    pub parameters: &'static [&'static str],
    /// How many of them may be set.
    pub rule: GroupRule,
}

/// How many parameters of a group may be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRule {
    /// Exactly one.
    ExactlyOne,
    /// One or none.
    AtMostOne,
    /// One or more.
    AtLeastOne,
    /// One or more; AWS's page documents one, the service accepts more.
    OneAdvised,
}

impl Parameter {
    /// Text, or one path that is the whole value.
    pub(super) const fn text(name: &'static str, wire: &'static str, summary: &'static str) -> Parameter {
        Parameter::new(name, wire, Kind::Text { max: None }, summary).either()
    }

    pub(super) const fn fixed(self) -> Parameter {
        Parameter { dynamic: Dynamic::Static, ..self }
    }

    pub(super) const fn new(name: &'static str, wire: &'static str, kind: Kind, summary: &'static str) -> Parameter {
        Parameter {
            name,
            wire,
            kind,
            dynamic: Dynamic::Static,
            need: Need::Optional,
            default: None,
            implied: None,
            max_when: None,
            advised: None,
            advised_max: None,
            flow_types: None,
            non_empty: false,
            target_types: &[],
            evidence: &[],
            summary,
        }
    }

    /// A reference to a resource of `kind`, which may also be contact data.
    pub(super) const fn reference(
        name: &'static str,
        wire: &'static str,
        kind: ResourceKind,
        summary: &'static str,
    ) -> Parameter {
        Parameter::new(name, wire, Kind::Reference(kind), summary).either()
    }

    pub(super) const fn required(self) -> Parameter {
        Parameter { need: Need::Required, ..self }
    }

    /// A list that must not be empty if it is set.
    pub(super) const fn non_empty(self) -> Parameter {
        Parameter { non_empty: true, ..self }
    }

    pub(super) const fn need(self, need: Need) -> Parameter {
        Parameter { need, ..self }
    }

    pub(super) const fn either(self) -> Parameter {
        Parameter { dynamic: Dynamic::Either, ..self }
    }

    pub(super) const fn mixed(self) -> Parameter {
        Parameter { dynamic: Dynamic::Mixed, ..self }
    }

    pub(super) const fn path_only(self) -> Parameter {
        Parameter { dynamic: Dynamic::Path, ..self }
    }

    pub(super) const fn advised_max(self, most: i64, why: &'static str) -> Parameter {
        Parameter { advised_max: Some((most, why)), ..self }
    }

    pub(super) const fn default(self, value: &'static str) -> Parameter {
        Parameter { default: Some(value), ..self }
    }

    pub(super) const fn implied(self, value: &'static str, evidence: Evidence) -> Parameter {
        Parameter { implied: Some(Implied { value, evidence }), ..self }
    }

    pub(super) const fn to_types(self, target_types: &'static [FlowType]) -> Parameter {
        Parameter { target_types, ..self }
    }

    /// Says what facts about it rest on, where that is not the page of the block.
    pub(super) const fn evidence(self, evidence: &'static [(Aspect, Evidence)]) -> Parameter {
        Parameter { evidence, ..self }
    }
}

impl Parameter {
    /// The source of the JSON type of its value: the service is known to refuse other types, unless the catalogue says
    /// otherwise. `None` if the type is uncertain.
    #[must_use]
    pub fn source_of_type(&self) -> Option<Source> {
        match find(self.evidence, Aspect::Type) {
            None | Some(Evidence::Block) => Some(Source::Probe(Probe::Pulumi)),
            Some(Evidence::Source(source)) => Some(source),
            Some(Evidence::Uncertain(_)) => None,
        }
    }

    /// Why one fact about it is uncertain; `None` if it is not.
    #[must_use]
    pub fn doubt(&self, aspect: Aspect) -> Option<&'static str> {
        self.evidence.iter().find_map(|(other, evidence)| match evidence {
            Evidence::Uncertain(why) if *other == aspect => Some(*why),
            _ => None,
        })
    }
}
