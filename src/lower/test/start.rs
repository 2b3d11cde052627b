//! How a contact starts: its flow, its system data and its attributes.

use serde_json::{Map, Value as Json};
use smol_str::SmolStr;

use super::super::Context;
use super::super::wrong_value::described;
use super::result::listed;
use crate::catalogue::Channel;
use crate::diagnostic::{Code, Confidence, Diagnostic, nearest};
use crate::graph::{BuildItem, Schema};
use crate::resource::ResourceKind;
use crate::simulate::Start;
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, Key, Value, ValueKind};

/// The parameters of a start.
const PARAMETERS: &[&str] = &["customer_number", "system_number", "queue", "agent", "disconnect_flow", INPUT];

/// The parameter with the input of a module.
const INPUT: &str = "input";

/// The number of a caller who hides it.
const ANONYMOUS: &str = "anonymous";

impl Context<'_> {
    /// Lowers the start of a contact. `None` if it could not be read, which is reported.
    pub(super) fn contact(&mut self, line: &tree::Start) -> Option<Start> {
        let channel = match line.word.text.as_str() {
            "chat" => Channel::Chat,
            "task" => Channel::Task,
            "email" => Channel::Email,
            _ => Channel::Voice,
        };
        let kind = if line.module.is_some() { ResourceKind::Module } else { ResourceKind::Flow };
        let flow = match self.item_to_run(kind, &line.flow) {
            Some(BuildItem::Flow(index)) => Some(index),
            _ => None,
        };
        let mut start = Start {
            channel,
            flow: flow.unwrap_or_default(),
            attributes: Map::new(),
            customer_number: None,
            system_number: None,
            queue: None,
            agent: None,
            disconnect_flow: None,
            input: Map::new(),
        };
        let mut is_whole = flow.is_some();
        let (mut parameters, mut entries): (Vec<&Key>, Vec<&Key>) = (Vec::new(), Vec::new());
        for item in line.body.iter().flat_map(|body| &body.items) {
            is_whole &= match item {
                BodyItem::Parameter(parameter) => {
                    self.is_new_key(&parameter.name, &mut parameters)
                        && self.parameter_of_start(line, parameter, flow, &mut start).is_some()
                }
                BodyItem::Entry(entry) => {
                    self.like_parameter(entry);
                    let is_new = self.is_new_key(&entry.key, &mut entries);
                    let value = self.data_value(&entry.value);
                    let is_read = value.is_some();
                    let key = || entry.key.text.to_string();
                    value.into_iter().for_each(|value| _ = start.attributes.insert(key(), value));
                    is_new && is_read
                }
                item => {
                    self.not_data(item);
                    false
                }
            };
        }
        is_whole.then_some(start)
    }

    fn parameter_of_start(
        &mut self,
        line: &tree::Start,
        parameter: &tree::Parameter,
        flow: Option<usize>,
        start: &mut Start,
    ) -> Option<()> {
        let (name, value) = (&parameter.name, &parameter.value);
        match name.text.as_str() {
            "customer_number" => start.customer_number = Some(self.number_of_customer(value)?),
            "system_number" => start.system_number = Some(self.spanned(value)?.text),
            "queue" => start.queue = Some(self.holder(value)?),
            "agent" => start.agent = Some(self.agent(value)?),
            "disconnect_flow" => start.disconnect_flow = Some(self.disconnect_flow(value)?),
            INPUT if line.module.is_none() => {
                self.diagnostics.push(
                    Diagnostic::new(Code::OnlyInModules, name.span, "only a module has an input")
                        .help("attributes of the contact are written with `=`: `name = \"…\"`"),
                );
                return None;
            }
            INPUT => {
                start.input = self.map_of_data(value)?;
                self.known_inputs(flow?, value)?;
            }
            unknown => {
                let between = Span::new(name.span.file, name.span.end, value.span.start);
                let near = nearest(unknown, PARAMETERS.iter().copied());
                let message = format!("a contact starts without `{unknown}`");
                let diagnostic =
                    Diagnostic::new(Code::UnknownParameter, name.span, message).did_you_mean(name.span, near);
                self.diagnostics.push(match near {
                    Some(_) => diagnostic,
                    None => diagnostic
                        .help(format!("its parameters are {}", listed(PARAMETERS)))
                        .help(format!("an attribute is written with `=`: `{unknown} = …`"))
                        .fix(between, " = ", Confidence::Guess),
                });
                return None;
            }
        }
        Some(())
    }

    /// Warns about an attribute that is probably meant as a parameter.
    fn like_parameter(&mut self, entry: &tree::Entry) {
        let key = &entry.key;
        if key.quoted || !PARAMETERS.contains(&key.text.as_str()) {
            return;
        }
        let message = format!("this attribute has the same name as the parameter `{}`", key.text);
        self.diagnostics.push(Diagnostic::new(Code::EntryLikeParameter, key.span, message).help(format!(
            "to set the parameter, write `{0}: …`; for an attribute, quote the key: `\"{0}\" = …`",
            key.text
        )));
    }

    /// The number of the customer; null for one that is hidden or missing.
    fn number_of_customer(&mut self, value: &Value) -> Option<Json> {
        if let ValueKind::Word(word) = &value.kind
            && word.text == "none"
        {
            return Some(Json::Null);
        }
        let number: SmolStr = self.spanned(value)?.text;
        Some(if number == ANONYMOUS { Json::Null } else { Json::from(number.as_str()) })
    }

    fn disconnect_flow(&mut self, value: &Value) -> Option<usize> {
        let resolved = self.resolver.consts.value(value, &mut self.diagnostics);
        let text = match &resolved.kind {
            ValueKind::Text(text) => text,
            ValueKind::Reference(tree::Reference { target: tree::ReferenceTarget::Text(text), .. }) => text,
            ValueKind::Hole => return None,
            other => {
                let message = format!("expected the name of a flow, found {}", described(other));
                self.diagnostics.push(Diagnostic::new(Code::WrongValue, value.span, message));
                return None;
            }
        };
        match self.item_to_run(ResourceKind::Flow, text)? {
            BuildItem::Flow(index) => Some(index),
            BuildItem::QuickConnect(_) => None,
        }
    }

    /// Checks the input against what the module declares.
    fn known_inputs(&mut self, module: usize, value: &Value) -> Option<()> {
        let build = self.test.as_ref()?.build;
        let resolved = self.resolver.consts.value(value, &mut self.diagnostics);
        let ValueKind::Map(entries) = &resolved.kind else { return Some(()) };
        let Some(flow) = build.flows.get(module) else { return Some(()) };
        let Some(contract) = flow.known_contract() else { return Some(()) };
        let Schema::Fields(fields) = &contract.input else { return Some(()) };
        let names: Vec<&str> = fields.iter().map(|field| field.name.text.as_str()).collect();
        let mut is_whole = true;
        for key in entries.iter().map(|entry| &entry.key).filter(|key| !names.contains(&key.text.as_str())) {
            is_whole = false;
            let message = format!("the module `{}` has no input `{}`", flow.name.text, key.text);
            let near = nearest(&key.text, names.iter().copied());
            let diagnostic = Diagnostic::new(Code::DataNotBrought, key.span, message)
                .label(flow.name.span, "the module")
                .did_you_mean_key(key.span, near);
            self.diagnostics.push(match near {
                None if names.is_empty() => diagnostic.help("it declares no input"),
                None => diagnostic.help(format!("its inputs are {}", listed(&names))),
                Some(_) => diagnostic,
            });
        }
        is_whole.then_some(())
    }
}
