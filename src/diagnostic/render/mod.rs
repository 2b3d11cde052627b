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

/// The nearest character boundary at or before `offset`.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
