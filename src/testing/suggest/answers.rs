//! What leaves a block through a branch: an answer of the world, or what a person does.

use serde_json::{Map, Value};
use smol_str::SmolStr;

use super::plan::{Doing, Reply};
use crate::catalogue::run_time::END_KEY;
use crate::catalogue::{self, Block, BranchWire, Decides, Does, Question, QueuePrompts, wire};
use crate::graph::{Action, ActionState, Condition, Value as Written, wire as canonical};
use crate::simulate::{Act, Event, Outcome, Taken};

/// The keys of a phone, in the order in which one is chosen.
const KEYS: &str = "1234567890*#";

/// What a customer says.
const WORDS: &str = "Hello";

/// The entry of an action.
pub(super) fn entry(action: &Action) -> Option<&'static Block> {
    if action.state == ActionState::Hole {
        return None;
    }
    let of_type = || catalogue::by_action(&action.type_).find(|block| action.parameters.holds(block.recognised));
    action.block.or_else(of_type)
}

/// Whether only the world knows how an action is left.
pub(super) fn asks_world(action: &Action) -> bool {
    let Some(block) = entry(action) else { return action.state != ActionState::Hole };
    let run = block.run_time();
    match run.decides {
        Decides::World | Decides::Figures(..) | Decides::AllFigures(_) => true,
        Decides::Person => match run.does {
            Does::Waits(waits) => action.parameters.holds(waits.asks_world),
            _ => false,
        },
        Decides::Nobody | Decides::Itself => block.semantics.calls_module().is_some(),
    }
}

/// Whether no answer can decide how an action is left.
pub(super) fn only_computes(action: &Action) -> bool {
    entry(action).is_some_and(Block::only_computes)
}

/// The answer that leaves an action through a branch.
pub(super) fn reply(action: &Action, edge: Taken) -> Option<Reply> {
    let outcome = match edge {
        Taken::Next | Taken::Ended => Outcome::Success,
        Taken::Error(index) => Outcome::Error(action.transitions.errors.get(index)?.error.clone()),
        Taken::Condition(index) => {
            let condition = action.transitions.conditions.get(index)?;
            match operand(condition) {
                Some(value) if condition.operator == wire::EQUALS && !has_named(action, condition, &value) => {
                    Outcome::Value(value)
                }
                _ => Outcome::Condition(index),
            }
        }
        Taken::Absent => return None,
    };
    Some(Reply::new(outcome))
}

fn has_named(action: &Action, condition: &Condition, value: &str) -> bool {
    let is_it = |wire: BranchWire| matches!(wire, BranchWire::Condition(operator, own) if condition.operator == operator && own == value);
    action.block.is_some_and(|block| block.branches.iter().any(|branch| is_it(branch.wire)))
}

/// The only operand of a condition, as text.
pub(super) fn operand(condition: &Condition) -> Option<SmolStr> {
    let [node] = condition.operands.as_slice() else { return None };
    match &node.value {
        Written::Reference(reference) => Some(reference.text.clone()),
        value => canonical::scalar(value, canonical::reference).map(SmolStr::from),
    }
}

/// What the customer does at a question to leave it through a branch.
pub(super) fn doing(action: &Action, edge: Taken) -> Option<Doing> {
    let asks = entry(action)?.semantics.asks?;
    let alone = |act: Act| Some(Doing { act, heard: None });
    let condition = match edge {
        Taken::Condition(index) => action.transitions.conditions.get(index).and_then(operand),
        _ => None,
    };
    let error = match edge {
        Taken::Error(index) => action.transitions.errors.get(index).map(|branch| branch.error.as_str()),
        _ => None,
    };
    let is_silence = error.is_some() && error == asks.unanswered;
    match asks.how {
        Question::Menu => match (condition, error) {
            (Some(key), _) if key.chars().count() == 1 => alone(Act::Press(key)),
            (_, Some(wire::NO_CONDITION)) => alone(Act::Press(other_key(action)?)),
            _ if is_silence => alone(Act::Silence),
            _ => None,
        },
        Question::Input => match (edge, error) {
            (Taken::Next, _) => typed(action, "1234"),
            (_, Some(wire::INVALID_NUMBER)) => {
                let heard = Some(reply(action, edge)?);
                Some(Doing { heard, ..typed(action, "1")? })
            }
            _ => None,
        },
        Question::Bot => match (edge, error) {
            (Taken::Condition(_) | Taken::Next, _) | (_, Some(wire::NO_CONDITION)) => {
                Some(Doing { act: Act::Say(WORDS.into()), heard: Some(reply(action, edge)?) })
            }
            _ if is_silence => Some(Doing { act: Act::Silence, heard: Some(reply(action, edge)?) }),
            _ => None,
        },
        Question::View => match (condition, error) {
            (Some(value), _) => alone(Act::Choose(value)),
            (_, Some(wire::NO_CONDITION)) => alone(Act::Choose("Something else".into())),
            (_, Some(wire::NO_TIME)) => alone(Act::Silence),
            _ => None,
        },
    }
}

