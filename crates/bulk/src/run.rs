//! The work of a change: slice after slice, each a transaction of its own.

use std::time::Duration;

use audit::Stream;
use database::{Database, DbError, Dialect, Transaction};
use directory::DirectoryError;
use directory::people::{find, walk};
use foundation::{BulkId, Caller, PersonId};
use jobs::{Job, JobError, Work};
use permissions::reach;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::forecast::{forecast, refusal};
use crate::perform::{Done, Writing, perform};
use crate::revert::{Back, Past, revert};
use crate::store::{NewItem, Tally};
use crate::{Action, Change, ItemState, State, asker, steps, store};

/// The kind of the job.
pub const KIND: &str = "bulk.run";
/// How many people are looked at together.
const PIECE: usize = 500;
/// The most people changed in one transaction.
const SLICE: i64 = 200;
/// How long a transaction should take: SQLite has one writer, and a sign-in waits so long. On PostgreSQL others write meanwhile.
const PATIENCE: Duration = Duration::from_millis(10);
/// As many times longer where it keeps nobody from writing.
const UNHURRIED: u32 = 10;

/// What the job is about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Payload {
    /// The change.
    pub change: BulkId,
}

/// The handler of the job, for the worker.
#[must_use]
pub fn work() -> Work {
    Work::new(KIND, |database, job| async move { run(&database, &job).await })
        .at_most(2)
        .when_parked(|database, job| async move { give_up(&database, &job).await })
}

async fn run(database: &Database, job: &Job) -> Result<(), JobError> {
    let payload: Payload = job.read()?;
    while step(database, &job.caller(), payload.change).await? {
        job.keep_on(database).await?;
    }
    Ok(())
}

/// The job was tried for a day.
async fn give_up(database: &Database, job: &Job) -> Result<(), JobError> {
    let payload: Payload = job.read()?;
    let mut tx = database.begin(&job.caller()).await?;
    if let Some(change) = store::lock(&mut tx, payload.change).await? {
        end(tx, &change, State::Failed, Some("bulk-given-up")).await?;
    }
    Ok(())
}

/// Does one slice of whatever is to be done with a change; false when there is nothing left. Broken off, it goes on where it was.
///
/// # Errors
/// What the database reports; nothing of the slice is done then.
pub async fn step(database: &Database, caller: &Caller, id: BulkId) -> Result<bool, DbError> {
    let mut tx = database.read(caller).await?;
    let Some(change) = store::find(&mut tx, id).await? else { return Ok(false) };
    match change.state {
        State::Collecting => collect(tx, database, caller, change).await,
        State::Running | State::Undoing => {
            drop(tx);
            slice(database, caller, id).await
        }
        State::Ready | State::Done | State::Cancelled | State::Failed | State::Undone => Ok(false),
    }
}

// --- who is meant, and what would happen ------------------------------------------------------------------------

/// Looks at the next people, and notes what would happen to them.
async fn collect(mut tx: Transaction, database: &Database, caller: &Caller, change: Change) -> Result<bool, DbError> {
    let stop = async |failure| {
        let tx = database.begin(caller).await?;
        end(tx, &change, State::Failed, Some(failure)).await?;
        Ok(false)
    };
    if !asker::act_as(&mut tx, change.asked_by, change.id).await? {
        drop(tx);
        return stop("bulk-asker-left").await;
    }
    let piece = match walk::walk(&mut tx, &change.selection, change.reached.clone(), PIECE).await {
        Ok(piece) => piece,
        Err(DirectoryError::Database(error)) => return Err(error),
        Err(_) => {
            drop(tx);
            return stop("bulk-not-seen").await;
        }
    };
    let people: Vec<PersonId> = piece.lines.iter().map(|line| line.id).collect();
    let may = reach::those_with(&mut tx, change.action.permission(), &people).await?;
    let mut items = Vec::with_capacity(piece.lines.len());
    for line in &piece.lines {
        let (state, code) = if may.contains(&line.id) {
            forecast(&mut tx, &change.action, line).await?
        } else {
            (ItemState::Refused, Some("not-allowed"))
        };
        items.push(NewItem { person: line.id, sort_key: line.sort_key.clone(), state, code });
    }
    drop(tx);
    let mut tx = database.begin(caller).await?;
    if store::lock(&mut tx, change.id).await?.is_none_or(|now| now.reached != change.reached) {
        return Ok(true); // another has got further
    }
    let mut found = Tally::default();
    let of = |items: &mut Vec<NewItem>, state| items.extract_if(.., |item| item.state == state).collect::<Vec<_>>();
    found.pending = store::add_items(&mut tx, change.id, &of(&mut items, ItemState::Pending)).await?;
    found.unchanged = store::add_items(&mut tx, change.id, &of(&mut items, ItemState::Unchanged)).await?;
    found.refused = store::add_items(&mut tx, change.id, &items).await?;
    if store::walked(&mut tx, &change, piece.next.as_ref(), piece.looked_at, found).await? {
        tx.commit().await?;
    }
    Ok(piece.next.is_some())
}

// --- doing it, and taking it back -------------------------------------------------------------------------------

