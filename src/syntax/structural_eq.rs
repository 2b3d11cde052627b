//! Structural equality of trees.
//!
//! Takes two trees, compares everything but spans and comments. Quotes around a key are compared only where they have a
//! meaning: in a body, where a bare name could be a parameter. A hole is never equal to anything.

use super::tree::{
    Block, Body, BodyItem, Branch, Condition, Const, Default, DefaultOutcome, Entry, Explicit, Field, File, Flow,
    FlowKeyword, Item, Jump, Key, MapEntry, Member, Number, Operator, Outcome, Parameter, QuickConnect, Reference,
    ReferenceTarget, Run, Schema, SchemaBody, Selector, Statement, Step, Target, Text, TextPart, Value, ValueKind,
    Word,
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

plain!(bool, FlowKeyword, Number, smol_str::SmolStr);

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
}

variants! {
    Item { Const, Flow, QuickConnect }
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
