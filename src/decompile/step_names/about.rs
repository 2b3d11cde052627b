//! What a block is about: the words of its prompt, of the resource or attribute that it uses.
//!
//! Takes a block as it is written, and gives words by the `step_name` of its entry.

use smol_str::SmolStr;

use super::vocabulary::{ASKING, KINDS};
use super::{keys, words};
use crate::catalogue::contact_data::{Holds, ROOTS};
use crate::catalogue::{Block, Kind, NameSource, Question};
use crate::decompile::block::Decompiled;
use crate::graph::Action;
use crate::syntax::tree::{BodyItem, Reference, ReferenceTarget, Value, ValueKind};

/// The maximum number of words of a value behind the key that it is for.
const DETAIL: usize = 2;

/// The minimum number of names of attributes that can have a beginning in common.
const SEVERAL: usize = 3;

/// Reads what blocks are about.
pub(super) struct About {
    /// The words with which the names of all attributes of the flow begin.
    shared: Vec<String>,
}

impl About {
    pub(super) fn new(blocks: &[Decompiled]) -> About {
        let mut names: Vec<Vec<String>> = Vec::new();
        for block in blocks {
            let path = block.subject.as_ref().and_then(|subject| match &subject.kind {
                ValueKind::Path(path) => Some(last_part(path)),
                _ => None,
            });
            let of_entry = |item: &BodyItem| match item {
                BodyItem::Entry(entry) => Some(entry.key.text.to_string()),
                _ => None,
            };
            let is_attribute = block.entry.is_some_and(|entry| entry.step_name.from.contains(&NameSource::FirstKey));
            let keys = block.items.iter().filter(|_| is_attribute).filter_map(of_entry);
            for name in keys.chain(path).map(|name| words::of_name(&name)) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        About { shared: common_beginning(&names) }
    }

    /// The words, and whether they only name contact data.
    pub(super) fn words(&self, action: &Action, block: &Decompiled) -> Option<(Vec<String>, bool)> {
        let Some(entry) = block.entry else { return Some((words::of_name(&action.type_), false)) };
        let found = entry.step_name.from.iter().find_map(|source| match source {
            NameSource::Subject => self.value(block.subject.as_ref()?, entry),
            NameSource::Parameter(name) => self.value(parameter(block, name)?, entry),
            NameSource::FirstKey => Some((self.key(&entries(block).next()?.0), false)),
            NameSource::Entry(key) => match &entries(block).find(|(known, _)| known == key)?.1.kind {
                ValueKind::Text(text) => Some((words::of_name(text.literal()?), false)),
                _ => None,
            },
        });
        found.filter(|(words, _)| !words.is_empty())
    }

    /// The name that says what the block is about.
    pub(super) fn name(&self, action: &Action, block: &Decompiled) -> Option<SmolStr> {
        let (words, is_data) = self.words(action, block)?;
        let Some(entry) = block.entry else { return words::compose("", &words, "") };
        let name = entry.step_name;
        if name.prefix.is_empty() && name.suffix.is_empty() {
            if words::is_format(&words) {
                return None;
            }
            // What contact data holds is not known, and one word says little: the name says at least what is done.
            let is_bare = is_data || words.len() == 1;
            let with_what = words::compose("", &words, if is_bare { name.what } else { "" });
            return with_what.or_else(|| words::compose("", &words, ""));
        }
        let mut words = words.as_slice();
        // The end of a path says most.
        while let (true, [_, rest @ ..]) = (is_data && words::is_too_long(name.prefix, words, name.suffix), words) {
            words = rest;
        }
        words::compose(name.prefix, words, name.suffix)
    }

    /// The same with the value that is set.
    pub(super) fn detail(&self, action: &Action, block: &Decompiled) -> Option<SmolStr> {
        let entry = block.entry?;
        let (mut words, _) = self.words(action, block)?;
        let is_text = |value: &&Value| matches!(value.kind, ValueKind::Text(_));
        let mut values = entries(block).map(|(_, value)| value);
        let sets = entry.step_name.from.contains(&NameSource::FirstKey);
        let value = match &(if sets { values.next()? } else { values.find(is_text)? }).kind {
            ValueKind::Text(text) => words::telling(&words::of_name(text.literal()?)),
            ValueKind::Path(path) => self.key(&last_part(path)),
            _ => return None,
        };
        words.truncate(DETAIL);
        let value: Vec<String> = value.into_iter().take(DETAIL).filter(|word| !words.contains(word)).collect();
        if value.is_empty() || value.iter().all(|word| word.chars().all(char::is_numeric)) {
            return None;
        }
        words.extend(value);
        words::compose(entry.step_name.prefix, &words, "")
    }

    /// What the block is: words that go behind others.
    pub(super) fn what(action: &Action, block: &Decompiled) -> SmolStr {
        let Some(entry) = block.entry else { return words::of_name(&action.type_).join("_").into() };
        let name = entry.step_name;
        [name.what, name.alone, entry.keyword].into_iter().find(|word| !word.is_empty()).unwrap_or_default().into()
    }

    /// The block's word without any other.
    pub(super) fn alone(action: &Action, block: &Decompiled) -> SmolStr {
        let Some(entry) = block.entry else { return words::of_name(&action.type_).join("_").into() };
        if entry.step_name.alone.is_empty() { entry.keyword.into() } else { entry.step_name.alone.into() }
    }

    /// The words of an attribute's name.
    fn key(&self, key: &str) -> Vec<String> {
        let mut words = words::of_name(key);
        if words.starts_with(&self.shared) && words.len() > self.shared.len() {
            words.drain(..self.shared.len());
        }
        without_kind(words)
    }

    /// The words of contact data: the last part of its path, behind what it belongs to if Connect defines it.
    fn path(&self, path: &str) -> Vec<String> {
        let mut words = self.key(&last_part(path));
        let mut parts = path.split('.').skip(1);
        if let (Some(name), Some(_), [_]) = (parts.next(), parts.next(), words.as_slice())
            && ROOTS.iter().any(|root| root.name == name && matches!(root.holds, Holds::Fields(_)))
        {
            words.splice(..0, words::of_name(name));
        }
        words
    }

    fn value(&self, value: &Value, entry: &Block) -> Option<(Vec<String>, bool)> {
        let is_message = entry.parameters.iter().any(|it| matches!(it.kind, Kind::Message | Kind::Messages));
        let text = |text: &str| if is_message { message(text, entry) } else { resource(text) };
        match &value.kind {
            ValueKind::Text(it) => Some((text(it.literal()?), false)),
            ValueKind::Path(path) => Some((self.path(path), true)),
            ValueKind::Number(number) => Some((vec![number.digits.to_string()], false)),
            ValueKind::Word(word) => Some((words::of_name(&word.text), false)),
            ValueKind::List(items) => self.value(items.first()?, entry),
            ValueKind::Reference(reference) => match &reference.target {
                ReferenceTarget::Text(it) => Some((referred(reference, it.literal()?, entry)?, false)),
                ReferenceTarget::Path(_, path) => Some((self.path(path), true)),
                ReferenceTarget::Const(_) => None,
            },
            _ => None,
        }
    }
}

fn entries(block: &Decompiled) -> impl Iterator<Item = (SmolStr, &Value)> {
    block.items.iter().filter_map(|item| match item {
        BodyItem::Entry(entry) => Some((entry.key.text.as_str().into(), &entry.value)),
        _ => None,
    })
}

fn parameter<'b>(block: &'b Decompiled, name: &str) -> Option<&'b Value> {
    block.items.iter().find_map(|item| match item {
        BodyItem::Parameter(parameter) if parameter.name.text == name => Some(&parameter.value),
        _ => None,
    })
}

