//! Edits of a text, and the mapping from the edited text back to the file.

use std::borrow::Cow;

/// Replaces the bytes `start..end`.
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) with: Cow<'static, str>,
}

/// A text after all edits.
pub(super) struct Repaired<'a> {
    pub(super) text: Cow<'a, str>,
    /// INVARIANT: ascending in both fields.
    stretches: Vec<Stretch>,
}

/// From `at` up to the next stretch, the edited text maps to the file from `original` on, but never beyond `limit`: all
/// inserted text maps to one offset.
struct Stretch {
    at: usize,
    original: usize,
    limit: usize,
}

impl Repaired<'_> {
    /// The offset in the file of the byte `at` of the edited text. Inserted text maps to where it was inserted.
    pub(super) fn original(&self, at: usize) -> usize {
        let after = self.stretches.partition_point(|stretch| stretch.at <= at);
        match after.checked_sub(1).and_then(|index| self.stretches.get(index)) {
            Some(stretch) => (stretch.original + (at - stretch.at)).min(stretch.limit),
            None => at,
        }
    }
}

/// Applies `edits`. An edit that overlaps an earlier one is skipped.
pub(super) fn repair(text: &str, mut edits: Vec<Edit>) -> Repaired<'_> {
    if edits.is_empty() {
        return Repaired { text: Cow::Borrowed(text), stretches: Vec::new() };
    }
    edits.sort_by_key(|edit| edit.start);
    let mut repaired = String::with_capacity(text.len() + edits.len() * 4);
    let mut stretches = Vec::with_capacity(edits.len() * 2);
    let mut done = 0;
    for edit in edits {
        let (Some(before), true) = (text.get(done..edit.start), edit.end <= text.len()) else { continue };
        repaired.push_str(before);
        stretches.push(Stretch { at: repaired.len(), original: edit.start, limit: edit.start });
        repaired.push_str(&edit.with);
        stretches.push(Stretch { at: repaired.len(), original: edit.end, limit: text.len() });
        done = edit.end;
    }
    repaired.push_str(text.get(done..).unwrap_or_default());
    Repaired { text: Cow::Owned(repaired), stretches }
}
