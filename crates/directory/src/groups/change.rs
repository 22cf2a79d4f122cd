//! Making, renaming and removing groups, and who is in them.

use audit::{Entry, Stream};
use database::Transaction;
use foundation::{GroupId, Instant, OrganisationId, Permission, PersonId, text};
use permissions::{Scope, reach};

use super::{FIND, Group, allow, membership};
use crate::circles::{self, Tie};
use crate::people::store as people;
use crate::{DirectoryError, FieldProblem, organisations, tenants};

database::statements! {
    NAMED: tenant = "SELECT id FROM person_group WHERE tenant_id = $1 AND name_key = $2 AND ended_at IS NULL LIMIT 2";
    INSERT: tenant = "INSERT INTO person_group (tenant_id, id, organisation_id, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    RENAME: tenant = "UPDATE person_group SET name = $3, name_key = $4 WHERE tenant_id = $1 AND id = $2";
    END: tenant = "UPDATE person_group SET ended_at = $3 WHERE tenant_id = $1 AND id = $2";
    JOIN: tenant = "INSERT INTO group_membership (tenant_id, group_id, person_id, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant_id, group_id, person_id) DO UPDATE SET ends_at = excluded.ends_at";
    LEAVE: tenant = "DELETE FROM group_membership WHERE tenant_id = $1 AND group_id = $2 AND person_id = $3";
    // A group that is removed lets its members go, some at a time.
    LEAVE_SOME: tenant = "DELETE FROM group_membership WHERE tenant_id = $1 AND group_id = $2";
    LEAVE_CIRCLE: tenant = "DELETE FROM circle_member WHERE tenant_id = $1 AND circle_id = $2";
}

async fn changeable(tx: &mut Transaction, id: GroupId) -> Result<Group, DirectoryError> {
    tx.allow_somewhere(Permission::EditGroups)?;
    let group: Group = tx.sql(FIND).bind(id).fetch_optional().await?.ok_or(DirectoryError::NotFound)?;
    allow(tx, Permission::EditGroups, &group).await?;
    Ok(group)
}

/// Whether the sign-in policy asks something of the members of a group: whoever takes somebody out lowers what they are asked for.
async fn is_in_policy(tx: &mut Transaction, id: GroupId) -> Result<bool, DirectoryError> {
    Ok(tenants::manage::own(tx).await?.settings.sign_in_policy.groups.contains_key(&id))
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: GroupId,
}

async fn checked_name<'n>(
    tx: &mut Transaction,
    given: &'n str,
    own: Option<GroupId>,
) -> Result<&'n str, DirectoryError> {
    let name = given.trim();
    let key = text::search_key(name);
    if key.is_empty() {
        return Err(DirectoryError::field("name", "required"));
    }
    if name.chars().count() > 120 {
        return Err(DirectoryError::Invalid(vec![FieldProblem::too_long("name", 120)]));
    }
    if text::has_hidden_characters(name) {
        return Err(DirectoryError::field("name", "hidden-characters"));
    }
    let taken: Vec<IdRow> = tx.sql(NAMED).bind(key).fetch_all().await?;
    if taken.iter().any(|other| Some(other.id) != own) {
        return Err(DirectoryError::field("name", "group-name-taken"));
    }
    Ok(name)
}

/// Makes a group, in the tenant or in one of its organisations.
///
/// # Errors
/// `Refused`; `NotFound` without an organisation of that id; `Invalid`.
pub async fn make(
    tx: &mut Transaction,
    name: &str,
    organisation: Option<OrganisationId>,
) -> Result<GroupId, DirectoryError> {
    tx.allow_somewhere(Permission::EditGroups)?;
    circles::still(tx).await?;
    let mut of = None;
    match organisation {
        Some(id) => {
            permissions::allow_in(tx, Permission::EditGroups, id).await?;
            let found = organisations::by_id(tx, id).await?.filter(|found| found.ended_at.is_none());
            of = Some(found.ok_or(DirectoryError::NotFound)?.name);
        }
        None => tx.allow(Permission::EditGroups)?,
    }
    let name = checked_name(tx, name, None).await?;
    let (id, now) = (tx.new_id::<GroupId>(), tx.now());
    let statement = tx.sql(INSERT).bind(id).bind(organisation).bind(name).bind(text::search_key(name)).bind(now);
    statement.execute().await?;
    let mut entry = Entry::new("group.made", Stream::Administration).object("group", id.0).detail("name", name);
    if let Some(of) = of {
        entry = entry.change("organisation", None, Some(&of));
    }
    audit::record(tx, entry).await?;
    Ok(id)
}

/// Gives a group another name.
///
/// # Errors
/// `Refused`; `NotFound`; `Invalid`.
pub async fn rename(tx: &mut Transaction, id: GroupId, name: &str) -> Result<(), DirectoryError> {
    let before = changeable(tx, id).await?;
    let name = checked_name(tx, name, Some(id)).await?;
    if before.name == name {
        return Ok(());
    }
    tx.sql(RENAME).bind(id).bind(name).bind(text::search_key(name)).execute().await?;
    let entry = Entry::new("group.renamed", Stream::Administration).object("group", id.0).detail("name", name).change(
        "name",
        Some(&before.name),
        Some(name),
    );
    audit::record(tx, entry).await?;
    Ok(())
}

