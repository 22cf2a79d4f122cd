//! Rows, batches and waiting entries as bytes: see [`crate::raw`]. Places in a list are bytes too, for the same reason.

use database::{DbError, Dialect, RetentionClass, Transaction};
use foundation::Instant;
use uuid::Uuid;

database::statements! {
    /// The rows of a class, oldest first.
    ROWS: tenant {
        sqlite: "SELECT e.at, e.id, e.at AS stored_at, e.id AS stored_id, e.stream, e.kind, e.outcome, e.actor_kind,
                e.actor_id, e.subject_id, e.object_kind, e.object_id, e.network, e.request, e.key_owner,
                e.sealed, e.digest,
                (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
            FROM audit_event AS e WHERE e.tenant_id = $1 AND e.class = $2 AND (e.at, e.id) > (CAST($3 AS TEXT), $4)
            ORDER BY e.at, e.id LIMIT $5 + 0",
        postgres: "SELECT timestamptz_send(e.at) AS stored_at, uuid_send(e.id) AS stored_id,
                convert_to(e.stream, 'UTF8') AS stream, convert_to(e.kind, 'UTF8') AS kind,
                convert_to(e.outcome, 'UTF8') AS outcome, convert_to(e.actor_kind, 'UTF8') AS actor_kind,
                uuid_send(e.actor_id) AS actor_id, uuid_send(e.subject_id) AS subject_id,
                convert_to(e.object_kind, 'UTF8') AS object_kind, uuid_send(e.object_id) AS object_id,
                convert_to(e.network, 'UTF8') AS network, convert_to(e.request, 'UTF8') AS request,
                uuid_send(e.key_owner) AS key_owner, e.sealed, e.digest,
                (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
            FROM audit_event AS e WHERE e.tenant_id = $1 AND e.class = $2 AND (e.at, e.id) > (CAST(convert_from($3, 'UTF8') AS timestamptz), CAST(encode($4, 'hex') AS uuid))
            ORDER BY e.at, e.id LIMIT $5 + 0",
    };
    /// One row. Its id tells its millisecond, which tells its partition.
    ROW: tenant {
        sqlite: "SELECT e.at, e.id, e.at AS stored_at, e.id AS stored_id, e.stream, e.kind, e.outcome, e.actor_kind,
                e.actor_id, e.subject_id, e.object_kind, e.object_id, e.network, e.request, e.key_owner,
                e.sealed, e.digest,
                (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
            FROM audit_event AS e WHERE e.tenant_id = $1 AND e.class = $2 AND e.at >= $3 AND e.at < $4 AND e.id = $5",
        postgres: "SELECT timestamptz_send(e.at) AS stored_at, uuid_send(e.id) AS stored_id,
                convert_to(e.stream, 'UTF8') AS stream, convert_to(e.kind, 'UTF8') AS kind,
                convert_to(e.outcome, 'UTF8') AS outcome, convert_to(e.actor_kind, 'UTF8') AS actor_kind,
                uuid_send(e.actor_id) AS actor_id, uuid_send(e.subject_id) AS subject_id,
                convert_to(e.object_kind, 'UTF8') AS object_kind, uuid_send(e.object_id) AS object_id,
                convert_to(e.network, 'UTF8') AS network, convert_to(e.request, 'UTF8') AS request,
                uuid_send(e.key_owner) AS key_owner, e.sealed, e.digest,
                (SELECT k.sealed FROM data_key AS k WHERE k.tenant_id = e.tenant_id AND k.owner_id = e.key_owner) AS owner_key
            FROM audit_event AS e WHERE e.tenant_id = $1 AND e.class = $2 AND e.at >= $3 AND e.at < $4 AND e.id = $5",
    };
    /// Whether any row of a class is left between two moments.
    ANY: tenant = "SELECT e.class FROM audit_event AS e WHERE e.tenant_id = $1 AND e.class = $2 AND e.at >= $3 AND e.at < $4 LIMIT 1";
    /// Rows whose class is before the first one there is. No database with its checks in place has any.
    STRAYS_BEFORE: tenant {
        sqlite: "SELECT e.id AS stored_id FROM audit_event AS e WHERE e.tenant_id = $1 AND e.class < $2 LIMIT 1000",
        postgres: "SELECT uuid_send(e.id) AS stored_id FROM audit_event AS e WHERE e.tenant_id = $1 AND e.class < $2 LIMIT 1000",
    };
    /// Rows whose class is between two neighbours.
    STRAYS_BETWEEN: tenant {
        sqlite: "SELECT e.id AS stored_id FROM audit_event AS e WHERE e.tenant_id = $1 AND e.class > $2 AND e.class < $3 LIMIT 1000",
        postgres: "SELECT uuid_send(e.id) AS stored_id FROM audit_event AS e WHERE e.tenant_id = $1 AND e.class > $2 AND e.class < $3 LIMIT 1000",
    };
    /// The number of the newest batch.
    HEAD: tenant = "SELECT number FROM audit_batch WHERE tenant_id = $1 AND class = $2 ORDER BY number DESC LIMIT 1";
    /// The first batch sealed from a moment on.
    FIRST_SINCE: tenant = "SELECT number FROM audit_batch WHERE tenant_id = $1 AND class = $2 AND (class, sealed_at) >= ($2, $3)
        ORDER BY class, sealed_at, number LIMIT 1";
    /// Batches in their order, a few at a time: each may have 4,096 entries.
    BATCHES: tenant {
        sqlite: "SELECT number, month, sealed_at, entries, members, previous, digest, signature, key_number FROM audit_batch
            WHERE tenant_id = $1 AND class = $2 AND number > $3 AND number <= $4 ORDER BY number LIMIT 8",
        postgres: "SELECT number, convert_to(month, 'UTF8') AS month, timestamptz_send(sealed_at) AS sealed_at, entries, members, previous,
                digest, signature, key_number FROM audit_batch
            WHERE tenant_id = $1 AND class = $2 AND number > $3 AND number <= $4 ORDER BY number LIMIT 8",
    };
    /// Waiting entries in their order.
    PENDING: tenant {
        sqlite: "SELECT event_id, at, digest, proof FROM audit_pending WHERE tenant_id = $1 AND class = $2 AND event_id > $3
            ORDER BY audit_pending.event_id LIMIT 1000",
        postgres: "SELECT uuid_send(event_id) AS event_id, timestamptz_send(at) AS at, digest, proof FROM audit_pending
            WHERE tenant_id = $1 AND class = $2 AND event_id > CAST(encode($3, 'hex') AS uuid) ORDER BY audit_pending.event_id LIMIT 1000",
    };
}

/// A row of the trail as bytes.
#[derive(sqlx::FromRow)]
pub(super) struct RawRow {
    pub(super) stored_at: Vec<u8>,
    pub(super) stored_id: Vec<u8>,
    pub(super) stream: Vec<u8>,
    pub(super) kind: Vec<u8>,
    pub(super) outcome: Vec<u8>,
    pub(super) actor_kind: Vec<u8>,
    pub(super) actor_id: Option<Vec<u8>>,
    pub(super) subject_id: Option<Vec<u8>>,
    pub(super) object_kind: Option<Vec<u8>>,
    pub(super) object_id: Option<Vec<u8>>,
    pub(super) network: Vec<u8>,
    pub(super) request: Vec<u8>,
    pub(super) key_owner: Vec<u8>,
    pub(super) sealed: Vec<u8>,
    pub(super) digest: Vec<u8>,
    pub(super) owner_key: Option<Vec<u8>>,
}

/// A batch as bytes.
#[derive(sqlx::FromRow)]
pub(super) struct RawBatch {
    pub(super) number: i64,
    pub(super) month: Vec<u8>,
    pub(super) sealed_at: Vec<u8>,
    pub(super) entries: i64,
    pub(super) members: Vec<u8>,
    pub(super) previous: Vec<u8>,
    pub(super) digest: Vec<u8>,
    pub(super) signature: Vec<u8>,
    pub(super) key_number: i64,
}

/// A waiting entry as bytes.
#[derive(sqlx::FromRow)]
pub(super) struct RawPending {
    pub(super) event_id: Vec<u8>,
    pub(super) at: Vec<u8>,
    pub(super) digest: Vec<u8>,
    pub(super) proof: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Id {
    stored_id: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Number {
    number: i64,
}

#[derive(sqlx::FromRow)]
struct Class {
    #[expect(dead_code, reason = "only whether there is a row counts")]
    class: String,
}

/// How many rows are read at a time.
pub(super) const PAGE: usize = 1_000;

/// A place among the rows of a class: a time and an id as the database compares them.
pub(super) type Place = (Vec<u8>, Vec<u8>);

/// Before every row.
pub(super) fn beginning(dialect: Dialect) -> Place {
    match dialect {
        Dialect::Sqlite => (Vec::new(), Vec::new()),
        Dialect::Postgres => (b"-infinity".to_vec(), vec![0; 16]),
    }
}

/// Before every row from a moment on.
pub(super) fn place_of(begin: Instant) -> Place {
    let text = begin.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false);
    (text.into_bytes(), vec![0; 16])
}

/// The place of a row; `None` when only times that no entry can have come after it.
pub(super) fn place(dialect: Dialect, at: &[u8], id: &[u8]) -> Option<Place> {
    let text = match dialect {
        Dialect::Sqlite => return Some((at.to_vec(), id.to_vec())),
        Dialect::Postgres => crate::raw::instant(dialect, at),
    };
    match text {
        Some(instant) if instant < Instant::UNIX_EPOCH => Some((b"1970-01-01T00:00:00+00:00".to_vec(), vec![0; 16])),
        Some(instant) if instant.timestamp() < 253_402_300_800 => {
            Some((instant.to_rfc3339().into_bytes(), id.to_vec()))
        }
        // After the year 9999 or before the calendar's beginning: the sign of the stored number tells which.
        _ if at.first().is_some_and(|byte| byte & 0x80 != 0) => {
            Some((b"1970-01-01T00:00:00+00:00".to_vec(), vec![0; 16]))
        }
        _ => None,
    }
}

pub(super) async fn rows(tx: &mut Transaction, class: RetentionClass, after: &Place) -> Result<Vec<RawRow>, DbError> {
    let most = i64::try_from(PAGE).unwrap_or(i64::MAX);
    tx.sql(ROWS).bind(class).bind(after.0.as_slice()).bind(after.1.as_slice()).bind(most).fetch_all().await
}

pub(super) async fn row(tx: &mut Transaction, class: RetentionClass, id: Uuid) -> Result<Option<RawRow>, DbError> {
    let Some(from) = crate::digest::instant_of(id) else { return Ok(None) };
    let until = from + chrono::TimeDelta::milliseconds(1);
    tx.sql(ROW).bind(class).bind(from).bind(until).bind(id).fetch_optional().await
}

pub(super) async fn has_rows(
    tx: &mut Transaction,
    class: RetentionClass,
    from: Instant,
    until: Instant,
) -> Result<bool, DbError> {
    let found: Option<Class> = tx.sql(ANY).bind(class).bind(from).bind(until).fetch_optional().await?;
    Ok(found.is_some())
}

/// The ids of rows whose class is none there is.
pub(super) async fn strays(tx: &mut Transaction) -> Result<Vec<Vec<u8>>, DbError> {
    let mut words = RetentionClass::ALL.map(RetentionClass::word);
    words.sort_unstable();
    let mut found: Vec<Id> = Vec::new();
    if let Some(first) = words.first() {
        found.extend(tx.sql(STRAYS_BEFORE).bind(*first).fetch_all::<Id>().await?);
    }
    // Nothing sorts after the last letter of Unicode.
    let after = words.iter().copied().skip(1).chain(["\u{10FFFF}"]);
    for (word, next) in words.iter().copied().zip(after) {
        found.extend(tx.sql(STRAYS_BETWEEN).bind(word).bind(next).fetch_all::<Id>().await?);
    }
    Ok(found.into_iter().map(|row| row.stored_id).collect())
}

/// The number of the newest batch; 0 when there is none.
pub(super) async fn head(tx: &mut Transaction, class: RetentionClass) -> Result<i64, DbError> {
    let found: Option<Number> = tx.sql(HEAD).bind(class).fetch_optional().await?;
    Ok(found.map_or(0, |row| row.number))
}

/// The number of the first batch sealed from a moment on.
pub(super) async fn first_since(
    tx: &mut Transaction,
    class: RetentionClass,
    since: Instant,
) -> Result<Option<i64>, DbError> {
    let found: Option<Number> = tx.sql(FIRST_SINCE).bind(class).bind(since).fetch_optional().await?;
    Ok(found.map(|row| row.number))
}

pub(super) async fn batches(
    tx: &mut Transaction,
    class: RetentionClass,
    after: i64,
    last: i64,
) -> Result<Vec<RawBatch>, DbError> {
    tx.sql(BATCHES).bind(class).bind(after).bind(last).fetch_all().await
}

pub(super) async fn pending(
    tx: &mut Transaction,
    class: RetentionClass,
    after: &[u8],
) -> Result<Vec<RawPending>, DbError> {
    tx.sql(PENDING).bind(class).bind(after).fetch_all().await
}
