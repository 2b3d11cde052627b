//! What is said: the messages of a block, with their contact data, and who hears them.

use serde_json::Value;
use smol_str::SmolStr;

use super::data::text;
use super::engine::{Engine, Site};
use super::resolve::at;
use super::trace::{Listener, MessageForm, Role, Said, Stop, Why};
use crate::catalogue::{Channel, Kind, MESSAGE_LENGTH, When, wire};
use crate::graph::{Node, Object, Value as Written};
use crate::source::Span;
use crate::ssml;

impl<'b> Engine<'_, 'b> {
    /// A block that says a message and goes on.
    pub(super) fn say(&mut self, site: Site<'b>, skipped: Option<When>) -> Result<(), Stop> {
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        let is_buffered = self.state.buffer.as_ref().is_some_and(|keys| !keys.is_empty());
        if is_buffered && skipped.is_some_and(|when| site.action.parameters.holds(when)) {
            return self.succeed(site, Why::Always);
        }
        match self.prepared(site) {
            Ok(said) => {
                self.note_said(site.event, said);
                self.succeed(site, Why::Always)
            }
            Err(why) => self.fail(site, wire::ANY_ERROR, why),
        }
    }

    /// Notes the messages of a block as said.
    pub(super) fn speak(&mut self, site: Site<'b>) {
        let said = self.messages(site);
        self.note_said(site.event, said);
    }

    /// The messages of a block, or why one of them cannot be said.
    pub(super) fn prepared(&self, site: Site<'b>) -> Result<Vec<Said>, Why> {
        let messages = self.messages(site);
        let is_audio = |said: &Said| matches!(said.form, MessageForm::Prompt | MessageForm::Media);
        if self.state.channel != Some(Channel::Voice) && messages.iter().any(is_audio) {
            return Err(Why::Channel);
        }
        let is_bad = |said: &Said| {
            said.text.len() > MESSAGE_LENGTH && said.text.chars().count() > MESSAGE_LENGTH
                || said.form == MessageForm::Ssml && ssml::tags(&said.text).is_err()
        };
        if messages.iter().any(is_bad) { Err(Why::Always) } else { Ok(messages) }
    }

    /// The messages of a block.
    fn messages(&self, site: Site<'b>) -> Vec<Said> {
        let to = self.listener(site.thread);
        let parameters = self.parameters(site.event);
        let mut said = Vec::new();
        for parameter in site.block.parameters {
            match parameter.kind {
                Kind::Message => said.extend(message(&site.action.parameters, parameters, to)),
                Kind::Messages => {
                    let written = site.action.parameters.get(parameter.wire).map(|node| &node.value);
                    let resolved = at(parameters, parameter.wire).and_then(Value::as_array);
                    if let (Some(Written::List(items)), Some(values)) = (written, resolved) {
                        for (item, value) in items.iter().zip(values) {
                            if let (Written::Object(object), Value::Object(map)) = (&item.value, value) {
                                said.extend(message(object, map, to));
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        said
    }

    /// Who hears the flow.
    fn listener(&self, thread: usize) -> Listener {
        match self.state.threads.get(thread).map(|thread| thread.role) {
            Some(Role::AgentWhisper | Role::AgentHold | Role::AgentTransfer | Role::QueueTransfer) => Listener::Agent,
            // The agent who transfers a contact hears it instead of the customer.
            Some(Role::CustomerWhisper) if self.state.transferred_by.is_some() => Listener::Agent,
            _ => Listener::Customer,
        }
    }
}

/// The message of an object, as written and as resolved.
fn message(written: &Object, resolved: &serde_json::Map<String, Value>, to: Listener) -> Option<Said> {
    let forms = [(wire::TEXT, MessageForm::Text), (wire::SSML, MessageForm::Ssml), (wire::PROMPT, MessageForm::Prompt)];
    let found = forms.into_iter().find_map(|(key, form)| {
        Some(said(form, written.property(key).map(|property| &property.node)?, resolved.get(key)?, to))
    });
    found.or_else(|| {
        let Value::Object(media) = resolved.get(wire::MEDIA)? else { return None };
        let node = &written.property(wire::MEDIA)?.node;
        Some(said(MessageForm::Media, node, media.get(wire::MEDIA_URI)?, to))
    })
}

fn said(form: MessageForm, node: &Node, value: &Value, to: Listener) -> Said {
    let span: Span = node.origin;
    let text: SmolStr = text(value).map(SmolStr::from).unwrap_or_default();
    let is_ssml = form == MessageForm::Text && text.trim_start().starts_with("<speak");
    Said { to, form: if is_ssml { MessageForm::Ssml } else { form }, text, span }
}
