//! Names in tests: looked up as in flows, in the flow JSON of the run too, and without the alias or version that a flow
//! may write.

use smol_str::SmolStr;

use super::super::{Context, InTest};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{BuildItem, Node, Reference, ReferenceForm, Value as Wire};
use crate::inventory::Inventory;
use crate::resolve::WrittenReference;
use crate::resource::ResourceKind;
use crate::simulate::Holder;
use crate::source::Span;
use crate::syntax::tree::{self, Value, ValueKind};

impl Context<'_> {
    /// Resolves a name, and notes it.
    pub(in crate::lower) fn reference_in_test(
        &mut self,
        kind: ResourceKind,
        written: &WrittenReference,
        span: Span,
    ) -> Option<Reference> {
        let plain = |item| Reference {
            kind,
            form: written.form,
            text: written.text.clone(),
            known: None,
            item,
            suffix: SmolStr::default(),
        };
        let is_name = written.form == ReferenceForm::Name;
        // The resolver knows those of text.
        let is_of_json = is_name && self.resolver.declarations.find(kind, &written.text).is_none();
        let item = self.item(kind, &written.text).filter(|_| is_of_json);
        let resolved = if item.is_some() || is_name && self.is_any(kind, written) {
            Some(plain(item))
        } else {
            self.resolver.reference(kind, written, &mut self.unverified, &mut self.diagnostics)
        };
        if let (Some(reference), Some(test)) = (&resolved, &mut self.test) {
            test.references.push((reference.clone(), span));
        }
        resolved
    }

    /// Whether any alias or version will do: none is written, and there are several.
    fn is_any(&self, kind: ResourceKind, written: &WrittenReference) -> bool {
        let is_qualified = matches!(kind, ResourceKind::Bot | ResourceKind::Lambda);
        let count = |inventory: &Inventory| inventory.by_name(kind, &written.text, None).len();
        is_qualified && written.qualifier.is_none() && self.resolver.inventory.is_some_and(|it| count(it) > 1)
    }

    /// The item of the build with this name, those of flow JSON too.
    fn item(&self, kind: ResourceKind, name: &str) -> Option<BuildItem> {
        let InTest { build, .. } = self.test.as_ref()?;
        match kind {
            ResourceKind::Flow | ResourceKind::Module => {
                let is_it = |flow: &&crate::graph::Flow| flow.kind.resource_kind() == kind && flow.name.text == name;
                build.flows.iter().position(|flow| is_it(&flow)).map(BuildItem::Flow)
            }
            ResourceKind::QuickConnect => {
                build.quick_connects.iter().position(|it| it.name.text == name).map(BuildItem::QuickConnect)
            }
            _ => None,
        }
    }

    /// The item of the build that a test runs. `None` if the build has none of this name, which is reported.
    pub(super) fn item_to_run(&mut self, kind: ResourceKind, text: &tree::Text) -> Option<BuildItem> {
        let name = self.resolver.consts.text(text, &mut self.diagnostics)?;
        let Some(item) = self.item(kind, &name) else {
            if !self.resolver.declarations.may_be_more() {
                let diagnostic = self.not_here(kind, &name, text.span);
                self.diagnostics.push(diagnostic);
            }
            return None;
        };
        let reference = Reference {
            kind,
            form: ReferenceForm::Name,
            text: name,
            known: None,
            item: Some(item),
            suffix: SmolStr::default(),
        };
        self.test.iter_mut().for_each(|test| test.references.push((reference.clone(), text.span)));
        Some(item)
    }

    fn not_here(&self, kind: ResourceKind, name: &str, span: Span) -> Diagnostic {
        let Some(InTest { build, .. }) = &self.test else { return Diagnostic::new(Code::UnknownName, span, name) };
        let names: Vec<&str> = match kind {
            ResourceKind::QuickConnect => build.quick_connects.iter().map(|it| it.name.text.as_str()).collect(),
            _ => {
                let flows = build.flows.iter().filter(|flow| flow.kind.resource_kind() == kind);
                flows.map(|flow| flow.name.text.as_str()).collect()
            }
        };
        let is_known = self.resolver.inventory.is_some_and(|inventory| !inventory.by_name(kind, name, None).is_empty());
        if is_known {
            let message = format!("the {kind} `{name}` is only in the inventory, so no test can run it");
            return Diagnostic::new(Code::NotRunnable, span, message)
                .help(format!("name a {kind} of this build, or add the flow JSON of this one to the files"));
        }
        let other = match kind {
            ResourceKind::Flow => ResourceKind::Module,
            _ => ResourceKind::Flow,
        };
        if kind != ResourceKind::QuickConnect && self.item(other, name).is_some() {
            let message = format!("`{name}` is {}, not {}", other.described(), kind.described());
            let diagnostic = Diagnostic::new(Code::WrongKind, span, message);
            return match other {
                ResourceKind::Module => diagnostic.help(format!("write `call module \"{name}\"`")),
                _ => diagnostic.help(format!("write `call \"{name}\"`, without `module`")),
            };
        }
        let diagnostic = Diagnostic::new(Code::UnknownName, span, format!("unknown {kind} `{name}`"))
            .primary_label("not in this build");
        match nearest(name, names.iter().copied()) {
            Some(near) => diagnostic.did_you_mean_text(span, near),
            None if names.is_empty() => diagnostic.help(format!("the build has no {}", kind.plural())),
            None => diagnostic,
        }
    }

    /// A queue, or the queue of an agent: `"Billing"`, `queue "Billing"`, `agent "chen.wei"`.
    pub(super) fn holder(&mut self, value: &Value) -> Option<Holder> {
        let kind = match &value.kind {
            ValueKind::Reference(reference) if reference.words.first().is_some_and(is_agent) => ResourceKind::Agent,
            _ => ResourceKind::Queue,
        };
        let name = name_of(&self.fixed(kind, value)?);
        Some(match kind {
            ResourceKind::Agent => Holder::Agent(name),
            _ => Holder::Queue(name),
        })
    }

    /// The user name of an agent.
    pub(super) fn agent(&mut self, value: &Value) -> Option<SmolStr> {
        self.fixed(ResourceKind::Agent, value).map(|reference| name_of(&reference))
    }

    /// A reference that is not contact data, which has no value in a test.
    fn fixed(&mut self, kind: ResourceKind, value: &Value) -> Option<Reference> {
        let reference = self.reference(kind, value)?;
        if reference.form == ReferenceForm::Path {
            self.no_contact_data(value.span);
            return None;
        }
        Some(reference)
    }

    pub(super) fn no_contact_data(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::new(Code::WrongValue, span, "contact data has no value here").help("write the value itself"),
        );
    }
}

fn is_agent(word: &tree::Word) -> bool {
    ResourceKind::from_keyword(&word.text) == Some(ResourceKind::Agent)
}

/// The name of a resource, or what it is known by.
pub(super) fn name_of(reference: &Reference) -> SmolStr {
    reference.known.as_ref().map_or_else(|| reference.text.clone(), |known| known.name.clone())
}

/// The name in a node, or its text.
pub(super) fn text_of(node: &Node) -> SmolStr {
    match &node.value {
        Wire::Reference(reference) => name_of(reference),
        Wire::Text(text) => text.clone(),
        _ => SmolStr::default(),
    }
}
