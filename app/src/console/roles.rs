//! Roles.

use crate::form::FormState;
use crate::model::Count;
use crate::model::PersonRef;
use foundation::RoleId;

/// The list of roles (`GET /console/roles`).
#[derive(Debug, Clone)]
pub struct Roles {
    /// Every role of the tenant.
    pub roles: Vec<RoleRow>,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct RoleRow {
    /// Leads to the role's page.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it came with the product and cannot be changed.
    pub is_system: bool,
    /// How many permissions it grants.
    pub permissions: usize,
    /// How many people hold it now.
    pub holders: Count,
}

/// One role (`GET`, `POST /console/roles/new` and `/console/roles/{id}`: `name`, `description`, `permission`…).
#[derive(Debug, Clone)]
pub struct RoleForm {
    /// The role, when an existing one is shown.
    pub id: Option<RoleId>,
    /// Whether it came with the product and cannot be changed.
    pub is_system: bool,
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The people who hold it, the first twenty by name.
    pub holders: Vec<PersonRef>,
    /// How many hold it.
    pub holder_count: Count,
}
