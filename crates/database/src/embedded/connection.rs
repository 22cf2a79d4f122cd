//! One connection to the file.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{OpenFlags, Statement};
use sqlx::{Error, FromRow};

use super::fault::told;
use super::row::{Arguments, Column, Row, Value};

/// So many prepared statements are kept for each connection; the product has a few less, insertions of many rows among them.
const STATEMENTS: usize = 512;

/// After so many statements of a connection others get the thread. Where tests are built, after each: whatever can happen in
/// between does.
const IN_A_ROW: u32 = if cfg!(any(test, feature = "testing")) { 1 } else { 32 };

/// How connections are opened.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    /// The file.
    pub path: PathBuf,
    /// The page cache, in KiB.
    pub cache_kib: u32,
    /// Whether nothing can be written.
    pub reads_only: bool,
}

impl Opening {
    /// Opens one. The file must be there.
    pub(super) fn open(&self) -> Result<Connection, Error> {
        let access = if self.reads_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
        // A connection is used by one thread at a time: it is only ever reached by `&mut`.
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sqlite = rusqlite::Connection::open_with_flags(&self.path, flags).map_err(told)?;
        sqlite.set_prepared_statement_cache_capacity(STATEMENTS);
        sqlite.busy_timeout(Duration::from_secs(5)).map_err(told)?;
        // A statement is planned once, and not anew whenever a limit is bound to another value. The plans that tests look at are made
        // without values as well.
        sqlite.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(told)?;
        // FULL: an acknowledged change survives a power cut, not only a killed process. Pages of the log before they are copied
        // into the file, 16 MiB: an index page that many commits change is copied once.
        sqlite
            .execute_batch(&format!(
                "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -{}; PRAGMA wal_autocheckpoint = 4000;
                 PRAGMA temp_store = memory; PRAGMA trusted_schema = OFF;",
                self.cache_kib
            ))
            .map_err(told)?;
        if !self.reads_only {
            // It answers with a row.
            sqlite.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).map_err(told)?;
            // From here on nobody sleeps on a thread of the server: who begins and finds the file taken by another process waits
            // where the pool is, and within a transaction there is nothing to wait for.
            sqlite.busy_timeout(Duration::ZERO).map_err(told)?;
        }
        Ok(Connection { sqlite: Mutex::new(sqlite), shapes: HashMap::new(), asked: 0, lasting: Lasting::Power })
    }
}

/// What a change survives once it is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// A power cut, and everything less: the commit waits for the disk.
    Power,
    /// The end of the process, however sudden. What was committed shortly before a power cut may be gone, as a whole and the last first.
    Process,
}

/// What is known of a statement's text: it does not change, and asking SQLite each time would cost as much as running it.
#[derive(Debug)]
struct Shape {
    columns: Arc<[Column]>,
    /// For each parameter, in the order in which SQLite counts them, which of the given values it is.
    places: Box<[usize]>,
}

impl Shape {
    fn of(statement: &Statement<'_>) -> Self {
        let names = statement.column_names().into_iter().enumerate();
        let columns = names.map(|(ordinal, name)| Column { ordinal, name: name.to_owned() }).collect();
        let places = (1..=statement.parameter_count()).map(|at| {
            // `$2` is a name to SQLite, which counts names as they come; `?` is counted by its place.
            let number = statement.parameter_name(at).and_then(|name| name.get(1..)).and_then(|name| name.parse().ok());
            number.unwrap_or(at).saturating_sub(1)
        });
        Self { columns, places: places.collect() }
    }
}

/// A connection. Whoever has it waits on their own thread while SQLite works, for microseconds mostly.
#[derive(Debug)]
pub(crate) struct Connection {
    /// Never locked: a connection may be lent across threads and is reached by `&mut` only.
    sqlite: Mutex<rusqlite::Connection>,
    shapes: HashMap<Box<str>, Arc<Shape>>,
    /// Counts the statements.
    asked: u32,
    lasting: Lasting,
}

