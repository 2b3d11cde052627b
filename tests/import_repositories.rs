//! `callflow import` of every repository of the corpus, each as one folder and a project of its own: what its build gives,
//! and which references are names in its texts.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use callflow::graph::Flow;
use callflow::graph::equal::{Identifiers, differences};
use callflow::reader::Read;
use callflow::resource::ResourceKind;

use crate::import::read_json;
use crate::support::corpus::{flows_by_repository, shared};
use crate::support::each;
use crate::support::process::{self, Output, callflow};

/// A repository of the corpus, imported and built.
struct Repository {
    /// The path and the flow of each export.
    exports: Vec<(String, Read)>,
    imported: Output,
    built: Output,
    /// The `.flow` texts.
    texts: Vec<String>,
    /// The names beside them.
    inventory: String,
    /// The flows that a draft build writes.
    contents: Vec<Flow>,
}

/// All of them. `None` without the corpus.
static REPOSITORIES: LazyLock<Option<Vec<Repository>>> =
    LazyLock::new(|| Some(each(&flows_by_repository(&shared()?), |flows| Repository::import(flows))));

impl Repository {
    fn import(flows: &[(String, String)]) -> Repository {
        let folder = process::folder_in_memory();
        let exports = folder.path().join("exports");
        fs::create_dir(&exports).unwrap();
        for (path, json) in flows {
            fs::write(exports.join(path.rsplit('/').next().unwrap()), json).unwrap();
        }
        let imported = callflow(folder.path(), &["import", "exports", "--out", "project"]);
        fs::remove_dir_all(exports).unwrap();
        let built = callflow(folder.path(), &["build", "project", "--draft"]);
        let project = folder.path().join("project");
        let contents = ["flows", "modules"].map(|kind| texts(&project.join("build").join(kind), ".json")).concat();
        let contents = contents.iter().filter_map(|json| Some(read_json("built.json", json).0?.flow)).collect();
        let read = |(path, json): &(String, String)| (path.clone(), read_json(path, json).0.expect("a flow"));
        let exports = flows.iter().map(read).collect();
        let inventory = texts(&project.join("inventory"), ".json").concat();
        Repository { exports, imported, built, texts: texts(&project, ".flow"), inventory, contents }
    }

    /// What does not come back.
    fn faults(&self) -> Vec<String> {
        if (self.imported.code, self.built.code) != (0, 0) {
            return vec![format!("{}: {}{}", self.exports[0].0, self.imported.stderr, self.built.stderr)];
        }
        let mut left: Vec<&Flow> = self.contents.iter().collect();
        let mut faults = Vec::new();
        for (path, read) in &self.exports {
            match left.iter().position(|built| differences(&read.flow, built, Identifiers::Any).is_empty()) {
                Some(found) => _ = left.swap_remove(found),
                None => faults.push(format!("{path}: no flow of the build is equal")),
            }
        }
        faults.extend(left.iter().map(|flow| format!("{}: one flow too many", flow.name.text)));
        faults
    }
}

/// The contents of all files in a folder and below with this extension.
fn texts(folder: &Path, extension: &str) -> Vec<String> {
    let paths = if folder.exists() { process::files(folder) } else { Vec::new() };
    let wanted = paths.iter().filter(|path| path.ends_with(extension));
    wanted.map(|path| fs::read_to_string(folder.join(path)).unwrap()).collect()
}

#[test]
fn the_build_of_an_imported_folder_is_equal() {
    let Some(repositories) = &*REPOSITORIES else { return };
    assert_eq!((repositories.len(), repositories.iter().map(|it| it.exports.len()).sum::<usize>()), (27, 200));
    let faults: Vec<String> = repositories.iter().flat_map(Repository::faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A reference of exports, with what it refers to.
struct Counted<'r> {
    kind: ResourceKind,
    text: &'r str,
    name: &'r str,
}

const REASONS: [&str; 3] = ["another instance has it", "another tool fills in a part of it", "another has the name"];

/// Why a reference is no name in the texts although the exports have one. `None` if nothing explains it.
fn reason(reference: &Counted<'_>, inventory: &str) -> Option<&'static str> {
    let Counted { kind, text, name } = *reference;
    let [of_other_instance, open, taken] = REASONS;
    if text.contains(['{', '<']) {
        return Some(open);
    }
    let instance = text.split_once(":instance/").and_then(|(_, rest)| rest.split('/').next());
    if instance.is_some_and(|instance| !inventory.contains(&format!(":instance/{instance}/"))) {
        return Some(of_other_instance);
    }
    // In the inventory, the name of a Lambda function is the end of its ARN.
    let name = if kind == ResourceKind::Lambda { text.rsplit(':').next()? } else { name };
    inventory.contains(&format!("{name}\"")).then_some(taken)
}

#[test]
fn references_that_have_a_name_are_names_in_the_text() {
    let Some(repositories) = &*REPOSITORIES else { return };
    let (mut all, mut left) = (0, BTreeMap::<&str, usize>::new());
    for repository in repositories {
        let text = repository.texts.concat();
        let mut counts = BTreeMap::<(&str, &str), (usize, Counted<'_>)>::new();
        for found in repository.exports.iter().flat_map(|(_, read)| &read.names) {
            let Some(name) = &found.name else { continue };
            let is_id = found.text.len() == 36 && !found.text.contains('{');
            if is_id || found.text.starts_with("arn:") {
                let counted = Counted { kind: found.kind, text: &found.text, name };
                counts.entry((found.kind.keyword(), &found.text)).or_insert((0, counted)).0 += 1;
            }
        }
        for (count, reference) in counts.into_values() {
            all += count;
            // As a reference, or in a `raw` part.
            let count = |form: &str| text.matches(&format!("{form} \"{}\"", reference.text)).count();
            let count = ["arn", "id", ":"].map(count).iter().sum::<usize>();
            if count > 0 {
                let reason = reason(&reference, &repository.inventory);
                *left.entry(reason.unwrap_or(reference.text)).or_default() += count;
            }
        }
    }
    assert!(left.keys().all(|reason| REASONS.contains(reason)), "{left:?}");
    let named = all - left.values().sum::<usize>();
    assert!(named * 100 >= all * 95, "{named} of {all}: {left:?}");
}
