//! Tests that are suggested: they can be read, are without errors and pass, and together they take every branch that is
//! not listed with a reason.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use callflow::decompile::Options;
use callflow::diagnostic::{Diagnostics, Severity};
use callflow::graph::Mode;
use callflow::resource::ResourceKind;
use callflow::testing;
use callflow::testing::coverage::{Branch, State, coverage, taken};
use callflow::testing::suggest::{Resources, suggest};

use crate::import::{import, read_json};
use crate::support::build::mode;
use crate::support::corpus::{flows, shared};
use crate::support::run::{DEMO, Project, Purpose};
use crate::support::{chosen, each, fixtures, snapshot_in, stem};

/// What the suggestions for the flows of a project are.
#[derive(Default)]
struct Found {
    text: String,
    flows: usize,
    branches: usize,
    taken: usize,
    left: BTreeMap<&'static str, usize>,
    faults: Vec<String>,
}

/// Suggests tests for every flow of a project, and judges them.
fn found(name: &str, project: impl Fn() -> Project, mode: Mode) -> Found {
    let mut found = Found::default();
    let before = project();
    let first = |kind| DEMO.names(kind).min();
    let resources = Resources { queue: first(ResourceKind::Queue), agent: first(ResourceKind::Agent) };
    let analysis = before.analyse(Purpose::Check, mode);
    let build = &analysis.build;
    let covered = coverage(build, &[], |_| true);
    let (mut text, mut listed): (String, HashSet<Branch>) = (String::new(), HashSet::new());
    for of_flow in &covered {
        found.flows += 1;
        let suggested = suggest(build, before.sources(), of_flow, resources, |_| false);
        for test in &suggested.tests {
            writeln!(text, "{}", test.text).unwrap();
        }
        for (branch, why) in suggested.left {
            let action = build.flows[branch.flow].action(branch.action).unwrap();
            let edge = testing::branches::name(action, branch.edge).unwrap_or_default();
            writeln!(text, "// {} -> {edge}: {why}", action.identifier).unwrap();
            *found.left.entry(why).or_default() += 1;
            listed.insert(branch);
        }
        text.push('\n');
    }
    let after = project().with("suggested.test.flow", &text);
    let analysis = after.analyse(Purpose::Check, mode);
    for diagnostic in analysis.diagnostics.iter() {
        let file = diagnostic.span().and_then(|span| after.sources().get(span.file));
        if diagnostic.severity == Severity::Error && file.is_some_and(|file| file.name() == "suggested.test.flow") {
            let line = after.sources().text(diagnostic.span().unwrap());
            found.faults.push(format!("{name}: {}: {line}", diagnostic.message));
        }
    }
    let is_own = |file| after.sources().get(file).is_some_and(|file| file.name() == "suggested.test.flow");
    let verdicts = testing::run(&analysis.build, &analysis.script, after.sources(), |test| is_own(test.span.file));
    for verdict in &verdicts {
        if let Some(failure) = &verdict.failure {
            let mut one = Diagnostics::new();
            one.push(failure.diagnostic.clone());
            let message = one.to_plain_text(after.sources());
            found.faults.push(format!("{name}: {:?}: {message}", verdict.test.name.text));
        }
    }
    let good = verdicts.iter().filter(|verdict| verdict.failure.is_none());
    let taken: HashSet<Branch> = good.flat_map(|verdict| &verdict.events).filter_map(taken).collect();
    for branch in covered.iter().flat_map(|of_flow| &of_flow.branches) {
        found.branches += 1;
        let is_taken = taken.contains(&branch.branch);
        found.taken += usize::from(is_taken);
        if !is_taken && !listed.contains(&branch.branch) && !matches!(branch.state, State::Impossible(_)) {
            found.faults.push(format!("{name}: not taken and not listed: {:?}", branch.branch));
        }
    }
    found.text = text;
    found
}

/// The sum of what was found, as a few lines.
fn numbers(all: &[Found]) -> String {
    let sum = |of: fn(&Found) -> usize| all.iter().map(of).sum::<usize>();
    let mut out = format!(
        "{} flows, {} branches, {} taken, {} faults\n",
        sum(|it| it.flows),
        sum(|it| it.branches),
        sum(|it| it.taken),
        sum(|it| it.faults.len())
    );
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (why, count) in all.iter().flat_map(|found| &found.left) {
        *left.entry(why).or_default() += count;
    }
    for (why, count) in left {
        writeln!(out, "{count:>5} {why}").unwrap();
    }
    out
}

fn faults(all: &[Found]) -> Vec<&String> {
    all.iter().flat_map(|found| &found.faults).collect()
}

#[test]
fn small_flows_of_every_kind_get_tests() {
    for fixture in chosen(fixtures("tests/suggest", "flow"), |path| stem(path).to_owned()) {
        let text = std::fs::read_to_string(&fixture).unwrap();
        let name = stem(&fixture);
        let found = found(name, || Project::demo().with("a.flow", &text), Mode::Draft);
        snapshot_in("tests/suggest", name, &found.text);
        assert!(found.faults.is_empty(), "{}", found.faults.join("\n"));
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "numbers to read, which are not shown unless they are asked for")]
fn every_branch_of_the_fixtures_is_taken_or_listed() {
    let fixtures = chosen(fixtures("tests/ok", "flow"), |path| stem(path).to_owned());
    let all = each(&fixtures, |fixture| {
        let text = std::fs::read_to_string(fixture).unwrap();
        found(stem(fixture), || Project::demo().with("a.flow", &text), mode(fixture))
    });
    println!("{}", numbers(&all));
    let faults = faults(&all);
    let shown: Vec<_> = faults.iter().take(40).map(|it| it.as_str()).collect();
    assert!(faults.is_empty(), "{}\n{}", numbers(&all), shown.join("\n"));
}

#[test]
#[expect(clippy::print_stdout, reason = "numbers to read, which are not shown unless they are asked for")]
fn every_branch_of_real_flows_is_taken_or_listed() {
    let Some(shared) = shared() else { return };
    let grades = ["console-export", "valid-with-positions", "valid-handwritten", "draft", "invalid"];
    let flows = chosen(flows(&shared, &grades), |(path, _)| path.clone());
    let began = Instant::now();
    let all = each(&flows, |(path, text)| {
        let Some(text) = imported(path, text) else { return Found::default() };
        let found = found(path, || Project::bare().with("a.flow", &text), Mode::Draft);
        if std::env::var_os("CASE").is_some() {
            println!("{text}\n{}", found.text);
        }
        found
    });
    let took = began.elapsed();
    println!("{}in {took:?}", numbers(&all));
    let faults = faults(&all);
    let shown: Vec<_> = faults.iter().take(40).map(|it| it.as_str()).collect();
    assert!(faults.is_empty(), "{}\n{}", numbers(&all), shown.join("\n"));
    assert!(took < Duration::from_secs(60), "{took:?}");
}

/// Flow JSON as text; `None` if it cannot be imported.
fn imported(path: &str, json: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap();
    let (read, ..) = read_json(name, json);
    Some(import(&read?, Options::default(), &mut Diagnostics::new()))
}
