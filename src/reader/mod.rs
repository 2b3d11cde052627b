//! Amazon Connect flow JSON → the flow graph.
//!
//! Takes the text of a file: the current flow language as exported, the answer of `describe-contact-flow` or
//! `describe-contact-flow-module`, or the console's legacy export. Gives the same graph that `.flow` source is lowered
//! to, in which every part has its span in the JSON, and separately the errors in how the JSON is written. Accepts what
//! real files contain: missing parts are left out, unknown parts are kept.
//! Never judges whether a flow makes sense: that is the task of the checks.

mod action;
mod beside;
mod contract;
pub mod json;
mod kind;
mod legacy;
mod legacy_parameters;
mod legacy_table;
mod lost;
mod names;
mod quick_connect;
mod shape;
mod today;
mod value;

pub use beside::Beside;
pub use quick_connect::{Offer, Offered, QuickConnects, may_hold_quick_connects};

use std::path::Path;

use smol_str::SmolStr;

use crate::catalogue::FlowType;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::Flow;
use crate::inventory::{self, ExportedName, Inventory};
use crate::source::{FileId, Sources, Span};
use json::Json;

/// What the caller knows about a flow in addition to its JSON.
#[derive(Clone, Debug, Default)]
pub struct ImportHints {
    /// Its name, which overrides the JSON.
    pub name: Option<SmolStr>,
    /// Its name if nothing else gives one. `None` means the name of the file.
    pub default_name: Option<SmolStr>,
    /// Its type, which overrides the JSON.
    pub flow_type: Option<FlowType>,
    /// What the files beside it say, which the JSON overrides.
    pub beside: Beside,
}

impl ImportHints {
    /// The name of a flow in the file `path` if nothing else gives one.
    fn file_name(&self, path: &str) -> SmolStr {
        let stem = || Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        self.default_name.clone().unwrap_or_else(|| stem().unwrap_or_default().into())
    }
}

/// What a flow is read for. The severity of some diagnostics depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be checked.
    Check,
    /// To be converted to `.flow` source: invalid parts are kept as far as possible.
    Convert,
    /// To be compared with another flow.
    Compare,
}

/// A parsed JSON file, the input of [`read`].
#[derive(Clone, Debug)]
pub struct Document {
    whole: Json,
    /// The content, if the file has it in a string.
    content: Option<Json>,
    /// The module's `Settings`, if the file has them in a string.
    settings: Option<Json>,
    /// The number of characters of the content as written.
    content_length: usize,
    /// The path of the file, which gives the default name.
    path: SmolStr,
}

/// A flow that was read from JSON.
#[derive(Clone, Debug)]
pub struct Read {
    /// The graph.
    pub flow: Flow,
    /// Whether the flow's type is not given and was inferred from the actions.
    pub is_type_inferred: bool,
    /// The other types that an inferred type could have been.
    pub other_types: Vec<FlowType>,
    /// The resources that it refers to by id or ARN, and the flow itself if its id is known; with the names in the JSON.
    pub names: Vec<ExportedName>,
    /// Whether the JSON says that the flow is published.
    pub is_published: bool,
    /// Errors in how the JSON is written, for callers that check it. The graph contains everything that could be read.
    pub violations: Diagnostics,
    /// The number of characters of the content as written.
    pub content_length: usize,
}

/// Parses the file `file`. `None` if it is not JSON, which is reported.
pub fn parse(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Document> {
    let source = sources.get(file)?;
    let text = source.text();
    let whole = json::parse(file, text, diagnostics)?;
    let resource = resource(&whole);
    // With `--query ContactFlow.Content`, the AWS CLI prints nothing but a string.
    let alone = matches!(whole.kind, json::Kind::Text(_)).then_some(&whole);
    let (content, content_length) = match alone.or_else(|| resource.get("Content")) {
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

/// The object that describes the flow: the one in an AWS CLI answer, or the whole document.
fn resource(whole: &Json) -> &Json {
    ["ContactFlow", "ContactFlowModule"].iter().find_map(|key| whole.get(key)).unwrap_or(whole)
}

impl Document {
    /// Whether the answer is about a module, if the file is an answer.
    fn is_module(&self) -> Option<bool> {
        match (self.whole.get("ContactFlow"), self.whole.get("ContactFlowModule")) {
            (None, None) => None,
            (flow, _) => Some(flow.is_none()),
        }
    }

    fn content(&self) -> &Json {
        let resource = resource(&self.whole);
        self.content.as_ref().or_else(|| resource.get("Content")).unwrap_or(resource)
    }

    /// The diagnostic for a document that contains no flow.
    #[must_use]
    pub fn not_a_flow(&self) -> Diagnostic {
        let diagnostic = Diagnostic::new(Code::NotAFlow, self.whole.span.head(), "this JSON contains no flow");
        if self.is_about_quick_connects() {
            return diagnostic.help(match self.only_lists_quick_connects() {
                true => "it lists quick connects: `import` needs the answer of `describe-quick-connect` for each",
                false => "it is about quick connects, which `import` takes",
            });
        }
        match inventory::key_of_answer(self.whole.members().iter().map(|member| member.key.as_str())) {
            Some(key) => diagnostic.help(format!(
                "it is an answer of the AWS CLI with `{key}`, which belongs in the folder of an inventory"
            )),
            None => diagnostic.help(
                "a flow is an object with `Actions`, the answer of `aws connect describe-contact-flow`, or a legacy export with `modules`",
            ),
        }
    }
}

/// The flow of a document; `None` if it contains none.
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
            is_module: document.is_module(),
            settings: document.settings.as_ref(),
        };
        Some(today::read(source, &context, diagnostics))
    } else if content.get("modules").is_some() {
        Some(legacy::read(content, &context, diagnostics))
    } else {
        None
    }
}

/// What is known in addition to the JSON.
struct ReadContext<'a> {
    hints: &'a ImportHints,
    /// The name if nothing else gives one.
    file_name: &'a SmolStr,
    purpose: Purpose,
    inventory: Option<&'a Inventory>,
}
