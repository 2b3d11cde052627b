//! What happened in a run: a record for each block, with what was said, how the block was left and why.
//!
//! Data only. Gives what a message needs, never a sentence for people: `testing` and `cli` have the words.

use serde_json::{Map, Value};
use smol_str::SmolStr;

use super::world::Holder;
pub use crate::catalogue::Doubt;
use crate::graph::ActionId;
use crate::source::Span;

/// A block that ran.
#[derive(Clone, Debug)]
pub struct Event {
    /// The number of the turn in which it was entered, from 0.
    pub turn: usize,
    /// Its flow, an index into the build.
    pub flow: usize,
    /// The action.
    pub action: ActionId,
    /// Why its flow runs.
    pub role: Role,
    /// How many modules deep it is.
    pub depth: usize,
    /// Its parameters, with the values of contact data in place of the paths.
    pub parameters: Map<String, Value>,
    /// The queue that it used, if it uses the working queue.
    pub queue: Option<Holder>,
    /// What was said.
    pub said: Vec<Said>,
    /// How it was left; `None` while it waits.
    pub exit: Option<Exit>,
    /// The facts it rests on that no page documents.
    pub doubts: Vec<Doubt>,
}

/// Why a flow runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The contact started in it or was transferred to it.
    Main,
    /// The contact waits in a queue.
    CustomerQueue,
    /// The customer is on hold.
    CustomerHold,
    /// The agent is on hold, or holds the customer.
    AgentHold,
    /// The agent hears it before the customer is connected.
    AgentWhisper,
    /// The customer hears it before the agent is connected.
    CustomerWhisper,
    /// It runs around an outbound call.
    OutboundWhisper,
    /// An agent transfers the contact to an agent.
    AgentTransfer,
    /// An agent transfers the contact to a queue.
    QueueTransfer,
    /// The agent has left.
    Disconnect,
}

/// A message that somebody heard or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub to: Listener,
    /// How it was written.
    pub form: MessageForm,
    /// The text with its contact data, or the name, id or address of the audio.
    pub text: SmolStr,
    /// Its span in the source.
    pub span: Span,
}

/// Who hears a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listener {
    /// The customer.
    Customer,
    /// The agent.
    Agent,
    /// Both.
    Both,
}

/// The form of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageForm {
    /// Plain text.
    Text,
    /// Text with tags of SSML.
    Ssml,
    /// A prompt of the library.
    Prompt,
    /// Audio at an address.
    Media,
}

/// How a block was left.
#[derive(Clone, Debug)]
pub struct Exit {
    /// The edge that was taken.
    pub edge: Taken,
    /// What decided it.
    pub why: Why,
}

/// The edge of an action that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Taken {
    /// `NextAction`.
    Next,
    /// The condition at this index.
    Condition(usize),
    /// The error branch at this index.
    Error(usize),
    /// None: the flow ended.
    Ended,
    /// None: the branch that would be taken does not exist in the flow.
    Absent,
}

/// What decided how a block was left.
#[derive(Clone, Debug)]
pub enum Why {
    /// An answer of the world.
    Given(Option<Span>),
    /// Figures of a queue or agent.
    Figures(Option<Span>),
    /// The keys of the customer.
    Pressed(SmolStr),
    /// What the customer said.
    SaidByCustomer(SmolStr),
    /// What the customer chose.
    Chosen(SmolStr),
    /// The customer did nothing.
    Silence,
    /// Time passed.
    Time(u64),
    /// The value that was compared; `None` for a missing one.
    Compared(Option<Value>),
    /// A loop's count: this time, of so many.
    Counted(u64, u64),
    /// The block does not work on the contact's channel.
    Channel,
    /// The block does not work in the type of the flow that it runs in.
    FlowType,
    /// A value that the block needs is missing.
    Missing(SmolStr),
    /// A module returned.
    Returned,
    /// The block always does this.
    Always,
    /// It is a setting, which is assumed to succeed.
    Assumed,
    /// A person left, or took the contact.
    Person,
}

/// Why a run cannot go on.
#[derive(Clone, Debug)]
pub enum Stop {
    /// The block at this event depends on the world, and nothing says what it does.
    NoAnswer {
        /// The event.
        event: usize,
        /// The figure that is missing, if it reads figures.
        figure: Option<&'static str>,
    },
    /// The block at this event waits for the customer, and the act is not an answer to it.
    WrongAct {
        /// The event that waits; `None` if nothing waits.
        event: Option<usize>,
    },
    /// The act says nothing about whether the number is valid.
    NumberUnknown {
        /// The event.
        event: usize,
    },
    /// A value that is spoken or handed to the block at this event is missing.
    MissingValue {
        /// The event.
        event: usize,
        /// The path, as written.
        path: SmolStr,
        /// Its place in the source.
        span: Span,
    },
    /// A flow or module that the files do not contain.
    NotHere {
        /// The event.
        event: usize,
    },
    /// Too many blocks ran without a person or time passing.
    Circle {
        /// The events of the circle, once around.
        events: Vec<usize>,
    },
    /// The branch that would be taken is not connected, or its target could not be read.
    Nowhere {
        /// The event.
        event: usize,
    },
    /// The flow has a block that callflow does not know.
    UnknownBlock {
        /// The event.
        event: usize,
    },
}

/// Where a contact is.
#[derive(Clone, Debug, PartialEq)]
pub enum Whereabouts {
    /// No contact has started.
    Nowhere,
    /// In a flow, which waits for somebody or for time.
    InFlow,
    /// In a queue.
    Queued(Holder),
    /// With an agent; the name if it is known.
    WithAgent(Option<SmolStr>),
    /// Transferred to a number outside.
    Transferred(SmolStr),
    /// Transferred to a flow that is not here.
    Elsewhere(SmolStr),
    /// Over.
    Disconnected,
}

/// How a module that was started alone returned.
#[derive(Clone, Debug, PartialEq)]
pub struct Returned {
    /// The branch; `None` for success.
    pub branch: Option<SmolStr>,
    /// Its output.
    pub output: Map<String, Value>,
}
