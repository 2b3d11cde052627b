//! How a contact starts, and what people do during it.

use serde_json::{Map, Value};
use smol_str::SmolStr;

use super::world::{Holder, Outcome};
use crate::catalogue::Channel;
use crate::source::Span;

/// The start of a contact.
#[derive(Clone, Debug)]
pub struct Start {
    /// Its channel.
    pub channel: Channel,
    /// The flow or module that runs first, an index into the build.
    pub flow: usize,
    /// The contact attributes that it starts with; null for what is missing on purpose.
    pub attributes: Map<String, Value>,
    /// The phone number or address of the customer; null for an anonymous caller.
    pub customer_number: Option<Value>,
    /// The number that was called.
    pub system_number: Option<SmolStr>,
    /// The queue that the contact waits in or goes to.
    pub queue: Option<Holder>,
    /// The agent that it is for, or that is with it.
    pub agent: Option<SmolStr>,
    /// The disconnect flow that is set, an index into the build.
    pub disconnect_flow: Option<usize>,
    /// The input of a module.
    pub input: Map<String, Value>,
}

/// What a person does, or time that passes.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// The customer presses these keys.
    Press(SmolStr),
    /// The customer says or writes this.
    Say(SmolStr),
    /// The customer takes this action of a view.
    Choose(SmolStr),
    /// The customer does nothing until the question times out.
    Silence,
    /// This many seconds pass.
    Wait(u64),
    /// The customer leaves.
    HangUp,
    /// An agent takes the contact.
    AgentAccepts(Option<SmolStr>),
    /// The agent puts the customer on hold.
    AgentHolds,
    /// The agent takes the customer from hold.
    AgentResumes,
    /// The agent transfers the contact with this quick connect, an index into the build.
    AgentTransfers(usize),
    /// The agent leaves.
    AgentHangsUp,
}

/// What only the service knows about an act: the intent of what was said, whether a number is valid.
#[derive(Clone, Debug)]
pub struct Heard {
    /// How the block is left.
    pub result: Outcome,
    /// The contact data that it brings, under the block's own root.
    pub data: Map<String, Value>,
    /// The source.
    pub by: Span,
}
