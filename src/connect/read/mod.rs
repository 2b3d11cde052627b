//! Amazon Connect flow JSON → the flow graph.
//!
//! Takes the text of a file (today's flow language as exported, the answer of `describe-contact-flow` or
//! `describe-contact-flow-module`, or the console's legacy export), gives the same graph that text is lowered to, every
//! part with its place in the JSON, and apart from it what is wrong with how that is written. Takes what real files hold: what is missing is left out, what is not known is kept.
//! Never says whether a flow makes sense: the checks do.

mod action;
mod contract;
mod faults;
pub mod json;
mod kind;
mod legacy;
mod legacy_table;
mod shape;
mod today;
mod value;

use std::path::Path;

use smol_str::SmolStr;

use crate::catalogue::FlowType;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Label};
use crate::graph::{ActionId, Flow};
use crate::inventory::Inventory;
use crate::source::{FileId, Sources, Span};
use json::Json;

/// What the caller knows of a flow beside its JSON.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Its name, whatever the JSON says.
    pub name: Option<SmolStr>,
    /// Its name where nothing else tells one: the file's.
    pub file_name: SmolStr,
    /// Its type, whatever the JSON says.
    pub flow_type: Option<FlowType>,
}

impl Said {
    /// What the path of a file tells.
    #[must_use]
    pub fn of_file(path: &str) -> Said {
        let stem = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        Said { file_name: stem.unwrap_or_default().into(), ..Said::default() }
    }
}

/// A flow as it was read.
#[derive(Clone, Debug)]
pub struct Read {
    /// The graph.
    pub flow: Flow,
    /// Whether nothing told the flow's type, so that it follows from the actions.
    pub is_type_inferred: bool,
    /// The designer's notes, in the order of the file.
    pub notes: Vec<Note>,
    /// What is wrong with how the JSON is written, for whoever checks it: the graph says it as well as it can.
    pub faults: Diagnostics,
    /// How many characters the content has as it stands.
    pub content_length: usize,
}

/// A note that somebody put beside the blocks.
#[derive(Clone, Debug)]
pub struct Note {
    /// The block that it is about; `None` for the whole flow.
    pub action: Option<ActionId>,
    /// What it says.
    pub text: SmolStr,
}

/// Reads the file `file`. `None` where it holds no flow, which is reported.
pub fn read(
    sources: &Sources,
    file: FileId,
    said: &Said,
    inventory: Option<&Inventory>,
    diagnostics: &mut Diagnostics,
) -> Option<Read> {
    let text = sources.get(file)?.text();
    let whole = json::parse(file, text, diagnostics)?;
    let resource = ["ContactFlow", "ContactFlowModule"].iter().find_map(|key| whole.get(key)).unwrap_or(&whole);
    let inner;
    let (content, content_length) = match resource.get("Content") {
        Some(Json { kind: json::Kind::Text(content), span }) => {
            inner = json::parse_inner(file, text, *span, diagnostics)?;
            (&inner, content.chars().count())
        }
        other => {
            let content = other.unwrap_or(resource);
            let Span { start, end, .. } = content.span;
            (content, text.get(start as usize..end as usize).map_or(0, |text| text.chars().count()))
        }
    };
    if content.get("Actions").is_some() {
        let is_module = whole.get("ContactFlowModule").is_some();
        let settings = match resource.get("Settings") {
            Some(Json { kind: json::Kind::Text(text), span }) if !text.is_empty() => {
                json::parse_inner(file, sources.get(file)?.text(), *span, diagnostics)
            }
            _ => None,
        };
        let source = today::Source { resource, content, content_length, is_module, settings: settings.as_ref() };
        let mut found = Diagnostics::new();
        let read = today::read(source, said, inventory, &mut found);
        diagnostics.extend(together(found));
        return Some(read);
    }
    if content.get("modules").is_some() {
        let mut found = Diagnostics::new();
        let read = legacy::read(content, said, inventory, &mut found);
        diagnostics.extend(together(found));
        return Some(read);
    }
    diagnostics.push(not_a_flow(whole.span));
    None
}

/// What is said of branches that lead to the same missing action is said once, with all the places.
fn together(found: Diagnostics) -> Vec<Diagnostic> {
    let mut said: Vec<Diagnostic> = Vec::new();
    for diagnostic in found {
        let is_dangling = diagnostic.code == Code::DanglingTarget;
        let same = said.iter_mut().filter(|_| is_dangling).find(|it| it.message == diagnostic.message);
        match same {
            Some(first) => first
                .labels
                .extend(diagnostic.labels.into_iter().map(|label| Label { text: "and this".into(), ..label })),
            None => said.push(diagnostic),
        }
    }
    said
}

fn not_a_flow(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAFlow, span.head(), "this JSON holds no flow")
        .help("a flow is an object with `Actions`, the answer of `aws connect describe-contact-flow`, or a legacy export with `modules`")
}
