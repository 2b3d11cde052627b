//! Edits that diagnostics suggest → new texts.
//!
//! Takes diagnostics and the sources they refer to, gives the texts with every safe edit applied. The edits of one
//! diagnostic are applied all together or not at all. If two diagnostics have overlapping edits, the later one waits
//! for the next round. Writes no files.

use super::near_miss::is_slip;
use super::{Code, Confidence, Diagnostics, Fix};
use crate::source::{FileId, Sources, Span};

/// A text with edits applied.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The file.
    pub file: FileId,
    /// The new text.
    pub text: String,
    /// The applied edits, from the top of the file.
    pub made: Vec<AppliedFix>,
}

/// An applied edit.
#[derive(Clone, Debug)]
pub struct AppliedFix {
    /// The code of the diagnostic that it resolves.
    pub code: Code,
    /// The location in the old text.
    pub span: Span,
    /// The old text at the location.
    pub before: String,
    /// The new text at the location.
    pub after: String,
}

/// The changed texts of `files`, with every safe edit applied.
#[must_use]
pub fn apply(diagnostics: &Diagnostics, sources: &Sources, files: &[FileId]) -> Vec<Edited> {
    let mut chosen: Vec<(Code, &Fix)> = Vec::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| !diagnostic.fixes.is_empty()) {
        let is_possible = |fix: &Fix| files.contains(&fix.span.file) && is_sure(fix, sources);
        let is_free = |fix: &Fix| chosen.iter().all(|(_, other)| fix == *other || !overlap(fix.span, other.span));
        if diagnostic.fixes.iter().all(|fix| is_possible(fix) && is_free(fix)) {
            for fix in &diagnostic.fixes {
                if !chosen.iter().any(|(_, other)| *other == fix) {
                    chosen.push((diagnostic.code, fix));
                }
            }
        }
    }
    // Edits at the same location keep the order in which they were suggested.
    chosen.sort_by_key(|(_, fix)| (fix.span.file, fix.span.start));
    let edited = |file: &FileId| {
        let own: Vec<(Code, &Fix)> = chosen.iter().filter(|(_, fix)| fix.span.file == *file).copied().collect();
        (!own.is_empty()).then(|| edit(*file, &own, sources))
    };
    files.iter().filter_map(edited).collect()
}

fn is_sure(fix: &Fix, sources: &Sources) -> bool {
    // Then the mistake comes from a const and must be fixed there. `${$.…}` is no const.
    if sources.text(fix.span).replace("${$", "").contains("${") {
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

/// Whether two edits overlap, so that only one can be applied. Two insertions at the same location do not overlap.
fn overlap(one: Span, other: Span) -> bool {
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
