//! The output of a diff, for people and for programs.
//!
//! Takes the changes between two flows, and gives lines for a terminal or a [`Report`] that serialises to JSON. A part
//! that exists on one side only is described with the names of that side.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value as Json;

use super::{BranchKey, Change, describe};
use crate::graph::{Action, ActionId, Flow, Node, Target, Value, reach};
use crate::visible;

/// Values longer than this are written on separate lines.
const SIDE_BY_SIDE: usize = 48;

/// The changes of each block, grouped by step.
#[must_use]
pub fn human(before: &Flow, after: &Flow, changes: &[Change]) -> String {
    let sides = Sides { before, after };
    let mut out = String::new();
    let mut groups: Vec<(Option<&str>, Vec<Block>)> = Vec::new();
    for change in changes {
        let Some(place) = sides.place(change) else {
            sides.of_flow(change, &mut out);
            continue;
        };
        let index = match groups.iter().position(|(step, _)| *step == place.step) {
            Some(index) => index,
            None => {
                groups.push((place.step, Vec::new()));
                groups.len() - 1
            }
        };
        let Some((_, blocks)) = groups.get_mut(index) else { continue };
        if blocks.last().is_none_or(|block| block.place.action != place.action) {
            let head = sides.head(&place);
            blocks.push(Block { place, head, lines: String::new() });
        }
        if let Some(block) = blocks.last_mut() {
            sides.line(change, &mut block.lines);
        }
    }
    for (step, blocks) in groups {
        if !out.is_empty() {
            out.push('\n');
        }
        let indent = if step.is_some() { "  " } else { "" };
        if let Some(step) = step {
            let _ = writeln!(out, "step {}", visible::line(step));
        }
        for Block { head, lines, .. } in blocks {
            for line in head.lines().chain(lines.lines()) {
                let _ = writeln!(out, "{indent}{line}");
            }
        }
    }
    out
}

/// The changes of a quick connect, which has only settings.
#[must_use]
pub fn human_settings(changes: &[Change]) -> String {
    changes.iter().fold(String::new(), |mut out, change| {
        if let Change::Setting { what, before, after } = change {
            setting(what, before.as_deref(), after.as_deref(), &mut out);
        }
        out
    })
}

fn setting(what: &str, before: Option<&str>, after: Option<&str>, out: &mut String) {
    let quoted = |text: Option<&str>| text.map(|text| format!("\"{text}\""));
    changed(out, "", what, quoted(before), quoted(after));
}

/// The location of a change.
struct StepPart<'f> {
    /// The step, if the flow was read from `.flow` source.
    step: Option<&'f str>,
    action: (Option<ActionId>, Option<ActionId>),
}

/// A block with all its changes.
struct Block<'f> {
    place: StepPart<'f>,
    head: String,
    lines: String,
}

struct Sides<'f> {
    before: &'f Flow,
    after: &'f Flow,
}

