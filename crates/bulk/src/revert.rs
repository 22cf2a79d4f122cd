//! The way back, for one person. Whoever was changed otherwise since stays as they are.

use authentication::AuthenticationError;
use database::Transaction;
use directory::people::change_state;
use directory::{DirectoryError, LifecycleState, groups};
use foundation::{AssignmentId, Instant, PersonId};
use permissions::{Given, Scope, assignments};
use serde::{Deserialize, Serialize};

use crate::perform::looked_at;
use crate::{Action, Change};

/// What was there before, or what was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "was", rename_all = "snake_case")]
pub enum Past {
    /// What the action says is enough.
    Nothing,
    /// They could sign in.
    Active,
    /// They were suspended.
    Suspended {
        /// Why.
        reason: Option<String>,
    },
    /// They got a role.
    Assignment {
        /// The assignment.
        id: AssignmentId,
    },
    /// They came into the group, and were not in it.
    Joined {
        /// When.
        at: Instant,
    },
    /// They held the role.
    Roles {
        /// Where, and until when.
        held: Vec<PastRole>,
    },
    /// They were in the group.
    Member {
        /// Until when.
        until: Option<Instant>,
    },
}

/// A role somebody held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastRole {
    /// For whom it counted.
    pub scope: Scope,
    /// From when; from the way back on where none is noted.
    #[serde(default)]
    pub from: Option<Instant>,
    /// Until when.
    pub until: Option<Instant>,
    /// Why it was given.
    pub reason: String,
}

/// What became of somebody who was to be as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Back {
    /// They are.
    Undone,
    /// They stay as they are, and why.
    Kept(&'static str),
}

/// They were changed otherwise since.
const OTHERWISE: Back = Back::Kept("changed-meanwhile");

/// Takes back what was done with one person.
pub(crate) async fn revert(
    tx: &mut Transaction,
    change: &Change,
    person: PersonId,
    past: &Past,
) -> Result<Back, AuthenticationError> {
    let found = looked_at(tx, &change.action, person).await?;
    let now = tx.now();
    let takes_away = matches!(change.action, Action::Reactivate | Action::GiveRole { .. });
    if takes_away && tx.caller().person() == Some(person) {
        // Nobody shuts themselves out along with others.
        return Ok(Back::Kept("yourself"));
    }
    match (change.action, past) {
        (Action::Suspend, _) => {
            let is_as_left = found.lifecycle_state == LifecycleState::Suspended
                && found.state_reason.as_deref() == Some(change.reason.as_str());
            if !is_as_left {
                return Ok(OTHERWISE);
            }
            change_state::reactivate(tx, person).await?;
            if *past == Past::Active {
                // Somebody who never proved to be there, and could sign in all the same: with a badge, say.
                change_state::activate(tx, person).await?;
            }
        }
        (Action::Reactivate, Past::Suspended { reason }) => {
            if !matches!(found.lifecycle_state, LifecycleState::Active | LifecycleState::Invited) {
                return Ok(OTHERWISE);
            }
            change_state::suspend(tx, person, reason.as_deref().unwrap_or(&change.reason)).await?;
        }
        (Action::GiveRole { .. }, Past::Assignment { id }) => {
            match permissions::end(tx, person, *id, &change.reason).await.map_err(DirectoryError::from) {
                // Somebody ended it, or it ran out.
                Err(DirectoryError::NotFound) => return Ok(OTHERWISE),
                ended => ended?,
            }
        }
        (Action::EndRole { role }, Past::Roles { held }) => {
            let mut is_back = false;
            let again = assignments::held_or_coming(tx, person, role).await?;
            for one in held.iter().filter(|one| one.until.is_none_or(|until| until > now)) {
                let scope = one.scope;
                if again.iter().any(|other| other.scope() == scope) {
                    continue; // somebody gave it anew
                }
                let reason = one.reason.clone();
                let starts_at = one.from.filter(|from| *from > now);
                let given = Given { role, scope, starts_at, ends_at: one.until, reason, origin: "bulk" };
                permissions::give(tx, person, &given).await.map_err(DirectoryError::from)?;
                is_back = true;
            }
            if !is_back {
                return Ok(OTHERWISE);
            }
        }
        (Action::JoinGroup { group, until }, past) => {
            let Some(member) = groups::membership::of(tx, group, person).await? else { return Ok(OTHERWISE) };
            if member.ends_at != until {
                return Ok(OTHERWISE);
            }
            match past {
                Past::Member { until } => groups::join(tx, group, person, *until).await?,
                Past::Joined { at } if *at == member.starts_at => groups::leave(tx, group, person).await?,
                _ => return Ok(OTHERWISE),
            }
        }
        (Action::LeaveGroup { group }, Past::Member { until }) => {
            let is_over = until.is_some_and(|until| until <= now);
            if is_over || groups::membership::of(tx, group, person).await?.is_some() {
                return Ok(OTHERWISE);
            }
            groups::join(tx, group, person, *until).await?;
        }
        _ => return Ok(OTHERWISE),
    }
    Ok(Back::Undone)
}
