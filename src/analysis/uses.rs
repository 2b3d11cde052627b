//! The referent of each name in the `.flow` files, for tools that show where something is declared or used, or rename
//! it.
//!
//! Takes an analysis and gives a use for each name that could be resolved. A name that was reported as unknown has
//! none.

use smol_str::SmolStr;

use super::Analysis;
use crate::catalogue::contact_data::ATTRIBUTES;
use crate::contact_path::{self, Path};
use crate::graph::{Action, ActionState, BuildItem, Flow, Node as Value, Notation, Reference, Value as Wire};
use crate::resource::ResourceKind;
use crate::source::{Sources, Span};
use crate::syntax::tree::{self, BodyItem, Item, ReferenceTarget, TestLine, ValueKind};
use crate::syntax::visit::{self, Node};

/// What a name refers to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Referent {
    /// A step, by the span of its flow's name and its own name.
    Step(Span, SmolStr),
    /// A const.
    Const(SmolStr),
    /// A flow, module or quick connect of the build.
    Item(BuildItem),
    /// A resource of the instance, by its kind and id.
    Resource(ResourceKind, SmolStr),
    /// A contact attribute.
    Attribute(SmolStr),
}

/// A name in a `.flow` file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Its span.
    pub span: Span,
    /// What it refers to.
    pub referent: Referent,
    /// Whether this is a declaration or assignment, as opposed to a use.
    pub is_declaration: bool,
}

impl Analysis {
    /// Every name in the `.flow` files that could be resolved, sorted by span.
    #[must_use]
    pub fn uses(&self, sources: &Sources) -> Vec<Use> {
        let mut uses = Vec::new();
        for tree in &self.trees {
            self.uses_in_tree(tree, &mut uses);
        }
        for flow in self.build.flows.iter().filter(|flow| flow.notation == Notation::Text) {
            uses_in_flow(flow, sources, &mut uses);
        }
        for text in self.trees.iter().flat_map(|tree| texts_of_consts(tree)) {
            attributes_read(text, sources, &mut uses);
        }
        for quick_connect in &self.build.quick_connects {
            uses.extend(quick_connect.references().filter_map(|(reference, span)| of_reference(reference, *span)));
        }
        for test in self.script.tests.iter().chain(&self.script.setups) {
            uses.extend(test.references.iter().filter_map(|(reference, span)| of_reference(reference, *span)));
            test.paths.iter().for_each(|(_, path)| attributes_read(*path, sources, &mut uses));
        }
        uses.sort_by_key(|it| (it.span, !it.is_declaration));
        uses.dedup();
        uses
    }

    fn uses_in_tree(&self, tree: &tree::File, uses: &mut Vec<Use>) {
        let mut push = |span, referent, is_declaration| uses.push(Use { span, referent, is_declaration });
        for item in &tree.items {
            match item {
                Item::Const(declared) => push(declared.name.span, Referent::Const(declared.name.text.clone()), true),
                Item::Flow(flow) => {
                    let kind = match flow.keyword {
                        tree::FlowKeyword::Flow => ResourceKind::Flow,
                        tree::FlowKeyword::Module => ResourceKind::Module,
                    };
                    self.declared(kind, flow.name.span).into_iter().for_each(|item| push(flow.name.span, item, true));
                    uses_of_steps(flow, &mut push);
                }
                Item::QuickConnect(quick_connect) => {
                    let span = quick_connect.name.span;
                    let item = self.declared(ResourceKind::QuickConnect, span);
                    item.into_iter().for_each(|item| push(span, item, true));
                }
                Item::Test(test) => test.lines.iter().for_each(|line| attributes_at_start(line, &mut push)),
                Item::Hole(_) => {}
            }
        }
        visit::walk(tree, &mut |node| {
            let name = match node {
                Node::Value(tree::Value { kind: ValueKind::Const(name), .. }) => Some(name),
                Node::Reference(tree::Reference { target: ReferenceTarget::Const(name), .. }, _) => Some(name),
                _ => None,
            };
            let in_text = match node {
                Node::Text(text) => Some(text.consts()),
                _ => None,
            };
            for name in name.into_iter().chain(in_text.into_iter().flatten()) {
                if self.consts.is_declared(&name.text) {
                    push(name.span, Referent::Const(name.text.clone()), false);
                }
            }
            true
        });
    }

