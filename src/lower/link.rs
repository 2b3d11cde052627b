//! The last pass over a flow: turns arrows between statements into edges between actions.
//!
//! Takes the outline and the lowered blocks, gets the arrows of each from `edges`, follows jumps, and gives the
//! transitions of every action. Unreachable statements are found in the linked statements. Arrows that exist only
//! because of a reported mistake (the part that could not be read may lead there) are kept separate from those of the
//! flow: they keep their targets from being reported, but are not edges.

use std::collections::HashSet;

use super::block::LoweredBlock;
use super::edge_context::EdgeContext;
use super::edges::{Arrow, Arrows, Site, To, edges};
use super::outline::{Continuation, StatementId};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{ActionId, Condition, Edge, ErrorBranch, Target, Transitions};
use crate::syntax::tree::{self, Statement};

/// A statement as the target of an arrow.
#[derive(Clone, Copy, Debug)]
enum Linked {
    /// A block, which becomes this action.
    Block(ActionId),
    /// A jump; `None` if it has no valid target, which was reported.
    Jump(Option<StatementId>),
    /// A jump to `unconnected`.
    Unconnected,
    /// Something that could not be parsed.
    Hole,
}

/// The target of an arrow to a statement, after following jumps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Followed {
    pub(super) target: Target,
    /// The statement of the target.
    pub(super) at: StatementId,
}

/// Links the statements of a flow.
pub(super) struct Linker<'l, 't> {
    pub(super) context: EdgeContext<'l, 't>,
    /// Indexed by statement number.
    linked: Vec<Linked>,
    /// The arrows of each block, indexed by action.
    arrows: Vec<Arrows>,
    /// The target of each statement, once it is known.
    followed: Vec<Option<Followed>>,
    /// The statements in cycles that were reported.
    cycles: HashSet<StatementId>,
}

impl<'l, 't> Linker<'l, 't> {
    pub(super) fn new(context: EdgeContext<'l, 't>) -> Linker<'l, 't> {
        let count = context.outline.statements.len();
        Linker {
            context,
            linked: Vec::with_capacity(count),
            arrows: Vec::new(),
            followed: vec![None; count],
            cycles: HashSet::new(),
        }
    }

    /// Links all statements. `blocks` are the lowered blocks in source order. `jumps` holds the first statement of the
    /// target step of each jump, in source order.
    pub(super) fn link(&mut self, blocks: &[LoweredBlock], mut jumps: impl Iterator<Item = Option<StatementId>>) {
        for step in &self.context.outline.steps {
            if step.first.is_none() && self.context.outline.is_first_of_its_name(step) {
                let (name, span) = (&step.node.name.text, step.node.name.span);
                self.context.goes_nowhere(Code::NothingFollows, None, span, &format!("the step `{name}` is empty"));
            }
        }
        let mut blocks = blocks.iter();
        for (id, statement) in self.context.outline.iter() {
            let linked = match statement.node {
                Statement::Block(block) => match (blocks.next(), statement.action) {
                    (Some(lowered), Some(action)) => {
                        let arrows = edges(&mut self.context, Site { id, statement, block }, lowered);
                        self.arrows.push(arrows);
                        Linked::Block(action)
                    }
                    _ => Linked::Hole,
                },
                Statement::Jump(jump) => self.jump(jump, id, statement.continuation, &mut jumps),
                Statement::Hole(hole) => {
                    self.context.assume_hole(id, hole, statement.continuation);
                    Linked::Hole
                }
            };
            self.linked.push(linked);
        }
    }

    fn jump(
        &mut self,
        jump: &tree::Jump,
        id: StatementId,
        continuation: Continuation,
        jumps: &mut impl Iterator<Item = Option<StatementId>>,
    ) -> Linked {
        match (jump.target.text.as_str(), continuation) {
            ("unconnected", _) => Linked::Unconnected,
            ("none", _) => {
                self.context.diagnostics.push(
                    Diagnostic::new(
                        Code::UnknownStep,
                        jump.span,
                        "`-> none` leaves out a branch and is not a statement",
                    )
                    .primary_label("only valid as the target of a branch"),
                );
                Linked::Jump(None)
            }
            ("continue", Continuation::Statement(next)) => Linked::Jump(Some(next)),
            ("continue", Continuation::Nothing) => {
                self.context.goes_nowhere(Code::NothingFollows, Some(id), jump.span, "nothing follows here");
                Linked::Jump(None)
            }
            _ => Linked::Jump(jumps.next().flatten()),
        }
    }

