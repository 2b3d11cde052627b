//! A module's contract as the resource's `Settings`.
//!
//! <https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateContactFlowModule.html>: `Settings` is a string
//! that contains JSON. The key of the same name in the content has no meaning; the service enforces these settings on
//! callers.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::content::{NodeWire, Writer};
use super::document::{Document, Recorder};
use super::reference_writer::ReferenceWriter;
use crate::graph::{Contract, Field, Schema};

/// The `Settings` of a module.
#[must_use]
pub fn module_settings(contract: &Contract, names: &ReferenceWriter) -> Document {
    let recorder = Recorder::default();
    let writer = Writer { names, recorder: &recorder };
    let results: Vec<ResultWire> = contract.branches.iter().map(|branch| ResultWire { name: &branch.text }).collect();
    let settings = SettingsWire {
        input: wire(&contract.input, writer),
        result_data: wire(&contract.output, writer),
        transitions: (!results.is_empty()).then_some(TransitionsWire { results }),
    };
    recorder.document(&settings, [])
}

fn wire<'a>(schema: &'a Schema, writer: Writer<'a>) -> Option<SchemaWire<'a>> {
    let is_empty = matches!(schema, Schema::Fields(fields) if fields.is_empty());
    (!is_empty).then_some(SchemaWire { schema: Body { schema, writer } })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SettingsWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<SchemaWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result_data: Option<SchemaWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transitions: Option<TransitionsWire<'a>>,
}

#[derive(Serialize)]
struct TransitionsWire<'a> {
    results: Vec<ResultWire<'a>>,
}

#[derive(Serialize)]
struct ResultWire<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct SchemaWire<'a> {
    schema: Body<'a>,
}

struct Body<'a> {
    schema: &'a Schema,
    writer: Writer<'a>,
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.schema {
            Schema::Raw(node) => NodeWire { node, writer: self.writer }.serialize(serializer),
            Schema::Fields(fields) => {
                let required: Vec<&str> =
                    fields.iter().filter(|field| field.required).map(|field| field.name.text.as_str()).collect();
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("type", "object")?;
                map.serialize_entry("properties", &Properties(fields))?;
                if !required.is_empty() {
                    map.serialize_entry("required", &required)?;
                }
                map.end()
            }
        }
    }
}

struct Properties<'a>(&'a [Field]);

#[derive(Serialize)]
struct Property {
    #[serde(rename = "type")]
    type_: &'static str,
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|field| {
            (field.name.text.as_str(), Property { type_: field.type_.map_or("string", |type_| type_.json()) })
        }))
    }
}
