//! `callflow import`: flow JSON in, `.flow` text out.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{OutputError, put};
use super::paths::{display, said, saved_layout_beside};
use super::project::Project;
use super::{Outcome, ProjectArgs, console};
use crate::analysis::{Analysis, Export, NamePolicy, Options as AnalysisOptions, Role, Workspace, saved_layout};
use crate::catalogue::FlowType;
use crate::decompile::{Annotations, Options, decompile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit::Slugs;
use crate::graph::equal::{Identifiers, differences, pairs};
use crate::graph::{Flow, Mode, SavedLayout};
use crate::reader::{ImportHints, Purpose};
use crate::syntax::format::print_generated;

#[derive(Args, Debug)]
pub(super) struct ImportArgs {
    /// Flow JSON: exports of the designer, answers of `aws connect describe-contact-flow`, legacy exports; or folders of such
    #[arg(required = true, value_name = "FLOW.json")]
    paths: Vec<PathBuf>,
    /// The environment of callflow.toml whose inventory tells the names of things
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// A folder of AWS CLI answers that tell the names of things
    #[arg(long, value_name = "DIR", conflicts_with = "env")]
    inventory: Option<PathBuf>,
    /// The folder to write to, a file for each flow [default: to stdout]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The flow's name, whatever the JSON says
    #[arg(long)]
    name: Option<String>,
    /// The flow's type, whatever the JSON says: inbound, customer_queue …
    #[arg(long = "type", value_name = "TYPE", value_parser = flow_type)]
    flow_type: Option<FlowType>,
    /// Keep every action's identifier with `as`, not only those that a person chose
    #[arg(long)]
    keep_ids: bool,
    /// Keep where the designer drew the blocks, in a `.layout.json` beside each .flow file
    #[arg(long, requires = "out")]
    keep_layout: bool,
}

fn flow_type(word: &str) -> Result<FlowType, String> {
    FlowType::from_keyword(word).or_else(|| FlowType::from_wire(word)).ok_or_else(|| {
        let words: Vec<&str> = FlowType::ALL.into_iter().map(FlowType::keyword).collect();
        format!("the types are {}", words.join(", "))
    })
}

/// A flow in the language.
struct Imported {
    name: String,
    text: String,
    /// Where its blocks are drawn, if that is to be kept.
    saved_layout: Option<SavedLayout>,
}

pub(super) fn run(args: &ImportArgs) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let project_args = ProjectArgs {
        paths: args.paths.clone(),
        env: args.env.clone(),
        inventory: args.inventory.clone(),
        ..ProjectArgs::default()
    };
    let project = Project::load_json(&project_args, &mut diagnostics);
    if args.out.is_none() && project.files.len() > 1 {
        console::complain("several flows are written to files: say `--out DIR`");
        return Outcome::Failed;
    }
    if args.name.is_some() && project.files.len() > 1 {
        console::complain("`--name` is for one flow");
        return Outcome::Failed;
    }
    let options = AnalysisOptions {
        purpose: Purpose::Convert,
        hints: ImportHints {
            name: args.name.as_deref().map(Into::into),
            flow_type: args.flow_type,
            ..ImportHints::default()
        },
        ..project.options(Mode::Draft, NamePolicy::MayBeUnverified, &mut diagnostics)
    };
    let Analysis { build, exports, mut diagnostics, .. } = project.workspace.analyse(options);
    let mut imported = Vec::new();
    for (file, _) in &project.files {
        let Some(export) = exports.iter().find(|export| export.file == *file) else { continue };
        let Some(flow) = export.flow.and_then(|index| build.flows.get(index)) else { continue };
        imported.push(import(args, &project, flow, export, &mut diagnostics));
    }
    match &args.out {
        None => imported.iter().for_each(|flow| console::print(&flow.text)),
        Some(out) => write(out, &imported, &mut diagnostics),
    }
    diagnostics.sort();
    console::tell(&diagnostics, project.sources())
}

fn import(
    args: &ImportArgs,
    project: &Project,
    flow: &Flow,
    export: &Export,
    diagnostics: &mut Diagnostics,
) -> Imported {
    let options = Options { keep_identifiers: args.keep_ids };
    let annotations = Annotations { notes: &export.notes, is_type_inferred: export.is_type_inferred };
    let (tree, remarks) = decompile(flow, annotations, project.inventory.as_ref(), options, diagnostics);
    let text = print_generated(&tree, remarks);
    let made = made(&text, project);
    diagnostics.extend(made.as_ref().and_then(|made| changed(flow, made, options)));
    let drawn = made.filter(|_| args.keep_layout).map(|made| moved(flow, &made));
    Imported { name: flow.name.text.to_string(), text, saved_layout: drawn }
}

/// The flow that the text makes.
fn made(text: &str, project: &Project) -> Option<Flow> {
    let mut workspace = Workspace::new();
    workspace.set_as("", text, Role::Text);
    let options =
        AnalysisOptions { inventory: project.inventory.as_ref(), mode: Mode::Draft, ..AnalysisOptions::default() };
    workspace.analyse(options).build.flows.into_iter().next()
}

/// Where the blocks of `read` are drawn, by the identifiers that they have in `made`.
fn moved(read: &Flow, made: &Flow) -> SavedLayout {
    let actions = pairs(read, made).into_iter().filter_map(|(one, other)| {
        let place = read.saved_layout.actions.get(&read.action(one)?.identifier)?;
        Some((made.action(other)?.identifier.clone(), *place))
    });
    SavedLayout { entry: read.saved_layout.entry, actions: actions.collect() }
}

/// What of the flow the text does not say.
fn changed(read: &Flow, made: &Flow, options: Options) -> Option<Diagnostic> {
    let identifiers = if options.keep_identifiers { Identifiers::Same } else { Identifiers::Any };
    let found = differences(read, made, identifiers);
    let first = found.first()?;
    Some(
        Diagnostic::new(Code::NotTakenOver, read.name.span, "the text does not say all that the JSON does")
            .help(format!("the first difference: {first}")),
    )
}

/// Writes a file for each flow. One that is there already and says something else is left alone, which is reported.
fn write(out: &Path, imported: &[Imported], diagnostics: &mut Diagnostics) {
    let mut slugs = Slugs::default();
    let mut written = 0;
    for flow in imported {
        let path = out.join(format!("{}.flow", slugs.take(&flow.name, "flow")));
        let is_there = match fs::read(&path) {
            Ok(bytes) if bytes == flow.text.as_bytes() => true,
            Ok(_) => {
                let message = format!("`{}` is there already and says something else", display(&path));
                let help = "import into another folder, or delete the file first";
                diagnostics.push(Diagnostic::unlocated(Code::CannotWrite, message).help(help));
                continue;
            }
            Err(_) => false,
        };
        if is_there && flow.saved_layout.is_none() {
            continue;
        }
        let write = || {
            fs::create_dir_all(out).map_err(|reason| OutputError { path: path.clone(), reason })?;
            // The places first: if they cannot be written, neither is the flow, and the next import tries both again.
            if let Some(drawn) = &flow.saved_layout {
                put(&saved_layout_beside(&path), &saved_layout::bytes(&flow.name, drawn))?;
            }
            if is_there { Ok(()) } else { put(&path, flow.text.as_bytes()) }
        };
        match write() {
            Ok(()) => written += 1,
            Err(error) => {
                let message = format!("`{}` cannot be written: {}", display(&error.path), said(&error.reason));
                diagnostics.push(Diagnostic::unlocated(Code::CannotWrite, message));
            }
        }
    }
    let files = if written == 1 { "file" } else { "files" };
    console::print(&format!("{}: {written} {files} written\n", display(out)));
}
