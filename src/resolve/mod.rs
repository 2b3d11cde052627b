//! Declarations → things: consts, what the build declares, and what the inventory knows.
//!
//! Takes syntax trees and an inventory; answers what a name means, with a diagnostic where it means nothing, several
//! things or the wrong thing. Never emits an id itself: a reference stays a reference.

mod consts;
mod declarations;
mod lookup;

pub use consts::Consts;
pub use declarations::{Declarations, Declared};
pub use lookup::{Unverified, WrittenReference};

use crate::inventory::Inventory;

/// Everything that names are looked up in.
#[derive(Debug)]
pub struct Resolver<'a> {
    /// The consts of the build.
    pub consts: Consts,
    /// What the build declares.
    pub declarations: Declarations,
    /// What the instance has; `None` where no inventory is given.
    pub inventory: Option<&'a Inventory>,
}
