//! The plans that lead a run through another branch of a block that it reached.

use std::collections::BTreeSet;

use serde_json::Value;
use smol_str::SmolStr;

use super::answers::{doing, due, entry, only_computes, operand, reply};
use super::plan::{Doing, Plan};
use super::play::Run;
use super::source::{self, Wanted};
use crate::catalogue::{BranchWire, Channel, Kind, wire};
use crate::contact_path;
use crate::graph::{Action, Build, Node, ReferenceForm, Value as Written};
use crate::resource::ResourceKind;
use crate::simulate::{Act, Holder, Taken, Why, is_true};

/// A number that a phone can call.
const NUMBER: &str = "+12065550142";

/// The plans that should leave the block of an event through a branch, the likeliest first.
pub(super) fn plans(build: &Build, run: &Run, event: usize, edge: Taken, queue: Option<&str>) -> Vec<Plan> {
    let Some((action, noted)) = run.events.get(event).and_then(|noted| {
        let action = build.flows.get(noted.flow)?.action(noted.action)?;
        Some((action, noted))
    }) else {
        return Vec::new();
    };
    match noted.exit.as_ref().map(|exit| &exit.why) {
        Some(Why::Channel) => return on_other_channels(run, action),
        Some(Why::FlowType) => return Vec::new(),
        Some(Why::Missing(path)) if path.contains("Queue") => return in_a_queue(build, run, queue),
        _ => {}
    }
    if only_computes(action) {
        let values = values(action, edge);
        let path = compared(action);
        let with = |value: &Option<String>| {
            let mut plan = run.until(event);
            let wanted = value.as_deref().map_or(Wanted::Absent, Wanted::Value);
            source::give(build, run, event, path.as_deref()?, wanted, &mut plan)?;
            Some(plan)
        };
        let plans = values.iter().filter_map(with).take(3);
        // What is computed may come out otherwise the next time.
        return plans.chain([run.until(event + 1)]).collect();
    }
    let mut plans = Vec::new();
    let asks = entry(action).is_some_and(|block| block.semantics.asks.is_some());
    let waits = || due(action, noted).filter(|(_, own)| *own == edge).map(|(seconds, _)| Act::Wait(seconds));
    let act = match asks {
        true => doing(action, edge),
        false => waits().map(|act| Doing { act, heard: None }),
    };
    if let Some(doing) = act {
        let mut plan = run.until(event);
        plan.acts.push(doing);
        plans.push(plan);
    }
    if let (Some(reply), Some(site)) = (reply(action, edge), run.site(event)) {
        let mut plan = run.until(event);
        plan.replies.insert(site, reply);
        plans.push(plan);
    }
    plans
}

/// The path that a block compares or counts.
fn compared(action: &Action) -> Option<SmolStr> {
    let semantics = action.semantics();
    let parameter = semantics.compares.or(semantics.counts.map(|counts| counts.times))?;
    match &action.parameters.get(parameter)?.value {
        Written::Text(text) if contact_path::parse(text).is_ok() => Some(text.clone()),
        _ => None,
    }
}

/// The values for which a block is left through a branch; `None` is a missing one.
fn values(action: &Action, edge: Taken) -> Vec<Option<String>> {
    let conditions = &action.transitions.conditions;
    if let Some(counts) = action.semantics().counts {
        let again = entry(action).and_then(|block| block.branch(counts.again)).map(|branch| branch.wire);
        let is_again = |index: usize| {
            let own = conditions.get(index).and_then(operand);
            matches!(again, Some(BranchWire::Condition(_, operand)) if own.is_some_and(|own| own == operand))
        };
        return match edge {
            Taken::Condition(index) if is_again(index) => vec![Some("2".to_owned())],
            Taken::Error(_) => vec![Some("many".to_owned())],
            _ => vec![Some("0".to_owned())],
        };
    }
    let mut tried: BTreeSet<(usize, String)> = BTreeSet::new();
    for condition in conditions {
        let Some(own) = operand(condition) else { continue };
        tried.insert((1, own.to_string()));
        tried.insert((2, format!("{own}-1")));
        tried.insert((2, format!("1{own}")));
        tried.insert((2, format!("1{own}1")));
        if let Ok(number) = own.parse::<i64>() {
            for near in [number.saturating_sub(1), number.saturating_add(1)] {
                tried.insert((1, near.to_string()));
            }
            tried.insert((3, format!("{number}.5")));
        }
    }
    for other in ["other", "0", "1"] {
        tried.insert((0, other.to_owned()));
    }
    let wanted = |value: Option<&str>| {
        let value = value.map(Value::from);
        let first = conditions.iter().position(|condition| {
            let operands: Vec<Value> = condition.operands.iter().map(operand_of).collect();
            is_true(&condition.operator, value.as_ref(), &operands)
        });
        match edge {
            Taken::Condition(index) => first == Some(index),
            Taken::Error(index) => {
                let error = action.transitions.errors.get(index).map(|branch| branch.error.as_str());
                error == Some(wire::NO_CONDITION) && first.is_none()
            }
            Taken::Next => first.is_none(),
            Taken::Ended | Taken::Absent => false,
        }
    };
    let mut fitting: Vec<Option<String>> =
        tried.into_iter().map(|(_, value)| value).filter(|value| wanted(Some(value))).map(Some).collect();
    // The operand itself says most.
    let own = match edge {
        Taken::Condition(index) => conditions.get(index).and_then(operand),
        _ => None,
    };
    fitting.sort_by_key(|value| own.is_none() || value.as_deref() != own.as_deref());
    if wanted(None) {
        fitting.insert(1.min(fitting.len()), None);
    }
    fitting
}

