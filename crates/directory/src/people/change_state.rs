//! Suspending and reactivating a person.

use audit::{Entry, Stream};
use database::Transaction;
use foundation::{Permission, PersonId, text};

use super::{LifecycleState, Person, count, store};
use crate::{DirectoryError, FieldProblem, addresses};

/// A reason somebody gave: 1 to 300 visible characters.
///
/// # Errors
/// `Invalid` says what is wrong with it.
pub fn reason_of(given: &str) -> Result<&str, DirectoryError> {
    let reason = given.trim();
    if reason.is_empty() {
        Err(DirectoryError::field("reason", "required"))
    } else if reason.chars().count() > 300 {
        Err(DirectoryError::Invalid(vec![FieldProblem::too_long("reason", 300)]))
    } else if text::has_hidden_characters(reason) {
        Err(DirectoryError::field("reason", "hidden-characters"))
    } else {
        Ok(reason)
    }
}

/// Suspends a person. Their sessions end at once and for good: a reactivated person signs in anew.
///
/// # Errors
/// `Rights` when the person holds more rights than the caller or is the last administrator; `WrongState` when they are
/// suspended already.
pub async fn suspend(tx: &mut Transaction, id: PersonId, reason: &str) -> Result<(), DirectoryError> {
    permissions::allow_on(tx, Permission::SuspendPeople, id).await?;
    let person = store::hold(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    let reason = reason_of(reason)?;
    permissions::within_own_rights(tx, id).await?;
    if matches!(person.lifecycle_state, LifecycleState::Suspended | LifecycleState::Ended) {
        return Err(DirectoryError::WrongState);
    }
    if permissions::assignments::is_administrator(tx, id).await? {
        permissions::still_administered(tx, id).await?;
    }
    set(tx, id, person.lifecycle_state, LifecycleState::Suspended, Some(reason), "person.suspended").await
}

/// Ends a suspension. Somebody who never proved to be there goes back to being invited.
pub async fn reactivate(tx: &mut Transaction, id: PersonId) -> Result<(), DirectoryError> {
    permissions::allow_on(tx, Permission::SuspendPeople, id).await?;
    let person = store::hold(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    permissions::within_own_rights(tx, id).await?;
    if person.lifecycle_state != LifecycleState::Suspended {
        return Err(DirectoryError::WrongState);
    }
    let state = if has_proved(tx, &person).await? { LifecycleState::Active } else { LifecycleState::Invited };
    set(tx, id, person.lifecycle_state, state, None, "person.reactivated").await
}

/// Whether the person ever signed in or confirmed an address.
async fn has_proved(tx: &mut Transaction, person: &Person) -> Result<bool, DirectoryError> {
    let confirmed = addresses::primary_email(tx, person.id).await?.is_some_and(|(_, is_confirmed)| is_confirmed);
    Ok(confirmed || person.last_sign_in_at.is_some())
}

/// Makes an invited person active: they proved to be there. Anybody else stays as they are.
pub async fn activate(tx: &mut Transaction, id: PersonId) -> Result<bool, DirectoryError> {
    let person = store::hold(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    if person.lifecycle_state != LifecycleState::Invited {
        return Ok(person.lifecycle_state == LifecycleState::Active);
    }
    set(tx, id, person.lifecycle_state, LifecycleState::Active, None, "person.activated").await?;
    Ok(true)
}

async fn set(
    tx: &mut Transaction,
    id: PersonId,
    old: LifecycleState,
    new: LifecycleState,
    reason: Option<&str>,
    kind: &'static str,
) -> Result<(), DirectoryError> {
    store::set_state(tx, id, new, reason).await?;
    if !matches!(new, LifecycleState::Active) {
        store::end_sessions(tx, id).await?;
    }
    count::move_one(tx, old, new).await?;
    let mut entry =
        Entry::new(kind, Stream::Administration).subject(id).change("state", Some(old.word()), Some(new.word()));
    if let Some(reason) = reason {
        entry = entry.reason(reason);
    }
    audit::record(tx, entry).await?;
    Ok(())
}
