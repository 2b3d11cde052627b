//! The effect of a block on a contact, as data of its entry.
//!
//! Rules, the dataflow analysis of a build, the names of imported steps and any simulation of flows depend on these
//! facts and never on the identity of the block. A fact is recorded if the block's page documents it. Paths are those
//! of the action's parameters in flow JSON.

use serde::Serialize;

use super::need::When;

/// The effect of a block on a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Semantics {
    /// Whether the contact hears, reads or sees something.
    pub speaks: bool,
    /// What the contact waits for. A cycle of blocks that contains a waiting block is not an endless loop.
    pub waits: Option<WaitsFor>,
    /// How it asks the contact for input.
    pub asks: Option<Asks>,
    /// How it uses the working queue.
    pub queue: Option<QueueUse>,
    /// How it uses the callback number.
    pub callback: Option<CallbackUse>,
    /// The contact data that it sets.
    pub fills: &'static [Fill],
    /// The parameter with the flow to which it transfers the contact.
    pub transfers_to: Option<&'static str>,
    /// How it uses a module's contract.
    pub module: Option<ModuleUse>,
    /// The parameters that list who is recorded; an empty list stops a recording.
    pub records: &'static [&'static str],
    /// Whether it starts or stops the streaming of the contact's audio.
    pub streams: Option<Streams>,
    /// How it ends the flow.
    pub ends: Option<Ends>,
    /// Whether it counts how often it is executed.
    pub counts: Option<Counts>,
    /// The parameter whose value its conditions compare.
    pub compares: Option<&'static str>,
    /// The operand of the condition that is met when a customer who left a contact returns to it. Only a disconnect flow,
    /// which runs after an agent has left, sees that.
    pub returning: Option<&'static str>,
    /// How it relates to the looping prompts of a queue.
    pub queue_prompts: Option<QueuePrompts>,
    /// The voice that it sets for spoken text.
    pub voice: Option<SetsVoice>,
}

/// What a contact waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// Input of the contact: speech, keys or a message.
    Caller,
    /// An agent or an external party.
    Person,
    /// A time, or an event.
    Time,
    /// Nothing in this flow: the contact continues in another flow, which may wait.
    Elsewhere,
}

/// How a block asks the contact for input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Asks {
    /// The kind of question.
    pub how: Question,
    /// The `ErrorType` of the branch that is taken if the contact does not answer.
    pub unanswered: Option<&'static str>,
}

/// The kind of question that a block asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// A choice between keys.
    Menu,
    /// Input that is stored: digits, a number.
    Input,
    /// A bot talks with the contact.
    Bot,
    /// A form or page is shown.
    View,
}

/// How a block uses the working queue. `named_by` lists the parameters that name another queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueUse {
    /// Makes the named queue the working queue.
    Sets {
        /// The queue, or the agent whose own queue it is.
        named_by: &'static [&'static str],
    },
    /// Puts the contact into the working queue.
    TransfersTo,
    /// Moves a contact that waits in a queue to the named queue.
    MovesTo {
        /// The queue, or the agent whose own queue it is.
        named_by: &'static [&'static str],
    },
    /// Reads the named queue, or else the working queue.
    LooksAt {
        /// The queue, or the agent whose own queue it is.
        named_by: &'static [&'static str],
    },
    /// Puts a callback into the named queue, or else into the working queue.
    CallsBackFrom {
        /// The queue, or the agent whose own queue it is.
        named_by: &'static [&'static str],
    },
}

/// How a block uses the callback number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackUse {
    /// Sets the number.
    SetsNumber,
    /// Creates a contact that calls the number.
    CallsBack,
}

/// Contact data that a block sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Fill {
    /// The root: `Attributes`.
    pub root: &'static str,
    /// The parameter whose keys are the names that are set; `None` if the block determines them.
    pub from: Option<&'static str>,
    /// Whether the data belongs to the current contact, rather than to one that the block creates.
    pub is_own: bool,
    /// The parameter and its value with which the data belongs to another contact.
    pub of_another_with: Option<(&'static str, &'static str)>,
    /// When the block sets it.
    pub when: When,
}

/// The parameters with which a block sets the voice of spoken text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SetsVoice {
    /// The parameter with the voice.
    pub voice: &'static str,
    /// The parameter with its engine.
    pub engine: &'static str,
}

