//! The commands `check`, `build` and `diff` in this process. Takes files in memory and the arguments of a command; gives
//! the output and the exit code of the program. All tests compile through this module, so that the library is called in
//! one place. Never writes a file, and reads only the example's inventory. `tests/same.rs` compares it with the program.

use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

use callflow::analysis::{Analysis, NamePolicy, Options, Role, Workspace};
use callflow::cli::output::Counts;
use callflow::cli::{Outcome, build, check, console, diff as diff_command, parse_level, test};
use callflow::diagnostic::fix::apply;
use callflow::diagnostic::render::{github, json, sarif};
use callflow::diagnostic::{Code, Diagnostics, Level, Severity};
use callflow::diff::{Scope, diff};
use callflow::emit::{self, OutputFile, Status};
use callflow::graph::{Flow, Mode};
use callflow::inventory::{self, Inventory};
use callflow::reader;
use callflow::source::{FileId, Sources};
use callflow::syntax::reread;
use callflow::testing::{self, coverage::coverage};

use super::case::Files;
use super::fixtures;
use super::process::{self, Output};

/// The purpose of a build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To report diagnostics: names that cannot be looked up are skipped.
    Check,
    /// To emit output: every name must be known.
    Emit,
}

/// Sources, and the inventory for their compilation.
pub struct Project {
    workspace: Workspace,
    inventory: Option<Cow<'static, Inventory>>,
    /// The diagnostics of the inventory.
    inventory_diagnostics: Diagnostics,
}

/// The inventory of the example, an instance with at least one resource of each kind.
pub static DEMO: LazyLock<Inventory> = LazyLock::new(|| {
    let read = |path: &Path| (path.to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap());
    let answers: Vec<_> =
        fixtures("examples/acme-support/inventory/dev", "json").iter().map(|path| read(path)).collect();
    let project = Project::bare().with_inventory(&answers);
    assert!(
        project.inventory_diagnostics.is_empty(),
        "{}",
        project.inventory_diagnostics.to_plain_text(project.sources())
    );
    project.inventory.unwrap().into_owned()
});

impl Project {
    /// Without an inventory.
    pub fn bare() -> Project {
        Project { workspace: Workspace::new(), inventory: None, inventory_diagnostics: Diagnostics::new() }
    }

    /// With the example's inventory.
    pub fn demo() -> Project {
        Project { inventory: Some(Cow::Borrowed(&DEMO)), ..Project::bare() }
    }

    /// Adds a source: `.flow` text, or flow JSON as if named on the command line.
    pub fn with(mut self, name: &str, text: &str) -> Project {
        let role = if name.ends_with(".json") { Role::Json { is_named: true } } else { Role::Text };
        self.workspace.set_as(name, text, role);
        self
    }

    /// Adds the inventory of these answers, given by name and text.
    fn with_inventory(mut self, answers: &[(String, String)]) -> Project {
        let set = |(name, text): &(String, String)| self.workspace.set_as(name, text, Role::Other);
        let files: Vec<FileId> = answers.iter().map(set).collect();
        let inventory = inventory::read(&files, self.workspace.sources(), &mut self.inventory_diagnostics);
        // An incomplete inventory would only cause errors about its missing part.
        self.inventory = (!self.inventory_diagnostics.has_errors()).then_some(Cow::Owned(inventory));
        self
    }

    /// The `.flow` texts.
    pub fn texts(&self) -> Vec<FileId> {
        self.workspace.files(|role| role == Role::Text)
    }

    /// The texts of all files.
    pub fn sources(&self) -> &Sources {
        self.workspace.sources()
    }

    /// The analysis of the files, with the default levels.
    pub fn analyse(&self, purpose: Purpose, mode: Mode) -> Analysis {
        self.analyse_with(purpose, mode, &[])
    }

    /// The analysis of the files, with these levels.
    pub fn analyse_with(&self, purpose: Purpose, mode: Mode, levels: &[(Code, Level)]) -> Analysis {
        let names = match purpose {
            _ if self.inventory_diagnostics.has_errors() => NamePolicy::Reported,
            Purpose::Check => NamePolicy::MayBeUnverified,
            Purpose::Emit => NamePolicy::MustBeKnown,
        };
        self.workspace.analyse(Options {
            inventory: self.inventory.as_deref(),
            mode,
            names,
            levels,
            found: self.inventory_diagnostics.clone(),
            ..Options::default()
        })
    }

    /// The flows, read without checks; `None` if they cannot be read.
    fn flows(&self) -> Option<Vec<Flow>> {
        let options = Options { purpose: reader::Purpose::Compare, mode: Mode::Draft, ..Options::default() };
        let analysis = self.workspace.analyse(options);
        (!analysis.diagnostics.has_errors()).then_some(analysis.build.flows)
    }
}

/// The files that a build emits; empty if there is an error.
pub fn emitted(analysis: &Analysis, mode: Mode) -> Vec<OutputFile> {
    let status = if mode == Mode::Draft { Status::Saved } else { Status::Published };
    let plan = analysis.plan.as_ref().filter(|_| !analysis.diagnostics.has_errors());
    plan.map(|plan| emit::json(plan, status)).unwrap_or_default()
}

