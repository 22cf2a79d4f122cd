//! Doing, failing, trying again and giving up.

use std::time::Duration;

use chrono::TimeDelta;
use database::on_each_database;
use database::testing::TestDatabase;
use foundation::Caller;
use jobs::{ATTEMPTS, Counts, Job, JobError, Work, Worker};

use crate::{Notes, enqueue};

/// A worker whose handler notes each attempt and then does what the word says.
fn worker(test: &TestDatabase, notes: &Notes) -> Worker {
    let (journal, given_up) = (notes.clone(), notes.clone());
    let work = Work::new("test.note", move |database, job: Job| {
        let notes = journal.clone();
        async move {
            let word: String = job.read()?;
            notes.add(format!("{word} {}", job.attempts));
            match word.as_str() {
                "fail" => Err(JobError::Again("the peer is away".to_owned())),
                "hopeless" => Err(JobError::Hopeless("nobody lives there".to_owned())),
                "panic" => panic!("a handler's bug"),
                "hang" => std::future::pending().await,
                "keep" => job.keep(&database).await,
                _ => Ok(()),
            }
        }
    });
    Worker::new(test.database.clone()).with(work.when_parked(move |_, job| {
        given_up.add(format!("gave up {}", job.payload));
        std::future::ready(Ok(()))
    }))
}

async fn waiting(test: &TestDatabase) -> i64 {
    test.number("SELECT count(*) FROM job WHERE state = 'waiting'").await
}

on_each_database! {
    async fn a_job_is_done_once_and_gone(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        let worker = worker(&test, &notes);
        enqueue(&test.database, bank, "hello", None).await;
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(worker.run_due().await.unwrap(), 0);
        assert_eq!(notes.taken(), ["hello 1"]);
        assert_eq!(test.number("SELECT count(*) FROM job").await, 0);
        assert_eq!(worker.counts(), Counts { done: 1, failed: 0, parked: 0 });
    }

    async fn a_job_of_a_transaction_that_is_not_committed_does_not_exist(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        let mut tx = test.database.begin(&Caller::system(bank, "test")).await.unwrap();
        jobs::enqueue(&mut tx, "test.note", &"ghost", None).await.unwrap();
        drop(tx);
        assert_eq!(worker(&test, &notes).run_due().await.unwrap(), 0);
    }

    async fn work_for_later_waits_and_work_of_other_kinds_is_left_alone(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        let worker = worker(&test, &notes);
        enqueue(&test.database, bank, "later", Some(test.clock.now() + TimeDelta::hours(1))).await;
        let mut tx = test.database.begin(&Caller::system(bank, "test")).await.unwrap();
        jobs::enqueue(&mut tx, "other.kind", &"unknown here", None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(worker.run_due().await.unwrap(), 0);
        test.clock.advance(TimeDelta::hours(1));
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(notes.taken(), ["later 1"]);
        assert_eq!(waiting(&test).await, 1);
    }

    async fn a_failing_job_comes_back_later_and_later_and_is_parked_in_the_end(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        let worker = worker(&test, &notes);
        enqueue(&test.database, bank, "fail", None).await;
        let mut pause = TimeDelta::seconds(5);
        for attempt in 1..ATTEMPTS {
            assert_eq!(worker.run_due().await.unwrap(), 1, "attempt {attempt}");
            test.clock.advance(pause * 79 / 100);
            assert_eq!(worker.run_due().await.unwrap(), 0, "too early after attempt {attempt}");
            test.clock.advance(pause * 42 / 100);
            pause = (pause * 3).min(TimeDelta::hours(6));
        }
        assert_eq!(worker.run_due().await.unwrap(), 1);
        test.clock.advance(TimeDelta::days(30));
        assert_eq!(worker.run_due().await.unwrap(), 0, "parked for good");
        assert_eq!(notes.taken().last().unwrap(), "gave up \"fail\"");
        assert_eq!(worker.counts(), Counts { done: 0, failed: 12, parked: 1 });

        let mut tx = test.database.begin(&Caller::system(bank, "test")).await.unwrap();
        let parked = jobs::parked(&mut tx).await.unwrap();
        assert_eq!((parked.len(), parked[0].attempts, parked[0].last_error.as_deref()), (1, 12, Some("the peer is away")));
        assert!(jobs::revive(&mut tx, parked[0].id).await.unwrap());
        assert!(!jobs::revive(&mut tx, parked[0].id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(notes.taken(), ["fail 1"]);
    }

    async fn a_hopeless_job_is_parked_at_once(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        let worker = worker(&test, &notes);
        enqueue(&test.database, bank, "hopeless", None).await;
        worker.run_due().await.unwrap();
        assert_eq!(notes.taken(), ["hopeless 1", "gave up \"hopeless\""]);
        assert_eq!(worker.counts(), Counts { done: 0, failed: 1, parked: 1 });
    }

    /// F49: a panic costs its job one attempt and nobody else anything.
    async fn a_panic_is_a_failure_of_its_job_alone(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        let worker = worker(&test, &notes);
        enqueue(&test.database, bank, "panic", None).await;
        enqueue(&test.database, bank, "hello", None).await;
        assert_eq!(worker.run_due().await.unwrap(), 2);
        assert_eq!(worker.counts(), Counts { done: 1, failed: 1, parked: 0 });
        test.clock.advance(TimeDelta::minutes(1));
        assert_eq!(worker.run_due().await.unwrap(), 1);
        let mut taken = notes.taken();
        taken.sort();
        assert_eq!(taken, ["hello 1", "panic 1", "panic 2"]);
        assert_eq!(test.number("SELECT count(*) FROM job WHERE last_error = 'the handler panicked'").await, 1);
    }

    async fn a_handler_that_hangs_is_stopped_before_its_lease_ends(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        let worker = worker(&test, &notes).lease(Duration::from_millis(50));
        enqueue(&test.database, bank, "hang", None).await;
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(worker.counts(), Counts { done: 0, failed: 1, parked: 0 });
        assert_eq!(test.number("SELECT count(*) FROM job WHERE last_error = 'the handler took longer than its lease'").await, 1);
    }

    async fn a_payload_of_another_shape_is_hopeless(test: TestDatabase) {
        let (bank, notes) = (test.tenant("bank").await, Notes::default());
        let worker = worker(&test, &notes);
        let mut tx = test.database.begin(&Caller::system(bank, "test")).await.unwrap();
        jobs::enqueue(&mut tx, "test.note", &[1, 2], None).await.unwrap();
        tx.commit().await.unwrap();
        worker.run_due().await.unwrap();
        assert_eq!(notes.taken(), ["gave up [1,2]"]);
    }

    async fn enqueuing_is_one_statement(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let mut tx = test.database.begin(&Caller::system(bank, "test")).await.unwrap();
        let before = test.database.counts().0;
        jobs::enqueue(&mut tx, "test.note", &"x", None).await.unwrap();
        assert_eq!(test.database.counts().0 - before, 1);
    }
}
