//! Text → tree.
//!
//! Takes the text of a `.flow` file, gives an owned [`tree::File`] and a diagnostic for each syntax error in it. Always
//! gives a tree: what could not be parsed is a hole in it. Knows the syntax of the language, but not what a block
//! means. First `scan` repairs brackets and texts. Then pest parses with `grammar/flow.pest`, `tree_builder` builds the
//! tree from pest's pairs, and `recover` reports what is wrong with a bad line. [`format`](mod@format) turns a tree
//! back into text. Nothing outside this module names pest.

pub mod format;
mod grammar;
mod misleading;
mod recover;
pub mod reread;
mod scan;
pub mod structural_eq;
pub mod tree;
mod tree_builder;
pub mod visit;

pub use recover::as_time;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, SourceFile, Sources, characters};
use tree::Comment;

/// The maximum nesting depth of brackets. Deeper nesting is reported as an error.
pub const MAX_DEPTH: usize = 64;

/// The beginning of a comment, behind its slashes, that speaks to callflow.
pub const DIRECTIVE: &str = "callflow:";

/// What begins a comment that is a note for the designer.
pub const NOTE: &str = "///";

/// Parses the file `id`. Every syntax error in it becomes a diagnostic.
pub fn parse(sources: &Sources, id: FileId, diagnostics: &mut Diagnostics) -> tree::File {
    let text = sources.get(id).map(|file| file.text()).unwrap_or_default();
    let mut scan = scan::scan(id, text);
    let comments = std::mem::take(&mut scan.comments);
    let is_sound = scan.diagnostics.is_empty();
    diagnostics.extend(std::mem::take(&mut scan.diagnostics));
    if scan.too_deep {
        return tree::File { id, items: Vec::new(), comments, state: scan.state };
    }
    let items = match grammar::parse(grammar::Rule::file, scan.text()) {
        Ok(file) => tree_builder::items(&mut tree_builder::Builder::new(&scan, diagnostics), file),
        Err(failure) => vec![recover::file(&scan, failure, diagnostics)],
    };
    if items.is_empty() && is_sound {
        diagnostics.push(declares_nothing(sources, id, &comments));
    }
    let file = tree::File { id, items, comments, state: scan.state };
    if let Some(source) = sources.get(id) {
        misleading::check(&file, source, diagnostics);
    }
    file
}

fn declares_nothing(sources: &Sources, id: FileId, comments: &[Comment]) -> Diagnostic {
    let diagnostic = match (comments.first(), comments.last()) {
        (Some(first), Some(last)) => {
            Diagnostic::new(Code::EmptyFile, first.span.to(last.span), "the file contains only comments")
        }
        _ => {
            let name = sources.get(id).map(SourceFile::name).unwrap_or_default();
            Diagnostic::unlocated(Code::EmptyFile, format!("`{name}` is empty"))
        }
    };
    diagnostic.help("a file declares flows, modules, quick connects or consts: `flow \"Main line\" inbound { … }`")
}

/// Whether `text` is valid as a bare word: the name of a step, a key.
#[must_use]
pub fn is_name(text: &str) -> bool {
    grammar::is_name(text)
}

/// Whether `after`, directly behind a path in a text, would be read as a part of the path.
fn extends_path(after: &str) -> bool {
    let is_part = |c: char| c == '_' || c == '-' || c.is_alphanumeric();
    after.starts_with(|c: char| is_part(c) || c == '[')
        || after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| is_part(c) || c == '['))
}

/// Whether `text` is written as a bare contact-data path. One with characters that mislead is not: in quotes they can be
/// escaped.
#[must_use]
pub fn is_path(text: &str) -> bool {
    text.starts_with('$')
        && !text.contains(characters::is_misleading)
        && grammar::parse(grammar::Rule::path, text).is_ok_and(|pairs| pairs.as_str().len() == text.len())
}
