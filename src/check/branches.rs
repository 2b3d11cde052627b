//! Branches: all that the service requires, none that it refuses, each only once, and every one connected.

use super::conditions::matches_condition;
use super::{ActionRef, Checker};
use crate::catalogue::{self, Aspect, Block, Branch, BranchWire, Need, When};
use crate::diagnostic::{Code, Confidence, Diagnostic, nearest};
use crate::evidence::{Probe, Source};
use crate::graph::reach;
use crate::graph::{ActionState, Condition, ErrorBranch, Flow, Target, Transitions};
use crate::source::Span;

/// The service refuses an ErrorType that the action does not list.
const UNLISTED_ERROR: Option<Source> = Some(Source::Probe(Probe::FlowAsCode));

impl Checker<'_> {
    /// Checks that the entry point is connected to an action, like every branch.
    pub(super) fn start(&mut self, flow: &Flow) {
        if flow.start == Target::Unconnected {
            self.report(
                Diagnostic::new(
                    Code::LooseEnd,
                    flow.start_origin,
                    format!("the start of the flow `{}` is unconnected", flow.name.text),
                )
                .help(self.terms.either(
                    "connect the start to a block; only a draft (`build --draft`) may leave it unconnected",
                    "only a draft (`check --draft`) may leave it unconnected",
                )),
            );
        }
    }

    pub(super) fn branches(&mut self, place: ActionRef<'_>) {
        self.unconnected(place);
        let Some(block) = place.action.block else { return };
        if block.is_terminal() {
            self.nothing_may_follow(place, block);
            return;
        }
        self.required_and_refused(place, block);
        self.conditions(place, block);
    }

    /// Checks that a block that ends the flow has no branches.
    fn nothing_may_follow(&mut self, place: ActionRef<'_>, block: &Block) {
        let first = reach::edges(place.action).map(|edge| edge.origin).min();
        if let Some(origin) = first.filter(|_| place.action.state == ActionState::Whole) {
            let message = format!("`{}` ends the flow and has no branches", self.terms.block(block));
            self.report(
                Diagnostic::new(Code::RefusedBranch, origin, message)
                    .rests_on(block.source(Aspect::Presence))
                    .help("its `Transitions` must be empty: `{}`"),
            );
        }
    }

    fn unconnected(&mut self, place: ActionRef<'_>) {
        for edge in reach::edges(place.action).filter(|edge| edge.taken) {
            if edge.target == Target::Unconnected {
                self.report(Diagnostic::new(Code::LooseEnd, edge.origin, "this branch is unconnected").help(
                    self.terms.either(
                        "connect it to a step; only a draft (`build --draft`) may leave it unconnected",
                        "connect it to an action; only a draft (`check --draft`) may leave it unconnected",
                    ),
                ));
            }
        }
    }

    fn required_and_refused(&mut self, place: ActionRef<'_>, block: &'static Block) {
        // Where part of the block could not be read, a branch that seems to be missing may be present, and a mode that
        // would refuse a branch may not be intended.
        if place.action.state != ActionState::Whole {
            return;
        }
        let parameters = &place.action.parameters;
        // Branches with the same reason are reported together: they are one mistake.
        let mut missing: Vec<(Option<When>, Vec<&Branch>)> = Vec::new();
        let mut refused: Vec<(When, Vec<(&Branch, Span)>)> = Vec::new();
        for branch in block.branches {
            let origin = find(&place.action.transitions, branch);
            let (needed, unless, when) = match branch.need {
                Need::Required => (true, None, None),
                Need::RequiredWhen(when) => (parameters.holds(when), Some(when), Some(when)),
                Need::OptionalWhen(when) => (false, Some(when), None),
                Need::OptionalUnless(when) => (parameters.holds(when), None, Some(when)),
                Need::Optional | Need::IgnoredUnless(_) => (false, None, None),
            };
            match (origin, unless) {
                (None, _) if needed && !is_misspelt(&place.action.transitions, block, branch) => {
                    match missing.iter_mut().find(|(other, _)| *other == when) {
                        Some((_, branches)) => branches.push(branch),
                        None => missing.push((when, vec![branch])),
                    }
                }
                (Some(origin), Some(when)) if !parameters.holds(when) && !is_repeated(place, branch) => {
                    match refused.iter_mut().find(|(other, _)| *other == when) {
                        Some((_, branches)) => branches.push((branch, origin)),
                        None => refused.push((when, vec![(branch, origin)])),
                    }
                }
                _ => {}
            }
        }
        if !place.action.transitions.is_partial {
            for (when, branches) in missing {
                self.missing(place, block, when, &branches);
            }
        }
        for (when, branches) in refused {
            self.refused(block, when, &branches);
        }
        for error in &place.action.transitions.errors {
            self.error_type(block, error);
        }
    }

    /// Reports an ErrorType that the action does not have: one of other actions, or an unknown one.
    fn error_type(&mut self, block: &Block, branch: &ErrorBranch) {
        let ErrorBranch { error, origin, .. } = branch;
        let own: Vec<&str> = error_types(block).collect();
        if own.contains(&error.as_str()) {
            return;
        }
        let name = self.terms.block(block);
        let is_known = catalogue::blocks().flat_map(error_types).any(|other| other == error);
        let it = if is_known { "it".to_owned() } else { format!("`{name}`") };
        let diagnostic = if is_known {
            let message = format!("the service refuses the error `{error}` on `{name}`");
            Diagnostic::new(Code::RefusedBranch, *origin, message)
                .rests_on(block.source(Aspect::Accepted).and(UNLISTED_ERROR))
        } else {
            let message = match error.as_str() {
                "" => "this entry has no `ErrorType`".to_owned(),
                error => format!("unknown error `{error}`"),
            };
            Diagnostic::new(Code::UnknownBranch, *origin, message)
                .rests_on(block.source(Aspect::Accepted).and(UNLISTED_ERROR))
        };
        let diagnostic = match nearest(error, own.iter().copied()).filter(|_| !is_known) {
            Some(near) => diagnostic.did_you_mean_text(*origin, near),
            None if own.is_empty() => diagnostic.help(format!("{it} has no errors")),
            None => diagnostic.help(format!("{it} has the errors `{}`", own.join("`, `"))),
        };
        self.report(diagnostic);
    }

    fn missing(&mut self, place: ActionRef<'_>, block: &Block, when: Option<When>, branches: &[&Branch]) {
        let them = if branches.len() == 1 { "it" } else { "them" };
        let names: Vec<&str> = branches.iter().map(|branch| self.terms.branch(branch)).collect();
        let reason = match when.and_then(|when| self.terms.behind(block, when)) {
            Some(parameter) => format!("`{parameter}` requires {them}"),
            None => format!("the service requires {them}"),
        };
        let diagnostic = Diagnostic::new(
            Code::MissingBranch,
            place.action.head,
            format!("`{}` is missing its {}", self.terms.block(block), named(&names)),
        )
        .rests_on(branches.iter().find_map(|branch| block.source_of_branch(branch, Aspect::Presence)));
        let text = format!(
            "write `on {} -> step` here, or once for all blocks at the top of the step or the flow",
            names.join(", ")
        );
        let mut diagnostic = diagnostic.primary_label(reason).help(self.terms.either(text, entries(branches)));
        let are_errors = branches.iter().all(|branch| matches!(branch.wire, BranchWire::Error(_)));
        if let Some(step) = errors_of(place).filter(|_| are_errors) {
            let line = format!("on {} -> {step}", names.join(", "));
            diagnostic = match place.action.braces {
                Some(braces) => diagnostic.fix(braces.inside(), format!(" {line};"), Confidence::Sure),
                None => diagnostic.fix(place.action.origin.tail(), format!(" {{ {line} }}"), Confidence::Sure),
            };
        }
        self.report(diagnostic);
    }

    fn refused(&mut self, block: &Block, when: When, branches: &[(&Branch, Span)]) {
        let mut places = branches.to_vec();
        places.sort_by_key(|(_, origin)| *origin);
        let names: Vec<&str> = places.iter().map(|(branch, _)| self.terms.branch(branch)).collect();
        let [(_, first), others @ ..] = places.as_slice() else { return };
        let mut diagnostic = Diagnostic::new(
            Code::RefusedBranch,
            *first,
            format!("`{}` has no {} here", self.terms.block(block), named(&names)),
        )
        .rests_on(
            branches
                .iter()
                .find_map(|(branch, _)| block.source_of_branch(branch, Aspect::Accepted))
                .and(UNLISTED_ERROR),
        );
        if let Some(parameter) = self.terms.behind(block, when) {
            diagnostic = diagnostic.primary_label(format!("only valid with `{parameter}`"));
        }
        for (_, other) in others {
            diagnostic = diagnostic.label(*other, "");
        }
        self.report(diagnostic);
    }
}

