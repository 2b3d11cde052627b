//! Runs flows until they wait for somebody or are over: one block after another.

use serde_json::{Map, Value};
use smol_str::SmolStr;

use super::data::{self, Data};
use super::resolve::Resolver;
use super::state::State;
use super::thread::{Frame, Thread};
use super::trace::{Event, Exit, Role, Said, Stop, Taken, Why};
use super::world::{Answer, At, Holder, World};
use crate::catalogue::doubt::MISSING_COMPARED;
use crate::catalogue::{
    self, Block, BranchWire, Channel, Decides, Does, Doubt, Elsewhere, Ends, QueuePrompts, QueueUse, wire,
};
use crate::graph::{Action, ActionId, ActionState, Build, Flow, FlowKind, Target};

/// The blocks that may run without a person or time passing.
const LIMIT: usize = 1_000;

/// The blocks that may run in all, so that a long wait with many interrupts ends.
const EVENTS: usize = 20_000;

/// A run, with what it needs.
pub(super) struct Engine<'e, 'b> {
    pub(super) build: &'b Build,
    pub(super) state: &'e mut State,
    pub(super) world: &'e mut dyn World,
}

/// A block that runs.
#[derive(Clone, Copy)]
pub(super) struct Site<'b> {
    /// The flow that runs it, an index into the threads.
    pub(super) thread: usize,
    /// Its event.
    pub(super) event: usize,
    /// The action.
    pub(super) id: ActionId,
    /// See [`Site::id`].
    pub(super) action: &'b Action,
    /// Its entry.
    pub(super) block: &'static Block,
}

