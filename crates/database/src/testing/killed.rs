//! Work that is broken off, as a killed process would.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// Polls a future at most `polls` times and drops it then; what it came to, if it was faster.
pub async fn killed_after<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(move |context| match (left, future.as_mut().poll(context)) {
        (_, Poll::Ready(value)) => Poll::Ready(Some(value)),
        (0, Poll::Pending) => Poll::Ready(None),
        (_, Poll::Pending) => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}
