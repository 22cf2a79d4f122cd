//! The desk of a clerk who imports, and what can be seen from it.

use std::time::Duration;

use database::Database;
use database::testing::TestDatabase;
use foundation::{Actor, Caller, ImportId, Origin, Permission, PersonId, TenantId};
use sources::file::FileLimits;
use sources::imports::describe::{Description, describe};
use sources::imports::map::map;
use sources::imports::preview::{Preview, preview};
use sources::imports::progress::progress;
use sources::imports::report::{self, report};
use sources::imports::run::{Pace, Run};
use sources::imports::start::start;
use sources::imports::upload::{From, upload};
use sources::mapping::{ColumnMapping, Mapping, Target};
use sources::{Counts, Import, ImportError, State};

database::statements! {
    /// Every record of a source with the person it became: what two databases are compared by.
    EXPORT: tenant = "SELECT s.name AS source, r.external_id, r.digest, p.given_name, p.family_name, p.display_name, p.lifecycle_state, p.archetype,
            (SELECT max(c.shown) FROM contact_address c WHERE c.tenant_id = $1 AND c.person_id = p.id AND c.kind = 'email') AS email,
            (SELECT max(c.shown) FROM contact_address c WHERE c.tenant_id = $1 AND c.person_id = p.id AND c.kind = 'phone') AS phone,
            (SELECT max(n.shown) FROM sign_in_name n WHERE n.tenant_id = $1 AND n.person_id = p.id) AS sign_in_name,
            (SELECT max(o.name) FROM affiliation a JOIN organisation o ON o.tenant_id = a.tenant_id AND o.id = a.organisation_id
                WHERE a.tenant_id = $1 AND a.person_id = p.id) AS organisation
        FROM source_record r JOIN source s ON s.tenant_id = r.tenant_id AND s.id = r.source_id JOIN person p ON p.tenant_id = r.tenant_id AND p.id = r.person_id
        WHERE r.tenant_id = $1 ORDER BY s.name, r.external_id";
    ENTRIES: tenant = "SELECT kind, count(*) AS amount FROM audit_event WHERE tenant_id = $1 GROUP BY kind ORDER BY kind";
}

/// A record and its person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Exported {
    pub source: String,
    pub external_id: String,
    pub digest: Vec<u8>,
    pub given_name: String,
    pub family_name: String,
    pub display_name: String,
    pub lifecycle_state: String,
    pub archetype: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub sign_in_name: Option<String>,
    pub organisation: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Entry {
    kind: String,
    amount: i64,
}

/// Slices small enough that little files have several.
pub const SMALL: Pace = Pace { writes: 3, patience: Duration::MAX, rows: 5 };

/// A clerk at work in a tenant.
pub struct Desk {
    pub database: Database,
    pub tenant: TenantId,
    pub clerk: Caller,
}

impl Desk {
    pub async fn new(test: &TestDatabase, slug: &str) -> Self {
        let tenant = test.tenant(slug).await;
        let permissions = [Permission::SeeSources, Permission::ImportPeople].into_iter().collect();
        let person = PersonId(test.database.randomness().uuid(test.database.now()));
        let clerk =
            Caller { actor: Actor::Person(person), permissions, ..Caller::anonymous(tenant, Origin::default()) };
        Self { database: test.database.clone(), tenant, clerk }
    }

    pub fn system(&self) -> Caller {
        Caller::system(self.tenant, "import.run")
    }

    pub async fn upload(&self, source: &str, file: &str, bytes: &[u8]) -> Result<ImportId, ImportError> {
        upload(&self.database, &self.clerk, From::Named(source.to_owned()), file, FileLimits::default(), bytes).await
    }

    pub async fn describe(&self, id: ImportId) -> Result<Description, ImportError> {
        describe(&mut self.database.read(&self.clerk).await?, id).await
    }

    pub async fn map(&self, id: ImportId, mapping: &Mapping) -> Result<(), ImportError> {
        let mut tx = self.database.begin(&self.clerk).await?;
        map(&mut tx, id, mapping).await?;
        Ok(tx.commit().await?)
    }

