//! The ways into an action, and what each says about why a contact takes it.
//!
//! Takes the shapes of all actions. Gives words only for what is written at the branch: an outcome, a compared value,
//! the choice of a person.

use super::about::{About, prompt, without_kind};
use super::vocabulary::COMPARISONS;
use super::{keys, words};
use crate::catalogue::{BranchWire, Question};
use crate::decompile::block::Decompiled;
use crate::decompile::branch::{On, Shape};
use crate::graph::{Action, ActionId, Flow, Target};
use crate::syntax::tree::{Operator, Outcome, Value, ValueKind};

/// The maximum number of words for the block that a branch leaves.
const FEW: usize = 2;

/// A branch that leads to an action.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) from: ActionId,
    /// `None` if a contact always takes it.
    pub(super) reason: Option<Reason>,
}

/// Why a contact takes a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// A person chose it.
    Choice(Vec<String>),
    /// An outcome or a compared value.
    Outcome(Vec<String>),
    /// A person was asked and gave no input that can be used.
    NoInput(Vec<String>),
    /// The block failed, which does this.
    Failure(Vec<String>),
}

impl Reason {
    pub(super) fn words(&self) -> Vec<String> {
        match self {
            Reason::Choice(words) | Reason::Outcome(words) | Reason::NoInput(words) => words.clone(),
            Reason::Failure(words) => words.iter().cloned().chain(["failed".to_owned()]).collect(),
        }
    }

    /// What all ways in have in common.
    pub(super) fn of_all(ways: &[Way]) -> Option<Reason> {
        let reasons: Option<Vec<&Reason>> = ways.iter().map(|way| way.reason.as_ref()).collect();
        let reasons = reasons?;
        let first = *reasons.first()?;
        if reasons.iter().all(|reason| *reason == first) {
            return Some(first.clone());
        }
        let word = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        if reasons.iter().all(|reason| matches!(reason, Reason::Failure(_))) {
            return Some(Reason::Outcome(word(&["error"])));
        }
        let is_input = |reason: &&Reason| matches!(reason, Reason::NoInput(_) | Reason::Failure(_));
        (reasons.iter().all(is_input)).then(|| Reason::NoInput(word(&["no", "valid", "input"])))
    }
}

/// The ways into each action.
pub(super) fn find(flow: &Flow, blocks: &[Decompiled], shapes: &[Shape], about: &About) -> Vec<Vec<Way>> {
    let mut ways: Vec<Vec<Way>> = vec![Vec::new(); flow.actions.len()];
    let mut add = |from: usize, to: Option<Target>, reason: Option<Reason>| {
        if let Some(ways) = to.and_then(Target::action).filter(|to| to.0 != from).and_then(|to| ways.get_mut(to.0)) {
            ways.push(Way { from: ActionId(from), reason });
        }
    };
    for (index, ((action, block), shape)) in flow.actions.iter().zip(blocks).zip(shapes).enumerate() {
        let source = Source { action, block, about };
        add(index, shape.main, source.main());
        for arm in &shape.arms {
            add(index, arm.target, source.reason(&arm.on));
        }
        add(index, shape.error.and_then(|error| error.target), Some(source.failure()));
    }
    ways
}

/// The block that a branch leaves.
struct Source<'a> {
    action: &'a Action,
    block: &'a Decompiled,
    about: &'a About,
}

