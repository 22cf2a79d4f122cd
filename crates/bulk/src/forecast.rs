//! What would happen to somebody: told before anything is done, by the same rules that count when it is.

use authentication::AuthenticationError;
use database::{DbError, Transaction};
use directory::people::list::Line;
use directory::{DirectoryError, LifecycleState, addresses, groups};
use foundation::PersonId;
use permissions::{PermissionError, assignments};

use crate::{Action, ItemState};

/// What would happen to somebody, and why nothing would.
pub(crate) type Forecast = (ItemState, Option<&'static str>);

/// What an action would do with somebody a walk has met, and for whom the caller may do it.
///
/// # Errors
/// What the database reports.
pub(crate) async fn forecast(tx: &mut Transaction, action: &Action, line: &Line) -> Result<Forecast, DbError> {
    let refused = |code| Ok((ItemState::Refused, Some(code)));
    if is_own(tx, action, line.id) {
        return refused("yourself");
    }
    if let Some(code) = nothing_to_do(tx, action, line.id, line.lifecycle_state).await? {
        return Ok((ItemState::Unchanged, Some(code)));
    }
    if !matches!(action, Action::JoinGroup { .. } | Action::LeaveGroup { .. }) {
        match permissions::within_own_rights(tx, line.id).await {
            Ok(()) => {}
            Err(PermissionError::Database(error)) => return Err(error),
            Err(_) => return refused("more-rights"),
        }
    }
    if matches!(action, Action::Invite) && addresses::primary_email(tx, line.id).await?.is_none() {
        return refused("no-address");
    }
    Ok((ItemState::Pending, None))
}

/// Nobody shuts themselves out along with others.
pub(crate) fn is_own(tx: &Transaction, action: &Action, person: PersonId) -> bool {
    matches!(action, Action::Suspend | Action::EndSessions | Action::EndRole { .. })
        && tx.caller().person() == Some(person)
}

/// Why there is nothing to do with somebody, if there is not.
pub(crate) async fn nothing_to_do(
    tx: &mut Transaction,
    action: &Action,
    person: PersonId,
    state: LifecycleState,
) -> Result<Option<&'static str>, DbError> {
    Ok(match action {
        Action::Suspend => match state {
            LifecycleState::Suspended => Some("suspended"),
            LifecycleState::Ended => Some("ended"),
            LifecycleState::Active | LifecycleState::Invited => None,
        },
        Action::Reactivate => (state != LifecycleState::Suspended).then_some("not-suspended"),
        Action::Invite => (state != LifecycleState::Invited).then_some("not-invited"),
        Action::EndSessions => None,
        Action::GiveRole { role, scope, until } => {
            let held = assignments::held(tx, person, *role).await?;
            let lasts = |one: &assignments::Assignment| {
                one.scope() == *scope && one.ends_at.is_none_or(|end| until.is_some_and(|until| until <= end))
            };
            held.iter().any(lasts).then_some("role-held")
        }
        Action::EndRole { role } => {
            assignments::held_or_coming(tx, person, *role).await?.is_empty().then_some("role-not-held")
        }
        Action::JoinGroup { group, until } => {
            let found = groups::membership::of(tx, *group, person).await?;
            found.is_some_and(|member| member.ends_at == *until).then_some("in-group")
        }
        Action::LeaveGroup { group } => {
            groups::membership::of(tx, *group, person).await?.is_none().then_some("not-in-group")
        }
    })
}

/// What a refused use case comes to for somebody among many.
///
/// # Errors
/// What the database reports: then it is tried again.
pub(crate) fn refusal(error: AuthenticationError) -> Result<(ItemState, &'static str), DbError> {
    let refused = |code| Ok((ItemState::Refused, code));
    match error {
        AuthenticationError::Database(error) => Err(error),
        AuthenticationError::Refused(_) => refused("not-allowed"),
        AuthenticationError::Directory(error) => match error {
            DirectoryError::Database(error) => Err(error),
            DirectoryError::WrongState | DirectoryError::ChangedMeanwhile => {
                Ok((ItemState::Unchanged, "changed-meanwhile"))
            }
            DirectoryError::NotFound => refused("not-seen"),
            DirectoryError::Rights(PermissionError::LastAdministrator) => refused("last-administrator"),
            DirectoryError::Rights(_) => refused("more-rights"),
            DirectoryError::Refused(_) | DirectoryError::Unproved(_) => refused("not-allowed"),
            DirectoryError::Invalid(problems) => {
                let is_address = problems.iter().any(|problem| problem.code == "no-address");
                refused(if is_address { "no-address" } else { "not-possible" })
            }
        },
        _ => refused("not-possible"),
    }
}
