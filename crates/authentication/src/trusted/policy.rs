//! What the tenant decides about trusted persons.

use audit::{Entry, Stream};
use database::Transaction;
use directory::Settings;
use directory::tenants::manage;
use directory::tenants::trusted::TrustedRecovery;
use foundation::{Permission, Sensitive};

use crate::AuthenticationError;

/// Changes it. `version` is the one the caller saw. Requests under way go on with the waiting time they were told.
///
/// # Errors
/// `NotFresh` when it is too long ago that they proved who they are; `Refused`; `Directory(Invalid)` what is wrong with it;
/// `Directory(ChangedMeanwhile)`.
pub async fn change(
    tx: &mut Transaction,
    version: i64,
    policy: TrustedRecovery,
) -> Result<(), AuthenticationError> {
    tx.allow(Permission::EditSettings)?;
    tx.require_proof(Sensitive::Policy)?;
    let before = manage::own(tx).await?;
    let was = before.settings.trusted_recovery.clone();
    let settings = Settings { trusted_recovery: policy.clone(), ..before.settings };
    manage::change(tx, version, &before.name, &settings).await?;
    let word = |policy: &TrustedRecovery| if policy.is_on { policy.helpers.word() } else { "off" };
    let hours = |policy: &TrustedRecovery| policy.wait_hours.to_string();
    let entry = Entry::new("trusted_recovery.rules_changed", Stream::Administration)
        .change("helpers", Some(word(&was)), Some(word(&policy)))
        .change("hours", Some(&hours(&was)), Some(&hours(&policy)));
    audit::record(tx, entry).await?;
    Ok(())
}
