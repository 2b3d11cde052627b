//! Generated nodes of a syntax tree. Their spans point nowhere.

use smol_str::SmolStr;

use crate::graph::Tag;
use crate::source::{FileId, Span};
use crate::syntax;
use crate::syntax::tree::{
    BodyItem, Entry, Key, MapEntry, Number, Outcome, Parameter, Reference, ReferenceTarget, Text, TextPart, Unit,
    Value, ValueKind, Word,
};

/// A text with line breaks that is longer than this is written between `"""`.
const LONG: usize = 60;

/// Creates nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Make {
    file: FileId,
}

impl Make {
    pub(super) fn new(file: FileId) -> Make {
        Make { file }
    }

    /// A span for nodes that no diagnostic is about.
    pub(super) fn nowhere(self) -> Span {
        Span::new(self.file, 0, 0)
    }

    pub(super) fn word(self, text: impl Into<SmolStr>) -> Word {
        Word { span: self.nowhere(), text: text.into() }
    }

    pub(super) fn text(self, text: &str) -> Text {
        let parts = if text.is_empty() { Vec::new() } else { vec![TextPart::Literal(text.into())] };
        Text { span: self.nowhere(), parts, block: text.len() > LONG && text.contains('\n') }
    }

    pub(super) fn value(self, kind: ValueKind) -> Value {
        Value { span: self.nowhere(), kind }
    }

    pub(super) fn quoted(self, text: &str) -> Value {
        self.value(ValueKind::Text(self.text(text)))
    }

    /// A text, or a path if the whole text is one.
    pub(super) fn text_or_path(self, text: &str) -> Value {
        if syntax::is_path(text) { self.value(ValueKind::Path(text.into())) } else { self.quoted(text) }
    }

    pub(super) fn choice(self, word: &str) -> Value {
        self.value(ValueKind::Word(self.word(word)))
    }

    pub(super) fn number(self, digits: impl Into<SmolStr>, unit: Unit) -> Value {
        self.value(ValueKind::Number(Number { digits: digits.into(), unit }))
    }

    pub(super) fn list(self, items: Vec<Value>) -> Value {
        self.value(ValueKind::List(items))
    }

    pub(super) fn map(self, entries: Vec<(SmolStr, Value)>) -> Value {
        let entry = |(key, value): (SmolStr, Value)| MapEntry { span: self.nowhere(), key: self.key(&key), value };
        self.value(ValueKind::Map(entries.into_iter().map(entry).collect()))
    }

    pub(super) fn tags(self, tags: &[Tag]) -> Value {
        self.map(tags.iter().map(|tag| (tag.key.text.clone(), self.quoted(&tag.value.text))).collect())
    }

    /// A key, quoted if it must be.
    pub(super) fn key(self, text: &str) -> Key {
        Key { span: self.nowhere(), text: text.into(), quoted: !syntax::is_name(text) }
    }

    /// `words "text"`
    pub(super) fn reference(self, words: &[&str], text: &str, qualifier: Option<(&str, &str)>) -> Value {
        let target = if syntax::is_path(text) && words.last().is_none_or(|word| !matches!(*word, "id" | "arn")) {
            ReferenceTarget::Path(self.nowhere(), text.into())
        } else {
            ReferenceTarget::Text(self.text(text))
        };
        self.value(ValueKind::Reference(Reference {
            words: words.iter().map(|word| self.word(*word)).collect(),
            target,
            qualifier: qualifier.map(|(word, text)| (self.word(word), self.text(text))),
        }))
    }

    pub(super) fn parameter(self, name: &str, value: Value) -> Parameter {
        Parameter { span: self.nowhere(), name: self.key(name), value }
    }

    pub(super) fn entry(self, key: Key, value: Value) -> BodyItem {
        BodyItem::Entry(Entry { span: self.nowhere(), key, value })
    }

    pub(super) fn outcome(self, name: &str) -> Outcome {
        Outcome::Name(self.word(name))
    }
}
