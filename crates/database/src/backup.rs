//! Copies of the embedded database: made while a server goes on, checked, and put in the place of another.
//!
//! PostgreSQL has tools of its own for this (docs/OPERATIONS.md).

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use foundation::Secret;
use rusqlite::{Connection, OpenFlags};

use crate::engine::sqlite_path;
use crate::migrations::schema_version;
use crate::{DbError, lock};

/// Copies the embedded database, as it is at one moment, into a file that is not there yet and that only its owner reads. A server
/// goes on meanwhile; its log grows until the copy is done. What was removed is in no page of the copy.
///
/// Keeps the thread until it is done.
///
/// # Errors
/// [`DbError::Setup`] says what is wrong; no copy is left then.
pub fn copy(from: &Path, to: &Path) -> Result<(), DbError> {
    let source = open(from)?;
    let name = to.to_str().ok_or_else(|| fault(to, "the name of a copy must be UTF-8"))?;
    create(to)?;
    let copied = source.execute("VACUUM INTO ?1", [name]);
    let copied = copied.map_err(|error| fault(to, error)).and_then(|_| sync(to));
    copied.inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}

/// Copies the embedded database at `url` beside it, if its schema is about to be brought up to date: the way back where that is
/// regretted. Returns where the copy is; a copy that an earlier attempt made stays. On PostgreSQL there is nothing to do.
///
/// Keeps the thread until it is done.
///
/// # Errors
/// As [`copy`].
pub fn keep_before_upgrade(url: &Secret) -> Result<Option<PathBuf>, DbError> {
    let Some(path) = sqlite_path(url.expose()).filter(|path| path.exists()) else { return Ok(None) };
    let text = "SELECT count(*) FROM _sqlx_migrations WHERE success";
    // What has no such table holds nothing yet.
    let applied = open(path)?.query_row(text, [], |row| row.get::<_, i64>(0)).unwrap_or(0);
    let applied = usize::try_from(applied).unwrap_or(0);
    if applied == 0 || applied >= schema_version() {
        return Ok(None);
    }
    let kept = path.with_file_name(format!("pforte-of-schema-{applied}.db"));
    if !kept.exists() {
        let part = with_ending(&kept, ".part");
        remove(&part)?;
        copy(path, &part)?;
        fs::rename(&part, &kept).map_err(|error| fault(&kept, error))?;
        sync_folder(&kept)?;
    }
    Ok(Some(kept))
}

/// Checks a file that no process uses: its structure, that what it refers to is there, and that its search indexes hold what they are
/// made of.
///
/// Keeps the thread until it is done.
///
/// # Errors
/// [`DbError::Setup`] says what is wrong.
pub fn check(file: &Path) -> Result<(), DbError> {
    let damaged = |what: &dyn std::fmt::Display| fault(file, format!("is damaged: {what}"));
    let connection = open(file)?;
    let found: Result<String, _> = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0));
    match found {
        Ok(found) if found == "ok" => {}
        Ok(found) => return Err(damaged(&found)),
        Err(error) => return Err(damaged(&error)),
    }
    let lost = connection
        .query_row("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", [], |row| row.get::<_, String>(0));
    match lost {
        Err(rusqlite::Error::QueryReturnedNoRows) => {}
        Ok(table) => return Err(damaged(&format!("what a row of {table} belongs to is not there"))),
        Err(error) => return Err(damaged(&error)),
    }
    for index in search_indexes(&connection).map_err(|error| damaged(&error))? {
        let check = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
        connection.execute(&check, []).map_err(|error| damaged(&format!("{index}: {error}")))?;
    }
    Ok(())
}

fn search_indexes(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let text = "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE %USING fts5%'";
    connection.prepare(text)?.query_map([], |row| row.get(0))?.collect()
}

/// The place of an embedded database into which another one is put. No server serves it meanwhile.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    _lock: File,
}