fn operand_of(node: &Node) -> Value {
    match &node.value {
        Written::Text(text) => Value::from(text.as_str()),
        Written::Reference(reference) => Value::from(reference.text.as_str()),
        Written::Number(number) => Value::Number(number.clone()),
        Written::Bool(yes) => Value::Bool(*yes),
        _ => Value::Null,
    }
}

/// The same contact on the other channels, those that the block supports first.
fn on_other_channels(run: &Run, action: &Action) -> Vec<Plan> {
    let Some(block) = entry(action) else { return Vec::new() };
    let works = block.run_time().works.iter().map(|(channel, _)| *channel);
    let channels: Vec<Channel> = block.channels.iter().copied().chain(works).collect();
    let mut plans: Vec<Plan> = Vec::new();
    for channel in channels.into_iter().chain([Channel::Chat, Channel::Voice]) {
        let is_new = channel != run.plan.start.channel && plans.iter().all(|plan| plan.start.channel != channel);
        if is_new {
            let mut plan = run.until(0);
            plan.start.channel = channel;
            plans.push(plan);
        }
    }
    plans
}

/// The same contact with a queue.
fn in_a_queue(build: &Build, run: &Run, known: Option<&str>) -> Vec<Plan> {
    if run.plan.start.queue.is_some() {
        return Vec::new();
    }
    let mut plan = run.plan.clone();
    plan.start.queue = Some(Holder::Queue(named(build, ResourceKind::Queue, known)));
    vec![plan]
}

/// The plan in which a contact for an agent has one.
pub(super) fn for_agent(build: &Build, run: &Run, known: Option<&str>) -> Option<Plan> {
    if run.plan.start.agent.is_some() {
        return None;
    }
    let mut plan = run.plan.clone();
    plan.acts.truncate(run.turns.len().saturating_sub(1));
    plan.start.agent = Some(named(build, ResourceKind::Agent, known));
    Some(plan)
}

/// A resource of a kind that a flow of the build names, or the instance has.
pub(super) fn named(build: &Build, kind: ResourceKind, known: Option<&str>) -> SmolStr {
    let actions = build.flows.iter().flat_map(|flow| &flow.actions);
    let own = actions.flat_map(|action| action.parameters.references()).find_map(|(reference, _)| {
        let is_name = reference.form == ReferenceForm::Name && reference.kind == kind;
        is_name.then(|| reference.known.as_ref().map_or(&reference.text, |known| &known.name).clone())
    });
    own.or_else(|| known.map(SmolStr::from)).unwrap_or_else(|| "Support".into())
}

/// The plan in which the values that are missing at an event are there, or missing on purpose if nothing gives them.
pub(super) fn cure(build: &Build, run: &Run, event: usize) -> Option<Plan> {
    let noted = run.events.get(event)?;
    let action = build.flows.get(noted.flow)?.action(noted.action)?;
    let mut plan = run.plan.clone();
    plan.acts.truncate(noted.turn);
    for (index, path) in run.missing.iter().enumerate() {
        let value = sample(action, path);
        let given = source::give(build, run, event, path, Wanted::Value(&value), &mut plan);
        let given = given.or_else(|| source::give(build, run, event, path, Wanted::Missing, &mut plan));
        // Only the first one stopped the run.
        if index == 0 {
            given?;
        }
    }
    (!is_same(&plan, &run.plan)).then_some(plan)
}

/// The plan in which a flow that is not here is not set.
pub(super) fn without_flow(build: &Build, run: &Run, event: usize) -> Option<Plan> {
    let noted = run.events.get(event)?;
    let action = build.flows.get(noted.flow)?.action(noted.action)?;
    let failure = reply(action, Taken::Error(0))?;
    let mut plan = run.plan.clone();
    plan.acts.truncate(noted.turn);
    plan.replies.insert(run.site(event)?, failure);
    Some(plan)
}

fn is_same(one: &Plan, other: &Plan) -> bool {
    let same_start = one.start.attributes == other.start.attributes && one.start.input == other.start.input;
    same_start && one.data == other.data && one.acts == other.acts && one.replies == other.replies
}

/// A value that fits where a path stands.
fn sample(action: &Action, path: &str) -> String {
    let parameters = entry(action).map(|block| block.parameters).unwrap_or_default();
    let kind = parameters.iter().find(|parameter| {
        let node = action.parameters.get(parameter.wire);
        matches!(node.map(|node| &node.value), Some(Written::Text(text)) if text == path)
    });
    match kind.map(|parameter| &parameter.kind) {
        _ if action.semantics().counts.is_some() => "2".to_owned(),
        Some(Kind::Duration { .. } | Kind::Integer { .. } | Kind::JsonNumber { .. }) => "5".to_owned(),
        Some(Kind::PhoneNumber { .. }) => NUMBER.to_owned(),
        _ => {
            let name =
                contact_path::parse(path).ok().and_then(|path| path.parts.last().map(|part| part.name.to_string()));
            name.unwrap_or_else(|| "value".to_owned())
        }
    }
}
