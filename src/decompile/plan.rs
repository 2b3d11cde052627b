//! The assignment of actions to steps, and their order.
//!
//! Takes the shapes of all actions, and gives the steps with their statements. The main path of a step is linear: the
//! target of a block's main branch is on the next line. A branch with a single use and few blocks is nested in its
//! block; a target with several uses, or a long run, becomes a step. The algorithm lays everything out, turns each
//! target that was reached twice or whose run became too long into a step, and repeats until there is no such target.

use std::collections::HashSet;

use super::branch::{Arm, ErrorArm, On, Shape, is_outcome};
use super::defaults::{Defaults, Destination};
use super::make::Make;
use crate::catalogue::Block;
use crate::graph::{ActionId, Flow, Target};
use crate::syntax::tree::Operator;

/// The maximum number of blocks of a run in a branch, without those that only prepare what follows.
const SHORT: usize = 10;
/// The maximum number of blocks of a step that only ends the contact.
const SHORT_EXIT: usize = 4;
/// How many blocks behind a branch a join is looked for.
const FAR: usize = 50;
/// The maximum nesting depth of runs.
const DEEPEST: usize = 2;

/// A flow as steps.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// The steps, `start` first.
    pub(super) steps: Vec<Step>,
}

/// A step.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Its first action; `None` for the start of a flow without a first action.
    pub(super) entry: Option<ActionId>,
    /// Whether it can be reached from the start.
    pub(super) is_reached: bool,
    /// The target of the catch-all errors of those of its blocks that have no line for it.
    pub(super) error: Option<ActionId>,
    pub(super) run: Vec<Statement>,
}

#[derive(Clone, Debug)]
pub(super) enum Statement {
    Block(ActionId, Vec<Line>),
    Jump(Goto),
}

/// A branch of a block.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) on: Vec<On>,
    pub(super) to: To,
}

#[derive(Clone, Debug)]
pub(super) enum To {
    Goto(Goto),
    Run(Vec<Statement>),
}

/// The target of an arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goto {
    Step(ActionId),
    Continue,
    None,
    Unconnected,
}

/// The action that follows a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follow {
    Action(ActionId),
    Nothing,
}

/// Lays out `flow`, whose actions have these blocks and shapes.
pub(super) fn plan(
    make: Make,
    flow: &Flow,
    shapes: &[(Option<&'static Block>, Shape)],
    weights: &[usize],
    defaults: &Defaults,
) -> Plan {
    let mut steps: HashSet<ActionId> = defaults.steps().chain(flow.start.action()).collect();
    loop {
        let mut layout = Layout {
            make,
            shapes,
            weights,
            defaults,
            steps: &mut steps,
            placed: vec![false; flow.actions.len()],
            conflicts: Vec::new(),
            too_big: Vec::new(),
            mentions: Vec::new(),
            step: None,
        };
        let plan = layout.whole(flow);
        // What is too deep or too long may no longer be so once the targets of several branches are steps.
        let found = if layout.conflicts.is_empty() { layout.too_big } else { layout.conflicts };
        if found.is_empty() {
            return plan;
        }
        steps.extend(found);
    }
}

struct Layout<'p> {
    make: Make,
    shapes: &'p [(Option<&'static Block>, Shape)],
    weights: &'p [usize],
    defaults: &'p Defaults,
    /// The first actions of the steps.
    steps: &'p mut HashSet<ActionId>,
    placed: Vec<bool>,
    /// The actions that must begin a step in the next attempt.
    conflicts: Vec<ActionId>,
    /// The actions whose runs are too deep or too long, and begin a step if there are no conflicts.
    too_big: Vec<ActionId>,
    /// The steps that the current one leads to.
    mentions: Vec<ActionId>,
    /// The first action of the current step.
    step: Option<ActionId>,
}

