//! The owner of the parameters that are checked: an action, or an item of one of its lists.

use crate::catalogue::Block;
use crate::graph::FlowKind;
use crate::source::Span;

/// The owner of an object.
#[derive(Clone, Copy)]
pub(super) struct Owner {
    pub(super) flow_kind: FlowKind,
    pub(super) flow_kind_origin: Span,
    pub(super) block: &'static Block,
    /// The span to point at when something is missing.
    pub(super) head: Span,
    pub(super) is_whole: bool,
    /// The parameter whose item is checked, if it is an item.
    pub(super) inside: Option<&'static str>,
}
