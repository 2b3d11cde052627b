//! `callflow test`: runs the tests of a project and reports which failed, and what the tests cover. Writes no file but
//! the report that `--lcov` names.

mod accept;
mod human;
mod json;
mod junit;
mod lcov;
mod suggest;

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::files::Takes;
use super::output::put;
use super::project::Project;
use super::{Outcome, ProjectArgs, cap, console};
use crate::analysis::{Analysis, NamePolicy};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::graph::{Build, Flow, Mode};
use crate::source::Sources;
use crate::testing::coverage::{self, FlowCoverage};
use crate::testing::unnoticed::unnoticed;
use crate::testing::{self, Verdict};

#[derive(Args, Debug)]
#[command(after_help = "\
Tests are `test` and `setup` declarations in .flow files. A file of tests is run with all flows of its project.

Exit status: 0 all tests passed, 1 a test failed or the sources have errors, 2 wrong usage or a file that cannot be read.

Examples:
  callflow test
  callflow test tests/main.test.flow --filter gold
  callflow test --coverage --lcov coverage.info
  callflow test --suggest \"Main IVR\"
  callflow test --format junit > report.xml")]
pub(super) struct TestArgs {
    /// .flow files, flow JSON, folders of such files, or the folder of a callflow.toml [default: the current folder]
    paths: Vec<PathBuf>,
    /// Run only the tests whose name contains this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Show which branches the tests take, and which they do not
    #[arg(long)]
    coverage: bool,
    /// Write the coverage of lines and branches to this file, in the format of lcov
    #[arg(long, value_name = "FILE")]
    lcov: Option<PathBuf>,
    /// List the branches that the tests take without testing them: led elsewhere, every test still passes
    #[arg(long)]
    unnoticed: bool,
    /// Write into the tests what was said and what the data was, where `hear` or `expect $.path =` fails by text only
    #[arg(long)]
    accept: bool,
    /// Print tests for the branches of this flow or module that no test takes
    #[arg(long, value_name = "FLOW", conflicts_with_all = ["accept", "coverage", "lcov", "unnoticed", "filter"])]
    suggest: Option<String>,
    /// The environment of callflow.toml whose inventory is used to look up names
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// A folder of AWS CLI answers in which to look up names
    #[arg(long, value_name = "DIR", conflicts_with = "env")]
    inventory: Option<PathBuf>,
    #[command(flatten)]
    cap: cap::Cap,
    /// The format of the results: human-readable, a JSON document, or JUnit's XML
    #[arg(long, value_enum, default_value_t = TestFormat::Human)]
    format: TestFormat,
}

/// The format of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TestFormat {
    /// Failures with the way of the contact to stderr, the summary to stdout
    Human,
    /// A JSON document
    Json,
    /// The XML of JUnit, which most CI services read
    Junit,
}

/// What a run of tests gives.
#[derive(Debug)]
pub struct Report<'s> {
    /// A verdict for each test, in source order.
    pub verdicts: Vec<Verdict<'s>>,
    /// The coverage of the flows, in source order.
    pub coverage: Vec<FlowCoverage>,
    /// How long the tests ran, in milliseconds.
    pub milliseconds: u128,
}

/// The most rounds of `--accept`: each makes one line of a test pass.
const ROUNDS: usize = 1_000;

pub(super) fn run(args: &TestArgs) -> Outcome {
    let project_args = ProjectArgs {
        paths: args.paths.clone(),
        env: args.env.clone(),
        inventory: args.inventory.clone(),
        ..ProjectArgs::default()
    };
    let mut diagnostics = Diagnostics::new();
    let mut project = Project::load_with_siblings(&project_args, Takes::Both, &mut diagnostics);
    // Names are the same in every environment: any of them serves.
    if let Some(first) = std::mem::take(&mut project.unchosen).first() {
        project.choose(first, &mut diagnostics);
    }
    let mut accepted = 0;
    for round in 0..ROUNDS {
        let options = project.options(Mode::Draft, NamePolicy::MayBeUnverified, &mut diagnostics);
        let analysis = project.workspace.analyse(options);
        diagnostics = analysis.diagnostics.clone();
        diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        if diagnostics.has_errors() {
            console::note("no test is run while the sources have errors");
            break;
        }
        let run = Run { args, project: &project, analysis: &analysis };
        let report = run.report();
        if let Some(name) = &args.suggest {
            let found = suggest::found(&project, &analysis, &report.verdicts, name);
            drop(report);
            return match found {
                Ok(found) => {
                    console::print(&suggest::text(&mut project, &analysis.build, &found));
                    Outcome::Good
                }
                Err(message) => {
                    console::error(&message);
                    Outcome::Failed
                }
            };
        }
        let edits = if args.accept { accept::edits(&report.verdicts, &project) } else { Vec::new() };
        if edits.is_empty() || round + 1 == ROUNDS {
            if accepted > 0 {
                console::note(&format!("{} accepted", console::counted(accepted, "text")));
            }
            return run.finish(&report);
        }
        drop(report);
        accepted += accept::write(&mut project, &edits, &mut diagnostics);
        if !diagnostics.is_empty() {
            break;
        }
    }
    console::finish(&diagnostics, project.sources(), args.cap)
}