/// Runs `callflow` with the arguments `words` in a folder with these files, which has the example's inventory as
/// `inventory/` unless it has its own. If this process cannot run the command, the program runs it.
pub fn callflow(files: &Files, words: &str) -> Output {
    in_process(files, words).unwrap_or_else(|| process::callflow_with(files, words))
}

/// The output of `check` or `build` with these arguments in each of these formats.
pub fn in_formats<const N: usize>(files: &Files, words: &str, formats: [&str; N]) -> [Output; N] {
    match Arguments::parse(words).and_then(|arguments| compiled(files, &arguments)) {
        Some(compiled) => formats.map(|format| compiled.printed(format)),
        None => formats.map(|format| process::callflow_with(files, &format!("{words} --format {format}"))),
    }
}

/// The same as [`callflow`], if this process can run it: for usual commands and folders.
pub fn in_process(files: &Files, words: &str) -> Option<Output> {
    let arguments = Arguments::parse(words)?;
    match (arguments.command, arguments.paths.as_slice()) {
        ("diff", [before, after]) => compared(files, before, after, arguments.format),
        ("test", _) => tested(files, &arguments),
        _ => Some(compiled(files, &arguments)?.printed(arguments.format)),
    }
}

/// Whether this process can run `check` or `build` with these arguments.
pub fn is_usual(files: &Files, words: &str) -> bool {
    Arguments::parse(words).is_some_and(|arguments| project(files, &arguments).is_some())
}

/// The arguments of a command, as far as they are supported here.
struct Arguments<'a> {
    command: &'a str,
    paths: Vec<&'a str>,
    inventory: bool,
    mode: Mode,
    strict: bool,
    levels: Vec<(Code, Level)>,
    format: &'a str,
}

impl Arguments<'_> {
    fn parse(words: &str) -> Option<Arguments<'_>> {
        let mut words = words.split_whitespace();
        let mut arguments = Arguments {
            command: words.next()?,
            paths: Vec::new(),
            inventory: false,
            mode: Mode::Publish,
            strict: false,
            levels: Vec::new(),
            format: "human",
        };
        while let Some(word) = words.next() {
            match word {
                "--draft" => arguments.mode = Mode::Draft,
                "--strict" => arguments.strict = true,
                "--inventory" if words.next()? == "inventory" => arguments.inventory = true,
                "--format" => arguments.format = words.next()?,
                "--level" => {
                    let (code, level) = words.next()?.split_once('=')?;
                    arguments.levels.push(parse_level(code, level).ok()?);
                }
                path if !path.starts_with('-') => arguments.paths.push(path),
                _ => return None,
            }
        }
        // Tests have formats of their own.
        (arguments.command != "test" || arguments.format == "human").then_some(arguments)
    }

    fn purpose(&self) -> Option<Purpose> {
        match self.command {
            "check" | "test" => Some(Purpose::Check),
            "build" => Some(Purpose::Emit),
            _ => None,
        }
    }
}

/// The sources at the path, which is the whole folder or a file in it, and the inventory. `None` if finding or reading
/// them is not supported here: settings, nested folders, flow JSON that is not named on the command line.
fn project(files: &Files, arguments: &Arguments<'_>) -> Option<Project> {
    let ([path], has_inventory) = (&arguments.paths[..], arguments.inventory) else { return None };
    let purpose = arguments.purpose()?;
    let (answers, sources): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| name.starts_with("inventory/"));
    let text = |(name, bytes): (&String, &Vec<u8>)| Some((name.clone(), String::from_utf8(bytes.clone()).ok()?));
    let mut project = if has_inventory && answers.is_empty() { Project::demo() } else { Project::bare() };
    for (name, text) in sources.into_iter().map(text).collect::<Option<Vec<_>>>()? {
        let is_flow = name.ends_with(".flow") && !text.trim_start().starts_with('{') && !name.contains('/');
        let is_export = name == *path && name.ends_with(".json") && purpose == Purpose::Check;
        if !is_flow && !is_export {
            return None;
        }
        if name == *path || *path == "." {
            project = project.with(&name, &text);
        }
    }
    if project.workspace.files(|role| role != Role::Other).is_empty() {
        return None;
    }
    match (answers.is_empty(), has_inventory) {
        (true, _) => Some(project),
        (false, true) => Some(project.with_inventory(&answers.into_iter().map(text).collect::<Option<Vec<_>>>()?)),
        (false, false) => None,
    }
}

/// The result of `check` or `build` before it is printed.
struct Compiled {
    project: Project,
    diagnostics: Diagnostics,
    strict: bool,
    /// The notes and the result that are printed after the diagnostics.
    summary: (Vec<String>, String),
}

