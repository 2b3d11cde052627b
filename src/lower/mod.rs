//! Syntax trees → the flow graph.
//!
//! Takes the trees of a build, gives the graph of all its declarations, with diagnostics about what exists only in
//! text: names, steps, kinds of values, the scope of an `on` line, what follows a line. Rules about actions are checked
//! later, on the graph. What could not be lowered is a hole in the graph. Reads no file.
//!
//! A flow is lowered in three passes. `outline` numbers its steps and statements and computes what follows each. Then
//! each block alone is lowered to its parameters and explicit branches (`block`, `explicit`). Finally `link` adds the
//! implicit branches (`edges`) and turns arrows between statements into edges between actions.

mod block;
mod condition;
mod defaults;
mod edge_context;
mod edges;
mod entry;
mod explicit;
mod flow;
mod identifier;
mod implied;
mod link;
mod misread;
mod outline;
mod quick_connect;
mod raw;
mod reference_syntax;
mod setting;
mod single;
mod steps;
mod test;
mod unknown;
mod unreached;
mod value;
mod wrong_value;

pub use single::{parameter, parameters};
pub use test::script;

use std::sync::Arc;

use smol_str::SmolStr;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::graph::{Build, Flow, Mode, QuickConnect, Reference};
use crate::inventory::Inventory;
use crate::parallel;
use crate::resolve::{Consts, Declarations, Resolver, Unverified};
use crate::source::Span;
use crate::syntax::tree::{self, Item};

/// A build, lowered.
#[derive(Debug)]
pub struct Lowered {
    /// The graph.
    pub build: Build,
    /// The consts of the files.
    pub consts: Consts,
    /// The declarations of the files.
    pub declarations: Declarations,
    /// The names that could not be looked up.
    pub unverified: Vec<Unverified>,
}

/// The state that every part of lowering needs, for one declaration.
struct Context<'a> {
    resolver: &'a Resolver<'a>,
    mode: Mode,
    diagnostics: Diagnostics,
    /// The names that could not be looked up, in source order.
    unverified: Vec<Unverified>,
    /// The parameters whose implied values are written.
    explicit: Vec<SmolStr>,
    /// What a test needs and gives besides; `None` outside of tests.
    test: Option<InTest<'a>>,
}

/// The state of lowering in a test, where a block stands for every block that has at least what it writes.
struct InTest<'a> {
    /// The flows that the test can run, those of flow JSON too.
    build: &'a Build,
    /// The names that were resolved, in source order.
    references: Vec<(Reference, Span)>,
    /// The contact data that is named, in source order.
    paths: Vec<(SmolStr, Span)>,
}

impl<'a> Context<'a> {
    fn new(resolver: &'a Resolver<'a>, mode: Mode) -> Context<'a> {
        Context {
            resolver,
            mode,
            diagnostics: Diagnostics::new(),
            unverified: Vec::new(),
            explicit: Vec::new(),
            test: None,
        }
    }
}

/// Lowers `files`, which make up one build. `is_complete` says whether these are all its files, read to the end.
pub fn lower(
    files: &[Arc<tree::File>],
    is_complete: bool,
    inventory: Option<&Inventory>,
    mode: Mode,
    diagnostics: &mut Diagnostics,
) -> Lowered {
    let consts = Consts::new(files, is_complete, diagnostics);
    let declarations = Declarations::new(files, is_complete, &consts, diagnostics);
    let resolver = Resolver::new(consts, declarations, inventory, mode);
    let items: Vec<&Item> = files.iter().flat_map(|file| &file.items).collect();
    let lowered = parallel::map(&items, |item| declaration(&resolver, mode, item));
    let (mut build, mut unverified) = (Build::default(), Vec::new());
    for (declared, found, of_item) in lowered {
        match declared {
            Some(Declared::Flow(flow)) => build.flows.push(*flow),
            Some(Declared::QuickConnect(quick_connect)) => build.quick_connects.push(*quick_connect),
            None => {}
        }
        diagnostics.extend(found);
        unverified.extend(of_item);
    }
    // What is wrong with a text as a text has no other ground.
    diagnostics.each(Diagnostic::ground_in_language);
    let Resolver { consts, declarations, .. } = resolver;
    Lowered { build, consts, declarations, unverified }
}

enum Declared {
    Flow(Box<Flow>),
    QuickConnect(Box<QuickConnect>),
}

fn declaration(resolver: &Resolver<'_>, mode: Mode, item: &Item) -> (Option<Declared>, Diagnostics, Vec<Unverified>) {
    let mut context = Context::new(resolver, mode);
    let declared = match item {
        Item::Flow(flow) => Some(Declared::Flow(Box::new(flow::lower(&mut context, flow)))),
        Item::QuickConnect(quick_connect) => {
            Some(Declared::QuickConnect(Box::new(quick_connect::lower(&mut context, quick_connect))))
        }
        Item::Const(_) | Item::Test(_) | Item::Hole(_) => None,
    };
    (declared, context.diagnostics, context.unverified)
}
