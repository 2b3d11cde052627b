//! What every block is: constant tables of pure data, a file per category of the designer.
//!
//! The one place where facts about Connect's blocks stand. Checks, lowering, the reference documentation and everything
//! else that knows a block read it here. An entry holds no code; what needs its own lowering is a variant of an enum
//! that every match has to handle.

mod block;
mod flow_type;

pub use block::{
    Block, Branch, BranchWire, Channel, Conditions, Dynamic, EVERY_CHANNEL, Entries, Form, Group, Kind, Need, Next,
    Operands, Parameter, TimeUnit, When,
};
pub use flow_type::{FlowType, FlowTypes};
