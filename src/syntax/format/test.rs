//! Prints tests and setups.
//!
//! Takes a node, writes it at the current position of the line, as `node` does for the rest of the language.

use super::Printer;
use super::brackets::Brackets;
use super::line::Line;
use crate::syntax::tree::{
    Act, Block, Body, Expect, ExpectWhat, Given, GivenWhat, Hear, Never, NeverWhat, PathNode, ResultKind, Start, Test,
    TestKeyword, TestLine, TestResult, Value,
};

impl Printer<'_> {
    pub(super) fn test(&mut self, test: &Test) {
        self.write(match test.keyword {
            TestKeyword::Test => "test ",
            TestKeyword::Setup => "setup ",
        });
        self.text(&test.name);
        self.write(" ");
        let lines: Vec<_> = test.lines.iter().map(Line::Test).collect();
        self.brackets_behind(test.name.span.end, Brackets::Lines, test.span, &lines);
    }

    pub(super) fn test_line(&mut self, line: &TestLine) {
        match line {
            TestLine::Use(line) => {
                self.write("use ");
                self.text(&line.name);
            }
            TestLine::Given(line) => self.given(line),
            TestLine::Start(line) => self.contact(line),
            TestLine::Act(line) => self.act(line),
            TestLine::Hear(line) => self.hear(line),
            TestLine::Expect(line) => self.expect(line),
            TestLine::Never(line) => self.never(line),
            TestLine::Hole(hole) => self.hole(hole),
        }
    }

    fn given(&mut self, given: &Given) {
        self.write("given ");
        match &given.what {
            GivenWhat::Data { path, value } => {
                self.path_node(path);
                self.write(" = ");
                self.value(value);
            }
            GivenWhat::Figures { of, name, body } => {
                self.word(of);
                if let Some(name) = name {
                    self.write(" ");
                    self.text(name);
                }
                self.body_of_line(body.as_ref());
            }
            GivenWhat::Answer { once, block, result, data } => {
                if let Some(once) = once {
                    self.word(once);
                    self.write(" ");
                }
                self.left_block(block, Some(result));
                self.body_of_line(data.as_ref());
            }
        }
    }

    fn contact(&mut self, start: &Start) {
        self.word(&start.word);
        self.write(" ");
        if let Some(module) = &start.module {
            self.word(module);
            self.write(" ");
        }
        self.text(&start.flow);
        self.body_of_line(start.body.as_ref());
    }

    fn act(&mut self, act: &Act) {
        self.word(&act.word);
        self.value_of_line(act.value.as_ref());
        self.result(act.result.as_ref());
        self.body_of_line(act.data.as_ref());
    }

    fn hear(&mut self, hear: &Hear) {
        self.word(&hear.word);
        self.write(" ");
        if let Some(only) = &hear.only {
            self.word(only);
            self.write(" ");
        }
        for (index, message) in hear.messages.iter().enumerate() {
            self.comma(index);
            self.value(message);
        }
    }

    fn expect(&mut self, expect: &Expect) {
        self.write("expect ");
        match &expect.what {
            ExpectWhat::State { word, value, body } => {
                self.word(word);
                self.value_of_line(value.as_ref());
                self.body_of_line(body.as_ref());
            }
            ExpectWhat::Data { path, operator, value } => {
                self.path_node(path);
                self.write(" ");
                self.word(operator);
                self.value_of_line(value.as_ref());
            }
            ExpectWhat::Block { block, result } => self.left_block(block, result.as_ref()),
        }
    }

    fn never(&mut self, never: &Never) {
        self.write("never ");
        match &never.what {
            NeverWhat::Hear(hear) => self.hear(hear),
            NeverWhat::Block { block, result } => self.left_block(block, result.as_ref()),
        }
    }

    fn left_block(&mut self, block: &Block, result: Option<&TestResult>) {
        self.block(block);
        self.result(result);
    }

    fn result(&mut self, result: Option<&TestResult>) {
        let Some(result) = result else { return };
        self.write(" ");
        self.inline_comments(result.span.start);
        self.write("-> ");
        match &result.kind {
            ResultKind::Name(word) => self.word(word),
            ResultKind::Value(text) => self.text(text),
            ResultKind::When(condition) => {
                self.write("when ");
                self.condition(condition);
            }
        }
    }

    fn value_of_line(&mut self, value: Option<&Value>) {
        if let Some(value) = value {
            self.write(" ");
            self.value(value);
        }
    }

    fn body_of_line(&mut self, body: Option<&Body>) {
        if let Some(body) = body {
            self.write(" ");
            self.body(body);
        }
    }

    fn path_node(&mut self, path: &PathNode) {
        self.inline_comments(path.span.start);
        self.write(&path.text);
    }
}
