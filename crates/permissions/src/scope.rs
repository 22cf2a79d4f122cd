//! For whom an assignment counts.

use foundation::{CircleId, CircleKind, GroupId, OrganisationId, PermissionSet, PersonId};
use serde::{Deserialize, Serialize};

/// For whom an assignment counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "scope", content = "id", rename_all = "snake_case")]
pub enum Scope {
    /// Everybody in the tenant.
    Tenant,
    /// Only what concerns the holder.
    #[serde(rename = "self")]
    Own,
    /// An organisation and all below it, and the people who belong there.
    Organisation(OrganisationId),
    /// The members of a group.
    Group(GroupId),
    /// Those who report to the holder.
    Reports,
}

/// What kind of scope it is, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeWord {
    /// See [`Scope::Tenant`].
    Tenant,
    /// See [`Scope::Own`].
    #[serde(rename = "self")]
    Own,
    /// See [`Scope::Organisation`].
    Organisation,
    /// See [`Scope::Group`].
    Group,
    /// See [`Scope::Reports`].
    Reports,
}

foundation::stored_as_word!(ScopeWord);

impl ScopeWord {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Tenant, Self::Own, Self::Organisation, Self::Group, Self::Reports];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Own => "self",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Reports => "reports",
        }
    }
}

impl Scope {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> ScopeWord {
        match self {
            Self::Tenant => ScopeWord::Tenant,
            Self::Own => ScopeWord::Own,
            Self::Organisation(_) => ScopeWord::Organisation,
            Self::Group(_) => ScopeWord::Group,
            Self::Reports => ScopeWord::Reports,
        }
    }

    /// The organisation it is limited to.
    #[must_use]
    pub const fn organisation(self) -> Option<OrganisationId> {
        if let Self::Organisation(id) = self { Some(id) } else { None }
    }

    /// The group it is limited to.
    #[must_use]
    pub const fn group(self) -> Option<GroupId> {
        if let Self::Group(id) = self { Some(id) } else { None }
    }

    /// The scope as it was stored. Where a reference is missing it counts for nobody else: the tables do not allow it.
    pub(crate) fn read(word: ScopeWord, organisation: Option<OrganisationId>, group: Option<GroupId>) -> Self {
        match (word, organisation, group) {
            (ScopeWord::Tenant, ..) => Self::Tenant,
            (ScopeWord::Organisation, Some(id), _) => Self::Organisation(id),
            (ScopeWord::Group, _, Some(id)) => Self::Group(id),
            (ScopeWord::Reports, ..) => Self::Reports,
            (ScopeWord::Own | ScopeWord::Organisation | ScopeWord::Group, ..) => Self::Own,
        }
    }

    /// What of a role's permissions counts in this scope: for some people only, those that can be limited.
    #[must_use]
    pub fn part_of(self, grants: PermissionSet) -> PermissionSet {
        match self {
            Self::Tenant | Self::Own => grants,
            Self::Organisation(_) | Self::Group(_) | Self::Reports => grants.limited(),
        }
    }

    /// The circle it is limited to, in the hands of `holder`.
    #[must_use]
    pub fn circle(self, holder: PersonId) -> Option<(CircleKind, CircleId)> {
        match self {
            Self::Tenant | Self::Own => None,
            Self::Organisation(id) => Some((CircleKind::Organisation, CircleId(id.0))),
            Self::Group(id) => Some((CircleKind::Group, CircleId(id.0))),
            Self::Reports => Some((CircleKind::Reports, CircleId(holder.0))),
        }
    }
}
