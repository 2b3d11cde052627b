//! `callflow check`: reports the errors in a project or in flow JSON. Never writes a file, except with `--fix`.

use clap::Args;

use super::environments::PerEnvironment;
use super::files::Takes;
use super::output::replace;
use super::paths::display;
use super::project::Project;
use super::{Outcome, ProjectArgs, console};
use crate::analysis::{Analysis, NamePolicy, Role};
use crate::diagnostic::fix::{AppliedFix, Edited, apply};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::graph::{Build, Mode};
use crate::source::characters::harmless;
use crate::source::{FileId, SourceFile};
use crate::syntax::reread;

#[derive(Args, Debug)]
#[command(after_help = "\
Flow JSON is checked directly: an export of the designer, an answer of `aws connect describe-contact-flow`, a legacy \
export, or a folder of such files. One file of a project is checked together with the others, and only what concerns it \
is reported. In a project with several environments, names are looked up in each, unless --env selects one.

Exit status: 0 no error, 1 errors (or warnings under --strict), 2 wrong usage or a file that cannot be read.

Examples:
  callflow check                              the project in this folder
  callflow check exported.json
  callflow check flows/ --env prod --strict --format github
  callflow check --fix                        fix mistakes that have only one possible fix")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// Check drafts (status SAVED): unconnected branches are warnings
    #[arg(long)]
    draft: bool,
    /// Fix mistakes in .flow files that have only one possible fix: typos in names, missing branches of blocks with an
    /// error branch, quotes and arrows of other languages, spaces in phone numbers
    #[arg(long)]
    fix: bool,
}

/// The maximum number of rounds: a fix may uncover more mistakes.
pub const ROUNDS: usize = 8;

pub(super) fn run(args: &CheckArgs) -> Outcome {
    let mut run = check(args);
    let mut fixed = 0;
    for _ in 0..ROUNDS {
        let edits = if args.fix { run.edits() } else { Vec::new() };
        if edits.is_empty() {
            break;
        }
        let mut refused = Diagnostics::new();
        for edited in &edits {
            match write(&run.project, edited) {
                Ok(()) => fixed += edited.made.len(),
                Err(diagnostic) => refused.push(diagnostic),
            }
        }
        run = check(args);
        if !refused.is_empty() {
            run.analysis.diagnostics.extend(refused);
            run.analysis.diagnostics.sort();
            break;
        }
    }
    let Run { project, analysis: Analysis { build, mut diagnostics, .. } } = run;
    let hidden = diagnostics.iter().filter(|it| !project.concerns(it));
    let hidden = hidden.filter(|it| it.severity != Severity::Note).count();
    diagnostics.retain(|diagnostic| project.concerns(diagnostic));
    console::report(&diagnostics, project.sources(), args.project.format, args.project.cap);
    let (notes, result) = summary(&build, |file| project.is_named(file), &diagnostics, args.project.strict, fixed);
    notes.iter().for_each(|note| console::note(note));
    if hidden > 0 {
        let findings = console::counted(hidden, "finding");
        console::note(&format!("{findings} in other files of the project; `callflow check` shows them"));
    }
    if !args.project.format.is_document() {
        console::print(&result);
    }
    console::outcome(&diagnostics, args.project.strict)
}

/// The output after the diagnostics: notes about them, and the result if there is no error. It counts what is in the
/// files that `is_named` accepts.
#[must_use]
pub fn summary(
    build: &Build,
    is_named: impl Fn(FileId) -> bool,
    diagnostics: &Diagnostics,
    strict: bool,
    fixed: usize,
) -> (Vec<String>, String) {
    let outcome = console::outcome(diagnostics, strict);
    let mut notes = Vec::new();
    if strict && outcome == Outcome::Errors && !diagnostics.has_errors() {
        notes.push("under `--strict`, warnings count as errors".to_owned());
    }
    if fixed > 0 {
        notes.push(format!("{} fixed", console::counted(fixed, "mistake")));
    }
    if outcome != Outcome::Good {
        return (notes, String::new());
    }
    let flows = build.flows.iter().filter(|flow| is_named(flow.name.span.file)).count();
    let quick_connects = build.quick_connects.iter().filter(|it| is_named(it.name.span.file)).count();
    let (flows, quick_connects) = (console::counted(flows, "flow"), console::counted(quick_connects, "quick connect"));
    (notes, format!("no errors in {flows} and {quick_connects}\n"))
}

