//! Branches → transitions: what the block writes, what defaults fill in, what goes on by itself, and `NextAction`.

use smol_str::SmolStr;

use super::condition::Shares;
use super::flow::{FlowLowering, Follow, Scope};
use super::places::Place;
use crate::catalogue::{self, Block, Branch, BranchWire, Next};
use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::graph::{Condition, Edge, ErrorBranch, Mode, Object, Target, Transitions};
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, Outcome, Selector, Target as TreeTarget};

/// Which branch an outcome names.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Named {
    /// `NextAction` alone.
    Next,
    /// A branch of the catalogue.
    Branch(&'static str, BranchWire),
    /// An ErrorType that the catalogue does not name.
    Error(SmolStr),
}

/// Where a branch was written to lead.
#[derive(Clone, Copy, Debug)]
pub(super) enum Destination {
    /// Along this edge.
    Edge(Edge),
    /// `-> none`: it is left out.
    None(Span),
}

/// A branch that the block writes.
#[derive(Clone, Debug)]
pub(super) struct WrittenBranch {
    pub(super) named: Named,
    /// Where it is named.
    pub(super) span: Span,
    pub(super) destination: Destination,
}

/// The branches and conditions that a block writes.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) branches: Vec<WrittenBranch>,
    pub(super) conditions: Vec<Condition>,
    /// Whether there was one more that could not be used, which was reported.
    pub(super) is_partial: bool,
}

