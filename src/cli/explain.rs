//! `callflow explain`: prints the page of a diagnostic code, or the reference of a block.

use clap::Args;

use super::{Outcome, console};
use crate::catalogue;
use crate::diagnostic::{Code, nearest};
use crate::docs;
use crate::slips::{self, Slip};

#[derive(Args, Debug)]
pub(super) struct ExplainArgs {
    /// A code such as F0204, a block such as play_prompt, or an action of flow JSON such as MessageParticipant,
    /// or a word of another language such as goto
    #[arg(value_name = "CODE|BLOCK|WORD")]
    topic: String,
}

/// What this language says instead of a word of another one.
fn slip_page(slip: &Slip, word: &str) -> String {
    format!("{}: {}\n", slip.message(word), slip.help)
}

pub(super) fn run(args: &ExplainArgs) -> Outcome {
    let topic = args.topic.trim();
    if let Ok(code) = topic.parse::<Code>() {
        console::print(code.page().0);
        return Outcome::Good;
    }
    if let Some(page) = docs::of(topic) {
        console::print(&page);
        return Outcome::Good;
    }
    let pages: Vec<String> = catalogue::by_action(topic).filter_map(|block| docs::of(block.keyword)).collect();
    if !pages.is_empty() {
        console::print(&pages.join("\n"));
        return Outcome::Good;
    }
    let slips: Vec<String> = slips::about(topic).map(|slip| slip_page(slip, topic)).collect();
    if !slips.is_empty() {
        console::print(&slips.join("\n"));
        return Outcome::Good;
    }
    let topics = catalogue::blocks()
        .flat_map(|block| [block.keyword, block.action])
        .chain(Code::ALL.iter().map(|code| code.number()));
    let near = nearest(topic, topics)
        .map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_else(|| "; `callflow catalogue` lists the blocks".to_owned());
    console::error(&format!("unknown code, block, action or word `{topic}`{near}"));
    Outcome::Failed
}