impl<'b> Engine<'_, 'b> {
    /// Runs everything that can run.
    pub(super) fn run(&mut self) -> Result<(), Stop> {
        loop {
            let ready = self.state.threads.iter_mut().enumerate();
            let next = ready.filter_map(|(index, thread)| Some((index, thread.at.take()?))).next();
            let Some((thread, action)) = next else {
                if self.state.threads.is_empty() && self.next_phase()? {
                    continue;
                }
                return Ok(());
            };
            self.step(thread, action)?;
        }
    }

    /// Runs one block.
    fn step(&mut self, thread: usize, id: ActionId) -> Result<(), Stop> {
        let Some(frame) = self.frame(thread) else { return Ok(()) };
        let flow_index = frame.flow;
        let Some(action) = self.build.flows.get(flow_index).and_then(|flow| flow.action(id)) else { return Ok(()) };
        let block = recognised(action);
        let compared = block.and_then(|block| block.semantics.compares);

        let mut resolver = Resolver::new(self.state.view(thread));
        let parameters = resolver.object(&action.parameters);
        let Resolver { missing, empty, mut doubts, .. } = resolver;
        if compared.is_some() && (missing.is_some() || empty.is_some()) {
            doubts.push(MISSING_COMPARED);
        }
        let event = self.note(thread, id, parameters, doubts);
        self.state.steps += 1;
        if self.state.steps > LIMIT || self.state.events.len() > EVENTS {
            return Err(Stop::Circle { events: self.circle(event) });
        }
        let site = block.map(|block| Site { thread, event, id, action, block });
        if let Some(site) = site
            && let Some(left) = self.cannot_run(site)
        {
            return left;
        }
        if let (None, Some((path, span))) = (compared, missing) {
            return Err(Stop::MissingValue { event, path, span });
        }
        let Some(site) = site else {
            return self.unknown(thread, event, action);
        };
        if let (None, Some(path)) = (compared, empty) {
            return self.fail(site, general_error(site.block), Why::Missing(path));
        }
        for (when, doubt) in site.block.run_time().doubts {
            if action.parameters.holds(*when) {
                self.doubt(event, *doubt);
            }
        }
        self.dispatch(site)
    }

    /// Leaves a block that cannot run in this type of flow or on this channel.
    fn cannot_run(&mut self, site: Site<'b>) -> Option<Result<(), Stop>> {
        if !self.is_allowed(site.thread, site.block) {
            return Some(self.fail(site, general_error(site.block), Why::FlowType));
        }
        if self.works_on_channel(site) {
            return None;
        }
        Some(match site.block.run_time().elsewhere {
            Elsewhere::Fails(error) => self.fail(site, error, Why::Channel),
            Elsewhere::NoEffect | Elsewhere::Works => self.succeed(site, Why::Channel),
        })
    }

    fn dispatch(&mut self, site: Site<'b>) -> Result<(), Stop> {
        let semantics = &site.block.semantics;
        let run = site.block.run_time();
        match semantics.queue {
            Some(QueueUse::TransfersTo) => return self.transfer_to_queue(site),
            Some(QueueUse::MovesTo { named_by }) => return self.move_to_queue(site, named_by),
            Some(QueueUse::Sets { named_by }) => return self.set_working_queue(site, named_by),
            Some(QueueUse::LooksAt { .. } | QueueUse::CallsBackFrom { .. }) | None => {}
        }
        match semantics.ends {
            Some(Ends::Disconnects) => return self.disconnect(site),
            Some(Ends::Flow) => return self.end_flow(site),
            Some(Ends::Module) => return self.return_from_module(site),
            Some(Ends::Agent) => return self.transfer_to_agent(site),
            None => {}
        }
        if semantics.transfers_to.is_some() {
            return self.change(site);
        }
        if semantics.calls_module().is_some() {
            return self.invoke_module(site);
        }
        if semantics.compares.is_some() {
            return self.compare(site);
        }
        if let Some(counts) = semantics.counts {
            return self.count(site, counts);
        }
        if let Some(QueuePrompts::Plays { interrupted_after, .. }) = semantics.queue_prompts {
            return self.loop_prompts(site, interrupted_after);
        }
        if semantics.asks.is_some() {
            return self.ask(site);
        }
        match run.does {
            Does::Waits(waits) => return self.wait(site, waits),
            Does::Says { skipped } => return self.say(site, skipped),
            Does::Buffers { starts, stores, encrypts } => return self.set_buffer(site, starts, stores, encrypts),
            _ => {}
        }
        if semantics.sets_callback_number() {
            return self.set_callback_number(site);
        }
        if let Some(QueueUse::CallsBackFrom { named_by }) = semantics.queue {
            return self.call_back(site, named_by);
        }
        match run.decides {
            Decides::Figures(metric, words) => self.check_figures(site, metric, words),
            Decides::AllFigures(paths) => self.load_figures(site, paths),
            Decides::World | Decides::Person => self.ask_world(site),
            Decides::Nobody | Decides::Itself => self.change(site),
        }
    }

    /// A block whose result only the world knows.
    fn ask_world(&mut self, site: Site<'b>) -> Result<(), Stop> {
        if let Some(when) = site.block.run_time().needs_queue
            && site.action.parameters.holds(when)
        {
            let queue = self.state.queue.clone();
            self.uses_queue(site.event, queue.clone());
            if !matches!(queue, Some(Holder::Queue(_))) {
                return self.fail(site, wire::ANY_ERROR, Why::Missing("$.Queue.Name".into()));
            }
        }
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        if let Does::Invokes { starts, id, .. } = site.block.run_time().does
            && site.action.parameters.holds(starts)
        {
            let value = Value::String(self.state.new_id());
            self.put(site.thread, id, value);
            return self.succeed(site, Why::Assumed);
        }
        Err(Stop::NoAnswer { event: site.event, figure: None })
    }

    /// A block outside of the catalogue: only an answer can say what it does.
    fn unknown(&mut self, thread: usize, event: usize, action: &'b Action) -> Result<(), Stop> {
        let answer = match action.state {
            ActionState::Hole => None,
            ActionState::Whole | ActionState::Partial | ActionState::Raw => self.answer_at(event),
        };
        match answer {
            Some(answer) => self.outcome_of_unknown(thread, event, action, &answer),
            None => Err(Stop::UnknownBlock { event }),
        }
    }

    /// What the world says about a block.
    pub(super) fn answer(&mut self, site: Site<'b>) -> Option<Answer> {
        self.answer_at(site.event)
    }

    fn answer_at(&mut self, event: usize) -> Option<Answer> {
        let event = self.state.events.get(event)?;
        let at =
            At { flow: event.flow, action: event.action, parameters: &event.parameters, queue: event.queue.as_ref() };
        self.world.answer(&at)
    }

    fn note(&mut self, thread: usize, action: ActionId, parameters: Map<String, Value>, doubts: Vec<Doubt>) -> usize {
        let running = self.state.threads.get(thread);
        let event = Event {
            turn: self.state.turn,
            flow: running.and_then(|thread| thread.frames.last()).map_or(0, |frame| frame.flow),
            action,
            role: running.map_or(Role::Main, |thread| thread.role),
            depth: running.map_or(0, |thread| thread.frames.len().saturating_sub(1)),
            parameters,
            queue: None,
            said: Vec::new(),
            exit: None,
            doubts: Vec::new(),
        };
        self.state.events.push(event);
        let event = self.state.events.len() - 1;
        doubts.into_iter().for_each(|doubt| self.doubt(event, doubt));
        event
    }

    /// The events of the circle that ends with this one, once around.
    fn circle(&self, last: usize) -> Vec<usize> {
        let events = &self.state.events;
        let Some(end) = events.get(last) else { return Vec::new() };
        let is_same = |index: &usize| {
            events.get(*index).is_some_and(|event| event.flow == end.flow && event.action == end.action)
        };
        let first = (0..last).rev().find(is_same).unwrap_or(last);
        (first..last).collect()
    }

    /// Whether the block may run in the type of the flow that runs it.
    fn is_allowed(&self, thread: usize, block: &Block) -> bool {
        let Some(thread) = self.state.threads.get(thread) else { return true };
        let flows = thread.frames.iter().filter_map(|frame| self.build.flows.get(frame.flow));
        let is_in_module = thread.frames.last().is_some_and(|frame| frame.called_by.is_some());
        if is_in_module && !block.flow_types.modules {
            return false;
        }
        let mut types = flows.filter_map(|flow| match flow.kind {
            FlowKind::Flow(flow_type) => flow_type,
            FlowKind::Module => None,
        });
        let is_return = block.semantics.ends == Some(Ends::Module);
        types.next().is_none_or(|it| is_return || block.flow_types.allows(it) || block.flow_types.disputes(it))
    }

    fn works_on_channel(&self, site: Site<'b>) -> bool {
        let Some(channel) = self.state.channel else { return true };
        let run = site.block.run_time();
        if run.elsewhere == Elsewhere::Works {
            return true;
        }
        match run.works.iter().find(|(of, _)| *of == channel) {
            Some((_, when)) => site.action.parameters.holds(*when),
            None => site.block.channels.contains(&channel),
        }
    }

    /// Whether the contact is a call.
    pub(super) fn is_call(&self) -> bool {
        self.state.channel == Some(Channel::Voice)
    }

    pub(super) fn frame(&self, thread: usize) -> Option<&Frame> {
        self.state.threads.get(thread)?.frames.last()
    }

    pub(super) fn frame_mut(&mut self, thread: usize) -> Option<&mut Frame> {
        self.state.threads.get_mut(thread)?.frames.last_mut()
    }

    pub(super) fn thread_mut(&mut self, thread: usize) -> Option<&mut Thread> {
        self.state.threads.get_mut(thread)
    }

    pub(super) fn event_mut(&mut self, event: usize) -> Option<&mut Event> {
        self.state.events.get_mut(event)
    }

    /// The data that a root belongs to: that of the flow or that of the contact.
    pub(super) fn data_mut(&mut self, thread: usize, root: &str) -> &mut Data {
        let frame = self.state.threads.get_mut(thread).and_then(|thread| thread.frames.last_mut());
        match frame {
            Some(frame) if data::is_of_flow(root) => &mut frame.data.data,
            _ => &mut self.state.contact,
        }
    }

    /// The resolved parameters of an event.
    pub(super) fn parameters(&self, event: usize) -> &Map<String, Value> {
        static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        self.state.events.get(event).map_or(&NONE, |event| &event.parameters)
    }

    /// Notes how a block was left.
    pub(super) fn exit(&mut self, event: usize, edge: Taken, why: Why) {
        if let Some(event) = self.event_mut(event) {
            event.exit = Some(Exit { edge, why });
        }
    }

    /// Notes what an event rests on.
    pub(super) fn doubt(&mut self, event: usize, doubt: Doubt) {
        if let Some(event) = self.event_mut(event)
            && !event.doubts.contains(&doubt)
        {
            event.doubts.push(doubt);
        }
    }

    pub(super) fn uses_queue(&mut self, event: usize, queue: Option<Holder>) {
        if let Some(event) = self.event_mut(event) {
            event.queue = queue;
        }
    }

    pub(super) fn note_said(&mut self, event: usize, said: Vec<Said>) {
        if let Some(event) = self.event_mut(event) {
            event.said.extend(said);
        }
    }

    /// Goes on with a target.
    pub(super) fn go(&mut self, thread: usize, event: usize, target: Target) -> Result<(), Stop> {
        let Some(action) = target.action() else { return Err(Stop::Nowhere { event }) };
        if let Some(thread) = self.thread_mut(thread) {
            thread.at = Some(action);
        }
        Ok(())
    }

    /// The flow of the build that a name, id or ARN means.
    pub(super) fn flow_named(&self, name: &str, kind: impl Fn(&Flow) -> bool) -> Option<usize> {
        self.build.flows.iter().position(|flow| {
            let is_known = flow.known.as_ref().is_some_and(|known| known.arn == name || known.id == name);
            kind(flow) && (flow.name.text == name || is_known)
        })
    }
}

/// The entry of an action, also of one that is written raw.
pub(super) fn recognised(action: &Action) -> Option<&'static Block> {
    let by_parameters = |block: &&'static Block| action.parameters.holds(block.recognised);
    match action.state {
        ActionState::Hole => None,
        ActionState::Whole | ActionState::Partial | ActionState::Raw => {
            action.block.or_else(|| catalogue::by_action(&action.type_).find(by_parameters))
        }
    }
}

/// The error of a block when nothing more is known: a block without the catch-all error has another one.
fn general_error(block: &Block) -> &'static str {
    let has_catch_all = block.branches.iter().any(|branch| branch.wire == BranchWire::Error(wire::ANY_ERROR));
    match block.run_time().elsewhere {
        Elsewhere::Fails(error) if !has_catch_all => error,
        _ => wire::ANY_ERROR,
    }
}

/// A path of contact data as a reason.
pub(super) fn path(root: &str, name: &str) -> SmolStr {
    smol_str::format_smolstr!("$.{root}.{name}")
}
