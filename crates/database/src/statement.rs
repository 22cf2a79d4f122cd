//! Statements: declared once with their tenant, checked when compiled, listed for the tests, bound and run.

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::{Arguments as _, AssertSqlSafe, Encode, FromRow, Postgres, Type};

use crate::embedded::{self, Connection, Embedded};
use crate::transaction::Link;
use crate::{Database, DbError};

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// The embedded default.
    Sqlite,
    /// For more than one machine.
    Postgres,
}

/// Whose rows a statement touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those of one tenant, bound as `$1`.
    Tenant,
    /// Platform tables, or a sweep over tenants; runs as the second role on PostgreSQL.
    Platform,
}

/// A statement as it was declared.
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    /// `module::NAME`.
    pub name: &'static str,
    /// Whose rows it touches.
    pub scope: Scope,
    sqlite: &'static str,
    postgres: &'static str,
    /// How many parameters the texts name.
    parameters: [usize; 2],
}

impl Declared {
    pub(crate) const fn new(name: &'static str, scope: Scope, sqlite: &'static str, postgres: &'static str) -> Self {
        Self { name, scope, sqlite, postgres, parameters: [parameters(sqlite), parameters(postgres)] }
    }

    /// The text for a dialect.
    #[must_use]
    pub const fn text(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }

    /// How many parameters the text for a dialect names.
    #[must_use]
    pub const fn parameters(&self, dialect: Dialect) -> usize {
        let [sqlite, postgres] = self.parameters;
        match dialect {
            Dialect::Sqlite => sqlite,
            Dialect::Postgres => postgres,
        }
    }

    /// Whether the two databases need different texts; a test counts these, so that growth is seen.
    #[must_use]
    pub fn is_per_dialect(&self) -> bool {
        self.sqlite != self.postgres
    }
}

/// A statement on the rows of one tenant.
#[derive(Debug, Clone, Copy)]
pub struct TenantStatement(pub(crate) Declared);

/// A statement on platform tables, or a named sweep over tenants.
#[derive(Debug, Clone, Copy)]
pub struct PlatformStatement(pub(crate) Declared);

impl TenantStatement {
    /// How it was declared, for the tests that check every statement.
    #[must_use]
    pub const fn declared(&self) -> Declared {
        self.0
    }
}

impl PlatformStatement {
    /// How it was declared, for the tests that check every statement.
    #[must_use]
    pub const fn declared(&self) -> Declared {
        self.0
    }
}

/// Declares a tenant statement; fails to compile when a text does not bind its tenant.
#[doc(hidden)]
#[must_use]
pub const fn declared_tenant(name: &'static str, sqlite: &'static str, postgres: &'static str) -> TenantStatement {
    assert!(names_its_tenant(sqlite), "a tenant statement must say `tenant_id = $1` or insert `(tenant_id, …) … $1`");
    assert!(names_its_tenant(postgres), "a tenant statement must say `tenant_id = $1` or insert `(tenant_id, …) … $1`");
    TenantStatement(Declared::new(name, Scope::Tenant, sqlite, postgres))
}

/// Declares a platform statement.
#[doc(hidden)]
#[must_use]
pub const fn declared_platform(name: &'static str, sqlite: &'static str, postgres: &'static str) -> PlatformStatement {
    PlatformStatement(Declared::new(name, Scope::Platform, sqlite, postgres))
}

const fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let mut start = 0;
    while start + part.len() <= text.len() {
        let mut at = 0;
        #[expect(clippy::indexing_slicing, reason = "both bounds are checked by the loops")]
        while at < part.len() && text[start + at] == part[at] {
            at += 1;
        }
        if at == part.len() {
            return true;
        }
        start += 1;
    }
    false
}

pub(crate) const fn names_its_tenant(text: &str) -> bool {
    contains(text, "tenant_id = $1")
        || contains(text, "INSERT INTO ") && contains(text, "(tenant_id, ") && contains(text, "VALUES ($1, ")
        || contains(text, "INSERT INTO ") && contains(text, "(tenant_id, ") && contains(text, "SELECT $1, ")
        || contains(text, "FROM pforte_search_people($1, ")
}

