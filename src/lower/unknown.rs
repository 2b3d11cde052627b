//! Reports words that no block or parameter has, with what was most likely meant.
//!
//! Takes the block or parameter, and the catalogue; gives one diagnostic. Never makes a value of what it reports, unless it
//! is certain which parameter is meant.

use std::sync::LazyLock;

use super::Context;
use super::entry::{are, snake_case};
use crate::catalogue::{self, Block, Kind, Parameter};
use crate::diagnostic::{Code, Confidence, Diagnostic, Names, is_misspelt, nearest};
use crate::slips::{self, Place};
use crate::source::Span;
use crate::syntax;
use crate::syntax::tree::{self, Key, Value, ValueKind};

impl Context<'_> {
    /// Reports an unknown keyword. `is_step` says whether it is the name of a step that holds a block.
    pub(super) fn unknown_block(&mut self, block: &tree::Block, is_step: bool) {
        static KEYWORDS: LazyLock<Names> =
            LazyLock::new(|| catalogue::blocks().map(|block| block.keyword).chain(["action"]).collect());
        let keyword = &block.keyword;
        let near = KEYWORDS.nearest(&keyword.text).or_else(|| by_other_name(&keyword.text));
        // The beginning of a name may be that of several blocks: the subject tells them apart.
        let begin = Some(beginning_with(&keyword.text, block.subject.as_ref())).filter(|begin| !begin.is_empty());
        let near = match (near, begin.as_deref()) {
            (Some(near), _) if is_misspelt(&keyword.text, near) => Some(near),
            (_, Some([only])) => Some(*only),
            (_, Some(_)) => None,
            (near, None) => near.filter(|near| takes(near, block.subject.as_ref())),
        };
        if is_step {
            let message = format!("unknown block `{}`, but a step has this name", keyword.text);
            let diagnostic = Diagnostic::new(Code::UnknownBlock, keyword.span, message);
            self.diagnostics.push(diagnostic.help(format!("to jump to the step, write `-> {}`", keyword.text)));
            return;
        }
        if let Some(slip) = slips::find(Place::Block, &keyword.text) {
            let diagnostic =
                Diagnostic::new(Code::UnknownBlock, keyword.span, slip.message(&keyword.text)).help(slip.help);
            let is_word = matches!(block.subject, Some(Value { kind: ValueKind::Word(_), .. }));
            self.diagnostics.push(match slip.replacement() {
                // A jump needs its step, any other target is complete.
                Some(with) if block.body.is_none() && is_word == (with == "->") => {
                    diagnostic.fix(keyword.span, with, Confidence::Sure)
                }
                _ => diagnostic,
            });
            return;
        }
        if let Some((span, known)) = in_words(block) {
            let written = known.replace('_', " ");
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownBlock,
                    span,
                    format!("the name of a block is one word, found `{written}`"),
                )
                .help(format!("write `{known}`"))
                .fix(span, known, Confidence::Sure),
            );
            return;
        }
        let near = near.filter(|near| is_about(&keyword.text, near));
        let mut diagnostic =
            Diagnostic::new(Code::UnknownBlock, keyword.span, format!("unknown block `{}`", keyword.text))
                .did_you_mean(keyword.span, near);
        if near.is_none() {
            let similar = begin.map(|begin| (keyword.text.to_string(), begin));
            diagnostic = diagnostic.help(match similar.or_else(|| with_a_word_of(&keyword.text)) {
                Some((word, similar)) => match similar.as_slice() {
                    [only] => format!("the block with the word `{word}` is `{only}`"),
                    _ => format!("the blocks with the word `{word}` are `{}`", similar.join("`, `")),
                },
                None => {
                    "`callflow catalogue` lists the blocks; `action \"…\"` writes an action that callflow does not know"
                        .to_owned()
                }
            });
        }
        self.diagnostics.push(diagnostic);
    }

    /// Reports the unknown name of a parameter. Gives the parameter that is certainly meant.
    pub(super) fn unknown_parameter(
        &mut self,
        entry: &'static Block,
        parameter: &tree::Parameter,
    ) -> Option<&'static Parameter> {
        let name = &parameter.name;
        let names = entry.parameters.iter().map(|parameter| parameter.name);
        let near = nearest(&name.text, names.clone());
        if let (Some(branch), ValueKind::Word(step)) = (entry.branch(&name.text), &parameter.value.kind) {
            let between = Span::new(name.span.file, name.span.end, parameter.value.span.start);
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownParameter, name.span, format!("`{}` is a branch", branch.name))
                    .help(format!("a branch is written `on {} -> {}`", branch.name, step.text))
                    .fix(name.span.head(), "on ", Confidence::Sure)
                    .fix(between, " -> ", Confidence::Sure),
            );
            return None;
        }
        if let Some(meant) = meant(entry, &name.text) {
            let (found, help) = meant;
            let message = format!("`{}` has no parameter `{}`", entry.keyword, name.text);
            self.diagnostics.push(Diagnostic::new(Code::UnknownParameter, name.span, message).help(help));
            return found;
        }
        let elsewhere = catalogue::blocks().find(|block| block.parameter(&name.text).is_some());
        let mut diagnostic = Diagnostic::new(
            Code::UnknownParameter,
            name.span,
            format!("`{}` has no parameter `{}`", entry.keyword, name.text),
        )
        .did_you_mean(name.span, near);
        if near.is_none() {
            let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
            diagnostic = match (&entry.entries, names.is_empty()) {
                (Some(entries), _) => as_entries(diagnostic, entries.what, parameter),
                (None, _) if elsewhere.is_some() => {
                    let other = elsewhere.map(|block| block.keyword).unwrap_or_default();
                    let diagnostic = diagnostic.help(format!("`{}` is a parameter of `{other}`", name.text));
                    if names.is_empty() {
                        diagnostic
                    } else {
                        diagnostic.help(format!("valid parameters are {}", names.join(", ")))
                    }
                }
                (None, true) => diagnostic.help("it has no parameters"),
                (None, false) => diagnostic.help(format!("valid parameters are {}", names.join(", "))),
            };
        }
        self.diagnostics.push(diagnostic);
        None
    }
}

