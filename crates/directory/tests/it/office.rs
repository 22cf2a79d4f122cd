//! What the tests share: a tenant made as an operator makes one, people with the rights the database says they have.

use std::collections::BTreeMap;
use std::time::Duration;

use audit::{Filter, Recorded, Trail};
use chrono::TimeDelta;
use database::testing::TestDatabase;
use database::{Database, Transaction};
use directory::attributes::{self, NewAttribute, PersonMay, ValueType};
use directory::people::create::{self, NewPerson};
use directory::people::edit::{self, Profile};
use directory::people::find::{self, Dossier};
use directory::people::{LifecycleState, change_state, count};
use directory::tenants::create::NewTenant;
use directory::{DirectoryError, Settings, tenants};
use foundation::{Actor, Caller, Kind, Origin, Permission, PersonId, SourceId, TenantId};
use permissions::{Given, Scope, SystemRole};

database::statements! {
    ADD_SESSION: tenant = "INSERT INTO session (tenant_id, digest, id, person_id, created_at, authenticated_at, last_seen_at, idle_until, absolute_until, device, network, amr, rights)
        VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $6, '', '', 'pwd', '')";
    SESSIONS: tenant = "SELECT count(*) AS amount FROM session WHERE tenant_id = $1 AND person_id = $2";
    ADD_SOURCE: tenant = "INSERT INTO source (tenant_id, id, name, name_key, kind, mapping, created_at) VALUES ($1, $2, $3, $3, 'upload', '{}', $4)";
}

#[derive(sqlx::FromRow)]
struct Amount {
    amount: i64,
}

/// A tenant with its roles and archetypes.
pub struct Office {
    pub test: TestDatabase,
    pub tenant: TenantId,
}

/// The operators' own caller.
pub fn operator() -> Caller {
    Caller::system(TenantId::PLATFORM, "test")
}

