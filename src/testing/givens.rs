//! The world of a test: which of its `given` lines answers a block.
//!
//! First those with `once`, each one time, in order; then the one that says most; then the later one; a test's own
//! always before those of its setups. Figures are merged line by line: a later line changes only the keys that it has.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::matching::{Candidate, action_of, matches, says};
use crate::catalogue::BranchWire;
use crate::graph::{Action, Build};
use crate::script::{FiguresOf, Given, LineKind, Result, ResultKind, Script, Test};
use crate::simulate::{Answer, At, Figures, Holder, Outcome, World};
use crate::source::Span;

/// The world as the lines of a test so far have it.
pub(super) struct Givens<'s> {
    build: &'s Build,
    answers: Vec<Line<&'s Given>>,
    figures: Vec<Line<(&'s FiguresOf, &'s Figures)>>,
    /// The result that answered a block which cannot have it.
    pub(super) misfit: Option<Misfit>,
    used: HashMap<Span, usize>,
}

/// A result that the block cannot have.
#[derive(Clone, Debug)]
pub(super) struct Misfit {
    /// The result.
    pub(super) result: Span,
    /// The block.
    pub(super) block: Span,
    /// The branches that it has.
    pub(super) has: Vec<String>,
}

/// A line with where it came from.
struct Line<T> {
    span: Span,
    what: T,
    is_own: bool,
}

impl<'s> Givens<'s> {
    pub(super) fn new(build: &'s Build) -> Givens<'s> {
        Givens { build, answers: Vec::new(), figures: Vec::new(), misfit: None, used: HashMap::new() }
    }

    /// Adds a line of the test's own; data is for the run.
    pub(super) fn add(&mut self, span: Span, kind: &'s LineKind) {
        self.add_line(span, kind, true);
    }

    fn add_line(&mut self, span: Span, kind: &'s LineKind, is_own: bool) {
        match kind {
            LineKind::Given(given) => self.answers.push(Line { span, what: given, is_own }),
            LineKind::GivenFigures(of, figures) => {
                self.figures.push(Line { span, what: (of, figures), is_own });
            }
            _ => {}
        }
    }

    /// Adds the lines of a setup and of those that it uses. Returns the contact data that they give, in order.
    pub(super) fn add_setup(
        &mut self,
        script: &'s Script,
        setup: &'s Test,
    ) -> Vec<(&'s SmolStr, &'s serde_json::Value)> {
        let mut data = Vec::new();
        let mut todo = vec![(setup, 0)];
        // Lowering reports setups that use each other; the limit only ends the loop.
        while let Some((setup, depth)) = todo.pop().filter(|(_, depth)| *depth < script.setups.len().max(1)) {
            for line in &setup.lines {
                match &line.kind {
                    LineKind::Use(index) => todo.extend(script.setups.get(*index).map(|setup| (setup, depth + 1))),
                    LineKind::GivenData(path, value) => data.push((path, value)),
                    kind => self.add_line(line.span, kind, false),
                }
            }
        }
        data
    }

    /// The test's own lines that nothing used.
    pub(super) fn unused(&self) -> impl Iterator<Item = Span> {
        let answers = self.answers.iter().filter(|line| line.is_own).map(|line| line.span);
        let figures = self.figures.iter().filter(|line| line.is_own).map(|line| line.span);
        answers.chain(figures).filter(|span| !self.used.contains_key(span))
    }

    /// The line that answers: the index in `answers`.
    fn choose(&self, candidate: Candidate<'_>) -> Option<usize> {
        for is_own in [true, false] {
            let fits = |(index, line): (usize, &Line<&'s Given>)| {
                (line.is_own == is_own && matches(&line.what.pattern, candidate)).then_some((index, line.what))
            };
            let fitting: Vec<(usize, &Given)> = self.answers.iter().enumerate().filter_map(fits).collect();
            let is_free =
                |index: usize| self.answers.get(index).is_some_and(|line| !self.used.contains_key(&line.span));
            let once = fitting.iter().find(|(index, given)| given.once && is_free(*index));
            let best = || {
                fitting
                    .iter()
                    .filter(|(_, given)| !given.once)
                    .max_by_key(|(index, given)| (says(&given.pattern), *index))
            };
            if let Some((index, _)) = once.or_else(best) {
                return Some(*index);
            }
        }
        None
    }
}

impl World for Givens<'_> {
    fn answer(&mut self, at: &At<'_>) -> Option<Answer> {
        let action = action_of(&self.build.flows, at.flow, at.action)?;
        let candidate = Candidate { action, parameters: Some(at.parameters), queue: at.queue };
        let index = self.choose(candidate)?;
        let line = self.answers.get(index)?;
        *self.used.entry(line.span).or_default() += 1;
        let given = line.what;
        match outcome(&given.result, action) {
            Some(result) => Some(Answer { result, data: given.data.clone(), by: Some(line.span) }),
            None => {
                let has = super::branches::all(action);
                self.misfit = Some(Misfit { result: given.result.span, block: action.head, has });
                None
            }
        }
    }

