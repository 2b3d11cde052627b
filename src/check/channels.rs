//! Channels: a block that no contact which gets to it can use.
//!
//! Follows the channels through the flow. A contact of a channel that a block does not serve takes the block's error
//! branch, so what follows its other branches is reached only by contacts that it does serve.

use super::Checker;
use crate::catalogue::{BranchWire, Channel, EVERY_CHANNEL, FlowType, Need};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Action, ActionId, ActionState, Edge, Flow, FlowKind, Node, Value};

/// A set of channels, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Channels(u8);

impl Channels {
    fn of(channels: &[Channel]) -> Channels {
        Channels(channels.iter().fold(0, |bits, channel| bits | 1 << *channel as u8))
    }

    fn and(self, other: Channels) -> Channels {
        Channels(self.0 & other.0)
    }

    fn without(self, other: Channels) -> Channels {
        Channels(self.0 & !other.0)
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn words(self) -> String {
        let channels = EVERY_CHANNEL.iter().filter(|channel| !self.and(Channels::of(&[**channel])).is_empty());
        channels.map(|channel| channel.word()).collect::<Vec<_>>().join(", ")
    }
}

impl Checker<'_> {
    /// Warns of blocks that serve none of the channels that get to them.
    pub(super) fn channels(&mut self, flow: &Flow) {
        // A campaign writes to its recipients on one channel after another.
        if flow.kind == FlowKind::Flow(Some(FlowType::Campaign)) {
            return;
        }
        let reached = channels_at(flow);
        for (action, channels) in flow.actions.iter().zip(reached) {
            let Some(block) = action.block.filter(|_| action.state == ActionState::Whole) else { continue };
            if channels.is_empty() || !channels.and(Channels::of(block.channels)).is_empty() {
                continue;
            }
            let serves = Channels::of(block.channels).words();
            self.report(
                Diagnostic::new(
                    Code::ChannelNotServed,
                    action.head,
                    format!("`{}` serves no contact that gets here", self.words.block(block)),
                )
                .saying(format!("only {} contacts get here", channels.words()))
                .help(format!(
                    "it is for {serves} contacts: lead those here, with `{}` for instance",
                    self.words.either("check_contact_attributes $.Channel", "Compare")
                )),
            );
        }
    }
}

/// The channels of the contacts that can get to each action.
fn channels_at(flow: &Flow) -> Vec<Channels> {
    let mut reached = vec![Channels::default(); flow.actions.len()];
    let Some(start) = flow.start.action() else { return reached };
    let mut todo: Vec<(ActionId, Channels)> = vec![(start, Channels::of(EVERY_CHANNEL))];
    while let Some((id, channels)) = todo.pop() {
        let (Some(slot), Some(action)) = (reached.get_mut(id.0), flow.action(id)) else { continue };
        let all = Channels(slot.0 | channels.0);
        if all == *slot {
            continue;
        }
        *slot = all;
        for (edge, through) in passing(action, all) {
            if let Some(to) = edge.target.action().filter(|_| edge.taken) {
                todo.push((to, through));
            }
        }
    }
    reached
}

/// The edges of an action, each with the channels that pass along it.
fn passing(action: &Action, channels: Channels) -> Vec<(Edge, Channels)> {
    let served = match action.block {
        // Without a required error branch, contacts that are not served go on like the others.
        Some(block)
            if block
                .branches
                .iter()
                .any(|branch| matches!(branch.wire, BranchWire::Error(_)) && branch.need == Need::Required) =>
        {
            Channels::of(block.channels)
        }
        _ => Channels::of(EVERY_CHANNEL),
    };
    let compares_channel = action.type_ == "Compare"
        && matches!(action.parameters.get("ComparisonValue"), Some(Node { value: Value::Text(text), .. }) if text == "$.Channel");
    let mut named = Channels::default();
    let mut edges = Vec::new();
    let transitions = &action.transitions;
    edges.extend(transitions.next.map(|edge| (edge, channels.and(served))));
    for condition in &transitions.conditions {
        let only = match condition.operands.as_slice() {
            [Node { value: Value::Text(text), .. }] if compares_channel && condition.operator == "Equals" => {
                let channel = EVERY_CHANNEL.iter().find(|channel| channel.word().eq_ignore_ascii_case(text));
                channel.map(|channel| Channels::of(&[*channel]))
            }
            _ => None,
        };
        named.0 |= only.unwrap_or_default().0;
        edges.push((condition.edge, channels.and(served).and(only.unwrap_or(Channels::of(EVERY_CHANNEL)))));
    }
    for error in &transitions.errors {
        let left = if error.error == "NoMatchingCondition" { channels.without(named) } else { channels };
        edges.push((error.edge, left));
    }
    edges
}
