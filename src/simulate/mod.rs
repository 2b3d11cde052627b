//! Runs flows without Connect.
//!
//! Takes the graph of a build, what the world answers ([`World`]) and what people do ([`Act`]); gives a trace: which
//! blocks ran, what was said, which branch was taken and why. What blocks do is data of the catalogue; code here only
//! computes. Deterministic: no clock, no chance, no order of files. Never reads text, and never judges what happened.

mod act;
mod ask;
mod condition;
mod data;
mod effect;
mod ending;
mod engine;
mod input;
mod message;
mod module;
mod outcome;
mod people;
mod queue;
mod resolve;
mod state;
mod thread;
mod time;
mod trace;
mod world;

pub use act::{Act, Heard, Start};
pub use condition::is_true;
pub use people::role_of;
pub use trace::{Doubt, Event, Exit, Listener, MessageForm, Returned, Role, Said, Stop, Taken, Whereabouts, Why};
pub use world::{Answer, At, Figures, Holder, Outcome, World};

use serde_json::Value;

use crate::catalogue::contact_data::{MODULE_INPUT, MODULES};
use crate::catalogue::run_time::Hook;
use crate::graph::{Build, FlowKind};
use engine::Engine;
use state::{HookFlow, Place, State};

/// A contact, from its start to its end.
#[derive(Debug)]
pub struct Simulation<'b> {
    build: &'b Build,
    state: State,
}

impl<'b> Simulation<'b> {
    /// A run in which nothing has happened.
    #[must_use]
    pub fn new(build: &'b Build) -> Simulation<'b> {
        Simulation { build, state: State::default() }
    }

    /// The build whose flows run.
    #[must_use]
    pub fn build(&self) -> &'b Build {
        self.build
    }

    /// Sets contact data from outside of flows; null says that it is missing on purpose.
    pub fn set(&mut self, path: &str, value: Value) {
        self.state.set(path, value);
    }

    /// Starts the contact, and runs until it waits for somebody or is over.
    ///
    /// # Errors
    ///
    /// Why the run cannot go on.
    pub fn start(&mut self, start: &Start, world: &mut dyn World) -> Result<(), Stop> {
        self.state.begin(start);
        let kind = self.build.flows.get(start.flow).map_or(FlowKind::Flow(None), |flow| flow.kind);
        let role = people::role_of(kind);
        let is_for_agent = matches!(role, Role::CustomerQueue | Role::AgentTransfer);
        let own = start.agent.clone().filter(|_| is_for_agent).map(Holder::Agent);
        if let Some(queue) = start.queue.clone().or(own) {
            self.state.set_queue(queue);
        }
        if let Some(flow) = start.disconnect_flow {
            self.state.hooks.insert(Hook::CustomerRemaining, HookFlow::Here(flow));
        }
        self.state.place = match (role, self.state.queue.clone()) {
            (Role::CustomerQueue, Some(queue)) => Place::Queue(queue),
            (Role::CustomerHold | Role::AgentHold, _) => Place::Agent(start.agent.clone()),
            (Role::AgentWhisper | Role::CustomerWhisper, _) => Place::Accepted(None, start.agent.clone()),
            _ => Place::Flow,
        };
        if kind == FlowKind::Module && !start.input.is_empty() {
            data::set(&mut self.state.early, [MODULES, MODULE_INPUT], Value::Object(start.input.clone()));
        }
        let mut engine = self.engine(world);
        engine.start_thread(role, start.flow);
        engine.run()
    }

    /// Does what a person does, and runs until the contact waits again or is over.
    ///
    /// # Errors
    ///
    /// Why the run cannot go on.
    pub fn act(&mut self, act: &Act, heard: Option<&Heard>, world: &mut dyn World) -> Result<(), Stop> {
        self.state.turn += 1;
        self.state.steps = 0;
        let mut engine = self.engine(world);
        engine.act(act, heard)?;
        engine.run()
    }

    fn engine<'e>(&'e mut self, world: &'e mut dyn World) -> Engine<'e, 'b> {
        Engine { build: self.build, state: &mut self.state, world }
    }

    /// The value of contact data; `None` if it is missing.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<Value> {
        self.state.view(self.state.main_thread()).at(path).filter(|value| !value.is_null()).cloned()
    }

    /// Where the contact is.
    #[must_use]
    pub fn whereabouts(&self) -> Whereabouts {
        self.state.whereabouts()
    }

    /// The queues for which callbacks were booked, in order.
    #[must_use]
    pub fn callbacks(&self) -> &[Holder] {
        &self.state.callbacks
    }

    /// How a module that was started alone returned.
    #[must_use]
    pub fn returned(&self) -> Option<&Returned> {
        self.state.returned.as_ref()
    }

    /// The event of the block that waits for the customer.
    #[must_use]
    pub fn asks(&self) -> Option<usize> {
        self.state.question()
    }

    /// The number of the current turn, from 0.
    #[must_use]
    pub fn turn(&self) -> usize {
        self.state.turn
    }

    /// What happened so far.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.state.events
    }
}
