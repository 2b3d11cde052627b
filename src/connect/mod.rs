//! The flow graph → flow JSON, the JSON notation of Amazon Connect's flow language.
//!
//! Takes a flow of a build without errors and what is known about the instance. Gives the JSON text of its content, and
//! the positions of the placeholders in it, which must be replaced once the build's own resources have ids. It follows
//! the rules that AWS published: <https://docs.aws.amazon.com/connect/latest/APIReference/flow-language.html>.
//! Never checks whether a flow makes sense, and never builds an intermediate tree of JSON values.

mod content;
mod contract;
mod document;
mod placeholders;
mod reference_writer;

pub use content::content;
pub use contract::module_settings;
pub use document::{Document, Mark, Part, RecordedString, Recorder};
pub use placeholders::{ReferenceSite, references};
pub use reference_writer::{Form, Piece, Placeholder, ReferenceWriter, Subject, WireText};

use serde::Serialize;

/// `value` as JSON text: two spaces a level, a newline at the end.
#[must_use]
pub fn to_json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Fails only for keys that are not strings, which none of our types has, or if the writer fails, which this one
    // never does.
    let _ = serde_json::to_writer_pretty(&mut bytes, value);
    bytes.push(b'\n');
    bytes
}
