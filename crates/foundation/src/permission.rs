//! The catalogue of permissions. A role grants some of these; a use case asks for exactly one.

use serde::{Deserialize, Serialize};

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// One thing a caller may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Permission {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Permission {
            /// Every permission, in the order the console lists them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable word stored in the database and used in language files.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

catalogue! {
    /// See and change one's own profile, sessions and credentials.
    ManageOwnAccount = "own_account.manage",
    /// See that a person exists: name, state, sign-in name.
    SeePeople = "people.see",
    /// See a person's profile fields and contact addresses.
    SeeProfiles = "people.see_profile",
    /// Create and invite people, change their profile.
    EditPeople = "people.edit",
    /// Suspend and reactivate people.
    SuspendPeople = "people.suspend",
    /// Start a password reset for a person. Nobody may choose another's password.
    ResetCredentials = "people.reset_credentials",
    /// See and end another person's sessions.
    ManageSessions = "people.manage_sessions",
    /// See which roles exist and who holds them.
    SeeRoles = "roles.see",
    /// Define roles.
    EditRoles = "roles.edit",
    /// Give roles to people and take them away, never beyond one's own.
    AssignRoles = "roles.assign",
    /// See sources and their imports.
    SeeSources = "sources.see",
    /// Import people from a file.
    ImportPeople = "sources.import",
    /// Read and search the audit trail.
    SeeAudit = "audit.see",
    /// Export the audit trail.
    ExportAudit = "audit.export",
    /// See the tenant's settings.
    SeeSettings = "settings.see",
    /// Change the tenant's settings.
    EditSettings = "settings.edit",
    /// See the list of tenants. Effective in the platform tenant only.
    SeeTenants = "tenants.see",
    /// Create, suspend and configure tenants. Effective in the platform tenant only.
    ManageTenants = "tenants.manage",
    /// See which kinds of factors a person has and since when, and who lacks what is asked of them. Their names need
    /// [`Self::SeeProfiles`] too.
    SeeFactors = "people.see_factors",
    /// Take factors away from a person who lost them, once it is certain who asks.
    ResetFactors = "people.reset_factors",
    /// Issue, print and void the badges people sign in with, and reset their PINs.
    IssueBadges = "badges.issue",
    /// See organisations and groups, and who belongs to them.
    SeeOrganisations = "organisations.see",
    /// Add, rename, move, merge and remove organisations.
    EditOrganisations = "organisations.edit",
    /// Make and remove groups, and decide who is in them.
    EditGroups = "organisations.edit_groups",
    /// Take lists of people out as files, with what one sees of them.
    ExportPeople = "people.export",
}

impl Permission {
    /// Whether it can hold for some people or organisations only. The others hold for the whole tenant or not at all.
    #[must_use]
    pub const fn can_be_limited(self) -> bool {
        matches!(
            self,
            Self::SeePeople
                | Self::SeeProfiles
                | Self::EditPeople
                | Self::SuspendPeople
                | Self::ResetCredentials
                | Self::ManageSessions
                | Self::SeeRoles
                | Self::AssignRoles
                | Self::SeeFactors
                | Self::ResetFactors
                | Self::IssueBadges
                | Self::SeeOrganisations
                | Self::EditOrganisations
                | Self::EditGroups
                | Self::ExportPeople
        )
    }

    /// The permission with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|permission| permission.word() == word)
    }
}

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PermissionSet(u64);

impl PermissionSet {
    /// No permission at all.
    pub const NONE: Self = Self(0);

    /// Adds one.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | (1 << permission as u8))
    }

    /// Removes one.
    #[must_use]
    pub const fn without(self, permission: Permission) -> Self {
        Self(self.0 & !(1 << permission as u8))
    }

    /// Whether it is in the set.
    #[must_use]
    pub const fn allows(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u8) != 0
    }

    /// Whether every permission of `other` is in this set too.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// What is in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What of the set can hold for some people only.
    #[must_use]
    pub fn limited(self) -> Self {
        self.iter().filter(|permission| permission.can_be_limited()).collect()
    }

    /// The set as a number, for keeping: bit `n` is the permission at place `n` of the catalogue, which only grows at its
    /// end.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The set that was kept as a number.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The permissions in the set.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.allows(*permission))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::{Permission, PermissionSet};

    #[test]
    fn every_permission_has_its_own_bit_and_word() {
        assert!(Permission::ALL.len() <= 64);
        for permission in Permission::ALL {
            let only: PermissionSet = [*permission].into_iter().collect();
            assert_eq!(only.iter().collect::<Vec<_>>(), [*permission]);
            assert_eq!(Permission::from_word(permission.word()), Some(*permission));
        }
    }

    #[test]
    fn covering_is_set_inclusion() {
        let helpdesk: PermissionSet = [Permission::SeePeople, Permission::ResetCredentials].into_iter().collect();
        let administrator = helpdesk.with(Permission::AssignRoles);
        assert!(administrator.covers(helpdesk));
        assert!(!helpdesk.covers(administrator));
        assert!(helpdesk.covers(PermissionSet::NONE));
        assert_eq!(helpdesk.intersection(administrator), helpdesk);
        assert_eq!(PermissionSet::from_bits(helpdesk.bits()), helpdesk);
    }
}