/// The number of parameters a text names: the largest `$n`.
#[expect(clippy::indexing_slicing, reason = "every index is checked by its loop")]
pub const fn parameters(text: &str) -> usize {
    let text = text.as_bytes();
    let (mut at, mut largest) = (0, 0);
    while at < text.len() {
        if text[at] == b'$' {
            let mut number = 0;
            while at + 1 < text.len() && text[at + 1].is_ascii_digit() {
                at += 1;
                number = number * 10 + (text[at] - b'0') as usize;
            }
            if number > largest {
                largest = number;
            }
        }
        at += 1;
    }
    largest
}

/// Declares statements and lists them in a constant `STATEMENTS` of the module.
///
/// `NAME: tenant = "…";` runs on a [`Transaction`](crate::Transaction), which binds `$1`;
/// `NAME: insert = "…";` is a tenant's insertion, which also runs for many rows at once
/// ([`insert_all`](crate::Transaction::insert_all));
/// `NAME: platform = "…";` runs on a [`PlatformTransaction`](crate::PlatformTransaction).
/// Where the dialects must differ: `NAME: tenant { sqlite: "…", postgres: "…" };`.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident : $scope:ident $(= $both:literal)? $({ sqlite: $sqlite:literal, postgres: $postgres:literal $(,)? })? ;)*) => {
        $($(#[$doc])* const $name: $crate::statements!(@type $scope) = $crate::statements!(@declare $scope $name $(= $both)? $({ $sqlite, $postgres })?);)*
        /// Every statement of this module.
        pub(crate) const STATEMENTS: &[$crate::Declared] = &[$($name.declared()),*];
    };
    (@type tenant) => { $crate::TenantStatement };
    (@type insert) => { $crate::InsertStatement };
    (@type platform) => { $crate::PlatformStatement };
    (@declare tenant $name:ident = $both:literal) => { $crate::declared_tenant(concat!(module_path!(), "::", stringify!($name)), $both, $both) };
    (@declare insert $name:ident = $both:literal) => { $crate::declared_insert(concat!(module_path!(), "::", stringify!($name)), $both, $both) };
    (@declare platform $name:ident = $both:literal) => { $crate::declared_platform(concat!(module_path!(), "::", stringify!($name)), $both, $both) };
    (@declare tenant $name:ident { $sqlite:literal, $postgres:literal }) => { $crate::declared_tenant(concat!(module_path!(), "::", stringify!($name)), $sqlite, $postgres) };
    (@declare platform $name:ident { $sqlite:literal, $postgres:literal }) => { $crate::declared_platform(concat!(module_path!(), "::", stringify!($name)), $sqlite, $postgres) };
}

/// A value both databases can store.
pub trait Bind: for<'q> Encode<'q, Embedded> + Type<Embedded> + for<'q> Encode<'q, Postgres> + Type<Postgres> {}
impl<T> Bind for T where T: for<'q> Encode<'q, Embedded> + Type<Embedded> + for<'q> Encode<'q, Postgres> + Type<Postgres>
{}

/// A row both databases can return.
pub trait Record: for<'r> FromRow<'r, embedded::Row> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Record for T where T: for<'r> FromRow<'r, embedded::Row> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

pub(crate) enum Arguments {
    Sqlite(embedded::Arguments),
    Postgres(PgArguments),
}

/// A statement with its values, ready to run.
#[must_use = "a statement does nothing until it is run"]
pub struct Statement<'t> {
    pub(crate) link: &'t mut Link,
    pub(crate) database: &'t Database,
    pub(crate) declared: Declared,
    pub(crate) arguments: Arguments,
    pub(crate) given: usize,
    pub(crate) error: Option<sqlx::Error>,
}

