//! What a block does when a contact reaches it, as far as [`Semantics`](super::Semantics) does not say it.
//!
//! Data for runs of flows: who decides how the block is left, which data an answer brings, what happens on a channel
//! that the block does not support, and which facts no page documents. Paths are those of the action's parameters.

use super::channel::Channel;
use super::doubt::Doubt;
use super::need::When;
use super::wire::ANY_ERROR;

/// What a block does when a contact reaches it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunTime {
    /// Who decides how it is left.
    pub decides: Decides,
    /// What it does that no trait says.
    pub does: Does,
    /// The paths that an answer's data goes to, where they are not the roots that the block fills. The first one is the
    /// block's own.
    pub brings: &'static [&'static str],
    /// Whether an answer's data is added to what is there; otherwise it replaces it.
    pub adds: bool,
    /// The contact data that it sets from its parameters: parameter and path.
    pub sets: &'static [(&'static str, &'static str)],
    /// When it sets none of it, because it concerns another contact.
    pub sets_unless: Option<When>,
    /// When its success ends the flow.
    pub ends: Option<When>,
    /// When it needs the working queue, although it has no parameter for a queue.
    pub needs_queue: Option<When>,
    /// What happens on a channel that it does not support.
    pub elsewhere: Elsewhere,
    /// The channels that it supports only if a condition holds, whatever [`Block::channels`](super::Block::channels) says.
    pub works: &'static [(Channel, When)],
    /// What it rests on that no page documents, and with which parameters.
    pub doubts: &'static [(When, Doubt)],
}

/// Who decides how a block is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    /// It is a setting, which succeeds unless the world says otherwise.
    Nobody,
    /// The world: a service, a schedule, another party, chance.
    World,
    /// The customer, or the time.
    Person,
    /// The figures of a queue, one for each value of a parameter.
    Figures(&'static str, &'static [(&'static str, Figure)]),
    /// The figures of a queue, which it loads.
    AllFigures(&'static [(Figure, &'static str)]),
    /// Its own parameters and conditions, and contact data.
    Itself,
}

/// A figure of a queue or agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The contacts that wait.
    Waiting,
    /// How long the oldest has waited; flow JSON compares milliseconds.
    Oldest,
    /// The agents that are available.
    Available,
    /// The agents that are staffed.
    Staffed,
    /// The agents that are online.
    Online,
}

impl Figure {
    /// Its key in a test.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Figure::Waiting => "waiting",
            Figure::Oldest => "oldest",
            Figure::Available => "available",
            Figure::Staffed => "staffed",
            Figure::Online => "online",
        }
    }
}

/// What a block does that no trait says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Nothing.
    Nothing,
    /// Says a message, except when a key is buffered and this holds.
    Says {
        /// When a buffered key skips it.
        skipped: Option<When>,
    },
    /// Stores the keys of the customer.
    Stores(Stores),
    /// Starts or stops the touchtone buffer.
    Buffers {
        /// When it starts it.
        starts: When,
        /// When it stores what is in the buffer.
        stores: When,
        /// When what it stores is encrypted.
        encrypts: When,
    },
    /// Sets the flows of events, which are its parameters.
    SetsHooks,
    /// Waits for a time or an event.
    Waits(Waits),
    /// Runs a function.
    Invokes {
        /// When its answer may have values inside of values.
        nests: When,
        /// When the flow goes on at once, with an id.
        starts: When,
        /// The path of the id.
        id: &'static str,
    },
    /// Connects the contact to a number outside.
    CallsOut {
        /// The parameter with the number.
        number: &'static str,
    },
    /// Dials the customer. A failure is the end of the contact.
    Dials,
    /// Shows a page, whose action goes to this path.
    Shows {
        /// The path of the action.
        action: &'static str,
    },
    /// Runs a bot, whose intent goes to this path.
    Talks {
        /// The path of the intent, if it has one.
        intent: Option<&'static str>,
    },
}

/// How a block stores the keys of the customer. All are parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stores {
    /// The maximum number of keys.
    pub maximum: &'static str,
    /// The keys that end the input.
    pub end: &'static str,
    /// When the cancel key is an ordinary key.
    pub keeps_cancel: When,
    /// When a phone number is expected.
    pub is_number: When,
    /// When the number is without its country code.
    pub is_local: When,
    /// The country of such a number.
    pub country: &'static str,
    /// When what it stores is encrypted.
    pub encrypts: When,
}

