//! Trusted persons: whom somebody named beforehand, and who confirms that it is them when everything is lost that they could
//! prove it with (docs/decisions/0017).
//!
//! A request for help is bound to a right password, waits for one of those persons, then for hours in which everybody who
//! could object is told, and ends in exactly the account: without its lost factors, and open for nothing but making new ones.

pub mod answer;
pub mod ask;
pub mod confirm;
pub mod end;
pub mod finish;
mod helpers;
pub mod name;
mod notice;
pub mod policy;
pub mod ready;
pub mod state;
pub(crate) mod store;
pub mod view;

use chrono::TimeDelta;
use database::{Database, DbError};

/// The most trusted persons of one person.
pub const MOST: usize = 3;
/// How long after being named somebody counts: whoever sits in a session that is not theirs cannot name an accomplice and use
/// them at once.
pub const COUNTS_AFTER: TimeDelta = TimeDelta::days(3);
/// How long somebody who was named can accept.
pub const ANSWERED_WITHIN: TimeDelta = TimeDelta::days(14);
/// How long a request waits for somebody to confirm it.
pub const CONFIRMED_WITHIN: TimeDelta = TimeDelta::days(3);
/// How long, after the waiting time, the person can come back.
pub const FINISHED_WITHIN: TimeDelta = TimeDelta::days(3);
/// How long after a request the next one can be made.
pub const AGAIN_AFTER: TimeDelta = TimeDelta::hours(24);
/// How long a request that has ended is kept, so that what came of it counts against the next.
const KEPT_FOR: TimeDelta = TimeDelta::days(8);

/// Removes what is past its time, a thousand at a time.
///
/// # Errors
/// What the database reports.
pub async fn sweep(database: &Database) -> Result<(), DbError> {
    store::sweep(database).await
}
