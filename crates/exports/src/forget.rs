//! A file is kept for a week, and then forgotten with all that was noted of it; the audit trail keeps that there was one.

use audit::{Entry, Stream};
use chrono::TimeDelta;
use database::{DbError, Transaction};
use foundation::{ExportId, Permission};
use jobs::{JobError, Work};
use serde::{Deserialize, Serialize};

use crate::{ExportError, KEPT, store};

/// The kind of the job.
pub const KIND: &str = "export.forget";

/// What the job is about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Payload {
    /// The export.
    export: ExportId,
}

/// Removes an export that is past its time, with its file, whatever its state.
///
/// # Errors
/// [`ExportError::Refused`] without the permission to export everybody; [`ExportError::WrongState`] before its time.
pub async fn forget(tx: &mut Transaction, id: ExportId) -> Result<(), ExportError> {
    tx.allow(Permission::ExportPeople)?;
    let now = tx.now();
    let Some(placed) = store::find(tx, id).await? else { return Ok(()) };
    if placed.export.kept_until() > now {
        return Err(ExportError::WrongState);
    }
    if store::forget(tx, id).await? {
        audit::record(tx, Entry::new("export.forgotten", Stream::System).object("export", id.0)).await?;
    }
    Ok(())
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
        let mut tx = database.begin(&job.caller()).await?;
        match forget(&mut tx, payload.export).await {
            Ok(()) => Ok(tx.commit().await?),
            Err(ExportError::Database(error)) => Err(JobError::Database(error)),
            // By another node's clock it is not past its time yet.
            Err(ExportError::WrongState) => Err(JobError::Again("it is not past its time".to_owned())),
            Err(error) => Err(JobError::Hopeless(error.to_string())),
        }
    })
    .at_most(1)
}
