//! For tests: reports one code in place of another, on the current thread only.
//!
//! What a pass does about a finding may depend on its location and on the row of its code, but never on the code
//! itself. A test verifies this by exchanging a code for a new one.

use std::cell::Cell;

use super::Code;

thread_local! {
    static EXCHANGE: Cell<Option<(Code, Code)>> = const { Cell::new(None) };
}

/// Whether a code is being exchanged.
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

/// Runs `run` with `to` reported in place of `from`.
pub(crate) fn with<T>(from: Code, to: Code, run: impl FnOnce() -> T) -> T {
    EXCHANGE.set(Some((from, to)));
    let result = run();
    EXCHANGE.set(None);
    result
}
