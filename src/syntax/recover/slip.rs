//! Recognises slips of other languages in a line that could not be parsed: `==` after `when`, `:` for an arrow, texts
//! joined by `+`, and words at the start of a line.
//!
//! Takes the line, gives a diagnostic from the table of slips. An edit is certain only if the line can be parsed after it.

use super::word::{is_name_part, is_name_start, token};
use super::{BLANKS, Enclosure, first_word, meant};
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::slips::{self, Place, Slip};
use crate::syntax::extends_path;
use crate::syntax::grammar::{self, Rule};
use crate::syntax::scan::Scan;

/// The diagnostic of `slip` for `word`, which starts at the byte `start` of the parsed text.
pub(in crate::syntax) fn slip(scan: &Scan<'_>, slip: &Slip, start: usize, word: &str) -> Diagnostic {
    let span = scan.span(start, start + word.len());
    Diagnostic::new(Code::SyntaxError, span, slip.message(word)).help(slip.help)
}

/// The word of a statement of another language that `line` starts with.
pub(in crate::syntax) fn statement_slip(line: &str) -> Option<(&str, &'static Slip)> {
    let (word, rest) = first_word(line);
    let slip = slips::find(Place::Statement, word).filter(|_| !rest.starts_with([':', '=']))?;
    Some((word, slip))
}

/// A slip at the start of a line.
pub(super) fn at_line_start(scan: &Scan<'_>, place: Enclosure, start: usize, slice: &str) -> Option<Diagnostic> {
    if let Some((signs, found)) = line_start(slice) {
        return Some(slip(scan, found, start, signs));
    }
    let (word, rest) = first_word(slice);
    let is_setting = rest.starts_with([':', '=']);
    if place == Enclosure::File && is_setting && is_constant(&format!("const {slice}")) {
        let span = scan.span(start, start + word.len());
        let head = scan.span(start, start);
        return Some(
            Diagnostic::new(Code::SyntaxError, span, format!("expected `const` before `{word}`"))
                .help(format!("a value with a name is a const: `const {word} = …`"))
                .fix(head, "const ", Confidence::Sure),
        );
    }
    let at = match place {
        Enclosure::File => Place::File,
        Enclosure::Flow => Place::Flow,
        Enclosure::Body => Place::Branch,
        Enclosure::Run | Enclosure::Fields => return None,
    };
    let found = slips::find(at, word).filter(|_| !is_setting)?;
    let diagnostic = slip(scan, found, start, word);
    let replacement = found.replacement().filter(|with| {
        let line = format!("{with}{}", slice.get(word.len()..).unwrap_or_default());
        meant(place, &line).is_some_and(|rule| grammar::parse(rule, &line).is_ok())
    });
    let span = scan.span(start, start + word.len());
    Some(match replacement {
        Some(with) => diagnostic.fix(span, with, Confidence::Sure),
        None => diagnostic,
    })
}

/// The sign that `line` starts with in the place of a comment's.
fn line_start(line: &str) -> Option<(&str, &'static Slip)> {
    let signs = line.get(..line.len() - line.trim_start_matches('-').len())?;
    Some((signs, slips::find(Place::Line, signs)?))
}

fn is_constant(line: &str) -> bool {
    grammar::parse(Rule::only_constant, line).is_ok()
}

/// A line that could not be parsed as `rule`.
pub(super) struct Line<'s> {
    pub(super) scan: &'s Scan<'s>,
    /// The offset of `text` in the parsed text.
    pub(super) start: usize,
    pub(super) text: &'s str,
    pub(super) rule: Rule,
}

