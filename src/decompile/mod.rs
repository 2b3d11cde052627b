//! The flow graph → a syntax tree that reads like hand-written source.
//!
//! Takes a flow that was read from JSON, and gives the tree of a `.flow` file and its comments. Lowering the tree gives
//! the same flow again: the lowering itself is used to verify parameters, and parts that the catalogue cannot express
//! go into `raw` or `action`. Never checks whether a flow makes sense. The same flow always gives the same tree.

mod block;
mod branch;
mod defaults;
mod implied;
mod make;
mod named;
mod once;
mod plan;
mod quick_connect;
mod step_default;
mod step_names;
mod twins;
mod unused_default;
mod value;

pub use quick_connect::decompile_quick_connect;

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::catalogue::FlowType;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::{Action, ActionId, Contract, Flow, FlowKind, Schema};
use crate::inventory::{ExportedName, Inventory};
use crate::source::Span;
use crate::syntax::format::Remarks;
use crate::syntax::tree::{
    self, Body, BodyItem, Branch, DefaultOutcome, FlowKeyword, Item, Jump, Member, Run, Selector, Value, ValueKind,
};
use block::Decompiled;
use branch::{On, Shape};
use defaults::{Defaults, Destination};
use make::Make;
use plan::{Goto, Line, Statement, Step, To};
use value::Values;

/// How a flow is decompiled.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether every identifier is fixed with `as`, not only those that a user chose.
    pub keep_identifiers: bool,
}

/// What is known about a flow in addition to its graph.
#[derive(Clone, Copy, Debug)]
pub struct Annotations<'a> {
    /// Whether the flow's type is not given and was inferred from the actions.
    pub is_type_inferred: bool,
    /// The other types that an inferred type could have been.
    pub other_types: &'a [FlowType],
    /// The names in the JSON of what it refers to by id.
    pub names: &'a [ExportedName],
}

/// The file that declares a flow, and its comments.
pub fn decompile(
    flow: &Flow,
    annotations: Annotations<'_>,
    inventory: Option<&Inventory>,
    options: Options,
    diagnostics: &mut Diagnostics,
) -> (tree::File, Remarks) {
    let make = Make::new(flow.name.span.file);
    let values = Values { make, inventory };
    let mut blocks: Vec<Decompiled> = Vec::new();
    let mut shapes: Vec<(Option<&'static crate::catalogue::Block>, Shape)> = Vec::new();
    for action in &flow.actions {
        let mut shape = None;
        let decompiled = block::decompile(values, action, |entry| {
            shape = branch::of_block(make, entry, action);
            shape.is_some()
        });
        let shape = decompiled.entry.and(shape).unwrap_or_else(|| branch::of_unknown(make, action));
        if decompiled.is_lossy {
            diagnostics.push(
                Diagnostic::new(Code::NotTakenOver, action.head, "the parameters of this action cannot be converted")
                    .primary_label("they contain `null`"),
            );
        }
        shapes.push((decompiled.entry, shape));
        blocks.push(decompiled);
    }
    let explicit = implied::lift(flow, &mut blocks);
    let prepares = |block: &Decompiled| block.entry.is_some_and(|entry| entry.step_name.prepares);
    let weights: Vec<usize> = blocks.iter().map(|block| usize::from(!prepares(block))).collect();
    let mut defaults = defaults::find(&shapes);
    let mut plan = plan::plan(make, flow, &shapes, &weights, &defaults);
    once::join(&mut plan, |step| defaults.steps().any(|default| default == step));
    step_default::lift(&mut plan, &shapes);
    unused_default::drop(&mut defaults, &plan.steps, &shapes);
    let shapes: Vec<Shape> = shapes.into_iter().map(|(_, shape)| shape).collect();
    let names = step_names::name(flow, &plan.steps, &blocks, &shapes);
    let mut remarks = Remarks::new();
    let twins = twins::find(&plan.steps, &blocks);
    named::mark(flow, annotations.names, &mut blocks, &mut remarks);
    let mut writer = Writer { make, flow, blocks, options, names, remarks };
    let file = writer.file(annotations, &twins, &explicit, &defaults, &plan.steps);
    (file, writer.remarks)
}

/// The number of types that fit on the line about a guessed type.
const MOST_TYPES: usize = 5;

/// Writes the tree of a plan.
struct Writer<'r> {
    make: Make,
    flow: &'r Flow,
    blocks: Vec<Decompiled>,
    options: Options,
    names: HashMap<ActionId, SmolStr>,
    remarks: Remarks,
}

