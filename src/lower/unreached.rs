//! Finds unreachable lines and steps in the linked statements.

use super::link::Linker;
use super::outline::{Outline, OutlinedStep};
use super::steps::{NO_STEPS, Steps};
use crate::catalogue::{self, Need};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, Member, Run, Statement, Target};

/// Reports statements that continue although nothing follows, unreachable lines, and unreachable steps.
pub(super) fn report(linker: &mut Linker<'_, '_>, flow: &tree::Flow, steps: &Steps) {
    let outline = linker.context.outline;
    let is_hole = |statement: &Statement| matches!(statement, Statement::Hole(_));
    // Any statement may lead to a part that could not be parsed.
    let holes = || outline.iter().filter(|(_, statement)| is_hole(statement.node)).map(|(id, _)| id);
    let reached = linker.reached(outline.steps.iter().filter_map(|step| step.first).chain(holes()));
    linker.context.report_ends(&reached);
    let mut lines = Lines { reached: &reached, next: 0, diagnostics: &mut *linker.context.diagnostics };
    outline.steps.iter().for_each(|step| lines.run(&step.node.run, true));

    let Some(start) = outline.steps.iter().find(|step| step.node.is_start) else { return };
    if steps.may_mean_any() || has_bad_lines(outline) {
        // The mistake probably refers to one of the steps that seem unreachable.
        return;
    }
    let named_in_holes = flow.members.iter().filter_map(|member| match member {
        Member::Hole(hole) => Some(hole.targets.iter()),
        _ => None,
    });
    let named_in_holes = named_in_holes.flatten().filter_map(|word| outline.step(&word.text)?.first);
    // A jump that was reported counts as a jump to the step that it probably means.
    let probable = steps.probable(outline).filter_map(|step| step.first);
    // No jump can name these steps, which was reported.
    let nameless = outline.steps.iter().filter(|step| !can_be_named(outline, step)).filter_map(|step| step.first);
    let entries = start.first.into_iter().chain(named_in_holes).chain(probable).chain(nameless).chain(holes());
    let reached = linker.reached(entries);
    for step in outline.steps.iter().filter(|step| can_be_named(outline, step)) {
        if step.first.is_some_and(|first| reached.get(first.index()) != Some(&true)) {
            linker.context.diagnostics.push(
                Diagnostic::new(
                    Code::UnreachableStep,
                    step.node.name.span,
                    format!("the step `{}` is unreachable", step.node.name.text),
                )
                .help("connect a branch of a reachable step to it, or delete the step"),
            );
        }
    }
}

/// Whether a jump can name a step: it is not a duplicate, and its name is not reserved.
fn can_be_named(outline: &Outline<'_>, step: &OutlinedStep<'_>) -> bool {
    outline.is_first_of_its_name(step) && !NO_STEPS.contains(&step.node.name.text.as_str())
}

/// Whether a line could not be parsed and may lead to any step.
fn has_bad_lines(outline: &Outline<'_>) -> bool {
    outline.iter().any(|(_, statement)| match statement.node {
        Statement::Hole(_) => true,
        Statement::Block(block) => block.items().any(|item| matches!(item, BodyItem::Hole(_))),
        Statement::Jump(_) => false,
    })
}

/// Visits the lines of a flow in source order.
struct Lines<'l> {
    reached: &'l [bool],
    /// The number of the next statement.
    next: usize,
    diagnostics: &'l mut Diagnostics,
}

impl Lines<'_> {
    /// Reports the first unreachable line of a run, and visits the nested runs of the lines before it. If an earlier
    /// line was already reported, reports nothing.
    fn run(&mut self, run: &Run, mut is_wanted: bool) {
        let mut previous: Option<&Statement> = None;
        for statement in &run.statements {
            let is_reached = self.reached.get(self.next) == Some(&true);
            self.next += 1;
            if is_wanted && !is_reached {
                self.diagnostics.push(unreached(statement, previous));
                is_wanted = false;
            }
            if let Statement::Block(block) = statement {
                for item in block.items() {
                    if let BodyItem::Branch(tree::Branch { target: Target::Run(inner), .. }) = item {
                        self.run(inner, is_wanted);
                    }
                }
            }
            previous = Some(statement);
        }
    }
}

/// Reports an unreachable line, with the reason.
fn unreached(statement: &Statement, previous: Option<&Statement>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnreachableLine, head(statement), "unreachable line");
    match previous {
        Some(Statement::Block(block)) => after_block(diagnostic, block),
        Some(Statement::Jump(jump)) => diagnostic
            .label(jump.span, "any line after this jump is unreachable")
            .help("delete it, or the jump before it"),
        Some(Statement::Hole(_)) | None => diagnostic.help("delete it"),
    }
}

/// Adds why the line after `block` is unreachable, and what to do about it.
fn after_block(diagnostic: Diagnostic, block: &tree::Block) -> Diagnostic {
    let keyword = &block.keyword.text;
    let has_branches = catalogue::by_keyword(keyword).any(|entry| !entry.is_terminal());
    let reason = if has_branches { "does not continue with the next line" } else { "ends the flow" };
    let diagnostic = diagnostic.label(block.keyword.span, format!("`{keyword}` {reason}"));
    let wanted = catalogue::by_keyword(keyword).flat_map(|entry| {
        let main = entry.branches.iter().filter(|branch| branch.main);
        main.filter_map(|branch| match branch.need {
            Need::RequiredWhen(when) => entry.parameter_behind(when),
            _ => None,
        })
    });
    match wanted.into_iter().next() {
        Some(parameter) => diagnostic.help(format!("delete it, or set `{parameter}` in the block before it")),
        None if has_branches => {
            diagnostic.help("delete it, or connect a branch of the block before it with `-> continue`")
        }
        None => diagnostic.help("delete it, or the block before it"),
    }
}

/// The span to point at for a statement.
fn head(statement: &Statement) -> Span {
    match statement {
        Statement::Block(block) => block.keyword.span,
        Statement::Jump(jump) => jump.span,
        Statement::Hole(hole) => hole.span,
    }
}
