//! `callflow import`: converts flow JSON, and JSON about quick connects, to `.flow` source.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use super::cap::Cap;
use super::files::Takes;
use super::imported_project::{self, Beside};
use super::input;
use super::output::{OutputError, put};
use super::paths::{display, io_reason, saved_layout_path};
use super::project::Project;
use super::{Outcome, ProjectArgs, console};
use crate::analysis::{Analysis, Export, NamePolicy, Options as AnalysisOptions, Role, Workspace, saved_layout};
use crate::catalogue::FlowType;
use crate::decompile::{Annotations, Options, decompile, decompile_quick_connect};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::emit::Slugs;
use crate::graph::equal::{Identifiers, differences, is_same_quick_connect, is_same_reference, pairs};
use crate::graph::{Flow, Mode, QuickConnect, Reference, SavedLayout, Spanned};
use crate::reader::{ImportHints, Purpose};
use crate::source::FileId;
use crate::syntax::format::{Remarks, checked_generated};
use crate::syntax::tree;
use crate::visible;

#[derive(Args, Debug)]
pub(super) struct ImportArgs {
    /// Flow JSON: exports of the designer, answers of `aws connect describe-contact-flow`, legacy exports; JSON
    /// about quick connects; or folders of such files
    #[arg(required = true, value_name = "FLOW.json")]
    paths: Vec<PathBuf>,
    /// The environment of callflow.toml whose inventory contains the names of resources
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// A folder of AWS CLI answers that contain the names of resources
    #[arg(long, value_name = "DIR", conflicts_with = "env")]
    inventory: Option<PathBuf>,
    /// The folder to write to, one file per flow or quick connect [default: to stdout]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The flow's name, which overrides the JSON
    #[arg(long)]
    name: Option<String>,
    /// The flow's type, which overrides the JSON: inbound, customer_queue …
    #[arg(long = "type", value_name = "TYPE", value_parser = flow_type)]
    flow_type: Option<FlowType>,
    /// Keep every action's identifier with `as`, not only those that a user chose
    #[arg(long)]
    keep_ids: bool,
    /// Keep the positions of the blocks in the designer, in a `.layout.json` next to each .flow file
    #[arg(long, requires = "out")]
    keep_layout: bool,
    #[command(flatten)]
    cap: Cap,
}

fn flow_type(word: &str) -> Result<FlowType, String> {
    FlowType::from_keyword(word).or_else(|| FlowType::from_wire(word)).ok_or_else(|| {
        let words = FlowType::ALL.map(FlowType::keyword);
        match nearest(word, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("valid types are {}", words.join(", ")),
        }
    })
}

/// A flow or quick connect as `.flow` source.
struct Imported<'f> {
    read: Read<'f>,
    text: String,
    /// The positions of its blocks, if they are kept.
    saved_layout: Option<SavedLayout>,
}

/// What was read from JSON.
#[derive(Clone, Copy)]
enum Read<'f> {
    Flow(&'f Flow),
    QuickConnect(&'f QuickConnect),
}

impl<'f> Read<'f> {
    fn name(self) -> &'f Spanned {
        match self {
            Read::Flow(flow) => &flow.name,
            Read::QuickConnect(quick_connect) => &quick_connect.name,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Read::Flow(_) => "flow",
            Read::QuickConnect(_) => "quick connect",
        }
    }
}

