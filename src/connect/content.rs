//! The content of a flow or module: `{"Version", "StartAction", "Metadata", "Settings", "Actions"}`.
//!
//! Takes a flow and gives its JSON, written directly from the graph. Only this module decides which parts may be
//! omitted.

use serde::{Serialize, Serializer};

use super::document::{Document, Recorder};
use super::{ReferenceWriter, references};
use crate::graph::{Action, Flow, FlowKind, Node, Note, Object, Position, Target, Value};
use crate::layout::{self, Layout};

/// The only version of the flow language.
const VERSION: &str = "2019-10-30";

/// Enough for a few lines; the designer lets a user resize it.
const NOTE_SIZE: SizeWire = SizeWire { height: 100, width: layout::BLOCK_WIDTH };

/// The content of `flow`, as `CreateContactFlow` and `CreateContactFlowModule` expect it.
///
/// <https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateContactFlow.html>
#[must_use]
pub fn content(flow: &Flow, names: &ReferenceWriter) -> Document {
    let pointers = references(flow).into_iter().flat_map(|site| {
        let count = names.in_content(site.reference).placeholders().count();
        std::iter::repeat_n(site.pointer, count)
    });
    let layout = layout::layout(flow);
    let recorder = Recorder::default();
    let writer = Writer { names, recorder: &recorder };
    let wire = FlowWire {
        version: VERSION,
        start_action: identifier(flow, flow.start),
        metadata: MetadataWire {
            entry_point_position: layout.entry,
            action_metadata: ActionMetadataWire { flow, layout: &layout },
            annotations: annotations(flow, &layout),
        },
        settings: settings(flow),
        actions: flow.actions.iter().map(|action| ActionWire::new(flow, action, writer)).collect(),
    };
    recorder.document(&wire, pointers)
}

fn identifier(flow: &Flow, target: Target) -> &str {
    target.action().and_then(|id| flow.action(id)).map_or("", |action| action.identifier.as_str())
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct FlowWire<'a> {
    version: &'static str,
    start_action: &'a str,
    metadata: MetadataWire<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<SettingsWire>,
    actions: Vec<ActionWire<'a>>,
}

/// Metadata that the designer reads and the service only stores.
#[derive(Serialize)]
struct MetadataWire<'a> {
    #[serde(rename = "entryPointPosition")]
    entry_point_position: Position,
    #[serde(rename = "ActionMetadata")]
    action_metadata: ActionMetadataWire<'a>,
    #[serde(rename = "Annotations", skip_serializing_if = "Vec::is_empty")]
    annotations: Vec<AnnotationWire<'a>>,
}

/// A note in the form that the designer exports.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AnnotationWire<'a> {
    #[serde(rename = "type")]
    type_: &'static str,
    id: String,
    content: &'a str,
    action_id: &'a str,
    is_folded: bool,
    position: Position,
    size: SizeWire,
}

#[derive(Clone, Copy, Serialize)]
struct SizeWire {
    height: i64,
    width: i64,
}

/// The notes of `flow`, each at its block, those about the flow at the entry.
fn annotations<'a>(flow: &'a Flow, layout: &Layout) -> Vec<AnnotationWire<'a>> {
    let annotation = |(index, note): (usize, &'a Note)| {
        let action = note.action.and_then(|id| flow.action(id));
        let place = note.action.and_then(|id| layout.actions.get(id.0)).copied().unwrap_or(layout.entry);
        AnnotationWire {
            type_: "default",
            id: format!("note-{}", index + 1),
            content: &note.text,
            action_id: action.map_or("", |action| action.identifier.as_str()),
            is_folded: action.is_some(),
            position: Position { x: place.x, y: place.y.saturating_sub(NOTE_SIZE.height) },
            size: NOTE_SIZE,
        }
    };
    flow.notes.iter().enumerate().map(annotation).collect()
}

struct ActionMetadataWire<'a> {
    flow: &'a Flow,
    layout: &'a Layout,
}

impl Serialize for ActionMetadataWire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.flow.actions.iter().zip(&self.layout.actions);
        serializer.collect_map(entries.map(|(action, position)| {
            let is_friendly_name = action.is_named.then_some(true);
            (action.identifier.as_str(), ActionEntryWire { position: *position, is_friendly_name })
        }))
    }
}

