//! Groups of which the sign-in policy asks something: who is in them now, what they are called, and that they are there.

use std::collections::HashMap;

use database::{DbError, Json, Transaction};
use foundation::{GroupId, PersonId};
use uuid::Uuid;

use crate::tenants::policy::SignInPolicy;
use crate::{DirectoryError, FieldProblem, organisations};

database::statements! {
    // One look-up for each person and group, whatever is known of the tables.
    IN_NOW: tenant {
        sqlite: "SELECT DISTINCT c.person_id, c.circle_id AS group_id FROM json_each($2) k CROSS JOIN json_each($3) g CROSS JOIN circle_member c INDEXED BY circle_member_of_person
            WHERE c.tenant_id = $1 AND c.person_id = unhex(k.value) AND c.circle_id = unhex(g.value) AND (c.ends_at IS NULL OR c.ends_at > $4) AND c.starts_at <= $4",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2)),
                g AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($3))
            SELECT k.id AS person_id, g.id AS group_id FROM k CROSS JOIN g CROSS JOIN LATERAL (SELECT 1 FROM circle_member c
                WHERE c.tenant_id = $1 AND c.person_id = k.id AND c.circle_id = g.id AND (c.ends_at IS NULL OR c.ends_at > $4) AND c.starts_at <= $4 LIMIT 1) AS found",
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: PersonId,
    group_id: GroupId,
}

/// Those groups of a policy that a person is in now. A policy without groups costs no statement.
pub async fn of_person(tx: &mut Transaction, policy: &SignInPolicy, person: PersonId) -> Result<Vec<GroupId>, DbError> {
    Ok(of_people(tx, policy, &[person]).await?.remove(&person).unwrap_or_default())
}

/// As [`of_person`], of as many people as a page has; whoever is in none is left out.
pub async fn of_people(
    tx: &mut Transaction,
    policy: &SignInPolicy,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<GroupId>>, DbError> {
    let mut found: HashMap<PersonId, Vec<GroupId>> = HashMap::new();
    if policy.groups.is_empty() || people.is_empty() {
        return Ok(found);
    }
    let word = |id: Uuid| id.simple().to_string();
    let people: Vec<String> = people.iter().map(|person| word(person.0)).collect();
    let groups: Vec<String> = policy.groups.keys().map(|group| word(group.0)).collect();
    let now = tx.now();
    let rows: Vec<Row> = tx.sql(IN_NOW).bind(Json(people)).bind(Json(groups)).bind(now).fetch_all().await?;
    for row in rows {
        found.entry(row.person_id).or_default().push(row.group_id);
    }
    Ok(found)
}

/// What groups are called, for use cases that have decided on the right already; none of those that are no more.
pub async fn names(
    tx: &mut Transaction,
    groups: impl IntoIterator<Item = GroupId>,
) -> Result<HashMap<GroupId, String>, DbError> {
    let mut names = HashMap::new();
    for id in groups {
        if let Some(group) = super::by_id(tx, id).await? {
            names.insert(id, group.name);
        }
    }
    Ok(names)
}

/// Refuses a policy that names a group anew which is not there, or which the caller does not see. Nobody removes one until the
/// transaction ends, and as long as a policy names it, nobody does afterwards.
///
/// # Errors
/// `Invalid` of the field `required.group.ID`.
pub async fn check(tx: &mut Transaction, before: &SignInPolicy, policy: &SignInPolicy) -> Result<(), DirectoryError> {
    let new: Vec<GroupId> = policy.groups.keys().filter(|id| !before.groups.contains_key(id)).copied().collect();
    if new.is_empty() {
        return Ok(());
    }
    organisations::lock(tx).await?;
    for id in new {
        match super::find(tx, id).await {
            Ok(_) => {}
            Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => {
                let field = format!("required.group.{id}");
                return Err(DirectoryError::Invalid(vec![FieldProblem::new(field, "group-unknown")]));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
