//! Characters that make a source look different from what callflow reads.
//!
//! Takes a tree and its source, gives a warning for each comment, text and path with such characters. Elsewhere they are
//! syntax errors.

use super::tree::{self, ReferenceTarget, Value, ValueKind};
use super::visit::{Node, walk};
use crate::diagnostic::{Code, Confidence, Diagnostic, Diagnostics};
use crate::source::characters::{ends_line, escaped, is_misleading, quoted};
use crate::source::{SourceFile, Span};

/// Reports the misleading characters of a file.
pub(super) fn check(file: &tree::File, source: &SourceFile, diagnostics: &mut Diagnostics) {
    diagnostics.extend(bare_returns(file, source));
    let may_mislead =
        |byte: u8| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\t') || matches!(byte, 0xc2 | 0xe2);
    if !source.text().bytes().any(may_mislead) {
        return;
    }
    let written = |span: Span| source.text().get(span.start as usize..span.end as usize).unwrap_or_default();
    let mut add = |span: Span, what: &str, help: &str, fix: &dyn Fn(char) -> String| {
        diagnostics.extend(found(span, written(span), what, help, fix));
    };
    for comment in &file.comments {
        add(comment.span, "comment", "replace it with a blank", &|_| " ".to_owned());
    }
    // What lacks a quote was reported, and there an escape may be read as something else.
    let is_quoted = |span: Span| written(span).strip_prefix('"').is_some_and(|rest| rest.ends_with('"'));
    let mut paths = Vec::new();
    walk(file, &mut |node| {
        match node {
            Node::Text(text) if is_quoted(text.span) => add(text.span, "text", "write it as an escape", &escaped),
            Node::Key(key) if is_quoted(key.span) => add(key.span, "key", "write it as an escape", &escaped),
            Node::Value(Value { kind: ValueKind::Path(_), span }) => paths.push(*span),
            Node::PathNode(path) => paths.push(path.span),
            Node::Reference(tree::Reference { target: ReferenceTarget::Path(span, _), .. }, _) => paths.push(*span),
            _ => {}
        }
        true
    });
    for span in paths {
        let path = written(span);
        let Some((at, c)) = path.char_indices().find(|(_, c)| is_misleading(*c)) else { continue };
        diagnostics.push(
            warning(part(span, at, c), c, "contact data")
                .help("write the contact data in quotes, and the character as an escape")
                .fix(span, quoted(path), Confidence::Sure),
        );
    }
}

/// A warning about the first misleading character of `written`, with a fix for each.
fn found(span: Span, written: &str, what: &str, help: &str, fix: &dyn Fn(char) -> String) -> Option<Diagnostic> {
    let mut misleading = written.char_indices().filter(|(_, c)| is_misleading(*c)).peekable();
    let (at, first) = *misleading.peek()?;
    let diagnostic = warning(part(span, at, first), first, &format!("a {what}")).help(help);
    Some(misleading.fold(diagnostic, |diagnostic, (at, c)| diagnostic.fix(part(span, at, c), fix(c), Confidence::Sure)))
}

fn warning(span: Span, c: char, place: &str) -> Diagnostic {
    let kind = match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "a control of the writing direction",
        c if ends_line(c) => "a line end that only some editors know",
        _ => "a control character",
    };
    let message = format!("{place} contains `U+{:04X}`, {kind}", u32::from(c));
    Diagnostic::new(Code::MisleadingCharacter, span, message)
        .primary_label("an editor may show something else than callflow reads")
}

/// The span of the character `c` at the byte `at` of `whole`.
fn part(whole: Span, at: usize, c: char) -> Span {
    let start = whole.start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    Span::new(whole.file, start, start.saturating_add(u32::try_from(c.len_utf8()).unwrap_or(0)))
}

/// A warning about the line ends that are a carriage return alone, with a fix for each.
fn bare_returns(file: &tree::File, source: &SourceFile) -> Option<Diagnostic> {
    let spans = || source.bare_returns().iter().map(|at| Span::new(file.id, *at, at.saturating_add(1)));
    let count = source.bare_returns().len();
    let message = match count {
        1 => "a line ends with a carriage return alone".to_owned(),
        _ => format!("{count} lines end with a carriage return alone"),
    };
    let diagnostic = Diagnostic::new(Code::MisleadingCharacter, spans().next()?, message)
        .primary_label("some editors show the next line as a part of this one")
        .help("end lines with a line feed: `callflow fmt` does so");
    Some(spans().fold(diagnostic, |diagnostic, span| diagnostic.fix(span, "\n", Confidence::Sure)))
}