impl Writer<'_> {
    fn file(
        &mut self,
        annotations: Annotations<'_>,
        twins: &[(ActionId, ActionId)],
        explicit: &[&str],
        defaults: &Defaults,
        steps: &[Step],
    ) -> tree::File {
        let make = self.make;
        let span = Span::new(self.flow.name.span.file, u32::MAX, u32::MAX);
        if annotations.is_type_inferred {
            let others: Vec<&str> = annotations.other_types.iter().map(|it| it.keyword()).collect();
            let (near, far) = others.split_at(others.len().min(MOST_TYPES));
            let near = if near.is_empty() { String::new() } else { format!(", may be {}", near.join(", ")) };
            self.remarks.directive(span, &format!("type guessed{near}"));
            if !far.is_empty() {
                self.remarks.add(span, &format!("or {}", far.join(", ")));
            }
        }
        for action in &self.flow.actions {
            let lacks = |path: &str| action.parameters.get(path).is_none();
            let fixed = action.block.iter().flat_map(|block| block.fixed);
            for (path, _) in fixed.filter(|(path, _)| lacks(path)) {
                self.remarks.add(action.origin, &format!("The JSON has no `{path}`, which the service requires."));
            }
        }
        for note in &self.flow.notes {
            let at = note.action.and_then(|id| self.flow.action(id)).map_or(span, |action| action.origin);
            self.remarks.add_note(at, &note.text);
        }
        for (one, other) in twins {
            if let (Some(action), Some(name)) = (self.flow.action(*one), self.names.get(other)) {
                self.remarks.add(action.origin.head(), &format!("The same blocks as `{name}`."));
            }
        }
        let mut members = self.settings();
        if !explicit.is_empty() {
            let names = explicit.iter().map(|name| make.word(*name)).collect();
            members.push(Member::Explicit(tree::Explicit { span: make.nowhere(), names }));
        }
        members.extend(self.defaults(defaults));
        members.extend(steps.iter().map(|step| Member::Step(self.step(step))));
        let (keyword, flow_type) = match self.flow.kind {
            FlowKind::Module => (FlowKeyword::Module, None),
            FlowKind::Flow(flow_type) => (FlowKeyword::Flow, flow_type.map(|it| make.word(it.keyword()))),
        };
        let flow = tree::Flow {
            span,
            keyword_span: make.nowhere(),
            keyword,
            name: make.text(&self.flow.name.text),
            flow_type,
            members,
        };
        tree::File {
            id: self.flow.name.span.file,
            items: vec![Item::Flow(flow)],
            comments: Vec::new(),
            state: tree::State::Whole,
        }
    }

    fn settings(&self) -> Vec<Member> {
        let make = self.make;
        let mut settings = Vec::new();
        if let Some(description) = &self.flow.description {
            settings.push(Member::Setting(make.parameter("description", make.quoted(&description.text))));
        }
        if !self.flow.tags.is_empty() {
            settings.push(Member::Setting(make.parameter("tags", make.tags(&self.flow.tags))));
        }
        if let Some(contract) = &self.flow.contract {
            settings.extend(contract_members(make, contract));
        }
        settings
    }

    fn defaults(&self, defaults: &Defaults) -> Vec<Member> {
        let make = self.make;
        let mut by_target: Vec<(Destination, Vec<DefaultOutcome>)> = Vec::new();
        let all = defaults.error.iter().map(|destination| (None, *destination));
        let all = all.chain(defaults.keywords.iter().map(|(keyword, destination)| (Some(*keyword), *destination)));
        for (keyword, destination) in all {
            let outcome = DefaultOutcome {
                span: make.nowhere(),
                keyword: keyword.map(|keyword| make.word(keyword)),
                outcome: make.outcome("error"),
            };
            match by_target.iter_mut().find(|(known, _)| *known == destination) {
                Some((_, outcomes)) => outcomes.push(outcome),
                None => by_target.push((destination, vec![outcome])),
            }
        }
        let member = |(destination, outcomes)| {
            let target = match destination {
                Destination::Continue => make.word("continue"),
                Destination::Step(id) => self.word(Goto::Step(id)),
            };
            Member::Default(tree::Default { span: make.nowhere(), outcomes, target })
        };
        by_target.into_iter().map(member).collect()
    }

    fn step(&mut self, step: &Step) -> tree::Step {
        let make = self.make;
        let is_start = step.entry == self.flow.start.action();
        let entry = step.entry.and_then(|id| self.flow.action(id));
        // The empty span before the action, which no other node has.
        let span = entry.map_or(make.nowhere(), |action| action.origin.head());
        if !step.is_reached {
            self.remarks.add(span, "Nothing leads here.");
        }
        let name = match step.entry {
            Some(entry) => self.word(Goto::Step(entry)),
            None => make.word("start"),
        };
        let default = step.error.map(|target| tree::Default {
            span: make.nowhere(),
            outcomes: vec![DefaultOutcome { span: make.nowhere(), keyword: None, outcome: make.outcome("error") }],
            target: self.word(Goto::Step(target)),
        });
        tree::Step { span, name, is_start, defaults: default.into_iter().collect(), run: self.run(&step.run) }
    }

    fn run(&self, run: &[Statement]) -> Run {
        let statements = run.iter().map(|statement| match statement {
            Statement::Jump(goto) => tree::Statement::Jump(self.jump(*goto)),
            Statement::Block(id, lines) => self.block(*id, lines),
        });
        Run { span: self.make.nowhere(), statements: statements.collect() }
    }

    fn block(&self, id: ActionId, lines: &[Line]) -> tree::Statement {
        let make = self.make;
        let (Some(action), Some(decompiled)) = (self.flow.action(id), self.blocks.get(id.0)) else {
            return tree::Statement::Jump(self.jump(Goto::Unconnected));
        };
        let mut items = decompiled.items.clone();
        items.extend(lines.iter().map(|line| BodyItem::Branch(self.branch(line))));
        let identifier = self.keeps(id, action).then(|| make.text(&action.identifier));
        tree::Statement::Block(tree::Block {
            span: action.origin,
            keyword: make.word(decompiled.keyword.clone()),
            subject: decompiled.subject.clone(),
            identifier,
            body: (!items.is_empty()).then(|| Body { span: make.nowhere(), items }),
        })
    }

    /// Whether an action's identifier is written. If two actions share one, which was reported, only the first keeps
    /// it. That of a step's first block is not written if it is the step's name, which a build makes it of.
    fn keeps(&self, id: ActionId, action: &Action) -> bool {
        let is_first = || {
            let first = self.flow.actions.iter().find(|other| other.identifier == action.identifier);
            first.is_some_and(|first| std::ptr::eq(first, action))
        };
        let is_made = self.names.get(&id) == Some(&action.identifier);
        (action.is_named || self.options.keep_identifiers && !is_made) && !action.identifier.is_empty() && is_first()
    }

    fn branch(&self, line: &Line) -> Branch {
        let make = self.make;
        let selector = match line.on.as_slice() {
            [On::When(operator, values)] => Selector::When(tree::Condition {
                span: make.nowhere(),
                operator: operator.clone(),
                values: values.clone(),
            }),
            outcomes => Selector::On(
                outcomes
                    .iter()
                    .filter_map(|on| match on {
                        On::Outcome(outcome) | On::Next(outcome) => Some(outcome.clone()),
                        On::When(..) => None,
                    })
                    .collect(),
            ),
        };
        let target = match &line.to {
            To::Goto(goto) => tree::Target::Jump(self.jump(*goto)),
            To::Run(run) => tree::Target::Run(self.run(run)),
        };
        Branch { span: make.nowhere(), selector, target }
    }

    fn jump(&self, goto: Goto) -> Jump {
        Jump { span: self.make.nowhere(), target: self.word(goto) }
    }

    fn word(&self, goto: Goto) -> tree::Word {
        self.make.word(match goto {
            Goto::Step(id) => self.names.get(&id).cloned().unwrap_or_default(),
            Goto::Continue => "continue".into(),
            Goto::None => "none".into(),
            Goto::Unconnected => "unconnected".into(),
        })
    }
}

