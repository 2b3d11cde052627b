//! The parameters of a legacy module → the parameters of today's action.
//!
//! Takes a module and its row of the table, and gives the parameters. What has no counterpart is reported and left out.
//! Never looks at branches, except where they say which metric a module checks.

use smol_str::{SmolStr, format_smolstr};

use super::json::{Json, Kind as JsonKind};
use super::legacy_table::{NAMESPACES, Row, SYSTEM, To};
use super::value::plain_text;
use crate::catalogue::contact_data;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Node, Object, Value};
use crate::source::Span;

/// The parameters of `module`, of which `row` says where they go.
pub(super) fn converted(module: &Json, row: &Row, head: Span, diagnostics: &mut Diagnostics) -> Object {
    let mut parameters = Parameters { found: Object::new(), head, diagnostics };
    for (path, value) in row.fixed {
        parameters.found.set(path, head, Node::text(*value, head));
    }
    for parameter in items(module, "parameters") {
        parameters.add(row.parameters, parameter);
    }
    parameters.join(row.action, module);
    parameters.found
}

/// The parameters of a module that has no counterpart, under their own names.
pub(super) fn unconverted(module: &Json, head: Span, diagnostics: &mut Diagnostics) -> Object {
    let mut parameters = Parameters { found: Object::new(), head, diagnostics };
    for parameter in items(module, "parameters") {
        let key = parameter.text_at("name").cloned().unwrap_or_default();
        let node = parameters.value(parameter);
        parameters.found.insert(key, parameter.span, node);
    }
    parameters.found
}

/// The diagnostic for a part that today's format does not have.
pub(super) fn lost(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::NotTakenOver, span, message)
}

fn items<'j>(module: &'j Json, key: &str) -> &'j [Json] {
    module.get(key).map(Json::items).unwrap_or_default()
}

struct Parameters<'r> {
    found: Object,
    head: Span,
    diagnostics: &'r mut Diagnostics,
}

