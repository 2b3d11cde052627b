//! Text → tree.
//!
//! Takes the text of a `.flow` file, gives an owned [`tree::File`] and a diagnostic for each syntax error in it.
//! Always gives a tree: what could not be parsed is a hole in it. Knows the form of the language and the meaning of no
//! block. Only `grammar.rs` and what builds the tree from it name pest.

mod build;
mod grammar;
mod recover;
mod scan;
pub mod tree;

use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Sources};

/// The most brackets that may stand in each other; deeper ones are refused with a diagnostic.
pub const MAX_DEPTH: usize = 64;

/// Parses the file `id`. Every syntax error in it becomes a diagnostic.
pub fn parse(sources: &Sources, id: FileId, diagnostics: &mut Diagnostics) -> tree::File {
    let text = sources.get(id).map(|file| file.text()).unwrap_or_default();
    let mut scan = scan::scan(id, text);
    let comments = std::mem::take(&mut scan.comments);
    diagnostics.extend(std::mem::take(&mut scan.diagnostics));
    let items = match grammar::parse(grammar::Rule::file, &scan.text) {
        Ok(file) if !scan.too_deep => build::items(&mut build::Builder::new(&scan, diagnostics), file),
        _ => Vec::new(),
    };
    tree::File { id, items, comments }
}
