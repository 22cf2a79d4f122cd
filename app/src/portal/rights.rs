//! The own roles and why.

use crate::model::RoleGrant;

/// What the person may do and why (`GET /portal/rights`).
#[derive(Debug, Clone)]
pub struct Rights {
    /// Roles held now or soon, then past ones.
    pub roles: Vec<RoleGrant>,
}
