//! The way back, for one person. Whoever was changed otherwise since stays as they are.

use authentication::AuthenticationError;
use database::Transaction;
use directory::people::change_state;
use directory::{DirectoryError, LifecycleState, groups};
use foundation::{AssignmentId, Instant, PersonId};
use permissions::Given;
use serde::{Deserialize, Serialize};

use crate::perform::looked_at;
use crate::{Action, Change, Limit};

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
    pub limit: Limit,
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
    /// They were changed otherwise since, and stay as they are.
    Kept,
}

/// Takes back what was done with one person.
pub(crate) async fn revert(
    tx: &mut Transaction,
    change: &Change,
    person: PersonId,
    past: &Past,
) -> Result<Back, AuthenticationError> {
    let found = looked_at(tx, &change.action, person).await?;
    let now = tx.now();
    match (change.action, past) {
        (Action::Suspend, _) => {
            let is_as_left = found.lifecycle_state == LifecycleState::Suspended
                && found.state_reason.as_deref() == Some(change.reason.as_str());
            if !is_as_left {
                return Ok(Back::Kept);
            }
            change_state::reactivate(tx, person).await?;
            if *past == Past::Active {
                // Somebody who never proved to be there, and could sign in all the same: with a badge, say.
                change_state::activate(tx, person).await?;
            }
        }
        (Action::Reactivate, Past::Suspended { reason }) => {
            if !matches!(found.lifecycle_state, LifecycleState::Active | LifecycleState::Invited) {
                return Ok(Back::Kept);
            }
            change_state::suspend(tx, person, reason.as_deref().unwrap_or(&change.reason)).await?;
        }
        (Action::GiveRole { .. }, Past::Assignment { id }) => {
            match permissions::end(tx, person, *id, &change.reason).await.map_err(DirectoryError::from) {
                // Somebody ended it, or it ran out.
                Err(DirectoryError::NotFound) => return Ok(Back::Kept),
                ended => ended?,
            }
        }
        (Action::EndRole { role }, Past::Roles { held }) => {
            let mut is_back = false;
            for one in held.iter().filter(|one| one.until.is_none_or(|until| until > now)) {
                let scope = one.limit.into();
                let reason = one.reason.clone();
                let given = Given { role, scope, starts_at: None, ends_at: one.until, reason, origin: "bulk" };
                permissions::give(tx, person, &given).await.map_err(DirectoryError::from)?;
                is_back = true;
            }
            if !is_back {
                return Ok(Back::Kept);
            }
        }
        (Action::JoinGroup { group, until }, past) => {
            let Some(member) = groups::membership::of(tx, group, person).await? else { return Ok(Back::Kept) };
            if member.ends_at != until {
                return Ok(Back::Kept);
            }
            match past {
                Past::Member { until } => groups::join(tx, group, person, *until).await?,
                _ => groups::leave(tx, group, person).await?,
            }
        }
        (Action::LeaveGroup { group }, Past::Member { until }) => {
            let is_over = until.is_some_and(|until| until <= now);
            if is_over || groups::membership::of(tx, group, person).await?.is_some() {
                return Ok(Back::Kept);
            }
            groups::join(tx, group, person, *until).await?;
        }
        _ => return Ok(Back::Kept),
    }
    Ok(Back::Undone)
}
