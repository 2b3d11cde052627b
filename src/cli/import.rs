//! `callflow import`: flow JSON in, `.flow` text out.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{OutputError, put};
use super::project::{Project, display, said};
use super::{Outcome, ProjectArgs, console, layout_file};
use crate::catalogue::FlowType;
use crate::compile::{Input, Names, compile};
use crate::connect::read::{Read, Said, read};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::emit::Slugs;
use crate::graph::equal::{Identifiers, differences, pairs};
use crate::graph::{Drawn, Flow, Mode};
use crate::raise::{Options, raise};
use crate::source::{FileId, Sources};
use crate::syntax::format::print_made;

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
    drawn: Option<Drawn>,
}

pub(super) fn run(args: &ImportArgs) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let project_args = ProjectArgs {
        paths: args.paths.clone(),
        env: args.env.clone(),
        inventory: args.inventory.clone(),
        ..ProjectArgs::default()
    };
    let (project, files) = Project::load_json(&project_args, &mut diagnostics);
    if args.out.is_none() && files.len() > 1 {
        console::complain("several flows are written to files: say `--out DIR`");
        return Outcome::Failed;
    }
    if args.name.is_some() && files.len() > 1 {
        console::complain("`--name` is for one flow");
        return Outcome::Failed;
    }
    let mut imported = Vec::new();
    for (file, is_named) in files {
        imported.extend(import(args, &project, file, is_named, &mut diagnostics));
    }
    match &args.out {
        None => imported.iter().for_each(|flow| console::print(&flow.text)),
        Some(out) => write(out, &imported, &mut diagnostics),
    }
    diagnostics.sort();
    console::tell(&diagnostics, &project.sources)
}

fn import(
    args: &ImportArgs,
    project: &Project,
    file: FileId,
    is_named: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Imported> {
    let source = project.sources.get(file)?;
    let said =
        Said { name: args.name.as_deref().map(Into::into), flow_type: args.flow_type, ..Said::of_file(source.name()) };
    let inventory = project.inventory.as_ref();
    let mut found = Diagnostics::new();
    let read = read(&project.sources, file, &said, inventory, &mut found);
    diagnostics.extend(found.into_iter().map(|diagnostic| match diagnostic.code {
        // The branch is imported as one that leads nowhere.
        Code::DanglingTarget => diagnostic.severity(Severity::Warning),
        // What else lies in a folder need not be a flow.
        Code::NotAFlow if !is_named => diagnostic.severity(Severity::Note),
        _ => diagnostic,
    }));
    let read = read?;
    let options = Options { keep_identifiers: args.keep_ids };
    let (tree, remarks) = raise(&read, inventory, options, diagnostics);
    let text = print_made(&tree, remarks);
    let made = made(&text, project);
    diagnostics.extend(made.as_ref().and_then(|made| changed(&read, made, options)));
    let drawn = made.filter(|_| args.keep_layout).map(|made| moved(&read.flow, &made));
    Some(Imported { name: read.flow.name.text.to_string(), text, drawn })
}

/// The flow that the text makes.
fn made(text: &str, project: &Project) -> Option<Flow> {
    let mut sources = Sources::new();
    let files = [sources.add("", text)];
    let input = Input {
        sources: &sources,
        files: &files,
        exports: &[],
        is_complete: true,
        inventory: project.inventory.as_ref(),
        mode: Mode::Draft,
        names: Names::MayBeUnverified,
    };
    compile(&input, &mut Diagnostics::new()).flows.into_iter().next()
}

/// Where the blocks of `read` are drawn, by the identifiers that they have in `made`.
fn moved(read: &Flow, made: &Flow) -> Drawn {
    let actions = pairs(read, made).into_iter().filter_map(|(one, other)| {
        let place = read.drawn.actions.get(&read.action(one)?.identifier)?;
        Some((made.action(other)?.identifier.clone(), *place))
    });
    Drawn { entry: read.drawn.entry, actions: actions.collect() }
}

/// What of the flow the text does not say.
fn changed(read: &Read, made: &Flow, options: Options) -> Option<Diagnostic> {
    let identifiers = if options.keep_identifiers { Identifiers::Same } else { Identifiers::Any };
    let found = differences(&read.flow, made, identifiers);
    let first = found.first()?;
    Some(
        Diagnostic::new(Code::NotTakenOver, read.flow.name.span, "the text does not say all that the JSON does")
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
                diagnostics.push(Diagnostic::without_place(Code::CannotWrite, message).help(help));
                continue;
            }
            Err(_) => false,
        };
        if is_there && flow.drawn.is_none() {
            continue;
        }
        let write = || {
            fs::create_dir_all(out).map_err(|reason| OutputError { path: path.clone(), reason })?;
            // The places first: if they cannot be written, neither is the flow, and the next import tries both again.
            if let Some(drawn) = &flow.drawn {
                put(&layout_file::beside(&path), &layout_file::bytes(&flow.name, drawn))?;
            }
            if is_there { Ok(()) } else { put(&path, flow.text.as_bytes()) }
        };
        match write() {
            Ok(()) => written += 1,
            Err(error) => {
                let message = format!("`{}` cannot be written: {}", display(&error.path), said(&error.reason));
                diagnostics.push(Diagnostic::without_place(Code::CannotWrite, message));
            }
        }
    }
    let files = if written == 1 { "file" } else { "files" };
    console::print(&format!("{}: {written} {files} written\n", display(out)));
}
