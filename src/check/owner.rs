//! What the parameters at hand belong to: an action, or an item of one of its lists.

use crate::catalogue::Block;
use crate::graph::FlowKind;
use crate::source::Span;

/// What an object belongs to.
#[derive(Clone, Copy)]
pub(super) struct Owner {
    pub(super) flow_kind: FlowKind,
    pub(super) flow_kind_origin: Span,
    pub(super) block: &'static Block,
    /// What to point at when something is missing.
    pub(super) head: Span,
    pub(super) is_whole: bool,
    /// The parameter whose item it is.
    pub(super) inside: Option<&'static str>,
}
