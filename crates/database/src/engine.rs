//! Opening the database and beginning work on it.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use foundation::{Caller, Clock, Instant, Randomness, Secret};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Postgres};
use tokio::sync::Notify;

use crate::embedded::{Lasting, Lent, Opening, Pool};
use crate::rows::Texts;
use crate::transaction::Link;
use crate::{DbError, Dialect, PlatformTransaction, Transaction, Vault, lock, migrations};

/// How to reach the database.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `sqlite:PATH` or `postgres://…`. On PostgreSQL this login owns the schema or may become the two server roles.
    pub url: Secret,
    /// Connections of the pool (PostgreSQL) or reading connections (SQLite).
    pub connections: u32,
    /// How long a request waits for a connection.
    pub patience: Duration,
    /// SQLite's page cache per connection, in KiB.
    pub cache_kib: u32,
    /// Whether a server may be running on the same SQLite file: for commands that do little and in short transactions.
    /// Without it the file is this process's alone.
    pub beside: bool,
}

impl Settings {
    /// Settings with the usual sizes for `url`.
    #[must_use]
    pub fn at(url: &str) -> Self {
        let url = Secret::new(url.to_owned());
        Self { url, connections: 8, patience: Duration::from_secs(5), cache_kib: 4_096, beside: false }
    }
}

/// What those who wait can be woken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// There is work in the queue.
    Jobs,
    /// There are audit entries to seal.
    Audit,
}

/// The database: a handle that is cheap to clone.
#[derive(Clone)]
pub struct Database(Arc<Inner>);

struct Inner {
    engine: Engine,
    clock: Clock,
    randomness: Randomness,
    vault: Vault,
    /// Whether the database is sealed under a key this process was not given.
    lacks_key: AtomicBool,
    texts: Texts,
    statements: AtomicU64,
    commits: AtomicU64,
    jobs: Notify,
    audit: Notify,
}

/// More connections that read than threads that ask would only cost memory.
const MOST_READERS: u32 = 4;

/// How many statements the embedded database runs at once: of those who read, and of the one who writes.
pub const MOST_AT_ONCE: usize = MOST_READERS as usize + 1;

enum Engine {
    Sqlite { readers: Pool, writer: Pool, path: PathBuf, _lock: Option<std::fs::File> },
    Postgres { server: PgPool, platform: PgPool },
}

impl Database {
    /// Opens the database and checks that it can be used safely. The schema must be current: see [`crate::migrate`].
    ///
    /// # Errors
    /// [`DbError::Setup`] says what is wrong with the set-up; [`DbError::Unavailable`] that nothing answers.
    pub async fn open(
        settings: &Settings,
        clock: Clock,
        randomness: Randomness,
        vault: Vault,
    ) -> Result<Self, DbError> {
        let url = settings.url.expose();
        let engine = if let Some(path) = sqlite_path(url) {
            let engine = open_sqlite(path, settings)?;
            if let Engine::Sqlite { readers, .. } = &engine {
                migrations::check_sqlite(&mut *readers.acquire().await?)?;
            }
            engine
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            open_postgres(url, settings).await?
        } else {
            return Err(DbError::Setup("the database URL must begin with sqlite: or postgres://".to_owned()));
        };
        let database = Self(Arc::new(Inner {
            engine,
            clock,
            randomness,
            vault,
            lacks_key: AtomicBool::new(false),
            texts: Texts::default(),
            statements: AtomicU64::new(0),
            commits: AtomicU64::new(0),
            jobs: Notify::new(),
            audit: Notify::new(),
        }));
        database.adopt_master_key().await?;
        Ok(database)
    }

    /// Begins work that changes something in the caller's tenant.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no connection is free in time, or while it is not sure which master key seals.
    pub async fn begin(&self, caller: &Caller) -> Result<Transaction, DbError> {
        self.begin_lasting(caller, Lasting::Power).await
    }

    /// As [`Database::begin`], for what may be gone after a power cut: it survives the end of the process, but committing does not wait
    /// for the disk. For what anybody may cause without being known, as counting their tries and asking them a question; never for what
    /// somebody was told has happened, and never for the audit trail.
    ///
    /// # Errors
    /// As [`Database::begin`].
    pub async fn begin_brief(&self, caller: &Caller) -> Result<Transaction, DbError> {
        self.begin_lasting(caller, Lasting::Process).await
    }

    async fn begin_lasting(&self, caller: &Caller, lasting: Lasting) -> Result<Transaction, DbError> {
        self.refuse_without_key()?;
        let link = match &self.0.engine {
            Engine::Sqlite { writer, .. } => Link::Sqlite(begin_on_sqlite(writer, lasting).await?),
            Engine::Postgres { server, .. } => {
                // One round trip: the tenant for row-level security is set together with the beginning.
                let brief = if lasting == Lasting::Process { "; SET LOCAL synchronous_commit = off" } else { "" };
                let text = format!("BEGIN; SET LOCAL pforte.tenant = '{}'{brief}", caller.tenant);
                Link::Postgres(begin_on_postgres(server, text).await?)
            }
        };
        Ok(self.transaction(link, caller))
    }

