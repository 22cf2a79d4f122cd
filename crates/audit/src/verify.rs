//! Verifying: every row against its digest, every digest against its batch, every batch against its chain, the newest
//! batch against checkpoints that were exported before. What does not fit is named.
//!
//! Rows and batches are both read once, in the order of time, side by side; only rows whose batch has not come yet are
//! kept, at most 200,000 of them. Recording and sealing go on meanwhile.

mod chain;
mod report;
mod rows;
mod store;

use database::{Database, DbError, RetentionClass};
use foundation::{Caller, Instant, TenantId};
use uuid::Uuid;

use crate::seal::signing::{self, KnownKey};
use crate::{AuditError, Checkpoint, digest};
pub use report::{Dropped, Finding, Problem, Report};
pub(crate) use store::STATEMENTS;

/// Walks the trail of one tenant, or of every tenant one after the other, and reports what was verified and what is wrong.
///
/// `known` are checkpoints that were exported earlier and kept elsewhere: without them a cut of the tail, or a whole chain
/// that was signed anew by somebody who has the master key, cannot be seen.
///
/// With `since`, only what was sealed from that moment on is walked: for a check every night beside a whole one now and then.
/// Entries recorded before it and checkpoints exported before it are taken for granted, except that the chain must still
/// reach the checkpoints.
///
/// What cannot be seen at all: an entry that was deleted, together with its waiting row, in the second before it was sealed.
///
/// # Errors
/// What the database reports. Findings are not errors: see [`Report::is_intact`].
pub async fn verify(
    database: &Database,
    tenant: Option<TenantId>,
    known: &[Checkpoint],
    since: Option<Instant>,
) -> Result<Report, AuditError> {
    verify_holding(database, tenant, known, Scope { since, most_held: rows::MOST_HELD }).await
}

/// How much is walked, and how much is kept in memory.
#[derive(Clone, Copy)]
struct Scope {
    since: Option<Instant>,
    most_held: usize,
}

async fn verify_holding(
    database: &Database,
    tenant: Option<TenantId>,
    known: &[Checkpoint],
    scope: Scope,
) -> Result<Report, AuditError> {
    let mut report = Report::default();
    let mut keys = Keys::default();
    keys.read(database, &mut report).await?;
    let known: Vec<&Checkpoint> =
        known.iter().filter(|checkpoint| tenant.is_none_or(|tenant| tenant == checkpoint.tenant)).collect();
    for checkpoint in &known {
        let about = (Some(checkpoint.tenant), Some(checkpoint.class.word()));
        if !checkpoint.is_genuine() {
            report.add(about.0, about.1, Problem::BadCheckpoint { number: checkpoint.number });
        }
        if !keys.0.iter().any(|key| digest::hex(&key.public) == checkpoint.public_key) {
            report.add(about.0, about.1, Problem::OtherKey { number: checkpoint.number });
        }
    }

    let mut after = None;
    loop {
        let tenants = match tenant {
            Some(one) if after.is_none() => vec![one],
            Some(_) => Vec::new(),
            None => database.tenants_after(after.unwrap_or(TenantId(Uuid::nil()))).await?,
        };
        let Some(last) = tenants.last().copied() else { break };
        for one in tenants {
            verify_tenant(database, one, &mut keys, &known, scope, &mut report).await?;
        }
        after = Some(last);
    }
    // A tenant whose very row is gone has no chain to walk, but somebody may have kept its checkpoint.
    for checkpoint in known {
        if !report.has_walked(checkpoint.tenant) {
            report.add(
                Some(checkpoint.tenant),
                Some(checkpoint.class.word()),
                Problem::TailCut { last: 0, known: checkpoint.number },
            );
        }
    }
    Ok(report)
}

/// The signing keys, as far as they have been met.
#[derive(Default)]
struct Keys(Vec<KnownKey>);

impl Keys {
    /// The key of a number. One that is not known yet was made after the walk began, so they are read again.
    async fn find(
        &mut self,
        database: &Database,
        number: i64,
        report: &mut Report,
    ) -> Result<Option<&KnownKey>, DbError> {
        if !self.0.iter().any(|key| key.number == number) {
            self.read(database, report).await?;
        }
        Ok(self.0.iter().find(|key| key.number == number))
    }

