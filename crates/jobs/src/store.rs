//! The table of jobs. Nodes take from it as the second role, because work of every tenant is in one queue; a request
//! adds to it in its own tenant.
//!
//! `attempts` grows with every taking, so it also tells one holder of a lease from the next: whoever settles a job names
//! the number they took it with, and a holder whose lease ran out changes nothing.

use database::{Database, DbError, Json, PlatformTransaction, Transaction};
use foundation::{Instant, JobId, TenantId};
use serde_json::Value;

database::statements! {
    /// Adds a job.
    ADD: tenant = "INSERT INTO job (tenant_id, id, kind, payload, sealed, run_at, attempts, state, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 'waiting', $7)";
    /// Which of the given kinds have work that is due.
    DUE: platform {
        sqlite: "SELECT value AS kind FROM json_each($2) WHERE EXISTS (SELECT 1 FROM job
            WHERE state = 'waiting' AND kind = value AND run_at <= $1 AND (leased_until IS NULL OR leased_until <= $1))",
        postgres: "SELECT value AS kind FROM jsonb_array_elements_text($2) WHERE EXISTS (SELECT 1 FROM job
            WHERE state = 'waiting' AND kind = value AND run_at <= $1 AND (leased_until IS NULL OR leased_until <= $1))",
    };
    /// Leases the longest due jobs of a kind. On PostgreSQL other nodes skip the rows this one is about to take; SQLite
    /// has one writer.
    TAKE: platform {
        sqlite: "UPDATE job SET attempts = attempts + 1, leased_until = $4
            WHERE rowid IN (SELECT rowid FROM job WHERE state = 'waiting' AND kind = $2 AND run_at <= $1
                AND (leased_until IS NULL OR leased_until <= $1) ORDER BY run_at LIMIT $3)
            RETURNING tenant_id, id, payload, sealed, attempts",
        postgres: "WITH due AS MATERIALIZED (SELECT tenant_id, id FROM job WHERE state = 'waiting' AND kind = $2 AND run_at <= $1
                AND (leased_until IS NULL OR leased_until <= $1) ORDER BY run_at LIMIT $3 FOR UPDATE SKIP LOCKED)
            UPDATE job SET attempts = job.attempts + 1, leased_until = $4 FROM due
            WHERE job.tenant_id = due.tenant_id AND job.id = due.id
            RETURNING job.tenant_id, job.id, job.payload, job.sealed, job.attempts",
    };
    /// Removes jobs of a kind that wait, a thousand at a time.
    CALL_OFF: platform = "DELETE FROM job WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM job WHERE state = 'waiting' AND kind = $1 ORDER BY run_at LIMIT 1000)";
    /// Makes a lease last longer.
    EXTEND: platform = "UPDATE job SET leased_until = $4 WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'";
    /// Gives a lease back.
    RELEASE: platform = "UPDATE job SET leased_until = NULL WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'";
    /// Removes a job that is done.
    DONE: platform = "DELETE FROM job WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'";
    /// Puts a failed job off.
    PUT_OFF: platform = "UPDATE job SET leased_until = NULL, run_at = $4, last_error = $5
        WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'";
    /// Gives a job up.
    PARK: platform = "UPDATE job SET leased_until = NULL, state = 'parked', last_error = $4
        WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'";
    /// How much of each of the given kinds waits and was given up, counted up to a limit, and what is due for longest.
    STATE: platform {
        sqlite: "SELECT value AS kind,
                (SELECT count(*) FROM (SELECT j.id FROM job AS j WHERE j.state = 'waiting' AND j.kind = value LIMIT 10000) AS found) AS waiting,
                (SELECT count(*) FROM (SELECT j.id FROM job AS j WHERE j.state = 'parked' AND j.kind = value LIMIT 10000) AS found) AS parked,
                (SELECT min(j.run_at) FROM job AS j WHERE j.state = 'waiting' AND j.kind = value) AS oldest FROM json_each($1)",
        postgres: "SELECT value AS kind,
                (SELECT count(*) FROM (SELECT j.id FROM job AS j WHERE j.state = 'waiting' AND j.kind = value LIMIT 10000) AS found) AS waiting,
                (SELECT count(*) FROM (SELECT j.id FROM job AS j WHERE j.state = 'parked' AND j.kind = value LIMIT 10000) AS found) AS parked,
                (SELECT min(j.run_at) FROM job AS j WHERE j.state = 'waiting' AND j.kind = value) AS oldest FROM jsonb_array_elements_text($1)",
    };
    /// The newest jobs of a tenant that were given up.
    PARKED: tenant = "SELECT id, kind, attempts, last_error, created_at FROM job
        WHERE tenant_id = $1 AND state = 'parked' ORDER BY id DESC LIMIT 100";
    /// Lets a job that was given up begin anew.
    REVIVE: tenant = "UPDATE job SET state = 'waiting', attempts = 0, run_at = $3
        WHERE tenant_id = $1 AND id = $2 AND state = 'parked'";
    /// What is sealed, a page at a time.
    SEALED: tenant = "SELECT id, sealed FROM job WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT 500";
    /// Seals it anew, unless it was changed meanwhile.
    SEAL_ANEW: tenant = "UPDATE job SET sealed = $4 WHERE tenant_id = $1 AND id = $2 AND sealed = $3";
}

