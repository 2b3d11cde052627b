//! A test while it runs: the contact, the turn, and what the lines so far said of the world.
//!
//! Takes the events of the run; says which block of them a pattern stands for and how it was left, and makes failures
//! with the way of the contact. Judges no line.

use super::Failure;
use super::givens::{Givens, outcome};
use super::matching::{Candidate, action_of, is_of, matches};
use super::way::{describe, holder, written};
use crate::catalogue::BranchWire;
use crate::diagnostic::Diagnostic;
use crate::graph::{Action, Build, Condition};
use crate::script::{Pattern, Result as Wanted, ResultKind};
use crate::simulate::{Event, Outcome, Simulation, Stop, Taken, Whereabouts};
use crate::source::{Sources, Span};

/// A test while it runs.
pub(super) struct Run<'a> {
    pub(super) build: &'a Build,
    pub(super) sources: &'a Sources,
    pub(super) simulation: Simulation<'a>,
    pub(super) turn: Turn,
    pub(super) givens: Givens<'a>,
    /// The contact data that the test's own lines gave, and how many events there were.
    pub(super) data: Vec<(&'a str, Span, usize)>,
    /// Why the simulation cannot go on.
    pub(super) stop: Option<Stop>,
}

/// The turn in which something is looked for, and what was found in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    /// Its first event.
    pub(super) start: usize,
    /// The event that waited for the act which began the turn: it is left in this turn.
    pub(super) asked: Option<usize>,
    /// The first event that the next block may be.
    pub(super) block_from: usize,
    /// The first event, and message of it, that the next message may be.
    pub(super) message_from: (usize, usize),
}

/// How far an event fits a pattern and a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looked {
    Found,
    LeftOtherwise,
    Other,
}

impl Turn {
    /// The last turn of a run.
    pub(super) fn of(simulation: &Simulation<'_>, asked: Option<usize>) -> Turn {
        let (events, turn) = (simulation.events(), simulation.turn());
        let start = events.iter().position(|event| event.turn == turn).unwrap_or(events.len());
        Turn { start, asked, block_from: start, message_from: (start, 0) }
    }
}

