//! Whether two flows are equal up to the names of their actions.
//!
//! Takes two flows, gives descriptions of their first differences; an empty list means that the flows are equal. The
//! comparison walks both flows from the start along corresponding edges and pairs the actions it meets. Paired actions
//! must have the same type and parameters, the same conditions in order (in any order where all are `Equals` with
//! different literals, which exclude each other), the same errors as a set, and the same NextAction. Actions that are
//! unreachable from the start are compared as a multiset. The positions of blocks in the designer and the name of the
//! flow are ignored.

use std::collections::HashMap;

use super::{Action, ActionId, Destination, Flow, Node, QuickConnect, Reference, Spanned, Tag, Target, wire};
use crate::catalogue::wire::EQUALS;

/// The maximum number of differences that are reported.
const ENOUGH: usize = 8;

/// Whether the comparison includes identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifiers {
    /// Ignored: two flows that differ only in identifiers are equal.
    Any,
    /// Compared: an action's identifier is part of the action.
    Same,
}

/// The first differences between two flows.
#[must_use]
pub fn differences(left: &Flow, right: &Flow, identifiers: Identifiers) -> Vec<String> {
    compare(left, right, identifiers).0
}

/// The actions that are equal in two flows: each action of the first flow with the corresponding one of the second.
#[must_use]
pub fn pairs(left: &Flow, right: &Flow) -> Vec<(ActionId, ActionId)> {
    let mut pairs: Vec<(ActionId, ActionId)> = compare(left, right, Identifiers::Any).1.into_iter().collect();
    pairs.sort_unstable();
    let rest = |flow: &Flow, is_met: &dyn Fn(ActionId) -> bool| -> Vec<ActionId> {
        (0..flow.actions.len()).map(ActionId).filter(|id| !is_met(*id)).collect()
    };
    let left_rest = rest(left, &|id| pairs.iter().any(|(one, _)| *one == id));
    let mut right_rest = rest(right, &|id| pairs.iter().any(|(_, other)| *other == id));
    // Unreachable actions have no edges to walk along: each is paired with the first action that has the same body.
    for one in left_rest {
        let Some(action) = left.action(one) else { continue };
        let wanted = body(action);
        let same = |id: &ActionId| right.action(*id).is_some_and(|other| body(other) == wanted);
        if let Some(at) = right_rest.iter().position(same) {
            pairs.push((one, right_rest.remove(at)));
        }
    }
    pairs
}

fn compare(left: &Flow, right: &Flow, identifiers: Identifiers) -> (Vec<String>, HashMap<ActionId, ActionId>) {
    let mut found = Vec::new();
    let mut to_right: HashMap<ActionId, ActionId> = HashMap::new();
    let mut to_left: HashMap<ActionId, ActionId> = HashMap::new();
    let mut todo = vec![(left.start, right.start, "start".to_owned())];
    while let Some((one, other, way)) = todo.pop() {
        if found.len() >= ENOUGH {
            break;
        }
        let (a, b) = match (one.action(), other.action()) {
            (None, None) => continue,
            (Some(a), Some(b)) => (a, b),
            _ => {
                found.push(format!("{way}: {} against {}", name(left, one), name(right, other)));
                continue;
            }
        };
        if to_right.contains_key(&a) || to_left.contains_key(&b) {
            if to_right.get(&a) != Some(&b) {
                found.push(format!(
                    "{way}: {} against {}, which is paired with another action",
                    name(left, one),
                    name(right, other)
                ));
            }
            continue;
        }
        to_right.insert(a, b);
        to_left.insert(b, a);
        let (Some(a), Some(b)) = (left.action(a), right.action(b)) else { continue };
        if identifiers == Identifiers::Same && a.identifier != b.identifier {
            found.push(format!("{way}: identifier `{}` against `{}`", a.identifier, b.identifier));
        }
        let (a_body, b_body) = (body(a), body(b));
        if a_body != b_body {
            found.push(format!("{way}: {a_body} against {b_body}"));
        }
        let (a_edges, b_edges) = (edges(a), edges(b));
        if !a_edges.iter().map(|(key, _)| key).eq(b_edges.iter().map(|(key, _)| key)) {
            let keys =
                |edges: &[(String, Target)]| edges.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>().join(", ");
            found.push(format!("{way}: {} with {} against {}", a.type_, keys(&a_edges), keys(&b_edges)));
            continue;
        }
        for ((key, one), (_, other)) in a_edges.into_iter().zip(b_edges) {
            todo.push((one, other, format!("{}/{key}", a.identifier)));
        }
    }
    let rest = |flow: &Flow, met: &HashMap<ActionId, ActionId>| {
        let mut rest: Vec<String> = (0..)
            .map(ActionId)
            .zip(&flow.actions)
            .filter(|(id, _)| !met.contains_key(id))
            .map(|(_, action)| body(action))
            .collect();
        rest.sort_unstable();
        rest
    };
    let (left_rest, right_rest) = (rest(left, &to_right), rest(right, &to_left));
    let is_bare = |flow: &Flow| flow.contract.as_ref().is_some_and(|contract| contract.is_bare);
    if is_bare(left) != is_bare(right) {
        found.push("the module's settings".to_owned());
    }
    if found.is_empty() && left_rest != right_rest {
        found.push(format!("unreached actions: {left_rest:?} against {right_rest:?}"));
    }
    (found, to_right)
}

