//! One pass over the bytes that finds brackets, comments and lines, and reports mistakes in texts and tokens.
//!
//! A mistake with one obvious meaning (`=>`, a text in single quotes, a `{` on the next line) is reported and repaired,
//! so the tree is still whole.

use super::{Notes, line_end, section};
use crate::diagnostic::{Code, Confidence};
use crate::slips;
use crate::syntax::MAX_DEPTH;
use crate::syntax::tree::State;

/// The results.
#[derive(Default)]
pub(super) struct Lexed {
    /// `{`, `}`, `[`, `]` outside texts and comments.
    pub(super) brackets: Vec<Bracket>,
    /// The lines that hold more than blanks and comments.
    pub(super) lines: Vec<Line>,
    /// The start and end of each comment.
    pub(super) comments: Vec<(usize, usize)>,
    /// The start of an unterminated `"""` or comment, which swallowed brackets.
    pub(super) swallowed_from: Option<usize>,
    pub(super) too_deep: bool,
}

/// A bracket.
#[derive(Clone, Copy)]
pub(super) struct Bracket {
    pub(super) at: usize,
    pub(super) byte: u8,
}

/// A line of code. It continues over a text or comment of several lines: what follows it is still on the line on which
/// the text or comment started.
pub(super) struct Line {
    /// Its first byte.
    pub(super) start: usize,
    /// The first byte that is not part of a blank or comment.
    pub(super) first: usize,
    /// The end of the last byte that is not part of a blank or comment.
    pub(super) end: usize,
    /// Whether a text on it is not closed: what is added at its end would be read as a part of the text.
    pub(super) has_open_text: bool,
}

/// Scans `text`.
pub(super) fn lex(text: &str, notes: &mut Notes) -> Lexed {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        line_start: 0,
        open: Vec::new(),
        no_comment_ends: false,
        found: Lexed::default(),
        notes,
    };
    while lexer.step().is_some() {}
    lexer.found
}

/// More apostrophes on a line are not looked at.
const MOST_APOSTROPHES: usize = 20;

struct Lexer<'t, 'n> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// The first byte of the line that contains `at`.
    line_start: usize,
    /// The brackets that are open, as far as known.
    open: Vec<u8>,
    /// Whether no `*/` follows.
    no_comment_ends: bool,
    found: Lexed,
    notes: &'n mut Notes,
}

