//! Plays a plan on a simulation, and notes what was chosen where the plan says nothing.

use std::collections::HashMap;

use super::super::coverage::{Branch, taken};
use super::answers::{self, asks_world, due, entry, reply};
use super::choose::{Chooser, options};
use super::plan::{Doing, Plan, Reply, Site};
use crate::catalogue::Block;
use crate::contact_path;
use crate::graph::{Action, ActionId, Build, Target};
use crate::simulate::{
    Act, Answer, At, Event, Figures, Heard, Holder, Outcome, Simulation, Stop, Taken, Whereabouts, World,
};

/// The most acts of a run.
const ACTS: usize = 16;

/// A plan that was played.
pub(super) struct Run {
    /// The plan with everything that was chosen.
    pub(super) plan: Plan,
    /// What happened.
    pub(super) events: Vec<Event>,
    /// The turn in which each event was left; `None` while it waits.
    pub(super) left: Vec<Option<usize>>,
    /// What the world was asked, in order.
    pub(super) asked: Vec<Asked>,
    /// The turn in which the world was asked whether an agent is available.
    pub(super) agent: Option<usize>,
    /// The turns that went well.
    pub(super) turns: Vec<Turn>,
    /// The paths without a value in the block at which it could not go on.
    pub(super) missing: Vec<String>,
    /// Why it could not go on; in the turn after those that went well.
    pub(super) stop: Option<Stop>,
}

/// A turn.
pub(super) struct Turn {
    /// What the person did; `None` for the start.
    pub(super) doing: Option<Doing>,
    /// The event that waited for it.
    pub(super) waited: Option<usize>,
    /// Where the contact is at its end.
    pub(super) place: Whereabouts,
    /// How a module returned.
    pub(super) returned: Option<Option<smol_str::SmolStr>>,
}

/// A question to the world.
pub(super) struct Asked {
    pub(super) turn: usize,
    pub(super) site: Site,
    pub(super) event: usize,
    pub(super) reply: Option<Reply>,
}

struct Driver<'b> {
    build: &'b Build,
    plan: Plan,
    chooser: Chooser<'b>,
    counts: HashMap<(usize, ActionId), usize>,
    asked: Vec<Asked>,
    agent: Option<usize>,
    turn: usize,
}

impl World for Driver<'_> {
    fn answer(&mut self, at: &At<'_>) -> Option<Answer> {
        let action = self.build.flows.get(at.flow)?.action(at.action)?;
        let count = self.counts.entry((at.flow, at.action)).or_default();
        let site = (at.flow, at.action, *count);
        *count += 1;
        let reply = match self.plan.replies.get(&site) {
            Some(reply) => Some(reply.clone()),
            None => asks_world(action).then(|| self.chosen(at.flow, at.action, action)).flatten(),
        };
        if let Some(reply) = &reply {
            self.plan.replies.insert(site, reply.clone());
        }
        self.asked.push(Asked { turn: self.turn, site, event: 0, reply: reply.clone() });
        reply.map(|reply| Answer { result: reply.outcome, data: reply.data, by: None })
    }

    fn figures(&mut self, of: &Holder) -> Figures {
        match of {
            Holder::Queue(_) => Figures::default(),
            Holder::Agent(_) => {
                self.agent = self.agent.or(Some(self.turn));
                Figures { available: Some(1), ..Figures::default() }
            }
        }
    }
}

impl Driver<'_> {
    fn chosen(&mut self, flow: usize, id: ActionId, action: &Action) -> Option<Reply> {
        let mut options = options(action);
        let has_next = options.iter().any(|(edge, _)| *edge == Taken::Next);
        if !has_next && entry(action).is_some_and(Block::can_succeed) {
            options.push((Taken::Ended, Target::Unconnected));
        }
        let edge = self.chooser.best(flow, id, &options).unwrap_or(Taken::Ended);
        reply(action, edge)
    }

    /// What a person does next; `None` if nobody has to do anything.
    fn next(&mut self, simulation: &Simulation<'_>, acts: usize) -> Option<(Option<usize>, Doing)> {
        let events = simulation.events();
        let waited = simulation.asks().or_else(|| events.iter().rposition(|event| event.exit.is_none()));
        if let Some(doing) = self.plan.acts.get(acts) {
            return Some((waited, doing.clone()));
        }
        let waited = waited.or_else(|| {
            // Prompts that were interrupted play again.
            let last = events.last()?;
            due(self.action(last)?, last).map(|_| events.len() - 1)
        })?;
        let event = events.get(waited)?;
        let build: &Build = self.build;
        let action = build.flows.get(event.flow)?.action(event.action)?;
        if !self.chooser.is_worth(event.flow, event.action) {
            return None;
        }
        if simulation.asks().is_none() {
            let (seconds, edge) = due(action, event)?;
            let option = options(action).into_iter().find(|(own, _)| *own == edge)?;
            self.chooser.best(event.flow, event.action, &[option])?;
            return Some((Some(waited), Doing { act: Act::Wait(seconds), heard: None }));
        }
        let possible: Vec<_> =
            options(action).into_iter().filter(|(edge, _)| answers::doing(action, *edge).is_some()).collect();
        let edge = self.chooser.best(event.flow, event.action, &possible)?;
        Some((Some(waited), answers::doing(action, edge)?))
    }

    fn action(&self, event: &Event) -> Option<&Action> {
        self.build.flows.get(event.flow)?.action(event.action)
    }
}

