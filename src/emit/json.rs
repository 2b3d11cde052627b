//! The target `json`: a file for each resource and request, with placeholders such as `${flow:After hours}` for
//! resources that have no id yet, and a manifest that lists the position of each placeholder.

use super::manifest::{self, AssociationEntry, Manifest, PlaceholderEntry, ReferenceEntry, ResourceEntry, Tags};
use super::plan::{Plan, Resource};
use super::{MANIFEST, OutputFile, SETTINGS_EXTENSION, Status};
use crate::connect::{Document, Placeholder, to_json};
use crate::parallel;
use crate::resource::ResourceKind;

/// The files of a plan: first flows and modules, then quick connects, then associations, and the manifest last.
#[must_use]
pub fn json(plan: &Plan, status: Status) -> Vec<OutputFile> {
    let mut files = Vec::new();
    let mut placeholders = Vec::new();
    let mut resources = Vec::new();
    let written = parallel::map(&plan.resources, |resource| {
        let file = OutputFile::of(path(resource), &resource.document);
        let sha256 = manifest::sha256(&file.bytes);
        (file, sha256)
    });
    for (resource, (file, sha256)) in plan.resources.iter().zip(written) {
        placeholders.extend(PlaceholderEntry::list(&file.path, &resource.document));
        let settings = resource.settings.as_ref().map(|settings| {
            OutputFile::of(format!("{}.{SETTINGS_EXTENSION}", file.path.trim_end_matches(".json")), settings)
        });
        resources.push((resource.origin, entry(resource, &file, settings.as_ref(), sha256)));
        files.push(file);
        files.extend(settings);
    }
    resources.sort_by_key(|(origin, _)| *origin);
    let mut associations = Vec::new();
    for association in &plan.associations {
        let file = OutputFile::of(format!("associations/{}.json", association.key), &association.document);
        placeholders.extend(PlaceholderEntry::list(&file.path, &association.document));
        associations.push(AssociationEntry {
            queue: &association.queue,
            queue_id: &association.queue_id,
            quick_connects: &association.quick_connects,
            file: file.path.clone(),
            sha256: manifest::sha256(&file.bytes),
        });
        files.push(file);
    }
    let manifest = Manifest {
        format: manifest::FORMAT,
        instance: plan.instance.as_deref(),
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

/// The number of characters of a document in this target.
#[must_use]
pub fn length(document: &Document) -> usize {
    document.length(Placeholder::text)
}

impl OutputFile {
    fn of(path: String, document: &Document) -> OutputFile {
        OutputFile { path, bytes: document.render(Placeholder::text).into_bytes() }
    }
}

fn path(resource: &Resource) -> String {
    let folder = match resource.kind {
        ResourceKind::Module => "modules",
        ResourceKind::QuickConnect => "quick-connects",
        _ => "flows",
    };
    format!("{folder}/{}.json", resource.key)
}

fn entry<'a>(
    resource: &'a Resource,
    file: &OutputFile,
    settings: Option<&OutputFile>,
    sha256: String,
) -> ResourceEntry<'a> {
    ResourceEntry {
        kind: resource.kind.keyword(),
        name: &resource.name,
        type_: resource.type_,
        description: resource.description.as_deref(),
        tags: Tags(&resource.tags),
        id: resource.known.as_ref().map(|known| known.id.as_str()),
        arn: resource.known.as_ref().map(|known| known.arn.as_str()),
        file: file.path.clone(),
        settings: settings.map(|file| file.path.clone()),
        settings_sha256: settings.map(|file| manifest::sha256(&file.bytes)),
        sha256,
        references: resource.references.iter().map(ReferenceEntry::new).collect(),
    }
}
