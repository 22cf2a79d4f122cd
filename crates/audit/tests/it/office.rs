//! What the tests share: a tenant, callers, entries, and hands on the bare tables.

use std::net::IpAddr;
use std::sync::Arc;

use audit::{Entry, Report, Sealer, Stream, verify};
use database::testing::TestDatabase;
use database::{Database, Settings};
use foundation::{Actor, Caller, EventId, Origin, Permission, PermissionSet, PersonId, Randomness, TenantId};
use uuid::Uuid;

pub fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(0xA0DA_0000 + number))
}

/// A person at a browser, with some permissions.
pub fn caller(tenant: TenantId, who: PersonId, permissions: &[Permission]) -> Caller {
    let permissions: PermissionSet = permissions.iter().copied().collect();
    let proved = foundation::SensitiveSet::ALL;
    Caller { actor: Actor::Person(who), permissions, proved, ..Caller::anonymous(tenant, origin()) }
}

pub fn origin() -> Origin {
    let address: IpAddr = "192.0.2.77".parse().unwrap();
    Origin { address: Some(address), device: Arc::from("Firefox on Linux"), request: Arc::from("req-7") }
}

pub fn auditor(tenant: TenantId) -> Caller {
    caller(tenant, person(900), &[Permission::SeeAudit, Permission::SeeProfiles, Permission::ExportAudit])
}

pub async fn record(database: &Database, caller: &Caller, entry: Entry) -> EventId {
    let mut tx = database.begin(caller).await.unwrap();
    let id = audit::record(&mut tx, entry).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A change of a person's name, which is of class long.
pub fn renamed(who: PersonId) -> Entry {
    Entry::new("person.changed", Stream::Administration).subject(who).reason("Married").change(
        "family_name",
        Some("Byron"),
        Some("Lovelace"),
    )
}

/// `amount` sealed entries of class long about as many people, in batches of at most `batch`.
pub async fn sealed(test: &TestDatabase, tenant: TenantId, amount: usize, batch: usize) -> Vec<EventId> {
    let by = caller(tenant, person(1), &[]);
    let mut ids = Vec::new();
    for number in 0..amount {
        test.clock.advance(chrono::TimeDelta::milliseconds(40));
        ids.push(record(&test.database, &by, renamed(person(100 + number as u128))).await);
        if ids.len() % batch == 0 {
            Sealer::seal_once(&test.database).await.unwrap();
        }
    }
    Sealer::seal_once(&test.database).await.unwrap();
    assert_eq!(test.number("SELECT count(*) FROM audit_pending").await, 0);
    ids
}

pub async fn check(test: &TestDatabase) -> Report {
    verify(&test.database, None, &[], None).await.unwrap()
}

/// Another node on the same data. SQLite serves one process, so there it is the same one.
pub async fn second_node(test: &TestDatabase) -> Database {
    if test.database.file().is_some() {
        return test.database.clone();
    }
    let randomness = Randomness::seeded(77);
    let vault = database::testing::vault(&randomness);
    Database::open(&Settings::at(&test.url), test.clock.clone(), randomness, vault).await.unwrap()
}

/// An id as a literal of SQL.
pub fn literal(test: &TestDatabase, id: Uuid) -> String {
    if test.database.file().is_some() { format!("X'{}'", id.simple()) } else { format!("'{id}'") }
}

/// Bytes as a literal of SQL.
pub fn bytes(test: &TestDatabase, bytes: &str) -> String {
    if test.database.file().is_some() { format!("X'{bytes}'") } else { format!("'\\x{bytes}'") }
}

/// The table that holds the rows of class long in March 2026, when the tests begin.
pub fn march(test: &TestDatabase) -> &'static str {
    if test.database.file().is_some() { "audit_event_long_2026_03" } else { "audit_event" }
}