/// A job as it was taken.
#[derive(sqlx::FromRow)]
pub(crate) struct Taken {
    pub tenant_id: TenantId,
    pub id: JobId,
    pub payload: Json<Value>,
    pub sealed: Option<Vec<u8>>,
    pub attempts: i64,
}

/// What of a job is sealed.
#[derive(sqlx::FromRow)]
pub(crate) struct SealedRow {
    pub id: JobId,
    pub sealed: Option<Vec<u8>>,
}

/// Which taking of which job.
#[derive(Clone, Copy)]
pub(crate) struct Holding {
    pub tenant: TenantId,
    pub id: JobId,
    pub attempts: i64,
}

/// How much of a kind there is.
#[derive(sqlx::FromRow)]
pub(crate) struct StateRow {
    pub kind: String,
    pub waiting: i64,
    pub parked: i64,
    pub oldest: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct KindRow {
    kind: String,
}

/// A job that was given up.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Parked {
    /// Its id.
    pub id: JobId,
    /// What kind of work it is.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it failed the last time.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: Instant,
}

pub(crate) async fn add(
    tx: &mut Transaction,
    id: JobId,
    kind: &str,
    payload: Value,
    sealed: Option<Vec<u8>>,
    run_at: Instant,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(ADD).bind(id).bind(kind).bind(Json(payload)).bind(sealed).bind(run_at).bind(now).execute().await?;
    Ok(())
}

pub(crate) async fn call_off(database: &Database, kind: &'static str) -> Result<u64, DbError> {
    database.sweep(CALL_OFF, kind).await
}

pub(crate) async fn due(tx: &mut PlatformTransaction, kinds: &[&'static str]) -> Result<Vec<String>, DbError> {
    let now = tx.now();
    let rows: Vec<KindRow> = tx.sql(DUE).bind(now).bind(Json(kinds)).fetch_all().await?;
    Ok(rows.into_iter().map(|row| row.kind).collect())
}

pub(crate) async fn state(tx: &mut PlatformTransaction, kinds: &[&'static str]) -> Result<Vec<StateRow>, DbError> {
    tx.sql(STATE).bind(Json(kinds)).fetch_all().await
}

pub(crate) async fn take(
    tx: &mut PlatformTransaction,
    kind: &str,
    limit: i64,
    until: Instant,
) -> Result<Vec<Taken>, DbError> {
    let now = tx.now();
    tx.sql(TAKE).bind(now).bind(kind).bind(limit).bind(until).fetch_all().await
}

pub(crate) async fn extend(tx: &mut PlatformTransaction, holding: Holding, until: Instant) -> Result<bool, DbError> {
    Ok(tx.sql(EXTEND).bind(holding.tenant).bind(holding.id).bind(holding.attempts).bind(until).execute().await? > 0)
}

pub(crate) async fn release(tx: &mut PlatformTransaction, holding: Holding) -> Result<bool, DbError> {
    Ok(tx.sql(RELEASE).bind(holding.tenant).bind(holding.id).bind(holding.attempts).execute().await? > 0)
}

pub(crate) async fn done(tx: &mut PlatformTransaction, holding: Holding) -> Result<bool, DbError> {
    Ok(tx.sql(DONE).bind(holding.tenant).bind(holding.id).bind(holding.attempts).execute().await? > 0)
}

pub(crate) async fn put_off(
    tx: &mut PlatformTransaction,
    holding: Holding,
    run_at: Instant,
    error: &str,
) -> Result<bool, DbError> {
    let statement = tx.sql(PUT_OFF).bind(holding.tenant).bind(holding.id).bind(holding.attempts);
    Ok(statement.bind(run_at).bind(error).execute().await? > 0)
}

pub(crate) async fn park(tx: &mut PlatformTransaction, holding: Holding, error: &str) -> Result<bool, DbError> {
    Ok(tx.sql(PARK).bind(holding.tenant).bind(holding.id).bind(holding.attempts).bind(error).execute().await? > 0)
}

pub(crate) async fn parked(tx: &mut Transaction) -> Result<Vec<Parked>, DbError> {
    tx.sql(PARKED).fetch_all().await
}

pub(crate) async fn revive(tx: &mut Transaction, id: JobId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(REVIVE).bind(id).bind(now).execute().await? > 0)
}

pub(crate) async fn sealed(tx: &mut Transaction, after: JobId) -> Result<Vec<SealedRow>, DbError> {
    tx.sql(SEALED).bind(after).fetch_all().await
}

pub(crate) async fn seal_anew(tx: &mut Transaction, old: &SealedRow, sealed: Vec<u8>) -> Result<bool, DbError> {
    Ok(tx.sql(SEAL_ANEW).bind(old.id).bind(old.sealed.clone()).bind(sealed).execute().await? == 1)
}
