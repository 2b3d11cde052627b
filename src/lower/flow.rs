//! A flow or module: its settings, its steps, and which of its lines are ever reached.

use std::collections::{HashMap, HashSet};

use smol_str::SmolStr;

use super::identifier::Identifiers;
use super::places::{Alive, Place, Places};
use super::{Context, setting};
use crate::catalogue::{self, FlowType, Need, identifier};
use crate::diagnostic::{Code, Confidence, Diagnostic, Severity, nearest};
use crate::graph::{self, Action, FlowKind, Mode, Spanned, Target};
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, FlowKeyword, Member, Run, Statement, Target as TreeTarget, Word};

/// A flow while it is lowered.
///
/// INVARIANT: until [`FlowLowering::settle`], a `Target::Action` in an action's transitions holds the number of a place
/// rather than that of an action.
pub(super) struct FlowLowering<'c, 'a, 't> {
    pub(super) context: &'c mut Context<'a>,
    pub(super) places: Places,
    pub(super) identifiers: Identifiers,
    pub(super) actions: Vec<Action>,
    is_module: bool,
    /// Whether no block of the step has been lowered yet.
    pub(super) is_step_new: bool,
    steps: HashMap<&'t str, StepEntry>,
    /// The defaults at the top of the flow.
    flow_defaults: Vec<&'t tree::Default>,
    /// The default outcomes that filled a branch, by where they start.
    pub(super) used_defaults: HashSet<u32>,
    /// What goes on where nothing follows, each with the statement that does.
    ends: Vec<(Option<Place>, Diagnostic)>,
    /// Whether a branch that the service requires was said to be left out, which was reported.
    pub(super) is_left_out: bool,
    /// Whether a part of the flow could not be parsed: then a step that seems to be missing may be there.
    has_holes: bool,
    /// The steps that are named and not there.
    unknown_steps: Vec<UnknownStep>,
    /// Whether there may be more defaults than could be read.
    pub(super) defaults_unknown: bool,
    /// Whether a line could not be parsed, and may lead to any step.
    has_bad_lines: bool,
}

#[derive(Clone, Copy, Debug)]
struct StepEntry {
    name: Span,
    /// `None` for a step without statements, which was reported.
    place: Option<Place>,
}

/// A step that is named and not there.
struct UnknownStep {
    name: SmolStr,
    /// Where it is named.
    places: Vec<Span>,
    /// The name that is probably meant; `None` where it could be any.
    near: Option<SmolStr>,
}

/// What a statement is lowered in.
#[derive(Clone, Copy)]
pub(super) struct Scope<'t> {
    /// The step's name.
    pub(super) step: &'t str,
    /// The step's defaults.
    pub(super) step_defaults: &'t [tree::Default],
}

/// What follows a statement.
#[derive(Clone, Copy, Debug)]
pub(super) enum Follow {
    /// This place.
    Place(Place),
    /// Nothing: the step ends here.
    Nothing,
}

