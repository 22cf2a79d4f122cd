//! The rows that were not accepted, as a file somebody can work through.

use audit::{Entry, Stream};
use database::Transaction;
use foundation::text::csv_row;
use foundation::{ImportId, Locale, Permission};
use language::Texts;

use super::preview::Problem;
use super::store;
use crate::ImportError;

/// How many problems are in one chunk.
const TOGETHER: i64 = 1_000;

/// A piece of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// CSV (RFC 4180) in UTF-8; the first piece begins with a byte order mark and the header.
    pub text: String,
    /// Where the next piece begins, if there is one.
    pub next: Option<Cursor>,
}

/// The last problem of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    row: i64,
    position: i64,
}

/// The problems of an import behind a cursor: file, row, column, code, message in the reader's language, and what was
/// given. The row is the line of the file; the code `repeats-row:17` also names the row it repeats. Values that a spreadsheet would take for a formula begin with an apostrophe
/// (OWASP ASVS 5.0, 1.2.10). German spreadsheets expect semicolons.
///
/// The first piece is recorded as a disclosure, so the transaction must be a writing one and be committed.
///
/// # Errors
/// [`ImportError::NotFound`] when there is no such import in the tenant.
pub async fn report(
    tx: &mut Transaction,
    id: ImportId,
    locale: Locale,
    after: Option<Cursor>,
) -> Result<Chunk, ImportError> {
    tx.allow(Permission::SeeSources)?;
    let import = store::find(tx, id).await?.ok_or(ImportError::NotFound)?;
    let texts = Texts::of(locale);
    let mut text = String::new();
    if after.is_none() {
        text.push('\u{feff}');
        text.push_str(&csv_row(locale, ["file", "row", "column", "code", "message", "given"]));
        let entry = Entry::new("import.report_downloaded", Stream::Disclosure).object("import", id.0);
        audit::record(tx, entry.detail("file", &import.file_name)).await?;
    }
    let from = after.map_or((0, 0), |cursor| (cursor.row, cursor.position));
    let problems = store::problems(tx, id, from, TOGETHER).await?;
    for problem in &problems {
        let row = problem.row_number.to_string();
        let message = message(texts, &problem.code);
        let cells = [&import.file_name, &row, &problem.column_name, &problem.code, &message, &problem.given];
        text.push_str(&csv_row(locale, cells.map(String::as_str)));
    }
    let is_full = i64::try_from(problems.len()).is_ok_and(|amount| amount == TOGETHER);
    let next = problems.last().filter(|_| is_full).map(|last| Cursor { row: last.row_number, position: last.position });
    Ok(Chunk { text, next })
}

/// The first problems of an import, at most `amount`, for a page. What was given is personal: only those see it who may import
/// and so have the file, the others find it in the report, whose download is recorded.
///
/// # Errors
/// [`ImportError::Refused`] without the permission to see sources.
pub async fn first(tx: &mut Transaction, id: ImportId, amount: u8) -> Result<Vec<Problem>, ImportError> {
    tx.allow(Permission::SeeSources)?;
    let is_shown = tx.caller().may(Permission::ImportPeople);
    let found = store::problems(tx, id, (0, 0), i64::from(amount)).await?;
    let problem = |stored: store::StoredProblem| Problem {
        line: store::unsigned(stored.row_number),
        column: stored.column_name,
        code: stored.code,
        given: if is_shown { stored.given } else { String::new() },
    };
    Ok(found.into_iter().map(problem).collect())
}

/// The words for a code, from the texts `problem-row-WORD` or `problem-WORD`; the code itself where the language has none.
#[must_use]
pub fn message(texts: &Texts, code: &str) -> String {
    let (word, number) = parts(code);
    let keys = [format!("problem-row-{word}"), format!("problem-{word}")];
    match number {
        Some(number) => {
            let messages = keys.iter().map(|key| (texts.f(key, &[("row", number.into())]), key));
            let mut found = messages.filter(|(message, key)| message != *key);
            found.next().map_or_else(|| code.to_owned(), |(message, _)| message)
        }
        None => keys.iter().find_map(|key| texts.find(key)).unwrap_or(word).to_owned(),
    }
}

/// `repeats-row:17` is the word `repeats-row` and the number 17.
fn parts(code: &str) -> (&str, Option<&str>) {
    code.split_once(':').map_or((code, None), |(word, number)| (word, Some(number)))
}
