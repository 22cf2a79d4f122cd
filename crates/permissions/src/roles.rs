//! Roles: named sets of permissions, some of which belong to the product.

use audit::{Entry, Stream};
use database::{Database, DbError, Json, Transaction};
use foundation::{Caller, Permission, PermissionSet, PersonId, RoleId, Sensitive, TenantId, text};

use crate::reach::within_own_time;
use crate::{PermissionError, Scope};

database::statements! {
    INSERT: tenant = "INSERT INTO role (tenant_id, id, name_key, name, description, is_system, permissions, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    LIST: tenant = "SELECT id, name_key, name, description, is_system, permissions, version FROM role WHERE tenant_id = $1 ORDER BY name_key LIMIT 500";
    FIND: tenant = "SELECT id, name_key, name, description, is_system, permissions, version FROM role WHERE tenant_id = $1 AND id = $2";
    FIND_BY_KEY: tenant = "SELECT id, name_key, name, description, is_system, permissions, version FROM role WHERE tenant_id = $1 AND name_key = $2";
    UPDATE: tenant = "UPDATE role SET name = $3, name_key = $4, description = $5, permissions = $6, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $7";
    KEY_TAKEN: tenant = "SELECT id, name_key, name, description, is_system, permissions, version FROM role WHERE tenant_id = $1 AND name_key = $2 AND id <> $3";
    /// The system roles of the last start.
    FURNISHED: platform = "SELECT digest FROM furnished WHERE what = 'system roles'";
    NOTE_FURNISHED: platform = "INSERT INTO furnished (what, digest, at) VALUES ('system roles', $1, $2)
        ON CONFLICT (what) DO UPDATE SET digest = excluded.digest, at = excluded.at";
}

#[derive(sqlx::FromRow)]
struct Furnished {
    digest: Vec<u8>,
}

/// A named set of permissions.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Role {
    /// The role's id.
    pub id: RoleId,
    /// The folded name, unique in the tenant; of a system role, its fixed word.
    pub name_key: String,
    /// The name as shown.
    pub name: String,
    /// What the role is for.
    pub description: String,
    /// Whether the role belongs to the product and cannot be changed.
    pub is_system: bool,
    permissions: Json<Vec<String>>,
    /// Counts the changes, to notice that somebody else changed it meanwhile.
    pub version: i64,
}

impl Role {
    /// What the role grants. A word this version does not know grants nothing.
    #[must_use]
    pub fn grants(&self) -> PermissionSet {
        words_to_set(&self.permissions.0)
    }
}

pub(crate) fn words_to_set(words: &[String]) -> PermissionSet {
    words.iter().filter_map(|word| Permission::from_word(word)).collect()
}

fn set_to_words(set: PermissionSet) -> Vec<String> {
    set.iter().map(|permission| permission.word().to_owned()).collect()
}

/// The roles every tenant has from its first moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SystemRole {
    /// Runs the installation: creates tenants. Exists in the platform tenant only.
    PlatformOperator,
    /// Runs one tenant.
    TenantAdministrator,
    /// Helps people back in: may start resets, cannot read profile fields.
    Helpdesk,
    /// Reads everything, changes nothing.
    Auditor,
}

impl SystemRole {
    /// Every system role.
    pub const ALL: [Self; 4] = [Self::PlatformOperator, Self::TenantAdministrator, Self::Helpdesk, Self::Auditor];

    /// The fixed word of the role, which language files translate.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::PlatformOperator => "platform-operator",
            Self::TenantAdministrator => "tenant-administrator",
            Self::Helpdesk => "helpdesk",
            Self::Auditor => "auditor",
        }
    }

    /// What the role grants.
    #[must_use]
    pub fn grants(self) -> PermissionSet {
        use Permission as P;
        let everything: PermissionSet = P::ALL.iter().copied().collect();
        match self {
            Self::PlatformOperator => everything,
            Self::TenantAdministrator => everything.without(P::SeeTenants).without(P::ManageTenants),
            Self::Helpdesk => [P::ManageOwnAccount, P::SeePeople, P::ResetCredentials, P::SeeFactors, P::ResetFactors]
                .into_iter()
                .collect(),
            Self::Auditor => [
                P::ManageOwnAccount,
                P::SeePeople,
                P::SeeProfiles,
                P::SeeRoles,
                P::SeeSources,
                P::SeeAudit,
                P::ExportAudit,
                P::SeeSettings,
                P::SeeFactors,
                P::SeeOrganisations,
            ]
            .into_iter()
            .collect(),
        }
    }

    /// Whether a tenant has this role.
    #[must_use]
    pub fn exists_in(self, tenant: TenantId) -> bool {
        self != Self::PlatformOperator || tenant == TenantId::PLATFORM
    }

    /// The role whose last holder cannot be removed.
    #[must_use]
    pub fn keystone(tenant: TenantId) -> Self {
        if tenant == TenantId::PLATFORM { Self::PlatformOperator } else { Self::TenantAdministrator }
    }
}