/// A run of the tests of a project.
struct Run<'a> {
    args: &'a TestArgs,
    project: &'a Project,
    analysis: &'a Analysis,
}

impl<'a> Run<'a> {
    fn report(&self) -> Report<'a> {
        let Analysis { build, script, .. } = self.analysis;
        let is_wanted = |name: &str| self.args.filter.as_deref().is_none_or(|filter| name.contains(filter));
        let began = Instant::now();
        let verdicts = testing::run(build, script, self.project.sources(), |test| {
            is_wanted(&test.name.text) && self.project.is_named(test.span.file)
        });
        let milliseconds = began.elapsed().as_millis();
        let is_named = |flow: &Flow| self.project.is_named(flow.name.span.file);
        let coverage = coverage::coverage(build, &verdicts, is_named);
        Report { verdicts, coverage, milliseconds }
    }

    /// Writes and prints what was asked for.
    fn finish(&self, report: &Report<'_>) -> Outcome {
        let sources = self.project.sources();
        if report.verdicts.is_empty() {
            return no_tests(self.args);
        }
        if let Some(path) = &self.args.lcov
            && let Err(error) = put(path, lcov::lcov(report, &self.analysis.build, sources).as_bytes())
        {
            let mut diagnostics = Diagnostics::new();
            diagnostics.push(Diagnostic::unlocated(Code::CannotWrite, error.to_string()));
            return console::finish(&diagnostics, sources, self.args.cap);
        }
        self.print(report);
        let has_failed = report.verdicts.iter().any(|verdict| verdict.failure.is_some());
        if has_failed { Outcome::Errors } else { Outcome::Good }
    }

    fn print(&self, report: &Report<'_>) {
        let (build, sources) = (&self.analysis.build, self.project.sources());
        match self.args.format {
            TestFormat::Human => {
                for (diagnostic, way) in failures(report, sources) {
                    console::diagnostics(&diagnostic, sources);
                    console::details(&way);
                }
                if self.args.coverage {
                    console::print(&human::coverage(report, build, sources));
                }
                if self.args.unnoticed {
                    let found = unnoticed(build, &self.analysis.script, sources, &report.verdicts);
                    console::print(&human::unnoticed(&found, build, sources));
                }
                doubts(report, build, sources).iter().for_each(|note| console::note(note));
                console::print(&summary(report));
            }
            TestFormat::Json => console::document(&json::json(report, build, sources)),
            TestFormat::Junit => console::document(&junit::junit(report, sources)),
        }
    }
}

/// Each failure as a diagnostic, with the lines that show the way of the contact.
#[must_use]
pub fn failures(report: &Report<'_>, sources: &Sources) -> Vec<(Diagnostics, String)> {
    let failed = human::failures(report).map(|(verdict, failure)| {
        let mut one = Diagnostics::new();
        one.push(failure.diagnostic.clone());
        (one, human::way(verdict, failure, sources))
    });
    failed.collect()
}

/// What the tests rest on that no page documents: a line each, with the places where it matters.
#[must_use]
pub fn doubts(report: &Report<'_>, build: &Build, sources: &Sources) -> Vec<String> {
    human::doubts(report, build, sources)
}

/// The line that counts the tests.
#[must_use]
pub fn summary(report: &Report<'_>) -> String {
    human::summary(report)
}

/// That there is nothing to run is a mistake of who wrote the command line, or of who thinks that there are tests.
fn no_tests(args: &TestArgs) -> Outcome {
    match &args.filter {
        Some(filter) => console::error(&format!("no test has a name that contains `{filter}`")),
        None => console::error("there are no tests: a test is `test \"Name\" { … }` in a .flow file"),
    }
    Outcome::Failed
}
