//! A compact dump of the syntax tree: one line per node, without spans.

use std::fmt::Write as _;

use callflow::syntax::tree::{
    Block, Body, BodyItem, Branch, Condition, Default, ExpectWhat, GivenWhat, Hear, Hole, Item, Key, Member, NeverWhat,
    Operator, Outcome, Parameter, ReferenceTarget, ResultKind, Run, SchemaBody, Selector, Statement, Target, TestLine,
    TestResult, Text, TextPart, Unit, Value, ValueKind, Word,
};

/// All items of a file.
pub fn items(items: &[Item]) -> String {
    let mut out = Dump::default();
    for item in items {
        out.item(item);
    }
    out.text
}

#[derive(Default)]
struct Dump {
    text: String,
    depth: usize,
}

impl Dump {
    fn line(&mut self, line: impl AsRef<str>) {
        writeln!(self.text, "{}{}", "  ".repeat(self.depth), line.as_ref()).unwrap();
    }

    fn inside(&mut self, what: impl FnOnce(&mut Dump)) {
        self.depth += 1;
        what(self);
        self.depth -= 1;
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Const(constant) => self.line(format!("const {} = {}", constant.name.text, value(&constant.value))),
            Item::QuickConnect(quick) => {
                self.line(format!("quick_connect {}", text(&quick.name)));
                self.body(&quick.body);
            }
            Item::Flow(flow) => {
                let flow_type = flow.flow_type.as_ref().map_or("(no type)", |word| word.text.as_str());
                self.line(format!("{:?} {} {flow_type}", flow.keyword, text(&flow.name)));
                self.inside(|out| flow.members.iter().for_each(|member| out.member(member)));
            }
            Item::Test(test) => {
                self.line(format!("{:?} {}", test.keyword, text(&test.name)));
                self.inside(|out| test.lines.iter().for_each(|line| out.test_line(line)));
            }
            Item::Hole(found) => self.line(hole(found)),
        }
    }

    fn test_line(&mut self, line: &TestLine) {
        match line {
            TestLine::Use(found) => self.line(format!("use {}", text(&found.name))),
            TestLine::Given(given) => match &given.what {
                GivenWhat::Data { path, value: found } => {
                    self.line(format!("given data {} = {}", path.text, value(found)));
                }
                GivenWhat::Figures { of, name, body } => {
                    self.line(format!("given figures {}{}", of.text, or_nothing(name.as_ref(), text)));
                    body.iter().for_each(|body| self.body(body));
                }
                GivenWhat::Answer { once, block, result, data } => {
                    self.line(format!("given answer{}", or_nothing(once.as_ref(), plain)));
                    self.left(block, Some(result));
                    data.iter().for_each(|body| self.body(body));
                }
            },
            TestLine::Start(start) => {
                let module = or_nothing(start.module.as_ref(), plain);
                self.line(format!("start {}{module} {}", start.word.text, text(&start.flow)));
                start.body.iter().for_each(|body| self.body(body));
            }
            TestLine::Act(act) => {
                self.line(format!("act {}{}", act.word.text, or_nothing(act.value.as_ref(), value)));
                self.result(act.result.as_ref());
                act.data.iter().for_each(|body| self.body(body));
            }
            TestLine::Hear(found) => self.line(hear(found)),
            TestLine::Expect(expect) => match &expect.what {
                ExpectWhat::State { word, value: found, body } => {
                    self.line(format!("expect state {}{}", word.text, or_nothing(found.as_ref(), value)));
                    body.iter().for_each(|body| self.body(body));
                }
                ExpectWhat::Data { path, operator, value: found } => {
                    let compared = or_nothing(found.as_ref(), value);
                    self.line(format!("expect data {} {}{compared}", path.text, operator.text));
                }
                ExpectWhat::Block { block, result } => {
                    self.line("expect block");
                    self.left(block, result.as_ref());
                }
            },
            TestLine::Never(never) => match &never.what {
                NeverWhat::Hear(found) => self.line(format!("never {}", hear(found))),
                NeverWhat::Block { block, result } => {
                    self.line("never block");
                    self.left(block, result.as_ref());
                }
            },
            TestLine::Hole(found) => self.line(hole(found)),
        }
    }

    fn left(&mut self, block: &Block, result: Option<&TestResult>) {
        self.inside(|out| out.block(block));
        self.result(result);
    }

    fn result(&mut self, result: Option<&TestResult>) {
        let Some(result) = result else { return };
        self.line(match &result.kind {
            ResultKind::Name(name) => format!("-> {}", name.text),
            ResultKind::Value(found) => format!("-> {}", text(found)),
            ResultKind::When(found) => format!("-> when {}", condition(found)),
        });
    }

    fn member(&mut self, member: &Member) {
        match member {
            Member::Setting(setting) => self.line(parameter(setting)),
            Member::Explicit(found) => {
                let names: Vec<&str> = found.names.iter().map(|name| name.text.as_str()).collect();
                self.line(format!("explicit {}", names.join(", ")));
            }
            Member::Schema(schema) => match &schema.body {
                SchemaBody::Raw(raw) => self.line(format!("{}: raw {}", schema.keyword.text, value(raw))),
                SchemaBody::Fields(fields) => {
                    self.line(schema.keyword.text.as_str());
                    for field in fields {
                        let required = field.required.as_ref().map_or("", |word| word.text.as_str());
                        self.inside(|out| {
                            out.line(format!("{}: {} {required}", key(&field.name), field.type_.text));
                        });
                    }
                }
            },
            Member::Default(found) => self.line(default(found)),
            Member::Step(step) => {
                self.line(format!("step {}{}", step.name.text, if step.is_start { " (start)" } else { "" }));
                self.inside(|out| {
                    step.defaults.iter().for_each(|found| out.line(default(found)));
                });
                self.run(&step.run);
            }
            Member::Hole(found) => self.line(hole(found)),
        }
    }

    fn run(&mut self, run: &Run) {
        self.inside(|out| {
            for statement in &run.statements {
                match statement {
                    Statement::Block(block) => out.block(block),
                    Statement::Jump(jump) => out.line(format!("-> {}", jump.target.text)),
                    Statement::Hole(found) => out.line(hole(found)),
                }
            }
        });
    }

    fn block(&mut self, block: &Block) {
        let mut line = block.keyword.text.to_string();
        if let Some(subject) = &block.subject {
            write!(line, " {}", value(subject)).unwrap();
        }
        if let Some(identifier) = &block.identifier {
            write!(line, " as {}", text(identifier)).unwrap();
        }
        self.line(line);
        if let Some(body) = &block.body {
            self.body(body);
        }
    }

    fn body(&mut self, body: &Body) {
        self.inside(|out| {
            for item in &body.items {
                match item {
                    BodyItem::Parameter(found) => out.line(parameter(found)),
                    BodyItem::Entry(entry) => out.line(format!("{} = {}", key(&entry.key), value(&entry.value))),
                    BodyItem::Branch(branch) => out.branch(branch),
                    BodyItem::Flag(flag) => out.line(format!("flag {}", flag.text)),
                    BodyItem::Hole(found) => out.line(hole(found)),
                }
            }
        });
    }

    fn branch(&mut self, branch: &Branch) {
        let selector = match &branch.selector {
            Selector::On(outcomes) => format!("on {}", join(outcomes.iter().map(outcome))),
            Selector::When(found) => format!("when {}", condition(found)),
        };
        match &branch.target {
            Target::Jump(jump) => self.line(format!("{selector} -> {}", jump.target.text)),
            Target::Run(run) => {
                self.line(selector);
                self.run(run);
            }
        }
    }
}

