//! Somebody asks for a change of many people: who is meant, and what would happen to each, is found out by a job.

use audit::{Entry, Stream};
use authentication::{AuthenticationError, Place};
use database::Transaction;
use directory::people::change_state;
use directory::people::walk::Selection;
use directory::{DirectoryError, groups};
use foundation::{BulkId, Instant, Permission, PersonId};
use permissions::roles;

use crate::store::{self, New};
use crate::{Action, forget, run};

/// The most changes of one person that are worked on at once.
const MOST_UNDER_WAY: i64 = 20;

/// Takes a change in. Nothing happens to anybody yet.
///
/// # Errors
/// `Refused`; `NotFound` for a role, a group or an organisation that the caller does not see; `Invalid` of the fields `reason`,
/// `until`, `role` and `scope`, and of the form for too many people chosen one by one, and while too many changes of the caller's are
/// worked on.
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
    let selection = &selection.checked(tx).await?;
    check(tx, &action).await?;
    if store::under_way(tx, asked_by, MOST_UNDER_WAY).await? >= MOST_UNDER_WAY {
        return Err(DirectoryError::field("", "too-many-running").into());
    }
    let id = store::add(tx, &New { action, selection, reason, base: &place.base, asked_by }).await?;
    jobs::enqueue(tx, run::KIND, &run::Payload { change: id }, None).await?;
    forget::schedule(tx, id).await?;
    let entry = Entry::new("bulk.prepared", Stream::Administration).object("bulk_change", id.0);
    let mut entry = entry.reason(reason).detail("action", action.word()).detail("filter", selection.in_words());
    if let Action::GiveRole { role, scope, .. } = action {
        entry = entry.detail("role_id", role.to_string()).detail("scope", scope.word().word());
    } else if let Some(role) = action.role() {
        entry = entry.detail("role_id", role.to_string());
    } else if let Some(group) = action.group() {
        entry = entry.detail("group_id", group.to_string());
    }
    audit::record(tx, entry).await?;
    Ok(id)
}

/// What an action is about is there, and the caller may do something with it.
async fn check(tx: &mut Transaction, action: &Action) -> Result<(), DirectoryError> {
    if let Some(role) = action.role() {
        tx.allow_somewhere(Permission::SeeRoles)?;
        match action {
            Action::GiveRole { scope, until, .. } => permissions::may_give(tx, role, *scope, *until).await?,
            _ if roles::all(tx).await?.iter().all(|known| known.id != role) => {
                return Err(DirectoryError::field("role", "required"));
            }
            _ => {}
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
