//! The first pass over a flow: numbers its steps and statements, and computes what follows each.
//!
//! Takes the tree of a flow, assigns a number to every statement, in source order, and an action to every block. The
//! only thing it knows about a block is whether a branch returns to it. Reports nothing.

use std::collections::HashMap;

use super::entry::{entry_of, is_named};
use crate::graph::ActionId;
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, Run, Selector, Statement, Target};

/// A statement of a flow, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct StatementId(usize);

impl StatementId {
    pub(super) fn index(self) -> usize {
        self.0
    }
}

/// What follows a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Continuation {
    /// This statement: the next line, the statement after the block whose branch ends here, or that block itself.
    Statement(StatementId),
    /// Nothing: the step ends here.
    Nothing,
}

/// A statement with what the outline knows about it.
#[derive(Debug)]
pub(super) struct Outlined<'t> {
    pub(super) node: &'t Statement,
    /// The step, as an index into [`Outline::steps`].
    pub(super) step: usize,
    pub(super) continuation: Continuation,
    /// The action that a block becomes.
    pub(super) action: Option<ActionId>,
    /// The run of each branch of a block, in source order; `None` for a jump.
    pub(super) runs: Vec<Option<OutlinedRun>>,
}

/// The run of a branch.
#[derive(Clone, Copy, Debug)]
pub(super) struct OutlinedRun {
    /// Its first statement; `None` for an empty run.
    pub(super) first: Option<StatementId>,
    /// What follows its last statement.
    pub(super) continuation: Continuation,
}

/// A step.
#[derive(Debug)]
pub(super) struct OutlinedStep<'t> {
    pub(super) node: &'t tree::Step,
    /// Its first statement; `None` for an empty one.
    pub(super) first: Option<StatementId>,
}

/// A flow, numbered.
#[derive(Debug)]
pub(super) struct Outline<'t> {
    pub(super) steps: Vec<OutlinedStep<'t>>,
    /// Indexed by statement number.
    pub(super) statements: Vec<Outlined<'t>>,
    /// The steps by name; of two with the same name, the first.
    by_name: HashMap<&'t str, usize>,
    /// The names of all steps, sorted.
    names: Vec<&'t str>,
}

impl<'t> Outline<'t> {
    pub(super) fn new(flow: &'t tree::Flow) -> Outline<'t> {
        let mut numbering = Numbering { statements: Vec::new(), actions: 0, step: 0 };
        let mut steps = Vec::new();
        let mut by_name = HashMap::new();
        for (index, node) in flow.steps().enumerate() {
            numbering.step = index;
            let run = numbering.number(&node.run);
            numbering.continue_with(&run, Continuation::Nothing);
            by_name.entry(node.name.text.as_str()).or_insert(index);
            steps.push(OutlinedStep { node, first: run.first().map(|statement| statement.id) });
        }
        let mut names: Vec<&str> = by_name.keys().copied().collect();
        names.sort_unstable();
        Outline { steps, statements: numbering.statements, by_name, names }
    }

    /// The statements with their numbers, in source order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (StatementId, &Outlined<'t>)> {
        (0..).map(StatementId).zip(&self.statements)
    }

    pub(super) fn get(&self, id: StatementId) -> Option<&Outlined<'t>> {
        self.statements.get(id.0)
    }

    /// The span of a statement.
    pub(super) fn span(&self, id: StatementId) -> Option<Span> {
        self.get(id).map(|statement| statement.node.span())
    }

    /// The step of this name; of two with the same name, the first.
    pub(super) fn step(&self, name: &str) -> Option<&OutlinedStep<'t>> {
        self.by_name.get(name).and_then(|index| self.steps.get(*index))
    }

    /// The names of all steps, sorted.
    pub(super) fn step_names(&self) -> &[&'t str] {
        &self.names
    }

    /// Whether a step is the one that its name refers to, rather than a duplicate.
    pub(super) fn is_first_of_its_name(&self, step: &OutlinedStep<'_>) -> bool {
        self.step(&step.node.name.text).is_some_and(|first| std::ptr::eq(first.node, step.node))
    }
}

/// A statement with a known number and a continuation that is not known yet.
struct Numbered {
    id: StatementId,
    /// For each branch of a block, its run and whether the run returns to the block.
    runs: Vec<Option<(Vec<Numbered>, bool)>>,
}

struct Numbering<'t> {
    statements: Vec<Outlined<'t>>,
    actions: usize,
    step: usize,
}

impl<'t> Numbering<'t> {
    /// Numbers the statements of a run and of all runs in it, in source order.
    fn number(&mut self, run: &'t Run) -> Vec<Numbered> {
        let mut numbered = Vec::new();
        for node in &run.statements {
            let id = StatementId(self.statements.len());
            let action = matches!(node, Statement::Block(_)).then(|| {
                self.actions += 1;
                ActionId(self.actions - 1)
            });
            let continuation = Continuation::Nothing;
            self.statements.push(Outlined { node, step: self.step, continuation, action, runs: Vec::new() });
            let mut runs = Vec::new();
            if let Statement::Block(block) = node {
                for item in block.items() {
                    let BodyItem::Branch(branch) = item else { continue };
                    runs.push(match &branch.target {
                        Target::Jump(_) => None,
                        Target::Run(run) => Some((self.number(run), returns(block, branch))),
                    });
                }
            }
            numbered.push(Numbered { id, runs });
        }
        numbered
    }

    /// Sets the continuation of each statement of a run and of the nested runs. `last` follows the whole run.
    fn continue_with(&mut self, run: &[Numbered], last: Continuation) {
        let next = run.iter().skip(1).map(|next| Continuation::Statement(next.id)).chain([last]);
        for (Numbered { id, runs }, continuation) in run.iter().zip(next) {
            let mut outlined = Vec::new();
            for inner in runs {
                outlined.push(inner.as_ref().map(|(inner, returns)| {
                    let continuation = if *returns { Continuation::Statement(*id) } else { continuation };
                    self.continue_with(inner, continuation);
                    OutlinedRun { first: inner.first().map(|statement| statement.id), continuation }
                }));
            }
            if let Some(statement) = self.statements.get_mut(id.0) {
                statement.continuation = continuation;
                statement.runs = outlined;
            }
        }
    }
}

/// Whether the run of a branch returns to its block.
fn returns(block: &tree::Block, branch: &tree::Branch) -> bool {
    let Selector::On(outcomes) = &branch.selector else { return false };
    let Some(entry) = entry_of(block) else { return false };
    let mut returning = entry.branches.iter().filter(|branch| branch.returns);
    returning.any(|branch| outcomes.iter().any(|outcome| is_named(outcome, branch)))
}
