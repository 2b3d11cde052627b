//! `on error -> step` at the top of a step, if most of its blocks would contain it.
//!
//! Takes a plan with all its lines, and moves those that a default of the step can replace there. Never changes a step
//! in which a block uses the flow's default.

use std::collections::BTreeMap;

use super::branch::{On, Shape};
use super::plan::{Goto, Line, Plan, Statement, To};
use crate::catalogue::Block;
use crate::graph::ActionId;

/// The minimum number of lines that a default must replace.
const WORTH: usize = 3;

type Shapes = [(Option<&'static Block>, Shape)];

/// Gives the steps of `plan` their defaults.
pub(super) fn lift(plan: &mut Plan, shapes: &Shapes) {
    for step in &mut plan.steps {
        let mut census = Census::default();
        census.run(&step.run, shapes);
        let best = census.targets.iter().max_by_key(|(_, count)| **count);
        let Some((target, count)) = best.map(|(target, count)| (*target, *count)) else { continue };
        if census.is_by_default || count < WORTH || count * 2 <= census.required || step.entry == Some(target) {
            continue;
        }
        step.error = Some(target);
        strip(&mut step.run, target, shapes);
    }
}

#[derive(Default)]
struct Census {
    /// The number of blocks that require an error branch.
    required: usize,
    /// Whether one of them relies on a default for it.
    is_by_default: bool,
    /// The number of lines `on error -> step`, by step.
    targets: BTreeMap<ActionId, usize>,
}

impl Census {
    fn run(&mut self, run: &[Statement], shapes: &Shapes) {
        for statement in run {
            let Statement::Block(id, lines) = statement else { continue };
            if requires(*id, shapes) {
                self.required += 1;
                self.is_by_default |= !lines.iter().any(|line| line.on.iter().any(On::is_error));
                for target in lines.iter().filter_map(error_target) {
                    *self.targets.entry(target).or_default() += 1;
                }
            }
            for line in lines {
                if let To::Run(inner) = &line.to {
                    self.run(inner, shapes);
                }
            }
        }
    }
}

fn strip(run: &mut [Statement], target: ActionId, shapes: &Shapes) {
    for statement in run {
        let Statement::Block(id, lines) = statement else { continue };
        if requires(*id, shapes) {
            lines.retain(|line| error_target(line) != Some(target));
        }
        for line in lines {
            if let To::Run(inner) = &mut line.to {
                strip(inner, target, shapes);
            }
        }
    }
}

fn requires(id: ActionId, shapes: &Shapes) -> bool {
    shapes.get(id.0).and_then(|(_, shape)| shape.error).is_some_and(|error| error.is_required)
}

/// The target of a line that is exactly `on error -> step`.
fn error_target(line: &Line) -> Option<ActionId> {
    match (line.on.as_slice(), &line.to) {
        ([on], To::Goto(Goto::Step(target))) if on.is_error() => Some(*target),
        _ => None,
    }
}
