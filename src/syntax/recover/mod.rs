//! Reports a line that the grammar could not parse.
//!
//! Takes the line, guesses from its first word what it was meant to be, and parses it as that construct alone. The
//! location where that parse fails is the one to point at. Gives one diagnostic, and a hole for the line in the tree.
//! Nothing here decides whether a line is valid.

mod message;
mod notation;
mod slip;
mod test;
mod word;

use super::grammar::{self, Failure, Rule};
use super::scan::Scan;
use super::tree::{Hole, Item, Word};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use message::Mistake;
pub use notation::as_time;
pub(super) use notation::unit;
pub(super) use slip::{slip, statement_slip};
use word::{is_name_part, is_name_start, token};

/// The separators of words and lines. Other blanks, such as a no-break space, are errors.
const BLANKS: [char; 3] = [' ', '\t', '\n'];

/// The enclosing construct of a bad line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enclosure {
    /// At the top of a file.
    File,
    /// In the braces of a flow or module.
    Flow,
    /// In the braces of a step or branch.
    Run,
    /// In the braces of a block or quick connect.
    Body,
    /// In the braces of a module's `input` or `output`.
    Fields,
    /// In the braces of a test or setup.
    Test,
}

/// A part that could not be parsed, with its diagnostic. `None` if it only follows from another mistake.
pub(super) struct Found {
    pub(super) hole: Hole,
    pub(super) diagnostic: Option<Diagnostic>,
}

/// Reports a line that is invalid as a whole: `slice`, which starts at the byte `start` of the parsed text.
pub(super) fn bad(scan: &Scan<'_>, place: Enclosure, start: usize, slice: &str) -> Found {
    let slice = slice.trim_end_matches(BLANKS);
    let diagnostic = misplaced(scan, place, start, slice).unwrap_or_else(|| {
        let rule = meant(place, slice);
        let mistake = match rule.map(|rule| (rule, grammar::parse(rule, slice))) {
            Some((rule, Err(mut failure))) if place == Enclosure::Body && failure.expected == [Rule::colon] => {
                failure.expected.push(Rule::equals);
                Mistake::new(scan, start, slice, failure).of(rule)
            }
            Some((rule, Err(failure))) => Mistake::new(scan, start, slice, failure).of(rule),
            _ => Mistake::new(scan, start, slice, Failure { at: 0, expected: vec![generic(place)] }),
        };
        mistake.diagnostic()
    });
    found(scan, start, slice, diagnostic)
}

/// Reports what follows a valid line on the same line. `good` is the rule and the start of the valid line.
pub(super) fn trailing(scan: &Scan<'_>, good: Option<(Rule, usize)>, start: usize, slice: &str) -> Found {
    let slice = slice.trim_end_matches(BLANKS);
    let direct = || Mistake::new(scan, start, slice, Failure { at: 0, expected: vec![Rule::EOI] });
    let mistake = match good.and_then(|(rule, from)| Some((alone(rule)?, from))) {
        Some((rule, from)) => {
            let whole = scan.text().get(from..start + slice.len()).unwrap_or_default();
            let before = scan.text().get(from..start).unwrap_or_default();
            match grammar::parse(rule, whole) {
                // The contents of the braces were already checked; only what follows them is wrong.
                Err(failure) if failure.at >= before.len() && !before.trim_end_matches(BLANKS).ends_with('}') => {
                    Mistake::new(scan, from, whole, failure).of(rule)
                }
                _ => direct(),
            }
        }
        None => direct(),
    };
    found(scan, start, slice, mistake.after_good_line().diagnostic())
}

/// Reports unexpected text before the braces of a construct; `rule` and `from` are its rule and its start.
pub(super) fn stray(scan: &Scan<'_>, rule: Rule, from: usize, start: usize, slice: &str) -> Option<Diagnostic> {
    let end = start + slice.len() + "{".len();
    let whole = scan.text().get(from..end).unwrap_or_default();
    let failure = match grammar::parse(rule, whole) {
        Err(failure) => failure,
        Ok(_) => Failure { at: start - from, expected: vec![Rule::open] },
    };
    found(scan, start, slice, Mistake::new(scan, from, whole, failure).of(rule).diagnostic()).diagnostic
}

/// Reports a file that the grammar could not parse at all. The scan before it should prevent that.
pub(super) fn file(scan: &Scan<'_>, failure: Failure, diagnostics: &mut Diagnostics) -> Item {
    let found = found(scan, 0, scan.text(), Mistake::new(scan, 0, scan.text(), failure).diagnostic());
    diagnostics.extend(found.diagnostic);
    Item::Hole(found.hole)
}

