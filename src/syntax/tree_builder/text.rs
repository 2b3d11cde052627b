//! Builds texts: strips quotes and indent, resolves escapes, separates consts.
//!
//! Takes a text as it was written, gives its parts. The content is exact to the character, including trailing blanks.

use smol_str::SmolStr;

use super::Builder;
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::syntax::grammar::{self, Pair};
use crate::syntax::tree::{Text, TextPart, Word};

impl Builder<'_> {
    pub(super) fn text(&mut self, pair: &Pair<'_>) -> Text {
        let span = self.span(pair);
        let start = pair.as_span().start();
        let written = pair.as_str();
        let mut decoded = Decoded::default();
        let block = strip_quotes(written, "\"\"\"");
        if let Some(inner) = block {
            for (index, (at, line)) in lines(inner).into_iter().enumerate() {
                if index > 0 {
                    decoded.literal.push('\n');
                }
                self.decode(start + 3 + at, line, &mut decoded);
            }
        } else {
            self.decode(start + 1, strip_quotes(written, "\"").unwrap_or(written), &mut decoded);
        }
        Text { span, parts: decoded.finish(), block: block.is_some() }
    }

    /// Decodes one line, which starts at the byte `start` of the parsed text.
    fn decode(&mut self, start: usize, line: &str, decoded: &mut Decoded) {
        let mut rest = line;
        while let Some(at) = memchr::memchr2(b'\\', b'$', rest.as_bytes()) {
            let (before, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
            decoded.literal.push_str(before);
            let at = start + (line.len() - special.len());
            let length = if special.starts_with('\\') {
                self.escape(at, special, decoded)
            } else if special.starts_with("${") {
                self.const_part(at, special, decoded)
            } else {
                decoded.literal.push('$');
                1
            };
            rest = special.get(length..).unwrap_or_default();
        }
        decoded.literal.push_str(rest);
    }

    /// Decodes the escape at the start of `rest`, and returns its length.
    fn escape(&mut self, at: usize, rest: &str, decoded: &mut Decoded) -> usize {
        let mut chars = rest.chars();
        chars.next();
        let Some(escaped) = chars.next() else {
            self.bad_escape(at, at + 1, "incomplete escape: `\\` at the end of a line".to_owned());
            decoded.literal.push('\\');
            return 1;
        };
        match escaped {
            '"' | '\\' => decoded.literal.push(escaped),
            'n' => decoded.literal.push('\n'),
            't' => decoded.literal.push('\t'),
            '$' if chars.as_str().starts_with('{') => decoded.literal.push('$'),
            // A backslash that other languages need is not meant as one.
            '\'' | '`' | '/' | '(' | ')' | '{' | '}' | '#' | '%' | '$' | '!' | '?' | '.' | ',' | ':' | ';' => {
                let (start, end) = (at, at + 1 + escaped.len_utf8());
                self.report(
                    Diagnostic::new(
                        Code::BadEscape,
                        self.span_of(start, end),
                        format!("`{escaped}` needs no backslash"),
                    )
                    .help(format!("write `{escaped}`"))
                    .fix(self.span_of(start, end), escaped.to_string(), Confidence::Sure),
                );
                decoded.literal.push(escaped);
            }
            'u' => return self.unicode_escape(at, rest, decoded),
            _ => {
                let length = 1 + escaped.len_utf8();
                let written = rest.get(..length).unwrap_or_default();
                self.bad_escape(at, at + length, format!("unknown escape `{written}`"));
                decoded.literal.push_str(written);
                return length;
            }
        }
        1 + escaped.len_utf8()
    }

    fn unicode_escape(&mut self, at: usize, rest: &str, decoded: &mut Decoded) -> usize {
        let Some(code) = rest.strip_prefix("\\u{").and_then(up_to_brace) else {
            self.bad_escape(at, at + 2, "`\\u` must be followed by a code point in braces".to_owned());
            decoded.literal.push_str("\\u");
            return 2;
        };
        let length = "\\u{}".len() + code.len();
        match u32::from_str_radix(code, 16).ok().and_then(char::from_u32) {
            Some(character) => decoded.literal.push(character),
            None => {
                self.bad_escape(at, at + length, format!("`\\u{{{code}}}` is not a valid code point"));
                decoded.literal.push_str(rest.get(..length).unwrap_or_default());
            }
        }
        length
    }

    /// Decodes the `${…}` at the start of `rest`, and returns its length.
    fn const_part(&mut self, at: usize, rest: &str, decoded: &mut Decoded) -> usize {
        let name = rest.strip_prefix("${").and_then(up_to_brace);
        let good = name.filter(|name| grammar::is_name(name));
        let Some(name) = good else {
            if let Some(length) = self.path_part(at, rest, decoded) {
                return length;
            }
            let length = name.map_or(2, |name| name.len() + 3);
            let written = rest.get(..length).unwrap_or_default();
            decoded.is_broken = name.is_some();
            let message = match name {
                Some(_) => format!("`{written}` is not a valid const reference"),
                None => "unclosed `${`".to_owned(),
            };
            self.report(
                Diagnostic::new(Code::BadEscape, self.span_of(at, at + length), message)
                    .help(match name.is_some_and(|name| name.contains('.')) {
                        true => "a const has one name, `${name}`, and one value; a name of a resource is looked up in the inventory of the chosen environment",
                        false => "a const in a text is written `${name}`; write `\\${` for the literal characters",
                    }),
            );
            decoded.literal.push_str(written);
            return length;
        };
        decoded.flush();
        let span = self.span_of(at + 2, at + 2 + name.len());
        decoded.parts.push(TextPart::Const(Word { span, text: SmolStr::new(name) }));
        name.len() + 3
    }

    /// Reports the contact data in the `${$.…}` at the start of `rest`, and returns its length.
    fn path_part(&mut self, at: usize, rest: &str, decoded: &mut Decoded) -> Option<usize> {
        let inner = rest.strip_prefix("${")?;
        let (path, after) = inner.split_once('}').filter(|(path, _)| crate::syntax::is_path(path))?;
        let length = "${}".len() + path.len();
        let span = self.span_of(at, at + length);
        let error = Diagnostic::new(Code::BadEscape, span, "contact data is written without `${}`")
            .help(format!("write `{path}` in the text"));
        self.report(match crate::syntax::extends_path(after) {
            true => error,
            false => error.fix(span, path, Confidence::Sure),
        });
        decoded.literal.push_str(path);
        Some(length)
    }

    fn bad_escape(&mut self, start: usize, end: usize, message: String) {
        self.report(
            Diagnostic::new(Code::BadEscape, self.span_of(start, end), message)
                .help("valid escapes are `\\\"`, `\\\\`, `\\n`, `\\t`, `\\u{1F600}`, and `\\$` before `{`; write `\\\\` for a backslash"),
        );
    }
}

