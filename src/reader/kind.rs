//! Whether a flow object is the content of a flow or of a module, and the flow's type.

use super::ImportHints;
use crate::catalogue::FlowType;
use crate::graph::{Action, FlowKind, possible_types};

/// What the JSON contains about a flow apart from its actions.
pub(super) struct Metadata {
    /// Whether it is a module, if the JSON says so.
    pub(super) is_module: Option<bool>,
    /// Whether the content has settings, which only modules have.
    pub(super) has_settings: bool,
    /// The type in its metadata or in the answer that contains it.
    pub(super) flow_type: Option<FlowType>,
}

/// Flow or module, and whether the type was inferred from the actions alone.
pub(super) fn kind(hints: &ImportHints, written: Metadata, actions: &[Action]) -> (FlowKind, bool) {
    match (hints.flow_type, written) {
        (Some(flow_type), _) => (FlowKind::Flow(Some(flow_type)), false),
        (None, Metadata { is_module: Some(true), .. }) => (FlowKind::Module, false),
        (None, Metadata { flow_type: Some(flow_type), .. }) => (FlowKind::Flow(Some(flow_type)), false),
        (None, Metadata { is_module: None, has_settings: true, .. }) => (FlowKind::Module, false),
        (None, _) => (inferred(actions), true),
    }
}

/// The first type that allows all actions, else the first that allows them if disputed types count too; a module if
/// only that allows them, else inbound.
fn inferred(actions: &[Action]) -> FlowKind {
    let certain = possible_types(actions, false);
    let types = if certain.is_empty() { possible_types(actions, true) } else { certain };
    match types.first() {
        Some(flow_type) => FlowKind::Flow(Some(*flow_type)),
        None if actions.iter().filter_map(|action| action.block).all(|block| block.flow_types.modules) => {
            FlowKind::Module
        }
        None => FlowKind::Flow(Some(FlowType::Inbound)),
    }
}

/// The other types that a flow could have whose type was inferred.
pub(super) fn alternatives(kind: FlowKind, actions: &[Action]) -> Vec<FlowType> {
    let FlowKind::Flow(Some(chosen)) = kind else { return Vec::new() };
    possible_types(actions, true).into_iter().filter(|flow_type| *flow_type != chosen).collect()
}

/// Whether a name of a type is the one that the designer's metadata has for modules.
pub(super) fn is_module(text: &str) -> bool {
    bare(text) == "contactflowmodule"
}

/// The flow type of a name as the API spells it (`CONTACT_FLOW`) or the designer's metadata (`contactFlow`).
pub(super) fn flow_type(text: &str) -> Option<FlowType> {
    FlowType::ALL.into_iter().find(|flow_type| bare(flow_type.wire()) == bare(text))
}

fn bare(text: &str) -> String {
    text.replace('_', "").to_lowercase()
}
