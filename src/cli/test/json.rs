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
            let test = object!({
                "name": verdict.test.name.text.as_str(),
                "passed": verdict.failure.is_none(),
                "failure": verdict.failure.as_ref().map(|failure| of_failure(failure, sources)),
            });
            located(Some(verdict.test.name.span), sources, test)
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

/// What is known of something, with its place.
fn located(span: Option<Span>, sources: &Sources, mut what: Value) -> Value {
    let found = span.and_then(|span| Some((span, sources.get(span.file)?)));
    if let (Some((span, file)), Some(map)) = (found, what.as_object_mut()) {
        let start = file.lines().line_column(file.text(), span.start);
        map.insert("file".to_owned(), file.name().into());
        map.insert("line".to_owned(), start.line.into());
        map.insert("column".to_owned(), start.column.into());
    }
    what
}

fn of_failure(failure: &Failure, sources: &Sources) -> Value {
    let diagnostic = &failure.diagnostic;
    let labels = diagnostic.labels.iter();
    let labels = labels.map(|label| located(Some(label.span), sources, object!({ "text": label.text.as_str() })));
    let what = object!({
        "code": diagnostic.code.number(),
        "message": diagnostic.message.as_str(),
        "labels": labels.collect::<Vec<_>>(),
        "help": diagnostic.help,
        "way": failure.way.iter().map(|way| of_way(way, sources)).collect::<Vec<_>>(),
    });
    located(diagnostic.span(), sources, what)
}

fn of_way(way: &Way, sources: &Sources) -> Value {
    let what = object!({
        "block": way.block.as_str(),
        "exit": way.exit.as_str(),
        "why": way.why.as_str(),
        "by": way.by.map(|by| place(by, sources)),
        "said": way.said,
    });
    located(Some(way.place), sources, what)
}

fn branch(covered: &Covered, flow: &crate::graph::Flow, sources: &Sources) -> Option<Value> {
    let action = flow.action(covered.branch.action)?;
    let what = object!({
        "action": action.identifier.as_str(),
        "branch": branches::name(action, covered.branch.edge),
        "is_error": covered.is_error,
        "impossible": match covered.state {
            State::Impossible(why) => Some(why),
            State::Taken | State::NotTaken => None,
        },
    });
    Some(located(Some(action.head), sources, what))
}
