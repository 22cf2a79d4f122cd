//! A panic costs the request it happens in, and nothing else (ASVS 16.5.4).

use std::panic::{AssertUnwindSafe, PanicHookInfo};

use futures::FutureExt as _;

/// The request's handler panicked; the hook has logged where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panicked;

/// Runs `work` and turns a panic into a value.
///
/// # Errors
/// [`Panicked`]. What the work held is dropped; an open transaction is thereby rolled back.
pub async fn guarded<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    AssertUnwindSafe(work).catch_unwind().await.map_err(|_| Panicked)
}

/// Sends every panic of the process to the log: where it happened, and its message if that is fixed text. A message
/// with values in it is left out, because a value may be a secret.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, message_of_panic = fixed_message(panic).unwrap_or("(has values)"), "panic");
    }));
}

fn fixed_message(panic: &PanicHookInfo<'_>) -> Option<&'static str> {
    panic.payload().downcast_ref::<&'static str>().copied()
}
