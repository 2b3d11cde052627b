//! Imported flows with the name of another.
//!
//! Takes a build that was read from flow JSON, and puts a number behind the name of each flow or module whose name an
//! earlier one has, so that the others can be built. Reports each.

use std::collections::HashMap;

use smol_str::{SmolStr, format_smolstr};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::Build;
use crate::resource::ResourceKind;
use crate::source::Span;

/// Numbers the names that are there twice.
pub(super) fn distinguish(build: &mut Build, diagnostics: &mut Diagnostics) {
    let mut known: HashMap<(ResourceKind, SmolStr), Span> = HashMap::new();
    let names = build.flows.iter().map(|flow| (flow.kind.resource_kind(), flow.name.text.clone()));
    let taken: Vec<(ResourceKind, SmolStr)> = names.collect();
    for flow in &mut build.flows {
        let kind = flow.kind.resource_kind();
        let key = (kind, flow.name.text.clone());
        let Some(first) = known.get(&key).copied() else {
            known.insert(key, flow.name.span);
            continue;
        };
        let mut numbered = (2..).map(|number: usize| format_smolstr!("{} ({number})", flow.name.text));
        let is_free = |name: &SmolStr| {
            let key = (kind, name.clone());
            !known.contains_key(&key) && !taken.contains(&key)
        };
        let Some(new) = numbered.find(is_free) else { continue };
        let message = format!("two {} have the name `{}`: the second is written as `{new}`", kind.plural(), key.1);
        diagnostics.push(
            Diagnostic::new(Code::FlowNameTaken, flow.name.span, message)
                .duplicate_of(first)
                .help("give it a name of its own, or delete its file if it is another version of the first"),
        );
        known.insert((kind, new.clone()), flow.name.span);
        flow.name.text = new;
    }
}
