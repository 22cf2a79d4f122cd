//! Counting sign-ins, and what else figures are made of, while their entries are sealed: each entry is sealed once, by one node,
//! off the hot path.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DurationRound as _, NaiveDate, TimeDelta};
use database::{Database, DbError, Transaction};
use foundation::{Instant, Permission};
use uuid::Uuid;

use super::store::Waiting;
use crate::figures::{self, Figure};
use crate::{AuditError, Trail, raw};

/// For so long counts are kept.
const KEPT: TimeDelta = TimeDelta::days(60);

/// Entries so close together are read together.
const CLOSE: TimeDelta = TimeDelta::minutes(1);

database::statements! {
    /// The kinds of entries between two moments.
    KINDS: tenant = "SELECT e.id, e.at, e.kind FROM audit_event AS e
        WHERE e.tenant_id = $1 AND e.class = $2 AND e.at >= $3 AND e.at <= $4 AND e.stream = 'authentication'";
    /// Adds to the counts of an hour.
    ADD: tenant = "INSERT INTO sign_in_count (tenant_id, hour, succeeded, refused) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, hour) DO UPDATE SET succeeded = sign_in_count.succeeded + excluded.succeeded, refused = sign_in_count.refused + excluded.refused";
    /// The counts of some weeks, the oldest first.
    SINCE: tenant = "SELECT hour, succeeded, refused FROM sign_in_count WHERE tenant_id = $1 AND hour >= $2 ORDER BY hour LIMIT 1000";
    /// Removes what nobody looks at any more.
    SWEEP: platform = "DELETE FROM sign_in_count WHERE (tenant_id, hour) IN (SELECT tenant_id, hour FROM sign_in_count WHERE hour < $1 ORDER BY hour LIMIT 1000)";
}

#[derive(sqlx::FromRow)]
struct OfKind {
    id: Uuid,
    at: Instant,
    kind: String,
}

/// How often people signed in within an hour.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HourOfSignIns {
    /// When the hour began, in UTC.
    pub hour: Instant,
    /// How many were let in.
    pub succeeded: i64,
    /// How many were not: a wrong password, a suspended account, too many attempts.
    pub refused: i64,
}

/// How sign-ins ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Succeeded,
    Failed,
    Refused,
    Throttled,
}

impl Ending {
    /// How the sign-in of a kind of entry ended; nothing for other kinds.
    pub(crate) fn of(kind: &str) -> Option<Self> {
        match kind {
            "sign_in.succeeded" => Some(Self::Succeeded),
            "sign_in.failed" => Some(Self::Failed),
            "sign_in.refused" => Some(Self::Refused),
            "sign_in.throttled" => Some(Self::Throttled),
            _ => None,
        }
    }
}

/// How many sign-ins this process has sealed since its start. Of several nodes each counts its own, so that their sum is right.
#[derive(Debug, Clone, Default)]
pub struct SignIns(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    succeeded: AtomicU64,
    failed: AtomicU64,
    refused: AtomicU64,
    throttled: AtomicU64,
}

