//! Sealing: what was recorded is bound, off the hot path, into a signed chain that cannot be changed unnoticed.
//!
//! One chain per tenant and retention class. A batch never spans two months, so that dropping a month's partition takes
//! whole batches of rows, while the batches themselves stay and keep the chain together.

mod counting;
pub(crate) mod signing;
mod store;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use database::{Database, DbError, Signal, Transaction};
use foundation::{Caller, TenantId};

use crate::digest::{self, BatchFields, Digest};
use crate::{AuditError, raw};
pub(crate) use counting::Ending;
pub(crate) use counting::STATEMENTS as COUNTING_STATEMENTS;
use counting::{Counted, count};
pub use counting::{HourOfSignIns, SignIns, sweep_sign_ins};
pub(crate) use signing::STATEMENTS as SIGNING_STATEMENTS;
use signing::SigningKey;
pub(crate) use store::STATEMENTS;

/// The most entries of one batch.
const MOST: usize = 4_096;
/// The shortest time from one round to the next, so that a busy trail is sealed about once a second.
const PACE: Duration = Duration::from_millis(800);
/// How long nobody's signal is waited for: another node may have died before it sealed what it recorded.
const IDLE: Duration = Duration::from_secs(5);
/// The longest pause between two attempts while something is wrong.
const BACK_OFF: Duration = Duration::from_secs(30);

/// Binds waiting entries into the chain.
#[derive(Debug, Clone, Copy)]
pub struct Sealer;

impl Sealer {
    /// Seals what waits, of every tenant, and returns how many entries that was.
    ///
    /// Safe to run on several nodes at once: entries are taken out of the waiting ones in the transaction that adds their
    /// batch, and of two batches with the same number one is given up and its entries wait for the next round.
    ///
    /// # Errors
    /// The first error, after every tenant had its turn; nothing of the tenant it happened to is half done.
    pub async fn seal_once(database: &Database) -> Result<usize, AuditError> {
        Self::seal_counting(database, &SignIns::default()).await
    }

    /// As [`Sealer::seal_once`], and adds the sign-ins among them to the counts.
    ///
    /// # Errors
    /// As [`Sealer::seal_once`].
    pub async fn seal_counting(database: &Database, sign_ins: &SignIns) -> Result<usize, AuditError> {
        let mut waiting: BTreeMap<TenantId, Vec<String>> = BTreeMap::new();
        for (tenant, class) in store::waiting(database).await? {
            waiting.entry(tenant).or_default().push(class);
        }
        if waiting.is_empty() {
            return Ok(0);
        }
        let key = signing::current(database).await?;
        let (mut sealed, mut failed) = (0, None);
        for (tenant, classes) in waiting {
            match seal_tenant(database, &key, tenant, &classes, sign_ins).await {
                Ok(amount) => sealed += amount,
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(sealed), |error| Err(error.into()))
    }

    /// How many entries of all tenants wait to be sealed, counted up to 10,000: for the metrics.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn unsealed(database: &Database) -> Result<u64, DbError> {
        store::unsealed(database).await
    }

    /// Seals until `shutdown` is ready, and once more then. Never ends because of an error: it is logged once, attempts
    /// become rarer while it lasts, and entries wait meanwhile.
    pub async fn run(database: Database, sign_ins: SignIns, shutdown: impl Future<Output = ()> + Send) {
        let mut shutdown = pin!(shutdown);
        let mut pause = PACE;
        loop {
            match Self::seal_counting(&database, &sign_ins).await {
                Ok(_) if pause > PACE => {
                    tracing::info!("audit entries are sealed again");
                    pause = PACE;
                }
                Ok(_) => {}
                Err(error) => {
                    if pause == PACE {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "audit entries cannot be sealed; they wait"
                        );
                    }
                    pause = (pause * 2).min(BACK_OFF);
                }
            }
            tokio::select! {
                () = &mut shutdown => break,
                () = tokio::time::sleep(pause) => {}
            }
            if pause == PACE {
                tokio::select! {
                    () = &mut shutdown => break,
                    () = database.wait_for(Signal::Audit, IDLE) => {}
                }
            }
        }
        if let Err(error) = Self::seal_counting(&database, &sign_ins).await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "audit entries were left unsealed; the next start seals them"
            );
        }
    }

    /// Makes a new signing key, which signs from the next round on, and returns its number. Earlier keys stay: they
    /// check the batches they signed.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn rotate_key(database: &Database) -> Result<i64, AuditError> {
        signing::rotate(database).await
    }

    /// As [`Sealer::rotate_key`], if the newest signing key was made under an earlier master key: whoever learned that one
    /// may have learned this one. Doing it again changes nothing. There may be no signing key yet.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn renew_key_of_earlier_master_key(database: &Database) -> Result<Option<i64>, AuditError> {
        if signing::is_of_earlier_master_key(database).await? {
            signing::rotate(database).await.map(Some)
        } else {
            Ok(None)
        }
    }
}

