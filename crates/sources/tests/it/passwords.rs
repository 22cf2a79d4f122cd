//! People who bring the hash of their password along.

use std::sync::Arc;

use authentication::password::phc::Cost;
use authentication::{Authentication, AuthenticationError, Hasher, HasherSettings, Place};
use database::on_each_database;
use directory::tenants;
use foundation::{Caller, Locale, Origin, Randomness, Secret};
use sources::State;
use sources::mapping::{MappingProblem, Target};

use crate::desk::{Desk, counts, mapping};

database::statements! {
    PASSWORDS: tenant = "SELECT n.shown, p.lifecycle_state, w.phc FROM person p JOIN sign_in_name n ON n.tenant_id = p.tenant_id AND n.person_id = p.id
        LEFT JOIN password_credential w ON w.tenant_id = p.tenant_id AND w.person_id = p.id WHERE p.tenant_id = $1 ORDER BY n.shown";
}

#[derive(sqlx::FromRow)]
struct Row {
    shown: String,
    lifecycle_state: String,
    phc: Option<String>,
}

const PASSWORD: &str = "Grüße, 7 Zwerge!";
/// Made by Django 5, libxcrypt and Keycloak's rules.
const DJANGO: &str = "pbkdf2_sha256$1000$seasalt$tkBGwZFwnFltXfXZRV9NVU4cdb/l4JpwUYXYxZU5tug=";
const BCRYPT: &str = "$2b$05$abcdefghijklmnopqrstuuESdCDMdmLExAFg2wUDxV7tyj.qCTVry";

impl Desk {
    async fn passwords(&self) -> Vec<(String, String, Option<String>)> {
        let mut tx = self.database.read(&self.system()).await.unwrap();
        let rows: Vec<Row> = tx.sql(PASSWORDS).fetch_all().await.unwrap();
        rows.into_iter().map(|row| (row.shown, row.lifecycle_state, row.phc)).collect()
    }

    async fn sign_in(&self, name: &str, password: &str) -> Result<(), AuthenticationError> {
        let cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
        let settings = HasherSettings { slots: 1, queue: 8, cost };
        let hasher = Arc::new(Hasher::start(settings, Randomness::seeded(3)).unwrap());
        let tenant = tenants::manage::own(&mut self.database.read(&self.system()).await.unwrap()).await.unwrap();
        let place = Place { tenant: Arc::new(tenant), base: "https://id.example/t/bank".to_owned() };
        let caller = Caller::anonymous(self.tenant, Origin::default());
        let secret = Secret::new(password.to_owned());
        let authentication = Authentication::new(self.database.clone(), hasher);
        authentication.sign_in(&caller, &place, Locale::En, name, &secret).await.map(drop)
    }
}

on_each_database! {
    async fn they_sign_in_with_it_and_it_is_made_anew(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let targets = mapping(&[("id", Target::ExternalId), ("name", Target::FamilyName), ("email", Target::Email), ("password", Target::PasswordHash)]);
        let file = format!("id,name,email,password\n1,Ada,ada@example.org,{DJANGO}\n2,Bea,bea@example.org,{BCRYPT}\n3,Cid,cid@example.org,\n4,Dan,dan@example.org,in clear text\n5,Eve,eve@example.org,$2b$31$abcdefghijklmnopqrstuuESdCDMdmLExAFg2wUDxV7tyj.qCTVry\n");
        let id = desk.upload("Old system", "people.csv", file.as_bytes()).await.unwrap();
        let described = desk.describe(id).await.unwrap();
        assert_eq!(described.mapping.target("password"), &Target::Ignore, "somebody decides that");
        assert!(described.sample.iter().all(|row| !row.cells.concat().contains('$')), "{:?}", described.sample);
        desk.map(id, &targets).await.unwrap();
        let refused: Vec<_> = desk.preview(id).await.unwrap().problems.into_iter().map(|p| (p.line, p.column, p.code, p.given)).collect();
        let bad = |line, code: &str| (line, "password".to_owned(), code.to_owned(), String::new());
        assert_eq!(refused, [bad(5, "not-a-hash"), bad(6, "hash-too-costly")], "what was given is not shown");
        desk.start(id).await.unwrap();
        let import = desk.finish(id).await;
        assert_eq!((import.state, import.counts), (State::Done, counts(3, 0, 0, 2)));
        let owned = |name: &str, state: &str, phc: Option<&str>| (name.to_owned(), state.to_owned(), phc.map(str::to_owned));
        assert_eq!(desk.passwords().await, [
            owned("ada@example.org", "active", Some(DJANGO)),
            owned("bea@example.org", "active", Some(BCRYPT)),
            owned("cid@example.org", "invited", None),
        ]);

        for name in ["ada@example.org", "bea@example.org"] {
            assert!(matches!(desk.sign_in(name, "Grüße, 8 Zwerge!").await, Err(AuthenticationError::WrongCredentials)));
            for _ in 0..2 {
                desk.sign_in(name, PASSWORD).await.unwrap();
            }
        }
        let anew = desk.passwords().await;
        assert!(anew[..2].iter().all(|(_, _, phc)| phc.as_ref().unwrap().starts_with("$argon2id$")), "{anew:?}");

        // The same file again gives nobody the old one back.
        let again = desk.upload("Old system", "people.csv", file.as_bytes()).await.unwrap();
        desk.map(again, &targets).await.unwrap();
        desk.start(again).await.unwrap();
        assert_eq!(desk.finish(again).await.counts, counts(0, 0, 3, 2));
        assert_eq!(desk.passwords().await, anew);
    }

    async fn a_column_of_passwords_is_nothing_else(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let id = desk.upload("CRM", "people.csv", b"id,name,Passwort\n1,Ada,geheim\n").await.unwrap();
        let targets = mapping(&[("id", Target::ExternalId), ("name", Target::FamilyName), ("Passwort", Target::Phone)]);
        let error = desk.map(id, &targets).await.unwrap_err();
        assert!(matches!(&error, sources::ImportError::Mapping(found) if found == &[MappingProblem::Password("Passwort".to_owned())]), "{error:?}");
    }
}
