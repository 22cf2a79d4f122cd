//! Whether an entry is sealed into the chain, and where.

use chrono::TimeDelta;
use database::{DbError, Transaction};
use foundation::Permission;

use super::{Recorded, Trail, store};
use crate::AuditError;
use crate::digest::MEMBER;

/// How far an entry got on its way into the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// It waits for its turn, which comes about a second after it was recorded.
    Waiting,
    /// It is in the batch of this number.
    In(i64),
    /// It neither waits nor is it in a batch of its time: `pforte audit verify` says more.
    Missing,
}

/// So many batches are looked through, beginning with the first after the entry. A busy chain has one a second, and an entry
/// comes late only when its transaction took long.
const MOST: usize = 64;
/// By how much the clocks of two nodes may differ.
const SKEW: TimeDelta = TimeDelta::seconds(5);

impl Trail {
    /// How far an entry got on its way into the chain. What is said here is what the database says; only a verification
    /// proves it.
    ///
    /// # Errors
    /// [`AuditError::Refused`] without [`Permission::SeeAudit`].
    pub async fn seal_of(tx: &mut Transaction, entry: &Recorded) -> Result<Seal, AuditError> {
        tx.allow(Permission::SeeAudit)?;
        if store::waits(tx, &entry.class, entry.id).await? {
            return Ok(Seal::Waiting);
        }
        Ok(batch_of(tx, entry).await?.map_or(Seal::Missing, Seal::In))
    }

    /// How many entries of the tenant wait to be sealed, counted up to 10,000.
    ///
    /// # Errors
    /// [`AuditError::Refused`] without [`Permission::SeeAudit`].
    pub async fn unsealed(tx: &mut Transaction) -> Result<u64, AuditError> {
        tx.allow(Permission::SeeAudit)?;
        Ok(store::unsealed(tx).await?)
    }
}

async fn batch_of(tx: &mut Transaction, entry: &Recorded) -> Result<Option<i64>, DbError> {
    let mut after = (entry.at - SKEW, i64::MAX);
    let mut looked_through = 0;
    while looked_through < MOST {
        let batches = store::sealed_since(tx, &entry.class, after).await?;
        let Some(last) = batches.last() else { return Ok(None) };
        after = (last.sealed_at, last.number);
        looked_through += batches.len();
        let holds = |batch: &&store::BatchRow| {
            let (members, _) = batch.members.as_chunks::<MEMBER>();
            members.iter().any(|member| member.starts_with(entry.id.0.as_bytes()))
        };
        if let Some(found) = batches.iter().find(holds) {
            return Ok(Some(found.number));
        }
    }
    Ok(None)
}
