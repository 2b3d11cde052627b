//! The lines of a test for a run: what is given, what people do, and the branches that it takes.

use std::collections::BTreeMap;

use super::super::{branches, run, writer};
use super::plan::{Doing, Plan, Reply, Site};
use super::play::{Run, Turn};
use crate::catalogue::Channel;
use crate::graph::{Action, ActionId, Build, FlowKind, ReferenceForm};
use crate::simulate::{Act, Holder, Outcome, Taken, Whereabouts};
use crate::source::Sources;

/// A question to the world: its turn, its block, and the answer if there was one.
type Answered<'r> = (usize, Site, Option<&'r Reply>);

/// A run as a test.
pub(super) struct Writer<'a> {
    pub(super) build: &'a Build,
    pub(super) sources: &'a Sources,
    pub(super) run: &'a Run,
    /// How many turns the test has.
    pub(super) turns: usize,
    /// The events whose branches it is for, in order.
    pub(super) events: &'a [usize],
}

impl Writer<'_> {
    /// The test with this name; `None` if a block of it cannot be written.
    pub(super) fn test(&self, name: &str) -> Option<String> {
        let mut given = self.given()?;
        let mut lines: Vec<String> = Vec::new();
        for (index, turn) in self.run.turns.iter().take(self.turns).enumerate() {
            lines.append(given.get_mut(index)?);
            match &turn.doing {
                None => {
                    lines.extend(self.data());
                    lines.push(self.start()?);
                }
                Some(doing) => lines.push(self.act(turn, doing)?),
            }
            lines.extend(self.expected(index, turn)?);
        }
        lines.extend(self.end());
        let body: String = lines.iter().map(|line| format!("  {line}\n")).collect();
        Some(format!("test {} {{\n{body}}}\n", writer::quoted(name)))
    }

    fn action(&self, flow: usize, id: ActionId) -> Option<&Action> {
        self.build.flows.get(flow)?.action(id)
    }

    /// The answers of the world, by the turn before which they stand.
    fn given(&self) -> Option<Vec<Vec<String>>> {
        let mut asked: BTreeMap<(usize, ActionId), Vec<Answered<'_>>> = BTreeMap::new();
        let mut order = Vec::new();
        for asked_one in self.run.asked.iter().filter(|asked| asked.turn < self.turns) {
            let (flow, id, _) = asked_one.site;
            let list = asked.entry((flow, id)).or_insert_with(|| {
                order.push((flow, id));
                Vec::new()
            });
            list.push((asked_one.turn, asked_one.site, asked_one.reply.as_ref()));
        }
        let mut lines: Vec<(Site, usize, String)> = Vec::new();
        for (flow, id) in order {
            let list = asked.get(&(flow, id))?;
            let mut replies = list.iter().filter_map(|(turn, _, reply)| Some((*turn, (*reply)?)));
            let Some((first, same)) = replies.next() else { continue };
            let is_always = replies.all(|(_, reply)| reply == same)
                && list.iter().all(|(turn, _, reply)| reply.is_some() || *turn < first);
            let (action, pattern) = (self.action(flow, id)?, writer::pattern(self.build, self.sources, flow, id)?);
            if is_always {
                let site = list.first()?.1;
                lines.push((site, first, format!("given {pattern} -> {}", answer(action, same)?)));
                continue;
            }
            for (index, (turn, site, reply)) in list.iter().enumerate() {
                let later = |(other, _, reply): &Answered<'_>| other == turn && reply.is_some();
                let result = match reply {
                    Some(reply) => answer(action, reply)?,
                    None if list.iter().skip(index).any(later) => "success".to_owned(),
                    None => continue,
                };
                lines.push((*site, *turn, format!("given once {pattern} -> {result}")));
            }
        }
        let mut turns: Vec<Vec<String>> = vec![Vec::new(); self.turns];
        for (_, turn, line) in lines {
            turns.get_mut(turn)?.push(line);
        }
        if let Some(lines) = self.run.agent.and_then(|turn| turns.get_mut(turn)) {
            lines.push("given agent { available = 1 }".to_owned());
        }
        Some(turns)
    }

    fn data(&self) -> Vec<String> {
        let kept = self.run.events.iter().take_while(|event| event.turn < self.turns);
        let kept: Vec<_> = kept.cloned().collect();
        let used = self.run.plan.data.iter().filter(|(path, _)| run::reads(self.build, &kept, path));
        used.map(|(path, value)| format!("given {path} = {}", writer::value(value))).collect()
    }

    fn start(&self) -> Option<String> {
        let Plan { start, .. } = &self.run.plan;
        let flow = self.build.flows.get(start.flow)?;
        let word = match start.channel {
            Channel::Voice => "call",
            Channel::Chat => "chat",
            Channel::Task => "task",
            Channel::Email => "email",
        };
        let module = if flow.kind == FlowKind::Module { "module " } else { "" };
        let mut items = Vec::new();
        match &start.queue {
            Some(Holder::Queue(name)) => items.push(format!("queue: {}", writer::quoted(name))),
            Some(Holder::Agent(name)) => items.push(format!("agent: {}", writer::quoted(name))),
            None => {}
        }
        items.extend(start.agent.as_ref().map(|agent| format!("agent: {}", writer::quoted(agent))));
        if !start.input.is_empty() {
            items.push(format!("input: {}", writer::value(&serde_json::Value::Object(start.input.clone()))));
        }
        items.extend(writer::entries(&start.attributes));
        let body = if items.is_empty() { String::new() } else { format!(" {{ {} }}", items.join("; ")) };
        Some(format!("{word} {module}{}{body}", writer::quoted(&flow.name.text)))
    }

    fn act(&self, turn: &Turn, doing: &Doing) -> Option<String> {
        let act = match &doing.act {
            Act::Press(keys) => format!("press {}", writer::quoted(keys)),
            Act::Say(words) => format!("say {}", writer::quoted(words)),
            Act::Choose(action) => format!("choose {}", writer::quoted(action)),
            Act::Silence => "silence".to_owned(),
            Act::Wait(seconds) if seconds.is_multiple_of(60) => format!("wait {}m", seconds / 60),
            Act::Wait(seconds) => format!("wait {seconds}s"),
            _ => return None,
        };
        let Some(heard) = &doing.heard else { return Some(act) };
        let event = self.run.events.get(turn.waited?)?;
        Some(format!("{act} -> {}", answer(self.action(event.flow, event.action)?, heard)?))
    }

    /// The branches that are new in a turn.
    fn expected(&self, index: usize, turn: &Turn) -> Option<Vec<String>> {
        let mut lines = Vec::new();
        for at in self.events {
            let event = self.run.events.get(*at)?;
            let is_here = self.run.left.get(*at).copied().flatten() == Some(index);
            // What a turn before was left by in this one is the block that waited, or nothing shows it.
            if !is_here || event.turn < index && turn.waited != Some(*at) {
                continue;
            }
            let action = self.action(event.flow, event.action)?;
            let pattern = writer::pattern(self.build, self.sources, event.flow, event.action)?;
            let edge = event.exit.as_ref()?.edge;
            lines.push(format!("expect {pattern} -> {}", result(action, edge)?));
        }
        Some(lines)
    }

    /// Where the contact is at the end.
    fn end(&self) -> Option<String> {
        let turn = self.turns.checked_sub(1).and_then(|index| self.run.turns.get(index))?;
        if let Some(branch) = &turn.returned {
            let branch = branch.as_ref().map(|branch| format!(" {}", writer::quoted(branch)));
            return Some(format!("expect returned{}", branch.unwrap_or_default()));
        }
        match &turn.place {
            Whereabouts::Elsewhere(_) => {
                let kept = self.run.events.iter().take_while(|event| event.turn < self.turns);
                let last = kept.last()?;
                Some(format!("expect {}", writer::pattern(self.build, self.sources, last.flow, last.action)?))
            }
            Whereabouts::Queued(Holder::Queue(name)) if self.is_queue(name) => writer::whereabouts(&turn.place),
            Whereabouts::Queued(_) => Some("expect queued".to_owned()),
            Whereabouts::WithAgent(_) => Some("expect with_agent".to_owned()),
            Whereabouts::Transferred(number) if !number.starts_with('+') => Some("expect transferred".to_owned()),
            place => writer::whereabouts(place),
        }
    }

    /// Whether a flow names a queue so.
    fn is_queue(&self, name: &str) -> bool {
        let actions = self.build.flows.iter().flat_map(|flow| &flow.actions);
        let mut references = actions.flat_map(|action| action.parameters.references());
        references.any(|(reference, _)| {
            reference.form == ReferenceForm::Name && reference.text == name
                || reference.known.as_ref().is_some_and(|known| known.name == name)
        })
    }
}

/// A branch as a result.
pub(super) fn result(action: &Action, edge: Taken) -> Option<String> {
    match edge {
        Taken::Next => Some("success".to_owned()),
        Taken::Error(index) => Some(error(action, &action.transitions.errors.get(index)?.error)),
        edge => writer::result(action, edge),
    }
}

/// An error as a result: by its name where the block has such a branch, else by its ErrorType.
fn error(action: &Action, error: &str) -> String {
    match action.block {
        Some(block) if !block.branches.iter().any(|branch| branch.wire.is_error(error)) => writer::quoted(error),
        block => branches::error(block, error),
    }
}

/// An answer: the result with its data.
fn answer(action: &Action, reply: &Reply) -> Option<String> {
    let result = match &reply.outcome {
        Outcome::Success => "success".to_owned(),
        Outcome::Error(error) => self::error(action, error),
        Outcome::Value(value) => writer::quoted(value),
        Outcome::Condition(index) => branches::name(action, Taken::Condition(*index))?,
        Outcome::Branch(name) => (*name).to_owned(),
    };
    Some(format!("{result}{}", writer::data(&reply.data)))
}
