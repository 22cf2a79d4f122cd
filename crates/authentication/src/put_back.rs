//! What a database that was put back from a backup lets nobody use again: whatever was ended or used since is open in it.
//!
//! Passwords, factors people enrolled, badges and their own recovery codes stay. One that was changed, removed or used since counts
//! again; the backup cannot know.

use chrono::DateTime;
use database::{Database, DbError, Transaction};
use foundation::Instant;

use crate::passkeys::challenge;
use crate::second::{half, remembered, store as offers};
use crate::{mailed_code, recover, sessions, setup, tokens, trusted};

database::statements! {
    // Those that staff gave: each works once, for a day.
    GIVEN_CODES: tenant = "DELETE FROM recovery_code WHERE tenant_id = $1 AND expires_at IS NOT NULL";
    // What ended stays: how often somebody asks, and what was changed lately, is told from it.
    REQUESTS: tenant = "UPDATE trusted_recovery SET state = 'cancelled', ended_at = $2 WHERE tenant_id = $1 AND state IN ('asked', 'confirmed')";
}

/// How much was ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ended {
    /// Sessions.
    pub sessions: u64,
    /// Devices that were remembered.
    pub devices: u64,
    /// Links and codes, used ones among them.
    pub codes: u64,
}

/// Ends every session, every sign-in that is under way and every link and code, forgets every device, and removes what was to be
/// mailed, in all tenants; [`end_in`] does the rest in each. Broken off, it is done again.
///
/// # Errors
/// What the database reports.
pub async fn end_all(database: &Database) -> Result<Ended, DbError> {
    let ever = end_of_time();
    challenge::sweep(database, ever).await?;
    half::sweep(database, ever).await?;
    offers::sweep(database, ever).await?;
    setup::outdate(database).await?;
    // Who asked has asked anew since, or does.
    for kind in [messaging::JOB, recover::JOB, mailed_code::JOB, trusted::name::JOB] {
        jobs::call_off(database, kind).await?;
    }
    let codes = tokens::sweep(database, ever).await? + mailed_code::store::sweep(database, ever).await?;
    let devices = remembered::sweep(database, ever).await?;
    Ok(Ended { sessions: sessions::sweep(database, ever).await?, devices, codes })
}

/// Ends in a tenant what [`end_all`] does not reach: codes that staff gave, requests for the help of a trusted person, and mails that
/// did not go out.
///
/// # Errors
/// What the database reports.
pub async fn end_in(tx: &mut Transaction) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(GIVEN_CODES).execute().await?;
    tx.sql(REQUESTS).bind(now).execute().await?;
    messaging::call_back(tx).await.map(drop)
}

/// The last second of the year 9999, which nothing outlasts.
fn end_of_time() -> Instant {
    DateTime::from_timestamp(253_402_300_799, 0).unwrap_or(DateTime::<chrono::Utc>::MAX_UTC)
}
