//! What a flow object is the content of: a flow of which type, or a module.

use super::ImportHints;
use crate::catalogue::FlowType;
use crate::graph::{Action, FlowKind};

/// What the JSON says of a flow beside its actions.
pub(super) struct Metadata {
    /// Whether it is a module: only those have settings.
    pub(super) is_module: bool,
    /// The type that its metadata or the answer around it names.
    pub(super) flow_type: Option<FlowType>,
}

/// Flow or module, and whether the type follows from the actions alone.
pub(super) fn kind(hints: &ImportHints, written: Metadata, actions: &[Action]) -> (FlowKind, bool) {
    match (hints.flow_type, written) {
        (Some(flow_type), _) => (FlowKind::Flow(Some(flow_type)), false),
        (None, Metadata { is_module: true, .. }) => (FlowKind::Module, false),
        (None, Metadata { flow_type: Some(flow_type), .. }) => (FlowKind::Flow(Some(flow_type)), false),
        (None, _) => (FlowKind::Flow(Some(inferred(actions))), true),
    }
}

/// The first type that allows all actions, with no doubt or else with some; inbound where none does.
fn inferred(actions: &[Action]) -> FlowType {
    let fits = |flow_type: FlowType, with_doubt: bool| {
        actions.iter().filter_map(|action| action.block).all(|block| {
            let types = block.flow_types;
            types.allows(flow_type) || with_doubt && types.disputes(flow_type)
        })
    };
    let first = |with_doubt| FlowType::ALL.into_iter().find(|flow_type| fits(*flow_type, with_doubt));
    first(false).or_else(|| first(true)).unwrap_or(FlowType::Inbound)
}

/// The type that the API calls `CONTACT_FLOW` and the designer's metadata `contactFlow`.
pub(super) fn flow_type(text: &str) -> Option<FlowType> {
    let bare = |text: &str| text.replace('_', "").to_lowercase();
    FlowType::ALL.into_iter().find(|flow_type| bare(flow_type.wire()) == bare(text))
}
