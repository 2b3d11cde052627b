//! Whether a text that callflow writes reads back as it was meant.
//!
//! Takes a text, and the tree that it must hold or the text that it comes from; parses it. Never changes a text.

use std::ops::Range;

use super::visit::{Node, of_item, walk};
use super::{parse, structural_eq, tree};
use crate::diagnostic::fix::{AppliedFix, Edited};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::{Sources, Span};

struct Reread {
    sources: Sources,
    file: tree::File,
    diagnostics: Diagnostics,
}

fn reread(text: &str) -> Reread {
    let mut sources = Sources::new();
    let id = sources.add("", text);
    let mut diagnostics = Diagnostics::new();
    let file = parse(&sources, id, &mut diagnostics);
    Reread { sources, file, diagnostics }
}

/// Whether `text` holds the items of `file` and these comments, nothing else, and no error.
pub(super) fn is_written<'c>(text: &str, file: &tree::File, comments: impl Iterator<Item = &'c str>) -> bool {
    let again = reread(text);
    let mut meant: Vec<String> = comments.map(words).collect();
    let mut read: Vec<String> = again.file.comments.iter().map(|it| words(again.sources.text(it.span))).collect();
    // A comment between two words may move to the end of the line, behind another one.
    meant.sort_unstable();
    read.sort_unstable();
    !again.diagnostics.has_errors() && structural_eq::files(file, &again.file) && meant == read
}

/// The words of a comment: its layout may change.
fn words(comment: &str) -> String {
    comment.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first error in `text`.
pub(super) fn first_error(text: &str) -> Option<Diagnostic> {
    reread(text).diagnostics.into_iter().find(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Whether the text of `edited` has the same tree as the file that it comes from, but for what the edits meant: outside
/// of them, every word, text and comment is read as before and is nested as before, and there is no new error.
#[must_use]
pub fn keeps(sources: &Sources, edited: &Edited) -> bool {
    let mut found = Diagnostics::new();
    let before = parse(sources, edited.file, &mut found);
    let again = reread(&edited.text);
    let places = Places::new(edited);
    let kept = leaves(&before, |span| places.kept(span));
    let read = leaves(&again.file, |span| places.original(span));
    // An edit may make words of a line that could not be read.
    let is_same = if !holes(&before).is_empty() || found.has_errors() {
        kept.iter().all(|leaf| read.binary_search(leaf).is_ok())
    } else {
        kept == read
    };
    // What could not be read before may have errors of its own, which only show now.
    let holes = holes(&before);
    let is_revealed = |diagnostic: &&Diagnostic| {
        let place = diagnostic.span().and_then(|span| places.original(span));
        place.is_some_and(|(start, end)| holes.iter().any(|hole| hole.start <= start && end <= hole.end))
    };
    let errors = again.diagnostics.iter().filter(|it| it.severity == Severity::Error);
    is_same && errors.filter(|it| !is_revealed(it)).count() <= found.count(Severity::Error)
}

/// The parts of a file that could not be read.
fn holes(file: &tree::File) -> Vec<Span> {
    let mut found = Vec::new();
    walk(file, &mut |node| {
        if let Node::Hole(hole) = node {
            found.push(hole.span);
        }
        true
    });
    found
}

/// Where the text outside of the edits is, before and after.
struct Places {
    /// The start and end of each edit in the old text and in the new text.
    edits: Vec<(Range<u32>, Range<u32>)>,
}

impl Places {
    fn new(edited: &Edited) -> Places {
        let mut shift = 0i64;
        let place = |made: &AppliedFix| {
            let at = |offset: u32| u32::try_from(i64::from(offset) + shift).unwrap_or(u32::MAX);
            let start = at(made.span.start);
            let end = start.saturating_add(u32::try_from(made.after.len()).unwrap_or(u32::MAX));
            shift += i64::from(end) - i64::from(start) - i64::from(made.span.end - made.span.start);
            (made.span.start..made.span.end, start..end)
        };
        Places { edits: edited.made.iter().map(place).collect() }
    }

    /// `span` of the old text, unless an edit touches it.
    fn kept(&self, span: Span) -> Option<(u32, u32)> {
        let touches = |old: &Range<u32>| old.start <= span.end && span.start <= old.end;
        (!self.edits.iter().any(|(old, _)| touches(old))).then_some((span.start, span.end))
    }

    /// The place in the old text of `span` of the new text, unless an edit touches it.
    fn original(&self, span: Span) -> Option<(u32, u32)> {
        let mut shift = 0i64;
        for (old, new) in &self.edits {
            if new.start <= span.end && span.start <= new.end {
                return None;
            }
            if new.end < span.start {
                shift = i64::from(old.end) - i64::from(new.end);
            }
        }
        let at = |offset: u32| u32::try_from(i64::from(offset) + shift).unwrap_or(u32::MAX);
        Some((at(span.start), at(span.end)))
    }
}

/// A node without children, or a comment: its place, and where the nodes around it begin, if no edit touches that.
type Leaf = ((u32, u32), Vec<Option<u32>>);

/// The leaves of a file that have a place, sorted. What could not be parsed has none.
fn leaves(file: &tree::File, place: impl Fn(Span) -> Option<(u32, u32)>) -> Vec<Leaf> {
    let of_comment = |comment: &tree::Comment| Some((place(comment.span)?, Vec::new()));
    let mut found: Vec<Leaf> = file.comments.iter().filter_map(of_comment).collect();
    let mut open: Vec<(Node<'_>, Vec<Option<u32>>)> = file.items.iter().map(|it| (of_item(it), Vec::new())).collect();
    while let Some((node, around)) = open.pop() {
        if matches!(node, Node::Hole(_)) {
            continue;
        }
        let start = place(node.span().head()).map(|(start, _)| start);
        // Inside a construct whose head an edit changes, the nodes may be others.
        let is_changed = around.last() == Some(&None);
        let around: Vec<Option<u32>> = if is_changed { around } else { around.into_iter().chain([start]).collect() };
        let length = open.len();
        node.children(&mut |child| open.push((child, around.clone())));
        if open.len() == length {
            found.extend(place(node.span()).map(|place| (place, around)));
        }
    }
    found.sort_unstable();
    found
}