impl Layout<'_> {
    fn whole(&mut self, flow: &Flow) -> Plan {
        let mut plan = Plan::default();
        match flow.start {
            Target::Action(id) => self.steps_from(id, true, &mut plan),
            Target::Unconnected | Target::Hole => {
                let run = vec![Statement::Jump(Goto::Unconnected)];
                plan.steps.push(Step { entry: None, is_reached: true, error: None, run });
            }
        }
        for step in self.defaults.steps() {
            if !self.is_placed(step) {
                self.steps_from(step, true, &mut plan);
            }
        }
        for root in self.roots(flow) {
            if !self.is_placed(root) {
                self.steps.insert(root);
                self.steps_from(root, false, &mut plan);
            }
        }
        let (exits, rest) =
            plan.steps.into_iter().partition(|step| self.is_exit(step) && step.entry != flow.start.action());
        plan.steps = rest;
        let exits: Vec<Step> = exits;
        plan.steps.extend(exits);
        plan
    }

    /// All actions, first those that no edge leads to, then the others. Those that are not placed yet are unreachable
    /// from the start.
    fn roots(&self, flow: &Flow) -> Vec<ActionId> {
        let mut is_target = vec![false; flow.actions.len()];
        for (index, action) in flow.actions.iter().enumerate() {
            for edge in crate::graph::reach::edges(action) {
                if let Some(id) = edge.target.action()
                    && id.0 != index
                    && let Some(is_target) = is_target.get_mut(id.0)
                {
                    *is_target = true;
                }
            }
        }
        let all = || (0..flow.actions.len()).map(ActionId);
        let is_root = |id: &ActionId| is_target.get(id.0) == Some(&false);
        all().filter(is_root).chain(all().filter(|id| !is_root(id))).collect()
    }

    /// Lays out the step that begins with `first`, and the steps that it leads to, the target of the main path first.
    fn steps_from(&mut self, first: ActionId, is_reached: bool, plan: &mut Plan) {
        let mut todo = vec![first];
        while let Some(entry) = todo.pop() {
            if self.is_placed(entry) {
                if plan.steps.iter().all(|step| step.entry != Some(entry)) {
                    self.conflicts.push(entry);
                }
                continue;
            }
            self.step = Some(entry);
            self.mentions.clear();
            let run = self.run(entry, Follow::Nothing, 0);
            if let Some(Statement::Jump(Goto::Step(last))) = run.last() {
                todo.retain(|id| id != last);
                self.mentions.retain(|id| id != last);
                self.mentions.insert(0, *last);
            }
            todo.extend(self.mentions.drain(..).rev());
            plan.steps.push(Step { entry: Some(entry), is_reached, error: None, run });
        }
    }

    fn is_placed(&self, id: ActionId) -> bool {
        self.placed.get(id.0).copied().unwrap_or(true)
    }

    fn shape(&self, id: ActionId) -> Option<&(Option<&'static Block>, Shape)> {
        self.shapes.get(id.0)
    }

    /// Whether this is a short step that ends the contact. Such steps come after the others.
    fn is_exit(&self, step: &Step) -> bool {
        let is_end = |statement: &Statement| match statement {
            Statement::Block(id, lines) => {
                lines.is_empty() && self.shape(*id).is_some_and(|(entry, _)| entry.is_some_and(Block::is_terminal))
            }
            Statement::Jump(_) => false,
        };
        step.is_reached
            && step.run.len() <= 3
            && step.run.last().is_some_and(is_end)
            && self.weight(&step.run) <= SHORT_EXIT
    }

    /// The linear run that begins with `entry`; `follow` is what follows its last statement.
    fn run(&mut self, entry: ActionId, follow: Follow, depth: usize) -> Vec<Statement> {
        let mut run = Vec::new();
        let mut next = Some(entry);
        while let Some(id) = next.take() {
            if let Some(placed) = self.placed.get_mut(id.0) {
                *placed = true;
            }
            let Some((_, shape)) = self.shape(id) else { break };
            let joined = if shape.main.is_none() { self.join(id) } else { None };
            let main = shape.main.or(joined.map(Target::Action));
            let mut jump = None;
            let block_follow = match main {
                Some(Target::Action(to)) if follow == Follow::Action(to) => follow,
                Some(Target::Action(to)) if self.steps.contains(&to) || self.is_placed(to) => {
                    jump = Some(self.goto(to));
                    Follow::Action(to)
                }
                Some(Target::Action(to)) => {
                    next = Some(to);
                    Follow::Action(to)
                }
                Some(Target::Unconnected | Target::Hole) => {
                    jump = Some(Goto::Unconnected);
                    Follow::Nothing
                }
                None => follow,
            };
            let mut lines = self.lines(id, block_follow, depth);
            if self.write_one_way(id, &mut lines) && !self.may_go_on(id, block_follow, &lines) {
                jump = None;
            }
            if joined.is_some() && !lines.iter().any(|line| self.goes_on(line)) {
                (jump, next) = (None, None);
            }
            run.push(Statement::Block(id, lines));
            run.extend(jump.map(Statement::Jump));
            if next.is_some_and(|next| self.is_placed(next)) {
                // A branch of the block contains it already.
                run.extend(next.take().map(|to| Statement::Jump(self.goto(to))));
            }
        }
        run
    }

    /// Writes the main branch with the outcomes that lead to the same place, if all of them do.
    fn write_one_way(&self, id: ActionId, lines: &mut [Line]) -> bool {
        let Some((entry, shape)) = self.shape(id) else { return false };
        let (Some(entry), Some(main)) = (entry, &shape.one_way) else { return false };
        let Some(line) = lines.iter_mut().find(|line| line.on.iter().any(|on| is_outcome(entry, on))) else {
            return false;
        };
        line.on.insert(0, On::Outcome(main.clone()));
        true
    }

    /// Whether a branch other than the main one may go on with the next line.
    fn may_go_on(&self, id: ActionId, follow: Follow, lines: &[Line]) -> bool {
        let by_default = self.shape(id).is_some_and(|(entry, shape)| {
            let default = entry.zip(shape.error).and_then(|(entry, error)| self.error_default(entry, error));
            default == Some(Destination::Continue) && self.error_arm(*entry, shape, follow).is_none()
        });
        by_default || lines.iter().any(|line| self.goes_on(line))
    }

    /// The action in which most ways out of a block without a main branch meet again: it can be on the next line.
    fn join(&self, id: ActionId) -> Option<ActionId> {
        let mut targets: Vec<ActionId> = Vec::new();
        let arms = self.shape(id)?.1.arms.iter().filter(|arm| !arm.returns && !matches!(arm.on, On::Next(_)));
        for to in arms.filter_map(|arm| arm.target.and_then(Target::action)) {
            if !targets.contains(&to) {
                targets.push(to);
            }
        }
        let roads: Vec<Vec<ActionId>> = targets.iter().map(|to| self.road(*to)).collect();
        let mut best: Option<(usize, ActionId)> = None;
        for to in roads.iter().flatten() {
            let count = roads.iter().filter(|road| road.contains(to)).count();
            if count > best.map_or(1, |(most, _)| most) {
                best = Some((count, *to));
            }
        }
        let (_, to) = best?;
        let is_free = self.steps.contains(&to) || !self.is_placed(to);
        (is_free && to != id && self.step != Some(to)).then_some(to)
    }

    /// The actions from `first` along the main branches, up to the next step.
    fn road(&self, first: ActionId) -> Vec<ActionId> {
        let mut road = Vec::new();
        let mut next = Some(first);
        while let Some(id) = next.take().filter(|id| !road.contains(id)) {
            road.push(id);
            let is_end = self.steps.contains(&id) || self.is_placed(id) || road.len() == FAR;
            let main = self.shape(id).filter(|_| !is_end).and_then(|(_, shape)| shape.main);
            next = main.and_then(Target::action);
        }
        road
    }

    /// Whether a branch goes on with what follows its block.
    fn goes_on(&self, line: &Line) -> bool {
        let run = match &line.to {
            To::Goto(goto) => return *goto == Goto::Continue,
            To::Run(run) => run,
        };
        match run.last() {
            Some(Statement::Block(id, lines)) => {
                let has_main = self.shape(*id).is_some_and(|(_, shape)| shape.main.is_some());
                has_main || lines.iter().any(|line| self.goes_on(line))
            }
            Some(Statement::Jump(_)) => false,
            None => true,
        }
    }

    /// An arrow to an action, which must begin a step.
    fn goto(&mut self, to: ActionId) -> Goto {
        if !self.steps.contains(&to) {
            self.conflicts.push(to);
        }
        self.mentions.push(to);
        Goto::Step(to)
    }

    /// An arrow to an action that has no place here.
    fn set_apart(&mut self, to: ActionId) -> Goto {
        self.too_big.push(to);
        self.mentions.push(to);
        Goto::Step(to)
    }

    fn lines(&mut self, id: ActionId, follow: Follow, depth: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        for Grouped { on, target, returns } in self.arms(id, follow) {
            let to = match target {
                None => To::Goto(Goto::None),
                Some(Target::Unconnected | Target::Hole) => To::Goto(Goto::Unconnected),
                Some(Target::Action(to)) => {
                    let may_hold_run = on.iter().any(|on| !matches!(on, On::Next(_)));
                    self.branch(id, to, follow, returns, may_hold_run, depth)
                }
            };
            lines.push(Line { on, to });
        }
        lines
    }

    fn branch(
        &mut self,
        block: ActionId,
        to: ActionId,
        follow: Follow,
        returns: bool,
        may_hold_run: bool,
        depth: usize,
    ) -> To {
        if self.steps.contains(&to) {
            return To::Goto(self.goto(to));
        }
        if follow == Follow::Action(to) {
            return To::Goto(Goto::Continue);
        }
        if self.is_placed(to) || !may_hold_run {
            return To::Goto(self.goto(to));
        }
        if depth == DEEPEST {
            return To::Goto(self.set_apart(to));
        }
        let (conflicts, mentions) = (self.conflicts.len(), self.mentions.len());
        let too_big = self.too_big.len();
        let run_follow = if returns { Follow::Action(block) } else { follow };
        let run = self.run(to, run_follow, depth + 1);
        if self.weight(&run) > SHORT {
            // Conflicts and mentions inside the run are determined again once it is a step.
            self.conflicts.truncate(conflicts);
            self.too_big.truncate(too_big);
            self.mentions.truncate(mentions);
            self.take_back(&run);
            return To::Goto(self.set_apart(to));
        }
        To::Run(run)
    }

    fn take_back(&mut self, run: &[Statement]) {
        for statement in run {
            let Statement::Block(id, lines) = statement else { continue };
            if let Some(placed) = self.placed.get_mut(id.0) {
                *placed = false;
            }
            for line in lines {
                if let To::Run(inner) = &line.to {
                    self.take_back(inner);
                }
            }
        }
    }

    fn weight(&self, run: &[Statement]) -> usize {
        let of = |statement: &Statement| match statement {
            Statement::Block(id, lines) => {
                let own = self.weights.get(id.0).copied().unwrap_or(1);
                let runs = lines.iter().map(|line| match &line.to {
                    To::Run(run) => self.weight(run),
                    To::Goto(_) => 0,
                });
                own + runs.sum::<usize>()
            }
            Statement::Jump(_) => 0,
        };
        run.iter().map(of).sum()
    }

    /// The arms that are written, grouped by target.
    fn arms(&self, id: ActionId, follow: Follow) -> Vec<Grouped> {
        let Some((entry, shape)) = self.shape(id) else { return Vec::new() };
        let error = self.error_arm(*entry, shape, follow);
        let mut groups: Vec<Grouped> = Vec::new();
        for arm in shape.arms.iter().chain(error.as_ref()) {
            let Arm { on, target, returns } = arm.clone();
            let fits = match &on {
                On::When(operator, _) => groups.last_mut().filter(|group| group.takes_when(operator, target)),
                On::Outcome(_) | On::Next(_) => groups.iter_mut().find(|group| group.takes_outcome(target, returns)),
            };
            match (fits, on) {
                (Some(group), On::When(_, values)) => {
                    if let Some(On::When(_, before)) = group.on.first_mut() {
                        before.extend(values);
                    }
                }
                (Some(group), on) => group.on.push(on),
                (None, on) => groups.push(Grouped { on: vec![on], target, returns }),
            }
        }
        groups
    }

    /// The catch-all error arm, unless a default covers it.
    fn error_arm(&self, entry: Option<&'static Block>, shape: &Shape, follow: Follow) -> Option<Arm> {
        let (entry, error) = (entry?, shape.error?);
        let by_default = self.error_default(entry, error).map(|destination| match destination {
            Destination::Step(step) => Follow::Action(step),
            Destination::Continue => follow,
        });
        match (by_default, error.target) {
            (None, None) => return None,
            (Some(Follow::Action(filled)), Some(Target::Action(to))) if filled == to => return None,
            _ => {}
        }
        Some(Arm { on: On::Outcome(self.make.outcome("error")), target: error.target, returns: false })
    }

    /// Where a default sends the errors of a block in the current step: in the default's own step, to the next line.
    fn error_default(&self, entry: &'static Block, error: ErrorArm) -> Option<Destination> {
        let default = self.defaults.of(entry, error.is_required);
        default.map(
            |default| if self.step.map(Destination::Step) == Some(default) { Destination::Continue } else { default },
        )
    }
}

struct Grouped {
    on: Vec<On>,
    target: Option<Target>,
    returns: bool,
}

impl Grouped {
    fn takes_when(&self, operator: &Operator, target: Option<Target>) -> bool {
        let same = |on: &On| match (on, operator) {
            (On::When(Operator::Equals, _), Operator::Equals) => true,
            (On::When(Operator::Named(one), values), Operator::Named(other)) => {
                one.text == other.text && !values.is_empty()
            }
            _ => false,
        };
        self.target == target && self.on.first().is_some_and(same)
    }

    fn takes_outcome(&self, target: Option<Target>, returns: bool) -> bool {
        self.target == target && !self.returns && !returns && !matches!(self.on.first(), Some(On::When(..)))
    }
}
