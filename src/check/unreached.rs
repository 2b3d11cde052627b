//! Unreachable actions of flow JSON. For `.flow` text, lowering knows the lines and steps, and reports unreachable
//! ones.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::reach::{self, Edges};
use crate::graph::{ActionId, Flow};

/// Reports the first action of each unreachable part of a flow.
pub fn unreached(flow: &Flow, found: &mut Diagnostics) {
    if flow.start.action().is_none() {
        return;
    }
    let is_reached = reach::from_start(flow, Edges::All);
    let is_dead = |id: &ActionId| is_reached.get(id.0) == Some(&false);
    let parts = reach::components(flow, Edges::All);
    let mut part_of = vec![0; flow.actions.len()];
    for (part, actions) in parts.iter().enumerate() {
        for id in actions {
            part_of.get_mut(id.0).into_iter().for_each(|of| *of = part);
        }
    }
    let mut is_led_to = vec![false; parts.len()];
    for (from, targets) in reach::successors(flow, Edges::All).iter().enumerate() {
        for part in targets.iter().filter_map(|to| part_of.get(to.0)).filter(|part| part_of.get(from) != Some(part)) {
            is_led_to.get_mut(*part).into_iter().for_each(|is_led_to| *is_led_to = true);
        }
    }
    for (actions, _) in parts.iter().zip(is_led_to).filter(|(_, is_led_to)| !is_led_to) {
        if let Some(first) = actions.first().filter(|id| is_dead(id)).and_then(|id| flow.action(*id)) {
            found.push(
                Diagnostic::new(Code::UnreachableStep, first.head, "unreachable action")
                    .help("connect a branch to it, or delete it"),
            );
        }
    }
}
