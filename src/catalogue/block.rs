//! What an entry of the catalogue says of a block. Pure data: no entry holds code.

use super::FlowTypes;
use crate::resource::ResourceKind;

/// A block of the designer: one keyword of the language, one action of the wire.
#[derive(Debug)]
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
    /// The block's one obvious argument, which stands after the keyword: one of the [`parameters`](Block::parameters).
    pub subject: Option<&'static str>,
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
    /// Where the block may stand.
    pub flow_types: FlowTypes,
    /// The channels that it serves.
    pub channels: &'static [Channel],
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// AWS's page about the action.
    pub page: &'static str,
}

/// A channel of contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// In any case.
    Always,
    /// Where the parameter is there.
    Present(&'static str),
    /// Where it is not.
    Absent(&'static str),
    /// Where the parameter has this value, whatever the case of its letters.
    Is(&'static str, &'static str),
    /// Where the list that is the parameter has this item.
    Has(&'static str, &'static str),
}

/// Whether the subject decides between two blocks that share a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The keyword alone says which block it is.
    Only,
    /// The block that is meant where a subject stands.
    WithSubject,
    /// The block that is meant where none stands.
    WithoutSubject,
}

/// Something that a block can be told.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in the language, from the designer's label.
    pub name: &'static str,
    /// Where it goes in the wire's parameters: keys with dots between them. [`Kind::Message`] and
    /// [`Kind::Reference`] say the key themselves; for them this is the object that holds the key, or empty.
    pub wire: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it may be contact data.
    pub dynamic: Dynamic,
    /// When it has to be there, and when it may.
    pub need: Need,
    /// What is written where the source does not say: what the service requires and has one obvious value for.
    pub default: Option<&'static str>,
    /// What it does, in a sentence.
    pub summary: &'static str,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// A reference to one of these kinds, each with the wire key it goes to under [`Parameter::wire`].
    Reference(&'static [(ResourceKind, &'static str)]),
    /// A flow, or `disabled`: an event hook. The second text is the key under `EventHooksConfiguration` for `disabled`.
    Hook {
        /// Whether the hook can be switched off.
        can_disable: bool,
    },
    /// A phone number in E.164 form.
    PhoneNumber,
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
    Texts,
    /// A map of texts.
    Map,
    /// Anything.
    Any,
}

/// What the wire counts a time in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Thousandths of a second.
    Milliseconds,
}

/// Whether a value may be contact data, which is known when the contact is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Required,
    /// It may.
    Optional,
    /// It has to where this holds, and is refused where not.
    RequiredWhen(When),
    /// It may where this holds, and is refused where not.
    OptionalWhen(When),
    /// It may; where this does not hold, it does nothing, which is warned of.
    UsefulWhen(When),
}

/// Parameters of which one may be there.
#[derive(Debug)]
pub struct Group {
    /// Their names in the language.
    pub parameters: &'static [&'static str],
    /// Whether one has to be there.
    pub required: bool,
}

/// Where entries go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entries {
    /// The wire path of the map they fill.
    pub wire: &'static str,
    /// What they are: `attributes`, `inputs`.
    pub what: &'static str,
    /// Whether at least one has to be there.
    pub required: bool,
    /// Set where each value stands in an object of its own under this key.
    pub wrapped: Option<&'static str>,
}

/// A branch that has a name.
#[derive(Debug)]
pub struct Branch {
    /// Its name in the language, from the designer.
    pub name: &'static str,
    /// How the wire says it.
    pub wire: BranchWire,
    /// When it has to be there.
    pub need: Need,
    /// Whether it goes on with the next line where the source does not say.
    pub main: bool,
}

/// How the wire says a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchWire {
    /// `NextAction` itself: success.
    Next,
    /// An entry of `Errors` with this ErrorType.
    Error(&'static str),
    /// An entry of `Conditions` with this operator and operand.
    Condition(&'static str, &'static str),
}

/// What `when` takes.
#[derive(Clone, Copy, Debug, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
