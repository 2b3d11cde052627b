//! The saved positions of a flow's blocks in the designer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A position on the designer's canvas, in its pixels: x grows to the right, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Position {
    /// The left edge.
    pub x: i64,
    /// The upper edge.
    pub y: i64,
}

/// The known positions of a flow's blocks. A block without a saved position is laid out again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedLayout {
    /// The designer's "Start" mark.
    pub entry: Option<Position>,
    /// Blocks, by the identifier of their action.
    pub actions: BTreeMap<SmolStr, Position>,
}
