//! One block by itself: what its parameters, entries and `raw` are on the wire.
//!
//! For those who make blocks rather than read them: they ask here what a block would say. Takes a block without its
//! branches' runs, gives the wire's parameters, or nothing where the block would be an error.

use super::Context;
use crate::catalogue::{Block, Parameter};
use crate::diagnostic::Diagnostics;
use crate::graph::{Mode, Object};
use crate::inventory::Inventory;
use crate::resolve::{Consts, Declarations, Resolver};
use crate::syntax::tree;

/// What `name: value` is on the wire. `None` where the parameter does not take the value.
#[must_use]
pub fn parameter(parameter: &'static Parameter, value: &tree::Value, inventory: Option<&Inventory>) -> Option<Object> {
    with_context(inventory, |context| {
        let mut object = Object::new();
        context.set_parameter(parameter, value.span, value, &mut object);
        object
    })
}

/// What the block `block`, which is a `entry`, is on the wire. `None` where it would be an error.
#[must_use]
pub fn parameters(entry: &'static Block, block: &tree::Block, inventory: Option<&Inventory>) -> Option<Object> {
    with_context(inventory, |context| context.parameters(entry, block).0)
}

fn with_context(inventory: Option<&Inventory>, run: impl FnOnce(&mut Context<'_>) -> Object) -> Option<Object> {
    let consts = Consts::new(&[], true, &mut Diagnostics::new());
    let resolver = Resolver { consts, declarations: Declarations::default(), inventory };
    let mut context = Context::new(&resolver, Mode::Draft);
    let object = run(&mut context);
    (context.unverified.is_empty() && !context.diagnostics.has_errors()).then_some(object)
}
