//! `callflow catalogue`: the blocks, as a list, as JSON or as the Markdown of the block reference.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{Outcome, console};
use crate::catalogue::{Block, CATEGORIES};
use crate::docs;

#[derive(Args, Debug)]
pub(super) struct CatalogueArgs {
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line a block
    Human,
    /// Everything that is known, for programs
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
    let text = match args.format {
        Format::Human => list(),
        Format::Json => json(),
        Format::Markdown => docs::all(),
    };
    console::print(&text);
    Outcome::Good
}

fn list() -> String {
    let mut text = String::new();
    for category in CATEGORIES {
        let _ = writeln!(text, "{}", category.name);
        for block in category.blocks {
            let _ = writeln!(text, "  {:<28}{}", block.keyword, block.summary);
        }
    }
    text
}

fn json() -> String {
    let entries: Vec<CatalogueRow> = CATEGORIES
        .iter()
        .flat_map(|category| category.blocks.iter().map(|block| CatalogueRow { category: category.name, block }))
        .collect();
    // A table of constants has nothing in it that JSON could not say.
    serde_json::to_string_pretty(&entries).unwrap_or_default() + "\n"
}
