//! TODO
use super::Inventory;
/// TODO
pub fn read() -> Inventory {
    Inventory::default()
}
