//! Traversal of syntax trees.
//!
//! The only module that knows which nodes contain which. To search a tree, use [`walk`]; to find the nodes at an offset
//! of the text, use [`node_at`]. Takes a tree, gives references into it, in source order. Never changes a tree.

use crate::source::Span;
use crate::syntax::tree::{
    Act, Block, Body, BodyItem, Branch, Condition, Const, Default, DefaultOutcome, Entry, Expect, ExpectWhat, Explicit,
    Field, File, Flow, Given, GivenWhat, Hear, Hole, Item, Jump, Key, MapEntry, Member, Never, NeverWhat, Operator,
    Outcome, Parameter, PathNode, QuickConnect, Reference, ReferenceTarget, ResultKind, Run, Schema, SchemaBody,
    Selector, Start, Statement, Step, Target, Test, TestLine, TestResult, Text, TextPart, Use, Value, ValueKind, Word,
};

/// A node of a tree.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each variant is named after its type")]
pub enum Node<'t> {
    Const(&'t Const),
    Flow(&'t Flow),
    QuickConnect(&'t QuickConnect),
    Test(&'t Test),
    Use(&'t Use),
    Given(&'t Given),
    Start(&'t Start),
    Act(&'t Act),
    Hear(&'t Hear),
    Expect(&'t Expect),
    Never(&'t Never),
    TestResult(&'t TestResult),
    PathNode(&'t PathNode),
    Schema(&'t Schema),
    Field(&'t Field),
    Default(&'t Default),
    Explicit(&'t Explicit),
    DefaultOutcome(&'t DefaultOutcome),
    Step(&'t Step),
    Run(&'t Run),
    Block(&'t Block),
    Jump(&'t Jump),
    Body(&'t Body),
    Parameter(&'t Parameter),
    Entry(&'t Entry),
    Branch(&'t Branch),
    Condition(&'t Condition),
    Value(&'t Value),
    MapEntry(&'t MapEntry),
    Reference(&'t Reference, Span),
    Key(&'t Key),
    Text(&'t Text),
    Word(&'t Word),
    Hole(&'t Hole),
}

impl<'t> Node<'t> {
    /// Its span.
    #[must_use]
    pub fn span(self) -> Span {
        match self {
            Node::Const(node) => node.span,
            Node::Flow(node) => node.span,
            Node::QuickConnect(node) => node.span,
            Node::Test(node) => node.span,
            Node::Use(node) => node.span,
            Node::Given(node) => node.span,
            Node::Start(node) => node.span,
            Node::Act(node) => node.span,
            Node::Hear(node) => node.span,
            Node::Expect(node) => node.span,
            Node::Never(node) => node.span,
            Node::TestResult(node) => node.span,
            Node::PathNode(node) => node.span,
            Node::Schema(node) => node.span,
            Node::Field(node) => node.span,
            Node::Default(node) => node.span,
            Node::Explicit(node) => node.span,
            Node::DefaultOutcome(node) => node.span,
            Node::Step(node) => node.span,
            Node::Run(node) => node.span,
            Node::Block(node) => node.span,
            Node::Jump(node) => node.span,
            Node::Body(node) => node.span,
            Node::Parameter(node) => node.span,
            Node::Entry(node) => node.span,
            Node::Branch(node) => node.span,
            Node::Condition(node) => node.span,
            Node::Value(node) => node.span,
            Node::MapEntry(node) => node.span,
            Node::Reference(_, span) => span,
            Node::Key(node) => node.span,
            Node::Text(node) => node.span,
            Node::Word(node) => node.span,
            Node::Hole(node) => node.span,
        }
    }

    /// Passes each direct child of this node to `found`, in source order.
    pub fn children(self, found: &mut dyn FnMut(Node<'t>)) {
        match self {
            Node::Const(Const { name, value, .. }) => {
                found(Node::Word(name));
                found(Node::Value(value));
            }
            Node::Flow(Flow { name, flow_type, members, .. }) => {
                found(Node::Text(name));
                flow_type.iter().for_each(|word| found(Node::Word(word)));
                members.iter().for_each(|member| found(of_member(member)));
            }
            Node::Test(Test { name, lines, .. }) => {
                found(Node::Text(name));
                lines.iter().for_each(|line| found(of_test_line(line)));
            }
            Node::Use(Use { name, .. }) => found(Node::Text(name)),
            Node::Given(Given { what, .. }) => match what {
                GivenWhat::Data { path, value } => {
                    found(Node::PathNode(path));
                    found(Node::Value(value));
                }
                GivenWhat::Figures { of, name, body } => {
                    found(Node::Word(of));
                    name.iter().for_each(|text| found(Node::Text(text)));
                    body.iter().for_each(|body| found(Node::Body(body)));
                }
                GivenWhat::Answer { once, block, result, data } => {
                    once.iter().for_each(|word| found(Node::Word(word)));
                    found(Node::Block(block));
                    found(Node::TestResult(result));
                    data.iter().for_each(|body| found(Node::Body(body)));
                }
            },
            Node::Start(Start { word, module, flow, body, .. }) => {
                found(Node::Word(word));
                module.iter().for_each(|word| found(Node::Word(word)));
                found(Node::Text(flow));
                body.iter().for_each(|body| found(Node::Body(body)));
            }
            Node::Act(Act { word, value, result, data, .. }) => {
                found(Node::Word(word));
                value.iter().for_each(|value| found(Node::Value(value)));
                result.iter().for_each(|result| found(Node::TestResult(result)));
                data.iter().for_each(|body| found(Node::Body(body)));
            }
            Node::Hear(Hear { word, only, messages, .. }) => {
                found(Node::Word(word));
                only.iter().for_each(|word| found(Node::Word(word)));
                messages.iter().for_each(|value| found(Node::Value(value)));
            }
            Node::Expect(Expect { what, .. }) => match what {
                ExpectWhat::State { word, value, body } => {
                    found(Node::Word(word));
                    value.iter().for_each(|value| found(Node::Value(value)));
                    body.iter().for_each(|body| found(Node::Body(body)));
                }
                ExpectWhat::Data { path, operator, value } => {
                    found(Node::PathNode(path));
                    found(Node::Word(operator));
                    value.iter().for_each(|value| found(Node::Value(value)));
                }
                ExpectWhat::Block { block, result } => {
                    found(Node::Block(block));
                    result.iter().for_each(|result| found(Node::TestResult(result)));
                }
            },
            Node::Never(Never { what, .. }) => match what {
                NeverWhat::Hear(hear) => found(Node::Hear(hear)),
                NeverWhat::Block { block, result } => {
                    found(Node::Block(block));
                    result.iter().for_each(|result| found(Node::TestResult(result)));
                }
            },
            Node::TestResult(TestResult { kind, .. }) => match kind {
                ResultKind::Name(word) => found(Node::Word(word)),
                ResultKind::Value(text) => found(Node::Text(text)),
                ResultKind::When(condition) => found(Node::Condition(condition)),
            },
            Node::QuickConnect(QuickConnect { name, body, .. }) => {
                found(Node::Text(name));
                found(Node::Body(body));
            }
            Node::Schema(Schema { keyword, body, .. }) => {
                found(Node::Word(keyword));
                match body {
                    SchemaBody::Fields(fields) => fields.iter().for_each(|field| found(Node::Field(field))),
                    SchemaBody::Raw(value) => found(Node::Value(value)),
                }
            }
            Node::Field(Field { name, type_, required, .. }) => {
                found(Node::Key(name));
                found(Node::Word(type_));
                required.iter().for_each(|word| found(Node::Word(word)));
            }
            Node::Explicit(Explicit { names, .. }) => names.iter().for_each(|name| found(Node::Word(name))),
            Node::Default(Default { outcomes, target, .. }) => {
                outcomes.iter().for_each(|outcome| found(Node::DefaultOutcome(outcome)));
                found(Node::Word(target));
            }
            Node::DefaultOutcome(DefaultOutcome { keyword, outcome, .. }) => {
                keyword.iter().for_each(|word| found(Node::Word(word)));
                found(of_outcome(outcome));
            }
            Node::Step(Step { name, defaults, run, .. }) => {
                found(Node::Word(name));
                defaults.iter().for_each(|default| found(Node::Default(default)));
                found(Node::Run(run));
            }
            Node::Run(Run { statements, .. }) => {
                statements.iter().for_each(|statement| found(of_statement(statement)));
            }
            Node::Block(Block { keyword, subject, identifier, body, .. }) => {
                found(Node::Word(keyword));
                subject.iter().for_each(|value| found(Node::Value(value)));
                identifier.iter().for_each(|text| found(Node::Text(text)));
                body.iter().for_each(|body| found(Node::Body(body)));
            }
            Node::Jump(Jump { target, .. }) => found(Node::Word(target)),
            Node::Body(Body { items, .. }) => items.iter().for_each(|item| found(of_body_item(item))),
            Node::Parameter(Parameter { name, value, .. }) => {
                found(Node::Key(name));
                found(Node::Value(value));
            }
            Node::Entry(Entry { key, value, .. }) | Node::MapEntry(MapEntry { key, value, .. }) => {
                found(Node::Key(key));
                found(Node::Value(value));
            }
            Node::Branch(Branch { selector, target, .. }) => {
                match selector {
                    Selector::On(outcomes) => outcomes.iter().for_each(|outcome| found(of_outcome(outcome))),
                    Selector::When(condition) => found(Node::Condition(condition)),
                }
                match target {
                    Target::Jump(jump) => found(Node::Jump(jump)),
                    Target::Run(run) => found(Node::Run(run)),
                }
            }
            Node::Condition(Condition { operator, values, .. }) => {
                match operator {
                    Operator::Equals => {}
                    Operator::Named(word) => found(Node::Word(word)),
                    Operator::Wire(text) => found(Node::Text(text)),
                }
                values.iter().for_each(|value| found(Node::Value(value)));
            }
            Node::Value(Value { kind, span }) => match kind {
                ValueKind::Text(text) => found(Node::Text(text)),
                ValueKind::Word(word) | ValueKind::Const(word) => found(Node::Word(word)),
                ValueKind::Reference(reference) => found(Node::Reference(reference, *span)),
                ValueKind::List(values) => values.iter().for_each(|value| found(Node::Value(value))),
                ValueKind::Map(entries) => entries.iter().for_each(|entry| found(Node::MapEntry(entry))),
                ValueKind::Number(_) | ValueKind::Path(_) | ValueKind::Hole => {}
            },
            Node::Reference(Reference { words, target, qualifier }, _) => {
                words.iter().for_each(|word| found(Node::Word(word)));
                match target {
                    ReferenceTarget::Text(text) => found(Node::Text(text)),
                    ReferenceTarget::Const(word) => found(Node::Word(word)),
                    ReferenceTarget::Path(..) => {}
                }
                if let Some((word, text)) = qualifier {
                    found(Node::Word(word));
                    found(Node::Text(text));
                }
            }
            Node::Text(text) => text.consts().for_each(|word| found(Node::Word(word))),
            Node::Hole(hole) => hole.targets.iter().for_each(|word| found(Node::Word(word))),
            Node::Key(_) | Node::Word(_) | Node::PathNode(_) => {}
        }
    }

    /// Passes this node and all its descendants to `found`, in source order, each node before its children. `found`
    /// returns whether to visit the children of the node.
    pub fn walk(self, found: &mut dyn FnMut(Node<'t>) -> bool) {
        if found(self) {
            self.children(&mut |child| child.walk(found));
        }
    }
}

/// The node of a declaration.
#[must_use]
pub fn of_item(item: &Item) -> Node<'_> {
    match item {
        Item::Const(node) => Node::Const(node),
        Item::Flow(node) => Node::Flow(node),
        Item::QuickConnect(node) => Node::QuickConnect(node),
        Item::Test(node) => Node::Test(node),
        Item::Hole(node) => Node::Hole(node),
    }
}

fn of_member(member: &Member) -> Node<'_> {
    match member {
        Member::Setting(node) => Node::Parameter(node),
        Member::Schema(node) => Node::Schema(node),
        Member::Default(node) => Node::Default(node),
        Member::Explicit(node) => Node::Explicit(node),
        Member::Step(node) => Node::Step(node),
        Member::Hole(node) => Node::Hole(node),
    }
}

fn of_test_line(line: &TestLine) -> Node<'_> {
    match line {
        TestLine::Use(node) => Node::Use(node),
        TestLine::Given(node) => Node::Given(node),
        TestLine::Start(node) => Node::Start(node),
        TestLine::Act(node) => Node::Act(node),
        TestLine::Hear(node) => Node::Hear(node),
        TestLine::Expect(node) => Node::Expect(node),
        TestLine::Never(node) => Node::Never(node),
        TestLine::Hole(node) => Node::Hole(node),
    }
}

fn of_statement(statement: &Statement) -> Node<'_> {
    match statement {
        Statement::Block(node) => Node::Block(node),
        Statement::Jump(node) => Node::Jump(node),
        Statement::Hole(node) => Node::Hole(node),
    }
}

fn of_body_item(item: &BodyItem) -> Node<'_> {
    match item {
        BodyItem::Parameter(node) => Node::Parameter(node),
        BodyItem::Entry(node) => Node::Entry(node),
        BodyItem::Branch(node) => Node::Branch(node),
        BodyItem::Flag(node) => Node::Word(node),
        BodyItem::Hole(node) => Node::Hole(node),
    }
}

fn of_outcome(outcome: &Outcome) -> Node<'_> {
    match outcome {
        Outcome::Name(node) => Node::Word(node),
        Outcome::ErrorType(node) => Node::Text(node),
    }
}

/// Calls [`Node::walk`] for every declaration of a file.
pub fn walk<'t>(file: &'t File, found: &mut dyn FnMut(Node<'t>) -> bool) {
    file.items.iter().for_each(|item| of_item(item).walk(found));
}

/// The lines of a file that look like something that only lowering can explain, and that it reports.
#[must_use]
pub fn misread(file: &File) -> Vec<Span> {
    let mut spans = Vec::new();
    walk(file, &mut |node| {
        if let Node::Hole(hole) = node {
            spans.extend(hole.misread.as_ref().map(|_| hole.span));
        }
        true
    });
    spans
}

/// The nodes that contain the byte at `offset` or end just before it, from the outermost to the innermost. Empty
/// between the declarations of a file.
#[must_use]
pub fn node_at(file: &File, offset: u32) -> Vec<Node<'_>> {
    let holds = |node: Node<'_>| (node.span().start..=node.span().end).contains(&offset);
    let mut path: Vec<Node<'_>> = Vec::new();
    let mut next = file.items.iter().map(of_item).rfind(|item| holds(*item));
    while let Some(node) = next.take() {
        path.push(node);
        // Of two adjacent nodes, the later one, which starts at the offset.
        node.children(&mut |child| {
            if holds(child) {
                next = Some(child);
            }
        });
    }
    path
}

impl Text {
    /// The names of the consts in the text.
    pub fn consts(&self) -> impl Iterator<Item = &Word> {
        self.parts.iter().filter_map(|part| match part {
            TextPart::Const(name) => Some(name),
            TextPart::Literal(_) | TextPart::Hole => None,
        })
    }
}