/// The prompt of a block, as text.
pub(super) fn prompt(block: &Decompiled) -> Option<String> {
    match &block.subject.as_ref()?.kind {
        ValueKind::Text(text) => text.literal().map(str::to_owned),
        ValueKind::Reference(Reference { words, target: ReferenceTarget::Text(text), .. })
            if words.iter().any(|word| word.text == "ssml") =>
        {
            text.literal().map(words::without_tags)
        }
        _ => None,
    }
}

/// The words of a prompt that carry meaning, of its first sentence that has any.
fn message(text: &str, entry: &Block) -> Vec<String> {
    let asks = entry.semantics.asks.map(|asks| asks.how);
    let text = &words::without_tags(text);
    let sentences = match asks {
        Some(Question::Menu) => keys::introduction(text),
        _ => words::sentences(text),
    };
    let of_sentence = |sentence: &String| {
        let mut words = words::of_text(sentence);
        if asks.is_some() {
            words.retain(|word| !ASKING.contains(&word.as_str()));
        }
        words::telling(&words)
    };
    if asks == Some(Question::Menu) && sentences.is_empty() {
        return keys::offer(text);
    }
    let telling = sentences.iter().map(of_sentence).find(|words| !words.is_empty());
    telling.unwrap_or_else(|| sentences.first().map(|it| words::of_text(it)).unwrap_or_default())
}

