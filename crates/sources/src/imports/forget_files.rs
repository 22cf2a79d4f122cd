//! Files are kept for 90 days, so that somebody can look into what was imported, and then forgotten.

use audit::{Entry, Stream};
use chrono::TimeDelta;
use database::{DbError, Transaction};
use foundation::Permission;
use jobs::{JobError, Work};

use super::store;
use crate::ImportError;

/// The kind of the job.
pub const KIND: &str = "import.forget_files";
/// How long a file is kept.
pub const KEPT: TimeDelta = TimeDelta::days(90);
/// How long an upload may take.
pub(crate) const UNFINISHED: TimeDelta = TimeDelta::days(1);

/// Removes the files of the tenant that are past their time, the values in the reports of those imports, and uploads
/// that never ended. An import that was never started is cancelled with it. Returns how many parts of files went.
///
/// # Errors
/// [`ImportError::Refused`] without the permission to import.
pub async fn forget_files(tx: &mut Transaction) -> Result<u64, ImportError> {
    tx.allow(Permission::ImportPeople)?;
    let now = tx.now();
    let unfinished = store::forget_unfinished(tx, now - UNFINISHED).await?;
    let parts = store::forget_old(tx, now - KEPT).await?;
    if parts + unfinished > 0 {
        let entry = Entry::new("import.files_forgotten", Stream::System).detail("parts", parts.to_string());
        audit::record(tx, entry.detail("unfinished", unfinished.to_string())).await?;
    }
    Ok(parts)
}

/// Has the tenant's files looked through when one that arrives now will be past its time.
pub(crate) async fn schedule(tx: &mut Transaction, after: TimeDelta) -> Result<(), DbError> {
    let when = tx.now() + after + TimeDelta::minutes(1);
    jobs::enqueue(tx, KIND, &serde_json::json!({}), Some(when)).await.map(drop)
}

/// The handler of the job, for the worker.
#[must_use]
pub fn work() -> Work {
    Work::new(KIND, |database, job| async move {
        let mut tx = database.begin(&job.caller()).await?;
        match forget_files(&mut tx).await {
            Ok(_) => Ok(tx.commit().await?),
            Err(ImportError::Database(error)) => Err(JobError::Database(error)),
            Err(error) => Err(JobError::Hopeless(error.to_string())),
        }
    })
    .at_most(1)
}
