//! What ends a flow, and what follows: another flow, the agent, or nothing.

use serde_json::Value;
use smol_str::SmolStr;

use super::data::FlowData;
use super::engine::{Engine, Site};
use super::resolve::text_at;
use super::state::{Phase, Place};
use super::thread::{Frame, Thread, Waiting};
use super::trace::{Role, Stop, Taken, Why};
use super::world::Holder;
use crate::catalogue::contact_data as names;
use crate::catalogue::doubt::{
    AFTER_TRANSFER, ENDS_IN_MODULE, FLOW_DISCONNECTED, QUEUE_SILENCE, TRANSFER_ENDS, WAIT_ENDS,
};
use crate::catalogue::run_time::{Hook, WHISPER_SECONDS};
use crate::catalogue::{Channel, Figure};
use crate::graph::FlowKind;

impl<'b> Engine<'_, 'b> {
    /// Starts a flow beside those that run.
    pub(super) fn start_thread(&mut self, role: Role, flow: usize) {
        let start = self.build.flows.get(flow).and_then(|flow| flow.start.action());
        let mut thread = Thread::new(role, flow, start, FlowData::default());
        if matches!(role, Role::AgentWhisper | Role::CustomerWhisper) {
            thread.cut_in = Some(WHISPER_SECONDS);
        }
        if let Some(frame) = thread.frames.first_mut() {
            frame.data.data = std::mem::take(&mut self.state.early);
        }
        self.state.threads.push(thread);
    }

    /// Stops every flow. The data of the first one stays readable.
    pub(super) fn stop_all(&mut self, why: &Why) {
        self.state.is_on_hold = false;
        while !self.state.threads.is_empty() {
            self.stop_thread(self.state.threads.len() - 1, why);
        }
    }

    /// Stops one flow. Its data stays readable.
    pub(super) fn stop_thread(&mut self, thread: usize, why: &Why) {
        if thread >= self.state.threads.len() {
            return;
        }
        let thread = self.state.threads.remove(thread);
        self.close(&thread, why);
        for frame in &thread.frames {
            self.leave_loops(frame);
        }
        if let Some(frame) = thread.frames.into_iter().last() {
            self.state.last = frame.data;
        }
    }

    /// Notes the loops that a run leaves in the middle.
    pub(super) fn leave_loops(&mut self, frame: &Frame) {
        self.state.half_used.extend(frame.loops.keys().map(|action| (frame.flow, *action)));
    }

    /// Notes that what a flow waits for is over.
    fn close(&mut self, thread: &Thread, why: &Why) {
        let waiting = match thread.waits {
            Some(Waiting::Answer(event) | Waiting::Prompts(event, _)) => Some(event),
            Some(Waiting::Time(timer)) => Some(timer.event),
            None => None,
        };
        let called = thread.frames.iter().filter_map(|frame| frame.called_by);
        let meanwhile = thread.meanwhile.map(|timer| timer.event);
        let open: Vec<usize> = waiting.into_iter().chain(called).chain(meanwhile).collect();
        for event in open {
            if self.state.events.get(event).is_some_and(|event| event.exit.is_none()) {
                self.exit(event, Taken::Ended, why.clone());
            }
        }
    }

    /// The contact is disconnected by a block.
    pub(super) fn disconnect(&mut self, site: Site<'b>) -> Result<(), Stop> {
        self.exit(site.event, Taken::Ended, Why::Always);
        self.over(site.thread, Some(site.event))
    }

    /// The contact is over. For a task, the disconnect flow runs.
    pub(super) fn over(&mut self, thread: usize, event: Option<usize>) -> Result<(), Stop> {
        let role = self.state.threads.get(thread).map(|thread| thread.role);
        self.stop_all(&Why::Always);
        self.state.phases.clear();
        self.state.place = Place::Over;
        if role == Some(Role::Disconnect) || !self.state.hooks.contains_key(&Hook::CustomerRemaining) {
            return Ok(());
        }
        if self.state.channel == Some(Channel::Task) {
            return self.run_disconnect_flow();
        }
        if let Some(event) = event {
            self.doubt(event, FLOW_DISCONNECTED);
        }
        Ok(())
    }

    /// Starts the disconnect flow, if one is set; the contact is over otherwise.
    pub(super) fn run_disconnect_flow(&mut self) -> Result<(), Stop> {
        self.state.place = Place::Over;
        if self.start_hook(Hook::CustomerRemaining, Role::Disconnect)? {
            self.state.new_segment(names::DISCONNECT);
            self.state.place = Place::Flow;
        }
        Ok(())
    }

    /// A block ends the flow without hanging up.
    pub(super) fn end_flow(&mut self, site: Site<'b>) -> Result<(), Stop> {
        self.exit(site.event, Taken::Ended, Why::Always);
        self.stop_flow(site)
    }

    /// The flow is over; what follows depends on why it ran.
    pub(super) fn stop_flow(&mut self, site: Site<'b>) -> Result<(), Stop> {
        let Some(thread) = self.state.threads.get_mut(site.thread) else { return Ok(()) };
        let is_in_module = thread.frames.last().is_some_and(|frame| frame.called_by.is_some());
        let role = thread.role;
        if let Some(timer) = thread.meanwhile.take() {
            thread.waits = Some(Waiting::Time(timer));
            self.doubt(site.event, WAIT_ENDS);
            return Ok(());
        }
        if is_in_module {
            self.doubt(site.event, ENDS_IN_MODULE);
        }
        match role {
            Role::Main | Role::Disconnect => self.over(site.thread, Some(site.event)),
            Role::CustomerQueue => {
                let interrupted = self.thread_mut(site.thread).and_then(|thread| thread.interrupted.take());
                let has_moved = self.state.threads.get(site.thread).is_some_and(|thread| thread.has_moved);
                if let (Some(prompts), Some(thread)) = (interrupted, self.thread_mut(site.thread)) {
                    thread.frames.truncate(prompts.frames);
                    thread.at = Some(prompts.action);
                    return Ok(());
                }
                self.stop_thread(site.thread, &Why::Always);
                if has_moved {
                    return self.start_queue_flow_afresh(site.event);
                }
                self.doubt(site.event, QUEUE_SILENCE);
                Ok(())
            }
            Role::AgentTransfer | Role::QueueTransfer => {
                self.doubt(site.event, TRANSFER_ENDS);
                self.stop_all(&Why::Always);
                match self.state.transferred_by.take() {
                    Some(agent) => self.with_agent(agent),
                    None => self.state.place = Place::Over,
                }
                Ok(())
            }
            Role::CustomerHold
            | Role::AgentHold
            | Role::AgentWhisper
            | Role::CustomerWhisper
            | Role::OutboundWhisper => {
                self.stop_thread(site.thread, &Why::Always);
                if self.state.place == Place::Flow && self.state.threads.is_empty() {
                    self.state.place = Place::Agent(self.agent());
                }
                Ok(())
            }
        }
    }

    /// Starts what follows when no flow runs; whether something started.
    pub(super) fn next_phase(&mut self) -> Result<bool, Stop> {
        while let Some(phase) = self.state.phases.pop_front() {
            match phase {
                Phase::CustomerWhisper => {
                    if self.start_hook(Hook::CustomerWhisper, Role::CustomerWhisper)? {
                        return Ok(true);
                    }
                }
                Phase::Connected => {
                    self.state.place = Place::Agent(self.agent());
                    self.state.transferred_by = None;
                }
            }
        }
        Ok(false)
    }

    /// The user name of the agent, if it is known.
    pub(super) fn agent(&self) -> Option<SmolStr> {
        self.state.contact.get(names::AGENT)?.get(names::AGENT_NAME)?.as_str().map(SmolStr::new)
    }

    /// The other flow starts; this one is over.
    pub(super) fn enter_flow(&mut self, site: Site<'b>, why: Why) -> Result<(), Stop> {
        let parameter = site.block.semantics.transfers_to.unwrap_or_default();
        let name = text_at(self.parameters(site.event), parameter).unwrap_or_default();
        let here = site.action.flow_at(parameter);
        let here = here.or_else(|| self.flow_named(&name, |flow| flow.kind != FlowKind::Module));
        self.exit(site.event, Taken::Ended, why);
        let role = self.state.threads.get(site.thread).map_or(Role::Main, |thread| thread.role);
        let Some(flow) = here else {
            self.stop_all(&Why::Always);
            self.state.place = Place::Elsewhere(name);
            return Ok(());
        };
        self.state.hooks_stayed |= !self.state.hooks.is_empty();
        let frame = self.state.threads.get(site.thread).and_then(|thread| thread.frames.first());
        let data = frame.map(|frame| frame.data.after(AFTER_TRANSFER)).unwrap_or_default();
        self.stop_thread(site.thread, &Why::Always);
        let start = self.build.flows.get(flow).and_then(|flow| flow.start.action());
        self.state.threads.push(Thread::new(role, flow, start, data));
        Ok(())
    }

    /// The contact is at the number outside; the flow is over.
    pub(super) fn leave_to_number(&mut self, site: Site<'b>, number: &str, why: Why) -> Result<(), Stop> {
        let number = text_at(self.parameters(site.event), number).unwrap_or_default();
        self.exit(site.event, Taken::Ended, why);
        self.stop_all(&Why::Always);
        self.state.place = Place::Number(number);
        Ok(())
    }

    /// Connects the contact to the agent that it is for. A busy agent is the end of the contact.
    pub(super) fn transfer_to_agent(&mut self, site: Site<'b>) -> Result<(), Stop> {
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        let Some(agent) = self.agent() else {
            return Err(Stop::NoAnswer { event: site.event, figure: None });
        };
        let agent = Holder::Agent(agent);
        self.uses_queue(site.event, Some(agent.clone()));
        let figures = self.world.figures(&agent);
        match figures.available {
            None => Err(Stop::NoAnswer { event: site.event, figure: Some(Figure::Available.word()) }),
            Some(0) => {
                self.exit(site.event, Taken::Ended, Why::Figures(figures.by));
                self.over(site.thread, None)
            }
            Some(_) => self.connect_agent(site, Why::Figures(figures.by)),
        }
    }

    /// The agent takes the contact, after the whispers.
    pub(super) fn connect_agent(&mut self, site: Site<'b>, why: Why) -> Result<(), Stop> {
        self.exit(site.event, Taken::Ended, why);
        self.stop_all(&Why::Always);
        self.state.buffer = None;
        let agent = self.agent();
        self.accepted(None, agent)
    }

    /// The contact is with this agent.
    fn with_agent(&mut self, agent: Option<SmolStr>) {
        self.state.contact.remove(names::AGENT);
        if let Some(agent) = &agent {
            let name = Value::String(agent.to_string());
            super::data::set(&mut self.state.contact, [names::AGENT, names::AGENT_NAME], name);
        }
        self.state.place = Place::Agent(agent);
    }

    /// An agent takes the contact: the whispers run, then both are connected.
    pub(super) fn accepted(&mut self, from: Option<Holder>, agent: Option<SmolStr>) -> Result<(), Stop> {
        self.with_agent(agent.clone());
        self.state.place = Place::Accepted(from, agent);
        self.state.phases.clear();
        self.state.phases.extend([Phase::CustomerWhisper, Phase::Connected]);
        self.start_hook(Hook::AgentWhisper, Role::AgentWhisper).map(drop)
    }
}
