//! What to say about a line that the grammar could not parse.
//!
//! Takes the line, chooses by its first word what it was meant to be, and parses it as that alone: where that goes no
//! further is the place to point at. Gives one diagnostic and the hole that stands in the tree for the line.
//! Nothing here decides whether a line is good.

mod message;

use super::grammar::{self, Failure, Rule};
use super::scan::Scan;
use super::tree::{Hole, Item, Word};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use message::{Mistake, is_name_part, is_name_start, token};

/// What separates words and lines. Other blanks, a no-break space for instance, are mistakes.
const BLANKS: [char; 3] = [' ', '\t', '\n'];

/// Where a bad line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enclosure {
    /// At the top of a file.
    File,
    /// In a flow's or module's braces.
    Flow,
    /// In a step's or branch's braces.
    Run,
    /// In a block's or quick connect's braces.
    Body,
    /// In the braces of a module's `input` or `output`.
    Fields,
}

/// A place that could not be parsed, and what is said about it; nothing, if it is the echo of another mistake.
pub(super) struct Found {
    pub(super) hole: Hole,
    pub(super) diagnostic: Option<Diagnostic>,
}

/// A line that nothing could be made of: `slice`, which starts at the byte `start` of the parsed text.
pub(super) fn bad(scan: &Scan<'_>, place: Enclosure, start: usize, slice: &str) -> Found {
    let slice = slice.trim_end_matches(BLANKS);
    let diagnostic = misplaced(scan, place, start, slice).unwrap_or_else(|| {
        let rule = meant(place, slice);
        let mistake = match rule.map(|rule| grammar::parse(rule, slice)) {
            Some(Err(mut failure)) if place == Enclosure::Body && failure.expected == [Rule::colon] => {
                failure.expected.push(Rule::equals);
                Mistake::new(scan, start, slice, failure)
            }
            Some(Err(failure)) => Mistake::new(scan, start, slice, failure),
            _ => Mistake::new(scan, start, slice, Failure { at: 0, expected: vec![generic(place)] }),
        };
        mistake.diagnostic()
    });
    found(scan, start, slice, diagnostic)
}

/// What follows a good line on its line; `good` is what the line is and where it starts.
pub(super) fn trailing(scan: &Scan<'_>, good: Option<(Rule, usize)>, start: usize, slice: &str) -> Found {
    let slice = slice.trim_end_matches(BLANKS);
    let direct = || Mistake::new(scan, start, slice, Failure { at: 0, expected: vec![Rule::EOI] });
    let mistake = match good.and_then(|(rule, from)| Some((alone(rule)?, from))) {
        Some((rule, from)) => {
            let whole = scan.text().get(from..start + slice.len()).unwrap_or_default();
            let before = scan.text().get(from..start).unwrap_or_default();
            match grammar::parse(rule, whole) {
                // What stands in braces was looked at already; only what follows them is wrong.
                Err(failure) if failure.at >= before.len() && !before.trim_end_matches(BLANKS).ends_with('}') => {
                    Mistake::new(scan, from, whole, failure)
                }
                _ => direct(),
            }
        }
        None => direct(),
    };
    found(scan, start, slice, mistake.after_good_line().diagnostic())
}

/// What stands before the braces of something and does not belong there; `rule` and `from` are what it is and where it
/// starts.
pub(super) fn stray(scan: &Scan<'_>, rule: Rule, from: usize, start: usize, slice: &str) -> Option<Diagnostic> {
    let end = start + slice.len() + "{".len();
    let whole = scan.text().get(from..end).unwrap_or_default();
    let failure = match grammar::parse(rule, whole) {
        Err(failure) => failure,
        Ok(_) => Failure { at: start - from, expected: vec![Rule::open] },
    };
    found(scan, start, slice, Mistake::new(scan, from, whole, failure).diagnostic()).diagnostic
}

/// A file that the grammar gave up altogether, which the scan before it should have seen to.
pub(super) fn file(scan: &Scan<'_>, failure: Failure, diagnostics: &mut Diagnostics) -> Item {
    let found = found(scan, 0, scan.text(), Mistake::new(scan, 0, scan.text(), failure).diagnostic());
    diagnostics.extend(found.diagnostic);
    Item::Hole(found.hole)
}

fn found(scan: &Scan<'_>, start: usize, slice: &str, diagnostic: Diagnostic) -> Found {
    let hole = Hole { span: scan.span(start, start + slice.len()), targets: targets(scan, start, slice) };
    let is_echo = diagnostic.span().is_some_and(|span| scan.is_doubtful(span));
    Found { hole, diagnostic: (!is_echo).then_some(diagnostic) }
}

/// The words after `->` in `slice`.
fn targets(scan: &Scan<'_>, start: usize, slice: &str) -> Vec<Word> {
    let mut targets = Vec::new();
    for (arrow, _) in slice.match_indices("->") {
        let after = slice.get(arrow + 2..).unwrap_or_default();
        let word = after.trim_start_matches([' ', '\t']);
        let at = start + arrow + 2 + (after.len() - word.len());
        let text = token(word);
        if text.starts_with(is_name_start) {
            let span = scan.span(at, at + text.len());
            targets.push(Word { span, text: text.replace('-', "_").into() });
        }
    }
    targets
}

/// The first word of `slice`, and what follows it.
fn first_word(slice: &str) -> (&str, &str) {
    let length = slice.find(|c| !is_name_part(c)).unwrap_or(slice.len());
    let (word, rest) = slice.split_at_checked(length).unwrap_or((slice, ""));
    (word, rest.trim_start_matches([' ', '\t']))
}

