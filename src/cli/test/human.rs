//! The results of tests for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Report;
use crate::graph::Build;
use crate::source::{Sources, Span};
use crate::testing::coverage::{Count, Covered, State, count};
use crate::testing::unnoticed::Unnoticed;
use crate::testing::{Failure, Verdict, Way, branches};

/// How many blocks of a long way are printed from its beginning and from its end.
const FIRST: usize = 4;
const LAST: usize = 12;

/// The failures, in source order.
pub(super) fn failures<'r, 's>(report: &'r Report<'s>) -> impl Iterator<Item = (&'r Verdict<'s>, &'r Failure)> {
    report.verdicts.iter().filter_map(|verdict| Some((verdict, verdict.failure.as_ref()?)))
}

/// Where something is: `main.flow:12`.
pub(super) fn place(span: Span, sources: &Sources) -> String {
    match sources.get(span.file) {
        Some(file) => format!("{}:{}", file.name(), file.lines().line_of(span.start) + 1),
        None => String::new(),
    }
}

/// The way of the contact to a failure.
pub(super) fn way(verdict: &Verdict<'_>, failure: &Failure, sources: &Sources) -> String {
    let mut text = format!("  in the test {:?}, the way:\n", verdict.test.name.text.as_str());
    if failure.way.is_empty() {
        return format!("  in the test {:?}, where no block ran\n\n", verdict.test.name.text.as_str());
    }
    let all = failure.way.as_slice();
    let left_out = all.len().saturating_sub(FIRST + LAST);
    let (first, rest) = all.split_at(if left_out > 1 { FIRST } else { all.len() });
    let last = rest.get(left_out..).unwrap_or_default();
    let shown: Vec<&Way> = first.iter().chain(last).collect();
    let rows: Vec<(String, String, String)> = shown.iter().map(|way| row(way, sources)).collect();
    let width = |of: fn(&(String, String, String)) -> &String| rows.iter().map(|row| of(row).chars().count()).max();
    let (places, blocks) = (width(|row| &row.0).unwrap_or_default(), width(|row| &row.1).unwrap_or_default());
    for (index, (way, (place, block, exit))) in shown.iter().zip(&rows).enumerate() {
        if index == FIRST && !last.is_empty() {
            let _ = writeln!(text, "    … {left_out} blocks …");
        }
        let line = format!("    {place:places$}  {block:blocks$}  {exit}");
        let _ = writeln!(text, "{}", line.trim_end());
        for said in &way.said {
            let _ = writeln!(text, "    {:places$}    {said}", "");
        }
    }
    text.push('\n');
    text
}

fn row(way: &Way, sources: &Sources) -> (String, String, String) {
    let because = match (way.why.as_str(), way.by) {
        ("", None) => String::new(),
        (why, Some(by)) => format!("({why}, {})", place(by, sources)),
        (why, None) => format!("({why})"),
    };
    let exit = match way.exit.as_str() {
        "" => because,
        exit => format!("-> {exit}  {because}"),
    };
    (place(way.place, sources), way.block.clone(), exit)
}

/// The facts that no page documents and that the tests rest on, with the places where they matter.
pub(super) fn doubts(report: &Report<'_>, build: &Build, sources: &Sources) -> Vec<String> {
    let mut places: BTreeMap<(&'static str, bool), Vec<String>> = BTreeMap::new();
    for event in report.verdicts.iter().flat_map(|verdict| &verdict.events) {
        let action = build.flows.get(event.flow).and_then(|flow| flow.action(event.action));
        for doubt in &event.doubts {
            let known = places.entry((doubt.what, doubt.is_inferred)).or_default();
            if let Some(at) = action.map(|action| place(action.head, sources)).filter(|at| !known.contains(at)) {
                known.push(at);
            }
        }
    }
    let words = places.into_iter().map(|((what, is_inferred), places)| {
        let source = if is_inferred { "inferred, not documented" } else { "not documented" };
        let more = places.len().saturating_sub(3);
        let mut at = places.into_iter().take(3).collect::<Vec<_>>().join(", ");
        if more > 0 {
            let _ = write!(at, " and {more} more");
        }
        format!("{what} ({source}): {at}")
    });
    words.collect()
}

/// The coverage: a line for each flow, and the branches that no test takes.
pub(super) fn coverage(report: &Report<'_>, build: &Build, sources: &Sources) -> String {
    let mut text = String::new();
    for of_flow in &report.coverage {
        let Some(flow) = build.flows.get(of_flow.flow) else { continue };
        let _ = writeln!(text, "{}: {}", flow.name.text, counts(&of_flow.branches));
        for covered in &of_flow.branches {
            let Some(action) = flow.action(covered.branch.action) else { continue };
            let name = branches::name(action, covered.branch.edge).unwrap_or_default();
            let word = action.block.map_or(action.type_.as_str(), |block| block.keyword);
            let at = place(action.head, sources);
            match covered.state {
                State::Taken => {}
                State::NotTaken => _ = writeln!(text, "  {at}  {word} -> {name}"),
                State::Impossible(why) => _ = writeln!(text, "  {at}  {word} -> {name}: cannot be taken, {why}"),
            }
        }
    }
    text.push('\n');
    text
}

/// The branches that the tests take and do not test.
pub(super) fn unnoticed(found: &Unnoticed, build: &Build, sources: &Sources) -> String {
    let mut text = String::new();
    for (branch, target) in &found.branches {
        let Some(flow) = build.flows.get(branch.flow) else { continue };
        let (Some(action), Some(target)) = (flow.action(branch.action), flow.action(*target)) else { continue };
        let name = branches::name(action, branch.edge).unwrap_or_default();
        let word = action.block.map_or(action.type_.as_str(), |block| block.keyword);
        let (at, to) = (place(action.head, sources), place(target.head, sources));
        let _ = writeln!(text, "  {at}  {word} -> {name}: no test notices if it leads to {to}");
    }
    let (unnoticed, all) = (found.branches.len(), found.redirected);
    format!("{unnoticed} of {all} branches that the tests take are not tested\n{text}\n")
}

/// The counts of branches, those for errors apart.
fn counts(branches: &[Covered]) -> String {
    let all = count(branches);
    let errors = count(branches.iter().filter(|covered| covered.is_error));
    format!("{} of branches ({}/{}; error branches {}/{})", percent(all), all.taken, all.all, errors.taken, errors.all)
}

fn percent(count: Count) -> String {
    format!("{:.1} %", count.percent())
}

/// `12 tests passed, 1 failed; 95.2 % of branches; 8 ms`
pub(super) fn summary(report: &Report<'_>) -> String {
    let failed = report.verdicts.iter().filter(|verdict| verdict.failure.is_some()).count();
    let passed = report.verdicts.len() - failed;
    let all = report.coverage.iter().map(|of_flow| count(&of_flow.branches)).fold(Count::default(), Count::and);
    let tests = crate::cli::console::counted(passed, "test");
    let failed = if failed > 0 { format!(", {failed} failed") } else { String::new() };
    format!("{tests} passed{failed}; {} of branches; {} ms\n", percent(all), report.milliseconds)
}