    /// Begins work that only reads in the caller's tenant.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no connection is free in time.
    pub async fn read(&self, caller: &Caller) -> Result<Transaction, DbError> {
        let link = match &self.0.engine {
            Engine::Sqlite { readers, .. } => Link::SqliteRead(begin_reading_on_sqlite(readers).await?),
            Engine::Postgres { server, .. } => {
                let text = format!("BEGIN READ ONLY; SET LOCAL pforte.tenant = '{}'", caller.tenant);
                Link::Postgres(begin_on_postgres(server, text).await?)
            }
        };
        Ok(self.transaction(link, caller))
    }

    /// Begins work on platform tables, as the second role.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no connection is free in time.
    pub async fn platform(&self) -> Result<PlatformTransaction, DbError> {
        let link = match &self.0.engine {
            Engine::Sqlite { writer, .. } => Link::Sqlite(begin_on_sqlite(writer, Lasting::Power).await?),
            Engine::Postgres { platform, .. } => Link::Postgres(begin_on_postgres(platform, "BEGIN".to_owned()).await?),
        };
        Ok(PlatformTransaction { link, database: self.clone(), now: self.now() })
    }

    /// Begins reading platform tables.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no connection is free in time.
    pub async fn platform_read(&self) -> Result<PlatformTransaction, DbError> {
        let link = match &self.0.engine {
            Engine::Sqlite { readers, .. } => Link::SqliteRead(begin_reading_on_sqlite(readers).await?),
            Engine::Postgres { platform, .. } => {
                Link::Postgres(begin_on_postgres(platform, "BEGIN READ ONLY".to_owned()).await?)
            }
        };
        Ok(PlatformTransaction { link, database: self.clone(), now: self.now() })
    }

    fn transaction(&self, link: Link, caller: &Caller) -> Transaction {
        Transaction { link, database: self.clone(), caller: caller.clone(), now: self.now(), signals: Vec::new() }
    }

    /// Which database it is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.0.engine {
            Engine::Sqlite { .. } => Dialect::Sqlite,
            Engine::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// The current instant.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.0.clock.now()
    }

    /// Where the time comes from.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Where randomness comes from.
    #[must_use]
    pub fn randomness(&self) -> &Randomness {
        &self.0.randomness
    }

    /// Encrypts and decrypts under the master key.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// How many statements and commits ran so far; tests assert how many an operation takes.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        (self.0.statements.load(Ordering::Relaxed), self.0.commits.load(Ordering::Relaxed))
    }

    pub(crate) fn texts(&self) -> &Texts {
        &self.0.texts
    }

    pub(crate) fn count_statement(&self) {
        self.0.statements.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_commit(&self) {
        self.0.commits.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn raise(&self, signal: Signal) {
        match signal {
            Signal::Jobs => self.0.jobs.notify_one(),
            Signal::Audit => self.0.audit.notify_one(),
        }
    }

    /// Waits until `signal` is raised in this process or `patience` has passed, whichever is first.
    pub async fn wait_for(&self, signal: Signal, patience: Duration) {
        let notify = match signal {
            Signal::Jobs => &self.0.jobs,
            Signal::Audit => &self.0.audit,
        };
        let _ = tokio::time::timeout(patience, notify.notified()).await;
    }

    pub(crate) fn lacks_key(&self, lacks: bool) {
        self.0.lacks_key.store(lacks, Ordering::Relaxed);
    }

    /// Nothing more is changed until the keys were read again: for a process that could not look for so long that a rotation
    /// may have given up the key it would seal with.
    pub fn distrust_master_key(&self) {
        self.lacks_key(true);
    }

    /// What would be sealed now might be sealed under a key that is about to be given up.
    fn refuse_without_key(&self) -> Result<(), DbError> {
        if self.0.lacks_key.load(Ordering::Relaxed) {
            let reason = "it is not sure that this process has the master key that seals";
            return Err(DbError::Unavailable(sqlx::Error::Io(std::io::Error::other(reason))));
        }
        Ok(())
    }

    /// Whether the database answers, has the schema of this version and is sealed under keys this process has, for the
    /// readiness check.
    ///
    /// # Errors
    /// [`DbError::Setup`] when the schema is another one or a key is missing; what the driver reports.
    pub async fn ping(&self) -> Result<(), DbError> {
        if self.0.lacks_key.load(Ordering::Relaxed) {
            return Err(DbError::Setup("the database is sealed under a master key that was not given".to_owned()));
        }
        match &self.0.engine {
            Engine::Sqlite { readers, .. } => migrations::recheck_sqlite(&mut *readers.acquire().await?),
            Engine::Postgres { server, .. } => migrations::recheck_postgres(server).await,
        }
    }

    /// How many connections are in use now.
    #[must_use]
    pub fn busy_connections(&self) -> usize {
        let busy = |size: u32, idle: usize| usize::try_from(size).unwrap_or(0).saturating_sub(idle);
        match &self.0.engine {
            Engine::Sqlite { readers, writer, .. } => readers.busy() + writer.busy(),
            Engine::Postgres { server, platform } => {
                busy(server.size(), server.num_idle()) + busy(platform.size(), platform.num_idle())
            }
        }
    }

    /// The SQLite file, where there is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.0.engine {
            Engine::Sqlite { path, .. } => Some(path),
            Engine::Postgres { .. } => None,
        }
    }

    /// Closes every connection, after the running statements; SQLite's log is written back.
    pub async fn close(&self) {
        match &self.0.engine {
            Engine::Sqlite { readers, writer, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Engine::Postgres { server, platform } => {
                server.close().await;
                platform.close().await;
            }
        }
    }

    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn sqlite_writer(&self) -> Option<&Pool> {
        match &self.0.engine {
            Engine::Sqlite { writer, .. } => Some(writer),
            Engine::Postgres { .. } => None,
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Database").field(&self.dialect()).finish()
    }
}

pub(crate) fn sqlite_path(url: &str) -> Option<&Path> {
    url.strip_prefix("sqlite:").map(|rest| Path::new(rest.strip_prefix("//").unwrap_or(rest)))
}

/// Begins in a task of its own, to its end. A request may be given up at any moment, when its browser goes away; the driver
/// would then hand a connection whose BEGIN was sent and not yet answered back to the pool, still inside the transaction, and
/// the next one to get it could write nothing. A transaction that begins for nobody is rolled back when it is dropped.
async fn begin_on_postgres(pool: &PgPool, text: String) -> Result<sqlx::Transaction<'static, Postgres>, DbError> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(AssertSqlSafe(text)).await });
    Ok(begun.await.map_err(|stopped| sqlx::Error::Io(std::io::Error::other(stopped)))??)
}

