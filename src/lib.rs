//! The callflow compiler: `.flow` text in, Amazon Connect flow JSON and quick-connect requests out.
//!
//! ```text
//! .flow text ─► syntax ─► resolve, lower ─► graph ─► check ─► diagnostics
//!                                             └────► layout, connect, emit ─► files
//! ```
//!
//! The [`graph`] is the central representation: source is lowered to it, and all output is produced from it.
//! Dependencies point one way, which `tests/layers.rs` enforces. Everything except [`cli`] is pure: it reads no file,
//! no clock and no network, and gives the same output for the same input.

extern crate alloc;

pub mod allow;
pub mod analysis;
pub mod catalogue;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod connect;
pub mod contact_path;
pub mod decompile;
pub mod diagnostic;
pub mod diff;
pub mod docs;
pub mod emit;
pub mod evidence;
pub mod graph;
pub mod inventory;
pub mod layout;
pub mod lower;
mod parallel;
pub mod reader;
pub mod resolve;
pub mod resource;
pub mod script;
pub mod simulate;
pub mod slips;
pub mod source;
pub mod ssml;
pub mod syntax;
pub mod testing;
pub mod visible;