impl Connection {
    fn sqlite(&mut self) -> &mut rusqlite::Connection {
        self.sqlite.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a statement; whether it is time to let others have the thread.
    pub(crate) const fn is_turn_of_others(&mut self) -> bool {
        self.asked = self.asked.wrapping_add(1);
        self.asked.is_multiple_of(IN_A_ROW)
    }

    /// Runs a statement and hands each of its rows to `take`, until that says it has enough. All rows are read into one.
    fn each(
        &mut self,
        text: &str,
        arguments: &Arguments,
        mut take: impl FnMut(&Row) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let sqlite = self.sqlite.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut statement = sqlite.prepare_cached(text).map_err(told)?;
        let shape = if let Some(known) = self.shapes.get(text) {
            Arc::clone(known)
        } else {
            let shape = Arc::new(Shape::of(&statement));
            self.shapes.insert(text.into(), Arc::clone(&shape));
            shape
        };
        for (at, place) in shape.places.iter().enumerate() {
            let value = arguments.0.get(*place).unwrap_or(&Value::Null);
            statement.raw_bind_parameter(at + 1, value).map_err(told)?;
        }
        let mut read = Row::of(&shape.columns);
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(told)? {
            for (at, value) in read.values.iter_mut().enumerate() {
                value.becomes(row.get_ref(at).map_err(told)?);
            }
            if !take(&read)? {
                break;
            }
        }
        Ok(())
    }

    /// The first row of an answer.
    pub(crate) fn fetch_optional<R>(&mut self, text: &str, arguments: &Arguments) -> Result<Option<R>, Error>
    where
        R: for<'r> FromRow<'r, Row>,
    {
        let mut found = None;
        self.each(text, arguments, |row| {
            found = Some(R::from_row(row)?);
            Ok(false)
        })?;
        Ok(found)
    }

    /// Every row of an answer.
    pub(crate) fn fetch_all<R>(&mut self, text: &str, arguments: &Arguments) -> Result<Vec<R>, Error>
    where
        R: for<'r> FromRow<'r, Row>,
    {
        let mut found = Vec::new();
        self.each(text, arguments, |row| {
            found.push(R::from_row(row)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Runs a statement and says how many rows it changed.
    pub(crate) fn execute(&mut self, text: &str, arguments: &Arguments) -> Result<u64, Error> {
        self.each(text, arguments, |_| Ok(true))?;
        Ok(self.sqlite().changes())
    }

    /// Runs a text of one or several statements without values.
    pub(crate) fn batch(&mut self, text: &str) -> Result<(), Error> {
        self.sqlite().execute_batch(text).map_err(told)
    }

    /// Begins to write; nobody else does until the end.
    pub(crate) fn begin(&mut self, lasting: Lasting) -> Result<(), Error> {
        if self.lasting != lasting {
            let setting = match lasting {
                Lasting::Power => "PRAGMA synchronous = FULL",
                Lasting::Process => "PRAGMA synchronous = NORMAL",
            };
            self.batch(setting)?;
            self.lasting = lasting;
        }
        self.execute("BEGIN IMMEDIATE", &Arguments::default()).map(|_| ())
    }

    /// Begins to read: what others write meanwhile is not seen until the end. Takes the log's lock once, with the first statement, and
    /// not with each.
    pub(crate) fn begin_reading(&mut self) -> Result<(), Error> {
        self.execute("BEGIN", &Arguments::default()).map(|_| ())
    }

    /// Makes what was written last as it was begun: for [`Lasting::Power`] it waits for the disk.
    pub(crate) fn commit(&mut self) -> Result<(), Error> {
        self.execute("COMMIT", &Arguments::default()).map(|_| ())
    }

    /// Whether something was begun, to write or to read, that has not ended. On some errors, a full disk among them, SQLite gives a
    /// transaction up by itself.
    pub(crate) fn is_in_transaction(&mut self) -> bool {
        !self.sqlite().is_autocommit()
    }

    /// Undoes what was written since the beginning.
    pub(crate) fn rollback(&mut self) -> Result<(), Error> {
        self.execute("ROLLBACK", &Arguments::default()).map(|_| ())
    }

    /// The connection itself, for tests that look underneath.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn bare(&mut self) -> &mut rusqlite::Connection {
        self.sqlite()
    }
}
