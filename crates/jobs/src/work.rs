//! What a worker can do: one kind of work and how it is done.

use std::pin::Pin;
use std::sync::Arc;

use database::Database;
use tokio::sync::Semaphore;

use crate::{Job, JobError};

/// What a handler returns, boxed.
pub(crate) type Doing = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Handler = Box<dyn Fn(Database, Job) -> Doing + Send + Sync>;

/// One kind of work: its handler, how much of it runs at once on this node, and what follows when a job is given up.
pub struct Work {
    pub(crate) kind: &'static str,
    pub(crate) slots: Arc<Semaphore>,
    handler: Handler,
    when_parked: Option<Handler>,
}

impl Work {
    /// Work of a kind, four at once.
    pub fn new<F, D>(kind: &'static str, handler: F) -> Self
    where
        F: Fn(Database, Job) -> D + Send + Sync + 'static,
        D: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        Self { kind, slots: Arc::new(Semaphore::new(4)), handler: boxed(handler), when_parked: None }
    }

    /// How many jobs of this kind run at once on this node. Each kind has its own slots, so that work that hangs holds
    /// up its own kind only.
    #[must_use]
    pub fn at_most(mut self, jobs: usize) -> Self {
        self.slots = Arc::new(Semaphore::new(jobs.max(1)));
        self
    }

    /// What to do when a job of this kind is given up. Runs before the job is marked, hence at least once.
    #[must_use]
    pub fn when_parked<F, D>(mut self, follow_up: F) -> Self
    where
        F: Fn(Database, Job) -> D + Send + Sync + 'static,
        D: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.when_parked = Some(boxed(follow_up));
        self
    }

    pub(crate) fn start(&self, database: Database, job: Job) -> Doing {
        (self.handler)(database, job)
    }

    pub(crate) fn follow_up(&self, database: Database, job: Job) -> Option<Doing> {
        self.when_parked.as_ref().map(|follow_up| follow_up(database, job))
    }
}

fn boxed<F, D>(handler: F) -> Handler
where
    F: Fn(Database, Job) -> D + Send + Sync + 'static,
    D: Future<Output = Result<(), JobError>> + Send + 'static,
{
    // The handler is called inside the future, so that its panics are caught there from its first line on.
    let handler = Arc::new(handler);
    Box::new(move |database, job| {
        let handler = Arc::clone(&handler);
        Box::pin(async move { handler(database, job).await })
    })
}
