//! Assignments: who holds which role, in which scope, from when until when, why and by whom.

use std::collections::HashMap;

use audit::{Entry, Stream};
use database::{DbError, Json, Transaction};
use foundation::{
    AssignmentId, GroupId, Instant, OrganisationId, Permission, PermissionSet, PersonId, RoleId, Sensitive, text,
};

use crate::reach::{self, allow_on, covers, within_own_rights, within_own_time};
use crate::roles::{self, Role, SystemRole, words_to_set};
use crate::scope::ScopeWord;
use crate::{PermissionError, Scope};

database::statements! {
    INSERT: tenant = "INSERT INTO role_assignment (tenant_id, id, person_id, role_id, scope, organisation_id, group_id, starts_at, ends_at, reason, origin, granted_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    OF_PERSON: tenant = "SELECT a.id, a.person_id, a.role_id, r.name AS role_name, r.name_key AS role_key, r.is_system, r.permissions, a.scope, a.organisation_id, a.group_id, COALESCE(o.name, q.name) AS limited_to, a.starts_at, a.ends_at, a.reason, a.origin, a.granted_by,
            g.display_name AS granted_by_name
        FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id
            LEFT JOIN person g ON g.tenant_id = a.tenant_id AND g.id = a.granted_by
            LEFT JOIN organisation o ON o.tenant_id = a.tenant_id AND o.id = a.organisation_id
            LEFT JOIN person_group q ON q.tenant_id = a.tenant_id AND q.id = a.group_id
        WHERE a.tenant_id = $1 AND a.person_id = $2 ORDER BY a.starts_at DESC, a.id LIMIT 200";
    FIND: tenant = "SELECT a.id, a.person_id, a.role_id, r.name AS role_name, r.name_key AS role_key, r.is_system, r.permissions, a.scope, a.organisation_id, a.group_id, CAST(NULL AS TEXT) AS limited_to, a.starts_at, a.ends_at, a.reason, a.origin, a.granted_by,
            CAST(NULL AS TEXT) AS granted_by_name
        FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id
        WHERE a.tenant_id = $1 AND a.id = $2";
    HELD_OR_COMING: tenant = "SELECT a.id, a.person_id, a.role_id, r.name AS role_name, r.name_key AS role_key, r.is_system, r.permissions, a.scope, a.organisation_id, a.group_id, CAST(NULL AS TEXT) AS limited_to, a.starts_at, a.ends_at, a.reason, a.origin, a.granted_by,
            CAST(NULL AS TEXT) AS granted_by_name
        FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id
        WHERE a.tenant_id = $1 AND a.person_id = $2 AND a.role_id = $3 AND (a.ends_at IS NULL OR a.ends_at > $4) ORDER BY a.starts_at, a.id LIMIT 100";
    HELD: tenant = "SELECT a.id, a.person_id, a.role_id, r.name AS role_name, r.name_key AS role_key, r.is_system, r.permissions, a.scope, a.organisation_id, a.group_id, CAST(NULL AS TEXT) AS limited_to, a.starts_at, a.ends_at, a.reason, a.origin, a.granted_by,
            CAST(NULL AS TEXT) AS granted_by_name
        FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id
        WHERE a.tenant_id = $1 AND a.person_id = $2 AND a.role_id = $3 AND a.starts_at <= $4 AND (a.ends_at IS NULL OR a.ends_at > $4) ORDER BY a.id LIMIT 100";
    END: tenant = "UPDATE role_assignment SET ends_at = $3 WHERE tenant_id = $1 AND id = $2 AND (ends_at IS NULL OR ends_at > $3)";
    END_IN_ORGANISATION: tenant = "UPDATE role_assignment SET ends_at = $3 WHERE tenant_id = $1 AND organisation_id = $2 AND (ends_at IS NULL OR ends_at > $3)";
    END_IN_GROUP: tenant = "UPDATE role_assignment SET ends_at = $3 WHERE tenant_id = $1 AND group_id = $2 AND (ends_at IS NULL OR ends_at > $3)";
    GRANTED_IN_ORGANISATION: tenant = "SELECT DISTINCT r.id, r.permissions FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id WHERE a.tenant_id = $1 AND a.organisation_id = $2 AND (a.ends_at IS NULL OR a.ends_at > $3)";
    GRANTED_IN_GROUP: tenant = "SELECT DISTINCT r.id, r.permissions FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id WHERE a.tenant_id = $1 AND a.group_id = $2 AND (a.ends_at IS NULL OR a.ends_at > $3)";
    LIMITED_TO_ORGANISATION: tenant = "SELECT a.person_id AS person, p.display_name, r.name AS role_name, r.name_key AS role_key, r.is_system, a.ends_at FROM role_assignment a
            JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id
        WHERE a.tenant_id = $1 AND a.organisation_id = $2 AND (a.ends_at IS NULL OR a.ends_at > $3) ORDER BY p.display_name, a.id LIMIT 100";
    LIMITED_TO_GROUP: tenant = "SELECT a.person_id AS person, p.display_name, r.name AS role_name, r.name_key AS role_key, r.is_system, a.ends_at FROM role_assignment a
            JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id
        WHERE a.tenant_id = $1 AND a.group_id = $2 AND (a.ends_at IS NULL OR a.ends_at > $3) ORDER BY p.display_name, a.id LIMIT 100";
    // Held, so that nothing ends while a role is limited to it; SQLite's writer is alone anyway.
    ORGANISATION_NAME: tenant {
        sqlite: "SELECT name FROM organisation WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL",
        postgres: "SELECT name FROM organisation WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL FOR SHARE",
    };
    GROUP_NAME: tenant {
        sqlite: "SELECT name FROM person_group WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL",
        postgres: "SELECT name FROM person_group WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL FOR SHARE",
    };
    FIELD_ROLES: tenant = "SELECT seen_by, edited_by FROM attribute_definition WHERE tenant_id = $1 LIMIT 200";
    PERSON_EXISTS: tenant = "SELECT id FROM person WHERE tenant_id = $1 AND id = $2";
    // Serialises what could together remove the last administrator; SQLite's writer is alone anyway. The weaker lock leaves
    // those alone who only refer to the tenant.
    LOCK: tenant { sqlite: "SELECT tenant_id AS id FROM tenant WHERE tenant_id = $1",
                   postgres: "SELECT tenant_id AS id FROM tenant WHERE tenant_id = $1 FOR NO KEY UPDATE" };
    OTHER_HOLDER: tenant = "SELECT a.person_id AS id FROM role r JOIN role_assignment a ON a.tenant_id = r.tenant_id AND a.role_id = r.id
            JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id
        WHERE r.tenant_id = $1 AND r.name_key = $2 AND a.scope = 'tenant' AND a.starts_at <= $3 AND a.ends_at IS NULL
            AND p.lifecycle_state = 'active' AND a.person_id <> $4 AND a.id <> $5 LIMIT 1";
    HOLDS: tenant = "SELECT a.id FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id
        WHERE a.tenant_id = $1 AND a.person_id = $2 AND r.name_key = $3 AND a.scope = 'tenant' AND a.starts_at <= $4
            AND (a.ends_at IS NULL OR a.ends_at > $4) LIMIT 1";
    // Counted up to a limit: a role a rule gives to everybody must not make the list of roles slow.
    HOLDER_COUNTS: tenant = "SELECT r.id, (SELECT COUNT(*) FROM (SELECT DISTINCT a.person_id FROM role_assignment a WHERE a.tenant_id = r.tenant_id AND a.role_id = r.id
            AND a.starts_at <= $2 AND (a.ends_at IS NULL OR a.ends_at > $2) LIMIT $3) AS found) AS amount
        FROM role r WHERE r.tenant_id = $1 LIMIT 500";
    // Those a mail to the administration goes to.
    ADMINISTRATORS: tenant = "SELECT DISTINCT a.person_id AS id FROM role r JOIN role_assignment a ON a.tenant_id = r.tenant_id AND a.role_id = r.id
        WHERE r.tenant_id = $1 AND r.name_key = $2 AND a.scope = 'tenant' AND a.starts_at <= $3 AND (a.ends_at IS NULL OR a.ends_at > $3) LIMIT 50";
    END_INVITED: tenant = "UPDATE role_assignment SET ends_at = $3 WHERE tenant_id = $1 AND person_id = $2 AND origin = 'invitation' AND starts_at < $3 AND (ends_at IS NULL OR ends_at > $3)";
    HOLDERS: tenant = "SELECT a.id AS assignment, p.id AS person, p.display_name, a.scope, a.starts_at, a.ends_at FROM role_assignment a
            JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id
        WHERE a.tenant_id = $1 AND a.role_id = $2 AND (a.ends_at IS NULL OR a.ends_at > $3) ORDER BY a.starts_at LIMIT 100";
}

