//! The last pass over a flow: arrows between statements become edges between actions.
//!
//! Takes the outline and the lowered blocks, asks `edges` for the arrows of each, follows jumps, and gives the transitions
//! of every action. What is never reached is read off the linked statements. An arrow that is there only because a mistake
//! was reported (what could not be read may lead there) is apart from those of the flow: it keeps what follows from being
//! reported, and is no edge.

use std::collections::HashSet;

use super::block::LoweredBlock;
use super::edge_context::EdgeContext;
use super::edges::{Arrow, Arrows, Site, To, edges};
use super::outline::{Continuation, StatementId};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{ActionId, Condition, Edge, ErrorBranch, Target, Transitions};
use crate::syntax::tree::{self, Statement};

/// What a statement is to an arrow that leads to it.
#[derive(Clone, Copy, Debug)]
enum Linked {
    /// A block, which becomes this action.
    Block(ActionId),
    /// A jump; `None` where it leads nowhere, which was reported.
    Jump(Option<StatementId>),
    /// A jump to `unconnected`.
    LooseEnd,
    /// Something that could not be parsed.
    Hole,
}

/// What an arrow to a statement leads to, jumps followed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Followed {
    pub(super) target: Target,
    /// The statement where that stands.
    pub(super) at: StatementId,
}

/// Links the statements of a flow.
pub(super) struct Linker<'l, 't> {
    pub(super) context: EdgeContext<'l, 't>,
    /// By the number of the statement.
    linked: Vec<Linked>,
    /// The arrows of each block, by the number of its action.
    arrows: Vec<Arrows>,
    /// What each statement leads to, as far as that is known.
    followed: Vec<Option<Followed>>,
    /// The statements of circles that were reported.
    circles: HashSet<StatementId>,
}

impl<'l, 't> Linker<'l, 't> {
    pub(super) fn new(context: EdgeContext<'l, 't>) -> Linker<'l, 't> {
        let count = context.outline.statements.len();
        Linker {
            context,
            linked: Vec::with_capacity(count),
            arrows: Vec::new(),
            followed: vec![None; count],
            circles: HashSet::new(),
        }
    }

    /// Links all statements; `blocks` are the lowered ones in source order, `jumps` says for each jump to a step, in source
    /// order, where that begins.
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
            ("unconnected", _) => Linked::LooseEnd,
            ("none", _) => {
                self.context.diagnostics.push(
                    Diagnostic::new(Code::UnknownStep, jump.span, "`-> none` leaves out a branch and cannot be a line")
                        .primary_label("only a branch can lead there"),
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

    /// The transitions of every action, in their order.
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
                // The jump is what is not connected.
                Followed { target: Target::Unconnected, at } => {
                    (Target::Unconnected, self.context.outline.span(at).unwrap_or(origin))
                }
                Followed { target, .. } => (target, origin),
            },
        };
        Edge { target, origin, taken }
    }

    /// What an arrow to a statement leads to. A circle of jumps alone is reported where it is first met, and is a hole.
    pub(super) fn follow(&mut self, from: StatementId) -> Followed {
        let mut passed: Vec<StatementId> = Vec::new();
        let mut on_way: HashSet<StatementId> = HashSet::new();
        let mut at = from;
        let found = loop {
            if let Some(Some(known)) = self.followed.get(at.index()) {
                break *known;
            }
            if !on_way.insert(at) {
                break self.circle(&passed, from);
            }
            passed.push(at);
            match self.linked.get(at.index()) {
                Some(Linked::Block(action)) => break Followed { target: Target::Action(*action), at },
                Some(Linked::LooseEnd) => break Followed { target: Target::Unconnected, at },
                Some(Linked::Jump(Some(next))) => at = *next,
                Some(Linked::Jump(None) | Linked::Hole) | None => break Followed { target: Target::Hole, at },
            }
        };
        for id in passed {
            self.followed.get_mut(id.index()).into_iter().for_each(|followed| *followed = Some(found));
        }
        found
    }

    fn circle(&mut self, passed: &[StatementId], from: StatementId) -> Followed {
        let is_known = passed.iter().any(|id| self.circles.contains(id));
        self.circles.extend(passed);
        if let Some(first) = passed.iter().min().filter(|_| !is_known).and_then(|id| self.context.outline.span(*id)) {
            self.context.diagnostics.push(
                Diagnostic::new(Code::EndlessCycle, first, "these jumps lead in a circle without any block")
                    .help("let one of the steps begin with a block"),
            );
        }
        Followed { target: Target::Hole, at: from }
    }

    /// Which statements are reached from `entries`.
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
                Some(Linked::LooseEnd | Linked::Hole) | None => {}
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
