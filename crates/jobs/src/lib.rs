//! Background work that is never lost: a job is a row, written in the same transaction as the change it follows from,
//! and done at least once by some node.
//!
//! ```ignore
//! jobs::enqueue(&mut tx, "mail.send", &payload, None).await?; // commits or vanishes together with the change
//!
//! let worker = Worker::new(database).handle("mail.send", |database, job| async move {
//!     let message: MessageId = job.read()?;
//!     …
//!     Ok(())
//! });
//! worker.run(shutdown).await;
//! ```
//!
//! To add a kind of work, choose a word like `noun.verb`, enqueue it, and give the worker a handler. A handler must be
//! *idempotent*: when a node dies between doing the work and saying so, another node does it again. A handler that
//! takes longer than its lease of a minute says [`Job::keep_on`] after each step. An error is tried again with growing pauses
//! over about a day, then the job is parked: it stays in the table with its last error and is done no more.

mod job;
mod pause;
mod queue;
mod secret;
mod store;
mod work;
mod worker;

pub use job::{Job, JobError};
pub use queue::{Parked, call_off, enqueue, enqueue_with_secret, parked, revive};
pub use work::Work;
pub use worker::{Counts, Queued, Worker};

/// How often a job is tried before it is parked.
pub const ATTEMPTS: i64 = 12;

/// Every statement of this crate.
#[must_use]
pub fn statements() -> Vec<database::Declared> {
    store::STATEMENTS.to_vec()
}

/// The columns of this crate that hold sealed values.
#[must_use]
pub fn sealed_columns() -> Vec<database::SealedColumn> {
    vec![database::SealedColumn::of::<secret::Column>()]
}
