//! The console's export before 2020: `modules` with `branches`. The table is explained in docs/legacy-export.md.
//!
//! Takes the JSON of such an export and gives the graph, in which each module is the action that the designer creates
//! for such a block today. Parts without a counterpart are reported and left out.

use std::collections::HashMap;

use smol_str::{SmolStr, format_smolstr};

use super::action::{NOWHERE, Targets, recognised};
use super::json::{Json, Kind as JsonKind};
use super::kind::{self, Metadata};
use super::legacy_table::{ACTIONS, BRANCHES, OPERATORS, SYSTEM, To};
use super::value::{plain_text, refer};
use super::{Note, Read, ReadContext};
use crate::catalogue::{Block, BranchWire, Next};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{
    Action, ActionId, ActionState, Condition, Edge, ErrorBranch, Flow, Node, Notation, Object, SavedLayout, Spanned,
    Target, Transitions, Value,
};
use crate::inventory::Inventory;
use crate::source::Span;

pub(super) fn read(whole: &Json, context: &ReadContext<'_>, diagnostics: &mut Diagnostics) -> Read {
    let modules = whole.get("modules").map(Json::items).unwrap_or_default();
    let ids =
        modules.iter().enumerate().filter_map(|(index, module)| Some((plain_text(module.get("id")?), ActionId(index))));
    let mut targets = Targets::new(ids.collect::<HashMap<SmolStr, ActionId>>());
    let mut reader = Reader { targets: &mut targets, inventory: context.inventory, diagnostics };
    let actions: Vec<Action> = modules.iter().map(|module| reader.action(module)).collect();
    let start =
        whole.get("start").map_or(Target::Unconnected, |start| targets.target(start, "the flow starts nowhere"));
    let metadata = whole.get("metadata");
    let text = |key: &str| {
        let json = metadata.and_then(|metadata| metadata.get(key))?;
        let text = json.text().filter(|text| !text.trim().is_empty())?;
        Some(Spanned { text: text.clone(), span: json.span })
    };
    let flow_type = whole.text_at("type").and_then(|text| kind::flow_type(text));
    let written = Metadata { is_module: Some(false), has_settings: false, flow_type };
    let named = |name: &SmolStr| Spanned { text: name.clone(), span: whole.span.head() };
    let name =
        context.hints.name.as_ref().map(named).or_else(|| text("name")).unwrap_or_else(|| named(context.file_name));
    let (kind, guesses) = kind::kind(context.hints, written, &[name.text.as_str(), context.file_name], &actions);
    let (is_type_inferred, other_types) = (guesses.is_some(), guesses.unwrap_or_default());
    let flow = Flow {
        notation: Notation::Legacy,
        is_saved: false,
        kind_origin: name.span,
        name,
        kind,
        description: text("description"),
        tags: Vec::new(),
        contract: None,
        known: None,
        saved_layout: SavedLayout::default(),
        start,
        start_origin: whole.get("start").map_or(whole.span.head(), |start| start.span),
        actions,
        steps: Vec::new(),
    };
    targets.report_dangling(context.purpose, diagnostics);
    Read {
        flow,
        is_type_inferred,
        other_types,
        notes: Vec::<Note>::new(),
        names: Vec::new(),
        is_published: false,
        violations: Diagnostics::new(),
        content_length: 0,
    }
}

struct Reader<'r> {
    targets: &'r mut Targets,
    inventory: Option<&'r Inventory>,
    diagnostics: &'r mut Diagnostics,
}