/// The words of a reference that is not a path.
fn referred(reference: &Reference, text: &str, entry: &Block) -> Option<Vec<String>> {
    let is = |word: &str| reference.words.iter().any(|it| it.text == word);
    if is("ssml") {
        return Some(message(text, entry));
    }
    if is("media") {
        return Some(resource(text.rsplit('/').next()?));
    }
    if is("arn") || is("id") {
        return match text.split_once(":function:") {
            // The ARN of a Lambda function is the only one that has a name.
            Some((_, rest)) => Some(resource(rest.split(':').next()?)),
            None => placeholder(text).map(|path| resource(own_name(path))),
        };
    }
    Some(resource(text))
}

/// What a placeholder of another tool is called: `${…}`, `{{…}}`, `%…%`.
fn placeholder(text: &str) -> Option<&str> {
    let marks = [("${", "}"), ("{{", "}}"), ("%", "%")];
    marks.iter().find_map(|(open, close)| text.trim().strip_prefix(open)?.strip_suffix(close))
}

/// The words of a resource's name, without what only says its kind or was added by a program.
fn resource(text: &str) -> Vec<String> {
    let mut words = words::of_name(text);
    let is_random = |word: &String| {
        word.chars().count() >= 6 && word.chars().any(char::is_numeric) && word.chars().any(char::is_alphabetic)
    };
    words.retain(|word| !is_random(word));
    while let [first, _, ..] = words.as_slice()
        && KINDS.contains(&first.as_str())
    {
        words.remove(0);
    }
    let is_kind = |word: &String| KINDS.contains(&word.as_str());
    if words.iter().all(is_kind) { Vec::new() } else { without_kind(words) }
}

/// The words without those at the end that only say of what kind the thing is.
pub(super) fn without_kind(mut words: Vec<String>) -> Vec<String> {
    while words.len() > 1 && words.last().is_some_and(|last| KINDS.contains(&last.as_str())) {
        words.pop();
    }
    words
}

/// The part of a path in a placeholder that names the resource: not `arn` or `id`, which is behind it.
fn own_name(path: &str) -> &str {
    let is_kind = |part: &&str| words::of_name(part).iter().all(|word| KINDS.contains(&word.as_str()));
    path.rsplit(['.', ':']).find(|part| !is_kind(part)).unwrap_or(path)
}

fn last_part(path: &str) -> String {
    let bare = path.trim_end_matches([']', '\'', '`']);
    bare.rsplit(['.', '\'', '[']).next().unwrap_or_default().to_owned()
}

/// The words with which most of the names begin, if there are enough names to tell. No name consists of them alone.
fn common_beginning(names: &[Vec<String>]) -> Vec<String> {
    let most = |begin: &[String]| names.iter().filter(|it| it.starts_with(begin) && it.len() > begin.len()).count();
    let is_shared = |begin: &[String]| names.len() >= SEVERAL && most(begin) * 2 > names.len();
    let mut shared: Vec<String> = Vec::new();
    loop {
        let next = names.iter().filter(|it| it.starts_with(&shared)).filter_map(|it| it.get(shared.len()));
        let longer = next.map(|word| shared.iter().chain([word]).cloned().collect::<Vec<_>>());
        match longer.into_iter().find(|begin| is_shared(begin)) {
            Some(begin) => shared = begin,
            None => return shared,
        }
    }
}
