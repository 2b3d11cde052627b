//! What compiles, and to what: a fixture per block of the catalogue and per rule of the language, each with the actions
//! that are emitted for it beside it.

#![cfg(test)]

mod support;

use std::fmt::Write as _;

use callflow::catalogue::{self, Block, Branch, BranchWire, Kind, Operands, Parameter};
use callflow::graph::{Action, Node, Value};
use support::build::{Built, build};
use support::{fixtures, plain, snapshot_beside};

/// The fixture whose snapshot shows all of the files, positions and manifest too.
const WHOLE: &str = "references";

#[test]
fn every_fixture_compiles_to_what_its_snapshot_says() {
    let mut unclean = String::new();
    for fixture in fixtures("tests/ok", "flow") {
        let stem = fixture.file_stem().unwrap().to_str().unwrap();
        let Built { sources, diagnostics, files, .. } = build(&fixture);
        let mut text = String::new();
        for file in &files {
            let content = String::from_utf8(file.bytes.clone()).unwrap();
            match (stem, file.path.split('/').next().unwrap()) {
                (WHOLE, _) | (_, "quick-connects" | "associations") => write!(text, "{}\n{content}\n", file.path),
                (_, "flows" | "modules") => write!(text, "{}\n{}\n", file.path, without_metadata(&content)),
                _ => Ok(()),
            }
            .unwrap();
        }
        let said = plain(&sources, &diagnostics);
        if stem.starts_with("draft_") {
            write!(text, "{said}").unwrap();
        }
        if diagnostics.has_errors() || !(diagnostics.is_empty() || stem.starts_with("draft_")) {
            write!(unclean, "{stem}\n{said}").unwrap();
        } else {
            snapshot_beside(&fixture, "", &text);
        }
    }
    assert!(unclean.is_empty(), "\n{unclean}");
}

/// A flow's content as it was emitted, less `Metadata`.
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
fn every_block_with_all_that_it_takes_is_in_a_fixture() {
    let builds: Vec<Built> = fixtures("tests/ok", "flow").iter().map(|fixture| build(fixture)).collect();
    let actions: Vec<&Action> =
        builds.iter().flat_map(|built| &built.build.flows).flat_map(|flow| &flow.actions).collect();
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

/// What of a block none of its actions shows.
fn lacking(block: &'static Block, actions: &[&Action]) -> Vec<String> {
    let mut lacking = Vec::new();
    let mut demand = |is_there: bool, what: String| {
        if !is_there {
            lacking.push(what);
        }
    };
    for parameter in block.parameters {
        let name = parameter.name;
        let values: Vec<&Node> = actions.iter().flat_map(|action| values(parameter, action)).collect();
        demand(!values.is_empty(), format!("the parameter `{name}`"));
        if let Kind::Choice(words) | Kind::Choices(words) = parameter.kind {
            // Of long lists one word will do.
            for (word, wire) in words.iter().filter(|_| words.len() < 10) {
                demand(values.iter().any(|node| is_text(node, wire)), format!("`{name}: {word}`"));
            }
        }
        if let Kind::Boolean { yes, no } = parameter.kind {
            for wire in [yes, no] {
                demand(values.iter().any(|node| is_text(node, wire)), format!("`{name}` as {wire}"));
            }
        }
        if let Kind::Hook { disable: Some(path) } = parameter.kind {
            demand(actions.iter().any(|action| action.parameters.get(path).is_some()), format!("`{name}: disabled`"));
        }
        let is_path = |node: &&Node| match &node.value {
            Value::Text(text) => text.starts_with('$'),
            Value::Reference(reference) => reference.text.starts_with('$'),
            _ => false,
        };
        use catalogue::Dynamic::{Either, Mixed, Path, Static};
        match parameter.dynamic {
            Either | Mixed if !matches!(parameter.kind, Kind::Messages) => {
                demand(values.iter().any(|node| !is_path(node)), format!("`{name}` with a literal"));
                demand(values.iter().any(is_path), format!("`{name}` with contact data"));
            }
            Path => demand(values.iter().any(is_path), format!("`{name}` with contact data")),
            Either | Mixed | Static => {}
        }
    }
    if let Some(entries) = &block.entries {
        let filled = actions.iter().any(|action| action.parameters.get(entries.wire).is_some());
        demand(filled, format!("its {}", entries.what));
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
            demand(actions.iter().any(|action| action.transitions.conditions.len() > 1), "several shares".to_owned());
        }
    }
    lacking
}

/// What an action says for a parameter.
fn values<'a>(parameter: &Parameter, action: &'a Action) -> Vec<&'a Node> {
    let found: Vec<&Node> = match parameter.kind {
        Kind::Message => {
            ["Text", "PromptId", "SSML", "Media"].iter().filter_map(|key| action.parameters.get(key)).collect()
        }
        _ => action.parameters.get(parameter.wire).into_iter().collect(),
    };
    found
        .into_iter()
        .flat_map(|node| match (&node.value, parameter.kind) {
            (Value::List(items), Kind::Choices(_)) => items.iter().collect(),
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
