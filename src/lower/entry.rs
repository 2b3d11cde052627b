//! Finds the catalogue entry of a block, and the branch that an outcome names; lists its branches for a message.

use crate::catalogue::{self, Block, Branch, BranchWire, Form};
use crate::syntax::tree::{self, BodyItem, Outcome};

/// The catalogue entry of a block; `None` for an unknown keyword.
pub(super) fn entry_of(block: &tree::Block) -> Option<&'static Block> {
    let forms: Vec<&'static Block> = catalogue::by_keyword(&block.keyword.text).collect();
    let fits = |entry: &&&'static Block| match entry.form {
        Form::Only => true,
        Form::WithSubject => block.subject.is_some() || names_subject(entry, block),
        Form::WithoutSubject => block.subject.is_none(),
    };
    forms.iter().rev().find(fits).copied()
}

/// Whether the body sets one of the parameters that the subject can set.
fn names_subject(entry: &Block, block: &tree::Block) -> bool {
    block.items().any(|item| match item {
        BodyItem::Parameter(parameter) => entry.subject.contains(&parameter.name.text.as_str()),
        _ => false,
    })
}

/// Whether an outcome names this branch.
pub(super) fn is_named(outcome: &Outcome, branch: &Branch) -> bool {
    match outcome {
        Outcome::Name(word) => word.text == branch.name,
        Outcome::ErrorType(text) => {
            matches!(branch.wire, BranchWire::Error(error) if text.literal() == Some(error))
        }
    }
}

/// A line of help that lists the branches of a block.
pub(super) fn branches_of(entry: &Block) -> String {
    let mut names: Vec<String> = entry.branches.iter().map(|branch| format!("`{}`", branch.name)).collect();
    if entry.conditions.is_some() {
        names.push("`when …`".to_owned());
    }
    match names.as_slice() {
        [] => "it has no branches".to_owned(),
        [one] => format!("its only branch is {one}"),
        _ => format!("its branches are {}", names.join(", ")),
    }
}

/// The branch whose name `text` is in the designer's words: `At capacity`.
pub(super) fn branch_in_words(entry: &'static Block, text: &str) -> Option<&'static str> {
    let name = snake_case(text);
    entry.branches.iter().map(|branch| branch.name).find(|branch| *branch == name)
}

/// `Check call progress` → `check_call_progress`.
pub(super) fn snake_case(text: &str) -> String {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

/// The verb for what the entries of a block are: `inputs are`, `output is`.
pub(super) fn are(what: &str) -> &'static str {
    if what.ends_with('s') { "are" } else { "is" }
}
