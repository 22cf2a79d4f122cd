//! How many people protect their accounts with what: counted as far as a page says a number, by an index that has nothing else.

use database::{Json, Transaction};
use directory::people::count;
use foundation::Permission;

use crate::AuthenticationError;
use crate::second::summary::{self, COUNTED};

database::statements! {
    // Each class by itself, and no further than is said.
    OF_ARCHETYPE: tenant = "SELECT
            (SELECT count(*) FROM (SELECT p.id FROM person p WHERE p.tenant_id = $1 AND p.archetype = $2 AND p.lifecycle_state = 'active' AND p.factors = 0 LIMIT 100001) AS n) AS password_only,
            (SELECT count(*) FROM (SELECT p.id FROM person p WHERE p.tenant_id = $1 AND p.archetype = $2 AND p.lifecycle_state = 'active' AND p.factors = 1 LIMIT 100001) AS n) AS key,
            (SELECT count(*) FROM (SELECT p.id FROM person p WHERE p.tenant_id = $1 AND p.archetype = $2 AND p.lifecycle_state = 'active' AND p.factors = 2 LIMIT 100001) AS n) AS app,
            (SELECT count(*) FROM (SELECT p.id FROM person p WHERE p.tenant_id = $1 AND p.archetype = $2 AND p.lifecycle_state = 'active' AND p.factors = 3 LIMIT 100001) AS n) AS passkey";
    AMONG: tenant {
        sqlite: "SELECT p.factors, count(*) AS amount FROM json_each($2) k CROSS JOIN person p
            WHERE p.tenant_id = $1 AND p.id = unhex(k.value) AND p.lifecycle_state = 'active' GROUP BY p.factors",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT p.factors, count(*) AS amount FROM k JOIN person p ON p.tenant_id = $1 AND p.id = k.id WHERE p.lifecycle_state = 'active' GROUP BY p.factors",
    };
}

/// A number of people that was counted up to [`COUNTED`] for each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amount {
    /// At least so many.
    pub least: u64,
    /// Whether there are more, who were not counted.
    pub or_more: bool,
}

impl Amount {
    fn counted(number: i64) -> Self {
        let number = u64::try_from(number).unwrap_or_default();
        Self { least: number.min(COUNTED), or_more: number > COUNTED }
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self { least: self.least + other.least, or_more: self.or_more || other.or_more }
    }
}

/// How some people protect their accounts. Each of them is in one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes {
    /// With nothing beside a password.
    pub nothing: Amount,
    /// With a passkey whose device does not ask who holds it.
    pub key: Amount,
    /// With an app and no passkey.
    pub app: Amount,
    /// With a passkey that is strong, or a passkey beside an app.
    pub passkey: Amount,
}

impl Classes {
    /// All of them.
    #[must_use]
    pub const fn people(&self) -> Amount {
        self.nothing.and(self.key).and(self.with_strong())
    }

    /// Those with a passkey of any kind.
    #[must_use]
    pub const fn with_passkey(&self) -> Amount {
        self.key.and(self.passkey)
    }

    /// Those with a strong factor.
    #[must_use]
    pub const fn with_strong(&self) -> Amount {
        self.app.and(self.passkey)
    }

    const fn and(self, other: Self) -> Self {
        Self {
            nothing: self.nothing.and(other.nothing),
            key: self.key.and(other.key),
            app: self.app.and(other.app),
            passkey: self.passkey.and(other.passkey),
        }
    }
}

/// What part of some people something is, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// So many of a hundred, rounded down.
    Percent(u64),
    /// Fewer than so many of a hundred: some, but not one whole, or of people who were not all counted.
    Under(u64),
    /// Neither was counted to its end.
    Unknown,
}

