//! Recognises what a line of a test was meant to be.
//!
//! Takes the line, gives a diagnostic. An edit is certain only if the line can be parsed after it.

use super::BLANKS;
use super::slip::{Line, operator};
use super::word::is_name_start;
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::syntax::grammar::{self, Rule};

/// The words that the lines of a test begin with, but for the one that is a block of flows as well.
pub(super) const LINES: [&str; 20] = [
    "use",
    "given",
    "call",
    "chat",
    "task",
    "email",
    "press",
    "say",
    "choose",
    "silence",
    "hang_up",
    "agent_accepts",
    "agent_holds",
    "agent_resumes",
    "agent_transfers",
    "agent_hangs_up",
    "hear",
    "agent_hears",
    "expect",
    "never",
];

/// The rule of the lines that begin with `word`.
pub(super) fn meant(word: &str) -> Option<Rule> {
    Some(match word {
        "use" => Rule::only_use,
        "given" => Rule::only_given,
        "call" | "chat" | "task" | "email" => Rule::only_contact,
        "hear" | "agent_hears" => Rule::only_hear,
        "expect" => Rule::only_expect,
        "never" => Rule::only_never,
        _ if grammar::parse(Rule::act_word, word).is_ok() => Rule::only_act,
        _ => return None,
    })
}

/// Comparisons of other languages, and what is written here.
const COMPARISONS: &[(&str, &[&str])] =
    &[("=", &["==", "===", "is", "equals", "eq", "be"]), ("!=", &["!==", "<>", "isnt", "is_not", "ne", "not"])];

/// Signs and words that stand in the place of the arrow before a result.
const ARROWS: [&str; 7] = [":", "=", ">", "then", "returns", "gives", "to"];

const RESULT: &str = "how a block is left follows an arrow: `given invoke_lambda -> error`";

impl Line<'_> {
    /// What can be wrong only in a line of a test.
    pub(super) fn of_test(&self, at: usize, token: &str, before: &str) -> Option<Diagnostic> {
        match self.rule {
            Rule::only_hear => self.several_messages(at, token),
            Rule::only_contact => self.flow_word(at, token, before),
            Rule::only_given | Rule::only_never if token.is_empty() => self.missing_arrow(before),
            Rule::only_expect => self
                .heard(at, token, before)
                .or_else(|| self.compared(at, before))
                .or_else(|| self.missing_arrow(before).filter(|_| token.is_empty())),
            _ => None,
        }
    }

    /// The word `flow` before the name of a flow.
    fn flow_word(&self, at: usize, token: &str, before: &str) -> Option<Diagnostic> {
        let name = self.text.get(at + token.len()..)?.trim_start_matches(BLANKS);
        if token != "flow" || !name.starts_with('"') {
            return None;
        }
        let error =
            Diagnostic::new(Code::SyntaxError, self.span(at, at + token.len()), "unexpected `flow` before a name")
                .help(format!("the name of the flow follows directly: `{before} \"…\"`"));
        Some(self.fixed(error, at, self.text.len() - name.len(), ""))
    }

    /// A result without its arrow, which was read as the subject of the block: `given invoke_lambda error`.
    fn missing_arrow(&self, before: &str) -> Option<Diagnostic> {
        let from = before.rfind(BLANKS)? + 1;
        let name = before.get(from..)?;
        let head = before.get(..from)?.trim_end_matches(BLANKS);
        let sign = ARROWS.iter().find(|sign| head.ends_with(&format!(" {sign}")));
        let from = match sign {
            Some(sign) => head.len() - sign.len(),
            // Elsewhere a block may be alone.
            None if self.rule != Rule::only_given => return None,
            None => from,
        };
        if grammar::parse(Rule::only_name, name).is_err()
            || !self.is_good_with(from, before.len(), &format!("-> {name}"))
        {
            return None;
        }
        let span = self.span(from, before.len());
        Some(Diagnostic::new(Code::SyntaxError, span, format!("expected `->` before `{name}`")).help(RESULT).fix(
            span,
            format!("-> {name}"),
            Confidence::Guess,
        ))
    }

    /// Messages with commas, but without `only`.
    fn several_messages(&self, at: usize, token: &str) -> Option<Diagnostic> {
        let (word, messages) = self.text.split_once([' ', '\t'])?;
        (token == ",").then(|| {
            Diagnostic::new(Code::SyntaxError, self.span(at, at + token.len()), "several messages without `only`").help(
                format!(
                    "write a `{word}` line for each, or `{word} only {}` if nothing else is said in the turn",
                    messages.trim_start_matches(|c: char| c.is_whitespace())
                ),
            )
        })
    }

    /// A message behind `expect`: `expect "Hello."`, `expect hear "Hello."`.
    fn heard(&self, at: usize, token: &str, before: &str) -> Option<Diagnostic> {
        if before != "expect" {
            return None;
        }
        let span = self.span(at, at + token.len());
        if token.starts_with('"') {
            let error =
                Diagnostic::new(Code::SyntaxError, span, "expected a block, contact data or a place, found a text")
                    .help(format!("what is said is heard: `hear {token}`"));
            let with = format!("hear {}", self.text.get(at..)?);
            let is_heard = grammar::parse(Rule::only_hear, &with).is_ok();
            return Some(match is_heard {
                true => error.fix(self.span(0, before.len()), "hear", Confidence::Guess),
                false => error,
            });
        }
        let rest = self.text.get(at..)?;
        if !matches!(token, "hear" | "agent_hears") || grammar::parse(Rule::only_hear, rest).is_err() {
            return None;
        }
        Some(
            Diagnostic::new(
                Code::SyntaxError,
                self.span(0, before.len()),
                format!("unexpected `expect` before `{token}`"),
            )
            .help(format!("`{token}` is a line of its own: delete the `expect`"))
            .fix(self.span(0, at), "", Confidence::Sure),
        )
    }

    /// A comparison of another language.
    fn compared(&self, at: usize, before: &str) -> Option<Diagnostic> {
        // `==` begins with an operator that exists.
        let from = if before.len() == at { before.trim_end_matches(['=', '!', '<']).len() } else { at };
        let word = operator(self.text.get(from..)?);
        let (meant, _) = COMPARISONS.iter().find(|(_, words)| words.contains(&word))?;
        let span = self.span(from, from + word.len());
        let error = Diagnostic::new(Code::SyntaxError, span, format!("there is no operator `{word}`"))
            .help(format!("contact data is compared with `{meant}`: `expect $.Attributes.tier {meant} \"gold\"`"));
        Some(self.fixed(error, from, from + word.len(), meant))
    }

    /// Another sign in the place of the arrow before a result, or none.
    pub(super) fn result(&self, at: usize, token: &str) -> Option<Diagnostic> {
        if !matches!(self.rule, Rule::only_given | Rule::only_expect | Rule::only_never | Rule::only_act) {
            return None;
        }
        let span = self.span(at, at + token.len());
        let error = Diagnostic::new(Code::SyntaxError, span, format!("expected `->`, found `{token}`")).help(RESULT);
        let is_sign = ARROWS.contains(&token);
        let (end, with) = match is_sign {
            true => (at + token.len(), "->"),
            // Behind an act, a word may be a part of what is done.
            false if token.starts_with(is_name_start) && self.rule != Rule::only_act => (at, "-> "),
            false => return None,
        };
        let fixed = self.fixed(error, at, end, with);
        (is_sign || !fixed.fixes.is_empty()).then_some(fixed)
    }
}
