//! What an entry of the catalogue says of a block. Pure data: no entry holds code.

use serde::Serialize;

use super::branch::{Branch, Conditions, ERROR, Next, SUCCESS};
use super::entries::Entries;
use super::need::When;
use super::parameter::{Group, Parameter};
use super::semantics::{Semantics, StepName};
use super::{FlowType, FlowTypes};

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