/// How a block waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// The parameter with the time, in seconds.
    pub time: &'static str,
    /// The branch when the time is over.
    pub over: &'static str,
    /// The branch that runs meanwhile, and when there is one.
    pub meanwhile: (&'static str, When),
    /// The branch when the customer writes, and when that ends the wait.
    pub returns: (&'static str, When),
    /// When the wait depends on what only the world knows.
    pub asks_world: When,
}

/// What happens on a channel that a block does not support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// The block fails with this `ErrorType`.
    Fails(&'static str),
    /// The block has no effect, and the flow goes on.
    NoEffect,
    /// The block does not depend on the channel.
    Works,
}

/// The keys of the digits that end stored input if a block names none.
pub const END_KEY: &str = "#";

/// The key that deletes what was entered.
pub const CANCEL_KEY: char = '*';

/// What is stored if no key was pressed.
pub const TIMEOUT_TEXT: &str = "Timeout";

/// What a run stores in place of encrypted keys.
pub const ENCRYPTED: &str = "(encrypted)";

/// The maximum number of keys in the touchtone buffer.
pub const BUFFER_KEYS: usize = 30;

/// The maximum number of modules inside of each other.
pub const MODULE_NESTING: usize = 5;

/// The maximum time of a whisper, in seconds.
pub const WHISPER_SECONDS: u64 = 120;

/// The maximum number of bytes of the attributes of a contact, and of the answer of a function.
pub const DATA_BYTES: usize = 32_768;

/// The maximum number of contacts in a chain of transfers between queues.
pub const CHAIN: usize = 11;

/// The number of a customer, and the one that a call reaches, where a start gives none.
pub const NUMBERS: (&str, &str) = ("+12065550100", "+12065550199");

/// The names of the default flows of an instance.
pub const DEFAULT_FLOWS: &[&str] = &[
    "Default agent hold",
    "Default agent transfer",
    "Default agent whisper",
    "Default customer hold",
    "Default customer queue",
    "Default customer whisper",
    "Default outbound",
    "Default queue transfer",
];

/// An event for which a flow can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hook {
    /// The contact waits in a queue.
    CustomerQueue,
    /// The customer is put on hold.
    CustomerHold,
    /// The agent holds the customer.
    AgentHold,
    /// Before the agent is connected, for the customer.
    CustomerWhisper,
    /// Before the customer is connected, for the agent.
    AgentWhisper,
    /// The agent has left.
    CustomerRemaining,
}

/// The parameters that set the flow of an event.
pub const HOOKS: &[(&str, Hook)] = &[
    ("EventHooks.CustomerQueue", Hook::CustomerQueue),
    ("EventHooks.CustomerHold", Hook::CustomerHold),
    ("EventHooks.AgentHold", Hook::AgentHold),
    ("EventHooks.CustomerWhisper", Hook::CustomerWhisper),
    ("EventHooks.AgentWhisper", Hook::AgentWhisper),
    ("EventHooks.CustomerRemaining", Hook::CustomerRemaining),
];

/// The parameters that switch the flow of an event off.
pub const HOOKS_OFF: &[(When, Hook)] = &[
    (When::Is("EventHooksConfiguration.CustomerWhisper.DisableExecution", &["true"]), Hook::CustomerWhisper),
    (When::Is("EventHooksConfiguration.AgentWhisper.DisableExecution", &["true"]), Hook::AgentWhisper),
];

impl RunTime {
    /// A setting.
    pub(super) const SETTING: RunTime = RunTime {
        decides: Decides::Nobody,
        does: Does::Nothing,
        brings: &[],
        adds: false,
        sets: &[],
        sets_unless: None,
        ends: None,
        needs_queue: None,
        elsewhere: Elsewhere::Fails(ANY_ERROR),
        works: &[],
        doubts: &[],
    };

    /// A block whose result only the world knows.
    pub(super) const WORLD: RunTime = RunTime { decides: Decides::World, ..RunTime::SETTING };

    /// A block that asks a person, or waits.
    pub(super) const PERSON: RunTime = RunTime { decides: Decides::Person, ..RunTime::SETTING };

    /// A block that decides by what it has.
    pub(super) const ITSELF: RunTime = RunTime { decides: Decides::Itself, ..RunTime::SETTING };

    pub(super) const fn does(self, does: Does) -> RunTime {
        RunTime { does, ..self }
    }

    pub(super) const fn brings(self, brings: &'static [&'static str]) -> RunTime {
        RunTime { brings, ..self }
    }

    pub(super) const fn adds(self) -> RunTime {
        RunTime { adds: true, ..self }
    }

    pub(super) const fn sets(self, sets: &'static [(&'static str, &'static str)]) -> RunTime {
        RunTime { sets, ..self }
    }

    pub(super) const fn ends(self, ends: When) -> RunTime {
        RunTime { ends: Some(ends), ..self }
    }

    pub(super) const fn doubts(self, doubts: &'static [(When, Doubt)]) -> RunTime {
        RunTime { doubts, ..self }
    }

    pub(super) const fn elsewhere(self, elsewhere: Elsewhere) -> RunTime {
        RunTime { elsewhere, ..self }
    }
}