/// Keys for a block that stores what is entered, ended as it wants; `None` if the customer cannot enter them.
pub(super) fn typed(action: &Action, keys: &str) -> Option<Doing> {
    let Does::Stores(stores) = entry(action)?.run_time().does else { return None };
    let is_number = action.parameters.holds(stores.is_number);
    let keys = if is_number && keys == "1234" { "2065550100" } else { keys };
    if keys.is_empty() || !keys.chars().all(|key| key.is_ascii_digit()) {
        return None;
    }
    let text = |path: &str| match &action.parameters.get(path)?.value {
        Written::Text(text) => Some(text.clone()),
        _ => None,
    };
    let maximum: usize = text(stores.maximum).and_then(|text| text.parse().ok()).unwrap_or(20);
    let keys: String = if keys == "1234" { keys.chars().take(maximum).collect() } else { keys.to_owned() };
    // A pause ends the input, too.
    let end = text(stores.end).map_or(END_KEY.into(), |end| if end.contains('$') { SmolStr::default() } else { end });
    let act = match keys.chars().count().cmp(&maximum) {
        std::cmp::Ordering::Less => Act::Press(format!("{keys}{end}").into()),
        std::cmp::Ordering::Equal => Act::Press(keys.into()),
        std::cmp::Ordering::Greater => return None,
    };
    Some(Doing { act, heard: is_number.then(|| Reply::new(Outcome::Success)) })
}

/// A key that no condition of a menu has.
fn other_key(action: &Action) -> Option<SmolStr> {
    let used: Vec<SmolStr> = action.transitions.conditions.iter().filter_map(operand).collect();
    let key = KEYS.chars().rev().map(|key| key.to_string()).filter(|key| key != "#" && key != "*");
    key.into_iter().find(|key| !used.iter().any(|own| own == key)).map(SmolStr::from)
}

/// The time until something happens at a block that waits for time, and the branch that is taken then.
pub(super) fn due(action: &Action, event: &Event) -> Option<(u64, Taken)> {
    let block = entry(action)?;
    let (seconds, branch) = match (block.semantics.queue_prompts, block.run_time().does) {
        (Some(QueuePrompts::Plays { interrupted_after, interrupted }), _) => (interrupted_after, interrupted),
        (_, Does::Waits(waits)) => (waits.time, waits.over),
        _ => return None,
    };
    let seconds = match event.parameters.get(seconds)? {
        Value::String(text) => text.parse().ok()?,
        value => value.as_u64()?,
    };
    let BranchWire::Condition(_, operand) = block.branch(branch)?.wire else { return None };
    let index =
        action.transitions.conditions.iter().position(|it| self::operand(it).is_some_and(|own| own == operand))?;
    Some((seconds, Taken::Condition(index)))
}

/// Sets a value below names, and makes the maps on the way.
pub(super) fn set(map: &mut Map<String, Value>, names: &[String], value: Option<Value>) {
    let Some((first, rest)) = names.split_first() else { return };
    if rest.is_empty() {
        match value {
            Some(value) => _ = map.insert(first.clone(), value),
            None => _ = map.remove(first),
        }
        return;
    }
    let inner = map.entry(first.clone()).or_insert_with(|| Value::Object(Map::new()));
    if !inner.is_object() {
        *inner = Value::Object(Map::new());
    }
    if let Value::Object(inner) = inner {
        set(inner, rest, value);
    }
}