impl Parameters<'_> {
    fn lost(&mut self, span: Span, message: String) {
        self.diagnostics.push(lost(span, message));
    }

    fn add(&mut self, table: &[(&str, To)], parameter: &Json) {
        let name = parameter.text_at("name").cloned().unwrap_or_default();
        let Some((_, to)) = table.iter().find(|(known, _)| *known == name) else {
            self.lost(parameter.span, format!("the legacy parameter `{name}` has no counterpart"));
            return;
        };
        let span = parameter.span;
        let node = self.value(parameter);
        let text = match &node.value {
            Value::Text(text) => text.clone(),
            _ => SmolStr::default(),
        };
        match to {
            To::Path(path) => {
                if text.is_empty()
                    && let Some(name) = parameter.text_at("resourceName").filter(|name| !name.is_empty())
                {
                    self.lost(span, format!("the export does not identify `{name}`"));
                }
                self.found.set(path, span, node);
            }
            To::Words(path, words) => match words.iter().find(|(old, _)| old.eq_ignore_ascii_case(&text)) {
                Some((_, new)) => self.found.set(path, span, Node::text(*new, span)),
                None => self.found.set(path, span, node),
            },
            To::Only(values) => {
                if !values.iter().any(|value| value.eq_ignore_ascii_case(&text)) {
                    self.lost(span, format!("the value `{text}` of the legacy parameter `{name}` has no counterpart"));
                }
            }
            To::Map(path) => {
                let key = parameter.text_at("key").cloned().unwrap_or_default();
                let mut map = match self.found.get(path).map(|node| &node.value) {
                    Some(Value::Object(map)) => map.clone(),
                    _ => Object::new(),
                };
                map.insert(key, span, node);
                self.found.set(path, span, Node { value: Value::Object(map), origin: span });
            }
            To::Item(path, words) => {
                let known = words.iter().find(|(old, _)| *old == text);
                self.push(path, span, known.map_or(node, |(_, new)| Node::text(*new, span)));
            }
            To::Message(key) => {
                let key = if parameter.text_at("key").is_some_and(|key| key == "ssml") { "SSML" } else { key };
                let mut message = Object::new();
                message.set(key, span, node);
                self.push("Messages", span, Node { value: Value::Object(message), origin: span });
            }
            To::Fields(fields) => self.fields(fields, &name, parameter),
        }
    }

    /// The parameter `name` that holds its values as members.
    fn fields(&mut self, fields: &[(&str, &str)], name: &str, parameter: &Json) {
        let is_value = |key: &str| !matches!(key, "name" | "namespace" | "resourceName");
        for member in parameter.members().iter().filter(|it| is_value(&it.key)) {
            match fields.iter().find(|(key, _)| *key == member.key) {
                _ if matches!(member.value.kind, JsonKind::Null) => {}
                Some((_, path)) => {
                    let text = self.in_namespace(parameter, &plain_text(&member.value), member.value.span);
                    self.found.set(path, member.key_span, Node::text(text, member.value.span));
                }
                None => {
                    let message =
                        format!("the field `{}` of the legacy parameter `{name}` has no counterpart", member.key);
                    self.lost(member.key_span, message);
                }
            }
        }
    }

    /// The value of a parameter; contact data becomes a path in the current notation.
    fn value(&mut self, parameter: &Json) -> Node {
        let span = parameter.get("value").map_or(parameter.span, |value| value.span);
        let text = parameter.get("value").map(plain_text).unwrap_or_default();
        Node::text(self.in_namespace(parameter, &text, span), span)
    }

    fn in_namespace(&mut self, parameter: &Json, text: &str, span: Span) -> SmolStr {
        match parameter.text_at("namespace") {
            Some(namespace) => self.path(namespace, text, span),
            None => text.into(),
        }
    }

    /// Contact data of a legacy namespace as a path.
    fn path(&mut self, namespace: &str, name: &str, span: Span) -> SmolStr {
        if namespace == "System" {
            let known = SYSTEM.iter().find(|(old, _)| *old == name);
            return known.map_or_else(|| format_smolstr!("$.{name}"), |(_, new)| SmolStr::new(*new));
        }
        let known = NAMESPACES.iter().find(|(old, _)| *old == namespace);
        let holder = known.map_or(namespace, |(_, new)| new);
        if contact_data::find(holder.split('.').next().unwrap_or_default()).is_none() {
            self.lost(span, format!("the legacy namespace `{namespace}` has no counterpart"));
        }
        let is_plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        match is_plain {
            true => format_smolstr!("$.{holder}.{name}"),
            false => format_smolstr!("$.{holder}.['{name}']"),
        }
    }

    /// Converts parameters that depend on each other or on the branches.
    fn join(&mut self, action: &str, module: &Json) {
        let head = self.head;
        if self.take_text("TextToSpeechType") == "ssml"
            && let Some(node) = self.take("Text")
        {
            self.found.set("SSML", head, node);
        }
        match action {
            "Compare" => {
                let namespace = self.take_text("Namespace");
                if let Some(Node { value: Value::Text(attribute), origin }) = self.take("Attribute") {
                    let path = self.path(&namespace, &attribute, origin);
                    self.found.set("ComparisonValue", head, Node::text(path, origin));
                }
            }
            "CheckMetricData" => self.metric(module),
            "GetParticipantInput" => self.encryption(),
            "UpdateContactRecordingBehavior" => {
                let is_on = self.take_text("RecordingBehaviorOption") == "Enable";
                let participants: &[&str] = match self.take_text("RecordingParticipantOption").as_str() {
                    "Agent" if is_on => &["Agent"],
                    "Customer" if is_on => &["Customer"],
                    _ if is_on => &["Agent", "Customer"],
                    _ => &[],
                };
                let items = participants.iter().map(|participant| Node::text(*participant, head)).collect();
                let node = Node { value: Value::List(items), origin: head };
                self.found.set("RecordingBehavior.RecordedParticipants", head, node);
            }
            "UpdateContactMediaStreamingBehavior" => {
                let mut participant = Object::new();
                participant.set("ParticipantType", head, Node::text("Customer", head));
                if let Some(tracks) = self.take("Tracks") {
                    participant.set("MediaDirections", head, tracks);
                }
                self.push("Participants", head, Node { value: Value::Object(participant), origin: head });
            }
            "Wait" => {
                let is_interrupted = self.take_text("CustomerReturned");
                if is_interrupted == "true" {
                    self.push("Events", head, Node::text("CustomerReturned", head));
                }
            }
            "UpdateContactEventHooks" => {
                let hook = self.take_text("Type");
                if let Some(node) = self.take("ContactFlowId") {
                    self.found.set(&format!("EventHooks.{hook}"), head, node);
                }
            }
            "UpdateContactAttributes" => {
                // The one attribute of the oldest format.
                let key = self.take_text("key");
                if let Some(node) = self.take("value") {
                    let mut map = Object::new();
                    map.insert(key, head, node);
                    self.found.set("Attributes", head, Node { value: Value::Object(map), origin: head });
                }
            }
            _ => {}
        }
    }

    /// Sets the metric that a module checks, where it follows from its branches.
    fn metric(&mut self, module: &Json) {
        if self.found.get("MetricType").is_some() {
            return;
        }
        let checks = |condition: &str| {
            let mut branches = items(module, "branches").iter().filter_map(|branch| branch.get("condition"));
            branches.find(|it| it.text().is_some_and(|text| text == condition)).map(|it| it.span)
        };
        let (time, size) = (checks("CheckQueueTime"), checks("CheckQueueSize"));
        if let (Some(_), Some(size)) = (time, size) {
            self.lost(size, "one block cannot check both the time in the queue and its size".to_owned());
        }
        let metric = if time.is_some() { "OldestContactInQueueAgeSeconds" } else { "NumberOfContactsInQueue" };
        self.found.set("MetricType", self.head, Node::text(metric, self.head));
    }

    /// Today's action has no switch for encryption: it encrypts if it has a key.
    fn encryption(&mut self) {
        let Some(switch) = self.take("EncryptEntry") else { return };
        let is_on = matches!(&switch.value, Value::Text(text) if text == "true");
        match self.found.property("InputEncryption") {
            None if is_on => {
                self.lost(switch.origin, "encryption without a key has no counterpart".to_owned());
            }
            Some(key) if !is_on => {
                let span = key.key_origin;
                self.lost(span, "a key for encryption that is switched off has no counterpart".to_owned());
                self.found.remove("InputEncryption");
            }
            _ => {}
        }
    }

    /// Removes a parameter, and gives its text.
    fn take_text(&mut self, key: &str) -> SmolStr {
        match self.take(key) {
            Some(Node { value: Value::Text(text), .. }) => text,
            _ => SmolStr::default(),
        }
    }

    fn take(&mut self, key: &str) -> Option<Node> {
        let node = self.found.get(key)?.clone();
        self.found.remove(key);
        Some(node)
    }

    /// Adds an item to the list at a path.
    fn push(&mut self, path: &str, span: Span, node: Node) {
        let mut items = match self.found.get(path).map(|node| &node.value) {
            Some(Value::List(items)) => items.clone(),
            _ => Vec::new(),
        };
        items.push(node);
        self.found.set(path, span, Node { value: Value::List(items), origin: span });
    }
}
