//! What changed between two flows, in meaning.
//!
//! Takes two graphs, gives the list of changes between them. Actions are paired whatever they are called, so that
//! identifiers, positions and the order of actions are no difference. A number or boolean equals its
//! text, a branch that leads nowhere equals none where the service makes no difference either. [`render`] puts the changes
//! into words. Never says which flow is better, and reads no file.

mod ambiguous_pairs;
mod describe;
mod edges;
mod pairing;
mod pairs;
pub mod render;
mod value;

use smol_str::SmolStr;

use crate::graph::{ActionId, Contract, Field, Flow, FlowKind, Node, Schema, Tag, Target};
use edges::Branches;
use pairs::Pairs;

pub use edges::BranchKey;

/// What the two sides are compared in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Name, description, tags and a module's contract too, which the content of a flow does not say.
    pub resource: bool,
    /// The flow's type, where both sides know it.
    pub flow_type: bool,
}

/// A difference. *Before* is the left flow, *after* the right one.
#[derive(Clone, Debug)]
pub enum Change {
    /// Something of the flow itself: its name, description, type, tags or contract.
    Setting {
        /// What: `name`.
        what: SmolStr,
        /// What it was, if it was set.
        before: Option<SmolStr>,
        /// What it is, if it is set.
        after: Option<SmolStr>,
    },
    /// Another block comes first.
    Start {
        /// Where the flow began.
        before: Target,
        /// Where it begins.
        after: Target,
    },
    /// A block of the right flow has none in the left one.
    Added(ActionId),
    /// A block of the left flow has none in the right one.
    Removed(ActionId),
    /// A block is told something else.
    Parameter {
        /// The block on either side.
        action: (ActionId, ActionId),
        /// Where in the wire's parameters: keys with dots between them, indexes in brackets.
        path: String,
        /// What it was, if it was set.
        before: Option<Node>,
        /// What it is, if it is set.
        after: Option<Node>,
    },
    /// A branch leads elsewhere, or is there on one side only.
    Branch {
        /// The block on either side.
        action: (ActionId, ActionId),
        /// Which branch.
        branch: BranchKey,
        /// Where it led; `None` if there was none.
        before: Option<Target>,
        /// Where it leads; `None` if there is none.
        after: Option<Target>,
    },
    /// The same conditions are tried in another order.
    Order {
        /// The block on either side.
        action: (ActionId, ActionId),
    },
}

/// Everything that is different: the flow itself first, then its blocks in the order of the right flow, those that are
/// only in the left one at the end.
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
            // Without a NextAction an action goes nowhere.
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
        for tag in &before.tags {
            compare(
                &format!("tag `{}`", tag.key.text),
                Some(tag.value.text.clone()),
                tag_of(&after.tags, &tag.key.text),
            );
        }
        for tag in after.tags.iter().filter(|tag| tag_of(&before.tags, &tag.key.text).is_none()) {
            compare(&format!("tag `{}`", tag.key.text), None, Some(tag.value.text.clone()));
        }
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
