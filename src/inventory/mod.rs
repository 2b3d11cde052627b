//! What an instance has: queues, agents, flows, prompts …, as the AWS CLI's own answers tell it.
//!
//! Takes the texts of the files of an inventory folder, gives lookup by name, user name, id and ARN, and what follows
//! from several answers together: whether an agent may take contacts, which queues are in a routing profile.
//! Never reads a file itself, and never says that something does not exist when the answer that would tell is missing.

mod answer;
pub mod arn;
mod derive;
mod gather;
mod lookup;
mod missing;
mod parent;
mod read;
mod relation;

pub use read::read;

use smol_str::SmolStr;

use crate::catalogue::FlowType;
use crate::resource::{Known, ResourceKind};

/// The instance that an inventory is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Its ARN.
    pub arn: SmolStr,
    /// Its id, the last part of the ARN.
    pub id: SmolStr,
}

/// A queue. An agent's own queue is not one of these: it has no name and is reached through the agent.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name, id and ARN.
    pub known: Known,
    /// Whether it is enabled; `None` where no answer tells.
    pub enabled: Option<bool>,
    /// Whether at least one routing profile has it; `None` where not all routing profiles are known.
    pub in_routing_profile: Option<bool>,
}

/// A user.
#[derive(Clone, Debug)]
pub struct Agent {
    /// The user name, id and ARN.
    pub known: Known,
    /// Whether a security profile lets the user take contacts (`BasicAgentAccess`); `None` where no answer tells.
    pub may_take_contacts: Option<bool>,
    /// The names of the user's security profiles, where they are known.
    pub security_profiles: Vec<SmolStr>,
}

/// A flow.
#[derive(Clone, Debug)]
pub struct FlowResource {
    /// Its name, id and ARN.
    pub known: Known,
    /// Its type; `None` for one that callflow does not know.
    pub flow_type: Option<FlowType>,
    /// Whether it is published rather than saved; `None` where the answer does not tell.
    pub published: Option<bool>,
    /// Whether it is active rather than archived; `None` where the answer does not tell.
    pub active: Option<bool>,
}

/// A module.
#[derive(Clone, Debug)]
pub struct ModuleResource {
    /// Its name, id and ARN.
    pub known: Known,
    /// Whether it is active rather than archived; `None` where the answer does not tell.
    pub active: Option<bool>,
}

/// A Lex V2 bot alias that the instance may use.
#[derive(Clone, Debug)]
pub struct Bot {
    /// The bot's name (its id, where no answer of Lex tells the name), and the alias's ARN.
    pub known: Known,
    /// The alias's name, where an answer of Lex tells it.
    pub alias: Option<SmolStr>,
}

/// A quick connect.
#[derive(Clone, Debug)]
pub struct QuickConnectResource {
    /// Its name, id and ARN.
    pub known: Known,
    /// `USER`, `QUEUE`, `PHONE_NUMBER` or `FLOW`; `None` where the answer does not tell.
    pub type_: Option<SmolStr>,
}

/// A phone number of the instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber {
    /// In E.164 form.
    pub number: SmolStr,
    /// Its id.
    pub id: SmolStr,
}

/// Everything that is known of an instance, as [`read`] gives it. Where the files are of two instances, that is an error,
/// and what is here is of the first. Lists are in the order of the files' names and of the answers in them.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// Which instance it is; `None` for an empty inventory.
    pub instance: Option<Instance>,
    /// The standard queues.
    pub queues: Vec<Queue>,
    /// The users.
    pub agents: Vec<Agent>,
    /// The flows.
    pub flows: Vec<FlowResource>,
    /// The modules.
    pub modules: Vec<ModuleResource>,
    /// The prompts.
    pub prompts: Vec<Known>,
    /// The hours of operation.
    pub hours: Vec<Known>,
    /// The Lambda functions; a function's name is the part of the ARN after `function:`, its id the ARN.
    pub lambdas: Vec<Known>,
    /// The Lex V2 bot aliases.
    pub bots: Vec<Bot>,
    /// The views.
    pub views: Vec<Known>,
    /// The quick connects.
    pub quick_connects: Vec<QuickConnectResource>,
    /// The phone numbers; `None` where no answer lists them.
    pub phone_numbers: Option<Vec<PhoneNumber>>,
    /// How many quick connects each queue has, by queue id, where an answer tells.
    pub quick_connects_of_queue: Vec<(SmolStr, usize)>,
    /// The kinds of which every thing is here: an answer lists them, and its last page (the one without a `NextToken`)
    /// is there. Of another kind nothing can be said to be missing.
    pub listed: Vec<ResourceKind>,
    /// The answers (AWS CLI commands) that would enable checks which now stay silent.
    pub missing_answers: Vec<MissingAnswer>,
    index: lookup::Index,
}

/// An answer that would enable a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingAnswer {
    /// The AWS CLI command: `list-security-profile-permissions`.
    pub command: &'static str,
    /// What it would enable: `which agents may take contacts`.
    pub enables: &'static str,
    /// The kind that the check is about, so that a build without such references need not hear of it; `None` for phone
    /// numbers.
    pub kind: Option<ResourceKind>,
}