impl Statement<'_> {
    /// Binds the next value.
    pub fn bind(mut self, value: impl Bind) -> Self {
        let added = match &mut self.arguments {
            Arguments::Sqlite(arguments) => arguments.add(value),
            Arguments::Postgres(arguments) => arguments.add(value),
        };
        self.given += 1;
        if let Err(error) = added {
            self.error.get_or_insert(sqlx::Error::Encode(error));
        }
        self
    }

    fn check(&mut self) -> Result<&'static str, DbError> {
        self.check_rows(1, 0)
    }

    /// Checks and counts it; all values but so many that rows share are bound once for each of so many rows.
    pub(crate) fn check_rows(&mut self, rows: usize, shared: usize) -> Result<&'static str, DbError> {
        if let Some(error) = self.error.take() {
            return Err(error.into());
        }
        let dialect = self.database.dialect();
        let (text, named) = (self.declared.text(dialect), self.declared.parameters(dialect));
        let expected = named + (rows - 1) * named.saturating_sub(shared);
        if expected != self.given {
            // SQLite would read the missing value as NULL and answer as if nothing were wrong.
            return Err(DbError::Arguments { name: self.declared.name, expected, given: self.given });
        }
        self.database.count_statement();
        Ok(text)
    }

    /// Runs it and returns the row, if there is one.
    pub async fn fetch_optional<R: Record>(mut self) -> Result<Option<R>, DbError> {
        let text = self.check()?;
        let writes = matches!(self.link, Link::Sqlite(_));
        Ok(match (self.link, self.arguments) {
            (Link::Sqlite(c) | Link::SqliteRead(c), Arguments::Sqlite(a)) => {
                ready(c, writes).await?;
                c.fetch_optional(text, &a)?
            }
            (Link::Postgres(tx), Arguments::Postgres(a)) => {
                sqlx::query_as_with::<_, R, _>(text, a).fetch_optional(&mut **tx).await?
            }
            _ => return Err(DbError::Corrupt("transaction")),
        })
    }

    /// Runs it and returns its one row.
    pub async fn fetch_one<R: Record>(self) -> Result<R, DbError> {
        self.fetch_optional().await?.ok_or(DbError::Driver(sqlx::Error::RowNotFound))
    }

    /// Runs it and returns every row. Lists page by key, so this is bounded by their page size.
    pub async fn fetch_all<R: Record>(mut self) -> Result<Vec<R>, DbError> {
        let text = self.check()?;
        let writes = matches!(self.link, Link::Sqlite(_));
        Ok(match (self.link, self.arguments) {
            (Link::Sqlite(c) | Link::SqliteRead(c), Arguments::Sqlite(a)) => {
                ready(c, writes).await?;
                c.fetch_all(text, &a)?
            }
            (Link::Postgres(tx), Arguments::Postgres(a)) => {
                sqlx::query_as_with::<_, R, _>(text, a).fetch_all(&mut **tx).await?
            }
            _ => return Err(DbError::Corrupt("transaction")),
        })
    }

    /// Runs it and returns how many rows it changed.
    pub async fn execute(mut self) -> Result<u64, DbError> {
        let text = self.check()?;
        self.execute_as(text).await
    }

    /// Runs it with a text made of the declared one.
    pub(crate) async fn execute_as(self, text: &str) -> Result<u64, DbError> {
        let writes = matches!(self.link, Link::Sqlite(_));
        Ok(match (self.link, self.arguments) {
            (Link::Sqlite(c) | Link::SqliteRead(c), Arguments::Sqlite(a)) => {
                ready(c, writes).await?;
                c.execute(text, &a)?
            }
            (Link::Postgres(tx), Arguments::Postgres(a)) => {
                let text = AssertSqlSafe(text.to_owned());
                sqlx::query_with(text, a).execute(&mut **tx).await?.rows_affected()
            }
            _ => return Err(DbError::Corrupt("transaction")),
        })
    }
}

/// Before each statement of SQLite, which answers at once: whoever asks much lets others have the thread, those who would stop it among
/// them. That is why tokio's own budget does not do: where it is used up, a time limit beside it is not looked at either.
///
/// Where SQLite has given the transaction up by itself, as on a full disk, what follows would be kept alone: it is refused.
async fn ready(connection: &mut Connection, writes: bool) -> Result<(), DbError> {
    if writes && !connection.is_in_transaction() {
        return Err(DbError::Unavailable(sqlx::Error::Protocol("the transaction was given up".to_owned())));
    }
    if connection.is_turn_of_others() {
        tokio::task::yield_now().await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{names_its_tenant, parameters};

    #[test]
    fn a_text_without_its_tenant_is_refused() {
        assert!(names_its_tenant("SELECT id FROM person WHERE tenant_id = $1 AND id = $2"));
        assert!(names_its_tenant("INSERT INTO person (tenant_id, id) VALUES ($1, $2)"));
        assert!(!names_its_tenant("SELECT id FROM person WHERE id = $1"));
        assert!(!names_its_tenant("INSERT INTO person (id, tenant_id) VALUES ($2, $1)"));
        assert!(!names_its_tenant("SELECT id FROM person WHERE tenant_id = $2 AND id = $1"));
    }

    #[test]
    fn parameters_are_counted_by_the_largest_number() {
        assert_eq!(parameters("SELECT $1, $3, $2, $3"), 3);
        assert_eq!(parameters("SELECT 1"), 0);
        assert_eq!(parameters("SELECT $12"), 12);
    }
}