/// The step that the block's errors lead to.
fn errors_of(place: ActionRef<'_>) -> Option<&str> {
    let errors = &place.action.transitions.errors;
    let target = errors.iter().find(|error| error.error == "NoMatchingError")?.edge.target;
    target.action()?;
    place.flow.steps.iter().find(|step| step.entry == target).map(|step| step.name.text.as_str())
}

/// `error` branch, or branches `timeout` and `no_match`.
fn named(branches: &[&str]) -> String {
    let quoted: Vec<String> = branches.iter().map(|branch| format!("`{branch}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => format!("{one} branch"),
        [rest @ .., last] => format!("branches {} and {last}", rest.join(", ")),
    }
}

/// Whether the branch is a `NextAction` that only repeats another branch.
fn is_repeated(place: ActionRef<'_>, branch: &Branch) -> bool {
    branch.wire == BranchWire::Next && place.action.transitions.next.is_some_and(|edge| !edge.taken)
}

/// The span of a branch of the catalogue in these transitions.
fn find(transitions: &Transitions, branch: &Branch) -> Option<Span> {
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

fn error_types(block: &Block) -> impl Iterator<Item = &'static str> + use<> {
    block.branches.iter().filter_map(|branch| match branch.wire {
        BranchWire::Error(error) => Some(error),
        BranchWire::Next | BranchWire::Condition(..) => None,
    })
}

/// Whether a branch that seems to be missing is present under another name, which is reported: a similar name, or a
/// condition that the block does not have.
fn is_misspelt(transitions: &Transitions, block: &Block, branch: &Branch) -> bool {
    match branch.wire {
        BranchWire::Next => false,
        BranchWire::Error(wanted) => {
            let unknown = transitions.errors.iter().filter(|error| !error_types(block).any(|own| own == error.error));
            unknown.into_iter().any(|it| it.error.is_empty() || nearest(&it.error, error_types(block)) == Some(wanted))
        }
        BranchWire::Condition(..) => {
            let is_own =
                |condition: &Condition| block.branches.iter().any(|branch| matches_condition(branch, condition));
            block.conditions.is_none() && transitions.conditions.iter().any(|condition| !is_own(condition))
        }
    }
}

/// The entries to add to an action's JSON for these missing branches.
fn entries(branches: &[&Branch]) -> String {
    let errors: Vec<&str> = branches
        .iter()
        .filter_map(|branch| match branch.wire {
            BranchWire::Error(error) => Some(error),
            BranchWire::Next | BranchWire::Condition(..) => None,
        })
        .collect();
    let errors = match errors.as_slice() {
        [] => None,
        [one] => Some(format!("`{{\"NextAction\": \"…\", \"ErrorType\": \"{one}\"}}` to its `Errors`")),
        several => Some(format!("an entry for each of `{}` to its `Errors`", several.join("`, `"))),
    };
    let others = branches.iter().filter_map(|branch| match branch.wire {
        BranchWire::Next => Some("a `NextAction`".to_owned()),
        BranchWire::Error(_) => None,
        BranchWire::Condition(operator, operand) => {
            Some(format!("one that compares by `{operator}` with `{operand}` to its `Conditions`"))
        }
    });
    format!("add {}", others.chain(errors).collect::<Vec<_>>().join(" and "))
}
