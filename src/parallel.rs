//! Work on many things at once, in their order.
//!
//! The one place that knows rayon: without the feature `parallel` everything runs on one core, with the same result.

/// What `work` makes of each item, in the order of the items.
#[cfg(feature = "parallel")]
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    // What a test sets up for its own thread must hold for all of its work.
    #[cfg(test)]
    if crate::diagnostic::exchange::is_on() {
        return items.iter().map(work).collect();
    }
    items.par_iter().map(work).collect()
}

/// What `work` makes of each item, in the order of the items.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}
