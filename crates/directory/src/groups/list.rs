//! Groups by name, and the people in one.

use std::collections::{BTreeSet, HashMap};

use database::{DbError, Transaction};
use foundation::{CircleId, CircleKind, GroupId, Instant, OrganisationId, Permission, PersonId, text};

use super::{Group, allow};
use crate::paging::{From, PAGE, Page};
use crate::search::end_of;
use crate::{DirectoryError, circles, organisations};

database::statements! {
    NEXT: tenant = "SELECT g.id, g.organisation_id, o.name AS organisation, g.name, g.name_key FROM person_group g
            LEFT JOIN organisation o ON o.tenant_id = g.tenant_id AND o.id = g.organisation_id
        WHERE g.tenant_id = $1 AND (g.name_key, g.id) > ($2, $3) AND g.ended_at IS NULL ORDER BY g.name_key, g.id LIMIT $4";
    BACK: tenant = "SELECT g.id, g.organisation_id, o.name AS organisation, g.name, g.name_key FROM person_group g
            LEFT JOIN organisation o ON o.tenant_id = g.tenant_id AND o.id = g.organisation_id
        WHERE g.tenant_id = $1 AND (g.name_key, g.id) < ($2, $3) AND g.ended_at IS NULL ORDER BY g.name_key DESC, g.id DESC LIMIT $4";
    BEGINNING: tenant = "SELECT g.id, g.organisation_id, o.name AS organisation, g.name, g.name_key FROM person_group g
            LEFT JOIN organisation o ON o.tenant_id = g.tenant_id AND o.id = g.organisation_id
        WHERE g.tenant_id = $1 AND g.name_key >= $2 AND g.name_key < $3 AND g.ended_at IS NULL ORDER BY g.name_key, g.id LIMIT $4";
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
}

/// How many pages of groups are read for whoever sees only some of them.
const PAGES_LOOKED_THROUGH: usize = 20;

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

/// A page of groups by name. Whoever sees only some gets these, all at once.
pub async fn list(tx: &mut Transaction, from: &From<GroupId>) -> Result<Page<Group>, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    if tx.caller().may(Permission::SeeOrganisations) {
        return Ok(page(tx, from).await?);
    }
    let (mut lines, mut next) = (Vec::new(), From::Start);
    for _ in 0..PAGES_LOOKED_THROUGH {
        let found = page(tx, &next).await?;
        if let Some(last) = found.lines.last() {
            next = From::After(last.name_key.clone(), last.id);
        }
        lines.extend(seen(tx, found.lines).await?);
        if !found.has_next {
            break;
        }
    }
    Ok(Page::whole(lines))
}

/// A page of the tenant's groups.
async fn page(tx: &mut Transaction, from: &From<GroupId>) -> Result<Page<Group>, DbError> {
    let (key, id) = from.key(GroupId(uuid::Uuid::nil()));
    let statement = tx.sql(if from.is_back() { BACK } else { NEXT }).bind(key).bind(id).bind(PAGE + 1);
    Ok(Page::of(statement.fetch_all().await?, from))
}

/// Those of some groups that the caller sees, for whoever may see groups somewhere.
pub(super) async fn seen(tx: &mut Transaction, mut groups: Vec<Group>) -> Result<Vec<Group>, DbError> {
    if tx.caller().may(Permission::SeeOrganisations) {
        return Ok(groups);
    }
    let organisations = organisations::own_circles(tx, Permission::SeeOrganisations);
    let circled = tx.caller().circles_with(Permission::SeeOrganisations);
    let own: Vec<CircleId> =
        circled.filter(|circled| circled.kind == CircleKind::Group).map(|circled| circled.circle).collect();
    let places: BTreeSet<OrganisationId> = groups.iter().filter_map(|group| group.organisation_id).collect();
    let around = circles::around(tx, &places).await?;
    groups.retain(|group| {
        let around = group.organisation_id.and_then(|place| around.get(&place));
        own.contains(&group.circle())
            || around.is_some_and(|around| around.iter().any(|circle| organisations.contains(circle)))
    });
    Ok(groups)
}

/// How many people each of some groups has now that the caller sees, counted up to `most`.
pub async fn count_members(
    tx: &mut Transaction,
    groups: &[Group],
    most: u32,
) -> Result<HashMap<GroupId, u64>, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    let circles: Vec<CircleId> = groups.iter().map(Group::circle).collect();
    let counts = circles::count_each(tx, &circles, most).await?;
    Ok(counts.into_iter().map(|(circle, count)| (GroupId(circle.0), count)).collect())
}

/// The first groups of the tenant whose folded names begin so.
pub(super) async fn beginning_with(tx: &mut Transaction, key: &str, most: i64) -> Result<Vec<Group>, DbError> {
    tx.sql(BEGINNING).bind(key).bind(end_of(key)).bind(most).fetch_all().await
}

/// The groups the caller sees whose names begin so; if some are called exactly so, those.
pub async fn meant(tx: &mut Transaction, name: &str) -> Result<Vec<Group>, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    let key = text::search_key(name);
    if key.is_empty() || key.contains('\0') {
        return Ok(Vec::new());
    }
    let found = beginning_with(tx, &key, PAGE).await?;
    let mut seen = seen(tx, found).await?;
    if seen.iter().any(|group| group.name_key == key) {
        seen.retain(|group| group.name_key == key);
    }
    Ok(seen)
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
    let (key, id) = from.key(PersonId(uuid::Uuid::nil()));
    let now = tx.now();
    let statement = tx.sql(if from.is_back() { MEMBERS_BACK } else { MEMBERS_NEXT }).bind(group.circle());
    let found: Vec<Member> = statement.bind(key).bind(id).bind(now).bind(PAGE + 1).fetch_all().await?;
    let mut page = Page::of(found, from);
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