/// The content of a text that was decoded so far.
#[derive(Default)]
struct Decoded {
    parts: Vec<TextPart>,
    literal: String,
    /// Whether a part of it could not be read, which was reported.
    is_broken: bool,
}

impl Decoded {
    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.parts.push(TextPart::Literal(std::mem::take(&mut self.literal).into_boxed_str()));
        }
    }

    fn finish(mut self) -> Vec<TextPart> {
        self.flush();
        if self.is_broken {
            self.parts.push(TextPart::Hole);
        }
        self.parts
    }
}

fn strip_quotes<'t>(written: &'t str, quotes: &str) -> Option<&'t str> {
    written.strip_prefix(quotes)?.strip_suffix(quotes)
}

/// The text before the next `}`, unless a character that cannot be part of an escape comes first.
fn up_to_brace(rest: &str) -> Option<&str> {
    let at = memchr::memchr3(b'}', b'$', b'\\', rest.as_bytes())?;
    let (before, after) = rest.split_at_checked(at)?;
    after.starts_with('}').then_some(before)
}

/// The lines of a `"""` text without their common indent, each with its start offset in `inner`.
///
/// The newline after the opening quotes is dropped. If the closing quotes are alone on the last line, that line is
/// dropped too, and its indent is removed from every line that has it.
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
