//! `callflow catalogue`: prints the blocks as a list, as JSON or as the Markdown of the block reference.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{Outcome, console};
use crate::catalogue::{Block, CATEGORIES};
use crate::docs;

#[derive(Args, Debug)]
pub(super) struct CatalogueArgs {
    /// The format of the output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One line per block
    Human,
    /// All data of the catalogue, machine-readable
    Json,
    /// The block reference
    Markdown,
}

#[derive(Serialize)]
struct CatalogueRow {
    category: &'static str,
    #[serde(flatten)]
    block: &'static Block,
}

pub(super) fn run(args: &CatalogueArgs) -> Outcome {
    match args.format {
        Format::Human => console::print(&list()),
        Format::Json => console::document(&json()),
        Format::Markdown => console::print(&docs::all()),
    }
    Outcome::Good
}

fn list() -> String {
    let mut text = String::new();
    for category in CATEGORIES {
        let _ = writeln!(text, "{}", category.name);
        for block in category.blocks {
            let _ = writeln!(text, "  {:<38}{}", block.keyword, block.summary);
        }
    }
    text
}

fn json() -> String {
    let entries: Vec<CatalogueRow> = CATEGORIES
        .iter()
        .flat_map(|category| category.blocks.iter().map(|block| CatalogueRow { category: category.name, block }))
        .collect();
    // JSON can express everything in a table of constants.
    serde_json::to_string_pretty(&entries).unwrap_or_default() + "\n"
}