/// The result of one round.
struct Run {
    project: Project,
    analysis: Analysis,
}

impl Run {
    /// The files that change, with all certain edits applied.
    fn edits(&self) -> Vec<Edited> {
        let mut texts = self.project.workspace.files(|role| role == Role::Text);
        texts.retain(|file| self.project.is_named(*file));
        apply(&self.analysis.diagnostics, self.project.sources(), &texts)
    }
}

fn check(args: &CheckArgs) -> Run {
    let mut diagnostics = Diagnostics::new();
    let mut project = Project::load_with_siblings(&args.project, Takes::Both, &mut diagnostics);
    let mode = if args.draft { Mode::Draft } else { Mode::Publish };
    let policy = NamePolicy::MayBeUnverified;
    let environments = std::mem::take(&mut project.unchosen);
    let Some((last, others)) = environments.split_last() else {
        let analysis = project.workspace.analyse(project.options(mode, policy, &mut diagnostics));
        return Run { project, analysis };
    };
    // None is selected: names are looked up in each.
    let mut merged = PerEnvironment::default();
    for name in others {
        let mut found = diagnostics.clone();
        project.choose(name, &mut found);
        let analysis = project.workspace.analyse(project.options(mode, policy, &mut found));
        merged.add(name, analysis.diagnostics);
    }
    project.choose(last, &mut diagnostics);
    let mut analysis = project.workspace.analyse(project.options(mode, policy, &mut diagnostics));
    merged.add(last, std::mem::take(&mut analysis.diagnostics));
    analysis.diagnostics = merged.finish();
    Run { project, analysis }
}

/// Writes a file with its edits, and prints them.
fn write(project: &Project, edited: &Edited) -> Result<(), Diagnostic> {
    let Some((_, path)) = project.files.iter().find(|(file, _)| *file == edited.file) else { return Ok(()) };
    let Some(source) = project.sources().get(edited.file) else { return Ok(()) };
    if !reread::keeps(project.sources(), edited) {
        let message = format!("the fixes would change more of `{}` than they mean", display(path));
        return Err(
            Diagnostic::unlocated(Code::NotReadBack, message).help("the file is unchanged; make the changes by hand")
        );
    }
    let refused = |reason: String| Diagnostic::unlocated(Code::CannotWrite, reason).help("the file is unchanged");
    replace(path, source.as_in_file(&edited.text).as_bytes()).map_err(|error| refused(error.to_string()))?;
    done(source, edited).iter().for_each(|line| console::note(line));
    Ok(())
}

/// The edits of a file, one line each.
#[must_use]
pub fn done(source: &SourceFile, edited: &Edited) -> Vec<String> {
    let line = |made: &AppliedFix| {
        let start = source.lines().line_column(source.text(), made.span.start);
        let what = match made.before.as_str() {
            // The text has line feeds only, so the edit shows in the file, but not in the text.
            before if before == made.after => "replaced a carriage return with a line feed".to_owned(),
            "" => format!("added `{}`", made.after.trim()),
            before if shown(before) == shown(&made.after) => format!("changed the blanks at {}", shown(before)),
            before => format!("replaced {} with {}", shown(before), shown(&made.after)),
        };
        format!("{}:{}:{}: {what} ({})", source.name(), start.line, start.column, made.code)
    };
    edited.made.iter().map(line).collect()
}

/// A piece of a source, such that every character is visible.
fn shown(piece: &str) -> String {
    match harmless(piece).trim() {
        "" => "a blank".to_owned(),
        piece => format!("`{piece}`"),
    }
}
