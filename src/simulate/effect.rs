//! What a block does when it succeeds: it sets data, queues and hooks, and moves the contact.

use serde_json::Value;

use super::data::{self, text};
use super::engine::{Engine, Site, recognised};
use super::resolve::{at, text_at};
use super::state::HookFlow;
use super::trace::{Stop, Taken, Why};
use crate::catalogue::doubt::IS_DIALABLE;
use crate::catalogue::run_time::{DATA_BYTES, HOOKS, HOOKS_OFF};
use crate::catalogue::{CallbackUse, Decides, Does, EntryValues, QueueUse, contact_data, wire};
use crate::graph::{FlowKind, Node, Value as Written};

impl<'b> Engine<'_, 'b> {
    /// A block that changes something: it succeeds unless the world says otherwise.
    pub(super) fn change(&mut self, site: Site<'b>) -> Result<(), Stop> {
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        let is_setting = site.block.run_time().decides == Decides::Nobody;
        self.take_effect(site, if is_setting { Why::Assumed } else { Why::Always })
    }

    /// Does what the block does, and leaves it.
    pub(super) fn take_effect(&mut self, site: Site<'b>, why: Why) -> Result<(), Stop> {
        let semantics = &site.block.semantics;
        let run = site.block.run_time();
        match semantics.queue {
            Some(QueueUse::TransfersTo) => return self.enter_queue(site, why),
            Some(QueueUse::MovesTo { named_by }) => return self.enter_other_queue(site, named_by, why),
            Some(QueueUse::Sets { named_by }) => {
                if let Some(holder) = self.named_holder(site, named_by) {
                    self.state.set_queue(holder);
                }
            }
            Some(QueueUse::CallsBackFrom { named_by }) if semantics.callback == Some(CallbackUse::CallsBack) => {
                let holder = self.named_holder(site, named_by).or_else(|| self.state.queue.clone());
                self.state.callbacks.extend(holder);
            }
            _ => {}
        }
        if semantics.transfers_to.is_some() {
            return self.enter_flow(site, why);
        }
        if let Does::CallsOut { number } = run.does
            && run.ends.is_some_and(|when| site.action.parameters.holds(when))
        {
            return self.leave_to_number(site, number, why);
        }
        if semantics.ends.is_some() {
            return self.connect_agent(site, why);
        }
        if run.does == Does::SetsHooks {
            self.set_hooks(site);
        }
        if let Does::Says { .. } = run.does {
            self.speak(site);
        }
        if !self.write(site) {
            return self.fail(site, wire::ANY_ERROR, why);
        }
        self.succeed(site, why)
    }

    /// Writes parameters into contact data, all or nothing.
    fn write(&mut self, site: Site<'b>) -> bool {
        let run = site.block.run_time();
        let wrapped = match site.block.entries.map(|entries| entries.values) {
            Some(EntryValues::Wrapped(key)) => Some(key),
            _ => None,
        };
        for fill in site.block.semantics.fills {
            let (Some(from), Some(own)) = (fill.from, site.action.own_fill(fill.root)) else { continue };
            debug_assert_eq!(own.root, fill.root);
            let Some(Value::Object(map)) = at(self.parameters(site.event), from) else { continue };
            let unwrap = |value: &Value| wrapped.and_then(|key| value.get(key)).unwrap_or(value).clone();
            let new: data::Data = map.iter().map(|(key, value)| (key.clone(), unwrap(value))).collect();
            if data::size(&new) > DATA_BYTES {
                return false;
            }
            for (key, value) in new {
                self.put_under(site.thread, fill.root, &key, value);
            }
        }
        if run.sets_unless.is_some_and(|when| site.action.parameters.holds(when)) {
            return true;
        }
        for (parameter, path) in run.sets {
            match at(self.parameters(site.event), parameter).cloned() {
                Some(Value::Object(map)) => {
                    map.into_iter().for_each(|(key, value)| self.put_under(site.thread, path, &key, value));
                }
                Some(value) => self.put(site.thread, path, value),
                None => {}
            }
        }
        true
    }

    /// Sets a value under a root, whose key may contain dots.
    fn put_under(&mut self, thread: usize, root: &str, key: &str, value: Value) {
        data::set(self.data_mut(thread, root), [root, key], value);
    }

    fn set_hooks(&mut self, site: Site<'b>) {
        for (parameter, hook) in HOOKS {
            let Some(node) = site.action.parameters.get(parameter) else { continue };
            let set = match site.action.flow_at(parameter) {
                Some(flow) => Some(HookFlow::Here(flow)),
                None => text_at(self.parameters(site.event), parameter).map(|name| self.hook_named(node, &name, site)),
            };
            if let Some(set) = set {
                self.state.hooks.insert(*hook, set);
            }
        }
        for (when, hook) in HOOKS_OFF {
            if site.action.parameters.holds(*when) {
                self.state.hooks.insert(*hook, HookFlow::Off);
            }
        }
    }

    fn hook_named(&self, node: &Node, name: &str, site: Site<'b>) -> HookFlow {
        let is_path = match &node.value {
            Written::Reference(reference) => reference.form == crate::graph::ReferenceForm::Path,
            _ => true,
        };
        let here = is_path.then(|| self.flow_named(name, |flow| flow.kind != FlowKind::Module)).flatten();
        here.map_or_else(|| HookFlow::NotHere(name.into(), site.event), HookFlow::Here)
    }

    /// Sets the callback number. Whether it has the international format can be seen.
    pub(super) fn set_callback_number(&mut self, site: Site<'b>) -> Result<(), Stop> {
        if let Some(answer) = self.answer(site) {
            let leaves = self.outcome(site, &answer);
            if self.has_succeeded(site) {
                self.store_callback_number(site);
            }
            return leaves;
        }
        let number = self.callback_parameter(site).unwrap_or_default();
        if !is_e164(&number) {
            return self.fail(site, wire::INVALID_CALLBACK, Why::Compared(Some(Value::String(number.to_string()))));
        }
        self.doubt(site.event, IS_DIALABLE);
        self.store_callback_number(site);
        self.succeed(site, Why::Assumed)
    }

    fn store_callback_number(&mut self, site: Site<'b>) {
        if let Some(number) = self.callback_parameter(site) {
            self.put(site.thread, contact_data::CALLBACK_NUMBER, Value::String(number.to_string()));
        }
    }

    fn callback_parameter(&self, site: Site<'b>) -> Option<smol_str::SmolStr> {
        let parameter = site.block.parameters.first()?;
        text_at(self.parameters(site.event), parameter.wire)
    }

    pub(super) fn has_succeeded(&self, site: Site<'b>) -> bool {
        let exit = self.state.events.get(site.event).and_then(|event| event.exit.as_ref());
        exit.is_some_and(|exit| exit.edge == Taken::Next)
    }

    /// Books a callback.
    pub(super) fn call_back(&mut self, site: Site<'b>, named_by: &[&str]) -> Result<(), Stop> {
        let named = self.named_holder(site, named_by);
        let holder = named.or_else(|| self.state.queue.clone());
        self.uses_queue(site.event, holder.clone());
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        if holder.is_none() {
            let queue = super::engine::path(contact_data::QUEUE, contact_data::QUEUE_NAME);
            return self.fail(site, wire::ANY_ERROR, Why::Missing(queue));
        }
        let contact = &self.state.contact;
        let set = contact.get(contact_data::CALLBACK_NUMBER);
        let own = contact.get(contact_data::CUSTOMER).and_then(|customer| customer.get(contact_data::ADDRESS));
        if set.or(own).and_then(text).is_none() {
            return self.fail(
                site,
                wire::ANY_ERROR,
                Why::Missing(smol_str::format_smolstr!("$.{}", contact_data::CALLBACK_NUMBER)),
            );
        }
        self.take_effect(site, Why::Assumed)
    }

    /// Compares contact data.
    pub(super) fn compare(&mut self, site: Site<'b>) -> Result<(), Stop> {
        let path = site.block.semantics.compares.unwrap_or_default();
        let value = at(self.parameters(site.event), path).filter(|value| !value.is_null()).cloned();
        self.compare_with(site, value.as_ref(), Why::Compared(value.clone()))
    }

    /// The entry of the action at an event.
    pub(super) fn site_of(&self, thread: usize, event: usize) -> Option<Site<'b>> {
        let noted = self.state.events.get(event)?;
        let action = self.build.flows.get(noted.flow)?.action(noted.action)?;
        Some(Site { thread, event, id: noted.action, action, block: recognised(action)? })
    }
}

/// Whether a number has the international format.
pub(super) fn is_e164(number: &str) -> bool {
    let Some(digits) = number.strip_prefix('+') else { return false };
    (2..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0')
}