/// How a block uses a module's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ModuleUse {
    /// Invokes a module.
    Calls {
        /// The parameter with the module.
        module: &'static str,
        /// The parameter with its input.
        input: &'static str,
    },
    /// Returns from a module.
    Returns {
        /// The parameter with the branch that the caller takes.
        branch: &'static str,
        /// The parameter with the output for the caller.
        output: &'static str,
    },
}

/// How a block controls the streaming of audio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Streams {
    /// Starts it.
    Start,
    /// Stops it.
    Stop,
}

/// How a block ends the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// The contact is disconnected.
    Disconnects,
    /// The flow ends, and the contact continues unchanged.
    Flow,
    /// A module ends, and the flow that invoked it continues.
    Module,
    /// The contact is connected to an agent.
    Agent,
}

/// How often a block is executed before its last branch is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The parameter with the count.
    pub times: &'static str,
    /// The name of the branch that is taken that many times.
    pub again: &'static str,
}

/// How a block relates to the looping prompts that a contact hears in a queue.
///
/// <https://docs.aws.amazon.com/connect/latest/adminguide/loop-prompts.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QueuePrompts {
    /// It plays the prompts.
    Plays {
        /// The parameter with the time after which they are interrupted.
        interrupted_after: &'static str,
        /// The name of the branch that is taken when they are interrupted.
        interrupted: &'static str,
    },
    /// AWS does not allow it before the prompts.
    NotBefore,
}

impl Semantics {
    /// No effect at all.
    pub const NONE: Semantics = Semantics {
        speaks: false,
        waits: None,
        asks: None,
        queue: None,
        callback: None,
        fills: &[],
        transfers_to: None,
        module: None,
        records: &[],
        streams: None,
        ends: None,
        counts: None,
        compares: None,
        returning: None,
        queue_prompts: None,
        voice: None,
    };

    /// The parameters with the module that it invokes and with the module's input.
    #[must_use]
    pub fn calls_module(&self) -> Option<(&'static str, &'static str)> {
        match self.module {
            Some(ModuleUse::Calls { module, input }) => Some((module, input)),
            _ => None,
        }
    }

    /// The parameters whose maps it writes into this root: the keys of the maps are the names.
    pub fn written_to(&self, root: &str) -> impl Iterator<Item = &'static str> {
        let fills = self.fills.iter().filter(move |fill| fill.root == root);
        fills.filter_map(|fill| fill.from)
    }

    /// What it sets under this root.
    #[must_use]
    pub fn fill(&self, root: &str) -> Option<&'static Fill> {
        self.fills.iter().find(|fill| fill.root == root)
    }

    /// Whether it always sets data of the current contact under this root, with names that it determines.
    #[must_use]
    pub fn loads(&self, root: &str) -> bool {
        self.fill(root).is_some_and(|fill| fill.from.is_none() && fill.is_own && fill.when == When::Always)
    }

    /// Whether it sets the working queue.
    #[must_use]
    pub fn sets_queue(&self) -> bool {
        matches!(self.queue, Some(QueueUse::Sets { .. }))
    }

    /// Whether it sets the callback number.
    #[must_use]
    pub fn sets_callback_number(&self) -> bool {
        self.callback == Some(CallbackUse::SetsNumber)
    }

    /// Whether it plays the looping prompts of a queue.
    #[must_use]
    pub fn plays_queue_prompts(&self) -> bool {
        matches!(self.queue_prompts, Some(QueuePrompts::Plays { .. }))
    }
}

impl Fill {
    /// Data of the current contact, with names that the block determines.
    pub(super) const fn of(root: &'static str) -> Fill {
        Fill { root, from: None, is_own: true, of_another_with: None, when: When::Always }
    }

    /// Data of the current contact, with the names in a parameter.
    pub(super) const fn from(root: &'static str, from: &'static str) -> Fill {
        Fill { from: Some(from), ..Fill::of(root) }
    }

    /// The same, unless the parameter has this value: then it is data of another contact.
    pub(super) const fn of_another_with(self, parameter: &'static str, value: &'static str) -> Fill {
        Fill { of_another_with: Some((parameter, value)), ..self }
    }

    /// The same for a contact that the block creates.
    pub(super) const fn of_another(self) -> Fill {
        Fill { is_own: false, ..self }
    }

    /// The same if a condition on the parameters holds.
    pub(super) const fn when(self, when: When) -> Fill {
        Fill { when, ..self }
    }
}
