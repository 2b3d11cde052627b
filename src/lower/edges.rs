//! The outgoing arrows of a block: explicit branches, defaults, fall-through, and `NextAction`.
//!
//! [`edges`] computes them from the block's catalogue entry and parameters, its explicit branches, what follows it, and
//! the defaults. Gives arrows between statements; `link` follows the jumps among them.

use smol_str::SmolStr;

use super::block::{BlockKind, LoweredBlock};
use super::condition::Comparison;
use super::edge_context::EdgeContext;
use super::explicit::{Destination, ExplicitBranches, Lead, Named};
use super::outline::{Continuation, Outlined, StatementId};
use crate::catalogue::{Aspect, Block, Branch, BranchWire, Next, QueueUse};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Mode, Node, Object};
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, ValueKind};

/// The target of an arrow between statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    Statement(StatementId),
    Unconnected,
    /// A target that could not be read or found, which was reported.
    Hole,
}

/// An arrow from a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrow {
    pub(super) to: To,
    /// The source span.
    pub(super) origin: Span,
    /// Whether control flow can take it.
    pub(super) taken: bool,
}

/// The arrows from a block, in the form of [`graph::Transitions`](crate::graph::Transitions).
#[derive(Debug, Default)]
pub(super) struct Arrows {
    pub(super) next: Option<Arrow>,
    pub(super) conditions: Vec<(Comparison, Arrow)>,
    pub(super) errors: Vec<(SmolStr, Span, Arrow)>,
    pub(super) terminal: bool,
    pub(super) is_partial: bool,
}

/// A block that is being linked.
#[derive(Clone, Copy)]
pub(super) struct Site<'s, 't> {
    pub(super) id: StatementId,
    pub(super) statement: &'s Outlined<'t>,
    pub(super) block: &'t tree::Block,
}

/// Computes the arrows from a block.
pub(super) fn edges<'t>(context: &mut EdgeContext<'_, 't>, site: Site<'_, 't>, lowered: &LoweredBlock) -> Arrows {
    let explicit = &lowered.explicit;
    let arrows: Vec<Option<Arrow>> = explicit.leads.iter().map(|lead| explicit_arrow(context, site, *lead)).collect();
    for item in site.block.items() {
        if let BodyItem::Hole(hole) = item {
            context.assume_hole(site.id, hole, site.statement.continuation);
        }
    }
    match &lowered.kind {
        BlockKind::Known(entry) if entry.is_terminal() => Arrows { terminal: true, ..Arrows::default() },
        BlockKind::Known(entry) => {
            let known = KnownBlock { entry, parameters: &lowered.parameters, explicit, arrows: &arrows };
            let mut made = known.arrows(context, site);
            made.is_partial |= context.defaults.may_be_more;
            let is_whole = lowered.is_whole && !explicit.is_partial;
            if let (false, Continuation::Statement(next)) = (is_whole, site.statement.continuation) {
                // The part that could not be read may make the block continue.
                context.assume(site.id, next);
            }
            made
        }
        BlockKind::Raw { terminal } => raw(context, site, explicit, &arrows, *terminal),
        BlockKind::Unknown => {
            assume_unknown(context, site);
            unknown(context, site, &arrows)
        }
    }
}

/// Records that a block with an unknown keyword may lead to the step that it names, `goto sorry`, and to those of the
/// defaults.
fn assume_unknown(context: &mut EdgeContext<'_, '_>, site: Site<'_, '_>) {
    let subject = match site.block.subject.as_ref().map(|subject| &subject.kind) {
        Some(ValueKind::Word(word)) => Some(word),
        _ => None,
    };
    let of_step = context.outline.steps.get(site.statement.step).map_or(&[][..], |step| &step.node.defaults);
    let words = subject.into_iter().chain(context.defaults.targets(of_step));
    let steps: Vec<StatementId> = words.filter_map(|word| context.outline.step(&word.text)?.first).collect();
    steps.into_iter().for_each(|first| context.assume(site.id, first));
}

