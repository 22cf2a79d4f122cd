//! Adding, renaming and removing organisations.

use audit::{Entry, Stream};
use database::Transaction;
use foundation::{OrganisationId, Permission, text};
use permissions::Scope;

use super::{DEEPEST, KINDS, Organisation, relocate, store};
use crate::{DirectoryError, FieldProblem};

/// An organisation to add.
#[derive(Debug, Clone)]
pub struct New {
    /// Its name: 1 to 120 visible characters, unlike those of its siblings.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// What it is below; nothing for the top.
    pub parent: Option<OrganisationId>,
}

/// Refuses unless the caller may change organisations there; at the top, everywhere.
pub(super) async fn allow_below(tx: &mut Transaction, parent: Option<OrganisationId>) -> Result<(), DirectoryError> {
    match parent {
        Some(parent) => Ok(permissions::allow_in(tx, Permission::EditOrganisations, parent).await?),
        None => Ok(tx.allow(Permission::EditOrganisations)?),
    }
}

pub(super) fn checked_name(given: &str) -> Result<&str, DirectoryError> {
    let name = given.trim();
    if name.is_empty() || text::search_key(name).is_empty() {
        Err(DirectoryError::field("name", "required"))
    } else if name.chars().count() > 120 {
        Err(DirectoryError::Invalid(vec![FieldProblem::too_long("name", 120)]))
    } else if text::has_hidden_characters(name) {
        Err(DirectoryError::field("name", "hidden-characters"))
    } else {
        Ok(name)
    }
}

fn checked_kind(given: &str) -> Result<&str, DirectoryError> {
    let kind = given.trim();
    if KINDS.contains(&kind) { Ok(kind) } else { Err(DirectoryError::field("kind", "not-a-choice")) }
}

/// Refuses a name that a sibling has.
async fn check_siblings(
    tx: &mut Transaction,
    parent: Option<OrganisationId>,
    name: &str,
    own: Option<OrganisationId>,
) -> Result<(), DirectoryError> {
    let found = store::named(tx, parent, &text::search_key(name)).await?;
    if found.iter().any(|other| Some(other.id) != own) {
        return Err(DirectoryError::field("name", "organisation-name-taken"));
    }
    Ok(())
}

/// Adds an organisation.
///
/// # Errors
/// `Refused`; `NotFound` without a parent of that id; `Invalid`.
pub async fn add(tx: &mut Transaction, new: &New) -> Result<OrganisationId, DirectoryError> {
    allow_below(tx, new.parent).await?;
    store::lock(tx).await?;
    let mut above = None;
    if let Some(parent) = new.parent {
        let up = store::up(tx, parent).await?;
        above = Some(up.first().filter(|own| own.ended_at.is_none()).ok_or(DirectoryError::NotFound)?.name.clone());
        if up.len() >= DEEPEST {
            return Err(DirectoryError::field("name", "organisation-deep"));
        }
    }
    let (name, kind) = (checked_name(&new.name)?, checked_kind(&new.kind)?);
    check_siblings(tx, new.parent, name, None).await?;
    let id = store::insert(tx, new.parent, kind, name).await?;
    let mut entry = Entry::new("organisation.added", Stream::Administration)
        .object("organisation", id.0)
        .detail("name", name)
        .change("kind", None, Some(kind));
    if let Some(above) = above {
        entry = entry.change("above", None, Some(&above));
    }
    audit::record(tx, entry).await?;
    Ok(id)
}

/// The organisation, held, which the caller may change.
pub(super) async fn changeable(tx: &mut Transaction, id: OrganisationId) -> Result<Organisation, DirectoryError> {
    permissions::allow_in(tx, Permission::EditOrganisations, id).await?;
    let found = store::hold(tx, id).await?;
    found.filter(|found| found.ended_at.is_none()).ok_or(DirectoryError::NotFound)
}

/// Gives an organisation another name or kind.
///
/// # Errors
/// `Refused`; `NotFound`; `Invalid`.
pub async fn rename(tx: &mut Transaction, id: OrganisationId, name: &str, kind: &str) -> Result<(), DirectoryError> {
    permissions::allow_in(tx, Permission::EditOrganisations, id).await?;
    store::lock(tx).await?;
    let before = changeable(tx, id).await?;
    let (name, kind) = (checked_name(name)?, checked_kind(kind)?);
    if before.name == name && before.kind == kind {
        return Ok(());
    }
    check_siblings(tx, before.parent_id, name, Some(id)).await?;
    store::rename(tx, id, name, kind).await?;
    let entry = Entry::new("organisation.renamed", Stream::Administration)
        .object("organisation", id.0)
        .detail("name", name)
        .change("name", Some(&before.name), Some(name))
        .change("kind", Some(&before.kind), Some(kind));
    audit::record(tx, entry).await?;
    Ok(())
}

/// Removes an organisation in which nobody is and below which nothing is. Rights limited to it end.
///
/// # Errors
/// `Refused`; `NotFound`; `Invalid` when it is not empty.
pub async fn remove(tx: &mut Transaction, id: OrganisationId) -> Result<(), DirectoryError> {
    permissions::allow_in(tx, Permission::EditOrganisations, id).await?;
    store::lock(tx).await?;
    let found = changeable(tx, id).await?;
    if relocate::concerns(tx, id).await? {
        return Err(DirectoryError::field("", "organisation-busy"));
    }
    if store::has_below(tx, id).await? || store::is_in_use(tx, id).await? {
        return Err(DirectoryError::field("", "organisation-not-empty"));
    }
    let ended = super::end_roles(tx, Scope::Organisation(id)).await?;
    let now = tx.now();
    store::end(tx, id, now, None).await?;
    let entry = Entry::new("organisation.removed", Stream::Administration)
        .object("organisation", id.0)
        .detail("name", found.name)
        .detail("roles_ended", ended.to_string());
    audit::record(tx, entry).await?;
    Ok(())
}
