//! Rendering of diagnostics: for a terminal, as JSON, as SARIF and as GitHub workflow commands.
//!
//! Takes sorted diagnostics and the sources they point into, gives text. The only module that names miette, which draws
//! for a terminal if the feature `render` is enabled.

mod file_range;
mod github;
mod json;
mod sarif;
#[cfg(feature = "render")]
mod source_code;
#[cfg(feature = "render")]
mod terminal;

pub use github::github;
pub use json::json;
pub use sarif::sarif;
#[cfg(feature = "render")]
pub use terminal::{Look, terminal};

/// Replaces the characters in `text` that would control the terminal: control characters and those that change the
/// writing direction.
///
/// Each is replaced by a character of the same number of bytes, so offsets in the text do not change.
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

/// The nearest character boundary at or before `offset`.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