/// The arrow of a line of a block; `None` if its branch is left out.
fn explicit_arrow(context: &mut EdgeContext<'_, '_>, site: Site<'_, '_>, lead: Lead) -> Option<Arrow> {
    let to = match lead.destination {
        Destination::LeftOut => return None,
        Destination::Statement(id) => To::Statement(id),
        Destination::Unconnected => To::Unconnected,
        Destination::Missing => To::Hole,
        Destination::Continue => fall_through(context, site.id, site.statement.continuation, lead.origin, || {
            "nothing follows this block".to_owned()
        }),
        Destination::EmptyRun(continuation) => fall_through(context, site.id, continuation, lead.origin, || {
            "this branch is empty and nothing follows it".to_owned()
        }),
    };
    if let To::Statement(id) = to {
        // The branch may be unusable, which was reported. The line it leads to must not be reported as well.
        context.assume(site.id, id);
    }
    Some(Arrow { to, origin: lead.origin, taken: true })
}

/// Continues with what follows. If nothing does, reports `message`.
fn fall_through(
    context: &mut EdgeContext<'_, '_>,
    id: StatementId,
    continuation: Continuation,
    origin: Span,
    message: impl FnOnce() -> String,
) -> To {
    match continuation {
        Continuation::Statement(next) => To::Statement(next),
        Continuation::Nothing => {
            context.goes_nowhere(Code::NothingFollows, Some(id), origin, &message());
            To::Hole
        }
    }
}

/// A block that the catalogue describes.
struct KnownBlock<'s> {
    entry: &'static Block,
    parameters: &'s Object,
    explicit: &'s ExplicitBranches,
    /// The arrow of each line, by its index.
    arrows: &'s [Option<Arrow>],
}

