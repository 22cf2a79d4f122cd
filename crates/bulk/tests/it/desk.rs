//! What the tests share: a tenant with people, and changes of many from the question to the end.

use std::collections::BTreeMap;
use std::sync::Arc;

use audit::{Filter, Recorded, Trail};
use authentication::{AuthenticationError, Place};
use bulk::{Action, Change, ItemState, look, prepare, run, steps};
use database::testing::TestDatabase;
use database::{Database, Transaction};
use directory::people::create::{self, NewPerson};
use directory::people::walk::Selection;
use directory::people::{LifecycleState, change_state, find};
use directory::tenants::create::NewTenant;
use directory::tenants::manage;
use directory::{Settings, organisations, tenants};
use foundation::{
    Actor, BulkId, Caller, GroupId, OrganisationId, Origin, Permission, PersonId, RoleId, SensitiveSet, TenantId,
};
use permissions::{Given, Scope, SystemRole, roles};

/// A tenant.
pub struct Desk {
    pub test: TestDatabase,
    pub tenant: TenantId,
}

impl Desk {
    pub async fn open(test: TestDatabase) -> Self {
        let tenant = tenant(&test, "bank").await;
        Self { test, tenant }
    }

    pub fn database(&self) -> &Database {
        &self.test.database
    }

    pub fn system_caller(&self) -> Caller {
        Caller::system(self.tenant, "test")
    }

    pub async fn system(&self) -> Transaction {
        self.database().begin(&self.system_caller()).await.unwrap()
    }

    /// The person as their request would be.
    pub async fn caller(&self, person: PersonId) -> Caller {
        let mut tx = self.database().read(&self.system_caller()).await.unwrap();
        let rights = permissions::resolve(&mut tx, person).await.unwrap();
        Caller {
            actor: Actor::Person(person),
            permissions: rights.tenant,
            own_permissions: rights.own,
            circles: rights.circles.into(),
            proved: SensitiveSet::ALL,
            ..Caller::anonymous(self.tenant, Origin::default())
        }
    }

    pub async fn begin_as(&self, person: PersonId) -> Transaction {
        self.database().begin(&self.caller(person).await).await.unwrap()
    }

    /// Somebody active, with the address `name@example.org`.
    pub async fn active(&self, name: &str) -> PersonId {
        let mut tx = self.system().await;
        let new = NewPerson {
            archetype: "customer".to_owned(),
            given_name: name.to_owned(),
            family_name: "Person".to_owned(),
            email: Some(format!("{}@example.org", name.to_lowercase())),
            ..NewPerson::default()
        };
        let id = create::create(&mut tx, &new).await.unwrap();
        assert!(change_state::activate(&mut tx, id).await.unwrap());
        tx.commit().await.unwrap();
        id
    }

    /// As many active people as there are names.
    pub async fn all<const N: usize>(&self, names: [&str; N]) -> [PersonId; N] {
        let mut ids = [PersonId(uuid::Uuid::nil()); N];
        for (id, name) in ids.iter_mut().zip(names) {
            *id = self.active(name).await;
        }
        ids
    }

    pub async fn give(&self, person: PersonId, role: SystemRole) -> RoleId {
        let mut tx = self.system().await;
        let role = roles::system(&mut tx, role).await.unwrap().id;
        self.give_in(&mut tx, person, role, Scope::Tenant).await;
        tx.commit().await.unwrap();
        role
    }

    pub async fn role(&self, name: &str, permissions: &[Permission]) -> RoleId {
        let mut tx = self.system().await;
        let grants = permissions.iter().copied().collect();
        let definition = roles::Definition { name: name.to_owned(), description: String::new(), grants };
        let role = permissions::define(&mut tx, &definition).await.unwrap();
        tx.commit().await.unwrap();
        role
    }

    pub async fn let_do(&self, person: PersonId, permissions: &[Permission], scope: Scope) {
        let role = self.role(&format!("role {}", uuid::Uuid::from_u128(self.roles().await)), permissions).await;
        let mut tx = self.system().await;
        self.give_in(&mut tx, person, role, scope).await;
        tx.commit().await.unwrap();
    }

    async fn roles(&self) -> u128 {
        let mut tx = self.system().await;
        roles::all(&mut tx).await.unwrap().len() as u128
    }

    async fn give_in(&self, tx: &mut Transaction, person: PersonId, role: RoleId, scope: Scope) {
        let given = Given { role, scope, starts_at: None, ends_at: None, reason: "Needed".to_owned(), origin: "test" };
        permissions::give(tx, person, &given).await.unwrap();
    }

    pub async fn administrator(&self, name: &str) -> PersonId {
        let id = self.active(name).await;
        self.give(id, SystemRole::TenantAdministrator).await;
        id
    }

