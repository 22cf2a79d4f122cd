//! What the tenant decides about trusted persons, and about work where a network misbehaves.

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
    asks_for_work: bool,
) -> Result<(), AuthenticationError> {
    tx.allow(Permission::EditSettings)?;
    tx.require_proof(Sensitive::Policy)?;
    let before = manage::own(tx).await?;
    let (was, asked) = (before.settings.trusted_recovery.clone(), before.settings.asks_for_work);
    let settings = Settings { trusted_recovery: policy.clone(), asks_for_work, ..before.settings };
    manage::change(tx, version, &before.name, &settings).await?;
    let yes = |asks: bool| if asks { "yes" } else { "no" };
    let word = |policy: &TrustedRecovery| if policy.is_on { policy.helpers.word() } else { "off" };
    let hours = |policy: &TrustedRecovery| policy.wait_hours.to_string();
    let entry = Entry::new("trusted_recovery.rules_changed", Stream::Administration)
        .change("helpers", Some(word(&was)), Some(word(&policy)))
        .change("hours", Some(&hours(&was)), Some(&hours(&policy)))
        .change("work", Some(yes(asked)), Some(yes(asks_for_work)));
    audit::record(tx, entry).await?;
    Ok(())
}
