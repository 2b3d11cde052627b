//! How diagnostics look: on a terminal, and one day in JSON, SARIF and GitHub's form.
//!
//! Takes sorted diagnostics and the sources they point into, gives text. The only place that names miette.

mod source_code;
mod terminal;

pub use terminal::{Look, terminal};
