//! Sources that compile, and their output: one fixture per block of the catalogue and per rule of the language, each
//! with a snapshot of the emitted actions.

use std::fmt::Write as _;

use callflow::catalogue::{self, Block, Branch, BranchWire, EntryValues, Kind, Operands, Parameter};
use callflow::graph::{Action, Node, Object, Value};

use crate::support::build::{Built, OK};
use crate::support::{chosen, plain, snapshot_beside, stem};

/// The fixture whose snapshot contains all files, including positions and the manifest.
const WHOLE: &str = "references";

#[test]
fn every_fixture_matches_its_snapshot() {
    let mut problems = String::new();
    for (fixture, Built { sources, diagnostics, files, .. }) in
        chosen(OK.iter().collect(), |(path, _)| stem(path).to_owned())
    {
        let stem = stem(fixture);
        let mut text = String::new();
        for file in files {
            let content = String::from_utf8(file.bytes.clone()).unwrap();
            match (stem, file.path.split('/').next().unwrap()) {
                (WHOLE, _) | (_, "quick-connects" | "associations") => write!(text, "{}\n{content}\n", file.path),
                (_, "flows" | "modules") => write!(text, "{}\n{}\n", file.path, without_metadata(&content)),
                _ => Ok(()),
            }
            .unwrap();
        }
        let printed = plain(sources, diagnostics);
        if stem.starts_with("draft_") {
            write!(text, "{printed}").unwrap();
        }
        if diagnostics.has_errors() || !(diagnostics.is_empty() || stem.starts_with("draft_")) {
            write!(problems, "{stem}\n{printed}").unwrap();
        } else {
            snapshot_beside(fixture, &text);
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

/// A flow's content as emitted, without `Metadata`.
fn without_metadata(content: &str) -> String {
    let mut is_metadata = false;
    let mut kept = String::new();
    for line in content.lines() {
        if line.starts_with("  \"") {
            is_metadata = line.starts_with("  \"Metadata\"");
        }
        if !is_metadata {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn every_feature_of_every_block_is_in_a_fixture() {
    let actions: Vec<&Action> =
        OK.iter().flat_map(|(_, built)| &built.build.flows).flat_map(|flow| &flow.actions).collect();
    let mut missing = String::new();
    for block in catalogue::blocks() {
        let own: Vec<&Action> = actions
            .iter()
            .copied()
            .filter(|action| action.block.is_some_and(|other| std::ptr::eq(other, block)))
            .collect();
        if own.is_empty() {
            writeln!(missing, "{} ({})", block.keyword, block.action).unwrap();
            continue;
        }
        for what in lacking(block, &own) {
            writeln!(missing, "{} ({}): {what}", block.keyword, block.action).unwrap();
        }
    }
    assert!(missing.is_empty(), "no fixture in tests/ok shows\n{missing}");
}

/// The features of a block that none of its actions uses.
fn lacking(block: &'static Block, actions: &[&Action]) -> Vec<String> {
    let parameters: Vec<&Object> = actions.iter().map(|action| &action.parameters).collect();
    let mut lacking = Vec::new();
    for parameter in block.parameters {
        parameter_lacking(parameter, parameter.name, &parameters, &mut lacking);
    }
    let mut demand = |is_there: bool, what: String| {
        if !is_there {
            lacking.push(what);
        }
    };
    if let Some(entries) = &block.entries {
        let maps = parameters.iter().filter_map(|object| object.get(entries.wire));
        let values: Vec<&Value> = maps
            .filter_map(|map| if let Value::Object(map) = &map.value { Some(map) } else { None })
            .flat_map(|map| map.properties())
            .map(|property| match (&property.node.value, entries.values) {
                (Value::Object(wrapped), EntryValues::Wrapped(key)) => &wrapped.get(key).unwrap().value,
                (value, _) => value,
            })
            .collect();
        let mut any = |what: &str, is: &dyn Fn(&Value) -> bool| {
            demand(values.iter().any(|value| is(value)), format!("its {} with {what}", entries.what));
        };
        any("a literal", &|value| matches!(value, Value::Text(text) if !text.starts_with('$')));
        any("contact data", &|value| matches!(value, Value::Text(text) if text.starts_with('$')));
        if entries.values == EntryValues::Json {
            any("a number", &|value| matches!(value, Value::Number(_)));
            any("a boolean", &|value| matches!(value, Value::Bool(_)));
        }
        if entries.values == EntryValues::Json {
            any("a list", &|value| matches!(value, Value::List(_)));
        }
        if matches!(entries.values, EntryValues::Json | EntryValues::JsonBelow) {
            any("a map", &|value| matches!(value, Value::Object(_)));
        }
    }
    for branch in block.branches {
        demand(actions.iter().any(|action| shows(action, branch)), format!("the branch `{}`", branch.name));
    }
    if let Some(conditions) = &block.conditions {
        let own = || actions.iter().flat_map(|action| &action.transitions.conditions);
        for operator in conditions.operators {
            demand(own().any(|condition| condition.operator == *operator), format!("the operator {operator}"));
        }
        if let Operands::Shares = conditions.operands {
            demand(
                actions.iter().any(|action| action.transitions.conditions.len() > 1),
                "several percentages".to_owned(),
            );
        }
    }
    lacking
}

/// The features of a parameter, called `name`, that none of these objects uses.
fn parameter_lacking(parameter: &'static Parameter, name: &str, objects: &[&Object], lacking: &mut Vec<String>) {
    let mut demand = |is_there: bool, what: String| {
        if !is_there {
            lacking.push(what);
        }
    };
    let values: Vec<&Node> = objects.iter().flat_map(|object| values(parameter, object)).collect();
    demand(!values.is_empty(), format!("the parameter `{name}`"));
    let is_path = |node: &&Node| match &node.value {
        Value::Text(text) => text.starts_with('$'),
        Value::Reference(reference) => reference.text.starts_with('$'),
        _ => false,
    };
    let fields = match parameter.kind {
        Kind::Objects { fields, .. } | Kind::ObjectMap(fields) => Some(fields),
        _ => None,
    };
    use catalogue::Dynamic::{Either, Mixed, Path, Static};
    match parameter.dynamic {
        Either | Mixed if fields.is_none() && !matches!(parameter.kind, Kind::Messages) => {
            demand(values.iter().any(|node| !is_path(node)), format!("`{name}` with a literal"));
            demand(values.iter().any(is_path), format!("`{name}` with contact data"));
        }
        Path => demand(values.iter().any(is_path), format!("`{name}` with contact data")),
        Either | Mixed | Static => {}
    }
    let is = |wire: &str| values.iter().any(|node| is_text(node, wire));
    match parameter.kind {
        Kind::Message => {
            for key in catalogue::wire::MESSAGE_KEYS {
                demand(objects.iter().any(|object| object.get(key).is_some()), format!("`{name}` as {key}"));
            }
        }
        Kind::Messages => {
            for key in catalogue::wire::MESSAGE_KEYS {
                let has = |node: &&Node| matches!(&node.value, Value::Object(message) if message.get(key).is_some());
                demand(values.iter().any(has), format!("an item of `{name}` as {key}"));
            }
        }
        // For long lists one word is sufficient.
        Kind::Choice(words) | Kind::Choices(words) => {
            for (word, wire) in words.iter().filter(|_| words.len() < 10) {
                demand(is(wire), format!("`{name}: {word}`"));
            }
        }
        Kind::Boolean { yes, no } => {
            for wire in [yes, no] {
                demand(is(wire), format!("`{name}` as {wire}"));
            }
        }
        Kind::JsonBoolean => {
            for wanted in [true, false] {
                let has = |node: &&Node| matches!(node.value, Value::Bool(value) if value == wanted);
                demand(values.iter().any(has), format!("`{name}: {wanted}`"));
            }
        }
        Kind::JsonNumber { .. } => {
            demand(values.iter().any(|node| matches!(node.value, Value::Number(_))), format!("`{name}` as a number"));
        }
        Kind::StreamDirections => {
            for wire in ["From", "To"] {
                demand(is(wire), format!("`{name}` with {wire}"));
            }
        }
        Kind::Hook { disable: Some(path) } => {
            demand(objects.iter().any(|object| object.get(path).is_some()), format!("`{name}: disabled`"));
        }
        Kind::Objects { .. } | Kind::ObjectMap(_) => {
            let items: Vec<&Object> = values
                .iter()
                .filter_map(|node| if let Value::Object(object) = &node.value { Some(object) } else { None })
                .collect();
            for field in fields.into_iter().flatten() {
                parameter_lacking(field, &format!("{name}.{}", field.name), &items, lacking);
            }
        }
        Kind::Text { .. }
        | Kind::Integer { .. }
        | Kind::Duration { .. }
        | Kind::Reference(_)
        | Kind::Hook { disable: None }
        | Kind::PhoneNumber { .. }
        | Kind::Pattern { .. }
        | Kind::Texts { .. } => {}
    }
}

/// The values of a parameter in an object; for a list or a map of maps, each item.
fn values<'a>(parameter: &Parameter, object: &'a Object) -> Vec<&'a Node> {
    let found: Vec<&Node> = match parameter.kind {
        Kind::Message => catalogue::wire::MESSAGE_KEYS.iter().filter_map(|key| object.get(key)).collect(),
        _ => object.get(parameter.wire).into_iter().collect(),
    };
    found
        .into_iter()
        .flat_map(|node| match (&node.value, parameter.kind) {
            (Value::List(participants), Kind::StreamDirections) => participants
                .iter()
                .filter_map(|node| if let Value::Object(participant) = &node.value { Some(participant) } else { None })
                .filter_map(|participant| participant.get("MediaDirections"))
                .flat_map(|node| if let Value::List(items) = &node.value { items.iter().collect() } else { vec![] })
                .collect(),
            (Value::List(items), _) => items.iter().collect(),
            (Value::Object(map), Kind::ObjectMap(_)) => {
                map.properties().iter().map(|property| &property.node).collect()
            }
            _ => vec![node],
        })
        .collect()
}

fn is_text(node: &Node, wanted: &str) -> bool {
    matches!(&node.value, Value::Text(text) if text == wanted)
}

fn shows(action: &Action, branch: &Branch) -> bool {
    let transitions = &action.transitions;
    match branch.wire {
        BranchWire::Next => transitions.next.is_some_and(|edge| edge.taken),
        BranchWire::Error(error) => transitions.errors.iter().any(|other| other.error == error),
        BranchWire::Condition(operator, operand) => transitions.conditions.iter().any(|condition| {
            condition.operator == operator && condition.operands.iter().any(|node| is_text(node, operand))
        }),
    }
}
