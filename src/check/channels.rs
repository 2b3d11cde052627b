//! Channels: blocks that do not serve any contact that reaches them.
//!
//! The channels are propagated through the flow. A contact on a channel that a block does not serve takes the block's
//! error branch, so the other branches are reached only by contacts that the block serves.

use super::Checker;
use crate::catalogue::contact_data::CHANNEL;
use crate::catalogue::wire::EQUALS;
use crate::catalogue::wire::NO_CONDITION;
use crate::catalogue::{Aspect, BranchWire, Channel, EVERY_CHANNEL, FlowType, Need, Semantics};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::dataflow::{Facts, Solver, Way};
use crate::graph::{Action, ActionState, Edge, Flow, FlowKind, Node, Value};

/// A set of channels, one bit for each.
fn set(channels: &[Channel]) -> Facts {
    Facts(channels.iter().fold(0, |bits, channel| bits | 1 << *channel as u8))
}

fn words(channels: Facts) -> String {
    let channels = EVERY_CHANNEL.iter().filter(|channel| channels.has(set(&[**channel])));
    channels.map(|channel| channel.word()).collect::<Vec<_>>().join(", ")
}

fn compares(semantics: &Semantics) -> bool {
    semantics.compares.is_some()
}

impl Checker<'_> {
    /// Warns about blocks that serve none of the channels that reach them.
    pub(super) fn channels(&mut self, flow: &Flow) {
        // A campaign contacts its recipients on one channel after another.
        if flow.kind == FlowKind::Flow(Some(FlowType::Campaign)) {
            return;
        }
        let reached = channels_at(flow);
        for (action, channels) in flow.actions.iter().zip(reached) {
            let Some(block) = action.block.filter(|_| action.state == ActionState::Whole) else { continue };
            if channels.is_none() || channels.has(set(block.channels)) || block.source(Aspect::Channels).is_none() {
                continue;
            }
            let serves = words(set(block.channels));
            self.report(
                Diagnostic::new(
                    Code::ChannelNotServed,
                    action.head,
                    format!("`{}` serves no contact that reaches it", self.terms.block(block)),
                )
                .primary_label(format!("only {} contacts reach it", words(channels)))
                .help(format!(
                    "it serves {serves} contacts: route those here, for example with `{}`",
                    self.terms.that_with(compares, CHANNEL)
                )),
            );
        }
    }
}

/// The channels of the contacts that can reach each action.
fn channels_at(flow: &Flow) -> Vec<Facts> {
    let mut solver = Solver::new(
        std::slice::from_ref(flow),
        |_: &Flow, action: &Action, channels, go: &mut dyn FnMut(Way, Facts)| {
            for (edge, through) in passing(action, channels) {
                if let Some(to) = edge.target.action().filter(|_| edge.taken) {
                    go(Way::Action(to), through);
                }
            }
        },
    );
    solver.enter(0, set(EVERY_CHANNEL));
    solver.finish().into_iter().next().unwrap_or_default()
}

/// The edges of an action, each with the channels of the contacts that take it.
fn passing(action: &Action, channels: Facts) -> Vec<(Edge, Facts)> {
    let served = match action.block {
        // Without a required error branch, contacts that are not served continue like the others.
        Some(block)
            if block.source(Aspect::Channels).is_some()
                && block
                    .branches
                    .iter()
                    .any(|branch| matches!(branch.wire, BranchWire::Error(_)) && branch.need == Need::Required) =>
        {
            set(block.channels)
        }
        _ => set(EVERY_CHANNEL),
    };
    let compares_channel = action.compared_text() == Some(CHANNEL);
    let mut named = Facts::NONE;
    let mut edges = Vec::new();
    let transitions = &action.transitions;
    edges.extend(transitions.next.map(|edge| (edge, channels.and(served))));
    for condition in &transitions.conditions {
        let only = match condition.operands.as_slice() {
            [Node { value: Value::Text(text), .. }] if compares_channel && condition.operator == EQUALS => {
                let channel = EVERY_CHANNEL.iter().find(|channel| channel.word().eq_ignore_ascii_case(text));
                channel.map(|channel| set(&[*channel]))
            }
            _ => None,
        };
        named = named.or(only.unwrap_or_default());
        edges.push((condition.edge, channels.and(served).and(only.unwrap_or(set(EVERY_CHANNEL)))));
    }
    for error in &transitions.errors {
        let left = if error.error == NO_CONDITION { channels.without(named) } else { channels };
        edges.push((error.edge, left));
    }
    edges
}
