//! Recording: the entry becomes durable with the change it tells of, or not at all.

mod store;

use database::{Database, DbError, Refused, Signal, Transaction};
use foundation::{Actor, Caller, EventId};
use uuid::Uuid;

use crate::content::visible;
use crate::digest::{self, Skeleton};
use crate::{Entry, classes, keys};
pub(crate) use store::STATEMENTS;

/// Records an entry in the transaction of the change: three statements, one more for the first entry about a person.
///
/// The retention class comes with the look-up of the key and is always current. The entry is sealed into the chain within
/// about a second of the commit.
///
/// # Errors
/// What the database reports. The change must not be committed then: what cannot be recorded must not happen.
pub async fn record(tx: &mut Transaction, entry: Entry) -> Result<EventId, DbError> {
    let caller = tx.caller().clone();
    let (id, at, tenant) = (tx.new_id::<EventId>(), tx.now(), tx.tenant());
    let (actor_kind, actor_id) = match caller.actor {
        Actor::Anonymous => ("anonymous".to_owned(), None),
        Actor::Person(person) => ("person".to_owned(), Some(person)),
        Actor::System(name) => (format!("system:{name}"), None),
    };

    let owners =
        [entry.subject.map(|person| person.0), actor_id.map(|person| person.0), Some(keys::month_owner(tenant, at))];
    let owners: Vec<Uuid> = owners.into_iter().flatten().collect();
    let obtained = keys::obtain(tx, &owners).await?;
    let class = classes::of(entry.stream, obtained.classes.as_ref());

    let mut words = entry.words;
    words.sealed_address = obtained.sealed_address;
    words.device = Some(visible(&caller.origin.device)).filter(|device| !device.is_empty());
    let content = serde_json::to_vec(&words).map_err(|_| DbError::Corrupt("audit content"))?;

    let network = caller.origin.network().unwrap_or_default();
    let request = visible(&caller.origin.request);
    let time = digest::time(at);
    let skeleton = Skeleton {
        tenant: tenant.0.as_bytes(),
        class: class.word().as_bytes(),
        at: &time,
        id: id.0.as_bytes(),
        stream: entry.stream.word().as_bytes(),
        kind: entry.kind.as_bytes(),
        outcome: entry.outcome.word().as_bytes(),
        actor_kind: actor_kind.as_bytes(),
        actor_id: actor_id.as_ref().map(|person| person.0.as_bytes().as_slice()),
        subject_id: entry.subject.as_ref().map(|person| person.0.as_bytes().as_slice()),
        object_kind: entry.object.map(|(kind, _)| kind.as_bytes()),
        object_id: entry.object.as_ref().map(|(_, object)| object.as_bytes().as_slice()),
        network: network.as_bytes(),
        request: request.as_bytes(),
        key_owner: obtained.owner.as_bytes(),
    };
    let binding = skeleton.binding();
    let sealed = obtained.key.seal(&content, &binding);
    let digest = digest::of_row(binding, &sealed);
    let proof = digest::pending(tenant, class.word(), id.0.as_bytes(), &time, &digest);
    let proof = tx.vault().proof("audit pending", &proof);

    let row = store::Row {
        class,
        id,
        stream: entry.stream,
        kind: entry.kind,
        outcome: entry.outcome,
        actor_kind: &actor_kind,
        actor_id,
        subject_id: entry.subject,
        object: entry.object,
        network: &network,
        request: &request,
        key_owner: obtained.owner,
        sealed: &sealed,
        digest: &digest,
        proof: &proof,
    };
    store::add(tx, row).await?;
    tx.signal_after_commit(Signal::Audit);
    Ok(id)
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
