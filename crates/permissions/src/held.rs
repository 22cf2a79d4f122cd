//! Which roles the caller holds, for what is decided by the role itself and not by what it grants: the fields of a profile that
//! only some of the staff see or edit.

use std::collections::BTreeSet;

use database::{DbError, Transaction};
use foundation::{Actor, GroupId, OrganisationId, PersonId, RoleId};

use crate::Scope;
use crate::reach::circles_of;
use crate::scope::ScopeWord;

database::statements! {
    HELD: tenant = "SELECT role_id, scope, organisation_id, group_id FROM role_assignment
        WHERE tenant_id = $1 AND person_id = $2 AND starts_at <= $3 AND (ends_at IS NULL OR ends_at > $3)";
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    role_id: RoleId,
    scope: ScopeWord,
    organisation_id: Option<OrganisationId>,
    group_id: Option<GroupId>,
}

/// The roles somebody holds at this moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    is_product: bool,
    roles: BTreeSet<RoleId>,
}

impl Held {
    /// The product itself, which holds everything.
    #[must_use]
    pub const fn by_product() -> Self {
        Self { is_product: true, roles: BTreeSet::new() }
    }

    /// Whether it is the product itself.
    #[must_use]
    pub const fn is_product(&self) -> bool {
        self.is_product
    }

    /// The roles as one word, the same as long as they are: for whoever has to notice that they are others.
    #[must_use]
    pub fn to_word(&self) -> String {
        self.roles.iter().map(|role| role.0.simple().to_string()).collect::<Vec<_>>().join(".")
    }

    /// Whether one of these roles is among them.
    #[must_use]
    pub fn is_any_of(&self, roles: &[RoleId]) -> bool {
        self.is_product || roles.iter().any(|role| self.roles.contains(role))
    }
}

/// The roles the caller holds for everybody in the tenant.
pub async fn held(tx: &mut Transaction) -> Result<Held, DbError> {
    of_caller(tx, None).await
}

/// The roles the caller holds for a person: for everybody, for a circle the person belongs to, or, over themselves, for themselves.
pub async fn held_over(tx: &mut Transaction, person: PersonId) -> Result<Held, DbError> {
    of_caller(tx, Some(person)).await
}

async fn of_caller(tx: &mut Transaction, over: Option<PersonId>) -> Result<Held, DbError> {
    let holder = match tx.caller().actor {
        Actor::System(_) => return Ok(Held::by_product()),
        Actor::Anonymous => return Ok(Held::default()),
        Actor::Person(person) => person,
    };
    let now = tx.now();
    let rows: Vec<HeldRow> = tx.sql(HELD).bind(holder).bind(now).fetch_all().await?;
    let rows = rows.into_iter().map(|row| (row.role_id, Scope::read(row.scope, row.organisation_id, row.group_id)));
    let rows: Vec<(RoleId, Scope)> = rows.collect();
    let is_limited = rows.iter().any(|(_, scope)| scope.circle(holder).is_some());
    let circles = match over.filter(|_| is_limited) {
        Some(person) => circles_of(tx, person).await?,
        None => Vec::new(),
    };
    let counts = |scope: Scope| match scope {
        Scope::Tenant => true,
        Scope::Own => over == Some(holder),
        _ => scope.circle(holder).is_some_and(|(_, circle)| circles.contains(&circle)),
    };
    let roles = rows.into_iter().filter(|(_, scope)| counts(*scope)).map(|(role, _)| role).collect();
    Ok(Held { is_product: false, roles })
}