impl<'t> FlowLowering<'_, '_, 't> {
    /// The transitions of a block that the catalogue describes.
    pub(super) fn transitions(
        &mut self,
        entry: &'static Block,
        block: &'t tree::Block,
        parameters: &Object,
        place: Place,
        follow: Follow,
        scope: Scope<'t>,
    ) -> Transitions {
        let Written { branches: written, conditions, is_partial } =
            self.written(Some(entry), block, parameters, place, follow, scope);
        if entry.is_terminal() {
            for branch in &written {
                self.context.diagnostics.push(Diagnostic::new(
                    Code::UnknownBranch,
                    branch.span,
                    format!("`{}` ends the flow and has no branches", entry.keyword),
                ));
            }
            return Transitions { terminal: true, ..Transitions::default() };
        }
        let mut transitions = Transitions { is_partial, ..Transitions::default() };
        let mut edges: Vec<(&'static Branch, Edge)> = Vec::new();
        for branch in entry.branches {
            self.is_left_out = false;
            let edge = self.edge(entry, branch, block, &written, parameters, place, follow, scope);
            transitions.is_partial |= self.is_left_out;
            let Some(edge) = edge else { continue };
            let named = Named::Branch(branch.name, branch.wire);
            let origin = written.iter().find(|other| other.named == named).map_or(edge.origin, |other| other.span);
            edges.push((branch, edge));
            match branch.wire {
                BranchWire::Next => transitions.next = Some(edge),
                BranchWire::Error(error) => {
                    transitions.errors.push(ErrorBranch { error: error.into(), edge, origin });
                }
                BranchWire::Condition(operator, operand) => transitions.conditions.push(Condition {
                    operator: operator.into(),
                    operands: vec![crate::graph::Node::text(operand, origin)],
                    edge,
                    origin,
                }),
            }
        }
        transitions.conditions.extend(conditions);
        for branch in &written {
            if let (Named::Error(error), Destination::Edge(edge)) = (&branch.named, branch.destination) {
                transitions.errors.push(ErrorBranch { error: error.clone(), edge, origin: branch.span });
            }
        }
        let copied = |name: &str| {
            edges.iter().find(|(branch, _)| branch.name == name).map(|(_, edge)| Edge { taken: false, ..*edge })
        };
        match entry.next {
            Next::Success { otherwise: Some(name) } if transitions.next.is_none() => transitions.next = copied(name),
            Next::Copy(name) | Next::CopyIfThere(name) => transitions.next = copied(name),
            Next::Success { .. } | Next::Terminal => {}
        }
        match written.iter().find(|branch| branch.named == Named::Next) {
            Some(WrittenBranch { destination: Destination::Edge(edge), .. }) => {
                let taken = matches!(entry.next, Next::Success { .. }) && has_success(entry, parameters);
                transitions.next = Some(Edge { taken, ..*edge });
            }
            Some(WrittenBranch { destination: Destination::None(_), .. }) => transitions.next = None,
            None => {}
        }
        transitions
    }

    /// Where a branch of the catalogue leads: as the block says, else as it goes on by itself, else by default. `None`
    /// where it leads nowhere; whether it has to, the checks on the graph tell.
    #[expect(clippy::too_many_arguments, reason = "a branch depends on all that its block does")]
    fn edge(
        &mut self,
        entry: &'static Block,
        branch: &'static Branch,
        block: &'t tree::Block,
        written: &[WrittenBranch],
        parameters: &Object,
        place: Place,
        follow: Follow,
        scope: Scope<'t>,
    ) -> Option<Edge> {
        let needed = parameters.needs(branch.need);
        let says_next = written.iter().any(|other| other.named == Named::Next);
        let next_left_out = written.iter().find_map(|other| match (&other.named, other.destination) {
            (Named::Next, Destination::None(span)) => Some(span),
            _ => None,
        });
        let named = Named::Branch(branch.name, branch.wire);
        match written.iter().find(|other| other.named == named) {
            Some(WrittenBranch { destination: Destination::Edge(edge), .. }) => return Some(*edge),
            Some(WrittenBranch { destination: Destination::None(span), .. }) => {
                if needed {
                    self.refuse_none(entry, branch.name, *span);
                    if let (true, Follow::Place(next)) = (branch.main, follow) {
                        // The line after it has no fault.
                        self.places.leads(place, next);
                    }
                }
                return None;
            }
            None => {}
        }
        if branch.main {
            // `on next` says where success goes.
            let decided = branch.wire == BranchWire::Next && says_next;
            if let (true, true, Some(span)) = (decided, needed, next_left_out) {
                self.refuse_none(entry, branch.name, span);
                if let Follow::Place(next) = follow {
                    self.places.leads(place, next);
                }
            }
            return (needed && !decided).then(|| self.main_edge(entry, branch, block, place, follow));
        }
        self.default_edge(entry, branch, needed, block, place, follow, scope)
    }

    /// The main branch, which goes on with what follows the block.
    fn main_edge(
        &mut self,
        entry: &'static Block,
        branch: &'static Branch,
        block: &tree::Block,
        place: Place,
        follow: Follow,
    ) -> Edge {
        let origin = block.keyword.span;
        let target = match follow {
            // What could not be read may be what follows.
            Follow::Nothing if has_hole(block) => Target::Hole,
            Follow::Nothing if entry.action == "DequeueContactAndTransferToQueue" => self.goes_nowhere(
                Code::OpenSuccess,
                Some(place),
                origin,
                "the success branch of this transfer leads nowhere",
            ),
            _ => self.goes_on(place, follow, origin, || {
                format!("`{}` goes on with its `{}` branch, but nothing follows it", entry.keyword, branch.name)
            }),
        };
        Edge { target, origin, taken: true }
    }

    /// The branch from a default of the step or the flow.
    #[expect(clippy::too_many_arguments, reason = "a default depends on all that its block does")]
    fn default_edge(
        &mut self,
        entry: &'static Block,
        branch: &'static Branch,
        needed: bool,
        block: &'t tree::Block,
        place: Place,
        follow: Follow,
        scope: Scope<'t>,
    ) -> Option<Edge> {
        let (default, outcome) = self.defaults(scope).into_iter().find_map(|level| {
            let outcomes = || level.iter().flat_map(|default| default.outcomes.iter().map(move |o| (*default, o)));
            let for_keyword = outcomes().find(|(_, outcome)| {
                outcome.keyword.as_ref().is_some_and(|keyword| keyword.text == entry.keyword)
                    && self.names(&outcome.outcome, branch)
            });
            let for_any =
                || outcomes().find(|(_, outcome)| outcome.keyword.is_none() && self.names(&outcome.outcome, branch));
            for_keyword.or_else(|| if needed { for_any() } else { None })
        })?;
        self.used_defaults.insert(outcome.span.start);
        let mut origin = block.keyword.span;
        let nothing = || {
            format!("the `{}` branch of `{}` goes on by default, but nothing follows it", branch.name, entry.keyword)
        };
        let target = match default.target.text.as_str() {
            "none" => {
                if needed {
                    self.refuse_none(entry, branch.name, default.target.span);
                }
                return None;
            }
            "unconnected" => {
                // The default is at fault, once for all blocks that take it.
                origin = default.target.span;
                Target::Unconnected
            }
            "continue" => self.goes_on(place, follow, origin, nothing),
            name if name == scope.step => self.goes_on(place, follow, origin, nothing),
            // An unknown step was reported at the default itself.
            _ => self.known_step(&default.target).map_or(Target::Hole, |to| {
                self.places.leads(place, to);
                to.pending()
            }),
        };
        Some(Edge { target, origin, taken: true })
    }

    /// On to what follows the block at `place`; where nothing does, `message` says what that means.
    pub(super) fn goes_on(
        &mut self,
        place: Place,
        follow: Follow,
        origin: Span,
        message: impl FnOnce() -> String,
    ) -> Target {
        match follow {
            Follow::Place(next) => {
                self.places.leads(place, next);
                next.pending()
            }
            Follow::Nothing => self.nothing_follows(Some(place), origin, &message()),
        }
    }

    fn refuse_none(&mut self, entry: &'static Block, branch: &str, span: Span) {
        self.is_left_out = true;
        let diagnostic = Diagnostic::new(
            Code::BranchNotDropped,
            span,
            format!("`{}` cannot go without its `{branch}` branch", entry.keyword),
        )
        .help("the service requires it: lead it to a step, or on with `-> continue`");
        self.context.diagnostics.push(match self.context.mode {
            Mode::Publish => diagnostic,
            Mode::Draft => diagnostic.severity(Severity::Warning),
        });
    }

    /// Whether an outcome names this branch.
    fn names(&self, outcome: &Outcome, branch: &Branch) -> bool {
        match outcome {
            Outcome::Name(word) => word.text == branch.name,
            Outcome::ErrorType(text) => {
                matches!(branch.wire, BranchWire::Error(error) if text.literal() == Some(error))
            }
        }
    }

    /// Whether a default's outcome names a branch that some block has; if not, that is reported.
    pub(super) fn is_known_default(&mut self, outcome: &tree::DefaultOutcome) -> bool {
        let blocks: Vec<&'static Block> = match &outcome.keyword {
            Some(keyword) => {
                let blocks: Vec<&'static Block> = catalogue::by_keyword(&keyword.text).collect();
                if blocks.is_empty() {
                    let near = nearest(&keyword.text, catalogue::blocks().map(|block| block.keyword));
                    self.context.diagnostics.push(
                        Diagnostic::new(
                            Code::UnknownBlock,
                            keyword.span,
                            format!("no block is called `{}`", keyword.text),
                        )
                        .did_you_mean(keyword.span, near),
                    );
                    return false;
                }
                blocks
            }
            None => catalogue::blocks().collect(),
        };
        let mut branches = blocks.iter().flat_map(|block| block.branches);
        if branches.any(|branch| self.names(&outcome.outcome, branch)) {
            return true;
        }
        let Outcome::Name(word) = &outcome.outcome else { return true };
        let near = nearest(&word.text, blocks.iter().flat_map(|block| block.branches).map(|branch| branch.name));
        let message = match &outcome.keyword {
            Some(keyword) => format!("`{}` has no branch `{}`", keyword.text, word.text),
            None => format!("no block has a branch `{}`", word.text),
        };
        let mut diagnostic = Diagnostic::new(Code::UnknownBranch, word.span, message).did_you_mean(word.span, near);
        if let (Some(_), [block, ..]) = (&outcome.keyword, blocks.as_slice()) {
            diagnostic = diagnostic.help(branches_of(block));
        }
        self.context.diagnostics.push(diagnostic);
        false
    }

