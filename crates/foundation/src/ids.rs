//! Identifiers. Each kind of thing has its own type, so that a role's id cannot be passed where a person's is meant.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "storage", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

id! {
    /// A customer of the operator: the wall no data crosses.
    TenantId,
    /// A human being known to one tenant.
    PersonId,
    /// A company, school, department or class inside a tenant.
    OrganisationId,
    /// One dated hat a person wears in an organisation.
    AffiliationId,
    /// A set of people that somebody put together.
    GroupId,
    /// A set of people that a right can be limited to: an organisation with all below it, a group, or those who report to
    /// somebody. It has the id of what makes it one.
    CircleId,
    /// A named set of permissions.
    RoleId,
    /// One grant of a role to a person.
    AssignmentId,
    /// An e-mail address or phone number of a person.
    AddressId,
    /// A system people come from.
    SourceId,
    /// One import of one file.
    ImportId,
    /// One change of many people.
    BulkId,
    /// One file of people that somebody takes out.
    ExportId,
    /// A piece of work in the queue.
    JobId,
    /// A message in the outbox.
    MessageId,
    /// An entry of the audit trail.
    EventId,
}

impl TenantId {
    /// The tenant the operators of the installation belong to; it exists from the first migration on.
    pub const PLATFORM: Self = Self(Uuid::from_u128(1));
}