impl Share {
    /// The share of `part` in `all`, which contains it.
    #[must_use]
    pub fn of(part: Amount, all: Amount) -> Self {
        match (part.or_more, all.or_more) {
            (true, _) => Self::Unknown,
            (false, _) if part.least == 0 => Self::Percent(0),
            (false, false) if part.least * 100 < all.least => Self::Under(1),
            (false, false) => Self::Percent(part.least * 100 / all.least.max(1)),
            (false, true) => Self::Under(part.least * 100 / all.least.max(1) + 1),
        }
    }
}

/// How the people of a tenant protect their accounts.
#[derive(Debug, Clone, Default)]
pub struct Adoption {
    /// Everybody who may sign in, by class.
    pub everybody: Classes,
    /// How many they are, exactly: that is kept count of.
    pub people: u64,
    /// Whoever holds any right beyond the own account.
    pub administrators: Classes,
    /// Whether there are more of them than were looked at.
    pub has_more_administrators: bool,
    /// The people of each archetype, by its name.
    pub archetypes: Vec<(String, Classes)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    password_only: i64,
    key: i64,
    app: i64,
    passkey: i64,
}

#[derive(sqlx::FromRow)]
struct Class {
    factors: i64,
    amount: i64,
}

/// How the people who may sign in protect their accounts.
///
/// # Errors
/// `Refused` without [`Permission::SeeFactors`].
pub async fn figures(tx: &mut Transaction) -> Result<Adoption, AuthenticationError> {
    tx.allow(Permission::SeeFactors)?;
    let mut adoption = Adoption { people: count::read(tx).await?.active, ..Adoption::default() };
    for archetype in directory::types::names(tx).await? {
        let row: Row = tx.sql(OF_ARCHETYPE).bind(archetype.as_str()).fetch_one().await?;
        let classes = Classes {
            nothing: Amount::counted(row.password_only),
            key: Amount::counted(row.key),
            app: Amount::counted(row.app),
            passkey: Amount::counted(row.passkey),
        };
        adoption.everybody = adoption.everybody.and(classes);
        adoption.archetypes.push((archetype, classes));
    }
    let (holders, has_more) = summary::administrators(tx).await?;
    adoption.has_more_administrators = has_more;
    for class in tx.sql(AMONG).bind(Json(holders)).fetch_all::<Class>().await? {
        let amount = Amount { or_more: has_more, ..Amount::counted(class.amount) };
        match class.factors {
            ..=0 => adoption.administrators.nothing = amount,
            1 => adoption.administrators.key = amount,
            2 => adoption.administrators.app = amount,
            _ => adoption.administrators.passkey = amount,
        }
    }
    Ok(adoption)
}

#[cfg(test)]
mod tests {
    use super::{Amount, Classes, Share};

    #[test]
    fn a_share_says_no_more_than_is_known() {
        let exact = |least| Amount { least, or_more: false };
        let more = |least| Amount { least, or_more: true };
        for (part, all, expected) in [
            (exact(0), exact(0), Share::Percent(0)),
            (exact(0), more(100_000), Share::Percent(0)),
            (exact(1), exact(3), Share::Percent(33)),
            (exact(3), exact(3), Share::Percent(100)),
            (exact(999), exact(1_000), Share::Percent(99)),
            (exact(1), exact(1_000), Share::Under(1)),
            (exact(5_000), more(100_000), Share::Under(6)),
            (exact(10), more(100_000), Share::Under(1)),
            (more(100_000), more(200_000), Share::Unknown),
            (more(100_000), exact(400_000), Share::Unknown),
        ] {
            assert_eq!(Share::of(part, all), expected, "{part:?} {all:?}");
        }
    }

    #[test]
    fn everybody_is_in_one_class() {
        let one = |least| Amount { least, or_more: false };
        let classes =
            Classes { nothing: one(1), key: one(2), app: one(4), passkey: Amount { least: 8, or_more: true } };
        assert_eq!(classes.people(), Amount { least: 15, or_more: true });
        assert_eq!(classes.with_passkey(), Amount { least: 10, or_more: true });
        assert_eq!(classes.with_strong(), Amount { least: 12, or_more: true });
        assert_eq!(classes.and(classes).nothing, one(2));
    }
}