/// Lowers a flow or module.
pub(super) fn lower(context: &mut Context<'_>, flow: &tree::Flow) -> graph::Flow {
    let name = setting::name(context, &flow.name, "flow");
    let (kind, kind_origin) = kind(context, flow);
    let settings = setting::of_flow(context, flow);

    let defaults = flow.members.iter().filter_map(|member| match member {
        Member::Default(default) => Some(default),
        _ => None,
    });
    let has_holes = flow.members.iter().any(|member| matches!(member, Member::Hole(_)));
    let mut lowering = FlowLowering::new(context, defaults.collect(), has_holes);
    lowering.is_module = flow.keyword == FlowKeyword::Module;
    let steps = lowering.declare_steps(flow);
    lowering.reserve_identifiers(&steps);
    lowering.check_defaults(&steps);
    for step in &steps {
        let scope = Scope { step: &step.name.text, step_defaults: &step.defaults };
        lowering.is_step_new = true;
        lowering.run(&step.run, Follow::Nothing, scope);
    }
    lowering.report_unknown_steps();
    lowering.report_unused_defaults(&steps);
    lowering.report_unreached(flow, &steps);
    lowering.settle();

    let entry = |step: &tree::Step| {
        step.run
            .statements
            .first()
            .and_then(|statement| lowering.places.of(statement))
            .map_or(Target::Hole, |place| lowering.places.target(place).map_or(Target::Hole, |(target, _)| target))
    };
    let start = steps.iter().find(|step| step.is_start);
    graph::Flow {
        notation: graph::Notation::Text,
        is_saved: false,
        start: start.map_or(Target::Hole, |step| entry(step)),
        start_origin: start.map_or(name.span, |step| step.name.span),
        name,
        kind,
        kind_origin,
        description: settings.description,
        tags: settings.tags,
        contract: settings.contract,
        drawn: graph::Drawn::default(),
        steps: steps
            .iter()
            .map(|step| graph::Step {
                name: Spanned { text: step.name.text.clone(), span: step.name.span },
                entry: entry(step),
            })
            .collect(),
        actions: lowering.actions,
    }
}

fn kind(context: &mut Context<'_>, flow: &tree::Flow) -> (FlowKind, Span) {
    let words = || FlowType::ALL.into_iter().map(FlowType::keyword);
    match (flow.keyword, &flow.flow_type) {
        (FlowKeyword::Module, None) => (FlowKind::Module, flow.name.span),
        (FlowKeyword::Module, Some(word)) => {
            context.diagnostics.push(
                Diagnostic::new(Code::UnknownFlowType, word.span, "a module has no flow type")
                    .saying("nothing stands between a module's name and its brace"),
            );
            (FlowKind::Module, word.span)
        }
        // The name is missing, which was reported, and what stands there is the type.
        (FlowKeyword::Flow, None) if is_bare(&flow.name) => (FlowKind::Flow(None), flow.name.span),
        (FlowKeyword::Flow, None) => {
            context.diagnostics.push(
                Diagnostic::new(Code::UnknownFlowType, flow.name.span, "a flow needs a type after its name")
                    .help(format!("the types are {}", words().collect::<Vec<_>>().join(", "))),
            );
            (FlowKind::Flow(None), flow.name.span)
        }
        (FlowKeyword::Flow, Some(word)) => {
            let flow_type = FlowType::from_keyword(&word.text);
            if flow_type.is_none() {
                let near =
                    FlowType::from_wire(&word.text).map(FlowType::keyword).or_else(|| nearest(&word.text, words()));
                context.diagnostics.push(
                    Diagnostic::new(
                        Code::UnknownFlowType,
                        word.span,
                        format!("no flow type is called `{}`", word.text),
                    )
                    .did_you_mean(word.span, near)
                    .help(format!("the types are {}", words().collect::<Vec<_>>().join(", "))),
                );
            }
            (FlowKind::Flow(flow_type), word.span)
        }
    }
}

/// Whether a text stands there without quotes: a word in its place, which was reported.
fn is_bare(text: &tree::Text) -> bool {
    text.literal().is_some_and(|literal| literal.len() == (text.span.end - text.span.start) as usize)
}

/// The words after `->` that name no step.
const NO_STEPS: [&str; 3] = ["continue", "none", "unconnected"];

impl<'c, 'a, 't> FlowLowering<'c, 'a, 't> {
    /// Begins a flow.
    pub(super) fn new(
        context: &'c mut Context<'a>,
        flow_defaults: Vec<&'t tree::Default>,
        has_holes: bool,
    ) -> FlowLowering<'c, 'a, 't> {
        FlowLowering {
            context,
            places: Places::default(),
            identifiers: Identifiers::default(),
            actions: Vec::new(),
            is_module: false,
            is_step_new: true,
            steps: HashMap::new(),
            flow_defaults,
            used_defaults: HashSet::new(),
            ends: Vec::new(),
            is_left_out: false,
            has_holes,
            unknown_steps: Vec::new(),
            defaults_unknown: has_holes,
            has_bad_lines: false,
        }
    }
}

