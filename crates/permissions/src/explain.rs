//! Why somebody has a right, and who could do something to somebody: answered by the code that decides.

use database::{DbError, Json, Transaction};
use foundation::{AssignmentId, GroupId, Instant, OrganisationId, Permission, PermissionSet, PersonId, RoleId};

use crate::reach::{self, allow_on, circles_of};
use crate::roles::words_to_set;
use crate::{Assignment, PermissionError, Scope, ScopeWord};

database::statements! {
    // Of one role in one scope, so that those who hold it everywhere are not hidden by a thousand who hold it somewhere.
    HOLDERS_IN_TENANT: tenant = "SELECT a.id, a.person_id, p.display_name, a.role_id, a.scope, a.organisation_id, a.group_id, CAST(NULL AS TEXT) AS limited_to, a.ends_at, a.reason, g.display_name AS granted_by_name
        FROM role_assignment a JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id LEFT JOIN person g ON g.tenant_id = a.tenant_id AND g.id = a.granted_by
        WHERE a.tenant_id = $1 AND a.role_id = $2 AND a.scope = $5 AND a.starts_at <= $3 AND (a.ends_at IS NULL OR a.ends_at > $3) ORDER BY a.starts_at LIMIT $4";
    HOLDERS_ANYWHERE: tenant = "SELECT a.id, a.person_id, p.display_name, a.role_id, a.scope, a.organisation_id, a.group_id,
            COALESCE((SELECT o.name FROM organisation o WHERE o.tenant_id = a.tenant_id AND o.id = a.organisation_id),
                (SELECT q.name FROM person_group q WHERE q.tenant_id = a.tenant_id AND q.id = a.group_id)) AS limited_to, a.ends_at, a.reason, g.display_name AS granted_by_name
        FROM role_assignment a JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id LEFT JOIN person g ON g.tenant_id = a.tenant_id AND g.id = a.granted_by
        WHERE a.tenant_id = $1 AND a.role_id = $2 AND a.starts_at <= $3 AND (a.ends_at IS NULL OR a.ends_at > $3) ORDER BY a.starts_at LIMIT $4";
    IN_ORGANISATION: tenant = "SELECT a.id, a.person_id, p.display_name, a.role_id, a.scope, a.organisation_id, a.group_id, o.name AS limited_to, a.ends_at, a.reason, g.display_name AS granted_by_name
        FROM role_assignment a JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id LEFT JOIN person g ON g.tenant_id = a.tenant_id AND g.id = a.granted_by
            JOIN organisation o ON o.tenant_id = a.tenant_id AND o.id = a.organisation_id
        WHERE a.tenant_id = $1 AND a.organisation_id = $2 AND a.starts_at <= $3 AND (a.ends_at IS NULL OR a.ends_at > $3) LIMIT $4";
    IN_GROUP: tenant = "SELECT a.id, a.person_id, p.display_name, a.role_id, a.scope, a.organisation_id, a.group_id, q.name AS limited_to, a.ends_at, a.reason, g.display_name AS granted_by_name
        FROM role_assignment a JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id LEFT JOIN person g ON g.tenant_id = a.tenant_id AND g.id = a.granted_by
            JOIN person_group q ON q.tenant_id = a.tenant_id AND q.id = a.group_id
        WHERE a.tenant_id = $1 AND a.group_id = $2 AND a.starts_at <= $3 AND (a.ends_at IS NULL OR a.ends_at > $3) LIMIT $4";
    // What somebody holds for themselves, or for those who report to them.
    OF_HOLDER: tenant = "SELECT a.id, a.person_id, p.display_name, a.role_id, a.scope, a.organisation_id, a.group_id, CAST(NULL AS TEXT) AS limited_to, a.ends_at, a.reason, g.display_name AS granted_by_name
        FROM role_assignment a JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id LEFT JOIN person g ON g.tenant_id = a.tenant_id AND g.id = a.granted_by
        WHERE a.tenant_id = $1 AND a.person_id = $2 AND a.scope = $5 AND a.starts_at <= $3 AND (a.ends_at IS NULL OR a.ends_at > $3) LIMIT $4";
    PERMISSIONS: tenant = "SELECT id, permissions FROM role WHERE tenant_id = $1 LIMIT 500";
}

/// The most that is shown of each way to hold a right.
const MOST: i64 = 100;

#[derive(sqlx::FromRow)]
struct RoleRow {
    id: RoleId,
    permissions: Json<Vec<String>>,
}

/// Somebody who may do something, and by which assignment.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Reason {
    /// The assignment.
    #[sqlx(rename = "id")]
    pub assignment: AssignmentId,
    /// Who holds it.
    #[sqlx(rename = "person_id")]
    pub person: PersonId,
    /// Their name.
    pub display_name: String,
    /// The role.
    #[sqlx(rename = "role_id")]
    pub role: RoleId,
    #[sqlx(rename = "scope")]
    word: ScopeWord,
    organisation_id: Option<OrganisationId>,
    group_id: Option<GroupId>,
    /// The name of the organisation or the group it is limited to.
    pub limited_to: Option<String>,
    /// Until when, if that is known.
    pub ends_at: Option<Instant>,
    /// Why it was given.
    pub reason: String,
    /// Who gave it, if a person did and still exists.
    pub granted_by_name: Option<String>,
}

impl Reason {
    /// For whom it counts.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::read(self.word, self.organisation_id, self.group_id)
    }
}

