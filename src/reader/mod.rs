//! Amazon Connect flow JSON → the flow graph.
//!
//! Takes the text of a file (today's flow language as exported, the answer of `describe-contact-flow` or
//! `describe-contact-flow-module`, or the console's legacy export), gives the same graph that text is lowered to, every
//! part with its place in the JSON, and apart from it what is wrong with how that is written. Takes what real files hold: what is missing is left out, what is not known is kept.
//! Never says whether a flow makes sense: the checks do.

mod action;
mod contract;
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
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{ActionId, Flow};
use crate::inventory::Inventory;
use crate::source::{FileId, Sources, Span};
use json::Json;

/// What the caller knows of a flow beside its JSON.
#[derive(Clone, Debug, Default)]
pub struct ImportHints {
    /// Its name, whatever the JSON says.
    pub name: Option<SmolStr>,
    /// Its name where nothing else gives one; the file's where this is `None`.
    pub default_name: Option<SmolStr>,
    /// Its type, whatever the JSON says.
    pub flow_type: Option<FlowType>,
}

impl ImportHints {
    /// The name of a flow of the file `path` where nothing else gives one.
    fn file_name(&self, path: &str) -> SmolStr {
        let stem = || Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        self.default_name.clone().unwrap_or_else(|| stem().unwrap_or_default().into())
    }
}

/// What a flow is read for, which decides how bad some findings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be checked as it is.
    Check,
    /// To be written as text: what cannot be right in it is kept as well as it can be.
    Convert,
    /// To be compared with another.
    Compare,
}

/// A file of JSON, parsed: what [`read`] makes a flow of.
#[derive(Clone, Debug)]
pub struct Document {
    whole: Json,
    /// The content, where it stands in a string of the file.
    content: Option<Json>,
    /// The module's `Settings`, where they stand in a string of the file.
    settings: Option<Json>,
    /// How many characters the content has as it stands.
    content_length: usize,
    /// The name that the path of the file gives.
    path: SmolStr,
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
    pub violations: Diagnostics,
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

/// Parses the file `file`. `None` where it is not JSON, which is reported.
pub fn parse(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Document> {
    let source = sources.get(file)?;
    let text = source.text();
    let whole = json::parse(file, text, diagnostics)?;
    let resource = resource(&whole);
    let (content, content_length) = match resource.get("Content") {
        Some(Json { kind: json::Kind::Text(content), span }) => {
            (Some(json::parse_inner(file, text, *span, diagnostics)?), content.chars().count())
        }
        other => {
            let Span { start, end, .. } = other.unwrap_or(resource).span;
            (None, text.get(start as usize..end as usize).map_or(0, |text| text.chars().count()))
        }
    };
    let mut document = Document { content, settings: None, content_length, path: source.name().into(), whole };
    if document.content().get("Actions").is_some()
        && let Some(Json { kind: json::Kind::Text(inner), span }) = self::resource(&document.whole).get("Settings")
        && !inner.is_empty()
    {
        document.settings = json::parse_inner(file, text, *span, diagnostics);
    }
    Some(document)
}

/// What describes the flow: the object in an answer of the AWS CLI, or the whole.
fn resource(whole: &Json) -> &Json {
    ["ContactFlow", "ContactFlowModule"].iter().find_map(|key| whole.get(key)).unwrap_or(whole)
}

impl Document {
    fn content(&self) -> &Json {
        let resource = resource(&self.whole);
        self.content.as_ref().or_else(|| resource.get("Content")).unwrap_or(resource)
    }

    /// Says that it holds no flow.
    #[must_use]
    pub fn not_a_flow(&self) -> Diagnostic {
        Diagnostic::new(Code::NotAFlow, self.whole.span.head(), "this JSON holds no flow").help(
            "a flow is an object with `Actions`, the answer of `aws connect describe-contact-flow`, or a legacy export with `modules`",
        )
    }
}

/// The flow of a document; `None` where it holds none.
pub fn read(
    document: &Document,
    hints: &ImportHints,
    purpose: Purpose,
    inventory: Option<&Inventory>,
    diagnostics: &mut Diagnostics,
) -> Option<Read> {
    let content = document.content();
    let file_name = hints.file_name(&document.path);
    let context = ReadContext { hints, file_name: &file_name, purpose, inventory };
    if content.get("Actions").is_some() {
        let source = today::Source {
            resource: resource(&document.whole),
            content,
            content_length: document.content_length,
            is_module: document.whole.get("ContactFlowModule").is_some(),
            settings: document.settings.as_ref(),
        };
        Some(today::read(source, &context, diagnostics))
    } else if content.get("modules").is_some() {
        Some(legacy::read(content, &context, diagnostics))
    } else {
        None
    }
}

/// What is known beside the JSON.
struct ReadContext<'a> {
    hints: &'a ImportHints,
    /// The name where nothing else gives one.
    file_name: &'a SmolStr,
    purpose: Purpose,
    inventory: Option<&'a Inventory>,
}
