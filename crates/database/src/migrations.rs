//! Bringing the schema up to date, and refusing to start on one that is not.

use foundation::Secret;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::embedded::{Arguments, Connection};
use crate::engine::sqlite_path;
use crate::{DbError, lock};

/// The role the server works as: owns nothing, row-level security applies.
pub(crate) const SERVER_ROLE: &str = "pforte_server";
/// The role of platform tables and sweeps.
pub(crate) const PLATFORM_ROLE: &str = "pforte_platform";

pub(crate) static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Brings the schema of the database at `url` up to date. On PostgreSQL several nodes may try at once: one does the work
/// while the others wait; the login must own the schema, and the two server roles are made if missing. On SQLite there is
/// one process: where something is to be done, it takes the lock that keeps a second one out.
///
/// # Errors
/// [`DbError::Migration`] names the migration that failed; it left nothing behind. [`DbError::Setup`] when another process
/// uses the SQLite file.
pub async fn migrate(url: &Secret) -> Result<(), DbError> {
    if let Some(path) = sqlite_path(url.expose()) {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| DbError::Setup(format!("cannot create {}: {error}", folder.display())))?;
        }
        // sqlx's own connection, since its migrations know no other.
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).foreign_keys(true);
        let options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
        let mut connection = options.disable_statement_logging().connect().await?;
        if is_current(&mut connection).await {
            return Ok(connection.close().await?);
        }
        let _lock = lock::take(path)?;
        SQLITE.run(&mut connection).await.map_err(DbError::Migration)?;
        connection.close().await?;
    } else {
        let options: PgConnectOptions = url.expose().parse::<PgConnectOptions>()?.disable_statement_logging();
        let mut connection = options.connect().await?;
        POSTGRES.run(&mut connection).await.map_err(DbError::Migration)?;
        connection.close().await?;
    }
    Ok(())
}

/// The version of the schema this version knows: how many migrations there are.
#[must_use]
pub fn schema_version() -> usize {
    SQLITE.iter().count()
}

/// Whether exactly the known migrations were applied: then there is nothing to do, and a running server is not disturbed.
async fn is_current(connection: &mut SqliteConnection) -> bool {
    let applied: Result<Vec<(i64, Vec<u8>)>, _> =
        sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version")
            .fetch_all(connection)
            .await;
    let known = SQLITE.iter().map(|one| (one.version, one.checksum.to_vec()));
    applied.is_ok_and(|applied| known.eq(applied))
}

const APPLIED: &str = "SELECT count(*) FROM _sqlx_migrations WHERE success";
const VERSION: &str = "SELECT pforte_schema_version()";

fn expect_current(applied: i64, known: usize) -> Result<(), DbError> {
    match usize::try_from(applied).unwrap_or(0).cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => {
            Err(DbError::Setup("the database schema is older than this version; run `pforte migrate`".to_owned()))
        }
        std::cmp::Ordering::Greater => Err(DbError::Setup("the database schema is newer than this version".to_owned())),
    }
}

pub(crate) fn check_sqlite(connection: &mut Connection) -> Result<(), DbError> {
    let applied = connection.fetch_optional::<(i64,)>(APPLIED, &Arguments::default());
    expect_current(applied.ok().flatten().map_or(0, |(applied,)| applied), SQLITE.iter().count())
}

/// Whether the schema is still the one this version knows: another node may have been updated meanwhile.
pub(crate) fn recheck_sqlite(connection: &mut Connection) -> Result<(), DbError> {
    let applied = connection.fetch_optional::<(i64,)>(APPLIED, &Arguments::default())?;
    expect_current(applied.map_or(0, |(applied,)| applied), SQLITE.iter().count())
}

/// As [`recheck_sqlite`].
pub(crate) async fn recheck_postgres(pool: &PgPool) -> Result<(), DbError> {
    expect_current(sqlx::query_scalar(VERSION).fetch_one(pool).await?, POSTGRES.iter().count())
}

/// The second wall stands only if the server's role can neither own the tables nor be exempt.
pub(crate) async fn check_postgres(pool: &PgPool) -> Result<(), DbError> {
    let applied: i64 = sqlx::query_scalar(VERSION).fetch_one(pool).await.unwrap_or(0);
    expect_current(applied, POSTGRES.iter().count())?;
    let exempt: bool = sqlx::query_scalar(
        "SELECT r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relowner = r.oid)
         FROM pg_roles r WHERE r.rolname = current_user",
    )
    .fetch_one(pool)
    .await?;
    if exempt {
        return Err(DbError::Setup(format!(
            "the role {SERVER_ROLE} must not own tables nor be exempt from row-level security"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use foundation::Secret;

    use super::migrate;
    use crate::{DbError, lock};

    #[tokio::test]
    async fn two_processes_do_not_migrate_one_file_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pforte.db");
        let url = Secret::new(format!("sqlite:{}", path.display()));
        let other = lock::take(&path).unwrap();
        let refused = migrate(&url).await;
        assert!(matches!(refused, Err(DbError::Setup(reason)) if reason.contains("another process uses")));
        drop(other);
        migrate(&url).await.unwrap();
        // Nothing is to be done: a running server is no hindrance.
        let _server = lock::take(&path).unwrap();
        migrate(&url).await.unwrap();
    }
}
