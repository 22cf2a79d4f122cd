//! Working as whoever asked, with the rights they have at this moment.

use std::sync::Arc;

use authentication::Place;
use database::{DbError, Transaction};
use directory::people::{acting, find};
use directory::tenants;
use foundation::{BulkId, Caller, PersonId, SensitiveSet};

use crate::perform::Writing;

/// Makes the transaction that of a person who asked for a change; false when they may not act any more. What asks for a fresh proof
/// asked for it when the change was begun.
pub(crate) async fn act_as(tx: &mut Transaction, person: PersonId, change: BulkId) -> Result<bool, DbError> {
    let Some(caller) = acting::as_person(tx, person, &change.to_string()).await? else { return Ok(false) };
    tx.known_as(Caller { proved: SensitiveSet::ALL, ..caller });
    Ok(true)
}

/// What mails say: where their links lead, and the name of who writes.
pub(crate) async fn writing(tx: &mut Transaction, base: &str, asker: PersonId) -> Result<Writing, DbError> {
    let tenant = Arc::new(tenants::manage::own(tx).await?);
    let inviter = find::by_id(tx, asker).await?.map(|person| person.display_name);
    Ok(Writing { place: Place { tenant, base: base.to_owned() }, inviter })
}
