//! The declarations of the build: flows, modules and quick connects, in source order.

use std::collections::HashMap;
use std::sync::Arc;

use smol_str::SmolStr;

use super::Consts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::BuildItem;
use crate::resource::ResourceKind;
use crate::source::Span;
use crate::syntax::tree::{self, FlowKeyword, Item};

/// Something that the build declares.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The kind.
    pub kind: ResourceKind,
    /// Its name.
    pub name: SmolStr,
    /// The span of the name.
    pub span: Span,
    /// The item of the build.
    pub item: BuildItem,
}

/// All declarations of a build.
#[derive(Debug, Default)]
pub struct Declarations {
    declared: Vec<Declared>,
    by_name: HashMap<(ResourceKind, SmolStr), usize>,
    /// Whether the build may declare more, in parts that could not be read.
    pub(super) may_be_more: bool,
}

impl Declarations {
    /// Collects the flows, modules and quick connects of `files`, numbered in source order. A duplicate name of one
    /// kind is reported at the second. `is_complete` says whether these are all files of the build, read to the end.
    pub fn new(
        files: &[Arc<tree::File>],
        is_complete: bool,
        consts: &Consts,
        diagnostics: &mut Diagnostics,
    ) -> Declarations {
        let may_be_more = !is_complete || files.iter().any(|file| file.has_holes());
        let mut names = Declarations { may_be_more, ..Declarations::default() };
        let (mut flows, mut quick_connects) = (0, 0);
        for item in files.iter().flat_map(|file| &file.items) {
            let (kind, name, item) = match item {
                Item::Flow(flow) => {
                    flows += 1;
                    let kind = match flow.keyword {
                        FlowKeyword::Flow => ResourceKind::Flow,
                        FlowKeyword::Module => ResourceKind::Module,
                    };
                    (kind, &flow.name, BuildItem::Flow(flows - 1))
                }
                Item::QuickConnect(quick_connect) => {
                    quick_connects += 1;
                    (ResourceKind::QuickConnect, &quick_connect.name, BuildItem::QuickConnect(quick_connects - 1))
                }
                Item::Const(_) | Item::Test(_) | Item::Hole(_) => continue,
            };
            // A mistake in a const of the name is reported when the name is lowered.
            let Some(text) = consts.text(name, &mut Diagnostics::new()) else { continue };
            names.declare(Declared { kind, name: text, span: name.span, item }, diagnostics);
        }
        names
    }

    fn declare(&mut self, declared: Declared, diagnostics: &mut Diagnostics) {
        let key = (declared.kind, declared.name.clone());
        let Some(first) = self.by_name.get(&key).and_then(|index| self.declared.get(*index)) else {
            self.by_name.insert(key, self.declared.len());
            self.declared.push(declared);
            return;
        };
        let code = match declared.kind {
            ResourceKind::QuickConnect => Code::DuplicateQuickConnect,
            _ => Code::DuplicateFlow,
        };
        diagnostics.push(
            Diagnostic::new(
                code,
                declared.span,
                format!("there are two {} named `{}`", declared.kind.plural(), declared.name),
            )
            .duplicate_of(first.span),
        );
    }

    /// Whether the build may declare more, in parts that could not be read.
    #[must_use]
    pub fn may_be_more(&self) -> bool {
        self.may_be_more
    }

    /// The declaration of this kind and name.
    #[must_use]
    pub fn find(&self, kind: ResourceKind, name: &str) -> Option<&Declared> {
        let index = self.by_name.get(&(kind, SmolStr::new(name)))?;
        self.declared.get(*index)
    }

    /// All declarations, in source order. Of several with the same kind and name, only the first.
    pub fn iter(&self) -> impl Iterator<Item = &Declared> {
        self.declared.iter()
    }

    /// The names of all declarations of this kind, in source order.
    pub fn of_kind(&self, kind: ResourceKind) -> impl Iterator<Item = &str> {
        self.declared.iter().filter(move |declared| declared.kind == kind).map(|declared| declared.name.as_str())
    }
}
