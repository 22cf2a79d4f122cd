//! SQLite serves one process: a lock file beside the database keeps a second one out.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::DbError;

/// Where the lock of a database is.
pub(crate) fn path(database: &Path) -> PathBuf {
    database.with_extension("lock")
}

/// Takes the lock for the life of the returned file.
pub(crate) fn take(database: &Path) -> Result<File, DbError> {
    let path = path(database);
    let open = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = open.map_err(|error| DbError::Setup(format!("cannot open {}: {error}", path.display())))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(DbError::Setup(format!(
            "another process uses {}. SQLite serves one process; use PostgreSQL for more",
            database.display()
        ))),
        Err(TryLockError::Error(error)) => Err(DbError::Setup(format!("cannot lock {}: {error}", path.display()))),
    }
}
