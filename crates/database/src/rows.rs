//! Many rows by one declared insertion: the text of a row is declared, prepared and checked as any other, and repeated for
//! as many rows as there are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::statement::{Declared, Scope, Statement, TenantStatement, names_its_tenant, parameters};
use crate::{DbError, Dialect, Transaction};

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

/// How the parameters of the rows are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// By number: the first, the tenant, is the same for every row; the others of each further row are numbered on.
    Numbered,
    /// By their place, so that each row has its tenant: SQLite finds a named parameter by going through all names, which for
    /// some hundred of them takes longer than inserting the rows.
    Placed,
}

impl Naming {
    /// On SQLite by place, as long as the row names each parameter once and in order.
    fn of(dialect: Dialect, text: &str) -> Self {
        let ordered = || (1..=parameters(text)).eq(pieces(text).map(|(parameter, _)| parameter));
        if dialect == Dialect::Sqlite && ordered() { Self::Placed } else { Self::Numbered }
    }
}

/// The parameters a text names, each with the words up to the next one.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('$').skip(1).map(|piece| {
        let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (parameter, words) = piece.split_at(digits);
        (parameter.parse().unwrap_or_default(), words)
    })
}

/// The text for so many rows.
fn repeated(text: &str, rows: usize, naming: Naming) -> String {
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
        whole.push_str(row.split('$').next().unwrap_or_default());
        for (parameter, words) in pieces(row) {
            match naming {
                Naming::Placed => whole.push('?'),
                Naming::Numbered if parameter == 1 => whole.push_str("$1"),
                Naming::Numbered => whole.push_str(&format!("${}", parameter + number * own)),
            }
            whole.push_str(words);
        }
    }
    whole.push_str(after);
    whole
}

/// A text that was made, and how its parameters are named.
type Made = (Arc<str>, Naming);

/// The texts that were made so far: one for each insertion and number of rows.
#[derive(Default)]
pub(crate) struct Texts(Mutex<HashMap<(&'static str, usize), Made>>);

impl Texts {
    fn of(&self, declared: Declared, dialect: Dialect, rows: usize) -> Made {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let made = texts.entry((declared.name, rows)).or_insert_with(|| {
            let text = declared.text(dialect);
            let naming = Naming::of(dialect, text);
            (repeated(text, rows, naming).into(), naming)
        });
        made.clone()
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
            let (text, naming) = self.database.texts().of(statement.0, self.database.dialect(), amount);
            let tenant = self.tenant();
            let mut filled = self.sql(statement);
            for (number, row) in now.iter().enumerate() {
                if number > 0 && naming == Naming::Placed {
                    filled = filled.bind(tenant);
                }
                filled = bind(filled, row);
            }
            let shared = usize::from(naming == Naming::Numbered);
            filled.check_rows(amount, shared)?;
            changed += filled.execute_as(&text).await?;
            rest = later;
        }
        Ok(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Naming, is_repeatable, repeated};
    use crate::Dialect;

    #[test]
    fn rows_share_the_tenant_and_nothing_else() {
        let text = "INSERT INTO t (tenant_id, a, b, c) VALUES ($1, $2, coalesce($3, 0), $2) ON CONFLICT DO NOTHING";
        assert_eq!(Naming::of(Dialect::Sqlite, text), Naming::Numbered, "a value is named twice");
        assert_eq!(repeated(text, 1, Naming::Numbered), text);
        assert_eq!(
            repeated(text, 3, Naming::Numbered),
            "INSERT INTO t (tenant_id, a, b, c) VALUES ($1, $2, coalesce($3, 0), $2), ($1, $4, coalesce($5, 0), $4), ($1, $6, coalesce($7, 0), $6) ON CONFLICT DO NOTHING"
        );
    }

    #[test]
    fn on_sqlite_parameters_are_placed() {
        let text = "INSERT INTO t (tenant_id, a, b) VALUES ($1, $2, coalesce($3, 0)) ON CONFLICT DO NOTHING";
        assert_eq!(Naming::of(Dialect::Sqlite, text), Naming::Placed);
        assert_eq!(Naming::of(Dialect::Postgres, text), Naming::Numbered, "it knows no other");
        assert_eq!(
            repeated(text, 2, Naming::Placed),
            "INSERT INTO t (tenant_id, a, b) VALUES (?, ?, coalesce(?, 0)), (?, ?, coalesce(?, 0)) ON CONFLICT DO NOTHING"
        );
        let turned = "INSERT INTO t (tenant_id, a, b) VALUES ($1, $3, $2)";
        assert_eq!(
            Naming::of(Dialect::Sqlite, turned),
            Naming::Numbered,
            "values are bound in the order of the numbers"
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