/// The contract of a module: input, output and branches.
fn contract_members(make: Make, contract: &Contract) -> Vec<Member> {
    let mut members = Vec::new();
    for (keyword, schema) in [("input", &contract.input), ("output", &contract.output)] {
        let body = match schema {
            Schema::Fields(fields) if fields.is_empty() => continue,
            Schema::Fields(fields) => {
                let field = |field: &crate::graph::Field| tree::Field {
                    span: make.nowhere(),
                    name: make.key(&field.name.text),
                    type_: make.word(field.type_.map_or("text", |type_| type_.keyword())),
                    required: field.required.then(|| make.word("required")),
                };
                tree::SchemaBody::Fields(fields.iter().map(field).collect())
            }
            Schema::Raw(node) => {
                let values = Values { make, inventory: None };
                match values.entry(crate::catalogue::EntryValues::Json, node) {
                    Some(value @ Value { kind: ValueKind::Map(_), .. }) => tree::SchemaBody::Raw(value),
                    _ => continue,
                }
            }
        };
        members.push(Member::Schema(tree::Schema { span: make.nowhere(), keyword: make.word(keyword), body }));
    }
    if !contract.branches.is_empty() || contract.is_bare {
        let branches = contract.branches.iter().map(|branch| make.quoted(&branch.text)).collect();
        members.push(Member::Setting(make.parameter("branches", make.list(branches))));
    }
    members
}