    /// The transitions of all actions, in their order.
    pub(super) fn transitions(&mut self) -> Vec<Transitions> {
        let arrows = std::mem::take(&mut self.arrows);
        let transitions = arrows.iter().map(|arrows| self.settle(arrows)).collect();
        self.arrows = arrows;
        transitions
    }

    fn settle(&mut self, arrows: &Arrows) -> Transitions {
        Transitions {
            next: arrows.next.map(|arrow| self.edge(arrow)),
            conditions: arrows
                .conditions
                .iter()
                .map(|(made, arrow)| Condition {
                    operator: made.operator.clone(),
                    operands: made.operands.clone(),
                    edge: self.edge(*arrow),
                    origin: made.origin,
                })
                .collect(),
            errors: arrows
                .errors
                .iter()
                .map(|(error, origin, arrow)| ErrorBranch {
                    error: error.clone(),
                    edge: self.edge(*arrow),
                    origin: *origin,
                })
                .collect(),
            terminal: arrows.terminal,
            is_partial: arrows.is_partial,
        }
    }

    fn edge(&mut self, arrow: Arrow) -> Edge {
        let Arrow { to, origin, taken } = arrow;
        let (target, origin) = match to {
            To::Unconnected => (Target::Unconnected, origin),
            To::Hole => (Target::Hole, origin),
            To::Statement(id) => match self.follow(id) {
                // Point at the jump, which is what is unconnected.
                Followed { target: Target::Unconnected, at } => {
                    (Target::Unconnected, self.context.outline.span(at).unwrap_or(origin))
                }
                Followed { target, .. } => (target, origin),
            },
        };
        Edge { target, origin, taken }
    }

    /// Follows an arrow to a statement. A cycle of jumps without a block is reported once and becomes a hole.
    pub(super) fn follow(&mut self, from: StatementId) -> Followed {
        let mut passed: Vec<StatementId> = Vec::new();
        let mut on_way: HashSet<StatementId> = HashSet::new();
        let mut at = from;
        let found = loop {
            if let Some(Some(known)) = self.followed.get(at.index()) {
                break *known;
            }
            if !on_way.insert(at) {
                break self.cycle(&passed, from);
            }
            passed.push(at);
            match self.linked.get(at.index()) {
                Some(Linked::Block(action)) => break Followed { target: Target::Action(*action), at },
                Some(Linked::Unconnected) => break Followed { target: Target::Unconnected, at },
                Some(Linked::Jump(Some(next))) => at = *next,
                Some(Linked::Jump(None) | Linked::Hole) | None => break Followed { target: Target::Hole, at },
            }
        };
        for id in passed {
            self.followed.get_mut(id.index()).into_iter().for_each(|followed| *followed = Some(found));
        }
        found
    }

    fn cycle(&mut self, passed: &[StatementId], from: StatementId) -> Followed {
        let is_known = passed.iter().any(|id| self.cycles.contains(id));
        self.cycles.extend(passed);
        if let Some(first) = passed.iter().min().filter(|_| !is_known).and_then(|id| self.context.outline.span(*id)) {
            self.context.diagnostics.push(
                Diagnostic::new(Code::EndlessCycle, first, "these jumps form an endless loop without any block")
                    .help("start one of the steps with a block"),
            );
        }
        Followed { target: Target::Hole, at: from }
    }

    /// Computes which statements are reachable from `entries`.
    pub(super) fn reached(&self, entries: impl IntoIterator<Item = StatementId>) -> Vec<bool> {
        let mut reached = vec![false; self.linked.len()];
        let mut todo: Vec<StatementId> = entries.into_iter().collect();
        while let Some(id) = todo.pop() {
            match reached.get_mut(id.index()) {
                Some(is_reached) if !*is_reached => *is_reached = true,
                _ => continue,
            }
            todo.extend(self.context.assumed(id));
            match self.linked.get(id.index()) {
                Some(Linked::Block(action)) => {
                    let arrows = self.arrows.get(action.0).into_iter().flat_map(Arrows::all);
                    todo.extend(arrows.filter_map(|arrow| match arrow.to {
                        To::Statement(to) => Some(to),
                        To::Unconnected | To::Hole => None,
                    }));
                }
                Some(Linked::Jump(to)) => todo.extend(to),
                Some(Linked::Unconnected | Linked::Hole) | None => {}
            }
        }
        reached
    }
}

impl Arrows {
    fn all(&self) -> impl Iterator<Item = &Arrow> {
        let conditions = self.conditions.iter().map(|(_, arrow)| arrow);
        let errors = self.errors.iter().map(|(_, _, arrow)| arrow);
        self.next.iter().chain(conditions).chain(errors)
    }
}
