//! Prints every construct of the language: its words and brackets.
//!
//! Takes a node, writes it at the current position of the line. Every word is written with the comments before it.

use super::brackets::Brackets;
use super::line::Line;
use super::{Origin, Printer};
use crate::source::Span;
use crate::syntax::tree::{
    Block, Body, BodyItem, Branch, Condition, Const, Default, Explicit, Field, Flow, FlowKeyword, Hole, Item, Jump,
    Member, Number, Operator, Outcome, Parameter, QuickConnect, Reference, ReferenceTarget, Run, Schema, SchemaBody,
    Selector, Statement, Step, Target, Value, ValueKind, Word,
};

impl Printer<'_> {
    pub(super) fn line(&mut self, line: Line<'_>) {
        self.inline_comments(line.span().start);
        match line {
            Line::Item(Item::Const(found)) => self.constant(found),
            Line::Item(Item::Flow(flow)) => self.flow(flow),
            Line::Item(Item::QuickConnect(quick_connect)) => self.quick_connect(quick_connect),
            Line::Item(Item::Test(test)) => self.test(test),
            Line::Member(Member::Setting(setting)) => self.parameter(setting),
            Line::Member(Member::Schema(schema)) => self.schema(schema),
            Line::Member(Member::Explicit(explicit)) => self.explicit(explicit),
            Line::Member(Member::Default(default)) => self.default(default),
            Line::Default(default) => self.default(default),
            Line::Member(Member::Step(step)) => self.step(step),
            Line::Field(field) => self.field(field),
            Line::Test(line) => self.test_line(line),
            Line::Statement(Statement::Block(block)) => self.block(block),
            Line::Statement(Statement::Jump(jump)) => self.jump(jump),
            Line::BodyItem(BodyItem::Parameter(parameter)) => self.parameter(parameter),
            Line::BodyItem(BodyItem::Entry(entry)) => {
                self.key(&entry.key);
                self.write(" = ");
                self.value(&entry.value);
            }
            Line::BodyItem(BodyItem::Branch(branch)) => self.branch(branch),
            Line::BodyItem(BodyItem::Flag(word)) => self.word(word),
            Line::Value(value) => self.value(value),
            Line::MapEntry(entry) => {
                self.free_key(&entry.key);
                self.write(": ");
                self.value(&entry.value);
            }
            Line::Item(Item::Hole(hole))
            | Line::Member(Member::Hole(hole))
            | Line::Statement(Statement::Hole(hole))
            | Line::BodyItem(BodyItem::Hole(hole)) => self.hole(hole),
        }
    }

    pub(super) fn hole(&mut self, hole: &Hole) {
        let written = self.source(hole.span).trim().to_owned();
        self.write(&written);
    }

    pub(super) fn word(&mut self, word: &Word) {
        self.inline_comments(word.span.start);
        self.write(&word.text);
    }

    // ── Items ───────────────────────────────────────────────────────────────────────────────────────────────────────

    fn constant(&mut self, found: &Const) {
        self.write("const ");
        self.word(&found.name);
        self.write(" = ");
        self.value(&found.value);
    }

    fn quick_connect(&mut self, quick_connect: &QuickConnect) {
        self.write("quick_connect ");
        self.text(&quick_connect.name);
        self.write(" ");
        self.body(&quick_connect.body);
    }

    fn flow(&mut self, flow: &Flow) {
        self.write(match flow.keyword {
            FlowKeyword::Flow => "flow ",
            FlowKeyword::Module => "module ",
        });
        self.text(&flow.name);
        let mut end = flow.name.span.end;
        if let Some(flow_type) = &flow.flow_type {
            self.write(" ");
            self.word(flow_type);
            end = flow_type.span.end;
        }
        self.write(" ");
        let lines: Vec<_> = flow.members.iter().map(Line::Member).collect();
        self.brackets_behind(end, Brackets::Tall, flow.span, &lines);
    }

    /// Prints the brackets that start after `end` and end with `whole`.
    pub(super) fn brackets_behind(&mut self, end: u32, brackets: Brackets, whole: Span, lines: &[Line<'_>]) {
        let start = self.brace_behind(end);
        self.inline_comments(start);
        self.brackets(brackets, Span { start, ..whole }, lines);
    }

    fn schema(&mut self, schema: &Schema) {
        self.word(&schema.keyword);
        match &schema.body {
            SchemaBody::Fields(fields) => {
                self.write(" ");
                let lines: Vec<_> = fields.iter().map(Line::Field).collect();
                self.brackets_behind(schema.keyword.span.end, Brackets::Lines, schema.span, &lines);
            }
            SchemaBody::Raw(value) => {
                self.write(": raw ");
                self.value(value);
            }
        }
    }

    fn field(&mut self, field: &Field) {
        self.free_key(&field.name);
        self.write(": ");
        self.word(&field.type_);
        if let Some(required) = &field.required {
            self.write(" ");
            self.word(required);
        }
    }

    fn explicit(&mut self, explicit: &Explicit) {
        self.write("explicit ");
        for (index, name) in explicit.names.iter().enumerate() {
            self.comma(index);
            self.word(name);
        }
    }

    fn default(&mut self, default: &Default) {
        self.write("on ");
        for (index, found) in default.outcomes.iter().enumerate() {
            self.comma(index);
            if let Some(keyword) = &found.keyword {
                self.word(keyword);
                self.write(".");
            }
            self.outcome(&found.outcome);
        }
        self.write(" -> ");
        self.word(&default.target);
    }

    fn step(&mut self, step: &Step) {
        self.write(if step.is_start { "" } else { "step " });
        self.word(&step.name);
        self.write(" ");
        self.inline_comments(step.run.span.start);
        let defaults = step.defaults.iter().map(Line::Default);
        let lines: Vec<_> = defaults.chain(step.run.statements.iter().map(Line::Statement)).collect();
        self.brackets(Brackets::Lines, step.run.span, &lines);
    }

    // ── Statements ──────────────────────────────────────────────────────────────────────────────────────────────────

    fn run(&mut self, run: &Run) {
        self.inline_comments(run.span.start);
        let lines: Vec<_> = run.statements.iter().map(Line::Statement).collect();
        self.brackets(Brackets::Lines, run.span, &lines);
    }

    fn jump(&mut self, jump: &Jump) {
        self.inline_comments(jump.span.start);
        self.write("-> ");
        self.word(&jump.target);
    }

    pub(super) fn block(&mut self, block: &Block) {
        self.word(&block.keyword);
        if let Some(subject) = &block.subject {
            self.write(" ");
            self.value(subject);
        }
        if let Some(identifier) = &block.identifier {
            self.write(" as ");
            self.text(identifier);
        }
        if let Some(body) = &block.body {
            self.write(" ");
            self.body(body);
        }
    }

    pub(super) fn body(&mut self, body: &Body) {
        self.inline_comments(body.span.start);
        let lines: Vec<_> = body.items.iter().map(Line::BodyItem).collect();
        self.brackets(Brackets::Lines, body.span, &lines);
    }

    fn parameter(&mut self, parameter: &Parameter) {
        self.key(&parameter.name);
        self.write(": ");
        self.value(&parameter.value);
    }

    fn branch(&mut self, branch: &Branch) {
        match &branch.selector {
            Selector::On(outcomes) => {
                self.write("on ");
                for (index, outcome) in outcomes.iter().enumerate() {
                    self.comma(index);
                    self.outcome(outcome);
                }
            }
            Selector::When(condition) => {
                self.write("when ");
                self.condition(condition);
            }
        }
        self.write(" ");
        match &branch.target {
            Target::Jump(jump) => self.jump(jump),
            Target::Run(run) => self.run(run),
        }
    }

    pub(super) fn condition(&mut self, condition: &Condition) {
        let values = &condition.values;
        match &condition.operator {
            Operator::Equals => {}
            Operator::Named(operator) => {
                self.word(operator);
                self.write(if values.is_empty() { "" } else { " " });
            }
            Operator::Wire(operator) => {
                self.text(operator);
                self.write(" ");
                let lines: Vec<_> = values.iter().map(Line::Value).collect();
                return self.brackets_behind(operator.span.end, Brackets::List, condition.span, &lines);
            }
        }
        for (index, value) in values.iter().enumerate() {
            self.comma(index);
            self.value(value);
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Name(word) => self.word(word),
            Outcome::ErrorType(text) => self.text(text),
        }
    }

    pub(super) fn comma(&mut self, index: usize) {
        self.write(if index > 0 { ", " } else { "" });
    }

    // ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────────

    pub(super) fn value(&mut self, value: &Value) {
        self.inline_comments(value.span.start);
        if let Origin::Generated(remarks) = &self.origin {
            self.behind.extend(remarks.behind(value.span).cloned());
        }
        match &value.kind {
            ValueKind::Text(text) => self.text(text),
            ValueKind::Number(number) => self.number(number),
            ValueKind::Word(word) => self.word(word),
            ValueKind::Path(path) => self.write(path),
            ValueKind::Reference(reference) => self.reference(reference),
            ValueKind::Const(name) => self.const_ref(name),
            ValueKind::List(values) => {
                let lines: Vec<_> = values.iter().map(Line::Value).collect();
                self.brackets(Brackets::List, value.span, &lines);
            }
            ValueKind::Map(entries) => {
                let lines: Vec<_> = entries.iter().map(Line::MapEntry).collect();
                self.brackets(Brackets::Map, value.span, &lines);
            }
            ValueKind::Hole => {
                let written = self.source(value.span).to_owned();
                self.write(&written);
            }
        }
    }

    fn number(&mut self, number: &Number) {
        self.write(&number.digits);
        self.write(number.unit.suffix());
    }

    fn const_ref(&mut self, name: &Word) {
        self.write("${");
        self.write(&name.text);
        self.write("}");
    }

    fn reference(&mut self, reference: &Reference) {
        for word in &reference.words {
            self.word(word);
            self.write(" ");
        }
        match &reference.target {
            ReferenceTarget::Text(text) => self.text(text),
            ReferenceTarget::Path(span, path) => {
                self.inline_comments(span.start);
                self.write(path);
            }
            ReferenceTarget::Const(name) => {
                self.inline_comments(name.span.start);
                self.const_ref(name);
            }
        }
        if let Some((word, text)) = &reference.qualifier {
            self.write(" ");
            self.word(word);
            self.write(" ");
            self.text(text);
        }
    }
}
