//! Stopping in order: no new connections, accepted requests finish, background work stops, the database closes.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The one who can ask for the stop.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// What everything that runs for long listens to. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stopper {
    /// A stopper and what listens to it.
    #[must_use]
    pub fn new() -> (Self, Stop) {
        let (sender, receiver) = watch::channel(false);
        (Self(sender), Stop(receiver))
    }

    /// Asks for the stop. Asking again changes nothing.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// A stop that SIGTERM or SIGINT asks for. A second signal ends the process at once, with status 130.
    ///
    /// # Errors
    /// When the signals cannot be received.
    pub fn on_signals() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let (stopper, stop) = Stopper::new();
        tokio::spawn(async move {
            let mut next =
                async || tokio::select! { _ = terminate.recv() => "SIGTERM", _ = interrupt.recv() => "SIGINT" };
            let signal = next().await;
            tracing::info!(signal, "stopping");
            stopper.stop();
            next().await;
            std::process::exit(130);
        });
        Ok(stop)
    }

    /// Returns when the stop is asked for, or at once if it was.
    pub async fn requested(&self) {
        // An error means that the stopper is gone, which is a stop as well.
        let _ = self.0.clone().wait_for(|stop| *stop).await;
    }

    /// Whether the stop was asked for.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }
}

/// Work beside the requests: the job worker, the sealer of the audit trail.
#[derive(Default)]
pub struct Background {
    tasks: Vec<(&'static str, Stopper, JoinHandle<()>)>,
}

impl Background {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts `work`, which must return soon after its [`Stop`] is requested.
    pub fn spawn<F>(&mut self, name: &'static str, work: impl FnOnce(Stop) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (stopper, stop) = Stopper::new();
        self.tasks.push((name, stopper, tokio::spawn(work(stop))));
    }

    /// Stops each in the order they were started, waiting at most `patience` for each.
    pub async fn stop(self, patience: Duration) {
        for (name, stopper, mut task) in self.tasks {
            stopper.stop();
            match tokio::time::timeout(patience, &mut task).await {
                Ok(Ok(())) => tracing::debug!(name, "stopped"),
                Ok(Err(_)) => tracing::error!(name, "background work had panicked"),
                Err(_) => {
                    task.abort();
                    tracing::warn!(name, "background work did not stop in time and was aborted");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use super::{Background, Stopper};

    #[tokio::test]
    async fn a_stop_reaches_those_who_listen_before_and_after() {
        let (stopper, stop) = Stopper::new();
        let early = tokio::spawn({
            let stop = stop.clone();
            async move { stop.requested().await }
        });
        assert!(!stop.is_requested());
        stopper.stop();
        early.await.unwrap();
        stop.requested().await;
        assert!(stop.is_requested());
        drop(stopper);
        assert!(stop.is_requested());
    }

    #[tokio::test]
    async fn without_its_stopper_nothing_runs_on() {
        let (stopper, stop) = Stopper::new();
        drop(stopper);
        stop.requested().await;
        assert!(stop.is_requested());
    }

    #[tokio::test]
    async fn background_work_stops_in_order_and_what_hangs_is_aborted() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut background = Background::new();
        for name in ["worker", "sealer"] {
            let seen = seen.clone();
            background.spawn(name, move |stop| async move {
                stop.requested().await;
                seen.lock().unwrap().push(name);
            });
        }
        background.spawn("hangs", |_| std::future::pending());
        background.stop(Duration::from_millis(200)).await;
        assert_eq!(*seen.lock().unwrap(), ["worker", "sealer"]);
    }
}