impl Reader<'_> {
    fn action(&mut self, module: &Json) -> Action {
        let old = module.text_at("type").cloned().unwrap_or_default();
        let target = module.text_at("target").cloned().unwrap_or_default();
        let head = module.get("type").map_or(module.span.head(), |type_| type_.span);
        let row = ACTIONS.iter().find(|row| row.module == old && (row.target.is_empty() || row.target == target));
        let mut parameters = Object::new();
        let type_ = match row {
            Some(row) => {
                for (path, value) in row.fixed {
                    parameters.set(path, head, Node::text(*value, head));
                }
                for parameter in module.get("parameters").map(Json::items).unwrap_or_default() {
                    self.parameter(row.parameters, parameter, &mut parameters);
                }
                self.metric(&old, module, head, &mut parameters);
                finish(row.action, head, &mut parameters)
            }
            None => {
                self.lost(head, format!("the legacy block `{old}` has no counterpart"));
                for parameter in module.get("parameters").map(Json::items).unwrap_or_default() {
                    let key = parameter.text_at("name").cloned().unwrap_or_default();
                    parameters.insert(key, parameter.span, self.text(parameter));
                }
                old.clone()
            }
        };
        let block = recognised(&type_, &parameters);
        if let Some(block) = block {
            refer(block, &mut parameters, self.inventory);
        }
        let transitions = self.transitions(&old, module, block);
        Action {
            identifier: module.get("id").map(plain_text).unwrap_or_default(),
            is_named: false,
            type_,
            block,
            parameters,
            transitions,
            origin: module.span,
            head,
            braces: None,
            state: if block.is_some() { ActionState::Whole } else { ActionState::Raw },
        }
    }

    fn lost(&mut self, span: Span, message: String) {
        self.diagnostics.push(Diagnostic::new(Code::NotTakenOver, span, message));
    }

    fn parameter(&mut self, table: &[(&str, To)], parameter: &Json, object: &mut Object) {
        let name = parameter.text_at("name").cloned().unwrap_or_default();
        let Some((_, to)) = table.iter().find(|(known, _)| *known == name) else {
            self.lost(parameter.span, format!("the legacy parameter `{name}` has no counterpart"));
            return;
        };
        let span = parameter.span;
        let node = self.text(parameter);
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
                object.set(path, span, node);
            }
            To::Words(path, words) => match words.iter().find(|(old, _)| old.eq_ignore_ascii_case(&text)) {
                Some((_, new)) => object.set(path, span, Node::text(*new, span)),
                None => object.set(path, span, node),
            },
            To::Only(values) => {
                if !values.iter().any(|value| value.eq_ignore_ascii_case(&text)) {
                    self.lost(span, format!("the value `{text}` of the legacy parameter `{name}` has no counterpart"));
                }
            }
            To::Map(path) => {
                let key = parameter.text_at("key").cloned().unwrap_or_default();
                match object.get(path).map(|node| &node.value) {
                    Some(Value::Object(map)) => {
                        let mut map = map.clone();
                        map.insert(key, span, node);
                        object.set(path, span, Node { value: Value::Object(map), origin: span });
                    }
                    _ => {
                        let mut map = Object::new();
                        map.insert(key, span, node);
                        object.set(path, span, Node { value: Value::Object(map), origin: span });
                    }
                }
            }
            To::Item(path, words) => {
                let known = words.iter().find(|(old, _)| *old == text);
                push(object, path, span, known.map_or(node, |(_, new)| Node::text(*new, span)));
            }
            To::Message(key) => {
                let mut message = Object::new();
                message.set(
                    if parameter.text_at("key").is_some_and(|key| key == "ssml") { "SSML" } else { key },
                    span,
                    node,
                );
                push(object, "Messages", span, Node { value: Value::Object(message), origin: span });
            }
            To::Fields(fields) => {
                for member in parameter.members().iter().filter(|it| !matches!(it.value.kind, JsonKind::Null)) {
                    if let Some((_, path)) = fields.iter().find(|(key, _)| *key == member.key) {
                        let text = self.in_namespace(parameter, &plain_text(&member.value), member.value.span);
                        object.set(path, member.key_span, Node::text(text, member.value.span));
                    }
                }
            }
        }
    }

    /// Sets the metric that a `CheckQueueStatus` checks, which follows from its branches.
    fn metric(&mut self, old: &str, module: &Json, head: Span, parameters: &mut Object) {
        if old != "CheckQueueStatus" {
            return;
        }
        let branches = module.get("branches").map(Json::items).unwrap_or_default();
        let is_time =
            branches.iter().any(|branch| branch.text_at("condition").is_some_and(|it| it == "CheckQueueTime"));
        let metric = if is_time { "OldestContactInQueueAgeSeconds" } else { "NumberOfContactsInQueue" };
        parameters.set("MetricType", head, Node::text(metric, head));
    }

    /// The value of a parameter; contact data becomes a path in the current notation.
    fn text(&mut self, parameter: &Json) -> Node {
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
        let is_plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        let under = |root: &str| match is_plain {
            true => format_smolstr!("$.{root}.{name}"),
            false => format_smolstr!("$.{root}.['{name}']"),
        };
        match namespace {
            "User Defined" => under("Attributes"),
            "External" => under("External"),
            "System" => match SYSTEM.iter().find(|(old, _)| *old == name) {
                Some((_, new)) => SmolStr::new(*new),
                None => format_smolstr!("$.{name}"),
            },
            other => {
                self.lost(span, format!("the legacy namespace `{other}` has no counterpart"));
                format_smolstr!("$.{name}")
            }
        }
    }

    fn transitions(&mut self, old: &str, module: &Json, block: Option<&'static Block>) -> Transitions {
        let mut found = Transitions::default();
        for branch in module.get("branches").map(Json::items).unwrap_or_default() {
            let condition = branch.text_at("condition").cloned().unwrap_or_default();
            let transition = branch.get("transition");
            let edge = Edge {
                target: transition.map_or(Target::Unconnected, |it| self.targets.target(it, NOWHERE)),
                origin: transition.map_or(branch.span, |it| it.span),
                taken: true,
            };
            let origin = branch.get("condition").map_or(branch.span, |it| it.span);
            if branch.get("conditionValue").is_some() || condition == "Evaluate" {
                let operator = branch.text_at("conditionType").cloned().unwrap_or_default();
                let known = OPERATORS.iter().find(|(old, _)| *old == operator);
                if known.is_none() {
                    self.lost(origin, format!("the legacy operator `{operator}` has no counterpart"));
                }
                let operator = known.map_or(operator, |(_, new)| SmolStr::new(*new));
                let value = branch.get("conditionValue");
                let operand = value.map(|value| Node::text(plain_text(value), value.span));
                found.conditions.push(Condition { operator, operands: operand.into_iter().collect(), edge, origin });
                continue;
            }
            let row =
                BRANCHES.iter().find(|(module, name, _)| *name == condition && (module.is_empty() || *module == old));
            match row.map(|(_, _, wire)| *wire) {
                Some(BranchWire::Next) => found.next = Some(edge),
                Some(BranchWire::Error(error)) => found.errors.push(ErrorBranch { error: error.into(), edge, origin }),
                Some(BranchWire::Condition(operator, operand)) => found.conditions.push(Condition {
                    operator: operator.into(),
                    operands: vec![Node::text(operand, origin)],
                    edge,
                    origin,
                }),
                None => {
                    self.lost(origin, format!("the legacy branch `{condition}` has no counterpart"));
                    found.errors.push(ErrorBranch { error: condition, edge, origin });
                }
            }
        }
        if let (Some(block), None) = (block, found.next) {
            found.next = copied(block, &found);
        }
        let is_empty = found.next.is_none() && found.conditions.is_empty() && found.errors.is_empty();
        found.terminal = is_empty && block.is_none_or(Block::is_terminal);
        found
    }
}