impl Source<'_> {
    /// What the block is about, or else what it is.
    fn words(&self) -> Vec<String> {
        let about = self.about.words(self.action, self.block).filter(|_| prompt(self.block).is_none());
        let Some((words, is_data)) = about else { return split(&About::what(self.action, self.block)) };
        // The end of a path says most, the beginning of another name.
        let skipped = if is_data { words.len().saturating_sub(FEW) } else { 0 };
        words.into_iter().skip(skipped).take(FEW).collect()
    }

    fn question(&self) -> Option<Question> {
        self.action.semantics().asks.map(|asks| asks.how)
    }

    fn failure(&self) -> Reason {
        // What a function is called says what failed; of other blocks, what they are.
        let is_called = self.block.entry.is_some_and(|entry| entry.step_name.prefix.is_empty());
        let words = if is_called { self.words() } else { split(&About::what(self.action, self.block)) };
        Reason::Failure(words)
    }

    fn main(&self) -> Option<Reason> {
        let branch = self.block.entry?.branches.iter().find(|branch| branch.main)?;
        match branch.wire {
            BranchWire::Next => None,
            BranchWire::Error(_) => Some(Reason::Outcome(prefixed("other", self.words()))),
            BranchWire::Condition(..) => self.outcome(branch.name),
        }
    }

    fn reason(&self, on: &On) -> Option<Reason> {
        match on {
            On::Outcome(Outcome::Name(word)) => self.outcome(&word.text),
            On::Outcome(Outcome::ErrorType(text)) => Some(Reason::Outcome(words::of_name(text.literal()?))),
            On::Next(_) => None,
            On::When(operator, values) => self.condition(operator, values),
        }
    }

    fn outcome(&self, name: &str) -> Option<Reason> {
        let branch = self.block.entry.and_then(|entry| entry.branch(name));
        let unanswered = self.action.semantics().asks.and_then(|asks| asks.unanswered);
        let is_unanswered = branch.is_some_and(|branch| match branch.wire {
            BranchWire::Error(error) => unanswered == Some(error),
            _ => false,
        });
        Some(match name {
            "error" => self.failure(),
            "true" => Reason::Outcome(self.words()),
            "false" => Reason::Outcome(prefixed("not", self.words())),
            _ if is_unanswered => Reason::NoInput(split("no_input")),
            _ if self.question().is_some() && matches!(branch.map(|it| it.wire), Some(BranchWire::Error(_))) => {
                Reason::NoInput(split(name))
            }
            _ => Reason::Outcome(split(name)),
        })
    }

    fn condition(&self, operator: &Operator, values: &[Value]) -> Option<Reason> {
        let literal = match values {
            [] => "",
            [value, ..] => match &value.kind {
                ValueKind::Text(text) => text.literal()?,
                ValueKind::Number(number) => number.digits.as_str(),
                ValueKind::Path(path) => path.rsplit('.').next()?,
                _ => return None,
            },
        };
        let mut value = words::of_name(literal);
        if let (Operator::Equals, [_]) = (operator, values) {
            match self.question() {
                Some(Question::Menu) => {
                    let choice = prompt(self.block).and_then(|prompt| keys::choice(&prompt, literal));
                    return Some(choice.map_or_else(|| Reason::Outcome(prefixed("key", value)), Reason::Choice));
                }
                Some(Question::Bot | Question::View) => {
                    return Some(Reason::Choice(without_kind(value)));
                }
                Some(Question::Input) | None => {}
            }
        }
        let compared = match operator {
            Operator::Equals => {
                let says = |word: &String| word.chars().count() > 1 && !word.chars().all(char::is_numeric);
                match literal.to_lowercase().as_str() {
                    "true" | "yes" | "y" => return Some(Reason::Outcome(self.words())),
                    "false" | "no" | "n" => return Some(Reason::Outcome(prefixed("not", self.words()))),
                    _ if value.iter().any(says) => Vec::new(),
                    _ => self.words(),
                }
            }
            Operator::Named(word) => {
                let sign = COMPARISONS.iter().find(|(sign, _)| *sign == word.text);
                let words = sign.map_or_else(|| split(&word.text), |(_, words)| split(&words.join("_")));
                self.words().into_iter().chain(words).collect()
            }
            Operator::Wire(_) => self.words(),
        };
        value.truncate(3);
        Some(Reason::Outcome(compared.into_iter().chain(value).collect()))
    }
}

fn split(name: &str) -> Vec<String> {
    name.split('_').map(str::to_owned).collect()
}

fn prefixed(word: &str, words: Vec<String>) -> Vec<String> {
    std::iter::once(word.to_owned()).chain(words).collect()
}
