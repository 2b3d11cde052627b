//! The lines of a test, one by one.

use serde_json::Value as Json;

use super::super::Context;
use super::super::entry::entry_of;
use super::super::wrong_value::described;
use super::pattern::message_of;
use super::result::listed;
use super::setups::Setups;
use crate::catalogue::TimeUnit;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::lower::value::duration;
use crate::resource::ResourceKind;
use crate::script::Result as TestResult;
use crate::script::{DataCheck, DataOperator, FiguresOf, Given, Hear, LineKind, Message, Pattern};
use crate::simulate::{Figures, Holder};
use crate::syntax::tree::{
    self, Body, BodyItem, ExpectWhat, GivenWhat, Key, NeverWhat, Number, PathNode, TestLine, Unit, Value, ValueKind,
    Word,
};

/// The figures of a queue or agent.
const FIGURES: &[&str] = &["waiting", "oldest", "available", "staffed", "online", FULL];

/// The figure without a number.
const FULL: &str = "full";

/// The states that a contact may be expected to be in.
const STATES: &[&str] = &["queued", "disconnected", "with_agent", "transferred", "callback", "returned"];

/// The state that a misspelled word means in the place of a block.
fn state_meant(block: &tree::Block) -> Option<&'static str> {
    match entry_of(block) {
        None => nearest(&block.keyword.text, STATES.iter().copied()),
        Some(_) => None,
    }
}

