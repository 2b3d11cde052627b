//! The position of each block in the Connect designer.
//!
//! Takes a flow graph, gives a position per action and one for the entry point. The layout is layered from left to
//! right: an edge points right unless it closes a cycle. Within a layer, blocks are near their predecessors, and no two
//! blocks overlap. Unreachable actions are placed below the rest. A block with a saved position keeps it. Positions are
//! integers and the same for the same graph. The algorithm is not recursive and takes near-linear time. Never changes
//! the graph.

use crate::graph::reach::{self, Edges};
use crate::graph::{Action, ActionId, Flow, Position};

/// The positions of a flow's blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The designer's "Start" mark.
    pub entry: Position,
    /// One per action, in the order of [`Flow::actions`].
    pub actions: Vec<Position>,
}

/// The width of a block in the designer.
pub const BLOCK_WIDTH: i64 = 220;

const COLUMN: i64 = 280;
const GAP: i64 = 40;
const MARGIN: i64 = 40;
/// The distance from the entry mark to the first column.
const ENTRY_WIDTH: i64 = 160;
const HEAD_HEIGHT: i64 = 110;
const BRANCH_HEIGHT: i64 = 28;
/// The height above which a column is split.
const HIGHEST: i64 = 2400;
/// How often the order within the layers is improved; more sweeps change little.
const SWEEPS: usize = 4;

/// The approximate height of `action` in the designer: its head and a line per branch.
#[must_use]
pub fn block_height(action: &Action) -> i64 {
    let branches = i64::try_from(reach::edges(action).count()).unwrap_or(i64::MAX / 1024);
    HEAD_HEIGHT + BRANCH_HEIGHT * branches
}

/// The positions of the blocks of `flow`.
#[must_use]
pub fn layout(flow: &Flow) -> Layout {
    let reached = reach::from_start(flow, Edges::All);
    let forward = Forward::new(flow, &reached);
    let mut picture = Picture {
        heights: flow.actions.iter().map(block_height).collect(),
        places: vec![Position::default(); flow.actions.len()],
        forward: &forward,
    };
    let of = |wanted: bool| {
        let chosen = forward.order.iter().copied();
        let chosen: Vec<usize> = chosen.filter(|id| reached.get(*id).copied().unwrap_or(false) == wanted).collect();
        forward.columns(&chosen)
    };
    let below = picture.draw(of(true), MARGIN);
    picture.draw(of(false), below);
    let first = flow.start.action().and_then(|id| picture.places.get(id.0)).copied();
    let first = first.unwrap_or(Position { x: MARGIN + ENTRY_WIDTH, y: MARGIN });
    let mut layout = Layout { entry: Position { x: MARGIN, y: first.y }, actions: picture.places };
    layout.keep(flow);
    layout
}

impl Layout {
    /// Applies the saved positions.
    fn keep(&mut self, flow: &Flow) {
        if let Some(entry) = flow.saved_layout.entry {
            self.entry = entry;
        }
        for (place, action) in self.actions.iter_mut().zip(&flow.actions) {
            if let Some(saved) = flow.saved_layout.actions.get(&action.identifier) {
                *place = *saved;
            }
        }
    }
}

/// The graph without the edges that close a cycle, and without the edges from unreachable to reachable actions: those
/// lead from one picture to the other.
struct Forward {
    /// A topological order: every action after all its predecessors.
    order: Vec<usize>,
    successors: Vec<Vec<usize>>,
    predecessors: Vec<Vec<usize>>,
    /// The length of the longest path to each action.
    depth: Vec<usize>,
}

impl Forward {
    fn new(flow: &Flow, reached: &[bool]) -> Forward {
        let all = reach::successors(flow, Edges::All);
        let mut order = depth_first(&all, roots(flow, &all));
        order.reverse();
        let rank = ranks(&order);
        let mut forward = Forward {
            successors: vec![Vec::new(); all.len()],
            predecessors: vec![Vec::new(); all.len()],
            depth: vec![0; all.len()],
            order,
        };
        // Only the edges that close a cycle point backwards in the order.
        for (from, targets) in all.iter().enumerate() {
            let stays = |to: &usize| rank.get(from) < rank.get(*to) && reached.get(from) == reached.get(*to);
            for to in targets.iter().map(|id| id.0).filter(stays) {
                push(&mut forward.successors, from, to);
                push(&mut forward.predecessors, to, from);
            }
        }
        for id in &forward.order {
            let before = forward.predecessors.get(*id).into_iter().flatten();
            let depth = before.filter_map(|id| forward.depth.get(*id)).max().map_or(0, |depth| depth + 1);
            if let Some(place) = forward.depth.get_mut(*id) {
                *place = depth;
            }
        }
        forward
    }

    /// Groups `chosen` into columns by depth; within a column the order of `chosen` is kept.
    fn columns(&self, chosen: &[usize]) -> Vec<Vec<usize>> {
        let depth = |id: &usize| self.depth.get(*id).copied().unwrap_or(0);
        let mut columns = vec![Vec::new(); chosen.iter().map(depth).max().map_or(0, |depth| depth + 1)];
        for id in chosen {
            push(&mut columns, depth(id), *id);
        }
        columns
    }
}

/// The start, then the actions without predecessors, then the rest.
fn roots(flow: &Flow, successors: &[Vec<ActionId>]) -> Vec<usize> {
    let mut is_led_to = vec![false; successors.len()];
    for (from, targets) in successors.iter().enumerate() {
        for to in targets.iter().filter(|to| to.0 != from) {
            if let Some(mark) = is_led_to.get_mut(to.0) {
                *mark = true;
            }
        }
    }
    let sources = is_led_to.iter().enumerate().filter(|(_, led_to)| !**led_to).map(|(id, _)| id);
    flow.start.action().map(|id| id.0).into_iter().chain(sources).chain(0..successors.len()).collect()
}

