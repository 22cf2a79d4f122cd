//! Verifying: every row against its digest, every digest against its batch, every batch against its chain, the newest
//! batch against checkpoints that were exported before. What does not fit is named.
//!
//! Rows and batches are both read once, in the order of time, side by side; only rows whose batch has not come yet are
//! kept, at most 200,000 of them. Recording and sealing go on meanwhile.

mod chain;
mod report;
mod rows;
mod store;

use database::{Database, RetentionClass};
use foundation::{Caller, TenantId};

use crate::seal::signing;
use crate::{AuditError, Checkpoint, digest};
pub use report::{Dropped, Finding, Problem, Report};
pub(crate) use store::STATEMENTS;

/// Walks the trail of one tenant, or of every tenant one after the other, and reports what was verified and what is wrong.
///
/// `known` are checkpoints that were exported earlier and kept elsewhere: without them a cut of the tail, or a whole chain
/// that was signed anew by somebody who has the master key, cannot be seen.
///
/// What cannot be seen at all: an entry that was deleted, together with its waiting row, in the second before it was sealed.
///
/// # Errors
/// What the database reports. Findings are not errors: see [`Report::is_intact`].
pub async fn verify(database: &Database, tenant: Option<TenantId>, known: &[Checkpoint]) -> Result<Report, AuditError> {
    verify_holding(database, tenant, known, rows::MOST_HELD).await
}

async fn verify_holding(
    database: &Database,
    tenant: Option<TenantId>,
    known: &[Checkpoint],
    most_held: usize,
) -> Result<Report, AuditError> {
    let mut report = Report::default();
    let keys = signing::all(database).await?;
    for key in keys.iter().filter(|key| !key.is_ours) {
        report.add(None, None, Problem::ForeignKey { key: key.number });
    }
    let known: Vec<&Checkpoint> =
        known.iter().filter(|checkpoint| tenant.is_none_or(|tenant| tenant == checkpoint.tenant)).collect();
    for checkpoint in &known {
        let about = (Some(checkpoint.tenant), Some(checkpoint.class.word()));
        if !checkpoint.is_genuine() {
            report.add(about.0, about.1, Problem::BadCheckpoint { number: checkpoint.number });
        }
        if !keys.iter().any(|key| digest::hex(&key.public) == checkpoint.public_key) {
            report.add(about.0, about.1, Problem::OtherKey { number: checkpoint.number });
        }
    }

    let mut after = None;
    loop {
        let tenants = match tenant {
            Some(one) if after.is_none() => vec![one],
            Some(_) => Vec::new(),
            None => store::tenants(database, after).await?,
        };
        let Some(last) = tenants.last().copied() else { break };
        for one in tenants {
            verify_tenant(database, one, &keys, &known, most_held, &mut report).await?;
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

async fn verify_tenant(
    database: &Database,
    tenant: TenantId,
    keys: &[signing::KnownKey],
    known: &[&Checkpoint],
    most_held: usize,
    report: &mut Report,
) -> Result<(), AuditError> {
    let mut tx = database.read(&Caller::system(tenant, "audit-verify")).await?;
    for class in RetentionClass::ALL {
        let known = known
            .iter()
            .copied()
            .filter(|checkpoint| checkpoint.tenant == tenant && checkpoint.class == class)
            .collect();
        chain::Walk::new(&mut tx, class, keys, known, most_held, report).run().await?;
    }
    for id in store::strays(&mut tx).await? {
        report.add(Some(tenant), None, Problem::UnknownRow { entry: report::name(&id) });
    }
    report.finish_tenant(tenant);
    tx.commit().await?;
    Ok(())
}
