//! The work of an export: piece after piece, each read and written for itself.

use audit::{Entry, Stream};
use chrono::NaiveDate;
use database::{Database, DbError, Transaction};
use directory::people::list::{Key, Line};
use directory::people::profiles::{self, Parts};
use directory::people::{acting, walk};
use directory::{DirectoryError, tenants};
use foundation::{Caller, ExportId, Permission, PersonId};
use jobs::{Job, JobError, Work};
use serde::{Deserialize, Serialize};

use crate::file::{self, Row};
use crate::store::{self, Placed};
use crate::{Column, Export, State, cells, parts};

/// The kind of the job.
pub const KIND: &str = "export.run";
/// How many people are looked at in one piece; memory is bounded by it, however many are meant.
pub const PIECE: usize = 500;

/// What the job is about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Payload {
    /// The export.
    pub export: ExportId,
}

/// The handler of the job, for the worker.
#[must_use]
pub fn work(piece: usize) -> Work {
    Work::new(KIND, move |database, job| async move { run(&database, &job, piece).await })
        .at_most(2)
        .when_parked(|database, job| async move { give_up(&database, &job).await })
}

async fn run(database: &Database, job: &Job, piece: usize) -> Result<(), JobError> {
    let payload: Payload = job.read()?;
    while step(database, &job.caller(), payload.export, piece).await? {
        job.keep_on(database).await?;
    }
    Ok(())
}

/// The job was tried for a day: whoever waits is told.
async fn give_up(database: &Database, job: &Job) -> Result<(), JobError> {
    let payload: Payload = job.read()?;
    fail(database, &job.caller(), payload.export, "export-given-up").await?;
    while step(database, &job.caller(), payload.export, PIECE).await? {
        job.keep_on(database).await?;
    }
    Ok(())
}

/// A piece that was read and is not yet kept.
struct Piece {
    bytes: Vec<u8>,
    rows: usize,
    next: Option<Key>,
}

/// Writes the next piece of a running export, or removes some of one that nobody gets. False when there is nothing left to do.
///
/// It is read with what the person who asked may do at this moment, and without keeping anybody from writing; then it is kept
/// together with the place where the next one begins. Broken off at any point, the next step begins where this one did.
///
/// # Errors
/// What the database reports; nothing of the piece is kept then.
pub async fn step(database: &Database, system: &Caller, id: ExportId, most: usize) -> Result<bool, DbError> {
    let mut tx = database.read(system).await?;
    let Some(placed) = store::find(&mut tx, id).await? else { return Ok(false) };
    match placed.export.state {
        State::Running => {}
        State::Done => return Ok(false),
        State::Failed | State::Cancelled => {
            drop(tx);
            let mut tx = database.begin(system).await?;
            let is_more = parts::remove(&mut tx, id).await?;
            tx.commit().await?;
            return Ok(is_more);
        }
    }
    let Some(asker) = acting::as_person(&mut tx, placed.export.asked_by, &id.to_string()).await? else {
        drop(tx);
        return fail(database, system, id, "export-asker-gone").await;
    };
    tx.known_as(asker);
    if permissions::reach::word_of_rights(&mut tx).await? != placed.rights {
        drop(tx);
        return fail(database, system, id, "export-other-rights").await;
    }
    let read = read(&mut tx, &placed, most).await;
    drop(tx);
    let piece = match read {
        Ok(piece) => piece,
        Err(DirectoryError::Database(error)) => return Err(error),
        Err(_) => return fail(database, system, id, "export-place-gone").await,
    };
    let mut tx = database.begin(system).await?;
    if !store::advance(&mut tx, id, placed.pieces, piece.rows, piece.next.as_ref()).await? {
        // Somebody else wrote it, or it was stopped: the next look tells.
        return Ok(true);
    }
    if !piece.bytes.is_empty() {
        parts::save(&mut tx, id, placed.pieces, &piece.bytes).await?;
    }
    let is_last = piece.next.is_none();
    if is_last && store::end(&mut tx, id, State::Done, None).await? {
        let rows = placed.export.rows.saturating_add(u64::try_from(piece.rows).unwrap_or(u64::MAX));
        let entry = Entry::new("export.finished", Stream::Disclosure).object("export", id.0);
        audit::record(&mut tx, entry.detail("rows", rows.to_string())).await?;
    }
    tx.commit().await?;
    Ok(!is_last)
}

/// The next people, as lines of the file.
async fn read(tx: &mut Transaction, placed: &Placed, most: usize) -> Result<Piece, DirectoryError> {
    let export = &placed.export;
    let found = walk::walk(tx, &export.selection, placed.after.clone(), most).await?;
    let people: Vec<PersonId> = found.lines.iter().map(|line| line.id).collect();
    // Somebody may see more people than they may take out.
    let may = permissions::reach::those_with(tx, Permission::ExportPeople, &people).await?;
    let lines: Vec<Line> = found.lines.into_iter().filter(|line| may.contains(&line.id)).collect();
    let rows = rows(tx, export, &lines).await?;
    let is_first = placed.pieces == 0;
    let bytes =
        file::lines(export.format, &export.columns, &rows, is_first).ok_or(DbError::Corrupt("person export"))?;
    Ok(Piece { bytes, rows: rows.len(), next: found.next })
}

async fn rows(tx: &mut Transaction, export: &Export, lines: &[Line]) -> Result<Vec<Row>, DbError> {
    let people: Vec<PersonId> = lines.iter().map(|line| line.id).collect();
    let profiles = if export.columns.iter().any(Column::is_of_profile) {
        let wants = |column: &Column| export.columns.contains(column);
        let parts = Parts {
            addresses: wants(&Column::Email) || wants(&Column::Phone),
            organisations: if wants(&Column::Organisations) { Some(today(tx).await?) } else { None },
        };
        profiles::of_all(tx, &people, parts).await?
    } else {
        std::collections::HashMap::new()
    };
    let row = |line: &Line| {
        let profile = profiles.get(&line.id);
        export.columns.iter().map(|column| cells::cell(column, line, profile)).collect()
    };
    Ok(lines.iter().map(row).collect())
}

/// The day it is in the tenant.
async fn today(tx: &mut Transaction) -> Result<NaiveDate, DbError> {
    let zone = tenants::manage::own(tx).await?.settings.zone();
    Ok(tx.now().with_timezone(&zone).date_naive())
}

/// Ends a running export that cannot go on, and says so; nothing when somebody else ended it. Its file is left to remove.
async fn fail(database: &Database, system: &Caller, id: ExportId, failure: &'static str) -> Result<bool, DbError> {
    let mut tx = database.begin(system).await?;
    if store::end(&mut tx, id, State::Failed, Some(failure)).await? {
        tracing::warn!(tenant = %system.tenant, export = %id, failure, "an export failed");
        let entry = Entry::new("export.failed", Stream::Disclosure).object("export", id.0).failed();
        audit::record(&mut tx, entry.detail("failure", failure)).await?;
        tx.commit().await?;
    }
    Ok(true)
}