    /// The branches and conditions that a block writes. `entry` is `None` for an action outside the catalogue.
    pub(super) fn written(
        &mut self,
        entry: Option<&'static Block>,
        block: &'t tree::Block,
        parameters: &Object,
        place: Place,
        follow: Follow,
        scope: Scope<'t>,
    ) -> Written {
        let mut written: Vec<WrittenBranch> = Vec::new();
        let mut conditions = Vec::new();
        let mut is_partial = false;
        let mut shares = Shares::default();
        for item in block.items() {
            let Some(branch) = self.branch_of(item, place, follow) else { continue };
            let named: Vec<(Option<Named>, Span)> = match &branch.selector {
                Selector::On(outcomes) => {
                    outcomes.iter().map(|outcome| (self.named(entry, block, outcome), outcome.span())).collect()
                }
                Selector::When(_) => Vec::new(),
            };
            let returns = named.iter().any(|(named, _)| match named {
                Some(Named::Branch(name, _)) => {
                    entry.and_then(|entry| entry.branch(name)).is_some_and(|branch| branch.returns)
                }
                _ => false,
            });
            let run_follow = if returns { Follow::Place(place) } else { follow };
            let destination = self.destination(&branch.target, branch.span, place, follow, run_follow, scope);
            match &branch.selector {
                Selector::On(_) => {
                    for (named, span) in named {
                        let Some(named) = named else {
                            is_partial = true;
                            continue;
                        };
                        if let Some(first) = written.iter().find(|other| other.named == named) {
                            self.context.diagnostics.push(
                                Diagnostic::new(Code::DuplicateBranch, span, "this branch is given twice")
                                    .second_of(first.span),
                            );
                            continue;
                        }
                        written.push(WrittenBranch { named, span, destination });
                    }
                }
                Selector::When(condition) => {
                    if let Some(entry) = entry
                        && (entry.conditions.is_none() || entry.is_terminal())
                    {
                        self.refuse_conditions(entry, condition);
                        is_partial = true;
                        continue;
                    }
                    match destination {
                        Destination::Edge(edge) => {
                            let made = self.context.conditions(entry, parameters, condition, edge, &mut shares);
                            is_partial |= made.is_empty();
                            conditions.extend(made);
                        }
                        Destination::None(span) => {
                            is_partial = true;
                            self.context.diagnostics.push(
                                Diagnostic::new(Code::BranchNotDropped, span, "a condition has to lead somewhere")
                                    .help("leave out the whole line instead"),
                            );
                        }
                    }
                }
            }
        }
        Written { branches: written, conditions, is_partial }
    }

