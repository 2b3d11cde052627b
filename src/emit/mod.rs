//! The output of a build as files: flow JSON, quick-connect requests, and a manifest.
//!
//! Takes the graphs of a build without errors and what is known about the instance. Gives a [`plan`] of the whole
//! output, and the paths and bytes of a target for it. The same input gives the same bytes. Never writes a file, and
//! never checks its input.

mod association;
pub mod json;
mod manifest;
pub mod plan;
mod request;
mod slug;

pub use json::json;
pub use manifest::{FORMAT as MANIFEST_FORMAT, sha256};
pub use plan::{Plan, plan};
pub use slug::Slugs;

/// The path of the manifest among the output.
pub const MANIFEST: &str = "manifest.json";

/// The extension of the file with a module's `Settings`, in place of that of its content.
pub const SETTINGS_EXTENSION: &str = "settings.json";

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Relative to the output folder, with `/` between its parts.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The status with which to create flows.
///
/// <https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateContactFlow.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The service validates the flow, and the flow receives contacts.
    Published,
    /// A draft, which the service does not validate.
    Saved,
}
