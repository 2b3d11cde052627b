//! The branches of a block, its conditions, and where it goes on.

use serde::Serialize;

use super::need::{Need, When};

/// A branch that has a name.
#[derive(Debug, Serialize)]
pub struct Branch {
    /// Its name in the language, from the designer.
    pub name: &'static str,
    /// How the wire says it.
    pub wire: BranchWire,
    /// When it has to be there.
    pub need: Need,
    /// Whether it goes on with the next line where the source does not say.
    pub main: bool,
    /// Whether its run comes back to the block itself rather than to what follows the block.
    pub returns: bool,
}

/// How the wire says a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BranchWire {
    /// `NextAction` itself: success.
    Next,
    /// An entry of `Errors` with this ErrorType.
    Error(&'static str),
    /// An entry of `Conditions` with this operator and operand.
    Condition(&'static str, &'static str),
}

/// What `when` takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Conditions {
    /// The wire's operators that are allowed.
    pub operators: &'static [&'static str],
    /// What the operands are.
    pub operands: Operands,
    /// Whether at least one condition has to be there.
    pub required: bool,
    /// Where this does not hold, no condition is allowed.
    pub allowed: When,
}

/// What conditions compare with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operands {
    /// Any text.
    Free,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A number; where [`When`] holds, a time that the wire counts in milliseconds.
    Number {
        /// Where the operand is a time.
        time: When,
    },
    /// Shares of a hundred, which the wire wants as rising thresholds.
    Shares,
}

/// What `NextAction` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The branch whose wire is [`BranchWire::Next`]; where that is not allowed, what the named branch says.
    Success {
        /// The branch whose target is repeated where there is no success branch.
        otherwise: Option<&'static str>,
    },
    /// What the named branch says: the service wants a `NextAction` that it never takes.
    Copy(&'static str),
    /// What the named branch says where it is there; none where not.
    CopyIfThere(&'static str),
    /// None: the action ends here and has no transitions.
    Terminal,
}

/// `NextAction`, which goes on with the next line.
pub(super) const SUCCESS: Branch =
    Branch { name: "success", wire: BranchWire::Next, need: Need::Required, main: true, returns: false };

/// The catch-all error branch where the service requires it.
pub(super) const ERROR: Branch = Branch::error("error", "NoMatchingError");

/// The catch-all error branch where the service takes it or leaves it.
pub(super) const ERROR_IF_WRITTEN: Branch = Branch { need: Need::Optional, ..ERROR };

impl Branch {
    pub(super) const fn error(name: &'static str, error: &'static str) -> Branch {
        Branch { name, wire: BranchWire::Error(error), need: Need::Required, main: false, returns: false }
    }

    /// A condition that the service decides on, compared with `Equals`.
    pub(super) const fn equals(name: &'static str, operand: &'static str) -> Branch {
        Branch {
            name,
            wire: BranchWire::Condition("Equals", operand),
            need: Need::Required,
            main: false,
            returns: false,
        }
    }

    pub(super) const fn when(self, when: When) -> Branch {
        Branch { need: Need::RequiredWhen(when), ..self }
    }

    pub(super) const fn main(self) -> Branch {
        Branch { main: true, ..self }
    }

    pub(super) const fn if_written(self) -> Branch {
        Branch { need: Need::Optional, ..self }
    }

    pub(super) const fn may_when(self, when: When) -> Branch {
        Branch { need: Need::OptionalWhen(when), ..self }
    }
}
