//! Challenges: given out once, answered once, for one purpose.

use chrono::TimeDelta;
use database::{Database, DbError, Transaction, digest};
use foundation::{Instant, Secret};
use uuid::Uuid;

database::statements! {
    ADD: tenant = "INSERT INTO challenge (tenant_id, digest, purpose, session_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    // Of many who answer at once exactly one takes it (SEC-26). Whose session it is for is asked for as well.
    TAKE: tenant = "DELETE FROM challenge WHERE tenant_id = $1 AND digest = $2 AND purpose = $3 AND expires_at > $4 RETURNING session_id";
    PEEK: tenant = "SELECT session_id FROM challenge WHERE tenant_id = $1 AND digest = $2 AND purpose = $3 AND expires_at > $4";
    SWEEP: platform = "DELETE FROM challenge WHERE (tenant_id, digest) IN (SELECT tenant_id, digest FROM challenge WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
}

/// What a challenge is for. One of one purpose never serves another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Signing in; whoever answers says who it is.
    SignIn,
    /// Adding a passkey, in one session.
    Enrol,
    /// Confirming who somebody is, in one session.
    Confirm,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Enrol => "enrol",
            Self::Confirm => "confirm",
        }
    }
}

/// How long a challenge can be answered. A sign-in page that stays open asks for a new one before.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);

#[derive(sqlx::FromRow)]
struct Row {
    session_id: Option<Uuid>,
}

/// Makes a challenge, of 258 random bits.
pub(crate) async fn give(tx: &mut Transaction, purpose: Purpose, session: Option<Uuid>) -> Result<Secret, DbError> {
    let challenge = tx.randomness().token();
    let now: Instant = tx.now();
    tx.sql(ADD)
        .bind(digest(challenge.expose().as_bytes()).to_vec())
        .bind(purpose.word())
        .bind(session)
        .bind(now)
        .bind(now + LIFETIME)
        .execute()
        .await?;
    Ok(challenge)
}

/// Takes a challenge: whether it was given out for this purpose and session, is not too old and was not answered before.
pub(crate) async fn take(
    tx: &mut Transaction,
    purpose: Purpose,
    session: Option<Uuid>,
    challenge: &[u8],
) -> Result<bool, DbError> {
    let now = tx.now();
    let row: Option<Row> =
        tx.sql(TAKE).bind(digest(challenge).to_vec()).bind(purpose.word()).bind(now).fetch_optional().await?;
    Ok(row.is_some_and(|row| row.session_id == session))
}

/// Whether a challenge waits to be answered, without taking it.
pub(crate) async fn waits(tx: &mut Transaction, purpose: Purpose, challenge: &[u8]) -> Result<bool, DbError> {
    let now = tx.now();
    let row: Option<Row> =
        tx.sql(PEEK).bind(digest(challenge).to_vec()).bind(purpose.word()).bind(now).fetch_optional().await?;
    Ok(row.is_some())
}

/// Removes challenges whose time ends before an instant, a thousand at a time. Returns how many.
pub async fn sweep(database: &Database, before: Instant) -> Result<u64, DbError> {
    database.sweep(SWEEP, before).await
}