fn name(flow: &Flow, target: Target) -> String {
    match target.action().and_then(|id| flow.action(id)) {
        Some(action) => format!("`{}` ({})", action.identifier, action.type_),
        None => "nothing".to_owned(),
    }
}

fn body(action: &Action) -> String {
    let mut text = action.type_.to_string();
    wire::write_object(&action.parameters, wire::reference, &mut text);
    text
}

/// The edges of an action, each with the condition or error it is taken on, in an order that does not depend on how
/// they were written.
fn edges(action: &Action) -> Vec<(String, Target)> {
    let transitions = &action.transitions;
    let next = transitions.next.map_or(Target::Unconnected, |edge| edge.target);
    let mut edges = vec![("next".to_owned(), next)];
    let mut conditions: Vec<(String, Target)> = transitions
        .conditions
        .iter()
        .map(|condition| {
            let mut key = format!("{} ", condition.operator);
            condition.operands.iter().for_each(|operand| wire::write_node(operand, wire::reference, &mut key));
            (key, condition.edge.target)
        })
        .collect();
    let exclusive = transitions.conditions.iter().all(|condition| condition.operator == EQUALS)
        && conditions.iter().all(|(key, _)| !key.contains('$'));
    if exclusive {
        conditions.sort_by(|a, b| a.0.cmp(&b.0));
    }
    edges.extend(conditions);
    let mut errors: Vec<(String, Target)> =
        transitions.errors.iter().map(|branch| (branch.error.to_string(), branch.edge.target)).collect();
    errors.sort_by(|a, b| a.0.cmp(&b.0));
    edges.extend(errors);
    edges
}

/// Whether two quick connects are the same apart from the queues that offer them.
#[must_use]
pub fn is_same_quick_connect(left: &QuickConnect, right: &QuickConnect) -> bool {
    let text = |spanned: &Option<Spanned>| spanned.as_ref().map(|spanned| spanned.text.clone());
    let tags = |tags: &[Tag]| tags.iter().map(|tag| (tag.key.text.clone(), tag.value.text.clone())).collect::<Vec<_>>();
    left.name.text == right.name.text
        && text(&left.description) == text(&right.description)
        && tags(&left.tags) == tags(&right.tags)
        && match (&left.destination, &right.destination) {
            (Destination::Agent { agent: one, flow }, Destination::Agent { agent: other, flow: other_flow })
            | (Destination::Queue { queue: one, flow }, Destination::Queue { queue: other, flow: other_flow }) => {
                is_same_reference(&one.0, &other.0) && is_same_reference(&flow.0, &other_flow.0)
            }
            (Destination::Flow(one), Destination::Flow(other)) => is_same_reference(&one.0, &other.0),
            (Destination::PhoneNumber(one), Destination::PhoneNumber(other)) => one.text == other.text,
            _ => false,
        }
}

/// Whether two references mean the same resource: by its ARN, or as they are written.
#[must_use]
pub fn is_same_reference(left: &Reference, right: &Reference) -> bool {
    let is_known = left.known.as_ref().zip(right.known.as_ref()).is_some_and(|(one, other)| one.arn == other.arn);
    is_known || (left.form, &left.text, &left.suffix) == (right.form, &right.text, &right.suffix)
}

/// Whether two values are the same in flow JSON, where a number or boolean equals its text.
#[must_use]
pub fn same_value(left: &Node, right: &Node) -> bool {
    let text = |node| {
        let mut text = String::new();
        wire::write_node(node, wire::reference, &mut text);
        text
    };
    text(left) == text(right)
}
