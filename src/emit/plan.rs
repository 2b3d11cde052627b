//! The output of a build, independent of a target: resources with their JSON as text and placeholders, and the
//! quick connects that queues offer.
//!
//! Takes the graphs of a build without errors and what is known about the instance. A target decides which files to
//! write, how to replace placeholders, and what else it needs; it never reads the graph.

use smol_str::SmolStr;

use super::Slugs;
use super::association::{self, Offer};
use super::request;
use crate::connect::{self, Document, ReferenceWriter};
use crate::graph::{Build, Destination, Flow, FlowKind, Notation, QuickConnect, Reference, ReferenceForm, Tag};
use crate::inventory::Inventory;
use crate::inventory::arn::last_part;
use crate::parallel;
use crate::resource::{Known, ResourceKind};
use crate::source::Span;

/// Everything that a build creates.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The ARN of the instance, if it is known.
    pub instance: Option<SmolStr>,
    /// Flows and modules, then quick connects, each in source order.
    pub resources: Vec<Resource>,
    /// Queue by queue, in the order in which queues are first named.
    pub associations: Vec<Association>,
}

/// A flow, module or quick connect.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its kind.
    pub kind: ResourceKind,
    /// Its key for file names, unique within its kind: its name in lower-case letters, digits and `-`.
    pub key: String,
    /// Its name.
    pub name: SmolStr,
    /// Where it is declared.
    pub origin: Span,
    /// The API's type of the flow or quick connect; a module has none.
    pub type_: Option<&'static str>,
    /// Its description.
    pub description: Option<SmolStr>,
    /// Its tags, key and value.
    pub tags: Vec<(SmolStr, SmolStr)>,
    /// The resource with this name in the instance, if there is one; the build then updates that resource.
    pub known: Option<Known>,
    /// The content of a flow or module; the request that creates a quick connect.
    pub document: Document,
    /// A module's `Settings`.
    pub settings: Option<Document>,
    /// The resources that it refers to, without duplicates, in the order of first use.
    pub references: Vec<Referred>,
}

/// A resource that another resource refers to, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referred {
    /// Its kind.
    pub kind: ResourceKind,
    /// Its name.
    pub name: Option<SmolStr>,
    /// Its id.
    pub id: Option<SmolStr>,
    /// Its ARN.
    pub arn: Option<SmolStr>,
    /// Whether this build creates it.
    pub in_build: bool,
}

/// Quick connects that a queue offers, at most as many as one call accepts.
#[derive(Clone, Debug)]
pub struct Association {
    /// Its unique key, for file names.
    pub key: String,
    /// The queue's name, or the text of the reference if the name is not known.
    pub queue: SmolStr,
    /// Its id.
    pub queue_id: SmolStr,
    /// The names of the quick connects.
    pub quick_connects: Vec<SmolStr>,
    /// The request.
    pub document: Document,
}

/// Plans a build.
#[must_use]
pub fn plan(build: &Build, inventory: Option<&Inventory>) -> Plan {
    let instance = inventory.and_then(|inventory| inventory.instance.as_ref());
    let names = ReferenceWriter::new(build, instance);
    let (mut flows, mut modules) = (Slugs::default(), Slugs::default());
    // Flow JSON is only checked, and not emitted again.
    let texts = build.flows.iter().filter(|flow| flow.notation == Notation::Text);
    let keyed = texts.map(|flow| match flow.kind {
        FlowKind::Flow(_) => (flow, flows.take(&flow.name.text, "flow")),
        FlowKind::Module => (flow, modules.take(&flow.name.text, "module")),
    });
    let keyed: Vec<(&Flow, String)> = keyed.collect();
    let mut resources = parallel::map(&keyed, |(flow, key)| of_flow(flow, key.clone(), inventory, &names));
    let mut keys = Slugs::default();
    for quick_connect in build.quick_connects.iter().filter(|it| it.notation == Notation::Text) {
        let key = keys.take(&quick_connect.name.text, "quick-connect");
        resources.push(of_quick_connect(quick_connect, key, &names));
    }
    Plan {
        instance: instance.map(|instance| instance.arn.clone()),
        resources,
        associations: associations(build, &names),
    }
}