impl KnownBlock<'_> {
    fn arrows<'t>(&self, context: &mut EdgeContext<'_, 't>, site: Site<'_, 't>) -> Arrows {
        let mut made = Arrows { is_partial: self.explicit.is_partial, ..Arrows::default() };
        let mut by_branch: Vec<(&'static Branch, Arrow)> = Vec::new();
        for branch in self.entry.branches {
            let Some(arrow) = self.arrow(context, site, branch, &mut made.is_partial) else { continue };
            let named = Named::Branch(branch.name, branch.wire);
            let origin = self.explicit.find(&named).map_or(arrow.origin, |(written, _)| written.span);
            by_branch.push((branch, arrow));
            match branch.wire {
                BranchWire::Next => made.next = Some(arrow),
                BranchWire::Error(error) => made.errors.push((error.into(), origin, arrow)),
                BranchWire::Condition(operator, operand) => {
                    let operands = vec![Node::text(operand, origin)];
                    made.conditions.push((Comparison { operator: operator.into(), operands, origin }, arrow));
                }
            }
        }
        let conditions = self.explicit.conditions.iter();
        made.conditions.extend(conditions.filter_map(|(made, lead)| Some((made.clone(), self.of_lead(*lead)?))));
        for branch in &self.explicit.branches {
            if let (Named::Error(error), Some(arrow)) = (&branch.named, self.of_lead(branch.lead)) {
                made.errors.push((error.clone(), branch.span, arrow));
            }
        }
        let copied = |name: &str| {
            let found = by_branch.iter().find(|(branch, _)| branch.name == name);
            found.map(|(_, arrow)| Arrow { taken: false, ..*arrow })
        };
        match self.entry.next {
            Next::Success { otherwise: Some(name) } if made.next.is_none() => made.next = copied(name),
            Next::Copy(name) | Next::CopyIfThere(name) => made.next = copied(name),
            Next::Success { .. } | Next::Terminal => {}
        }
        if let Some((branch, _)) = self.explicit.find(&Named::Next) {
            let taken = matches!(self.entry.next, Next::Success { .. }) && has_success(self.entry, self.parameters);
            made.next = self.of_lead(branch.lead).map(|arrow| Arrow { taken, ..arrow });
        }
        made
    }

    fn of_lead(&self, lead: usize) -> Option<Arrow> {
        self.arrows.get(lead).copied().flatten()
    }

    /// The arrow of a branch of the catalogue: explicit, else by fall-through, else from a default. `None` if it has no
    /// target; the checks on the graph report a branch that needs one. If a required branch is left out, that is
    /// reported and the block is partial.
    fn arrow<'t>(
        &self,
        context: &mut EdgeContext<'_, 't>,
        site: Site<'_, 't>,
        branch: &'static Branch,
        is_partial: &mut bool,
    ) -> Option<Arrow> {
        let is_needed = self.parameters.needs(branch.need);
        if let Some((written, lead)) = self.explicit.find(&Named::Branch(branch.name, branch.wire)) {
            if is_needed && let Destination::LeftOut = lead.destination {
                *is_partial = true;
                refuse_none(context, self.entry, branch.name, lead.origin);
                self.assume_next(context, site, branch);
            }
            return self.of_lead(written.lead);
        }
        if !branch.main {
            return self.by_default(context, site, branch, is_needed, is_partial);
        }
        // `on next` sets the target of success.
        let next = self.explicit.find(&Named::Next).filter(|_| branch.wire == BranchWire::Next);
        match next {
            None => is_needed.then(|| self.falls_through(context, site, branch)),
            Some((_, Lead { destination: Destination::LeftOut, origin })) if is_needed => {
                *is_partial = true;
                refuse_none(context, self.entry, branch.name, origin);
                self.assume_next(context, site, branch);
                None
            }
            Some(_) => None,
        }
    }

    /// Treats a main branch that must not be left out as connected, so that the line after the block is not reported.
    fn assume_next(&self, context: &mut EdgeContext<'_, '_>, site: Site<'_, '_>, branch: &Branch) {
        if let (true, Continuation::Statement(next)) = (branch.main, site.statement.continuation) {
            context.assume(site.id, next);
        }
    }

    /// The arrow of the main branch, which continues with what follows the block.
    fn falls_through(&self, context: &mut EdgeContext<'_, '_>, site: Site<'_, '_>, branch: &'static Branch) -> Arrow {
        let origin = site.block.keyword.span;
        let to = match site.statement.continuation {
            // The part that could not be read may be what follows.
            Continuation::Nothing if has_hole(site.block) || self.explicit.is_partial => To::Hole,
            // The checks report that the block is in the wrong type of flow: what follows it is decided with that.
            Continuation::Nothing
                if context
                    .flow_type
                    .is_some_and(|it| !self.entry.flow_types.allows(it) && !self.entry.flow_types.disputes(it)) =>
            {
                To::Hole
            }
            Continuation::Nothing if matches!(self.entry.semantics.queue, Some(QueueUse::MovesTo { .. })) => {
                let message = "the success branch of this transfer leads nowhere";
                context.goes_nowhere(Code::OpenSuccess, Some(site.id), origin, message);
                To::Hole
            }
            continuation => fall_through(context, site.id, continuation, origin, || {
                format!("`{}` continues with its `{}` branch, but nothing follows it", self.entry.keyword, branch.name)
            }),
        };
        Arrow { to, origin, taken: true }
    }

    /// The arrow from a default of the step or the flow.
    fn by_default<'t>(
        &self,
        context: &mut EdgeContext<'_, 't>,
        site: Site<'_, 't>,
        branch: &'static Branch,
        is_needed: bool,
        is_partial: &mut bool,
    ) -> Option<Arrow> {
        let step = context.outline.steps.get(site.statement.step)?.node;
        let default = context.defaults.find(self.entry, branch, is_needed, &step.defaults)?;
        let mut origin = site.block.keyword.span;
        let nothing = || {
            format!(
                "the `{}` branch of `{}` continues by default, but nothing follows it",
                branch.name, self.entry.keyword
            )
        };
        let to = match default.target.text.as_str() {
            "none" => {
                if is_needed {
                    *is_partial = true;
                    refuse_none(context, self.entry, branch.name, default.target.span);
                }
                return None;
            }
            "unconnected" => {
                // Report the default, once for all blocks that use it.
                origin = default.target.span;
                To::Unconnected
            }
            name if name == "continue" || name == step.name.text => {
                fall_through(context, site.id, site.statement.continuation, origin, nothing)
            }
            // An unknown step was reported at the default itself.
            name => context.outline.step(name).and_then(|step| step.first).map_or(To::Hole, To::Statement),
        };
        Some(Arrow { to, origin, taken: true })
    }
}

