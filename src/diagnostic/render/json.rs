//! Diagnostics as one JSON document; `docs/diagnostics.schema.json` describes it.
//!
//! Takes sorted diagnostics and their sources, gives text. The same diagnostics give the same bytes. Fields are only
//! ever added to the document; any other change also changes `version`.

use serde::Serialize;

use super::file_range::FileRange;
use crate::diagnostic::{Diagnostic, Diagnostics, Ground, Severity};
use crate::evidence::Source;
use crate::source::Sources;
use crate::visible;

/// The version of the document format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<DiagnosticJson<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct DiagnosticJson<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    /// Why it is an error; null for warnings and notes.
    ground: Option<&'static str>,
    /// The published source of a refusal.
    source: Option<&'static str>,
    /// Null, like the rest of the location, if the diagnostic has no location in a file.
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    /// Null if the diagnostic is not about an action or the file is not flow JSON.
    action: Option<&'a str>,
    labels: Vec<Label<'a>>,
    help: &'a [String],
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    text: &'a str,
    #[serde(flatten)]
    place: FileRange,
}

#[derive(Serialize)]
struct Fix<'a> {
    #[serde(flatten)]
    place: FileRange,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
}

/// Renders `diagnostics` in their order. Paths inside `folder` are relative to it.
#[must_use]
pub fn json(diagnostics: &Diagnostics, sources: &Sources, folder: &str) -> String {
    let document = Document {
        version: VERSION,
        diagnostics: diagnostics.iter().map(|diagnostic| entry(diagnostic, sources, folder)).collect(),
        summary: Summary {
            errors: diagnostics.count(Severity::Error),
            warnings: diagnostics.count(Severity::Warning),
            notes: diagnostics.count(Severity::Note),
        },
    };
    // The document holds only texts and numbers, so serializing cannot fail.
    let document = serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
    visible::json(&document)
}

fn entry<'a>(diagnostic: &'a Diagnostic, sources: &Sources, folder: &str) -> DiagnosticJson<'a> {
    let place = |span| FileRange::new(span, sources, folder);
    let label = |label: &'a crate::diagnostic::Label| Some(Label { text: &label.text, place: place(label.span)? });
    let fix = |fix: &'a crate::diagnostic::Fix| Some(Fix { place: place(fix.span)?, replacement: &fix.replacement });
    let primary = diagnostic.span().and_then(place);
    DiagnosticJson {
        code: diagnostic.code.number(),
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        ground: diagnostic.ground_of_error().and_then(Ground::word),
        source: diagnostic.ground_of_error().and_then(Ground::source).map(Source::address),
        line: primary.as_ref().map(|place| place.line),
        column: primary.as_ref().map(|place| place.column),
        end_line: primary.as_ref().map(|place| place.end_line),
        end_column: primary.as_ref().map(|place| place.end_column),
        file: primary.map(|place| place.file),
        action: diagnostic.action.as_deref(),
        labels: diagnostic.labels.iter().filter_map(label).collect(),
        help: &diagnostic.help,
        fixes: diagnostic.fixes.iter().filter_map(fix).collect(),
    }
}
