//! Removing what is past its time.

use crate::{Bind, Database, DbError, PlatformStatement};

/// A sweep's statement says `LIMIT 1000`: that many rows keep the one writer of SQLite for some milliseconds.
const SLICE: u64 = 1_000;

impl Database {
    /// Runs `statement`, which removes at most a thousand rows older than its `$1`, until none is left; each time in a
    /// transaction of its own, so that others write in between. Returns how many were removed.
    ///
    /// # Errors
    /// What the database reports; what was removed before stays removed.
    pub async fn sweep(&self, statement: PlatformStatement, before: impl Bind + Clone) -> Result<u64, DbError> {
        let mut all = 0;
        loop {
            let mut tx = self.platform().await?;
            let removed = tx.sql(statement).bind(before.clone()).execute().await?;
            tx.commit().await?;
            all += removed;
            if removed < SLICE {
                return Ok(all);
            }
        }
    }
}