/// The most members a group may have that is removed at once.
const REMOVABLE: u32 = 10_000;

/// Removes a group. Nobody is in it any more, and rights limited to it end.
///
/// # Errors
/// `Refused`; `NotFound`; `Invalid` when the sign-in policy asks something of its members, who would be asked no more, and when it
/// has too many to let go at once.
pub async fn remove(tx: &mut Transaction, id: GroupId) -> Result<(), DirectoryError> {
    tx.allow_somewhere(Permission::EditGroups)?;
    organisations::lock(tx).await?;
    let group = changeable(tx, id).await?;
    if is_in_policy(tx, id).await? {
        return Err(DirectoryError::field("", "group-in-policy"));
    }
    let members = circles::count(tx, group.circle(), REMOVABLE + 1).await?;
    if members > u64::from(REMOVABLE) {
        return Err(DirectoryError::field("", "group-too-large"));
    }
    let ended = organisations::end_roles(tx, Scope::Group(id)).await?;
    tx.sql(LEAVE_CIRCLE).bind(group.circle()).execute().await?;
    tx.sql(LEAVE_SOME).bind(id).execute().await?;
    let now = tx.now();
    tx.sql(END).bind(id).bind(now).execute().await?;
    let entry = Entry::new("group.removed", Stream::Administration)
        .object("group", id.0)
        .detail("name", group.name)
        .detail("count", members.to_string())
        .detail("roles_ended", ended.to_string());
    audit::record(tx, entry).await?;
    Ok(())
}

/// Puts somebody into a group, or changes until when they are in it.
///
/// # Errors
/// `Refused`; `NotFound` for a group or a person that the caller does not see; `Rights(BeyondOwnRights)` when the caller would gain
/// rights over the person by it, or would let somebody with more rights leave sooner of whose members the sign-in policy asks something;
/// `Invalid` of the fields `person` and `until`.
pub async fn join(
    tx: &mut Transaction,
    id: GroupId,
    person: PersonId,
    until: Option<Instant>,
) -> Result<(), DirectoryError> {
    tx.allow_somewhere(Permission::EditGroups)?;
    circles::still(tx).await?;
    let group = changeable(tx, id).await?;
    permissions::allow_on(tx, Permission::SeePeople, person).await?;
    let found = people::hold(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    let now = tx.now();
    if until.is_some_and(|until| until <= now) {
        return Err(DirectoryError::field("until", "date-order"));
    }
    if let Some(until) = until
        && is_in_policy(tx, id).await?
        && membership::of(tx, id, person).await?.is_some_and(|held| held.ends_at.is_none_or(|end| until < end))
    {
        permissions::within_own_rights(tx, person).await?;
    }
    let belongs = reach::circles_lasting(tx, person, until).await?;
    reach::gains_nothing(tx, &belongs, &[group.circle()])?;
    let sort_key = circles::sort_key(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    tx.sql(JOIN).bind(id).bind(person).bind(now).bind(until).execute().await?;
    circles::leave(tx, person, id.0).await?;
    let tie = Tie { person, sort_key, via: id.0, starts_at: now, ends_at: until };
    circles::add(tx, &[(group.circle(), &tie)]).await?;
    let mut entry = Entry::new("group.joined", Stream::Administration)
        .subject(person)
        .object("group", id.0)
        .detail("group", group.name)
        .change("name", None, Some(&found.display_name));
    if let Some(until) = until {
        entry = entry.detail("until", until.to_rfc3339());
    }
    audit::record(tx, entry).await?;
    Ok(())
}

/// Takes somebody out of a group.
///
/// # Errors
/// `Refused`; `NotFound`, also for somebody who is not in it; `Rights(BeyondOwnRights)` when the sign-in policy asks something of the
/// members and the person has more rights than the caller.
pub async fn leave(tx: &mut Transaction, id: GroupId, person: PersonId) -> Result<(), DirectoryError> {
    tx.allow_somewhere(Permission::EditGroups)?;
    circles::still(tx).await?;
    let group = changeable(tx, id).await?;
    permissions::allow_on(tx, Permission::SeePeople, person).await?;
    if is_in_policy(tx, id).await? {
        permissions::within_own_rights(tx, person).await?;
    }
    if tx.sql(LEAVE).bind(id).bind(person).execute().await? == 0 {
        return Err(DirectoryError::NotFound);
    }
    circles::leave(tx, person, id.0).await?;
    let entry = Entry::new("group.left", Stream::Administration)
        .subject(person)
        .object("group", id.0)
        .detail("group", group.name);
    audit::record(tx, entry).await?;
    Ok(())
}
