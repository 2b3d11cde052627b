//! TODO

pub mod output;
