//! Loading rows in bulk, below the product: many rows a statement on SQLite, `COPY` on PostgreSQL, indexes afterwards.

use foundation::Instant;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Arguments as _, AssertSqlSafe, ConnectOptions as _, Connection as _};
use uuid::Uuid;

use crate::Failure;

/// A value of a row.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A text or a document.
    Text(String),
    /// A number.
    Number(i64),
    /// A flag.
    Flag(bool),
    /// An id.
    Id(Uuid),
    /// A moment.
    Time(Instant),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A table and those of its columns that are given.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The columns in the order of the cells.
    pub columns: &'static str,
}

/// An open database to load into.
pub enum Loader {
    /// The embedded one, without any durability while loading: a file that breaks is made anew.
    Sqlite(SqliteConnection),
    /// As the owner of the schema, without checking references.
    Postgres(PgConnection),
}

impl Loader {
    /// Opens the database for loading.
    pub async fn open(url: &str) -> Result<Self, Failure> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let options = SqliteConnectOptions::new()
                .filename(path)
                .foreign_keys(false)
                .journal_mode(SqliteJournalMode::Delete)
                .synchronous(SqliteSynchronous::Off)
                .pragma("cache_size", "-1000000")
                .pragma("temp_store", "memory")
                .pragma("threads", "2")
                .disable_statement_logging();
            let mut connection = options.connect().await?;
            sqlx::raw_sql("PRAGMA locking_mode = exclusive").execute(&mut connection).await?;
            return Ok(Self::Sqlite(connection));
        }
        let options: PgConnectOptions = url.parse()?;
        let mut connection = options.disable_statement_logging().connect().await?;
        // References and triggers are left out: the rows are right by construction.
        sqlx::raw_sql(
            "SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SET timezone = 'UTC'",
        )
        .execute(&mut connection)
        .await?;
        Ok(Self::Postgres(connection))
    }

    /// Opens the database for looking at it, also while it is served.
    pub async fn look(url: &str) -> Result<Self, Failure> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let options = SqliteConnectOptions::new().filename(path).read_only(true).disable_statement_logging();
            return Ok(Self::Sqlite(options.connect().await?));
        }
        let options: PgConnectOptions = url.parse()?;
        Ok(Self::Postgres(options.disable_statement_logging().connect().await?))
    }

    /// Adds rows.
    pub async fn insert(&mut self, table: Table, rows: &[Vec<Cell>]) -> Result<(), Failure> {
        match self {
            Self::Sqlite(connection) => insert_sqlite(connection, table, rows).await,
            Self::Postgres(connection) => {
                let mut copy =
                    connection.copy_in_raw(&format!("COPY {} ({}) FROM STDIN", table.name, table.columns)).await?;
                copy.send(copy_text(rows).into_bytes()).await?;
                copy.finish().await?;
                Ok(())
            }
        }
    }

    /// Runs a text of one or several statements.
    pub async fn run(&mut self, text: &str) -> Result<u64, Failure> {
        let query = sqlx::raw_sql(AssertSqlSafe(text.to_owned()));
        Ok(match self {
            Self::Sqlite(connection) => query.execute(connection).await?.rows_affected(),
            Self::Postgres(connection) => query.execute(connection).await?.rows_affected(),
        })
    }

    /// The texts a query answers, one a row.
    pub async fn texts(&mut self, query: &str) -> Result<Vec<String>, Failure> {
        let text = AssertSqlSafe(query.to_owned());
        Ok(match self {
            Self::Sqlite(connection) => sqlx::query_scalar(text).fetch_all(connection).await?,
            Self::Postgres(connection) => sqlx::query_scalar(text).fetch_all(connection).await?,
        })
    }

    /// The number a query answers.
    pub async fn number(&mut self, query: &str) -> Result<i64, Failure> {
        let text = AssertSqlSafe(query.to_owned());
        Ok(match self {
            Self::Sqlite(connection) => sqlx::query_scalar(text).fetch_one(connection).await?,
            Self::Postgres(connection) => sqlx::query_scalar(text).fetch_one(connection).await?,
        })
    }

    /// Takes the indexes and triggers off the tables and returns the texts that put them back.
    pub async fn strip(&mut self, tables: &[&str]) -> Result<Vec<String>, Failure> {
        let names = tables.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
        let (kept, drops) = match self {
            Self::Sqlite(_) => (
                self.texts(&format!(
                    "SELECT sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN ({names})"
                ))
                .await?,
                self.texts(&format!(
                    "SELECT 'DROP ' || type || ' ' || name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN ({names})"
                ))
                .await?,
            ),
            Self::Postgres(_) => {
                let from = format!(
                    "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
                     WHERE t.relname IN ({names}) AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)"
                );
                (
                    self.texts(&format!("SELECT pg_get_indexdef(i.indexrelid) {from}")).await?,
                    self.texts(&format!("SELECT 'DROP INDEX ' || c.relname {from}")).await?,
                )
            }
        };
        for text in drops {
            self.run(&text).await?;
        }
        Ok(kept)
    }

    /// Finishes: what was written is on the disk.
    pub async fn close(self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(connection) => connection.close().await?,
            Self::Postgres(connection) => connection.close().await?,
        }
        Ok(())
    }
}

