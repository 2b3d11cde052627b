//! A flow that runs, with the modules that it is in and what it waits for.

use std::collections::HashMap;

use super::data::FlowData;
use super::trace::Role;
use crate::graph::ActionId;

/// A flow that runs.
#[derive(Debug)]
pub(super) struct Thread {
    /// Why.
    pub(super) role: Role,
    /// The flow, and the modules that it is in.
    pub(super) frames: Vec<Frame>,
    /// The action that runs next.
    pub(super) at: Option<ActionId>,
    /// What it waits for.
    pub(super) waits: Option<Waiting>,
    /// The looping prompts that it was interrupted in.
    pub(super) interrupted: Option<Interrupted>,
    /// The wait that goes on while its branch runs.
    pub(super) meanwhile: Option<Timer>,
    /// Whether it moved the contact to another queue.
    pub(super) has_moved: bool,
    /// After how many seconds it is cut.
    pub(super) cut_in: Option<u64>,
}

/// One run of a flow or module.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// The flow, an index into the build.
    pub(super) flow: usize,
    /// Its data.
    pub(super) data: FlowData,
    /// How often its loops have been taken.
    pub(super) loops: HashMap<ActionId, u64>,
    /// For a module, the event that invoked it.
    pub(super) called_by: Option<usize>,
}

/// What a flow waits for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Waiting {
    /// An answer of the customer to this event. Its time may be limited.
    Answer(usize),
    /// An agent, while prompts loop: the event, and the seconds between interrupts.
    Prompts(usize, Option<u64>),
    /// Time.
    Time(Timer),
}

/// Looping prompts that were interrupted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interrupted {
    /// Their action.
    pub(super) action: ActionId,
    /// How many frames the flow had there.
    pub(super) frames: usize,
}

/// A wait that is not over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timer {
    /// How many frames the flow had there.
    pub(super) frames: usize,
    /// Its event.
    pub(super) event: usize,
    /// The seconds that are left.
    pub(super) left: u64,
}

impl Thread {
    /// A flow from its start.
    pub(super) fn new(role: Role, flow: usize, at: Option<ActionId>, data: FlowData) -> Thread {
        let frame = Frame { flow, data, ..Frame::default() };
        Thread {
            role,
            frames: vec![frame],
            at,
            waits: None,
            interrupted: None,
            meanwhile: None,
            has_moved: false,
            cut_in: None,
        }
    }
}
