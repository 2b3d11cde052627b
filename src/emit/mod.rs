//! A build as files: flow JSON, quick-connect requests, and a manifest.
//!
//! Takes the graphs of a build without errors and what is known of the instance, gives paths and bytes. The same input
//! gives the same bytes. Writes no file itself, and never judges what it is given.

mod association;
mod manifest;
mod request;
mod slug;

pub use slug::Slugs;

use rayon::prelude::*;

use self::manifest::{AssociationEntry, Manifest, PlaceholderEntry, ReferenceEntry, ResourceEntry};
use self::request::{Request, Tags};
use crate::connect::{self, Names, Placeholder, to_json};
use crate::graph::{Build, Destination, Flow, FlowKind, QuickConnect, Reference};
use crate::inventory::Inventory;
use crate::resource::{Known, ResourceKind};
use crate::source::Span;

/// The path of the manifest among the output.
pub const MANIFEST: &str = "manifest.json";

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Relative to the output folder, with `/` between its parts.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The status that flows are to be created with.
///
/// <https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateContactFlow.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The service validates the flow, and it takes contacts.
    Published,
    /// A draft, which the service does not validate.
    Saved,
}

/// The files of `build`: those of flows and modules, of quick connects, of associations, and the manifest last.
#[must_use]
pub fn emit(build: &Build, inventory: &Inventory, status: Status) -> Vec<OutputFile> {
    let names = Names::new(build, inventory.instance.as_ref());
    let flows = emit_flows(build, inventory, &names);
    let quick_connects = emit_quick_connects(build, &names);
    let associations = emit_associations(build, &names);

    let made = flows.iter().map(|(made, _)| made).chain(quick_connects.iter().map(|(made, _)| made));
    let made = made.chain(associations.iter().map(|(made, _)| made));
    let placeholders = made.flat_map(Made::placeholder_entries).collect();

    let (mut files, mut resources) = (Vec::new(), Vec::new());
    for (made, resource) in flows.into_iter().chain(quick_connects) {
        files.push(made.file);
        files.extend(made.beside);
        resources.push(resource);
    }
    resources.sort_by_key(|(origin, _)| *origin);
    let (association_files, associations): (Vec<Made>, Vec<AssociationEntry>) = associations.into_iter().unzip();
    files.extend(association_files.into_iter().map(|made| made.file));

    let manifest = Manifest {
        format: manifest::FORMAT,
        instance: inventory.instance.as_ref().map(|instance| instance.arn.as_str()),
        status: match status {
            Status::Published => "PUBLISHED",
            Status::Saved => "SAVED",
        },
        resources: resources.into_iter().map(|(_, entry)| entry).collect(),
        associations,
        placeholders,
    };
    files.push(OutputFile { path: MANIFEST.to_owned(), bytes: to_json(&manifest) });
    files
}

/// A file, and what the manifest says of it.
struct Made {
    file: OutputFile,
    /// A file that belongs to it: a module's `Settings`.
    beside: Option<OutputFile>,
    sha256: String,
    placeholders: Vec<(String, Placeholder)>,
}

impl Made {
    fn new(path: String, bytes: Vec<u8>, placeholders: Vec<(String, Placeholder)>) -> Made {
        let sha256 = manifest::sha256(&bytes);
        Made { file: OutputFile { path, bytes }, beside: None, sha256, placeholders }
    }

    fn request(path: String, request: Request) -> Made {
        Made::new(path, request.bytes, request.placeholders)
    }

    fn placeholder_entries(&self) -> impl Iterator<Item = PlaceholderEntry> {
        let placeholders = self.placeholders.iter();
        placeholders.map(|(pointer, placeholder)| PlaceholderEntry::new(&self.file.path, pointer, placeholder))
    }
}

/// A resource's file, its place in the source, and its entry in the manifest.
type Resource<'a> = (Made, (Span, ResourceEntry<'a>));

