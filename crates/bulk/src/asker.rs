//! Working as whoever asked, with the rights they have at this moment.

use authentication::Place;
use database::{DbError, Transaction};
use directory::people::find;
use directory::{LifecycleState, tenants};
use foundation::{Actor, BulkId, Caller, Origin, PersonId, SensitiveSet};
use std::sync::Arc;

/// Makes the transaction that of a person who asked for a change; false when they may not act any more: they are suspended or have
/// left, or their account is at risk. What asks for a fresh proof asked for it when the change was begun.
pub(crate) async fn act_as(tx: &mut Transaction, person: PersonId, change: BulkId) -> Result<bool, DbError> {
    let Some(found) = find::by_id(tx, person).await? else { return Ok(false) };
    if found.lifecycle_state != LifecycleState::Active || found.at_risk_at.is_some() {
        return Ok(false);
    }
    let rights = permissions::resolve(tx, person).await?;
    let caller = Caller {
        tenant: tx.tenant(),
        actor: Actor::Person(person),
        permissions: rights.tenant,
        own_permissions: rights.own,
        circles: rights.circles.into(),
        proved: SensitiveSet::ALL,
        origin: Origin { request: change.to_string().into(), ..Origin::default() },
    };
    tx.known_as(caller);
    Ok(true)
}

/// Where links in mails lead, and the name of who writes.
pub(crate) async fn place(
    tx: &mut Transaction,
    base: &str,
    asker: PersonId,
) -> Result<(Place, Option<String>), DbError> {
    let tenant = Arc::new(tenants::manage::own(tx).await?);
    let name = find::by_id(tx, asker).await?.map(|person| person.display_name);
    Ok((Place { tenant, base: base.to_owned() }, name))
}
