//! What people do: the customer answers or leaves; agents take, hold, transfer and leave the contact.

use serde_json::Value;

use super::act::{Act, Heard};
use super::data;
use super::engine::Engine;
use super::resolve::name;
use super::state::Place;
use super::thread::Waiting;
use super::trace::{Role, Stop, Why};
use super::world::Holder;
use crate::catalogue::contact_data as names;
use crate::catalogue::doubt::{AGENT_LEFT_EARLY, CUSTOMER_LEFT};
use crate::catalogue::run_time::Hook;
use crate::catalogue::{Channel, Does, FlowType};
use crate::graph::{Build, Destination, FlowKind, Reference};

impl Engine<'_, '_> {
    /// Does what a person does.
    pub(super) fn act(&mut self, act: &Act, heard: Option<&Heard>) -> Result<(), Stop> {
        let question = self.question();
        let wrong = Err(Stop::WrongAct { event: question });
        match act {
            Act::Press(_) | Act::Say(_) | Act::Choose(_) | Act::Silence => self.customer(act, heard),
            Act::Wait(_) if question.is_some() => wrong,
            Act::Wait(seconds) => match self.state.place {
                Place::Over | Place::Nowhere | Place::Elsewhere(_) => wrong,
                _ => self.pass(*seconds),
            },
            Act::HangUp => self.customer_leaves(),
            Act::AgentAccepts(agent) => {
                let Place::Queue(holder) = self.state.place.clone() else { return wrong };
                let own = match &holder {
                    Holder::Agent(agent) => Some(agent.clone()),
                    Holder::Queue(_) => None,
                };
                self.stop_all(&Why::Person);
                self.state.buffer = None;
                self.accepted(Some(holder), agent.clone().or(own))
            }
            Act::AgentHolds => {
                if !matches!(self.state.place, Place::Agent(_)) || self.state.is_on_hold {
                    return wrong;
                }
                self.state.is_on_hold = true;
                self.start_hook(Hook::CustomerHold, Role::CustomerHold)?;
                self.start_hook(Hook::AgentHold, Role::AgentHold).map(drop)
            }
            Act::AgentResumes => {
                if !std::mem::take(&mut self.state.is_on_hold) {
                    return wrong;
                }
                self.stop_all(&Why::Person);
                Ok(())
            }
            Act::AgentTransfers(index) => self.agent_transfers(*index),
            Act::AgentHangsUp => self.agent_leaves(),
        }
    }

    /// The customer answers what waits: a question, or a wait for a message.
    fn customer(&mut self, act: &Act, heard: Option<&Heard>) -> Result<(), Stop> {
        let threads = self.state.threads.iter().enumerate();
        let waiting: Vec<(usize, Waiting)> =
            threads.filter_map(|(index, thread)| Some((index, thread.waits?))).collect();
        let meanwhile = self.state.threads.iter().enumerate();
        let meanwhile: Vec<_> = meanwhile.filter_map(|(index, thread)| Some((index, thread.meanwhile?))).collect();
        for (thread, waits) in &waiting {
            if let Waiting::Answer(event) = waits
                && let Some(site) = self.site_of(*thread, *event)
            {
                return self.answer_question(site, act, heard);
            }
        }
        let timers = waiting.iter().filter_map(|(thread, waits)| match waits {
            Waiting::Time(timer) => Some((*thread, *timer)),
            _ => None,
        });
        for (thread, timer) in timers.chain(meanwhile) {
            let Some(site) = self.site_of(thread, timer.event) else { continue };
            let Does::Waits(waits) = site.block.run_time().does else { continue };
            let (branch, when) = waits.returns;
            match act {
                Act::Say(words) if site.action.parameters.holds(when) => {
                    return self.end_wait(site, timer, branch, Some(Why::SaidByCustomer(words.clone())));
                }
                Act::Silence => return self.end_wait(site, timer, waits.over, None),
                _ => {}
            }
        }
        if let (Act::Press(keys), Some(_)) = (act, &self.state.buffer) {
            self.keep_keys(None, keys);
            return Ok(());
        }
        Err(Stop::WrongAct { event: waiting.first().map(|(_, waits)| event_of(*waits)) })
    }

