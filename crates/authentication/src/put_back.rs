//! What a database that was put back from a backup lets nobody use again: whatever was ended or used since is open in it.
//!
//! Factors people enrolled, badges and their own recovery codes stay. One that was removed or used since counts again; the backup cannot
//! know.

use chrono::DateTime;
use database::{Database, DbError};
use foundation::Instant;

use crate::passkeys::challenge;
use crate::second::{half, remembered, store as offers};
use crate::{mailed_code, sessions, setup, tokens, trusted};

/// How much was ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ended {
    /// Sessions.
    pub sessions: u64,
    /// Devices that were remembered.
    pub devices: u64,
    /// Links and codes, those of mails and of trusted persons among them.
    pub codes: u64,
}

/// Ends every session, every sign-in that is under way, every link and code, and forgets every device, in all tenants. Broken off, it
/// is done again.
///
/// # Errors
/// What the database reports.
pub async fn end_all(database: &Database) -> Result<Ended, DbError> {
    let ever = end_of_time();
    challenge::sweep(database, ever).await?;
    half::sweep(database, ever).await?;
    offers::sweep(database, ever).await?;
    setup::outdate(database).await?;
    let codes = [
        tokens::sweep(database, ever).await?,
        mailed_code::store::sweep(database, ever).await?,
        trusted::store::sweep_requests(database, ever).await?,
    ];
    Ok(Ended {
        sessions: sessions::sweep(database, ever).await?,
        devices: remembered::sweep(database, ever).await?,
        codes: codes.iter().sum(),
    })
}

/// The last second of the year 9999, which nothing outlasts.
fn end_of_time() -> Instant {
    DateTime::from_timestamp(253_402_300_799, 0).unwrap_or(DateTime::<chrono::Utc>::MAX_UTC)
}
