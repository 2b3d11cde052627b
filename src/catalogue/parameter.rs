//! A parameter of a block: what it is called, what it takes, and when it is there.

use serde::Serialize;

use super::FlowType;
use super::need::{Need, When};
use crate::resource::ResourceKind;

/// Something that a block can be told.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Parameter {
    /// Its name in the language, from the designer's label.
    pub name: &'static str,
    /// Where it goes in the wire's parameters: keys with dots between them. Empty for [`Kind::Message`], which says
    /// the key itself.
    pub wire: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it may be contact data.
    pub dynamic: Dynamic,
    /// When it has to be there, and when it may.
    pub need: Need,
    /// What is written where the source does not say: what the service requires and has one obvious value for.
    pub default: Option<&'static str>,
    /// The upper limit where this holds, instead of the kind's own.
    pub max_when: Option<(When, i64)>,
    /// The least that AWS advises, and why.
    pub advised: Option<(i64, &'static str)>,
    /// The flow types that the parameter is for; `None` where all of the block's.
    pub flow_types: Option<&'static [FlowType]>,
    /// Whether a list has to have something in it.
    pub non_empty: bool,
    /// The types that a flow referred to here may have; empty where any.
    pub target_types: &'static [FlowType],
    /// What it does, in a sentence.
    pub summary: &'static str,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A prompt to play: `"text"`, `prompt "…"`, `ssml "…"`, `media "…"`; `Text`, `PromptId`, `SSML` or `Media` on the wire.
    Message,
    /// A list of messages.
    Messages,
    /// Text of at most this many characters.
    Text {
        /// Characters.
        max: Option<u32>,
    },
    /// A whole number.
    Integer {
        /// The least.
        min: i64,
        /// The most, if there is one.
        max: Option<i64>,
    },
    /// A time, `30s` or `5m`. A bare number is in the wire's unit.
    Duration {
        /// The least, in the wire's unit.
        min: i64,
        /// The most, in the wire's unit, if there is one.
        max: Option<i64>,
        /// What the wire counts.
        unit: TimeUnit,
    },
    /// `true` or `false`, as this action spells them.
    Boolean {
        /// The wire's word for `true`.
        yes: &'static str,
        /// The wire's word for `false`.
        no: &'static str,
    },
    /// One of some words, each with what the wire calls it.
    Choice(&'static [(&'static str, &'static str)]),
    /// A list of such words.
    Choices(&'static [(&'static str, &'static str)]),
    /// A reference to a thing of this kind.
    Reference(ResourceKind),
    /// A flow, or the word `disabled`, which sets the wire path `disable` to `true` instead: an event hook.
    Hook {
        /// What `disabled` sets; `None` where the hook cannot be switched off.
        disable: Option<&'static str>,
    },
    /// A phone number in E.164 form.
    PhoneNumber {
        /// Whether it has to be one of the instance's own.
        owned: bool,
    },
    /// Text that a pattern describes.
    Pattern {
        /// A regular expression that all of it matches.
        regex: &'static str,
        /// The pattern in words: "digits, `,`, `*` and `#`".
        says: &'static str,
        /// Characters at most.
        max: u32,
    },
    /// A list of texts.
    Texts {
        /// Texts at most.
        max: Option<u32>,
        /// Those there are, where they are known; one that ends with a dot begins others.
        known: &'static [&'static str],
    },
    /// A list of at most so many maps, each with these fields.
    Objects {
        /// What a map may hold; wire paths start at the object of the wire.
        fields: &'static [Parameter],
        /// Maps at most.
        max: Option<u32>,
    },
    /// A map of maps, each with these fields.
    ObjectMap(&'static [Parameter]),
    /// A whole number that is a JSON number on the wire.
    JsonNumber {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// `true` or `false` that is a JSON boolean on the wire.
    JsonBoolean,
    /// The directions in which a caller's audio is streamed: `from`, `to`. The wire wraps them in a list of participants.
    StreamDirections,
}

/// What the wire counts a time in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Thousandths of a second.
    Milliseconds,
}

impl Kind {
    /// The kind of thing that a reference of this kind refers to.
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
    /// The unit as a message counts in it: `seconds`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TimeUnit::Seconds => "seconds",
            TimeUnit::Minutes => "minutes",
            TimeUnit::Milliseconds => "milliseconds",
        }
    }
}

/// Whether a value may be contact data, which is known when the contact is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dynamic {
    /// A literal only.
    Static,
    /// A literal, or one JSONPath that is the whole value.
    Either,
    /// Text that may have JSONPaths in it.
    Mixed,
    /// One JSONPath only.
    Path,
}

/// Parameters of which one may be there.
#[derive(Debug, Serialize)]
pub struct Group {
    /// Their names in the language.
    pub parameters: &'static [&'static str],
    /// How many of them may be there.
    pub rule: GroupRule,
}

/// How many parameters of a group may be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRule {
    /// One, no more and no less.
    ExactlyOne,
    /// One or none.
    AtMostOne,
    /// One or more.
    AtLeastOne,
    /// One or more; AWS's page says one, the service takes more.
    OneAdvised,
}

impl Parameter {
    /// Text, which may be a path as a whole.
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
            max_when: None,
            advised: None,
            flow_types: None,
            non_empty: false,
            target_types: &[],
            summary,
        }
    }

    /// A reference to a thing of `kind`, which may also be contact data.
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

    /// A list that may not be empty where it is written.
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

    pub(super) const fn default(self, value: &'static str) -> Parameter {
        Parameter { default: Some(value), ..self }
    }

    pub(super) const fn to_types(self, target_types: &'static [FlowType]) -> Parameter {
        Parameter { target_types, ..self }
    }
}
