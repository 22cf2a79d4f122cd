//! Adding work in the caller's transaction, and looking at what was given up.

use database::{Database, DbError, Signal, Transaction};
use foundation::{Instant, JobId};
use serde::Serialize;

use crate::secret::binding;
use crate::store;
pub use crate::store::Parked;

/// Adds work to the queue. It exists when the transaction is committed, and not otherwise; a worker is woken then.
///
/// The payload is readable in the database: it holds ids, never secrets. `run_at` is the earliest moment, now if `None`.
///
/// # Errors
/// What the database reports; [`DbError::Corrupt`] when the payload cannot be written as JSON.
pub async fn enqueue(
    tx: &mut Transaction,
    kind: &'static str,
    payload: &(impl Serialize + Sync),
    run_at: Option<Instant>,
) -> Result<JobId, DbError> {
    add(tx, kind, payload, None, run_at).await
}

/// As [`enqueue`], with a value nobody can read in the database; the handler gets it from [`crate::Job::secret`].
///
/// # Errors
/// As [`enqueue`].
pub async fn enqueue_with_secret(
    tx: &mut Transaction,
    kind: &'static str,
    payload: &(impl Serialize + Sync),
    secret: &str,
    run_at: Option<Instant>,
) -> Result<JobId, DbError> {
    add(tx, kind, payload, Some(secret), run_at).await
}

async fn add(
    tx: &mut Transaction,
    kind: &'static str,
    payload: &(impl Serialize + Sync),
    secret: Option<&str>,
    run_at: Option<Instant>,
) -> Result<JobId, DbError> {
    let payload = serde_json::to_value(payload).map_err(|_| DbError::Corrupt("job.payload"))?;
    let (id, run_at) = (tx.new_id(), run_at.unwrap_or_else(|| tx.now()));
    let sealed = secret.map(|secret| tx.vault().seal(secret.as_bytes(), binding(tx.tenant(), id).as_bytes()));
    store::add(tx, id, kind, payload, sealed, run_at).await?;
    tx.signal_after_commit(Signal::Jobs);
    Ok(id)
}

/// Removes the jobs of a kind that wait, of every tenant, and returns how many.
///
/// # Errors
/// What the database reports.
pub async fn call_off(database: &Database, kind: &'static str) -> Result<u64, DbError> {
    store::call_off(database, kind).await
}

/// The newest hundred jobs of the tenant that were given up.
///
/// # Errors
/// What the database reports.
pub async fn parked(tx: &mut Transaction) -> Result<Vec<Parked>, DbError> {
    store::parked(tx).await
}

/// Lets a job that was given up begin anew, with all its attempts. Says whether there was such a job.
///
/// # Errors
/// What the database reports.
pub async fn revive(tx: &mut Transaction, id: JobId) -> Result<bool, DbError> {
    let revived = store::revive(tx, id).await?;
    tx.signal_after_commit(Signal::Jobs);
    Ok(revived)
}