impl Context<'_> {
    /// Lowers a line. `None` if it could not be read, which is reported.
    pub(super) fn line(&mut self, line: &TestLine, setups: &Setups) -> Option<LineKind> {
        match line {
            TestLine::Use(line) => self.setup(line, setups).map(LineKind::Use),
            TestLine::Given(line) => self.given(&line.what),
            TestLine::Start(line) => self.contact(line).map(LineKind::Start),
            TestLine::Act(line) => self.act(line).map(|(act, result)| LineKind::Act(act, result)),
            TestLine::Hear(line) => self.hear(line).map(LineKind::Hear),
            TestLine::Expect(line) => match &line.what {
                ExpectWhat::State { word, value, body } => {
                    self.state(word, value.as_ref(), body.as_ref()).map(LineKind::ExpectState)
                }
                ExpectWhat::Data { path, operator, value } => {
                    self.comparison(path, operator, value.as_ref()).map(LineKind::ExpectData)
                }
                ExpectWhat::Block { block, result } => {
                    if let Some(state) = state_meant(block) {
                        let word = &block.keyword;
                        let message = format!("unknown block or state `{}`", word.text);
                        let diagnostic = Diagnostic::new(Code::UnknownBlock, word.span, message);
                        self.diagnostics.push(diagnostic.did_you_mean(word.span, Some(state)));
                        return None;
                    }
                    let (pattern, result) = self.block_and_result(block, result.as_ref())?;
                    Some(LineKind::ExpectBlock(pattern, result))
                }
            },
            TestLine::Never(line) => match &line.what {
                NeverWhat::Hear(hear) => self.hear(hear).map(LineKind::NeverHear),
                NeverWhat::Block { block, result } => {
                    let (pattern, result) = self.block_and_result(block, result.as_ref())?;
                    Some(LineKind::NeverBlock(pattern, result))
                }
            },
            TestLine::Hole(_) => None,
        }
    }

    fn given(&mut self, what: &GivenWhat) -> Option<LineKind> {
        match what {
            GivenWhat::Data { path, value } => {
                let path = self.path(path);
                Some(LineKind::GivenData(path, self.data_value(value)?))
            }
            GivenWhat::Figures { of, name, body } => {
                let of = self.whose(of, name.as_ref());
                let figures = self.figures(body.as_ref());
                Some(LineKind::GivenFigures(of?, figures?))
            }
            GivenWhat::Answer { once, block, result, data } => {
                let pattern = self.pattern(block)?;
                if let Some(computes) = pattern.blocks.iter().find(|block| block.only_computes()) {
                    let message = format!("`{}` takes no `given`: the flow alone decides it", computes.keyword);
                    let diagnostic = Diagnostic::new(Code::GivenForComputed, block.keyword.span, message);
                    self.diagnostics.push(match computes.semantics.compares {
                        Some(_) => diagnostic.help(
                            "give what it compares: `given $.Attributes.name = \"…\"`, or the block that sets it",
                        ),
                        None => diagnostic.help("delete the line"),
                    });
                    return None;
                }
                let result = self.result(&pattern, result);
                let data = self.data_of_given(&pattern, data.as_ref());
                Some(LineKind::Given(Given { once: once.is_some(), result: result?, data: data?, pattern }))
            }
        }
    }

    fn data_of_given(&mut self, pattern: &Pattern, body: Option<&Body>) -> Option<serde_json::Map<String, Json>> {
        match pattern.action {
            // What an action outside the catalogue brings is unknown.
            Some(_) => self.data(body),
            None => self.data_of_blocks(&pattern.blocks, body),
        }
    }

    fn block_and_result(
        &mut self,
        block: &tree::Block,
        result: Option<&tree::TestResult>,
    ) -> Option<(Pattern, Option<TestResult>)> {
        let pattern = self.pattern(block)?;
        let result = match result {
            Some(result) => Some(self.result(&pattern, result)?),
            None => None,
        };
        Some((pattern, result))
    }

    fn whose(&mut self, of: &Word, name: Option<&tree::Text>) -> Option<FiguresOf> {
        let is_agent = ResourceKind::from_keyword(&of.text) == Some(ResourceKind::Agent);
        let Some(name) = name else {
            return Some(if is_agent { FiguresOf::EveryAgent } else { FiguresOf::EveryQueue });
        };
        let value = Value { span: name.span, kind: ValueKind::Text(name.clone()) };
        let holder = if is_agent { self.agent(&value).map(Holder::Agent) } else { self.holder(&value) };
        holder.map(FiguresOf::One)
    }

    fn figures(&mut self, body: Option<&Body>) -> Option<Figures> {
        let mut figures = Figures { by: body.map(|body| body.span), ..Figures::default() };
        let mut seen: Vec<&Key> = Vec::new();
        let mut is_whole = true;
        for item in body.into_iter().flat_map(|body| &body.items) {
            is_whole &= match item {
                BodyItem::Flag(word) if word.text == FULL => {
                    figures.full = true;
                    true
                }
                BodyItem::Entry(entry) => self.is_new_key(&entry.key, &mut seen) && self.figure(entry, &mut figures),
                item => {
                    self.not_data(item);
                    false
                }
            };
        }
        is_whole.then_some(figures)
    }

    fn figure(&mut self, entry: &tree::Entry, figures: &mut Figures) -> bool {
        let (key, value) = (&entry.key, &entry.value);
        let figure = match key.text.as_str() {
            "waiting" => &mut figures.waiting,
            "available" => &mut figures.available,
            "staffed" => &mut figures.staffed,
            "online" => &mut figures.online,
            "oldest" => {
                figures.oldest = self.amount(
                    value,
                    |number| duration(number, TimeUnit::Seconds).filter(|_| number.unit != Unit::None)?.parse().ok(),
                    "a time, such as `5m`",
                );
                return figures.oldest.is_some();
            }
            FULL => {
                self.diagnostics.push(
                    Diagnostic::new(Code::WrongValue, entry.span, "`full` takes no value").help("write `full` alone"),
                );
                return false;
            }
            unknown => {
                let near = nearest(unknown, FIGURES.iter().copied());
                let message = format!("a queue has no figure `{unknown}`");
                let diagnostic =
                    Diagnostic::new(Code::UnknownParameter, key.span, message).did_you_mean(key.span, near);
                self.diagnostics.push(match near {
                    Some(_) => diagnostic,
                    None => diagnostic.help(format!("its figures are {}", listed(FIGURES))),
                });
                return false;
            }
        };
        let amount = self.amount(
            value,
            |number| number.digits.parse().ok().filter(|_| number.unit == Unit::None),
            "a whole number",
        );
        *figure = amount;
        amount.is_some()
    }

    fn amount(&mut self, value: &Value, read: impl Fn(&Number) -> Option<u64>, expected: &str) -> Option<u64> {
        let resolved = self.resolver.consts.value(value, &mut self.diagnostics);
        let amount = match &resolved.kind {
            ValueKind::Number(number) => read(number),
            ValueKind::Hole => return None,
            _ => None,
        };
        if amount.is_none() {
            let message = format!("expected {expected}, found {}", described(&resolved.kind));
            self.diagnostics.push(Diagnostic::new(Code::WrongValue, value.span, message));
        }
        amount
    }

    fn hear(&mut self, line: &tree::Hear) -> Option<Hear> {
        let messages: Vec<Option<Message>> = line.messages.iter().map(|value| self.heard_message(value)).collect();
        let messages: Option<Vec<Message>> = messages.into_iter().collect();
        Some(Hear { by_agent: line.word.text != "hear", only: line.only.is_some(), messages: messages? })
    }

    fn heard_message(&mut self, value: &Value) -> Option<Message> {
        let resolved = self.resolver.consts.value(value, &mut self.diagnostics);
        if let ValueKind::Path(_) = resolved.kind {
            self.no_contact_data(value.span);
            return None;
        }
        let (key, node) = self.message(&resolved)?;
        let message = message_of(key, &node)?;
        if message.text.trim().is_empty() {
            self.empty_message(value.span);
            return None;
        }
        Some(Message { span: value.span, ..message })
    }

    fn comparison(&mut self, path: &PathNode, operator: &Word, value: Option<&Value>) -> Option<DataCheck> {
        let path = self.path(path);
        let is_number = matches!(operator.text.as_str(), "<" | "<=" | ">" | ">=");
        let operator_span = operator.span;
        let operator = match operator.text.as_str() {
            "=" => DataOperator::Equals,
            "!=" => DataOperator::Differs,
            "<" => DataOperator::Less,
            "<=" => DataOperator::LessOrEqual,
            ">" => DataOperator::Greater,
            ">=" => DataOperator::GreaterOrEqual,
            "starts_with" => DataOperator::StartsWith,
            "contains" => DataOperator::Contains,
            "exists" => DataOperator::Exists,
            _ => DataOperator::Missing,
        };
        let Some(written) = value else {
            return Some(DataCheck { path, operator, value: Json::Null, value_span: operator_span });
        };
        let value = self.data_value(written)?;
        let is_ordered = value.is_number() || value.as_str().is_some_and(|text| text.trim().parse::<f64>().is_ok());
        let wrong = |message: &str| Diagnostic::new(Code::WrongValue, written.span, message);
        if value.is_null() {
            let diagnostic = wrong("`none` is not compared");
            self.diagnostics.push(match operator {
                DataOperator::Differs => diagnostic.help(format!("write `expect {path} exists`")),
                _ => diagnostic.help(format!("write `expect {path} missing`")),
            });
            return None;
        }
        if is_number && !is_ordered {
            self.diagnostics.push(wrong("only numbers are smaller or larger than others"));
            return None;
        }
        if matches!(operator, DataOperator::StartsWith) && !value.is_string() {
            self.diagnostics.push(wrong("only a text starts with another").help("put it in quotes"));
            return None;
        }
        Some(DataCheck { path, operator, value, value_span: written.span })
    }
}
