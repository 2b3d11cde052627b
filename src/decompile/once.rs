//! Steps that one other step goes on with, and nothing else leads to.
//!
//! Takes a plan, and puts the blocks of such a step where the jump to it is. While targets become steps, a join that was
//! reached several times can end up with a single use.
//!
//! Never joins a step that a default leads to: a jump to it may be left out elsewhere.

use std::collections::HashMap;

use super::plan::{Goto, Plan, Statement, Step, To};
use crate::graph::ActionId;

/// Joins the steps of `plan`, except those that `is_default` holds for: defaults lead to them, and are not written in
/// them.
pub(super) fn join(plan: &mut Plan, is_default: impl Fn(ActionId) -> bool) {
    let mut uses: HashMap<ActionId, usize> = HashMap::new();
    plan.steps.iter().for_each(|step| count(&step.run, &mut uses));
    let start = plan.steps.first().and_then(|step| step.entry);
    let mut index = 0;
    while let Some(step) = plan.steps.get(index) {
        let next = next(step).filter(|next| {
            let is_host = step.entry.is_some_and(&is_default);
            uses.get(next) == Some(&1) && !is_host && !is_default(*next) && Some(*next) != start
        });
        let at = plan.steps.iter().position(|other| {
            next.is_some() && other.entry == next && other.entry != step.entry && other.is_reached == step.is_reached
        });
        let Some(at) = at else {
            index += 1;
            continue;
        };
        let joined = plan.steps.remove(at);
        index -= usize::from(at < index);
        if let Some(step) = plan.steps.get_mut(index) {
            step.run.pop();
            step.run.extend(joined.run);
        }
    }
}

/// The step that a step goes on with.
fn next(step: &Step) -> Option<ActionId> {
    match step.run.last() {
        Some(Statement::Jump(Goto::Step(next))) => Some(*next),
        _ => None,
    }
}

/// Counts the jumps to each step.
fn count(run: &[Statement], uses: &mut HashMap<ActionId, usize>) {
    for statement in run {
        match statement {
            Statement::Jump(goto) => add(*goto, uses),
            Statement::Block(_, lines) => {
                for line in lines {
                    match &line.to {
                        To::Goto(goto) => add(*goto, uses),
                        To::Run(inner) => count(inner, uses),
                    }
                }
            }
        }
    }
}

fn add(goto: Goto, uses: &mut HashMap<ActionId, usize>) {
    if let Goto::Step(step) = goto {
        *uses.entry(step).or_default() += 1;
    }
}
