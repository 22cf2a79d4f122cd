//! The second factor: authenticator apps, recovery codes, and the step of a sign-in that asks for one.
//!
//! Whoever has an app never gets in with the password alone. A right password makes a half sign-in, a row that proves nothing
//! but itself; the code of an app, a recovery code or a passkey then makes the session (docs/decisions/0011).

pub mod apps;
pub mod codes;
pub mod half;
pub mod manage;
mod notice;
pub(crate) mod prove;
pub mod remembered;
pub mod step;
pub(crate) mod store;
pub mod summary;
pub mod totp;

use database::{Database, DbError};

/// Removes half sign-ins, offered keys and remembered devices past their time, a thousand at a time.
///
/// # Errors
/// What the database reports.
pub async fn sweep(database: &Database) -> Result<(), DbError> {
    let now = database.now();
    half::sweep(database, now).await?;
    remembered::sweep(database, now).await?;
    store::sweep(database, now).await.map(drop)
}

/// The most apps of one person.
pub const MOST: usize = 10;
/// The longest name of an app, in characters.
pub const LONGEST_NAME: u32 = 60;