pub(super) fn run(args: &ImportArgs) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let project_args = ProjectArgs {
        paths: args.paths.clone(),
        env: args.env.clone(),
        inventory: args.inventory.clone(),
        ..ProjectArgs::default()
    };
    let mut project = Project::load(&project_args, Takes::Json, &mut diagnostics);
    if let Some(out) = &args.out {
        project.adopt(out, &mut diagnostics);
    }
    if args.name.is_some() && project.files.len() > 1 {
        console::error("`--name` is only valid with one flow");
        return Outcome::Failed;
    }
    let hints =
        ImportHints { name: args.name.as_deref().map(Into::into), flow_type: args.flow_type, ..ImportHints::default() };
    let reading = AnalysisOptions { purpose: Purpose::Convert, hints: hints.clone(), ..AnalysisOptions::default() };
    let beside = imported_project::prepare(&mut project, reading, &args.paths, args.out.as_deref(), &mut diagnostics);
    let options = AnalysisOptions {
        purpose: Purpose::Convert,
        hints,
        ..project.options(Mode::Draft, NamePolicy::MayBeUnverified, &mut diagnostics)
    };
    let Analysis { build, exports, mut diagnostics, .. } = project.workspace.analyse(options);
    let mut imported = Vec::new();
    for (file, _) in &project.files {
        let Some(export) = exports.iter().find(|export| export.file == *file) else { continue };
        let Some(flow) = export.flow.and_then(|index| build.flows.get(index)) else { continue };
        imported.extend(import(args, &project, flow, export, &mut diagnostics));
    }
    for quick_connect in &build.quick_connects {
        let tree = decompile_quick_connect(quick_connect, project.inventory.as_ref());
        imported.extend(written(Read::QuickConnect(quick_connect), &tree, Remarks::new(), &mut diagnostics));
    }
    if args.out.is_none() && imported.len() > 1 {
        console::error("several flows or quick connects cannot be written to stdout: pass `--out DIR`");
        return Outcome::Failed;
    }
    verify(args, &project, &mut imported, &mut diagnostics);
    match &args.out {
        None => imported.iter().for_each(|flow| console::content(&flow.text)),
        Some(out) => write(out, &imported, &beside, &mut diagnostics),
    }
    diagnostics.sort();
    let outcome = console::finish(&diagnostics, project.sources(), args.cap);
    if args.out.is_none() && !beside.files.is_empty() {
        console::note("the text has names that only this JSON has: `--out DIR` writes an inventory with them too");
    }
    if beside.needs_environment {
        console::note("add the folder `inventory` that was written to an environment of callflow.toml");
    }
    if !project.unchosen.is_empty() {
        console::note(&format!(
            "no environment is selected, so ids are not replaced by names: pass `--env {}`",
            project.unchosen.join("` or `--env ")
        ));
    }
    outcome
}

fn import<'f>(
    args: &ImportArgs,
    project: &Project,
    flow: &'f Flow,
    export: &Export,
    diagnostics: &mut Diagnostics,
) -> Option<Imported<'f>> {
    let options = Options { keep_identifiers: args.keep_ids };
    let annotations = Annotations {
        is_type_inferred: export.is_type_inferred,
        other_types: &export.other_types,
        names: &export.names,
    };
    let (tree, remarks) = decompile(flow, annotations, project.inventory.as_ref(), options, diagnostics);
    written(Read::Flow(flow), &tree, remarks, diagnostics)
}

/// The text of a tree. `None` if it does not hold the tree, which is reported.
fn written<'f>(
    read: Read<'f>,
    tree: &tree::File,
    remarks: Remarks,
    diagnostics: &mut Diagnostics,
) -> Option<Imported<'f>> {
    match checked_generated(tree, remarks) {
        Ok(text) => Some(Imported { read, text, saved_layout: None }),
        Err(reason) => {
            diagnostics.push(not_read_back(read, reason.as_ref()));
            None
        }
    }
}

fn not_read_back(read: Read<'_>, reason: Option<&Diagnostic>) -> Diagnostic {
    let (name, noun) = (read.name(), read.noun());
    let message = format!("the {noun} `{}` cannot be written as text that reads back as the same {noun}", name.text);
    let diagnostic = Diagnostic::new(Code::NotReadBack, name.span, message);
    match reason {
        Some(reason) if reason.code == Code::NestedTooDeep => {
            diagnostic.help(format!("its text would have {}: nest its parameters less deeply", reason.message))
        }
        Some(reason) => diagnostic.help(format!("the mistake in its text would be: {}", reason.message)),
        None => diagnostic.help("this is a mistake of callflow: please report it with the JSON"),
    }
}

