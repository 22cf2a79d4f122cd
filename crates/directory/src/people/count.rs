//! How many people there are, and how many came and went on a day: counters and figures that are kept with every change, so that
//! no page counts a million rows.

use audit::figures::{self, Figure};
use database::{DbError, Transaction};
use foundation::Permission;

use super::LifecycleState;
use crate::DirectoryError;

database::statements! {
    ALL: tenant = "SELECT kind, amount FROM tenant_counter WHERE tenant_id = $1 AND kind >= 'people.' AND kind < 'people/' ORDER BY kind LIMIT 10";
    ADD: tenant = "INSERT INTO tenant_counter (tenant_id, kind, amount) VALUES ($1, $2, $3)
        ON CONFLICT (tenant_id, kind) DO UPDATE SET amount = tenant_counter.amount + excluded.amount";
    // The lesser word first, so that two who move people in opposite directions wait for each other and not for ever.
    MOVE: tenant = "INSERT INTO tenant_counter (tenant_id, kind, amount) VALUES ($1, $2, $3), ($1, $4, $5)
        ON CONFLICT (tenant_id, kind) DO UPDATE SET amount = tenant_counter.amount + excluded.amount";
}

/// How many people a tenant has, by where they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Have not proved to be there yet.
    pub invited: u64,
    /// May sign in.
    pub active: u64,
    /// May not sign in until reactivated.
    pub suspended: u64,
    /// Have left.
    pub ended: u64,
}

impl Counts {
    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.invited + self.active + self.suspended + self.ended
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    amount: i64,
}

/// How many people the tenant has, for those who may see people.
pub async fn count(tx: &mut Transaction) -> Result<Counts, DirectoryError> {
    tx.allow(Permission::SeePeople)?;
    Ok(read(tx).await?)
}

/// As [`count`], for use cases that have decided on the right already.
///
/// # Errors
/// What the database reports.
pub async fn read(tx: &mut Transaction) -> Result<Counts, DbError> {
    let rows: Vec<Row> = tx.sql(ALL).fetch_all().await?;
    let amount =
        |state| rows.iter().find(|row| row.kind == kind(state)).map_or(0, |row| u64::try_from(row.amount).unwrap_or(0));
    Ok(Counts {
        invited: amount(LifecycleState::Invited),
        active: amount(LifecycleState::Active),
        suspended: amount(LifecycleState::Suspended),
        ended: amount(LifecycleState::Ended),
    })
}

const fn kind(state: LifecycleState) -> &'static str {
    match state {
        LifecycleState::Invited => "people.invited",
        LifecycleState::Active => "people.active",
        LifecycleState::Suspended => "people.suspended",
        LifecycleState::Ended => "people.ended",
    }
}

/// How people who are new came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coming {
    /// By themselves.
    SignedUp,
    /// Staff or a source added them.
    Added,
}

impl Coming {
    /// What they count as. A figure is only counted by those who hold the counter of the state it is about: it makes nobody wait
    /// who would not have waited for that, and two who count never wait for each other.
    const fn figure(self, state: LifecycleState) -> Figure {
        match (self, state) {
            (Self::SignedUp, LifecycleState::Invited) => Figure::SignedUp,
            (_, LifecycleState::Invited) => Figure::AddedInvited,
            (_, LifecycleState::Active) => Figure::AddedActive,
            (_, LifecycleState::Suspended) => Figure::AddedSuspended,
            (_, LifecycleState::Ended) => Figure::AddedEnded,
        }
    }
}

/// Counts people who are new.
pub(crate) async fn add(
    tx: &mut Transaction,
    coming: Coming,
    state: LifecycleState,
    amount: usize,
) -> Result<(), DbError> {
    let Some(added) = i64::try_from(amount).ok().filter(|amount| *amount > 0) else { return Ok(()) };
    tx.sql(ADD).bind(kind(state)).bind(added).execute().await?;
    figures::add(tx, coming.figure(state), u64::try_from(amount).unwrap_or(u64::MAX)).await
}

/// What a change of state counts as, of the counter of either state.
const fn change(from: LifecycleState, to: LifecycleState) -> Option<Figure> {
    match (from, to) {
        (LifecycleState::Ended, _) => Some(Figure::Returned),
        (_, LifecycleState::Ended) => Some(Figure::Ended),
        (_, LifecycleState::Suspended) => Some(Figure::Suspended),
        (LifecycleState::Invited, LifecycleState::Active) => Some(Figure::Activated),
        _ => None,
    }
}

/// Counts somebody whose state changed.
pub(crate) async fn move_one(tx: &mut Transaction, from: LifecycleState, to: LifecycleState) -> Result<(), DbError> {
    if from == to {
        return Ok(());
    }
    let mut changes = [(kind(from), -1_i64), (kind(to), 1)];
    changes.sort_unstable();
    let [first, second] = changes;
    tx.sql(MOVE).bind(first.0).bind(first.1).bind(second.0).bind(second.1).execute().await?;
    match change(from, to) {
        Some(figure) => figures::add(tx, figure, 1).await,
        None => Ok(()),
    }
}
