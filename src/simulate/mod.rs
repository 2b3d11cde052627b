//! Runs flows without Connect.
//!
//! Takes the graph of a build, what the world answers ([`World`]) and what people do ([`Act`]); gives a trace: which
//! blocks ran, what was said, which branch was taken and why. What blocks do is data of the catalogue; code here only
//! computes. Deterministic: no clock, no chance, no order of files. Never reads text, and never judges what happened.

mod act;
mod trace;
mod world;

pub use act::{Act, Heard, Start};
pub use trace::{Doubt, Event, Exit, Listener, MessageForm, Returned, Role, Said, Stop, Taken, Whereabouts, Why};
pub use world::{Answer, At, Figures, Holder, Outcome, World};

use serde_json::Value;

use crate::graph::Build;

/// A contact, from its start to its end.
#[derive(Debug)]
pub struct Simulation<'b> {
    build: &'b Build,
    events: Vec<Event>,
}

impl<'b> Simulation<'b> {
    /// A run in which nothing has happened.
    #[must_use]
    pub fn new(build: &'b Build) -> Simulation<'b> {
        Simulation { build, events: Vec::new() }
    }

    /// The build whose flows run.
    #[must_use]
    pub fn build(&self) -> &'b Build {
        self.build
    }

    /// Sets contact data from outside of flows; null says that it is missing on purpose.
    pub fn set(&mut self, path: &str, value: Value) {
        let _ = (path, value, self.build);
    }

    /// Starts the contact, and runs until it waits for somebody or is over.
    ///
    /// # Errors
    ///
    /// Why the run cannot go on.
    pub fn start(&mut self, start: &Start, world: &mut dyn World) -> Result<(), Stop> {
        let _ = (start, world);
        Ok(())
    }

    /// Does what a person does, and runs until the contact waits again or is over.
    ///
    /// # Errors
    ///
    /// Why the run cannot go on.
    pub fn act(&mut self, act: &Act, heard: Option<&Heard>, world: &mut dyn World) -> Result<(), Stop> {
        let _ = (act, heard, world);
        Ok(())
    }

    /// The value of contact data; `None` if it is missing.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<Value> {
        let _ = path;
        None
    }

    /// Where the contact is.
    #[must_use]
    pub fn whereabouts(&self) -> Whereabouts {
        Whereabouts::Nowhere
    }

    /// The queues for which callbacks were booked, in order.
    #[must_use]
    pub fn callbacks(&self) -> &[Holder] {
        &[]
    }

    /// How a module that was started alone returned.
    #[must_use]
    pub fn returned(&self) -> Option<&Returned> {
        None
    }

    /// The event of the block that waits for the customer.
    #[must_use]
    pub fn asks(&self) -> Option<usize> {
        None
    }

    /// The number of the current turn, from 0.
    #[must_use]
    pub fn turn(&self) -> usize {
        0
    }

    /// What happened so far.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }
}
