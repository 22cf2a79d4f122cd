//! Databases for tests: one body, run on SQLite and on PostgreSQL.
//!
//! ```ignore
//! database::on_each_database! {
//!     async fn a_name_is_found_whatever_its_case(test: TestDatabase) { … }
//! }
//! ```
//!
//! PostgreSQL comes from `PFORTE_TEST_POSTGRES`, which `make test` sets to its own throw-away cluster; without it such a
//! test fails and says so.
#![expect(clippy::unwrap_used, reason = "a test stops where its database cannot be made")]

use chrono::TimeZone as _;
use foundation::{Clock, Instant, Randomness, Secret, TenantId};
use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;
use zeroize::Zeroizing;

pub use bare::{Answer, Bare, Role, Value};
pub use killed::killed_after;
pub use older::Older;

use crate::embedded::Arguments;
pub use crate::statement::parameters;
use crate::{Database, Settings, Vault, migrate};

mod bare;
mod killed;
mod older;

/// A database of a test's own, with a clock that stands until it is moved.
pub struct TestDatabase {
    /// The database.
    pub database: Database,
    /// Its clock, at [`start`].
    pub clock: Clock,
    /// Where it is, for a second process on the same data.
    pub url: String,
    _folder: Option<TempDir>,
}

/// The instant at which tests begin: Monday, 2 March 2026, 09:00 UTC.
#[must_use]
pub fn start() -> Instant {
    chrono::Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap()
}

/// The master key of tests.
pub const MASTER_KEY: [u8; 32] = *b"the key of tests, known to all..";

/// The vault under the master key of tests.
#[must_use]
pub fn vault(randomness: &Randomness) -> Vault {
    Vault::new(&[(1, Zeroizing::new(MASTER_KEY))], randomness.clone())
}

/// A fresh SQLite database in a folder that disappears with the test.
pub async fn sqlite() -> TestDatabase {
    sqlite_at(Clock::set_to(start())).await
}

/// As [`sqlite`], with a clock that somebody else holds too.
pub async fn sqlite_at(clock: Clock) -> TestDatabase {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("pforte.db").display());
    open(url, Some(folder), clock).await
}

/// A fresh PostgreSQL database, copied from a migrated template.
pub async fn postgres() -> TestDatabase {
    postgres_at(Clock::set_to(start())).await
}

/// As [`postgres`], with a clock that somebody else holds too.
pub async fn postgres_at(clock: Clock) -> TestDatabase {
    let url = postgres_url().await;
    open(url, None, clock).await
}

/// The cluster the test command names: a connection, and its URL.
async fn cluster() -> (PgConnection, String) {
    #[expect(clippy::disallowed_methods, reason = "the test command says where its cluster is")]
    let cluster =
        std::env::var("PFORTE_TEST_POSTGRES").expect("PFORTE_TEST_POSTGRES is not set: run the tests with `make test`");
    let options: PgConnectOptions = cluster.parse().unwrap();
    (PgConnection::connect_with(&options).await.unwrap(), cluster)
}

/// A name no other database has.
fn new_name() -> String {
    format!("test_{}", uuid::Uuid::from_bytes(Randomness::system().bytes()).simple())
}

