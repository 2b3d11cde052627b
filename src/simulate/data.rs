//! Contact data: what a path stands for, and how long it lives.
//!
//! Data of the contact and data of one run of a flow are apart; which root is which is in the catalogue. JSON's null is
//! a value that is missing on purpose.

use std::borrow::Cow;

use serde_json::{Map, Value};
use smol_str::SmolStr;

use crate::catalogue::Doubt;
use crate::catalogue::contact_data::{self, Lives};
use crate::contact_path::{self, Path};

/// Contact data, by root.
pub(super) type Data = Map<String, Value>;

/// The data of one run of a flow or module.
#[derive(Clone, Debug, Default)]
pub(super) struct FlowData {
    /// The data.
    pub(super) data: Data,
    /// The roots that are empty for a reason that no page documents.
    pub(super) lost: Vec<(SmolStr, Doubt)>,
}

/// The data that a block sees.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    /// That of the contact.
    pub(super) contact: &'a Data,
    /// That of the flow.
    pub(super) flow: &'a FlowData,
}

/// Whether the data under a root belongs to one run of a flow.
pub(super) fn is_of_flow(root: &str) -> bool {
    let lives = contact_data::find(root).map_or(Lives::Contact, |root| root.lives);
    matches!(lives, Lives::Flow | Lives::FlowAtLeast)
}

impl<'a> View<'a> {
    /// The value at a path: `None` if it is missing, null if it is missing on purpose.
    pub(super) fn find(self, path: &Path) -> Option<&'a Value> {
        let (root, rest) = path.parts.split_first()?;
        let data = if is_of_flow(&root.name) { &self.flow.data } else { self.contact };
        let mut at = data.get(root.name.as_str())?;
        for part in rest {
            let name = match &part.computed {
                Some(inner) => text(self.find(inner)?)?,
                None => Cow::Borrowed(part.name.as_str()),
            };
            at = match at {
                Value::Object(map) => map.get(&*name)?,
                Value::Array(items) => items.get(name.parse::<usize>().ok()?)?,
                Value::Null => at,
                Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
            };
        }
        Some(at)
    }

    /// The value at a path that is written as text.
    pub(super) fn at(self, path: &str) -> Option<&'a Value> {
        self.find(&contact_path::parse(path).ok()?)
    }

    /// Why the root of a path is empty, if no page documents it.
    pub(super) fn lost(self, path: &Path) -> Option<Doubt> {
        let root = path.parts.first()?;
        self.flow.lost.iter().find(|(lost, _)| *lost == root.name).map(|(_, doubt)| *doubt)
    }
}

impl FlowData {
    /// Takes away what is under a root, and notes why.
    pub(super) fn lose(&mut self, root: &str, doubt: Doubt) {
        if self.data.remove(root).is_some() && !self.lost.iter().any(|(lost, _)| lost == root) {
            self.lost.push((root.into(), doubt));
        }
    }

    /// The data of a flow that is reached from here: empty, with a note for what may still be there.
    pub(super) fn after(&self, doubt: Doubt) -> FlowData {
        let may_stay = |root: &&String| contact_data::find(root).is_some_and(|root| root.lives == Lives::FlowAtLeast);
        let lost = self.data.keys().filter(may_stay).map(|root| (root.as_str().into(), doubt));
        FlowData { data: Data::new(), lost: lost.chain(self.lost.iter().cloned()).collect() }
    }
}

/// Sets the value under names, and makes the objects on the way.
pub(super) fn set<'n>(data: &mut Data, names: impl IntoIterator<Item = &'n str>, value: Value) {
    let mut names = names.into_iter();
    let Some(first) = names.next() else { return };
    let mut at = data.entry(first).or_insert(Value::Null);
    for name in names {
        if !at.is_object() {
            *at = Value::Object(Data::new());
        }
        let Value::Object(map) = at else { return };
        at = map.entry(name).or_insert(Value::Null);
    }
    *at = value;
}

/// Adds the properties of one object to another.
pub(super) fn add(data: &mut Data, names: &[&str], more: &Data) {
    for (key, value) in more {
        let path = names.iter().copied().chain(std::iter::once(key.as_str()));
        set(data, path, value.clone());
    }
}

/// A value as text: a number or boolean as in JSON. `None` for a missing one.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => Some(Cow::Owned(value.to_string())),
    }
}

/// The bytes of keys and values.
pub(super) fn size(data: &Data) -> usize {
    data.iter().map(|(key, value)| key.len() + text(value).map_or(0, |text| text.len())).sum()
}
