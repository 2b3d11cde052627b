//! How diagnostics look: on a terminal, and one day in JSON, SARIF and GitHub's form.
//!
//! Takes sorted diagnostics and the sources they point into, gives text. The only place that names miette.

mod source_code;
mod terminal;

pub use terminal::{Look, terminal};

/// `text` without what would steer the terminal: control characters and those that turn the writing direction.
///
/// Each is replaced by a character of as many bytes, so that places in the text stay where they are.
fn visible(text: &str) -> String {
    let replace = |c: char| match c {
        '\n' | '\t' => c,
        '\0'..='\u{1f}' | '\u{7f}' => '?',
        '\u{80}'..='\u{9f}' => '\u{bf}',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    };
    text.chars().map(replace).collect()
}