impl<'f> Sides<'f> {
    /// The location of a change; `None` for the flow as a whole.
    fn place(&self, change: &Change) -> Option<StepPart<'f>> {
        let action = match change {
            Change::Setting { .. } | Change::Start { .. } => return None,
            Change::Added(id) => (None, Some(*id)),
            Change::Removed(id) => (Some(*id), None),
            Change::Parameter { action, .. } | Change::Branch { action, .. } | Change::Order { action } => {
                (Some(action.0), Some(action.1))
            }
        };
        let new = action.1.and_then(|id| describe::step(self.after, id));
        let step = new.or_else(|| action.0.and_then(|id| describe::step(self.before, id)));
        Some(StepPart { step, action })
    }

    fn actions(&self, place: &StepPart<'_>) -> (Option<&'f Action>, Option<&'f Action>) {
        let old = place.action.0.and_then(|id| self.before.action(id));
        (old, place.action.1.and_then(|id| self.after.action(id)))
    }

    fn head(&self, place: &StepPart<'_>) -> String {
        let action = |action: &Action| visible::line(&describe::action(action)).into_owned();
        match self.actions(place) {
            (Some(old), Some(_)) => format!("~ {}", action(old)),
            (Some(old), None) => format!("- {}", action(old)),
            (None, Some(new)) => format!("+ {}", action(new)),
            (None, None) => String::new(),
        }
    }

    fn of_flow(&self, change: &Change, out: &mut String) {
        match change {
            Change::Setting { what, before, after } => setting(what, before.as_deref(), after.as_deref(), out),
            Change::Start { before, after } => {
                let (old, new) = describe::targets((self.before, *before), (self.after, *after));
                let line = format!("the flow starts at {new} instead of {old}");
                let _ = writeln!(out, "{}", visible::line(&line));
            }
            _ => {}
        }
    }

    fn line(&self, change: &Change, out: &mut String) {
        match change {
            Change::Added(id) => {
                if let Some(from) = led_from(self.after, *id) {
                    let _ = writeln!(out, "    {}", visible::line(&from));
                }
            }
            Change::Removed(id) => {
                if let Some(from) = led_from(self.before, *id) {
                    let _ = writeln!(out, "    was {}", visible::line(&from));
                }
            }
            Change::Parameter { action, path, before, after } => {
                let block = self.after.action(action.1).and_then(|action| action.block);
                let (name, parameter) = describe::parameter(block, path);
                let value = |node: &Option<Node>| node.as_ref().map(|node| describe::value(parameter, node));
                changed(out, "    ", &name, value(before), value(after));
            }
            Change::Branch { action, branch, before, after } => {
                let block = self.after.action(action.1).and_then(|action| action.block);
                let branch = describe::branch(block, branch);
                let line = match (before, after) {
                    (Some(before), Some(after)) => {
                        let (old, new) = describe::targets((self.before, *before), (self.after, *after));
                        format!("{branch} leads to {new} instead of {old}")
                    }
                    (None, Some(after)) => {
                        format!("{branch} is new and leads to {}", describe::target(self.after, *after))
                    }
                    (Some(before), None) => {
                        format!("{branch} is gone and led to {}", describe::target(self.before, *before))
                    }
                    (None, None) => return,
                };
                let _ = writeln!(out, "    {}", visible::line(&line));
            }
            Change::Order { .. } => out.push_str("    the conditions are tried in a different order\n"),
            Change::Setting { .. } | Change::Start { .. } => {}
        }
    }
}

/// The first block that leads to `id`, and the branch: `after get_customer_input "Press 1.", on timeout`.
fn led_from(flow: &Flow, id: ActionId) -> Option<String> {
    if flow.start == Target::Action(id) {
        return Some("at the start of the flow".to_owned());
    }
    let leads = |action: &&Action| reach::edges(action).any(|edge| edge.taken && edge.target == Target::Action(id));
    let from = flow.actions.iter().find(leads)?;
    let branches = super::edges::branches(from);
    let (key, _) = branches.iter().find(|(_, target)| *target == Target::Action(id))?;
    let words = describe::action(from);
    let branch =
        if *key == BranchKey::Next { String::new() } else { format!(", {}", describe::branch(from.block, key)) };
    Some(format!("after {words}{branch}"))
}

/// `name: old → new`
fn changed(out: &mut String, indent: &str, name: &str, before: Option<String>, after: Option<String>) {
    let name = visible::line(name);
    let _ = match (before, after) {
        (Some(before), Some(after)) => {
            let is_long = |text: &str| text.contains('\n') || text.chars().count() > SIDE_BY_SIDE;
            if is_long(&before) || is_long(&after) {
                let below = |text: &str| text.replace('\n', &format!("\n{indent}    "));
                let (before, after) = (below(&before), below(&after));
                writeln!(out, "{indent}{name}:\n{indent}  - {before}\n{indent}  + {after}")
            } else {
                writeln!(out, "{indent}{name}: {before} → {after}")
            }
        }
        (None, Some(after)) => writeln!(out, "{indent}{name}: {after} is new"),
        (Some(before), None) => writeln!(out, "{indent}{name}: {before} is gone"),
        (None, None) => Ok(()),
    };
}

/// All changes, for programs.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Whether nothing changed.
    pub same: bool,
    /// The changes.
    pub changes: Vec<ChangeJson>,
}

/// One change.
#[derive(Debug, Serialize)]
pub struct ChangeJson {
    /// `setting`, `start`, `added`, `removed`, `parameter`, `branch` or `order`.
    pub change: &'static str,
    /// The step, if the flow was read from `.flow` source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The block's keyword, or the action's type if the block is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
    /// The part that changed: a setting, a parameter, or a branch in the notation of the language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// The path of the parameter in flow JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The left side; `null` if the changed part does not exist there.
    pub before: Option<Side>,
    /// The right side; `null` if the changed part does not exist there.
    pub after: Option<Side>,
}

