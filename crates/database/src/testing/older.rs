//! A database as an older release left it, for tests that bring it to the newest schema.

use foundation::{Clock, Secret};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tempfile::TempDir;

use super::{TestDatabase, cluster, execute, new_name, start, with_database};
use crate::migrations::{POSTGRES, SQLITE};
use crate::{Dialect, migrate};

/// The migration the first release had.
const FIRST: i64 = 1;

/// A database with the schema of the first release.
pub struct Older {
    url: String,
    folder: Option<TempDir>,
}

impl Older {
    /// One with what a text puts into it, as the owner of the schema.
    pub async fn filled(dialect: Dialect, text: &str) -> Self {
        let text = sqlx::raw_sql(AssertSqlSafe(text.to_owned()));
        match dialect {
            Dialect::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("pforte.db");
                let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true).foreign_keys(true);
                let mut connection = options.disable_statement_logging().connect().await.unwrap();
                SQLITE.run_to(FIRST, &mut connection).await.unwrap();
                text.execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
                Self { url: format!("sqlite:{}", path.display()), folder: Some(folder) }
            }
            Dialect::Postgres => {
                let (mut admin, cluster) = cluster().await;
                let name = new_name();
                execute(&mut admin, format!("CREATE DATABASE {name}")).await;
                let url = with_database(&cluster, &name);
                let mut connection =
                    PgConnection::connect_with(&url.parse::<PgConnectOptions>().unwrap()).await.unwrap();
                // The roles belong to the whole cluster: nobody else makes them meanwhile.
                execute(&mut admin, "SELECT pg_advisory_lock(4711)".to_owned()).await;
                POSTGRES.run_to(FIRST, &mut connection).await.unwrap();
                execute(&mut admin, "SELECT pg_advisory_unlock(4711)".to_owned()).await;
                text.execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
                Self { url, folder: None }
            }
        }
    }

    /// Brings it to the newest schema, as `pforte migrate` does, and opens it as the server does.
    pub async fn upgraded(self) -> TestDatabase {
        migrate(&Secret::new(self.url.clone())).await.unwrap();
        super::open(self.url, self.folder, Clock::set_to(start())).await
    }
}
