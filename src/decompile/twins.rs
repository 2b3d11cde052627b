//! Steps that do the same.
//!
//! Takes a plan and its blocks, and gives each step whose statements are those of an earlier step. Never merges them:
//! they are different actions.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::block::Decompiled;
use super::plan::{Statement, Step, To};
use crate::graph::ActionId;

/// The steps that have the same blocks as an earlier one, with that one.
pub(super) fn find(steps: &[Step], blocks: &[Decompiled]) -> Vec<(ActionId, ActionId)> {
    let mut known: HashMap<String, ActionId> = HashMap::new();
    let mut found = Vec::new();
    for step in steps {
        let Some(entry) = step.entry else { continue };
        let mut text = format!("{:?}", step.error);
        describe(&step.run, blocks, &mut text);
        match known.get(&text) {
            Some(first) => found.push((entry, *first)),
            None => {
                known.insert(text, entry);
            }
        }
    }
    found
}

/// Writes all that a run says. The nodes of blocks have no spans of their own, so equal ones are written alike.
fn describe(run: &[Statement], blocks: &[Decompiled], text: &mut String) {
    for statement in run {
        let (id, lines) = match statement {
            Statement::Block(id, lines) => (id, lines),
            Statement::Jump(goto) => {
                let _ = write!(text, "{goto:?};");
                continue;
            }
        };
        if let Some(block) = blocks.get(id.0) {
            let _ = write!(text, "{:?}{:?}{:?}", block.keyword, block.subject, block.items);
        }
        for line in lines {
            let _ = write!(text, "{:?}", line.on);
            match &line.to {
                To::Goto(goto) => {
                    let _ = write!(text, "{goto:?};");
                }
                To::Run(inner) => {
                    text.push('{');
                    describe(inner, blocks, text);
                    text.push('}');
                }
            }
        }
    }
}