/// The URL of a fresh, migrated PostgreSQL database.
pub async fn postgres_url() -> String {
    let (mut admin, cluster) = cluster().await;
    let template = format!("pforte_template_{}", fingerprint());
    // One test makes the template while the others wait.
    sqlx::query("SELECT pg_advisory_lock(4711)").execute(&mut admin).await.unwrap();
    let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(&template)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    if !there {
        let draft = format!("{template}_draft");
        execute(&mut admin, format!("DROP DATABASE IF EXISTS {draft}")).await;
        execute(&mut admin, format!("CREATE DATABASE {draft}")).await;
        migrate(&Secret::new(with_database(&cluster, &draft))).await.unwrap();
        execute(&mut admin, format!("ALTER DATABASE {draft} RENAME TO {template}")).await;
    }
    sqlx::query("SELECT pg_advisory_unlock(4711)").execute(&mut admin).await.unwrap();
    let name = new_name();
    execute(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    with_database(&cluster, &name)
}

/// The URL of a fresh PostgreSQL database with nothing in it.
pub async fn empty_postgres_url() -> String {
    let (mut admin, cluster) = cluster().await;
    let name = new_name();
    execute(&mut admin, format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    with_database(&cluster, &name)
}

async fn execute(connection: &mut PgConnection, text: String) {
    sqlx::raw_sql(AssertSqlSafe(text)).execute(connection).await.unwrap();
}

fn with_database(url: &str, database: &str) -> String {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let host = base.rsplit_once('/').map_or(base, |(host, _)| host);
    if query.is_empty() { format!("{host}/{database}") } else { format!("{host}/{database}?{query}") }
}

/// Tells the schema from another: every migration counts, so that none is forgotten here.
fn fingerprint() -> String {
    let migrations: Vec<u8> = crate::migrations::POSTGRES.iter().flat_map(|one| one.checksum.to_vec()).collect();
    let digest = crate::digest(&migrations);
    u64::from_le_bytes([digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], 0, 0]).to_string()
}

async fn open(url: String, folder: Option<TempDir>, clock: Clock) -> TestDatabase {
    if url.starts_with("sqlite") {
        migrate(&Secret::new(url.clone())).await.unwrap();
    }
    let randomness = Randomness::seeded(42);
    let vault = vault(&randomness);
    let settings = Settings { connections: 8, ..Settings::at(&url) };
    let database = Database::open(&settings, clock.clone(), randomness, vault).await.unwrap();
    database.maintain_audit_partitions().await.unwrap();
    TestDatabase { database, clock, url, _folder: folder }
}

impl TestDatabase {
    /// Runs a text as the owner of the schema, past every wall: to prepare a fault or to look underneath.
    pub async fn as_owner(&self, text: &str) {
        if let Some(writer) = self.database.sqlite_writer() {
            writer.acquire().await.unwrap().batch(text).unwrap();
        } else {
            let owner = PgPool::connect(&self.url).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&owner).await.unwrap();
            owner.close().await;
        }
    }

    /// A single number read as the owner of the schema.
    pub async fn number(&self, text: &str) -> i64 {
        if let Some(writer) = self.database.sqlite_writer() {
            let answer = writer.acquire().await.unwrap().fetch_optional::<(i64,)>(text, &Arguments::default());
            answer.unwrap().unwrap().0
        } else {
            let owner = PgPool::connect(&self.url).await.unwrap();
            let number = sqlx::query_scalar(AssertSqlSafe(text.to_owned())).fetch_one(&owner).await.unwrap();
            owner.close().await;
            number
        }
    }

    /// Adds a tenant with nothing in it.
    pub async fn tenant(&self, slug: &str) -> TenantId {
        let id = TenantId(self.database.randomness().uuid(self.database.now()));
        let (id_text, time) = if self.database.file().is_some() {
            (format!("X'{}'", id.0.simple()), "2026-03-02T09:00:00+00:00")
        } else {
            (format!("'{id}'"), "2026-03-02T09:00:00Z")
        };
        self.as_owner(&format!(
            "INSERT INTO tenant (tenant_id, slug, name, state, settings, created_at) VALUES ({id_text}, '{slug}', '{slug}', 'active', '{{}}', '{time}');
             INSERT INTO archetype (tenant_id, name, labels, position) VALUES ({id_text}, 'customer', '{{}}', 1)"
        )).await;
        id
    }
}

/// Declares tests that run once on each database.
#[macro_export]
macro_rules! on_each_database {
    ($($(#[$meta:meta])* async fn $name:ident($test:ident: TestDatabase) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "a test may need nothing of its module")]
            use super::*;

            async fn story($test: $crate::testing::TestDatabase) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                story($crate::testing::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                story($crate::testing::postgres().await).await;
            }
        }
    )*};
}
