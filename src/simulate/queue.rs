//! Queues: which one a block uses, its figures, and how a contact comes into it.

use serde_json::Value;

use super::engine::{Engine, Site, path};
use super::resolve::text_at;
use super::state::{HookFlow, Place};
use super::trace::{Role, Stop, Taken, Why};
use super::world::{Figures, Holder};
use crate::catalogue::contact_data as names;
use crate::catalogue::doubt::{HOOKS_STAY, QUEUE_AFRESH};
use crate::catalogue::run_time::{CHAIN, DEFAULT_FLOWS, Hook};
use crate::catalogue::{Figure, QueueUse, wire};
use crate::resource::ResourceKind;

impl<'b> Engine<'_, 'b> {
    /// The queue or agent that one of the parameters names.
    pub(super) fn named_holder(&self, site: Site<'b>, named_by: &[&str]) -> Option<Holder> {
        let parameters = self.parameters(site.event);
        let (wire, name) = named_by.iter().find_map(|wire| Some((*wire, text_at(parameters, wire)?)))?;
        let parameter = site.block.parameters.iter().find(|parameter| parameter.wire == wire);
        let is_agent = parameter.and_then(|it| it.kind.refers_to()) == Some(ResourceKind::Agent);
        Some(if is_agent { Holder::Agent(name) } else { Holder::Queue(name) })
    }

    /// Sets the working queue.
    pub(super) fn set_working_queue(&mut self, site: Site<'b>, named_by: &[&str]) -> Result<(), Stop> {
        let holder = self.named_holder(site, named_by);
        self.uses_queue(site.event, holder.clone());
        if holder.is_none() {
            let parameter = named_by.first().copied().unwrap_or_default();
            return self.fail(site, wire::ANY_ERROR, Why::Missing(parameter.into()));
        }
        self.change(site)
    }

    /// Puts the contact into the working queue.
    pub(super) fn transfer_to_queue(&mut self, site: Site<'b>) -> Result<(), Stop> {
        let holder = self.state.queue.clone();
        self.uses_queue(site.event, holder.clone());
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        let Some(holder) = holder else {
            let queue = path(names::QUEUE, names::QUEUE_NAME);
            return self.fail(site, wire::ANY_ERROR, Why::Missing(queue));
        };
        let role = self.state.threads.get(site.thread).map(|thread| thread.role);
        let is_queued = matches!(self.state.place, Place::Queue(_) | Place::Accepted(..));
        if is_queued || role == Some(Role::CustomerQueue) {
            return self.fail(site, wire::ANY_ERROR, Why::Always);
        }
        let figures = self.world.figures(&holder);
        if figures.full {
            return self.fail(site, wire::AT_CAPACITY, Why::Figures(figures.by));
        }
        self.take_effect(site, Why::Always)
    }

    /// The contact is in the working queue: its flow is over, and the customer queue flow starts.
    pub(super) fn enter_queue(&mut self, site: Site<'b>, why: Why) -> Result<(), Stop> {
        let Some(holder) = self.state.queue.clone() else {
            return self.fail(site, wire::ANY_ERROR, why);
        };
        let role = self.state.threads.get(site.thread).map(|thread| thread.role);
        self.exit(site.event, Taken::Ended, why);
        self.stay_doubt(site.event);
        self.stop_all(&Why::Always);
        self.state.buffer = None;
        if matches!(role, Some(Role::AgentTransfer | Role::QueueTransfer)) {
            self.state.contact.remove(names::AGENT);
        }
        self.state.place = Place::Queue(holder);
        self.start_hook(Hook::CustomerQueue, Role::CustomerQueue).map(drop)
    }

    /// Moves a contact that waits in a queue to another one.
    pub(super) fn move_to_queue(&mut self, site: Site<'b>, named_by: &[&str]) -> Result<(), Stop> {
        let holder = self.named_holder(site, named_by);
        self.uses_queue(site.event, holder.clone());
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        let Some(holder) = holder else {
            let parameter = named_by.first().copied().unwrap_or_default();
            return self.fail(site, wire::ANY_ERROR, Why::Missing(parameter.into()));
        };
        if !matches!(self.state.place, Place::Queue(_)) || self.state.moves >= CHAIN {
            return self.fail(site, wire::ANY_ERROR, Why::Always);
        }
        let figures = self.world.figures(&holder);
        if figures.full {
            return self.fail(site, wire::AT_CAPACITY, Why::Figures(figures.by));
        }
        self.take_effect(site, Why::Always)
    }

    /// The contact is in the other queue; the flow goes on.
    pub(super) fn enter_other_queue(&mut self, site: Site<'b>, named_by: &[&str], why: Why) -> Result<(), Stop> {
        let Some(holder) = self.named_holder(site, named_by) else {
            return self.fail(site, wire::ANY_ERROR, why);
        };
        self.state.moves += 1;
        self.state.new_segment(names::QUEUE_TRANSFER);
        self.state.set_queue(holder.clone());
        self.state.place = Place::Queue(holder);
        if let Some(thread) = self.thread_mut(site.thread) {
            thread.has_moved = true;
            thread.interrupted = None;
        }
        self.succeed(site, why)
    }

    /// The customer queue flow starts again in the other queue.
    pub(super) fn start_queue_flow_afresh(&mut self, event: usize) -> Result<(), Stop> {
        self.doubt(event, QUEUE_AFRESH);
        self.start_hook(Hook::CustomerQueue, Role::CustomerQueue).map(drop)
    }

    /// Starts the flow of an event; whether one started.
    pub(super) fn start_hook(&mut self, hook: Hook, role: Role) -> Result<bool, Stop> {
        match self.state.hooks.get(&hook) {
            Some(HookFlow::Here(flow)) => {
                let flow = *flow;
                self.start_thread(role, flow);
                Ok(true)
            }
            Some(HookFlow::NotHere(name, event)) if !DEFAULT_FLOWS.contains(&name.as_str()) => {
                Err(Stop::NotHere { event: *event })
            }
            Some(HookFlow::NotHere(..) | HookFlow::Off) | None => Ok(false),
        }
    }

    fn stay_doubt(&mut self, event: usize) {
        if self.state.hooks_stayed {
            self.doubt(event, HOOKS_STAY);
        }
    }

    /// The queue that a block looks at: the one that it names, or the working queue.
    fn looked_at(&mut self, site: Site<'b>) -> Option<Holder> {
        let named_by = match site.block.semantics.queue {
            Some(QueueUse::LooksAt { named_by }) => named_by,
            _ => &[],
        };
        let holder = self.named_holder(site, named_by).or_else(|| self.state.queue.clone());
        self.uses_queue(site.event, holder.clone());
        holder
    }

    /// Compares a figure of a queue.
    pub(super) fn check_figures(&mut self, site: Site<'b>, metric: &str, words: &[(&str, Figure)]) -> Result<(), Stop> {
        let holder = self.looked_at(site);
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        let Some(holder) = holder else {
            let queue = path(names::QUEUE, names::QUEUE_NAME);
            return self.fail(site, wire::ANY_ERROR, Why::Missing(queue));
        };
        let word = text_at(self.parameters(site.event), metric).unwrap_or_default();
        let Some((_, figure)) = words.iter().find(|(name, _)| *name == word) else {
            return Err(Stop::NoAnswer { event: site.event, figure: None });
        };
        let figures = self.world.figures(&holder);
        let Some(value) = value_of(&figures, *figure) else {
            return Err(Stop::NoAnswer { event: site.event, figure: Some(figure.word()) });
        };
        let value = if *figure == Figure::Oldest { value.saturating_mul(1_000) } else { value };
        self.compare_with(site, Some(&Value::from(value)), Why::Figures(figures.by))
    }

    /// Loads the figures of a queue.
    pub(super) fn load_figures(&mut self, site: Site<'b>, paths: &[(Figure, &str)]) -> Result<(), Stop> {
        let holder = self.looked_at(site);
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        let Some(holder) = holder else {
            let queue = path(names::QUEUE, names::QUEUE_NAME);
            return self.fail(site, wire::ANY_ERROR, Why::Missing(queue));
        };
        let figures = self.world.figures(&holder);
        let known: Vec<(&str, u64)> =
            paths.iter().filter_map(|(figure, path)| Some((*path, value_of(&figures, *figure)?))).collect();
        if known.is_empty() {
            return Err(Stop::NoAnswer { event: site.event, figure: None });
        }
        let roots: Vec<&str> = site.block.brings().collect();
        if let Some(frame) = self.frame_mut(site.thread) {
            roots.into_iter().for_each(|root| drop(frame.data.data.remove(root)));
        }
        for (path, value) in known {
            self.put(site.thread, path, Value::from(value));
        }
        self.succeed(site, Why::Figures(figures.by))
    }
}

fn value_of(figures: &Figures, figure: Figure) -> Option<u64> {
    match figure {
        Figure::Waiting => figures.waiting,
        Figure::Oldest => figures.oldest,
        Figure::Available => figures.available,
        Figure::Staffed => figures.staffed,
        Figure::Online => figures.online,
    }
}