/// The hole for `slice`, which could not be read.
pub(super) fn hole(scan: &Scan<'_>, start: usize, slice: &str) -> Hole {
    let slice = slice.trim_end_matches(BLANKS);
    Hole::new(scan.span(start, start + slice.len()), targets(scan, start, slice))
}

fn found(scan: &Scan<'_>, start: usize, slice: &str, diagnostic: Diagnostic) -> Found {
    let hole = hole(scan, start, slice);
    let is_echo = diagnostic.span().is_some_and(|span| scan.is_doubtful(span));
    Found { hole, diagnostic: (!is_echo).then_some(diagnostic) }
}

/// Collects the words after `->` in `slice`, and its last word: the arrow before it may be missing.
fn targets(scan: &Scan<'_>, start: usize, slice: &str) -> Vec<Word> {
    let mut targets = Vec::new();
    let last = slice.rsplit([' ', '\t', '>', ':']).next().unwrap_or_default();
    if last.starts_with(is_name_start) && last.chars().all(is_name_part) {
        let span = scan.span(start + slice.len() - last.len(), start + slice.len());
        targets.push(Word { span, text: last.into() });
    }
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

/// The first word of `slice`, and the rest.
fn first_word(slice: &str) -> (&str, &str) {
    let length = slice.find(|c| !is_name_part(c)).unwrap_or(slice.len());
    let (word, rest) = slice.split_at_checked(length).unwrap_or((slice, ""));
    (word, rest.trim_start_matches([' ', '\t']))
}

/// The rule that a line was most likely meant to match.
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
        (Enclosure::File, "test" | "setup") => Rule::only_test,
        (Enclosure::File, _) => return None,
        (Enclosure::Body, "when") if grammar::parse(Rule::only_entry, slice).is_err() && rest.starts_with('=') => {
            Rule::only_when
        }
        (Enclosure::Flow | Enclosure::Body, _) if key_rest.starts_with(':') => Rule::only_parameter,
        (Enclosure::Body, _) if key_rest.starts_with('=') => Rule::only_entry,
        (Enclosure::Flow, "step") => Rule::only_step,
        (Enclosure::Flow, "start") => Rule::only_start,
        (Enclosure::Flow, "on") => Rule::only_default,
        (Enclosure::Flow, "explicit") => Rule::only_explicit,
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
        (Enclosure::Test, _) => return test::meant(word),
    })
}

/// The expected rule if no line in `place` starts like this one.
fn generic(place: Enclosure) -> Rule {
    match place {
        Enclosure::File => Rule::item_line,
        Enclosure::Flow => Rule::member_line,
        Enclosure::Run => Rule::run_line,
        Enclosure::Body => Rule::body_line,
        Enclosure::Fields => Rule::field_line,
        Enclosure::Test => Rule::test_line,
    }
}

/// The rule that parses a valid line and nothing after it.
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
        Rule::use_line => Rule::only_use,
        Rule::given => Rule::only_given,
        Rule::contact => Rule::only_contact,
        Rule::act => Rule::only_act,
        Rule::hear => Rule::only_hear,
        Rule::expect => Rule::only_expect,
        Rule::never => Rule::only_never,
        _ => return None,
    })
}