    /// The customer leaves. On a chat or task, the disconnect flow runs.
    fn customer_leaves(&mut self) -> Result<(), Stop> {
        if matches!(self.state.place, Place::Nowhere | Place::Over | Place::Elsewhere(_)) {
            return Err(Stop::WrongAct { event: None });
        }
        let is_disconnect_flow = self.state.threads.iter().any(|thread| thread.role == Role::Disconnect);
        let event = self.state.events.len().checked_sub(1);
        self.stop_all(&Why::Person);
        self.state.phases.clear();
        self.state.place = Place::Over;
        if is_disconnect_flow || !self.state.hooks.contains_key(&Hook::CustomerRemaining) {
            return Ok(());
        }
        match self.state.channel {
            Some(Channel::Voice) | None => {
                event.into_iter().for_each(|event| self.doubt(event, CUSTOMER_LEFT));
                Ok(())
            }
            Some(Channel::Chat | Channel::Task | Channel::Email) => self.run_disconnect_flow(),
        }
    }

    /// The agent leaves: in the agent's whisper the customer waits on, otherwise the disconnect flow runs.
    fn agent_leaves(&mut self) -> Result<(), Stop> {
        match self.state.place.clone() {
            Place::Accepted(from, _) => {
                let is_agents = self.state.threads.iter().any(|thread| thread.role == Role::AgentWhisper);
                self.stop_all(&Why::Person);
                self.state.phases.clear();
                match from.filter(|_| is_agents) {
                    Some(holder) => {
                        self.state.contact.remove(names::AGENT);
                        self.state.place = Place::Queue(holder);
                        if let Some(event) = self.state.events.len().checked_sub(1) {
                            self.doubt(event, AGENT_LEFT_EARLY);
                        }
                        self.start_hook(Hook::CustomerQueue, Role::CustomerQueue).map(drop)
                    }
                    None => self.run_disconnect_flow(),
                }
            }
            Place::Agent(_) => {
                self.stop_all(&Why::Person);
                self.run_disconnect_flow()
            }
            _ => Err(Stop::WrongAct { event: self.question() }),
        }
    }

    /// The agent transfers the contact with a quick connect.
    fn agent_transfers(&mut self, index: usize) -> Result<(), Stop> {
        let wrong = Err(Stop::WrongAct { event: self.question() });
        let build: &Build = self.build;
        let Some(quick) = build.quick_connects.get(index) else { return wrong };
        if !matches!(self.state.place, Place::Agent(_)) {
            return wrong;
        }
        self.stop_all(&Why::Person);
        let transferring = self.agent();
        let (role, flow) = match &quick.destination {
            Destination::PhoneNumber(number) => {
                self.state.place = Place::Number(number.text.clone());
                return Ok(());
            }
            Destination::Agent { agent: (agent, _), flow } => {
                let name = name(agent);
                self.state.set_queue(Holder::Agent(name.clone()));
                let name = Value::String(name.to_string());
                data::set(&mut self.state.contact, [names::AGENT, names::AGENT_NAME], name);
                (Role::AgentTransfer, flow)
            }
            Destination::Queue { queue: (queue, _), flow } => {
                self.state.set_queue(Holder::Queue(name(queue)));
                (Role::QueueTransfer, flow)
            }
            Destination::Flow(flow) => (Role::Main, flow),
            Destination::Hole => return wrong,
        };
        self.state.transferred_by = Some(transferring);
        self.state.new_segment(names::TRANSFER);
        self.state.place = Place::Flow;
        let Some(flow) = item(&flow.0) else {
            self.state.place = Place::Elsewhere(flow.0.text.clone());
            return Ok(());
        };
        if role != Role::Main {
            self.start_hook(Hook::CustomerHold, Role::CustomerHold)?;
        }
        self.start_thread(role, flow);
        Ok(())
    }
}

/// The reason why a flow of this kind runs, if a contact starts in it.
#[must_use]
pub fn role_of(kind: FlowKind) -> Role {
    match kind {
        FlowKind::Flow(Some(flow_type)) => match flow_type {
            FlowType::Inbound | FlowType::Campaign => Role::Main,
            FlowType::CustomerQueue => Role::CustomerQueue,
            FlowType::CustomerHold => Role::CustomerHold,
            FlowType::CustomerWhisper => Role::CustomerWhisper,
            FlowType::AgentHold => Role::AgentHold,
            FlowType::AgentWhisper => Role::AgentWhisper,
            FlowType::OutboundWhisper => Role::OutboundWhisper,
            FlowType::AgentTransfer => Role::AgentTransfer,
            FlowType::QueueTransfer => Role::QueueTransfer,
        },
        FlowKind::Flow(None) | FlowKind::Module => Role::Main,
    }
}

fn event_of(waits: Waiting) -> usize {
    match waits {
        Waiting::Answer(event) | Waiting::Prompts(event, _) => event,
        Waiting::Time(timer) => timer.event,
    }
}

fn item(reference: &Reference) -> Option<usize> {
    match reference.item? {
        crate::graph::BuildItem::Flow(index) => Some(index),
        crate::graph::BuildItem::QuickConnect(_) => None,
    }
}