/// Compiles all texts as one build, and reports those that do not preserve what was read. Drops those without it.
fn verify(args: &ImportArgs, project: &Project, imported: &mut Vec<Imported<'_>>, diagnostics: &mut Diagnostics) {
    let mut workspace = Workspace::new();
    let set = |(index, it): (usize, &Imported<'_>)| workspace.set_as(&index.to_string(), &it.text, Role::Text);
    let files: Vec<FileId> = imported.iter().enumerate().map(set).collect();
    let options =
        AnalysisOptions { inventory: project.inventory.as_ref(), mode: Mode::Draft, ..AnalysisOptions::default() };
    let build = workspace.analyse(options).build;
    let mut files = files.into_iter();
    imported.retain_mut(|it| {
        let file = files.next();
        let is_compiled = match it.read {
            Read::Flow(flow) => {
                let compiled = build.flows.iter().find(|compiled| Some(compiled.name.span.file) == file);
                diagnostics.extend(compiled.and_then(|compiled| {
                    it.saved_layout = args.keep_layout.then(|| saved_layout_of(flow, compiled));
                    changed(flow, compiled, Options { keep_identifiers: args.keep_ids })
                }));
                compiled.is_some()
            }
            Read::QuickConnect(read) => {
                let compiled = build.quick_connects.iter().find(|compiled| Some(compiled.name.span.file) == file);
                diagnostics.extend(compiled.and_then(|compiled| changed_quick_connect(read, compiled)));
                compiled.is_some()
            }
        };
        if !is_compiled {
            diagnostics.push(not_read_back(it.read, None));
        }
        is_compiled
    });
}

/// The positions of the blocks of `read`, by their identifiers in `compiled`.
fn saved_layout_of(read: &Flow, compiled: &Flow) -> SavedLayout {
    let actions = pairs(read, compiled).into_iter().filter_map(|(one, other)| {
        let position = read.saved_layout.actions.get(&read.action(one)?.identifier)?;
        Some((compiled.action(other)?.identifier.clone(), *position))
    });
    SavedLayout { entry: read.saved_layout.entry, actions: actions.collect() }
}

/// A diagnostic if the `.flow` source does not preserve the flow.
fn changed(read: &Flow, compiled: &Flow, options: Options) -> Option<Diagnostic> {
    let identifiers = if options.keep_identifiers { Identifiers::Same } else { Identifiers::Any };
    let found = differences(read, compiled, identifiers);
    let first = found.first()?;
    Some(
        Diagnostic::new(Code::NotTakenOver, read.name.span, "the .flow source does not preserve the whole flow")
            .help(format!("the first difference: {first}")),
    )
}

/// A diagnostic if the `.flow` source does not preserve the quick connect.
fn changed_quick_connect(read: &QuickConnect, compiled: &QuickConnect) -> Option<Diagnostic> {
    let queues = (&read.available_in, &compiled.available_in);
    let is_same = |((one, _), (other, _)): (&(Reference, _), &(Reference, _))| is_same_reference(one, other);
    let are_queues_same = queues.0.len() == queues.1.len() && queues.0.iter().zip(queues.1).all(is_same);
    if is_same_quick_connect(read, compiled) && are_queues_same {
        return None;
    }
    let message = "the .flow source does not preserve the whole quick connect";
    Some(Diagnostic::new(Code::NotTakenOver, read.name.span, message))
}

/// Writes a file for each flow and quick connect. An existing file with different content is not changed, which is reported.
fn write(out: &Path, imported: &[Imported<'_>], beside: &Beside, diagnostics: &mut Diagnostics) {
    let mut slugs = Slugs::default();
    let mut written = 0;
    for it in imported {
        let path = out.join(format!("{}.flow", slugs.take(&it.read.name().text, "flow")));
        let is_there = match input::read(&path) {
            Ok(bytes) if bytes == it.text.as_bytes() => true,
            Ok(_) => {
                let message = format!("`{}` already exists with different content", display(&path));
                let help = "import into another folder, or delete the file first";
                diagnostics.push(Diagnostic::unlocated(Code::CannotWrite, message).help(help));
                continue;
            }
            Err(reason) if reason.kind() == ErrorKind::NotFound => false,
            Err(reason) => {
                let message = format!("cannot write `{}`: {}", display(&path), io_reason(&reason));
                diagnostics.push(Diagnostic::unlocated(Code::CannotWrite, message));
                continue;
            }
        };
        if is_there && it.saved_layout.is_none() {
            continue;
        }
        let write = || {
            fs::create_dir_all(out).map_err(|reason| OutputError { path: path.clone(), reason })?;
            // The layout first: if it cannot be written, the flow is not written either, and the next import tries both
            // again.
            if let Some(layout) = &it.saved_layout {
                put(&saved_layout_path(&path), &saved_layout::bytes(&it.read.name().text, layout))?;
            }
            if is_there { Ok(()) } else { put(&path, it.text.as_bytes()) }
        };
        match write() {
            Ok(()) => written += 1,
            Err(error) => {
                let message = format!("cannot write `{}`: {}", display(&error.path), io_reason(&error.reason));
                diagnostics.push(Diagnostic::unlocated(Code::CannotWrite, message));
            }
        }
    }
    // Without a flow there is nothing to build.
    for (path, text) in beside.files.iter().filter(|_| !imported.is_empty()) {
        let folder = path.parent().unwrap_or(out).to_owned();
        let made = fs::create_dir_all(&folder).map_err(|reason| OutputError { path: folder, reason });
        match made.and_then(|()| put(path, text.as_bytes())) {
            Ok(()) => written += 1,
            Err(error) => diagnostics.push(Diagnostic::unlocated(Code::CannotWrite, error.to_string())),
        }
    }
    let files = if written == 1 { "file" } else { "files" };
    console::print(&format!("{}: {written} {files} written\n", visible::line(&display(out))));
}
