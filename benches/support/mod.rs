//! Code that the benches share.

#![allow(dead_code, reason = "each bench uses a part of it")]
#![allow(unreachable_pub, reason = "each bench is its own crate")]

pub mod generate;
