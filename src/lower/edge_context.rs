//! What the edges of a flow are decided in, and what is noted while they are.
//!
//! Holds the outline, the defaults and the mode. Takes notes of two kinds that are no edges: where a mistake that was
//! reported may have led (so that what stands there is not reported again), and what goes on where nothing follows (which is
//! reported only if it is reached). Never follows an arrow: that is `link`.

use super::defaults::Defaults;
use super::outline::{Continuation, Outline, StatementId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::Mode;
use crate::source::Span;
use crate::syntax::tree;

/// The flow whose edges are decided, and the notes on them.
pub(super) struct EdgeContext<'l, 't> {
    pub(super) outline: &'l Outline<'t>,
    pub(super) mode: Mode,
    pub(super) defaults: &'l mut Defaults<'t>,
    pub(super) diagnostics: &'l mut Diagnostics,
    is_module: bool,
    /// Where each statement may lead because of a mistake that was reported.
    assumed: Vec<Vec<StatementId>>,
    /// What goes on where nothing follows, each with the statement that does.
    ends: Vec<(Option<StatementId>, Diagnostic)>,
}

impl<'l, 't> EdgeContext<'l, 't> {
    pub(super) fn new(
        outline: &'l Outline<'t>,
        mode: Mode,
        is_module: bool,
        defaults: &'l mut Defaults<'t>,
        diagnostics: &'l mut Diagnostics,
    ) -> EdgeContext<'l, 't> {
        let assumed = vec![Vec::new(); outline.statements.len()];
        EdgeContext { outline, mode, defaults, diagnostics, is_module, assumed, ends: Vec::new() }
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

    /// Where a statement may lead because of a mistake that was reported.
    pub(super) fn assumed(&self, from: StatementId) -> &[StatementId] {
        self.assumed.get(from.index()).map_or(&[], Vec::as_slice)
    }

    /// Reports what goes on where nothing follows, of the statements that are reached.
    pub(super) fn report_ends(&mut self, reached: &[bool]) {
        let ends = std::mem::take(&mut self.ends).into_iter();
        let ends = ends.filter(|(id, _)| id.is_none_or(|id| reached.get(id.index()) == Some(&true)));
        self.diagnostics.extend(ends.map(|(_, diagnostic)| diagnostic));
    }
}