impl<'a> Run<'a> {
    pub(super) fn new(build: &'a Build, sources: &'a Sources) -> Run<'a> {
        Run {
            build,
            sources,
            simulation: Simulation::new(build),
            turn: Turn::default(),
            givens: Givens::new(build),
            data: Vec::new(),
            stop: None,
        }
    }

    /// A failure with the whole way.
    pub(super) fn failed(&self, diagnostic: Diagnostic) -> Box<Failure> {
        let events = self.simulation.events().iter();
        let way = events.filter_map(|event| describe(event, self.build, self.sources)).collect();
        Box::new(Failure { diagnostic, way, accepted: None })
    }

    /// A failure with the blocks of the turn.
    pub(super) fn failed_in_turn(&self, diagnostic: Diagnostic) -> Box<Failure> {
        let events = self.simulation.events().get(self.turn.start..).unwrap_or_default().iter();
        let way = events.filter_map(|event| describe(event, self.build, self.sources)).collect();
        Box::new(Failure { diagnostic, way, accepted: None })
    }

    /// Whether the block of an event is one that a pattern stands for, and was left so.
    pub(super) fn is_at(&self, index: usize, pattern: &Pattern, result: Option<&Wanted>) -> bool {
        self.looked(index, pattern, result) == Looked::Found
    }

    /// A block of the turn that is of the same kind as one that a pattern stands for.
    pub(super) fn alike(&self, pattern: &Pattern) -> Option<&'a Action> {
        let events = self.simulation.events().get(self.turn.start..)?;
        let mut actions = events.iter().filter_map(|event| self.action_at(event));
        actions.find(|action| pattern.blocks.iter().any(|block| is_of(action, block)))
    }

    /// How far an event fits a pattern and a result.
    pub(super) fn looked(&self, index: usize, pattern: &Pattern, result: Option<&Wanted>) -> Looked {
        let Some(event) = self.simulation.events().get(index) else { return Looked::Other };
        let Some(action) = action_of(&self.build.flows, event.flow, event.action) else { return Looked::Other };
        let candidate = Candidate { action, parameters: Some(&event.parameters), queue: event.queue.as_ref() };
        if !matches(pattern, candidate) {
            return Looked::Other;
        }
        match result {
            Some(result) if !is_left_so(event, action, result) => Looked::LeftOtherwise,
            _ => Looked::Found,
        }
    }

    pub(super) fn action(&self, event: usize) -> Option<&'a Action> {
        self.action_at(self.simulation.events().get(event)?)
    }

    /// The action that an event ran.
    pub(super) fn action_at(&self, event: &Event) -> Option<&'a Action> {
        action_of(&self.build.flows, event.flow, event.action)
    }

    /// Where the contact is, in words.
    pub(super) fn whereabouts(&self) -> String {
        match self.simulation.whereabouts() {
            Whereabouts::Nowhere => "not there yet".to_owned(),
            Whereabouts::InFlow => {
                let waiting = self.simulation.asks().and_then(|event| {
                    let event = self.simulation.events().get(event)?;
                    let flow = self.build.flows.get(event.flow)?;
                    Some(written(flow.action(event.action)?, flow.notation, self.sources))
                });
                match waiting {
                    Some(block) => format!("at `{block}`"),
                    None => "in a flow".to_owned(),
                }
            }
            Whereabouts::Queued(queue) => format!("queued for {}", holder(&queue)),
            Whereabouts::WithAgent(Some(agent)) => format!("with the agent `{agent}`"),
            Whereabouts::WithAgent(None) => "with an agent".to_owned(),
            Whereabouts::Transferred(number) => format!("transferred to `{number}`"),
            Whereabouts::Elsewhere(flow) => format!("in `{flow}`, which is not here"),
            Whereabouts::Disconnected => "disconnected".to_owned(),
        }
    }
}

/// Whether a block was left so.
fn is_left_so(event: &Event, action: &Action, result: &Wanted) -> bool {
    let Some(exit) = &event.exit else { return false };
    let taken = exit.edge;
    let condition = |index: usize| action.transitions.conditions.get(index);
    if matches!(result.kind, ResultKind::Value(_))
        && let Taken::Error(index) = taken
        && let ResultKind::Value(value) = &result.kind
    {
        return action.transitions.errors.get(index).is_some_and(|branch| branch.error == *value);
    }
    match outcome(result, action) {
        Some(Outcome::Success) => matches!(taken, Taken::Next | Taken::Ended),
        Some(Outcome::Condition(wanted)) => taken == Taken::Condition(wanted),
        Some(Outcome::Error(error)) => is_error(action, taken, &error),
        Some(Outcome::Value(value)) => {
            matches!(taken, Taken::Condition(index) if condition(index).is_some_and(|it| has_operand(it, &value)))
        }
        Some(Outcome::Branch(name)) => match action.block.and_then(|block| block.branch(name)).map(|it| it.wire) {
            Some(BranchWire::Next) => matches!(taken, Taken::Next | Taken::Ended),
            Some(BranchWire::Error(error)) => is_error(action, taken, error),
            Some(BranchWire::Condition(operator, operand)) => {
                matches!(taken, Taken::Condition(index) if condition(index).is_some_and(|it| it.operator == operator && has_operand(it, operand)))
            }
            None => false,
        },
        None => false,
    }
}

fn is_error(action: &Action, taken: Taken, error: &str) -> bool {
    match taken {
        Taken::Error(index) => action.transitions.errors.get(index).is_some_and(|branch| branch.error == *error),
        _ => false,
    }
}

fn has_operand(condition: &Condition, value: &str) -> bool {
    condition.operands.iter().any(|node| match &node.value {
        crate::graph::Value::Reference(reference) => reference.text == value,
        other => crate::graph::wire::scalar(other, crate::graph::wire::reference).is_some_and(|text| text == value),
    })
}
