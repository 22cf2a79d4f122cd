//! Organisations: a tree inside the tenant of companies, schools, departments and classes.
//!
//! Whoever sees organisations in one place sees what is below it and nothing above or beside it.

mod change;
mod relocate;
mod search;
mod store;
mod tree;

pub use change::{New, add, remove, rename};
pub use relocate::{
    COUNTED, Kind as RelocationKind, Preview, RELOCATE, preview, relocate, run as run_relocation,
    step as relocation_step,
};
pub use search::{meant, search};
pub(crate) use store::STATEMENTS as STORE_STATEMENTS;
pub use tree::{Node, Tree, tree};

use std::collections::HashMap;

use database::{DbError, Transaction};
use foundation::{CircleId, CircleKind, Instant, OrganisationId, Permission, text};
use permissions::{PermissionError, Scope};

use crate::DirectoryError;
use crate::paging::{From, Page};

/// The most levels of a tree.
pub const DEEPEST: usize = 32;
/// What an organisation may be.
pub const KINDS: [&str; 6] = ["company", "school", "department", "class", "team", "organisation"];

/// Every statement of these modules.
pub(crate) fn statements() -> Vec<database::Declared> {
    [STORE_STATEMENTS, relocate::STATEMENTS, search::STATEMENTS].concat()
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What it is below.
    pub parent_id: Option<OrganisationId>,
    /// One of [`KINDS`].
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The folded name, by which lists are ordered.
    pub name_key: String,
    /// When it was merged or removed.
    pub ended_at: Option<Instant>,
}

impl Organisation {
    /// The circle of the people in it and below it.
    #[must_use]
    pub const fn circle(&self) -> CircleId {
        CircleId(self.id.0)
    }
}

/// The uppermost organisations the caller sees: those of the tenant, or those their rights are limited to.
pub async fn top(tx: &mut Transaction, from: &From<OrganisationId>) -> Result<Page<Organisation>, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    if tx.caller().may(Permission::SeeOrganisations) {
        return Ok(store::page(tx, None, from).await?);
    }
    let own = own_circles(tx, Permission::SeeOrganisations);
    let own: Vec<OrganisationId> = own.into_iter().map(|circle| OrganisationId(circle.0)).collect();
    Ok(Page::whole(store::find_each(tx, &own).await?))
}

/// The circles of organisations in which the caller holds a permission.
pub(crate) fn own_circles(tx: &Transaction, permission: Permission) -> Vec<CircleId> {
    let held = tx.caller().circles_with(permission).filter(|circled| circled.kind == CircleKind::Organisation);
    held.map(|circled| circled.circle).collect()
}

/// What is directly below an organisation.
pub async fn children(
    tx: &mut Transaction,
    parent: OrganisationId,
    from: &From<OrganisationId>,
) -> Result<Page<Organisation>, DirectoryError> {
    permissions::allow_in(tx, Permission::SeeOrganisations, parent).await?;
    Ok(store::page(tx, Some(parent), from).await?)
}

/// How many are directly below each of some organisations that the caller sees, counted up to `most`.
pub async fn count_children(
    tx: &mut Transaction,
    of: &[OrganisationId],
    most: u32,
) -> Result<HashMap<OrganisationId, u64>, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    Ok(store::count_below(tx, of, most).await?)
}

/// An organisation with all above it that the caller sees, the uppermost first and itself last.
///
/// # Errors
/// `NotFound` also for one that has ended.
pub async fn path(tx: &mut Transaction, id: OrganisationId) -> Result<Vec<Organisation>, DirectoryError> {
    permissions::allow_in(tx, Permission::SeeOrganisations, id).await?;
    let mut up = store::up(tx, id).await?;
    if up.first().is_none_or(|own| own.ended_at.is_some()) {
        return Err(DirectoryError::NotFound);
    }
    if !tx.caller().may(Permission::SeeOrganisations) {
        let own = own_circles(tx, Permission::SeeOrganisations);
        let highest = up.iter().rposition(|one| own.contains(&one.circle())).unwrap_or(0);
        up.truncate(highest + 1);
    }
    up.reverse();
    Ok(up)
}

/// The organisations called so, whatever the case, for use cases that decide on the right to each; the first two hundred.
pub async fn called(tx: &mut Transaction, name: &str) -> Result<Vec<Organisation>, DbError> {
    let key = text::search_key(name);
    if key.is_empty() { Ok(Vec::new()) } else { store::called(tx, &key).await }
}

/// What has become of an organisation: itself while it lives, or what it was merged into; nothing once that was removed.
pub(crate) async fn living(tx: &mut Transaction, id: OrganisationId) -> Result<Option<OrganisationId>, DbError> {
    let mut next = Some(id);
    for _ in 0..DEEPEST {
        let Some(id) = next else { return Ok(None) };
        let Some(found) = store::find(tx, id).await? else { return Ok(None) };
        if found.ended_at.is_none() {
            return Ok(Some(id));
        }
        next = store::merged_into(tx, id).await?;
    }
    Ok(None)
}

/// Ends the roles that are limited to what is to be no more; answers how many.
pub(crate) async fn end_roles(tx: &mut Transaction, scope: Scope) -> Result<u64, DirectoryError> {
    match permissions::assignments::end_limited(tx, scope).await {
        Err(PermissionError::BeyondOwnRights) => Err(DirectoryError::field("", "roles-limited-here")),
        outcome => Ok(outcome?),
    }
}

/// Keeps everybody from changing the tree and from changing who belongs where until the transaction ends.
pub(crate) async fn lock(tx: &mut Transaction) -> Result<(), DbError> {
    store::lock(tx).await
}

/// The organisation with an id, for use cases that have decided on the right already.
pub async fn by_id(tx: &mut Transaction, id: OrganisationId) -> Result<Option<Organisation>, DbError> {
    store::find(tx, id).await
}