impl Lexer<'_, '_> {
    /// Reads one token; `None` at the end.
    fn step(&mut self) -> Option<()> {
        let byte = *self.bytes.get(self.at)?;
        match byte {
            b'\n' => {
                self.at += 1;
                self.line_start = self.at;
            }
            b' ' | b'\t' => self.at += 1,
            b'/' if self.next_is(b'/') => {
                let end = line_end(self.text, self.at);
                self.found.comments.push((self.at, end));
                self.at = end;
            }
            b'/' if self.next_is(b'*') => self.block_comment(),
            b'"' if self.rest().starts_with("\"\"\"") => self.block_text(),
            b'"' => self.line_text(),
            b'\'' => self.single_quotes(),
            b'{' | b'[' | b'}' | b']' => return self.bracket(byte),
            b'=' | b'-' | b'~' | b'#' | b'<' | 0xe2 => self.other_sign(),
            _ => self.token(1),
        }
        Some(())
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next_is(&self, byte: u8) -> bool {
        self.bytes.get(self.at + 1) == Some(&byte)
    }

    /// Skips `length` bytes of code.
    fn token(&mut self, length: usize) {
        let end = self.at + length;
        match self.found.lines.last_mut() {
            Some(line) if line.start == self.line_start => line.end = end,
            _ => self.found.lines.push(Line { start: self.line_start, first: self.at, end, has_open_text: false }),
        }
        self.at = end;
    }

    /// Whether only blanks and comments precede on the line.
    fn is_first(&self) -> bool {
        self.found.lines.last().is_none_or(|line| line.start != self.line_start)
    }

    fn bracket(&mut self, byte: u8) -> Option<()> {
        match byte {
            b'{' | b'[' => {
                if byte == b'{' && self.is_first() && self.open.last() != Some(&b'[') {
                    self.brace_below();
                }
                self.open.push(byte);
                if self.open.len() > MAX_DEPTH {
                    self.found.too_deep = true;
                    let message = format!("more than {MAX_DEPTH} nested brackets");
                    let error = self.notes.error(Code::NestedTooDeep, self.at, self.at + 1, message);
                    self.notes.report_state(State::Truncated, error.help("the rest of this file was not checked"));
                    return None;
                }
            }
            _ => _ = self.open.pop(),
        }
        self.found.brackets.push(Bracket { at: self.at, byte });
        self.token(1);
        Some(())
    }

    /// Reports a `{` at the start of a line that belongs to the previous line.
    fn brace_below(&mut self) {
        let Some(&Line { end, has_open_text, .. }) = self.found.lines.last() else { return };
        let before = end.checked_sub(1).and_then(|last| self.bytes.get(last));
        if matches!(before, None | Some(b'{' | b'}' | b';' | b',' | b'[')) {
            return;
        }
        let between = self.text.get(end..self.at).unwrap_or_default();
        let mut error = self
            .notes
            .error(Code::SyntaxError, self.at, self.at + 1, "`{` must not be on a line of its own")
            .help("move it to the end of the line it belongs to");
        if between.trim().is_empty() && !has_open_text {
            error = error.fix(self.notes.span(end, self.at + 1), " {", Confidence::Sure);
        }
        self.notes.report(error);
        self.notes.edit(end, self.at, " ".repeat(self.at - end));
    }

    /// Reports a sign of other languages: an arrow is read as `->`, and a comment up to the end of its line.
    fn other_sign(&mut self) {
        let Some((written, slip)) = slips::sign(self.rest()) else { return self.token(1) };
        let Some(with) = slip.replacement() else { return self.token(1) };
        let is_comment = with == "//";
        let before = self.at.checked_sub(1).and_then(|before| self.bytes.get(before));
        if is_comment && before.is_some_and(|byte| !b" \t\n;{}".contains(byte)) {
            return self.token(1);
        }
        let end = self.at + written.len();
        let span = self.notes.span(self.at, end);
        let error = self.notes.error(Code::SyntaxError, self.at, end, slip.message(written));
        self.notes.report(error.help(slip.help).fix(span, with, Confidence::Sure));
        if is_comment {
            let line_end = line_end(self.text, self.at);
            self.notes.edit(self.at, line_end, " ".repeat(line_end - self.at));
            self.at = line_end;
        } else {
            self.notes.edit(self.at, end, with);
            self.token(written.len());
        }
    }

    /// Reports `'text'` and reads it as `"text"`, unless it is part of a path or an apostrophe.
    fn single_quotes(&mut self) {
        let inside = self.bytes.get(self.at + 1..).unwrap_or_default();
        // An apostrophe between two letters does not end it: `'We're closed.'`.
        let is_letter = |at: usize| inside.get(at).is_some_and(u8::is_ascii_alphabetic);
        let is_apostrophe = |at: usize| is_letter(at + 1) && at.checked_sub(1).is_some_and(is_letter);
        let length = memchr::memchr2_iter(b'\'', b'\n', inside)
            .find(|at| inside.get(*at) == Some(&b'\n') || !is_apostrophe(*at))
            .filter(|at| inside.get(*at) == Some(&b'\''));
        let Some(length) = length else { return self.token(1) };
        let before = self.at.checked_sub(1).and_then(|before| self.bytes.get(before));
        let is_path = before == Some(&b'[')
            && self.at.checked_sub(2).is_some_and(|at| {
                self.bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'[' && *byte != b':')
            });
        let text = self.text.get(self.at + 1..self.at + 1 + length).unwrap_or_default();
        if is_path {
            return self.token(length + 2);
        }
        let begins_word = matches!(before, None | Some(b' ' | b'\t' | b'\n' | b'[' | b':' | b'=' | b',' | b'{'));
        if !begins_word || text.contains(['"', '\\']) {
            return self.token(1);
        }
        let mut end = self.at + length + 2;
        let is_certain = self.is_behind_text(end);
        if !is_certain {
            // An apostrophe may have ended it: `'The agents' line can't be reached.'`.
            // One after a blank begins another text.
            let line = self.text.get(end..line_end(self.text, end)).unwrap_or_default();
            let all = line.match_indices('\'').map(|(at, _)| end + at + 1).take(MOST_APOSTROPHES);
            let last = all.last().filter(|last| self.is_behind_text(*last));
            let is_text = |last: &usize| {
                let rest = self.text.get(end..*last - 1).unwrap_or_default();
                !rest.contains(['"', '\\']) && !rest.contains(" '") && !rest.ends_with(' ')
            };
            end = last.filter(is_text).unwrap_or(end);
        }
        let text = self.text.get(self.at + 1..end - 1).unwrap_or_default();
        let error = self
            .notes
            .error(Code::SyntaxError, self.at, end, "a text must be in double quotes")
            .did_you_mean(self.notes.span(self.at, end), Some(&format!("\"{text}\"")))
            .confidence(if is_certain { Confidence::Sure } else { Confidence::Guess });
        self.notes.report(error);
        self.notes.edit(self.at, self.at + 1, "\"");
        self.notes.edit(end - 1, end, "\"");
        self.token(end - self.at);
    }

