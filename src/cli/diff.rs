//! `callflow diff`: prints the semantic changes between two flows.
//!
//! Reads two flows, each from `.flow` source or from flow JSON, and prints the changes from the first to the second.
//! Never writes a file, and never checks whether a flow is valid, as long as it can be read.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::cap::Cap;
use super::paths::display;
use super::project::{Exports, Project};
use super::{Outcome, ProjectArgs, console};
use crate::analysis::{Analysis, NamePolicy, Options};
use crate::connect::to_json;
use crate::diagnostic::{Diagnostics, Severity};
use crate::diff::{Change, Scope, diff, render};
use crate::graph::{Flow, Mode, Node, ReferenceForm, Value};
use crate::reader::{ImportHints, Purpose};

#[derive(Args, Debug)]
#[command(after_help = "\
Each side is a .flow file, a folder of such files, or flow JSON: as the designer exports it, as `aws connect \
describe-contact-flow` returns it, or as `callflow build` writes it. Blocks are matched independently of their \
identifiers; positions, metadata and the order of actions are ignored.

Exit status: 0 the same, 1 different, 2 a side that cannot be read.

Examples:
  callflow diff main.flow exported.json             changes that were made in the designer
  callflow diff old.json new.json --format json
  callflow diff flows/ exported.json --flow \"Main line\" --env dev")]
pub(super) struct DiffArgs {
    /// The old flow
    before: PathBuf,
    /// The new flow
    after: PathBuf,
    /// The flow to compare if a side has several
    #[arg(long, value_name = "NAME")]
    flow: Option<String>,
    /// The format of the changes
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The environment of callflow.toml whose inventory maps names to ARNs
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// A folder of AWS CLI answers that maps names to ARNs
    #[arg(long, value_name = "DIR", conflicts_with = "env")]
    inventory: Option<PathBuf>,
    #[command(flatten)]
    cap: Cap,
}

/// The format of the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Readable text, grouped by step
    Human,
    /// One JSON object
    Json,
}

pub(super) fn run(args: &DiffArgs) -> Outcome {
    let (Some(before), Some(after)) = (side(args, &args.before), side(args, &args.after)) else {
        return Outcome::Failed;
    };
    let scope =
        Scope { resource: before.is_text && after.is_text, flow_type: before.is_type_known && after.is_type_known };
    let changes = diff(&before.flow, &after.flow, scope);
    if before.is_text != after.is_text && changes.iter().any(is_about_an_unknown_name) {
        console::note(
            "a name on one side cannot be compared with an ARN on the other: pass `--inventory` or `--env` to resolve names",
        );
    }
    let summary = summary(&before.flow, &after.flow, &changes, args.format);
    match args.format {
        Format::Human => console::print(&summary),
        Format::Json => console::document(&summary),
    }
    if changes.is_empty() { Outcome::Good } else { Outcome::Errors }
}

/// The output for the changes from one flow to the other.
#[must_use]
pub fn summary(before: &Flow, after: &Flow, changes: &[Change], format: Format) -> String {
    match format {
        Format::Human if changes.is_empty() => "no difference\n".to_owned(),
        Format::Human => render::human(before, after, changes),
        Format::Json => String::from_utf8_lossy(&to_json(&render::report(before, after, changes))).into_owned(),
    }
}

/// Whether the only difference may be that one side has a name and the other an id.
fn is_about_an_unknown_name(change: &Change) -> bool {
    let is_unknown = |node: &Node| match &node.value {
        Value::Reference(reference) => reference.form == ReferenceForm::Name && reference.known.is_none(),
        _ => false,
    };
    matches!(change, Change::Parameter { before: Some(before), after: Some(after), .. }
        if is_unknown(before) || is_unknown(after))
}

/// A flow to compare.
struct Side {
    flow: Flow,
    /// Whether it comes from `.flow` source, which contains more than the content of a flow.
    is_text: bool,
    is_type_known: bool,
}

/// Reads one side. `None` if that is not possible, which is reported.
fn side(args: &DiffArgs, path: &Path) -> Option<Side> {
    let mut diagnostics = Diagnostics::new();
    let project_args = ProjectArgs {
        paths: vec![path.to_owned()],
        env: args.env.clone(),
        inventory: args.inventory.clone(),
        ..ProjectArgs::default()
    };
    let project = Project::load(&project_args, Exports::OnlyNamed, &mut diagnostics);
    // Drafts can be compared too, and names need not be known.
    let options = Options {
        purpose: Purpose::Compare,
        hints: ImportHints { default_name: Some(display(path).into()), ..ImportHints::default() },
        ..project.options(Mode::Draft, NamePolicy::Reported, &mut diagnostics)
    };
    let mut analysis = project.workspace.analyse(options);
    let mut diagnostics = std::mem::take(&mut analysis.diagnostics);
    if !diagnostics.has_errors() {
        let side = chosen(args, analysis, path);
        if let Err(problem) = &side {
            console::error(problem);
        }
        return side.ok();
    }
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    console::finish(&diagnostics, project.sources(), args.cap);
    None
}

/// The selected flow, of those that were read.
fn chosen(args: &DiffArgs, analysis: Analysis, path: &Path) -> Result<Side, String> {
    let is_text = analysis.exports.is_empty();
    let is_type_known = !analysis.exports.iter().any(|export| export.is_type_inferred);
    let mut flows = analysis.build.flows;
    if let Some(name) = args.flow.as_ref().filter(|_| is_text) {
        flows.retain(|flow| flow.name.text == name.as_str());
    }
    match (flows.len(), flows.pop(), &args.flow) {
        (1, Some(flow), _) => Ok(Side { flow, is_text, is_type_known }),
        (0, _, Some(name)) if is_text => Err(format!("`{}` has no flow `{name}`", display(path))),
        (0, _, _) => Err(format!("`{}` contains no flow", display(path))),
        (_, last, _) => {
            let names = flows.iter().chain(&last).map(|flow| format!("`{}`", flow.name.text));
            let names = names.collect::<Vec<_>>().join(", ");
            Err(format!("`{}` contains several flows; select one with `--flow`: {names}", display(path)))
        }
    }
}