    fn figures(&mut self, of: &Holder) -> Figures {
        let mut merged = Figures::default();
        for is_own in [false, true] {
            for line in self.figures.iter().filter(|line| line.is_own == is_own) {
                let (whose, figures) = line.what;
                let is_of = match (whose, of) {
                    (FiguresOf::EveryQueue, Holder::Queue(_)) | (FiguresOf::EveryAgent, Holder::Agent(_)) => true,
                    (FiguresOf::One(one), of) => one == of,
                    _ => false,
                };
                if is_of {
                    merge(&mut merged, figures, line.span);
                    *self.used.entry(line.span).or_default() += 1;
                }
            }
        }
        merged
    }
}

fn merge(merged: &mut Figures, later: &Figures, span: Span) {
    let set = |one: &mut Option<u64>, other: Option<u64>| {
        if other.is_some() {
            *one = other;
        }
    };
    set(&mut merged.waiting, later.waiting);
    set(&mut merged.oldest, later.oldest);
    set(&mut merged.available, later.available);
    set(&mut merged.staffed, later.staffed);
    set(&mut merged.online, later.online);
    merged.full |= later.full;
    merged.by = Some(span);
}

/// What a result means at this block; `None` if the block has no such condition.
pub(super) fn outcome(result: &Result, action: &Action) -> Option<Outcome> {
    Some(match &result.kind {
        ResultKind::Success => Outcome::Success,
        ResultKind::Branch(name) => match action.block.and_then(|block| block.branch(name)).map(|branch| branch.wire) {
            Some(BranchWire::Next) => Outcome::Success,
            Some(_) => Outcome::Branch(name),
            // The block is written as an action of flow JSON, whose branches have no names.
            None if action.block.is_none() => Outcome::Branch(name),
            None => return None,
        },
        ResultKind::Error(error) => Outcome::Error(error.clone()),
        ResultKind::Value(value) => Outcome::Value(value.clone()),
        ResultKind::When(operator, operands) => {
            let same = |condition: &&crate::graph::Condition| {
                condition.operator == *operator
                    && condition.operands.len() == operands.len()
                    && condition.operands.iter().zip(operands).all(|(one, other)| one.value == other.value)
            };
            let position = action.transitions.conditions.iter().position(|condition| same(&condition))?;
            Outcome::Condition(position)
        }
        ResultKind::Share(share) => {
            let mut before = 1;
            let position = action.transitions.conditions.iter().position(|condition| {
                let threshold = condition.operands.first().and_then(|operand| match &operand.value {
                    crate::graph::Value::Text(text) => text.parse::<i64>().ok(),
                    _ => None,
                });
                let Some(threshold) = threshold else { return false };
                let is_it = threshold - before == i64::from(*share);
                before = threshold;
                is_it
            })?;
            Outcome::Condition(position)
        }
    })
}
