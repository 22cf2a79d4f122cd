//! The work of an import: slice after slice, each a transaction of its own.

use std::time::Duration;

use audit::{Entry, Stream};
use database::{Database, DbError, Dialect};
use directory::intake::{self, Definitions};
use foundation::{Caller, ImportId};
use jobs::{Job, JobError, Work};
use serde::{Deserialize, Serialize};

use super::apply::{self, Step};
use super::parts::{self, PartError};
use super::reading::Reading;
use super::{Import, State, store};
use crate::file::FileProblem;

/// The kind of the job.
pub const KIND: &str = "import.run";
/// How often a slice begins anew because somebody edited one of its people at the same moment.
const TRIES: u32 = 5;

/// What the job is about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Payload {
    /// The import.
    pub import: ImportId,
}

/// How large a slice is. It begins small and grows or shrinks with how long the one before took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The most people created or changed in one transaction.
    pub writes: usize,
    /// How long a transaction should take: SQLite has one writer, and a sign-in waits so long. On PostgreSQL, where others
    /// write at the same time, slices take [`Pace::UNHURRIED`] times as long, because each is a commit.
    pub patience: Duration,
    /// The most rows compared in one transaction; reached only while nearly all of them are unchanged.
    pub rows: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { writes: 1_024, patience: Duration::from_millis(10), rows: 4_096 }
    }
}

impl Pace {
    /// How many times longer a slice may take where it keeps nobody from writing.
    pub const UNHURRIED: u32 = 10;
    /// Fewer people in a slice save little: most of what it costs is then the commit.
    const LEAST: usize = 64;
    /// What adding a person is thought to take until it is measured.
    const GUESS: Duration = Duration::from_micros(100);

    /// How many people the first slice has.
    fn first(self) -> usize {
        let fitting = self.patience.as_micros() / Self::GUESS.as_micros();
        usize::try_from(fitting).unwrap_or(usize::MAX).max(Self::LEAST).min(self.writes.max(1))
    }

    /// How many people the next slice has, after one of at most `now` that had `writes` and took `held`: at most twice and at
    /// least half as many, and a multiple of 16, so that each table takes few statements.
    fn next(self, now: usize, writes: usize, held: Duration) -> usize {
        if writes * 2 < now {
            return now; // it tells little of what a full one takes
        }
        let patience = self.patience.as_nanos();
        let fitting = (writes as u128).saturating_mul(patience) / held.as_nanos().max(1);
        let fitting = usize::try_from(fitting).unwrap_or(usize::MAX);
        let next = fitting.clamp(now.div_ceil(2), now.saturating_mul(2)).max(Self::LEAST).min(self.writes.max(1));
        if next > 16 { next / 16 * 16 } else { next }
    }
}

/// Why an import did not get on. What is applied is counted; the next attempt goes on behind it.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// People of one slice were edited again and again at the same moment, or somebody reset the import.
    #[error("the rows could not be applied undisturbed")]
    Disturbed,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The handler of the job, for the worker.
#[must_use]
pub fn work(pace: Pace) -> Work {
    Work::new(KIND, move |database, job| async move { run(&database, &job, pace).await })
        .at_most(2)
        .when_parked(|database, job| async move { give_up(&database, &job).await })
}

async fn run(database: &Database, job: &Job, pace: Pace) -> Result<(), JobError> {
    let again = |error: RunError| match error {
        RunError::Database(error) => JobError::Database(error),
        RunError::Disturbed => JobError::Again(error.to_string()),
    };
    let payload: Payload = job.read()?;
    let Some(mut run) = Run::open(database, &job.caller(), payload.import, pace).await.map_err(again)? else {
        return Ok(());
    };
    while run.step().await.map_err(again)? {
        job.keep_on(database).await?;
    }
    Ok(())
}

/// The job was tried for a day: the import must not keep its source busy for ever.
async fn give_up(database: &Database, job: &Job) -> Result<(), JobError> {
    let payload: Payload = job.read()?;
    end(database, &job.caller(), payload.import, State::Failed, Some("import-given-up")).await?;
    Ok(())
}

/// An import that is being worked on. Dropped at any moment it leaves whole slices behind, and the next one goes on there.
pub struct Run {
    database: Database,
    caller: Caller,
    import: Import,
    definitions: Definitions,
    reading: Reading,
    pace: Pace,
    /// Rows applied so far, by anyone.
    at: u64,
    /// People to create or change in the next slice.
    writes: usize,
    /// Rows to look at together in the next slice.
    size: usize,
}

