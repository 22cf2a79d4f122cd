//! Assignments: who holds which role, in which scope, from when until when, why and by whom.

use std::collections::HashMap;

use audit::{Entry, Stream};
use database::{DbError, Json, Transaction};
use foundation::{AssignmentId, Instant, Permission, PermissionSet, PersonId, RoleId, Sensitive, text};
use serde::{Deserialize, Serialize};

use crate::PermissionError;
use crate::roles::{self, SystemRole, words_to_set};

database::statements! {
    INSERT: tenant = "INSERT INTO role_assignment (tenant_id, id, person_id, role_id, scope, starts_at, ends_at, reason, origin, granted_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    OF_PERSON: tenant = "SELECT a.id, a.person_id, a.role_id, r.name AS role_name, r.name_key AS role_key, r.is_system, r.permissions, a.scope, a.starts_at, a.ends_at, a.reason, a.origin, a.granted_by,
            g.display_name AS granted_by_name
        FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id
            LEFT JOIN person g ON g.tenant_id = a.tenant_id AND g.id = a.granted_by
        WHERE a.tenant_id = $1 AND a.person_id = $2 ORDER BY a.starts_at DESC, a.id LIMIT 200";
    FIND: tenant = "SELECT a.id, a.person_id, a.role_id, r.name AS role_name, r.name_key AS role_key, r.is_system, r.permissions, a.scope, a.starts_at, a.ends_at, a.reason, a.origin, a.granted_by,
            CAST(NULL AS TEXT) AS granted_by_name
        FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id
        WHERE a.tenant_id = $1 AND a.id = $2";
    EFFECTIVE: tenant = "SELECT r.permissions, a.scope, a.ends_at FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id
        WHERE a.tenant_id = $1 AND a.person_id = $2 AND a.starts_at <= $3 AND (a.ends_at IS NULL OR a.ends_at > $3)";
    END: tenant = "UPDATE role_assignment SET ends_at = $3 WHERE tenant_id = $1 AND id = $2 AND (ends_at IS NULL OR ends_at > $3)";
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
    HOLDERS: tenant = "SELECT a.id AS assignment, p.id AS person, p.display_name, a.starts_at, a.ends_at FROM role_assignment a
            JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id
        WHERE a.tenant_id = $1 AND a.role_id = $2 AND (a.ends_at IS NULL OR a.ends_at > $3) ORDER BY a.starts_at LIMIT 100";
}

#[derive(sqlx::FromRow)]
struct Found {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    id: uuid::Uuid,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: PersonId,
}

/// For whom an assignment counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everybody in the tenant.
    Tenant,
    /// Only what concerns the holder.
    #[serde(rename = "self")]
    Own,
}

foundation::stored_as_word!(Scope);

impl Scope {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Tenant, Self::Own];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Own => "self",
        }
    }
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
    /// For whom it counts.
    pub scope: Scope,
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
    /// What it grants.
    #[must_use]
    pub fn grants(&self) -> PermissionSet {
        words_to_set(&self.permissions.0)
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

/// What a person may do at this moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resolved {
    /// For everybody in the tenant.
    pub tenant: PermissionSet,
    /// For what concerns themselves.
    pub own: PermissionSet,
}

#[derive(sqlx::FromRow)]
struct EffectiveRow {
    permissions: Json<Vec<String>>,
    scope: Scope,
    ends_at: Option<Instant>,
}

/// What a person may do now: their own account, and what their assignments grant.
pub async fn resolve(tx: &mut Transaction, person: PersonId) -> Result<Resolved, DbError> {
    let now = tx.now();
    let rows: Vec<EffectiveRow> = tx.sql(EFFECTIVE).bind(person).bind(now).fetch_all().await?;
    let own_account = PermissionSet::NONE.with(Permission::ManageOwnAccount);
    let mut resolved = Resolved { tenant: own_account, own: own_account };
    for row in rows {
        let grants = words_to_set(&row.permissions.0);
        resolved.own = resolved.own.union(grants);
        if row.scope == Scope::Tenant {
            resolved.tenant = resolved.tenant.union(grants);
        }
    }
    Ok(resolved)
}