/// The longest pause between two looks at a file that another process writes to.
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

/// Begins to write. Where one process has the file that takes no time; a command of the operator beside the server may have it, too.
async fn begin_on_sqlite(writer: &Pool, lasting: Lasting) -> Result<Lent, DbError> {
    let mut lent = writer.acquire().await?;
    let (begun, mut pause) = (std::time::Instant::now(), Duration::from_millis(1));
    loop {
        match lent.begin(lasting).map_err(DbError::from) {
            Err(error) if error.is_unavailable() && begun.elapsed() < writer.patience() => {
                tokio::time::sleep(pause).await;
                pause = LONGEST_PAUSE.min(pause * 2);
            }
            outcome => return outcome.map(|()| lent),
        }
    }
}

async fn begin_reading_on_sqlite(readers: &Pool) -> Result<Lent, DbError> {
    let mut lent = readers.acquire().await?;
    lent.begin_reading()?;
    Ok(lent)
}

fn open_sqlite(path: &Path, settings: &Settings) -> Result<Engine, DbError> {
    if !path.exists() {
        return Err(DbError::Setup(format!("there is no database at {} yet; run `pforte migrate`", path.display())));
    }
    let lock = if settings.beside { None } else { Some(lock::take(path)?) };
    let opening = Opening { path: path.to_owned(), cache_kib: settings.cache_kib, reads_only: false };
    let writer = Pool::open(opening.clone(), 1, settings.patience)?;
    let opening = Opening { reads_only: true, ..opening };
    let readers = Pool::open(opening, settings.connections.clamp(1, MOST_READERS), settings.patience)?;
    Ok(Engine::Sqlite { readers, writer, path: path.to_owned(), _lock: lock })
}

async fn open_postgres(url: &str, settings: &Settings) -> Result<Engine, DbError> {
    let options = PgConnectOptions::from_str(url)?.statement_cache_capacity(300).disable_statement_logging();
    let pool = |role: &'static str, connections: u32| {
        // Set when the connection is made, so that even RESET ROLE stays within it.
        let options = options.clone().application_name(role).options([("role", role), ("timezone", "UTC")]);
        PgPoolOptions::new().max_connections(connections).acquire_timeout(settings.patience).connect_with(options)
    };
    let server = pool(migrations::SERVER_ROLE, settings.connections).await?;
    migrations::check_postgres(&server).await?;
    let platform = pool(migrations::PLATFORM_ROLE, 2.max(settings.connections / 4)).await?;
    Ok(Engine::Postgres { server, platform })
}