/// One thing a person may do, and why.
#[derive(Debug, Clone)]
pub struct May {
    /// What.
    pub permission: Permission,
    /// The assignment that grants it; none for the own account, which everybody manages.
    pub by: Option<Assignment>,
}

/// Everything assignments add up to at `now`, each by every one that grants it, in the order of the catalogue.
#[must_use]
pub fn why(held: &[Assignment], now: Instant) -> Vec<May> {
    let held: Vec<&Assignment> = held.iter().filter(|one| one.is_effective(now)).collect();
    let own = May { permission: Permission::ManageOwnAccount, by: None };
    let granted = Permission::ALL.iter().filter(|permission| **permission != Permission::ManageOwnAccount);
    let granted = granted.flat_map(|permission| {
        let by = held.iter().filter(|one| one.grants().allows(*permission));
        by.map(|one| May { permission: *permission, by: Some((*one).clone()) })
    });
    std::iter::once(own).chain(granted).collect()
}

/// Who may do something, now.
#[derive(Debug, Clone, Default)]
pub struct WhoMay {
    /// Who, and by what.
    pub reasons: Vec<Reason>,
    /// Whether there are more.
    pub more: bool,
}

/// Who holds a permission, for whomever: for those who may see roles.
pub async fn holders(tx: &mut Transaction, permission: Permission) -> Result<WhoMay, PermissionError> {
    tx.allow(Permission::SeeRoles)?;
    let now = tx.now();
    let mut found = WhoMay::default();
    for (role, _) in granting(tx, permission).await? {
        let rows: Vec<Reason> = tx.sql(HOLDERS_ANYWHERE).bind(role).bind(now).bind(MOST).fetch_all().await?;
        found.add(rows, |_| true);
    }
    found.reasons.retain(|one| counts(one, permission));
    Ok(found)
}

/// Who may do something to a person: for those who may see the person's roles. The person may do what they hold for themselves.
pub async fn who_may(
    tx: &mut Transaction,
    permission: Permission,
    person: PersonId,
) -> Result<WhoMay, PermissionError> {
    allow_on(tx, Permission::SeeRoles, person).await?;
    if !permission.can_be_limited() {
        // What belongs to the whole tenant is asked about by those who see its roles.
        tx.allow(Permission::SeeRoles)?;
    }
    let now = tx.now();
    let roles: Vec<RoleId> = granting(tx, permission).await?.into_iter().map(|(role, _)| role).collect();
    let grants = |one: &Reason| roles.contains(&one.role);
    let mut found = WhoMay::default();
    for role in &roles {
        let everywhere = tx.sql(HOLDERS_IN_TENANT).bind(*role).bind(now).bind(MOST).bind(ScopeWord::Tenant);
        let rows: Vec<Reason> = everywhere.fetch_all().await?;
        found.add(rows, |_| true);
    }
    for circle in circles_of(tx, person).await? {
        for statement in [IN_ORGANISATION, IN_GROUP] {
            let rows: Vec<Reason> = tx.sql(statement).bind(circle).bind(now).bind(MOST).fetch_all().await?;
            found.add(rows, grants);
        }
        let reports = tx.sql(OF_HOLDER).bind(circle).bind(now).bind(MOST).bind(ScopeWord::Reports);
        let rows: Vec<Reason> = reports.fetch_all().await?;
        found.add(rows, grants);
    }
    let own = tx.sql(OF_HOLDER).bind(person).bind(now).bind(MOST).bind(ScopeWord::Own);
    let rows: Vec<Reason> = own.fetch_all().await?;
    found.add(rows, grants);
    found.reasons.retain(|one| counts(one, permission));
    if !tx.caller().may(Permission::SeeRoles) {
        let mut seen = Vec::new();
        for reason in std::mem::take(&mut found.reasons) {
            if is_visible(tx, &reason).await? {
                seen.push(reason);
            } else {
                found.more = true;
            }
        }
        found.reasons = seen;
    }
    Ok(found)
}

/// Whether somebody limited may know of a reason: they see its holder, and roles where it counts.
async fn is_visible(tx: &mut Transaction, reason: &Reason) -> Result<bool, DbError> {
    let there = match reason.scope() {
        Scope::Organisation(_) | Scope::Group(_) => {
            reach::over_scope(tx, reason.scope()).await?.allows(Permission::SeeRoles)
        }
        Scope::Tenant | Scope::Own | Scope::Reports => true,
    };
    let holder = reach::over(tx, reason.person).await?;
    Ok(there && holder.allows(Permission::SeePeople) && holder.allows(Permission::SeeRoles))
}

impl WhoMay {
    fn add(&mut self, rows: Vec<Reason>, wanted: impl Fn(&Reason) -> bool) {
        self.more |= i64::try_from(rows.len()).is_ok_and(|found| found >= MOST);
        self.reasons.extend(rows.into_iter().filter(wanted));
    }
}

/// Whether the permission counts in the scope it is held in.
fn counts(one: &Reason, permission: Permission) -> bool {
    one.scope().part_of(PermissionSet::NONE.with(permission)).allows(permission)
}

/// The roles that grant a permission.
async fn granting(tx: &mut Transaction, permission: Permission) -> Result<Vec<(RoleId, PermissionSet)>, DbError> {
    let rows: Vec<RoleRow> = tx.sql(PERMISSIONS).fetch_all().await?;
    let roles = rows.into_iter().map(|row| (row.id, words_to_set(&row.permissions.0)));
    Ok(roles.filter(|(_, grants)| grants.allows(permission)).collect())
}
