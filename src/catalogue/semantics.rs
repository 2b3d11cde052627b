//! What a block does to a contact, as data of its entry.
//!
//! Rules, the dataflow over a build, the names of imported steps and whatever runs a flow ask here, and never which block
//! it is. A fact stands where the block's page says it; paths are those of the wire's parameters.

use serde::Serialize;

/// What a block does to a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Semantics {
    /// Whether it lets the contact hear, read or see something.
    pub speaks: bool,
    /// What the contact waits for in it. A circle of blocks with such a one among them is not endless.
    pub waits: Option<WaitsFor>,
    /// What it asks the contact.
    pub asks: Option<Asks>,
    /// What it does with the working queue.
    pub queue: Option<QueueUse>,
    /// What it does with the number that is called back.
    pub callback: Option<CallbackUse>,
    /// The contact data that it sets.
    pub fills: &'static [Fill],
    /// The parameter with the flow that the contact goes on in.
    pub transfers_to: Option<&'static str>,
    /// How it takes part in a module's contract.
    pub module: Option<ModuleUse>,
    /// The parameters that name who is recorded: an empty list stops a recording.
    pub records: &'static [&'static str],
    /// Whether it starts or stops the streaming of the contact's audio.
    pub streams: Option<Streams>,
    /// How the flow ends in it.
    pub ends: Option<Ends>,
    /// Whether it counts how often it is passed.
    pub counts: Option<Counts>,
    /// The parameter whose value its conditions compare.
    pub compares: Option<&'static str>,
    /// What it is to the prompts of a queue.
    pub queue_prompts: Option<QueuePrompts>,
}

/// What a contact waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// What the contact says, presses or writes.
    Caller,
    /// An agent or somebody outside.
    Person,
    /// A time, or an event.
    Time,
    /// Nothing here: the contact goes on in another flow, which may wait.
    Elsewhere,
}

/// What a block asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Asks {
    /// How.
    pub how: Question,
    /// The ErrorType of the branch that a contact takes who does not answer.
    pub unanswered: Option<&'static str>,
}

/// How a block asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// A choice between keys.
    Menu,
    /// Something that is kept: digits, a number.
    Input,
    /// A bot talks with the contact.
    Bot,
    /// A form or page is shown.
    View,
}

/// What a block does with the working queue. `named_by` are the parameters that name another queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueUse {
    /// Makes what is named the working queue.
    Sets {
        /// The queue, or the agent whose own queue it is.
        named_by: &'static [&'static str],
    },
    /// Puts the contact into the working queue.
    TransfersTo,
    /// Moves a contact that waits in a queue to the one that is named.
    MovesTo {
        /// The queue, or the agent whose own queue it is.
        named_by: &'static [&'static str],
    },
    /// Looks at what is named, or else at the working queue.
    LooksAt {
        /// The queue, or the agent whose own queue it is.
        named_by: &'static [&'static str],
    },
    /// Puts a callback into what is named, or else into the working queue.
    CallsBackFrom {
        /// The queue, or the agent whose own queue it is.
        named_by: &'static [&'static str],
    },
}

/// What a block does with the number that is called back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackUse {
    /// Sets it.
    SetsNumber,
    /// Makes a contact that calls it.
    CallsBack,
}

/// Contact data that a block sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Fill {
    /// The root: `Attributes`.
    pub root: &'static str,
    /// The parameter that holds what is set, by name; `None` where the block decides.
    pub from: Option<&'static str>,
    /// Whether it is the contact at hand whose data is set, rather than one that the block makes.
    pub is_own: bool,
}

/// How a block takes part in a module's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ModuleUse {
    /// Invokes a module.
    Calls {
        /// The parameter with the module.
        module: &'static str,
        /// The parameter with what it is given.
        input: &'static str,
    },
    /// Comes back from one.
    Returns {
        /// The parameter with the branch that the caller takes.
        branch: &'static str,
        /// The parameter with what the caller is given.
        output: &'static str,
    },
}

/// What a block does with the streaming of audio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Streams {
    /// Starts it.
    Start,
    /// Stops it.
    Stop,
}

