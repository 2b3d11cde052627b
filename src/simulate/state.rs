//! What is known of a contact in the middle of a run.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;
use smol_str::{SmolStr, format_smolstr};

use super::act::Start;
use super::data::{self, Data, FlowData, View};
use super::thread::{Thread, Waiting};
use super::trace::{Event, Returned, Role, Whereabouts};
use super::world::Holder;
use crate::catalogue::Channel;
use crate::catalogue::contact_data as names;
use crate::catalogue::run_time::{Hook, NUMBERS};
use crate::contact_path;
use crate::graph::ActionId;

/// A contact.
#[derive(Debug, Default)]
pub(super) struct State {
    /// What happened.
    pub(super) events: Vec<Event>,
    /// The number of the turn.
    pub(super) turn: usize,
    /// The blocks that ran since a person did something or time passed.
    pub(super) steps: usize,
    /// The data of the contact.
    pub(super) contact: Data,
    /// The data of the flow that ran last.
    pub(super) last: FlowData,
    /// Data of flows that was set before any flow ran.
    pub(super) early: Data,
    /// The flows that run.
    pub(super) threads: Vec<Thread>,
    /// What follows when no flow runs any more.
    pub(super) phases: VecDeque<Phase>,
    /// Where the contact is.
    pub(super) place: Place,
    /// Its channel.
    pub(super) channel: Option<Channel>,
    /// The flows of events.
    pub(super) hooks: HashMap<Hook, HookFlow>,
    /// The working queue.
    pub(super) queue: Option<Holder>,
    /// The queues of callbacks.
    pub(super) callbacks: Vec<Holder>,
    /// How a module returned.
    pub(super) returned: Option<Returned>,
    /// The seconds since prompts were interrupted.
    pub(super) prompt_seconds: u64,
    /// The touchtone buffer, if there is one.
    pub(super) buffer: Option<String>,
    /// The ids that were made.
    pub(super) ids: u32,
    /// How often the contact moved to another queue.
    pub(super) moves: usize,
    /// Whether the customer is on hold.
    pub(super) is_on_hold: bool,
    /// The agent who transfers the contact, if one does.
    pub(super) transferred_by: Option<Option<SmolStr>>,
    /// The loops that another run left in the middle, by flow and action.
    pub(super) half_used: Vec<(usize, ActionId)>,
    /// Whether a hook survived a transfer to another flow.
    pub(super) hooks_stayed: bool,
}

/// Where a contact is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Place {
    /// Nowhere yet.
    #[default]
    Nowhere,
    /// In a flow.
    Flow,
    /// In a queue.
    Queue(Holder),
    /// An agent has accepted it from this queue, if it was in one; whispers run.
    Accepted(Option<Holder>, Option<SmolStr>),
    /// With an agent.
    Agent(Option<SmolStr>),
    /// Transferred to a number.
    Number(SmolStr),
    /// Transferred to a flow that is not here.
    Elsewhere(SmolStr),
    /// Over.
    Over,
}

/// What follows when a whisper is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The customer's whisper.
    CustomerWhisper,
    /// Both are connected.
    Connected,
}

/// A flow that is set for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HookFlow {
    /// A flow of the build.
    Here(usize),
    /// One that is not here, by its name, and the event that set it.
    NotHere(SmolStr, usize),
    /// None.
    Off,
}