fn compiled(files: &Files, arguments: &Arguments<'_>) -> Option<Compiled> {
    let (purpose, project) = (arguments.purpose()?, project(files, arguments)?);
    let Arguments { mode, strict, .. } = *arguments;
    let analysis = project.analyse_with(purpose, mode, &arguments.levels);
    let summary = match purpose {
        Purpose::Check => check::summary(&analysis.build, |_| true, &analysis.diagnostics, strict, 0),
        Purpose::Emit if console::outcome(&analysis.diagnostics, strict) == Outcome::Good => {
            let written = emitted(&analysis, mode).len();
            (Vec::new(), build::summary(&analysis.build, "build", Counts { written, ..Counts::default() }))
        }
        Purpose::Emit => (Vec::new(), String::new()),
    };
    Some(Compiled { project, diagnostics: analysis.diagnostics, strict, summary })
}

impl Compiled {
    fn printed(&self, format: &str) -> Output {
        let Compiled { project, diagnostics, strict, summary: (notes, result) } = self;
        let sources = project.sources();
        let (stdout, stderr) = match format {
            "json" => (json(diagnostics, sources, ""), String::new()),
            "sarif" => (sarif(diagnostics, sources, ""), String::new()),
            "github" => (github(diagnostics, sources, "") + result, console::summary(diagnostics)),
            "human" => (result.clone(), report(diagnostics, sources)),
            other => panic!("unknown format {other}"),
        };
        Output { stdout, stderr: stderr + &lines(notes), code: console::outcome(diagnostics, *strict).code().into() }
    }
}

/// The diagnostics in the format for people.
fn report(diagnostics: &Diagnostics, sources: &Sources) -> String {
    diagnostics.to_plain_text(sources) + &console::summary(diagnostics)
}

/// The notes as printed.
fn lines(notes: &[String]) -> String {
    notes.iter().map(|note| format!("note: {note}\n")).collect()
}

/// `callflow test`, if there is a test: the failures with the way of the contact, and the summary without the time.
fn tested(files: &Files, arguments: &Arguments<'_>) -> Option<Output> {
    let project = project(files, arguments)?;
    let (analysis, sources) = (project.analyse(Purpose::Check, Mode::Draft), project.sources());
    let mut errors = analysis.diagnostics;
    errors.retain(|diagnostic| diagnostic.severity == Severity::Error);
    if errors.has_errors() {
        let stderr = lines(&["no test is run while the sources have errors".to_owned()]) + &report(&errors, sources);
        return Some(Output { stdout: String::new(), stderr, code: 1 });
    }
    let verdicts = testing::run(&analysis.build, &analysis.script, sources, |_| true);
    let coverage = coverage(&analysis.build, &verdicts, |_| true);
    let report = test::Report { verdicts, coverage, milliseconds: 0 };
    let failures = test::failures(&report, sources);
    let stderr: String = failures.iter().map(|(one, way)| one.to_plain_text(sources) + way).collect();
    let stderr = stderr + &lines(&test::doubts(&report, &analysis.build, sources));
    let code = i32::from(!failures.is_empty());
    (!report.verdicts.is_empty()).then(|| Output { stdout: test::summary(&report), stderr, code })
}

/// `callflow diff` of two files of one flow each.
fn compared(files: &Files, before: &str, after: &str, format: &str) -> Option<Output> {
    let side = |path: &str| {
        let text = String::from_utf8(files.get(path)?.clone()).ok()?;
        let mut flows = Project::bare().with(path, &text).flows()?;
        flows.pop().filter(|_| flows.is_empty())
    };
    let (before, after) = (side(before)?, side(after)?);
    let format = match format {
        "json" => diff_command::Format::Json,
        _ => diff_command::Format::Human,
    };
    let changes = diff(&before, &after, Scope { resource: true, flow_type: true });
    let stdout = diff_command::summary(&before, &after, &changes, format);
    Some(Output { stdout, stderr: String::new(), code: i32::from(!changes.is_empty()) })
}

/// Runs `callflow check --fix . --inventory inventory` with `text` as `main.flow`. Returns the new text and the output.
pub fn fix(text: &str) -> (String, Output) {
    let mut text = text.to_owned();
    let (mut done, mut fixed, mut rounds) = (Vec::new(), 0, 0);
    loop {
        let project = Project::demo().with("main.flow", &text);
        let Analysis { build, diagnostics, .. } = project.analyse(Purpose::Check, Mode::Publish);
        match apply(&diagnostics, project.sources(), &project.texts()).pop() {
            Some(edited) if rounds < check::ROUNDS => {
                assert!(reread::keeps(project.sources(), &edited), "{text}\n→\n{}", edited.text);
                let source = project.sources().get(edited.file).unwrap();
                done.extend(check::done(source, &edited));
                fixed += edited.made.len();
                text = edited.text;
                rounds += 1;
            }
            _ => {
                let (notes, stdout) = check::summary(&build, |_| true, &diagnostics, false, fixed);
                let stderr = lines(&done) + &report(&diagnostics, project.sources()) + &lines(&notes);
                let code = console::outcome(&diagnostics, false).code().into();
                return (text, Output { stdout, stderr, code });
            }
        }
    }
}