/// One side of a change.
#[derive(Debug, Serialize)]
pub struct Side {
    /// The action's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The value of a setting or parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
    /// The identifier of the action that a branch leads to; `null` for an unconnected branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Option<String>>,
}

/// The changes, for programs.
#[must_use]
pub fn report(before: &Flow, after: &Flow, changes: &[Change]) -> Report {
    let sides = Sides { before, after };
    Report { same: changes.is_empty(), changes: changes.iter().map(|change| sides.entry(change)).collect() }
}

/// The changes of a quick connect, for programs.
#[must_use]
pub fn settings_report(changes: &[Change]) -> Report {
    let entries = changes.iter().filter_map(|change| match change {
        Change::Setting { what, before, after } => Some(setting_entry(what, before.as_deref(), after.as_deref())),
        _ => None,
    });
    Report { same: changes.is_empty(), changes: entries.collect() }
}

fn setting_entry(what: &str, before: Option<&str>, after: Option<&str>) -> ChangeJson {
    let side = |text: Option<&str>| Some(Side { identifier: None, value: Some(Json::from(text?)), target: None });
    let (before, after) = (side(before), side(after));
    ChangeJson { change: "setting", step: None, block: None, what: Some(what.to_owned()), path: None, before, after }
}

impl Sides<'_> {
    fn entry(&self, change: &Change) -> ChangeJson {
        if let Change::Setting { what, before, after } = change {
            return setting_entry(what, before.as_deref(), after.as_deref());
        }
        let place = self.place(change);
        let (old, new) = place.as_ref().map_or((None, None), |place| self.actions(place));
        let side = |action: Option<&Action>| {
            let identifier = Some(action?.identifier.to_string());
            Some(Side { identifier, value: None, target: None })
        };
        let action = new.or(old);
        let mut entry = ChangeJson {
            change: "order",
            step: place.and_then(|place| place.step.map(str::to_owned)),
            block: action.map(|action| action.block.map_or(action.type_.as_str(), |block| block.keyword).to_owned()),
            what: None,
            path: None,
            before: side(old),
            after: side(new),
        };
        let block = action.and_then(|action| action.block);
        let value = |value: Json, side: Option<Side>| {
            let identifier = side.and_then(|side| side.identifier);
            Side { identifier, value: Some(value), target: None }
        };
        let target = |flow: &Flow, target: Target, side: Option<Side>| {
            let leads_to = target.action().and_then(|id| flow.action(id)).map(|action| action.identifier.to_string());
            Side { identifier: side.and_then(|side| side.identifier), value: None, target: Some(leads_to) }
        };
        match change {
            Change::Added(_) => entry.change = "added",
            Change::Removed(_) => entry.change = "removed",
            Change::Order { .. } | Change::Setting { .. } => {}
            Change::Start { before, after } => {
                entry.change = "start";
                entry.before = Some(target(self.before, *before, None));
                entry.after = Some(target(self.after, *after, None));
            }
            Change::Parameter { path, before, after, .. } => {
                entry.change = "parameter";
                entry.what = Some(describe::parameter(block, path).0);
                entry.path = Some(path.clone());
                entry.before = before.as_ref().map(|node| value(json(node), entry.before.take()));
                entry.after = after.as_ref().map(|node| value(json(node), entry.after.take()));
            }
            Change::Branch { branch, before, after, .. } => {
                entry.change = "branch";
                entry.what = Some(describe::branch(block, branch));
                entry.before = before.map(|found| target(self.before, found, entry.before.take()));
                entry.after = after.map(|found| target(self.after, found, entry.after.take()));
            }
        }
        entry
    }
}

/// A value as in flow JSON.
fn json(node: &Node) -> Json {
    match &node.value {
        Value::Number(number) => Json::Number(number.clone()),
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Null | Value::Hole => Json::Null,
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Object(object) => {
            let properties = object.properties().iter();
            Json::Object(properties.map(|property| (property.key.to_string(), json(&property.node))).collect())
        }
        Value::Text(_) | Value::Reference(_) => Json::String(super::value::scalar(&node.value).into_owned()),
    }
}
