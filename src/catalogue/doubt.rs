//! Facts about run time that no page documents: what a run assumes where the documentation is silent.
//!
//! A run notes each one that it rests on.

/// A fact that a run rests on and that no page documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Doubt {
    /// What is assumed, for people.
    pub what: &'static str,
    /// Whether it is inferred from documented facts; otherwise nothing says it.
    pub is_inferred: bool,
}

const fn inferred(what: &'static str) -> Doubt {
    Doubt { what, is_inferred: true }
}

const fn unknown(what: &'static str) -> Doubt {
    Doubt { what, is_inferred: false }
}

/// A specific error without a branch of its own.
pub const CATCH_ALL: Doubt = inferred("an error without a branch of its own takes the `error` branch");

/// An optional error branch that is left out.
pub const NO_ERROR_BRANCH: Doubt = inferred("without an `error` branch, the block goes on as after success");

/// A result without a condition.
pub const NO_CONDITION: Doubt = inferred("a result without a branch goes on as after success");

/// A missing value inside of a text.
pub const MISSING_IN_TEXT: Doubt = unknown("a missing value in a text is spoken as nothing");

/// A missing value that is compared.
pub const MISSING_COMPARED: Doubt = inferred("a missing value matches no condition");

/// Numbers and booleans in a text.
pub const JSON_IN_TEXT: Doubt = inferred("a number or boolean of contact data is spoken as in JSON");

/// Lists and objects in a text.
pub const LIST_IN_TEXT: Doubt = unknown("a list or an object in a text is spoken as JSON");

/// An operand that is a path.
pub const PATH_OPERAND: Doubt =
    unknown("a path in a condition stands for its value; the sources contradict each other");

/// Equality of numbers.
pub const EQUAL_TEXTS: Doubt = inferred("numbers are equal if their texts are: `5` differs from `5.0`");

/// Data of the flow before.
pub const AFTER_TRANSFER: Doubt =
    unknown("data that the flow before had loaded, such as `$.External`, is gone after a transfer to a flow");

/// The answer of a function after a failure.
pub const AFTER_FAILURE: Doubt = unknown("after a failed call, the data of the call before is gone");

/// Data of the caller in a module.
pub const IN_MODULE: Doubt = inferred("a module starts without the data that its caller had loaded");

/// Keys that stop without the end key.
pub const PAUSE_ENDS: Doubt = inferred("a pause after some keys ends the input, and the keys are stored");

/// The cancel key.
pub const CANCEL_KEY: Doubt = inferred("`*` deletes the keys before it, and the input begins afresh");

/// Keys after those that a block took.
pub const KEYS_AHEAD: Doubt = unknown("without a touchtone buffer, keys after those that a block takes are lost");

/// A national number.
pub const TRUNK_ZERO: Doubt = unknown("a local number is stored with its country code and without a leading 0");

/// Silence at a bot.
pub const BOT_SILENCE: Doubt = inferred("a bot on a call has no timeout: what it makes of silence is its result");

/// A disconnect flow after the customer hung up.
pub const CUSTOMER_LEFT: Doubt = unknown("no disconnect flow runs when the customer hangs up");

/// A disconnect flow after a flow disconnected.
pub const FLOW_DISCONNECTED: Doubt =
    unknown("no disconnect flow runs when a flow disconnects the contact, unless it is a task");

/// An agent who leaves before the customer is connected.
pub const AGENT_LEFT_EARLY: Doubt =
    inferred("when the agent leaves before both are connected, the customer queue flow starts again");

/// The end of a transfer flow.
pub const TRANSFER_ENDS: Doubt = unknown("the end of a transfer flow leaves the contact where it was");

/// The end of a flow in a module.
pub const ENDS_IN_MODULE: Doubt = inferred("the end of the flow inside of a module ends the flow that invoked it");

/// What follows a customer queue flow.
pub const QUEUE_SILENCE: Doubt = inferred("after the end of its queue flow, a contact waits in silence");

/// The queue flow after a move.
pub const QUEUE_AFRESH: Doubt =
    unknown("after a move to another queue, the customer queue flow starts again when this one ends");

/// Where hooks live.
pub const HOOKS_STAY: Doubt = inferred("flows that are set for events stay set after a transfer to a flow");

/// A loop that another flow has used.
pub const LOOP_SCOPE: Doubt = unknown("each run of a flow or module counts its loops from the start");

/// The branch that runs during a wait.
pub const WAIT_ENDS: Doubt = unknown("the `continue` branch runs first; then the contact waits until the time is over");

/// Modules in modules.
pub const NESTING: Doubt = inferred("a module that is nested too deeply takes the `error` branch of its caller");

/// A branch of a module without a condition.
pub const UNNAMED_BRANCH: Doubt = inferred("a returned branch without a condition takes the `no_match` branch");

/// A service that AWS ended.
pub const VOICE_ID_ENDED: Doubt = unknown("AWS has ended Voice ID; what its blocks do since then is not documented");

/// A callback number that has the right form.
pub const IS_DIALABLE: Doubt =
    inferred("a callback number in the international format is taken as one that can be dialled");

/// The answer of a function that the service does not take.
pub const REFUSED_ANSWER: Doubt =
    inferred("an answer with values inside of values, or of more than 32 KB, is an error, unless the block takes JSON");