impl<'t> FlowLowering<'_, '_, 't> {
    /// Collects the steps, numbers their statements, and reports steps that clash.
    fn declare_steps(&mut self, flow: &'t tree::Flow) -> Vec<&'t tree::Step> {
        let steps: Vec<&tree::Step> = flow
            .members
            .iter()
            .filter_map(|member| match member {
                Member::Step(step) => Some(step),
                _ => None,
            })
            .collect();
        for step in &steps {
            self.places.number(&step.run);
            let name = step.name.text.as_str();
            if let Some(first) = self.steps.get(name) {
                let (code, message) = if step.is_start {
                    (Code::TwoStarts, "the flow has two starts".to_owned())
                } else {
                    (Code::DuplicateStep, format!("there are two steps called `{name}`"))
                };
                self.context.diagnostics.push(Diagnostic::new(code, step.name.span, message).second_of(first.name));
                continue;
            }
            if NO_STEPS.contains(&name) {
                self.context.diagnostics.push(
                    Diagnostic::new(Code::ReservedStepName, step.name.span, format!("`{name}` cannot name a step"))
                        .saying(format!("`-> {name}` has a meaning of its own")),
                );
            }
            if step.run.statements.is_empty() {
                self.nothing_follows(None, step.name.span, &format!("the step `{name}` is empty"));
            }
            let place = step.run.statements.first().and_then(|statement| self.places.of(statement));
            self.steps.insert(name, StepEntry { name: step.name.span, place });
        }
        if !steps.iter().any(|step| step.is_start) && !self.has_holes {
            self.context.diagnostics.push(
                Diagnostic::new(Code::NoStart, flow.name.span, "the flow has no start")
                    .help("write `start { … }`: the steps of a contact begin there"),
            );
        }
        steps
    }

    /// Takes the identifiers that `as` fixes, so that no other action gets one of them.
    fn reserve_identifiers(&mut self, steps: &[&'t tree::Step]) {
        let mut chosen: HashMap<SmolStr, Span> = HashMap::new();
        let mut blocks = Vec::new();
        for step in steps {
            blocks_of(&step.run, &mut blocks);
        }
        for text in blocks.iter().filter_map(|block| block.identifier.as_ref()) {
            let Some(identifier) = self.context.resolver.consts.text(text, self.context.diagnostics) else { continue };
            if let Some(fault) = identifier::fault(&identifier) {
                self.context.diagnostics.push(if identifier.is_empty() {
                    Diagnostic::new(Code::BadIdentifier, text.span, "an identifier cannot be empty")
                } else {
                    let message = format!("`{identifier}` is no identifier that Connect takes");
                    Diagnostic::new(Code::BadIdentifier, text.span, message).saying(fault)
                });
            }
            if let Some(first) = chosen.get(&identifier) {
                self.context.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateIdentifier,
                        text.span,
                        format!("two actions have the identifier `{identifier}`"),
                    )
                    .second_of(*first),
                );
                continue;
            }
            chosen.insert(identifier, text.span);
        }
        self.identifiers = Identifiers::new(chosen.into_keys());
    }

    /// Lowers the statements of a run; `follow` is what follows its last.
    pub(super) fn run(&mut self, run: &'t Run, follow: Follow, scope: Scope<'t>) {
        for (index, statement) in run.statements.iter().enumerate() {
            let Some(place) = self.places.of(statement) else { continue };
            let next = match run.statements.get(index + 1).and_then(|next| self.places.of(next)) {
                Some(next) => Follow::Place(next),
                None => follow,
            };
            match statement {
                Statement::Block(block) => self.block(block, place, next, scope),
                Statement::Jump(jump) => self.jump(jump, place, next),
                Statement::Hole(hole) => self.hole(hole, place, next),
            }
        }
    }

