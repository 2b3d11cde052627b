//! Reachability and strongly connected components of a flow graph.
//!
//! Takes a [`Flow`], gives one answer per action. Pure, and without recursion: a flow of a hundred thousand actions
//! cannot overflow the stack. A hole has only its edges. An edge whose target is not an action of the flow is ignored.

use super::{Action, ActionId, Edge, Flow};
use crate::catalogue::wire::ANY_ERROR;

/// Which edges are considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edges {
    /// The edges that the control flow takes.
    Taken,
    /// The same without the catch-all error branches: the control flow while nothing fails.
    WithoutFailure,
    /// All edges in flow JSON, including a NextAction that only repeats another branch.
    All,
}

/// The edges of an action: NextAction, conditions, errors.
pub fn edges(action: &Action) -> impl Iterator<Item = &Edge> {
    let transitions = &action.transitions;
    let conditions = transitions.conditions.iter().map(|condition| &condition.edge);
    let errors = transitions.errors.iter().map(|error| &error.edge);
    transitions.next.iter().chain(conditions).chain(errors)
}

/// The successors of each action, in the order of its edges.
#[must_use]
pub fn successors(flow: &Flow, which: Edges) -> Vec<Vec<ActionId>> {
    let counts = |action: &Action, edge: &Edge| match which {
        Edges::All => true,
        Edges::Taken => edge.taken,
        Edges::WithoutFailure => edge.taken && !is_failure(action, edge),
    };
    let of = |action: &Action| {
        let edges = edges(action).filter(|edge| counts(action, edge));
        edges.filter_map(|edge| edge.target.action()).filter(|id| id.0 < flow.actions.len()).collect()
    };
    flow.actions.iter().map(of).collect()
}

fn is_failure(action: &Action, edge: &Edge) -> bool {
    action.transitions.errors.iter().any(|error| error.error == ANY_ERROR && std::ptr::eq(&error.edge, edge))
}

/// Whether each action is reachable from the start.
#[must_use]
pub fn from_start(flow: &Flow, which: Edges) -> Vec<bool> {
    closure(&successors(flow, which), flow.start.action())
}

/// Whether each action is reachable from `id`. The action reaches itself.
#[must_use]
pub fn from(flow: &Flow, id: ActionId, which: Edges) -> Vec<bool> {
    closure(&successors(flow, which), [id])
}

/// Whether each action is reachable from the start on a path without an earlier action for which `ends` holds.
#[must_use]
pub fn from_start_before(flow: &Flow, which: Edges, ends: impl Fn(&Action) -> bool) -> Vec<bool> {
    let mut successors = successors(flow, which);
    let ending = flow.actions.iter().zip(&mut successors).filter(|(action, _)| ends(action));
    ending.for_each(|(_, successors)| successors.clear());
    closure(&successors, flow.start.action())
}

/// Whether any of `targets` is reachable from each action. A target reaches itself.
#[must_use]
pub fn reaching(flow: &Flow, targets: impl IntoIterator<Item = ActionId>, which: Edges) -> Vec<bool> {
    let mut predecessors = vec![Vec::new(); flow.actions.len()];
    for (from, to) in successors(flow, which).iter().enumerate() {
        for to in to {
            if let Some(list) = predecessors.get_mut(to.0) {
                list.push(ActionId(from));
            }
        }
    }
    closure(&predecessors, targets)
}

/// The actions that are reachable from `from` along `next`, including `from` itself.
fn closure(next: &[Vec<ActionId>], from: impl IntoIterator<Item = ActionId>) -> Vec<bool> {
    let mut reached = vec![false; next.len()];
    let mut todo: Vec<ActionId> = from.into_iter().collect();
    while let Some(id) = todo.pop() {
        let Some(seen) = reached.get_mut(id.0) else { continue };
        if !std::mem::replace(seen, true) {
            todo.extend(next.get(id.0).into_iter().flatten());
        }
    }
    reached
}

/// The strongly connected components: within a component, every action is reachable from every other.
///
/// Each action is in exactly one component, in ascending order. A component comes after those that it leads to. A
/// component of a single action is a cycle only if the action leads to itself.
#[must_use]
pub fn components(flow: &Flow, which: Edges) -> Vec<Vec<ActionId>> {
    components_of(&successors(flow, which))
}

/// [`components`] of any numbered graph, given the successors of each node.
#[must_use]
pub fn components_of(successors: &[Vec<ActionId>]) -> Vec<Vec<ActionId>> {
    let mut tarjan = Tarjan { marks: vec![Mark::default(); successors.len()], ..Tarjan::default() };
    for root in 0..successors.len() {
        tarjan.visit(root, successors);
    }
    tarjan.components
}

/// Tarjan's algorithm, with the path from the root in an explicit list instead of on the call stack.
#[derive(Default)]
struct Tarjan {
    marks: Vec<Mark>,
    count: usize,
    /// Actions that were visited and are not yet in a component.
    open: Vec<usize>,
    components: Vec<Vec<ActionId>>,
}

#[derive(Clone, Copy, Default)]
struct Mark {
    /// The position in the visiting order, from 1; 0 for an action that was not visited yet.
    number: usize,
    /// The smallest open number that is reachable from here.
    low: usize,
    is_open: bool,
}

impl Tarjan {
    fn mark(&self, id: usize) -> Mark {
        self.marks.get(id).copied().unwrap_or_default()
    }

    fn lower(&mut self, id: usize, low: usize) {
        if let Some(mark) = self.marks.get_mut(id) {
            mark.low = mark.low.min(low);
        }
    }

    fn open(&mut self, id: usize) {
        self.count += 1;
        if let Some(mark) = self.marks.get_mut(id) {
            *mark = Mark { number: self.count, low: self.count, is_open: true };
        }
        self.open.push(id);
    }

    fn visit(&mut self, root: usize, successors: &[Vec<ActionId>]) {
        if self.mark(root).number != 0 {
            return;
        }
        self.open(root);
        let mut path = vec![(root, 0)];
        while let Some((id, position)) = path.last_mut() {
            let id = *id;
            let next = successors.get(id).and_then(|list| list.get(*position));
            *position += 1;
            match next.map(|next| (next.0, self.mark(next.0))) {
                Some((next, mark)) if mark.number == 0 => {
                    self.open(next);
                    path.push((next, 0));
                }
                Some((_, mark)) if mark.is_open => self.lower(id, mark.number),
                Some(_) => {}
                None => {
                    path.pop();
                    let mark = self.mark(id);
                    if let Some((parent, _)) = path.last() {
                        self.lower(*parent, mark.low);
                    }
                    if mark.low == mark.number {
                        self.close(id);
                    }
                }
            }
        }
    }

    /// Removes the component whose first visited action is `head` from the open actions.
    fn close(&mut self, head: usize) {
        let mut component = Vec::new();
        while let Some(id) = self.open.pop() {
            if let Some(mark) = self.marks.get_mut(id) {
                mark.is_open = false;
            }
            component.push(ActionId(id));
            if id == head {
                break;
            }
        }
        component.sort_unstable();
        self.components.push(component);
    }
}