async fn insert_sqlite(connection: &mut SqliteConnection, table: Table, rows: &[Vec<Cell>]) -> Result<(), Failure> {
    let width = table.columns.split(',').count();
    for rows in rows.chunks((16_000 / width).max(1)) {
        let mut text = format!("INSERT INTO {} ({}) VALUES ", table.name, table.columns);
        let one = format!("({}?)", "?, ".repeat(width - 1));
        for at in 0..rows.len() {
            text.push_str(if at == 0 { "" } else { ", " });
            text.push_str(&one);
        }
        let mut arguments = SqliteArguments::default();
        for cell in rows.iter().flatten() {
            let added = match cell.clone() {
                Cell::Null => arguments.add(None::<String>),
                Cell::Text(text) => arguments.add(text),
                Cell::Number(number) => arguments.add(number),
                Cell::Flag(flag) => arguments.add(flag),
                Cell::Id(id) => arguments.add(id),
                Cell::Time(at) => arguments.add(at),
                Cell::Bytes(bytes) => arguments.add(bytes),
            };
            added?;
        }
        sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Rows in PostgreSQL's text format for `COPY`.
fn copy_text(rows: &[Vec<Cell>]) -> String {
    let mut text = String::with_capacity(rows.len() * 128);
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            match cell {
                Cell::Null => text.push_str("\\N"),
                Cell::Text(value) => value.chars().for_each(|letter| match letter {
                    '\\' => text.push_str("\\\\"),
                    '\t' => text.push_str("\\t"),
                    '\n' => text.push_str("\\n"),
                    '\r' => text.push_str("\\r"),
                    other => text.push(other),
                }),
                Cell::Number(value) => text.push_str(&value.to_string()),
                Cell::Flag(value) => text.push_str(if *value { "t" } else { "f" }),
                Cell::Id(value) => text.push_str(&value.to_string()),
                Cell::Time(value) => text.push_str(&value.to_rfc3339()),
                Cell::Bytes(value) => {
                    text.push_str("\\\\x");
                    for byte in value {
                        text.push_str(&format!("{byte:02x}"));
                    }
                }
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Cell, copy_text};

    #[test]
    fn what_copy_would_misread_is_escaped() {
        let row =
            vec![Cell::from("a\\b\tc\n"), Cell::Null, Cell::Flag(true), Cell::Bytes(vec![0, 255]), Cell::Number(-1)];
        assert_eq!(copy_text(&[row]), "a\\\\b\\tc\\n\t\\N\tt\t\\\\x00ff\t-1\n");
    }
}
