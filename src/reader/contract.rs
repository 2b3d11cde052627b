//! A module's contract: the resource's `Settings`, or the copy of it that the designer keeps in the metadata.

use smol_str::SmolStr;

use super::json::{Json, Kind};
use super::value::node;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Contract, Field, FieldType, Schema, Spanned};

/// Reads `{"input": {"schema": …}, "resultData": {"schema": …}, "transitions": {"results": [{"name": …}]}}`.
pub(super) fn contract(settings: &Json) -> Contract {
    let schema_of = |key: &str| settings.get(key).and_then(|it| it.get("schema")).map(schema).unwrap_or_default();
    let results = settings.get("transitions").and_then(|it| it.get("results")).map(Json::items).unwrap_or_default();
    let branch = |result: &Json| {
        let name = result.get("name")?;
        Some(Spanned { text: name.text()?.clone(), span: name.span })
    };
    Contract {
        input: schema_of("input"),
        output: schema_of("resultData"),
        branches: results.iter().filter_map(branch).collect(),
        is_bare: false,
        is_unknown: false,
    }
}

/// Reads the part of the contract in the content, which is normally the same for every module. Settings that cannot be
/// expressed in `.flow` source are reported.
pub(super) fn of_content(settings: &Json, contract: &mut Contract, diagnostics: &mut Diagnostics) {
    let items = |key: &str| settings.get(key).map(Json::items).unwrap_or_default();
    let names: Vec<&str> =
        items("Transitions").iter().filter_map(|it| it.text_at("DisplayName")).map(SmolStr::as_str).collect();
    let has_parameters = !items("InputParameters").is_empty() || !items("OutputParameters").is_empty();
    contract.is_bare = names.is_empty() && contract.branches.is_empty();
    if has_parameters || !matches!(names.as_slice(), [] | ["Success", "Error"]) {
        diagnostics.push(
            Diagnostic::new(Code::NotTakenOver, settings.span.head(), "these settings cannot be converted")
                .primary_label("they differ from the settings that every module has")
                .help("declare the contract of a module with `input`, `output` and `branches`"),
        );
    }
}

/// The schema as fields if they can express the whole JSON Schema, else as raw JSON.
fn schema(json: &Json) -> Schema {
    fields(json).map_or_else(|| Schema::Raw(node(json)), Schema::Fields)
}

fn fields(json: &Json) -> Option<Vec<Field>> {
    if json.members().iter().any(|member| !matches!(member.key.as_str(), "type" | "properties" | "required")) {
        return None;
    }
    if json.text_at("type").is_some_and(|type_| type_ != "object") {
        return None;
    }
    let required = json.get("required").map(Json::items).unwrap_or_default();
    let field = |member: &super::json::Member| {
        let Kind::Object(parts) = &member.value.kind else { return None };
        let [part] = parts.as_slice() else { return None };
        let type_ = FieldType::ALL.into_iter().find(|type_| part.value.text().is_some_and(|it| it == type_.json()))?;
        (part.key == "type").then(|| Field {
            name: Spanned { text: member.key.clone(), span: member.key_span },
            type_: Some(type_),
            required: required.iter().any(|name| name.text() == Some(&member.key)),
        })
    };
    json.get("properties").map(Json::members).unwrap_or_default().iter().map(field).collect()
}
