//! Structural equality of trees.
//!
//! Takes two trees, compares everything but spans and comments. Quotes around a key are compared only where they have a
//! meaning: in a body, where a bare name could be a parameter. A hole is never equal to anything.

use super::tree::{
    Act, Block, Body, BodyItem, Branch, Condition, Const, Default, DefaultOutcome, Entry, Expect, ExpectWhat, Explicit,
    Field, File, Flow, FlowKeyword, Given, GivenWhat, Hear, Item, Jump, Key, MapEntry, Member, Never, NeverWhat,
    Number, Operator, Outcome, Parameter, PathNode, QuickConnect, Reference, ReferenceTarget, ResultKind, Run, Schema,
    SchemaBody, Selector, Start, Statement, Step, Target, Test, TestKeyword, TestLine, TestResult, Text, TextPart, Use,
    Value, ValueKind, Word,
};

/// Whether two files are structurally equal.
#[must_use]
pub fn files(a: &File, b: &File) -> bool {
    a.items.same(&b.items)
}

trait Same {
    fn same(&self, other: &Self) -> bool;
}

impl<T: Same> Same for Vec<T> {
    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.same(b))
    }
}

impl<T: Same> Same for Option<T> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(a), Some(b)) => a.same(b),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<A: Same, B: Same> Same for (A, B) {
    fn same(&self, other: &Self) -> bool {
        self.0.same(&other.0) && self.1.same(&other.1)
    }
}

/// Compares types without spans with `==`.
macro_rules! plain {
    ($($type:ty),*) => {
        $(impl Same for $type {
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        })*
    };
}

/// Compares the listed fields. The pattern must list all fields, so a new one cannot be forgotten.
macro_rules! fields {
    ($($type:ident { $($field:ident),* } but $ignored:ident;)*) => {
        $(impl Same for $type {
            fn same(&self, other: &Self) -> bool {
                let $type { $($field,)* $ignored: _ } = self;
                $($field.same(&other.$field))&&*
            }
        })*
    };
}

/// Compares variants with one value each. Holes are never equal.
macro_rules! variants {
    ($($type:ident { $($variant:ident),* })*) => {
        $(impl Same for $type {
            fn same(&self, other: &Self) -> bool {
                match (self, other) {
                    $(($type::$variant(a), $type::$variant(b)) => a.same(b),)*
                    _ => false,
                }
            }
        })*
    };
}

plain!(bool, FlowKeyword, TestKeyword, Number, smol_str::SmolStr);

fields! {
    Word { text } but span;
    Const { name, value } but span;
    QuickConnect { name, body } but span;
    Schema { keyword, body } but span;
    Default { outcomes, target } but span;
    Explicit { names } but span;
    DefaultOutcome { keyword, outcome } but span;
    Step { name, is_start, defaults, run } but span;
    Run { statements } but span;
    Jump { target } but span;
    Block { keyword, subject, identifier, body } but span;
    Body { items } but span;
    Parameter { name, value } but span;
    Entry { key, value } but span;
    Branch { selector, target } but span;
    Condition { operator, values } but span;
    Value { kind } but span;
    Use { name } but span;
    Given { what } but span;
    Start { word, module, flow, body } but span;
    Act { word, value, result, data } but span;
    Hear { word, only, messages } but span;
    Expect { what } but span;
    Never { what } but span;
    TestResult { kind } but span;
    PathNode { text } but span;
}

variants! {
    Item { Const, Flow, QuickConnect, Test }
    TestLine { Use, Given, Start, Act, Hear, Expect, Never }
    ResultKind { Name, Value, When }
    Member { Setting, Explicit, Schema, Default, Step }
    SchemaBody { Fields, Raw }
    Statement { Block, Jump }
    BodyItem { Parameter, Entry, Branch, Flag }
    Outcome { Name, ErrorType }
    Selector { On, When }
    Target { Jump, Run }
    ValueKind { Text, Number, Word, Path, Reference, Const, List, Map }
}

impl Same for Text {
    fn same(&self, other: &Self) -> bool {
        self.block == other.block && parts(self) == parts(other)
    }
}