/// Entries by the month they are of.
type Months = BTreeMap<String, Vec<store::Waiting>>;

/// Seals what waits of one tenant, in transactions of at most [`MOST`] entries per class.
async fn seal_tenant(
    database: &Database,
    key: &SigningKey,
    tenant: TenantId,
    classes: &[String],
    sign_ins: &SignIns,
) -> Result<usize, DbError> {
    let mut sealed = 0;
    loop {
        let mut tx = database.begin(&Caller::system(tenant, "audit-sealer")).await?;
        let (mut amount, mut more, mut counted) = (0, false, Counted::default());
        for class in classes {
            let taken = store::take(&mut tx, class, MOST).await?;
            more |= taken.len() == MOST;
            let months = genuine(&tx, class, taken);
            count(&mut tx, class, months.values().flatten(), &mut counted).await?;
            let Some(added) = seal_chain(&mut tx, key, class, months).await? else {
                return Ok(sealed); // another node added that batch first; ours leaves nothing behind
            };
            amount += added;
        }
        tx.commit().await?;
        counted.commit(sign_ins);
        sealed += amount;
        if !more {
            return Ok(sealed);
        }
    }
}

/// The taken entries that this product recorded, by month; the others are reported and left out.
fn genuine(tx: &Transaction, class: &str, taken: Vec<store::Waiting>) -> Months {
    let mut months = Months::new();
    for entry in taken {
        if let Some(month) = genuine_month(tx, class, &entry) {
            months.entry(month).or_default().push(entry);
        } else {
            let (tenant, event) = (tx.tenant(), digest::hex(&entry.event_id));
            tracing::error!(%tenant, class, event, "an audit entry was put into the database by somebody else; it stays out of the chain");
        }
    }
    months
}

/// Adds batches of the entries, one per month. `None` when another node added a batch of that number first.
async fn seal_chain(
    tx: &mut Transaction,
    key: &SigningKey,
    class: &str,
    months: Months,
) -> Result<Option<usize>, DbError> {
    if months.is_empty() {
        return Ok(Some(0));
    }
    let (mut number, mut previous) = store::head(tx, class).await?.unwrap_or((0, digest::GENESIS.to_vec()));
    let mut amount = 0;
    for (month, mut entries) in months {
        number += 1;
        entries.sort_by(|one, other| one.event_id.cmp(&other.event_id));
        amount += entries.len();
        let members: Vec<u8> =
            entries.iter().flat_map(|entry| entry.event_id.iter().chain(&entry.digest).copied()).collect();
        let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        let sealed_at = digest::time(tx.now());
        let fields = BatchFields {
            tenant: tx.tenant(),
            class,
            number,
            month: month.as_bytes(),
            previous: &previous,
            entries: count,
            members: &members,
            sealed_at: &sealed_at,
        };
        let digest: Digest = fields.digest();
        let signature = key.sign(&digest::checkpoint(tx.tenant(), class, number, &digest, &sealed_at));
        let batch = store::Batch {
            class,
            number,
            month: &month,
            entries: count,
            members: &members,
            previous: &previous,
            digest: &digest,
            signature: &signature,
            key_number: key.number,
        };
        if !store::add(tx, batch).await? {
            return Ok(None);
        }
        previous = digest.to_vec();
    }
    Ok(Some(amount))
}

/// The month of a waiting entry that this product recorded; `None` for anything else.
fn genuine_month(tx: &Transaction, class: &str, entry: &store::Waiting) -> Option<String> {
    let at = raw::instant(tx.database().dialect(), &entry.at)?;
    let whole = entry.event_id.len() + entry.digest.len() == digest::MEMBER;
    let said = digest::pending(tx.tenant(), class, &entry.event_id, &digest::time(at), &entry.digest);
    let is_ours = tx.vault().is_proof("audit pending", &said, &entry.proof);
    (whole && is_ours).then(|| at.format("%Y-%m").to_string())
}
