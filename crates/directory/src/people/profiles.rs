//! The profiles of many people at once, each as far as the caller may see it: for files, with as many statements for one person as
//! for five hundred.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use database::{DbError, Json, Transaction};
use foundation::{CircleId, Locale, OrganisationId, Permission, PermissionSet, PersonId};

use super::store;
use crate::addresses::{self, AddressKind};
use crate::attributes;

database::statements! {
    PROFILES: tenant {
        sqlite: "SELECT p.id, p.archetype, p.given_name, p.family_name, p.language, p.time_zone, p.attributes
            FROM json_each($2) k CROSS JOIN person p WHERE p.tenant_id = $1 AND p.id = unhex(k.value)",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT p.id, p.archetype, p.given_name, p.family_name, p.language, p.time_zone, p.attributes FROM k JOIN person p ON p.tenant_id = $1 AND p.id = k.id",
    };
    // Where people belong on a day.
    BELONG: tenant {
        sqlite: "SELECT a.person_id, a.organisation_id FROM json_each($2) k CROSS JOIN affiliation a
            WHERE a.tenant_id = $1 AND a.person_id = unhex(k.value) AND a.organisation_id IS NOT NULL AND a.starts_on <= $3 AND (a.ends_on IS NULL OR a.ends_on >= $3)
            ORDER BY a.starts_on DESC, a.id",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT found.person_id, found.organisation_id FROM k CROSS JOIN LATERAL (SELECT a.person_id, a.organisation_id, a.starts_on, a.id FROM affiliation a
                WHERE a.tenant_id = $1 AND a.person_id = k.id AND a.organisation_id IS NOT NULL AND a.starts_on <= $3 AND (a.ends_on IS NULL OR a.ends_on >= $3) LIMIT 100) found
            ORDER BY found.starts_on DESC, found.id",
    };
    // Organisations with all above them. One look-up for each step: PostgreSQL would expect so many that it reads all there are.
    ABOVE: tenant {
        sqlite: "WITH RECURSIVE up (leaf, id, parent_id, name, depth) AS (
                SELECT o.id, o.id, o.parent_id, o.name, 0 FROM json_each($2) k CROSS JOIN organisation o WHERE o.tenant_id = $1 AND o.id = unhex(k.value)
                UNION ALL
                SELECT up.leaf, o.id, o.parent_id, o.name, up.depth + 1 FROM up CROSS JOIN organisation o WHERE o.tenant_id = $1 AND o.id = up.parent_id AND up.depth < 40)
            SELECT leaf, id AS circle_id, name FROM up ORDER BY leaf, depth",
        postgres: "WITH RECURSIVE k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2)),
            up (leaf, id, parent_id, name, depth) AS (
                SELECT o.id, o.id, o.parent_id, o.name, 0 FROM k CROSS JOIN LATERAL (SELECT id, parent_id, name FROM organisation WHERE tenant_id = $1 AND id = k.id LIMIT 1) o
                UNION ALL
                SELECT up.leaf, o.id, o.parent_id, o.name, up.depth + 1 FROM up
                    CROSS JOIN LATERAL (SELECT id, parent_id, name FROM organisation WHERE tenant_id = $1 AND id = up.parent_id LIMIT 1) o WHERE up.depth < 40)
            SELECT leaf, id AS circle_id, name FROM up ORDER BY leaf, depth",
    };
}

/// Which parts of profiles are read beside names and attributes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts {
    /// The first e-mail address and telephone number.
    pub addresses: bool,
    /// The organisations people belong to on this day.
    pub organisations: Option<NaiveDate>,
}

/// What the caller may see of somebody's profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// Given name; may be empty.
    pub given_name: String,
    /// Family name; may be empty.
    pub family_name: String,
    /// The language they chose.
    pub language: Option<Locale>,
    /// The time zone they chose (IANA name).
    pub time_zone: Option<String>,
    /// Values of the tenant's attributes; sensitive ones only where the caller could change them.
    pub attributes: BTreeMap<String, String>,
    /// The primary e-mail address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// Where they belong, each with all above it that the caller sees, the uppermost first.
    pub organisations: Vec<Vec<String>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PersonId,
    archetype: String,
    given_name: String,
    family_name: String,
    language: Option<Locale>,
    time_zone: Option<String>,
    attributes: Json<BTreeMap<String, String>>,
}

#[derive(sqlx::FromRow)]
struct BelongRow {
    person_id: PersonId,
    organisation_id: OrganisationId,
}