impl Run {
    /// Takes up a running import where it stands; nothing when it is not running.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(
        database: &Database,
        caller: &Caller,
        id: ImportId,
        pace: Pace,
    ) -> Result<Option<Self>, RunError> {
        let mut tx = database.read(caller).await?;
        let Some(import) = store::find(&mut tx, id).await?.filter(|import| import.state == State::Running) else {
            return Ok(None);
        };
        let Some(facts) = &import.facts else { return Ok(None) };
        let definitions = intake::definitions(&mut tx).await?;
        let mut reading = Reading::new(facts, &import.mapping, &definitions);
        reading.leave_out(import.rows_read);
        let unhurried = if database.dialect() == Dialect::Postgres { Pace::UNHURRIED } else { 1 };
        let pace = Pace { patience: pace.patience.saturating_mul(unhurried), ..pace };
        let (at, writes) = (import.rows_read, pace.first());
        let (database, caller) = (database.clone(), caller.clone());
        Ok(Some(Self { database, caller, import, definitions, reading, pace, at, writes, size: writes }))
    }

    /// Applies the next slice. False when there is nothing left to do.
    ///
    /// # Errors
    /// [`RunError`]; nothing of the slice is applied then.
    pub async fn step(&mut self) -> Result<bool, RunError> {
        if let Err(failure) = self.fill().await? {
            end(&self.database, &self.caller, self.import.id, State::Failed, Some(failure)).await?;
            return Ok(false);
        }
        let mut rows = self.reading.take(self.size);
        if rows.is_empty() {
            let is_whole = self.at == self.import.rows_total;
            let (state, failure) = if is_whole { (State::Done, None) } else { (State::Failed, Some("file-damaged")) };
            end(&self.database, &self.caller, self.import.id, state, failure).await?;
            return Ok(false);
        }
        let mut tries = 0;
        loop {
            let work = apply::Work {
                import: self.import.id,
                source: self.import.source,
                plan: self.reading.plan(),
                definitions: &self.definitions,
                writes: self.writes,
            };
            match apply::apply(&self.database, &self.caller, &work, &rows, self.at).await? {
                Step::Applied { rows: amount, writes, held } => {
                    let rest = rows.split_off(amount.min(rows.len()));
                    self.writes = self.pace.next(self.writes, writes, held);
                    // Many changes: look at no more rows than fit a slice. Few: look at more of them at once.
                    self.size = if rest.is_empty() {
                        (self.size * 2).min(self.pace.rows.max(1))
                    } else {
                        amount.max(self.writes)
                    };
                    self.reading.put_back(rest);
                    self.at += amount as u64;
                    return Ok(true);
                }
                Step::Elsewhere(there) if there > self.at => {
                    self.reading.put_back(rows);
                    self.reading.leave_out(there - self.at);
                    self.at = there;
                    return Ok(true);
                }
                Step::Stopped => return Ok(false),
                Step::Disturbed if tries < TRIES => tries += 1,
                Step::Elsewhere(_) | Step::Disturbed => return Err(RunError::Disturbed),
            }
        }
    }

    /// Reads parts until enough rows are ready; the inner error is why the file cannot be read.
    async fn fill(&mut self) -> Result<Result<(), &'static str>, DbError> {
        while let Some(number) = self.reading.next_part(self.size) {
            let mut tx = self.database.read(&self.caller).await?;
            let part = match parts::load(&mut tx, self.import.id, number).await {
                Ok(part) => part,
                Err(PartError::Gone) => return Ok(Err("file-forgotten")),
                Err(PartError::Sealed(_)) => return Ok(Err("file-damaged")),
                Err(PartError::Database(error)) => return Err(error),
            };
            drop(tx);
            if let Err(problem) = self.reading.feed(&part) {
                return Ok(Err(FileProblem::code(&problem)));
            }
        }
        Ok(Ok(()))
    }
}

/// Ends a running import and says so; nothing when somebody else ended it.
async fn end(
    database: &Database,
    caller: &Caller,
    id: ImportId,
    state: State,
    failure: Option<&str>,
) -> Result<(), DbError> {
    let mut tx = database.begin(caller).await?;
    if !store::end(&mut tx, id, state, failure).await? {
        return Ok(());
    }
    let Some(import) = store::find(&mut tx, id).await? else { return Ok(()) };
    let counts = import.counts;
    let kind = if state == State::Done { "import.finished" } else { "import.failed" };
    let mut entry =
        Entry::new(kind, Stream::Administration).object("import", id.0).detail("source", &import.source_name);
    let amounts = [
        ("created", counts.created),
        ("changed", counts.changed),
        ("unchanged", counts.unchanged),
        ("rejected", counts.rejected),
    ];
    for (name, amount) in amounts {
        entry = entry.detail(name, amount.to_string());
    }
    if let Some(failure) = failure {
        tracing::warn!(tenant = %caller.tenant, import = %id, failure, "an import failed");
        entry = entry.failed().detail("failure", failure);
    }
    audit::record(&mut tx, entry).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Pace;

    #[test]
    fn a_slice_has_as_many_people_as_fit_the_time() {
        let pace = Pace { writes: 1_000, patience: Duration::from_millis(10), rows: 1 };
        let held = Duration::from_millis;
        assert_eq!(pace.first(), 100);
        assert_eq!(pace.next(200, 200, held(20)), 96, "too slow");
        assert_eq!(pace.next(100, 100, held(8)), 112, "125 would fit, in twice as many statements");
        assert_eq!(pace.next(128, 128, held(1)), 256, "much faster, but only by little at once");
        assert_eq!(pace.next(800, 800, Duration::ZERO), 992, "never more than is allowed");
        assert_eq!(pace.next(128, 63, held(20)), 128, "half a slice tells nothing of a full one");
        assert_eq!(pace.next(64, 64, held(5_000)), 64, "fewer would not help");
        let hasty = Pace { patience: Duration::ZERO, ..pace };
        assert_eq!((hasty.first(), hasty.next(64, 64, held(1))), (64, 64), "it always gets on");
        let patient = Pace { patience: Duration::MAX, ..pace };
        assert_eq!((patient.first(), patient.next(300, 300, held(1))), (1_000, 592));
        let small = Pace { writes: 3, ..hasty };
        assert_eq!((small.first(), small.next(3, 3, held(1))), (3, 3), "what is allowed comes first");
    }
}
