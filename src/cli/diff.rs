//! `callflow diff`: prints the semantic changes between two flows, or between two quick connects.
//!
//! Reads both sides, each from `.flow` source or from JSON, and prints the changes from the first to the second.
//! Never writes a file, and never checks whether a flow is valid, as long as it can be read.

mod quick_connects;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::cap::Cap;
use super::files::Takes;
use super::paths::display;
use super::project::Project;
use super::{Outcome, ProjectArgs, console};
use crate::analysis::{Analysis, NamePolicy, Options};
use crate::connect::to_json;
use crate::diagnostic::{Diagnostics, Severity};
use crate::diff::{Change, Scope, diff, render};
use crate::graph::{Flow, Mode, Node, QuickConnect, ReferenceForm, Value};
use crate::reader::{ImportHints, Purpose};
use crate::visible;

#[derive(Args, Debug)]
#[command(after_help = "\
Each side is a .flow file, flow JSON, JSON about quick connects, or a folder of such files. JSON is taken as the designer exports it, as `aws \
connect describe-contact-flow` returns it, or as `callflow build` writes it; in a folder with .flow files it is skipped. \
Two sides with several flows each are compared by the names of the flows. Quick connects are compared if both sides have \
some. Blocks are matched independently of their \
identifiers; positions, metadata and the order of actions are ignored.

Exit status: 0 the same, 1 different, 2 a side that cannot be read.

Examples:
  callflow diff main.flow exported.json             changes that were made in the designer
  callflow diff old.json new.json --format json
  callflow diff flows/ build/ --env dev             what a build would change
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
    let compared = match compared(args, &before, &after) {
        Ok(compared) => compared,
        Err(problem) => {
            console::error(&problem);
            return Outcome::Failed;
        }
    };
    let mut changes = compared.pairs.iter().flat_map(|pair| &pair.changes);
    let may_differ_by_a_name =
        changes.any(is_about_an_unknown_name) || compared.quick_connects.may_differ_by_a_name(&before.quick_connects);
    if before.is_text != after.is_text && may_differ_by_a_name {
        console::note(
            "a name on one side cannot be compared with an ARN on the other: pass `--inventory` or `--env` to resolve names",
        );
    }
    let summary = match (compared.pairs.as_slice(), compared.quick_connects.one()) {
        ([pair], _) if compared.is_of_one() => summary(pair.before, pair.after, &pair.changes, args.format),
        ([], Some(changes)) => settings_summary(changes, args.format),
        _ => compared.summary(args.format),
    };
    match args.format {
        Format::Human => console::print(&summary),
        Format::Json => console::document(&summary),
    }
    if compared.is_same() { Outcome::Good } else { Outcome::Errors }
}

/// What was compared.
struct Compared<'f> {
    /// The flows that both sides have.
    pairs: Vec<Pair<'f>>,
    removed: Vec<&'f Flow>,
    added: Vec<&'f Flow>,
    quick_connects: quick_connects::Compared<'f>,
}

/// A flow on both sides.
struct Pair<'f> {
    before: &'f Flow,
    after: &'f Flow,
    changes: Vec<Change>,
}

/// Compares the one flow of each side, or all flows by their names if both sides have several.
fn compared<'f>(args: &DiffArgs, before: &'f Side, after: &'f Side) -> Result<Compared<'f>, String> {
    let scope =
        Scope { resource: before.is_text && after.is_text, flow_type: before.is_type_known && after.is_type_known };
    let pair = |before, after| Pair { before, after, changes: diff(before, after, scope) };
    let quick_connects = match &args.flow {
        None => quick_connects::compared(&before.quick_connects, &after.quick_connects, scope.resource),
        Some(_) => quick_connects::Compared::default(),
    };
    let (removed, added) = (Vec::new(), Vec::new());
    if before.flows.is_empty() && after.flows.is_empty() && !quick_connects.is_empty() {
        return Ok(Compared { pairs: Vec::new(), removed, added, quick_connects });
    }
    if args.flow.is_some() || before.flows.len() < 2 || after.flows.len() < 2 {
        let pairs = vec![pair(before.one(args, &args.before)?, after.one(args, &args.after)?)];
        return Ok(Compared { pairs, removed, added, quick_connects });
    }
    let counterpart = |flow: &Flow, side: &'f Side| {
        let is_it = |other: &&Flow| {
            other.kind.resource_kind() == flow.kind.resource_kind() && other.name.text == flow.name.text
        };
        side.flows.iter().find(is_it)
    };
    Ok(Compared {
        pairs: before.flows.iter().filter_map(|flow| Some(pair(flow, counterpart(flow, after)?))).collect(),
        removed: before.flows.iter().filter(|flow| counterpart(flow, after).is_none()).collect(),
        added: after.flows.iter().filter(|flow| counterpart(flow, before).is_none()).collect(),
        quick_connects,
    })
}