impl Place {
    /// Takes the place.
    ///
    /// # Errors
    /// [`DbError::Setup`] when a process uses the database there, or the folder cannot be made.
    pub fn take(path: &Path) -> Result<Self, DbError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| fault(folder, error))?;
        }
        Ok(Self { path: path.to_owned(), _lock: lock::take(path)? })
    }

    /// Whether a database is there.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.path.exists()
    }

    /// Puts a file there that no process uses, in one step. What was there is kept beside under the name that is given.
    ///
    /// # Errors
    /// [`DbError::Setup`] says what failed; the database that was there is where it was.
    pub fn put(&self, file: &Path, aside: &Path) -> Result<(), DbError> {
        into_one_file(file)?;
        if self.is_taken() {
            // With its log in it, it can be kept under another name. In use by a command, or damaged, it stays.
            into_one_file(&self.path)?;
            fs::hard_link(&self.path, aside).map_err(|error| fault(aside, error))?;
        }
        // What an earlier database left would be taken for this one's log.
        for ending in BESIDE {
            match fs::rename(with_ending(&self.path, ending), with_ending(aside, ending)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fault(&self.path, error)),
                _ => {}
            }
        }
        fs::rename(file, &self.path).map_err(|error| fault(&self.path, error))?;
        sync_folder(&self.path)
    }
}

/// What SQLite makes beside a file.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Removes a file and what was made beside it while it was in use, as far as there is any.
///
/// # Errors
/// [`DbError::Setup`] says what cannot be removed.
pub fn remove(file: &Path) -> Result<(), DbError> {
    let beside = BESIDE.map(|ending| with_ending(file, ending));
    for path in [file.to_owned(), lock::path(file)].iter().chain(&beside) {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fault(path, error)),
            _ => {}
        }
    }
    Ok(())
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", file.display()))
}

/// Leaves all there is in the one file.
///
/// # Errors
/// [`DbError::Setup`] says what failed: another process has it open, or it is damaged.
pub fn into_one_file(file: &Path) -> Result<(), DbError> {
    let connection = open(file)?;
    let journal = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
    match journal {
        Ok(journal) if journal == "delete" => {}
        Ok(_) => return Err(fault(file, "another process has it open")),
        Err(error) => return Err(fault(file, format!("{error}; is it in use, or damaged?"))),
    }
    drop(connection);
    sync(file)
}

fn open(file: &Path) -> Result<Connection, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(|error| fault(file, error))?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(|error| fault(file, error))?;
    Ok(connection)
}

/// An empty file of the owner's alone.
fn create(file: &Path) -> Result<(), DbError> {
    let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    created.map(drop).map_err(|error| fault(file, error))
}

/// Makes the names in the folder of a file last.
///
/// # Errors
/// [`DbError::Setup`] says what failed.
pub fn sync_folder(file: &Path) -> Result<(), DbError> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync(folder.unwrap_or(Path::new(".")))
}

fn sync(path: &Path) -> Result<(), DbError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| fault(path, error))
}

