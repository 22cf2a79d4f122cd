//! The worker: takes due jobs, does them, and settles how they ended.

use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use database::{Database, DbError, Signal};
use foundation::Instant;
use futures::FutureExt as _;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::task::JoinSet;

use crate::job::length;
use crate::work::{Doing, Work};
use crate::{ATTEMPTS, Job, JobError, pause, store};

/// How many jobs ended how since the process began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Done.
    pub done: u64,
    /// Attempts that failed, the last ones included.
    pub failed: u64,
    /// Given up.
    pub parked: u64,
}

/// How much work of a kind there is in the queue, of all nodes together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// The kind.
    pub kind: String,
    /// How many jobs wait or are being done, counted up to 10,000.
    pub waiting: u64,
    /// How many jobs were given up, counted up to 10,000.
    pub parked: u64,
    /// For how long the oldest job has been due; zero when none is.
    pub overdue: TimeDelta,
}

#[derive(Default)]
struct Counters {
    done: AtomicU64,
    failed: AtomicU64,
    parked: AtomicU64,
}

/// Does the work of the queue on this node. Several workers, in one process or many, share one queue.
pub struct Worker {
    database: Database,
    works: Vec<Arc<Work>>,
    counters: Arc<Counters>,
    lease: Duration,
    poll: Duration,
    patience: Duration,
}

/// A job in a slot of its kind.
struct Started {
    work: Arc<Work>,
    job: Job,
    _slot: OwnedSemaphorePermit,
}

impl Worker {
    /// A worker that can do nothing yet: a lease is 60 s, the queue is looked at every second, stopping takes at most 20 s.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self {
            database,
            works: Vec::new(),
            counters: Arc::default(),
            lease: Duration::from_secs(60),
            poll: Duration::from_secs(1),
            patience: Duration::from_secs(20),
        }
    }

    /// Teaches it a kind of work. Jobs of kinds it does not know are left to other nodes.
    #[must_use]
    pub fn handle<F, D>(self, kind: &'static str, handler: F) -> Self
    where
        F: Fn(Database, Job) -> D + Send + Sync + 'static,
        D: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.with(Work::new(kind, handler))
    }

    /// Teaches it a kind of work with its particulars. The last one of a kind counts.
    #[must_use]
    pub fn with(mut self, work: Work) -> Self {
        self.works.retain(|known| known.kind != work.kind);
        self.works.push(Arc::new(work));
        self
    }

    /// How long a job is a node's before another may take it.
    #[must_use]
    pub const fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// How often the queue is looked at when nobody in this process adds to it.
    #[must_use]
    pub const fn poll(mut self, poll: Duration) -> Self {
        self.poll = poll;
        self
    }

    /// How long running jobs may take to end when the worker stops.
    #[must_use]
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// How many jobs ended how so far, for the metrics.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts {
            done: self.counters.done.load(Ordering::Relaxed),
            failed: self.counters.failed.load(Ordering::Relaxed),
            parked: self.counters.parked.load(Ordering::Relaxed),
        }
    }

    /// How much work of each kind it knows there is in the queue, for the metrics.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn queued(&self) -> Result<Vec<Queued>, DbError> {
        let kinds: Vec<&'static str> = self.works.iter().map(|work| work.kind).collect();
        let mut tx = self.database.platform_read().await?;
        let (now, rows) = (tx.now(), store::state(&mut tx, &kinds).await?);
        let overdue =
            |since: Option<Instant>| since.map_or(TimeDelta::zero(), |since| (now - since).max(TimeDelta::zero()));
        let queued = |row: store::StateRow| Queued {
            kind: row.kind,
            waiting: u64::try_from(row.waiting).unwrap_or(0),
            parked: u64::try_from(row.parked).unwrap_or(0),
            overdue: overdue(row.oldest),
        };
        Ok(rows.into_iter().map(queued).collect())
    }

    /// Works until `shutdown` comes; then takes nothing more, lets running jobs end, and gives back those that do not in
    /// time, so that another node continues at once.
    pub async fn run(&self, shutdown: impl Future<Output = ()> + Send) {
        let (stop, stopped) = watch::channel(false);
        let mut running = JoinSet::new();
        let mut shutdown = pin!(shutdown);
        let mut troubled = false;
        let mut wait = Duration::ZERO;
        loop {
            tokio::select! {
                biased;
                () = &mut shutdown => break,
                () = self.database.wait_for(Signal::Jobs, wait) => {}
                // While the database is in trouble, a job that ends is no reason to ask it again.
                Some(_) = running.join_next(), if !troubled => {}
            }
            while running.try_join_next().is_some() {}
            match self.take_due().await {
                Ok(started) => {
                    troubled = false;
                    // Where there was work, there may be more.
                    wait = if started.is_empty() { self.poll } else { Duration::ZERO };
                    for started in started {
                        running.spawn(perform(
                            self.database.clone(),
                            Arc::clone(&self.counters),
                            started,
                            stopped.clone(),
                        ));
                    }
                }
                Err(error) => {
                    if !troubled {
                        tracing::warn!(
                            error = chain(&error),
                            "the job queue cannot be read; trying again every {:?}",
                            self.poll
                        );
                    }
                    troubled = true;
                    wait = self.poll;
                }
            }
        }
        let ended = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(self.patience, ended).await.is_err() {
            stop.send_replace(true);
            while running.join_next().await.is_some() {}
        }
    }

    /// Does everything that is due now, until nothing is, and returns how many jobs that were. For tests and commands:
    /// it does not wait for what is put off.
    ///
    /// # Errors
    /// When the queue cannot be read.
    pub async fn run_due(&self) -> Result<usize, DbError> {
        let (_stop, stopped) = watch::channel(false);
        let mut amount = 0;
        loop {
            let started = self.take_due().await?;
            if started.is_empty() {
                return Ok(amount);
            }
            amount += started.len();
            let mut running = JoinSet::new();
            for started in started {
                running.spawn(perform(self.database.clone(), Arc::clone(&self.counters), started, stopped.clone()));
            }
            while running.join_next().await.is_some() {}
        }
    }

    /// Takes due jobs, as many of each kind as there are free slots.
    async fn take_due(&self) -> Result<Vec<Started>, DbError> {
        let free: Vec<&'static str> =
            self.works.iter().filter(|work| work.slots.available_permits() > 0).map(|work| work.kind).collect();
        if free.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.database.platform_read().await?;
        let due = store::due(&mut tx, &free).await?;
        tx.commit().await?;
        let mut started = Vec::new();
        for work in self.works.iter().filter(|work| due.iter().any(|kind| kind == work.kind)) {
            let mut slots = Vec::new();
            while let Ok(slot) = Arc::clone(&work.slots).try_acquire_owned() {
                slots.push(slot);
            }
            let mut tx = self.database.platform().await?;
            let until = tx.now() + length(self.lease);
            let limit = i64::try_from(slots.len()).unwrap_or(i64::MAX);
            let taken = store::take(&mut tx, work.kind, limit, until).await?;
            tx.commit().await?;
            started.extend(taken.into_iter().zip(slots).map(|(taken, slot)| Started {
                work: Arc::clone(work),
                job: Job::taken(taken, work.kind, self.lease),
                _slot: slot,
            }));
        }
        Ok(started)
    }
}

