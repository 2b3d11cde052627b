//! `callflow build`: compiles a project and writes its files, either all of them or none.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::files::Takes;
use super::output::{Notice, Options, Patience, WriteError, write};
use super::paths::{display, io_reason};
use super::project::Project;
use super::{Outcome, ProjectArgs, console, output};
use crate::analysis::{Analysis, NamePolicy};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit::{self, Status};
use crate::graph::{Build, Destination, FlowKind, Mode};
use crate::visible;

#[derive(Args, Debug)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// The folder to write to [default: `build` next to callflow.toml]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Build drafts (status SAVED): unconnected branches are warnings
    #[arg(long)]
    draft: bool,
    /// Overwrite files in the output folder that no build wrote
    #[arg(long)]
    force: bool,
    /// How long to wait for another build that is writing to the output folder: 30s, 5m
    #[arg(long, value_name = "TIME", default_value_t)]
    wait: Patience,
}

pub(super) fn run(args: &BuildArgs) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let mut project = Project::load(&args.project, Takes::Text, &mut diagnostics);
    project.read_layouts(&mut diagnostics);
    let result = build(args, &project, &mut diagnostics);
    console::report(&diagnostics, project.sources(), args.project.format, args.project.cap);
    let is_unknown = |it: &Diagnostic| matches!(it.code, Code::UnknownName | Code::InventoryNeeded);
    if diagnostics.iter().any(is_unknown) && !project.siblings().is_empty() {
        console::note("only the files at PATH were built: without a PATH, `callflow build` builds the whole project");
    }
    if !args.project.format.is_document() {
        console::print(&result);
    }
    console::outcome(&diagnostics, args.project.strict)
}

/// Compiles the project, writes its output, and returns the summary; empty if there is an error.
fn build(args: &BuildArgs, project: &Project, diagnostics: &mut Diagnostics) -> String {
    let (mode, status) = if args.draft { (Mode::Draft, Status::Saved) } else { (Mode::Publish, Status::Published) };
    if !project.unchosen.is_empty() && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::unlocated(Code::UnknownEnvironment, "no environment selected")
                .help(format!("pass `--env {}`", project.unchosen.join("` or `--env "))),
        );
    }
    if diagnostics.has_errors() && project.files.is_empty() {
        return String::new();
    }
    let options = project.options(mode, NamePolicy::MustBeKnown, diagnostics);
    let Analysis { build, plan, diagnostics: found, .. } = project.workspace.analyse(options);
    *diagnostics = found;
    let is_good = console::outcome(diagnostics, args.project.strict) == Outcome::Good;
    let Some(plan) = plan.filter(|_| is_good) else { return String::new() };
    let files = emit::json(&plan, status);
    let out = args.out.as_ref().unwrap_or(&project.out);
    match write(out, &files, &Options { force: args.force, patience: args.wait, notify }) {
        Ok(written) => {
            diagnostics.extend(written.kept.iter().map(|path| kept(path)));
            summary(&build, &display(out), written.counts)
        }
        Err(error) => {
            diagnostics.extend(not_written(out, &error));
            String::new()
        }
    }
}

fn notify(notice: Notice<'_>) {
    match notice {
        Notice::Waiting(out) => {
            console::note(&format!("another build is writing to `{}`: waiting for it", display(out)));
        }
        Notice::WithoutLocks(out, reason) => console::warning(&format!(
            "the file system of `{}` cannot lock files ({}): do not run two builds into it at once",
            display(out),
            io_reason(reason)
        )),
        Notice::Finished(out) => {
            console::note(&format!("a build into `{}` that was interrupted was finished first", display(out)));
        }
    }
}

fn kept(path: &Path) -> Diagnostic {
    let message =
        format!("`{}` is of an earlier build and stays: it was changed since, or is read-only", display(path));
    Diagnostic::unlocated(Code::KeptFile, message).help("delete it if nobody needs it; no build writes it any more")
}

/// Why the files were not written.
fn not_written(out: &Path, error: &WriteError) -> Vec<Diagnostic> {
    let failed = |error: &output::OutputError, help: &str| {
        let message = format!("cannot write `{}`: {}", display(&error.path), io_reason(&error.reason));
        Diagnostic::unlocated(Code::CannotWrite, message).help(help)
    };
    let reason = match error {
        WriteError::InTheWay(paths) => return in_the_way(paths),
        WriteError::Unchanged(error) => failed(error, "nothing was written"),
        WriteError::Unfinished(error) => failed(
            error,
            "the files of this build are ready: correct this and build again, and the next build first finishes this one; until then the folder has no manifest",
        ),
        WriteError::Busy(patience) => {
            let message =
                format!("cannot write `{}`: another build has been writing to it for {patience}", display(out));
            Diagnostic::unlocated(Code::CannotWrite, message).help(
                "nothing was written: build again when the other build has ended, or wait longer with `--wait TIME`",
            )
        }
        WriteError::UnknownRecord(path) => {
            let message = format!("cannot read `{}`, which says how to finish an interrupted build", display(path));
            Diagnostic::unlocated(Code::CannotWrite, message).help(
                "nothing was written: finish it with the version of callflow that began it, or give it up and overwrite its files with `--force`",
            )
        }
    };
    vec![reason]
}

/// The files that stop a build. Only the first says what to do.
fn in_the_way(paths: &[PathBuf]) -> Vec<Diagnostic> {
    let found = |path: &PathBuf| {
        let message = format!("`{}` would be overwritten, but no build wrote it", display(path));
        Diagnostic::unlocated(Code::FileInTheWay, message)
    };
    let mut found: Vec<Diagnostic> = paths.iter().map(found).collect();
    if let Some(first) = found.iter_mut().min_by(|one, other| one.message.cmp(&other.message)) {
        first.help.push(
            "nothing was written: move what is in the way, pass another folder with `--out DIR`, or overwrite it with `--force`".to_owned(),
        );
    }
    found
}

/// The items that were built, one per line, and the output folder.
#[must_use]
pub fn summary(build: &Build, out: &str, counts: output::Counts) -> String {
    let mut text = String::new();
    for flow in &build.flows {
        let kind = match flow.kind {
            FlowKind::Flow(flow_type) => {
                format!("flow           {:<17}", flow_type.map_or("", |flow_type| flow_type.keyword()))
            }
            FlowKind::Module => format!("module         {:<17}", ""),
        };
        let _ = writeln!(text, "{kind}{}", visible::line(&flow.name.text));
    }
    for quick_connect in &build.quick_connects {
        let kind = match quick_connect.destination {
            Destination::Agent { .. } => "agent",
            Destination::Queue { .. } => "queue",
            Destination::PhoneNumber(_) => "phone number",
            Destination::Flow(_) => "flow",
            Destination::Hole => "",
        };
        let _ = writeln!(text, "quick connect  {kind:<17}{}", visible::line(&quick_connect.name.text));
    }
    let removed = if counts.removed == 0 { String::new() } else { format!(", {} removed", counts.removed) };
    let written = console::counted(counts.written, "file");
    let _ = writeln!(text, "{}: {written} written, {} unchanged{removed}", visible::line(out), counts.unchanged);
    text
}
