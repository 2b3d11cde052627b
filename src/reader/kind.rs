//! Whether a flow object is the content of a flow or of a module, and the flow's type.
//!
//! Where nothing states the type, the words of the flow's and of its file's name count first. Of the types that allow all
//! blocks, the first in the catalogue's order is the likeliest. How typical the blocks are of each type was measured too,
//! with counts from the flows of other projects: it was right once less than that order.

use super::ImportHints;
use crate::catalogue::{FlowType, ModuleUse};
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

/// Flow or module; and for a flow whose type is a guess, the other types that it may have, the likeliest first.
pub(super) fn kind(
    hints: &ImportHints,
    written: Metadata,
    names: &[&str],
    actions: &[Action],
) -> (FlowKind, Option<Vec<FlowType>>) {
    let returns = || actions.iter().any(|action| matches!(action.semantics().module, Some(ModuleUse::Returns { .. })));
    match (hints.flow_type, written) {
        (Some(flow_type), _) => (FlowKind::Flow(Some(flow_type)), None),
        (None, Metadata { is_module: Some(true), .. }) => (FlowKind::Module, None),
        (None, Metadata { flow_type: Some(flow_type), .. }) => (FlowKind::Flow(Some(flow_type)), None),
        (None, Metadata { is_module: None, has_settings: true, .. }) => (FlowKind::Module, None),
        (None, Metadata { is_module: None, .. }) if returns() => (FlowKind::Module, None),
        (None, _) => match guesses(names, actions) {
            Some((first, others)) => (FlowKind::Flow(Some(first)), Some(others)),
            None => (FlowKind::Module, None),
        },
    }
}

/// What people call flows of each type: parts that a name has, without blanks and signs.
const NAMES: &[(&[&str], FlowType)] = &[
    (&["outbound", "whisper"], FlowType::OutboundWhisper),
    (&["agent", "whisper"], FlowType::AgentWhisper),
    (&["customer", "whisper"], FlowType::CustomerWhisper),
    (&["agent", "hold"], FlowType::AgentHold),
    (&["customer", "hold"], FlowType::CustomerHold),
    (&["customerqueue"], FlowType::CustomerQueue),
    (&["agenttransfer"], FlowType::AgentTransfer),
    (&["queuetransfer"], FlowType::QueueTransfer),
];

/// The likeliest type and the other possible ones: that which a name has, those that allow all actions, and those that
/// allow them if disputed ones count too. `None` if only modules allow them.
fn guesses(names: &[&str], actions: &[Action]) -> Option<(FlowType, Vec<FlowType>)> {
    let mut types: Vec<FlowType> = names.iter().filter_map(|name| named(name)).collect();
    types.extend(possible_types(actions, false));
    types.extend(possible_types(actions, true));
    let mut known = Vec::new();
    types.retain(|flow_type| {
        let is_new = !known.contains(flow_type);
        known.push(*flow_type);
        is_new
    });
    match types.split_first() {
        Some((first, others)) => Some((*first, others.to_vec())),
        None if actions.iter().filter_map(|action| action.block).all(|block| block.flow_types.modules) => None,
        None => Some((FlowType::Inbound, Vec::new())),
    }
}

/// The type whose name is in a flow's name.
fn named(name: &str) -> Option<FlowType> {
    let squashed: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    NAMES.iter().find(|(parts, _)| parts.iter().all(|part| squashed.contains(part))).map(|(_, flow_type)| *flow_type)
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
