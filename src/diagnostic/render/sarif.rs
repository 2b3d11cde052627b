//! Diagnostics as SARIF 2.1.0, the format that code scanning accepts.
//!
//! Takes sorted diagnostics and their sources, gives text. Each code that occurs becomes a rule, with its page as help.
//! A diagnostic without a location in a file becomes a notification of the run instead of a result: GitHub refuses a
//! whole document if one result has no location. The same diagnostics give the same bytes.

use std::collections::BTreeSet;

use serde::Serialize;

use super::file_range::FileRange;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Label};
use crate::evidence::Source;
use crate::source::{Sources, Span};
use crate::visible;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// The name that SARIF consumers use for the folder that relative paths start at.
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
struct Document {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    name: String,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    associated_rule: RuleReference,
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
struct RuleReference {
    id: &'static str,
    index: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties>,
}

/// Why it is an error. SARIF has no field for it.
#[derive(Serialize)]
struct Properties {
    ground: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

/// An action of flow JSON.
#[derive(Serialize)]
struct LogicalLocation {
    name: String,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

/// Renders `diagnostics` in their order. Paths inside `folder` are relative to it.
#[must_use]
pub fn sarif(diagnostics: &Diagnostics, sources: &Sources, folder: &str) -> String {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let place = |span| FileRange::new(span, sources, folder);
    let (mut results, mut notifications) = (Vec::new(), Vec::new());
    for diagnostic in diagnostics.iter() {
        let index = codes.binary_search(&diagnostic.code).unwrap_or_default();
        let mut locations = diagnostic.labels.iter().filter_map(|label| Some(location(label, place(label.span)?)));
        match locations.next() {
            None => notifications.push(Notification {
                associated_rule: RuleReference { id: diagnostic.code.number(), index },
                level: diagnostic.severity.word(),
                message: message(diagnostic),
            }),
            Some(primary) => results.push(Finding {
                rule_id: diagnostic.code.number(),
                rule_index: index,
                level: diagnostic.severity.word(),
                message: message(diagnostic),
                locations: [Location { logical_locations: action(diagnostic), ..primary }],
                related_locations: (1..).zip(locations).map(|(id, at)| Location { id: Some(id), ..at }).collect(),
                fixes: fix(diagnostic, place).into_iter().collect(),
                properties: properties(diagnostic),
            }),
        }
    }
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "callflow",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: codes.into_iter().map(rule).collect(),
            },
        },
        invocations: [Invocation {
            execution_successful: !diagnostics.iter().any(Diagnostic::is_fatal),
            tool_execution_notifications: notifications,
        }],
        column_kind: "unicodeCodePoints",
        results,
    };
    let document = Document { schema: SCHEMA, version: "2.1.0", runs: [run] };
    // The document holds only texts and numbers, so serializing cannot fail.
    let document = serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
    visible::json(&document)
}

fn rule(code: Code) -> Rule {
    let page = code.page();
    Rule {
        id: code.number(),
        name: format!("{code:?}"),
        short_description: Message { text: code.title().to_owned() },
        full_description: Message { text: page.first_paragraph() },
        help: Help { text: page.0, markdown: page.0 },
        default_configuration: Configuration { level: code.severity().word() },
    }
}

fn properties(diagnostic: &Diagnostic) -> Option<Properties> {
    let ground = diagnostic.ground_of_error()?;
    Some(Properties { ground: ground.word()?, source: ground.source().map(Source::address) })
}

/// The message, followed by the help: most SARIF viewers show nothing else.
fn message(diagnostic: &Diagnostic) -> Message {
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend(diagnostic.advice().map(|help| format!("help: {help}")));
    Message { text: lines.join("\n") }
}

fn location(label: &Label, place: FileRange) -> Location {
    let message = (!label.text.is_empty()).then(|| Message { text: label.text.clone() });
    let (artifact_location, region) = (artifact(&place.file), region(&place));
    Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location, region },
        logical_locations: Vec::new(),
        message,
    }
}

/// SARIF's kinds are those of programming languages. An object is the closest one to an action of a flow.
fn action(diagnostic: &Diagnostic) -> Vec<LogicalLocation> {
    diagnostic.action.iter().map(|action| LogicalLocation { name: action.to_string(), kind: "object" }).collect()
}

/// All edits of a diagnostic. They belong together.
fn fix(diagnostic: &Diagnostic, place: impl Fn(Span) -> Option<FileRange>) -> Option<Fix> {
    let mut artifact_changes: Vec<ArtifactChange> = Vec::new();
    for fix in &diagnostic.fixes {
        let Some(place) = place(fix.span) else { continue };
        let inserted_content = Message { text: fix.replacement.clone() };
        let replacement = Replacement { deleted_region: region(&place), inserted_content };
        let artifact_location = artifact(&place.file);
        match artifact_changes.iter_mut().find(|change| change.artifact_location == artifact_location) {
            Some(change) => change.replacements.push(replacement),
            None => artifact_changes.push(ArtifactChange { artifact_location, replacements: vec![replacement] }),
        }
    }
    let first = diagnostic.fixes.first().filter(|_| !artifact_changes.is_empty())?;
    let description = Message { text: format!("write `{}`", first.replacement.trim()) };
    Some(Fix { description, artifact_changes })
}

fn region(place: &FileRange) -> Region {
    let FileRange { line, column, end_line, end_column, .. } = *place;
    Region { start_line: line, start_column: column, end_line, end_column }
}

/// A path as a URI: relative to the root, or a file URI if the path is absolute.
fn artifact(path: &str) -> ArtifactLocation {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    let has_drive = path.get(1..3) == Some(":/");
    match (path.starts_with('/'), has_drive) {
        (true, _) => ArtifactLocation { uri: format!("file://{uri}"), uri_base_id: None },
        (_, true) => ArtifactLocation { uri: format!("file:///{}", uri.replacen("%3A", ":", 1)), uri_base_id: None },
        _ => ArtifactLocation { uri, uri_base_id: Some(ROOT) },
    }
}
