//! Tests for the branches of a flow that no test takes.
//!
//! Takes a build, a flow of it and its coverage; gives tests as text, each with the branches that it takes and no other
//! does, and the branches that nothing can take, with the reason. A search: a plan is played, and each open branch of
//! each block that it reached makes new plans, of which the shortest is played next. Deterministic, and bounded. Runs
//! flows through `simulate`, and never judges a text: whoever prints one reads and runs it first.

mod answers;
mod choose;
mod force;
mod lines;
mod plan;
mod play;
mod source;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::coverage::{Branch, FlowCoverage, State, taken};
use super::writer;
use crate::graph::{ActionId, Build, FlowKind};
use crate::resource::ResourceKind;
use crate::simulate::{Holder, Role, Stop, Why};
use crate::source::Sources;
use choose::Chooser;
use lines::Writer;
use plan::Plan;
use play::{Run, play};

/// How often a branch is tried.
const TRIES: usize = 12;

/// How much later the next way to the same branch is tried.
const RANK: usize = 40;

/// How many runs a flow takes, beside those for each branch.
const RUNS: usize = 100;

/// The reason of a branch that cannot be written.
const NO_WORDS: &str = "a test has no words for it";

/// What a search found.
#[derive(Clone, Debug, Default)]
pub struct Suggested {
    /// The tests, in the order in which they were found.
    pub tests: Vec<Suggestion>,
    /// The branches that no test can take, in source order, each with the reason.
    pub left: Vec<(Branch, &'static str)>,
}

/// A test.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// Its text.
    pub text: String,
    /// The branches that it takes and no test before it.
    pub branches: Vec<Branch>,
}

/// Resources of the instance that a test may name where the flows name none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Resources<'a> {
    /// A queue.
    pub queue: Option<&'a str>,
    /// The user name of an agent.
    pub agent: Option<&'a str>,
}

/// Suggests tests for the branches of a flow that are not taken. `is_used` says which names tests have already.
#[must_use]
pub fn suggest<'b>(
    build: &'b Build,
    sources: &Sources,
    of_flow: &FlowCoverage,
    resources: Resources<'b>,
    is_used: impl Fn(&str) -> bool,
) -> Suggested {
    let branches = of_flow.branches.iter();
    let open: Vec<Branch> =
        branches.filter(|covered| covered.state == State::NotTaken).map(|covered| covered.branch).collect();
    let mut search = Search {
        build,
        resources,
        flow: of_flow.flow,
        open: open.iter().copied().collect(),
        tries: HashMap::new(),
        stopped: HashMap::new(),
        reached: HashMap::new(),
        queue: BTreeMap::new(),
        added: 0,
        planned: HashSet::new(),
    };
    let found = search.all(RUNS + 8 * open.len());
    let mut suggested = Suggested::default();
    let mut names: HashSet<String> = HashSet::new();
    for (run, turns, events) in found {
        let branches: Vec<Branch> = events.iter().filter_map(|event| taken(run.events.get(*event)?)).collect();
        let Some(name) = name(build, sources, &branches) else { continue };
        let is_free = |name: &String| !is_used(name) && !names.contains(name);
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let Some(name) = std::iter::once(name.clone()).chain(numbered).find(is_free) else { continue };
        let writer = Writer { build, sources, run: &run, turns, events: &events };
        match writer.test(&name) {
            Some(text) => {
                names.insert(name);
                suggested.tests.push(Suggestion { text, branches });
            }
            None => suggested.left.extend(branches.iter().map(|branch| (*branch, NO_WORDS))),
        }
    }
    for covered in &of_flow.branches {
        match covered.state {
            State::Impossible(why) => suggested.left.push((covered.branch, why)),
            State::NotTaken if search.open.contains(&covered.branch) => {
                suggested.left.push((covered.branch, search.reason(covered.branch)));
            }
            State::Taken | State::NotTaken => {}
        }
    }
    suggested
}

/// The name of a test: the first branch that is new in it.
fn name(build: &Build, sources: &Sources, branches: &[Branch]) -> Option<String> {
    let first = branches.last()?;
    let flow = build.flows.get(first.flow)?;
    let pattern = writer::pattern(build, sources, first.flow, first.action)?;
    let result = lines::result(flow.action(first.action)?, first.edge)?;
    Some(format!("{}: {} -> {result}", flow.name.text, pattern.replace('"', "'")).replace('"', "'"))
}

struct Search<'b> {
    build: &'b Build,
    resources: Resources<'b>,
    flow: usize,
    /// The branches that nothing takes so far.
    open: HashSet<Branch>,
    tries: HashMap<Branch, usize>,
    /// Why runs that took a branch could not go on.
    stopped: HashMap<Branch, &'static str>,
    /// The blocks that were reached, with whether they may run where they are.
    reached: HashMap<ActionId, bool>,
    queue: BTreeMap<(usize, usize), (Plan, Option<Branch>)>,
    added: usize,
    /// The plans that were ever added.
    planned: HashSet<String>,
}

