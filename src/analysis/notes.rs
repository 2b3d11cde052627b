//! `/// …` above a flow, step or block: a note, which a build writes where the designer shows it.
//!
//! Takes the trees with their comments, and gives the flows of a build their notes. The note of a step belongs to its
//! first block. A line that ends with `\` goes on with the next line. Reports a note that is above nothing of these.
//! Other comments stay in the source.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{ActionId, Build, Flow, Notation, Note};
use crate::source::{FileId, Sources, Span};
use crate::syntax::NOTE;
use crate::syntax::tree::{self, Comment, Item, Member};

/// The lines of one note.
struct Lines {
    span: Span,
    text: String,
    /// Whether the last line goes on with the next.
    goes_on: bool,
    /// The offset of the code below.
    below: u32,
}

/// Gives the flows of `build` the notes in `trees`.
pub(super) fn attach(trees: &[Arc<tree::File>], sources: &Sources, build: &mut Build, found: &mut Diagnostics) {
    for tree in trees {
        let text = sources.get(tree.id).map_or("", |file| file.text());
        let notes = read(text, &tree.comments);
        if notes.is_empty() {
            continue;
        }
        let places = places(tree, &build.flows);
        for Lines { span, text, below, .. } in notes {
            match places.get(&below).and_then(|(flow, action)| Some((build.flows.get_mut(*flow)?, *action))) {
                Some((flow, action)) => flow.notes.push(Note { action, text: text.into() }),
                None => found.push(nowhere(span)),
            }
        }
    }
}

fn nowhere(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NoteNowhere, span, "this note is above no flow, step or block, so no build writes it").help(
        "a note is on lines of its own above what it is about; a comment for readers of the source begins with `//`",
    )
}

/// What may have a note, by the offset where it begins: its flow, and its block unless it is the flow itself.
fn places(tree: &tree::File, flows: &[Flow]) -> HashMap<u32, (usize, Option<ActionId>)> {
    let mut places = HashMap::new();
    let is_here = |flow: &Flow, file: FileId| flow.notation == Notation::Text && flow.name.span.file == file;
    for (index, flow) in flows.iter().enumerate().filter(|(_, flow)| is_here(flow, tree.id)) {
        let named = |item: &&Item| matches!(item, Item::Flow(node) if node.name.span == flow.name.span);
        let Some(Item::Flow(node)) = tree.items.iter().find(named) else { continue };
        places.insert(node.span.start, (index, None));
        for member in &node.members {
            let Member::Step(node) = member else { continue };
            let step = flow.steps.iter().find(|step| step.name.span == node.name.span);
            if let Some(entry) = step.and_then(|step| step.entry.action()) {
                places.insert(node.span.start, (index, Some(entry)));
            }
        }
        let blocks = flow.actions.iter().enumerate();
        places.extend(blocks.map(|(id, action)| (action.origin.start, (index, Some(ActionId(id))))));
    }
    places
}

/// The notes among the comments of a text.
fn read(text: &str, comments: &[Comment]) -> Vec<Lines> {
    let mut notes: Vec<Lines> = Vec::new();
    for (index, comment) in comments.iter().enumerate() {
        let Some(line) = line_of_note(between(text, comment.span.start, comment.span.end)) else { continue };
        let (line, goes_on) = without_escapes(line);
        let before = between(text, 0, comment.span.start).trim_end_matches([' ', '\t']);
        let is_first = notes.last().is_none_or(|note| {
            let gap = between(text, note.span.end, comment.span.start);
            !gap.trim().is_empty() || gap.matches('\n').count() != 1
        });
        let below = match before.is_empty() || before.ends_with('\n') {
            true => code_after(text, comment.span.end, comments.get(index + 1..).unwrap_or_default()),
            // Behind code it is above nothing.
            false => u32::MAX,
        };
        match notes.last_mut() {
            Some(note) if !is_first => {
                note.text.push_str(if note.goes_on { "" } else { "\n" });
                note.text.push_str(&line);
                note.span = note.span.to(comment.span);
                (note.goes_on, note.below) = (goes_on, below);
            }
            _ => notes.push(Lines { span: comment.span, text: line, goes_on, below }),
        }
    }
    notes
}

/// The text of a line of a note; `None` for another comment.
fn line_of_note(comment: &str) -> Option<&str> {
    let line = comment.strip_prefix(NOTE).filter(|rest| !rest.starts_with('/'))?;
    Some(line.strip_prefix(' ').unwrap_or(line).trim_end())
}

/// A line without the `\` at its end with which it goes on; `\\` stands for one that is part of the text.
fn without_escapes(line: &str) -> (String, bool) {
    let text = line.trim_end_matches('\\');
    let slashes = line.len() - text.len();
    (format!("{text}{}", "\\".repeat(slashes / 2)), slashes % 2 == 1)
}

/// The offset of the first code after `at`, which `comments` follow.
fn code_after(text: &str, mut at: u32, comments: &[Comment]) -> u32 {
    for comment in comments {
        if !between(text, at, comment.span.start).trim().is_empty() {
            break;
        }
        at = comment.span.end;
    }
    let rest = between(text, at, u32::MAX);
    at.saturating_add(u32::try_from(rest.len() - rest.trim_start().len()).unwrap_or(u32::MAX))
}

fn between(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..(end as usize).min(text.len())).unwrap_or_default()
}
