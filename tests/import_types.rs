//! The type of an imported flow: what is certain, and what is guessed.

use std::path::Path;

use callflow::diagnostic::Diagnostics;
use callflow::graph::FlowKind;
use callflow::reader::{self, ImportHints, Purpose};
use callflow::source::Sources;
use serde_json::Value;

use crate::support::corpus::shared;

/// The flow's type and the other types that it may have; `None` for one that is certain.
fn types(name: &str, json: &str) -> (FlowKind, Option<Vec<FlowKind>>) {
    let mut sources = Sources::new();
    let file = sources.add(name, json);
    let document = reader::parse(&sources, file, &mut Diagnostics::new()).unwrap();
    let hints = ImportHints::default();
    let read = reader::read(&document, &hints, Purpose::Convert, None, &mut Diagnostics::new()).unwrap();
    let others = read.other_types.iter().map(|it| FlowKind::Flow(Some(*it))).collect();
    (read.flow.kind, read.is_type_inferred.then_some(others))
}

/// With the type in its metadata, each flow has it; without, it is the first guess in most, and nearly always a guess.
#[test]
fn types_of_the_corpus_are_guessed() {
    let Some(shared) = shared() else { return };
    let index: Value =
        serde_json::from_str(&std::fs::read_to_string(shared.join("corpus/index.json")).unwrap()).unwrap();
    let (mut count, mut first, mut named, mut certain) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for entry in index.as_array().unwrap() {
        let Some(wanted) = entry["flow_type_norm"].as_str().filter(|it| *it != "MODULE") else { continue };
        let wanted = FlowKind::Flow(callflow::catalogue::FlowType::from_wire(wanted));
        let path = shared.join("corpus").join(entry["file"].as_str().unwrap());
        let text = std::fs::read_to_string(&path).unwrap();
        let mut json: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        // The name of the corpus's file begins with that of its repository.
        let name = Path::new(entry["path"].as_str().unwrap()).file_name().unwrap().to_str().unwrap().to_owned();
        let (kind, others) = types(&name, &json.to_string());
        if others.is_none() {
            certain += 1;
            assert_eq!(kind, wanted, "{}", path.display());
        }
        if let Some(metadata) = json["Metadata"].as_object_mut() {
            metadata.remove("type");
        }
        let (kind, others) = types(&name, &json.to_string());
        count += 1;
        first += usize::from(kind == wanted);
        named += usize::from(kind == wanted || others.iter().flatten().any(|it| *it == wanted));
        if kind != wanted {
            wrong.push(format!("{name} {}: {wanted:?}, not {kind:?} {others:?}", json["Metadata"]["name"]));
        }
    }
    assert_eq!((count, certain), (95, 75), "{}", wrong.join("\n"));
    assert!(first >= 88 && named >= 92, "{first} first, {named} named:\n{}", wrong.join("\n"));
}
