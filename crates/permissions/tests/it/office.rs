//! What the tests share: a tenant with its roles, people, and callers who hold what the database says they hold.

use audit::{Filter, Recorded, Trail};
use chrono::TimeDelta;
use database::testing::TestDatabase;
use database::{Database, Transaction};
use foundation::{Actor, AssignmentId, Caller, Instant, Permission, PermissionSet, PersonId, RoleId, TenantId};
use permissions::roles::{self, Definition};
use permissions::{Given, PermissionError, SystemRole};
use permissions::{Scope, assignments};
use uuid::Uuid;

database::statements! {
    ADD_PERSON: tenant = "INSERT INTO person (tenant_id, id, archetype, given_name, family_name, display_name, sort_key, lifecycle_state, attributes, created_at, updated_at)
        VALUES ($1, $2, 'customer', '', $3, $3, $3, 'active', '{}', $4, $4)";
    COUNTS: tenant = "SELECT (SELECT count(*) FROM role r WHERE r.tenant_id = t.tenant_id) AS roles,
            (SELECT CAST(sum(r.version) AS BIGINT) FROM role r WHERE r.tenant_id = t.tenant_id) AS versions,
            (SELECT count(*) FROM role_assignment a WHERE a.tenant_id = t.tenant_id) AS assignments,
            (SELECT count(*) FROM role_assignment a WHERE a.tenant_id = t.tenant_id AND a.ends_at IS NULL) AS lasting,
            (SELECT count(*) FROM audit_event e WHERE e.tenant_id = t.tenant_id) AS entries
        FROM tenant t WHERE tenant_id = $1";
    SET_STATE: tenant = "UPDATE person SET lifecycle_state = $3 WHERE tenant_id = $1 AND id = $2";
}

/// Everything that can be changed by this crate, counted.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    roles: i64,
    versions: i64,
    pub assignments: i64,
    lasting: i64,
    entries: i64,
}

/// A tenant with its system roles.
pub struct Office {
    pub test: TestDatabase,
    pub tenant: TenantId,
}

pub fn set(permissions: &[Permission]) -> PermissionSet {
    permissions.iter().copied().collect()
}

/// A role to be given to somebody, now and for good.
pub fn for_good(role: RoleId) -> Given {
    Given { role, scope: Scope::Tenant, starts_at: None, ends_at: None, reason: "Needed".to_owned(), origin: "console" }
}

pub fn definition(name: &str, grants: &[Permission]) -> Definition {
    Definition { name: name.to_owned(), description: String::new(), grants: set(grants) }
}

