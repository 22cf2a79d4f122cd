//! What SQLite refuses, in the terms of sqlx.

use std::borrow::Cow;
use std::error::Error as StdError;

use rusqlite::ffi;
use sqlx::error::{DatabaseError, ErrorKind};

/// A refusal of SQLite.
#[derive(Debug, thiserror::Error)]
#[error("{message} (code {code})")]
struct Fault {
    code: i32,
    message: String,
}

impl DatabaseError for Fault {
    fn message(&self) -> &str {
        &self.message
    }

    /// The result code (<https://sqlite.org/rescode.html>): the extended one, but for what is only busy or full in more words.
    fn code(&self) -> Option<Cow<'_, str>> {
        let primary = self.code & 0xff;
        let code = if matches!(primary, ffi::SQLITE_BUSY | ffi::SQLITE_FULL) { primary } else { self.code };
        Some(code.to_string().into())
    }

    fn as_error(&self) -> &(dyn StdError + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn StdError + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn StdError + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        match self.code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => ErrorKind::UniqueViolation,
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => ErrorKind::ForeignKeyViolation,
            ffi::SQLITE_CONSTRAINT_NOTNULL => ErrorKind::NotNullViolation,
            ffi::SQLITE_CONSTRAINT_CHECK => ErrorKind::CheckViolation,
            _ => ErrorKind::Other,
        }
    }
}

/// The error as everybody else knows errors of a database.
pub(super) fn told(error: rusqlite::Error) -> sqlx::Error {
    match error {
        rusqlite::Error::SqliteFailure(failure, message) => {
            let message = message.unwrap_or_else(|| failure.to_string());
            sqlx::Error::Database(Box::new(Fault { code: failure.extended_code, message }))
        }
        other => sqlx::Error::Protocol(other.to_string()),
    }
}