fn of_flow(flow: &Flow, key: String, inventory: Option<&Inventory>, names: &ReferenceWriter) -> Resource {
    Resource {
        kind: flow.kind.resource_kind(),
        key,
        name: flow.name.text.clone(),
        origin: flow.name.span,
        type_: match flow.kind {
            FlowKind::Flow(flow_type) => flow_type.map(|flow_type| flow_type.wire()),
            FlowKind::Module => None,
        },
        description: flow.description.as_ref().map(|description| description.text.clone()),
        tags: tags(&flow.tags),
        known: inventory.and_then(|inventory| known_flow(flow, inventory)).cloned(),
        document: connect::content(flow, names),
        settings: flow.contract.as_ref().map(|contract| connect::module_settings(contract, names)),
        references: Referred::list(connect::references(flow).into_iter().map(|site| site.reference)),
    }
}

fn known_flow<'a>(flow: &Flow, inventory: &'a Inventory) -> Option<&'a Known> {
    let is_it = |known: &&Known| known.name == flow.name.text;
    match flow.kind {
        FlowKind::Flow(_) => inventory.flows.iter().map(|flow| &flow.known).find(is_it),
        FlowKind::Module => inventory.modules.iter().map(|module| &module.known).find(is_it),
    }
}

fn of_quick_connect(quick_connect: &QuickConnect, key: String, names: &ReferenceWriter) -> Resource {
    let available_in = quick_connect.available_in.iter().map(|(queue, _)| queue);
    Resource {
        kind: ResourceKind::QuickConnect,
        key,
        name: quick_connect.name.text.clone(),
        origin: quick_connect.name.span,
        type_: Some(request::quick_connect_type(&quick_connect.destination)),
        description: quick_connect.description.as_ref().map(|description| description.text.clone()),
        tags: tags(&quick_connect.tags),
        known: quick_connect.known.clone(),
        document: request::create_quick_connect(quick_connect, names),
        settings: None,
        references: Referred::list(destination(quick_connect).into_iter().chain(available_in)),
    }
}

/// The resources that a quick connect leads to.
fn destination(quick_connect: &QuickConnect) -> Vec<&Reference> {
    match &quick_connect.destination {
        Destination::Agent { agent: (to, _), flow: (flow, _) } => vec![to, flow],
        Destination::Queue { queue: (to, _), flow: (flow, _) } => vec![to, flow],
        Destination::Flow((flow, _)) => vec![flow],
        Destination::PhoneNumber(_) | Destination::Hole => Vec::new(),
    }
}

fn tags(tags: &[Tag]) -> Vec<(SmolStr, SmolStr)> {
    tags.iter().map(|tag| (tag.key.text.clone(), tag.value.text.clone())).collect()
}

fn associations(build: &Build, names: &ReferenceWriter) -> Vec<Association> {
    let mut slugs = Slugs::default();
    let mut associations = Vec::new();
    for offer in association::offers(build, names) {
        // For an ARN, the id identifies the queue better than its beginning.
        let name = offer.queue_name();
        let slug = slugs.take(name.rsplit_once("/queue/").map_or(name, |(_, id)| id), "queue");
        let Offer { queue_id, quick_connects, .. } = &offer;
        for (number, quick_connects) in (1..).zip(quick_connects.chunks(association::MOST_PER_CALL)) {
            associations.push(Association {
                key: format!("{slug}-{number}"),
                queue: name.into(),
                queue_id: queue_id.clone(),
                quick_connects: quick_connects.iter().map(|quick_connect| quick_connect.name.text.clone()).collect(),
                document: request::associate(offer.queue, quick_connects, names),
            });
        }
    }
    associations
}

/// The id alone: that of an agent may be in an ARN, as the exports have it.
fn id(kind: ResourceKind, known: &Known) -> SmolStr {
    if kind == ResourceKind::Agent { last_part(&known.id).into() } else { known.id.clone() }
}

impl Referred {
    /// What is known about the resource; `None` for contact data, which refers to a resource only during a contact.
    fn new(reference: &Reference) -> Option<Referred> {
        let known = reference.known.as_ref();
        let written = |form: ReferenceForm| (reference.form == form).then(|| reference.text.clone());
        if reference.form == ReferenceForm::Path {
            return None;
        }
        Some(Referred {
            kind: reference.kind,
            name: known.map(|known| known.name.clone()).or(written(ReferenceForm::Name)),
            id: known.map(|known| id(reference.kind, known)).or(written(ReferenceForm::Id)),
            arn: known.map(|known| known.arn.clone()).or(written(ReferenceForm::Arn)),
            in_build: reference.item.is_some(),
        })
    }

    fn list<'a>(references: impl IntoIterator<Item = &'a Reference>) -> Vec<Referred> {
        let mut list = Vec::new();
        for referred in references.into_iter().filter_map(Referred::new) {
            if !list.contains(&referred) {
                list.push(referred);
            }
        }
        list
    }
}