/// Gives a tenant its system roles, and those it has already what they grant in this version. Doing it again changes nothing.
pub async fn seed(tx: &mut Transaction) -> Result<(), DbError> {
    let tenant = tx.tenant();
    for role in SystemRole::ALL.into_iter().filter(|role| role.exists_in(tenant)) {
        let (id, now) = (tx.new_id::<RoleId>(), tx.now());
        let name = role.key();
        let added = tx
            .sql(INSERT)
            .bind(id)
            .bind(name)
            .bind(name)
            .bind("")
            .bind(true)
            .bind(Json(set_to_words(role.grants())))
            .bind(now)
            .execute()
            .await?;
        if added == 0 {
            renew(tx, role).await?;
        }
    }
    Ok(())
}

/// Brings a system role that exists up to date, and records it: what administrators may do has changed.
async fn renew(tx: &mut Transaction, role: SystemRole) -> Result<(), DbError> {
    let found: Option<Role> = tx.sql(FIND_BY_KEY).bind(role.key()).fetch_optional().await?;
    let words = set_to_words(role.grants());
    let Some(found) = found.filter(|found| found.is_system && found.permissions.0 != words) else { return Ok(()) };
    let (before, after) = (found.permissions.0.join(", "), words.join(", "));
    let statement = tx.sql(UPDATE).bind(found.id).bind(&found.name).bind(&found.name_key).bind(&found.description);
    if statement.bind(Json(words)).bind(found.version).execute().await? == 1 {
        let entry = Entry::new("role.changed", Stream::Administration).object("role", found.id.0);
        let entry = entry.detail("name", found.name).change("permissions", Some(&before), Some(&after));
        audit::record(tx, entry).await?;
    }
    Ok(())
}

/// Brings the system roles of every tenant up to date, if this version's are others than those of the last start. Several
/// nodes may do it at once; broken off, the next start does it.
pub async fn seed_all(database: &Database) -> Result<(), DbError> {
    let roles = SystemRole::ALL.map(|role| format!("{} {}", role.key(), set_to_words(role.grants()).join(" ")));
    let digest = database::digest(roles.join("\n").as_bytes()).to_vec();
    let last: Option<Furnished> = database.platform_read().await?.sql(FURNISHED).fetch_optional().await?;
    if last.is_some_and(|last| last.digest == digest) {
        return Ok(());
    }
    let mut after = TenantId(uuid::Uuid::nil());
    loop {
        let tenants = database.tenants_after(after).await?;
        let Some(last) = tenants.last().copied() else { break };
        for tenant in tenants {
            let mut tx = database.begin(&Caller::system(tenant, "start")).await?;
            seed(&mut tx).await?;
            tx.commit().await?;
        }
        after = last;
    }
    let mut platform = database.platform().await?;
    let now = platform.now();
    platform.sql(NOTE_FURNISHED).bind(digest).bind(now).execute().await?;
    platform.commit().await
}

/// The tenant's roles by name.
pub async fn list(tx: &mut Transaction) -> Result<Vec<Role>, PermissionError> {
    tx.allow(Permission::SeeRoles)?;
    Ok(tx.sql(LIST).fetch_all().await?)
}

/// Every role of the tenant, for use cases that have decided on the right already.
pub async fn all(tx: &mut Transaction) -> Result<Vec<Role>, DbError> {
    tx.sql(LIST).fetch_all().await
}

/// The role with an id, for those who may see roles.
pub async fn find(tx: &mut Transaction, id: RoleId) -> Result<Role, PermissionError> {
    tx.allow(Permission::SeeRoles)?;
    load(tx, id).await?.ok_or(PermissionError::NotFound)
}

pub(crate) async fn load(tx: &mut Transaction, id: RoleId) -> Result<Option<Role>, DbError> {
    tx.sql(FIND).bind(id).fetch_optional().await
}

