//! Bringing the schema up to date, and refusing to start on one that is not.

use foundation::Secret;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::sqlite::SqlitePool;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::DbError;
use crate::engine::{sqlite_options, sqlite_path};

/// The role the server works as: owns nothing, row-level security applies.
pub(crate) const SERVER_ROLE: &str = "pforte_server";
/// The role of platform tables and sweeps.
pub(crate) const PLATFORM_ROLE: &str = "pforte_platform";

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Brings the schema of the database at `url` up to date. Safe to run from several nodes at once: one does the work
/// while the others wait. On PostgreSQL the login must own the schema; the two server roles are made if missing.
///
/// # Errors
/// [`DbError::Migration`] names the migration that failed; it left nothing behind.
pub async fn migrate(url: &Secret) -> Result<(), DbError> {
    if let Some(path) = sqlite_path(url.expose()) {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| DbError::Setup(format!("cannot create {}: {error}", folder.display())))?;
        }
        let mut connection = sqlite_options(path, 4_096).connect().await?;
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

const APPLIED: &str = "SELECT count(*) FROM _sqlx_migrations WHERE success";

fn expect_current(applied: i64, known: usize) -> Result<(), DbError> {
    match usize::try_from(applied).unwrap_or(0).cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => {
            Err(DbError::Setup("the database schema is older than this version; run `pforte migrate`".to_owned()))
        }
        std::cmp::Ordering::Greater => Err(DbError::Setup("the database schema is newer than this version".to_owned())),
    }
}

pub(crate) async fn check_sqlite(pool: &SqlitePool) -> Result<(), DbError> {
    let applied: i64 = sqlx::query_scalar(APPLIED).fetch_one(pool).await.unwrap_or(0);
    expect_current(applied, SQLITE.iter().count())
}

/// The second wall stands only if the server's role can neither own the tables nor be exempt.
pub(crate) async fn check_postgres(pool: &PgPool) -> Result<(), DbError> {
    let applied: i64 = sqlx::query_scalar("SELECT pforte_schema_version()").fetch_one(pool).await.unwrap_or(0);
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
