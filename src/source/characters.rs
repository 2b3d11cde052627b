//! Characters that make a text look different from what a program reads.
//!
//! Takes single characters and texts; knows nothing about the language.

use std::fmt::Write as _;

/// Whether some reader of text files (an editor, a terminal, another language) ends a line at `c`.
#[must_use]
pub fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether `c` can make code look like something else: a control character, a line end that only some readers know, or
/// a control of the writing direction. The marks U+200E and U+200F are not among them: Arabic and Hebrew need them, and
/// they reorder nothing but themselves.
#[must_use]
pub fn is_misleading(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') && c != '\u{202f}'
}

/// Whether `c` is invisible in an editor. Joiners are excluded, because scripts and emoji need them.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{a0}' | '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

/// `c` as an escape of the language: `\u{202E}`.
#[must_use]
pub fn escaped(c: char) -> String {
    format!("\\u{{{:X}}}", u32::from(c))
}

/// `text` with every misleading character as an escape.
#[must_use]
pub fn harmless(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        let _ = if is_misleading(c) { out.write_str(&escaped(c)) } else { out.write_char(c) };
        out
    })
}

/// The text in quotes on one line, with the escapes of the language, so that nothing in it is read as code.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | '"' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '$' if chars.peek() == Some(&'{') => out.push_str("\\$"),
            c if is_hidden(c) => out.push_str(&escaped(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
