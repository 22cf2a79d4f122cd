//! Many rows by one declared insertion: the text of a row is declared, prepared and checked as any other, and repeated for
//! as many rows as there are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::AssertSqlSafe;

use crate::statement::{Declared, Scope, Statement, TenantStatement, names_its_tenant, parameters};
use crate::{DbError, Transaction};

/// How many rows one text has at most. Texts have a power of two rows, so that few of them are prepared.
const MOST: usize = 64;

/// The insertion of a row of one tenant, which can be repeated for many rows: [`Transaction::insert_all`].
#[derive(Debug, Clone, Copy)]
pub struct InsertStatement(Declared);

impl InsertStatement {
    /// How it was declared, for the tests that check every statement.
    #[must_use]
    pub const fn declared(&self) -> Declared {
        self.0
    }
}

impl From<InsertStatement> for TenantStatement {
    fn from(statement: InsertStatement) -> Self {
        Self(statement.0)
    }
}

/// Declares an insertion; fails to compile when it does not bind its tenant, or when something behind the row's values names
/// a value of the row, which cannot be repeated (`excluded.column` can).
#[doc(hidden)]
#[must_use]
pub const fn declared_insert(name: &'static str, sqlite: &'static str, postgres: &'static str) -> InsertStatement {
    assert!(names_its_tenant(sqlite) && names_its_tenant(postgres), "an insertion must bind its tenant as `$1`");
    assert!(is_repeatable(sqlite) && is_repeatable(postgres), "an insertion names its values in `VALUES (…)` only");
    InsertStatement(Declared::new(name, Scope::Tenant, sqlite, postgres))
}

/// Where the values of the row begin and end, brackets included.
#[expect(clippy::indexing_slicing, reason = "both bounds are checked by the loops")]
const fn values(text: &[u8]) -> Option<(usize, usize)> {
    const BEFORE: &[u8] = b"VALUES (";
    let mut start = 0;
    while start + BEFORE.len() <= text.len() {
        let mut at = 0;
        while at < BEFORE.len() && text[start + at] == BEFORE[at] {
            at += 1;
        }
        if at == BEFORE.len() {
            let open = start + BEFORE.len() - 1;
            let (mut end, mut depth) = (open, 0_usize);
            while end < text.len() {
                match text[end] {
                    b'(' => depth += 1,
                    b')' if depth == 1 => return Some((open, end + 1)),
                    b')' => depth -= 1,
                    _ => {}
                }
                end += 1;
            }
            return None;
        }
        start += 1;
    }
    None
}

#[expect(clippy::indexing_slicing, reason = "the bound is checked by the loop")]
const fn is_repeatable(text: &str) -> bool {
    let text = text.as_bytes();
    let Some((_, mut at)) = values(text) else { return false };
    while at < text.len() {
        if text[at] == b'$' {
            return false;
        }
        at += 1;
    }
    true
}

/// The text for so many rows: the first parameter, the tenant, stays; the others of each further row are numbered on.
fn repeated(text: &str, rows: usize) -> String {
    let Some((open, end)) = values(text.as_bytes()) else { return text.to_owned() };
    let (before, rest) = text.split_at(open);
    let (row, after) = rest.split_at(end - open);
    let own = parameters(text).saturating_sub(1);
    let mut whole = String::with_capacity(text.len() + rows * (row.len() + 2 * own));
    whole.push_str(before);
    for number in 0..rows {
        if number > 0 {
            whole.push_str(", ");
        }
        let mut pieces = row.split('$');
        whole.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (parameter, words) = piece.split_at(digits);
            let parameter: usize = parameter.parse().unwrap_or_default();
            let parameter = if parameter == 1 { 1 } else { parameter + number * own };
            whole.push_str(&format!("${parameter}{words}"));
        }
    }
    whole.push_str(after);
    whole
}

/// The texts that were made so far: one for each insertion and number of rows.
#[derive(Default)]
pub(crate) struct Texts(Mutex<HashMap<(&'static str, usize), Arc<str>>>);

impl Texts {
    fn of(&self, name: &'static str, text: &str, rows: usize) -> Arc<str> {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.entry((name, rows)).or_insert_with(|| repeated(text, rows).into()).clone()
    }
}

impl Transaction {
    /// Runs an insertion for each of the rows, many of them in one statement; `bind` binds the values of one row behind `$1`.
    /// Returns how many rows were added or changed.
    ///
    /// # Errors
    /// What the driver reports, and [`DbError::Arguments`] when `bind` does not bind as many values as the text names.
    pub async fn insert_all<T>(
        &mut self,
        statement: InsertStatement,
        rows: &[T],
        bind: impl for<'s> Fn(Statement<'s>, &T) -> Statement<'s>,
    ) -> Result<u64, DbError> {
        let (mut rest, mut changed) = (rows, 0);
        while !rest.is_empty() {
            // The largest power of two that fits.
            let amount = (1 << rest.len().ilog2()).min(MOST);
            let (now, later) = rest.split_at(amount);
            let statement = now.iter().fold(self.sql(statement), &bind);
            changed += statement.execute_rows(amount).await?;
            rest = later;
        }
        Ok(changed)
    }
}

impl Statement<'_> {
    /// Runs it with the values of so many rows.
    async fn execute_rows(mut self, rows: usize) -> Result<u64, DbError> {
        let text = self.check_rows(rows)?;
        // Made of a declared text only.
        let text = AssertSqlSafe(self.database.texts().of(self.declared.name, text, rows));
        self.execute_as(text).await
    }
}

#[cfg(test)]
mod tests {
    use super::{is_repeatable, repeated};

    #[test]
    fn rows_share_the_tenant_and_nothing_else() {
        let text = "INSERT INTO t (tenant_id, a, b, c) VALUES ($1, $2, coalesce($3, 0), $2) ON CONFLICT DO NOTHING";
        assert_eq!(repeated(text, 1), text);
        assert_eq!(
            repeated(text, 3),
            "INSERT INTO t (tenant_id, a, b, c) VALUES ($1, $2, coalesce($3, 0), $2), ($1, $4, coalesce($5, 0), $4), ($1, $6, coalesce($7, 0), $6) ON CONFLICT DO NOTHING"
        );
    }

    #[test]
    fn what_cannot_be_repeated_is_refused() {
        assert!(is_repeatable("INSERT INTO t (a) VALUES ($1, f($2)) ON CONFLICT (a) DO UPDATE SET a = excluded.a"));
        assert!(!is_repeatable("INSERT INTO t (a) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET a = $2"));
        assert!(!is_repeatable("INSERT INTO t (a) SELECT $1, $2"));
        assert!(!is_repeatable("INSERT INTO t (a) VALUES ($1, f($2)"));
    }
}
