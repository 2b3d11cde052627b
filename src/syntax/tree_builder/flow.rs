//! Flows and modules: settings, schemas, defaults and steps.

use smol_str::SmolStr;

use super::block::{before_comma, in_doubt};
use super::separator::Commas;
use super::{Builder, Parts};
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::source::Span;
use crate::syntax::grammar::{Pair, Rule};
use crate::syntax::recover::{self, Enclosure};
use crate::syntax::tree::{
    Body, BodyItem, Default, DefaultOutcome, Explicit, Field, Flow, FlowKeyword, Hole, Member, Outcome, Run, Schema,
    SchemaBody, Statement, Step, Text, TextPart, Value, ValueKind, Word,
};

impl Builder<'_> {
    pub(super) fn flow(&mut self, pair: Pair<'_>) -> Option<Flow> {
        let (span, from) = (self.span(&pair), pair.as_span().start());
        let mut parts = Parts::of(pair);
        let word = parts.next()?;
        let keyword = if word.as_rule() == Rule::module_word { FlowKeyword::Module } else { FlowKeyword::Flow };
        let name = self.quoted_name(Rule::only_flow, from, &mut parts)?;
        let flow_type = parts.take_rule(Rule::name).map(|pair| self.word(&pair));
        let (name, flow_type) = match (keyword, flow_type) {
            (FlowKeyword::Flow, None) => split_flow_type(name),
            (_, flow_type) => (name, flow_type),
        };
        let flow_type = match keyword {
            FlowKeyword::Flow => self.longer_flow_type(flow_type, &mut parts),
            FlowKeyword::Module => flow_type,
        };
        self.stray(Rule::only_flow, from, &mut parts);
        let members = self.members(parts);
        Some(Flow { span, keyword_span: self.span(&word), keyword, name, flow_type, members })
    }

    /// The flow type with the words behind it, or a quoted one: `customer queue`, `"Inbound flow"`. Lowering reports it,
    /// since it knows the types.
    fn longer_flow_type(&self, flow_type: Option<Word>, parts: &mut Parts<'_>) -> Option<Word> {
        let is_words = |text: &str| text.chars().all(|c| c.is_alphanumeric() || " _-()\"".contains(c));
        let more = match parts.0.peek() {
            Some(pair) if pair.as_rule() == Rule::stray => pair.as_str().trim_end(),
            _ => return flow_type,
        };
        let is_text = more.starts_with('"') && more.len() > 1 && more.ends_with('"');
        if !is_words(more) || is_text == flow_type.is_some() {
            return flow_type;
        }
        let pair = parts.take_rule(Rule::stray)?;
        let start = pair.as_span().start();
        let span = self.span_of(start, start + more.len());
        Some(match flow_type {
            Some(first) => Word { span: first.span.to(span), text: format!("{} {more}", first.text).into() },
            None => Word { span, text: more.into() },
        })
    }

    fn members(&mut self, parts: Parts<'_>) -> Vec<Member> {
        let mut members = Vec::new();
        let mut good = None;
        let mut after_step = false;
        let mut has_loose = false;
        let mut commas = Commas::default();
        for pair in parts {
            let (rule, start) = (pair.as_rule(), pair.as_span().start());
            match rule {
                Rule::step | Rule::start => {
                    let span = self.span(&pair);
                    let (step, stray) = self.step(pair);
                    if step.is_none() || stray.is_some() {
                        // This may be the declaration of a step that seems to be missing.
                        let span = stray.map_or(span, |word| word.span);
                        members.push(Member::Hole(Hole::new(span, Vec::new())));
                    }
                    members.extend(step.map(Member::Step));
                    after_step = true;
                }
                Rule::default => {
                    let default = self.default(pair);
                    if let (Some(default), true) = (&default, after_step) {
                        self.misplaced_default(default, "belongs before the steps of the flow");
                    }
                    members.extend(default.map(Member::Default));
                }
                Rule::explicit => members.push(Member::Explicit(self.explicit(pair))),
                Rule::schema => members.extend(self.schema(pair).map(Member::Schema)),
                Rule::parameter => members.extend(self.parameter(pair).map(Member::Setting)),
                Rule::wrong_line_comma => self.comma(&mut commas, &pair),
                Rule::trailing => {
                    if let Some(Member::Setting(setting)) = members.last_mut() {
                        before_comma(&mut setting.value, pair.as_str());
                    }
                    members.push(Member::Hole(self.trailing(good, &pair)));
                }
                // Several blocks outside a step are one mistake.
                _ if recover::is_loose(self.scan, start, pair.as_str()) && std::mem::replace(&mut has_loose, true) => {
                    members.push(Member::Hole(recover::hole(self.scan, start, pair.as_str())));
                }
                _ => members.push(Member::Hole(self.bad(Enclosure::Flow, &pair))),
            }
            good = Some((rule, start));
        }
        self.report_commas(&commas);
        members
    }

    /// Builds a step. Also returns unexpected text before its brace.
    fn step(&mut self, pair: Pair<'_>) -> (Option<Step>, Option<Word>) {
        let (span, from) = (self.span(&pair), pair.as_span().start());
        let mut parts = Parts::of(pair);
        let Some(keyword) = parts.next() else { return (None, None) };
        let is_start = keyword.as_rule() == Rule::start_word;
        let rule = if is_start { Rule::only_start } else { Rule::only_step };
        let name = if is_start { Some(keyword) } else { parts.take_rule(Rule::name) };
        let name = name.map(|pair| self.word(&pair));
        let stray = self.stray(rule, from, &mut parts);
        // A name with a `-` becomes the suggested name, so that jumps to it resolve.
        let name = name.or_else(|| stray.clone().map(proposed_name));
        let (Some(name), Some(run)) = (name, parts.take_rule(Rule::step_run)) else { return (None, stray) };
        let (defaults, run) = self.step_run(run);
        (Some(Step { span, name, is_start, defaults, run }), stray)
    }

    fn step_run(&mut self, pair: Pair<'_>) -> (Vec<Default>, Run) {
        let span = self.span(&pair);
        let mut defaults = Vec::new();
        let mut statements = Vec::new();
        let mut good = None;
        let mut commas = Commas::default();
        for pair in Parts::of(pair) {
            let (rule, start) = (pair.as_rule(), pair.as_span().start());
            match rule {
                Rule::wrong_line_comma => self.comma(&mut commas, &pair),
                Rule::default => defaults.extend(self.default(pair)),
                Rule::misplaced => {
                    let default = Parts::of(pair).next().and_then(|pair| self.default(pair));
                    if let Some(default) = &default {
                        self.misplaced_default(default, "belongs at the top of its step");
                    }
                    defaults.extend(default);
                }
                _ => self.statement(pair, good, &mut statements),
            }
            good = Some((rule, start));
        }
        self.report_commas(&commas);
        (defaults, Run { span, statements })
    }

    /// Builds the `{ … }` of a branch.
    pub(super) fn run(&mut self, pair: Pair<'_>) -> Run {
        let span = self.span(&pair);
        let mut statements = Vec::new();
        let mut good = None;
        let mut commas = Commas::default();
        for pair in Parts::of(pair) {
            let (rule, start) = (pair.as_rule(), pair.as_span().start());
            if rule == Rule::wrong_line_comma {
                self.comma(&mut commas, &pair);
            } else if rule == Rule::misplaced {
                if let Some(default) = Parts::of(pair).next().and_then(|pair| self.default(pair)) {
                    self.misplaced_default(&default, "belongs at the top of a flow or step, not in a branch");
                }
            } else {
                self.statement(pair, good, &mut statements);
            }
            good = Some((rule, start));
        }
        self.report_commas(&commas);
        Run { span, statements }
    }

    fn statement(&mut self, pair: Pair<'_>, good: Option<(Rule, usize)>, statements: &mut Vec<Statement>) {
        if let Some(hole) = self.other_language(&pair, good) {
            return statements.push(Statement::Hole(hole));
        }
        match pair.as_rule() {
            Rule::block => statements.extend(self.block(pair).map(Statement::Block)),
            Rule::jump => statements.extend(self.jump(pair).map(Statement::Jump)),
            Rule::trailing => {
                // A switch: the block says which words it takes.
                if let Some(Statement::Block(block)) = statements.last_mut()
                    && pair.as_str().trim_end() == "on"
                    && block.subject.is_none()
                    && block.body.is_none()
                {
                    let start = pair.as_span().start();
                    let span = self.span_of(start, start + "on".len());
                    block.span = block.span.to(span);
                    let word = Word { span, text: "on".into() };
                    block.subject = Some(Value { span, kind: ValueKind::Word(word) });
                    return;
                }
                let hole = self.trailing(good, &pair);
                match statements.last_mut() {
                    // It may be what seems to be missing in the block, and what is before it may be only a part of a value.
                    Some(Statement::Block(block)) => {
                        if block.body.is_none() && block.identifier.is_none() {
                            block.subject = in_doubt(block.subject.take(), hole.span, pair.as_str());
                        }
                        let body = block.body.get_or_insert_with(|| Body { span: hole.span, items: Vec::new() });
                        body.items.push(BodyItem::Hole(hole.clone()));
                        // It may also be what follows the block.
                        statements.push(Statement::Hole(hole));
                    }
                    _ => statements.push(Statement::Hole(hole)),
                }
            }
            _ => statements.push(Statement::Hole(self.bad(Enclosure::Run, &pair))),
        }
    }

    /// Reports a statement of another language, such as `if`, as a whole: its parts would only be further mistakes. What
    /// belongs to it, such as the `else` after it, is not reported again.
    fn other_language(&mut self, pair: &Pair<'_>, good: Option<(Rule, usize)>) -> Option<Hole> {
        let (start, written) = (pair.as_span().start(), pair.as_str());
        let before = good.and_then(|(_, from)| self.scan.text().get(from..start));
        let is_trailing = pair.as_rule() == Rule::trailing;
        let own = recover::statement_slip(written).filter(|_| !is_trailing);
        let found = match before.and_then(recover::statement_slip) {
            Some(_) if is_trailing || own.is_some() => None,
            _ => Some(own?),
        };
        if let Some((word, slip)) = found {
            self.report(recover::slip(self.scan, slip, start, word));
        }
        Some(recover::hole(self.scan, start, written))
    }

    fn misplaced_default(&mut self, default: &Default, where_it_belongs: &str) {
        let message = format!("a default {where_it_belongs}");
        let help = "a branch of one block belongs in the braces of that block: `play_prompt \"…\" { on error -> … }`";
        self.report(
            Diagnostic::new(Code::SyntaxError, default.span, message).primary_label("unexpected `on` line").help(help),
        );
    }

    fn default(&mut self, pair: Pair<'_>) -> Option<Default> {
        let span = self.span(&pair);
        let mut parts = Parts::of(pair);
        parts.take_rule(Rule::on_word)?;
        let mut outcomes = Vec::new();
        while let Some(pair) = parts.take_rule(Rule::default_outcome) {
            outcomes.extend(self.default_outcome(pair));
        }
        let target = self.jump(parts.take_rule(Rule::jump)?)?.target;
        Some(Default { span, outcomes, target })
    }

    fn default_outcome(&mut self, pair: Pair<'_>) -> Option<DefaultOutcome> {
        let mut parts = Parts::of(pair);
        let first = parts.next()?;
        if first.as_rule() == Rule::text {
            let text = self.text(&first);
            return Some(DefaultOutcome { span: text.span, keyword: None, outcome: Outcome::ErrorType(text) });
        }
        let first = self.word(&first);
        let second: Option<Word> = parts.next().map(|pair| self.word(&pair));
        Some(match second {
            Some(name) => {
                DefaultOutcome { span: first.span.to(name.span), keyword: Some(first), outcome: Outcome::Name(name) }
            }
            None => DefaultOutcome { span: first.span, keyword: None, outcome: Outcome::Name(first) },
        })
    }

    fn explicit(&mut self, pair: Pair<'_>) -> Explicit {
        let span = self.span(&pair);
        let mut parts = Parts::of(pair);
        parts.take_rule(Rule::explicit_word);
        let mut names = Vec::new();
        while let Some(name) = parts.take_rule(Rule::name) {
            names.push(self.word(&name));
        }
        Explicit { span, names }
    }

    fn schema(&mut self, pair: Pair<'_>) -> Option<Schema> {
        let span = self.span(&pair);
        let mut parts = Parts::of(pair);
        let keyword = self.word(&parts.next()?);
        let body = match parts.take_rule(Rule::fields) {
            Some(fields) => SchemaBody::Fields(self.fields(fields)),
            None => {
                parts.take_rule(Rule::raw_word)?;
                let map = parts.take_rule(Rule::map)?;
                let span = self.span(&map);
                SchemaBody::Raw(Value { span, kind: ValueKind::Map(self.map(map)) })
            }
        };
        Some(Schema { span, keyword, body })
    }

    fn fields(&mut self, pair: Pair<'_>) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut good = None;
        let mut commas = Commas::default();
        for pair in Parts::of(pair) {
            let (rule, start) = (pair.as_rule(), pair.as_span().start());
            match rule {
                Rule::field => fields.extend(self.field(pair)),
                Rule::wrong_line_comma => self.comma(&mut commas, &pair),
                Rule::trailing => _ = self.trailing(good, &pair),
                _ => _ = self.bad(Enclosure::Fields, &pair),
            }
            good = Some((rule, start));
        }
        self.report_commas(&commas);
        fields
    }

    fn field(&mut self, pair: Pair<'_>) -> Option<Field> {
        let mut parts = Parts::of(pair);
        let name = self.data_key(&parts.next()?, ":", Confidence::Guess);
        let type_ = self.word(&parts.next()?);
        let required = parts.next().map(|pair| self.word(&pair));
        let end = required.as_ref().map_or(type_.span, |word| word.span);
        Some(Field { span: name.span.to(end), name, type_, required })
    }
}

fn proposed_name(stray: Word) -> Word {
    let first = stray.text.split([' ', '\t']).next().unwrap_or_default();
    Word { text: first.replace('-', "_").into(), ..stray }
}

/// In `flow Main line inbound {`, where the quotes are missing, the last word is still the flow type.
fn split_flow_type(name: Text) -> (Text, Option<Word>) {
    let length = name.span.end - name.span.start;
    let words = name.literal().filter(|words| words.len() == length as usize).and_then(|words| words.rsplit_once(' '));
    let Some((before, last)) = words else { return (name, None) };
    let last_length = u32::try_from(last.len()).unwrap_or(length);
    let span = Span::new(name.span.file, name.span.end - last_length, name.span.end);
    let flow_type = Word { span, text: SmolStr::new(last) };
    let parts = vec![TextPart::Literal(before.trim_end().into())];
    (Text { parts, ..name }, Some(flow_type))
}
