//! `callflow explain`: prints the page of a code, or of any word of the language.

use clap::Args;

use super::markdown::formatted;
use super::{Outcome, console};
use crate::docs;
use crate::slips;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  callflow explain F0204               a code
  callflow explain play_prompt         a block; also an action of flow JSON, or a block by its name in the designer
  callflow explain timeout             a parameter or a branch
  callflow explain inbound             a flow type
  callflow explain '$.External'        contact data
  callflow explain when                a word of the language")]
pub(super) struct ExplainArgs {
    /// A code such as F0204, a block, a parameter, a branch, a flow type, contact data, or a word such as `when`
    #[arg(value_name = "TOPIC", required = true, num_args = 1.., allow_hyphen_values = true)]
    topic: Vec<String>,
}

/// What this language says instead of a word of another one.
fn of_slips(word: &str) -> Option<String> {
    let mut lines: Vec<String> =
        slips::about(word).map(|slip| format!("- {}: {}\n", slip.message(word), slip.help)).collect();
    lines.dedup();
    (!lines.is_empty()).then(|| format!("# {word}\n\n{}", lines.concat()))
}

pub(super) fn run(args: &ExplainArgs) -> Outcome {
    let topic = args.topic.join(" ");
    let Some(page) = docs::page(&topic).or_else(|| of_slips(topic.trim())) else {
        let similar: Vec<String> = docs::similar(&topic).into_iter().map(|near| format!("`{near}`")).collect();
        let help = match similar.as_slice() {
            [] => "`callflow catalogue` lists the blocks".to_owned(),
            similar => format!("did you mean {}?", similar.join(" or ")),
        };
        console::error(&format!("nothing is called `{}`; {help}", topic.trim()));
        return Outcome::Failed;
    };
    console::page(|look| formatted(&page, look));
    Outcome::Good
}
