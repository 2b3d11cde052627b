//! Branches: all that the service requires, none that it refuses, each once, and every one leading somewhere.

use super::{Checker, Place};
use crate::catalogue::{Block, Branch, BranchWire, Conditions, Need, OPERATORS, Operands};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{ActionState, Condition, Edge, Node, Target, Transitions, Value};

impl Checker<'_> {
    pub(super) fn branches(&mut self, place: Place<'_>) {
        self.loose_ends(place);
        let Some(block) = place.action.block else { return };
        if block.is_terminal() {
            return;
        }
        self.required_and_refused(place, block);
        self.duplicate_conditions(place);
        if let Some(conditions) = &block.conditions {
            self.conditions(place, block, conditions);
        }
    }

    fn loose_ends(&mut self, place: Place<'_>) {
        let transitions = &place.action.transitions;
        for edge in edges(transitions) {
            // In a draft, a run that ends where nothing follows was told as such.
            let is_told = |diagnostic: &Diagnostic| {
                matches!(diagnostic.code, Code::NothingFollows | Code::OpenSuccess)
                    && diagnostic.span() == Some(edge.origin)
            };
            if edge.target == Target::Unconnected && !self.diagnostics.iter().any(is_told) {
                self.report_unless_draft(
                    Diagnostic::new(Code::LooseEnd, edge.origin, "this branch is not connected")
                        .help("lead it to a step; only a draft (`build --draft`) may leave it open"),
                );
            }
        }
    }

    fn required_and_refused(&mut self, place: Place<'_>, block: &'static Block) {
        // Where part of the block could not be read, a branch that seems to be missing may be there, and a mode that
        // would refuse one may not be meant.
        if place.action.state != ActionState::Whole {
            return;
        }
        let parameters = &place.action.parameters;
        for branch in block.branches {
            let origin = find(&place.action.transitions, branch);
            let (needed, refused, when) = match branch.need {
                Need::Required => (true, false, None),
                Need::RequiredWhen(when) => (parameters.holds(when), !parameters.holds(when), Some(when)),
                Need::OptionalWhen(when) => (false, !parameters.holds(when), Some(when)),
                Need::Optional | Need::IdleUnless(_) => (false, false, None),
            };
            match origin {
                None if needed => {
                    let mut diagnostic = Diagnostic::new(
                        Code::MissingBranch,
                        place.action.head,
                        format!("`{}` lacks its `{}` branch", block.keyword, branch.name),
                    )
                    .saying("the service requires it");
                    if let Some(other) = when.and_then(|when| block.parameter_behind(when)) {
                        diagnostic = diagnostic.saying(format!("`{other}` requires it"));
                    }
                    self.report_unless_draft(diagnostic.help(format!(
                        "lead it somewhere here: `on {0} -> step`; or for all blocks, at the top of the step or flow: `on {0} -> step`",
                        branch.name
                    )));
                }
                Some(origin) if refused && branch.wire != BranchWire::Next => {
                    let mut diagnostic = Diagnostic::new(
                        Code::RefusedBranch,
                        origin,
                        format!("`{}` has no `{}` branch here", block.keyword, branch.name),
                    );
                    if let Some(other) = when.and_then(|when| block.parameter_behind(when)) {
                        diagnostic = diagnostic.saying(format!("it has one only with `{other}`"));
                    }
                    self.report(diagnostic);
                }
                _ => {}
            }
        }
        for error in &place.action.transitions.errors {
            if !block.branches.iter().any(|branch| branch.wire == BranchWire::Error(known(branch, &error.error))) {
                let errors: Vec<String> = block
                    .branches
                    .iter()
                    .filter_map(|branch| match branch.wire {
                        BranchWire::Error(error) => Some(format!("`{error}`")),
                        _ => None,
                    })
                    .collect();
                self.report(
                    Diagnostic::new(
                        Code::RefusedBranch,
                        error.origin,
                        format!("the service refuses the error `{}` on `{}`", error.error, block.keyword),
                    )
                    .help(if errors.is_empty() {
                        "it takes none".to_owned()
                    } else {
                        format!("it takes {}", errors.join(", "))
                    }),
                );
            }
        }
    }

    fn duplicate_conditions(&mut self, place: Place<'_>) {
        let conditions = &place.action.transitions.conditions;
        for (index, condition) in conditions.iter().enumerate() {
            let first = conditions.iter().take(index).find(|other| is_same(other, condition));
            if let Some(first) = first {
                self.report(
                    Diagnostic::new(Code::DuplicateCondition, condition.origin, "this condition is given twice")
                        .saying("never taken")
                        .label(first.origin, "the first one is"),
                );
            }
        }
    }

    fn conditions(&mut self, place: Place<'_>, block: &Block, rule: &Conditions) {
        let own = |condition: &&Condition| !block.branches.iter().any(|branch| matches_condition(branch, condition));
        let conditions: Vec<&Condition> = place.action.transitions.conditions.iter().filter(own).collect();
        if conditions.is_empty() && rule.required && place.action.state == ActionState::Whole {
            self.report_unless_draft(
                Diagnostic::new(
                    Code::MissingCondition,
                    place.action.head,
                    format!("`{}` needs at least one condition", block.keyword),
                )
                .help(match rule.operands {
                    Operands::Shares => "write `when 30% -> step`",
                    Operands::Number { .. } => "write `when > 5 -> step`",
                    Operands::Free | Operands::OneOf(_) => "write `when \"value\" -> step`",
                }),
            );
        }
        for condition in conditions {
            self.condition(block, rule, condition);
        }
    }

    fn condition(&mut self, block: &Block, rule: &Conditions, condition: &Condition) {
        if !rule.operators.contains(&condition.operator.as_str()) {
            let known: Vec<String> = rule
                .operators
                .iter()
                .map(|wire| OPERATORS.iter().find(|(_, other)| other == wire).map_or(*wire, |(name, _)| name))
                .map(|name| format!("`{name}`"))
                .collect();
            self.report(
                Diagnostic::new(
                    Code::BadCondition,
                    condition.origin,
                    format!("`{}` does not compare with `{}`", block.keyword, condition.operator),
                )
                .help(format!("it takes {}", known.join(", "))),
            );
            return;
        }
        let wanted = usize::from(condition.operator != "Exists");
        if condition.operands.len() != wanted {
            self.report(Diagnostic::new(
                Code::BadCondition,
                condition.origin,
                if wanted == 1 { "a condition compares with exactly one value" } else { "`exists` takes no value" },
            ));
            return;
        }
        let Some(Node { value: Value::Text(text), origin }) = condition.operands.first() else { return };
        let is_number = condition.operator.starts_with("Number");
        let dynamic = crate::contact_path::begins(text);
        let fault = match rule.operands {
            _ if text.is_empty() => {
                self.report_unless_draft(Diagnostic::new(
                    Code::EmptyValue,
                    *origin,
                    "a condition cannot compare with an empty text",
                ));
                None
            }
            Operands::OneOf(values) if !values.contains(&text.as_str()) => {
                Some(format!("`{}` takes {} only", block.keyword, values.join(" ")))
            }
            Operands::Number { .. } if text.parse::<f64>().is_err() && !dynamic => {
                Some("a number is needed here".to_owned())
            }
            Operands::Free if is_number && text.parse::<f64>().is_err() && !dynamic => {
                Some("numbers are compared here, and this is none".to_owned())
            }
            _ => None,
        };
        if let Some(fault) = fault {
            let diagnostic = Diagnostic::new(Code::BadCondition, *origin, format!("`{text}` cannot be compared with"));
            self.report(diagnostic.saying(fault));
        }
    }
}

