//! The flow graph as Amazon Connect's flow language, JSON.
//!
//! Takes a flow of a build without errors and what is known of the instance, gives the JSON text of its content and the
//! places in it that have to be filled in once the build's own resources have ids. The rules it follows are AWS's
//! published ones: <https://docs.aws.amazon.com/connect/latest/APIReference/flow-language.html>.
//! Never asks whether a flow makes sense, and never builds a tree of JSON values first.

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
    // Fails only for keys that are no strings, which none of our types has, and where the writer fails, which this
    // one does not.
    let _ = serde_json::to_writer_pretty(&mut bytes, value);
    bytes.push(b'\n');
    bytes
}