/// The system role of the tenant.
pub async fn system(tx: &mut Transaction, role: SystemRole) -> Result<Role, PermissionError> {
    tx.sql(FIND_BY_KEY).bind(role.key()).fetch_optional().await?.ok_or(PermissionError::NotFound)
}

/// What a role is made of.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The name, 1 to 80 characters.
    pub name: String,
    /// What the role is for, at most 300 characters.
    pub description: String,
    /// What it grants.
    pub grants: PermissionSet,
}

impl Definition {
    fn check(&self, caller: PermissionSet) -> Result<(), PermissionError> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(PermissionError::Invalid("name", "required"));
        }
        if name.chars().count() > 80 {
            return Err(PermissionError::Invalid("name", "too-long"));
        }
        if self.description.chars().count() > 300 {
            return Err(PermissionError::Invalid("description", "too-long"));
        }
        for (field, text) in [("name", name), ("description", self.description.trim())] {
            if text::has_hidden_characters(text) {
                return Err(PermissionError::Invalid(field, "hidden-characters"));
            }
        }
        if self.grants == PermissionSet::NONE {
            return Err(PermissionError::Invalid("permission", "permissions-missing"));
        }
        if !caller.covers(self.grants) {
            return Err(PermissionError::BeyondOwnRights);
        }
        Ok(())
    }
}

/// Defines a new role, which cannot grant more than the caller holds.
pub async fn define(tx: &mut Transaction, new: &Definition) -> Result<RoleId, PermissionError> {
    tx.allow(Permission::EditRoles)?;
    tx.require_proof(Sensitive::Roles)?;
    new.check(tx.caller().permissions)?;
    let (id, now) = (tx.new_id::<RoleId>(), tx.now());
    let name = new.name.trim();
    let words = set_to_words(new.grants);
    let shown = words.join(", ");
    let added = tx
        .sql(INSERT)
        .bind(id)
        .bind(text::key(name))
        .bind(name)
        .bind(new.description.trim())
        .bind(false)
        .bind(Json(words))
        .bind(now)
        .execute()
        .await?;
    if added == 0 {
        return Err(PermissionError::NameTaken);
    }
    let entry = Entry::new("role.defined", Stream::Administration).object("role", id.0).detail("name", name).change(
        "permissions",
        None,
        Some(&shown),
    );
    audit::record(tx, entry).await?;
    Ok(id)
}

/// Changes a role of the tenant's own. Neither what it granted nor what it will grant may exceed the caller's rights.
pub async fn change(tx: &mut Transaction, id: RoleId, version: i64, new: &Definition) -> Result<(), PermissionError> {
    tx.allow(Permission::EditRoles)?;
    tx.require_proof(Sensitive::Roles)?;
    let role = load(tx, id).await?.ok_or(PermissionError::NotFound)?;
    if role.is_system {
        return Err(PermissionError::SystemRole);
    }
    new.check(tx.caller().permissions)?;
    if !tx.caller().permissions.covers(role.grants()) {
        return Err(PermissionError::BeyondOwnRights);
    }
    // A role has no end: what it grants anew must be the caller's for good.
    let added = role.grants().iter().fold(new.grants, PermissionSet::without);
    within_own_time(tx, PersonId(uuid::Uuid::nil()), Scope::Tenant, added, None).await?;
    let name = new.name.trim();
    let key = text::key(name);
    let other: Option<Role> = tx.sql(KEY_TAKEN).bind(&key).bind(id).fetch_optional().await?;
    if other.is_some() {
        return Err(PermissionError::NameTaken);
    }
    let words = set_to_words(new.grants);
    let (before, after) = (role.permissions.0.join(", "), words.join(", "));
    let changed = tx
        .sql(UPDATE)
        .bind(id)
        .bind(name)
        .bind(&key)
        .bind(new.description.trim())
        .bind(Json(words))
        .bind(version)
        .execute()
        .await?;
    if changed == 0 {
        return Err(PermissionError::ChangedMeanwhile);
    }
    let entry = Entry::new("role.changed", Stream::Administration)
        .object("role", id.0)
        .change("name", Some(&role.name), Some(name))
        .change("description", Some(&role.description), Some(new.description.trim()))
        .change("permissions", Some(&before), Some(&after));
    audit::record(tx, entry).await?;
    Ok(())
}
