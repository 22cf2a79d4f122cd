//! One slice of rows: compared with what the source said before, and applied, in one transaction.

use std::collections::HashMap;
use std::time::Duration;

use database::{Database, DbError, Transaction};
use directory::intake::{self, Definitions, IntakeError};
use foundation::{Caller, ImportId, PersonId, SourceId};
use tokio::time::Instant;

use super::reading::Mapped;
use super::store::{self, Record, StoredProblem};
use super::{Counts, State};
use crate::mapping::{Candidate, Plan, RowProblem};

/// Everything a slice needs beside its rows.
pub(crate) struct Work<'w> {
    pub(crate) import: ImportId,
    pub(crate) source: SourceId,
    pub(crate) plan: &'w Plan,
    pub(crate) definitions: &'w Definitions,
    /// After so many people created or changed the slice ends, so that others get at the database.
    pub(crate) writes: usize,
    /// After so long it ends too, but not before it has got on.
    pub(crate) patience: Duration,
}

/// How a slice ended.
pub(crate) enum Step {
    /// The first so many rows are applied and counted.
    Applied(usize),
    /// Somebody else works on the import too and is at this row.
    Elsewhere(u64),
    /// The import is not running any more.
    Stopped,
    /// Nothing is changed: a value of this row is another person's.
    Taken(usize, String),
    /// Nothing is changed: somebody edited or removed a person meanwhile.
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

/// Applies as many of the rows as fit a slice, the first of which is row `at` of the file.
pub(crate) async fn apply(
    database: &Database,
    caller: &Caller,
    work: &Work<'_>,
    rows: &[Mapped],
    at: u64,
) -> Result<Step, DbError> {
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
    let differences = compare(&mut tx, work.source, rows).await?;
    let (mut counts, mut records, mut problems) = (Counts::default(), Vec::new(), Vec::new());
    for (index, (row, difference)) in rows.iter().zip(differences).enumerate() {
        if records.len() >= work.writes || !records.is_empty() && began.elapsed() >= work.patience {
            break;
        }
        let candidate = match (&row.outcome, &difference) {
            (Err(found), _) => {
                counts.rejected += 1;
                problems.extend(StoredProblem::all(row.line, found));
                continue;
            }
            (Ok(_), Difference::Unchanged) => {
                counts.unchanged += 1;
                continue;
            }
            (Ok(candidate), _) => candidate,
        };
        let draft = match intake::check(work.definitions, &candidate.draft) {
            Ok(draft) => draft,
            Err(found) => {
                counts.rejected += 1;
                problems.extend(StoredProblem::all(row.line, &work.plan.name_problems(&found)));
                continue;
            }
        };
        let outcome = if let Difference::Changed(person) = difference {
            intake::change(&mut tx, person, &draft, work.source, &candidate.key)
                .await
                .map(|is_changed| (person, is_changed, false))
        } else {
            intake::add(&mut tx, &draft, work.source, &candidate.key).await.map(|person| (person, false, true))
        };
        match outcome {
            Ok((person, is_changed, is_new)) => {
                counts.created += u64::from(is_new);
                counts.changed += u64::from(is_changed);
                counts.unchanged += u64::from(!is_new && !is_changed);
                records.push(Record::new(&candidate.key, person, &candidate.digest));
            }
            Err(IntakeError::Taken { field }) => return Ok(Step::Taken(index, field)),
            Err(IntakeError::NotFound) => return Ok(Step::Disturbed),
            Err(IntakeError::Database(error)) => return Err(error),
        }
    }
    store::save_records(&mut tx, work.source, work.import, records).await?;
    store::add_problems(&mut tx, work.import, problems).await?;
    if !store::advance(&mut tx, work.import, at, &counts).await? {
        return Ok(Step::Stopped);
    }
    tx.commit().await?;
    Ok(Step::Applied(usize::try_from(counts.rows()).unwrap_or(usize::MAX)))
}

/// Rejects a row because a value of it is another person's.
pub(crate) fn reject_taken(plan: &Plan, row: &mut Mapped, field: &str) {
    let Ok(candidate) = &row.outcome else { return };
    let draft = &candidate.draft;
    let attribute = field.strip_prefix("attribute.").unwrap_or(field);
    let given = match field {
        "sign_in_name" => draft.sign_in_name.as_deref().or(draft.email.as_deref()),
        "email" => draft.email.as_deref(),
        _ => draft.attributes.get(attribute).map(String::as_str),
    };
    let problem = RowProblem::new(plan.column_of(field), "taken", given.unwrap_or_default());
    row.outcome = Err(vec![problem]);
}
