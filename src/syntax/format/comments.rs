//! Where comments and blank lines stand in what is written.
//!
//! Takes the comments in the order of the source. One that ends a line stays behind what it stood behind, or on a line
//! of its own; one that code follows stays before that code. No comment is ever left out: whatever stands before a
//! word that is written, and was not written yet, is written then.

use super::{Origin, Printer};
use crate::source::Span;
use crate::syntax::tree::Comment;

const BLANKS: &[char] = &[' ', '\t'];

impl Printer<'_> {
    /// The text at `span` of the source; nothing where there is no source.
    pub(super) fn source(&self, span: Span) -> &str {
        self.between(span.start, span.end)
    }

    fn between(&self, start: u32, end: u32) -> &str {
        match self.origin {
            Origin::Parsed { text, .. } => text.get(start as usize..end as usize).unwrap_or_default(),
            Origin::Made(_) => "",
        }
    }

    fn source_from(&self, start: u32) -> &str {
        match self.origin {
            Origin::Parsed { text, .. } => text.get(start as usize..).unwrap_or_default(),
            Origin::Made(_) => "",
        }
    }

    /// The first comment that is not written yet, if it starts before `limit`.
    fn comment(&self, limit: u32) -> Option<Comment> {
        self.comment_at(self.written_comments).filter(|comment| comment.span.start < limit)
    }

    fn comment_at(&self, index: usize) -> Option<Comment> {
        match self.origin {
            Origin::Parsed { comments, .. } => comments.get(index).copied(),
            Origin::Made(_) => None,
        }
    }

    pub(super) fn has_comment_before(&self, limit: u32) -> bool {
        self.comment(limit).is_some()
    }

    /// Where the first comment that is not written yet starts, but `limit` at most.
    pub(super) fn next_comment_before(&self, limit: u32) -> u32 {
        self.comment(limit).map_or(limit, |comment| comment.span.start)
    }

    /// Where what follows `at` is, be it code or a newline, and its byte. Passed over are comments, from the one of the
    /// index `comment` on, and `blanks`.
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
                Some(next) if next.span.start < at => comment += 1,
                _ => return (at, self.source_from(at).bytes().next()),
            }
        }
    }

    /// Where the `{` stands that follows `at`, for the nodes that do not say it.
    pub(super) fn brace_behind(&self, at: u32) -> u32 {
        self.next_code(at, self.written_comments, BLANKS).0
    }

    /// Whether nothing follows the first unwritten comment on its line but more comments and separators.
    fn ends_line(&self, comment: Comment) -> bool {
        let (_, code) = self.next_code(comment.span.end, self.written_comments + 1, &[' ', '\t', ';', ',']);
        matches!(code, None | Some(b'\n'))
    }

    /// Whether the line above the one that `at` stands on is blank, and nothing stands before `at` on its own.
    pub(super) fn is_blank_before(&self, at: u32) -> bool {
        let before = self.between(0, at).trim_end_matches([' ', '\t']);
        let above = before.strip_suffix('\n').map(|before| before.trim_end_matches([' ', '\t']));
        above.is_some_and(|above| above.ends_with('\n'))
    }

    /// The comments before `start` that have lines of their own. Says whether there are some.
    pub(super) fn comments_above(&mut self, start: u32, mut is_first: bool) -> bool {
        let mut found = false;
        while let Some(comment) = self.comment(start).filter(|comment| self.ends_line(*comment)) {
            self.comment_line(comment, start, is_first);
            (is_first, found) = (false, true);
        }
        found
    }

    /// All comments that are left before `close`, on lines of their own.
    pub(super) fn comments_at_end(&mut self, close: u32, mut is_first: bool) {
        while let Some(comment) = self.comment(close) {
            self.comment_line(comment, close, is_first);
            is_first = false;
        }
    }

    /// A line that begins with `comment`, and the comments behind it.
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

    /// The comments before `limit` that stand behind what ends at `end`: on its line, with no more code behind them.
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

    /// All comments before `limit`, each behind a blank.
    pub(super) fn inline_comments_behind(&mut self, limit: u32) {
        while let Some(comment) = self.comment(limit) {
            self.write(" ");
            self.write_comment(comment);
        }
    }

    /// All comments before `start`, where a word is about to be written, each before a blank.
    pub(super) fn inline_comments(&mut self, start: u32) {
        while let Some(comment) = self.comment(start) {
            self.write_comment(comment);
            self.write(" ");
        }
    }

    /// A comment of several lines keeps its form: its lines move as far as it does.
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