fn condition(condition: &Condition) -> String {
    let values = join(condition.values.iter().map(value));
    match &condition.operator {
        Operator::Equals => values,
        Operator::Named(operator) => format!("{} {values}", operator.text),
        Operator::Wire(operator) => format!("wire {} [{values}]", text(operator)),
    }
}

fn hear(hear: &Hear) -> String {
    let only = or_nothing(hear.only.as_ref(), plain);
    format!("{}{only} {}", hear.word.text, join(hear.messages.iter().map(value)))
}

fn or_nothing<T>(part: Option<&T>, written: impl Fn(&T) -> String) -> String {
    part.map(|part| format!(" {}", written(part))).unwrap_or_default()
}

fn plain(word: &Word) -> String {
    word.text.to_string()
}

fn hole(hole: &Hole) -> String {
    format!("HOLE -> [{}]", join(hole.targets.iter().map(|word| word.text.to_string())))
}

fn default(default: &Default) -> String {
    let outcomes = default.outcomes.iter().map(|found| match &found.keyword {
        Some(keyword) => format!("{}.{}", keyword.text, outcome(&found.outcome)),
        None => outcome(&found.outcome),
    });
    format!("on {} -> {}", join(outcomes), default.target.text)
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Name(name) => name.text.to_string(),
        Outcome::ErrorType(error_type) => text(error_type),
    }
}

fn parameter(parameter: &Parameter) -> String {
    format!("{}: {}", key(&parameter.name), value(&parameter.value))
}

fn key(key: &Key) -> String {
    if key.quoted { format!("{:?}", key.text) } else { key.text.to_string() }
}

fn text(text: &Text) -> String {
    let parts = text.parts.iter().map(|part| match part {
        TextPart::Hole => "HOLE".to_owned(),
        TextPart::Literal(literal) => format!("{literal:?}"),
        TextPart::Const(name) => format!("${{{}}}", name.text),
    });
    format!("{}<{}>", if text.block { "block" } else { "" }, join(parts))
}

fn value(value: &Value) -> String {
    match &value.kind {
        ValueKind::Text(found) => text(found),
        ValueKind::Number(number) => {
            let unit = match number.unit {
                Unit::None => "",
                Unit::Seconds => " seconds",
                Unit::Minutes => " minutes",
                Unit::Hours => " hours",
                Unit::Days => " days",
                Unit::Percent => " percent",
            };
            format!("{}{unit}", number.digits)
        }
        ValueKind::Word(word) => word.text.to_string(),
        ValueKind::Path(path) => format!("path({path})"),
        ValueKind::Const(name) => format!("const({})", name.text),
        ValueKind::Reference(reference) => {
            let words: Vec<_> = reference.words.iter().map(|word| word.text.as_str()).collect();
            let target = match &reference.target {
                ReferenceTarget::Text(found) => text(found),
                ReferenceTarget::Path(_, path) => format!("path({path})"),
                ReferenceTarget::Const(name) => format!("const({})", name.text),
            };
            let qualifier = reference.qualifier.as_ref().map(|(word, found)| format!(" {} {}", word.text, text(found)));
            format!("ref({} {target}{})", words.join(" "), qualifier.unwrap_or_default())
        }
        ValueKind::List(values) => format!("[{}]", join(values.iter().map(self::value))),
        ValueKind::Map(entries) => {
            let entries = entries.iter().map(|entry| format!("{}: {}", key(&entry.key), self::value(&entry.value)));
            format!("{{{}}}", join(entries))
        }
        ValueKind::Hole => "HOLE".to_owned(),
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