/// Says that a line with a colon is meant as an entry. Only a key that cannot be a parameter's name is certain.
fn as_entries(diagnostic: Diagnostic, what: &str, parameter: &tree::Parameter) -> Diagnostic {
    let name = &parameter.name;
    if let ValueKind::Map(entries) = &parameter.value.kind {
        let written: Vec<String> =
            entries.iter().map(|entry| format!("`{} = {}`", key(&entry.key), value(entry))).collect();
        let written = if written.is_empty() { "`key = \"value\"`".to_owned() } else { written.join("; ") };
        return diagnostic.help(format!("its {what} {} written in its own braces: {written}", are(what)));
    }
    if let (true, ValueKind::Text(text)) = (["key", "name"].contains(&name.text.as_str()), &parameter.value.kind) {
        let key = text.literal().unwrap_or("key");
        return diagnostic.help(format!(
            "its {what} {} written `{key} = …`, without the word `{}`",
            are(what),
            name.text
        ));
    }
    let between = Span::new(name.span.file, name.span.end, parameter.value.span.start);
    let is_data = name.quoted || !syntax::is_name(&name.text);
    let confidence = if is_data { Confidence::Sure } else { Confidence::Guess };
    let diagnostic = diagnostic
        .help(format!("its {what} {} written `{} = …`", are(what), key(name)))
        .fix(between, " = ", confidence);
    if name.quoted || !is_data { diagnostic } else { diagnostic.fix(name.span, key(name), confidence) }
}

/// A key as it must be written.
fn key(key: &Key) -> String {
    if syntax::is_name(&key.text) && !key.quoted { key.text.to_string() } else { format!("\"{}\"", key.text) }
}

/// The value of an entry in a message.
fn value(entry: &tree::MapEntry) -> String {
    match &entry.value.kind {
        ValueKind::Path(path) => path.to_string(),
        ValueKind::Text(text) => format!("\"{}\"", text.literal().unwrap_or("…")),
        ValueKind::Number(number) => format!("{}{}", number.digits, number.unit.suffix()),
        ValueKind::Word(word) => word.text.to_string(),
        _ => "…".to_owned(),
    }
}

/// The blocks whose keywords begin with `word` and a `_`, and take this subject.
fn beginning_with(word: &str, subject: Option<&Value>) -> Vec<&'static str> {
    let begin = format!("{}_", word.to_lowercase());
    let all = catalogue::blocks().map(|block| block.keyword);
    let mut fit: Vec<&str> = all.filter(|name| name.starts_with(&begin) && takes(name, subject)).collect();
    fit.dedup();
    fit
}

