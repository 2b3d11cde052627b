//! Values: texts, numbers, paths, references, lists, maps.

use smol_str::SmolStr;

use super::{Builder, Parts};
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::syntax::grammar::{Pair, Rule};
use crate::syntax::recover;
use crate::syntax::tree::{MapEntry, Number, Reference, ReferenceTarget, Text, Unit, Value, ValueKind, Word};

impl Builder<'_> {
    /// Builds the next value of `parts`.
    pub(super) fn value(&mut self, parts: &mut Parts<'_>) -> Option<Value> {
        let pair = parts.next()?;
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::text => {
                let text = self.text(&pair);
                return Some(match self.qualifier(parts) {
                    Some(qualifier) => qualified(text, qualifier),
                    None => Value { span, kind: ValueKind::Text(text) },
                });
            }
            Rule::number => self.number(&pair),
            Rule::path => ValueKind::Path(SmolStr::new(pair.as_str())),
            Rule::const_ref => ValueKind::Const(self.word(&Parts::of(pair).take_rule(Rule::name)?)),
            Rule::list => ValueKind::List(self.list(pair)),
            Rule::map => ValueKind::Map(self.map(pair)),
            _ => return self.named(pair),
        };
        Some(Value { span, kind })
    }

    /// Builds all remaining values.
    pub(super) fn values(&mut self, parts: &mut Parts<'_>) -> Vec<Value> {
        std::iter::from_fn(|| self.value(parts)).collect()
    }

    pub(super) fn list(&mut self, pair: Pair<'_>) -> Vec<Value> {
        self.separators(&pair);
        self.values(&mut Parts::of(pair))
    }

    pub(super) fn map(&mut self, pair: Pair<'_>) -> Vec<MapEntry> {
        self.separators(&pair);
        Parts::of(pair).filter_map(|pair| self.map_entry(pair)).collect()
    }

    fn map_entry(&mut self, pair: Pair<'_>) -> Option<MapEntry> {
        let mut parts = Parts::of(pair);
        let key = self.data_key(&parts.next()?, ":", Confidence::Sure);
        let value = self.value(&mut parts)?;
        Some(MapEntry { span: key.span.to(value.span), key, value })
    }

    /// Builds `enabled`, or the words of a reference with their target.
    fn named(&mut self, pair: Pair<'_>) -> Option<Value> {
        let mut parts = Parts::of(pair);
        let first = self.word(&parts.take_rule(Rule::word)?);
        let second = parts.take_rule(Rule::word).map(|pair| self.word(&pair));
        let Some(pair) = parts.next() else {
            return Some(Value { span: first.span, kind: ValueKind::Word(first) });
        };
        let start = first.span;
        let mut span = start.to(self.span(&pair));
        let target = match pair.as_rule() {
            Rule::text => ReferenceTarget::Text(self.text(&pair)),
            Rule::path => ReferenceTarget::Path(self.span(&pair), SmolStr::new(pair.as_str())),
            _ => ReferenceTarget::Const(self.word(&Parts::of(pair).take_rule(Rule::name)?)),
        };
        let qualifier = self.qualifier(&mut parts);
        if let Some((_, text)) = &qualifier {
            span = start.to(text.span);
        }
        let words = std::iter::once(first).chain(second).collect();
        Some(Value { span, kind: ValueKind::Reference(Reference { words, target, qualifier }) })
    }

    fn qualifier(&mut self, parts: &mut Parts<'_>) -> Option<(Word, Text)> {
        let mut parts = Parts::of(parts.take_rule(Rule::qualifier)?);
        let word = self.word(&parts.take_rule(Rule::qualifier_word)?);
        let text = self.text(&parts.take_rule(Rule::text)?);
        Some((word, text))
    }

    fn number(&mut self, pair: &Pair<'_>) -> ValueKind {
        let written = pair.as_str();
        let digits = written.trim_end_matches(|c: char| c == '%' || c.is_ascii_alphabetic());
        let unit = match written.strip_prefix(digits).unwrap_or_default() {
            "" => Unit::None,
            "s" => Unit::Seconds,
            "m" => Unit::Minutes,
            "h" => Unit::Hours,
            "d" => Unit::Days,
            "%" => Unit::Percent,
            other => {
                let span = pair.as_span();
                let unit = self.span_of(span.start() + digits.len(), span.end());
                let diagnostic = Diagnostic::new(Code::BadUnit, unit, format!("unknown unit `{other}`"));
                self.report(match recover::unit(other) {
                    Some(known) => {
                        diagnostic.help(format!("write `{digits}{known}`")).fix(unit, known, Confidence::Sure)
                    }
                    None => {
                        diagnostic.help("valid units are `s`, `m`, `h`, `d` and `%`: `30s`, `5m`, `2h`, `7d`, `30%`")
                    }
                });
                return ValueKind::Hole;
            }
        };
        ValueKind::Number(Number { digits: SmolStr::new(digits), unit })
    }
}

/// Builds `"Verify caller" version "3"`, a reference without its kind.
fn qualified(text: Text, qualifier: (Word, Text)) -> Value {
    let span = text.span.to(qualifier.1.span);
    let reference = Reference { words: Vec::new(), target: ReferenceTarget::Text(text), qualifier: Some(qualifier) };
    Value { span, kind: ValueKind::Reference(reference) }
}
