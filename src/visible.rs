//! Makes characters visible that control a terminal, reorder text or break a line where a reader expects none.
//!
//! Takes text that may come from a file, gives text that is safe to print. Everything that is printed goes through this
//! module (`tests/layers.rs`); what is written to files does not. Never changes any other character.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::source::characters::is_misleading;

/// The marks of workflow commands of GitHub Actions. `::` is one at the start of a line, `##[` anywhere.
const COMMAND: &str = "::";
const OLD_COMMAND: &str = "##[";

/// A name, a path or a value for one line: line breaks and tabs are escaped too, so that it cannot pass for two lines.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |c| is_unsafe(c) || matches!(c, '\n' | '\t'), in_text)
}

/// Text of several lines.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, is_unsafe, in_text)
}

/// A JSON document. Such characters occur only in its strings, where an escape means the same.
#[must_use]
pub fn json(document: &str) -> String {
    let document = escaped(document, is_unsafe, |c, to| _ = write!(to, "\\u{:04x}", u32::from(c)));
    document.replace(OLD_COMMAND, "\\u0023#[")
}

/// Output for people in which no line is a workflow command of GitHub Actions.
#[must_use]
pub fn without_commands(text: &str) -> Cow<'_, str> {
    if !text.contains(COMMAND) && !text.contains(OLD_COMMAND) {
        return Cow::Borrowed(text);
    }
    let harmless = |line: &str| {
        let line = line.replace(OLD_COMMAND, "\\u{23}#[");
        let start = line.len() - line.trim_start().len();
        match line.split_at_checked(start) {
            Some((indent, rest)) if rest.starts_with(COMMAND) => rest.replacen(':', &format!("{indent}\\u{{3a}}"), 1),
            _ => line,
        }
    };
    Cow::Owned(text.split_inclusive('\n').map(harmless).collect())
}

/// Whether a character controls the terminal, ends a line for some readers, or changes the order of what follows.
fn is_unsafe(c: char) -> bool {
    is_misleading(c) || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{206a}'..='\u{206f}')
}

/// The notation of the language.
fn in_text(c: char, to: &mut String) {
    match c {
        '\n' => to.push_str("\\n"),
        '\t' => to.push_str("\\t"),
        _ => _ = write!(to, "\\u{{{:x}}}", u32::from(c)),
    }
}

fn escaped(text: &str, is_unsafe: impl Fn(char) -> bool, escape: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.contains(&is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) { escape(c, &mut safe) } else { safe.push(c) }
    }
    Cow::Owned(safe)
}
