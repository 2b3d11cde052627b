//! The types of flows that other flows of the same run show: an event, a transfer or a quick connect starts only flows
//! of certain types.
//!
//! Takes a build with the flow JSON whose type nothing states, and gives each such flow the type that all its uses
//! leave. Leaves a flow alone where no single type is left, or where its blocks cannot be in a flow of that type.

use super::Export;
use crate::catalogue::FlowType;
use crate::graph::{Build, BuildItem, Destination, FlowKind, Node, Value, possible_types};

/// Sets the types that are certain.
pub(super) fn settle(build: &mut Build, exports: &mut [Export]) {
    if !exports.iter().any(|export| export.is_type_inferred) {
        return;
    }
    let wanted = wanted(build);
    for export in exports.iter_mut().filter(|export| export.is_type_inferred) {
        let Some(index) = export.flow else { continue };
        let Some(flow) = build.flows.get_mut(index) else { continue };
        let mut uses = wanted.iter().filter(|(used, _)| *used == index).map(|(_, types)| types);
        let Some(first) = uses.next() else { continue };
        let others: Vec<&Vec<FlowType>> = uses.collect();
        let mut left = first.iter().filter(|it| others.iter().all(|types| types.contains(it)));
        let (Some(only), None) = (left.next(), left.next()) else { continue };
        if possible_types(&flow.actions, true).contains(only) {
            flow.kind = FlowKind::Flow(Some(*only));
            (export.is_type_inferred, export.other_types) = (false, Vec::new());
        }
    }
}

/// The flows that are used, each with the types that the use allows.
fn wanted(build: &Build) -> Vec<(usize, Vec<FlowType>)> {
    let mut wanted = Vec::new();
    for action in build.flows.iter().flat_map(|flow| &flow.actions) {
        let parameters = action.block.map_or(&[][..], |block| block.parameters);
        for parameter in parameters.iter().filter(|parameter| !parameter.target_types.is_empty()) {
            if let Some(Node { value: Value::Reference(reference), .. }) = action.parameters.get(parameter.wire)
                && let Some(BuildItem::Flow(index)) = reference.item
            {
                wanted.push((index, parameter.target_types.to_vec()));
            }
        }
    }
    for quick_connect in &build.quick_connects {
        let (flow, flow_type) = match &quick_connect.destination {
            Destination::Agent { flow, .. } => (flow, FlowType::AgentTransfer),
            Destination::Queue { flow, .. } => (flow, FlowType::QueueTransfer),
            _ => continue,
        };
        if let Some(BuildItem::Flow(index)) = flow.0.item {
            wanted.push((index, vec![flow_type]));
        }
    }
    wanted
}
