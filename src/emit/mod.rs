//! A build as files: flow JSON, quick-connect requests, and a manifest.
//!
//! Takes the graphs of a build without errors and what is known of the instance, gives a [`plan`] of all that is made, and
//! of that the paths and bytes of a target. The same input gives the same bytes. Writes no file itself, and never judges
//! what it is given.

mod association;
pub mod json;
mod manifest;
pub mod plan;
mod request;
mod slug;

pub use json::json;
pub use plan::{Plan, plan};
pub use slug::Slugs;

/// The path of the manifest among the output.
pub const MANIFEST: &str = "manifest.json";

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Relative to the output folder, with `/` between its parts.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The status that flows are to be created with.
///
/// <https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateContactFlow.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The service validates the flow, and it takes contacts.
    Published,
    /// A draft, which the service does not validate.
    Saved,
}
