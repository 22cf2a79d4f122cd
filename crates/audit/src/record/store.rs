//! The new rows.

use database::{DbError, RetentionClass, Transaction};
use foundation::{EventId, PersonId};
use uuid::Uuid;

use crate::{Outcome, Stream};

database::statements! {
    /// The entry itself.
    ADD: insert = "INSERT INTO audit_event (tenant_id, class, at, id, stream, kind, outcome, actor_kind, actor_id, subject_id,
            object_kind, object_id, network, request, key_owner, sealed, digest)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    /// That it waits to be sealed.
    WAIT: insert = "INSERT INTO audit_pending (tenant_id, class, event_id, at, digest, proof) VALUES ($1, $2, $3, $4, $5, $6)";
}

pub(super) struct Row {
    pub(super) class: RetentionClass,
    pub(super) id: EventId,
    pub(super) stream: Stream,
    pub(super) kind: &'static str,
    pub(super) outcome: Outcome,
    pub(super) subject_id: Option<PersonId>,
    pub(super) object: Option<(&'static str, Uuid)>,
    pub(super) key_owner: Uuid,
    pub(super) sealed: Vec<u8>,
    pub(super) digest: [u8; 32],
    pub(super) proof: [u8; 32],
}

pub(super) async fn add(tx: &mut Transaction, by: &super::By, rows: &[Row]) -> Result<(), DbError> {
    let now = tx.now();
    tx.insert_all(ADD, rows, |statement, row| {
        statement
            .bind(row.class)
            .bind(now)
            .bind(row.id)
            .bind(row.stream)
            .bind(row.kind)
            .bind(row.outcome)
            .bind(by.kind.as_str())
            .bind(by.id)
            .bind(row.subject_id)
            .bind(row.object.map(|(kind, _)| kind))
            .bind(row.object.map(|(_, id)| id))
            .bind(by.network.as_str())
            .bind(by.request.as_str())
            .bind(row.key_owner)
            .bind(row.sealed.as_slice())
            .bind(row.digest.as_slice())
    })
    .await?;
    tx.insert_all(WAIT, rows, |statement, row| {
        statement.bind(row.class).bind(row.id).bind(now).bind(row.digest.as_slice()).bind(row.proof.as_slice())
    })
    .await
    .map(drop)
}
