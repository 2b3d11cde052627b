//! What an entry of the catalogue says of a block. Pure data: no entry holds code.

use serde::Serialize;

use super::semantics::{Semantics, StepName};
use super::{FlowType, FlowTypes};
use crate::resource::ResourceKind;

/// A block of the designer: one keyword of the language, one action of the wire.
#[derive(Debug, Serialize)]
pub struct Block {
    /// The keyword: `play_prompt`.
    pub keyword: &'static str,
    /// The block's name in the designer.
    pub designer: &'static str,
    /// The wire's action type: `MessageParticipant`.
    pub action: &'static str,
    /// What tells this block from others with the same action, in the wire's parameters.
    pub recognised: When,
    /// Parameters that this block always writes, with the value they have.
    pub fixed: &'static [(&'static str, &'static str)],
    /// The parameters that the argument after the keyword may stand for: the first, unless the argument is a reference
    /// to a kind that only another takes.
    pub subject: &'static [&'static str],
    /// Whether the subject decides which of two blocks with the same keyword is meant.
    pub form: Form,
    /// What can be set.
    pub parameters: &'static [Parameter],
    /// The wire path of the map that `key = value` entries fill.
    pub entries: Option<Entries>,
    /// Parameters of which at most, or exactly, one may be there.
    pub groups: &'static [Group],
    /// The branches that have a name.
    pub branches: &'static [Branch],
    /// What `when` takes; `None` where the block has no conditions of its own choosing.
    pub conditions: Option<Conditions>,
    /// What `NextAction` is.
    pub next: Next,
    /// What it does to a contact.
    pub semantics: Semantics,
    /// How an imported step is called that begins with it.
    #[serde(skip)]
    pub step_name: StepName,
    /// Where the block may stand.
    pub flow_types: FlowTypes,
    /// What to write instead where it may not stand.
    #[serde(skip)]
    pub instead: &'static [Instead],
    /// The channels that it serves.
    pub channels: &'static [Channel],
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// How it stands in a run, with what it is usually told and every branch that is required. The steps that it names
    /// are `next`, `done` and `sorry`.
    pub example: &'static str,
    /// AWS's page about the action.
    pub page: &'static str,
}

/// What to write instead of a block where it may not stand.
#[derive(Clone, Copy, Debug)]
pub struct Instead {
    /// In flows of these types; empty where in all that do not allow the block.
    pub types: &'static [FlowType],
    /// The parameter that is at fault where it is there, and what is wrong with it.
    pub parameter: Option<(&'static str, &'static str)>,
    /// What to write in text.
    pub text: &'static str,
    /// What to write in flow JSON.
    pub json: &'static str,
}

/// A channel of contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Calls.
    Voice,
    /// Chats.
    Chat,
    /// Tasks.
    Task,
    /// Emails.
    Email,
}

impl Channel {
    /// The channel as it is read: `voice`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Channel::Voice => "voice",
            Channel::Chat => "chat",
            Channel::Task => "task",
            Channel::Email => "email",
        }
    }
}

/// Every channel.
pub const EVERY_CHANNEL: &[Channel] = &[Channel::Voice, Channel::Chat, Channel::Task, Channel::Email];

