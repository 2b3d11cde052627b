//! Recognises values of other notations in a line that could not be parsed: `5 minutes`, `5m 30s`, `00:05:00`, and
//! texts in other quotes.
//!
//! Takes the line, gives a diagnostic. An edit is certain only if the line can be parsed after it.

use super::slip::Line;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::grammar::Rule;

/// A unit of times, its seconds, and the words for it.
type Unit = (&'static str, u64, &'static [&'static str]);

const UNITS: &[Unit] = &[
    ("s", 1, &["s", "sec", "secs", "second", "seconds"]),
    ("m", 60, &["m", "min", "mins", "minute", "minutes"]),
    ("h", 3_600, &["h", "hr", "hrs", "hour", "hours"]),
    ("d", 86_400, &["d", "day", "days"]),
];

/// Quotes of other languages, with those that close them.
const QUOTES: &[(char, &[char])] = &[
    ('“', &['”', '“']),
    ('„', &['“', '”']),
    ('”', &['”']),
    ('«', &['»']),
    ('»', &['«']),
    ('`', &['`']),
    ('‘', &['’']),
];

impl Line<'_> {
    /// A time that is not one number with one unit.
    pub(super) fn time(&self, at: usize, before: &str) -> Option<Diagnostic> {
        let from = before.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |blank| blank + 1);
        let (length, meant) = time(self.text.get(from..)?)?;
        if from + length <= at || self.text.get(from..from + length) == Some(meant.as_str()) {
            return None;
        }
        let span = self.span(from, from + length);
        let diagnostic =
            Diagnostic::new(Code::SyntaxError, span, "a time is one number with its unit, without a blank")
                .help(format!("write `{meant}`"));
        Some(self.fixed(diagnostic, from, from + length, &meant))
    }

    /// A range of keys: `1..5`, `1-5`.
    pub(super) fn range(&self, at: usize) -> Option<Diagnostic> {
        if !matches!(self.rule, Rule::only_when | Rule::only_parameter) {
            return None;
        }
        let (before, rest) = (self.text.get(..at)?.trim_end(), self.text.get(at..)?);
        let digit = |c: char| c.to_digit(10);
        let (first, last) = (before.chars().next_back()?, rest.trim_start_matches(['.', '-', ' ']).chars().next()?);
        let (from, to) = (digit(first)?, digit(last)?);
        let is_alone = before.len() == 1 || before.get(..before.len() - 1)?.ends_with([' ', ',']);
        if from >= to || !is_alone || rest.starts_with("->") {
            return None;
        }
        let span = self.span(at, at + 1);
        let keys: Vec<String> = (from..=to).map(|key| key.to_string()).collect();
        Some(
            Diagnostic::new(Code::SyntaxError, span, "a condition takes values, not a range")
                .help(format!("write `when {} -> step`", keys.join(", "))),
        )
    }

    /// A text in quotes of another language.
    pub(super) fn quotes(&self, at: usize) -> Option<Diagnostic> {
        let rest = self.text.get(at..)?;
        let first = rest.chars().next()?;
        let (_, closing) = QUOTES.iter().find(|(opening, _)| *opening == first)?;
        let inside = rest.get(first.len_utf8()..)?;
        let length = inside.find(*closing)?;
        let content = inside.get(..length)?;
        let last = inside.get(length..)?.chars().next()?;
        if content.contains(['"', '\\']) {
            return None;
        }
        // In French, a blank belongs to the guillemet, not to the text.
        let content = if "«»".contains(first) { content.trim_matches([' ', '\u{a0}', '\u{202f}']) } else { content };
        let end = at + first.len_utf8() + length + last.len_utf8();
        let span = self.span(at, end);
        let diagnostic = Diagnostic::new(Code::SyntaxError, span, "a text must be in double quotes")
            .help(format!("use straight quotes around a text: `\"{content}\"`"));
        Some(self.fixed(diagnostic, at, end, &format!("\"{content}\"")))
    }
}

/// The unit that a word of another notation means.
pub(in crate::syntax) fn unit(word: &str) -> Option<&'static str> {
    named(word).map(|(name, ..)| *name)
}

fn named(word: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|(.., words)| words.contains(&word.to_ascii_lowercase().as_str()))
}

/// How a time is written here that is all of `text`: `5 minutes`, `00:05:00`, `5m`.
#[must_use]
pub fn as_time(text: &str) -> Option<String> {
    time(text).filter(|(length, _)| *length == text.len()).map(|(_, meant)| meant)
}

/// The length of the time that `text` starts with, and how it is written here.
fn time(text: &str) -> Option<(usize, String)> {
    let clock = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let parts: Vec<&str> = text.get(..clock)?.split(':').collect();
    if let [hours, minutes, seconds] = parts.as_slice() {
        let number = |text: &str| text.parse::<u32>().ok().map(u64::from);
        let total = number(hours)? * 3_600 + number(minutes)? * 60 + number(seconds)?;
        return Some((clock, in_one_unit(total)));
    }
    let (mut rest, mut total, mut only) = (text, 0_u64, Vec::new());
    while let Some((after, amount, unit)) = amount(rest) {
        total = total.checked_add(u64::from(amount) * unit.1)?;
        only.push(format!("{amount}{}", unit.0));
        rest = after;
    }
    let meant = match only.as_slice() {
        [] => return None,
        [one] => one.clone(),
        _ => in_one_unit(total),
    };
    Some((text.len() - rest.len(), meant))
}

/// The number with its unit that `text` starts with, and what follows.
fn amount(text: &str) -> Option<(&str, u32, &'static Unit)> {
    let text = text.trim_start_matches([' ', '\t']);
    let (digits, rest) = text.split_at_checked(text.find(|c: char| !c.is_ascii_digit())?)?;
    let rest = rest.trim_start_matches([' ', '\t']);
    let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (word, rest) = rest.split_at_checked(length)?;
    Some((rest, digits.parse().ok()?, named(word)?))
}

fn in_one_unit(seconds: u64) -> String {
    let unit = UNITS.iter().rev().filter(|_| seconds > 0).find(|(_, length, _)| seconds.is_multiple_of(*length));
    unit.map_or_else(|| "0s".to_owned(), |(name, length, _)| format!("{}{name}", seconds / length))
}
