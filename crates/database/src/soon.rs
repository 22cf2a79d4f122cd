//! Waiting for an answer that is about to come.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::LazyLock;
use std::task::Poll;
use std::time::{Duration, Instant};

/// Putting a thread to sleep and waking it again costs more than this.
const PATIENCE: Duration = Duration::from_micros(30);

/// With one core the driver's thread could not answer while another looks for its answer.
static HAS_CORES: LazyLock<bool> =
    LazyLock::new(|| std::thread::available_parallelism().is_ok_and(|cores| cores.get() > 1));

/// Looks again for a moment before its thread goes to sleep.
///
/// Each of SQLite's connections has a thread of the driver's, which answers most statements within a few microseconds, and
/// rows of a list one after the other. A thread that sleeps between the question and the answer, and between one row and the
/// next, is woken each time by the kernel, which took half of the processor time of a page.
pub(crate) async fn soon<F: Future>(answer: F) -> F::Output {
    let mut answer = pin!(answer);
    poll_fn(|context| {
        let found = answer.as_mut().poll(context);
        if found.is_ready() || !*HAS_CORES {
            return found;
        }
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            for _ in 0..16 {
                std::hint::spin_loop();
            }
            let found = answer.as_mut().poll(context);
            if found.is_ready() {
                return found;
            }
        }
        Poll::Pending
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::soon;

    #[tokio::test]
    async fn an_answer_comes_at_once_soon_and_late() {
        assert_eq!(soon(async { 1 }).await, 1);
        for turns in [0, 10, 100_000] {
            let (give, take) = tokio::sync::oneshot::channel();
            let thread = std::thread::spawn(move || {
                for _ in 0..turns {
                    std::thread::yield_now();
                }
                give.send(turns)
            });
            assert_eq!(soon(take).await, Ok(turns));
            assert!(thread.join().is_ok());
        }
    }
}
