//! `callflow check`: says what is wrong with a project, or with flow JSON as it is. Writes nothing unless it is asked to mend.

use std::fs;
use std::path::Path;

use clap::Args;

use super::output::replace;
use super::project::{Exports, Project, display};
use super::{Outcome, ProjectArgs, console};
use crate::compile::{Names, compile};
use crate::diagnostic::fix::{Edited, apply};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Build, Mode};

#[derive(Args, Debug)]
#[command(after_help = "\
Flow JSON is checked as it is: an export of the designer, an answer of `aws connect describe-contact-flow`, a legacy \
export, or a folder of such.

Exit status: 0 no error, 1 errors (or warnings under --strict), 2 wrong usage or a file that cannot be read.

Examples:
  callflow check                              the project in this folder
  callflow check exported.json
  callflow check flows/ --env prod --strict --format github
  callflow check --fix                        mend what can only be meant one way")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// Check drafts (status SAVED): loose ends are warnings
    #[arg(long)]
    draft: bool,
    /// Mend what can only be meant one way, in .flow files: slips in names, missing branches of blocks that say where errors
    /// lead, other languages' quotes and arrows, blanks in phone numbers
    #[arg(long)]
    fix: bool,
}

/// The byte order mark in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What is mended may show more; this often it is looked at again.
const ROUNDS: usize = 8;

pub(super) fn run(args: &CheckArgs) -> Outcome {
    let mut run = check(args);
    let mut mended = 0;
    for _ in 0..ROUNDS {
        let edits =
            if args.fix { apply(&run.diagnostics, &run.project.sources, &run.project.files) } else { Vec::new() };
        if edits.is_empty() {
            break;
        }
        let mut refused = Diagnostics::new();
        for edited in &edits {
            match write(&run.project, edited) {
                Ok(()) => mended += edited.made.len(),
                Err(diagnostic) => refused.push(diagnostic),
            }
        }
        run = check(args);
        if !refused.is_empty() {
            run.diagnostics.extend(refused);
            run.diagnostics.sort();
            break;
        }
    }
    let Run { project, build, diagnostics } = run;
    console::report(&diagnostics, &project.sources, args.project.format);
    let outcome = console::outcome(&diagnostics, args.project.strict);
    if args.project.strict && outcome == Outcome::Errors && !diagnostics.has_errors() {
        console::note("under `--strict`, warnings count as errors");
    }
    if mended > 0 {
        console::note(&format!("{} mended", console::counted(mended, "mistake")));
    }
    if outcome == Outcome::Good && !args.project.format.is_document() {
        let flows = console::counted(build.flows.len(), "flow");
        let quick_connects = console::counted(build.quick_connects.len(), "quick connect");
        console::print(&format!("no errors in {flows} and {quick_connects}\n"));
    }
    outcome
}

/// What one look at the files gave.
struct Run {
    project: Project,
    build: Build,
    diagnostics: Diagnostics,
}

fn check(args: &CheckArgs) -> Run {
    let mut diagnostics = Diagnostics::new();
    let project = Project::load(&args.project, Exports::Read, &mut diagnostics);
    let mode = if args.draft { Mode::Draft } else { Mode::Publish };
    let build = compile(&project.input(mode, Names::MayBeUnverified), &mut diagnostics);
    diagnostics.apply(&project.levels);
    Run { project, build, diagnostics }
}

/// The text with the line ends and the byte order mark of the file.
fn as_it_was(path: &Path, text: &str) -> Vec<u8> {
    let before = fs::read(path).unwrap_or_default();
    let mut lines = before.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")).peekable();
    let is_windows = lines.peek().is_some() && lines.all(|line| line.ends_with(b"\r\n"));
    let text = if is_windows { text.replace('\n', "\r\n") } else { text.to_owned() };
    let mark: &[u8] = if before.starts_with(MARK) { MARK } else { b"" };
    [mark, text.as_bytes()].concat()
}

/// Writes a file with its edits, and says what they are.
fn write(project: &Project, edited: &Edited) -> Result<(), Diagnostic> {
    let place = project.files.iter().position(|file| *file == edited.file);
    let Some(path) = place.and_then(|index| project.paths.get(index)) else { return Ok(()) };
    let refused = |reason: String| Diagnostic::without_place(Code::CannotWrite, reason).help("the file is as it was");
    if fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Err(refused(format!("`{}` may not be written to", display(path))));
    }
    replace(path, &as_it_was(path, &edited.text)).map_err(|error| refused(error.to_string()))?;
    for made in &edited.made {
        let place = project.sources.get(made.span.file).map(|file| {
            let place = file.lines().line_column(file.text(), made.span.start);
            format!("{}:{}:{}", file.name(), place.line, place.column)
        });
        let what = match made.before.as_str() {
            "" => format!("`{}` was added", made.after.trim()),
            before => format!("`{}` was written for `{}`", made.after.trim(), before.trim()),
        };
        console::note(&format!("{}: {what} ({})", place.unwrap_or_default(), made.code));
    }
    Ok(())
}
