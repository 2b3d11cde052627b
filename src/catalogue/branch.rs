//! The branches of a block, its conditions, and its `NextAction`.

use serde::Serialize;

use super::aspect::Exceptions;
use super::need::{Need, When};

/// A named branch.
#[derive(Debug, Serialize)]
pub struct Branch {
    /// Its name in the language, from the designer.
    pub name: &'static str,
    /// Its representation in flow JSON.
    pub wire: BranchWire,
    /// When it is required.
    pub need: Need,
    /// Whether it goes on with the next line if the source does not set it.
    pub main: bool,
    /// Whether the end of its run goes back to the block itself instead of on to the statement after the block.
    pub returns: bool,
    /// The facts about it that do not rest on the page of the block.
    pub evidence: Exceptions,
}

/// The representation of a branch in flow JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BranchWire {
    /// `NextAction` itself: success.
    Next,
    /// An entry of `Errors` with this `ErrorType`.
    Error(&'static str),
    /// An entry of `Conditions` with this operator and operand.
    Condition(&'static str, &'static str),
}

impl BranchWire {
    /// Whether it is the branch for this `ErrorType`.
    #[must_use]
    pub fn is_error(&self, error: &str) -> bool {
        matches!(self, BranchWire::Error(own) if *own == error)
    }
}

/// The conditions that `when` takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Conditions {
    /// The allowed operators, as in flow JSON.
    pub operators: &'static [&'static str],
    /// The kind of the operands.
    pub operands: Operands,
    /// Whether at least one condition is required.
    pub required: bool,
    /// Conditions are allowed only if this holds.
    pub allowed: When,
}

/// The operands of conditions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operands {
    /// Any text.
    Free,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A number; if `time` holds, a time that flow JSON expresses in milliseconds.
    Number {
        /// When the operand is a time.
        time: When,
    },
    /// Percentages, which flow JSON expresses as rising thresholds.
    Shares,
}

/// The value of `NextAction`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The target of the branch with [`BranchWire::Next`]; if that branch is not allowed, the target of another one.
    Success {
        /// The branch whose target is used if there is no success branch.
        otherwise: Option<&'static str>,
    },
    /// The target of the named branch: the service requires a `NextAction` that it never takes.
    Copy(&'static str),
    /// The target of the named branch if that branch exists; otherwise none.
    CopyIfThere(&'static str),
    /// None: the action is terminal and has no transitions.
    Terminal,
}

/// `NextAction`, which goes on with the next line.
pub(super) const SUCCESS: Branch =
    Branch { name: "success", wire: BranchWire::Next, need: Need::Required, main: true, returns: false, evidence: &[] };

/// The catch-all error branch, required by the service.
pub(super) const ERROR: Branch = Branch::error("error", "NoMatchingError");

/// The catch-all error branch, optional for the service.
pub(super) const ERROR_IF_WRITTEN: Branch = Branch { need: Need::Optional, ..ERROR };

impl Branch {
    pub(super) const fn error(name: &'static str, error: &'static str) -> Branch {
        Branch {
            name,
            wire: BranchWire::Error(error),
            need: Need::Required,
            main: false,
            returns: false,
            evidence: &[],
        }
    }

    /// A result that the service returns, compared with `Equals`.
    pub(super) const fn equals(name: &'static str, operand: &'static str) -> Branch {
        Branch {
            name,
            wire: BranchWire::Condition("Equals", operand),
            need: Need::Required,
            main: false,
            returns: false,
            evidence: &[],
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

    /// Says what facts about it rest on, where that is not the page of the block.
    pub(super) const fn evidence(self, evidence: Exceptions) -> Branch {
        Branch { evidence, ..self }
    }
}