    /// Reads every key and names those that are not ours.
    async fn read(&mut self, database: &Database, report: &mut Report) -> Result<(), DbError> {
        for key in signing::all(database).await? {
            if self.0.iter().any(|known| known.number == key.number) {
                continue;
            }
            if !key.is_ours {
                report.add(None, None, Problem::ForeignKey { key: key.number });
            }
            self.0.push(key);
        }
        Ok(())
    }
}

async fn verify_tenant(
    database: &Database,
    tenant: TenantId,
    keys: &mut Keys,
    known: &[&Checkpoint],
    scope: Scope,
    report: &mut Report,
) -> Result<(), AuditError> {
    let mut tx = database.read(&Caller::system(tenant, "audit-verify")).await?;
    for class in RetentionClass::ALL {
        let known = known
            .iter()
            .copied()
            .filter(|checkpoint| checkpoint.tenant == tenant && checkpoint.class == class)
            .collect();
        chain::Walk::new(&mut tx, class, keys, known, scope, report).run().await?;
    }
    for id in store::strays(&mut tx).await? {
        report.add(Some(tenant), None, Problem::UnknownRow { entry: report::name(&id) });
    }
    report.finish_tenant(tenant);
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use database::{Database, on_each_database};
    use foundation::{Caller, TenantId};

    use super::{Problem, Scope, verify_holding};
    use crate::{Entry, Sealer, Stream, record};

    async fn add(database: &Database, tenant: TenantId, amount: usize) {
        let mut tx = database.begin(&Caller::system(tenant, "test")).await.unwrap();
        for _ in 0..amount {
            record(&mut tx, Entry::new("test.made", Stream::System)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    on_each_database! {
        /// A transaction that took long commits rows older than what was sealed meanwhile: they wait for a later batch.
        async fn rows_that_are_too_many_to_hold_still_find_their_batch(test: TestDatabase) {
            let bank = test.tenant("bank").await;
            add(&test.database, bank, 60).await;
            test.as_owner("CREATE TABLE kept AS SELECT * FROM audit_pending; DELETE FROM audit_pending").await;
            test.clock.advance(chrono::TimeDelta::seconds(2));
            add(&test.database, bank, 20).await;
            Sealer::seal_once(&test.database).await.unwrap();
            test.as_owner("INSERT INTO audit_pending SELECT * FROM kept").await;
            for most_held in [5, 1_000] {
                let report = verify_holding(&test.database, Some(bank), &[], Scope { since: None, most_held }).await.unwrap();
                assert!(report.is_intact(), "{:?}", report.findings);
                assert_eq!((report.verified, report.unsealed), (20, 60));
            }
            Sealer::seal_once(&test.database).await.unwrap();
            for most_held in [5, 1_000] {
                let report = verify_holding(&test.database, Some(bank), &[], Scope { since: None, most_held }).await.unwrap();
                assert!(report.is_intact(), "{:?}", report.findings);
                assert_eq!((report.verified, report.unsealed), (80, 0));
            }
        }

        /// More rows were slipped in than are held: those still held in the end are named, the others are counted.
        async fn rows_that_are_too_many_to_hold_and_belong_nowhere_are_counted(test: TestDatabase) {
            let bank = test.tenant("bank").await;
            add(&test.database, bank, 60).await;
            test.as_owner("DELETE FROM audit_pending").await;
            test.clock.advance(chrono::TimeDelta::seconds(2));
            add(&test.database, bank, 20).await;
            Sealer::seal_once(&test.database).await.unwrap();
            let report = verify_holding(&test.database, Some(bank), &[], Scope { since: None, most_held: 30 }).await.unwrap();
            assert_eq!((report.verified, report.findings.len(), report.unnamed), (20, 10, 50));
            assert!(report.findings.iter().all(|finding| matches!(finding.problem, Problem::UnknownRow { .. })));
        }
    }
}
