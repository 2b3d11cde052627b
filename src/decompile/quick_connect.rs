//! A quick connect → the tree of a `.flow` file that declares it.
//!
//! Takes a quick connect that was read from JSON. A reference is its name where only one resource has it, else the id.

use super::make::Make;
use super::value::Values;
use crate::graph::{Destination, QuickConnect, Reference};
use crate::inventory::Inventory;
use crate::resource::ResourceKind;
use crate::syntax::tree::{self, Body, BodyItem, Item, Value};

/// The file that declares a quick connect.
#[must_use]
pub fn decompile_quick_connect(quick_connect: &QuickConnect, inventory: Option<&Inventory>) -> tree::File {
    let file = quick_connect.name.span.file;
    let make = Make::new(file);
    let values = Values { make, inventory };
    let refer = |reference: &Reference| refer(values, reference);
    let keyword = ResourceKind::keyword;
    let mut settings: Vec<(&str, Value)> = Vec::new();
    if let Some(description) = &quick_connect.description {
        settings.push(("description", make.quoted(&description.text)));
    }
    match &quick_connect.destination {
        Destination::Agent { agent: (to, _), flow: (flow, _) }
        | Destination::Queue { queue: (to, _), flow: (flow, _) } => {
            settings.extend([(keyword(to.kind), refer(to)), (keyword(flow.kind), refer(flow))]);
        }
        Destination::PhoneNumber(number) => settings.push(("phone_number", make.quoted(&number.text))),
        Destination::Flow((flow, _)) => settings.push((keyword(flow.kind), refer(flow))),
        Destination::Hole => {}
    }
    if !quick_connect.tags.is_empty() {
        settings.push(("tags", make.tags(&quick_connect.tags)));
    }
    if !quick_connect.available_in.is_empty() {
        let queues = quick_connect.available_in.iter().map(|(queue, _)| refer(queue));
        settings.push(("available_in", make.list(queues.collect())));
    }
    let items = settings.into_iter().map(|(name, value)| BodyItem::Parameter(make.parameter(name, value)));
    let item = Item::QuickConnect(tree::QuickConnect {
        span: make.nowhere(),
        name: make.text(&quick_connect.name.text),
        body: Body { span: make.nowhere(), items: items.collect() },
    });
    tree::File { id: file, items: vec![item], comments: Vec::new(), state: tree::State::Whole }
}

fn refer(values: Values<'_>, reference: &Reference) -> Value {
    let is_one = |inventory: &Inventory, name| inventory.by_name(reference.kind, name, None).len() == 1;
    let known = reference.known.as_ref().zip(values.inventory);
    let is_ambiguous = known.is_some_and(|(known, inventory)| !is_one(inventory, &known.name));
    let ways = values.reference(reference, false);
    let way = if is_ambiguous { ways.last() } else { ways.first() };
    way.cloned().unwrap_or_else(|| values.make.quoted(&reference.text))
}
