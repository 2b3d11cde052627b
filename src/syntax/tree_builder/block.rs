//! Blocks, their bodies and branches.

use super::separator::Commas;
use super::{Builder, Parts};
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::source::Span;
use crate::syntax::grammar::{Pair, Rule};
use crate::syntax::recover::{self, Enclosure};
use crate::syntax::tree::{
    Block, Body, BodyItem, Branch, Condition, Entry, Hole, Jump, Misread, Operator, Outcome, Parameter, Selector,
    Target, Value, ValueKind,
};

impl Builder<'_> {
    pub(super) fn jump(&mut self, pair: Pair<'_>) -> Option<Jump> {
        let span = self.span(&pair);
        let mut parts = Parts::of(pair);
        let needless = parts.take_rule(Rule::needless).map(|pair| self.word(&pair));
        let target = self.word(&parts.take_rule(Rule::name)?);
        if let Some(needless) = needless {
            let message = format!("`{}` is not needed after `->`", needless.text);
            self.report(
                Diagnostic::new(Code::SyntaxError, needless.span, message)
                    .help(format!("the name of the step follows the arrow: `-> {}`", target.text))
                    .fix(needless.span.to(target.span), target.text.as_str(), Confidence::Sure),
            );
        }
        Some(Jump { span, target })
    }

    pub(super) fn block(&mut self, pair: Pair<'_>) -> Option<Block> {
        let from = pair.as_span().start();
        let mut parts = Parts::of(pair);
        let keyword = self.word(&parts.take_rule(Rule::keyword)?);
        let mut subject = match parts.peek() {
            None | Some(Rule::identifier | Rule::stray | Rule::body) => None,
            Some(_) => self.value(&mut parts),
        };
        let identifier = parts.take_rule(Rule::identifier).and_then(|pair| Parts::of(pair).take_rule(Rule::text));
        let identifier = identifier.map(|pair| self.text(&pair));
        let stray = self.stray(Rule::only_block, from, &mut parts);
        let mut body = parts.take_rule(Rule::body).map(|pair| self.body(pair));
        if let Some(word) = stray {
            // It may be what seems to be missing in the block, and what is before it may be only a part of a value.
            subject = in_doubt(subject, word.span, &word.text);
            let hole = Hole::new(word.span, Vec::new());
            body.get_or_insert_with(|| Body { span: word.span, items: Vec::new() }).items.push(BodyItem::Hole(hole));
        }
        let mut span = keyword.span;
        for end in [
            subject.as_ref().map(|value| value.span),
            identifier.as_ref().map(|text| text.span),
            body.as_ref().map(|body| body.span),
        ] {
            span = end.map_or(span, |end| span.to(end));
        }
        Some(Block { span, keyword, subject, identifier, body })
    }

    pub(super) fn body(&mut self, pair: Pair<'_>) -> Body {
        let span = self.span(&pair);
        let mut items = Vec::new();
        let mut good = None;
        let mut commas = Commas::default();
        for pair in Parts::of(pair) {
            let (rule, start) = (pair.as_rule(), pair.as_span().start());
            match rule {
                Rule::parameter => items.extend(self.parameter(pair).map(BodyItem::Parameter)),
                Rule::entry => items.extend(self.entry(pair).map(BodyItem::Entry)),
                Rule::on => self.on(pair, &mut items),
                Rule::when => self.when(pair, &mut items),
                Rule::flag => {
                    items.extend(Parts::of(pair).next().map(|pair| BodyItem::Flag(self.word(&pair))));
                }
                Rule::keyed => items.push(BodyItem::Hole(self.keyed(pair))),
                Rule::nested => items.extend(self.nested(pair).map(BodyItem::Hole)),
                Rule::wrong_line_comma => self.comma(&mut commas, &pair),
                Rule::trailing => {
                    if let Some(BodyItem::Parameter(Parameter { value, .. }) | BodyItem::Entry(Entry { value, .. })) =
                        items.last_mut()
                    {
                        before_comma(value, pair.as_str());
                    }
                    items.push(BodyItem::Hole(self.trailing(good, &pair)));
                }
                _ => items.push(BodyItem::Hole(self.bad(Enclosure::Body, &pair))),
            }
            good = Some((rule, start));
        }
        self.report_commas(&commas);
        Body { span, items }
    }

    /// Builds a branch without `on` or `when`. Only its labels are read: the message is about the whole line.
    fn keyed(&mut self, pair: Pair<'_>) -> Hole {
        let start = pair.as_span().start();
        let mut hole = recover::hole(self.scan, start, pair.as_str());
        // A line that ends with `when` or `on` was reported, and this is the rest of it.
        let before = self.scan.text().get(..start).unwrap_or_default().trim_end();
        if ["when", "on"].iter().any(|word| before.ends_with(word)) {
            return hole;
        }
        let mut parts = Parts::of(pair);
        let on = parts.take_rule(Rule::on_word).map(|pair| self.span(&pair));
        let mut labels = Vec::new();
        while let Some(pair) = parts.take_rule(Rule::label) {
            let span = self.span(&pair);
            let mut parts = Parts::of(pair);
            labels.extend(match parts.take_rule(Rule::name) {
                Some(pair) => Some(Value { span, kind: ValueKind::Word(self.word(&pair)) }),
                None => self.value(&mut parts),
            });
        }
        hole.misread = Some(Box::new(Misread::Branch { on, labels }));
        hole
    }

    /// Builds a block in the braces of another block.
    fn nested(&mut self, pair: Pair<'_>) -> Option<Hole> {
        let mut hole = recover::hole(self.scan, pair.as_span().start(), pair.as_str());
        hole.misread = Some(Box::new(Misread::Block(Box::new(self.block(pair)?))));
        Some(hole)
    }

    pub(super) fn parameter(&mut self, pair: Pair<'_>) -> Option<Parameter> {
        let mut parts = Parts::of(pair);
        let name = self.key(&parts.next()?);
        let value = self.value(&mut parts)?;
        Some(Parameter { span: name.span.to(value.span), name, value })
    }

    fn entry(&mut self, pair: Pair<'_>) -> Option<Entry> {
        let mut parts = Parts::of(pair);
        let key = self.data_key(&parts.next()?, " =", Confidence::Sure);
        let value = self.value(&mut parts)?;
        Some(Entry { span: key.span.to(value.span), key, value })
    }

    fn on(&mut self, pair: Pair<'_>, items: &mut Vec<BodyItem>) {
        let (span, from) = (self.span(&pair), pair.as_span().start());
        let mut parts = Parts::of(pair);
        parts.take_rule(Rule::on_word);
        let mut outcomes = Vec::new();
        loop {
            if let Some(pair) = parts.take_rule(Rule::name) {
                outcomes.push(Outcome::Name(self.word(&pair)));
            } else if let Some(pair) = parts.take_rule(Rule::text) {
                outcomes.push(Outcome::ErrorType(self.text(&pair)));
            } else {
                break;
            }
        }
        let stray = self.stray(Rule::only_on, from, &mut parts);
        items.extend(stray.map(|word| BodyItem::Hole(Hole::new(word.span, Vec::new()))));
        let target = self.target(&mut parts);
        items.extend(target.map(|target| BodyItem::Branch(Branch { span, selector: Selector::On(outcomes), target })));
    }

    fn when(&mut self, pair: Pair<'_>, items: &mut Vec<BodyItem>) {
        let (span, from) = (self.span(&pair), pair.as_span().start());
        let mut parts = Parts::of(pair);
        parts.take_rule(Rule::when_word);
        let condition = parts.take_rule(Rule::condition).and_then(|pair| self.condition(pair));
        let stray = self.stray(Rule::only_when, from, &mut parts);
        items.extend(stray.map(|word| BodyItem::Hole(Hole::new(word.span, Vec::new()))));
        if let (Some(condition), Some(target)) = (condition, self.target(&mut parts)) {
            items.push(BodyItem::Branch(Branch { span, selector: Selector::When(condition), target }));
        }
    }

    pub(super) fn condition(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let start = self.span(&pair).head();
        let mut parts = Parts::of(pair);
        if let Some(pair) = parts.take_rule(Rule::operator) {
            let operator = self.word(&pair);
            let values = self.values(&mut parts);
            let end = values.last().map_or(operator.span, |value| value.span);
            return Some(Condition { span: start.to(end), operator: Operator::Named(operator), values });
        }
        let first = self.value(&mut parts)?;
        let (span, operator, values) = match (parts.take_rule(Rule::operands), first) {
            (Some(pair), Value { kind: ValueKind::Text(text), .. }) => {
                let list = Parts::of(pair).next()?;
                (start.to(self.span(&list)), Operator::Wire(text), self.list(list))
            }
            (_, first) => {
                let mut values = vec![first];
                values.extend(self.values(&mut parts));
                let end = values.last().map_or(start, |value| value.span);
                (start.to(end), Operator::Equals, values)
            }
        };
        Some(Condition { span, operator, values })
    }

    fn target(&mut self, parts: &mut Parts<'_>) -> Option<Target> {
        let pair = parts.next()?;
        match pair.as_rule() {
            Rule::jump => self.jump(pair).map(Target::Jump),
            _ => Some(Target::Run(self.run(pair))),
        }
    }
}

/// The subject of a block before `rest`, which could not be parsed: it may be a part of the value that was meant, and
/// that value may be all of `rest`.
pub(super) fn in_doubt(subject: Option<Value>, rest: Span, written: &str) -> Option<Value> {
    let is_value = !written.starts_with(|c: char| c.is_alphabetic() || matches!(c, '-' | '=' | ':' | ',' | '}'));
    let span = subject.map(|value| value.span).or(is_value.then_some(rest))?;
    Some(Value { span, kind: ValueKind::Hole })
}

/// Drops the value before a comma: it is only a part of what is meant.
pub(super) fn before_comma(value: &mut Value, trailing: &str) {
    if trailing.starts_with(',') {
        value.kind = ValueKind::Hole;
    }
}
