//! What is done with everybody who is meant.

use foundation::{GroupId, Instant, OrganisationId, Permission, RoleId, Sensitive};
use permissions::Scope;
use serde::{Deserialize, Serialize};

/// What is done with each person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// They may not sign in until reactivated.
    Suspend,
    /// They may sign in again.
    Reactivate,
    /// Their sessions end.
    EndSessions,
    /// Those who were never there get a link.
    Invite,
    /// They get a role.
    GiveRole {
        /// Which.
        role: RoleId,
        /// For whom it counts.
        limit: Limit,
        /// Until when; until further notice where none is given.
        until: Option<Instant>,
    },
    /// They lose a role, wherever it counts.
    EndRole {
        /// Which.
        role: RoleId,
    },
    /// They come into a group.
    JoinGroup {
        /// Which.
        group: GroupId,
        /// Until when; until further notice where none is given.
        until: Option<Instant>,
    },
    /// They leave a group.
    LeaveGroup {
        /// Which.
        group: GroupId,
    },
}

/// For whom a role that is given counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scope", content = "id", rename_all = "snake_case")]
pub enum Limit {
    /// Everybody in the tenant.
    Tenant,
    /// The holder.
    Own,
    /// An organisation and all below it.
    Organisation(OrganisationId),
    /// The members of a group.
    Group(GroupId),
    /// Those who report to the holder.
    Reports,
}

impl From<Limit> for Scope {
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::Tenant => Self::Tenant,
            Limit::Own => Self::Own,
            Limit::Organisation(id) => Self::Organisation(id),
            Limit::Group(id) => Self::Group(id),
            Limit::Reports => Self::Reports,
        }
    }
}

impl From<Scope> for Limit {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Tenant => Self::Tenant,
            Scope::Own => Self::Own,
            Scope::Organisation(id) => Self::Organisation(id),
            Scope::Group(id) => Self::Group(id),
            Scope::Reports => Self::Reports,
        }
    }
}

impl Action {
    /// The words of every action, in the order pages list them.
    pub const WORDS: [&'static str; 8] =
        ["suspend", "reactivate", "end_sessions", "invite", "give_role", "end_role", "join_group", "leave_group"];

    /// The stable word: part of addresses and of the audit trail.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Reactivate => "reactivate",
            Self::EndSessions => "end_sessions",
            Self::Invite => "invite",
            Self::GiveRole { .. } => "give_role",
            Self::EndRole { .. } => "end_role",
            Self::JoinGroup { .. } => "join_group",
            Self::LeaveGroup { .. } => "leave_group",
        }
    }

    /// What whoever does it must hold, for each person; by its word, before its particulars are known.
    #[must_use]
    pub fn permission_of(word: &str) -> Option<Permission> {
        Some(match word {
            "suspend" | "reactivate" => Permission::SuspendPeople,
            "end_sessions" => Permission::ManageSessions,
            "invite" => Permission::EditPeople,
            "give_role" | "end_role" => Permission::AssignRoles,
            "join_group" | "leave_group" => Permission::EditGroups,
            _ => return None,
        })
    }

    /// What whoever does it must hold, for each person.
    #[must_use]
    pub const fn permission(&self) -> Permission {
        match self {
            Self::Suspend | Self::Reactivate => Permission::SuspendPeople,
            Self::EndSessions => Permission::ManageSessions,
            Self::Invite => Permission::EditPeople,
            Self::GiveRole { .. } | Self::EndRole { .. } => Permission::AssignRoles,
            Self::JoinGroup { .. } | Self::LeaveGroup { .. } => Permission::EditGroups,
        }
    }

    /// What asks for a fresh proof of who begins it. Inviting does because there may be somebody among them who holds a role.
    #[must_use]
    pub const fn sensitive(&self) -> Option<Sensitive> {
        match self {
            Self::EndSessions => Some(Sensitive::OthersSessions),
            Self::Invite | Self::GiveRole { .. } | Self::EndRole { .. } => Some(Sensitive::Roles),
            Self::Suspend | Self::Reactivate | Self::JoinGroup { .. } | Self::LeaveGroup { .. } => None,
        }
    }

    /// Whether there is a way back.
    #[must_use]
    pub const fn is_reversible(&self) -> bool {
        !matches!(self, Self::EndSessions | Self::Invite)
    }

    /// The role it is about.
    #[must_use]
    pub const fn role(&self) -> Option<RoleId> {
        match self {
            Self::GiveRole { role, .. } | Self::EndRole { role } => Some(*role),
            _ => None,
        }
    }

    /// The group it is about.
    #[must_use]
    pub const fn group(&self) -> Option<GroupId> {
        match self {
            Self::JoinGroup { group, .. } | Self::LeaveGroup { group } => Some(*group),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use foundation::{GroupId, RoleId};
    use uuid::Uuid;

    use super::{Action, Limit};

    const ALL: [Action; 8] = [
        Action::Suspend,
        Action::Reactivate,
        Action::EndSessions,
        Action::Invite,
        Action::GiveRole { role: RoleId(Uuid::nil()), limit: Limit::Group(GroupId(Uuid::nil())), until: None },
        Action::EndRole { role: RoleId(Uuid::nil()) },
        Action::JoinGroup { group: GroupId(Uuid::nil()), until: None },
        Action::LeaveGroup { group: GroupId(Uuid::nil()) },
    ];

    #[test]
    fn words_and_rights_agree() {
        assert_eq!(ALL.map(|action| action.word()), Action::WORDS);
        for action in ALL {
            assert_eq!(Action::permission_of(action.word()), Some(action.permission()));
        }
        assert_eq!(Action::permission_of("erase"), None);
    }

    #[test]
    fn what_is_stored_is_read_again() {
        for action in ALL {
            let stored = serde_json::to_string(&action).unwrap();
            assert_eq!(serde_json::from_str::<Action>(&stored).unwrap(), action, "{stored}");
        }
    }
}
