//! Names for steps that say what each is for.
//!
//! Takes a plan and the blocks and branches of its actions, and gives every step a name that no other has. A step gets
//! the first candidate that is free: the designer's name of its first block, the choice that leads to it, what its
//! first block is about, both together, and so on; a number only if none is free. The same flow always gets the same
//! names.

mod about;
mod designer;
mod keys;
mod vocabulary;
mod ways;
mod words;

use std::collections::{HashMap, HashSet};

use smol_str::{SmolStr, format_smolstr};

use super::block::Decompiled;
use super::branch::{On, Shape};
use super::plan::{Statement, Step, To};
use crate::graph::{Action, ActionId, Flow};
use crate::syntax::tree::Outcome;
use about::About;
use ways::{Reason, Way};

/// The names of all steps, by their first action.
pub(super) fn name(flow: &Flow, steps: &[Step], blocks: &[Decompiled], shapes: &[Shape]) -> HashMap<ActionId, SmolStr> {
    let about = About::new(blocks);
    let ways = ways::find(flow, blocks, shapes, &about);
    let mut homes = HashMap::new();
    for step in steps {
        home(&step.run, step.entry, &mut homes);
    }
    let (names, taken, shared) = (HashMap::new(), HashSet::new(), HashSet::new());
    let mut naming = Naming { flow, blocks, shapes, about, ways, homes, names, taken, shared };
    naming.taken.extend(words::RESERVED.iter().map(|name| SmolStr::new(*name)));
    if let Some(start) = flow.start.action() {
        naming.names.insert(start, "start".into());
    }
    // A name that a person chose is not given to another step.
    for step in steps {
        let Some(entry) = step.entry.filter(|entry| !naming.names.contains_key(entry)) else { continue };
        let chosen = naming.blocks_of(entry, &step.run).find_map(|(action, _)| designer::name(action));
        if let Some(name) = chosen.filter(|name| !naming.taken.contains(name)) {
            naming.give(entry, name);
        }
    }
    let mut seen = HashSet::new();
    for step in steps {
        let Some((action, block)) = step.entry.and_then(|entry| naming.blocks_of(entry, &step.run).last()) else {
            continue;
        };
        let about = naming.about.name(action, block);
        naming.shared.extend(about.filter(|name| !seen.insert(name.clone())));
    }
    for step in steps {
        let Some(entry) = step.entry.filter(|entry| !naming.names.contains_key(entry)) else { continue };
        let name = naming.find(entry, &step.run);
        naming.give(entry, name);
    }
    naming.names
}

/// Notes for each action the step that it is in.
fn home(run: &[Statement], step: Option<ActionId>, homes: &mut HashMap<ActionId, ActionId>) {
    for statement in run {
        let (Statement::Block(id, lines), Some(entry)) = (statement, step) else { continue };
        homes.insert(*id, entry);
        for line in lines {
            if let To::Run(inner) = &line.to {
                home(inner, step, homes);
            }
        }
    }
}

struct Naming<'a> {
    flow: &'a Flow,
    blocks: &'a [Decompiled],
    shapes: &'a [Shape],
    about: About,
    ways: Vec<Vec<Way>>,
    /// The step that each action is in.
    homes: HashMap<ActionId, ActionId>,
    names: HashMap<ActionId, SmolStr>,
    taken: HashSet<SmolStr>,
    /// What the first blocks of several steps are about.
    shared: HashSet<SmolStr>,
}

impl<'a> Naming<'a> {
    fn give(&mut self, entry: ActionId, name: SmolStr) {
        self.taken.insert(name.clone());
        self.names.insert(entry, name);
    }

    fn block(&self, id: ActionId) -> Option<(&'a Action, &'a Decompiled)> {
        Some((self.flow.action(id)?, self.blocks.get(id.0)?))
    }

    /// The first block of a step, and the one that says what the step is for, if the first only prepares it.
    fn blocks_of(&self, entry: ActionId, run: &[Statement]) -> impl Iterator<Item = (&'a Action, &'a Decompiled)> {
        let prepares = |block: &Decompiled| block.entry.is_some_and(|entry| entry.step_name.prepares);
        let blocks = run.iter().filter_map(|statement| match statement {
            Statement::Block(id, _) => self.block(*id),
            Statement::Jump(_) => None,
        });
        let telling = blocks.clone().find(|(_, block)| !prepares(block));
        self.block(entry).into_iter().chain(telling)
    }

    fn find(&self, entry: ActionId, run: &[Statement]) -> SmolStr {
        let Some((action, block)) = self.blocks_of(entry, run).last() else { return SmolStr::default() };
        let candidates = self.candidates(entry, action, block);
        if let Some(free) = candidates.iter().find(|name| !self.taken.contains(*name)) {
            return free.clone();
        }
        let base = candidates.last().cloned().unwrap_or_default();
        let numbered = (2..).map(|number: u32| format_smolstr!("{base}_{number}"));
        numbered.into_iter().find(|name| !self.taken.contains(name)).unwrap_or_default()
    }

    /// What a block that counts repeats: `repeat_` and what the branch that comes back leads to.
    fn repeats(&self, id: ActionId) -> Option<SmolStr> {
        let again = self.block(id)?.0.semantics().counts?.again;
        let is_again = |on: &On| matches!(on, On::Outcome(Outcome::Name(word)) if word.text == again);
        let arm = self.shapes.get(id.0)?.arms.iter().find(|arm| is_again(&arm.on))?;
        let to = arm.target?.action()?;
        let (action, block) = self.block(to)?;
        let known = self.names.get(&to).cloned().or_else(|| self.about.name(action, block));
        let name = known.unwrap_or_else(|| About::alone(action, block));
        let words: Vec<String> = name.split('_').map(str::to_owned).collect();
        words::compose("repeat", &words, "")
    }

    /// The names that a step may have, the best first.
    fn candidates(&self, entry: ActionId, action: &Action, block: &Decompiled) -> Vec<SmolStr> {
        let ways = self.ways.get(entry.0).map(Vec::as_slice).unwrap_or_default();
        let reason = Reason::of_all(ways);
        let what = About::what(action, block);
        let about = self.about.name(action, block);
        let mut names = Vec::new();
        if let Some(Reason::Choice(words)) = &reason {
            let ends = action.semantics().ends.is_some() || action.transitions.terminal;
            names.extend(words::compose("", words, if ends { "" } else { &what }));
        }
        names.extend(self.repeats(entry));
        let detail = self.about.detail(action, block);
        // Where several steps set one attribute, the value tells them apart.
        if about.as_ref().is_some_and(|name| self.shared.contains(name)) {
            names.extend(detail);
            names.extend(about.clone());
        } else {
            names.extend(about.clone());
            names.extend(detail);
        }
        if let Some(reason) = reason.as_ref() {
            let words = reason.words();
            names.extend(words::compose("", &words, &what));
            if let Some(about) = &about {
                let about = about.split('_').map(str::to_owned);
                names.extend(words::compose("", &words.into_iter().chain(about).collect::<Vec<_>>(), ""));
            }
        }
        let from: HashSet<Option<&ActionId>> = ways.iter().map(|way| self.homes.get(&way.from)).collect();
        if let [Some(from)] = from.into_iter().collect::<Vec<_>>().as_slice()
            && let Some(name) = self.names.get(*from).filter(|_| Some(**from) != self.flow.start.action())
        {
            let words: Vec<String> = name.split('_').map(str::to_owned).collect();
            names.extend(words::compose("", &words, &what));
        }
        names.push(About::alone(action, block));
        names
    }
}
