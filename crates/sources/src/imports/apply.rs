//! One slice of rows: compared with what the source said before, and applied, in one transaction.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use authentication::password::imported;
use database::{Database, DbError, Transaction};
use directory::intake::{self, CheckedDraft, Definitions, Incoming, IntakeError, Outcome};
use foundation::{Caller, ImportId, PersonId, SourceId};
use tokio::time::Instant;

use super::reading::Mapped;
use super::store::{self, Record, StoredProblem};
use super::{Counts, State};
use crate::mapping::{Candidate, Plan, RowProblem};
use crate::source;

/// Everything a slice needs beside its rows.
pub(crate) struct Work<'w> {
    pub(crate) import: ImportId,
    pub(crate) source: SourceId,
    pub(crate) plan: &'w Plan,
    pub(crate) definitions: &'w Definitions,
    /// After so many people to create or change the slice ends.
    pub(crate) writes: usize,
}

/// How a slice ended.
pub(crate) enum Step {
    /// The first so many rows are applied and counted.
    Applied {
        /// How many rows.
        rows: usize,
        /// How many people were to be created or changed.
        writes: usize,
        /// How long the transaction took until its commit; on SQLite nobody else can write meanwhile.
        held: Duration,
    },
    /// Somebody else works on the import too and is at this row.
    Elsewhere(u64),
    /// The import is not running any more.
    Stopped,
    /// Nothing is changed: somebody added, edited or removed a person meanwhile.
    Disturbed,
}

/// What is to be done with a row.
pub(crate) enum Difference {
    New,
    Changed(PersonId),
    Unchanged,
}

/// Compares rows with what the source said before, in one statement for all of them.
pub(crate) async fn compare(
    tx: &mut Transaction,
    source: SourceId,
    rows: &[Mapped],
) -> Result<Vec<Difference>, DbError> {
    let candidates = || rows.iter().filter_map(|row| row.outcome.as_ref().ok());
    let known = store::known(tx, source, candidates().map(|candidate| candidate.key.clone()).collect()).await?;
    let known: HashMap<&str, &store::Known> =
        known.iter().map(|record| (record.external_id.as_str(), record)).collect();
    let difference = |candidate: &Candidate| match known.get(candidate.key.as_str()) {
        None => Difference::New,
        Some(record) if record.digest == candidate.digest => Difference::Unchanged,
        Some(record) => Difference::Changed(record.person_id),
    };
    Ok(rows.iter().map(|row| row.outcome.as_ref().map_or(Difference::Unchanged, difference)).collect())
}

/// A row that is ready to be applied.
enum Ready<'r> {
    Rejected(Vec<RowProblem>),
    Unchanged,
    Draft { candidate: &'r Candidate, draft: Box<CheckedDraft>, person: Option<PersonId> },
}

/// Checks as many of the rows as fit a slice: so many people at most, and nobody twice.
fn make_ready<'r>(work: &Work<'_>, rows: &'r [Mapped], differences: Vec<Difference>) -> Vec<Ready<'r>> {
    let (mut ready, mut writes, mut seen) = (Vec::with_capacity(rows.len()), 0, HashSet::new());
    for (row, difference) in rows.iter().zip(differences) {
        let candidate = match &row.outcome {
            Ok(candidate) => candidate,
            Err(found) => {
                ready.push(Ready::Rejected(found.clone()));
                continue;
            }
        };
        let person = match difference {
            Difference::Unchanged => {
                ready.push(Ready::Unchanged);
                continue;
            }
            Difference::New => None,
            Difference::Changed(person) => Some(person),
        };
        if writes == work.writes || person.is_some_and(|person| !seen.insert(person)) {
            break;
        }
        ready.push(match intake::check(work.definitions, &candidate.draft) {
            Ok(draft) => {
                writes += 1;
                Ready::Draft { candidate, draft: Box::new(draft), person }
            }
            Err(found) => Ready::Rejected(work.plan.name_problems(&found)),
        });
    }
    ready
}

