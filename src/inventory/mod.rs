//! The resources of an instance: queues, agents, flows, prompts …, taken from answers of the AWS CLI.
//!
//! Takes the texts of the files of an inventory folder. Gives lookup by name, user name, id and ARN, and facts that
//! several answers together imply: whether an agent may take contacts, which queues are in a routing profile.
//! Never reads a file, and never reports that a resource does not exist if the answer that would list it is missing.

mod answer;
pub mod arn;
mod derive;
mod exported;
mod gather;
mod imported;
mod lookup;
mod missing;
mod parent;
mod read;
mod relation;

pub use answer::{key_of_answer, may_be_an_answer};
pub(crate) use derive::is_uuid;
pub use exported::{ExportedName, ImportedAnswer, answers};
pub use parent::queue_of_answer;
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

/// A standard queue. The queue of an agent has no name and is addressed through the agent.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name, id and ARN.
    pub known: Known,
    /// Whether it is enabled; `None` if no answer contains this.
    pub enabled: Option<bool>,
    /// Whether at least one routing profile has it; `None` if not all routing profiles are known.
    pub in_routing_profile: Option<bool>,
}

/// A user.
#[derive(Clone, Debug)]
pub struct Agent {
    /// The user name, id and ARN.
    pub known: Known,
    /// Whether a security profile lets the user take contacts (`BasicAgentAccess`); `None` if no answer contains this.
    pub may_take_contacts: Option<bool>,
    /// The names of the user's security profiles, as far as they are known.
    pub security_profiles: Vec<SmolStr>,
}

/// A flow.
#[derive(Clone, Debug)]
pub struct FlowResource {
    /// Its name, id and ARN.
    pub known: Known,
    /// Its type; `None` for a type that callflow does not know.
    pub flow_type: Option<FlowType>,
    /// Whether it is published rather than saved; `None` if the answer does not contain this.
    pub published: Option<bool>,
    /// Whether it is active rather than archived; `None` if the answer does not contain this.
    pub active: Option<bool>,
}

/// A module.
#[derive(Clone, Debug)]
pub struct ModuleResource {
    /// Its name, id and ARN.
    pub known: Known,
    /// Whether it is active rather than archived; `None` if the answer does not contain this.
    pub active: Option<bool>,
}

/// A Lex V2 bot alias that the instance may use.
#[derive(Clone, Debug)]
pub struct Bot {
    /// The bot's name (its id, if no answer of Lex contains the name), and the alias's ARN.
    pub known: Known,
    /// The alias's name, if an answer of Lex contains it.
    pub alias: Option<SmolStr>,
}

/// A quick connect.
#[derive(Clone, Debug)]
pub struct QuickConnectResource {
    /// Its name, id and ARN.
    pub known: Known,
    /// `USER`, `QUEUE`, `PHONE_NUMBER` or `FLOW`; `None` if the answer does not contain this.
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

/// Everything that is known about an instance, as [`read`] returns it. Files from two instances are an error, and the
/// inventory then contains only the first instance. Lists are in the order of the file names and of the answers in each
/// file.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// The instance; `None` for an empty inventory.
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
    /// The phone numbers; `None` if no answer lists them.
    pub phone_numbers: Option<Vec<PhoneNumber>>,
    /// The number of quick connects of each queue, by queue id, for queues for which an answer contains it.
    pub quick_connects_of_queue: Vec<(SmolStr, usize)>,
    /// The kinds that are complete: an answer lists their resources, and its last page (the one without a `NextToken`)
    /// exists. A resource of any other kind cannot be reported as missing.
    pub listed: Vec<ResourceKind>,
    /// The answers (AWS CLI commands) that would enable checks which are skipped without them.
    pub missing_answers: Vec<MissingAnswer>,
    /// Whether it has no answer but what an import wrote.
    pub is_only_exported: bool,
    /// The names that exports have for resources that have another name now: kind, name, and the resource's ARN.
    pub former: Vec<(ResourceKind, SmolStr, SmolStr)>,
    index: lookup::Index,
}

/// An answer that would enable a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingAnswer {
    /// The AWS CLI command: `list-security-profile-permissions`.
    pub command: &'static str,
    /// The information that it would add: `which agents may take contacts`.
    pub enables: &'static str,
    /// The kind that the check is about; a build without references of this kind does not report the answer. `None` for
    /// phone numbers.
    pub kind: Option<ResourceKind>,
}
