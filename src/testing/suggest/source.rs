//! Where contact data comes from, so that it can be given there.
//!
//! Takes a run and a path that a block reads, changes a plan so that the path has another value. What a flow itself
//! writes is followed back to what it was written from; a value that stands in the flow cannot be given.

use serde_json::Value;
use smol_str::SmolStr;

use super::answers::{entry, set, typed};
use super::plan::{Doing, Plan};
use super::play::Run;
use crate::catalogue::contact_data::{self, ATTRIBUTES, CHANNEL, MODULE_INPUT, MODULES, STORED_INPUT};
use crate::catalogue::run_time::TIMEOUT_TEXT;
use crate::catalogue::{Channel, Does, QueueUse};
use crate::contact_path::{self, Path};
use crate::graph::{Action, Build, Node, Value as Written};
use crate::simulate::{Act, Outcome, Taken};

/// How often a value is followed to another path.
const HOPS: usize = 6;

/// What stands before an event for a path.
enum Found {
    /// The flow writes it from this path, at this event.
    From(SmolStr, usize),
    /// This event brings it: what is below the answer's own root.
    Brought(usize, Vec<String>),
    /// This event failed, and what it would bring is gone.
    Lost(usize, Vec<String>),
    /// The customer entered it.
    Entered(usize),
    /// It is the intent or the action of a view.
    Got(usize),
    /// The flow writes a fixed value.
    Fixed,
}

/// What a path shall be.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'v> {
    /// This value.
    Value(&'v str),
    /// Not there.
    Absent,
    /// Missing on purpose.
    Missing,
}

/// Makes `path` so when the event runs; `None` if nothing can.
pub(super) fn give(
    build: &Build,
    run: &Run,
    event: usize,
    path: &str,
    wanted: Wanted<'_>,
    plan: &mut Plan,
) -> Option<()> {
    let (mut path, mut at) = (SmolStr::from(path), event);
    for _ in 0..HOPS {
        let parsed = contact_path::parse(&path).ok()?;
        if parsed.parts.iter().any(|part| part.computed.is_some()) {
            return None;
        }
        match ((0..at).rev().find_map(|event| found(build, run, event, &parsed)), wanted) {
            (Some(Found::From(from, event)), _) => {
                path = from;
                at = event;
            }
            (Some(Found::Brought(event, names)), _) | (Some(Found::Lost(event, names)), Wanted::Missing) => {
                return brought(run, event, &names, wanted, plan);
            }
            (Some(Found::Entered(event)), Wanted::Value(value)) => return entered(build, run, event, value, plan),
            (Some(Found::Got(event)), Wanted::Value(value)) => return got(run, event, value, plan),
            (Some(_), _) => return None,
            (None, _) => return at_start(&path, &parsed, wanted, plan),
        }
    }
    None
}

fn found(build: &Build, run: &Run, event: usize, path: &Path) -> Option<Found> {
    let noted = run.events.get(event)?;
    let action = build.flows.get(noted.flow)?.action(noted.action)?;
    let edge = noted.exit.as_ref().map(|exit| exit.edge)?;
    let names: Vec<&str> = path.parts.iter().map(|part| part.name.as_str()).collect();
    let root = *names.first()?;
    let block = entry(action)?;
    let semantics = &block.semantics;
    if edge == Taken::Next {
        for fill in semantics.fills.iter().filter(|fill| fill.root == root) {
            let (Some(from), Some(_), Some(key)) = (fill.from, action.own_fill(fill.root), names.get(1)) else {
                continue;
            };
            if let Some(Node { value: Written::Object(map), .. }) = action.parameters.get(from)
                && let Some(property) = map.property(key)
            {
                return Some(written(&property.node, event));
            }
        }
        let sets = block.run_time().sets.iter().find(|(_, set)| *set == root);
        if let Some(node) = sets.and_then(|(parameter, _)| action.parameters.get(parameter)) {
            return Some(written(node, event));
        }
        if let Some(QueueUse::Sets { named_by }) = semantics.queue
            && root == contact_data::QUEUE
        {
            let node = named_by.iter().find_map(|path| action.parameters.get(path))?;
            return Some(written(node, event));
        }
    }
    match block.run_time().does {
        Does::Stores(_) if root == STORED_INPUT => return Some(Found::Entered(event)),
        Does::Talks { intent: Some(intent) } if names.join(".") == intent => return Some(Found::Got(event)),
        Does::Shows { action } if names.join(".") == action => return Some(Found::Got(event)),
        _ => {}
    }
    if names.join(".") == format!("{MODULES}.Result") && semantics.calls_module().is_some() {
        return Some(Found::Got(event));
    }
    let below = block.brings().find_map(|own| {
        let own: Vec<&str> = own.split('.').collect();
        names.strip_prefix(own.as_slice()).map(<[&str]>::to_vec)
    })?;
    let has_answer = run.reply(event).is_some() || is_heard(run, event);
    let is_gone = run.has_failed(event) && !block.run_time().adds;
    if below.is_empty() || !has_answer {
        return None;
    }
    let below = below.into_iter().map(str::to_owned).collect();
    Some(if is_gone { Found::Lost(event, below) } else { Found::Brought(event, below) })
}

