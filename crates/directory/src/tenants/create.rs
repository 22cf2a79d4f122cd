//! An operator creates a tenant.

use audit::{Entry, Stream};
use database::{Database, Transaction};
use foundation::{Caller, TenantId, text};

use super::{Settings, is_slug, store};
use crate::error::FieldProblem;
use crate::{DirectoryError, types};

/// The archetypes a new tenant starts with.
pub const ARCHETYPES: [&str; 6] = ["customer", "partner", "staff", "student", "guardian", "educator"];

/// The archetype of those whom the product itself adds, the first administrators; no tenant is without it.
pub const STAFF: &str = "staff";

/// What a tenant begins with.
#[derive(Debug, Clone)]
pub struct NewTenant {
    /// The word in its address.
    pub slug: String,
    /// The name people see.
    pub name: String,
    /// What it decided at the beginning.
    pub settings: Settings,
}

/// Creates a tenant with its archetypes and system roles. The creation is recorded in the platform's trail and in the
/// new tenant's.
///
/// # Errors
/// `Refused` without `Permission::ManageTenants` in the platform tenant; `Unproved`; `Invalid` names the field.
pub async fn create(database: &Database, caller: &Caller, new: &NewTenant) -> Result<TenantId, DirectoryError> {
    super::manage::may_change_tenants(caller)?;
    let name = new.name.trim();
    let mut problems = new.settings.problems();
    if !is_slug(&new.slug) {
        problems.push(FieldProblem::new("slug", "slug-invalid"));
    }
    if name.is_empty() {
        problems.push(FieldProblem::new("name", "required"));
    } else if name.chars().count() > 80 || text::has_hidden_characters(name) {
        problems.push(FieldProblem::too_long("name", 80));
    }
    if !problems.is_empty() {
        return Err(DirectoryError::Invalid(problems));
    }
    let mut platform = database.platform().await?;
    let id: TenantId = platform.new_id();
    if !store::insert(&mut platform, id, &new.slug, name, &new.settings).await? {
        return Err(DirectoryError::field("slug", "taken"));
    }
    platform.commit().await?;
    // The second role makes tenants and the first one fills them, so these are several transactions. What stops between them
    // leaves a tenant that is suspended; activating it furnishes it.
    let entry = || Entry::new("tenant.created", Stream::Administration).object("tenant", id.0).detail("name", name);
    let mut tx = database.begin(&Caller::system(id, "tenant-creation")).await?;
    furnish(&mut tx).await?;
    audit::record(&mut tx, entry()).await?;
    // Who did it is known in the tenant of the operators only.
    tx.go_on_in(caller.clone()).await?;
    audit::record(&mut tx, entry()).await?;
    tx.commit().await?;
    let mut platform = database.platform().await?;
    store::open(&mut platform, id).await?;
    platform.commit().await?;
    Ok(id)
}

/// Gives a tenant what every tenant has: archetypes and system roles. Doing it again changes nothing, and brings no type back that
/// the tenant removed.
pub async fn furnish(tx: &mut Transaction) -> Result<(), DirectoryError> {
    if !types::names(tx).await?.iter().any(|name| name == STAFF) {
        for (position, name) in (1..).zip(ARCHETYPES) {
            store::add_archetype(tx, name, position).await?;
        }
    }
    permissions::seed(tx).await?;
    Ok(())
}
