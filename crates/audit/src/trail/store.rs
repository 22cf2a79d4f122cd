//! Entries in the database. The key of each comes with it, so that a page is one statement.

use database::{DbError, Transaction};
use foundation::{EventId, Instant, PersonId};
use uuid::Uuid;

use super::Cursor;
use super::filter::Lead;
use crate::{Outcome, Stream, digest};

// Both planners would as soon walk through time as through one person's entries when they do not know how many there are,
// and a kind that occurs once a year would be looked for among millions. The lists after the first therefore say "equal"
// as a range and order by the column as well, which only its own index can answer. The range includes its end: for a
// strict one PostgreSQL estimates by the first column that there is nothing, and sorts what it finds some other way.
//
// The limit is a literal: for a parameter SQLite plans anew at each run, and PostgreSQL expects a tenth of the table.
database::statements! {
    /// Newest first.
    BY_TIME: tenant = "SELECT e.class, e.at, e.id, e.stream, e.kind, e.outcome, e.actor_kind, e.actor_id, e.subject_id, e.object_kind, e.object_id,
            e.network, e.request, e.key_owner, e.sealed, e.digest,
            (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
        FROM audit_event AS e WHERE e.tenant_id = $1 AND e.at >= $2 AND (e.at, e.id) <= ($3, $4)
        ORDER BY e.at DESC, e.id DESC LIMIT 51";
    /// Newest first, about one person.
    BY_SUBJECT: tenant = "SELECT e.class, e.at, e.id, e.stream, e.kind, e.outcome, e.actor_kind, e.actor_id, e.subject_id, e.object_kind, e.object_id,
            e.network, e.request, e.key_owner, e.sealed, e.digest,
            (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
        FROM audit_event AS e WHERE e.tenant_id = $1 AND (e.subject_id, e.at) >= ($5, $2) AND (e.subject_id, e.at, e.id) <= ($5, $3, $4)
        ORDER BY e.subject_id DESC, e.at DESC, e.id DESC LIMIT 51";
    /// What happened to one person, newest first, and nothing more of it.
    NEWEST_ABOUT: tenant = "SELECT e.at, e.id, e.kind
        FROM audit_event AS e WHERE e.tenant_id = $1 AND (e.subject_id, e.at) >= ($2, $3) AND (e.subject_id, e.at, e.id) <= ($2, $4, $5)
        ORDER BY e.subject_id DESC, e.at DESC, e.id DESC LIMIT 51";
    /// Newest first, by one person.
    BY_ACTOR: tenant = "SELECT e.class, e.at, e.id, e.stream, e.kind, e.outcome, e.actor_kind, e.actor_id, e.subject_id, e.object_kind, e.object_id,
            e.network, e.request, e.key_owner, e.sealed, e.digest,
            (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
        FROM audit_event AS e WHERE e.tenant_id = $1 AND (e.actor_id, e.at) >= ($5, $2) AND (e.actor_id, e.at, e.id) <= ($5, $3, $4)
        ORDER BY e.actor_id DESC, e.at DESC, e.id DESC LIMIT 51";
    /// Newest first, of one kind.
    BY_KIND: tenant = "SELECT e.class, e.at, e.id, e.stream, e.kind, e.outcome, e.actor_kind, e.actor_id, e.subject_id, e.object_kind, e.object_id,
            e.network, e.request, e.key_owner, e.sealed, e.digest,
            (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
        FROM audit_event AS e WHERE e.tenant_id = $1 AND (e.kind, e.at) >= ($5, $2) AND (e.kind, e.at, e.id) <= ($5, $3, $4)
        ORDER BY e.kind DESC, e.at DESC, e.id DESC LIMIT 51";
    /// Newest first, refused or failed. The inequality lets the partial index answer.
    BY_OUTCOME: tenant = "SELECT e.class, e.at, e.id, e.stream, e.kind, e.outcome, e.actor_kind, e.actor_id, e.subject_id, e.object_kind, e.object_id,
            e.network, e.request, e.key_owner, e.sealed, e.digest,
            (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
        FROM audit_event AS e WHERE e.tenant_id = $1 AND (e.outcome, e.at) >= ($5, $2) AND (e.outcome, e.at, e.id) <= ($5, $3, $4) AND e.outcome <> 'done'
        ORDER BY e.outcome DESC, e.at DESC, e.id DESC LIMIT 51";
    /// Newest first, of one stream but sign-ins. The inequality lets the partial index answer.
    BY_STREAM: tenant = "SELECT e.class, e.at, e.id, e.stream, e.kind, e.outcome, e.actor_kind, e.actor_id, e.subject_id, e.object_kind, e.object_id,
            e.network, e.request, e.key_owner, e.sealed, e.digest,
            (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
        FROM audit_event AS e WHERE e.tenant_id = $1 AND (e.stream, e.at) >= ($5, $2) AND (e.stream, e.at, e.id) <= ($5, $3, $4) AND e.stream <> 'authentication'
        ORDER BY e.stream DESC, e.at DESC, e.id DESC LIMIT 51";
    /// One entry. Its id tells its millisecond, which tells its partition.
    FIND: tenant = "SELECT e.class, e.at, e.id, e.stream, e.kind, e.outcome, e.actor_kind, e.actor_id, e.subject_id, e.object_kind, e.object_id,
            e.network, e.request, e.key_owner, e.sealed, e.digest,
            (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
        FROM audit_event AS e WHERE e.tenant_id = $1 AND e.at >= $2 AND e.at < $3 AND e.id = $4";
    /// The newest batch of each chain, with the key that checks it.
    CHECKPOINTS: tenant = "SELECT b.class, b.number, b.digest, b.sealed_at, b.entries, b.key_number, b.signature, k.public_key
        FROM audit_batch AS b JOIN audit_key AS k ON k.number = b.key_number
        WHERE b.tenant_id = $1 AND b.class = $2 ORDER BY b.number DESC LIMIT 1";
    /// How many entries wait to be sealed, counted up to a limit.
    UNSEALED: tenant = "SELECT count(*) AS amount FROM (SELECT p.event_id FROM audit_pending AS p WHERE p.tenant_id = $1 LIMIT 10000) AS found";
    /// Whether an entry waits to be sealed.
    WAITS: tenant = "SELECT class FROM audit_pending WHERE tenant_id = $1 AND class = $2 AND event_id = $3";
    /// The batches sealed from a moment on, a few at a time: each may have 4,096 entries.
    SEALED_SINCE: tenant = "SELECT number, sealed_at, members FROM audit_batch
        WHERE tenant_id = $1 AND class = $2 AND (class, sealed_at, number) > ($2, $3, $4) ORDER BY class, sealed_at, number LIMIT 4";
}

/// An entry as it is stored, with the key of its content.
#[derive(sqlx::FromRow)]
pub(super) struct EventRow {
    pub(super) class: String,
    pub(super) at: Instant,
    pub(super) id: EventId,
    pub(super) stream: Stream,
    pub(super) kind: String,
    pub(super) outcome: Outcome,
    pub(super) actor_kind: String,
    pub(super) actor_id: Option<PersonId>,
    pub(super) subject_id: Option<PersonId>,
    pub(super) object_kind: Option<String>,
    pub(super) object_id: Option<Uuid>,
    pub(super) network: String,
    pub(super) request: String,
    pub(super) key_owner: Uuid,
    pub(super) sealed: Vec<u8>,
    pub(super) digest: Vec<u8>,
    pub(super) owner_key: Option<Vec<u8>>,
}

/// That something happened.
#[derive(sqlx::FromRow)]
pub(super) struct KindRow {
    pub(super) at: Instant,
    pub(super) id: EventId,
    pub(super) kind: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct CheckpointRow {
    pub(super) class: database::RetentionClass,
    pub(super) number: i64,
    pub(super) digest: Vec<u8>,
    pub(super) sealed_at: Instant,
    pub(super) entries: i64,
    pub(super) key_number: i64,
    pub(super) signature: Vec<u8>,
    pub(super) public_key: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Count {
    amount: i64,
}

#[derive(sqlx::FromRow)]
struct Class {
    #[expect(dead_code, reason = "only whether there is a row counts")]
    class: String,
}

/// A batch and what is in it.
#[derive(sqlx::FromRow)]
pub(super) struct BatchRow {
    pub(super) number: i64,
    pub(super) sealed_at: Instant,
    pub(super) members: Vec<u8>,
}

/// How many entries [`list`] reads at most: a page and one more, to know whether there is another.
pub(super) const STEP: usize = 51;

/// The entries of `lead` from `from` on and before `before`, newest first.
pub(super) async fn list(
    tx: &mut Transaction,
    lead: &Lead,
    from: Instant,
    before: Cursor,
) -> Result<Vec<EventRow>, DbError> {
    let Lead::Involved(people) = lead else { return one_list(tx, lead, from, before).await };
    let mut found = Vec::new();
    for person in people {
        for lead in [Lead::Subject(*person), Lead::Actor(*person)] {
            found.extend(one_list(tx, &lead, from, before).await?);
        }
    }
    // Each list is whole down to its last entry, so the newest of all of them are.
    found.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    found.dedup_by_key(|row| row.id);
    found.truncate(STEP);
    Ok(found)
}

async fn one_list(tx: &mut Transaction, lead: &Lead, from: Instant, before: Cursor) -> Result<Vec<EventRow>, DbError> {
    let statement = match lead {
        Lead::Time | Lead::Involved(_) => BY_TIME,
        Lead::Subject(_) => BY_SUBJECT,
        Lead::Actor(_) => BY_ACTOR,
        Lead::Kind(_) => BY_KIND,
        Lead::Outcome(_) => BY_OUTCOME,
        Lead::Stream(_) => BY_STREAM,
    };
    let last = before.one_before();
    let statement = tx.sql(statement).bind(from).bind(last.at).bind(last.id);
    match lead {
        Lead::Time | Lead::Involved(_) => statement,
        Lead::Subject(person) | Lead::Actor(person) => statement.bind(*person),
        Lead::Kind(kind) => statement.bind(kind.as_str()),
        Lead::Outcome(outcome) => statement.bind(*outcome),
        Lead::Stream(stream) => statement.bind(*stream),
    }
    .fetch_all()
    .await
}

/// The kinds of the newest entries about `person`.
pub(super) async fn newest_about(tx: &mut Transaction, person: PersonId) -> Result<Vec<KindRow>, DbError> {
    let last = super::search::end_of_time().one_before();
    let statement = tx.sql(NEWEST_ABOUT).bind(person).bind(Instant::UNIX_EPOCH);
    statement.bind(last.at).bind(last.id).fetch_all().await
}

pub(super) async fn find(tx: &mut Transaction, id: EventId) -> Result<Option<EventRow>, DbError> {
    let Some(from) = digest::instant_of(id.0) else { return Ok(None) };
    tx.sql(FIND).bind(from).bind(from + chrono::TimeDelta::milliseconds(1)).bind(id).fetch_optional().await
}

pub(super) async fn checkpoint(
    tx: &mut Transaction,
    class: database::RetentionClass,
) -> Result<Option<CheckpointRow>, DbError> {
    tx.sql(CHECKPOINTS).bind(class).fetch_optional().await
}

/// How many entries wait to be sealed, counted up to 10,000.
pub(super) async fn unsealed(tx: &mut Transaction) -> Result<u64, DbError> {
    let count: Count = tx.sql(UNSEALED).fetch_one().await?;
    Ok(u64::try_from(count.amount).unwrap_or(0))
}

pub(super) async fn waits(tx: &mut Transaction, class: &str, id: EventId) -> Result<bool, DbError> {
    Ok(tx.sql(WAITS).bind(class).bind(id).fetch_optional::<Class>().await?.is_some())
}

pub(super) async fn sealed_since(
    tx: &mut Transaction,
    class: &str,
    after: (Instant, i64),
) -> Result<Vec<BatchRow>, DbError> {
    tx.sql(SEALED_SINCE).bind(class).bind(after.0).bind(after.1).fetch_all().await
}
