//! Diagnostics as one JSON document; `docs/diagnostics.schema.json` describes it.
//!
//! Takes sorted diagnostics and their sources, gives text. The same diagnostics give the same bytes. What the document
//! says of a diagnostic only ever grows; if that has to change, `version` does too.

use serde::Serialize;

use super::file_range::FileRange;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

/// The version of the document's form.
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
    /// Null, as all of the place, for what has no place in a file.
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    /// Null where it is about none, and for what is no flow JSON.
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

/// All of `diagnostics` in their order. Paths are relative to `folder` where they lie in it.
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
    // Texts and numbers: nothing that JSON could not say.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
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