/// Reports a line that is valid, or nearly valid, but is in the wrong place.
fn misplaced(scan: &Scan<'_>, place: Enclosure, start: usize, slice: &str) -> Option<Diagnostic> {
    let (word, rest) = first_word(slice);
    let is_setting = rest.starts_with([':', '=']);
    if let Some(diagnostic) = slip::at_line_start(scan, place, start, slice) {
        return Some(diagnostic);
    }
    if place == Enclosure::Flow
        && let Some(diagnostic) = slip::without_step(scan, start, slice)
    {
        return Some(diagnostic);
    }
    let error = |message: String| {
        let length = token(slice).len();
        Diagnostic::new(Code::SyntaxError, scan.span(start, start + length), message)
    };
    let belongs = |where_: &str| Some(error(format!("`{word}` belongs {where_}")));
    match (place, word) {
        (Enclosure::File, "step" | "start" | "on") => {
            belongs("in the braces of a flow").map(|error| error.help("a flow is `flow \"Name\" inbound { … }`"))
        }
        (
            Enclosure::Flow | Enclosure::Run | Enclosure::Body | Enclosure::Test,
            "flow" | "module" | "quick_connect" | "const",
        ) if !is_setting => belongs("at the top level of a file, outside all braces"),
        (Enclosure::Flow | Enclosure::Body | Enclosure::Test, "test" | "setup") if rest.starts_with('"') => {
            belongs("at the top level of a file, outside all braces")
        }
        (Enclosure::Run | Enclosure::Body | Enclosure::Test, "step" | "start") if !is_setting => {
            belongs("in the braces of a flow, next to the other steps")
        }
        (Enclosure::Run, "when") => belongs("in the braces of its block")
            .map(|error| error.help("`check_contact_attributes $.Attributes.tier { when \"gold\" -> vip }`")),
        (Enclosure::Run, "on") if !rest.contains("->") || rest.contains('{') => belongs("in the braces of its block")
            .map(|error| error.help("`transfer_to_queue { on at_capacity -> full }`")),
        (Enclosure::Run, _) if is_setting && !word.is_empty() => Some(
            error(format!("`{word}` is set outside a block"))
                .help("parameters and entries belong in the braces of their block: `wait 30s { … }`"),
        ),
        (Enclosure::File, _) if test::LINES.contains(&word) => belongs("in the braces of a test")
            .map(|error| error.help("a test is `test \"Name\" { … }`, and what tests share `setup \"Name\" { … }`")),
        (Enclosure::Flow, "given" | "press" | "hear" | "expect" | "never") if !is_setting => {
            belongs("in the braces of a test")
                .map(|error| error.help("a test stands outside of all flows: `test \"Name\" { … }`"))
        }
        (Enclosure::Test, _) => near_word(scan, start, word, &test::LINES),
        (Enclosure::File, _) => near_word(scan, start, word, &ITEMS),
        (Enclosure::Flow, _) => near_member(scan, start, slice).or_else(|| {
            is_statement(slice).then(|| {
                error(format!("expected `start`, `step`, `on` or a setting, found `{}`", token(slice)))
                    .help("blocks and jumps belong in `start { … }` or `step name { … }`")
            })
        }),
        (Enclosure::Body, "") if slice.starts_with("->") => Some(
            error("a jump is not allowed in the braces of a block".to_owned())
                .help("write a branch that takes the jump: `on timeout -> menu`"),
        ),
        _ => None,
    }
}

/// Whether a bad line in the braces of a flow is a block or a jump that belongs in a step.
pub(super) fn is_loose(scan: &Scan<'_>, start: usize, slice: &str) -> bool {
    is_statement(slice)
        && slip::at_line_start(scan, Enclosure::Flow, start, slice).is_none()
        && slip::without_step(scan, start, slice).is_none()
        && near_member(scan, start, slice).is_none()
}

/// Whether a line in the braces of a flow can only be a block or a jump.
fn is_statement(slice: &str) -> bool {
    let (word, rest) = first_word(slice);
    let is_member = MEMBERS.contains(&word) || ITEMS.contains(&word) || rest.starts_with([':', '=']);
    !is_member && (!word.is_empty() || slice.starts_with("->"))
}

/// The words that the lines in the braces of a flow begin with.
const MEMBERS: [&str; 9] = ["start", "step", "on", "explicit", "input", "output", "description", "tags", "branches"];
/// The words that the lines outside all braces begin with.
const ITEMS: [&str; 6] = ["flow", "module", "quick_connect", "const", "test", "setup"];

/// A line in the braces of a flow whose first word is nearly one of those that belong there.
fn near_member(scan: &Scan<'_>, start: usize, slice: &str) -> Option<Diagnostic> {
    let (word, rest) = first_word(slice);
    let is_other = MEMBERS.contains(&word) || rest.starts_with([':', '=']);
    if is_other { None } else { near_word(scan, start, word, &MEMBERS) }
}

fn near_word(scan: &Scan<'_>, start: usize, word: &str, words: &[&str]) -> Option<Diagnostic> {
    // A longer word cannot be one of these, and comparing it takes time.
    if word.is_empty() || word.len() > 40 {
        return None;
    }
    let near = nearest(word, words.iter().copied())?;
    let span = scan.span(start, start + word.len());
    let message = format!("unexpected `{word}` at the start of a line");
    Some(Diagnostic::new(Code::SyntaxError, span, message).did_you_mean(span, Some(near)))
}
