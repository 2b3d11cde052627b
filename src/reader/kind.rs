//! Whether a flow object is the content of a flow or of a module, and the flow's type.

use super::ImportHints;
use crate::catalogue::FlowType;
use crate::graph::{Action, FlowKind};

/// What the JSON contains about a flow apart from its actions.
pub(super) struct Metadata {
    /// Whether it is a module: only modules have settings.
    pub(super) is_module: bool,
    /// The type in its metadata or in the answer that contains it.
    pub(super) flow_type: Option<FlowType>,
}

/// Flow or module, and whether the type was inferred from the actions alone.
pub(super) fn kind(hints: &ImportHints, written: Metadata, actions: &[Action]) -> (FlowKind, bool) {
    match (hints.flow_type, written) {
        (Some(flow_type), _) => (FlowKind::Flow(Some(flow_type)), false),
        (None, Metadata { is_module: true, .. }) => (FlowKind::Module, false),
        (None, Metadata { flow_type: Some(flow_type), .. }) => (FlowKind::Flow(Some(flow_type)), false),
        (None, _) => (FlowKind::Flow(Some(inferred(actions))), true),
    }
}

/// The first type that allows all actions, else the first that allows them if disputed types count too, else inbound.
fn inferred(actions: &[Action]) -> FlowType {
    let fits = |flow_type: FlowType, with_disputed: bool| {
        actions.iter().filter_map(|action| action.block).all(|block| {
            let types = block.flow_types;
            types.allows(flow_type) || with_disputed && types.disputes(flow_type)
        })
    };
    let first = |with_disputed| FlowType::ALL.into_iter().find(|flow_type| fits(*flow_type, with_disputed));
    first(false).or_else(|| first(true)).unwrap_or(FlowType::Inbound)
}

/// The flow type of a name as the API spells it (`CONTACT_FLOW`) or the designer's metadata (`contactFlow`).
pub(super) fn flow_type(text: &str) -> Option<FlowType> {
    let bare = |text: &str| text.replace('_', "").to_lowercase();
    FlowType::ALL.into_iter().find(|flow_type| bare(flow_type.wire()) == bare(text))
}