impl Search<'_> {
    /// The runs that take new branches: each with how many of its turns count, and the events that are left so.
    fn all(&mut self, limit: usize) -> Vec<(Run, usize, Vec<usize>)> {
        let mut found = Vec::new();
        if self.open.is_empty() {
            return found;
        }
        self.add(self.first(), None, 0);
        for _ in 0..limit {
            let Some((_, (plan, target))) = self.queue.pop_first() else { break };
            if target.is_some_and(|target| !self.open.contains(&target)) {
                continue;
            }
            let chooser = Chooser::new(self.build, self.flow, target.into_iter().collect());
            let run = play(self.build, plan, &chooser);
            let events = self.new_in(&run);
            self.note(&run);
            self.follow(&run, target);
            let last = events.iter().filter_map(|event| run.left.get(*event).copied().flatten()).max();
            if let Some(last) = last {
                found.push((run, last + 1, events));
            }
            if self.open.is_empty() {
                break;
            }
        }
        found
    }

    fn first(&self) -> Plan {
        let mut plan = Plan::new(self.flow);
        let kind = self.build.flows.get(self.flow).map(|flow| flow.kind);
        let is_queue_flow = kind.is_some_and(|kind| match kind {
            FlowKind::Flow(_) => crate::simulate::role_of(kind) == Role::CustomerQueue,
            FlowKind::Module => false,
        });
        if is_queue_flow {
            plan.start.queue = Some(Holder::Queue(force::named(self.build, ResourceKind::Queue, self.resources.queue)));
        }
        plan
    }

    /// Adds a plan to those to play, if it is new. Another way to the same end has a later rank.
    fn add(&mut self, plan: Plan, target: Option<Branch>, rank: usize) -> bool {
        if !self.planned.insert(format!("{plan:?}")) {
            return false;
        }
        self.added += 1;
        self.queue.insert((plan.weight() + RANK * rank, self.added), (plan, target));
        true
    }

    /// The events of the turns that went well which are left through a branch that was open.
    fn new_in(&mut self, run: &Run) -> Vec<usize> {
        let mut events: Vec<usize> = Vec::new();
        for (index, event) in run.events.iter().enumerate() {
            let is_good = run.left.get(index).copied().flatten().is_some_and(|turn| turn < run.turns.len());
            if let Some(branch) = taken(event).filter(|_| is_good)
                && self.open.remove(&branch)
            {
                events.push(index);
            }
        }
        events
    }

    /// Notes what a run shows about branches that it did not take well.
    fn note(&mut self, run: &Run) {
        let why = run.stop.as_ref().map(stopped);
        for event in run.events.iter().filter(|event| event.flow == self.flow) {
            let may_run = !event.exit.as_ref().is_some_and(|exit| matches!(exit.why, Why::FlowType));
            *self.reached.entry(event.action).or_default() |= may_run;
            if let (Some(why), Some(branch)) = (why, taken(event))
                && self.open.contains(&branch)
            {
                self.stopped.insert(branch, why);
            }
        }
    }

    /// Makes the plans that follow from a run.
    fn follow(&mut self, run: &Run, target: Option<Branch>) {
        let cure = match &run.stop {
            Some(Stop::MissingValue { event, .. }) => force::cure(self.build, run, *event),
            Some(Stop::NotHere { event }) => force::without_flow(self.build, run, *event),
            _ => None,
        };
        if let Some(plan) = cure {
            self.add(plan, target, 0);
        }
        if matches!(run.stop, Some(Stop::NoAnswer { .. }))
            && let Some(plan) = force::for_agent(self.build, run, self.resources.agent)
        {
            self.add(plan, target, 0);
        }
        // The values that a block misses come first.
        let missing = match &run.stop {
            Some(Stop::MissingValue { event, .. }) => Some(*event),
            _ => None,
        };
        let mut last: HashMap<ActionId, usize> = HashMap::new();
        let own = || run.events.iter().enumerate().filter(|(_, event)| event.flow == self.flow);
        last.extend(own().map(|(index, event)| (event.action, index)));
        let mut seen: HashSet<ActionId> = HashSet::new();
        let ends: Vec<(usize, ActionId)> = own()
            .filter(|(index, event)| seen.insert(event.action) || last.get(&event.action) == Some(index))
            .filter(|(index, _)| missing != Some(*index))
            .map(|(index, event)| (index, event.action))
            .collect();
        for (index, id) in ends {
            let Some(action) = self.build.flows.get(self.flow).and_then(|flow| flow.action(id)) else {
                continue;
            };
            for (edge, _) in choose::options(action) {
                let branch = Branch { flow: self.flow, action: id, edge };
                let times = self.tries.get(&branch).copied().unwrap_or_default();
                if !self.open.contains(&branch) || times >= TRIES {
                    continue;
                }
                let plans = force::plans(self.build, run, index, edge, self.resources.queue);
                let ranked = plans.into_iter().enumerate();
                let new = ranked.filter(|(rank, plan)| self.add(plan.clone(), Some(branch), *rank)).count();
                *self.tries.entry(branch).or_default() += usize::from(new > 0);
            }
        }
    }

    /// Why no test takes a branch.
    fn reason(&self, branch: Branch) -> &'static str {
        let action = self.build.flows.get(branch.flow).and_then(|flow| flow.action(branch.action));
        if action.is_some_and(|action| !choose::options(action).iter().any(|(edge, _)| *edge == branch.edge)) {
            return NO_WORDS;
        }
        match (self.stopped.get(&branch), self.reached.get(&branch.action)) {
            (Some(why), _) => why,
            (None, None) => "nothing here brings a contact to the block",
            (None, Some(false)) => "the block does not work in this type of flow",
            (None, Some(true)) if action.is_some_and(answers::only_computes) => "nothing here can make it true",
            (None, Some(true)) => "nothing here leaves the block so",
        }
    }
}

/// Why a run that took a branch cannot be a test.
fn stopped(stop: &Stop) -> &'static str {
    match stop {
        Stop::Circle { .. } => "the flow runs in a circle after it",
        Stop::Nowhere { .. } => "the flow leads nowhere after it",
        Stop::NotHere { .. } => "a flow that is not here follows",
        Stop::MissingValue { .. } => "a value that nothing gives is used after it",
        Stop::UnknownBlock { .. } => "an unknown block follows",
        Stop::NoAnswer { .. } | Stop::WrongAct { .. } | Stop::NumberUnknown { .. } => {
            "nothing answers a block after it"
        }
    }
}
