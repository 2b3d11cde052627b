//! The places of a flow: every statement, numbered, and what each leads to.
//!
//! While a flow is lowered, arrows lead to places rather than to actions, because a jump is a statement too and the
//! action behind it may not be lowered yet. [`Places::target`] tells the action in the end, and
//! [`Places::alive`] which statements are ever reached.

use std::collections::HashMap;

use crate::graph::{ActionId, Target};
use crate::source::Span;
use crate::syntax::tree::{BodyItem, Run, Statement, Target as TreeTarget};

/// A statement of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place(usize);

impl Place {
    /// The arrow to this place, until [`Places::target`] can tell the action behind it.
    pub(super) fn pending(self) -> Target {
        Target::Action(ActionId(self.0))
    }

    /// The place that [`Place::pending`] was called on.
    pub(super) fn from_number(number: usize) -> Place {
        Place(number)
    }
}

/// What stands at a place.
#[derive(Clone, Debug)]
enum Stop {
    /// A block, which becomes this action.
    Action(ActionId),
    /// A jump; where to, as soon as that is known. `None` where it leads nowhere, which was reported.
    Jump(Option<Place>),
    /// A jump to `unconnected`.
    LooseEnd,
    /// Something that could not be parsed.
    Hole,
}

/// All places of a flow.
#[derive(Debug, Default)]
pub(super) struct Places {
    stops: Vec<Stop>,
    spans: Vec<Span>,
    /// Where each place goes on, in the order in which that was found out.
    successors: Vec<Vec<Place>>,
    by_start: HashMap<u32, Place>,
    actions: usize,
}

impl Places {
    /// Numbers the statements of `run` and of all runs in it, in source order.
    pub(super) fn number(&mut self, run: &Run) {
        for statement in &run.statements {
            let stop = match statement {
                Statement::Block(_) => {
                    self.actions += 1;
                    Stop::Action(ActionId(self.actions - 1))
                }
                Statement::Jump(_) => Stop::Jump(None),
                Statement::Hole(_) => Stop::Hole,
            };
            let place = Place(self.stops.len());
            self.stops.push(stop);
            self.spans.push(statement.span());
            self.successors.push(Vec::new());
            self.by_start.insert(statement.span().start, place);
            let Statement::Block(block) = statement else { continue };
            for item in block.items() {
                if let BodyItem::Branch(branch) = item
                    && let TreeTarget::Run(inner) = &branch.target
                {
                    self.number(inner);
                }
            }
        }
    }

    /// The place of a statement.
    pub(super) fn of(&self, statement: &Statement) -> Option<Place> {
        self.by_start.get(&statement.span().start).copied()
    }

    /// The places of what could not be parsed: anything may lead there.
    pub(super) fn holes(&self) -> impl Iterator<Item = Place> {
        let holes = self.stops.iter().enumerate().filter(|(_, stop)| matches!(stop, Stop::Hole));
        holes.map(|(number, _)| Place(number))
    }

    /// Where the statement at a place stands.
    pub(super) fn span(&self, place: Place) -> Option<Span> {
        self.spans.get(place.0).copied()
    }

    /// Says where the jump at `place` leads.
    pub(super) fn jump(&mut self, place: Place, to: Place) {
        if let Some(stop) = self.stops.get_mut(place.0) {
            *stop = Stop::Jump(Some(to));
        }
        self.leads(place, to);
    }

    /// Says that the jump at `place` is a loose end.
    pub(super) fn loose_end(&mut self, place: Place) {
        if let Some(stop) = self.stops.get_mut(place.0) {
            *stop = Stop::LooseEnd;
        }
    }

    /// Says that control flow can go from one place to another.
    pub(super) fn leads(&mut self, from: Place, to: Place) {
        if let Some(successors) = self.successors.get_mut(from.0) {
            successors.push(to);
        }
    }

    /// What an arrow to `place` leads to, jumps followed, and where that stands; `Err` with the places of a ring that is made of jumps alone.
    pub(super) fn target(&self, place: Place) -> Result<(Target, Place), Vec<Place>> {
        let mut place = place;
        let mut passed = Vec::new();
        loop {
            match self.stops.get(place.0) {
                Some(Stop::Action(id)) => return Ok((Target::Action(*id), place)),
                Some(Stop::LooseEnd) => return Ok((Target::Unconnected, place)),
                Some(Stop::Jump(Some(next))) if passed.contains(next) || *next == place => {
                    passed.push(place);
                    return Err(passed);
                }
                Some(Stop::Jump(Some(next))) => {
                    passed.push(place);
                    place = *next;
                }
                Some(Stop::Jump(None) | Stop::Hole) | None => return Ok((Target::Hole, place)),
            }
        }
    }

    /// Which places are reached from `entries`.
    pub(super) fn alive(&self, entries: impl IntoIterator<Item = Place>) -> Alive {
        let mut alive = vec![false; self.stops.len()];
        let mut todo: Vec<Place> = entries.into_iter().collect();
        while let Some(place) = todo.pop() {
            match alive.get_mut(place.0) {
                Some(reached) if !*reached => *reached = true,
                _ => continue,
            }
            todo.extend(self.successors.get(place.0).into_iter().flatten().copied());
        }
        Alive(alive)
    }
}

/// Which places are reached.
#[derive(Debug)]
pub(super) struct Alive(Vec<bool>);

impl Alive {
    pub(super) fn contains(&self, place: Place) -> bool {
        self.0.get(place.0).copied().unwrap_or(false)
    }
}
