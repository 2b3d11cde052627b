//! Name resolution: consts, the declarations of the build, and the contents of the inventory.
//!
//! Takes syntax trees and an inventory; resolves names, and reports a name that is unknown, ambiguous or of the wrong
//! kind. Never emits an id itself: a reference stays a reference.

mod consts;
mod declarations;
mod lookup;

pub use consts::Consts;
pub use declarations::{Declarations, Declared};
pub use lookup::{Unverified, WrittenReference};

use crate::graph::Mode;
use crate::inventory::Inventory;

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
}