    pub async fn suspend(&self, person: PersonId, reason: &str) {
        let mut tx = self.system().await;
        change_state::suspend(&mut tx, person, reason).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn state(&self, person: PersonId) -> LifecycleState {
        let mut tx = self.system().await;
        find::by_id(&mut tx, person).await.unwrap().unwrap().lifecycle_state
    }

    pub async fn group(&self, name: &str) -> GroupId {
        let mut tx = self.system().await;
        let id = directory::groups::make(&mut tx, name, None).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn join(&self, group: GroupId, person: PersonId) {
        let mut tx = self.system().await;
        directory::groups::join(&mut tx, group, person, None).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn is_member(&self, group: GroupId, person: PersonId) -> bool {
        let mut tx = self.system().await;
        directory::groups::membership::of(&mut tx, group, person).await.unwrap().is_some()
    }

    pub async fn organisation(&self, name: &str) -> OrganisationId {
        let mut tx = self.system().await;
        let new = organisations::New { name: name.to_owned(), kind: "team".to_owned(), parent: None };
        let id = organisations::add(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn place_in(&self, organisation: OrganisationId, person: PersonId) {
        let mut tx = self.system().await;
        let wanted = directory::affiliations::edit::Wanted {
            archetype: "customer".to_owned(),
            organisation: Some(organisation),
            starts_on: tx.now().date_naive(),
            ends_on: None,
        };
        directory::affiliations::edit::give(&mut tx, person, &wanted).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Asks for a change and finds out who is meant.
    pub async fn prepared(&self, by: PersonId, action: Action, selection: &Selection) -> BulkId {
        let id = self.asked(by, action, selection).await.unwrap();
        self.work(id).await;
        id
    }

    pub async fn asked(
        &self,
        by: PersonId,
        action: Action,
        selection: &Selection,
    ) -> Result<BulkId, AuthenticationError> {
        let mut tx = self.begin_as(by).await;
        let tenant = Arc::new(manage::own(&mut tx).await.unwrap());
        let place = Place { tenant, base: "https://id.example/t/bank".to_owned() };
        let id = prepare::prepare(&mut tx, &place, action, selection, "Spring cleaning").await?;
        tx.commit().await.unwrap();
        Ok(id)
    }

    pub async fn start(&self, by: PersonId, id: BulkId) -> Result<(), AuthenticationError> {
        let mut tx = self.begin_as(by).await;
        steps::start(&mut tx, id).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    pub async fn cancel(&self, by: PersonId, id: BulkId) -> Result<(), AuthenticationError> {
        let mut tx = self.begin_as(by).await;
        steps::cancel(&mut tx, id).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    pub async fn undo(&self, by: PersonId, id: BulkId) -> Result<(), AuthenticationError> {
        let mut tx = self.begin_as(by).await;
        steps::undo(&mut tx, id).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    /// Does all there is to do.
    pub async fn work(&self, id: BulkId) {
        while self.step(id).await {}
    }

    pub async fn step(&self, id: BulkId) -> bool {
        run::step(self.database(), &Caller::system(self.tenant, run::KIND), id).await.unwrap()
    }

    /// Asked for, looked at, begun and done.
    pub async fn done(&self, by: PersonId, action: Action, selection: &Selection) -> BulkId {
        let id = self.prepared(by, action, selection).await;
        self.start(by, id).await.unwrap();
        self.work(id).await;
        id
    }

    pub async fn change(&self, id: BulkId) -> Change {
        let mut tx = self.database().read(&self.system_caller()).await.unwrap();
        look::find(&mut tx, id).await.unwrap()
    }

    /// Everybody in a change: what became of them, and why.
    pub async fn items(&self, id: BulkId) -> BTreeMap<PersonId, (ItemState, Option<String>)> {
        let mut tx = self.database().read(&self.system_caller()).await.unwrap();
        let mut all = BTreeMap::new();
        for state in ItemState::ALL {
            let (items, next) = look::items(&mut tx, id, state, None).await.unwrap();
            assert_eq!(next, None);
            all.extend(items.into_iter().map(|item| (item.person_id, (item.state, item.code))));
        }
        all
    }

    /// The trail's entries of a kind, newest first.
    pub async fn entries(&self, kind: &str) -> Vec<Recorded> {
        let mut tx = self.database().read(&self.system_caller()).await.unwrap();
        Trail::search(&mut tx, &Filter { kind: Some(kind.to_owned()), ..Filter::default() }).await.unwrap().entries
    }
}

pub async fn tenant(test: &TestDatabase, slug: &str) -> TenantId {
    let operator = Caller::system(TenantId::PLATFORM, "test");
    let new = NewTenant { slug: slug.to_owned(), name: slug.to_owned(), settings: Settings::default() };
    tenants::create::create(&test.database, &operator, &new).await.unwrap()
}

/// These and nobody else.
pub fn only(chosen: &[PersonId]) -> Selection {
    Selection { chosen: chosen.to_vec(), ..Selection::default() }
}

/// What became of somebody.
pub fn was(state: ItemState, code: &str) -> (ItemState, Option<String>) {
    (state, Some(code).filter(|code| !code.is_empty()).map(str::to_owned))
}
