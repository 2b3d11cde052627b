//! What people do in a test, and the time that passes.
//!
//! Takes a line, gives an [`Act`] with what only the service knows of it. Which block waits for it is decided by a run.

use smol_str::SmolStr;

use super::super::Context;
use super::super::value::duration;
use super::super::wrong_value::described;
use crate::catalogue::{self, Block, Question, TimeUnit};
use crate::diagnostic::{Code, Confidence, Diagnostic};
use crate::graph::BuildItem;
use crate::resource::ResourceKind;
use crate::script::{Result as TestResult, ResultKind};
use crate::simulate::Act;
use crate::syntax::tree::{self, Value, ValueKind};

/// The keys of a phone.
const KEYS: &str = "0123456789*#";

impl Context<'_> {
    /// Lowers what a person does.
    pub(super) fn act(&mut self, line: &tree::Act) -> Option<(Act, Option<TestResult>)> {
        let made = match line.word.text.as_str() {
            "press" => self.keys(line).map(Act::Press),
            "say" => self.text_of_act(line, "say \"my bill\"").map(Act::Say),
            "choose" => self.text_of_act(line, "choose \"Next\"").map(Act::Choose),
            "silence" => self.without_value(line).then_some(Act::Silence),
            "hang_up" => self.without_value(line).then_some(Act::HangUp),
            "agent_accepts" => match &line.value {
                Some(value) => self.agent(value).map(|agent| Act::AgentAccepts(Some(agent))),
                None => Some(Act::AgentAccepts(None)),
            },
            "agent_holds" => self.without_value(line).then_some(Act::AgentHolds),
            "agent_resumes" => self.without_value(line).then_some(Act::AgentResumes),
            "agent_hangs_up" => self.without_value(line).then_some(Act::AgentHangsUp),
            "agent_transfers" => self.quick_connect_of_act(line).map(Act::AgentTransfers),
            // The grammar has no other word but that of time.
            _ => self.time(line).map(Act::Wait),
        };
        let result = self.heard(line, made.as_ref());
        Some((made?, result.ok()?))
    }

    /// What only the service knows. `Err` if it could not be read, which was reported.
    fn heard(&mut self, line: &tree::Act, act: Option<&Act>) -> Result<Option<TestResult>, ()> {
        let word = &line.word.text;
        let is_answer = matches!(word.as_str(), "press" | "say" | "choose" | "silence");
        if let Some(result) = line.result.as_ref().filter(|_| !is_answer) {
            self.diagnostics.push(
                Diagnostic::new(Code::ActNotUnderstood, result.span, format!("`{word}` has no result"))
                    .help("only what a customer answers has one: `say \"my bill\" -> \"Billing\"`"),
            );
            return Err(());
        }
        let result = match &line.result {
            Some(result) => Some(self.result_of_act(result).ok_or(())?),
            None => None,
        };
        let Some(body) = &line.data else { return Ok(result) };
        if !is_answer {
            self.diagnostics.push(
                Diagnostic::new(Code::ActNotUnderstood, body.span, format!("`{word}` brings no contact data")).help(
                    "only what a customer answers brings some: `say \"my bill\" -> \"Billing\" { Slots = { … } }`",
                ),
            );
            return Err(());
        }
        if word == "choose" {
            // The fields of a view are its own.
            let data = self.data(Some(body)).ok_or(())?;
            let chosen = match act {
                Some(Act::Choose(chosen)) => chosen.clone(),
                _ => return Err(()),
            };
            let result = result.unwrap_or(TestResult {
                span: line.span,
                kind: ResultKind::Value(chosen),
                data: serde_json::Map::new(),
            });
            return Ok(Some(TestResult { data, ..result }));
        }
        let data = self.data_of_blocks(&self.bots(), Some(body)).ok_or(())?;
        let Some(result) = result else {
            self.diagnostics.push(
                Diagnostic::new(Code::ActNotUnderstood, body.span, "what was understood is missing before its data")
                    .help(format!("write it behind an arrow: `{word} … -> \"Billing\" {{ … }}`")),
            );
            return Err(());
        };
        Ok(Some(TestResult { data, ..result }))
    }

    /// The blocks that may understand what is said: those of the build, or all.
    fn bots(&self) -> Vec<&'static Block> {
        let is_bot = |block: &&'static Block| block.semantics.asks.is_some_and(|asks| asks.how == Question::Bot);
        let flows = self.test.iter().flat_map(|test| &test.build.flows);
        let own: Vec<&Block> =
            flows.flat_map(|flow| &flow.actions).filter_map(|action| action.block).filter(is_bot).collect();
        if own.is_empty() { catalogue::blocks().filter(is_bot).collect() } else { own }
    }

    fn without_value(&mut self, line: &tree::Act) -> bool {
        let Some(value) = &line.value else { return true };
        self.diagnostics.push(
            Diagnostic::new(Code::ActNotUnderstood, value.span, format!("`{}` takes no value", line.word.text))
                .help("delete the value"),
        );
        false
    }

    fn needs(&mut self, line: &tree::Act, written: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::ActNotUnderstood, line.word.span, format!("`{}` needs a value", line.word.text))
                .help(format!("for example, write `{written}`")),
        );
    }

    fn text_of_act(&mut self, line: &tree::Act, written: &str) -> Option<SmolStr> {
        let Some(value) = &line.value else {
            self.needs(line, written);
            return None;
        };
        let text = self.spanned(value)?.text;
        if text.trim().is_empty() {
            let message = format!("`{}` needs a text that is not empty", line.word.text);
            self.diagnostics.push(Diagnostic::new(Code::EmptyValue, value.span, message).of_language());
            return None;
        }
        Some(text)
    }

    fn keys(&mut self, line: &tree::Act) -> Option<SmolStr> {
        let written = "press \"1\"";
        if let Some(Value { kind: ValueKind::Number(number), span }) = &line.value {
            let keys = format!("\"{}\"", number.digits);
            self.diagnostics.push(
                Diagnostic::new(Code::ActNotUnderstood, *span, "keys are written in quotes")
                    .help(format!("write `press {keys}`"))
                    .fix(*span, keys, Confidence::Sure),
            );
            return None;
        }
        let keys = self.text_of_act(line, written)?;
        let span = line.value.as_ref().map_or(line.span, |value| value.span);
        if let Some(wrong) = keys.chars().find(|key| !KEYS.contains(*key)) {
            let message = format!("`{wrong}` is not a key of a phone");
            self.diagnostics.push(
                Diagnostic::new(Code::ActNotUnderstood, span, message)
                    .help("the keys are 0 to 9, `*` and `#`")
                    .help("what the customer says is written `say \"…\"`"),
            );
            return None;
        }
        Some(keys)
    }

    fn time(&mut self, line: &tree::Act) -> Option<u64> {
        let Some(value) = &line.value else {
            self.needs(line, "wait 30s");
            return None;
        };
        let resolved = self.resolver.consts.value(value, &mut self.diagnostics);
        let seconds = match &resolved.kind {
            ValueKind::Hole => return None,
            ValueKind::Number(number) if number.unit != tree::Unit::None => {
                duration(number, TimeUnit::Seconds).and_then(|seconds| seconds.parse().ok()).filter(|it| *it > 0)
            }
            _ => None,
        };
        if seconds.is_none() {
            let message = format!("expected a time of at least `1s`, found {}", described(&resolved.kind));
            self.diagnostics.push(
                Diagnostic::new(Code::ActNotUnderstood, value.span, message)
                    .help("write it with its unit: `30s`, `5m`"),
            );
        }
        seconds
    }

    fn quick_connect_of_act(&mut self, line: &tree::Act) -> Option<usize> {
        let Some(value) = &line.value else {
            self.needs(line, "agent_transfers \"Billing\"");
            return None;
        };
        let resolved = self.resolver.consts.value(value, &mut self.diagnostics);
        let text = match &resolved.kind {
            ValueKind::Text(text) => text,
            ValueKind::Reference(tree::Reference { target: tree::ReferenceTarget::Text(text), .. }) => text,
            ValueKind::Hole => return None,
            other => {
                let message = format!("expected the name of a quick connect, found {}", described(other));
                self.diagnostics.push(Diagnostic::new(Code::WrongValue, value.span, message));
                return None;
            }
        };
        match self.item_to_run(ResourceKind::QuickConnect, text)? {
            BuildItem::QuickConnect(index) => Some(index),
            BuildItem::Flow(_) => None,
        }
    }
}
