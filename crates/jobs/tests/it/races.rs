//! Several workers on one queue, and leases that run out.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use database::testing::TestDatabase;
use database::{Database, Settings, on_each_database};
use foundation::Randomness;
use jobs::{Counts, Job, JobError, Work, Worker};
use tokio::sync::{Barrier, mpsc};

use crate::{Notes, enqueue};

/// A second process on the same data where the database allows one, else the same process again.
async fn second(test: &TestDatabase) -> Database {
    if test.database.file().is_some() {
        return test.database.clone();
    }
    let randomness = Randomness::seeded(7);
    let vault = database::testing::vault(&randomness);
    Database::open(&Settings::at(&test.url), test.clock.clone(), randomness, vault).await.unwrap()
}

fn noting(database: Database, notes: &Notes) -> Worker {
    let notes = notes.clone();
    Worker::new(database).handle("test.note", move |_, job: Job| {
        let notes = notes.clone();
        async move {
            notes.add(job.read()?);
            Ok(())
        }
    })
}

/// A handler that tells when it begins and ends when it is told to; all but the
/// careless ask for more time then, and so learn whether they still have the job.
fn held(database: Database) -> (Worker, mpsc::UnboundedReceiver<Job>, mpsc::UnboundedSender<()>) {
    let (tell, told) = mpsc::unbounded_channel();
    let (go, going) = mpsc::unbounded_channel::<()>();
    let going = Arc::new(tokio::sync::Mutex::new(going));
    let worker = Worker::new(database).handle("test.note", move |database, job: Job| {
        let (tell, going) = (tell.clone(), going.clone());
        async move {
            tell.send(job.clone()).map_err(|_| JobError::Again("nobody listens".to_owned()))?;
            going.lock().await.recv().await;
            if job.payload == "careless" { Ok(()) } else { job.keep(&database).await }
        }
    });
    (worker, told, go)
}