/// The actions in depth-first postorder.
fn depth_first(successors: &[Vec<ActionId>], roots: Vec<usize>) -> Vec<usize> {
    let mut seen = vec![false; successors.len()];
    let mut is_new = |id: usize| seen.get_mut(id).is_some_and(|seen| !std::mem::replace(seen, true));
    let mut done = Vec::with_capacity(successors.len());
    let mut path: Vec<(usize, std::slice::Iter<ActionId>)> = Vec::new();
    for root in roots {
        if is_new(root) {
            path.extend(successors.get(root).map(|list| (root, list.iter())));
        }
        while let Some((id, rest)) = path.last_mut() {
            match rest.next().map(|next| next.0) {
                Some(next) if is_new(next) => path.extend(successors.get(next).map(|list| (next, list.iter()))),
                Some(_) => {}
                None => {
                    done.push(*id);
                    path.pop();
                }
            }
        }
    }
    done
}

fn ranks(order: &[usize]) -> Vec<usize> {
    let mut ranks = vec![0; order.len()];
    for (rank, id) in order.iter().enumerate() {
        if let Some(place) = ranks.get_mut(*id) {
            *place = rank;
        }
    }
    ranks
}

fn push(lists: &mut [Vec<usize>], list: usize, item: usize) {
    if let Some(list) = lists.get_mut(list) {
        list.push(item);
    }
}

struct Picture<'a> {
    heights: Vec<i64>,
    places: Vec<Position>,
    forward: &'a Forward,
}

impl Picture<'_> {
    /// Places the blocks of `columns`, the uppermost at `top`; returns the y coordinate where the next picture may
    /// start.
    fn draw(&mut self, columns: Vec<Vec<usize>>, top: i64) -> i64 {
        let mut columns: Vec<Vec<usize>> = columns.into_iter().flat_map(|column| self.split(column)).collect();
        for (x, column) in (0i64..).zip(&columns) {
            for id in column {
                if let Some(place) = self.places.get_mut(*id) {
                    place.x = MARGIN + ENTRY_WIDTH + x * COLUMN;
                }
            }
            self.stack(column, |_, _| 0);
        }
        for sweep in 0..SWEEPS {
            if sweep % 2 == 0 {
                columns.iter_mut().for_each(|column| self.arrange(column, &self.forward.predecessors));
            } else {
                columns.iter_mut().rev().for_each(|column| self.arrange(column, &self.forward.successors));
            }
        }
        columns.iter_mut().for_each(|column| self.arrange(column, &self.forward.predecessors));
        self.move_to(&columns, top)
    }

    /// Splits a column that is too high into several, side by side. No edge connects two blocks of one column.
    fn split(&self, column: Vec<usize>) -> Vec<Vec<usize>> {
        let mut columns = Vec::new();
        let mut height = HIGHEST;
        for id in column {
            if height >= HIGHEST {
                columns.push(Vec::new());
                height = 0;
            }
            height += self.heights.get(id).copied().unwrap_or(0) + GAP;
            if let Some(last) = columns.last_mut() {
                last.push(id);
            }
        }
        columns
    }

    /// Orders a column by the positions of its blocks' neighbours, and places each block as near to them as possible.
    fn arrange(&mut self, column: &mut [usize], neighbours: &[Vec<usize>]) {
        column.sort_by_cached_key(|id| self.wanted(*id, neighbours));
        self.stack(column, |picture, id| picture.wanted(id, neighbours));
    }

    /// The mean y coordinate of the neighbours of `id`; its own y coordinate if it has none.
    fn wanted(&self, id: usize, neighbours: &[Vec<usize>]) -> i64 {
        let neighbours = neighbours.get(id).map_or(&[][..], Vec::as_slice);
        let sum: i64 = neighbours.iter().map(|id| self.y(*id)).sum();
        let count = i64::try_from(neighbours.len()).unwrap_or(i64::MAX);
        sum.checked_div(count).unwrap_or_else(|| self.y(id))
    }

    /// Stacks the blocks of a column, none above its `wanted` y coordinate; then moves them all up by the average
    /// distance between actual and wanted position.
    fn stack(&mut self, column: &[usize], wanted: impl Fn(&Self, usize) -> i64) {
        let targets: Vec<i64> = column.iter().map(|id| wanted(self, *id)).collect();
        let mut bottom = i64::MIN;
        let mut too_low = 0;
        for (id, target) in column.iter().zip(targets) {
            let y = target.max(bottom);
            too_low += y - target;
            bottom = y + self.heights.get(*id).copied().unwrap_or(0) + GAP;
            self.set_y(*id, y);
        }
        let up = i64::try_from(column.len()).ok().and_then(|count| too_low.checked_div(count)).unwrap_or(0);
        for id in column {
            self.set_y(*id, self.y(*id) - up);
        }
    }

    fn move_to(&mut self, columns: &[Vec<usize>], top: i64) -> i64 {
        let Some(highest) = columns.iter().flatten().map(|id| self.y(*id)).min() else { return top };
        let mut bottom = top;
        for id in columns.iter().flatten() {
            self.set_y(*id, self.y(*id) - highest + top);
            bottom = bottom.max(self.y(*id) + self.heights.get(*id).copied().unwrap_or(0) + GAP);
        }
        bottom
    }

    fn y(&self, id: usize) -> i64 {
        self.places.get(id).map_or(0, |place| place.y)
    }

    fn set_y(&mut self, id: usize, y: i64) {
        if let Some(place) = self.places.get_mut(id) {
            place.y = y;
        }
    }
}
