//! Defaults of the flow that no block uses.
//!
//! Takes a plan with all its lines, and drops them: in the step that a default leads to, blocks write their branches
//! themselves, and a step may have a default of its own. Never changes a step.

use super::branch::{On, Shape};
use super::defaults::Defaults;
use super::plan::{Line, Statement, Step, To};
use crate::catalogue::Block;
use crate::graph::ActionId;

/// Drops those of `defaults` that no block of `steps` uses.
pub(super) fn drop(defaults: &mut Defaults, steps: &[Step], shapes: &[(Option<&'static Block>, Shape)]) {
    let mut is_used = false;
    let mut used: Vec<&'static str> = Vec::new();
    for step in steps {
        visit(&step.run, &mut |id, lines| {
            let Some((Some(entry), shape)) = shapes.get(id.0) else { return };
            let Some(error) = shape.error.filter(|error| error.target.is_some()) else { return };
            let is_written = lines.iter().any(|line| line.on.iter().any(On::is_error));
            if is_written || error.is_required && step.error.is_some() {
                return;
            }
            if defaults.keywords.contains_key(entry.keyword) {
                used.push(entry.keyword);
            } else {
                is_used = true;
            }
        });
    }
    defaults.error = defaults.error.filter(|_| is_used);
    defaults.keywords.retain(|keyword, _| used.contains(keyword));
}

fn visit(run: &[Statement], each: &mut impl FnMut(ActionId, &[Line])) {
    for statement in run {
        let Statement::Block(id, lines) = statement else { continue };
        each(*id, lines);
        for line in lines {
            if let To::Run(inner) = &line.to {
                visit(inner, each);
            }
        }
    }
}