on_each_database! {
    async fn two_workers_do_each_job_exactly_once(test: TestDatabase) {
        let (bank, school, notes) = (test.tenant("bank").await, test.tenant("school").await, Notes::default());
        for number in 0..100 {
            enqueue(&test.database, bank, &format!("bank {number}"), None).await;
            enqueue(&test.database, school, &format!("school {number}"), None).await;
        }
        // Neither goes on before the other has begun its first job, so that they really race.
        let line = Arc::new(Barrier::new(2));
        let racing = |database: Database| {
            let (notes, line, first) = (notes.clone(), line.clone(), Arc::new(AtomicBool::new(true)));
            let work = Work::new("test.note", move |_, job: Job| {
                let (notes, line, first) = (notes.clone(), line.clone(), first.clone());
                async move {
                    notes.add(job.read()?);
                    if first.swap(false, Ordering::SeqCst) {
                        line.wait().await;
                    }
                    Ok(())
                }
            });
            Worker::new(database).with(work.at_most(7))
        };
        let (one, two) = (racing(test.database.clone()), racing(second(&test).await));
        let (first, other) = tokio::join!(
            tokio::spawn(async move { one.run_due().await.unwrap() }),
            tokio::spawn(async move { two.run_due().await.unwrap() })
        );
        let (first, other) = (first.unwrap(), other.unwrap());
        let taken = notes.taken();
        assert_eq!((first + other, taken.len()), (200, 200));
        assert_eq!(taken.into_iter().collect::<BTreeSet<_>>().len(), 200);
        assert_eq!(test.number("SELECT count(*) FROM job").await, 0);
        assert!(first > 0 && other > 0, "both work: {first} and {other}");
    }

    /// F50: a node that stood still for two minutes changes nothing any more, whether it asks for its lease or not.
    async fn an_expired_lease_is_taken_over_and_its_holder_changes_nothing(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let (stalled, mut begins, go) = held(test.database.clone());
        let (other, mut takes, go_on) = held(second(&test).await);
        let (stalled, other) = (Arc::new(stalled), Arc::new(other));
        let run = |worker: &Arc<Worker>| {
            let worker = worker.clone();
            tokio::spawn(async move { worker.run_due().await.unwrap() })
        };
        enqueue(&test.database, bank, "careful", None).await;
        enqueue(&test.database, bank, "careless", None).await;
        let running = run(&stalled);
        assert_eq!((begins.recv().await.unwrap().attempts, begins.recv().await.unwrap().attempts), (1, 1));

        test.clock.advance(TimeDelta::seconds(59));
        assert_eq!(other.run_due().await.unwrap(), 0, "the leases still hold");
        test.clock.advance(TimeDelta::seconds(1));
        let taking_over = run(&other);
        assert_eq!((takes.recv().await.unwrap().attempts, takes.recv().await.unwrap().attempts), (2, 2));

        for _ in 0..2 {
            go.send(()).unwrap();
        }
        assert_eq!(running.await.unwrap(), 2);
        assert_eq!(stalled.counts().failed, 1, "the careful one learnt that its lease was gone");
        let untouched = "SELECT count(*) FROM job WHERE attempts = 2 AND leased_until IS NOT NULL AND last_error IS NULL";
        assert_eq!(test.number(untouched).await, 2);

        for _ in 0..2 {
            go_on.send(()).unwrap();
        }
        assert_eq!(taking_over.await.unwrap(), 2);
        assert_eq!(other.counts(), Counts { done: 2, failed: 0, parked: 0 });
        assert_eq!(test.number("SELECT count(*) FROM job").await, 0);
    }

    async fn a_lease_that_is_kept_is_not_taken_over(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        let (busy, mut told, go) = held(test.database.clone());
        enqueue(&test.database, bank, "long", None).await;
        let running = tokio::spawn(async move { busy.run_due().await.unwrap() });
        let job = told.recv().await.unwrap();
        let other = noting(second(&test).await, &notes);
        for _ in 0..3 {
            test.clock.advance(TimeDelta::seconds(45));
            job.keep(&test.database).await.unwrap();
            assert_eq!(other.run_due().await.unwrap(), 0);
        }
        go.send(()).unwrap();
        assert_eq!(running.await.unwrap(), 1);
        assert_eq!(test.number("SELECT count(*) FROM job").await, 0);
    }

    /// A job that takes its node down every time is given up like any other.
    async fn a_job_whose_holders_all_vanish_is_parked(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        enqueue(&test.database, bank, "crash", None).await;
        test.as_owner("UPDATE job SET attempts = 12, leased_until = run_at").await;
        let worker = noting(test.database.clone(), &notes);
        test.clock.advance(TimeDelta::seconds(1));
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(notes.taken(), Vec::<String>::new(), "it was not tried a thirteenth time");
        assert_eq!(worker.counts().parked, 1);
    }

    async fn work_that_hangs_holds_up_only_its_own_kind(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        let journal = notes.clone();
        let (done, mut finished) = mpsc::unbounded_channel();
        let worker = Worker::new(test.database.clone())
            .poll(Duration::from_secs(3_600))
            .patience(Duration::ZERO)
            .with(Work::new("test.hang", |_, _| std::future::pending()).at_most(2))
            .handle("test.note", move |_, job: Job| {
                journal.add(job.payload.to_string());
                let sent = done.send(()).map_err(|_| JobError::Again("nobody listens".to_owned()));
                std::future::ready(sent)
            });
        let mut tx = test.database.begin(&foundation::Caller::system(bank, "test")).await.unwrap();
        for _ in 0..5 {
            jobs::enqueue(&mut tx, "test.hang", &(), None).await.unwrap();
        }
        tx.commit().await.unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let running = tokio::spawn(async move { worker.run(async { stopped.await.unwrap() }).await });
        for word in ["one", "two", "three"] {
            // The worker looks every hour only: each of these is begun because its commit wakes it.
            enqueue(&test.database, bank, word, None).await;
            tokio::time::timeout(Duration::from_secs(30), finished.recv()).await.unwrap().unwrap();
        }
        stop.send(()).unwrap();
        running.await.unwrap();
        assert_eq!(notes.taken(), ["\"one\"", "\"two\"", "\"three\""]);
        assert_eq!(test.number("SELECT count(*) FROM job WHERE kind = 'test.hang' AND attempts = 1").await, 2);
    }
}