/// Refuses when `person` holds a right the caller does not: helpdesk cannot reset an administrator.
pub async fn within_own_rights(tx: &mut Transaction, person: PersonId) -> Result<(), PermissionError> {
    let theirs = resolve(tx, person).await?;
    if tx.caller().permissions.covers(theirs.tenant) { Ok(()) } else { Err(PermissionError::BeyondOwnRights) }
}

/// Refuses when the caller does not hold `wanted` for as long as it would be given: a deputy until Friday makes nobody,
/// themselves least of all, an administrator for good. The product itself holds everything for ever.
pub(crate) async fn within_own_time(
    tx: &mut Transaction,
    wanted: PermissionSet,
    until: Option<Instant>,
) -> Result<(), PermissionError> {
    let Some(person) = tx.caller().person() else { return Ok(()) };
    let now = tx.now();
    let held: Vec<EffectiveRow> = tx.sql(EFFECTIVE).bind(person).bind(now).fetch_all().await?;
    let lasting: PermissionSet = held
        .iter()
        .filter(|row| {
            row.scope == Scope::Tenant && row.ends_at.is_none_or(|end| until.is_some_and(|until| until <= end))
        })
        .fold(PermissionSet::NONE.with(Permission::ManageOwnAccount), |all, row| {
            all.union(words_to_set(&row.permissions.0))
        });
    if lasting.covers(wanted) { Ok(()) } else { Err(PermissionError::BeyondOwnRights) }
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
    tx.caller().person().filter(|own| *own == person).map_or_else(|| tx.allow(Permission::SeeRoles), |_| Ok(()))?;
    Ok(tx.sql(OF_PERSON).bind(person).fetch_all().await?)
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

/// Gives a role to a person. The role cannot grant more than the caller holds, nor for longer, nor can the person hold more.
pub async fn give(tx: &mut Transaction, person: PersonId, given: &Given) -> Result<AssignmentId, PermissionError> {
    tx.allow(Permission::AssignRoles)?;
    tx.require_proof(Sensitive::Roles)?;
    let there: Option<Found> = tx.sql(PERSON_EXISTS).bind(person).fetch_optional().await?;
    there.ok_or(PermissionError::NotFound)?;
    let role = roles::load(tx, given.role).await?.ok_or(PermissionError::NotFound)?;
    if !tx.caller().permissions.covers(role.grants()) {
        return Err(PermissionError::BeyondOwnRights);
    }
    within_own_rights(tx, person).await?;
    let (id, now) = (tx.new_id::<AssignmentId>(), tx.now());
    let reason = checked_reason(&given.reason)?;
    let starts_at = given.starts_at.unwrap_or(now);
    if given.ends_at.is_some_and(|end| end <= starts_at || end <= now) {
        return Err(PermissionError::Invalid("ends", "date-order"));
    }
    within_own_time(tx, role.grants(), given.ends_at).await?;
    let by = tx.caller().person();
    tx.sql(INSERT)
        .bind(id)
        .bind(person)
        .bind(role.id)
        .bind(given.scope)
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
    if let Some(end) = given.ends_at {
        entry = entry.detail("until", end.to_rfc3339());
    }
    audit::record(tx, entry).await?;
    Ok(id)
}

/// Takes a role away from now on.
pub async fn end(
    tx: &mut Transaction,
    person: PersonId,
    id: AssignmentId,
    reason: &str,
) -> Result<(), PermissionError> {
    tx.allow(Permission::AssignRoles)?;
    tx.require_proof(Sensitive::Roles)?;
    let found: Option<Assignment> = tx.sql(FIND).bind(id).fetch_optional().await?;
    let assignment = found.filter(|a| a.person_id == person).ok_or(PermissionError::NotFound)?;
    if !tx.caller().permissions.covers(assignment.grants()) {
        return Err(PermissionError::BeyondOwnRights);
    }
    within_own_rights(tx, person).await?;
    let reason = checked_reason(reason)?;
    let now = tx.now();
    let keystone = SystemRole::keystone(tx.tenant()).key();
    if assignment.is_system
        && assignment.role_key == keystone
        && assignment.scope == Scope::Tenant
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
