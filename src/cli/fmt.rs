//! `callflow fmt`: formats `.flow` files.
//!
//! Takes the files of a project, or source from stdin. Writes only files that change, each atomically. A file with
//! syntax errors is reported and not changed. The same applies to a file whose meaning the formatting would change.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use super::cap::Cap;
use super::paths::display;
use super::project::Project;
use super::{Outcome, console, output};
use crate::analysis::{NamePolicy, Options, Role, Workspace};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::parallel;
use crate::source::{FileId, SourceFile};
use crate::syntax::{format, visit};
use crate::visible;

/// The file name for stdin.
const STDIN: &str = "<stdin>";

#[derive(Args, Debug)]
#[command(after_help = "\
Comments and blank lines are kept (several blank lines become one), and nothing is reordered. The content of brackets \
stays on one line if it was written on one line and ends within 100 columns; otherwise every parameter, entry, branch \
and block gets its own line. Files with syntax errors are reported and not changed.

Exit status: 0 done, or with --check nothing to do; 1 a syntax error, or with --check a file that would change; 2 a file \
that cannot be read or written.

Examples:
  callflow fmt                    every .flow file of the project
  callflow fmt flows/main.flow    one file
  callflow fmt --check            for CI: list the files that would change, write none
  callflow fmt - < main.flow      from stdin to stdout, for editors")]
pub(super) struct FmtArgs {
    /// .flow files, folders of such files, the folder of a callflow.toml, or `-` for stdin to stdout [default: the
    /// current folder]
    paths: Vec<PathBuf>,
    /// Write nothing; list the files that would change, and exit with 1 if there are any
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    cap: Cap,
}

pub(super) fn run(args: &FmtArgs) -> Outcome {
    let is_stdin = |path: &PathBuf| path == Path::new("-");
    if !args.paths.iter().any(is_stdin) {
        return files(args);
    }
    if args.paths.len() > 1 {
        console::error("`-` cannot be combined with other paths: format either stdin or files");
        return Outcome::Failed;
    }
    stdin(args.check, args.cap)
}

/// The result of formatting a file.
enum Formatted {
    /// The text is formatted already.
    Unchanged,
    /// The new text.
    Changed(String),
    /// The file has errors.
    Refused,
    /// The new text would have a different meaning.
    Broken,
}

fn formatted(workspace: &Workspace, id: FileId) -> (Formatted, Diagnostics) {
    let Some((file, found)) = workspace.tree(id) else { return (Formatted::Unchanged, Diagnostics::new()) };
    let diagnostics = found.clone();
    if diagnostics.has_errors() {
        return (Formatted::Refused, diagnostics);
    }
    let misread = visit::misread(file);
    if !misread.is_empty() {
        // Only lowering can say what is wrong there. Nothing else that it finds matters for the layout.
        let options = Options { is_complete: false, names: NamePolicy::Reported, ..Options::default() };
        let found =
            workspace.analyse(options).diagnostics.into_iter().filter(|diagnostic| {
                diagnostic.span().is_some_and(|span| misread.iter().any(|line| line.contains(span)))
            });
        return (Formatted::Refused, diagnostics.into_iter().chain(found).collect());
    }
    let sources = workspace.sources();
    let before = sources.get(id);
    let is_unchanged = |text: &str| before.is_some_and(|it| it.text() == text && it.bare_returns().is_empty());
    let formatted = match format::checked(file, sources) {
        Some(text) if is_unchanged(&text) => Formatted::Unchanged,
        Some(text) => Formatted::Changed(text),
        None => Formatted::Broken,
    };
    (formatted, diagnostics)
}

fn files(args: &FmtArgs) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let project = Project::load_sources(&args.paths, &mut diagnostics);
    let results: Vec<_> = parallel::map(&project.files, |(id, _)| formatted(&project.workspace, *id));
    let (mut changed, mut unchanged, mut is_broken) = (0, 0, false);
    let mut listed = String::new();
    for ((_, path), (result, found)) in project.files.iter().zip(results) {
        diagnostics.extend(found);
        match result {
            Formatted::Unchanged => unchanged += 1,
            Formatted::Changed(text) => {
                changed += 1;
                listed.push_str(&visible::line(&display(path)));
                listed.push('\n');
                if !args.check {
                    diagnostics.extend(written(path, &text));
                }
            }
            Formatted::Refused => {}
            Formatted::Broken => {
                is_broken = true;
                report_bug(&display(path));
            }
        }
    }
    diagnostics.sort();
    let outcome = console::finish(&diagnostics, project.sources(), args.cap);
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    if args.check {
        console::print(&listed);
    } else if outcome == Outcome::Good {
        console::print(&format!("{changed} file{} formatted, {unchanged} unchanged\n", plural(changed)));
    }
    match outcome {
        Outcome::Failed => outcome,
        _ if is_broken => Outcome::Failed,
        Outcome::Good if args.check && changed > 0 => Outcome::Errors,
        _ => outcome,
    }
}

fn written(path: &Path, text: &str) -> Option<Diagnostic> {
    let error = output::replace(path, text.as_bytes()).err()?;
    Some(Diagnostic::unlocated(Code::CannotWrite, error.to_string()).help("the file is unchanged"))
}

fn report_bug(name: &str) {
    console::error(&format!(
        "formatting would change the meaning of `{name}`, which was left unchanged; this is a bug in callflow, please report it with the file"
    ));
}

fn stdin(check: bool, cap: Cap) -> Outcome {
    let mut bytes = Vec::new();
    if let Err(reason) = std::io::stdin().lock().read_to_end(&mut bytes) {
        console::error(&format!("cannot read stdin: {reason}"));
        return Outcome::Failed;
    }
    let Ok(text) = String::from_utf8(bytes) else {
        console::error("stdin is not valid UTF-8");
        return Outcome::Failed;
    };
    let mut workspace = Workspace::new();
    let id = workspace.set_as(STDIN, &text, Role::Text);
    let (result, mut diagnostics) = formatted(&workspace, id);
    diagnostics.sort();
    let outcome = console::finish(&diagnostics, workspace.sources(), cap);
    match result {
        Formatted::Refused => outcome,
        Formatted::Broken => {
            report_bug(STDIN);
            Outcome::Failed
        }
        Formatted::Changed(_) if check => {
            console::print(&format!("{STDIN}\n"));
            Outcome::Errors
        }
        Formatted::Unchanged if check => Outcome::Good,
        Formatted::Changed(text) => {
            console::content(&text);
            Outcome::Good
        }
        Formatted::Unchanged => {
            console::content(workspace.sources().get(id).map(SourceFile::text).unwrap_or_default());
            Outcome::Good
        }
    }
}