pub fn values(given: &[(&str, &str)]) -> BTreeMap<String, String> {
    given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Somebody new with a name and an address.
pub fn new_person(given: &str, family: &str, email: &str) -> NewPerson {
    NewPerson {
        archetype: "customer".to_owned(),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        email: Some(email.to_owned()).filter(|email| !email.is_empty()),
        ..NewPerson::default()
    }
}

/// An attribute of plain text that only staff changes and nobody is found by.
pub fn attribute(name: &str) -> NewAttribute {
    NewAttribute {
        name: name.to_owned(),
        value_type: ValueType::Text,
        labels: BTreeMap::from([("en".to_owned(), name.to_owned())]),
        choices: Vec::new(),
        is_required: false,
        is_unique: false,
        is_searchable: false,
        is_sensitive: false,
        person_may: PersonMay::See,
        limits: attributes::Limits::default(),
    }
}

/// The fields and codes of a refusal, in order.
pub fn problems<T: std::fmt::Debug>(outcome: Result<T, DirectoryError>) -> Vec<(String, &'static str)> {
    match outcome {
        Err(DirectoryError::Invalid(found)) => found.into_iter().map(|problem| (problem.field, problem.code)).collect(),
        other => panic!("{other:?}"),
    }
}

pub fn is_refused<T>(outcome: Result<T, DirectoryError>) -> bool {
    matches!(outcome.map(drop), Err(error) if error.kind() == Kind::Forbidden)
}

impl Office {
    pub async fn open(test: TestDatabase) -> Self {
        let tenant = tenant(&test, "bank").await;
        Self { test, tenant }
    }

    pub fn database(&self) -> &Database {
        &self.test.database
    }

    pub fn wait(&self, step: TimeDelta) {
        self.test.clock.advance(step);
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
        let caller = Caller::anonymous(self.tenant, Origin::default());
        Caller {
            actor: Actor::Person(person),
            permissions: rights.tenant,
            own_permissions: rights.own,
            circles: rights.circles.into(),
            proved: foundation::SensitiveSet::ALL,
            ..caller
        }
    }

    pub async fn begin_as(&self, person: PersonId) -> Transaction {
        self.database().begin(&self.caller(person).await).await.unwrap()
    }

    pub async fn read_as(&self, person: PersonId) -> Transaction {
        self.database().read(&self.caller(person).await).await.unwrap()
    }

    pub async fn create(&self, new: &NewPerson) -> Result<PersonId, DirectoryError> {
        let mut tx = self.system().await;
        let id = create::create(&mut tx, new).await?;
        tx.commit().await.unwrap();
        Ok(id)
    }

    /// Somebody invited, with the address `given@example.org`.
    pub async fn person(&self, given: &str, family: &str) -> PersonId {
        let email = format!("{}@example.org", foundation::text::search_key(given).replace(' ', "."));
        self.create(&new_person(given, family, &email)).await.unwrap()
    }

    pub async fn active(&self, given: &str, family: &str) -> PersonId {
        let id = self.person(given, family).await;
        let mut tx = self.system().await;
        assert!(change_state::activate(&mut tx, id).await.unwrap());
        tx.commit().await.unwrap();
        id
    }

    pub async fn give(&self, person: PersonId, role: SystemRole) {
        let mut tx = self.system().await;
        let role = permissions::roles::system(&mut tx, role).await.unwrap().id;
        self.give_role(&mut tx, person, role).await;
        tx.commit().await.unwrap();
    }

    /// Exactly these permissions, in a scope.
    pub async fn let_do(&self, person: PersonId, permissions: &[Permission], scope: Scope) {
        let mut tx = self.system().await;
        let definition = permissions::roles::Definition {
            name: format!("role {}", tx.new_id::<uuid::Uuid>()),
            description: String::new(),
            grants: permissions.iter().copied().collect(),
        };
        let role = permissions::define(&mut tx, &definition).await.unwrap();
        self.give_role_in(&mut tx, person, role, scope).await;
        tx.commit().await.unwrap();
    }

    async fn give_role(&self, tx: &mut Transaction, person: PersonId, role: foundation::RoleId) {
        self.give_role_in(tx, person, role, Scope::Tenant).await;
    }

    async fn give_role_in(&self, tx: &mut Transaction, person: PersonId, role: foundation::RoleId, scope: Scope) {
        let given = Given { role, scope, starts_at: None, ends_at: None, reason: "Needed".to_owned(), origin: "test" };
        permissions::give(tx, person, &given).await.unwrap();
    }

    pub async fn staff(&self, name: &str, role: SystemRole) -> PersonId {
        let id = self.active(name, "Staff").await;
        self.give(id, role).await;
        id
    }

    /// Staff with exactly these permissions.
    pub async fn staff_who_may(&self, name: &str, permissions: &[Permission]) -> PersonId {
        let id = self.active(name, "Staff").await;
        let mut tx = self.system().await;
        let definition = permissions::roles::Definition {
            name: format!("role of {name}"),
            description: String::new(),
            grants: permissions.iter().copied().collect(),
        };
        let role = permissions::define(&mut tx, &definition).await.unwrap();
        self.give_role(&mut tx, id, role).await;
        tx.commit().await.unwrap();
        id
    }

    pub async fn define(&self, new: &NewAttribute) -> Result<(), DirectoryError> {
        let mut tx = self.system().await;
        attributes::define(&mut tx, new).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    /// Everything about a person, past every permission.
    pub async fn look(&self, person: PersonId) -> Dossier {
        let mut tx = self.database().read(&self.system_caller()).await.unwrap();
        find::dossier(&mut tx, person).await.unwrap()
    }

    pub async fn state(&self, person: PersonId) -> LifecycleState {
        self.look(person).await.person.lifecycle_state
    }

    pub async fn edit_own(&self, person: PersonId, profile: &Profile) -> Result<(), DirectoryError> {
        let mut tx = self.begin_as(person).await;
        edit::own(&mut tx, profile).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    pub async fn edit(&self, by: PersonId, person: PersonId, profile: &Profile) -> Result<(), DirectoryError> {
        let mut tx = self.begin_as(by).await;
        edit::by_staff(&mut tx, person, profile).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    pub async fn suspend(&self, by: PersonId, person: PersonId) -> Result<(), DirectoryError> {
        suspend_as(self.database(), &self.caller(by).await, person).await
    }

    pub async fn reactivate(&self, by: PersonId, person: PersonId) -> Result<(), DirectoryError> {
        let mut tx = self.begin_as(by).await;
        change_state::reactivate(&mut tx, person).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    pub async fn counts(&self) -> count::Counts {
        let mut tx = self.database().read(&self.system_caller()).await.unwrap();
        count::count(&mut tx).await.unwrap()
    }

    /// The trail's entries of a kind, newest first.
    pub async fn entries(&self, kind: &str) -> Vec<Recorded> {
        let mut tx = self.database().read(&self.system_caller()).await.unwrap();
        Trail::search(&mut tx, &Filter { kind: Some(kind.to_owned()), ..Filter::default() }).await.unwrap().entries
    }

    pub async fn add_session(&self, person: PersonId) {
        let mut tx = self.system().await;
        let (digest, id, now) = (tx.randomness().bytes::<32>().to_vec(), tx.new_id::<uuid::Uuid>(), tx.now());
        tx.sql(ADD_SESSION)
            .bind(digest)
            .bind(id)
            .bind(person)
            .bind(now)
            .bind(now + TimeDelta::days(1))
            .execute()
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn sessions(&self, person: PersonId) -> i64 {
        let mut tx = self.system().await;
        tx.sql(SESSIONS).bind(person).fetch_one::<Amount>().await.unwrap().amount
    }

    pub async fn source(&self, name: &str) -> SourceId {
        let mut tx = self.system().await;
        let (id, now) = (tx.new_id::<SourceId>(), tx.now());
        tx.sql(ADD_SOURCE).bind(id).bind(name).bind(now).execute().await.unwrap();
        tx.commit().await.unwrap();
        id
    }
}

pub async fn tenant(test: &TestDatabase, slug: &str) -> TenantId {
    let new = NewTenant { slug: slug.to_owned(), name: slug.to_owned(), settings: Settings::default() };
    tenants::create::create(&test.database, &operator(), &new).await.unwrap()
}

pub async fn suspend_as(database: &Database, caller: &Caller, person: PersonId) -> Result<(), DirectoryError> {
    let mut tx = database.begin(caller).await.unwrap();
    change_state::suspend(&mut tx, person, "Left without notice").await?;
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

/// Waits until somebody waits for somebody else's lock. SQLite's second writer waits before it begins.
pub async fn until_one_waits(test: &TestDatabase) {
    if test.database.file().is_some() {
        return;
    }
    let waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let watching = async {
        while test.number(waiting).await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), watching).await.expect("somebody waits");
}
