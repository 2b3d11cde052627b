//! References of flow JSON to other flows of the same run.
//!
//! Flow JSON refers to a flow or module by its ARN or id, and what a build wrote may refer to it by name. Takes a build,
//! and sets the item of each reference whose flow is in the build: by its id, or by the name in the metadata if only one
//! id has the name and the id of the only flow with that name is unknown. Text refers by name, which lowering resolved.

use std::collections::{HashMap, HashSet};

use smol_str::{SmolStr, format_smolstr};

use super::Export;
use crate::graph::{Build, BuildItem, Notation, Reference, ReferenceForm};
use crate::inventory::arn::{Arn, last_part};
use crate::inventory::{ExportedName, Inventory};
use crate::reader::Purpose;
use crate::resource::{Known, ResourceKind};
use crate::source::Span;

/// Sets the items. In a conversion, a flow that the inventory does not have is referred to by its name in the build.
pub(super) fn link(build: &mut Build, exports: &[Export], inventory: Option<&Inventory>, purpose: Purpose) {
    let targets = Targets::of(build);
    let names = Names::of(exports);
    // A name of the inventory may mean another resource.
    let is_free = |own: &Known| {
        let is_other = |found: &Known| found.arn != own.arn;
        let has = |inventory: &Inventory, kind| inventory.by_name(kind, &own.name, None).iter().any(is_other);
        inventory.is_none_or(|inventory| !ResourceKind::ALL.into_iter().any(|kind| has(inventory, kind)))
    };
    let to_item = |reference: &mut Reference, index: usize, known: Option<&Known>| {
        reference.item = Some(BuildItem::Flow(index));
        let is_by_id = match reference.form {
            ReferenceForm::Id => true,
            ReferenceForm::Arn => reference.known.is_none(),
            ReferenceForm::Name | ReferenceForm::Path => false,
        };
        if let Some(known) = known.filter(|_| is_by_id && purpose == Purpose::Convert) {
            by_name(reference, known);
        }
    };
    for (own, flow) in build.flows.iter_mut().enumerate().filter(|(_, flow)| flow.notation != Notation::Text) {
        for action in &mut flow.actions {
            let is_transfer = action.semantics().transfers_to.is_some();
            action.parameters.each_reference_at(&mut |reference, span| {
                let by_its_name = || names.find(span).and_then(|name| targets.only(reference.kind, name));
                let Some((index, known)) = targets.find(reference).or_else(by_its_name) else { return };
                // Samples use the id of the flow at hand where any id will do, so nothing follows from its type, and the
                // name would say more than is meant.
                if *index == own && reference.kind == ResourceKind::Flow && reference.form != ReferenceForm::Name {
                    if !is_transfer && purpose == Purpose::Convert {
                        reference.known = None;
                    }
                    return;
                }
                to_item(reference, *index, known.as_ref().filter(|it| is_free(it)));
            });
        }
    }
    let of_json = build.quick_connects.iter_mut().filter(|it| it.notation != Notation::Text);
    for reference in of_json.filter_map(|it| it.flow_mut()) {
        if let Some((index, known)) = targets.find(reference) {
            to_item(reference, *index, known.as_ref().filter(|it| is_free(it)));
        }
    }
}

/// The names of flows and modules in the metadata of exports.
struct Names<'a> {
    by_span: HashMap<Span, &'a ExportedName>,
    /// The ids that have a name.
    ids: HashMap<(ResourceKind, &'a str), HashSet<&'a str>>,
}

impl<'a> Names<'a> {
    fn of(exports: &'a [Export]) -> Names<'a> {
        let mut names = Names { by_span: HashMap::new(), ids: HashMap::new() };
        let of_flows = exports.iter().flat_map(|export| &export.names);
        for found in of_flows.filter(|found| matches!(found.kind, ResourceKind::Flow | ResourceKind::Module)) {
            let Some(name) = &found.name else { continue };
            let id = last_part(Arn::parse(&found.text).map_or(found.text.as_str(), |arn| arn.bare));
            names.ids.entry((found.kind, name)).or_default().insert(id);
            names.by_span.insert(found.span, found);
        }
        names
    }

    /// The name of the reference at `span`, if no other id has it.
    fn find(&self, span: Span) -> Option<&'a str> {
        let found = self.by_span.get(&span)?;
        let name = found.name.as_deref()?;
        (self.ids.get(&(found.kind, name))?.len() == 1).then_some(name)
    }
}

/// Turns a reference by ARN or id into one by name. What follows the ARN is a version.
fn by_name(reference: &mut Reference, known: &Known) {
    let version = reference.text.strip_prefix("arn:").and_then(|_| reference.text.rsplit_once('/')?.1.split_once(':'));
    reference.suffix = version.map(|(_, version)| format_smolstr!(":{version}")).unwrap_or_default();
    (reference.form, reference.text) = (ReferenceForm::Name, known.name.clone());
}

/// The flows and modules of a build.
struct Targets {
    /// Those whose id is unknown, and whose name no other has.
    without_id: HashMap<(ResourceKind, SmolStr), Target>,
    by_id: HashMap<(ResourceKind, SmolStr), Target>,
    by_name: HashMap<(ResourceKind, SmolStr), Target>,
}

/// The index of a flow, and the resource that it is, unless another flow has its name.
type Target = (usize, Option<Known>);

impl Targets {
    fn of(build: &Build) -> Targets {
        let mut targets = Targets { without_id: HashMap::new(), by_id: HashMap::new(), by_name: HashMap::new() };
        let mut counts: HashMap<(ResourceKind, &SmolStr), usize> = HashMap::new();
        for flow in &build.flows {
            *counts.entry((flow.kind.resource_kind(), &flow.name.text)).or_default() += 1;
        }
        for (index, flow) in build.flows.iter().enumerate() {
            let kind = flow.kind.resource_kind();
            targets.by_name.entry((kind, flow.name.text.clone())).or_insert((index, None));
            let is_only = counts.get(&(kind, &flow.name.text)) == Some(&1);
            let Some(known) = &flow.known else {
                if is_only {
                    targets.without_id.insert((kind, flow.name.text.clone()), (index, None));
                }
                continue;
            };
            let target = (index, is_only.then(|| known.clone()));
            for text in [&known.id, &known.arn] {
                // The answer about a draft ends with `:$SAVED`.
                let bare = text.split(":$").next().unwrap_or(text);
                targets.by_id.entry((kind, bare.into())).or_insert_with(|| target.clone());
            }
        }
        targets
    }

    /// The only flow of this name, if its id is unknown.
    fn only(&self, kind: ResourceKind, name: &str) -> Option<&Target> {
        self.without_id.get(&(kind, name.into()))
    }

    fn find(&self, reference: &Reference) -> Option<&Target> {
        match reference.form {
            ReferenceForm::Path => None,
            ReferenceForm::Name => self.by_name.get(&(reference.kind, reference.text.clone())),
            ReferenceForm::Id | ReferenceForm::Arn => {
                let exact = self.by_id.get(&(reference.kind, reference.text.clone()));
                // The ARN may have a suffix: a version or alias.
                exact.or_else(|| {
                    let bare: SmolStr = reference.text.rsplit_once(':')?.0.into();
                    self.by_id.get(&(reference.kind, bare))
                })
            }
        }
    }
}
