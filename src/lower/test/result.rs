//! How a block is left, as a test writes it.
//!
//! Takes the words behind an arrow and the pattern before it; gives a result of one of its blocks, and reports what none
//! of them can have.

use std::iter::once;

use super::super::Context;
use super::super::condition::Shares;
use super::super::entry::branch_in_words;
use crate::catalogue::wire::{COMMON_BRANCHES, EQUALS};
use crate::catalogue::{self, Block, BranchWire, Operands};
use crate::diagnostic::{Code, Confidence, Diagnostic, nearest};
use crate::script::{Pattern, Result as TestResult, ResultKind};
use crate::source::Span;
use crate::syntax::tree::{self, Condition, Number, Operator, Unit, ValueKind, Word};

/// The result of a block that succeeds.
pub(super) const SUCCESS: &str = "success";

impl Context<'_> {
    /// Lowers the result of a block. `None` if no block of the pattern can have it, which is reported.
    pub(super) fn result(&mut self, pattern: &Pattern, written: &tree::TestResult) -> Option<TestResult> {
        let kind = match &written.kind {
            tree::ResultKind::Name(word) => self.outcome(pattern, word)?,
            tree::ResultKind::Value(text) => self.value_of_result(pattern, text)?,
            tree::ResultKind::When(condition) => self.condition_of_result(pattern, condition)?,
        };
        Some(TestResult { span: written.span, kind, data: serde_json::Map::new() })
    }

    fn outcome(&mut self, pattern: &Pattern, word: &Word) -> Option<ResultKind> {
        if pattern.action.is_some() {
            return self.outcome_of_raw(word);
        }
        if word.text == SUCCESS && pattern.blocks.iter().any(|block| block.can_succeed()) {
            return Some(ResultKind::Success);
        }
        if let Some(branch) = pattern.blocks.iter().find_map(|block| block.branch(&word.text)) {
            return Some(ResultKind::Branch(branch.name));
        }
        let keyword = pattern.blocks.first().map_or("", |block| block.keyword);
        let names = outcomes(&pattern.blocks);
        let near = nearest(&word.text, names.iter().copied());
        let message = format!("`{keyword}` has no branch `{}`", word.text);
        let diagnostic = Diagnostic::new(Code::UnknownBranch, word.span, message).did_you_mean(word.span, near);
        let takes_value = pattern.blocks.iter().any(|block| takes_value(block));
        self.diagnostics.push(match near {
            None if takes_value => diagnostic
                .help(format!("its results are {}", listed(&names)))
                .help(format!("what the block got is in quotes: `-> \"{}\"`", word.text)),
            _ if names.is_empty() => diagnostic.help("it ends the flow, and is never left"),
            _ => diagnostic.help(format!("its results are {}", listed(&names))),
        });
        None
    }

    fn outcome_of_raw(&mut self, word: &Word) -> Option<ResultKind> {
        if word.text == SUCCESS {
            return Some(ResultKind::Success);
        }
        if let Some((name, _)) = COMMON_BRANCHES.iter().find(|(name, _)| *name == word.text) {
            return Some(ResultKind::Branch(name));
        }
        let names: Vec<&str> = once(SUCCESS).chain(COMMON_BRANCHES.iter().map(|(name, _)| *name)).collect();
        let message = format!("`{}` is not a branch that every action has", word.text);
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownBranch, word.span, message)
                .did_you_mean(word.span, nearest(&word.text, names.iter().copied()))
                .help(format!("write the ErrorType of flow JSON in quotes, or one of {}", listed(&names))),
        );
        None
    }

    /// What the block got, or an ErrorType.
    fn value_of_result(&mut self, pattern: &Pattern, text: &tree::Text) -> Option<ResultKind> {
        let value = self.resolver.consts.text(text, &mut self.diagnostics)?;
        let branches = pattern.blocks.iter().flat_map(|block| block.branches);
        for branch in branches {
            if let BranchWire::Error(error) = branch.wire
                && error == value
            {
                return Some(ResultKind::Branch(branch.name));
            }
        }
        if pattern.action.is_some() || self.is_error_of(pattern, &value) {
            return Some(ResultKind::Error(value));
        }
        if pattern.blocks.iter().any(|block| decides(block, &value)) {
            return Some(ResultKind::Value(value));
        }
        let keyword = pattern.blocks.first().map_or("", |block| block.keyword);
        if let Some(name) = pattern.blocks.iter().find_map(|block| branch_in_words(block, &value)) {
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownBranch, text.span, format!("`{value}` is not the name of an error"))
                    .help(format!("the branch is written `-> {name}`"))
                    .fix(text.span, name, Confidence::Sure),
            );
            return None;
        }
        let message = match pattern.blocks.iter().any(|block| takes_value(block)) {
            true => format!("`{keyword}` has no branch for the value `{value}`"),
            false => format!("`{keyword}` gets no value that decides how it is left"),
        };
        let diagnostic = Diagnostic::new(Code::ImpossibleResult, text.span, message)
            .help(format!("its results are {}", listed(&outcomes(&pattern.blocks))));
        let fills = pattern.blocks.iter().any(|block| !block.semantics.fills.is_empty());
        self.diagnostics.push(if fills {
            diagnostic.help(format!("what it brings follows in braces: `-> {SUCCESS} {{ name = \"{value}\" }}`"))
        } else {
            diagnostic
        });
        None
    }

    /// Whether a block of the build that the pattern may stand for has a branch for this ErrorType.
    fn is_error_of(&self, pattern: &Pattern, error: &str) -> bool {
        let Some(test) = &self.test else { return false };
        let actions = test.build.flows.iter().flat_map(|flow| &flow.actions);
        let mut blocks = actions.filter(|action| {
            action.block.is_some_and(|block| pattern.blocks.iter().any(|it| std::ptr::eq(*it, block)))
        });
        blocks.any(|action| action.transitions.errors.iter().any(|branch| branch.error == error))
    }

    fn condition_of_result(&mut self, pattern: &Pattern, condition: &Condition) -> Option<ResultKind> {
        let Some((block, conditions)) = pattern.blocks.iter().find_map(|block| Some((*block, block.conditions?)))
        else {
            let keyword = pattern.blocks.first().map_or("action", |block| block.keyword);
            let message = format!("`{keyword}` takes no conditions");
            let names = outcomes(&pattern.blocks);
            let diagnostic = Diagnostic::new(Code::BadCondition, condition.span, message);
            self.diagnostics.push(match names.is_empty() {
                true => diagnostic,
                false => diagnostic.help(format!("its results are {}", listed(&names))),
            });
            return None;
        };
        if condition.values.len() > 1 && !matches!(condition.operator, Operator::Wire(_)) {
            self.diagnostics.push(
                Diagnostic::new(Code::BadCondition, condition.span, "a block is left by one condition")
                    .help("write one of the values"),
            );
            return None;
        }
        if conditions.operands == Operands::Shares && matches!(condition.operator, Operator::Equals) {
            return self.share_of_result(condition);
        }
        let made = self.conditions(Some(block), &pattern.parameters, condition, &mut Shares::default());
        let made = made.into_iter().next()?;
        Some(ResultKind::When(made.operator, made.operands))
    }

    fn share_of_result(&mut self, condition: &Condition) -> Option<ResultKind> {
        let value = self.resolver.consts.value(condition.values.first()?, &mut self.diagnostics);
        if let ValueKind::Hole = value.kind {
            return None;
        }
        let share = match &value.kind {
            ValueKind::Number(Number { digits, unit: Unit::Percent }) => digits.parse::<u8>().ok(),
            _ => None,
        };
        if share.is_none() {
            self.diagnostics.push(Diagnostic::new(
                Code::BadCondition,
                value.span,
                "expected a percentage of the flow, such as `30%`",
            ));
        }
        share.map(ResultKind::Share)
    }

    /// Lowers the result of what a person does: only the block that waits knows whether it can have it.
    pub(super) fn result_of_act(&mut self, written: &tree::TestResult) -> Option<TestResult> {
        let asking = || catalogue::blocks().filter(|block| block.waits_for_customer());
        let kind = match &written.kind {
            tree::ResultKind::Name(word) if word.text == SUCCESS => ResultKind::Success,
            tree::ResultKind::Name(word) => match asking().find_map(|block| block.branch(&word.text)) {
                Some(branch) => ResultKind::Branch(branch.name),
                None => {
                    let blocks: Vec<&'static Block> = asking().collect();
                    let names = outcomes(&blocks);
                    let message = format!("no block that asks a customer has the branch `{}`", word.text);
                    let near = nearest(&word.text, names.iter().copied());
                    self.diagnostics.push(
                        Diagnostic::new(Code::UnknownBranch, word.span, message)
                            .did_you_mean(word.span, near)
                            .help(format!("what a bot understood is in quotes: `-> \"{}\"`", word.text)),
                    );
                    return None;
                }
            },
            tree::ResultKind::Value(text) => {
                let value = self.resolver.consts.text(text, &mut self.diagnostics)?;
                let is_error = |block: &Block| block.branches.iter().any(|it| it.wire.is_error(&value));
                if asking().any(is_error) { ResultKind::Error(value) } else { ResultKind::Value(value) }
            }
            tree::ResultKind::When(condition) => {
                self.no_condition_of_act(condition.span);
                return None;
            }
        };
        Some(TestResult { span: written.span, kind, data: serde_json::Map::new() })
    }

    fn no_condition_of_act(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::new(Code::BadCondition, span, "what a person does meets no condition by itself")
                .help("write what was understood: `-> \"Billing\"`"),
        );
    }
}

/// Whether a value that the block got can decide how it is left.
fn takes_value(block: &Block) -> bool {
    let is_condition = |wire: &BranchWire| matches!(wire, BranchWire::Condition(..));
    block.conditions.is_some()
        || block.semantics.asks.is_some()
        || block.branches.iter().any(|branch| is_condition(&branch.wire))
}

/// Whether this value can decide how a block is left. Where the branches are fixed, one of them must be for it.
fn decides(block: &Block, value: &str) -> bool {
    let is_for = |wire: &BranchWire| match wire {
        BranchWire::Condition(EQUALS, operand) => *operand == value,
        BranchWire::Condition(..) => true,
        BranchWire::Next | BranchWire::Error(_) => false,
    };
    block.conditions.is_some()
        || block.semantics.asks.is_some()
        || block.branches.iter().any(|branch| is_for(&branch.wire))
}

/// The names of the results of some blocks.
fn outcomes(blocks: &[&'static Block]) -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    let succeed = blocks.iter().any(|block| block.can_succeed());
    let branches = blocks.iter().flat_map(|block| block.branches).map(|branch| branch.name);
    for name in succeed.then_some(SUCCESS).into_iter().chain(branches) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Names in backticks.
pub(super) fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
