//! Reports lines in the braces of a block that the parser could read but not place: a branch without `on` or `when`, a
//! block inside a block, a parameter without its colon.
//!
//! Takes the line and the block's entry in the catalogue, gives one diagnostic, with an edit where the meaning is certain.

use super::Context;
use super::entry::{are, branch_in_words, branches_of};
use crate::catalogue::{self, Block, Branch, BranchWire, Need};
use crate::diagnostic::{Code, Confidence, Diagnostic, nearest};
use crate::slips::{self, Edit, Place};
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, Hole, Misread, Outcome, Selector, Value, ValueKind, Word};

/// What was found in the braces of one block so far: several lines with the same mistake are one mistake.
#[derive(Default)]
pub(super) struct Misreadings {
    /// Whether a line was a block, which was reported.
    is_nested: bool,
    /// The values without `when`, with an edit for each line.
    without_when: Option<Diagnostic>,
}

impl Context<'_> {
    /// Reports what is reported once for all lines of a block.
    pub(super) fn end_misread(&mut self, body: Misreadings) {
        self.diagnostics.extend(body.without_when);
    }

    /// Reports what lowering must report of a line of the body.
    pub(super) fn misread(
        &mut self,
        entry: Option<&'static Block>,
        block: &tree::Block,
        hole: &Hole,
        body: &mut Misreadings,
    ) {
        match hole.misread.as_deref() {
            Some(Misread::Branch { on, labels }) => {
                if let [Value { kind: ValueKind::Word(word), .. }] = labels.as_slice()
                    && is_block(entry, &word.text)
                {
                    self.nested_block(entry, word, body);
                } else {
                    self.bare_branch(entry, block, (*on, labels, hole.span), body);
                }
            }
            Some(Misread::Block(inner)) if is_block(entry, &inner.keyword.text) => {
                self.nested_block(entry, &inner.keyword, body);
            }
            Some(Misread::Block(inner)) => self.diagnostics.push(without_sign(entry, inner)),
            None => {}
        }
    }

    /// Reports a block in the braces of another block. A word alone is one if the catalogue has it.
    pub(super) fn nested_block(&mut self, entry: Option<&'static Block>, keyword: &Word, body: &mut Misreadings) {
        if std::mem::replace(&mut body.is_nested, true) {
            return;
        }
        let message = format!("the block `{}` is not in a branch", keyword.text);
        let diagnostic = Diagnostic::new(Code::SyntaxError, keyword.span, message);
        self.diagnostics.push(match entry {
            Some(entry) => in_a_branch(diagnostic, entry),
            None => diagnostic.help("blocks belong in a branch, `on error { … }`, or after the closing brace"),
        });
    }

    /// Reports a branch that lacks `on` or `when`, or that has the other of them.
    fn bare_branch(
        &mut self,
        entry: Option<&'static Block>,
        block: &tree::Block,
        (on, labels, line): (Option<Span>, &[Value], Span),
        body: &mut Misreadings,
    ) {
        let Some(first) = labels.first() else { return };
        let words: Option<Vec<&Word>> = labels.iter().map(word_of).collect();
        let Some(words) = words else {
            if labels.iter().any(|label| word_of(label).is_some()) {
                self.diagnostics.push(
                    Diagnostic::new(Code::SyntaxError, first.span, "a branch and a condition on one line")
                        .help("write `on …` for branches and `when …` for values, each on its own line"),
                );
                return;
            }
            if let Some(entry) = entry.filter(|entry| entry.conditions.is_none()) {
                self.no_conditions(entry, first.span);
                return;
            }
            let value = written(first);
            let (message, span, with) = match on {
                Some(on) => (format!("{value} is a value, not a branch"), on, "when"),
                None => (format!("expected `when` before {value}"), line.head(), "when "),
            };
            let help = format!("a value is a condition: `when {} -> step`", value.trim_matches('`'));
            let report = || Diagnostic::new(Code::SyntaxError, first.span, message).help(help);
            let diagnostic = body.without_when.take().unwrap_or_else(report);
            body.without_when = Some(diagnostic.fix(span, with, Confidence::Sure));
            return;
        };
        let Some(word) = words.first() else { return };
        if slips::find(Place::Rest, &word.text).is_some() && entry.is_none_or(|it| it.branch(&word.text).is_none()) {
            let insert = if on.is_some() { "" } else { "on " };
            self.diagnostics.push(rest(entry, Some(block), word, insert));
            return;
        }
        let is_branch = |word: &&Word| is_branch(entry, &word.text);
        let diagnostic = if words.iter().all(is_branch) {
            Diagnostic::new(Code::SyntaxError, word.span, format!("expected `on` before `{}`", word.text))
                .help(format!("a branch begins with `on`: `on {} -> step`", word.text))
                .fix(line.head(), "on ", Confidence::Sure)
        } else if let Some(found) = slips::find(Place::Branch, &word.text) {
            Diagnostic::new(Code::SyntaxError, word.span, found.message(&word.text)).help(found.help)
        } else {
            no_branch(entry, words.iter().find(|word| !is_branch(word)).unwrap_or(word))
        };
        self.diagnostics.push(diagnostic);
    }

    fn no_conditions(&mut self, entry: &Block, span: Span) {
        self.diagnostics.push(
            Diagnostic::new(Code::BadCondition, span, format!("`{}` takes no conditions", entry.keyword))
                .help(branches_of(entry)),
        );
    }

    /// Reports `on` before values and `when` before branches. Returns whether that is so.
    pub(super) fn is_swapped(
        &mut self,
        entry: Option<&'static Block>,
        block: &tree::Block,
        branch: &tree::Branch,
    ) -> bool {
        let span = branch.span;
        let sign = |length: u32| Span::new(span.file, span.start, span.start + length);
        match &branch.selector {
            Selector::On(outcomes) => {
                let Some(entry) = entry.filter(|entry| entry.conditions.is_some()) else { return false };
                let values: Option<Vec<&tree::Text>> = outcomes.iter().map(value_of).collect();
                let Some(values) = values else { return false };
                let Some(first) = values.first().filter(|_| values.iter().all(|text| is_no_error(entry, text))) else {
                    return false;
                };
                let text = first.literal().unwrap_or_default();
                let message = format!("`{text}` is a value, not an error");
                let is_number = |text: &&tree::Text| text.literal().is_some_and(|text| text.parse::<f64>().is_ok());
                let confidence = if values.iter().all(is_number) { Confidence::Sure } else { Confidence::Guess };
                self.diagnostics.push(
                    Diagnostic::new(Code::UnknownBranch, first.span, message)
                        .help(format!("a value is a condition: `when \"{text}\" -> step`"))
                        .fix(sign(2), "when", confidence),
                );
                true
            }
            Selector::When(condition) => {
                let words: Option<Vec<&Word>> = condition.values.iter().map(word_of).collect();
                let Some(words) = words.filter(|_| matches!(condition.operator, tree::Operator::Equals)) else {
                    return false;
                };
                let Some(first) = words.first() else { return false };
                if words.iter().all(|word| is_branch(entry, &word.text)) {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::BadCondition,
                            first.span,
                            format!("`{}` is a branch, not a value", first.text),
                        )
                        .help(format!("a branch begins with `on`: `on {} -> step`", first.text))
                        .fix(sign(4), "on", Confidence::Sure),
                    );
                    return true;
                }
                let is_rest = words.len() == 1 && slips::find(Place::Rest, &first.text).is_some();
                if is_rest {
                    let mut diagnostic = rest(entry, Some(block), first, "on ");
                    for fix in &mut diagnostic.fixes {
                        fix.span = sign(4).to(first.span);
                    }
                    self.diagnostics.push(diagnostic);
                }
                is_rest
            }
        }
    }
}