/// How a flow ends in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// The contact is disconnected.
    Disconnects,
    /// The flow ends, and the contact goes on as it was.
    Flow,
    /// A module ends, and the flow that invoked it goes on.
    Module,
    /// The contact is connected to an agent.
    Agent,
}

/// How often a block is passed before its last branch is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The parameter with the number.
    pub times: &'static str,
    /// The name of the branch that is taken so often.
    pub again: &'static str,
}

/// What a block is to the prompts that a contact hears in a queue.
///
/// <https://docs.aws.amazon.com/connect/latest/adminguide/loop-prompts.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QueuePrompts {
    /// It plays them.
    Plays {
        /// The parameter with the time after which they are interrupted.
        interrupted_after: &'static str,
        /// The name of the branch that is taken then.
        interrupted: &'static str,
    },
    /// AWS does not allow it before them.
    NotBefore,
}

impl Semantics {
    /// Nothing of all this.
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
        queue_prompts: None,
    };

    /// The module that it invokes, and what that is given: the parameters.
    #[must_use]
    pub fn calls_module(&self) -> Option<(&'static str, &'static str)> {
        match self.module {
            Some(ModuleUse::Calls { module, input }) => Some((module, input)),
            _ => None,
        }
    }

    /// The parameters that hold what it writes into this root: the keys of their maps are the names.
    pub fn written_to(&self, root: &str) -> impl Iterator<Item = &'static str> {
        let fills = self.fills.iter().filter(move |fill| fill.root == root);
        fills.filter_map(|fill| fill.from)
    }

    /// What it sets under this root.
    #[must_use]
    pub fn fill(&self, root: &str) -> Option<&'static Fill> {
        self.fills.iter().find(|fill| fill.root == root)
    }

    /// Whether it chooses the working queue.
    #[must_use]
    pub fn sets_queue(&self) -> bool {
        matches!(self.queue, Some(QueueUse::Sets { .. }))
    }

    /// Whether it sets the number that is called back.
    #[must_use]
    pub fn sets_callback_number(&self) -> bool {
        self.callback == Some(CallbackUse::SetsNumber)
    }

    /// Whether it plays the prompts of a queue.
    #[must_use]
    pub fn plays_queue_prompts(&self) -> bool {
        matches!(self.queue_prompts, Some(QueuePrompts::Plays { .. }))
    }
}

impl Fill {
    /// Data of the contact at hand, which the block decides.
    pub(super) const fn of(root: &'static str) -> Fill {
        Fill { root, from: None, is_own: true }
    }

    /// Data of the contact at hand, by the names in a parameter.
    pub(super) const fn from(root: &'static str, from: &'static str) -> Fill {
        Fill { root, from: Some(from), is_own: true }
    }

    /// The same of a contact that the block makes.
    pub(super) const fn of_another(self) -> Fill {
        Fill { is_own: false, ..self }
    }
}

/// How a step is called that begins with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StepName {
    /// What stands before the words.
    pub prefix: &'static str,
    /// Where the words come from.
    pub from: NameSource,
    /// The name where there are no such words.
    pub otherwise: Option<&'static str>,
}

/// Where the words of a step's name come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NameSource {
    /// The block's keyword.
    Keyword,
    /// What stands after the keyword.
    Subject,
    /// The key of its first entry.
    FirstEntry,
    /// Nowhere: [`StepName::otherwise`] is the name.
    Nothing,
}

impl StepName {
    /// The block's keyword.
    pub(super) const KEYWORD: StepName = StepName { prefix: "", from: NameSource::Keyword, otherwise: None };

    /// What stands after the keyword, behind `prefix`.
    pub(super) const fn subject(prefix: &'static str) -> StepName {
        StepName { prefix, from: NameSource::Subject, otherwise: None }
    }

    /// The key of the first entry, behind `prefix`.
    pub(super) const fn first_entry(prefix: &'static str) -> StepName {
        StepName { prefix, from: NameSource::FirstEntry, otherwise: None }
    }

    /// A word, whatever the block says.
    pub(super) const fn word(word: &'static str) -> StepName {
        StepName { prefix: "", from: NameSource::Nothing, otherwise: Some(word) }
    }

    pub(super) const fn or(self, otherwise: &'static str) -> StepName {
        StepName { otherwise: Some(otherwise), ..self }
    }
}
