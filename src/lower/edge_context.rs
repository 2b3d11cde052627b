//! The context in which the edges of a flow are computed.
//!
//! Holds the outline, the defaults and the mode. Also records two things that are not edges: the statements that a
//! reported mistake may lead to, so that they are not reported as well; and the places that continue although nothing
//! follows, which are reported only if they are reachable. Never follows an arrow: that is done by `link`.

use super::defaults::Defaults;
use super::outline::{Continuation, Outline, StatementId};
use crate::catalogue::FlowType;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::Mode;
use crate::source::Span;
use crate::syntax::tree;

/// The flow whose edges are computed, and the notes about them.
pub(super) struct EdgeContext<'l, 't> {
    pub(super) outline: &'l Outline<'t>,
    pub(super) mode: Mode,
    pub(super) defaults: &'l mut Defaults<'t>,
    pub(super) diagnostics: &'l mut Diagnostics,
    is_module: bool,
    /// The type of the flow; `None` for a module and for an unknown type.
    pub(super) flow_type: Option<FlowType>,
    /// Where each statement may lead because of a mistake that was reported.
    assumed: Vec<Vec<StatementId>>,
    /// The places that continue although nothing follows, each with its statement.
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
        EdgeContext { outline, mode, defaults, diagnostics, is_module, flow_type: None, assumed, ends: Vec::new() }
    }

    /// Records that `statement` continues although nothing follows. In a draft that is an unconnected branch, which
    /// needs no second message. If `statement` is unreachable, only that is reported.
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

    /// Records that a statement may lead to another because of a mistake that was reported.
    pub(super) fn assume(&mut self, from: StatementId, to: StatementId) {
        if let Some(assumed) = self.assumed.get_mut(from.index()) {
            assumed.push(to);
        }
    }

    /// Records that a part that could not be parsed may lead to every step that it names, and to what follows.
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

    /// The statements that a statement may lead to because of a mistake that was reported.
    pub(super) fn assumed(&self, from: StatementId) -> &[StatementId] {
        self.assumed.get(from.index()).map_or(&[], Vec::as_slice)
    }

    /// Reports the reachable statements that continue although nothing follows.
    pub(super) fn report_ends(&mut self, reached: &[bool]) {
        let ends = std::mem::take(&mut self.ends).into_iter();
        let ends = ends.filter(|(id, _)| id.is_none_or(|id| reached.get(id.index()) == Some(&true)));
        self.diagnostics.extend(ends.map(|(_, diagnostic)| diagnostic));
    }
}