fn fault(path: &Path, what: impl std::fmt::Display) -> DbError {
    DbError::Setup(format!("{}: {what}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use foundation::Secret;

    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{ConnectOptions as _, Connection as _};

    use super::{Place, check, copy, keep_before_upgrade};
    use crate::migrations::SQLITE;
    use crate::{lock, migrate};

    async fn database(folder: &std::path::Path) -> std::path::PathBuf {
        let path = folder.join("pforte.db");
        migrate(&Secret::new(format!("sqlite:{}", path.display()))).await.unwrap();
        path
    }

    #[tokio::test]
    async fn a_copy_is_whole_and_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let from = database(folder.path()).await;
        let to = folder.path().join("copy.db");
        copy(&from, &to).unwrap();
        check(&to).unwrap();
        assert_eq!(std::fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o600);
        let again = copy(&from, &to).unwrap_err().to_string();
        assert!(again.contains("copy.db") && to.exists(), "{again}");
        let nowhere = copy(&folder.path().join("none.db"), &folder.path().join("other.db")).unwrap_err().to_string();
        assert!(nowhere.contains("none.db") && !folder.path().join("other.db").exists(), "{nowhere}");
    }

    /// F5: there is a way back from every upgrade.
    #[tokio::test]
    async fn what_is_upgraded_is_kept_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pforte.db");
        let url = Secret::new(format!("sqlite:{}", path.display()));
        assert_eq!(keep_before_upgrade(&url).unwrap(), None, "there is none yet");
        let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        SQLITE.run_to(1, &mut connection).await.unwrap();
        connection.close().await.unwrap();
        let kept = keep_before_upgrade(&url).unwrap().unwrap();
        assert_eq!(kept, folder.path().join("pforte-of-schema-1.db"));
        let bytes = std::fs::read(&kept).unwrap();
        assert_eq!(keep_before_upgrade(&url).unwrap(), Some(kept.clone()));
        assert_eq!(std::fs::read(&kept).unwrap(), bytes);
        migrate(&url).await.unwrap();
        assert_eq!(keep_before_upgrade(&url).unwrap(), None, "it is of today");
        check(&kept).unwrap();
        let found: i64 = rusqlite::Connection::open(&kept)
            .unwrap()
            .query_row("SELECT count(*) FROM _sqlx_migrations", [], |row| row.get(0))
            .unwrap();
        assert_eq!(found, 1);
    }

    #[tokio::test]
    async fn damage_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let from = database(folder.path()).await;
        let to = folder.path().join("copy.db");
        copy(&from, &to).unwrap();
        let connection = rusqlite::Connection::open(&to).unwrap();
        let text = "PRAGMA foreign_keys = OFF; INSERT INTO archetype (tenant_id, name, labels, position) VALUES (x'01', 'lost', '{}', 1)";
        connection.execute_batch(text).unwrap();
        let lost = check(&to).unwrap_err().to_string();
        assert!(lost.contains("archetype"), "{lost}");
        connection
            .execute_batch(
                "DELETE FROM archetype; INSERT INTO person_search_index (rowid, folded) VALUES (7, 'nobody')",
            )
            .unwrap();
        let index = check(&to).unwrap_err().to_string();
        assert!(index.contains("person_search_index"), "{index}");
        drop(connection);
        let bytes = std::fs::read(&to).unwrap();
        std::fs::write(&to, &bytes[..bytes.len() / 2]).unwrap();
        let torn = check(&to).unwrap_err().to_string();
        assert!(torn.contains("damaged"), "{torn}");
    }

    #[tokio::test]
    async fn what_was_there_is_kept_beside_and_nobody_uses_it_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let there = database(folder.path()).await;
        let file = folder.path().join("copy.db");
        copy(&there, &file).unwrap();
        let server = lock::take(&there).unwrap();
        assert!(Place::take(&there).is_err(), "a server uses it");
        drop(server);
        let place = Place::take(&there).unwrap();
        let aside = folder.path().join("before.db");
        // A command has it open.
        let command = rusqlite::Connection::open(&there).unwrap();
        command.query_row("SELECT count(*) FROM tenant", [], |_| Ok(())).unwrap();
        command.execute_batch("BEGIN; SELECT * FROM tenant").unwrap();
        let busy = place.put(&file, &aside).unwrap_err().to_string();
        assert!(busy.contains("pforte.db") && there.exists() && file.exists() && !aside.exists(), "{busy}");
        drop(command);
        place.put(&file, &aside).unwrap();
        check(&there).unwrap();
        check(&aside).unwrap();
        assert!(!file.exists() && folder.path().join("pforte.lock").exists());
    }

    #[tokio::test]
    async fn the_log_of_a_database_that_is_gone_is_not_taken_for_anothers() {
        let folder = tempfile::tempdir().unwrap();
        let there = database(folder.path()).await;
        let file = folder.path().join("copy.db");
        copy(&there, &file).unwrap();
        // Killed with something in its log; then only the file was moved away.
        let writer = rusqlite::Connection::open(&there).unwrap();
        let text =
            "PRAGMA wal_autocheckpoint = 0; CREATE TABLE of_the_log (x INTEGER); INSERT INTO of_the_log VALUES (1)";
        writer.execute_batch(text).unwrap();
        let log = std::fs::read(folder.path().join("pforte.db-wal")).unwrap();
        assert!(!log.is_empty());
        drop(writer);
        std::fs::remove_file(&there).unwrap();
        std::fs::write(folder.path().join("pforte.db-wal"), log).unwrap();
        let place = Place::take(&there).unwrap();
        place.put(&file, &folder.path().join("before.db")).unwrap();
        check(&there).unwrap();
        let back = rusqlite::Connection::open(&there).unwrap();
        let of_the_log: i64 = back
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'of_the_log'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(of_the_log, 0);
        assert!(folder.path().join("before.db-wal").exists());
    }
}