#[derive(Serialize)]
struct ActionEntryWire {
    position: Position,
    #[serde(rename = "isFriendlyName", skip_serializing_if = "Option::is_none")]
    is_friendly_name: Option<bool>,
}

/// Settings, which the content of a module must have and the content of a flow must not.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SettingsWire {
    input_parameters: [(); 0],
    output_parameters: [(); 0],
    transitions: Vec<ResultWire>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResultWire {
    display_name: &'static str,
    reference_name: &'static str,
    description: &'static str,
}

/// The settings in the content. They are the same for nearly every module, because the contract of a module is the
/// resource's `Settings`.
fn settings(flow: &Flow) -> Option<SettingsWire> {
    let result = |name| ResultWire { display_name: name, reference_name: name, description: "" };
    match flow.kind {
        FlowKind::Flow(_) => None,
        FlowKind::Module => Some(SettingsWire {
            input_parameters: [],
            output_parameters: [],
            transitions: match &flow.contract {
                Some(contract) if contract.is_bare => Vec::new(),
                _ => vec![result("Success"), result("Error")],
            },
        }),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ActionWire<'a> {
    identifier: &'a str,
    #[serde(rename = "Type")]
    type_: &'a str,
    parameters: ObjectWire<'a>,
    transitions: TransitionsWire<'a>,
}

impl<'a> ActionWire<'a> {
    fn new(flow: &'a Flow, action: &'a Action, writer: Writer<'a>) -> ActionWire<'a> {
        ActionWire {
            identifier: &action.identifier,
            type_: &action.type_,
            parameters: ObjectWire { object: &action.parameters, writer },
            transitions: TransitionsWire::new(flow, action, writer),
        }
    }
}

#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TransitionsWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    next_action: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<ConditionalWire<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorWire<'a>>,
}

impl<'a> TransitionsWire<'a> {
    fn new(flow: &'a Flow, action: &'a Action, writer: Writer<'a>) -> TransitionsWire<'a> {
        let transitions = &action.transitions;
        if transitions.terminal {
            return TransitionsWire::default();
        }
        let conditions = transitions.conditions.iter().map(|condition| ConditionalWire {
            next_action: identifier(flow, condition.edge.target),
            condition: ConditionWire {
                operator: &condition.operator,
                operands: condition.operands.iter().map(|node| NodeWire { node, writer }).collect(),
            },
        });
        let errors = transitions
            .errors
            .iter()
            .map(|branch| ErrorWire { next_action: identifier(flow, branch.edge.target), error_type: &branch.error });
        TransitionsWire {
            next_action: transitions.next.map(|edge| identifier(flow, edge.target)),
            conditions: conditions.collect(),
            errors: errors.collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ConditionalWire<'a> {
    next_action: &'a str,
    condition: ConditionWire<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ConditionWire<'a> {
    operator: &'a str,
    operands: Vec<NodeWire<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ErrorWire<'a> {
    next_action: &'a str,
    error_type: &'a str,
}

/// The context in which values are written.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) names: &'a ReferenceWriter<'a>,
    pub(super) recorder: &'a Recorder,
}

struct ObjectWire<'a> {
    object: &'a Object,
    writer: Writer<'a>,
}

impl Serialize for ObjectWire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let properties = self.object.properties().iter();
        let writer = self.writer;
        serializer
            .collect_map(properties.map(|property| (property.key.as_str(), NodeWire { node: &property.node, writer })))
    }
}

/// A value as JSON.
pub(super) struct NodeWire<'a> {
    pub(super) node: &'a Node,
    pub(super) writer: Writer<'a>,
}

impl Serialize for NodeWire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let writer = self.writer;
        match &self.node.value {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Number(number) => number.serialize(serializer),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Null | Value::Hole => serializer.serialize_unit(),
            Value::Reference(reference) => {
                writer.recorder.string(writer.names.in_content(reference)).serialize(serializer)
            }
            Value::List(list) => serializer.collect_seq(list.iter().map(|node| NodeWire { node, writer })),
            Value::Object(object) => ObjectWire { object, writer }.serialize(serializer),
        }
    }
}
