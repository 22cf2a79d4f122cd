//! A bare connection for tests that look underneath: any text, as the owner of the schema or as one of the two roles.
//!
//! What comes back is text, so that a test can compare answers without knowing their types.

use futures::TryStreamExt as _;
use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef as Stored};
use rusqlite::{Batch, Connection, Rows, ToSql};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Connection as _, Either, Executor as _, Row as _, SqlSafeStr as _};
use sqlx::{Statement as _, TypeInfo as _};
use uuid::Uuid;

use super::TestDatabase;
use crate::Dialect;
use crate::embedded::Lent;

/// As whom a bare connection works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The owner of the schema: no wall on PostgreSQL.
    Owner,
    /// The role of the server.
    Server,
    /// The role of platform tables and sweeps.
    Platform,
}

/// A value of a parameter, without the types of Rust.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing.
    Null,
    /// A text, a moment, a day or a document.
    Text(String),
    /// A number.
    Number(i64),
    /// A flag.
    Flag(bool),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An id.
    Id(Uuid),
}

impl Value {
    /// The value as it is written in a text.
    #[must_use]
    pub fn literal(&self, dialect: Dialect) -> String {
        match (self, dialect) {
            (Self::Null, _) => "NULL".to_owned(),
            (Self::Text(text), _) => format!("'{}'", text.replace('\'', "''")),
            (Self::Number(number), _) => number.to_string(),
            (Self::Flag(flag), Dialect::Sqlite) => i64::from(*flag).to_string(),
            (Self::Flag(flag), Dialect::Postgres) => flag.to_string(),
            (Self::Bytes(bytes), Dialect::Sqlite) => format!("X'{}'", hex(bytes)),
            (Self::Bytes(bytes), Dialect::Postgres) => format!("'\\x{}'", hex(bytes)),
            (Self::Id(id), Dialect::Sqlite) => format!("X'{}'", id.simple()),
            (Self::Id(id), Dialect::Postgres) => format!("'{id}'"),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// What a text answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The rows, each value as text; bytes in hexadecimal.
    pub rows: Vec<Vec<Option<String>>>,
    /// How many rows it changed.
    pub changed: u64,
}

impl Answer {
    /// The first value of each row, for lists of names.
    #[must_use]
    pub fn firsts(self) -> Vec<String> {
        self.rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect()
    }
}

/// A connection of its own. On SQLite it is the one that writes: nothing else writes until it is dropped.
pub struct Bare {
    link: Link,
    named: Vec<String>,
}

enum Link {
    Sqlite(Lent),
    Postgres(PgConnection),
}

impl TestDatabase {
    /// A bare connection. SQLite knows no roles.
    pub async fn bare(&self, role: Role) -> Bare {
        let link = if let Some(writer) = self.database.sqlite_writer() {
            Link::Sqlite(writer.acquire().await.unwrap())
        } else {
            let options: PgConnectOptions = self.url.parse().unwrap();
            let name = match role {
                Role::Owner => None,
                Role::Server => Some(crate::migrations::SERVER_ROLE),
                Role::Platform => Some(crate::migrations::PLATFORM_ROLE),
            };
            let options = options.options([("timezone", "UTC")]).options(name.map(|name| ("role", name)));
            Link::Postgres(PgConnection::connect_with(&options).await.unwrap())
        };
        Bare { link, named: Vec::new() }
    }
}

impl Bare {
    /// Which database it is on.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        match self.link {
            Link::Sqlite(_) => Dialect::Sqlite,
            Link::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Prepares a text as the driver does, and says of what type each parameter is: PostgreSQL's name, or nothing on
    /// SQLite, which only knows how many there are.
    ///
    /// # Errors
    /// What the database says is wrong with it.
    pub async fn parameters(&mut self, text: &str) -> Result<Vec<String>, String> {
        match &mut self.link {
            Link::Sqlite(connection) => {
                let statement = connection.bare().prepare(text).map_err(|error| error.to_string())?;
                Ok(vec![String::new(); statement.parameter_count()])
            }
            Link::Postgres(connection) => {
                let text = AssertSqlSafe(text.to_owned()).into_sql_str();
                let statement = connection.prepare(text).await.map_err(|error| error.to_string())?;
                Ok(match statement.parameters() {
                    Some(Either::Left(types)) => types.iter().map(|known| known.name().to_owned()).collect(),
                    _ => Vec::new(),
                })
            }
        }
    }

    /// Runs a text of one or several statements without parameters.
    ///
    /// # Errors
    /// What the database says is wrong with it.
    pub async fn run(&mut self, text: &str) -> Result<Answer, String> {
        let reads = reads(text);
        let answer = match &mut self.link {
            Link::Sqlite(connection) => {
                return on_sqlite(connection.bare(), text, &[]).map_err(|error| error.to_string());
            }
            Link::Postgres(connection) => {
                let mut results = sqlx::raw_sql(AssertSqlSafe(text.to_owned())).fetch_many(connection);
                let mut answer = Answer::default();
                loop {
                    match results.try_next().await {
                        Ok(None) => break Ok(answer),
                        Ok(Some(Either::Left(done))) if !reads => answer.changed += done.rows_affected(),
                        Ok(Some(Either::Left(_))) => {}
                        Ok(Some(Either::Right(row))) => answer.rows.push(postgres_row(&row)),
                        Err(error) => break Err(error),
                    }
                }
            }
        };
        answer.map_err(|error| error.to_string())
    }

    /// Runs one statement with parameters.
    ///
    /// # Errors
    /// What the database says is wrong with it.
    pub async fn run_with(&mut self, text: &str, values: &[Value]) -> Result<Answer, String> {
        if values.is_empty() {
            return self.run(text).await;
        }
        if let Link::Sqlite(connection) = &mut self.link {
            return on_sqlite(connection.bare(), text, values).map_err(|error| error.to_string());
        }
        // The values are written out, so that PostgreSQL reads each as the type it inferred for the parameter.
        let name = self.name(text).await?;
        let values: Vec<String> = values.iter().map(|value| value.literal(Dialect::Postgres)).collect();
        let mut answer = self.run(&format!("EXECUTE {name}({})", values.join(", "))).await?;
        if reads(text) {
            answer.changed = 0;
        }
        Ok(answer)
    }

    /// How the database would run one statement, with the rights of the role: SQLite's query plan, or PostgreSQL's as
    /// JSON. PostgreSQL plans once without knowing the values and, where some are given, once for exactly those.
    ///
    /// # Errors
    /// What the database says is wrong with it.
    pub async fn explain(&mut self, text: &str, values: Option<&[Value]>) -> Result<Vec<String>, String> {
        if matches!(self.link, Link::Sqlite(_)) {
            let rows = self.run(&format!("EXPLAIN QUERY PLAN {text}")).await?.rows;
            return Ok(rows.into_iter().filter_map(|row| row.into_iter().next_back().flatten()).collect());
        }
        let mode = if values.is_some() { "force_custom_plan" } else { "force_generic_plan" };
        let given: Vec<String> = match values {
            Some(values) => values.iter().map(|value| value.literal(Dialect::Postgres)).collect(),
            None => vec!["NULL".to_owned(); super::parameters(text)],
        };
        let given = if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) };
        let name = self.name(text).await?;
        let text = format!("SET plan_cache_mode = {mode}; EXPLAIN (FORMAT JSON) EXECUTE {name}{given}");
        Ok(self.run(&text).await?.firsts())
    }