#[cfg(test)]
mod tests {
    use foundation::Caller;

    use crate::{DbError, PlatformStatement};

    const fn declared(text: &'static str) -> PlatformStatement {
        crate::declared_platform("test", text, text)
    }

    // As on a full disk, which cannot be had here.
    const TWICE: PlatformStatement = declared(
        "INSERT OR ROLLBACK INTO tenant (tenant_id, slug, name, state, settings, created_at)
            SELECT tenant_id, slug, name, state, settings, created_at FROM tenant",
    );
    const WAITS: PlatformStatement = crate::declared_platform(
        "test",
        "PRAGMA synchronous",
        "SELECT CASE WHEN source = 'session' THEN setting ELSE 'as the cluster says' END
            FROM pg_settings WHERE name = 'synchronous_commit'",
    );
    const RENAME: PlatformStatement = declared("UPDATE tenant SET name = 'Other'");

    #[tokio::test]
    async fn a_transaction_that_sqlite_gave_up_by_itself_does_not_keep_others_from_writing() {
        let test = crate::testing::sqlite().await;
        let caller = Caller::system(test.tenant("bank").await, "test");
        // As on a full disk, which cannot be had here.
        let twice = "INSERT OR ROLLBACK INTO tenant (tenant_id, slug, name, state, settings, created_at)
            SELECT tenant_id, slug, name, state, settings, created_at FROM tenant";
        let mut writer = test.database.sqlite_writer().unwrap().acquire().await.unwrap();
        writer.begin(crate::embedded::Lasting::Power).unwrap();
        assert!(writer.batch(twice).is_err());
        // What is not there any more must not be said to be kept.
        assert!(writer.commit().is_err());
        drop(writer);
        for _ in 0..2 {
            test.database.begin(&caller).await.unwrap().commit().await.unwrap();
        }
    }

    /// What follows would be kept alone.
    #[tokio::test]
    async fn nothing_runs_in_a_transaction_that_sqlite_gave_up() {
        let test = crate::testing::sqlite().await;
        test.tenant("bank").await;
        let mut tx = test.database.platform().await.unwrap();
        assert!(tx.sql(TWICE).execute().await.is_err());
        assert!(matches!(tx.sql(RENAME).execute().await, Err(DbError::Unavailable(_))));
        assert!(tx.commit().await.is_err());
        assert_eq!(test.number("SELECT count(*) FROM tenant WHERE name = 'Other'").await, 0);
    }

    /// Whether what a transaction begun so commits waits for the disk, as the database says it.
    async fn waits<R: crate::Record>(database: &crate::Database, caller: &Caller, brief: bool) -> R {
        let begun = if brief { database.begin_brief(caller).await } else { database.begin(caller).await };
        let mut tx = begun.unwrap();
        let found = crate::transaction::start(&mut tx.link, &tx.database, WAITS.0).fetch_one().await.unwrap();
        tx.commit().await.unwrap();
        found
    }

    /// What must last waits for the disk, also right after what need not.
    #[tokio::test]
    async fn only_what_is_brief_does_not_wait_for_the_disk() {
        let test = crate::testing::sqlite().await;
        let caller = Caller::system(test.tenant("bank").await, "test");
        for (brief, level) in [(true, 1), (false, 2), (false, 2), (true, 1), (false, 2)] {
            assert_eq!(waits::<(i32,)>(&test.database, &caller, brief).await, (level,));
        }
    }

    #[tokio::test]
    async fn only_what_is_brief_does_not_wait_for_the_disk_of_postgres() {
        let test = crate::testing::postgres().await;
        let caller = Caller::system(test.tenant("bank").await, "test");
        for (brief, level) in [(true, "off"), (false, "as the cluster says"), (true, "off")] {
            assert_eq!(waits::<(String,)>(&test.database, &caller, brief).await, (level.to_owned(),));
        }
    }

    /// Two processes have the file: whoever begins waits until the other is done, and keeps no thread meanwhile.
    #[tokio::test]
    async fn who_finds_the_file_taken_waits_without_a_thread() {
        let test = crate::testing::sqlite().await;
        let caller = Caller::system(test.tenant("bank").await, "test");
        let mut opened = rusqlite::Connection::open(test.database.file().unwrap()).unwrap();
        let other = opened.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
        let begin = test.database.begin(&caller);
        tokio::pin!(begin);
        // This runtime has one thread: were it kept, nobody could end the other transaction.
        assert!(tokio::time::timeout(std::time::Duration::from_millis(20), &mut begin).await.is_err());
        other.commit().unwrap();
        begin.await.unwrap().commit().await.unwrap();
    }
}
