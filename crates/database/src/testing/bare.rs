//! A bare connection for tests that look underneath: any text, as the owner of the schema or as one of the two roles.
//!
//! What comes back is text, so that a test can compare answers without knowing their types.

use futures::TryStreamExt as _;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, Connection as _, Either, Executor as _, Row as _, SqlSafeStr as _, Sqlite};
use sqlx::{Statement as _, TypeInfo as _, ValueRef as _};
use uuid::Uuid;

use super::TestDatabase;
use crate::Dialect;

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
    Sqlite(PoolConnection<Sqlite>),
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
        let text = AssertSqlSafe(text.to_owned()).into_sql_str();
        match &mut self.link {
            Link::Sqlite(connection) => {
                let statement = (&mut **connection).prepare(text).await.map_err(|error| error.to_string())?;
                let amount = match statement.parameters() {
                    Some(Either::Right(amount)) => amount,
                    _ => 0,
                };
                Ok(vec![String::new(); amount])
            }
            Link::Postgres(connection) => {
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
        let query = sqlx::raw_sql(AssertSqlSafe(text.to_owned()));
        let answer = match &mut self.link {
            Link::Sqlite(connection) => sqlite_answer(query.fetch_many(&mut **connection), reads).await,
            Link::Postgres(connection) => {
                let mut results = query.fetch_many(connection);
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
            let mut arguments = SqliteArguments::default();
            for value in values {
                let added = match value {
                    Value::Null => arguments.add(None::<String>),
                    Value::Text(text) => arguments.add(text.clone()),
                    Value::Number(number) => arguments.add(*number),
                    Value::Flag(flag) => arguments.add(*flag),
                    Value::Bytes(bytes) => arguments.add(bytes.clone()),
                    Value::Id(id) => arguments.add(*id),
                };
                added.map_err(|error| error.to_string())?;
            }
            let query = sqlx::query_with(AssertSqlSafe(text.to_owned()), arguments);
            let answer = sqlite_answer((&mut **connection).fetch_many(query), reads(text)).await;
            return answer.map_err(|error| error.to_string());
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

async fn sqlite_answer(
    mut results: impl futures::Stream<Item = sqlx::Result<Either<sqlx::sqlite::SqliteQueryResult, SqliteRow>>> + Unpin,
    reads: bool,
) -> sqlx::Result<Answer> {
    let mut answer = Answer::default();
    while let Some(result) = results.try_next().await? {
        match result {
            Either::Left(done) if !reads => answer.changed += done.rows_affected(),
            Either::Left(_) => {}
            Either::Right(row) => answer.rows.push(sqlite_row(&row)),
        }
    }
    Ok(answer)
}

fn sqlite_row(row: &SqliteRow) -> Vec<Option<String>> {
    (0..row.len())
        .map(|at| {
            let value = row.try_get_raw(at).unwrap();
            if value.is_null() {
                return None;
            }
            Some(match value.type_info().name() {
                "INTEGER" => row.get_unchecked::<i64, _>(at).to_string(),
                "REAL" => row.get_unchecked::<f64, _>(at).to_string(),
                "BLOB" => hex(&row.get_unchecked::<Vec<u8>, _>(at)),
                _ => row.get_unchecked::<String, _>(at),
            })
        })
        .collect()
}

fn postgres_row(row: &PgRow) -> Vec<Option<String>> {
    (0..row.len()).map(|at| row.try_get_raw(at).unwrap()).map(|value| value.as_str().ok().map(str::to_owned)).collect()
}
