//! What an import would do, without doing it.

use database::Transaction;
use directory::intake;
use foundation::{ImportId, Permission};

use super::apply::{Difference, compare};
use super::reading::Reading;
use super::samples::{Sample, Samples};
use super::{Counts, Import, parts, store};
use crate::ImportError;
use crate::mapping::RowProblem;

/// How many problems are shown.
const PROBLEMS: usize = 50;
/// How many rows are compared in one statement.
const TOGETHER: usize = 2_000;

/// What an import would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The import.
    pub import: Import,
    /// The rows of the whole file by what would happen to them. A row counts as changed when it says something else than
    /// the last time; it may turn out that the person has these values already.
    pub counts: Counts,
    /// The first 50 problems in the order of the file.
    pub problems: Vec<Problem>,
    /// Up to five people who would be new and five who would change.
    pub samples: Vec<Sample>,
}

/// Why a row would be rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file the row begins in.
    pub line: u64,
    /// The column, or empty when it is the row as a whole.
    pub column: String,
    /// Why, as a word that language files translate; see [`crate::imports::report::message`].
    pub code: String,
    /// What was given.
    pub given: String,
}

/// Reads the whole file and changes nothing. What only shows when two people meet, a sign-in name or unique value that is
/// another person's, is found by the import itself.
///
/// # Errors
/// [`ImportError::WrongState`] without a mapping, [`ImportError::Forgotten`] when the file is not kept any more.
pub async fn preview(tx: &mut Transaction, id: ImportId) -> Result<Preview, ImportError> {
    tx.allow(Permission::ImportPeople)?;
    let import = store::find(tx, id).await?.ok_or(ImportError::NotFound)?;
    let facts = import.facts.clone().filter(|_| import.is_mapped()).ok_or(ImportError::WrongState)?;
    let definitions = intake::definitions(tx).await?;
    let mut reading = Reading::new(&facts, &import.mapping, &definitions);
    let (mut counts, mut problems, mut samples) = (Counts::default(), Vec::new(), Samples::default());
    loop {
        while let Some(number) = reading.next_part(TOGETHER) {
            let part = parts::load(tx, id, number).await?;
            reading.feed(&part)?;
        }
        let rows = reading.take(TOGETHER);
        if rows.is_empty() {
            return Ok(Preview { import, counts, problems, samples: samples.0 });
        }
        let differences = compare(tx, import.source, &rows).await?;
        for (row, difference) in rows.into_iter().zip(differences) {
            let outcome = match row.outcome {
                Ok(_) if matches!(difference, Difference::Unchanged) => Ok(()),
                Ok(candidate) => match intake::check(&definitions, &candidate.draft) {
                    Ok(_) => {
                        samples.add(tx, row.line, &candidate, &difference).await?;
                        Ok(())
                    }
                    Err(found) => Err(reading.plan().name_problems(&found)),
                },
                Err(found) => Err(found),
            };
            match (outcome, difference) {
                (Err(found), _) => {
                    counts.rejected += 1;
                    let free = PROBLEMS.saturating_sub(problems.len());
                    problems.extend(found.into_iter().take(free).map(|problem| Problem::of(row.line, problem)));
                }
                (Ok(()), Difference::New) => counts.created += 1,
                (Ok(()), Difference::Changed(_)) => counts.changed += 1,
                (Ok(()), Difference::Unchanged) => counts.unchanged += 1,
            }
        }
    }
}

impl Problem {
    fn of(line: u64, problem: RowProblem) -> Self {
        Self { line, column: problem.column, code: problem.code, given: problem.given }
    }
}
