//! The layout of generated trees: remarks, and which lines are short.
//!
//! Takes nodes, decides their layout, because there is no source with an original layout. Not used for parsed trees.

use std::collections::HashMap;

use super::line::Line;
use crate::source::{Span, characters};
use crate::syntax::tree::{BodyItem, Member, Statement, Target};
use crate::syntax::{DIRECTIVE, NOTE};

/// The width of a remark, which leaves room for its indentation.
const WIDTH: usize = 100;

/// Comments for a generated tree: lines of text by the span of the node below them.
///
/// The node is an item, a member of a flow, a statement or a line of a body. If several have the same span, it is the
/// outermost one. So spans must be unique only for nodes with a remark.
#[derive(Clone, Debug, Default)]
pub struct Remarks {
    above: HashMap<Span, Vec<String>>,
    behind: HashMap<Span, String>,
}

impl Remarks {
    /// Creates an empty set.
    #[must_use]
    pub fn new() -> Remarks {
        Remarks::default()
    }

    /// Adds `text` above the node at `span`, one `//` comment per line, below earlier remarks.
    ///
    /// The text may be anything. Nothing in it ends a comment early, for any reader of the file, and none of it speaks
    /// to callflow.
    pub fn add(&mut self, span: Span, text: &str) {
        let text = text.replace("\r\n", "\n");
        let text = text.strip_suffix(characters::ends_line).unwrap_or(&text);
        let lines = text.split(characters::ends_line).flat_map(wrapped);
        self.above.entry(span).or_default().extend(lines.map(|line| comment(&line)));
    }

    /// Adds `text` at the end of the line with the value at `span`.
    ///
    /// As in [`Remarks::add`], the text may be anything.
    pub fn add_behind(&mut self, span: Span, text: &str) {
        let lines: Vec<&str> =
            text.split(characters::ends_line).map(str::trim).filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            self.behind.insert(span, lines.join(" "));
        }
    }

    /// Adds the note `text` above the node at `span`, a `///` comment for each line, below earlier remarks. A long line
    /// becomes several, each of which but the last ends with `\`.
    pub fn add_note(&mut self, span: Span, text: &str) {
        let text = text.replace("\r\n", "\n");
        let text = text.trim_end_matches(characters::ends_line);
        let lines = self.above.entry(span).or_default();
        // Otherwise the two would be read as one.
        if lines.last().is_some_and(|line| line.starts_with(NOTE)) {
            lines.push("//".to_owned());
        }
        let line = |line: String| format!("{NOTE} {}", characters::harmless(&line)).trim_end().to_owned();
        lines.extend(text.split(characters::ends_line).flat_map(lines_of_note).map(line));
    }

    /// Adds a comment that speaks to callflow.
    pub fn directive(&mut self, span: Span, text: &str) {
        self.above.entry(span).or_default().push(format!("// {DIRECTIVE} {text}"));
    }

    /// All lines that are left above nodes.
    pub(in crate::syntax) fn lines(&self) -> impl Iterator<Item = &str> {
        self.above.values().flatten().map(String::as_str)
    }

    /// The text behind the value at `span`.
    pub(super) fn behind(&self, span: Span) -> Option<&String> {
        self.behind.get(&span)
    }

    /// Removes and returns the lines above the node at `span`.
    pub(super) fn take(&mut self, span: Span) -> Vec<String> {
        self.above.remove(&span).unwrap_or_default()
    }

    pub(super) fn has(&self, span: Span) -> bool {
        self.above.contains_key(&span)
    }
}

/// A line of a remark in lines of [`WIDTH`] at most, unless a word is longer.
fn wrapped(line: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in line.split(' ') {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= WIDTH => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A line of a note in lines of [`WIDTH`] at most, unless a word is longer.
fn lines_of_note(line: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = line.trim_end();
    while let Some((first, others)) = rest.split_at_checked(end_of_line(rest)).filter(|(_, others)| !others.is_empty())
    {
        lines.push(format!("{first}\\"));
        rest = others;
    }
    // A `\` at its end would go on with the next line.
    let slashes = rest.len() - rest.trim_end_matches('\\').len();
    lines.push(format!("{rest}{}", "\\".repeat(slashes)));
    lines
}

/// Where the first line of a text ends: behind a blank, or in a script that writes none between any two characters.
fn end_of_line(text: &str) -> usize {
    let mut end = None;
    for (count, (at, c)) in text.char_indices().enumerate() {
        let behind = at + c.len_utf8();
        let next = text.get(behind..).and_then(|rest| rest.chars().next());
        if count >= WIDTH && end.is_some() {
            break;
        }
        let is_between_words = c == ' ' && next != Some(' ');
        if is_between_words || count + 1 >= WIDTH && end.is_none() && !c.is_ascii() {
            end = Some(behind);
        }
    }
    match end {
        Some(end) if text.chars().count() > WIDTH => end,
        _ => text.len(),
    }
}

/// The comment of a line of a remark.
pub(super) fn comment(line: &str) -> String {
    let quote = if line.trim_start().starts_with(DIRECTIVE) { "Note: " } else { "" };
    format!("// {quote}{}", characters::harmless(line)).trim_end().to_owned()
}

/// Whether brackets that hold `lines` may be written on one line.
pub(super) fn may_be_flat(lines: &[Line<'_>], remarks: &Remarks) -> bool {
    if lines.iter().all(|line| matches!(line, Line::Value(_) | Line::MapEntry(_))) {
        return true;
    }
    let [line] = lines else { return false };
    let is_short = match line {
        Line::BodyItem(BodyItem::Branch(branch)) => matches!(branch.target, Target::Jump(_)),
        Line::BodyItem(_) | Line::Statement(Statement::Jump(_)) => true,
        Line::Statement(Statement::Block(block)) => block.body.is_none(),
        _ => false,
    };
    is_short && !remarks.has(line.span())
}

/// Whether there is a blank line between `before` and `line`.
pub(super) fn is_apart(before: &Line<'_>, line: &Line<'_>) -> bool {
    let is_step = |line: &Line<'_>| matches!(line, Line::Member(Member::Step(_)));
    matches!(line, Line::Item(_)) || is_step(before) || is_step(line)
}
