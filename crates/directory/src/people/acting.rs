//! Working for somebody after they have gone on: a job does what they asked for, with what they may do at each moment.

use database::{DbError, Transaction};
use foundation::{Actor, Caller, Origin, PersonId, SensitiveSet};

use super::{LifecycleState, find};
use crate::tenants;

/// A person as their own request would be, with the rights of this moment and no proof; nothing when they may not act any more: they
/// are suspended or have left, their account is at risk, or their tenant is suspended. `request` stands in the trail.
pub async fn as_person(tx: &mut Transaction, person: PersonId, request: &str) -> Result<Option<Caller>, DbError> {
    let Some(found) = find::by_id(tx, person).await? else { return Ok(None) };
    let may_act = found.lifecycle_state == LifecycleState::Active && found.at_risk_at.is_none();
    if !may_act || tenants::manage::own(tx).await?.is_suspended {
        return Ok(None);
    }
    let rights = permissions::resolve(tx, person).await?;
    Ok(Some(Caller {
        tenant: tx.tenant(),
        actor: Actor::Person(person),
        permissions: rights.tenant,
        own_permissions: rights.own,
        circles: rights.circles.into(),
        proved: SensitiveSet::NONE,
        origin: Origin { request: request.into(), ..Origin::default() },
    }))
}
