//! Finding tenants, suspending them, and what a tenant changes about itself.

use audit::{Entry, Stream};
use database::{Database, DbError, Transaction};
use foundation::{Caller, Permission, Sensitive, TenantId, text};

use super::create::furnish;
use super::{Settings, Tenant, store};
use crate::error::FieldProblem;
use crate::people::change_state::reason_of;
use crate::people::count;
use crate::{DirectoryError, types};

/// The tenant with an address word; suspended ones too.
pub async fn by_slug(database: &Database, slug: &str) -> Result<Option<Tenant>, DbError> {
    store::by_slug(&mut database.platform_read().await?, slug).await
}

/// The tenant a host name leads to.
pub async fn by_host(database: &Database, host: &str) -> Result<Option<Tenant>, DbError> {
    store::by_host(&mut database.platform_read().await?, host).await
}

/// The tenant of the transaction.
pub async fn own(tx: &mut Transaction) -> Result<Tenant, DbError> {
    store::own(tx).await
}

fn operator(caller: &Caller, permission: Permission) -> Result<(), DirectoryError> {
    if caller.tenant == TenantId::PLATFORM && caller.may(permission) {
        Ok(())
    } else {
        Err(database::Refused(permission).into())
    }
}

/// Refuses unless an operator may change tenants and proved recently enough who they are.
///
/// # Errors
/// `Refused`, `Unproved`.
pub fn may_change_tenants(caller: &Caller) -> Result<(), DirectoryError> {
    operator(caller, Permission::ManageTenants)?;
    if caller.proved.contains(Sensitive::Tenants) { Ok(()) } else { Err(database::Unproved(Sensitive::Tenants).into()) }
}

/// A page of tenants by address word, after `after`.
pub async fn list(database: &Database, caller: &Caller, after: &str, most: i64) -> Result<Vec<Tenant>, DirectoryError> {
    operator(caller, Permission::SeeTenants)?;
    Ok(store::list(&mut database.platform_read().await?, after, most).await?)
}

/// One tenant and its host names, for an operator.
pub async fn find(database: &Database, caller: &Caller, id: TenantId) -> Result<(Tenant, Vec<String>), DirectoryError> {
    operator(caller, Permission::SeeTenants)?;
    let mut tx = database.platform_read().await?;
    let tenant = store::by_id(&mut tx, id).await?.ok_or(DirectoryError::NotFound)?;
    let hosts = store::hosts(&mut tx, id).await?;
    Ok((tenant, hosts))
}

/// How many people a tenant has, for an operator.
pub async fn people(database: &Database, caller: &Caller, id: TenantId) -> Result<u64, DirectoryError> {
    operator(caller, Permission::SeeTenants)?;
    let mut tx = database.read(&Caller::system(id, "tenant-list")).await?;
    Ok(count::read(&mut tx).await?.total())
}

