//! The tenants of the installation.

use crate::form::FormState;
use crate::model::Count;
use foundation::Instant;
use foundation::TenantId;

/// The tenants of the installation (`GET /console/tenants`).
#[derive(Debug, Clone)]
pub struct Tenants {
    /// Every tenant, by name.
    pub tenants: Vec<TenantRow>,
}

/// One tenant in the list.
#[derive(Debug, Clone)]
pub struct TenantRow {
    /// Leads to the tenant's page.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// Its word in addresses.
    pub slug: String,
    /// Whether it is suspended.
    pub is_suspended: bool,
    /// How many people it has.
    pub people: Count,
    /// When it was made.
    pub created_at: Instant,
}

/// The form that creates a tenant (`GET`, `POST /console/tenants/new`: `name`, `slug`, `administrator_email`).
#[derive(Debug, Clone, Default)]
pub struct TenantForm {
    /// What was typed and refused.
    pub form: FormState,
}

/// One tenant (`GET /console/tenants/{id}?do=`).
#[derive(Debug, Clone)]
pub struct Tenant {
    /// The tenant.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// Its word in addresses.
    pub slug: String,
    /// Its address.
    pub address: String,
    /// Whether it is suspended.
    pub is_suspended: bool,
    /// Whether it is the operators' own, which cannot be suspended.
    pub is_platform: bool,
    /// How many people it has.
    pub people: Count,
    /// When it was made.
    pub created_at: Instant,
    /// Host names that lead to it.
    pub hosts: Vec<String>,
    /// The change that waits to be confirmed (`?do=suspend`), or that was refused.
    pub action: Option<TenantAction>,
    /// The refused form of that change.
    pub form: FormState,
    /// The refused form of a host name (`POST …/hosts`: `host`, or `remove=HOST`).
    pub host_form: FormState,
    /// The refused form of an invitation (`POST …/invite`: `administrator_email`).
    pub invite_form: FormState,
}

/// A change to a tenant that is confirmed on a panel of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TenantAction {
    /// `POST …/suspend` with `reason`.
    Suspend,
    /// `POST …/reactivate`.
    Reactivate,
}
