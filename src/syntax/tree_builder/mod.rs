//! Pest's pairs → the owned tree.
//!
//! One file per construct. What the grammar could not parse becomes a hole, and `recover` reports what was expected
//! there. Errors that the grammar accepts (an unknown unit, a default in the wrong place) are reported here. Knows the
//! syntax of the language, but not what a block means.

mod block;
mod flow;
mod item;
mod separator;
mod test;
mod text;
mod value;

use smol_str::SmolStr;

use super::grammar::{self, Pair, Pairs, Rule};
use super::recover::{self, Enclosure};
use super::scan::Scan;
use super::tree::{Hole, Key, Text, TextPart, Word};
use crate::diagnostic::{Code, Confidence, Diagnostic, Diagnostics};
use crate::source::Span;

pub(super) use item::items;

/// Builds the constructs.
pub(super) struct Builder<'a> {
    /// The text that was parsed, and its mapping to the file.
    scan: &'a Scan<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Builder<'a> {
    pub(super) fn new(scan: &'a Scan<'a>, diagnostics: &'a mut Diagnostics) -> Builder<'a> {
        Builder { scan, diagnostics }
    }

    /// The span in the file of the bytes `start..end` of the parsed text.
    fn span_of(&self, start: usize, end: usize) -> Span {
        self.scan.span(start, end)
    }

    fn span(&self, pair: &Pair<'_>) -> Span {
        let span = pair.as_span();
        self.span_of(span.start(), span.end())
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn word(&self, pair: &Pair<'_>) -> Word {
        Word { span: self.span(pair), text: SmolStr::new(pair.as_str()) }
    }

    /// Builds the key of an entry, a parameter, a map or a field.
    fn key(&mut self, pair: &Pair<'_>) -> Key {
        if pair.as_rule() != Rule::text {
            return Key { span: self.span(pair), text: SmolStr::new(pair.as_str()), quoted: false };
        }
        let text = self.text(pair);
        let mut decoded = String::new();
        for part in &text.parts {
            match part {
                TextPart::Literal(literal) => decoded.push_str(literal),
                TextPart::Hole => {}
                TextPart::Const(name) => decoded.extend(["${", name.text.as_str(), "}"]),
            }
        }
        Key { span: text.span, text: decoded.into(), quoted: true }
    }

    /// Builds the key of an entry, a map or a field: it is data, so what is no name must be in quotes, which is reported.
    /// `certain` says whether that is meant: other flows may name it in another way.
    fn data_key(&mut self, pair: &Pair<'_>, sign: &str, certain: Confidence) -> Key {
        let key = self.key(pair);
        if pair.as_rule() == Rule::bare_key {
            let written = &key.text;
            let message = match written.chars().find(|c| !c.is_alphanumeric() && *c != '_') {
                Some('$') => format!("expected a key, found the path `{written}`"),
                Some(c) => format!("`{c}` is not allowed in a name: `{written}`"),
                None => format!("a name cannot begin with a digit: `{written}`"),
            };
            let diagnostic = Diagnostic::new(Code::SyntaxError, key.span, message);
            self.report(match written.strip_prefix('$').and_then(|path| path.rsplit_once('.')) {
                Some((_, last)) => diagnostic.help(format!("a key is the name alone: `{last}{sign} …`")).fix(
                    key.span,
                    last,
                    Confidence::Guess,
                ),
                None => diagnostic.help(format!("put the key in quotes: `\"{written}\"{sign} …`")).fix(
                    key.span,
                    format!("\"{written}\""),
                    certain,
                ),
            });
        }
        key
    }

    /// Reports a line that is invalid as a whole.
    fn bad(&mut self, place: Enclosure, pair: &Pair<'_>) -> Hole {
        let found = recover::bad(self.scan, place, pair.as_span().start(), pair.as_str());
        self.diagnostics.extend(found.diagnostic);
        found.hole
    }

    /// Reports unexpected text before the braces of a `rule` that starts at `from`, if there is any. Returns the text
    /// with its span, because it may be a misspelt name.
    fn stray(&mut self, rule: Rule, from: usize, parts: &mut Parts<'_>) -> Option<Word> {
        let pair = parts.take_rule(Rule::stray).or_else(|| parts.take_rule(Rule::nameless))?;
        let start = pair.as_span().start();
        let diagnostic = recover::stray(self.scan, rule, from, start, pair.as_str());
        self.diagnostics.extend(diagnostic);
        let written = pair.as_str().trim_end();
        Some(Word { span: self.span_of(start, start + written.len()), text: SmolStr::new(written.trim_matches('"')) })
    }

    /// Builds the quoted name that comes next; if it is missing, the text in its place.
    fn quoted_name(&mut self, rule: Rule, from: usize, parts: &mut Parts<'_>) -> Option<Text> {
        if let Some(pair) = parts.take_rule(Rule::text) {
            return Some(self.text(&pair));
        }
        let Word { span, text } = self.stray(rule, from, parts)?;
        Some(Text { span, parts: vec![TextPart::Literal(text.as_str().into())], block: false })
    }

    /// Reports what follows a valid line on the same line; `good` is the rule and the start of the valid line.
    fn trailing(&mut self, good: Option<(Rule, usize)>, pair: &Pair<'_>) -> Hole {
        let found = recover::trailing(self.scan, good, pair.as_span().start(), pair.as_str());
        self.diagnostics.extend(found.diagnostic);
        found.hole
    }
}

/// The children of a pair, without the tokens that exist only for the messages.
struct Parts<'i>(Pairs<'i>);

impl<'i> Parts<'i> {
    fn of(pair: Pair<'i>) -> Parts<'i> {
        Parts(pair.into_inner())
    }

    fn peek(&mut self) -> Option<Rule> {
        while let Some(pair) = self.0.peek() {
            let rule = pair.as_rule();
            if !grammar::is_sign(rule) {
                return Some(rule);
            }
            self.0.next();
        }
        None
    }

    /// Takes the next child if it is a `rule`.
    fn take_rule(&mut self, rule: Rule) -> Option<Pair<'i>> {
        if self.peek() == Some(rule) { self.0.next() } else { None }
    }
}

impl<'i> Iterator for Parts<'i> {
    type Item = Pair<'i>;

    fn next(&mut self) -> Option<Pair<'i>> {
        self.0.by_ref().find(|pair| !grammar::is_sign(pair.as_rule()))
    }
}
