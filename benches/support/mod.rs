//! What the benches share.

#![allow(dead_code, reason = "each bench uses its part")]
#![allow(unreachable_pub, reason = "each bench is a crate of its own")]

pub mod generate;