impl Office {
    pub async fn open(test: TestDatabase) -> Self {
        let tenant = test.tenant("bank").await;
        let office = Self { test, tenant };
        let mut tx = office.system().await;
        permissions::seed(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        office
    }

    pub fn database(&self) -> &Database {
        &self.test.database
    }

    pub fn now(&self) -> Instant {
        self.database().now()
    }

    pub fn wait(&self, step: TimeDelta) {
        self.test.clock.advance(step);
    }

    pub async fn system(&self) -> Transaction {
        self.database().begin(&Caller::system(self.tenant, "test")).await.unwrap()
    }

    /// Somebody active without any role.
    pub async fn person(&self, name: &str) -> PersonId {
        let mut tx = self.system().await;
        let (id, now) = (tx.new_id::<PersonId>(), tx.now());
        tx.sql(ADD_PERSON).bind(id).bind(name).bind(now).execute().await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn set_state(&self, person: PersonId, state: &str) {
        let mut tx = self.system().await;
        tx.sql(SET_STATE).bind(person).bind(state).execute().await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn role(&self, role: SystemRole) -> RoleId {
        let mut tx = self.system().await;
        roles::system(&mut tx, role).await.unwrap().id
    }

    /// A role of the tenant's own.
    pub async fn own_role(&self, name: &str, grants: &[Permission]) -> RoleId {
        let mut tx = self.system().await;
        let id = permissions::define(&mut tx, &definition(name, grants)).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Given by the product itself, which may give anything.
    pub async fn grant(&self, person: PersonId, given: &Given) -> AssignmentId {
        let mut tx = self.system().await;
        let id = permissions::give(&mut tx, person, given).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn with_role(&self, name: &str, role: SystemRole) -> PersonId {
        let person = self.person(name).await;
        let role = self.role(role).await;
        self.grant(person, &for_good(role)).await;
        person
    }

    /// Somebody with exactly these permissions.
    pub async fn with_permissions(&self, name: &str, grants: &[Permission]) -> PersonId {
        let person = self.person(name).await;
        let role = self.own_role(name, grants).await;
        self.grant(person, &for_good(role)).await;
        person
    }

    /// The person as their request would be: with the rights they have at this moment.
    pub async fn caller(&self, person: PersonId) -> Caller {
        let mut tx = self.database().read(&Caller::system(self.tenant, "test")).await.unwrap();
        let rights = permissions::resolve(&mut tx, person).await.unwrap();
        let caller = Caller::anonymous(self.tenant, foundation::Origin::default());
        Caller {
            actor: Actor::Person(person),
            permissions: rights.tenant,
            own_permissions: rights.own,
            circles: rights.circles.into(),
            proved: foundation::SensitiveSet::ALL,
            ..caller
        }
    }

    pub async fn rights(&self, person: PersonId) -> PermissionSet {
        self.caller(person).await.permissions
    }

    pub async fn give(&self, by: PersonId, to: PersonId, given: &Given) -> Result<AssignmentId, PermissionError> {
        let mut tx = self.database().begin(&self.caller(by).await).await.unwrap();
        let id = permissions::give(&mut tx, to, given).await?;
        tx.commit().await.unwrap();
        Ok(id)
    }

    pub async fn end(&self, by: PersonId, of: PersonId, assignment: AssignmentId) -> Result<(), PermissionError> {
        let caller = self.caller(by).await;
        end_as(self.database(), &caller, of, assignment).await
    }

    pub async fn define(&self, by: PersonId, new: &Definition) -> Result<RoleId, PermissionError> {
        let mut tx = self.database().begin(&self.caller(by).await).await.unwrap();
        let id = permissions::define(&mut tx, new).await?;
        tx.commit().await.unwrap();
        Ok(id)
    }

    pub async fn change(
        &self,
        by: PersonId,
        role: RoleId,
        version: i64,
        new: &Definition,
    ) -> Result<(), PermissionError> {
        let mut tx = self.database().begin(&self.caller(by).await).await.unwrap();
        permissions::change(&mut tx, role, version, new).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    pub async fn find(&self, role: RoleId) -> permissions::Role {
        let mut tx = self.system().await;
        roles::find(&mut tx, role).await.unwrap()
    }

    /// The assignments of a person, newest first.
    pub async fn held(&self, person: PersonId) -> Vec<permissions::Assignment> {
        let mut tx = self.system().await;
        permissions::of_person(&mut tx, person).await.unwrap()
    }

    /// Whoever could still administer the tenant at this moment.
    pub async fn administrators(&self, of: &[PersonId]) -> usize {
        let mut found = 0;
        for person in of {
            let mut tx = self.system().await;
            found += usize::from(assignments::is_administrator(&mut tx, *person).await.unwrap());
        }
        found
    }

    /// The trail's entries of a kind, newest first.
    pub async fn entries(&self, kind: &str) -> Vec<Recorded> {
        let mut tx = self.database().read(&Caller::system(self.tenant, "test")).await.unwrap();
        Trail::search(&mut tx, &Filter { kind: Some(kind.to_owned()), ..Filter::default() }).await.unwrap().entries
    }

    /// Equal before and after a refusal.
    pub async fn counts(&self) -> Counts {
        let mut tx = self.database().read(&Caller::system(self.tenant, "test")).await.unwrap();
        tx.sql(COUNTS).fetch_one().await.unwrap()
    }
}

pub async fn end_as(
    database: &Database,
    caller: &Caller,
    of: PersonId,
    assignment: AssignmentId,
) -> Result<(), PermissionError> {
    let mut tx = database.begin(caller).await.unwrap();
    permissions::end(&mut tx, of, assignment, "No longer needed").await?;
    tx.commit().await.unwrap();
    Ok(())
}

/// A change of an entry by its field.
pub fn change_of<'e>(entry: &'e Recorded, field: &str) -> Option<(Option<&'e str>, Option<&'e str>)> {
    let words = entry.content.as_ref()?.words()?;
    words
        .changes
        .iter()
        .find(|change| change.field == field)
        .map(|change| (change.old.as_deref(), change.new.as_deref()))
}

pub fn nobody() -> PersonId {
    PersonId(Uuid::from_u128(404))
}
