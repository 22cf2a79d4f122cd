//! Somebody asks for a change of many people: who is meant, and what would happen to each, is found out by a job.

use audit::{Entry, Stream};
use authentication::{AuthenticationError, Place};
use database::Transaction;
use directory::people::change_state;
use directory::people::walk::{MOST_CHOSEN, Selection};
use directory::{DirectoryError, groups, organisations};
use foundation::{BulkId, Instant, Permission, PersonId};
use permissions::roles;

use crate::store::{self, New};
use crate::{Action, forget, run};

/// Takes a change in. Nothing happens to anybody yet.
///
/// # Errors
/// `Refused`; `NotFound` for a role, a group or an organisation that the caller does not see; `Invalid` of the fields `reason`,
/// `until` and `person`.
pub async fn prepare(
    tx: &mut Transaction,
    place: &Place,
    action: Action,
    selection: &Selection,
    reason: &str,
) -> Result<BulkId, AuthenticationError> {
    tx.allow_somewhere(Permission::SeePeople)?;
    tx.allow_somewhere(action.permission())?;
    let asked_by: PersonId = tx.caller().person().ok_or(DirectoryError::NotFound)?;
    let reason = change_state::reason_of(reason)?;
    check(tx, &action).await?;
    check_selection(tx, selection).await?;
    let id = store::add(tx, &New { action, selection, reason, base: &place.base, asked_by }).await?;
    jobs::enqueue(tx, run::KIND, &run::Payload { change: id }, None).await?;
    forget::schedule(tx, id).await?;
    let entry = Entry::new("bulk.prepared", Stream::Administration).object("bulk_change", id.0);
    audit::record(tx, entry.reason(reason).detail("action", action.word())).await?;
    Ok(id)
}

/// What an action is about is there, and the caller may do something with it.
async fn check(tx: &mut Transaction, action: &Action) -> Result<(), DirectoryError> {
    if let Some(role) = action.role() {
        tx.allow_somewhere(Permission::SeeRoles)?;
        if roles::all(tx).await?.iter().all(|known| known.id != role) {
            return Err(DirectoryError::field("role", "required"));
        }
    }
    if let Some(id) = action.group() {
        let group = groups::find(tx, id).await?;
        if !groups::may_edit(tx, &group).await? {
            return Err(database::Refused(Permission::EditGroups).into());
        }
    }
    let now = tx.now();
    let until: Option<Instant> = match action {
        Action::GiveRole { until, .. } | Action::JoinGroup { until, .. } => *until,
        _ => None,
    };
    if until.is_some_and(|until| until <= now) {
        return Err(DirectoryError::field("until", "date-order"));
    }
    Ok(())
}

/// What the people are narrowed to is there, for the caller too.
async fn check_selection(tx: &mut Transaction, selection: &Selection) -> Result<(), DirectoryError> {
    if selection.chosen.len() > MOST_CHOSEN {
        return Err(DirectoryError::field("person", "too-many-chosen"));
    }
    if let Some(id) = selection.organisation {
        organisations::path(tx, id).await?;
    }
    if let Some(id) = selection.group {
        groups::find(tx, id).await?;
    }
    Ok(())
}