    /// What could not be parsed at `place` may lead to every step that it names, and on.
    pub(super) fn hole(&mut self, hole: &tree::Hole, place: Place, follow: Follow) {
        self.has_bad_lines = true;
        for target in &hole.targets {
            if let Some(StepEntry { place: Some(entry), .. }) = self.steps.get(target.text.as_str()) {
                self.places.leads(place, *entry);
            }
        }
        if let Follow::Place(next) = follow {
            self.places.leads(place, next);
        }
    }

    fn jump(&mut self, jump: &'t tree::Jump, place: Place, next: Follow) {
        match jump.target.text.as_str() {
            "unconnected" => self.places.loose_end(place),
            "none" => self.context.diagnostics.push(
                Diagnostic::new(Code::UnknownStep, jump.span, "`-> none` leaves out a branch and cannot be a line")
                    .saying("only a branch can lead there"),
            ),
            "continue" => match next {
                Follow::Place(next) => self.places.jump(place, next),
                Follow::Nothing => {
                    self.nothing_follows(Some(place), jump.span, "nothing follows here");
                }
            },
            _ => {
                if let Some(entry) = self.step(&jump.target) {
                    self.places.jump(place, entry);
                }
            }
        }
    }

    /// The first place of the step that `word` names. `None` where there is none, which is reported.
    pub(super) fn step(&mut self, word: &Word) -> Option<Place> {
        if let Some(entry) = self.steps.get(word.text.as_str()) {
            return entry.place;
        }
        if !self.has_holes {
            match self.unknown_steps.iter_mut().find(|unknown| unknown.name == word.text) {
                Some(unknown) => unknown.places.push(word.span),
                None => {
                    let near = nearest(&word.text, self.step_names().into_iter().chain(NO_STEPS)).map(SmolStr::new);
                    self.unknown_steps.push(UnknownStep { name: word.text.clone(), places: vec![word.span], near });
                }
            }
        }
        None
    }

