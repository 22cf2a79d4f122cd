//! Figures: how much happened in a tenant on a day, kept count of where it happens, so that no page counts rows.
//!
//! What changes how many people there are is counted in the transaction of the change ([`add`]). What the trail tells of
//! (sign-ins, new passkeys) is counted when its entries are sealed, so that it costs nobody who signs in anything.

use chrono::{NaiveDate, TimeDelta};
use database::{Database, DbError, Transaction};
use foundation::Permission;

use crate::AuditError;
use crate::seal::Ending;

/// For so long figures are kept: a year that can be drawn whole, and some weeks.
const KEPT: TimeDelta = TimeDelta::days(400);

/// The word of the row that says since when there are figures, in tenants that are older than these.
const BEGUN: &str = "begun";

database::statements! {
    /// Adds to the figures of days.
    ADD: insert = "INSERT INTO daily_figure (tenant_id, day, figure, amount) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, day, figure) DO UPDATE SET amount = daily_figure.amount + excluded.amount";
    /// The figures since a day, the oldest first: one row for each figure of a day.
    SINCE: tenant = "SELECT day, figure, amount FROM daily_figure WHERE tenant_id = $1 AND day >= $2 ORDER BY day, figure LIMIT 10000";
    /// Removes what nobody looks at any more.
    SWEEP: platform = "DELETE FROM daily_figure WHERE (tenant_id, day, figure) IN
        (SELECT tenant_id, day, figure FROM daily_figure WHERE day < $1 ORDER BY day LIMIT 1000)";
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Somebody was let in.
    SignedIn,
    /// Somebody was not let in: a wrong password, a suspended account, too many attempts.
    RefusedSignIn,
    /// Somebody made an account by themselves, and has yet to confirm their address.
    SignedUp,
    /// Somebody was added by staff or by a source and may sign in at once.
    AddedActive,
    /// Somebody was added by staff or by a source and is invited.
    AddedInvited,
    /// Somebody was added who may not sign in.
    AddedSuspended,
    /// Somebody was added who had left already.
    AddedEnded,
    /// Somebody who was invited or had signed up proved to be there.
    Activated,
    /// Somebody was suspended.
    Suspended,
    /// Somebody left.
    Ended,
    /// Somebody who had left is back.
    Returned,
    /// Somebody added a passkey.
    AddedPasskey,
    /// Somebody added an authenticator app.
    AddedApp,
    /// A passkey or an app was removed, by whomever.
    RemovedFactor,
}

foundation::stored_as_word!(Figure);

impl Figure {
    /// Every figure.
    pub const ALL: [Self; 14] = [
        Self::SignedIn,
        Self::RefusedSignIn,
        Self::SignedUp,
        Self::AddedActive,
        Self::AddedInvited,
        Self::AddedSuspended,
        Self::AddedEnded,
        Self::Activated,
        Self::Suspended,
        Self::Ended,
        Self::Returned,
        Self::AddedPasskey,
        Self::AddedApp,
        Self::RemovedFactor,
    ];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignedIn => "sign_in.succeeded",
            Self::RefusedSignIn => "sign_in.refused",
            Self::SignedUp => "people.signed_up",
            Self::AddedActive => "people.added_active",
            Self::AddedInvited => "people.added_invited",
            Self::AddedSuspended => "people.added_suspended",
            Self::AddedEnded => "people.added_ended",
            Self::Activated => "people.activated",
            Self::Suspended => "people.suspended",
            Self::Ended => "people.ended",
            Self::Returned => "people.returned",
            Self::AddedPasskey => "factors.passkey_added",
            Self::AddedApp => "factors.app_added",
            Self::RemovedFactor => "factors.removed",
        }
    }

    /// What somebody may who sees it.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::SignedIn | Self::RefusedSignIn => Permission::SeeAudit,
            Self::AddedPasskey | Self::AddedApp | Self::RemovedFactor => Permission::SeeFactors,
            Self::SignedUp
            | Self::AddedActive
            | Self::AddedInvited
            | Self::AddedSuspended
            | Self::AddedEnded
            | Self::Activated
            | Self::Suspended
            | Self::Ended
            | Self::Returned => Permission::SeePeople,
        }
    }

    /// What an entry of the trail counts as, if it is counted when it is sealed.
    pub(crate) fn of_entry(kind: &str) -> Option<Self> {
        match Ending::of(kind) {
            Some(Ending::Succeeded) => return Some(Self::SignedIn),
            Some(Ending::Failed | Ending::Refused | Ending::Throttled) => return Some(Self::RefusedSignIn),
            None => {}
        }
        match kind {
            "passkey.added" => Some(Self::AddedPasskey),
            "app.added" => Some(Self::AddedApp),
            _ => None,
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    day: NaiveDate,
    figure: String,
    amount: i64,
}

/// A figure of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfDay {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// What was counted.
    pub figure: Figure,
    /// How much of it there was.
    pub amount: u64,
}