/// What became of somebody.
type Outcome = (ItemState, Option<&'static str>, Option<Past>);

/// Changes the next people, or has them as before. Where one of them cannot be changed, nothing of the slice is done but that this is
/// noted, and the next slice does without.
async fn slice(database: &Database, caller: &Caller, id: BulkId) -> Result<bool, DbError> {
    let mut tx = database.begin(caller).await?;
    let Some(change) = store::lock(&mut tx, id).await? else { return Ok(false) };
    let (from, by, over) = match change.state {
        State::Running => (ItemState::Pending, change.asked_by, State::Done),
        State::Undoing => (ItemState::Changed, change.undone_by.unwrap_or(change.asked_by), State::Undone),
        _ => return Ok(false),
    };
    if !asker::act_as(&mut tx, by, id).await? {
        end(tx, &change, State::Failed, Some("bulk-asker-left")).await?;
        return Ok(false);
    }
    let people = store::next(&mut tx, id, from, SLICE).await?;
    if people.is_empty() {
        end(tx, &change, over, None).await?;
        return Ok(false);
    }
    if change.action.group().is_none() {
        // In the order everybody holds many, so that nobody waits for each other. A membership holds the tree first.
        let ids: Vec<PersonId> = people.iter().map(|(person, _)| *person).collect();
        find::hold_all(&mut tx, &ids).await?;
    }
    let writing = match change.action {
        Action::Invite => Some(asker::writing(&mut tx, &change.base, by).await?),
        _ => None,
    };
    let patience = PATIENCE * if database.dialect() == Dialect::Postgres { UNHURRIED } else { 1 };
    let (began, mut tally) = (Instant::now(), Tally::default());
    for (person, past) in people {
        match one(&mut tx, &change, writing.as_ref(), person, past).await? {
            Ok((state, code, past)) => {
                if store::settle(&mut tx, (id, person), (from, state), code, past.as_ref()).await? {
                    tally.turn(from, state);
                }
            }
            Err((state, code)) => {
                drop(tx);
                note(database, caller, &change, person, (state, code)).await?;
                return Ok(true);
            }
        }
        if began.elapsed() > patience {
            break;
        }
    }
    store::count(&mut tx, id, tally).await?;
    tx.commit().await?;
    Ok(true)
}

/// Changes one person, or has them as before; the inner error is why that is refused.
async fn one(
    tx: &mut Transaction,
    change: &Change,
    writing: Option<&Writing>,
    person: PersonId,
    past: Option<Past>,
) -> Result<Result<Outcome, (ItemState, &'static str)>, DbError> {
    if change.state == State::Undoing {
        let past = past.unwrap_or(Past::Nothing);
        return Ok(match revert(tx, change, person, &past).await {
            Ok(Back::Undone) => Ok((ItemState::Undone, None, Some(past))),
            Ok(Back::Kept(code)) => Ok((ItemState::Kept, Some(code), Some(past))),
            Err(error) => Err((ItemState::Kept, refusal(error)?.1)),
        });
    }
    Ok(match perform(tx, change, writing, person).await {
        Ok(Done::Changed(past)) => Ok((ItemState::Changed, None, Some(past))),
        Ok(Done::Nothing(code)) => Ok((ItemState::Unchanged, Some(code), None)),
        Ok(Done::Refused(code)) => Ok((ItemState::Refused, Some(code), None)),
        Err(error) => Err(refusal(error)?),
    })
}

/// Notes why somebody could not be changed, while the change goes on.
async fn note(
    database: &Database,
    caller: &Caller,
    change: &Change,
    person: PersonId,
    (state, code): (ItemState, &'static str),
) -> Result<(), DbError> {
    let mut tx = database.begin(caller).await?;
    if store::lock(&mut tx, change.id).await?.is_none_or(|now| now.state != change.state) {
        return Ok(());
    }
    let from = if change.state == State::Undoing { ItemState::Changed } else { ItemState::Pending };
    if store::settle(&mut tx, (change.id, person), (from, state), Some(code), None).await? {
        let mut tally = Tally::default();
        tally.turn(from, state);
        store::count(&mut tx, change.id, tally).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Ends a change and says so; nothing when somebody else ended it.
async fn end(mut tx: Transaction, change: &Change, state: State, failure: Option<&str>) -> Result<(), DbError> {
    if !store::end(&mut tx, change.id, state, failure).await? {
        return Ok(());
    }
    let counts = change.counts;
    let kind = match state {
        State::Undone => "bulk.undone",
        State::Done => "bulk.finished",
        _ => "bulk.failed",
    };
    let mut entry = steps::about(change, kind, Stream::Administration);
    let amounts = if change.undone_by.is_some() {
        [("undone", counts.undone), ("kept", counts.kept), ("refused", counts.refused)]
    } else {
        [("changed", counts.changed), ("unchanged", counts.unchanged), ("refused", counts.refused)]
    };
    for (name, amount) in amounts {
        entry = entry.detail(name, amount.to_string());
    }
    if let Some(failure) = failure {
        tracing::warn!(tenant = %tx.tenant(), change = %change.id, failure, "a change of many people failed");
        entry = entry.failed().detail("failure", failure);
    }
    audit::record(&mut tx, entry).await?;
    tx.commit().await
}
