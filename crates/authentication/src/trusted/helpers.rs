//! Who may help whom.

use database::{DbError, Transaction};
use directory::Settings;
use directory::tenants::trusted::Helpers;
use foundation::{Permission, PersonId};

use super::store;

/// Whether the policy lets somebody be a trusted person of another.
pub(super) async fn may_be_named(
    tx: &mut Transaction,
    settings: &Settings,
    person: PersonId,
    helper: PersonId,
) -> Result<bool, DbError> {
    let policy = &settings.trusted_recovery;
    if !policy.is_on || person == helper {
        return Ok(false);
    }
    match policy.helpers {
        Helpers::Anybody => Ok(true),
        Helpers::Guardians => {
            let today = tx.now().with_timezone(&settings.zone()).date_naive();
            store::is_guardian(tx, helper, person, today).await
        }
        Helpers::Staff => Ok(permissions::resolve(tx, helper).await?.tenant.allows(Permission::ResetCredentials)),
    }
}

/// Whether somebody holds every right another holds, place by place: nobody is helped into more than the helper has themselves.
pub(super) async fn covers(tx: &mut Transaction, helper: PersonId, person: PersonId) -> Result<bool, DbError> {
    permissions::reach::holds_all_of(tx, helper, person).await
}