/// The figures of some days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// The first day that was counted, if it is one of these and the tenant is older. Sign-ins may be known for longer.
    pub begun: Option<NaiveDate>,
    /// What was counted, the oldest day first.
    pub days: Vec<OfDay>,
}

/// Counts what happened now.
///
/// # Errors
/// What the database reports.
pub async fn add(tx: &mut Transaction, figure: Figure, amount: u64) -> Result<(), DbError> {
    let amount = i64::try_from(amount).unwrap_or(i64::MAX);
    let today = tx.now().date_naive();
    add_all(tx, &[(today, figure, amount)]).await
}

/// Adds to the figures of days, of which none is there twice. They should be sorted: two who count meet in one order then.
pub(crate) async fn add_all(tx: &mut Transaction, amounts: &[(NaiveDate, Figure, i64)]) -> Result<(), DbError> {
    let counted: Vec<_> = amounts.iter().copied().filter(|(_, _, amount)| *amount > 0).collect();
    tx.insert_all(ADD, &counted, |statement, (day, figure, amount)| statement.bind(*day).bind(*figure).bind(*amount))
        .await
        .map(drop)
}

/// The figures since a day that the caller may see, as far as they are kept.
///
/// # Errors
/// [`AuditError::Refused`] for a caller who may see none of them.
pub async fn since(tx: &mut Transaction, day: NaiveDate) -> Result<Figures, AuditError> {
    let may = |figure: &Figure| tx.caller().may(figure.permission());
    let seen: Vec<Figure> = Figure::ALL.into_iter().filter(may).collect();
    if seen.is_empty() {
        tx.allow(Permission::SeePeople)?;
    }
    let mut found = Figures::default();
    for row in tx.sql(SINCE).bind(day).fetch_all::<Row>().await? {
        if row.figure == BEGUN {
            found.begun = Some(row.day);
        } else if let Some(figure) = seen.iter().find(|figure| figure.word() == row.figure) {
            let amount = u64::try_from(row.amount).unwrap_or(0);
            found.days.push(OfDay { day: row.day, figure: *figure, amount });
        }
    }
    Ok(found)
}

/// Removes figures that nobody looks at any more, a thousand at a time.
///
/// # Errors
/// What the database reports.
pub async fn sweep(database: &Database) -> Result<(), DbError> {
    database.sweep(SWEEP, (database.now() - KEPT).date_naive()).await.map(drop)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{BEGUN, Figure};

    #[test]
    fn every_figure_has_a_word_of_its_own() {
        let words: BTreeSet<_> = Figure::ALL.iter().map(|figure| figure.word()).chain([BEGUN]).collect();
        assert_eq!(words.len(), Figure::ALL.len() + 1);
    }

    #[test]
    fn what_is_no_sign_in_is_no_refused_one() {
        assert_eq!(Figure::of_entry("sign_in.throttled"), Some(Figure::RefusedSignIn));
        for kind in ["sign_in.half_done", "passkey.removed", "passkey.refused", "person.created"] {
            assert_eq!(Figure::of_entry(kind), None, "{kind}");
        }
    }
}