#[derive(sqlx::FromRow)]
struct Found {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    id: uuid::Uuid,
}

#[derive(sqlx::FromRow)]
struct NameRow {
    name: String,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: PersonId,
}

/// A role a person holds, held or will hold.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// Who holds it.
    pub person_id: PersonId,
    /// Which role.
    pub role_id: RoleId,
    /// The role's name as shown; of a system role, its word.
    pub role_name: String,
    /// The role's folded name.
    pub role_key: String,
    /// Whether the role belongs to the product.
    pub is_system: bool,
    permissions: Json<Vec<String>>,
    #[sqlx(rename = "scope")]
    word: ScopeWord,
    organisation_id: Option<OrganisationId>,
    group_id: Option<GroupId>,
    /// The name of the organisation or the group it is limited to.
    pub limited_to: Option<String>,
    /// From when.
    pub starts_at: Instant,
    /// Until when, if that is known.
    pub ends_at: Option<Instant>,
    /// Why it was given.
    pub reason: String,
    /// What gave it: `console`, `setup`, `invitation`, later a rule or a request.
    pub origin: String,
    /// Who gave it, if a person did.
    pub granted_by: Option<PersonId>,
    /// Their name, if they still exist.
    pub granted_by_name: Option<String>,
}

impl Assignment {
    /// What it grants where it counts.
    #[must_use]
    pub fn grants(&self) -> PermissionSet {
        self.scope().part_of(words_to_set(&self.permissions.0))
    }