/// Applies as many of the rows as fit a slice, the first of which is row `at` of the file.
///
/// Rows are compared and checked before the writing transaction begins, because SQLite has one writer. What is found then
/// still holds in it: only an import writes what its source said, one of a source runs at a time, and the place in the file
/// tells whether another worker was faster. A person removed in between disturbs the slice, which begins anew.
pub(crate) async fn apply(
    database: &Database,
    caller: &Caller,
    work: &Work<'_>,
    rows: &[Mapped],
    at: u64,
) -> Result<Step, DbError> {
    let mut tx = database.read(caller).await?;
    let differences = compare(&mut tx, work.source, rows).await?;
    drop(tx);
    let ready = make_ready(work, rows, differences);
    let slice: Vec<(&Candidate, Incoming<'_>)> = ready
        .iter()
        .filter_map(|row| match row {
            Ready::Draft { candidate, draft, person } => {
                Some((*candidate, Incoming { draft, external_id: &candidate.key, person: *person }))
            }
            _ => None,
        })
        .collect();

    let mut tx = database.begin(caller).await?;
    let began = Instant::now();
    match store::lock(&mut tx, work.import).await? {
        Some(place) if place.state != State::Running => return Ok(Step::Stopped),
        Some(place) if store::unsigned(place.rows_read) != at => {
            return Ok(Step::Elsewhere(store::unsigned(place.rows_read)));
        }
        Some(_) => {}
        None => return Ok(Step::Stopped),
    }
    let incoming: Vec<Incoming<'_>> = slice.iter().map(|(_, incoming)| *incoming).collect();
    let outcomes = match intake::apply(&mut tx, work.definitions, work.source, &incoming).await {
        Ok(outcomes) => outcomes,
        Err(IntakeError::Disturbed) => return Ok(Step::Disturbed),
        Err(IntakeError::Database(error)) => return Err(error),
    };
    let mut outcomes = outcomes.into_iter();
    let (mut counts, mut records, mut problems) = (Counts::default(), Vec::with_capacity(slice.len()), Vec::new());
    let mut passwords = Vec::new();
    for (row, ready) in rows.iter().zip(&ready) {
        let candidate = match ready {
            Ready::Unchanged => {
                counts.unchanged += 1;
                continue;
            }
            Ready::Rejected(found) => {
                counts.rejected += 1;
                problems.extend(StoredProblem::all(row.line, found));
                continue;
            }
            Ready::Draft { candidate, .. } => candidate,
        };
        let person = match outcomes.next() {
            Some(Outcome::Added(person)) => {
                counts.created += 1;
                passwords.extend(candidate.password_hash.as_deref().map(|hash| (person, hash)));
                person
            }
            Some(Outcome::Changed(person)) => {
                counts.changed += 1;
                person
            }
            Some(Outcome::Unchanged(person)) => {
                counts.unchanged += 1;
                person
            }
            Some(Outcome::Taken { field }) => {
                counts.rejected += 1;
                problems.extend(StoredProblem::all(row.line, &[taken(work.plan, candidate, &field)]));
                continue;
            }
            None => return Ok(Step::Disturbed),
        };
        records.push(Record { key: &candidate.key, person, digest: &candidate.digest });
    }
    imported::save_all(&mut tx, &passwords).await?;
    store::save_records(&mut tx, work.source, work.import, &records).await?;
    store::add_problems(&mut tx, work.import, &problems).await?;
    source::count(&mut tx, work.source, counts.created).await?;
    if !store::advance(&mut tx, work.import, at, &counts).await? {
        return Ok(Step::Stopped);
    }
    // Without the commit, which costs the same for few and for many.
    let held = began.elapsed();
    tx.commit().await?;
    Ok(Step::Applied { rows: ready.len(), writes: slice.len(), held })
}

/// A value of the row is another person's.
fn taken(plan: &Plan, candidate: &Candidate, field: &str) -> RowProblem {
    let draft = &candidate.draft;
    let attribute = field.strip_prefix("attribute.").unwrap_or(field);
    let given = match field {
        "sign_in_name" => draft.sign_in_name.as_deref(),
        _ => draft.attributes.get(attribute).map(String::as_str),
    };
    plan.problem(plan.column_of(field), "taken", given.unwrap_or_default())
}
