//! The new row.

use database::{DbError, RetentionClass, Transaction};
use foundation::{EventId, PersonId};
use uuid::Uuid;

use crate::{Outcome, Stream};

database::statements! {
    /// The entry itself.
    ADD: tenant = "INSERT INTO audit_event (tenant_id, class, at, id, stream, kind, outcome, actor_kind, actor_id, subject_id,
            object_kind, object_id, network, request, key_owner, sealed, digest)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    /// That it waits to be sealed.
    WAIT: tenant = "INSERT INTO audit_pending (tenant_id, class, event_id, at, digest, proof) VALUES ($1, $2, $3, $4, $5, $6)";
}

pub(super) struct Row<'a> {
    pub(super) class: RetentionClass,
    pub(super) id: EventId,
    pub(super) stream: Stream,
    pub(super) kind: &'a str,
    pub(super) outcome: Outcome,
    pub(super) actor_kind: &'a str,
    pub(super) actor_id: Option<PersonId>,
    pub(super) subject_id: Option<PersonId>,
    pub(super) object: Option<(&'static str, Uuid)>,
    pub(super) network: &'a str,
    pub(super) request: &'a str,
    pub(super) key_owner: Uuid,
    pub(super) sealed: &'a [u8],
    pub(super) digest: &'a [u8],
    pub(super) proof: &'a [u8],
}

pub(super) async fn add(tx: &mut Transaction, row: Row<'_>) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(ADD)
        .bind(row.class)
        .bind(now)
        .bind(row.id)
        .bind(row.stream)
        .bind(row.kind)
        .bind(row.outcome)
        .bind(row.actor_kind)
        .bind(row.actor_id)
        .bind(row.subject_id)
        .bind(row.object.map(|(kind, _)| kind))
        .bind(row.object.map(|(_, id)| id))
        .bind(row.network)
        .bind(row.request)
        .bind(row.key_owner)
        .bind(row.sealed)
        .bind(row.digest)
        .execute()
        .await?;
    tx.sql(WAIT).bind(row.class).bind(row.id).bind(now).bind(row.digest).bind(row.proof).execute().await.map(drop)
}
