//! Prints the contents of brackets, on one line or on a line each.
//!
//! Takes the lines in a pair of brackets, writes them with the comments and blank lines around them. Knows nothing
//! about the content of a line.

use super::line::Line;
use super::{Origin, Printer, generated};
use crate::source::Span;

/// A pair of brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Brackets {
    /// `{ a; b }`
    Lines,
    /// `{ a: 1, b: 2 }`
    Map,
    /// `[a, b]`
    List,
    /// `{ … }`, never on one line: a flow.
    Tall,
}

impl Brackets {
    fn open(self) -> &'static str {
        if self == Brackets::List { "[" } else { "{" }
    }

    fn close(self) -> &'static str {
        if self == Brackets::List { "]" } else { "}" }
    }

    /// The separator between two parts on one line.
    fn separator(self) -> &'static str {
        if matches!(self, Brackets::List | Brackets::Map) { ", " } else { "; " }
    }

    fn blank(self) -> &'static str {
        if self == Brackets::List { "" } else { " " }
    }
}

impl Printer<'_> {
    /// Prints the brackets at `place` with their contents.
    pub(super) fn brackets(&mut self, brackets: Brackets, place: Span, lines: &[Line<'_>]) {
        let close = place.end.saturating_sub(1);
        if lines.is_empty() && !self.has_comment_before(close) {
            self.write(brackets.open());
            self.write(brackets.close());
        } else if self.flat {
            self.on_one_line(brackets, close, lines);
        } else if brackets == Brackets::Tall || !self.may_be_flat(place, lines) {
            self.on_lines(brackets, place, lines);
        } else {
            let mark = self.mark();
            self.flat = true;
            self.on_one_line(brackets, close, lines);
            self.flat = false;
            if !self.fits_since(&mark) {
                self.go_back(&mark);
                self.on_lines(brackets, place, lines);
            }
        }
    }

    fn may_be_flat(&self, place: Span, lines: &[Line<'_>]) -> bool {
        match &self.origin {
            Origin::Parsed { .. } => !self.source(place).contains('\n'),
            Origin::Generated(remarks) => generated::may_be_flat(lines, remarks),
        }
    }

    fn on_one_line(&mut self, brackets: Brackets, close: u32, lines: &[Line<'_>]) {
        self.write(brackets.open());
        self.write(if lines.is_empty() { "" } else { brackets.blank() });
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.write(brackets.separator());
            }
            self.line(*line);
            self.comments_behind(line.span().end, start_of(lines.get(index + 1), close));
        }
        self.inline_comments_behind(close);
        self.write(brackets.blank());
        self.write(brackets.close());
    }

    fn on_lines(&mut self, brackets: Brackets, place: Span, lines: &[Line<'_>]) {
        let close = place.end.saturating_sub(1);
        self.write(brackets.open());
        self.comments_behind(place.start + 1, start_of(lines.first(), close));
        self.newline();
        self.level += 1;
        self.lines(lines, close);
        self.level -= 1;
        self.indent();
        self.write(brackets.close());
    }

    /// Prints each of `lines` on a line of its own, with the comments before `close`.
    pub(super) fn lines(&mut self, lines: &[Line<'_>], close: u32) {
        let mut is_first = true;
        for (index, line) in lines.iter().enumerate() {
            let span = line.span();
            is_first &= !self.comments_above(span.start, is_first);
            let before = index.checked_sub(1).and_then(|index| lines.get(index));
            let is_apart = match (&self.origin, before) {
                (Origin::Parsed { .. }, _) => self.is_blank_before(self.next_comment_before(span.start)),
                (Origin::Generated(_), Some(before)) => generated::is_apart(before, line),
                (Origin::Generated(_), None) => false,
            };
            if is_apart && !is_first {
                self.newline();
            }
            is_first = false;
            if let Origin::Generated(remarks) = &mut self.origin {
                for remark in remarks.take(span) {
                    self.indent();
                    self.write(&remark);
                    self.newline();
                }
            }
            self.indent();
            self.line(*line);
            self.comments_behind(span.end, start_of(lines.get(index + 1), close));
            self.newline();
        }
        self.comments_at_end(close, is_first);
    }
}

/// The start of `line`; without a line, the closing bracket.
fn start_of(line: Option<&Line<'_>>, close: u32) -> u32 {
    line.map_or(close, |line| line.span().start)
}
