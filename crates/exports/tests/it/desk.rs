//! A tenant with people in two schools, and those who take lists of them out.

use std::collections::BTreeMap;

use audit::{Filter, Trail};
use database::testing::TestDatabase;
use database::{Database, Transaction};
use directory::affiliations::edit::{self as affiliations, Wanted};
use directory::attributes::{self, Limits, NewAttribute, PersonMay, ValueType};
use directory::people::change_state;
use directory::people::create::{self, NewPerson};
use directory::people::walk::Selection;
use directory::tenants::create::NewTenant;
use directory::{Settings, organisations, tenants};
use exports::{Column, Export, ExportError, Format, download, run, see, start};
use foundation::{Actor, Caller, ExportId, OrganisationId, Origin, Permission, PersonId, SensitiveSet, TenantId};
use permissions::{Given, Scope};

/// What a clerk holds who sees everything and changes nothing.
pub const CLERK: [Permission; 4] =
    [Permission::SeePeople, Permission::SeeProfiles, Permission::SeeOrganisations, Permission::ExportPeople];

/// Somebody new, whose address is `given@example.org`.
pub fn somebody(given: &str, family: &str) -> NewPerson {
    NewPerson {
        archetype: "customer".to_owned(),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        email: Some(format!("{}@example.org", given.to_lowercase())),
        ..NewPerson::default()
    }
}

pub fn attribute(name: &str, is_sensitive: bool) -> NewAttribute {
    NewAttribute {
        name: name.to_owned(),
        value_type: ValueType::Text,
        labels: BTreeMap::from([("en".to_owned(), name.to_owned())]),
        choices: Vec::new(),
        is_required: false,
        is_unique: false,
        is_searchable: false,
        is_sensitive,
        person_may: PersonMay::See,
        limits: Limits::default(),
    }
}

/// A tenant at work.
pub struct Desk {
    pub database: Database,
    pub tenant: TenantId,
}

impl Desk {
    pub async fn new(test: &TestDatabase, slug: &str) -> Self {
        let new = NewTenant { slug: slug.to_owned(), name: slug.to_owned(), settings: Settings::default() };
        let operator = Caller::system(TenantId::PLATFORM, "test");
        let tenant = tenants::create::create(&test.database, &operator, &new).await.unwrap();
        Self { database: test.database.clone(), tenant }
    }

    pub fn system(&self) -> Caller {
        Caller::system(self.tenant, run::KIND)
    }

    pub async fn begin(&self) -> Transaction {
        self.database.begin(&self.system()).await.unwrap()
    }

    /// The person as their request would be.
    pub async fn caller(&self, person: PersonId) -> Caller {
        let mut tx = self.database.read(&self.system()).await.unwrap();
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

    pub async fn add(&self, new: &NewPerson) -> PersonId {
        let mut tx = self.begin().await;
        let id = create::create(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Somebody active who holds permissions in a scope.
    pub async fn staff(&self, given: &str, held: &[(&[Permission], Scope)]) -> PersonId {
        let id = self.add(&somebody(given, "Staff")).await;
        let mut tx = self.begin().await;
        change_state::activate(&mut tx, id).await.unwrap();
        for (grants, scope) in held {
            let definition = permissions::roles::Definition {
                name: format!("role {}", tx.new_id::<uuid::Uuid>()),
                description: String::new(),
                grants: grants.iter().copied().collect(),
            };
            let role = permissions::define(&mut tx, &definition).await.unwrap();
            let given = Given {
                role,
                scope: *scope,
                starts_at: None,
                ends_at: None,
                reason: "Needed".to_owned(),
                origin: "test",
            };
            permissions::give(&mut tx, id, &given).await.unwrap();
        }
        tx.commit().await.unwrap();
        id
    }

    pub async fn organisation(&self, name: &str, parent: Option<OrganisationId>) -> OrganisationId {
        let mut tx = self.begin().await;
        let new = organisations::New { name: name.to_owned(), kind: "school".to_owned(), parent };
        let id = organisations::add(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn affiliate(&self, person: PersonId, organisation: OrganisationId) {
        let mut tx = self.begin().await;
        let starts_on = "2026-01-01".parse().unwrap();
        let wanted =
            Wanted { archetype: "customer".to_owned(), organisation: Some(organisation), starts_on, ends_on: None };
        affiliations::give(&mut tx, person, &wanted).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn define(&self, new: &NewAttribute) {
        let mut tx = self.begin().await;
        attributes::define(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn start(
        &self,
        caller: &Caller,
        selection: &Selection,
        columns: &[&str],
        format: Format,
    ) -> Result<ExportId, ExportError> {
        let columns: Vec<Column> = columns.iter().map(|word| Column::from_word(word).unwrap()).collect();
        let mut tx = self.database.begin(caller).await?;
        let id = start::start(&mut tx, selection, &columns, format).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Works on an export, so many people at once, until there is nothing left to do.
    pub async fn work(&self, id: ExportId, piece: usize) {
        while run::step(&self.database, &self.system(), id, piece).await.unwrap() {}
    }

    pub async fn see(&self, caller: &Caller, id: ExportId) -> Result<Export, ExportError> {
        see::one(&mut self.database.read(caller).await?, id).await
    }

    /// The file, as it is downloaded.
    pub async fn file(&self, caller: &Caller, id: ExportId) -> Result<String, ExportError> {
        let mut tx = self.database.begin(caller).await?;
        let (_, mut chunk) = download::begin(&mut tx, id).await?;
        tx.commit().await?;
        let mut bytes = std::mem::take(&mut chunk.bytes);
        while let Some(after) = chunk.next {
            chunk = download::go_on(&mut self.database.read(caller).await?, id, after).await?;
            bytes.append(&mut chunk.bytes);
        }
        Ok(String::from_utf8(bytes).unwrap())
    }

    /// The whole way of a file.
    pub async fn export(&self, person: PersonId, selection: &Selection, columns: &[&str], format: Format) -> String {
        let caller = self.caller(person).await;
        let id = self.start(&caller, selection, columns, format).await.unwrap();
        self.work(id, run::PIECE).await;
        self.file(&caller, id).await.unwrap()
    }

    /// How many entries of a kind are in the audit trail.
    pub async fn entries(&self, kind: &str) -> usize {
        let mut tx = self.database.read(&self.system()).await.unwrap();
        let filter = Filter { kind: Some(kind.to_owned()), ..Filter::default() };
        Trail::search(&mut tx, &filter).await.unwrap().entries.len()
    }
}