    fn step_names(&self) -> Vec<&'t str> {
        let mut names: Vec<&'t str> = self.steps.keys().copied().collect();
        names.sort_unstable();
        names
    }

    /// Reports each step that is named and not there once, however often it is named: its own name may be what is wrong.
    fn report_unknown_steps(&mut self) {
        let names: Vec<String> = self.step_names().iter().map(|name| format!("`{name}`")).collect();
        for unknown in &mut self.unknown_steps {
            unknown.places.sort_unstable();
            unknown.places.dedup();
            let Some((first, others)) = unknown.places.split_first() else { continue };
            let mut diagnostic =
                Diagnostic::new(Code::UnknownStep, *first, format!("no step is called `{}`", unknown.name))
                    .did_you_mean(*first, unknown.near.as_deref());
            for other in others {
                diagnostic = diagnostic.label(*other, "named here as well");
                if let Some(near) = &unknown.near {
                    diagnostic = diagnostic.fix(*other, near.as_str(), Confidence::OnlyNear);
                }
            }
            if unknown.near.is_none() && !names.is_empty() {
                diagnostic = diagnostic.help(format!("the steps of this flow are {}", names.join(", ")));
            }
            self.context.diagnostics.push(diagnostic);
        }
    }

    /// The first place of a step, without a word where there is none.
    pub(super) fn known_step(&self, word: &Word) -> Option<Place> {
        self.steps.get(word.text.as_str()).and_then(|entry| entry.place)
    }

    /// Says that something goes on where nothing follows. In a draft that is a loose end, which needs no second message.
    /// `place` is the statement that goes on: where nothing reaches it, that alone is reported.
    pub(super) fn nothing_follows(&mut self, place: Option<Place>, span: Span, message: &str) -> Target {
        self.goes_nowhere(Code::NothingFollows, place, span, message)
    }

    pub(super) fn goes_nowhere(&mut self, code: Code, place: Option<Place>, span: Span, message: &str) -> Target {
        let diagnostic = Diagnostic::new(code, span, message).help(if self.is_module {
            "end the step with a jump (`-> step`) or a block that ends the module (`return`, `disconnect`)"
        } else {
            "end the step with a jump (`-> step`) or a block that ends the flow (`disconnect`, `end_flow`)"
        });
        let diagnostic = match self.context.mode {
            Mode::Publish => diagnostic,
            Mode::Draft => diagnostic.severity(Severity::Warning),
        };
        self.ends.push((place, diagnostic));
        Target::Hole
    }

    /// The defaults that a block in `scope` may take a branch from, the nearest first.
    pub(super) fn defaults(&self, scope: Scope<'t>) -> [Vec<&'t tree::Default>; 2] {
        [scope.step_defaults.iter().collect(), self.flow_defaults.clone()]
    }

    fn all_defaults(&self, steps: &[&'t tree::Step]) -> Vec<&'t tree::Default> {
        self.flow_defaults.iter().copied().chain(steps.iter().flat_map(|step| &step.defaults)).collect()
    }

    /// Reports defaults that lead nowhere or name a branch that no block has.
    fn check_defaults(&mut self, steps: &[&'t tree::Step]) {
        for default in self.all_defaults(steps) {
            if !NO_STEPS.contains(&default.target.text.as_str()) {
                let _ = self.step(&default.target);
            }
            for outcome in &default.outcomes {
                if !self.is_known_default(outcome) {
                    self.defaults_unknown = true;
                    // What was reported once is not reported again as unused.
                    self.used_defaults.insert(outcome.span.start);
                }
            }
        }
    }

    fn report_unused_defaults(&mut self, steps: &[&'t tree::Step]) {
        for outcome in self.all_defaults(steps).into_iter().flat_map(|default| &default.outcomes) {
            if !self.used_defaults.contains(&outcome.span.start) {
                self.context.diagnostics.push(
                    Diagnostic::new(Code::UnusedDefault, outcome.span, "no block takes this branch from the default")
                        .help("a default fills the required branches that a block does not write itself; an optional or a main branch has to be named with its block, or written in the block"),
                );
            }
        }
    }

    fn report_unreached(&mut self, flow: &'t tree::Flow, steps: &[&'t tree::Step]) {
        let first =
            |places: &Places, step: &tree::Step| step.run.statements.first().and_then(|statement| places.of(statement));
        let entries = steps.iter().filter_map(|step| first(&self.places, step));
        let alive = self.places.alive(entries.chain(self.places.holes()));
        let ends = std::mem::take(&mut self.ends).into_iter();
        let ends = ends.filter(|(place, _)| place.is_none_or(|place| alive.contains(place)));
        self.context.diagnostics.extend(ends.map(|(_, diagnostic)| diagnostic));
        for step in steps {
            self.report_unreached_lines(&step.run, &alive);
        }
        let Some(start) = steps.iter().find(|step| step.is_start) else { return };
        let named_in_holes = flow.members.iter().filter_map(|member| match member {
            Member::Hole(hole) => Some(hole.targets.iter()),
            _ => None,
        });
        let named_in_holes = named_in_holes.flatten().filter_map(|word| self.steps.get(word.text.as_str())?.place);
        // A jump that was reported leads to the step that it probably means.
        let near = |unknown: &UnknownStep| self.steps.get(unknown.near.as_ref()?.as_str())?.place;
        let misspelled = self.unknown_steps.iter().filter_map(near);
        // Nothing can name them, which was reported.
        let nameless = steps.iter().filter(|step| {
            let name = step.name.text.as_str();
            NO_STEPS.contains(&name) || self.steps.get(name).is_some_and(|entry| entry.name != step.name.span)
        });
        let nameless = nameless.filter_map(|step| first(&self.places, step));
        let entries = first(&self.places, start).into_iter().chain(named_in_holes).chain(misspelled).chain(nameless);
        let entries = entries.chain(self.places.holes());
        let alive = self.places.alive(entries);
        if self.unknown_steps.iter().any(|unknown| unknown.near.is_none()) || self.has_holes || self.has_bad_lines {
            // One of the steps that seem never reached was probably meant.
            return;
        }
        for step in steps {
            // A second step of a name and one that nothing can name were reported as such.
            let is_named = self.steps.get(step.name.text.as_str()).is_some_and(|entry| entry.name == step.name.span)
                && !NO_STEPS.contains(&step.name.text.as_str());
            if is_named && first(&self.places, step).is_some_and(|place| !alive.contains(place)) {
                self.context.diagnostics.push(
                    Diagnostic::new(
                        Code::UnreachableStep,
                        step.name.span,
                        format!("no contact ever reaches the step `{}`", step.name.text),
                    )
                    .help("lead a branch of a step that is reached there, or delete the step"),
                );
            }
        }
    }

    fn report_unreached_lines(&mut self, run: &'t Run, alive: &Alive) {
        let mut previous: Option<&Statement> = None;
        for statement in &run.statements {
            let Some(place) = self.places.of(statement) else { continue };
            if !alive.contains(place) {
                let mut diagnostic =
                    Diagnostic::new(Code::UnreachableLine, head(statement), "nothing leads to this line");
                match previous {
                    Some(Statement::Block(block)) => {
                        diagnostic = does_not_go_on(diagnostic, block);
                    }
                    Some(Statement::Jump(jump)) => {
                        diagnostic =
                            diagnostic.label(jump.span, "this jumps away").help("delete it, or the jump before it");
                    }
                    Some(Statement::Hole(_)) | None => diagnostic = diagnostic.help("delete it"),
                }
                self.context.diagnostics.push(diagnostic);
                return;
            }
            if let Statement::Block(block) = statement {
                for item in block.items() {
                    if let BodyItem::Branch(branch) = item
                        && let TreeTarget::Run(inner) = &branch.target
                    {
                        self.report_unreached_lines(inner, alive);
                    }
                }
            }
            previous = Some(statement);
        }
    }

    /// Turns places into actions in all transitions.
    fn settle(&mut self) {
        let mut rings: HashSet<Place> = HashSet::new();
        let mut actions = std::mem::take(&mut self.actions);
        for action in &mut actions {
            let transitions = &mut action.transitions;
            let edges = transitions
                .next
                .iter_mut()
                .chain(transitions.conditions.iter_mut().map(|condition| &mut condition.edge))
                .chain(transitions.errors.iter_mut().map(|error| &mut error.edge));
            for edge in edges {
                let Target::Action(graph::ActionId(number)) = edge.target else { continue };
                let (target, place) = self.settled(Place::from_number(number), &mut rings);
                edge.target = target;
                if target == Target::Unconnected {
                    edge.origin = self.places.span(place).unwrap_or(edge.origin);
                }
            }
        }
        self.actions = actions;
        let mut entries: Vec<Place> = self.steps.values().filter_map(|entry| entry.place).collect();
        entries.sort_unstable();
        for entry in entries {
            self.settled(entry, &mut rings);
        }
    }

    /// What an arrow to `place` leads to, and the place where that stands.
    fn settled(&mut self, place: Place, rings: &mut HashSet<Place>) -> (Target, Place) {
        match self.places.target(place) {
            Ok(settled) => settled,
            Err(ring) => {
                let known = ring.iter().any(|place| rings.contains(place));
                rings.extend(ring.iter().copied());
                if let Some(first) = ring.iter().min().filter(|_| !known).and_then(|place| self.places.span(*place)) {
                    self.context.diagnostics.push(
                        Diagnostic::new(Code::EndlessRing, first, "these jumps lead in a circle without any block")
                            .help("let one of the steps begin with a block"),
                    );
                }
                (Target::Hole, place)
            }
        }
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

fn blocks_of<'t>(run: &'t Run, blocks: &mut Vec<&'t tree::Block>) {
    for statement in &run.statements {
        let Statement::Block(block) = statement else { continue };
        blocks.push(block);
        for item in block.items() {
            if let BodyItem::Branch(tree::Branch { target: TreeTarget::Run(inner), .. }) = item {
                blocks_of(inner, blocks);
            }
        }
    }
}
