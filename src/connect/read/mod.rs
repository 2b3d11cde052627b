//! Amazon Connect flow JSON → the flow graph.
//!
//! Takes the text of a file (today's flow language as exported, the answer of `describe-contact-flow` or
//! `describe-contact-flow-module`, or the console's legacy export), gives the same graph that text is lowered to, every
//! part with its place in the JSON. Takes what real files hold: what is missing is left out, what is not known is kept.
//! Never says whether a flow makes sense: the checks do.

mod action;
mod contract;
pub mod json;
mod kind;
mod legacy;
mod legacy_table;
mod today;
mod value;

use smol_str::SmolStr;

use crate::catalogue::FlowType;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
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

/// A flow as it was read.
#[derive(Clone, Debug)]
pub struct Read {
    /// The graph.
    pub flow: Flow,
    /// Whether nothing told the flow's type, so that it follows from the actions.
    pub is_type_inferred: bool,
    /// The designer's notes, in the order of the file.
    pub notes: Vec<Note>,
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
    let content = match resource.get("Content") {
        Some(Json { kind: json::Kind::Text(_), span }) => {
            inner = json::parse_inner(file, text, *span, diagnostics)?;
            &inner
        }
        Some(object) => object,
        None => resource,
    };
    if content.get("Actions").is_some() {
        let is_module = whole.get("ContactFlowModule").is_some();
        let settings = match resource.get("Settings") {
            Some(Json { kind: json::Kind::Text(text), span }) if !text.is_empty() => {
                json::parse_inner(file, sources.get(file)?.text(), *span, diagnostics)
            }
            _ => None,
        };
        let source = today::Source { resource, content, is_module, settings: settings.as_ref() };
        return Some(today::read(source, said, inventory, diagnostics));
    }
    if content.get("modules").is_some() {
        return Some(legacy::read(content, said, inventory, diagnostics));
    }
    diagnostics.push(not_a_flow(whole.span));
    None
}

fn not_a_flow(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAFlow, span.head(), "this JSON holds no flow")
        .help("a flow is an object with `Actions`, the answer of `aws connect describe-contact-flow`, or a legacy export with `modules`")
}
