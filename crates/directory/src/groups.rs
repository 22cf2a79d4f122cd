//! Groups: sets of people that somebody put together, in the tenant or in one of its organisations.

pub mod asked;
mod change;
mod list;
pub mod membership;
mod search;

pub use change::{join, leave, make, remove, rename};
pub use list::{Member, count_members, list, meant, members};
pub use search::search;

use database::{DbError, Transaction};
use foundation::{CircleId, CircleKind, GroupId, OrganisationId, Permission};

use crate::DirectoryError;

database::statements! {
    FIND: tenant = "SELECT g.id, g.organisation_id, o.name AS organisation, g.name, g.name_key FROM person_group g
            LEFT JOIN organisation o ON o.tenant_id = g.tenant_id AND o.id = g.organisation_id
        WHERE g.tenant_id = $1 AND g.id = $2 AND g.ended_at IS NULL";
}

/// Every statement of these modules.
pub(crate) fn statements() -> Vec<database::Declared> {
    [STATEMENTS, change::STATEMENTS, list::STATEMENTS, asked::STATEMENTS, membership::STATEMENTS, search::STATEMENTS]
        .concat()
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// The organisation it belongs to; nothing for one of the tenant.
    pub organisation_id: Option<OrganisationId>,
    /// What that is called.
    pub organisation: Option<String>,
    /// Its name.
    pub name: String,
    /// The folded name, by which lists are ordered.
    pub name_key: String,
}

impl Group {
    /// The circle of its members.
    #[must_use]
    pub const fn circle(&self) -> CircleId {
        CircleId(self.id.0)
    }
}

/// Refuses unless the caller holds a permission for a group: in the tenant, in the organisation it belongs to, or for itself.
async fn allow(tx: &mut Transaction, permission: Permission, group: &Group) -> Result<(), DirectoryError> {
    let own = |circled: foundation::Circled| circled.kind == CircleKind::Group && circled.circle == group.circle();
    if tx.caller().circles_with(permission).any(own) {
        return Ok(());
    }
    match group.organisation_id {
        Some(organisation) => Ok(permissions::allow_in(tx, permission, organisation).await?),
        None if tx.caller().may(permission) => Ok(()),
        None => {
            tx.allow_somewhere(permission)?;
            Err(DirectoryError::NotFound)
        }
    }
}

/// The group with an id.
///
/// # Errors
/// `Refused`; `NotFound` also for one that has ended or that the caller does not see.
pub async fn find(tx: &mut Transaction, id: GroupId) -> Result<Group, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    let group: Group = tx.sql(FIND).bind(id).fetch_optional().await?.ok_or(DirectoryError::NotFound)?;
    allow(tx, Permission::SeeOrganisations, &group).await?;
    Ok(group)
}

/// Whether the caller may change a group and who is in it.
pub async fn may_edit(tx: &mut Transaction, group: &Group) -> Result<bool, DirectoryError> {
    match allow(tx, Permission::EditGroups, group).await {
        Ok(()) => Ok(true),
        Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The group with an id and its name, for use cases that have decided on the right already.
pub async fn by_id(tx: &mut Transaction, id: GroupId) -> Result<Option<Group>, DbError> {
    tx.sql(FIND).bind(id).fetch_optional().await
}