impl State {
    /// The data that the flow in the last frame of a thread sees.
    pub(super) fn view(&self, thread: usize) -> View<'_> {
        let frame = self.threads.get(thread).and_then(|thread| thread.frames.last());
        View { contact: &self.contact, flow: frame.map_or(&self.last, |frame| &frame.data) }
    }

    /// The flow that data is asked of: one that is no hold flow, if there is one.
    pub(super) fn main_thread(&self) -> usize {
        let is_main = |thread: &Thread| !matches!(thread.role, Role::CustomerHold | Role::AgentHold);
        self.threads.iter().position(is_main).unwrap_or(0)
    }

    /// Sets the value at a path.
    pub(super) fn set(&mut self, path: &str, value: Value) {
        let Ok(path) = contact_path::parse(path) else { return };
        let Some(root) = path.parts.first() else { return };
        let parts = path.parts.iter().map(|part| part.name.as_str());
        if !data::is_of_flow(&root.name) {
            data::set(&mut self.contact, parts, value);
            return;
        }
        if self.place == Place::Nowhere {
            data::set(&mut self.early, parts.clone(), value.clone());
        }
        let main = self.main_thread();
        let frame = self.threads.get_mut(main).and_then(|thread| thread.frames.last_mut());
        data::set(frame.map_or(&mut self.last.data, |frame| &mut frame.data.data), parts, value);
    }

    /// The data that a contact starts with.
    pub(super) fn begin(&mut self, start: &Start) {
        self.channel = Some(start.channel);
        let given = std::mem::take(&mut self.contact);
        let id = Value::String(self.new_id());
        let text = |text: &str| Value::String(text.to_owned());
        let contact = &mut self.contact;
        contact.insert(names::CONTACT_ID.to_owned(), id.clone());
        contact.insert(names::INITIAL_ID.to_owned(), id);
        contact.insert(names::CHANNEL.trim_start_matches("$.").to_owned(), text(&start.channel.word().to_uppercase()));
        let began = match start.channel {
            Channel::Voice | Channel::Email => names::INBOUND,
            Channel::Chat | Channel::Task => names::API,
        };
        contact.insert(names::INITIATION.to_owned(), text(began));
        contact.insert(names::ATTRIBUTES.to_owned(), Value::Object(start.attributes.clone()));
        let subtype = match start.channel {
            Channel::Voice => "connect:Telephony",
            Channel::Chat => "connect:Chat",
            Channel::Task => "connect:Task",
            Channel::Email => "connect:Email",
        };
        data::set(contact, [names::SEGMENT, names::SUBTYPE], text(subtype));
        let is_call = start.channel == Channel::Voice;
        let customer = start.customer_number.clone().or_else(|| is_call.then(|| text(NUMBERS.0)));
        let system = start.system_number.as_deref().or_else(|| is_call.then_some(NUMBERS.1)).map(text);
        for (root, address) in [(names::CUSTOMER, customer), (names::SYSTEM, system)] {
            let Some(address) = address else { continue };
            data::set(contact, [root, names::ADDRESS], address);
            if is_call {
                let (key, kind) = names::ADDRESS_TYPE;
                data::set(contact, [root, key], text(kind));
            }
        }
        if let Some(agent) = &start.agent {
            data::set(contact, [names::AGENT, names::AGENT_NAME], text(agent));
        }
        for (root, value) in given {
            merge(contact.entry(root).or_insert(Value::Null), value);
        }
    }

    /// A new id.
    pub(super) fn new_id(&mut self) -> String {
        self.ids += 1;
        format_smolstr!("00000000-0000-4000-8000-{:012}", self.ids).to_string()
    }

    /// Gives the contact a new id, as transfers do.
    pub(super) fn new_segment(&mut self, initiation: &str) {
        let id = Value::String(self.new_id());
        if let Some(old) = self.contact.insert(names::CONTACT_ID.to_owned(), id) {
            self.contact.insert(names::PREVIOUS_ID.to_owned(), old);
        }
        self.contact.insert(names::INITIATION.to_owned(), Value::String(initiation.to_owned()));
        let subtype = self.contact.remove(names::SEGMENT);
        if let Some(Value::Object(mut old)) = subtype
            && let Some(subtype) = old.remove(names::SUBTYPE)
        {
            data::set(&mut self.contact, [names::SEGMENT, names::SUBTYPE], subtype);
        }
    }

    /// Makes a queue the working queue.
    pub(super) fn set_queue(&mut self, holder: Holder) {
        self.contact.remove(names::QUEUE);
        if let Holder::Queue(name) = &holder {
            let key = if name.starts_with("arn:") { names::QUEUE_ARN } else { names::QUEUE_NAME };
            data::set(&mut self.contact, [names::QUEUE, key], Value::String(name.to_string()));
        }
        self.queue = Some(holder);
    }

    /// The event of the question that waits.
    pub(super) fn question(&self) -> Option<usize> {
        self.threads.iter().find_map(|thread| match thread.waits {
            Some(Waiting::Answer(event)) => Some(event),
            _ => None,
        })
    }

    /// Where the contact is.
    pub(super) fn whereabouts(&self) -> Whereabouts {
        match &self.place {
            Place::Nowhere => Whereabouts::Nowhere,
            Place::Flow => Whereabouts::InFlow,
            Place::Queue(holder) => Whereabouts::Queued(holder.clone()),
            Place::Accepted(_, agent) | Place::Agent(agent) => Whereabouts::WithAgent(agent.clone()),
            Place::Number(number) => Whereabouts::Transferred(number.clone()),
            Place::Elsewhere(flow) => Whereabouts::Elsewhere(flow.clone()),
            Place::Over => Whereabouts::Disconnected,
        }
    }
}

/// Puts a value over another one; objects are joined.
fn merge(old: &mut Value, new: Value) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, value) in new {
                merge(old.entry(key).or_insert(Value::Null), value);
            }
        }
        (old, new) => *old = new,
    }
}