/// The changes of several flows.
#[derive(Serialize)]
struct Report<'f> {
    /// Each flow that both sides have, and that differs.
    changed: Vec<ChangedFlow<'f>>,
    removed: Vec<&'f str>,
    added: Vec<&'f str>,
    /// The same of quick connects, if both sides have some.
    #[serde(skip_serializing_if = "Option::is_none")]
    quick_connects: Option<quick_connects::Report<'f>>,
}

#[derive(Serialize)]
struct ChangedFlow<'f> {
    name: &'f str,
    #[serde(flatten)]
    report: render::Report,
}

impl Compared<'_> {
    fn is_of_one(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty() && self.quick_connects.is_same()
    }

    fn is_same(&self) -> bool {
        self.is_of_one() && self.pairs.iter().all(|pair| pair.changes.is_empty())
    }

    /// The output for several flows.
    fn summary(&self, format: Format) -> String {
        let changed = self.pairs.iter().filter(|pair| !pair.changes.is_empty());
        let names = |flows: &[&'_ Flow]| flows.iter().map(|flow| flow.name.text.to_string()).collect::<Vec<_>>();
        if format == Format::Json {
            let changed = changed.map(|pair| ChangedFlow {
                name: &pair.after.name.text,
                report: render::report(pair.before, pair.after, &pair.changes),
            });
            let (removed, added) = (names(&self.removed), names(&self.added));
            let report = Report {
                changed: changed.collect(),
                removed: removed.iter().map(String::as_str).collect(),
                added: added.iter().map(String::as_str).collect(),
                quick_connects: self.quick_connects.report(),
            };
            return String::from_utf8_lossy(&to_json(&report)).into_owned();
        }
        if self.is_same() {
            let flows = console::counted(self.pairs.len(), "flow");
            return match self.quick_connects.pairs.len() {
                0 => format!("no difference in {flows}\n"),
                count => format!("no difference in {flows} and {}\n", console::counted(count, "quick connect")),
            };
        }
        let mut parts: Vec<String> =
            names(&self.removed).into_iter().map(|name| format!("- flow `{}`\n", visible::line(&name))).collect();
        parts.extend(names(&self.added).into_iter().map(|name| format!("+ flow `{}`\n", visible::line(&name))));
        parts.extend(changed.map(|pair| {
            let name = visible::line(&pair.after.name.text);
            format!("~ flow `{name}`\n\n{}", render::human(pair.before, pair.after, &pair.changes))
        }));
        parts.extend(self.quick_connects.parts());
        parts.join("\n")
    }
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

/// The output for the changes of the one quick connect that each side has.
fn settings_summary(changes: &[Change], format: Format) -> String {
    match format {
        Format::Human if changes.is_empty() => "no difference\n".to_owned(),
        Format::Human => render::human_settings(changes),
        Format::Json => String::from_utf8_lossy(&to_json(&render::settings_report(changes))).into_owned(),
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

/// The flows and quick connects of one side.
struct Side {
    flows: Vec<Flow>,
    quick_connects: Vec<QuickConnect>,
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
    let project = Project::load_with_siblings(&project_args, Takes::Either, &mut diagnostics);
    // Drafts can be compared too, and names need not be known.
    let is_file = project.files.len() == 1;
    let options = Options {
        purpose: Purpose::Compare,
        hints: ImportHints { default_name: is_file.then(|| display(path).into()), ..ImportHints::default() },
        ..project.options(Mode::Draft, NamePolicy::Reported, &mut diagnostics)
    };
    let Analysis { build, exports, mut diagnostics, .. } = project.workspace.analyse(options);
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error && project.concerns(diagnostic));
    if !diagnostics.is_empty() {
        console::finish(&diagnostics, project.sources(), args.cap);
        return None;
    }
    let mut flows = build.flows;
    flows.retain(|flow| project.is_named(flow.name.span.file));
    let mut quick_connects = build.quick_connects;
    quick_connects.retain(|it| project.is_named(it.name.span.file));
    let is_type_known = !exports.iter().any(|export| export.is_type_inferred);
    Some(Side { flows, quick_connects, is_text: exports.is_empty(), is_type_known })
}

impl Side {
    /// The flow to compare: the one that `--flow` names, or the only one.
    fn one(&self, args: &DiffArgs, path: &Path) -> Result<&Flow, String> {
        let path = display(path);
        match (self.flows.as_slice(), &args.flow) {
            ([], None) => Err(format!("`{path}` contains no flow")),
            // The name of a single flow JSON may only be that of its file.
            ([flow], Some(_)) if !self.is_text => Ok(flow),
            ([flow], None) => Ok(flow),
            (flows, Some(name)) => flows
                .iter()
                .find(|flow| flow.name.text == name.as_str())
                .ok_or_else(|| format!("`{path}` has no flow `{name}`")),
            (flows, None) => {
                let names: Vec<String> = flows.iter().map(|flow| format!("`{}`", flow.name.text)).collect();
                let names = names.join(", ");
                Err(format!("`{path}` contains several flows; select one with `--flow`: {names}"))
            }
        }
    }
}