/// Suspends a tenant for a reason, or ends the suspension. Its sessions stop to count at once: every request reads the state.
pub async fn set_suspended(
    database: &Database,
    caller: &Caller,
    id: TenantId,
    suspended: Option<&str>,
) -> Result<(), DirectoryError> {
    may_change_tenants(caller)?;
    let reason = suspended.map(reason_of).transpose()?;
    if id == TenantId::PLATFORM {
        return Err(DirectoryError::WrongState); // the operators would lock themselves out
    }
    if reason.is_none() {
        // Its creation may have been interrupted before it had its roles.
        store::by_id(&mut database.platform_read().await?, id).await?.ok_or(DirectoryError::NotFound)?;
        let mut tx = database.begin(&Caller::system(id, "tenant-activation")).await?;
        furnish(&mut tx).await?;
        tx.commit().await?;
    }
    let mut platform = database.platform().await?;
    let tenant = store::by_id(&mut platform, id).await?.ok_or(DirectoryError::NotFound)?;
    let changed = store::set_state(&mut platform, id, if reason.is_some() { "suspended" } else { "active" }).await?;
    platform.commit().await?;
    if changed {
        let entry = match reason {
            Some(reason) => Entry::new("tenant.suspended", Stream::Administration).reason(reason),
            None => Entry::new("tenant.reactivated", Stream::Administration),
        };
        let mut tx = database.begin(caller).await?;
        audit::record(&mut tx, entry.object("tenant", id.0).detail("name", &tenant.name)).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Lets a host name lead to a tenant.
pub async fn add_host(database: &Database, caller: &Caller, id: TenantId, host: &str) -> Result<(), DirectoryError> {
    may_change_tenants(caller)?;
    let host = host.trim().to_ascii_lowercase();
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    if host.len() > 253 || !host.contains('.') || !host.split('.').all(label) {
        return Err(DirectoryError::field("host", "host-invalid"));
    }
    let mut platform = database.platform().await?;
    store::by_id(&mut platform, id).await?.ok_or(DirectoryError::NotFound)?;
    if !store::add_host(&mut platform, &host, id).await? {
        return Err(DirectoryError::field("host", "taken"));
    }
    platform.commit().await?;
    let mut tx = database.begin(caller).await?;
    audit::record(
        &mut tx,
        Entry::new("tenant.host_added", Stream::Administration).object("tenant", id.0).detail("host", &host),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a host name away from a tenant.
pub async fn remove_host(database: &Database, caller: &Caller, id: TenantId, host: &str) -> Result<(), DirectoryError> {
    may_change_tenants(caller)?;
    let mut platform = database.platform().await?;
    if !store::remove_host(&mut platform, host, id).await? {
        return Err(DirectoryError::NotFound);
    }
    platform.commit().await?;
    let mut tx = database.begin(caller).await?;
    audit::record(
        &mut tx,
        Entry::new("tenant.host_removed", Stream::Administration).object("tenant", id.0).detail("host", host),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The tenant's settings, for those who may see them.
pub async fn settings(tx: &mut Transaction) -> Result<Tenant, DirectoryError> {
    tx.allow(Permission::SeeSettings)?;
    Ok(store::own(tx).await?)
}

/// Changes the tenant's name and settings. `version` is the one the caller saw. What weakens them asks for a fresh proof.
///
/// # Errors
/// `Refused`, `Unproved`, `ChangedMeanwhile`; `Invalid` names the fields.
pub async fn change(tx: &mut Transaction, version: i64, name: &str, settings: &Settings) -> Result<(), DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    let before = store::own(tx).await?;
    if settings.weaken(&before.settings) {
        tx.require_proof(Sensitive::Policy)?;
    }
    let name = name.trim();
    let mut problems = settings.problems();
    if name.is_empty() {
        problems.push(FieldProblem::new("name", "required"));
    } else if name.chars().count() > 80 || text::has_hidden_characters(name) {
        problems.push(FieldProblem::too_long("name", 80));
    }
    if !types::names(tx).await?.contains(&settings.default_archetype) {
        problems.push(FieldProblem::new("default_archetype", "not-a-choice"));
    }
    if !problems.is_empty() {
        return Err(DirectoryError::Invalid(problems));
    }
    if !store::save(tx, name, settings, version).await? {
        return Err(DirectoryError::ChangedMeanwhile);
    }
    let mut entry = Entry::new("settings.changed", Stream::Administration);
    if before.name != name {
        entry = entry.change("name", Some(&before.name), Some(name));
    }
    for (field, old, new) in differences(&before.settings, settings) {
        entry = entry.change(&field, Some(&old), Some(&new));
    }
    audit::record(tx, entry).await?;
    Ok(())
}

/// The settings that differ, in words.
fn differences(before: &Settings, after: &Settings) -> Vec<(String, String, String)> {
    let words = |settings: &Settings| match serde_json::to_value(settings) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (old, new) = (words(before), words(after));
    let shown = |value: Option<&serde_json::Value>| match value {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    new.iter()
        .filter(|(field, value)| old.get(*field) != Some(value))
        .map(|(field, value)| (field.clone(), shown(old.get(field)), shown(Some(value))))
        .collect()
}

/// The largest logo, in bytes.
pub const LARGEST_LOGO: usize = 64 * 1024;

/// Replaces the logo. PNG, JPEG and WebP are accepted, by their first bytes; SVG is not, because it can carry script.
pub async fn set_logo(tx: &mut Transaction, bytes: Vec<u8>) -> Result<(), DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    let media_type = match bytes.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => return Err(DirectoryError::field("file", "image-invalid")),
    };
    if bytes.len() > LARGEST_LOGO {
        return Err(DirectoryError::field("file", "image-too-large"));
    }
    store::save_logo(tx, Some(bytes), Some(media_type)).await?;
    audit::record(tx, Entry::new("settings.logo_changed", Stream::Administration)).await?;
    Ok(())
}

/// Removes the logo.
pub async fn remove_logo(tx: &mut Transaction) -> Result<(), DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    store::save_logo(tx, None, None).await?;
    audit::record(tx, Entry::new("settings.logo_removed", Stream::Administration)).await?;
    Ok(())
}

/// The logo and its media type; anybody may see it.
pub async fn logo(tx: &mut Transaction) -> Result<Option<(Vec<u8>, String)>, DbError> {
    store::logo(tx).await
}