impl SignIns {
    /// The counts by how they ended, with the word of each.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, u64); 4] {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let Counters { succeeded, failed, refused, throttled } = &*self.0;
        [
            ("succeeded", read(succeeded)),
            ("failed", read(failed)),
            ("refused", read(refused)),
            ("throttled", read(throttled)),
        ]
    }

    fn add(&self, ending: Ending) {
        let counter = match ending {
            Ending::Succeeded => &self.0.succeeded,
            Ending::Failed => &self.0.failed,
            Ending::Refused => &self.0.refused,
            Ending::Throttled => &self.0.throttled,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// What was counted in a transaction, to be added to the process's counts once that is committed.
#[derive(Debug, Default)]
pub(super) struct Counted(Vec<Ending>);

impl Counted {
    pub(super) fn commit(self, sign_ins: &SignIns) {
        self.0.into_iter().for_each(|ending| sign_ins.add(ending));
    }
}

/// Counts the sign-ins and factors among entries that are being sealed, in the transaction that seals them. The entries must be genuine:
/// the trail is read from the first of them to the last.
pub(super) async fn count(
    tx: &mut Transaction,
    class: &str,
    entries: impl Iterator<Item = &Waiting>,
    counted: &mut Counted,
) -> Result<(), DbError> {
    let dialect = tx.database().dialect();
    let (mut ids, mut moments) = (HashSet::new(), Vec::new());
    for entry in entries {
        ids.insert(entry.event_id.as_slice());
        moments.extend(raw::instant(dialect, &entry.at));
    }
    let mut found: Vec<OfKind> = Vec::new();
    for (first, last) in stretches(moments) {
        found.extend(tx.sql(KINDS).bind(class).bind(first).bind(last).fetch_all::<OfKind>().await?);
    }
    let mut hours: BTreeMap<Instant, (i64, i64)> = BTreeMap::new();
    let mut days: BTreeMap<(NaiveDate, Figure), i64> = BTreeMap::new();
    for entry in found.iter().filter(|entry| ids.contains(entry.id.as_bytes().as_slice())) {
        if let Some(figure) = Figure::of_entry(&entry.kind) {
            *days.entry((entry.at.date_naive(), figure)).or_default() += 1;
        }
        let Some(ending) = Ending::of(&entry.kind) else { continue };
        let hour = entry.at.duration_trunc(TimeDelta::hours(1)).unwrap_or(entry.at);
        let (succeeded, refused) = hours.entry(hour).or_default();
        *(if ending == Ending::Succeeded { succeeded } else { refused }) += 1;
        counted.0.push(ending);
    }
    for (hour, (succeeded, refused)) in hours {
        tx.sql(ADD).bind(hour).bind(succeeded).bind(refused).execute().await?;
    }
    let days: Vec<_> = days.into_iter().map(|((day, figure), amount)| (day, figure, amount)).collect();
    figures::add_all(tx, &days).await
}

/// Where moments lie close together, from the first to the last: an entry that was committed late does not make everything
/// between it and the others be read.
fn stretches(mut moments: Vec<Instant>) -> Vec<(Instant, Instant)> {
    moments.sort_unstable();
    let mut stretches: Vec<(Instant, Instant)> = Vec::new();
    for moment in moments {
        match stretches.last_mut() {
            Some((_, last)) if moment - *last <= CLOSE => *last = moment,
            _ => stretches.push((moment, moment)),
        }
    }
    stretches
}

impl Trail {
    /// How often people signed in since a moment, by hour, at most some weeks: what is sealed by now.
    ///
    /// # Errors
    /// [`AuditError::Refused`] without [`Permission::SeeAudit`].
    pub async fn sign_ins(tx: &mut Transaction, since: Instant) -> Result<Vec<HourOfSignIns>, AuditError> {
        tx.allow(Permission::SeeAudit)?;
        Ok(tx.sql(SINCE).bind(since).fetch_all().await?)
    }
}

/// Removes counts nobody looks at any more, a thousand at a time.
///
/// # Errors
/// What the database reports.
pub async fn sweep_sign_ins(database: &Database) -> Result<(), DbError> {
    database.sweep(SWEEP, database.now() - KEPT).await.map(drop)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use foundation::Clock;

    use super::stretches;

    #[test]
    fn late_entries_are_read_by_themselves() {
        let now = Clock::system().now();
        let at = |seconds| now + TimeDelta::seconds(seconds);
        assert!(stretches(Vec::new()).is_empty());
        let moments = vec![at(70), at(0), at(-7_200), at(60), at(130)];
        assert_eq!(stretches(moments), [(at(-7_200), at(-7_200)), (at(0), at(130))]);
        assert_eq!(stretches(vec![at(0), at(61)]), [(at(0), at(0)), (at(61), at(61))]);
    }
}
