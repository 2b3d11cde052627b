//! The last pass over a flow: arrows between statements become edges between actions.
//!
//! Takes the outline and the lowered blocks, asks `edges` for the arrows of each, follows jumps, and gives the transitions
//! of every action. What is never reached is read off the linked statements. An arrow that is there only because a mistake
//! was reported (what could not be read may lead there) is apart from those of the flow: it keeps what follows from being
//! reported, and is no edge.

use std::collections::HashSet;

use super::block::LoweredBlock;
use super::defaults::Defaults;
use super::edges::{Arrow, Arrows, Site, To, edges};
use super::outline::{Continuation, Outline, StatementId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{ActionId, Condition, Edge, ErrorBranch, Mode, Target, Transitions};
use crate::source::Span;
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
    pub(super) outline: &'l Outline<'t>,
    pub(super) mode: Mode,
    pub(super) is_module: bool,
    pub(super) defaults: &'l mut Defaults<'t>,
    pub(super) diagnostics: &'l mut Diagnostics,
    /// By the number of the statement.
    linked: Vec<Linked>,
    /// The arrows of each block, by the number of its action.
    arrows: Vec<Arrows>,
    /// Where each statement may lead because of a mistake that was reported.
    assumed: Vec<Vec<StatementId>>,
    /// What goes on where nothing follows, each with the statement that does.
    ends: Vec<(Option<StatementId>, Diagnostic)>,
    /// What each statement leads to, as far as that is known.
    followed: Vec<Option<Followed>>,
    /// The statements of circles that were reported.
    circles: HashSet<StatementId>,
}

impl<'l, 't> Linker<'l, 't> {
    pub(super) fn new(
        outline: &'l Outline<'t>,
        mode: Mode,
        is_module: bool,
        defaults: &'l mut Defaults<'t>,
        diagnostics: &'l mut Diagnostics,
    ) -> Linker<'l, 't> {
        let count = outline.statements.len();
        Linker {
            outline,
            mode,
            is_module,
            defaults,
            diagnostics,
            linked: Vec::with_capacity(count),
            arrows: Vec::new(),
            assumed: vec![Vec::new(); count],
            ends: Vec::new(),
            followed: vec![None; count],
            circles: HashSet::new(),
        }
    }

    /// Links all statements; `blocks` are the lowered ones in source order, `jumps` says for each jump to a step, in source
    /// order, where that begins.
    pub(super) fn link(&mut self, blocks: &[LoweredBlock], mut jumps: impl Iterator<Item = Option<StatementId>>) {
        for step in &self.outline.steps {
            if step.first.is_none() && self.outline.is_first_of_its_name(step) {
                let (name, span) = (&step.node.name.text, step.node.name.span);
                self.goes_nowhere(Code::NothingFollows, None, span, &format!("the step `{name}` is empty"));
            }
        }
        let mut blocks = blocks.iter();
        for (id, statement) in self.outline.iter() {
            let linked = match statement.node {
                Statement::Block(block) => match (blocks.next(), statement.action) {
                    (Some(lowered), Some(action)) => {
                        let arrows = edges(self, Site { id, statement, block }, lowered);
                        self.arrows.push(arrows);
                        Linked::Block(action)
                    }
                    _ => Linked::Hole,
                },
                Statement::Jump(jump) => self.jump(jump, id, statement.continuation, &mut jumps),
                Statement::Hole(hole) => {
                    self.assume_hole(id, hole, statement.continuation);
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
                self.diagnostics.push(
                    Diagnostic::new(Code::UnknownStep, jump.span, "`-> none` leaves out a branch and cannot be a line")
                        .saying("only a branch can lead there"),
                );
                Linked::Jump(None)
            }
            ("continue", Continuation::Statement(next)) => Linked::Jump(Some(next)),
            ("continue", Continuation::Nothing) => {
                self.goes_nowhere(Code::NothingFollows, Some(id), jump.span, "nothing follows here");
                Linked::Jump(None)
            }
            _ => Linked::Jump(jumps.next().flatten()),
        }
    }

    /// Says that something goes on where nothing follows. In a draft that is a loose end, which needs no second message.
    /// `statement` is what goes on: where nothing reaches it, that alone is reported.
    pub(super) fn goes_nowhere(&mut self, code: Code, statement: Option<StatementId>, span: Span, message: &str) {
        let diagnostic = Diagnostic::new(code, span, message).help(if self.is_module {
            "end the step with a jump (`-> step`) or a block that ends the module (`return`, `disconnect`)"
        } else {
            "end the step with a jump (`-> step`) or a block that ends the flow (`disconnect`, `end_flow`)"
        });
        let diagnostic = match self.mode {
            Mode::Publish => diagnostic,
            Mode::Draft => diagnostic.in_draft(),
        };
        self.ends.push((statement, diagnostic));
    }

    /// A statement may lead to another because of a mistake that was reported.
    pub(super) fn assume(&mut self, from: StatementId, to: StatementId) {
        if let Some(assumed) = self.assumed.get_mut(from.index()) {
            assumed.push(to);
        }
    }

    /// What could not be parsed at a statement may lead to every step that it names, and on.
    pub(super) fn assume_hole(&mut self, from: StatementId, hole: &tree::Hole, continuation: Continuation) {
        for target in &hole.targets {
            if let Some(first) = self.outline.step(&target.text).and_then(|step| step.first) {
                self.assume(from, first);
            }
        }
        if let Continuation::Statement(next) = continuation {
            self.assume(from, next);
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
                    (Target::Unconnected, self.outline.span(at).unwrap_or(origin))
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
        if let Some(first) = passed.iter().min().filter(|_| !is_known).and_then(|id| self.outline.span(*id)) {
            self.diagnostics.push(
                Diagnostic::new(Code::EndlessRing, first, "these jumps lead in a circle without any block")
                    .help("let one of the steps begin with a block"),
            );
        }
        Followed { target: Target::Hole, at: from }
    }

    /// Reports what goes on where nothing follows, of the statements that are reached.
    pub(super) fn report_ends(&mut self, reached: &[bool]) {
        let ends = std::mem::take(&mut self.ends).into_iter();
        let ends = ends.filter(|(id, _)| id.is_none_or(|id| reached.get(id.index()) == Some(&true)));
        self.diagnostics.extend(ends.map(|(_, diagnostic)| diagnostic));
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
            todo.extend(self.assumed.get(id.index()).into_iter().flatten());
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
