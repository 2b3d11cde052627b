//! A parallel map that preserves order.
//!
//! This is the only module that uses rayon: without the feature `parallel` everything runs on one core, with the same
//! result.

/// The results of `work` for each item, in the order of the items.
#[cfg(feature = "parallel")]
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    // A test sets this up for its own thread only, so all of its work must run on that thread.
    #[cfg(test)]
    if crate::diagnostic::exchange::is_on() {
        return items.iter().map(work).collect();
    }
    items.par_iter().map(work).collect()
}

/// The results of `work` for each item, in the order of the items.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}
