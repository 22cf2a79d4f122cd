//! The reading connections of SQLite, kept at hand.
//!
//! The driver's pool gives a connection back in a task of its own and asks its thread once more whether it is still there:
//! as dear as a statement. Here a connection goes from one reader straight to the next. That is safe for connections that
//! only read and are in no transaction: a statement that is given up midway is reset by the driver's thread, which works
//! through what it is asked in order.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{Error, Sqlite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A connection that nobody needed for so long is given back to the pool, which closes it in the end.
const SPARE: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub(crate) struct Readers(Arc<Inner>);

struct Inner {
    pool: SqlitePool,
    permits: Arc<Semaphore>,
    amount: usize,
    patience: Duration,
    /// The one used last is on top, so that those below are spare when few are needed.
    idle: Mutex<Vec<(PoolConnection<Sqlite>, Instant)>>,
}

impl Readers {
    /// At most `amount` connections of `pool`, which is for these readers alone; who finds none free waits for `patience`.
    pub(crate) fn new(pool: SqlitePool, amount: u32, patience: Duration) -> Self {
        let amount = usize::try_from(amount).unwrap_or(1).max(1);
        let permits = Arc::new(Semaphore::new(amount));
        Self(Arc::new(Inner { pool, permits, amount, patience, idle: Mutex::new(Vec::with_capacity(amount)) }))
    }

    /// A connection, until it is dropped.
    pub(crate) async fn acquire(&self) -> Result<Reader, Error> {
        let waiting = tokio::time::timeout(self.0.patience, Arc::clone(&self.0.permits).acquire_owned());
        let permit = waiting.await.map_err(|_| Error::PoolTimedOut)?.map_err(|_| Error::PoolClosed)?;
        let kept = self.idle().pop();
        let connection = match kept {
            Some((connection, _)) => connection,
            None => self.0.pool.acquire().await?,
        };
        Ok(Reader { connection: Some(connection), readers: self.clone(), _permit: permit })
    }

    /// How many are in use.
    pub(crate) fn busy(&self) -> usize {
        self.0.amount.saturating_sub(self.0.permits.available_permits())
    }

    /// Closes every connection, after the running statements.
    pub(crate) async fn close(&self) {
        self.0.permits.close();
        self.idle().clear();
        self.0.pool.close().await;
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<(PoolConnection<Sqlite>, Instant)>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, connection: PoolConnection<Sqlite>) {
        let now = Instant::now();
        let mut idle = self.idle();
        idle.push((connection, now));
        // Dropped, it goes back to the driver's pool. After a close the pool closes it.
        if self.0.permits.is_closed() {
            idle.clear();
        } else if idle.first().is_some_and(|(_, since)| now.duration_since(*since) > SPARE) {
            idle.remove(0);
        }
    }
}

/// A reading connection in use.
pub(crate) struct Reader {
    connection: Option<PoolConnection<Sqlite>>,
    readers: Readers,
    _permit: OwnedSemaphorePermit,
}

impl Deref for Reader {
    type Target = SqliteConnection;

    #[expect(clippy::expect_used, reason = "only dropping takes it")]
    fn deref(&self) -> &SqliteConnection {
        self.connection.as_ref().expect("in use")
    }
}

impl DerefMut for Reader {
    #[expect(clippy::expect_used, reason = "only dropping takes it")]
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.connection.as_mut().expect("in use")
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.readers.keep(connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sqlx::Error;
    use sqlx::sqlite::SqlitePoolOptions;

    use super::Readers;

    async fn readers(amount: u32, patience: Duration) -> Readers {
        let pool = SqlitePoolOptions::new().max_connections(amount).connect("sqlite::memory:").await.unwrap();
        Readers::new(pool, amount, patience)
    }

    #[tokio::test]
    async fn who_finds_none_free_waits_and_then_is_refused() {
        let readers = readers(2, Duration::from_millis(20)).await;
        let (one, other) = (readers.acquire().await.unwrap(), readers.acquire().await.unwrap());
        assert_eq!(readers.busy(), 2);
        assert!(matches!(readers.acquire().await, Err(Error::PoolTimedOut)));
        drop(one);
        assert_eq!(readers.busy(), 1);
        drop((other, readers.acquire().await.unwrap()));
        readers.close().await;
        assert!(matches!(readers.acquire().await, Err(Error::PoolClosed)));
    }

    /// A browser that goes away drops the request's future in the middle of a statement.
    #[tokio::test]
    async fn a_statement_that_was_given_up_does_not_answer_the_next_reader() {
        const LONG: &str =
            "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000) SELECT n FROM c";
        let readers = readers(1, Duration::from_secs(20)).await;
        for number in 0..20_i64 {
            let mut reader = readers.acquire().await.unwrap();
            tokio::select! {
                biased;
                rows = sqlx::query_scalar::<_, i64>(LONG).fetch_all(&mut *reader) => drop(rows),
                () = tokio::task::yield_now() => {}
            }
            drop(reader);
            let mut reader = readers.acquire().await.unwrap();
            let answer: i64 = sqlx::query_scalar("SELECT $1").bind(number).fetch_one(&mut *reader).await.unwrap();
            assert_eq!(answer, number);
        }
    }
}