/// The parts, with adjacent literals merged. The second field is true for a const.
fn parts(text: &Text) -> Vec<(String, bool)> {
    let mut merged: Vec<(String, bool)> = Vec::new();
    for part in &text.parts {
        match (part, merged.last_mut()) {
            (TextPart::Hole, _) => {}
            (TextPart::Const(name), _) => merged.push((name.text.to_string(), true)),
            (TextPart::Literal(literal), Some((before, false))) => before.push_str(literal),
            (TextPart::Literal(literal), _) if literal.is_empty() => {}
            (TextPart::Literal(literal), _) => merged.push((literal.to_string(), false)),
        }
    }
    merged
}

impl Same for Flow {
    fn same(&self, other: &Self) -> bool {
        let Flow { span: _, keyword_span: _, keyword, name, flow_type, members } = self;
        keyword.same(&other.keyword)
            && name.same(&other.name)
            && flow_type.same(&other.flow_type)
            && members.same(&other.members)
    }
}

impl Same for Test {
    fn same(&self, other: &Self) -> bool {
        let Test { span: _, keyword_span: _, keyword, name, lines } = self;
        keyword.same(&other.keyword) && name.same(&other.name) && lines.same(&other.lines)
    }
}

impl Same for GivenWhat {
    fn same(&self, other: &Self) -> bool {
        use GivenWhat::{Answer, Data, Figures};
        match (self, other) {
            (Data { path, value }, Data { path: path_b, value: value_b }) => path.same(path_b) && value.same(value_b),
            (Figures { of, name, body }, Figures { of: of_b, name: name_b, body: body_b }) => {
                of.same(of_b) && name.same(name_b) && body.same(body_b)
            }
            (
                Answer { once, block, result, data },
                Answer { once: once_b, block: block_b, result: result_b, data: data_b },
            ) => once.same(once_b) && block.same(block_b) && result.same(result_b) && data.same(data_b),
            _ => false,
        }
    }
}

impl Same for ExpectWhat {
    fn same(&self, other: &Self) -> bool {
        use ExpectWhat::{Block, Data, State};
        match (self, other) {
            (State { word, value, body }, State { word: word_b, value: value_b, body: body_b }) => {
                word.same(word_b) && value.same(value_b) && body.same(body_b)
            }
            (Data { path, operator, value }, Data { path: path_b, operator: operator_b, value: value_b }) => {
                path.same(path_b) && operator.same(operator_b) && value.same(value_b)
            }
            (Block { block, result }, Block { block: block_b, result: result_b }) => {
                block.same(block_b) && result.same(result_b)
            }
            _ => false,
        }
    }
}

impl Same for NeverWhat {
    fn same(&self, other: &Self) -> bool {
        use NeverWhat::{Block, Hear};
        match (self, other) {
            (Hear(a), Hear(b)) => a.same(b),
            (Block { block, result }, Block { block: block_b, result: result_b }) => {
                block.same(block_b) && result.same(result_b)
            }
            _ => false,
        }
    }
}

impl Same for Key {
    fn same(&self, other: &Self) -> bool {
        self.text == other.text && self.quoted == other.quoted
    }
}

impl Same for Field {
    fn same(&self, other: &Self) -> bool {
        let Field { span: _, name, type_, required } = self;
        name.text == other.name.text && type_.same(&other.type_) && required.same(&other.required)
    }
}

impl Same for MapEntry {
    fn same(&self, other: &Self) -> bool {
        self.key.text == other.key.text && self.value.same(&other.value)
    }
}

impl Same for Operator {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Operator::Equals, Operator::Equals) => true,
            (Operator::Named(a), Operator::Named(b)) => a.same(b),
            (Operator::Wire(a), Operator::Wire(b)) => a.same(b),
            _ => false,
        }
    }
}

impl Same for Reference {
    fn same(&self, other: &Self) -> bool {
        let Reference { words, target, qualifier } = self;
        words.same(&other.words) && target.same(&other.target) && qualifier.same(&other.qualifier)
    }
}

impl Same for ReferenceTarget {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (ReferenceTarget::Text(a), ReferenceTarget::Text(b)) => a.same(b),
            (ReferenceTarget::Path(_, a), ReferenceTarget::Path(_, b)) => a == b,
            (ReferenceTarget::Const(a), ReferenceTarget::Const(b)) => a.same(b),
            _ => false,
        }
    }
}