fn emit_flows<'a>(build: &'a Build, inventory: &'a Inventory, names: &Names) -> Vec<Resource<'a>> {
    let (mut flows, mut modules) = (Slugs::default(), Slugs::default());
    let path = |flow: &Flow| match flow.kind {
        FlowKind::Flow(_) => format!("flows/{}.json", flows.take(&flow.name.text, "flow")),
        FlowKind::Module => format!("modules/{}.json", modules.take(&flow.name.text, "module")),
    };
    let paths: Vec<String> = build.flows.iter().map(path).collect();
    let emit = |(flow, path): (&'a Flow, String)| emit_flow(flow, path, inventory, names);
    build.flows.par_iter().zip(paths).map(emit).collect()
}

fn emit_flow<'a>(flow: &'a Flow, path: String, inventory: &'a Inventory, names: &Names) -> Resource<'a> {
    let content = connect::content(flow, names);
    let beside = flow.contract.as_ref().map(|contract| OutputFile {
        path: format!("{}.settings.json", path.trim_end_matches(".json")),
        bytes: connect::module_settings(contract, names),
    });
    let made = Made { beside, ..Made::new(path, content.bytes, content.placeholders) };
    let known = known_flow(flow, inventory);
    let entry = ResourceEntry {
        kind: flow.kind.resource_kind().keyword(),
        name: &flow.name.text,
        type_: match flow.kind {
            FlowKind::Flow(flow_type) => flow_type.map(|flow_type| flow_type.wire()),
            FlowKind::Module => None,
        },
        description: flow.description.as_ref().map(|description| description.text.as_str()),
        tags: Tags(&flow.tags),
        id: known.map(|known| known.id.as_str()),
        arn: known.map(|known| known.arn.as_str()),
        file: made.file.path.clone(),
        settings: made.beside.as_ref().map(|file| file.path.clone()),
        sha256: made.sha256.clone(),
        references: ReferenceEntry::list(connect::references(flow).into_iter().map(|place| place.reference)),
    };
    (made, (flow.name.span, entry))
}

fn known_flow<'a>(flow: &Flow, inventory: &'a Inventory) -> Option<&'a Known> {
    let is_it = |known: &&Known| known.name == flow.name.text;
    match flow.kind {
        FlowKind::Flow(_) => inventory.flows.iter().map(|flow| &flow.known).find(is_it),
        FlowKind::Module => inventory.modules.iter().map(|module| &module.known).find(is_it),
    }
}

fn emit_quick_connects<'a>(build: &'a Build, names: &Names) -> Vec<Resource<'a>> {
    let mut slugs = Slugs::default();
    let emit = |quick_connect: &'a QuickConnect| {
        let path = format!("quick-connects/{}.json", slugs.take(&quick_connect.name.text, "quick-connect"));
        let made = Made::request(path, request::create_quick_connect(quick_connect, names));
        let known = quick_connect.known.as_ref();
        let available_in = quick_connect.available_in.iter().map(|(queue, _)| queue);
        let entry = ResourceEntry {
            kind: ResourceKind::QuickConnect.keyword(),
            name: &quick_connect.name.text,
            type_: Some(request::quick_connect_type(&quick_connect.destination)),
            description: quick_connect.description.as_ref().map(|description| description.text.as_str()),
            tags: Tags(&quick_connect.tags),
            id: known.map(|known| known.id.as_str()),
            arn: known.map(|known| known.arn.as_str()),
            file: made.file.path.clone(),
            settings: None,
            sha256: made.sha256.clone(),
            references: ReferenceEntry::list(destination(quick_connect).into_iter().chain(available_in)),
        };
        (made, (quick_connect.name.span, entry))
    };
    build.quick_connects.iter().map(emit).collect()
}

/// What a quick connect leads to.
fn destination(quick_connect: &QuickConnect) -> Vec<&Reference> {
    match &quick_connect.destination {
        Destination::Agent { agent: (to, _), flow: (flow, _) } => vec![to, flow],
        Destination::Queue { queue: (to, _), flow: (flow, _) } => vec![to, flow],
        Destination::Flow((flow, _)) => vec![flow],
        Destination::PhoneNumber(_) | Destination::Hole => Vec::new(),
    }
}

fn emit_associations<'a>(build: &'a Build, names: &Names) -> Vec<(Made, AssociationEntry<'a>)> {
    let mut slugs = Slugs::default();
    let mut associations = Vec::new();
    for offer in association::offers(build, names) {
        // Of an ARN the id says more than its beginning.
        let name = offer.queue_name();
        let slug = slugs.take(name.rsplit_once("/queue/").map_or(name, |(_, id)| id), "queue");
        for (number, quick_connects) in (1..).zip(offer.quick_connects.chunks(association::MOST_PER_CALL)) {
            let request = request::associate(&offer.queue_id, quick_connects.iter().copied(), names);
            let made = Made::request(format!("associations/{slug}-{number}.json"), request);
            let entry = AssociationEntry {
                queue: offer.queue_name(),
                queue_id: offer.queue_id.to_string(),
                quick_connects: quick_connects.iter().map(|quick_connect| quick_connect.name.text.as_str()).collect(),
                file: made.file.path.clone(),
                sha256: made.sha256.clone(),
            };
            associations.push((made, entry));
        }
    }
    associations
}