/// Plays a plan.
pub(super) fn play<'b>(build: &'b Build, plan: Plan, chooser: &Chooser<'b>) -> Run {
    let acts = plan.acts.len();
    let mut driver = Driver {
        build,
        plan,
        chooser: chooser.clone(),
        counts: HashMap::new(),
        asked: Vec::new(),
        agent: None,
        turn: 0,
    };
    let mut simulation = Simulation::new(build);
    for (path, value) in &driver.plan.data {
        simulation.set(path, value.clone());
    }
    let mut left: Vec<Option<usize>> = Vec::new();
    let mut turns = Vec::new();
    let start = driver.plan.start.clone();
    let mut result = simulation.start(&start, &mut driver);
    let mut did: (Option<usize>, Option<Doing>) = (None, None);
    loop {
        note_left(simulation.events(), &mut left, driver.turn);
        if result.is_err() {
            break;
        }
        let took: Vec<Branch> = simulation.events().iter().filter_map(taken).collect();
        driver.chooser.took(took.into_iter());
        turns.push(Turn {
            doing: did.1.take(),
            waited: did.0,
            place: simulation.whereabouts(),
            returned: simulation.returned().map(|returned| returned.branch.clone()),
        });
        let count = turns.len() - 1;
        if count >= ACTS.max(acts + 4) {
            break;
        }
        let Some((waited, doing)) = driver.next(&simulation, count) else { break };
        driver.turn += 1;
        let by = waited.and_then(|event| simulation.events().get(event)).and_then(|event| driver.action(event));
        let by = by.map(|action| action.head);
        let heard = doing.heard.as_ref().zip(by).map(|(reply, by)| Heard {
            result: reply.outcome.clone(),
            data: reply.data.clone(),
            by,
        });
        if driver.plan.acts.len() <= count {
            driver.plan.acts.push(doing.clone());
        }
        result = simulation.act(&doing.act, heard.as_ref(), &mut driver);
        did = (waited, Some(doing));
    }
    let missing = match &result {
        Err(Stop::MissingValue { event, path, .. }) => missing(&driver, &simulation, *event, path),
        _ => Vec::new(),
    };
    let events = simulation.events().to_vec();
    let Driver { plan, mut asked, agent, .. } = driver;
    place(&events, &mut asked);
    Run { plan, events, left, asked, agent, turns, missing, stop: result.err() }
}

/// The paths of a block that have no value.
fn missing(driver: &Driver<'_>, simulation: &Simulation<'_>, event: usize, first: &str) -> Vec<String> {
    let mut missing = vec![first.to_owned()];
    let Some(action) = simulation.events().get(event).and_then(|event| driver.action(event)) else { return missing };
    for (text, _) in action.texts() {
        for path in contact_path::all(text).into_iter().flatten() {
            let path = text.get(path.range.clone()).unwrap_or_default();
            if simulation.value(path).is_none() && !missing.iter().any(|own| own == path) {
                missing.push(path.to_owned());
            }
        }
    }
    missing
}

fn note_left(events: &[Event], left: &mut Vec<Option<usize>>, turn: usize) {
    left.resize(events.len(), None);
    for (event, left) in events.iter().zip(left) {
        if event.exit.is_some() && left.is_none() {
            *left = Some(turn);
        }
    }
}

/// Finds the event of each question to the world.
fn place(events: &[Event], asked: &mut [Asked]) {
    let mut by_action: HashMap<(usize, ActionId), Vec<usize>> = HashMap::new();
    for (index, event) in events.iter().enumerate() {
        by_action.entry((event.flow, event.action)).or_default().push(index);
    }
    for asked in asked {
        let (flow, action, nth) = asked.site;
        let event = by_action.get(&(flow, action)).and_then(|events| events.get(nth));
        asked.event = event.copied().unwrap_or_default();
    }
}

impl Run {
    /// The plan up to an event: what was answered and done before it.
    pub(super) fn until(&self, event: usize) -> Plan {
        let sites = self.asked.iter().filter(|asked| asked.event < event);
        let replies = sites.filter_map(|asked| Some((asked.site, asked.reply.clone()?))).collect();
        let turn = self.events.get(event).map_or(0, |event| event.turn);
        Plan { replies, acts: self.plan.acts.iter().take(turn).cloned().collect(), ..self.plan.clone() }
    }

    /// What the world was asked at an event.
    pub(super) fn site(&self, event: usize) -> Option<Site> {
        let of = self.events.get(event)?;
        let is_same = |other: &&Event| other.flow == of.flow && other.action == of.action;
        Some((of.flow, of.action, self.events.iter().take(event).filter(is_same).count()))
    }

    /// Whether a value was given with an answer that brought data.
    pub(super) fn reply(&self, event: usize) -> Option<&Reply> {
        let site = self.site(event)?;
        self.asked.iter().find(|asked| asked.site == site)?.reply.as_ref()
    }

    /// Whether the world said that this block fails.
    pub(super) fn has_failed(&self, event: usize) -> bool {
        self.reply(event).is_some_and(|reply| matches!(reply.outcome, Outcome::Error(_)))
    }
}