/// Whether a block with this keyword can take the subject. A phone number is not a name of anything else.
fn takes(keyword: &str, subject: Option<&Value>) -> bool {
    let Some(Value { kind: ValueKind::Text(text), .. }) = subject else { return true };
    let is_phone_number = text.literal().is_some_and(|text| {
        text.starts_with('+') && text.chars().skip(1).all(|c| c.is_ascii_digit() || " -()".contains(c))
    });
    catalogue::by_keyword(keyword).any(|block| {
        let subject = block.subject.first().and_then(|name| block.parameter(name));
        subject.is_some_and(|parameter| matches!(parameter.kind, Kind::PhoneNumber { .. }) == is_phone_number)
    })
}

/// The blocks whose keywords share a word with `keyword`, and the word: the last one that any block has, which is mostly
/// what the block is about.
fn with_a_word_of(keyword: &str) -> Option<(String, Vec<&'static str>)> {
    keyword.to_lowercase().rsplit('_').filter(|word| word.len() > 2).find_map(|word| {
        let all = catalogue::blocks().map(|block| block.keyword);
        let mut similar: Vec<&str> = all.filter(|keyword| has_word(keyword, word)).collect();
        similar.dedup();
        (!similar.is_empty()).then(|| (word.to_owned(), similar))
    })
}

/// The parameter that another word for it means, if that is one, and what to say.
fn meant(entry: &'static Block, word: &str) -> Option<(Option<&'static Parameter>, String)> {
    let message = entry.parameters.iter().find(|parameter| matches!(parameter.kind, Kind::Message));
    if let Some(message) = message.filter(|_| ["prompt", "text", "say", "greeting", "speech"].contains(&word)) {
        let help = format!("what is heard follows the block's name, or is `{}: \"…\"`", message.name);
        return Some((Some(message), help));
    }
    let names = |fits: &dyn Fn(&str) -> bool| -> Vec<&'static Parameter> {
        entry.parameters.iter().filter(|parameter| fits(parameter.name)).collect()
    };
    let listed = |found: &[&Parameter]| {
        let names: Vec<String> = found.iter().map(|parameter| format!("`{}`", parameter.name)).collect();
        names.join(" and ")
    };
    // `encrypt` for `encryption_key_id` and `encryption_key`.
    let begin = names(&|name| word.len() > 4 && name.starts_with(word));
    if begin.len() > 1 {
        return Some((None, format!("the parameters for it are {}", listed(&begin))));
    }
    // `delay` for `initial_delay`.
    match names(&|name| has_word(name, word)).as_slice() {
        [] => None,
        [one] => Some((None, format!("did you mean `{}`?", one.name))),
        several => Some((None, format!("the parameters with the word `{word}` are {}", listed(several)))),
    }
}

/// The block whose name in the designer or whose action type is `word`.
fn by_other_name(word: &str) -> Option<&'static str> {
    static DESIGNER: LazyLock<Vec<String>> =
        LazyLock::new(|| catalogue::blocks().map(|block| snake_case(block.designer)).collect());
    let lower = word.to_lowercase();
    let mut named = catalogue::blocks().zip(DESIGNER.iter());
    named.find(|(block, name)| block.action == word || **name == lower).map(|(block, _)| block.keyword)
}

/// The block whose keyword is written with blanks, `Set working queue "Billing"`, and the words of its name.
fn in_words(block: &tree::Block) -> Option<(Span, &'static str)> {
    let Some(Value { kind: ValueKind::Reference(reference), .. }) = &block.subject else { return None };
    let mut name = block.keyword.text.to_lowercase();
    reference.words.iter().find_map(|word| {
        name = format!("{name}_{}", word.text.to_lowercase());
        let known = catalogue::by_keyword(&name).next()?;
        Some((block.keyword.span.to(word.span), known.keyword))
    })
}

/// Whether a misspelt `keyword` can mean `near`: the last word of a name is what the block is about, so one that `near`
/// lacks and other blocks have is meant.
fn is_about(keyword: &str, near: &str) -> bool {
    let last = keyword.rsplit('_').next().unwrap_or_default();
    has_word(near, last) || !catalogue::blocks().any(|block| has_word(block.keyword, last))
}

/// Whether `word` is one of the words of a name.
fn has_word(name: &str, word: &str) -> bool {
    name.split('_').any(|part| part == word)
}
