//! Lowers the parameters, entries and `raw` of one block to flow JSON.
//!
//! For code that generates blocks and needs to know what they mean. Takes a block without the runs of its branches,
//! gives the parameters of flow JSON, or nothing if the block would be an error.

use super::Context;
use crate::catalogue::{Block, Parameter};
use crate::diagnostic::Diagnostics;
use crate::graph::{Mode, Object};
use crate::inventory::Inventory;
use crate::resolve::{Consts, Declarations, Resolver};
use crate::syntax::tree;

/// Lowers `name: value` to flow JSON. `None` if the parameter does not accept the value.
#[must_use]
pub fn parameter(parameter: &'static Parameter, value: &tree::Value, inventory: Option<&Inventory>) -> Option<Object> {
    with_context(inventory, |context| {
        let mut object = Object::new();
        context.set_parameter(parameter, value.span, value, &mut object);
        object
    })
}

/// Lowers the block `block`, which is an `entry`, to flow JSON. `None` if it would be an error.
#[must_use]
pub fn parameters(entry: &'static Block, block: &tree::Block, inventory: Option<&Inventory>) -> Option<Object> {
    with_context(inventory, |context| context.parameters(entry, block).0)
}

fn with_context(inventory: Option<&Inventory>, run: impl FnOnce(&mut Context<'_>) -> Object) -> Option<Object> {
    let consts = Consts::new(&[], true, &mut Diagnostics::new());
    let resolver = Resolver::new(consts, Declarations::default(), inventory, Mode::Draft);
    let mut context = Context::new(&resolver, Mode::Draft);
    let object = run(&mut context);
    // A name that cannot be looked up here may be that of another flow of the build.
    (!context.diagnostics.has_errors()).then_some(object)
}
