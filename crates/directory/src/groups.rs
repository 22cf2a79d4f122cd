//! Groups: sets of people that somebody put together, in the tenant or in one of its organisations.

pub mod asked;
pub mod membership;

use audit::{Entry, Stream};
use database::{DbError, Transaction};
use foundation::{CircleId, CircleKind, GroupId, Instant, OrganisationId, Permission, PersonId, text};
use permissions::{Scope, reach};

use crate::circles::{self, Tie};
use crate::people::store as people;
use crate::{DirectoryError, FieldProblem, organisations, tenants};

database::statements! {
    FIND: tenant = "SELECT g.id, g.organisation_id, o.name AS organisation, g.name, g.name_key FROM person_group g
            LEFT JOIN organisation o ON o.tenant_id = g.tenant_id AND o.id = g.organisation_id
        WHERE g.tenant_id = $1 AND g.id = $2 AND g.ended_at IS NULL";
    NEXT: tenant = "SELECT g.id, g.organisation_id, o.name AS organisation, g.name, g.name_key FROM person_group g
            LEFT JOIN organisation o ON o.tenant_id = g.tenant_id AND o.id = g.organisation_id
        WHERE g.tenant_id = $1 AND (g.name_key, g.id) > ($2, $3) AND g.ended_at IS NULL ORDER BY g.name_key, g.id LIMIT $4";
    BACK: tenant = "SELECT g.id, g.organisation_id, o.name AS organisation, g.name, g.name_key FROM person_group g
            LEFT JOIN organisation o ON o.tenant_id = g.tenant_id AND o.id = g.organisation_id
        WHERE g.tenant_id = $1 AND (g.name_key, g.id) < ($2, $3) AND g.ended_at IS NULL ORDER BY g.name_key DESC, g.id DESC LIMIT $4";
    BEGINNING: tenant = "SELECT g.id, g.organisation_id, o.name AS organisation, g.name, g.name_key FROM person_group g
            LEFT JOIN organisation o ON o.tenant_id = g.tenant_id AND o.id = g.organisation_id
        WHERE g.tenant_id = $1 AND g.name_key >= $2 AND g.name_key < $3 AND g.ended_at IS NULL ORDER BY g.name_key, g.id LIMIT $4";
    NAMED: tenant = "SELECT id FROM person_group WHERE tenant_id = $1 AND name_key = $2 AND ended_at IS NULL LIMIT 2";
    INSERT: tenant = "INSERT INTO person_group (tenant_id, id, organisation_id, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    RENAME: tenant = "UPDATE person_group SET name = $3, name_key = $4 WHERE tenant_id = $1 AND id = $2";
    END: tenant = "UPDATE person_group SET ended_at = $3 WHERE tenant_id = $1 AND id = $2";
    JOIN: tenant = "INSERT INTO group_membership (tenant_id, group_id, person_id, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant_id, group_id, person_id) DO UPDATE SET ends_at = excluded.ends_at";
    LEAVE: tenant = "DELETE FROM group_membership WHERE tenant_id = $1 AND group_id = $2 AND person_id = $3";
    MEMBERS_NEXT: tenant = "SELECT c.person_id AS id, c.sort_key, p.display_name, c.starts_at, c.ends_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = c.tenant_id AND n.person_id = c.person_id LIMIT 1) AS sign_in_name
        FROM circle_member c JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
        WHERE c.tenant_id = $1 AND c.circle_id = $2 AND (c.sort_key, c.person_id) > ($3, $4) AND (c.ends_at IS NULL OR c.ends_at > $5)
        ORDER BY c.sort_key, c.person_id LIMIT $6";
    MEMBERS_BACK: tenant = "SELECT c.person_id AS id, c.sort_key, p.display_name, c.starts_at, c.ends_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = c.tenant_id AND n.person_id = c.person_id LIMIT 1) AS sign_in_name
        FROM circle_member c JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
        WHERE c.tenant_id = $1 AND c.circle_id = $2 AND (c.sort_key, c.person_id) < ($3, $4) AND (c.ends_at IS NULL OR c.ends_at > $5)
        ORDER BY c.sort_key DESC, c.person_id DESC LIMIT $6";
    // A group that is removed lets its members go, some at a time.
    LEAVE_SOME: tenant = "DELETE FROM group_membership WHERE tenant_id = $1 AND group_id = $2";
    LEAVE_CIRCLE: tenant = "DELETE FROM circle_member WHERE tenant_id = $1 AND circle_id = $2";
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

/// Somebody in a group.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Member {
    /// The person.
    pub id: PersonId,
    /// What lists order them by.
    pub sort_key: String,
    /// How they are called.
    pub display_name: String,
    /// Since when.
    pub starts_at: Instant,
    /// Until when, if that is known.
    pub ends_at: Option<Instant>,
    /// What they sign in with, if anything.
    pub sign_in_name: Option<String>,
}

/// Where a page begins: after, or before, a folded name and an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From<Id> {
    /// At the beginning.
    Start,
    /// After this one.
    After(String, Id),
    /// Before this one, towards the beginning.
    Before(String, Id),
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The lines.
    pub lines: Vec<T>,
    /// Whether there are more after the last.
    pub has_next: bool,
    /// Whether there are more before the first.
    pub has_previous: bool,
}

/// Lines on a page.
pub const PAGE: i64 = 50;
/// How many pages of groups are read for whoever sees only some of them.
const LOOKED_THROUGH: usize = 20;

