//! Texts: quotes and indent off, escapes resolved, consts apart.
//!
//! Takes a text as it was written, gives its parts; what it says is exact to the character, trailing blanks and all.

use smol_str::SmolStr;

use super::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::grammar::{self, Pair};
use crate::syntax::tree::{Text, TextPart, Word};

impl Builder<'_> {
    pub(super) fn text(&mut self, pair: &Pair<'_>) -> Text {
        let span = self.span(pair);
        let start = pair.as_span().start();
        let written = pair.as_str();
        let mut says = Says::default();
        let block = strip_quotes(written, "\"\"\"");
        if let Some(inner) = block {
            for (index, (at, line)) in lines(inner).into_iter().enumerate() {
                if index > 0 {
                    says.literal.push('\n');
                }
                self.decode(start + 3 + at, line, &mut says);
            }
        } else {
            self.decode(start + 1, strip_quotes(written, "\"").unwrap_or(written), &mut says);
        }
        Text { span, parts: says.finish(), block: block.is_some() }
    }

    /// Reads one line, which starts at the byte `start` of the parsed text.
    fn decode(&mut self, start: usize, line: &str, says: &mut Says) {
        let mut rest = line;
        while let Some(at) = memchr::memchr2(b'\\', b'$', rest.as_bytes()) {
            let (before, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
            says.literal.push_str(before);
            let at = start + (line.len() - special.len());
            let length = if special.starts_with('\\') {
                self.escape(at, special, says)
            } else if special.starts_with("${") {
                self.const_part(at, special, says)
            } else {
                says.literal.push('$');
                1
            };
            rest = special.get(length..).unwrap_or_default();
        }
        says.literal.push_str(rest);
    }

    /// Reads the escape that `rest` begins with, and says how long it is.
    fn escape(&mut self, at: usize, rest: &str, says: &mut Says) -> usize {
        let mut chars = rest.chars();
        chars.next();
        let Some(escaped) = chars.next() else {
            self.bad_escape(at, at + 1, "`\\` at the end of a line escapes nothing".to_owned());
            says.literal.push('\\');
            return 1;
        };
        match escaped {
            '"' | '\\' => says.literal.push(escaped),
            'n' => says.literal.push('\n'),
            't' => says.literal.push('\t'),
            '$' if chars.as_str().starts_with('{') => says.literal.push('$'),
            'u' => return self.unicode_escape(at, rest, says),
            _ => {
                let length = 1 + escaped.len_utf8();
                let written = rest.get(..length).unwrap_or_default();
                self.bad_escape(at, at + length, format!("`{written}` is no escape"));
                says.literal.push_str(written);
                return length;
            }
        }
        1 + escaped.len_utf8()
    }

    fn unicode_escape(&mut self, at: usize, rest: &str, says: &mut Says) -> usize {
        let Some(code) = rest.strip_prefix("\\u{").and_then(up_to_brace) else {
            self.bad_escape(at, at + 2, "`\\u` is followed by a character's number in braces".to_owned());
            says.literal.push_str("\\u");
            return 2;
        };
        let length = "\\u{}".len() + code.len();
        match u32::from_str_radix(code, 16).ok().and_then(char::from_u32) {
            Some(character) => says.literal.push(character),
            None => {
                self.bad_escape(at, at + length, format!("`\\u{{{code}}}` is the number of no character"));
                says.literal.push_str(rest.get(..length).unwrap_or_default());
            }
        }
        length
    }

    /// Reads the `${…}` that `rest` begins with, and says how long it is.
    fn const_part(&mut self, at: usize, rest: &str, says: &mut Says) -> usize {
        let name = rest.strip_prefix("${").and_then(up_to_brace);
        let good = name.filter(|name| grammar::is_name(name));
        let Some(name) = good else {
            let length = name.map_or(2, |name| name.len() + 3);
            let written = rest.get(..length).unwrap_or_default();
            let message = match name {
                Some(_) => format!("`{written}` names no const"),
                None => "`${` is never closed".to_owned(),
            };
            self.report(
                Diagnostic::new(Code::BadEscape, self.span_of(at, at + length), message)
                    .help("a const in a text is `${name}`; write `\\${` for these characters themselves"),
            );
            says.literal.push_str(written);
            return length;
        };
        says.flush();
        let span = self.span_of(at + 2, at + 2 + name.len());
        says.parts.push(TextPart::Const(Word { span, text: SmolStr::new(name) }));
        name.len() + 3
    }

    fn bad_escape(&mut self, start: usize, end: usize, message: String) {
        self.report(
            Diagnostic::new(Code::BadEscape, self.span_of(start, end), message)
                .help("escapes are `\\\"`, `\\\\`, `\\n`, `\\t`, `\\u{1F600}`, and `\\$` before `{`; write `\\\\` for a backslash"),
        );
    }
}

/// What a text says, as far as it was read.
#[derive(Default)]
struct Says {
    parts: Vec<TextPart>,
    literal: String,
}

impl Says {
    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.parts.push(TextPart::Literal(std::mem::take(&mut self.literal).into_boxed_str()));
        }
    }

    fn finish(mut self) -> Vec<TextPart> {
        self.flush();
        self.parts
    }
}

fn strip_quotes<'t>(written: &'t str, quotes: &str) -> Option<&'t str> {
    written.strip_prefix(quotes)?.strip_suffix(quotes)
}

/// What stands before the next `}`, if nothing that cannot be part of an escape comes first.
fn up_to_brace(rest: &str) -> Option<&str> {
    let at = memchr::memchr3(b'}', b'$', b'\\', rest.as_bytes())?;
    let (before, after) = rest.split_at_checked(at)?;
    after.starts_with('}').then_some(before)
}

/// The lines of a `"""` text with the byte at which each starts in `inner`, their common indent taken off.
///
/// The newline after the opening quotes is dropped, and so is the last line if the closing quotes stand alone on it;
/// then its indent is what comes off every line that has it.
fn lines(inner: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in inner.split('\n') {
        lines.push((at, line));
        at += line.len() + 1;
    }
    if lines.len() > 1 && lines.first().is_some_and(|(_, line)| line.is_empty()) {
        lines.remove(0);
    }
    let is_blank = |line: &str| line.chars().all(|c| c == ' ' || c == '\t');
    let indent = match lines.last() {
        Some((at, line)) if *at > 0 && is_blank(line) => {
            let indent = *line;
            lines.pop();
            indent
        }
        _ => "",
    };
    for (at, line) in &mut lines {
        if let Some(rest) = line.strip_prefix(indent).filter(|_| *at > 0) {
            *at += indent.len();
            *line = rest;
        }
    }
    lines
}
