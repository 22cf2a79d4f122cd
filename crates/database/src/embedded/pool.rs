//! The connections of one kind, kept at hand.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sqlx::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection::{Connection, Opening};

/// A connection that nobody needed for so long is closed; one always stays.
const SPARE: Duration = Duration::from_secs(30);

/// At most so many connections; whoever finds none free waits, first come, first served.
#[derive(Clone)]
pub(crate) struct Pool(Arc<Inner>);

struct Inner {
    opening: Opening,
    permits: Arc<Semaphore>,
    amount: u32,
    patience: Duration,
    /// The one used last is on top, so that those below are spare when few are needed.
    idle: Mutex<Vec<(Connection, Instant)>>,
}

impl Pool {
    /// A pool of at most `amount` connections, the first of which is opened now.
    pub(crate) fn open(opening: Opening, amount: u32, patience: Duration) -> Result<Self, Error> {
        let first = opening.open()?;
        let permits = Arc::new(Semaphore::new(usize::try_from(amount).unwrap_or(1)));
        let idle = Mutex::new(vec![(first, Instant::now())]);
        Ok(Self(Arc::new(Inner { opening, permits, amount, patience, idle })))
    }

    /// A connection, until it is dropped.
    pub(crate) async fn acquire(&self) -> Result<Lent, Error> {
        let permits = Arc::clone(&self.0.permits);
        let permit = match Arc::clone(&permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => tokio::time::timeout(self.0.patience, permits.acquire_owned())
                .await
                .map_err(|_| Error::PoolTimedOut)?
                .map_err(|_| Error::PoolClosed)?,
        };
        let kept = self.idle().pop();
        let connection = match kept {
            Some((connection, _)) => connection,
            None => self.0.opening.open()?,
        };
        Ok(Lent { connection: Some(connection), pool: self.clone(), _permit: permit })
    }

    /// How long anybody waits for one.
    pub(crate) fn patience(&self) -> Duration {
        self.0.patience
    }

    /// How many are in use.
    pub(crate) fn busy(&self) -> usize {
        usize::try_from(self.0.amount).unwrap_or(0).saturating_sub(self.0.permits.available_permits())
    }

    /// Closes every connection, once those that are lent came back or everybody's patience is over.
    pub(crate) async fn close(&self) {
        // Held until the end: whoever waits behind gets none of them.
        let all = tokio::time::timeout(self.0.patience, self.0.permits.acquire_many(self.0.amount)).await;
        if all.is_err() {
            tracing::warn!("the database is closed while it is in use");
        }
        self.0.permits.close();
        let idle = std::mem::take(&mut *self.idle());
        drop((idle, all));
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Connection, Instant)>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, mut connection: Connection) {
        // Whoever gave a transaction up leaves nothing behind.
        if connection.is_in_transaction()
            && let Err(error) = connection.rollback()
        {
            tracing::warn!(error = %error, "a transaction could not be undone; its connection is closed, which undoes it");
            return;
        }
        let now = Instant::now();
        let mut idle = self.idle();
        if self.0.permits.is_closed() {
            return;
        }
        idle.push((connection, now));
        let spare = idle.first().is_some_and(|(_, since)| now.duration_since(*since) > SPARE);
        let spare = spare.then(|| idle.remove(0));
        // Closing takes a while: nobody waits for it.
        drop(idle);
        drop(spare);
    }
}

/// A connection in use.
pub(crate) struct Lent {
    connection: Option<Connection>,
    pool: Pool,
    _permit: OwnedSemaphorePermit,
}

impl Deref for Lent {
    type Target = Connection;

    #[expect(clippy::expect_used, reason = "only dropping takes it")]
    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("in use")
    }
}

impl DerefMut for Lent {
    #[expect(clippy::expect_used, reason = "only dropping takes it")]
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("in use")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool.keep(connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sqlx::Error;

    use super::super::connection::{Lasting, Opening};
    use super::super::row::Arguments;
    use super::Pool;

    fn pool(amount: u32, patience: Duration) -> (tempfile::TempDir, Pool) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pool.db");
        std::fs::File::create(&path).unwrap();
        let pool = Pool::open(Opening { path, cache_kib: 100, reads_only: false }, amount, patience).unwrap();
        (folder, pool)
    }

    #[tokio::test]
    async fn who_finds_none_free_waits_and_then_is_refused() {
        let (_folder, pool) = pool(2, Duration::from_millis(20));
        let (one, other) = (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
        assert_eq!(pool.busy(), 2);
        assert!(matches!(pool.acquire().await, Err(Error::PoolTimedOut)));
        drop(one);
        assert_eq!(pool.busy(), 1);
        drop((other, pool.acquire().await.unwrap()));
        pool.close().await;
        assert!(matches!(pool.acquire().await, Err(Error::PoolClosed)));
    }

    #[tokio::test]
    async fn a_transaction_that_was_given_up_leaves_nothing_behind() {
        let (_folder, pool) = pool(1, Duration::from_secs(5));
        let mut lent = pool.acquire().await.unwrap();
        lent.batch("CREATE TABLE t (a INTEGER) STRICT").unwrap();
        lent.begin(Lasting::Power).unwrap();
        lent.execute("INSERT INTO t (a) VALUES (1)", &Arguments::default()).unwrap();
        drop(lent);
        let mut lent = pool.acquire().await.unwrap();
        assert!(!lent.is_in_transaction());
        let rows: Option<(i64,)> = lent.fetch_optional("SELECT count(*) FROM t", &Arguments::default()).unwrap();
        assert_eq!(rows, Some((0,)));
    }

    /// Each row is read into the room of the one before.
    #[tokio::test]
    async fn a_row_has_nothing_of_the_one_before() {
        let (_folder, pool) = pool(1, Duration::from_secs(5));
        let mut lent = pool.acquire().await.unwrap();
        let rows: Vec<(Option<String>, Option<Vec<u8>>)> = lent
            .fetch_all(
                "VALUES ('a long one', x'010203'), ('short', x'04'), (NULL, NULL), ('', x''), ('again', x'05')",
                &Arguments::default(),
            )
            .unwrap();
        let row = |text: &str, bytes: &[u8]| (Some(text.to_owned()), Some(bytes.to_vec()));
        let expected =
            [row("a long one", &[1, 2, 3]), row("short", &[4]), (None, None), row("", &[]), row("again", &[5])];
        assert_eq!(rows, expected);
    }

    /// A name of a parameter is counted by SQLite as it comes, whatever its number.
    #[tokio::test]
    async fn values_go_where_their_numbers_say() {
        use sqlx::Arguments as _;
        let (_folder, pool) = pool(1, Duration::from_secs(5));
        let mut lent = pool.acquire().await.unwrap();
        let mut arguments = Arguments::default();
        for value in ["one", "two", "three"] {
            arguments.add(value).unwrap();
        }
        let turned: Option<(String, String, String, String)> =
            lent.fetch_optional("SELECT $3, $1, $2, $1", &arguments).unwrap();
        let words = |a: &str, b: &str, c: &str, d: &str| Some((a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned()));
        assert_eq!(turned, words("three", "one", "two", "one"));
        let placed: Option<(String, String)> = lent.fetch_optional("SELECT ?, ?", &arguments).unwrap();
        assert_eq!(placed, Some(("one".to_owned(), "two".to_owned())));
    }
}