/// Does one job and settles it. What cannot be settled because the database is gone is taken over when the lease ends.
async fn perform(database: Database, counters: Arc<Counters>, started: Started, mut stopped: watch::Receiver<bool>) {
    let Started { work, job, _slot } = started;
    let outcome = if job.attempts > ATTEMPTS {
        // Every attempt took its node down or lost its lease.
        Err(JobError::LeaseLost)
    } else {
        tokio::select! {
            biased;
            outcome = caught(work.start(database.clone(), job.clone())) => outcome,
            () = job.overdue() => Err(JobError::TooSlow),
            () = async { drop(stopped.wait_for(|stopped| *stopped).await) } => {
                if let Err(error) = give_back(&database, &job).await {
                    tracing::warn!(kind = job.kind, job = %job.id, error = chain(&error), "a job could not be given back");
                }
                return;
            }
        }
    };
    if let Err(error) = settle(&database, &counters, &work, &job, outcome).await {
        tracing::warn!(kind = job.kind, job = %job.id, error = chain(&error), "a job could not be settled; it will be done again");
    }
}

async fn caught(doing: Doing) -> Result<(), JobError> {
    AssertUnwindSafe(doing).catch_unwind().await.unwrap_or(Err(JobError::Panicked))
}

async fn give_back(database: &Database, job: &Job) -> Result<(), DbError> {
    let mut tx = database.platform().await?;
    store::release(&mut tx, job.holding()).await?;
    tx.commit().await
}

async fn settle(
    database: &Database,
    counters: &Counters,
    work: &Work,
    job: &Job,
    outcome: Result<(), JobError>,
) -> Result<(), DbError> {
    let holding = job.holding();
    let Err(error) = outcome else {
        let mut tx = database.platform().await?;
        let done = store::done(&mut tx, holding).await?;
        tx.commit().await?;
        // Where the lease had run out, whoever has the job now counts it.
        counters.done.fetch_add(u64::from(done), Ordering::Relaxed);
        return Ok(());
    };
    counters.failed.fetch_add(1, Ordering::Relaxed);
    let words: String = error.to_string().chars().take(500).collect();
    if job.attempts < ATTEMPTS && !matches!(error, JobError::Hopeless(_)) {
        tracing::warn!(kind = job.kind, job = %job.id, attempt = job.attempts, error = chain(&error), "a job failed and is tried again");
        let mut tx = database.platform().await?;
        let run_at = tx.now() + pause::after(job.attempts, database.randomness().bytes());
        store::put_off(&mut tx, holding, run_at, &words).await?;
        return tx.commit().await;
    }
    tracing::error!(kind = job.kind, job = %job.id, attempt = job.attempts, error = chain(&error), "a job failed for good");
    if let Some(follow_up) = work.follow_up(database.clone(), job.clone())
        && let Err(error) = caught(follow_up).await
    {
        tracing::error!(kind = job.kind, job = %job.id, error = chain(&error), "what follows a failed job failed too");
    }
    let mut tx = database.platform().await?;
    let parked = store::park(&mut tx, holding, &words).await?;
    tx.commit().await?;
    if parked {
        counters.parked.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// An error with its causes, for one line of the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