    /// Whether what begins at `at` can follow a text: the end of the line, a sign, or the braces of a block.
    fn is_behind_text(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default().trim_start_matches([' ', '\t']);
        rest.is_empty()
            || rest.starts_with(['\n', '{', '}', ']', ';', ',', '#', '+', '&'])
            || rest.starts_with("//")
            || ["->", "/*", "=>"].iter().any(|sign| rest.starts_with(sign))
    }

    fn line_text(&mut self) {
        let mut end = self.at + 1;
        loop {
            let rest = self.bytes.get(end..).unwrap_or_default();
            let Some(found) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                return self.unclosed_text(self.bytes.len());
            };
            end += found;
            match self.bytes.get(end) {
                Some(b'"') => return self.token(end + 1 - self.at),
                Some(b'\\') if self.bytes.get(end + 1).is_some_and(|next| *next != b'\n') => end += 2,
                Some(b'\\') => end += 1,
                _ => return self.unclosed_text(end),
            }
        }
    }

    /// Reports a text that is not closed on its line, which ends at `line_end`.
    fn unclosed_text(&mut self, line_end: usize) {
        let start = self.at;
        if let Some(close) = self.close_below(line_end) {
            let error = self
                .notes
                .error(Code::UnclosedText, start, close + 1, "a text in `\"` must end on its line")
                .help("write a text of several lines between `\"\"\"` and `\"\"\"`");
            self.notes.report(error);
            self.notes.edit(start, start, "\"\"");
            self.notes.edit(close, close, "\"\"");
            return self.token(close + 1 - start);
        }
        let text = self.text.get(start + 1..line_end).unwrap_or_default();
        let length = text_before_code(text).len();
        let error = self
            .notes
            .error(Code::UnclosedText, start, start + 1, "unterminated text: no closing `\"` on its line")
            .help("write a text of several lines between `\"\"\"` and `\"\"\"`");
        self.notes.report(error);
        self.notes.doubt(self.line_start, line_end + 1);
        // A backslash at the very end would escape the quote.
        let backslashes =
            text.get(..length).unwrap_or_default().bytes().rev().take_while(|byte| *byte == b'\\').count();
        self.notes.edit(start + 1 + length, start + 1 + length, if backslashes % 2 == 1 { "\\\"" } else { "\"" });
        self.token(1 + length);
        if let Some(line) = self.found.lines.last_mut() {
            line.has_open_text = true;
        }
    }

    /// The quote that closes the unterminated text at `self.at` on a line below: the only one of its line, with text
    /// before it and nothing but the end of a line or a bracket behind it. The lines before it have no sign of code.
    fn close_below(&self, line_end: usize) -> Option<usize> {
        let first = self.text.get(self.at + 1..line_end)?;
        let is_prose = |line: &str| !line.contains(['{', '}', '[', ']', '\\', '"']) && !line.contains("->");
        if !is_prose(first) {
            return None;
        }
        let mut start = line_end + 1;
        loop {
            let end = line_end_after(self.text, start)?;
            let line = self.text.get(start..end)?;
            let Some(quote) = line.find('"') else {
                if !is_prose(line) {
                    return None;
                }
                start = end + 1;
                continue;
            };
            let (before, after) = (line.get(..quote)?, line.get(quote + 1..)?);
            let is_closed = after.trim_start_matches([' ', '\t']).starts_with(['{', '}', ';', ',', ']'])
                || after.trim_matches([' ', '\t']).is_empty();
            let is_text = before.trim_matches([' ', '\t']).is_empty() || !before.ends_with([' ', '\t', ':', '=']);
            return (is_prose(before) && is_text && is_closed && after.matches('"').count() % 2 == 0)
                .then_some(start + quote);
        }
    }

    fn block_text(&mut self) {
        let start = self.at;
        let mut end = start + 3;
        loop {
            let rest = self.bytes.get(end..).unwrap_or_default();
            let Some(found) = memchr::memchr2(b'"', b'\\', rest) else { break };
            end += found;
            match self.bytes.get(end..) {
                Some([b'"', b'"', b'"', ..]) => {
                    return self.token(end + 3 - start);
                }
                Some([b'\\', _, ..]) => end += 2,
                _ => end += 1,
            }
        }
        let error = self.notes.error(Code::UnclosedText, start, start + 3, "unterminated text: no closing `\"\"\"`");
        self.notes.report_state(State::Truncated, error);
        self.swallow(start, "\"\"\"");
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let rest = self.bytes.get(start + 2..).unwrap_or_default();
        let length = if self.no_comment_ends { None } else { memchr::memmem::find(rest, b"*/") };
        if let Some(length) = length {
            self.at = start + 2 + length + 2;
            self.found.comments.push((start, self.at));
            return;
        }
        self.no_comment_ends = true;
        let error = self.notes.error(Code::UnclosedComment, start, start + 2, "unterminated comment: no closing `*/`");
        self.notes.report_state(State::Truncated, error);
        self.swallow(start, "*/");
        self.found.comments.push((start, self.at));
    }

    /// Ends an unterminated text or comment before the next line that can only start another construct, or at the end
    /// of the file.
    fn swallow(&mut self, start: usize, closing: &'static str) {
        self.found.swallowed_from.get_or_insert(start);
        let mut end = self.bytes.len();
        let mut line = line_end(self.text, start) + 1;
        while let Some(rest) = self.text.get(line..) {
            let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let written = rest.get(..length).unwrap_or_default();
            if section(written.trim_start_matches([' ', '\t'])).is_some() {
                end = line;
                break;
            }
            line += length + 1;
        }
        let text = self.text.get(start..end).unwrap_or_default();
        let is_escaped = text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        self.notes.doubt(start, end);
        let escape = if is_escaped { "\\" } else { "" };
        self.notes.edit(end, end, format!("{escape}{closing}\n"));
        if closing.starts_with('"') {
            self.token(end - start);
        }
        self.at = end;
        self.line_start = end;
    }
}

/// The end of the line that starts at `start`; `None` behind the end of the text.
fn line_end_after(text: &str, start: usize) -> Option<usize> {
    (start < text.len()).then(|| line_end(text, start))
}

/// The most likely content of an unterminated text: the rest of its line without the brackets and jumps at the end, if
/// the remaining brackets are balanced.
fn text_before_code(text: &str) -> &str {
    let mut kept = text;
    loop {
        let mut shorter = kept.trim_end_matches([' ', '\t', '{', '}', '[', ']', ';', ',']);
        let jump = shorter.rsplit_once("->").map(|(before, word)| (before, word.trim()));
        if let Some((before, word)) = jump
            && !word.is_empty()
            && word.chars().all(|c| c.is_alphanumeric() || c == '_')
        {
            shorter = before;
        }
        if shorter.len() == kept.len() {
            break;
        }
        kept = shorter;
    }
    let depth = |text: &str| {
        text.bytes().fold(0i64, |depth, byte| match byte {
            b'{' | b'[' => depth + 1,
            b'}' | b']' => depth - 1,
            _ => depth,
        })
    };
    if depth(kept) == 0 || depth(text) != 0 { kept } else { text }
}
