//! Stopping without losing anything.

use std::sync::Arc;
use std::time::Duration;

use database::on_each_database;
use database::testing::TestDatabase;
use jobs::{Job, JobError, Work, Worker};
use tokio::sync::{Notify, mpsc, oneshot};

use crate::enqueue;

/// A worker whose handler tells that it began and waits to be let go.
fn waiting_worker(test: &TestDatabase) -> (Worker, mpsc::UnboundedReceiver<()>, Arc<Notify>) {
    let (tell, told) = mpsc::unbounded_channel();
    let go = Arc::new(Notify::new());
    let gate = go.clone();
    let work = Work::new("test.note", move |_, _: Job| {
        let (tell, gate) = (tell.clone(), gate.clone());
        async move {
            tell.send(()).map_err(|_| JobError::Again("nobody listens".to_owned()))?;
            gate.notified().await;
            Ok(())
        }
    });
    // One at a time, so that a second job can only begin when the first has ended.
    (Worker::new(test.database.clone()).with(work.at_most(1)), told, go)
}

on_each_database! {
    /// F45: what runs ends, what waits is left for others.
    async fn running_jobs_end_and_no_other_begins(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let (worker, mut told, go) = waiting_worker(&test);
        enqueue(&test.database, bank, "first", None).await;
        enqueue(&test.database, bank, "second", None).await;
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(async move { worker.run(async { stopped.await.unwrap() }).await });
        told.recv().await.unwrap();
        stop.send(()).unwrap();
        go.notify_one();
        tokio::time::timeout(Duration::from_secs(30), running).await.unwrap().unwrap();
        assert!(told.try_recv().is_err());
        assert_eq!(test.number("SELECT count(*) FROM job").await, 1);
        assert_eq!(test.number("SELECT count(*) FROM job WHERE attempts = 0").await, 1);
    }

    async fn a_job_that_does_not_end_in_time_is_given_back_at_once(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let (worker, mut told, _go) = waiting_worker(&test);
        let worker = worker.patience(Duration::from_millis(1));
        enqueue(&test.database, bank, "endless", None).await;
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(async move { worker.run(async { stopped.await.unwrap() }).await });
        told.recv().await.unwrap();
        stop.send(()).unwrap();
        tokio::time::timeout(Duration::from_secs(30), running).await.unwrap().unwrap();
        assert_eq!(test.number("SELECT count(*) FROM job WHERE leased_until IS NULL AND state = 'waiting'").await, 1);
    }
}
