//! The names in messages: those of the language or those of flow JSON, depending on how the author wrote the flow.
//!
//! Takes entries of the catalogue, gives their names. Never decides whether something is reported: the rules do, and
//! they do not depend on the notation.

use crate::catalogue::{self, Block, Branch, BranchWire, FlowType, Kind, Parameter, Semantics, When};
use crate::graph::{Flow, Notation};

/// The terminology for one flow.
#[derive(Clone, Copy, Default)]
pub(super) struct Terminology(Notation);

impl Terminology {
    pub(super) fn of(flow: &Flow) -> Terminology {
        Terminology(flow.notation)
    }

    /// Chooses between the wordings for `.flow` text and for flow JSON.
    pub(super) fn either<T>(self, text: T, json: T) -> T {
        match self.0 {
            Notation::Text => text,
            Notation::Json | Notation::Legacy => json,
        }
    }

    /// `play_prompt`, or `MessageParticipant`.
    pub(super) fn block(self, block: &Block) -> &'static str {
        self.either(block.keyword, block.action)
    }

    /// The name of the first block whose semantics match.
    pub(super) fn that(self, does: impl Fn(&Semantics) -> bool) -> &'static str {
        catalogue::with(does).map_or("", |block| self.block(block))
    }

    /// The same with the argument that it takes in `.flow` text: `set_working_queue "…"`.
    pub(super) fn that_with(self, does: impl Fn(&Semantics) -> bool, argument: &str) -> String {
        let word = self.that(does);
        self.either(format!("{word} {argument}"), word.to_owned())
    }

    /// `timeout`, or `InputTimeLimitSeconds`.
    pub(super) fn parameter(self, parameter: &Parameter) -> &'static str {
        match (self.0, parameter.kind) {
            (Notation::Text, _) | (_, Kind::Message) => parameter.name,
            _ => parameter.wire,
        }
    }

    /// `no_match`, or `NoMatchingCondition`; for a condition, its operand.
    pub(super) fn branch(self, branch: &Branch) -> &'static str {
        match branch.wire {
            _ if self.0 == Notation::Text => branch.name,
            BranchWire::Next => "NextAction",
            BranchWire::Error(error) => error,
            BranchWire::Condition(_, operand) => operand,
        }
    }

    /// `customer_queue`, or `CUSTOMER_QUEUE`.
    pub(super) fn flow_type(self, flow_type: FlowType) -> &'static str {
        self.either(flow_type.keyword(), flow_type.wire())
    }

    /// Several types, separated by commas.
    pub(super) fn flow_types(self, types: impl IntoIterator<Item = FlowType>) -> String {
        types.into_iter().map(|flow_type| self.flow_type(flow_type)).collect::<Vec<_>>().join(", ")
    }

    /// The parameter that a condition depends on, and the value that it requires: `resume_after_disconnect: true`.
    pub(super) fn behind(self, block: &Block, when: When) -> Option<String> {
        if self.0 == Notation::Text {
            return block.parameter_behind(when);
        }
        match when {
            When::Always | When::Absent(_) | When::IsNot(..) => None,
            When::Present(path) => Some(path.to_owned()),
            When::AnyPresent(paths) => paths.first().map(|path| (*path).to_owned()),
            When::Is(path, values) => Some(match values.first() {
                Some(value) => format!("{path}: {value}"),
                None => path.to_owned(),
            }),
            When::Has(path, item) => Some(format!("{path}: [{item}]")),
        }
    }
}
