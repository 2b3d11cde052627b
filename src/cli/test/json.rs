//! The results of tests as one JSON document.

use serde_json::{Value, json as object};

use super::Report;
use super::human::place;
use crate::graph::Build;
use crate::source::{Sources, Span};
use crate::testing::coverage::{Covered, State, count};
use crate::testing::{Failure, Way, branches};

/// The version of the document format.
const VERSION: u32 = 1;

/// The document, which ends with a newline.
pub(super) fn json(report: &Report<'_>, build: &Build, sources: &Sources) -> String {
    let tests: Vec<Value> = report
        .verdicts
        .iter()
        .map(|verdict| {
            let mut test = located(verdict.test.name.span, sources);
            test["name"] = verdict.test.name.text.as_str().into();
            test["passed"] = verdict.failure.is_none().into();
            test["failure"] = verdict.failure.as_ref().map_or(Value::Null, |failure| of_failure(failure, sources));
            test
        })
        .collect();
    let coverage: Vec<Value> = report
        .coverage
        .iter()
        .filter_map(|of_flow| {
            let flow = build.flows.get(of_flow.flow)?;
            let errors = of_flow.branches.iter().filter(|covered| covered.is_error);
            let (all, errors) = (count(&of_flow.branches), count(errors));
            let open = of_flow.branches.iter().filter(|covered| covered.state != State::Taken);
            let open: Vec<Value> = open.filter_map(|covered| branch(covered, flow, sources)).collect();
            Some(object!({
                "flow": flow.name.text.as_str(),
                "taken": all.taken, "branches": all.all,
                "error_taken": errors.taken, "error_branches": errors.all,
                "not_taken": open,
            }))
        })
        .collect();
    let failed = report.verdicts.iter().filter(|verdict| verdict.failure.is_some()).count();
    let summary = object!({ "passed": report.verdicts.len() - failed, "failed": failed });
    let document = object!({ "version": VERSION, "tests": tests, "coverage": coverage, "summary": summary });
    format!("{document:#}\n")
}

fn located(span: Span, sources: &Sources) -> Value {
    let file = sources.get(span.file);
    let start = file.map(|file| file.lines().line_column(file.text(), span.start));
    object!({
        "file": file.map(crate::source::SourceFile::name),
        "line": start.map(|start| start.line),
        "column": start.map(|start| start.column),
    })
}

fn of_failure(failure: &Failure, sources: &Sources) -> Value {
    let diagnostic = &failure.diagnostic;
    let mut found = diagnostic.span().map_or(object!({}), |span| located(span, sources));
    let labels = diagnostic.labels.iter().map(|label| {
        let mut found = located(label.span, sources);
        found["text"] = label.text.as_str().into();
        found
    });
    found["code"] = diagnostic.code.number().into();
    found["message"] = diagnostic.message.as_str().into();
    found["labels"] = labels.collect();
    found["help"] = diagnostic.help.iter().map(String::as_str).collect();
    found["way"] = failure.way.iter().map(|way| of_way(way, sources)).collect();
    found
}

fn of_way(way: &Way, sources: &Sources) -> Value {
    let mut found = located(way.place, sources);
    found["block"] = way.block.as_str().into();
    found["exit"] = way.exit.as_str().into();
    found["why"] = way.why.as_str().into();
    found["by"] = way.by.map(|by| place(by, sources)).into();
    found["said"] = way.said.iter().map(String::as_str).collect();
    found
}

fn branch(covered: &Covered, flow: &crate::graph::Flow, sources: &Sources) -> Option<Value> {
    let action = flow.action(covered.branch.action)?;
    let mut found = located(action.head, sources);
    found["action"] = action.identifier.as_str().into();
    found["branch"] = branches::name(action, covered.branch.edge).into();
    found["is_error"] = covered.is_error.into();
    found["impossible"] = match covered.state {
        State::Impossible(why) => why.into(),
        State::Taken | State::NotTaken => Value::Null,
    };
    Some(found)
}