    /// For whom it counts.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::read(self.word, self.organisation_id, self.group_id)
    }

    /// Whether it counts at `now`.
    #[must_use]
    pub fn is_effective(&self, now: Instant) -> bool {
        self.starts_at <= now && self.ends_at.is_none_or(|end| end > now)
    }
}

/// Somebody who holds a role.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Holder {
    /// The assignment.
    pub assignment: AssignmentId,
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub display_name: String,
    /// In which kind of scope.
    pub scope: ScopeWord,
    /// From when.
    pub starts_at: Instant,
    /// Until when.
    pub ends_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    id: RoleId,
    amount: i64,
}

/// Refuses when nobody but `leaving` would be left to administer the tenant. Call it before the change; it holds others
/// who might remove the next one until this transaction ends.
pub async fn still_administered(tx: &mut Transaction, leaving: PersonId) -> Result<(), PermissionError> {
    administered_without(tx, leaving, AssignmentId(uuid::Uuid::nil())).await
}

async fn administered_without(
    tx: &mut Transaction,
    leaving: PersonId,
    ending: AssignmentId,
) -> Result<(), PermissionError> {
    let now = tx.now();
    let _: Option<Found> = tx.sql(LOCK).fetch_optional().await?;
    let keystone = SystemRole::keystone(tx.tenant()).key();
    let other: Option<Found> =
        tx.sql(OTHER_HOLDER).bind(keystone).bind(now).bind(leaving).bind(ending).fetch_optional().await?;
    if other.is_some() { Ok(()) } else { Err(PermissionError::LastAdministrator) }
}

