//! Doing it with one person, as it is done on the person's own page.

use authentication::{AuthenticationError, Place, invite, sessions};
use database::Transaction;
use directory::people::{change_state, find};
use directory::{DirectoryError, LifecycleState, Person, groups};
use foundation::{Permission, PersonId};
use permissions::{Given, assignments};

use crate::forecast::{is_own, nothing_to_do};
use crate::revert::{Past, PastRole};
use crate::{Action, Change};

/// What was done with somebody.
#[derive(Debug)]
pub(crate) enum Done {
    /// They were changed; this is all that a way back needs.
    Changed(Past),
    /// There was nothing to do, and why.
    Nothing(&'static str),
    /// It may not be done, and why.
    Refused(&'static str),
}

/// Where links in mails lead, and who writes.
pub(crate) struct Writing {
    pub place: Place,
    pub inviter: Option<String>,
}

/// The person as they are. Nobody is held before the tree is, which whoever changes a membership holds first.
pub(crate) async fn looked_at(
    tx: &mut Transaction,
    action: &Action,
    person: PersonId,
) -> Result<Person, AuthenticationError> {
    let found = if action.group().is_some() { find::by_id(tx, person).await? } else { find::hold(tx, person).await? };
    Ok(found.ok_or(DirectoryError::NotFound)?)
}

/// Does with one person what a change does with each.
pub(crate) async fn perform(
    tx: &mut Transaction,
    change: &Change,
    writing: Option<&Writing>,
    person: PersonId,
) -> Result<Done, AuthenticationError> {
    // Whoever is not theirs any more is not looked at: what there would be to do tells something of them.
    let rights = permissions::over(tx, person).await?;
    if !rights.allows(Permission::SeePeople) {
        return Ok(Done::Refused("not-seen"));
    }
    if !rights.allows(change.action.permission()) {
        return Ok(Done::Refused("not-allowed"));
    }
    let found = looked_at(tx, &change.action, person).await?;
    if is_own(tx, &change.action, person) {
        return Ok(Done::Refused("yourself"));
    }
    if let Some(code) = nothing_to_do(tx, &change.action, person, found.lifecycle_state).await? {
        return Ok(Done::Nothing(code));
    }
    let past = match change.action {
        Action::Suspend => {
            change_state::suspend(tx, person, &change.reason).await?;
            if found.lifecycle_state == LifecycleState::Active { Past::Active } else { Past::Nothing }
        }
        Action::Reactivate => {
            change_state::reactivate(tx, person).await?;
            Past::Suspended { reason: found.state_reason }
        }
        Action::EndSessions => {
            if sessions::end_others(tx, person, None).await? == 0 {
                return Ok(Done::Nothing("no-session"));
            }
            Past::Nothing
        }
        Action::Invite => {
            let Some(Writing { place, inviter }) = writing else { return Ok(Done::Refused("not-possible")) };
            invite::invite_within(tx, place, person, inviter.as_deref()).await?;
            Past::Nothing
        }
        Action::GiveRole { role, scope, until } => {
            let reason = change.reason.clone();
            let given = Given { role, scope, starts_at: None, ends_at: until, reason, origin: "bulk" };
            let id = permissions::give(tx, person, &given).await.map_err(DirectoryError::from)?;
            Past::Assignment { id }
        }
        Action::EndRole { role } => {
            let mut held = Vec::new();
            for one in assignments::held_or_coming(tx, person, role).await? {
                let ended = permissions::end(tx, person, one.id, &change.reason).await;
                ended.map_err(DirectoryError::from)?;
                let (scope, from) = (one.scope(), Some(one.starts_at));
                held.push(PastRole { scope, from, until: one.ends_at, reason: one.reason });
            }
            Past::Roles { held }
        }
        Action::JoinGroup { group, until } => {
            let before = groups::membership::of(tx, group, person).await?;
            groups::join(tx, group, person, until).await?;
            match before {
                Some(member) => Past::Member { until: member.ends_at },
                None => Past::Joined { at: tx.now() },
            }
        }
        Action::LeaveGroup { group } => {
            let before = groups::membership::of(tx, group, person).await?;
            groups::leave(tx, group, person).await?;
            Past::Member { until: before.and_then(|member| member.ends_at) }
        }
    };
    Ok(Done::Changed(past))
}
