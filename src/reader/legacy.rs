//! The console's export before 2020: `modules` with `branches`. The table is explained in docs/legacy-export.md.
//!
//! Takes the JSON of such an export and gives the graph, in which each module is the action that the designer creates
//! for such a block today. Parts without a counterpart are reported and left out.

use std::collections::HashMap;

use smol_str::{SmolStr, ToSmolStr};

use super::action::{NOWHERE, Targets, recognised};
use super::json::Json;
use super::kind::{self, Metadata};
use super::legacy_parameters::{converted, lost, unconverted};
use super::legacy_table::{ACTIONS, ADDED, BRANCHES, OPERATORS};
use super::value::{plain_text, refer};
use super::{Read, ReadContext};
use crate::catalogue::{Block, BranchWire, Next, Operands};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{
    Action, ActionId, ActionState, Condition, Edge, ErrorBranch, Flow, Node, Notation, SavedLayout, Spanned, Target,
    Transitions, Value,
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
        notes: Vec::new(),
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
        names: Vec::new(),
        is_published: false,
        violations: std::iter::once(refused(whole)).collect(),
        content_length: 0,
    }
}

/// The diagnostic that every legacy export gets once where it is checked.
fn refused(whole: &Json) -> Diagnostic {
    let at = whole.get("version").map_or(whole.span.head(), |version| version.span);
    Diagnostic::new(Code::WrongVersion, at, "this is the console's legacy export format, which the API refuses")
        .help("convert it with `callflow import`, and deploy what `callflow build` makes of that")
        .help("names in the messages about this file are those of today's format")
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
        let (type_, mut parameters) = match row {
            Some(row) => (SmolStr::new(row.action), converted(module, row, head, self.diagnostics)),
            None => {
                self.lost(head, format!("the legacy block `{old}` has no counterpart"));
                (old.clone(), unconverted(module, head, self.diagnostics))
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
        self.diagnostics.push(lost(span, message));
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
                Some(BranchWire::Next) if found.next.is_none() => found.next = Some(edge),
                Some(BranchWire::Error(error)) => found.errors.push(ErrorBranch { error: error.into(), edge, origin }),
                Some(BranchWire::Condition(operator, operand)) => found.conditions.push(Condition {
                    operator: operator.into(),
                    operands: vec![Node::text(operand, origin)],
                    edge,
                    origin,
                }),
                Some(BranchWire::Next) | None => {
                    self.lost(origin, format!("the legacy branch `{condition}` has no counterpart"));
                    found.errors.push(ErrorBranch { error: condition, edge, origin });
                }
            }
        }
        if let (Some((_, error)), Some(edge)) = (ADDED.iter().find(|(module, _)| *module == old), found.next)
            && found.errors.is_empty()
        {
            found.errors.push(ErrorBranch { error: (*error).into(), edge, origin: edge.origin });
        }
        if block.and_then(|block| block.conditions).is_some_and(|it| matches!(it.operands, Operands::Shares)) {
            self.add_up(&mut found.conditions);
        }
        if let (Some(block), None) = (block, found.next) {
            found.next = copied(block, &found);
        }
        let is_empty = found.next.is_none() && found.conditions.is_empty() && found.errors.is_empty();
        found.terminal = is_empty && block.is_none_or(Block::is_terminal);
        found
    }

    /// Makes the rising thresholds that today's format has of percentages.
    fn add_up(&mut self, conditions: &mut [Condition]) {
        let mut sum = 0_u32;
        for condition in conditions {
            let Some(node) = condition.operands.first_mut() else { continue };
            let share = match &node.value {
                Value::Text(text) => text.parse::<u32>().ok(),
                _ => None,
            };
            let Some(added) = share.and_then(|share| sum.checked_add(share)) else {
                let message = "a legacy percentage that is not a whole number has no counterpart".to_owned();
                self.diagnostics.push(lost(node.origin, message));
                continue;
            };
            sum = added;
            condition.operator = "NumberLessThan".into();
            node.value = Value::Text(sum.saturating_add(1).to_smolstr());
        }
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