    /// The branch that an item of a block's body is, if it is one. What could not be parsed is noted on the way.
    fn branch_of(&mut self, item: &'t BodyItem, place: Place, follow: Follow) -> Option<&'t tree::Branch> {
        match item {
            BodyItem::Branch(branch) => Some(branch),
            BodyItem::Hole(hole) => {
                self.hole(hole, place, follow);
                None
            }
            _ => None,
        }
    }

    fn refuse_conditions(&mut self, entry: &'static Block, condition: &tree::Condition) {
        let mut diagnostic =
            Diagnostic::new(Code::BadCondition, condition.span, format!("`{}` takes no conditions", entry.keyword));
        if !entry.branches.is_empty() {
            diagnostic = diagnostic.help(branches_of(entry));
        }
        self.context.diagnostics.push(diagnostic);
    }

    /// The branch that an outcome names. `None` where the block has none such, which is reported.
    fn named(&mut self, entry: Option<&'static Block>, block: &tree::Block, outcome: &Outcome) -> Option<Named> {
        match outcome {
            Outcome::Name(word) if word.text == "next" => Some(Named::Next),
            Outcome::Name(word) => {
                let Some(entry) = entry else {
                    return self.named_in_raw(block, word);
                };
                if let Some(branch) = entry.branch(&word.text) {
                    return Some(Named::Branch(branch.name, branch.wire));
                }
                if !entry.is_terminal() {
                    let near = nearest(&word.text, entry.branches.iter().map(|branch| branch.name));
                    self.context.diagnostics.push(
                        Diagnostic::new(
                            Code::UnknownBranch,
                            word.span,
                            format!("`{}` has no branch `{}`", entry.keyword, word.text),
                        )
                        .did_you_mean(word.span, near)
                        .help(branches_of(entry)),
                    );
                    return None;
                }
                Some(Named::Error(word.text.clone()))
            }
            Outcome::ErrorType(text) => {
                let error = self.context.resolver.consts.text(text, self.context.diagnostics)?;
                let known = entry.and_then(|entry| {
                    entry.branches.iter().find(|branch| branch.wire == BranchWire::Error(error_of(branch, &error)))
                });
                Some(match known {
                    Some(branch) => Named::Branch(branch.name, branch.wire),
                    None => Named::Error(error),
                })
            }
        }
    }

    /// Where a branch leads. A run is lowered on the way.
    fn destination(
        &mut self,
        target: &'t TreeTarget,
        span: Span,
        place: Place,
        follow: Follow,
        run_follow: Follow,
        scope: Scope<'t>,
    ) -> Destination {
        let (target, origin) = match target {
            TreeTarget::Jump(jump) => match jump.target.text.as_str() {
                "none" => return Destination::None(jump.span),
                "unconnected" => (Target::Unconnected, jump.span),
                "continue" => {
                    let nothing = || "nothing follows this block".to_owned();
                    (self.goes_on(place, follow, jump.span, nothing), jump.span)
                }
                _ => match self.step(&jump.target) {
                    Some(to) => {
                        self.places.leads(place, to);
                        (to.pending(), jump.span)
                    }
                    None => (Target::Hole, jump.span),
                },
            },
            TreeTarget::Run(run) => {
                let first = run.statements.first().and_then(|statement| self.places.of(statement));
                self.run(run, run_follow, scope);
                match (first, run_follow) {
                    (Some(to), _) | (None, Follow::Place(to)) => {
                        self.places.leads(place, to);
                        (to.pending(), span)
                    }
                    (None, Follow::Nothing) => (
                        self.nothing_follows(Some(place), run.span, "this run is empty, and nothing follows"),
                        run.span,
                    ),
                }
            }
        };
        Destination::Edge(Edge { target, origin, taken: true })
    }

    /// The edges of a block whose keyword is not known: what it writes, and on to what follows.
    pub(super) fn edges_of_unknown(
        &mut self,
        block: &'t tree::Block,
        place: Place,
        follow: Follow,
        scope: Scope<'t>,
    ) -> Transitions {
        let mut transitions = Transitions::default();
        for item in block.items() {
            let Some(branch) = self.branch_of(item, place, follow) else { continue };
            let destination = self.destination(&branch.target, branch.span, place, follow, follow, scope);
            if let Destination::Edge(edge) = destination {
                transitions.errors.push(ErrorBranch { error: SmolStr::default(), edge, origin: branch.span });
            }
        }
        if let Follow::Place(next) = follow {
            self.places.leads(place, next);
            transitions.next = Some(Edge { target: next.pending(), origin: block.keyword.span, taken: true });
        }
        transitions
    }
}

/// Whether a part of the block could not be parsed.
fn has_hole(block: &tree::Block) -> bool {
    block.items().any(|item| matches!(item, BodyItem::Hole(_)))
}

/// The branch's own ErrorType where it is `error`, so that both can be compared.
fn error_of(branch: &Branch, error: &str) -> &'static str {
    match branch.wire {
        BranchWire::Error(known) if known == error => known,
        _ => "",
    }
}

/// Whether `NextAction` is the success branch with these parameters.
fn has_success(entry: &Block, parameters: &Object) -> bool {
    entry.branches.iter().filter(|branch| branch.wire == BranchWire::Next).all(|branch| parameters.allows(branch.need))
}

/// What branches a block has, for a line of help.
fn branches_of(entry: &Block) -> String {
    let mut names: Vec<String> = entry.branches.iter().map(|branch| format!("`{}`", branch.name)).collect();
    if entry.conditions.is_some() {
        names.push("`when …`".to_owned());
    }
    match names.as_slice() {
        [] => "it has no branches".to_owned(),
        [one] => format!("its only branch is {one}"),
        _ => format!("its branches are {}", names.join(", ")),
    }
}
