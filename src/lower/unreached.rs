//! Lines and steps that no contact reaches, read off the linked statements.

use super::link::Linker;
use super::outline::{Outline, OutlinedStep};
use super::steps::{NO_STEPS, Steps};
use crate::catalogue::{self, Need};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, Member, Run, Statement, Target};

/// Reports what goes on where nothing follows, lines that nothing leads to, and steps that nobody reaches.
pub(super) fn report(linker: &mut Linker<'_, '_>, flow: &tree::Flow, steps: &Steps) {
    let outline = linker.context.outline;
    let is_hole = |statement: &Statement| matches!(statement, Statement::Hole(_));
    // Anything may lead to what could not be parsed.
    let holes = || outline.iter().filter(|(_, statement)| is_hole(statement.node)).map(|(id, _)| id);
    let reached = linker.reached(outline.steps.iter().filter_map(|step| step.first).chain(holes()));
    linker.context.report_ends(&reached);
    let mut lines = Lines { reached: &reached, next: 0, diagnostics: &mut *linker.context.diagnostics };
    outline.steps.iter().for_each(|step| lines.run(&step.node.run, true));

    let Some(start) = outline.steps.iter().find(|step| step.node.is_start) else { return };
    if steps.may_mean_any() || has_bad_lines(outline) {
        // One of the steps that seem never reached was probably meant.
        return;
    }
    let named_in_holes = flow.members.iter().filter_map(|member| match member {
        Member::Hole(hole) => Some(hole.targets.iter()),
        _ => None,
    });
    let named_in_holes = named_in_holes.flatten().filter_map(|word| outline.step(&word.text)?.first);
    // A jump that was reported leads to the step that it probably means.
    let probable = steps.probable(outline).filter_map(|step| step.first);
    // Nothing can name them, which was reported.
    let nameless = outline.steps.iter().filter(|step| !can_be_named(outline, step)).filter_map(|step| step.first);
    let entries = start.first.into_iter().chain(named_in_holes).chain(probable).chain(nameless).chain(holes());
    let reached = linker.reached(entries);
    for step in outline.steps.iter().filter(|step| can_be_named(outline, step)) {
        if step.first.is_some_and(|first| reached.get(first.index()) != Some(&true)) {
            linker.context.diagnostics.push(
                Diagnostic::new(
                    Code::UnreachableStep,
                    step.node.name.span,
                    format!("no contact ever reaches the step `{}`", step.node.name.text),
                )
                .help("lead a branch of a step that is reached there, or delete the step"),
            );
        }
    }
}

/// Whether a jump can name a step: not a second one of its name, nor one that is called like something else.
fn can_be_named(outline: &Outline<'_>, step: &OutlinedStep<'_>) -> bool {
    outline.is_first_of_its_name(step) && !NO_STEPS.contains(&step.node.name.text.as_str())
}

/// Whether a line could not be parsed, and may lead to any step.
fn has_bad_lines(outline: &Outline<'_>) -> bool {
    outline.iter().any(|(_, statement)| match statement.node {
        Statement::Hole(_) => true,
        Statement::Block(block) => block.items().any(|item| matches!(item, BodyItem::Hole(_))),
        Statement::Jump(_) => false,
    })
}

/// Goes through the lines of a flow in source order.
struct Lines<'l> {
    reached: &'l [bool],
    /// The number of the next statement.
    next: usize,
    diagnostics: &'l mut Diagnostics,
}

impl Lines<'_> {
    /// Reports the first line of a run that nothing leads to, and looks into those before it; into none where a line
    /// before was reported already.
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

/// Says that nothing leads to a line, and why.
fn unreached(statement: &Statement, previous: Option<&Statement>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnreachableLine, head(statement), "nothing leads to this line");
    match previous {
        Some(Statement::Block(block)) => does_not_go_on(diagnostic, block),
        Some(Statement::Jump(jump)) => {
            diagnostic.label(jump.span, "this jumps away").help("delete it, or the jump before it")
        }
        Some(Statement::Hole(_)) | None => diagnostic.help("delete it"),
    }
}

/// Says why the line after `block` is not reached, and what to do about it.
fn does_not_go_on(diagnostic: Diagnostic, block: &tree::Block) -> Diagnostic {
    let keyword = &block.keyword.text;
    let diagnostic = diagnostic.label(block.keyword.span, format!("`{keyword}` does not go on"));
    let has_branches = catalogue::by_keyword(keyword).any(|entry| !entry.is_terminal());
    let wanted = catalogue::by_keyword(keyword).flat_map(|entry| {
        let main = entry.branches.iter().filter(|branch| branch.main);
        main.filter_map(|branch| match branch.need {
            Need::RequiredWhen(when) => entry.parameter_behind(when),
            _ => None,
        })
    });
    match wanted.into_iter().next() {
        Some(parameter) => diagnostic.help(format!("delete it, or write `{parameter}` in the block before")),
        None if has_branches => {
            diagnostic.help("delete it, or let a branch of the block before lead here with `-> continue`")
        }
        None => diagnostic.help("delete it, or the block before it"),
    }
}

/// What to point at for a statement.
fn head(statement: &Statement) -> Span {
    match statement {
        Statement::Block(block) => block.keyword.span,
        Statement::Jump(jump) => jump.span,
        Statement::Hole(hole) => hole.span,
    }
}