    pub async fn preview(&self, id: ImportId) -> Result<Preview, ImportError> {
        preview(&mut self.database.read(&self.clerk).await?, id).await
    }

    pub async fn start(&self, id: ImportId) -> Result<(), ImportError> {
        let mut tx = self.database.begin(&self.clerk).await?;
        start(&mut tx, id).await?;
        Ok(tx.commit().await?)
    }

    pub async fn progress(&self, id: ImportId) -> Import {
        progress(&mut self.database.read(&self.clerk).await.unwrap(), id).await.unwrap()
    }

    /// An upload with the mapping that is suggested, and started.
    pub async fn started(&self, source: &str, file: &str, bytes: &[u8]) -> ImportId {
        let id = self.upload(source, file, bytes).await.unwrap();
        let suggested = self.describe(id).await.unwrap().mapping;
        self.map(id, &suggested).await.unwrap();
        self.start(id).await.unwrap();
        id
    }

    pub async fn open(&self, id: ImportId, pace: Pace) -> Option<Run> {
        Run::open(&self.database, &self.system(), id, pace).await.unwrap()
    }

    /// Works on a started import until there is nothing left to do.
    pub async fn finish(&self, id: ImportId) -> Import {
        if let Some(mut run) = self.open(id, SMALL).await {
            while run.step().await.unwrap() {}
        }
        self.progress(id).await
    }

    /// The whole way of a file.
    pub async fn import(&self, source: &str, file: &str, bytes: &[u8]) -> Import {
        let id = self.started(source, file, bytes).await;
        let import = self.finish(id).await;
        assert_eq!((import.state, import.failure.as_deref()), (State::Done, None));
        assert_eq!(
            (import.rows_read, import.counts.rows(), import.percent()),
            (import.rows_total, import.rows_total, 100)
        );
        import
    }

    pub async fn export(&self) -> Vec<Exported> {
        let mut tx = self.database.read(&self.system()).await.unwrap();
        tx.sql(EXPORT).fetch_all().await.unwrap()
    }

    /// How many entries of a kind are in the audit trail.
    pub async fn entries(&self, kind: &str) -> i64 {
        let mut tx = self.database.read(&self.system()).await.unwrap();
        let entries: Vec<Entry> = tx.sql(ENTRIES).fetch_all().await.unwrap();
        entries.iter().find(|entry| entry.kind == kind).map_or(0, |entry| entry.amount)
    }

    /// The lines of the report without its header.
    pub async fn report(&self, id: ImportId, locale: foundation::Locale) -> Vec<Vec<String>> {
        let (mut text, mut after): (String, Option<report::Cursor>) = (String::new(), None);
        loop {
            let mut tx = self.database.begin(&self.clerk).await.unwrap();
            let chunk = report(&mut tx, id, locale, after).await.unwrap();
            tx.commit().await.unwrap();
            text.push_str(&chunk.text);
            after = chunk.next;
            if after.is_none() {
                break;
            }
        }
        let body = text.strip_prefix('\u{feff}').unwrap();
        let delimiter = if locale == foundation::Locale::De { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(body.as_bytes());
        assert_eq!(reader.headers().unwrap(), ["file", "row", "column", "code", "message", "given"].as_slice());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }
}

pub fn counts(created: u64, changed: u64, unchanged: u64, rejected: u64) -> Counts {
    Counts { created, changed, unchanged, rejected }
}

pub fn mapping(columns: &[(&str, Target)]) -> Mapping {
    let columns =
        columns.iter().map(|(column, target)| ColumnMapping { column: (*column).to_owned(), target: target.clone() });
    Mapping { archetype: "customer".to_owned(), columns: columns.collect() }
}

/// A file of `rows` people made of their number.
pub fn generated(rows: std::ops::Range<u32>) -> String {
    let mut text = "id,given name,family name,email\n".to_owned();
    for number in rows {
        text.push_str(&format!("C-{number:07},Given{number},Family{},p{number}@example.org\n", number % 977));
    }
    text
}
