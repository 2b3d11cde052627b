//! One action of the current flow language.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::Purpose;
use super::json::{Json, Kind};
use super::value::{node, object, plain_text, refer};
use crate::catalogue::{self, Block, BranchWire, Next};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Label, Lowering};
use crate::graph::{Action, ActionId, ActionState, Condition, Edge, ErrorBranch, Object, Target, Transitions};
use crate::inventory::Inventory;

/// The label for a branch to an action that does not exist.
pub(super) const NOWHERE: &str = "the branch leads nowhere";

/// Maps identifiers to actions.
#[derive(Default)]
pub(super) struct Targets {
    by_identifier: HashMap<SmolStr, ActionId>,
    /// The identifiers that no action has, in the order of first use. Each diagnostic has a label for every use.
    dangling: Vec<(SmolStr, Diagnostic)>,
}

impl Targets {
    pub(super) fn new(by_identifier: HashMap<SmolStr, ActionId>) -> Targets {
        Targets { by_identifier, dangling: Vec::new() }
    }

    /// The action with this identifier.
    pub(super) fn find(&self, identifier: &str) -> Option<ActionId> {
        self.by_identifier.get(identifier).copied()
    }

    /// Reports the identifiers that no action has, each once.
    pub(super) fn report_dangling(self, purpose: Purpose, diagnostics: &mut Diagnostics) {
        let dangling = self.dangling.into_iter().map(|(_, diagnostic)| diagnostic);
        diagnostics.extend(dangling.map(|diagnostic| match purpose {
            Purpose::Check | Purpose::Compare => diagnostic,
            // The branch is written as an unconnected one.
            Purpose::Convert => diagnostic.lowered(Lowering::Converted),
        }));
    }

    /// The target of a `NextAction` or `StartAction`. A target that names no action is recorded for
    /// [`Targets::report_dangling`].
    pub(super) fn target(&mut self, json: &Json, label: &str) -> Target {
        // Anything but a string is reported elsewhere.
        if !matches!(json.kind, Kind::Text(_)) {
            return Target::Hole;
        }
        let text = plain_text(json);
        if let Some(id) = self.find(&text) {
            return Target::Action(id);
        }
        if text.is_empty() || text == "$end" {
            return Target::Unconnected;
        }
        match self.dangling.iter_mut().find(|(other, _)| *other == text) {
            Some((_, known)) => known.labels.push(Label { span: json.span, text: "also used here".to_owned() }),
            None => {
                let message = format!("no action has the identifier `{text}`");
                let diagnostic = Diagnostic::new(Code::DanglingTarget, json.span, message).primary_label(label);
                self.dangling.push((text, diagnostic));
            }
        }
        Target::Hole
    }
}

pub(super) fn action(json: &Json, targets: &mut Targets, inventory: Option<&Inventory>) -> Action {
    let type_ = json.get("Type").map(plain_text).unwrap_or_default();
    let mut parameters = json.get("Parameters").map(object).unwrap_or_default();
    let block = recognised(&type_, &parameters);
    if let Some(block) = block {
        refer(block, &mut parameters, inventory);
    }
    let transitions = transitions(json.get("Transitions"), block, &parameters, targets);
    Action {
        identifier: json.get("Identifier").map(plain_text).unwrap_or_default(),
        is_named: false,
        type_,
        block,
        parameters,
        transitions,
        origin: json.span,
        head: json.get("Type").map_or(json.span.head(), |type_| type_.span),
        braces: None,
        state: if block.is_some() { ActionState::Whole } else { ActionState::Raw },
    }
}

/// The catalogue block that describes an action.
pub(super) fn recognised(type_: &str, parameters: &Object) -> Option<&'static Block> {
    catalogue::by_action(type_).find(|block| parameters.holds(block.recognised))
}

fn transitions(
    json: Option<&Json>,
    block: Option<&'static Block>,
    parameters: &Object,
    targets: &mut Targets,
) -> Transitions {
    let mut found = Transitions::default();
    if let Some(json) = json {
        found.next = json.get("NextAction").map(|next| Edge {
            target: targets.target(next, NOWHERE),
            origin: next.span,
            taken: block.is_none_or(|block| takes_next(block, parameters)),
        });
        let mut edge = |json: &Json| {
            let next = json.get("NextAction");
            let target = next.map_or(Target::Unconnected, |next| targets.target(next, NOWHERE));
            Edge { target, origin: next.map_or(json.span, |next| next.span), taken: true }
        };
        for item in json.get("Conditions").map(Json::items).unwrap_or_default() {
            let condition = item.get("Condition");
            found.conditions.push(Condition {
                operator: condition.and_then(|it| it.get("Operator")).map(plain_text).unwrap_or_default(),
                operands: condition
                    .and_then(|it| it.get("Operands"))
                    .map(Json::items)
                    .unwrap_or_default()
                    .iter()
                    .map(node)
                    .collect(),
                edge: edge(item),
                origin: condition.map_or(item.span, |it| it.get("Operator").unwrap_or(it).span),
            });
        }
        for item in json.get("Errors").map(Json::items).unwrap_or_default() {
            let error = item.get("ErrorType");
            found.errors.push(ErrorBranch {
                error: error.map(plain_text).unwrap_or_default(),
                edge: edge(item),
                origin: error.map_or(item.span, |error| error.span),
            });
        }
    }
    let is_empty = found.next.is_none() && found.conditions.is_empty() && found.errors.is_empty();
    found.terminal = is_empty && block.is_none_or(Block::is_terminal);
    found
}

/// Whether the action takes `NextAction`, as opposed to one that only repeats another branch because the service
/// requires it.
fn takes_next(block: &Block, parameters: &Object) -> bool {
    let Next::Success { .. } = block.next else { return false };
    block.branches.iter().any(|branch| branch.wire == BranchWire::Next && parameters.allows(branch.need))
}
