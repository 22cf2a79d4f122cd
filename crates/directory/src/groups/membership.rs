//! Whether somebody is in a group, for use cases that have decided on the right already.

use database::{DbError, Transaction};
use foundation::{GroupId, Instant, PersonId};

database::statements! {
    OF: tenant = "SELECT starts_at, ends_at FROM group_membership WHERE tenant_id = $1 AND group_id = $2 AND person_id = $3 AND (ends_at IS NULL OR ends_at > $4)";
}

/// Since when and until when somebody is in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Membership {
    /// Since when.
    pub starts_at: Instant,
    /// Until when, if that is known.
    pub ends_at: Option<Instant>,
}

/// Somebody's membership that counts now or will; nothing if it is over or never was.
pub async fn of(tx: &mut Transaction, group: GroupId, person: PersonId) -> Result<Option<Membership>, DbError> {
    let now = tx.now();
    tx.sql(OF).bind(group).bind(person).bind(now).fetch_optional().await
}
