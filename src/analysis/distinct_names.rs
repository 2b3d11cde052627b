//! Imported flows and quick connects with the name of another.
//!
//! Takes a build that was read from flow JSON, and puts a number behind the name of each one whose name an
//! earlier one has, so that the others can be built. Reports each.

use std::collections::HashMap;

use smol_str::{SmolStr, format_smolstr};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Build, Spanned};
use crate::resource::ResourceKind;
use crate::source::Span;

/// Numbers the names that are there twice.
pub(super) fn distinguish(build: &mut Build, diagnostics: &mut Diagnostics) {
    let mut known: HashMap<(ResourceKind, SmolStr), Span> = HashMap::new();
    let flows = build.flows.iter_mut().map(|flow| (flow.kind.resource_kind(), &mut flow.name));
    let quick_connects = build.quick_connects.iter_mut().map(|it| (ResourceKind::QuickConnect, &mut it.name));
    let names: Vec<(ResourceKind, &mut Spanned)> = flows.chain(quick_connects).collect();
    let taken: Vec<(ResourceKind, SmolStr)> = names.iter().map(|(kind, name)| (*kind, name.text.clone())).collect();
    for (kind, name) in names {
        let key = (kind, name.text.clone());
        let Some(first) = known.get(&key).copied() else {
            known.insert(key, name.span);
            continue;
        };
        let mut numbered = (2..).map(|number: usize| format_smolstr!("{} ({number})", name.text));
        let is_free = |new: &SmolStr| {
            let key = (kind, new.clone());
            !known.contains_key(&key) && !taken.contains(&key)
        };
        let Some(new) = numbered.find(is_free) else { continue };
        let message = format!("two {} have the name `{}`: the second is written as `{new}`", kind.plural(), key.1);
        diagnostics.push(
            Diagnostic::new(Code::FlowNameTaken, name.span, message)
                .duplicate_of(first)
                .help("give it a name of its own, or delete its file if it is another version of the first"),
        );
        known.insert((kind, new.clone()), name.span);
        name.text = new;
    }
}
