//! What the world does: the answers that a run needs and that no flow contains.
//!
//! A test, a person at a terminal or a search for branches implements [`World`]. Never decides what an answer means.

use serde_json::{Map, Value};
use smol_str::SmolStr;

use crate::graph::ActionId;
use crate::source::Span;

/// Answers for blocks whose result no flow determines.
pub trait World {
    /// The result of this block; `None` if nothing is known about it.
    fn answer(&mut self, at: &At<'_>) -> Option<Answer>;

    /// The figures of a queue, or of an agent's own queue. Those that nothing is known about are `None`.
    fn figures(&mut self, of: &Holder) -> Figures;
}

/// A block that asks the world.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// Its flow, an index into the build.
    pub flow: usize,
    /// The action.
    pub action: ActionId,
    /// Its parameters, with the values of contact data in place of the paths.
    pub parameters: &'a Map<String, Value>,
    /// The queue that it uses, if it uses the working queue.
    pub queue: Option<&'a Holder>,
}

/// An answer of the world.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How the block is left.
    pub result: Outcome,
    /// The contact data that it brings, under the block's own root; null for what is missing on purpose.
    pub data: Map<String, Value>,
    /// The source of the answer.
    pub by: Option<Span>,
}

/// How an answer leaves a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The block succeeds: the branch of `NextAction`, or the end of the flow where the success ends it.
    Success,
    /// A branch of the catalogue, by its name.
    Branch(&'static str),
    /// An `ErrorType`.
    Error(SmolStr),
    /// What the block got: the first condition of the flow that is true for it, else the branch for no match.
    Value(SmolStr),
    /// The condition at this index of the action's conditions.
    Condition(usize),
}

/// What has figures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A queue: its name, or its id or ARN where the name is unknown.
    Queue(SmolStr),
    /// The queue of an agent: the user name, or the id or ARN where the name is unknown.
    Agent(SmolStr),
}

/// The figures that blocks read.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// The contacts that wait.
    pub waiting: Option<u64>,
    /// How long the oldest has waited, in seconds.
    pub oldest: Option<u64>,
    /// The agents that are available.
    pub available: Option<u64>,
    /// The agents that are staffed.
    pub staffed: Option<u64>,
    /// The agents that are online.
    pub online: Option<u64>,
    /// Whether the queue is full; a queue is not full if nothing says so.
    pub full: bool,
    /// The source of the figures.
    pub by: Option<Span>,
}