/// All edges of an action, each target once where `NextAction` only repeats a branch.
fn edges(transitions: &Transitions) -> impl Iterator<Item = &Edge> {
    let next = transitions.next.iter().filter(|edge| edge.taken);
    let conditions = transitions.conditions.iter().map(|condition| &condition.edge);
    next.chain(conditions).chain(transitions.errors.iter().map(|error| &error.edge))
}

/// Where a branch of the catalogue was written in these transitions.
fn find(transitions: &Transitions, branch: &Branch) -> Option<crate::source::Span> {
    match branch.wire {
        BranchWire::Next => transitions.next.map(|edge| edge.origin),
        BranchWire::Error(error) => {
            transitions.errors.iter().find(|other| other.error == error).map(|other| other.origin)
        }
        BranchWire::Condition(..) => transitions
            .conditions
            .iter()
            .find(|condition| matches_condition(branch, condition))
            .map(|condition| condition.origin),
    }
}

fn matches_condition(branch: &Branch, condition: &Condition) -> bool {
    let BranchWire::Condition(operator, operand) = branch.wire else { return false };
    condition.operator == operator
        && matches!(condition.operands.as_slice(), [Node { value: Value::Text(text), .. }] if text == operand)
}

fn is_same(one: &Condition, other: &Condition) -> bool {
    let values =
        |condition: &Condition| -> Vec<Value> { condition.operands.iter().map(|node| node.value.clone()).collect() };
    one.operator == other.operator && values(one) == values(other)
}

/// The branch's own ErrorType where it is `error`, so that both can be compared.
fn known(branch: &Branch, error: &str) -> &'static str {
    match branch.wire {
        BranchWire::Error(known) if known == error => known,
        _ => "",
    }
}
