//! Recording: the entry becomes durable with the change it tells of, or not at all.

mod store;

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use database::{DataKey, Database, DbError, Refused, Signal, Transaction};
use foundation::{Actor, Caller, EventId, PersonId};
use serde_json::Value;
use uuid::Uuid;

use crate::content::visible;
use crate::digest::{self, Skeleton};
use crate::keys::{self, Held};
use crate::{Entry, classes};
pub(crate) use store::STATEMENTS;

/// Records an entry in the transaction of the change: three statements, one more for the first entry about a person.
///
/// The retention class comes with the look-up of the key and is always current. The entry is sealed into the chain within
/// about a second of the commit.
///
/// # Errors
/// What the database reports. The change must not be committed then: what cannot be recorded must not happen.
pub async fn record(tx: &mut Transaction, entry: Entry) -> Result<EventId, DbError> {
    let by = By::of(tx.caller());
    let obtained = keys::obtain(tx, &by.owners(tx, &entry)).await?;
    let id = tx.new_id::<EventId>();
    let common = Common { classes: obtained.classes.as_ref(), sealed_address: obtained.sealed_address.as_ref() };
    let row = by.row(tx, id, entry, (obtained.owner, &obtained.key), common)?;
    store::add(tx, &by, &[row]).await?;
    tx.signal_after_commit(Signal::Audit);
    Ok(id)
}

/// Records many entries as [`record`] does each of them, in a few statements for all. Their ids have the order in which
/// they are given.
///
/// # Errors
/// As [`record`].
pub async fn record_all(tx: &mut Transaction, entries: Vec<Entry>) -> Result<(), DbError> {
    if entries.is_empty() {
        return Ok(());
    }
    let by = By::of(tx.caller());
    let owners: Vec<Vec<Uuid>> = entries.iter().map(|entry| by.owners(tx, entry)).collect();
    let keys::ObtainedAll { held, classes, sealed_address } =
        keys::obtain_all(tx, owners.iter().filter_map(|owners| owners.first().copied())).await?;
    let common = Common { classes: classes.as_ref(), sealed_address: sealed_address.as_ref() };
    let mut ids: Vec<EventId> = entries.iter().map(|_| tx.new_id()).collect();
    ids.sort_unstable_by_key(|id| id.0);
    let mut rows = Vec::with_capacity(entries.len());
    let mut others = HashMap::new();
    for ((entry, owners), id) in entries.into_iter().zip(&owners).zip(ids) {
        let first = owners.first().copied().unwrap_or_default();
        let (owner, key) = if let Some(Held::Key(key)) = held.get(&first) {
            (first, key)
        } else {
            // The person was erased: the key of the next owner, looked up once for all entries about them.
            let obtained = match others.entry(first) {
                Slot::Occupied(found) => found.into_mut(),
                Slot::Vacant(free) => free.insert(keys::obtain(tx, owners).await?),
            };
            (obtained.owner, &obtained.key)
        };
        rows.push(by.row(tx, id, entry, (owner, key), common)?);
    }
    store::add(tx, &by, &rows).await?;
    tx.signal_after_commit(Signal::Audit);
    Ok(())
}

/// What all entries of a transaction are recorded with.
#[derive(Clone, Copy)]
struct Common<'a> {
    /// The tenant's setting `audit_classes`.
    classes: Option<&'a Value>,
    /// The caller's network address as it is stored.
    sealed_address: Option<&'a String>,
}

/// Who acts, and from where: the same in every entry of a transaction.
struct By {
    kind: String,
    id: Option<PersonId>,
    device: Option<String>,
    network: String,
    request: String,
}

impl By {
    fn of(caller: &Caller) -> Self {
        let (kind, id) = match caller.actor {
            Actor::Anonymous => ("anonymous".to_owned(), None),
            Actor::Person(person) => ("person".to_owned(), Some(person)),
            Actor::System(name) => (format!("system:{name}"), None),
        };
        Self {
            kind,
            id,
            device: Some(visible(&caller.origin.device)).filter(|device| !device.is_empty()),
            network: caller.origin.network().unwrap_or_default(),
            request: visible(&caller.origin.request),
        }
    }

    /// Whose key encrypts an entry; the next where the one before was destroyed.
    fn owners(&self, tx: &Transaction, entry: &Entry) -> Vec<Uuid> {
        let people = [entry.subject, self.id].into_iter().flatten().map(|person| person.0);
        people.chain([keys::month_owner(tx.tenant(), tx.now())]).collect()
    }

    /// The row of an entry: its content encrypted, its digest over every column, and the proof that it is ours.
    fn row(
        &self,
        tx: &Transaction,
        id: EventId,
        entry: Entry,
        (owner, key): (Uuid, &DataKey),
        common: Common<'_>,
    ) -> Result<store::Row, DbError> {
        let (tenant, time) = (tx.tenant(), digest::time(tx.now()));
        let class = classes::of(entry.stream, common.classes);
        let mut words = entry.words;
        words.sealed_address = common.sealed_address.cloned();
        words.device.clone_from(&self.device);
        let content = serde_json::to_vec(&words).map_err(|_| DbError::Corrupt("audit content"))?;
        let skeleton = Skeleton {
            tenant: tenant.0.as_bytes(),
            class: class.word().as_bytes(),
            at: &time,
            id: id.0.as_bytes(),
            stream: entry.stream.word().as_bytes(),
            kind: entry.kind.as_bytes(),
            outcome: entry.outcome.word().as_bytes(),
            actor_kind: self.kind.as_bytes(),
            actor_id: self.id.as_ref().map(|person| person.0.as_bytes().as_slice()),
            subject_id: entry.subject.as_ref().map(|person| person.0.as_bytes().as_slice()),
            object_kind: entry.object.map(|(kind, _)| kind.as_bytes()),
            object_id: entry.object.as_ref().map(|(_, object)| object.as_bytes().as_slice()),
            network: self.network.as_bytes(),
            request: self.request.as_bytes(),
            key_owner: owner.as_bytes(),
        };
        let binding = skeleton.binding();
        let sealed = key.seal(&content, &binding);
        let digest = digest::of_row(binding, &sealed);
        let proof = digest::pending(tenant, class.word(), id.0.as_bytes(), &time, &digest);
        Ok(store::Row {
            class,
            id,
            stream: entry.stream,
            kind: entry.kind,
            outcome: entry.outcome,
            subject_id: entry.subject,
            object: entry.object,
            key_owner: owner,
            sealed,
            digest,
            proof: tx.vault().proof("audit pending", &proof),
        })
    }
}

/// Records that `caller` was refused, in a transaction of its own, because the one of the refused use case is gone.
///
/// `entry` says what they tried; its outcome becomes [`crate::Outcome::Refused`] and the missing permission is added. Drop the
/// transaction of the use case before: SQLite has one writer, and this would wait for it.
///
/// # Errors
/// What the database reports.
pub async fn record_refusal(
    database: &Database,
    caller: &Caller,
    refused: &Refused,
    entry: Entry,
) -> Result<EventId, DbError> {
    let mut tx = database.begin(caller).await?;
    let id = record(&mut tx, entry.refused().detail("permission", refused.0.word())).await?;
    tx.commit().await?;
    Ok(id)
}
