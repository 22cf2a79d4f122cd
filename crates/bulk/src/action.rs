//! What is done with everybody who is meant.

use foundation::{GroupId, Instant, Permission, RoleId, Sensitive};
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
        scope: Scope,
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

/// The kind of an action: what is known of it before its particulars are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// See [`Action::Suspend`].
    Suspend,
    /// See [`Action::Reactivate`].
    Reactivate,
    /// See [`Action::EndSessions`].
    EndSessions,
    /// See [`Action::Invite`].
    Invite,
    /// See [`Action::GiveRole`].
    GiveRole,
    /// See [`Action::EndRole`].
    EndRole,
    /// See [`Action::JoinGroup`].
    JoinGroup,
    /// See [`Action::LeaveGroup`].
    LeaveGroup,
}

impl Kind {
    /// Every kind, in the order pages list them.
    pub const ALL: [Self; 8] = [
        Self::Suspend,
        Self::Reactivate,
        Self::EndSessions,
        Self::Invite,
        Self::GiveRole,
        Self::EndRole,
        Self::JoinGroup,
        Self::LeaveGroup,
    ];

    /// The stable word: part of addresses and of the audit trail.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Reactivate => "reactivate",
            Self::EndSessions => "end_sessions",
            Self::Invite => "invite",
            Self::GiveRole => "give_role",
            Self::EndRole => "end_role",
            Self::JoinGroup => "join_group",
            Self::LeaveGroup => "leave_group",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What whoever does it must hold, for each person.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::Suspend | Self::Reactivate => Permission::SuspendPeople,
            Self::EndSessions => Permission::ManageSessions,
            Self::Invite => Permission::EditPeople,
            Self::GiveRole | Self::EndRole => Permission::AssignRoles,
            Self::JoinGroup | Self::LeaveGroup => Permission::EditGroups,
        }
    }

    /// What whoever says what it is about must be allowed to see, if it is about anything.
    #[must_use]
    pub const fn about(self) -> Option<Permission> {
        match self {
            Self::GiveRole | Self::EndRole => Some(Permission::SeeRoles),
            Self::JoinGroup | Self::LeaveGroup => Some(Permission::SeeOrganisations),
            Self::Suspend | Self::Reactivate | Self::EndSessions | Self::Invite => None,
        }
    }
}

impl Action {
    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Suspend => Kind::Suspend,
            Self::Reactivate => Kind::Reactivate,
            Self::EndSessions => Kind::EndSessions,
            Self::Invite => Kind::Invite,
            Self::GiveRole { .. } => Kind::GiveRole,
            Self::EndRole { .. } => Kind::EndRole,
            Self::JoinGroup { .. } => Kind::JoinGroup,
            Self::LeaveGroup { .. } => Kind::LeaveGroup,
        }
    }

    /// See [`Kind::word`].
    #[must_use]
    pub const fn word(&self) -> &'static str {
        self.kind().word()
    }

    /// See [`Kind::permission`].
    #[must_use]
    pub const fn permission(&self) -> Permission {
        self.kind().permission()
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
    use permissions::Scope;
    use uuid::Uuid;

    use super::{Action, Kind};

    #[test]
    fn what_is_stored_is_read_again_and_every_kind_has_its_word() {
        let (role, group) = (RoleId(Uuid::nil()), GroupId(Uuid::nil()));
        let all = [
            Action::Suspend,
            Action::Reactivate,
            Action::EndSessions,
            Action::Invite,
            Action::GiveRole { role, scope: Scope::Group(group), until: None },
            Action::EndRole { role },
            Action::JoinGroup { group, until: None },
            Action::LeaveGroup { group },
        ];
        assert_eq!(all.map(|action| action.kind()), Kind::ALL);
        for action in all {
            let stored = serde_json::to_string(&action).unwrap();
            assert_eq!(serde_json::from_str::<Action>(&stored).unwrap(), action, "{stored}");
            assert!(stored.contains(action.word()), "{stored}");
            assert_eq!(Kind::from_word(action.word()), Some(action.kind()));
        }
        assert_eq!(Kind::from_word("erase"), None);
    }
}