fn written(node: &Node, event: usize) -> Found {
    let text = match &node.value {
        Written::Text(text) => text,
        Written::Reference(reference) => &reference.text,
        Written::Object(map) => match map.properties() {
            // The value of a flow attribute is wrapped.
            [one] => return written(&one.node, event),
            _ => return Found::Fixed,
        },
        _ => return Found::Fixed,
    };
    match contact_path::parse(text) {
        Ok(_) => Found::From(text.clone(), event),
        Err(_) => Found::Fixed,
    }
}

/// The act that answered an event, an index into the acts of the run.
fn act_at(run: &Run, event: usize) -> Option<usize> {
    run.turns.iter().position(|turn| turn.waited == Some(event) && turn.doing.is_some())?.checked_sub(1)
}

fn is_heard(run: &Run, event: usize) -> bool {
    act_at(run, event).and_then(|act| run.plan.acts.get(act)).is_some_and(|doing| doing.heard.is_some())
}

fn brought(run: &Run, event: usize, names: &[String], wanted: Wanted<'_>, plan: &mut Plan) -> Option<()> {
    let value = json(wanted);
    if let Some(site) = run.site(event)
        && let Some(reply) = plan.replies.get_mut(&site)
    {
        set(&mut reply.data, names, value);
        return Some(());
    }
    let index = act_at(run, event)?;
    set(&mut plan.acts.get_mut(index)?.heard.as_mut()?.data, names, value);
    Some(())
}

fn json(wanted: Wanted<'_>) -> Option<Value> {
    match wanted {
        Wanted::Value(value) => Some(Value::from(value)),
        Wanted::Absent => None,
        Wanted::Missing => Some(Value::Null),
    }
}

fn entered(build: &Build, run: &Run, event: usize, value: &str, plan: &mut Plan) -> Option<()> {
    let noted = run.events.get(event)?;
    let action: &Action = build.flows.get(noted.flow)?.action(noted.action)?;
    let doing = if value == TIMEOUT_TEXT { Doing { act: Act::Silence, heard: None } } else { typed(action, value)? };
    *plan.acts.get_mut(act_at(run, event)?)? = doing;
    Some(())
}

fn got(run: &Run, event: usize, value: &str, plan: &mut Plan) -> Option<()> {
    let outcome = Outcome::Value(value.into());
    if let Some(site) = run.site(event)
        && let Some(reply) = plan.replies.get_mut(&site)
    {
        reply.outcome = outcome;
        return Some(());
    }
    let doing = plan.acts.get_mut(act_at(run, event)?)?;
    match (&mut doing.act, &mut doing.heard) {
        (Act::Choose(action), _) => *action = value.into(),
        (_, Some(heard)) => heard.outcome = outcome,
        _ => return None,
    }
    Some(())
}

fn at_start(path: &str, parsed: &Path, wanted: Wanted<'_>, plan: &mut Plan) -> Option<()> {
    let names: Vec<String> = parsed.parts.iter().map(|part| part.name.to_string()).collect();
    let text: Vec<&str> = names.iter().map(String::as_str).collect();
    match text.as_slice() {
        _ if CHANNEL.strip_prefix("$.") == Some(text.join(".").as_str()) => {
            let Wanted::Value(value) = wanted else { return None };
            let channels = [Channel::Voice, Channel::Chat, Channel::Task, Channel::Email];
            plan.start.channel = channels.into_iter().find(|it| value == it.word().to_uppercase())?;
            // On another channel people do something else.
            plan.acts.clear();
        }
        [ATTRIBUTES, _] => set(&mut plan.start.attributes, names.get(1..)?, json(wanted)),
        [MODULES, MODULE_INPUT, ..] => set(&mut plan.start.input, names.get(2..)?, json(wanted)),
        // A test cannot name data that does not exist.
        [root, ..] if contact_data::find(root).is_none() => return None,
        _ => match json(wanted) {
            Some(value) => _ = plan.data.insert(path.to_owned(), value),
            None => _ = plan.data.remove(path),
        },
    }
    Some(())
}