#[derive(sqlx::FromRow)]
struct AboveRow {
    leaf: OrganisationId,
    circle_id: CircleId,
    name: String,
}

/// The profiles of those of some people whose profile the caller may see; the others are left out.
///
/// # Errors
/// What the database reports.
pub async fn of_all(
    tx: &mut Transaction,
    people: &[PersonId],
    parts: Parts,
) -> Result<HashMap<PersonId, Profile>, DbError> {
    let rights = permissions::reach::over_all(tx, people).await?;
    let allows = |person: &PersonId, permission| rights.get(person).is_some_and(|rights| rights.allows(permission));
    let seen: Vec<PersonId> = people.iter().copied().filter(|person| allows(person, Permission::SeeProfiles)).collect();
    if seen.is_empty() {
        return Ok(HashMap::new());
    }
    let definitions = attributes::seen_by_caller(tx).await?;
    // What was removed stays in profiles, unseen.
    let is_seen = |name: &str, row: (&PersonId, &str)| {
        let definition = definitions.iter().find(|definition| definition.name == name && definition.applies_to(row.1));
        definition.is_some_and(|definition| !definition.is_sensitive || allows(row.0, Permission::EditPeople))
    };
    let rows: Vec<Row> = tx.sql(PROFILES).bind(store::list(&seen)).fetch_all().await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let mut attributes = row.attributes.0;
        attributes.retain(|name, _| is_seen(name, (&row.id, &row.archetype)));
        let profile = Profile {
            given_name: row.given_name,
            family_name: row.family_name,
            language: row.language,
            time_zone: row.time_zone,
            attributes,
            ..Profile::default()
        };
        found.insert(row.id, profile);
    }
    if parts.addresses {
        for (person, address) in addresses::of_all(tx, &seen).await? {
            let Some(profile) = found.get_mut(&person) else { continue };
            // The primary one comes first.
            let place = if address.kind == AddressKind::Email { &mut profile.email } else { &mut profile.phone };
            place.get_or_insert(address.shown);
        }
    }
    if let Some(day) = parts.organisations {
        organisations(tx, &seen, day, &mut found).await?;
    }
    Ok(found)
}

/// Where people belong: only in places whose people the caller sees, as on their pages.
async fn organisations(
    tx: &mut Transaction,
    people: &[PersonId],
    day: NaiveDate,
    found: &mut HashMap<PersonId, Profile>,
) -> Result<(), DbError> {
    let rows: Vec<BelongRow> = tx.sql(BELONG).bind(store::list(people)).bind(day).fetch_all().await?;
    let places: HashSet<OrganisationId> = rows.iter().map(|row| row.organisation_id).collect();
    let ids: Vec<String> = places.iter().map(|id| id.0.simple().to_string()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let above: Vec<AboveRow> = tx.sql(ABOVE).bind(Json(ids)).fetch_all().await?;
    let mut up: HashMap<OrganisationId, Vec<(CircleId, String)>> = HashMap::new();
    for row in above {
        up.entry(row.leaf).or_default().push((row.circle_id, row.name));
    }
    let paths: HashMap<OrganisationId, (PermissionSet, Vec<String>)> =
        up.into_iter().map(|(leaf, up)| (leaf, path(tx, &up))).collect();
    let (own, sees_all) = (tx.caller().person(), tx.caller().may(Permission::SeeProfiles));
    for row in rows {
        let Some((rights, path)) = paths.get(&row.organisation_id) else { continue };
        let is_seen = sees_all || own == Some(row.person_id) || rights.allows(Permission::SeeProfiles);
        if let Some(profile) = found.get_mut(&row.person_id).filter(|_| is_seen)
            && !profile.organisations.contains(path)
        {
            profile.organisations.push(path.clone());
        }
    }
    Ok(())
}

/// The names of an organisation and of what the caller sees above it, the uppermost first; and what the caller may do in it.
fn path(tx: &Transaction, up: &[(CircleId, String)]) -> (PermissionSet, Vec<String>) {
    let circles: Vec<CircleId> = up.iter().map(|(circle, _)| *circle).collect();
    let over = |at: usize| permissions::reach::over_circles(tx, circles.get(at..).unwrap_or_default());
    let mut names: Vec<String> = up
        .iter()
        .enumerate()
        .take_while(|(at, _)| *at == 0 || over(*at).allows(Permission::SeeOrganisations))
        .map(|(_, (_, name))| name.clone())
        .collect();
    names.reverse();
    (over(0), names)
}
