//! What a run is to do: how the contact starts, what the world answers, and what people do.
//!
//! Data only. Whatever a plan does not say is chosen while it runs.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::catalogue::Channel;
use crate::graph::ActionId;
use crate::simulate::{Act, Outcome, Start};

/// A block in a run: its flow, its action, and how often it was asked before.
pub(super) type Site = (usize, ActionId, usize);

/// What a run is to do.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// How the contact starts.
    pub(super) start: Start,
    /// The contact data from outside of flows, by path.
    pub(super) data: BTreeMap<String, Value>,
    /// What the world answers.
    pub(super) replies: BTreeMap<Site, Reply>,
    /// What people do, in order.
    pub(super) acts: Vec<Doing>,
}

/// An answer of the world.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reply {
    /// How the block is left.
    pub(super) outcome: Outcome,
    /// The data that it brings.
    pub(super) data: Map<String, Value>,
}

/// What a person does.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Doing {
    /// What.
    pub(super) act: Act,
    /// What only the service knows of it.
    pub(super) heard: Option<Reply>,
}

impl Plan {
    /// A contact that starts in this flow, and nothing else.
    pub(super) fn new(flow: usize) -> Plan {
        let start = Start {
            channel: Channel::Voice,
            flow,
            attributes: Map::new(),
            customer_number: None,
            system_number: None,
            queue: None,
            agent: None,
            disconnect_flow: None,
            input: Map::new(),
        };
        Plan { start, data: BTreeMap::new(), replies: BTreeMap::new(), acts: Vec::new() }
    }

    /// How much it says: short plans are tried first.
    pub(super) fn weight(&self) -> usize {
        let attributes = self.start.attributes.len() + self.start.input.len();
        4 * self.acts.len() + self.replies.len() + self.data.len() + attributes
    }
}

impl Reply {
    /// An answer without data.
    pub(super) fn new(outcome: Outcome) -> Reply {
        Reply { outcome, data: Map::new() }
    }
}
