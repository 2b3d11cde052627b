//! Edits that diagnostics propose → new texts.
//!
//! Takes diagnostics and the sources that they are about, gives the texts with every edit made that is sure. All edits of
//! a diagnostic are made or none; of two that meet, the later one is left for another round. Writes nothing.

use super::near_miss::is_slip;
use super::{Code, Confidence, Diagnostics, Fix};
use crate::source::{FileId, Sources, Span};

/// A text with edits made.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The file.
    pub file: FileId,
    /// What it says now.
    pub text: String,
    /// What was done, from the top of the file.
    pub made: Vec<AppliedFix>,
}

/// An edit that was made.
#[derive(Clone, Debug)]
pub struct AppliedFix {
    /// The code of the diagnostic that it cures.
    pub code: Code,
    /// Where, in the text as it was.
    pub span: Span,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// The texts of `files` that change, with every edit made that is sure.
#[must_use]
pub fn apply(diagnostics: &Diagnostics, sources: &Sources, files: &[FileId]) -> Vec<Edited> {
    let mut chosen: Vec<(Code, &Fix)> = Vec::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| !diagnostic.fixes.is_empty()) {
        let is_possible = |fix: &Fix| files.contains(&fix.span.file) && is_sure(fix, sources);
        let is_free = |fix: &Fix| chosen.iter().all(|(_, other)| fix == *other || !meet(fix.span, other.span));
        if diagnostic.fixes.iter().all(|fix| is_possible(fix) && is_free(fix)) {
            for fix in &diagnostic.fixes {
                if !chosen.iter().any(|(_, other)| *other == fix) {
                    chosen.push((diagnostic.code, fix));
                }
            }
        }
    }
    // Edits at one place stay in the order in which they were proposed.
    chosen.sort_by_key(|(_, fix)| (fix.span.file, fix.span.start));
    let edited = |file: &FileId| {
        let own: Vec<(Code, &Fix)> = chosen.iter().filter(|(_, fix)| fix.span.file == *file).copied().collect();
        (!own.is_empty()).then(|| edit(*file, &own, sources))
    };
    files.iter().filter_map(edited).collect()
}

fn is_sure(fix: &Fix, sources: &Sources) -> bool {
    // What is wrong comes from a const then, and belongs to be mended there.
    if sources.text(fix.span).contains("${") {
        return false;
    }
    match fix.confidence {
        Confidence::Sure => true,
        Confidence::OnlyNear => {
            let bare = |text: &str| text.trim_matches('"').to_owned();
            is_slip(&bare(sources.text(fix.span)), &bare(&fix.replacement))
        }
        Confidence::Guess => false,
    }
}

/// Whether two edits cannot both be made. Two that only insert at one place can.
fn meet(one: Span, other: Span) -> bool {
    let is_insertion = |span: Span| span.start == span.end;
    if one.file != other.file || is_insertion(one) && is_insertion(other) {
        return false;
    }
    one.start <= other.end && other.start <= one.end
}

fn edit(file: FileId, fixes: &[(Code, &Fix)], sources: &Sources) -> Edited {
    let before = sources.get(file).map(|file| file.text()).unwrap_or_default();
    let mut edited = Edited { file, text: String::new(), made: Vec::new() };
    let mut at = 0;
    for (code, fix) in fixes {
        edited.text.push_str(before.get(at..fix.span.start as usize).unwrap_or_default());
        edited.text.push_str(&fix.replacement);
        at = fix.span.end as usize;
        edited.made.push(AppliedFix {
            code: *code,
            span: fix.span,
            before: sources.text(fix.span).to_owned(),
            after: fix.replacement.clone(),
        });
    }
    edited.text.push_str(before.get(at..).unwrap_or_default());
    edited
}
