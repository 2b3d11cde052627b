//! Syntax trees → the flow graph.
//!
//! Takes the trees of a build, gives the graph of all it declares, with diagnostics on what only text has: names,
//! steps, kinds of values, where an `on` line reaches, what follows a line. Rules about actions are checked later, on
//! the graph. What could not be lowered is a hole in the graph. Reads no file.

mod block;
mod branch;
mod condition;
mod flow;
mod identifier;
mod places;
mod quick_connect;
mod raw;
mod reference;
mod setting;
mod single;
mod value;

pub use single::{parameter, parameters};

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::graph::{Build, Mode};
use crate::inventory::Inventory;
use crate::resolve::{Consts, Names, Resolver, Unverified};
use crate::syntax::tree::{self, Item};

/// A build, lowered.
#[derive(Debug)]
pub struct Lowered {
    /// The graph.
    pub build: Build,
    /// The consts of the files.
    pub consts: Consts,
    /// What the files declare.
    pub names: Names,
    /// The names that could not be looked up.
    pub unverified: Vec<Unverified>,
}

/// What every part of lowering needs.
struct Context<'a> {
    resolver: Resolver<'a>,
    mode: Mode,
    diagnostics: &'a mut Diagnostics,
}

/// Lowers `files`, which make up one build; `is_complete` tells whether they are all that it has, read to the end.
pub fn lower(
    files: &[Arc<tree::File>],
    is_complete: bool,
    inventory: Option<&Inventory>,
    mode: Mode,
    diagnostics: &mut Diagnostics,
) -> Lowered {
    let consts = Consts::new(files, is_complete, diagnostics);
    let names = Names::new(files, is_complete, &consts, diagnostics);
    let resolver = Resolver { consts, names, inventory, unverified: Vec::new() };
    let mut context = Context { resolver, mode, diagnostics };
    let mut build = Build::default();
    for item in files.iter().flat_map(|file| &file.items) {
        match item {
            Item::Flow(flow) => build.flows.push(flow::lower(&mut context, flow)),
            Item::QuickConnect(quick_connect) => {
                build.quick_connects.push(quick_connect::lower(&mut context, quick_connect));
            }
            Item::Const(_) | Item::Hole(_) => {}
        }
    }
    let Resolver { consts, names, unverified, .. } = context.resolver;
    Lowered { build, consts, names, unverified }
}
