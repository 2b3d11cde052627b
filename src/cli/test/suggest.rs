//! `--suggest`: tests for the branches of a flow that no test takes, ready to paste. Each is read, checked and run before
//! it is printed.

use super::human::place;
use crate::analysis::{Analysis, NamePolicy, Role};
use crate::cli::project::Project;
use crate::diagnostic::{Diagnostics, Severity, nearest};
use crate::graph::{Build, Mode};
use crate::resource::ResourceKind;
use crate::source::Sources;
use crate::testing::coverage::{self, Branch};
use crate::testing::suggest::{Resources, Suggested, suggest};
use crate::testing::{self, Verdict, branches};

/// The name of the file of the suggestions, which is only in memory.
const FILE: &str = "suggested.test.flow";

/// The suggestions; the message if there is no such flow.
pub(super) fn found(
    project: &Project,
    analysis: &Analysis,
    verdicts: &[Verdict<'_>],
    name: &str,
) -> Result<Suggested, String> {
    let Analysis { build, script, .. } = analysis;
    let mut covered = coverage::coverage(build, verdicts, |flow| flow.name.text == name);
    let Some(of_flow) = covered.pop() else { return Err(unknown(build, name)) };
    let is_used = |name: &str| script.tests.iter().any(|test| test.name.text == name);
    let first = |kind: ResourceKind| project.inventory.as_ref().and_then(|inventory| inventory.names(kind).min());
    let resources = Resources { queue: first(ResourceKind::Queue), agent: first(ResourceKind::Agent) };
    Ok(suggest(build, project.sources(), &of_flow, resources, is_used))
}

/// The suggestions as text.
pub(super) fn text(project: &mut Project, build: &Build, suggested: &Suggested) -> String {
    let good = good(project, suggested);
    let mut text = String::new();
    let tests = suggested.tests.iter().zip(&good);
    let texts: Vec<&str> = tests.clone().filter(|(_, good)| **good).map(|(test, _)| test.text.as_str()).collect();
    text.push_str(&texts.join("\n"));
    let failed = tests.filter(|(_, good)| !**good).flat_map(|(test, _)| &test.branches);
    let failed = failed.map(|branch| (*branch, "no test for it passes when it is read again"));
    let left: Vec<String> = suggested
        .left
        .iter()
        .copied()
        .chain(failed)
        .filter_map(|(branch, why)| Some(format!("// {}: {why}\n", described(build, project.sources(), branch)?)))
        .collect();
    if !left.is_empty() {
        text.push_str(if texts.is_empty() { "" } else { "\n" });
        text.push_str("// No test takes these branches.\n");
        text.push_str(&left.concat());
    }
    if text.is_empty() {
        text.push_str("// The tests take every branch.\n");
    }
    text
}

/// Which of the suggestions can be read, are without errors, and pass.
fn good(project: &mut Project, suggested: &Suggested) -> Vec<bool> {
    let texts: Vec<&str> = suggested.tests.iter().map(|test| test.text.as_str()).collect();
    project.workspace.set_as(FILE, &texts.join("\n"), Role::Text);
    let mut found = Diagnostics::new();
    let analysis = project.workspace.analyse(project.options(Mode::Draft, NamePolicy::MayBeUnverified, &mut found));
    let sources = project.sources();
    let is_own = |file| sources.get(file).is_some_and(|file| file.name() == FILE);
    let verdicts = testing::run(&analysis.build, &analysis.script, sources, |test| is_own(test.span.file));
    let errors = analysis.diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let wrong: Vec<_> = errors.filter_map(crate::diagnostic::Diagnostic::span).filter(|it| is_own(it.file)).collect();
    let (mut good, mut at) = (Vec::new(), 0);
    for text in texts {
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        at += text.len() + 1;
        let end = u32::try_from(at).unwrap_or(u32::MAX);
        let is_in = |offset: u32| (start..end).contains(&offset);
        let verdict = verdicts.iter().find(|verdict| is_in(verdict.test.span.start));
        let passes = verdict.is_some_and(|verdict| verdict.failure.is_none());
        good.push(passes && !wrong.iter().any(|span| is_in(span.start)));
    }
    project.workspace.remove(FILE);
    good
}

/// A branch with its place: `main.flow:12 check_hours_of_operation -> error`.
fn described(build: &Build, sources: &Sources, branch: Branch) -> Option<String> {
    let action = build.flows.get(branch.flow)?.action(branch.action)?;
    let word = action.block.map_or(action.type_.as_str(), |block| block.keyword);
    let name = branches::name(action, branch.edge)?;
    Some(format!("{} {word} -> {name}", place(action.head, sources)).replace(['\n', '\r'], " "))
}

fn unknown(build: &Build, name: &str) -> String {
    let names = build.flows.iter().map(|flow| flow.name.text.as_str());
    match nearest(name, names) {
        Some(near) => format!("no flow or module is called `{name}`; did you mean `{near}`?"),
        None => format!("no flow or module is called `{name}`"),
    }
}