impl<T> Page<T> {
    /// A page of what a statement answered that asked for one line more.
    fn of(mut lines: Vec<T>, is_start: bool, back: bool) -> Self {
        let more = i64::try_from(lines.len()).is_ok_and(|found| found > PAGE);
        lines.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        if back {
            lines.reverse();
        }
        Self { lines, has_next: more || back, has_previous: !is_start && (!back || more) }
    }
}

impl<Id: Copy> From<Id> {
    fn key(&self, first: Id) -> (String, Id, bool) {
        match self {
            Self::Start => (String::new(), first, false),
            Self::After(key, id) => (key.clone(), *id, false),
            Self::Before(key, id) => (key.clone(), *id, true),
        }
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

/// A page of groups by name. Whoever sees only some gets these, all at once.
pub async fn list(tx: &mut Transaction, from: &From<GroupId>) -> Result<Page<Group>, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    if tx.caller().may(Permission::SeeOrganisations) {
        return page(tx, from).await;
    }
    let (mut lines, mut next) = (Vec::new(), From::Start);
    for _ in 0..LOOKED_THROUGH {
        let found = page(tx, &next).await?;
        if let Some(last) = found.lines.last() {
            next = From::After(last.name_key.clone(), last.id);
        }
        lines.extend(seen(tx, found.lines).await?);
        if !found.has_next {
            break;
        }
    }
    Ok(Page { lines, has_next: false, has_previous: false })
}

/// A page of the tenant's groups.
async fn page(tx: &mut Transaction, from: &From<GroupId>) -> Result<Page<Group>, DirectoryError> {
    let (key, id, back) = from.key(GroupId(uuid::Uuid::nil()));
    let statement = tx.sql(if back { BACK } else { NEXT }).bind(key).bind(id).bind(PAGE + 1);
    Ok(Page::of(statement.fetch_all().await?, *from == From::Start, back))
}

/// Those of some groups that the caller sees.
async fn seen(tx: &mut Transaction, groups: Vec<Group>) -> Result<Vec<Group>, DirectoryError> {
    let mut seen = Vec::new();
    for group in groups {
        match allow(tx, Permission::SeeOrganisations, &group).await {
            Ok(()) => seen.push(group),
            Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(seen)
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

/// The groups the caller sees whose names begin so; if some are called exactly so, those.
pub async fn meant(tx: &mut Transaction, name: &str) -> Result<Vec<Group>, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    let key = text::search_key(name);
    if key.is_empty() || key.contains('\0') {
        return Ok(Vec::new());
    }
    let end = format!("{key}\u{10ffff}");
    let found: Vec<Group> = tx.sql(BEGINNING).bind(key.as_str()).bind(end).bind(PAGE).fetch_all().await?;
    let mut seen = seen(tx, found).await?;
    if seen.iter().any(|group| group.name_key == key) {
        seen.retain(|group| group.name_key == key);
    }
    Ok(seen)
}

/// Whether the caller may change a group and who is in it.
pub async fn may_edit(tx: &mut Transaction, group: &Group) -> Result<bool, DirectoryError> {
    match allow(tx, Permission::EditGroups, group).await {
        Ok(()) => Ok(true),
        Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn changeable(tx: &mut Transaction, id: GroupId) -> Result<Group, DirectoryError> {
    tx.allow_somewhere(Permission::EditGroups)?;
    let group: Group = tx.sql(FIND).bind(id).fetch_optional().await?.ok_or(DirectoryError::NotFound)?;
    allow(tx, Permission::EditGroups, &group).await?;
    Ok(group)
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
    if tenants::manage::own(tx).await?.settings.sign_in_policy.groups.contains_key(&id) {
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

/// A page of the members, by name, those who will come among them: for those who see the group and its people.
///
/// # Errors
/// `Refused`; `NotFound`.
pub async fn members(
    tx: &mut Transaction,
    group: &Group,
    from: &From<PersonId>,
) -> Result<Page<Member>, DirectoryError> {
    allow(tx, Permission::SeeOrganisations, group).await?;
    allow(tx, Permission::SeePeople, group).await?;
    let (key, id, back) = from.key(PersonId(uuid::Uuid::nil()));
    let now = tx.now();
    let statement = tx.sql(if back { MEMBERS_BACK } else { MEMBERS_NEXT }).bind(group.circle());
    let found: Vec<Member> = statement.bind(key).bind(id).bind(now).bind(PAGE + 1).fetch_all().await?;
    let mut page = Page::of(found, *from == From::Start, back);
    if !tx.caller().may(Permission::SeePeople) {
        // Somebody from elsewhere may be in it, whom the caller does not see.
        let mut lines = Vec::with_capacity(page.lines.len());
        for member in page.lines {
            if permissions::over(tx, member.id).await?.allows(Permission::SeePeople) {
                lines.push(member);
            }
        }
        page.lines = lines;
    }
    Ok(page)
}

/// Puts somebody into a group, or changes until when they are in it.
///
/// # Errors
/// `Refused`; `NotFound` for a group or a person that the caller does not see; `Rights(BeyondOwnRights)` when the caller would gain
/// rights over the person by it; `Invalid` of the fields `person` and `until`.
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
/// `Refused`; `NotFound`, also for somebody who is not in it.
pub async fn leave(tx: &mut Transaction, id: GroupId, person: PersonId) -> Result<(), DirectoryError> {
    tx.allow_somewhere(Permission::EditGroups)?;
    circles::still(tx).await?;
    let group = changeable(tx, id).await?;
    permissions::allow_on(tx, Permission::SeePeople, person).await?;
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

/// The group with an id and its name, for use cases that have decided on the right already.
pub async fn by_id(tx: &mut Transaction, id: GroupId) -> Result<Option<Group>, DbError> {
    tx.sql(FIND).bind(id).fetch_optional().await
}
