//! Edits that diagnostics suggest → new texts.
//!
//! Takes diagnostics and the sources they refer to, gives the texts with every safe edit applied. The edits of one
//! diagnostic are applied all together or not at all. If two diagnostics have overlapping edits, the later one waits
//! for the next round. Writes no files.

use std::collections::HashMap;
use std::ops::RangeInclusive;

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
    let mut chosen: HashMap<FileId, Chosen<'_>> = files.iter().map(|file| (*file, Chosen::default())).collect();
    for diagnostic in diagnostics.iter().filter(|diagnostic| !diagnostic.fixes.is_empty()) {
        let is_possible = |fix: &Fix| {
            is_sure(fix, sources) && chosen.get(&fix.span.file).is_some_and(|chosen| chosen.has_room_for(fix))
        };
        if diagnostic.fixes.iter().all(is_possible) {
            for fix in &diagnostic.fixes {
                chosen.entry(fix.span.file).or_default().add(diagnostic.code, fix);
            }
        }
    }
    let edited = |file: &FileId| {
        let fixes = chosen.remove(file)?.in_order();
        (!fixes.is_empty()).then(|| edit(*file, &fixes, sources))
    };
    files.iter().filter_map(edited).collect()
}

/// The edits that are applied to one file.
#[derive(Default)]
struct Chosen<'a> {
    fixes: Vec<(Code, &'a Fix)>,
    /// The edits that touch each stretch of the file.
    by_stretch: HashMap<u32, Vec<&'a Fix>>,
}

/// The bytes of a stretch: a line or a few.
const STRETCH: u32 = 64;

impl<'a> Chosen<'a> {
    fn has_room_for(&self, fix: &Fix) -> bool {
        self.near(fix).all(|other| fix == other || !overlap(fix.span, other.span))
    }

    fn add(&mut self, code: Code, fix: &'a Fix) {
        if self.near(fix).any(|other| other == fix) {
            return;
        }
        self.fixes.push((code, fix));
        for stretch in stretches(fix.span) {
            self.by_stretch.entry(stretch).or_default().push(fix);
        }
    }

    fn near(&self, fix: &Fix) -> impl Iterator<Item = &'a Fix> {
        stretches(fix.span).filter_map(|stretch| self.by_stretch.get(&stretch)).flatten().copied()
    }

    /// From the top of the file. Edits at the same location keep the order in which they were suggested.
    fn in_order(mut self) -> Vec<(Code, &'a Fix)> {
        self.fixes.sort_by_key(|(_, fix)| fix.span.start);
        self.fixes
    }
}

/// The stretches that a span touches. Two spans that touch each other have one in common.
fn stretches(span: Span) -> RangeInclusive<u32> {
    span.start / STRETCH..=span.end / STRETCH
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
