//! Prints comments and blank lines.
//!
//! Takes the comments in source order. A comment at the end of a line stays after the same code, or on a line of its
//! own. A comment before code stays before that code. No comment is ever lost: before a word is written, all unwritten
//! comments before it are written.

use super::{Origin, Printer};
use crate::source::Span;
use crate::syntax::tree::Comment;

const BLANKS: &[char] = &[' ', '\t'];

impl Printer<'_> {
    /// The source text at `span`; empty without a source.
    pub(super) fn source(&self, span: Span) -> &str {
        self.between(span.start, span.end)
    }

    fn between(&self, start: u32, end: u32) -> &str {
        match self.origin {
            Origin::Parsed { text, .. } => text.get(start as usize..end as usize).unwrap_or_default(),
            Origin::Generated(_) => "",
        }
    }

    fn source_from(&self, start: u32) -> &str {
        match self.origin {
            Origin::Parsed { text, .. } => text.get(start as usize..).unwrap_or_default(),
            Origin::Generated(_) => "",
        }
    }

    /// The first unwritten comment, if it starts before `limit`.
    fn comment(&self, limit: u32) -> Option<Comment> {
        self.comment_at(self.written_comments).filter(|comment| comment.span.start < limit)
    }

    fn comment_at(&self, index: usize) -> Option<Comment> {
        match self.origin {
            Origin::Parsed { comments, .. } => comments.get(index).copied(),
            Origin::Generated(_) => None,
        }
    }

    pub(super) fn has_comment_before(&self, limit: u32) -> bool {
        self.comment(limit).is_some()
    }

    /// The start of the first unwritten comment, but at most `limit`.
    pub(super) fn next_comment_before(&self, limit: u32) -> u32 {
        self.comment(limit).map_or(limit, |comment| comment.span.start)
    }

    /// The offset and the byte of what follows `at`, code or a newline. Skips `blanks`, and the comments from index
    /// `comment` on.
    fn next_code(&self, at: u32, mut comment: usize, blanks: &[char]) -> (u32, Option<u8>) {
        let mut at = at;
        loop {
            let rest = self.source_from(at);
            let blanks = rest.len() - rest.trim_start_matches(blanks).len();
            at = at.saturating_add(u32::try_from(blanks).unwrap_or(u32::MAX));
            match self.comment_at(comment) {
                Some(next) if next.span.start == at => {
                    at = next.span.end;
                    comment += 1;
                }
                _ => return (at, self.source_from(at).bytes().next()),
            }
        }
    }

    /// The offset of the `{` after `at`, for nodes that do not record it.
    pub(super) fn brace_behind(&self, at: u32) -> u32 {
        self.next_code(at, self.written_comments, BLANKS).0
    }

    /// Whether only comments and separators follow the first unwritten comment on its line.
    fn ends_line(&self, comment: Comment) -> bool {
        let (_, code) = self.next_code(comment.span.end, self.written_comments + 1, &[' ', '\t', ';', ',']);
        matches!(code, None | Some(b'\n'))
    }

    /// Whether the line above that of `at` is blank, and nothing precedes `at` on its line.
    pub(super) fn is_blank_before(&self, at: u32) -> bool {
        let before = self.between(0, at).trim_end_matches([' ', '\t']);
        let above = before.strip_suffix('\n').map(|before| before.trim_end_matches([' ', '\t']));
        above.is_some_and(|above| above.ends_with('\n'))
    }

    /// Prints the comments before `start` that have lines of their own. Returns whether there are any.
    pub(super) fn comments_above(&mut self, start: u32, mut is_first: bool) -> bool {
        let mut found = false;
        while let Some(comment) = self.comment(start).filter(|comment| self.ends_line(*comment)) {
            self.comment_line(comment, start, is_first);
            (is_first, found) = (false, true);
        }
        found
    }

    /// Prints all remaining comments before `close`, on lines of their own.
    pub(super) fn comments_at_end(&mut self, close: u32, mut is_first: bool) {
        while let Some(comment) = self.comment(close) {
            self.comment_line(comment, close, is_first);
            is_first = false;
        }
    }

    /// Prints a line that starts with `comment`, and the comments after it.
    fn comment_line(&mut self, comment: Comment, limit: u32, is_first: bool) {
        if !is_first && self.is_blank_before(comment.span.start) {
            self.newline();
        }
        self.indent();
        self.write_comment(comment);
        let mut end = comment.span.end;
        while let Some(next) = self.comment(limit).filter(|next| !self.between(end, next.span.start).contains('\n')) {
            self.write(" ");
            self.write_comment(next);
            end = next.span.end;
        }
        self.newline();
    }

    /// Prints the comments before `limit` that trail the code that ends at `end`: on its line, with no code after them.
    pub(super) fn comments_behind(&mut self, end: u32, limit: u32) {
        while let Some(comment) = self.comment(limit) {
            let code = self.next_code(comment.span.end, self.written_comments + 1, BLANKS).1;
            let is_behind = !self.between(end, comment.span.start).contains('\n')
                && matches!(code, None | Some(b'\n' | b';' | b',' | b'}' | b']'));
            if !is_behind {
                return;
            }
            self.write(" ");
            self.write_comment(comment);
        }
    }

    /// Prints all comments before `limit`, each after a blank.
    pub(super) fn inline_comments_behind(&mut self, limit: u32) {
        while let Some(comment) = self.comment(limit) {
            self.write(" ");
            self.write_comment(comment);
        }
    }

    /// Prints all comments before `start`, where a word is about to be written, each followed by a blank.
    pub(super) fn inline_comments(&mut self, start: u32) {
        while let Some(comment) = self.comment(start) {
            self.write_comment(comment);
            self.write(" ");
        }
    }

    /// Prints a comment. A comment of several lines keeps its form: all its lines move by the same distance.
    fn write_comment(&mut self, comment: Comment) {
        self.written_comments += 1;
        let text = self.source(comment.span).to_owned();
        let before = self.between(0, comment.span.start);
        let moved_from = before.rsplit('\n').next().unwrap_or_default().chars().count();
        let moved_to = self.column();
        for (index, line) in text.split('\n').enumerate() {
            let mut line = line.trim_end();
            if index > 0 {
                self.newline();
                for _ in 0..moved_from {
                    line = line.strip_prefix([' ', '\t']).unwrap_or(line);
                }
                if !line.is_empty() {
                    self.out.extend(std::iter::repeat_n(' ', moved_to));
                }
            }
            self.write(line);
        }
    }
}