impl Line<'_> {
    /// Whether the line can be parsed with its bytes `from..to` replaced.
    fn is_good_with(&self, from: usize, to: usize, with: &str) -> bool {
        let (before, after) = (self.text.get(..from), self.text.get(to..));
        let line = format!("{}{with}{}", before.unwrap_or_default(), after.unwrap_or_default());
        // The braces may not be a part of what is looked at.
        let line = if line.ends_with('{') { format!("{line}}}") } else { line };
        grammar::parse(self.rule, &line).is_ok()
    }

    fn slip(&self, found: &Slip, at: usize, word: &str) -> Diagnostic {
        slip(self.scan, found, self.start + at, word)
    }

    /// An edit of the bytes `from..to`, if the line can be parsed after it.
    pub(super) fn fixed(&self, diagnostic: Diagnostic, from: usize, to: usize, with: &str) -> Diagnostic {
        if !self.is_good_with(from, to, with) {
            return diagnostic;
        }
        diagnostic.fix(self.scan.span(self.start + from, self.start + to), with, Confidence::Sure)
    }

    /// An operator of another language in a condition.
    pub(super) fn condition(&self, at: usize, before: &str) -> Option<Diagnostic> {
        if self.rule != Rule::only_when {
            return None;
        }
        // `<>` begins with an operator that exists.
        let (before, at) = match before.strip_suffix(['<', '>']) {
            Some(shorter) if before.len() == at => (shorter.trim_end(), shorter.len()),
            _ => (before, at),
        };
        let rest = self.text.get(at..)?;
        let word = operator(rest);
        // After a value, a `=` is meant as an arrow.
        let found = slips::find(Place::Condition, word)
            .filter(|_| before.trim_end() == "when" || slips::find(Place::Arrow, word).is_none())?;
        let diagnostic = self.slip(found, at, word);
        let after = rest.get(word.len()..).unwrap_or_default();
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        Some(match found.replacement() {
            Some("") => self.fixed(diagnostic, at, at + word.len() + blanks, ""),
            Some(with) => self.fixed(diagnostic, before.len(), at + word.len(), with),
            None => diagnostic,
        })
    }

    /// Another sign or word in the place of `->`, or none.
    pub(super) fn arrow(&self, at: usize, token: &str) -> Option<Diagnostic> {
        let rest = self.text.get(at..)?;
        if at == 0
            && let Some((signs, found)) = line_start(rest)
        {
            return Some(self.slip(found, at, signs));
        }
        let dashes = rest.len() - rest.trim_start_matches('-').len();
        let token = if dashes > 0 { rest.get(..dashes)? } else { token };
        if let Some(found) = slips::find(Place::Arrow, token) {
            let mut end = at + token.len();
            // `go to menu`
            let (next, after) = first_word(rest.get(token.len()..)?.trim_start_matches([' ', '\t']));
            if slips::find(Place::Arrow, next).is_some() && after.starts_with(is_name_start) {
                end = self.text.len() - after.len();
            }
            let word = self.text.get(at..end)?.trim_end();
            let is_blank = |c: char| c == ' ' || c == '\t';
            let before = if self.text.get(..at)?.ends_with(is_blank) { "" } else { " " };
            let behind = if after.is_empty() || self.text.get(end..)?.starts_with(is_blank) { "" } else { " " };
            return Some(self.fixed(self.slip(found, at, word), at, end, &format!("{before}->{behind}")));
        }
        let is_step = token.starts_with(is_name_start) && token.chars().all(is_name_part);
        if !is_step || !self.is_good_with(at, at, "-> ") {
            return None;
        }
        let span = self.scan.span(self.start + at, self.start + at + token.len());
        Some(
            Diagnostic::new(Code::SyntaxError, span, format!("expected `->`, found `{token}`"))
                .help(format!("the target of a branch follows an arrow: `-> {token}`"))
                .fix(span.head(), "-> ", Confidence::Sure),
        )
    }

    /// A comparison after `on`.
    pub(super) fn comparison(&self, at: usize) -> Option<Diagnostic> {
        let on = self.text.starts_with("on") && self.rule == Rule::only_on;
        let line = format!("when{}", self.text.get("on".len()..)?);
        if !on || at > "on ".len() || grammar::parse(Rule::only_when, &line).is_err() {
            return None;
        }
        let span = self.scan.span(self.start, self.start + "on".len());
        Some(
            Diagnostic::new(Code::SyntaxError, span, "expected `when`, found `on`")
                .help("`on` takes the name of a branch, `when` a condition: `when > 5 -> step`")
                .fix(span, "when", Confidence::Sure),
        )
    }

    /// Texts that are joined by a sign.
    pub(super) fn joined(&self, at: usize, before: &str) -> Option<Diagnostic> {
        let rest = self.text.get(at..)?;
        let sign = join_sign(rest)?;
        let found = slips::find(Place::Join, sign)?;
        let from = last_operand(before)?;
        let diagnostic = self.slip(found, at, sign);
        let (mut content, mut end) = (operand(before.get(from..)?)?.1, before.len());
        loop {
            let after = self.text.get(end..)?;
            let blanks = |text: &str| text.len() - text.trim_start_matches(BLANKS).len();
            let sign_at = end + blanks(after);
            let Some(sign) = join_sign(self.text.get(sign_at..)?) else { break };
            let next = sign_at + sign.len();
            let next = next + blanks(self.text.get(next..)?);
            let Some((length, piece)) = operand(self.text.get(next..)?) else { return Some(diagnostic) };
            // The text after a path would become a part of it.
            let is_path = content.rsplit(' ').next().is_some_and(|last| last.contains("$."));
            if is_path && extends_path(&piece) {
                return Some(diagnostic);
            }
            content.push_str(&piece);
            end = next + length;
        }
        Some(self.fixed(diagnostic, from, end, &format!("\"{content}\"")))
    }
}

/// The sign or word that `rest` starts with.
fn operator(rest: &str) -> &str {
    let is_sign = |c: char| "=!<>&|~".contains(c);
    let length = rest.find(|c| !is_sign(c)).unwrap_or(rest.len());
    match rest.get(..length) {
        Some(signs) if !signs.is_empty() => signs,
        _ => token(rest),
    }
}

fn join_sign(rest: &str) -> Option<&str> {
    let length = rest.find(|c| !"+&.".contains(c)).unwrap_or(rest.len());
    rest.get(..length).filter(|sign| slips::find(Place::Join, sign).is_some())
}

/// The start of the text or path that `before` ends with.
fn last_operand(before: &str) -> Option<usize> {
    let starts = before.match_indices(['"', '$']).map(|(at, _)| at);
    starts.into_iter().find(|at| {
        let rest = before.get(*at..).unwrap_or_default();
        operand(rest).is_some_and(|(length, _)| length == rest.len())
    })
}

/// The length of the text, path or const that `text` starts with, and how it is written in a text.
fn operand(text: &str) -> Option<(usize, String)> {
    if text.starts_with("\"\"\"") {
        return None;
    }
    let rule = match text.get(..2)? {
        "${" => Rule::const_ref,
        start if start.starts_with('$') => Rule::path,
        _ => Rule::text,
    };
    let parsed = grammar::parse(rule, text).ok()?;
    let written = parsed.as_str();
    Some((written.len(), written.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(written).to_owned()))
}