/// Reports a word of other languages for what no other branch takes. `insert` comes before the branch's own name.
pub(super) fn rest(
    entry: Option<&'static Block>,
    block: Option<&tree::Block>,
    word: &Word,
    insert: &str,
) -> Diagnostic {
    let Some(slip) = slips::find(Place::Rest, &word.text) else { return no_branch(entry, word) };
    let diagnostic = Diagnostic::new(Code::UnknownBranch, word.span, slip.message(&word.text));
    let Some(entry) = entry else { return diagnostic.help(slip.help) };
    let names = rest_of(entry, block);
    if names.is_empty() {
        return diagnostic.help(branches_of(entry));
    }
    let names = names.join(", ");
    diagnostic.help(format!("in `{}` the rest is `on {names} -> step`", entry.keyword)).fix(
        word.span,
        format!("{insert}{names}"),
        Confidence::Sure,
    )
}

/// The branches of a block for what its conditions do not take, without those that `block` writes.
fn rest_of(entry: &'static Block, block: Option<&tree::Block>) -> Vec<&'static str> {
    let is_written = |name: &str| {
        block.into_iter().flat_map(tree::Block::items).any(|item| match item {
            BodyItem::Branch(tree::Branch { selector: Selector::On(outcomes), .. }) => {
                outcomes.iter().any(|outcome| matches!(outcome, Outcome::Name(word) if word.text == name))
            }
            _ => false,
        })
    };
    let is_rest = |branch: &&Branch| {
        let is_error = matches!(branch.wire, BranchWire::Error(_));
        branch.name == NO_MATCH || is_error && branch.name != ERROR && branch.need == Need::Required
    };
    let open = || entry.branches.iter().filter(|branch| branch.name != ERROR && !is_written(branch.name));
    if open().any(|branch| branch.name == NO_MATCH) {
        return open().filter(is_rest).map(|branch| branch.name).collect();
    }
    let others: Vec<&str> = open().filter(|branch| !branch.main).map(|branch| branch.name).collect();
    if others.len() == 1 { others } else { Vec::new() }
}

/// The branch for what no condition takes.
const NO_MATCH: &str = "no_match";
/// The branch for all other errors.
const ERROR: &str = "error";

fn no_branch(entry: Option<&'static Block>, word: &Word) -> Diagnostic {
    let Some(entry) = entry else {
        let message = format!("`{}` is neither a parameter nor a branch", word.text);
        return Diagnostic::new(Code::SyntaxError, word.span, message)
            .help("a branch begins with `on` or `when`: `on error -> step`");
    };
    let near = nearest(&word.text, entry.branches.iter().map(|branch| branch.name));
    let diagnostic =
        Diagnostic::new(Code::UnknownBranch, word.span, format!("`{}` has no branch `{}`", entry.keyword, word.text));
    match (near, &entry.entries) {
        (Some(near), _) => diagnostic.help(format!("did you mean `on {near} -> step`?")),
        (None, Some(entries)) => {
            let (what, branches) = (entries.what, branches_of(entry));
            diagnostic.help(format!("its {what} {} written `key = value`; {branches}", are(what)))
        }
        (None, None) => diagnostic.help(branches_of(entry)),
    }
}

/// Says where the blocks belong that are in the braces of a block.
fn in_a_branch(diagnostic: Diagnostic, entry: &'static Block) -> Diagnostic {
    let keyword = entry.keyword;
    let other = entry.branches.iter().find(|branch| !branch.main && branch.name != ERROR);
    let run = match (entry.semantics.counts, entry.conditions, other) {
        (Some(counts), _, _) => format!("on {} {{ … }}", counts.again),
        (None, Some(_), _) => "when \"1\" { … }".to_owned(),
        (None, None, Some(branch)) => format!("on {} {{ … }}", branch.name),
        (None, None, None) => {
            return diagnostic.help(format!("what follows `{keyword}` is written after its closing brace"));
        }
    };
    let diagnostic = diagnostic.help(format!("blocks belong in a branch: `{keyword} … {{ {run} }}`"));
    match entry.branches.iter().find(|branch| branch.main) {
        Some(main) => diagnostic.help(format!("what follows `{}` is written after the closing brace", main.name)),
        None => diagnostic,
    }
}

/// Reports `timeout 5s`, `tier "gold"` and `error sorry`.
fn without_sign(entry: Option<&'static Block>, line: &tree::Block) -> Diagnostic {
    let (word, after) = (&line.keyword, line.keyword.span.tail());
    let error = |message: String| Diagnostic::new(Code::SyntaxError, word.span, message);
    let subject = line.subject.as_ref().filter(|_| line.body.is_none() && line.identifier.is_none());
    if let Some(found) = slips::find(Place::Branch, &word.text) {
        let diagnostic = error(found.message(&word.text)).help(found.help);
        return match (found.fix, &line.subject) {
            (Edit::Word(with), Some(Value { kind: ValueKind::Text(_) | ValueKind::Number(_), .. }))
                if with == "when" =>
            {
                diagnostic.fix(word.span, with, Confidence::Sure)
            }
            (Edit::Word(with), Some(Value { kind: ValueKind::Word(name), .. }))
                if with == "on" && is_branch(entry, &name.text) =>
            {
                diagnostic.fix(word.span, with, Confidence::Sure)
            }
            _ => diagnostic,
        };
    }
    let is_parameter = match entry {
        Some(entry) => entry.parameter(&word.text).is_some() || word.text == "raw",
        None => word.text == "parameters",
    };
    if is_parameter {
        let diagnostic = error(format!("expected `:` after `{}`", word.text))
            .help(format!("a parameter is written `{}: …`", word.text));
        return match subject {
            Some(_) => diagnostic.fix(after, ":", Confidence::Sure),
            None => diagnostic,
        };
    }
    if is_branch(entry, &word.text) {
        let diagnostic = error(format!("expected `on` before `{}`", word.text))
            .help(format!("a branch is written `on {} -> step`", word.text));
        return match subject {
            Some(Value { kind: ValueKind::Word(step), .. }) => {
                diagnostic.fix(word.span.head(), "on ", Confidence::Sure).fix(step.span.head(), "-> ", Confidence::Sure)
            }
            _ => diagnostic,
        };
    }
    match entry.map(|entry| (entry, &entry.entries)) {
        Some((_, Some(entries))) => {
            let diagnostic = error(format!("expected `=` after `{}`", word.text)).help(format!(
                "its {} {} written `{} = …`",
                entries.what,
                are(entries.what),
                word.text
            ));
            match subject {
                Some(Value { kind: ValueKind::Text(_) | ValueKind::Path(_) | ValueKind::Number(_), .. }) => {
                    diagnostic.fix(after, " =", Confidence::Sure)
                }
                _ => diagnostic,
            }
        }
        Some((entry, None)) => {
            let names: Vec<&str> = entry.parameters.iter().map(|parameter| parameter.name).collect();
            let diagnostic = error(format!("`{}` has no parameter `{}`", entry.keyword, word.text));
            match nearest(&word.text, names.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}: …`?")),
                None if names.is_empty() => diagnostic.help("it has no parameters"),
                None => {
                    diagnostic.help(format!("a parameter is `name: value`; valid names are `{}`", names.join("`, `")))
                }
            }
        }
        None => error(format!("unexpected `{}`", word.text))
            .help("a parameter is `name: value`, a branch `on error -> step`"),
    }
}

/// Whether a word in the braces of a block can only be a block.
fn is_block(entry: Option<&'static Block>, word: &str) -> bool {
    let is_own = entry.is_some_and(|entry| entry.parameter(word).is_some() || entry.branch(word).is_some());
    let is_known = catalogue::by_keyword(word).next().is_some() || slips::find(Place::Block, word).is_some();
    is_known && !is_own
}

fn is_branch(entry: Option<&'static Block>, name: &str) -> bool {
    match entry {
        Some(entry) => entry.branch(name).is_some(),
        None => ["next", "timeout", ERROR, NO_MATCH].contains(&name),
    }
}

fn word_of(value: &Value) -> Option<&Word> {
    match &value.kind {
        ValueKind::Word(word) => Some(word),
        _ => None,
    }
}

fn value_of(outcome: &Outcome) -> Option<&tree::Text> {
    match outcome {
        Outcome::ErrorType(text) => Some(text),
        Outcome::Name(_) => None,
    }
}

/// Whether a text is not meant as the name of an error: it is not, and is not similar to, one of any block.
fn is_no_error(entry: &'static Block, text: &tree::Text) -> bool {
    let Some(text) = text.literal().filter(|text| !text.is_empty()) else { return false };
    if branch_in_words(entry, text).is_some() {
        return false;
    }
    let all = catalogue::blocks().chain([entry]).flat_map(|block| block.branches);
    let errors = all.filter_map(|branch| match branch.wire {
        BranchWire::Error(error) => Some(error),
        BranchWire::Next | BranchWire::Condition(..) => None,
    });
    let errors: Vec<&str> = errors.collect();
    !errors.contains(&text) && nearest(text, errors).is_none()
}

/// A value as it is written in a message.
fn written(value: &Value) -> String {
    match &value.kind {
        ValueKind::Text(text) => format!("`\"{}\"`", text.literal().unwrap_or("…")),
        ValueKind::Number(number) => format!("`{}{}`", number.digits, number.unit.suffix()),
        _ => "the value".to_owned(),
    }
}