/// A condition on an action's parameters, by wire path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// In any case.
    Always,
    /// Where the parameter is there.
    Present(&'static str),
    /// Where at least one of the parameters is there.
    AnyPresent(&'static [&'static str]),
    /// Where it is not.
    Absent(&'static str),
    /// Where the parameter has one of these values, whatever the case of their letters.
    Is(&'static str, &'static [&'static str]),
    /// Where it is not there, or has none of these values.
    IsNot(&'static str, &'static [&'static str]),
    /// Where the list that is the parameter has this item.
    Has(&'static str, &'static str),
}

/// Whether the subject decides between two blocks that share a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The keyword alone says which block it is.
    Only,
    /// The block that is meant where a subject stands.
    WithSubject,
    /// The block that is meant where none stands.
    WithoutSubject,
}

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

/// When something has to be there, and when it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Always.
    Required,
    /// It may.
    Optional,
    /// It has to where this holds, and is refused where not.
    RequiredWhen(When),
    /// It may where this holds, and is refused where not.
    OptionalWhen(When),
    /// It may; where this holds, it has to.
    OptionalUnless(When),
    /// It has to where this holds; elsewhere it does nothing, and [`Parameter::default`] is written.
    IgnoredUnless(When),
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

/// A branch that has a name.
#[derive(Debug, Serialize)]
pub struct Branch {
    /// Its name in the language, from the designer.
    pub name: &'static str,
    /// How the wire says it.
    pub wire: BranchWire,
    /// When it has to be there.
    pub need: Need,
    /// Whether it goes on with the next line where the source does not say.
    pub main: bool,
    /// Whether its run comes back to the block itself rather than to what follows the block.
    pub returns: bool,
}

/// How the wire says a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BranchWire {
    /// `NextAction` itself: success.
    Next,
    /// An entry of `Errors` with this ErrorType.
    Error(&'static str),
    /// An entry of `Conditions` with this operator and operand.
    Condition(&'static str, &'static str),
}

/// What `when` takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Conditions {
    /// The wire's operators that are allowed.
    pub operators: &'static [&'static str],
    /// What the operands are.
    pub operands: Operands,
    /// Whether at least one condition has to be there.
    pub required: bool,
    /// Where this does not hold, no condition is allowed.
    pub allowed: When,
}

/// What conditions compare with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operands {
    /// Any text.
    Free,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A number; where [`When`] holds, a time that the wire counts in milliseconds.
    Number {
        /// Where the operand is a time.
        time: When,
    },
    /// Shares of a hundred, which the wire wants as rising thresholds.
    Shares,
}

/// What `NextAction` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The branch whose wire is [`BranchWire::Next`]; where that is not allowed, what the named branch says.
    Success {
        /// The branch whose target is repeated where there is no success branch.
        otherwise: Option<&'static str>,
    },
    /// What the named branch says: the service wants a `NextAction` that it never takes.
    Copy(&'static str),
    /// What the named branch says where it is there; none where not.
    CopyIfThere(&'static str),
    /// None: the action ends here and has no transitions.
    Terminal,
}

/// An entry to start from: what most blocks have in common.
pub(super) const BLOCK: Block = Block {
    keyword: "",
    designer: "",
    action: "",
    recognised: When::Always,
    fixed: &[],
    subject: &[],
    form: Form::Only,
    parameters: &[],
    entries: None,
    groups: &[],
    branches: &[SUCCESS, ERROR],
    conditions: None,
    next: Next::Success { otherwise: None },
    semantics: Semantics::NONE,
    step_name: StepName::KEYWORD,
    flow_types: FlowTypes::ALL,
    instead: &[],
    channels: EVERY_CHANNEL,
    summary: "",
    example: "",
    page: "",
};

/// `NextAction`, which goes on with the next line.
pub(super) const SUCCESS: Branch =
    Branch { name: "success", wire: BranchWire::Next, need: Need::Required, main: true, returns: false };

/// The catch-all error branch where the service requires it.
pub(super) const ERROR: Branch = Branch::error("error", "NoMatchingError");

/// The catch-all error branch where the service takes it or leaves it.
pub(super) const ERROR_IF_WRITTEN: Branch = Branch { need: Need::Optional, ..ERROR };

impl Branch {
    pub(super) const fn error(name: &'static str, error: &'static str) -> Branch {
        Branch { name, wire: BranchWire::Error(error), need: Need::Required, main: false, returns: false }
    }

    /// A condition that the service decides on, compared with `Equals`.
    pub(super) const fn equals(name: &'static str, operand: &'static str) -> Branch {
        Branch {
            name,
            wire: BranchWire::Condition("Equals", operand),
            need: Need::Required,
            main: false,
            returns: false,
        }
    }

    pub(super) const fn when(self, when: When) -> Branch {
        Branch { need: Need::RequiredWhen(when), ..self }
    }

    pub(super) const fn main(self) -> Branch {
        Branch { main: true, ..self }
    }
}

impl Branch {
    pub(super) const fn if_written(self) -> Branch {
        Branch { need: Need::Optional, ..self }
    }

    pub(super) const fn may_when(self, when: When) -> Branch {
        Branch { need: Need::OptionalWhen(when), ..self }
    }
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
