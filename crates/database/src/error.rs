//! What can go wrong in a database, as far as a caller can act on it.

/// An error of the database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A unique key or a reference forbids the change: something else was there first.
    #[error("the change conflicts with what is stored")]
    Conflict(#[source] sqlx::Error),
    /// No connection was free in time, or the database is not there.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// The database cannot be used as it is set up.
    #[error("{0}")]
    Setup(String),
    /// A stored value is not what this version writes.
    #[error("a stored value of {0} cannot be read")]
    Corrupt(&'static str),
    /// A statement was given another number of values than its text names.
    #[error("statement {name} names {expected} values and was given {given}")]
    Arguments {
        /// The statement.
        name: &'static str,
        /// How many parameters its text has.
        expected: usize,
        /// How many were bound.
        given: usize,
    },
    /// Anything else the driver reports.
    #[error("the database refused a statement")]
    Driver(#[source] sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::Tls(_) => {
                Self::Unavailable(error)
            }
            sqlx::Error::Database(database)
                if database.is_unique_violation() || database.is_foreign_key_violation() =>
            {
                Self::Conflict(error)
            }
            // PostgreSQL class 57P (shutting down, cannot connect) and 53 (out of resources); SQLite busy and full.
            sqlx::Error::Database(database)
                if database.code().is_some_and(|code| {
                    // Codes of PostgreSQL have five characters, those of SQLite fewer.
                    let postgres = code.len() == 5 && (code.starts_with("57P") || code.starts_with("53"));
                    postgres || code == "5" || code == "13"
                }) =>
            {
                Self::Unavailable(error)
            }
            _ => Self::Driver(error),
        }
    }
}

impl DbError {
    /// Whether trying again later may help.
    #[must_use]
    pub const fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    /// Whether a unique key or reference was in the way.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }
}