/// What a line was most likely meant to be.
fn meant(place: Enclosure, slice: &str) -> Option<Rule> {
    let (word, rest) = first_word(slice);
    let key_rest = if slice.starts_with('"') {
        slice.get(token(slice).len()..).unwrap_or_default().trim_start_matches([' ', '\t'])
    } else {
        rest
    };
    Some(match (place, word) {
        (Enclosure::File, "flow" | "module") => Rule::only_flow,
        (Enclosure::File, "quick_connect") => Rule::only_quick_connect,
        (Enclosure::File, "const") => Rule::only_constant,
        (Enclosure::File, _) => return None,
        (Enclosure::Flow | Enclosure::Body, _) if key_rest.starts_with(':') => Rule::only_parameter,
        (Enclosure::Body, _) if key_rest.starts_with('=') => Rule::only_entry,
        (Enclosure::Flow, "step") => Rule::only_step,
        (Enclosure::Flow, "start") => Rule::only_start,
        (Enclosure::Flow, "on") => Rule::only_default,
        (Enclosure::Flow, "input" | "output") => Rule::only_schema,
        (Enclosure::Flow, "description" | "tags" | "branches") => Rule::only_parameter,
        (Enclosure::Flow, _) => return None,
        (Enclosure::Run, "on") => Rule::only_default,
        (Enclosure::Run, "") if slice.starts_with('-') => Rule::only_jump,
        (Enclosure::Run, _) => Rule::only_block,
        (Enclosure::Body, "on") => Rule::only_on,
        (Enclosure::Body, "when") => Rule::only_when,
        (Enclosure::Body, _) => Rule::only_parameter,
        (Enclosure::Fields, _) => Rule::only_field,
    })
}

/// What is expected where no line of `place` begins as this one does.
fn generic(place: Enclosure) -> Rule {
    match place {
        Enclosure::File => Rule::item_line,
        Enclosure::Flow => Rule::member_line,
        Enclosure::Run => Rule::run_line,
        Enclosure::Body => Rule::body_line,
        Enclosure::Fields => Rule::field_line,
    }
}

/// The rule that parses what a good line is, and nothing after it.
fn alone(good: Rule) -> Option<Rule> {
    Some(match good {
        Rule::constant => Rule::only_constant,
        Rule::default | Rule::misplaced => Rule::only_default,
        Rule::field => Rule::only_field,
        Rule::jump => Rule::only_jump,
        Rule::block => Rule::only_block,
        Rule::parameter => Rule::only_parameter,
        Rule::entry => Rule::only_entry,
        Rule::on => Rule::only_on,
        Rule::when => Rule::only_when,
        _ => return None,
    })
}

/// A line that is fine in itself, or nearly, and stands in the wrong place.
fn misplaced(scan: &Scan<'_>, place: Enclosure, start: usize, slice: &str) -> Option<Diagnostic> {
    let (word, rest) = first_word(slice);
    let is_setting = rest.starts_with([':', '=']);
    let error = |message: String| {
        let length = token(slice).len();
        Diagnostic::new(Code::SyntaxError, scan.span(start, start + length), message)
    };
    let stands = |where_: &str| Some(error(format!("`{word}` stands {where_}")));
    match (place, word) {
        (Enclosure::File, "step" | "start" | "on") => {
            stands("in the braces of a flow").map(|error| error.help("a flow is `flow \"Name\" inbound { … }`"))
        }
        (Enclosure::Flow | Enclosure::Run | Enclosure::Body, "flow" | "module" | "quick_connect" | "const")
            if !is_setting =>
        {
            stands("at the top of a file, outside of all braces")
        }
        (Enclosure::Run | Enclosure::Body, "step" | "start") if !is_setting => {
            stands("in the braces of a flow, beside the other steps")
        }
        (Enclosure::Run, "when") => stands("in the braces of its block")
            .map(|error| error.help("`check_contact_attributes $.Attributes.tier { when \"gold\" -> vip }`")),
        (Enclosure::Run, "on") if !rest.contains("->") || rest.contains('{') => stands("in the braces of its block")
            .map(|error| error.help("`transfer_to_queue { on at_capacity -> full }`")),
        (Enclosure::Run, _) if is_setting && !word.is_empty() => Some(
            error(format!("`{word}` is set outside of a block"))
                .help("parameters and entries stand in the braces of their block: `wait 30s { … }`"),
        ),
        (Enclosure::File, _) => near_word(scan, start, word, &["flow", "module", "quick_connect", "const"]),
        (Enclosure::Flow, _) if !is_setting => {
            let words = ["start", "step", "on", "input", "output", "description", "tags", "branches"];
            if words.contains(&word) {
                return None;
            }
            near_word(scan, start, word, &words).or_else(|| {
                let is_statement = !word.is_empty() || slice.starts_with("->");
                is_statement.then(|| {
                    error(format!("expected `start`, `step`, `on` or a setting, found `{}`", token(slice)))
                        .help("blocks and jumps stand in `start { … }` or `step name { … }`")
                })
            })
        }
        (Enclosure::Body, "") if slice.starts_with("->") => Some(
            error("a jump stands outside of the braces of a block".to_owned())
                .help("in the braces, say when it is taken: `on timeout -> menu`"),
        ),
        _ => None,
    }
}

fn near_word(scan: &Scan<'_>, start: usize, word: &str, words: &[&str]) -> Option<Diagnostic> {
    // A longer word is none of these, and comparing takes time.
    if word.is_empty() || word.len() > 40 {
        return None;
    }
    let near = nearest(word, words.iter().copied())?;
    let span = scan.span(start, start + word.len());
    let message = format!("`{word}` is no word that may begin a line here");
    Some(Diagnostic::new(Code::SyntaxError, span, message).did_you_mean(span, Some(near)))
}
