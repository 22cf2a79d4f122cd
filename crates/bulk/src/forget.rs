//! Changes are kept for 90 days, so that somebody can look into what was done, and then forgotten. The audit trail stays.

use chrono::TimeDelta;
use database::{DbError, Transaction};
use foundation::BulkId;
use jobs::Work;

use crate::{run, store};

/// The kind of the job.
pub const KIND: &str = "bulk.forget";
/// How long a change is kept.
pub const KEPT: TimeDelta = TimeDelta::days(90);

/// Has a change forgotten when it is past its time.
pub(crate) async fn schedule(tx: &mut Transaction, id: BulkId) -> Result<(), DbError> {
    let when = tx.now() + KEPT;
    jobs::enqueue(tx, KIND, &run::Payload { change: id }, Some(when)).await.map(drop)
}

/// The handler of the job, for the worker.
#[must_use]
pub fn work() -> Work {
    Work::new(KIND, |database, job| async move {
        let payload: run::Payload = job.read()?;
        loop {
            let mut tx = database.begin(&job.caller()).await?;
            if store::forget_items(&mut tx, payload.change).await? == 0 {
                store::forget(&mut tx, payload.change).await?;
                return Ok(tx.commit().await?);
            }
            tx.commit().await?;
            job.keep_on(&database).await?;
        }
    })
    .at_most(1)
}