/// Whether a person is at this moment one of those whose last one cannot be removed.
pub async fn is_administrator(tx: &mut Transaction, person: PersonId) -> Result<bool, DbError> {
    let now = tx.now();
    let keystone = SystemRole::keystone(tx.tenant()).key();
    Ok(tx.sql(HOLDS).bind(person).bind(keystone).bind(now).fetch_optional::<Found>().await?.is_some())
}

/// The people who administer the tenant at this moment, for use cases that write to them; fifty at most. No permission is asked
/// for: nobody is shown who they are.
pub async fn administrators(tx: &mut Transaction) -> Result<Vec<PersonId>, DbError> {
    let now = tx.now();
    let keystone = SystemRole::keystone(tx.tenant()).key();
    let rows: Vec<PersonRow> = tx.sql(ADMINISTRATORS).bind(keystone).bind(now).fetch_all().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Ends the roles that came with an invitation, as part of a use case that takes the invitation back and records it.
pub async fn end_invited(tx: &mut Transaction, person: PersonId) -> Result<u64, DbError> {
    let now = tx.now();
    tx.sql(END_INVITED).bind(person).bind(now).execute().await
}

/// The assignments of a person, newest first: for those who may see roles, and for the person.
pub async fn of_person(tx: &mut Transaction, person: PersonId) -> Result<Vec<Assignment>, PermissionError> {
    if tx.caller().person() != Some(person) {
        allow_on(tx, Permission::SeeRoles, person).await?;
    }
    let mut all: Vec<Assignment> = tx.sql(OF_PERSON).bind(person).fetch_all().await?;
    if tx.caller().person() != Some(person) && !tx.caller().may(Permission::SeeRoles) {
        for one in &mut all {
            let scope = one.scope();
            let is_elsewhere = matches!(scope, Scope::Organisation(_) | Scope::Group(_))
                && !reach::over_scope(tx, scope).await?.allows(Permission::SeeRoles);
            if is_elsewhere {
                // That there is one matters to whoever would act on the person; where and why is not theirs to know.
                (one.limited_to, one.granted_by_name) = (None, None);
                one.reason.clear();
            }
        }
    }
    Ok(all)
}

/// The assignments by which a person holds a role now, for use cases that have decided on the right already.
pub async fn held(tx: &mut Transaction, person: PersonId, role: RoleId) -> Result<Vec<Assignment>, DbError> {
    let now = tx.now();
    tx.sql(HELD).bind(person).bind(role).bind(now).fetch_all().await
}

/// As [`held`], with those that have not begun.
pub async fn held_or_coming(tx: &mut Transaction, person: PersonId, role: RoleId) -> Result<Vec<Assignment>, DbError> {
    let now = tx.now();
    tx.sql(HELD_OR_COMING).bind(person).bind(role).bind(now).fetch_all().await
}

/// Refuses what giving a role would be refused for whoever gets it: a role that is not there, a scope it has nothing for or that has
/// ended, more than the caller holds there, or for longer. What depends on who gets it is not looked at.
///
/// # Errors
/// `Invalid` of the fields `role`, `scope`, `organisation_name` and `group_name`.
pub async fn may_give(
    tx: &mut Transaction,
    role: RoleId,
    scope: Scope,
    until: Option<Instant>,
) -> Result<(), PermissionError> {
    tx.allow_somewhere(Permission::AssignRoles)?;
    match judge(tx, None, role, scope, until).await {
        Err(PermissionError::NotFound) => Err(PermissionError::Invalid("role", "required")),
        Err(PermissionError::BeyondOwnRights) => Err(PermissionError::Invalid("role", "role-beyond-own")),
        outcome => outcome.map(drop),
    }
}

/// A role that may be given in a scope.
struct Judged {
    role: Role,
    /// What the scope is limited to.
    limited_to: Option<String>,
}

/// Looks whether the caller may give a role, to somebody or, as far as that can be said, to anybody.
async fn judge(
    tx: &mut Transaction,
    to: Option<PersonId>,
    role: RoleId,
    scope: Scope,
    until: Option<Instant>,
) -> Result<Judged, PermissionError> {
    let role = roles::load(tx, role).await?.ok_or(PermissionError::NotFound)?;
    let grants = scope.part_of(role.grants());
    if grants == PermissionSet::NONE {
        return Err(PermissionError::Invalid("scope", "scope-grants-nothing"));
    }
    let limited_to = limit(tx, scope).await?;
    let depends = matches!(scope, Scope::Own | Scope::Reports);
    let Some(to) = to.or_else(|| (!depends).then_some(PersonId(uuid::Uuid::nil()))) else {
        return Ok(Judged { role, limited_to });
    };
    if !covers(tx, to, scope, grants).await? {
        return Err(PermissionError::BeyondOwnRights);
    }
    within_own_fields(tx, to, role.id, scope, until).await?;
    within_own_time(tx, to, scope, grants, until).await?;
    Ok(Judged { role, limited_to })
}

/// Who holds a role now or later; the first hundred.
pub async fn holders(tx: &mut Transaction, role: RoleId) -> Result<Vec<Holder>, PermissionError> {
    tx.allow(Permission::SeeRoles)?;
    let now = tx.now();
    Ok(tx.sql(HOLDERS).bind(role).bind(now).fetch_all().await?)
}

/// How many people hold each role now, counted up to `most`.
pub async fn holder_counts(tx: &mut Transaction, most: u32) -> Result<HashMap<RoleId, u64>, PermissionError> {
    tx.allow(Permission::SeeRoles)?;
    let now = tx.now();
    let rows: Vec<CountRow> = tx.sql(HOLDER_COUNTS).bind(now).bind(i64::from(most)).fetch_all().await?;
    Ok(rows.into_iter().map(|row| (row.id, u64::try_from(row.amount).unwrap_or(0))).collect())
}

/// What is given.
#[derive(Debug, Clone)]
pub struct Given {
    /// Which role.
    pub role: RoleId,
    /// For whom it counts.
    pub scope: Scope,
    /// From when; now, if not said.
    pub starts_at: Option<Instant>,
    /// Until when, if that is known.
    pub ends_at: Option<Instant>,
    /// Why: 1 to 300 characters.
    pub reason: String,
    /// What gave it.
    pub origin: &'static str,
}

fn checked_reason(given: &str) -> Result<&str, PermissionError> {
    let reason = given.trim();
    if reason.is_empty() {
        Err(PermissionError::Invalid("reason", "required"))
    } else if reason.chars().count() > 300 {
        Err(PermissionError::Invalid("reason", "too-long"))
    } else if text::has_hidden_characters(reason) {
        Err(PermissionError::Invalid("reason", "hidden-characters"))
    } else {
        Ok(reason)
    }
}

/// Gives a role to a person. Where it counts, the role cannot grant more than the caller holds there, nor for longer, nor can
/// the person hold more. A role that opens fields of profiles is given by its holders and by whoever decides on the fields.
///
/// # Errors
/// `Invalid` names `organisation_name` or `group_name` where there is no such one, and `scope` where the role has nothing that
/// could be limited; `BeyondOwnRights` as said.
pub async fn give(tx: &mut Transaction, person: PersonId, given: &Given) -> Result<AssignmentId, PermissionError> {
    may_assign(tx, person).await?;
    tx.require_proof(Sensitive::Roles)?;
    let there: Option<Found> = tx.sql(PERSON_EXISTS).bind(person).fetch_optional().await?;
    there.ok_or(PermissionError::NotFound)?;
    let Judged { role, limited_to } = judge(tx, Some(person), given.role, given.scope, given.ends_at).await?;
    within_own_rights(tx, person).await?;
    let (id, now) = (tx.new_id::<AssignmentId>(), tx.now());
    let reason = checked_reason(&given.reason)?;
    let starts_at = given.starts_at.unwrap_or(now);
    if given.ends_at.is_some_and(|end| end <= starts_at || end <= now) {
        return Err(PermissionError::Invalid("ends", "date-order"));
    }
    let by = tx.caller().person();
    tx.sql(INSERT)
        .bind(id)
        .bind(person)
        .bind(role.id)
        .bind(given.scope.word())
        .bind(given.scope.organisation())
        .bind(given.scope.group())
        .bind(starts_at)
        .bind(given.ends_at)
        .bind(reason)
        .bind(given.origin)
        .bind(by)
        .bind(now)
        .execute()
        .await?;
    let mut entry = Entry::new("role.given", Stream::Administration)
        .subject(person)
        .object("role", role.id.0)
        .reason(reason)
        .change("role", None, Some(&role.name))
        .detail("from", starts_at.to_rfc3339());
    if given.scope != Scope::Tenant {
        entry = entry.change("scope", None, Some(given.scope.word().word()));
    }
    if let Some(name) = limited_to {
        entry = entry.change("limited_to", None, Some(&name));
    }
    if let Some(end) = given.ends_at {
        entry = entry.detail("until", end.to_rfc3339());
    }
    audit::record(tx, entry).await?;
    Ok(id)
}

#[derive(sqlx::FromRow)]
struct FieldRow {
    seen_by: Json<Vec<RoleId>>,
    edited_by: Json<Vec<RoleId>>,
}

/// Refuses a role by which fields of profiles are seen or edited, unless the caller holds it wherever and for as long as it would
/// count, or decides on the fields anyway.
async fn within_own_fields(
    tx: &mut Transaction,
    person: PersonId,
    role: RoleId,
    scope: Scope,
    until: Option<Instant>,
) -> Result<(), PermissionError> {
    let Some(caller) = tx.caller().person() else { return Ok(()) };
    if tx.caller().may(Permission::EditSettings) {
        return Ok(());
    }
    let fields: Vec<FieldRow> = tx.sql(FIELD_ROLES).fetch_all().await?;
    let opens = |field: &FieldRow| field.seen_by.0.contains(&role) || field.edited_by.0.contains(&role);
    if !fields.iter().any(opens) {
        return Ok(());
    }
    let circle = scope.circle(person);
    let holds = |own: &Assignment| {
        let is_there = own.scope() == Scope::Tenant || circle.is_some() && own.scope().circle(caller) == circle;
        is_there && own.ends_at.is_none_or(|end| until.is_some_and(|until| until <= end))
    };
    let own = held(tx, caller, role).await?;
    if own.iter().any(holds) { Ok(()) } else { Err(PermissionError::BeyondOwnRights) }
}

/// Whoever may assign roles to themselves alone assigns none: there would be nobody to look.
async fn may_assign(tx: &mut Transaction, person: PersonId) -> Result<(), PermissionError> {
    tx.allow_somewhere(Permission::AssignRoles)?;
    allow_on(tx, Permission::AssignRoles, person).await
}

/// What a scope is limited to is there, and how it is called.
async fn limit(tx: &mut Transaction, scope: Scope) -> Result<Option<String>, PermissionError> {
    let (found, refused): (Option<NameRow>, _) = match scope {
        Scope::Organisation(id) => {
            (tx.sql(ORGANISATION_NAME).bind(id).fetch_optional().await?, ("organisation_name", "organisation-unknown"))
        }
        Scope::Group(id) => (tx.sql(GROUP_NAME).bind(id).fetch_optional().await?, ("group_name", "group-unknown")),
        Scope::Tenant | Scope::Own | Scope::Reports => return Ok(None),
    };
    found.map(|row| Some(row.name)).ok_or(PermissionError::Invalid(refused.0, refused.1))
}

/// Takes a role away from now on.
pub async fn end(
    tx: &mut Transaction,
    person: PersonId,
    id: AssignmentId,
    reason: &str,
) -> Result<(), PermissionError> {
    may_assign(tx, person).await?;
    tx.require_proof(Sensitive::Roles)?;
    let found: Option<Assignment> = tx.sql(FIND).bind(id).fetch_optional().await?;
    let assignment = found.filter(|a| a.person_id == person).ok_or(PermissionError::NotFound)?;
    if !covers(tx, person, assignment.scope(), assignment.grants()).await? {
        return Err(PermissionError::BeyondOwnRights);
    }
    within_own_rights(tx, person).await?;
    let reason = checked_reason(reason)?;
    let now = tx.now();
    let keystone = SystemRole::keystone(tx.tenant()).key();
    if assignment.is_system
        && assignment.role_key == keystone
        && assignment.scope() == Scope::Tenant
        && assignment.is_effective(now)
    {
        // Another assignment of the same person will do, as long as they can use it.
        administered_without(tx, PersonId(uuid::Uuid::nil()), id).await?;
    }
    if tx.sql(END).bind(id).bind(now).execute().await? == 0 {
        return Err(PermissionError::NotFound);
    }
    let entry = Entry::new("role.ended", Stream::Administration)
        .subject(person)
        .object("role", assignment.role_id.0)
        .reason(reason)
        .change("role", Some(&assignment.role_name), None);
    audit::record(tx, entry).await?;
    Ok(())
}

/// Ends every role that is limited to an organisation or a group which is to be no more, as part of a use case that decided on that;
/// answers how many. Whoever ends them could have ended each.
///
/// # Errors
/// `Unproved`; `BeyondOwnRights` when one of them is not the caller's to end.
pub async fn end_limited(tx: &mut Transaction, scope: Scope) -> Result<u64, PermissionError> {
    let (find, end, id) = match scope {
        Scope::Organisation(id) => (GRANTED_IN_ORGANISATION, END_IN_ORGANISATION, id.0),
        Scope::Group(id) => (GRANTED_IN_GROUP, END_IN_GROUP, id.0),
        Scope::Tenant | Scope::Own | Scope::Reports => return Ok(0),
    };
    let now = tx.now();
    let held: Vec<GrantRow> = tx.sql(find).bind(id).bind(now).fetch_all().await?;
    if held.is_empty() {
        return Ok(0);
    }
    let own = reach::over_scope(tx, scope).await?;
    if !own.allows(Permission::AssignRoles)
        || held.iter().any(|row| !own.covers(scope.part_of(words_to_set(&row.permissions.0))))
    {
        return Err(PermissionError::BeyondOwnRights);
    }
    tx.require_proof(Sensitive::Roles)?;
    Ok(tx.sql(end).bind(id).bind(now).execute().await?)
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    permissions: Json<Vec<String>>,
}

/// Somebody who holds a role that is limited to one organisation or group.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LimitedHolder {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub display_name: String,
    /// The role's name; of a system role, its word.
    pub role_name: String,
    /// The role's folded name.
    pub role_key: String,
    /// Whether the role belongs to the product.
    pub is_system: bool,
    /// Until when.
    pub ends_at: Option<Instant>,
}

/// Who holds roles that are limited to exactly this organisation or group, now or later; the first hundred. For use cases that
/// have decided on the right already.
pub async fn limited_to(tx: &mut Transaction, scope: Scope) -> Result<Vec<LimitedHolder>, DbError> {
    let now = tx.now();
    match scope {
        Scope::Organisation(id) => tx.sql(LIMITED_TO_ORGANISATION).bind(id).bind(now).fetch_all().await,
        Scope::Group(id) => tx.sql(LIMITED_TO_GROUP).bind(id).bind(now).fetch_all().await,
        Scope::Tenant | Scope::Own | Scope::Reports => Ok(Vec::new()),
    }
}
