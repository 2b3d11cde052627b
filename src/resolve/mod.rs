//! Name resolution: consts, the declarations of the build, and the contents of the inventory.
//!
//! Takes syntax trees and an inventory; resolves names, and reports a name that is unknown, ambiguous or of the wrong
//! kind. Never emits an id itself: a reference stays a reference.

mod const_limits;
mod const_size;
mod consts;
mod declarations;
mod lookup;

pub use consts::Consts;
pub use declarations::{Declarations, Declared};
pub use lookup::{Unverified, WrittenReference};

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::diagnostic::Names;
use crate::graph::Mode;
use crate::inventory::Inventory;
use crate::resource::ResourceKind;

/// Everything that names are resolved against.
#[derive(Debug)]
pub struct Resolver<'a> {
    /// The consts of the build.
    pub consts: Consts,
    /// The declarations of the build.
    pub declarations: Declarations,
    /// The contents of the instance; `None` without an inventory.
    pub inventory: Option<&'a Inventory>,
    /// In a draft, a name may be one of a resource that nothing has yet.
    pub mode: Mode,
    /// The names that an unknown one of each kind may mean, once there is one.
    known: OnceLock<HashMap<ResourceKind, Names>>,
}

impl<'a> Resolver<'a> {
    /// Resolves names against all of this.
    #[must_use]
    pub fn new(
        consts: Consts,
        declarations: Declarations,
        inventory: Option<&'a Inventory>,
        mode: Mode,
    ) -> Resolver<'a> {
        Resolver { consts, declarations, inventory, mode, known: OnceLock::new() }
    }
}
