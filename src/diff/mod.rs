//! The semantic changes between two flows, or between two quick connects (`quick_connect`).
//!
//! Takes two graphs, and gives the list of changes between them. Actions are paired independently of their identifiers:
//! identifiers, positions and the order of actions make no difference. A number or boolean equals its text, and an
//! unconnected branch equals a missing one where the service makes no difference either. [`render`] describes the
//! changes. Never judges which flow is better, and never reads a file.

mod ambiguous_pairs;
mod describe;
mod edges;
mod pairing;
mod pairs;
mod quick_connect;
pub mod render;
mod value;

use smol_str::SmolStr;

use crate::graph::{ActionId, Contract, Field, Flow, FlowKind, Node, Schema, Tag, Target};
use edges::Branches;
use pairs::Pairs;

pub use edges::BranchKey;
pub use quick_connect::diff_quick_connects;

/// The optional parts of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Compare name, description, tags and a module's contract too, which the content of a flow does not contain.
    pub resource: bool,
    /// Compare the flow's type too, which both sides must know.
    pub flow_type: bool,
}

/// A difference. *Before* is the left flow, *after* the right one.
#[derive(Clone, Debug)]
pub enum Change {
    /// A setting of the flow itself: its name, description, type, tags or contract.
    Setting {
        /// The setting: `name`.
        what: SmolStr,
        /// The old value, if it was set.
        before: Option<SmolStr>,
        /// The new value, if it is set.
        after: Option<SmolStr>,
    },
    /// A different block comes first.
    Start {
        /// The old start.
        before: Target,
        /// The new start.
        after: Target,
    },
    /// A block that only the right flow has.
    Added(ActionId),
    /// A block that only the left flow has.
    Removed(ActionId),
    /// A parameter of a block has a different value.
    Parameter {
        /// The block on either side.
        action: (ActionId, ActionId),
        /// The path in the action's parameters in flow JSON: keys separated by dots, indexes in brackets.
        path: String,
        /// The old value, if it was set.
        before: Option<Node>,
        /// The new value, if it is set.
        after: Option<Node>,
    },
    /// A branch has a different target, or exists on one side only.
    Branch {
        /// The block on either side.
        action: (ActionId, ActionId),
        /// The branch.
        branch: BranchKey,
        /// The old target; `None` if the branch did not exist.
        before: Option<Target>,
        /// The new target; `None` if the branch does not exist.
        after: Option<Target>,
    },
    /// The same conditions are tried in a different order.
    Order {
        /// The block on either side.
        action: (ActionId, ActionId),
    },
}

/// All differences: first those of the flow itself, then those of its blocks in the order of the right flow, and last
/// the blocks that only the left flow has.
#[must_use]
pub fn diff(before: &Flow, after: &Flow, scope: Scope) -> Vec<Change> {
    let pairs = pairing::pair(before, after);
    let mut changes = settings(before, after, scope);
    if !pairs.is_same_place(before, after, before.start, after.start) {
        changes.push(Change::Start { before: before.start, after: after.start });
    }
    for (index, action) in after.actions.iter().enumerate() {
        let id = ActionId(index);
        let Some((other, old)) = pairs.before(id).and_then(|other| Some((other, before.action(other)?))) else {
            changes.push(Change::Added(id));
            continue;
        };
        let both = (other, id);
        for (path, before, after) in value::differences(&old.parameters, &action.parameters) {
            changes.push(Change::Parameter { action: both, path, before, after });
        }
        let (old, new) = (edges::branches(old), edges::branches(action));
        branches(before, after, &pairs, both, (&old, &new), &mut changes);
        if !old.is_same_order(&new) {
            changes.push(Change::Order { action: both });
        }
    }
    let removed = (0..before.actions.len()).map(ActionId).filter(|id| pairs.after(*id).is_none());
    changes.extend(removed.map(Change::Removed));
    changes
}

fn branches(
    before: &Flow,
    after: &Flow,
    pairs: &Pairs,
    action: (ActionId, ActionId),
    (old, new): (&Branches, &Branches),
    changes: &mut Vec<Change>,
) {
    let ours = old.iter().map(|(branch, _)| branch);
    let theirs = new.iter().map(|(branch, _)| branch);
    let only_theirs = theirs.filter(|branch| old.iter().all(|(found, _)| found != *branch));
    for branch in ours.chain(only_theirs) {
        let (was, is) = (old.get(branch), new.get(branch));
        let is_same = match (was, is) {
            (Some(was), Some(is)) => pairs.is_same_place(before, after, was, is),
            // A missing NextAction means the same as an unconnected one.
            (was, is) => branch.is_next() && was.or(is) == Some(Target::Unconnected),
        };
        if !is_same {
            changes.push(Change::Branch { action, branch: branch.clone(), before: was, after: is });
        }
    }
}

fn settings(before: &Flow, after: &Flow, scope: Scope) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut compare = |what: &str, before: Option<SmolStr>, after: Option<SmolStr>| {
        if before != after {
            changes.push(Change::Setting { what: what.into(), before, after });
        }
    };
    if scope.flow_type {
        compare("type", kind(before.kind), kind(after.kind));
    }
    if scope.resource {
        compare("name", Some(before.name.text.clone()), Some(after.name.text.clone()));
        let description = |flow: &Flow| flow.description.as_ref().map(|text| text.text.clone());
        compare("description", description(before), description(after));
        tag_changes(&before.tags, &after.tags, &mut compare);
        let empty = Contract::default();
        let [before, after] = [before, after].map(|flow| flow.contract.as_ref().unwrap_or(&empty));
        compare("input", schema(&before.input), schema(&after.input));
        compare("output", schema(&before.output), schema(&after.output));
        let branches = |contract: &Contract| {
            let names: Vec<&str> = contract.branches.iter().map(|branch| branch.text.as_str()).collect();
            (!names.is_empty()).then(|| names.join(", ").into())
        };
        compare("branches", branches(before), branches(after));
    }
    changes
}

/// Compares each tag that one of the sides has.
fn tag_changes(before: &[Tag], after: &[Tag], compare: &mut impl FnMut(&str, Option<SmolStr>, Option<SmolStr>)) {
    for tag in before {
        compare(&format!("tag `{}`", tag.key.text), Some(tag.value.text.clone()), tag_of(after, &tag.key.text));
    }
    for tag in after.iter().filter(|tag| tag_of(before, &tag.key.text).is_none()) {
        compare(&format!("tag `{}`", tag.key.text), None, Some(tag.value.text.clone()));
    }
}

fn tag_of(tags: &[Tag], key: &str) -> Option<SmolStr> {
    tags.iter().find(|tag| tag.key.text == key).map(|tag| tag.value.text.clone())
}

/// The fields of a module's input or output: `customer_id: text required, attempts: number`.
fn schema(schema: &Schema) -> Option<SmolStr> {
    let fields = match schema {
        Schema::Raw(node) => return Some(value::wire_text(node).into()),
        Schema::Fields(fields) => fields,
    };
    let field = |field: &Field| {
        let type_ = field.type_.map_or("", |type_| type_.keyword());
        format!("{}: {type_}{}", field.name.text, if field.required { " required" } else { "" })
    };
    (!fields.is_empty()).then(|| fields.iter().map(field).collect::<Vec<_>>().join(", ").into())
}

fn kind(kind: FlowKind) -> Option<SmolStr> {
    match kind {
        FlowKind::Flow(flow_type) => flow_type.map(|flow_type| flow_type.keyword().into()),
        FlowKind::Module => Some("module".into()),
    }
}