/// The `NextAction` that repeats another branch, which the legacy format omits.
fn copied(block: &Block, found: &Transitions) -> Option<Edge> {
    let name = match block.next {
        Next::Copy(name) | Next::CopyIfThere(name) | Next::Success { otherwise: Some(name) } => name,
        Next::Success { otherwise: None } | Next::Terminal => return None,
    };
    let branch = block.branch(name)?;
    let edge = match branch.wire {
        BranchWire::Next => found.next?,
        BranchWire::Error(error) => found.errors.iter().find(|branch| branch.error == error)?.edge,
        BranchWire::Condition(operator, operand) => {
            let is_it = |it: &&Condition| {
                let first = it.operands.first().map(|node| &node.value);
                it.operator == operator && matches!(first, Some(Value::Text(text)) if text == operand)
            };
            found.conditions.iter().find(is_it)?.edge
        }
    };
    Some(Edge { taken: false, ..edge })
}

fn push(object: &mut Object, path: &str, span: Span, node: Node) {
    let mut items = match object.get(path).map(|node| &node.value) {
        Some(Value::List(items)) => items.clone(),
        _ => Vec::new(),
    };
    items.push(node);
    object.set(path, span, Node { value: Value::List(items), origin: span });
}

/// Converts parameters that depend on each other, and returns the action's type.
fn finish(action: &str, head: Span, parameters: &mut Object) -> SmolStr {
    let text = |parameters: &Object, key: &str| match parameters.get(key).map(|node| &node.value) {
        Some(Value::Text(text)) => text.clone(),
        _ => SmolStr::default(),
    };
    if text(parameters, "TextToSpeechType") == "ssml"
        && let Some(property) = parameters.property("Text")
    {
        let node = property.node.clone();
        parameters.remove("Text");
        parameters.set("SSML", head, node);
    }
    parameters.remove("TextToSpeechType");
    if action == "Compare" {
        let (namespace, attribute) = (text(parameters, "Namespace"), text(parameters, "Attribute"));
        let is_system = namespace == "System";
        let root = if namespace == "User Defined" { "Attributes" } else { namespace.as_str() };
        let known = SYSTEM.iter().find(|(old, _)| is_system && *old == attribute);
        let path = match known {
            Some((_, new)) => SmolStr::new(*new),
            None if is_system => format_smolstr!("$.{attribute}"),
            None if attribute.contains(' ') => format_smolstr!("$.{root}.['{attribute}']"),
            None => format_smolstr!("$.{root}.{attribute}"),
        };
        let span = parameters.property("Attribute").map_or(head, |property| property.node.origin);
        parameters.remove("Namespace");
        parameters.remove("Attribute");
        parameters.set("ComparisonValue", head, Node::text(path, span));
    }
    if action == "UpdateContactRecordingBehavior" {
        let is_on = text(parameters, "RecordingBehaviorOption") == "Enable";
        let participants: &[&str] = match text(parameters, "RecordingParticipantOption").as_str() {
            "Agent" if is_on => &["Agent"],
            "Customer" if is_on => &["Customer"],
            _ if is_on => &["Agent", "Customer"],
            _ => &[],
        };
        parameters.remove("RecordingBehaviorOption");
        parameters.remove("RecordingParticipantOption");
        let items = participants.iter().map(|participant| Node::text(*participant, head)).collect();
        let node = Node { value: Value::List(items), origin: head };
        parameters.set("RecordingBehavior.RecordedParticipants", head, node);
    }
    if action == "UpdateContactMediaStreamingBehavior" {
        let mut participant = Object::new();
        participant.set("ParticipantType", head, Node::text("Customer", head));
        if let Some(property) = parameters.property("Tracks") {
            participant.set("MediaDirections", head, property.node.clone());
        }
        parameters.remove("Tracks");
        let item = Node { value: Value::Object(participant), origin: head };
        parameters.set("Participants", head, Node { value: Value::List(vec![item]), origin: head });
    }
    if action == "Wait" {
        if text(parameters, "CustomerReturned") == "true" {
            push(parameters, "Events", head, Node::text("CustomerReturned", head));
        }
        parameters.remove("CustomerReturned");
    }
    if action == "UpdateContactEventHooks" {
        let hook = text(parameters, "Type");
        if let Some(property) = parameters.property("ContactFlowId") {
            let node = property.node.clone();
            parameters.remove("ContactFlowId");
            parameters.set(&format!("EventHooks.{hook}"), head, node);
        }
        parameters.remove("Type");
    }
    action.into()
}