    fn declared(&self, kind: ResourceKind, span: Span) -> Option<Referent> {
        let declared = self.declarations.iter().find(|declared| declared.kind == kind && declared.span == span)?;
        Some(Referent::Item(declared.item))
    }
}

/// The steps that a flow declares, and the jumps and defaults that name one of them.
fn uses_of_steps(flow: &tree::Flow, push: &mut impl FnMut(Span, Referent, bool)) {
    let step = |name: &SmolStr| Referent::Step(flow.name.span, name.clone());
    flow.steps().for_each(|it| push(it.name.span, step(&it.name.text), true));
    Node::Flow(flow).walk(&mut |node| {
        let target = match node {
            Node::Jump(jump) => Some(&jump.target),
            Node::Default(default) => Some(&default.target),
            _ => None,
        };
        if let Some(target) = target.filter(|target| flow.steps().any(|step| step.name.text == target.text)) {
            push(target.span, step(&target.text), false);
        }
        true
    });
}

fn uses_in_flow(flow: &Flow, sources: &Sources, uses: &mut Vec<Use>) {
    let known = flow.actions.iter().filter(|action| !matches!(action.state, ActionState::Raw | ActionState::Hole));
    for action in known {
        let references = action.parameters.references().into_iter();
        uses.extend(references.filter_map(|(reference, span)| of_reference(reference, span)));
        let operands = action.transitions.conditions.iter().flat_map(|condition| &condition.operands);
        uses.extend(operands.filter_map(|operand| match &operand.value {
            Wire::Reference(reference) => of_reference(reference, operand.origin),
            _ => None,
        }));
        attributes(action, sources, uses);
    }
}

fn of_reference(reference: &Reference, span: Span) -> Option<Use> {
    let of_instance = || reference.known.as_ref().map(|known| Referent::Resource(reference.kind, known.id.clone()));
    let referent = reference.item.map(Referent::Item).or_else(of_instance)?;
    Some(Use { span, referent, is_declaration: false })
}

/// The contact attributes that an action sets and reads.
fn attributes(action: &Action, sources: &Sources, uses: &mut Vec<Use>) {
    if let Some(path) = action.semantics().fill(ATTRIBUTES).and_then(|fill| fill.from)
        && let Some(Value { value: Wire::Object(set), .. }) = action.parameters.get(path)
    {
        let declared = set.properties().iter();
        uses.extend(declared.map(|property| Use {
            span: property.key_origin,
            referent: Referent::Attribute(property.key.clone()),
            is_declaration: true,
        }));
    }
    action.texts().into_iter().for_each(|(_, span)| attributes_read(span, sources, uses));
}

/// The contact attributes in a text, as the source has it: consts and escapes would move what comes after them.
fn attributes_read(span: Span, sources: &Sources, uses: &mut Vec<Use>) {
    let paths: Vec<Path> = contact_path::all(sources.text(span)).into_iter().flatten().collect();
    for path in paths.iter().flat_map(Path::with_computed) {
        let [root, name, ..] = path.parts.as_slice() else { continue };
        if root.name == ATTRIBUTES && name.computed.is_none() {
            let at = |offset: usize| u32::try_from(offset).map_or(span.end, |offset| span.start + offset);
            let span = Span::new(span.file, at(name.range.start), at(name.range.end));
            uses.push(Use { span, referent: Referent::Attribute(name.name.clone()), is_declaration: false });
        }
    }
}

/// The attributes that a contact of a test starts with.
fn attributes_at_start(line: &TestLine, push: &mut dyn FnMut(Span, Referent, bool)) {
    let TestLine::Start(tree::Start { body: Some(body), .. }) = line else { return };
    for item in &body.items {
        if let BodyItem::Entry(entry) = item {
            push(entry.key.span, Referent::Attribute(entry.key.text.clone()), true);
        }
    }
}

/// The texts that consts hold.
fn texts_of_consts(tree: &tree::File) -> Vec<Span> {
    let mut found = Vec::new();
    visit::walk(tree, &mut |node| {
        if let Node::Text(text) = node {
            found.push(text.span);
        }
        matches!(node, Node::Const(_) | Node::Value(_) | Node::MapEntry(_))
    });
    found
}