    async fn name(&mut self, text: &str) -> Result<String, String> {
        if let Some(at) = self.named.iter().position(|known| known == text) {
            return Ok(format!("bare_{at}"));
        }
        let name = format!("bare_{}", self.named.len());
        self.run(&format!("PREPARE {name} AS {text}")).await?;
        self.named.push(text.to_owned());
        Ok(name)
    }
}

/// SQLite tells of a reading statement how much the one before it changed.
fn reads(text: &str) -> bool {
    ["SELECT", "EXPLAIN", "PRAGMA"].iter().any(|word| text.trim_start().starts_with(word))
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(Stored::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(Stored::Text(text.as_bytes())),
            Self::Number(number) => ToSqlOutput::Owned(Owned::Integer(*number)),
            Self::Flag(flag) => ToSqlOutput::Owned(Owned::Integer(i64::from(*flag))),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(Stored::Blob(bytes)),
            Self::Id(id) => ToSqlOutput::Borrowed(Stored::Blob(id.as_bytes())),
        })
    }
}

/// Runs statements one after the other; each is given the values its parameters name.
fn on_sqlite(connection: &Connection, text: &str, values: &[Value]) -> rusqlite::Result<Answer> {
    let mut answer = Answer::default();
    let mut batch = Batch::new(connection, text);
    while let Some(mut statement) = FallibleIterator::next(&mut batch)? {
        for at in 1..=statement.parameter_count() {
            let number = statement.parameter_name(at).and_then(|name| name.get(1..)).and_then(|name| name.parse().ok());
            let value = values.get(number.unwrap_or(at).saturating_sub(1)).unwrap_or(&Value::Null);
            statement.raw_bind_parameter(at, value)?;
        }
        let (columns, changes) = (statement.column_count(), !statement.readonly());
        answer.rows.extend(sqlite_rows(statement.raw_query(), columns)?);
        if changes && !reads(text) {
            answer.changed += connection.changes();
        }
    }
    Ok(answer)
}

fn sqlite_rows(mut rows: Rows<'_>, columns: usize) -> rusqlite::Result<Vec<Vec<Option<String>>>> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |at| {
            Ok(match row.get_ref(at)? {
                Stored::Null => None,
                Stored::Integer(number) => Some(number.to_string()),
                Stored::Real(number) => Some(number.to_string()),
                Stored::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
                Stored::Blob(bytes) => Some(hex(bytes)),
            })
        };
        found.push((0..columns).map(text).collect::<rusqlite::Result<_>>()?);
    }
    Ok(found)
}

fn postgres_row(row: &PgRow) -> Vec<Option<String>> {
    (0..row.len()).map(|at| row.try_get_raw(at).unwrap()).map(|value| value.as_str().ok().map(str::to_owned)).collect()
}