fn refuse_none(context: &mut EdgeContext<'_, '_>, entry: &'static Block, branch: &str, span: Span) {
    let diagnostic = Diagnostic::new(
        Code::BranchNotDropped,
        span,
        format!("the `{branch}` branch of `{}` is required", entry.keyword),
    )
    .rests_on(match entry.branches.iter().find(|it| it.name == branch) {
        Some(branch) => entry.source_of_branch(branch, Aspect::Presence),
        None => entry.source(Aspect::Presence),
    })
    .help("the service requires it: connect it to a step, or write `-> continue`");
    context.diagnostics.push(match context.mode {
        Mode::Publish => diagnostic,
        Mode::Draft => diagnostic.in_draft(),
    });
}

/// The arrows of `action "…"`: its explicit branches, and fall-through to what follows.
fn raw(
    context: &mut EdgeContext<'_, '_>,
    site: Site<'_, '_>,
    explicit: &ExplicitBranches,
    arrows: &[Option<Arrow>],
    terminal: bool,
) -> Arrows {
    let of_lead = |lead: usize| arrows.get(lead).copied().flatten();
    let conditions = explicit.conditions.iter();
    let conditions = conditions.filter_map(|(made, lead)| Some((made.clone(), of_lead(*lead)?))).collect();
    let mut made = Arrows { terminal, conditions, ..Arrows::default() };
    if terminal {
        return made;
    }
    let mut has_next = false;
    for branch in &explicit.branches {
        let error: SmolStr = match &branch.named {
            Named::Next => {
                has_next = true;
                made.next = of_lead(branch.lead).or(made.next);
                continue;
            }
            Named::Branch(_, BranchWire::Error(error)) => (*error).into(),
            Named::Branch(..) => continue,
            Named::Error(error) => error.clone(),
        };
        made.errors.extend(of_lead(branch.lead).map(|arrow| (error, branch.span, arrow)));
    }
    if !has_next {
        let origin = site.block.keyword.span;
        let to = fall_through(context, site.id, site.statement.continuation, origin, || {
            "this action continues, but nothing follows it (write `terminal` in its braces if it ends here)".to_owned()
        });
        made.next = Some(Arrow { to, origin, taken: true });
    }
    made
}

/// The arrows of a block with an unknown keyword: its explicit branches, and fall-through to what follows.
fn unknown(context: &mut EdgeContext<'_, '_>, site: Site<'_, '_>, arrows: &[Option<Arrow>]) -> Arrows {
    let mut made = Arrows::default();
    let branches = site.block.items().filter_map(|item| match item {
        BodyItem::Branch(branch) => Some(branch.span),
        _ => None,
    });
    let written = branches.zip(arrows).filter_map(|(span, arrow)| Some((SmolStr::default(), span, (*arrow)?)));
    made.errors.extend(written);
    // The name of a step alone is a jump without its arrow.
    if let Some(first) = context.outline.step(&site.block.keyword.text).and_then(|step| step.first) {
        context.assume(site.id, first);
    }
    if let Continuation::Statement(next) = site.statement.continuation {
        made.next = Some(Arrow { to: To::Statement(next), origin: site.block.keyword.span, taken: true });
    }
    made
}

/// Whether a part of the block could not be parsed.
fn has_hole(block: &tree::Block) -> bool {
    block.items().any(|item| matches!(item, BodyItem::Hole(_)))
}

/// Whether `NextAction` is the success branch, given these parameters.
fn has_success(entry: &Block, parameters: &Object) -> bool {
    entry.branches.iter().filter(|branch| branch.wire == BranchWire::Next).all(|branch| parameters.allows(branch.need))
}
