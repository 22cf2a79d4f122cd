//! A file is kept for a week, and then forgotten with all that was noted of it; the audit trail keeps that there was one.

use audit::{Entry, Stream};
use chrono::TimeDelta;
use database::{DbError, Transaction};
use foundation::ExportId;
use jobs::{JobError, Work};
use serde::{Deserialize, Serialize};

use crate::{KEPT, parts, store};

/// The kind of the job.
pub const KIND: &str = "export.forget";

/// What the job is about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Payload {
    /// The export.
    export: ExportId,
}

/// Removes some of an export that is past its time, whatever its state: of its file first, then all that was noted. False when
/// nothing is left.
async fn forget(tx: &mut Transaction, id: ExportId) -> Result<bool, JobError> {
    let now = tx.now();
    let Some(placed) = store::find(tx, id).await? else { return Ok(false) };
    if placed.export.kept_until() > now {
        // By another node's clock it is past its time.
        return Err(JobError::Again("it is not past its time".to_owned()));
    }
    if parts::remove(tx, id).await? {
        return Ok(true);
    }
    if store::forget(tx, id).await? {
        audit::record(tx, Entry::new("export.forgotten", Stream::System).object("export", id.0)).await?;
    }
    Ok(false)
}

/// Has an export that somebody asks for now forgotten when it is past its time.
pub(crate) async fn schedule(tx: &mut Transaction, id: ExportId) -> Result<(), DbError> {
    let when = tx.now() + KEPT + TimeDelta::minutes(1);
    jobs::enqueue(tx, KIND, &Payload { export: id }, Some(when)).await.map(drop)
}

/// The handler of the job, for the worker.
#[must_use]
pub fn work() -> Work {
    Work::new(KIND, |database, job| async move {
        let payload: Payload = job.read()?;
        loop {
            let mut tx = database.begin(&job.caller()).await?;
            let is_more = forget(&mut tx, payload.export).await?;
            tx.commit().await?;
            if !is_more {
                return Ok(());
            }
            job.keep_on(&database).await?;
        }
    })
    .at_most(1)
}
