//! `const name = value` and `${name}`.
//!
//! Takes the consts of all files, which share one namespace; gives values and texts with their consts substituted.
//! A const that is defined in terms of itself is reported once; its uses are not reported.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use smol_str::{SmolStr, SmolStrBuilder};

use super::const_limits;
use super::const_size::Size;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names};
use crate::source::{FileId, Span};
use crate::syntax::tree::{self, TextPart, Unit, Value, ValueKind};
use crate::syntax::visit::Node;

/// The consts of a build, with their values.
#[derive(Debug, Default)]
pub struct Consts {
    values: HashMap<SmolStr, Evaluated>,
    declared: HashSet<SmolStr>,
    /// The same in source order, for suggestions.
    names: Names,
    /// Whether there may be more consts, in parts that could not be read.
    may_be_more: bool,
    /// The size of the consts that each file declares.
    totals: HashMap<FileId, usize>,
}

#[derive(Debug)]
struct Evaluated {
    name: Span,
    /// The value; a hole if it could not be evaluated, which was reported.
    value: ValueKind,
    size: Size,
}

impl Evaluated {
    fn hole(name: Span) -> Evaluated {
        Evaluated { name, value: ValueKind::Hole, size: Size::default() }
    }
}

impl Consts {
    /// Evaluates the consts of `files`. `is_complete` says whether these are all files of the build, read to the end.
    pub fn new(files: &[Arc<tree::File>], is_complete: bool, diagnostics: &mut Diagnostics) -> Consts {
        let mut declared: Vec<&tree::Const> = Vec::new();
        let mut by_name: HashMap<&str, &tree::Const> = HashMap::new();
        for item in files.iter().flat_map(|file| &file.items) {
            let tree::Item::Const(const_) = item else { continue };
            match by_name.get(const_.name.text.as_str()) {
                Some(first) => diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateConst,
                        const_.name.span,
                        format!("the const `{}` is declared twice", const_.name.text),
                    )
                    .label(first.name.span, "first declared here"),
                ),
                None => {
                    by_name.insert(&const_.name.text, const_);
                    declared.push(const_);
                }
            }
        }
        let mut consts = Consts {
            values: HashMap::new(),
            declared: declared.iter().map(|const_| const_.name.text.clone()).collect(),
            names: declared.iter().map(|const_| const_.name.text.clone()).collect(),
            may_be_more: !is_complete || files.iter().any(|file| file.has_holes()),
            totals: HashMap::new(),
        };
        for const_ in declared {
            consts.evaluate(const_, &by_name, &mut Vec::new(), diagnostics);
        }
        if !consts.values.is_empty() {
            for file in files {
                let total = consts.totals.get(&file.id).copied().unwrap_or_default();
                for (used, message) in const_limits::of_uses(file, total, &|name| consts.size(name)) {
                    consts.remove(used, message, diagnostics);
                }
            }
        }
        consts
    }

    /// Evaluates the consts that `const_` depends on, then `const_` itself. `path` holds the consts that are being
    /// evaluated. Its length is bounded by the number of consts, and the recursion by [`MAX_CHAIN`].
    fn evaluate<'a>(
        &mut self,
        const_: &'a tree::Const,
        by_name: &HashMap<&str, &'a tree::Const>,
        path: &mut Vec<&'a tree::Const>,
        diagnostics: &mut Diagnostics,
    ) {
        if self.values.contains_key(&const_.name.text) {
            return;
        }
        let begins_at = path.iter().position(|other| other.name.text == const_.name.text);
        if path.len() >= MAX_CHAIN && begins_at.is_none() {
            diagnostics.push(
                Diagnostic::new(
                    Code::ConstChain,
                    const_.name.span,
                    format!("const `{}` ends a chain of more than {MAX_CHAIN} consts", const_.name.text),
                )
                .help("write the value into one of the consts that use it"),
            );
            for other in path.iter().chain([&const_]) {
                self.values.insert(other.name.text.clone(), Evaluated::hole(other.name.span));
            }
            return;
        }
        if let Some(begins_at) = begins_at {
            let cycle = path.get(begins_at..).unwrap_or_default();
            let names: Vec<&str> = cycle.iter().chain([&const_]).map(|const_| const_.name.text.as_str()).collect();
            diagnostics.push(
                Diagnostic::new(
                    Code::ConstCycle,
                    const_.name.span,
                    format!("const `{}` is defined in terms of itself", const_.name.text),
                )
                .help(format!("the cycle is {}", names.join(" → "))),
            );
            for other in cycle {
                self.values.insert(other.name.text.clone(), Evaluated::hole(other.name.span));
            }
            return;
        }
        path.push(const_);
        let mut used = Vec::new();
        collect(&const_.value, &mut used);
        for name in &used {
            if let Some(other) = by_name.get(*name) {
                self.evaluate(other, by_name, path, diagnostics);
            }
        }
        path.pop();
        if !self.values.contains_key(&const_.name.text) {
            let name = const_.name.span;
            // A const without a value was reported, so what is made of it has none either.
            let is_hole = |name: &&str| self.values.get(*name).is_some_and(|it| matches!(it.value, ValueKind::Hole));
            let lacks_value = used.iter().any(is_hole);
            let total = self.totals.get(&name.file).copied().unwrap_or_default();
            let evaluated = match const_limits::of_declaration(const_, total, &|name| self.size(name)) {
                Ok(size) => {
                    self.totals.insert(name.file, total.saturating_add(size.bytes));
                    let value = self.value(&const_.value, diagnostics).kind;
                    if lacks_value { Evaluated::hole(name) } else { Evaluated { name, value, size } }
                }
                Err(diagnostic) => {
                    diagnostics.extend((!lacks_value).then_some(diagnostic));
                    Evaluated::hole(name)
                }
            };
            self.values.insert(const_.name.text.clone(), evaluated);
        }
    }

    /// The size of a const's value. A const without a value has none.
    fn size(&self, name: &str) -> Size {
        self.values.get(name).map(|evaluated| evaluated.size).unwrap_or_default()
    }

    /// Reports a use of a const that passes a limit, and makes the const's value a hole.
    fn remove(&mut self, used: &tree::Word, message: String, diagnostics: &mut Diagnostics) {
        let Some(evaluated) = self.values.get_mut(&used.text) else { return };
        *evaluated = Evaluated::hole(evaluated.name);
        let diagnostic = Diagnostic::new(Code::ConstTooLarge, used.span, message);
        diagnostics.push(diagnostic.label(evaluated.name, "declared here").help("use the const less often"));
    }

    /// Returns the value with every const in it replaced by its value.
    pub fn value(&self, value: &Value, diagnostics: &mut Diagnostics) -> Value {
        let kind = match &value.kind {
            ValueKind::Const(name) => {
                self.find(name, diagnostics).map_or(ValueKind::Hole, |evaluated| evaluated.value.clone())
            }
            ValueKind::Text(text) => match self.text(text, diagnostics) {
                Some(plain) => ValueKind::Text(tree::Text {
                    span: text.span,
                    parts: vec![TextPart::Literal(plain.as_str().into())],
                    block: text.block,
                }),
                None => ValueKind::Hole,
            },
            ValueKind::List(items) => ValueKind::List(items.iter().map(|item| self.value(item, diagnostics)).collect()),
            ValueKind::Map(entries) => ValueKind::Map(
                entries
                    .iter()
                    .map(|entry| tree::MapEntry {
                        span: entry.span,
                        key: entry.key.clone(),
                        value: self.value(&entry.value, diagnostics),
                    })
                    .collect(),
            ),
            other => other.clone(),
        };
        Value { span: value.span, kind }
    }

    /// Returns the text with its consts substituted; `None` if one has no value, which was reported.
    pub fn text(&self, text: &tree::Text, diagnostics: &mut Diagnostics) -> Option<SmolStr> {
        let mut plain = SmolStrBuilder::new();
        let mut whole = true;
        for part in &text.parts {
            match part {
                TextPart::Literal(literal) => plain.push_str(literal),
                TextPart::Hole => whole = false,
                TextPart::Const(name) => match self.in_text(name, diagnostics) {
                    Some(value) => plain.push_str(&value),
                    None => whole = false,
                },
            }
        }
        whole.then(|| plain.finish())
    }

    /// Returns the value of the const `name` as text.
    pub fn in_text(&self, name: &tree::Word, diagnostics: &mut Diagnostics) -> Option<SmolStr> {
        let evaluated = self.find(name, diagnostics)?;
        match &evaluated.value {
            ValueKind::Text(text) => text.literal().map(SmolStr::new),
            ValueKind::Number(number) if number.unit == Unit::None => Some(number.digits.clone()),
            ValueKind::Path(path) => Some(path.clone()),
            ValueKind::Hole => None,
            _ => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::WrongValue,
                        name.span,
                        format!("the const `{}` cannot be used in a text", name.text),
                    )
                    .primary_label("must be a text, a bare number or a path")
                    .label(evaluated.name, "declared here"),
                );
                None
            }
        }
    }

    /// Whether a const of this name is declared.
    #[must_use]
    pub fn is_declared(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    fn find(&self, name: &tree::Word, diagnostics: &mut Diagnostics) -> Option<&Evaluated> {
        let found = self.values.get(&name.text);
        if found.is_none() && !self.may_be_more && !self.declared.contains(&name.text) {
            let near = self.names.nearest(&name.text);
            diagnostics.push(
                Diagnostic::new(Code::UnknownConst, name.span, format!("unknown const `{}`", name.text))
                    .did_you_mean(name.span, near)
                    .help(format!("declare it at the top level of a file: `const {} = \"…\"`", name.text)),
            );
        }
        found
    }
}

/// The maximum length of a chain of consts that depend on one another.
const MAX_CHAIN: usize = 64;

/// Collects the names of the consts that a value depends on.
fn collect<'a>(value: &'a Value, names: &mut Vec<&'a str>) {
    Node::Value(value).walk(&mut |node| {
        match node {
            Node::Value(Value { kind: ValueKind::Const(name), .. }) => names.push(&name.text),
            Node::Text(text) => names.extend(text.consts().map(|name| name.text.as_str())),
            _ => {}
        }
        // A reference is not evaluated until it is used.
        !matches!(node, Node::Reference(..))
    });
}
