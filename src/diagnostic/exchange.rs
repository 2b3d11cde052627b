//! For tests: one code is reported in the place of another, on this thread alone.
//!
//! What a pass does about a finding may depend on its place and on the row of its code, never on the code itself. Who
//! exchanges a code for one that is new sees whether that is so.

use std::cell::Cell;

use super::Code;

thread_local! {
    static EXCHANGE: Cell<Option<(Code, Code)>> = const { Cell::new(None) };
}

/// Whether a code is exchanged.
pub(crate) fn is_on() -> bool {
    EXCHANGE.get().is_some()
}

/// The code that is reported for `code`.
pub(super) fn exchanged(code: Code) -> Code {
    match EXCHANGE.get() {
        Some((from, to)) if from == code => to,
        _ => code,
    }
}

/// Runs something in which `to` is reported for `from`.
pub(crate) fn with<T>(from: Code, to: Code, run: impl FnOnce() -> T) -> T {
    EXCHANGE.set(Some((from, to)));
    let result = run();
    EXCHANGE.set(None);
    result
}
