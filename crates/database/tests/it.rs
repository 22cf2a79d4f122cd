//! The database on both engines: opening, tenants kept apart, partitions.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

use chrono::TimeDelta;
use database::testing::TestDatabase;
use database::{DbError, on_each_database};
use foundation::{Caller, PersonId, TenantId};

database::statements! {
    ADD: tenant = "INSERT INTO person (tenant_id, id, archetype, given_name, family_name, display_name, sort_key, lifecycle_state, attributes, created_at, updated_at)
        VALUES ($1, $2, 'customer', '', '', $3, $3, 'active', '{}', $4, $4)";
    NAMES: tenant = "SELECT display_name FROM person WHERE tenant_id = $1 ORDER BY sort_key";
    // What a mistake would look like: the tenant is named, but the condition is always true.
    LEAK: tenant = "SELECT display_name FROM person WHERE tenant_id = $1 OR display_name = display_name ORDER BY sort_key";
    EVENT: tenant = "INSERT INTO audit_event (tenant_id, class, at, id, stream, kind, outcome, actor_kind, actor_id, subject_id, object_kind, object_id, network, request, key_owner, sealed, digest)
        VALUES ($1, 'short', $2, $3, 's', 'k', 'done', 'system', NULL, NULL, NULL, NULL, '', '', $3, $4, $4)";
    EVENTS: tenant = "SELECT count(*) AS amount FROM audit_event WHERE tenant_id = $1";
}

#[derive(sqlx::FromRow)]
struct Name {
    display_name: String,
}

#[derive(sqlx::FromRow)]
struct Count {
    amount: i64,
}

async fn add(test: &TestDatabase, tenant: TenantId, name: &str) {
    let mut tx = test.database.begin(&Caller::system(tenant, "test")).await.unwrap();
    let (id, now) = (tx.new_id::<PersonId>(), tx.now());
    assert_eq!(tx.sql(ADD).bind(id).bind(name).bind(now).execute().await.unwrap(), 1);
    tx.commit().await.unwrap();
}

on_each_database! {
    async fn each_tenant_sees_its_own_rows(test: TestDatabase) {
        let (bank, school) = (test.tenant("bank").await, test.tenant("school").await);
        add(&test, bank, "Ada").await;
        add(&test, school, "Grace").await;
        let mut tx = test.database.read(&Caller::system(bank, "test")).await.unwrap();
        let names: Vec<Name> = tx.sql(NAMES).fetch_all().await.unwrap();
        assert_eq!(names.iter().map(|row| row.display_name.as_str()).collect::<Vec<_>>(), ["Ada"]);
        let leaked: Vec<Name> = tx.sql(LEAK).fetch_all().await.unwrap();
        // PostgreSQL's second wall holds where the statement is wrong; SQLite has only the first.
        let walls = if test.database.file().is_some() { 2 } else { 1 };
        assert_eq!(leaked.len(), walls);
    }

    /// Both walls go with the transaction into the other tenant.
    async fn work_in_two_tenants_commits_together(test: TestDatabase) {
        let (bank, school) = (test.tenant("bank").await, test.tenant("school").await);
        for is_committed in [false, true] {
            let mut tx = test.database.begin(&Caller::system(bank, "test")).await.unwrap();
            for (tenant, name) in [(bank, "Ada"), (school, "Grace")] {
                tx.go_on_in(Caller::system(tenant, "test")).await.unwrap();
                let (id, now) = (tx.new_id::<PersonId>(), tx.now());
                tx.sql(ADD).bind(id).bind(name).bind(now).execute().await.unwrap();
                let names: Vec<Name> = tx.sql(NAMES).fetch_all().await.unwrap();
                assert_eq!(names.iter().map(|row| row.display_name.as_str()).collect::<Vec<_>>(), [name]);
            }
            if is_committed {
                tx.commit().await.unwrap();
            }
        }
        assert_eq!(test.number("SELECT count(*) FROM person").await, 2);
    }

    /// A browser that goes away drops the request's future wherever it is.
    async fn what_is_given_up_while_it_begins_leaves_no_connection_inside(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let caller = Caller::system(bank, "test");
        // Every connection the test has for writing, each held until all were tried.
        let connections = if test.database.file().is_some() { 1 } else { 8 };
        // A little more patience each time, until a few have begun: so it was given up everywhere on the way.
        let (mut turns, mut begun) = (0, 0);
        while begun < 20 {
            let patience = async {
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                biased;
                _ = test.database.read(&caller) => begun += 1,
                () = patience => {}
            }
            turns += 4;
            let mut held = Vec::new();
            for _ in 0..connections {
                let mut tx = test.database.begin(&caller).await.unwrap();
                let (id, now) = (tx.new_id::<PersonId>(), tx.now());
                assert_eq!(tx.sql(ADD).bind(id).bind("Ada").bind(now).execute().await.unwrap(), 1);
                held.push(tx);
            }
        }
    }

    async fn work_without_a_commit_leaves_nothing(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let mut tx = test.database.begin(&Caller::system(bank, "test")).await.unwrap();
        let (id, now) = (tx.new_id::<PersonId>(), tx.now());
        tx.sql(ADD).bind(id).bind("Ada").bind(now).execute().await.unwrap();
        drop(tx);
        assert_eq!(test.number("SELECT count(*) FROM person").await, 0);
    }

    async fn a_forgotten_value_is_an_error_on_both(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let mut tx = test.database.begin(&Caller::system(bank, "test")).await.unwrap();
        let outcome = tx.sql(ADD).bind("only one").execute().await;
        assert!(matches!(outcome, Err(DbError::Arguments { expected: 4, given: 2, .. })), "{outcome:?}");
    }

    async fn audit_entries_find_their_partition_and_old_partitions_go(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        for month in 0..6 {
            test.database.maintain_audit_partitions().await.unwrap();
            let mut tx = test.database.begin(&Caller::system(bank, "test")).await.unwrap();
            let (id, now) = (tx.new_id::<PersonId>(), tx.now());
            tx.sql(EVENT).bind(now).bind(id).bind(vec![1_u8]).execute().await.unwrap();
            let count: Count = tx.sql(EVENTS).fetch_one().await.unwrap();
            // The class "short" keeps three whole months beside the current one.
            assert_eq!(count.amount, (month + 1).min(4));
            tx.commit().await.unwrap();
            test.clock.advance(TimeDelta::days(31));
        }
        let left_over = if test.database.file().is_some() { "audit_event_default" } else { "audit_event_short_default" };
        assert_eq!(test.number(&format!("SELECT count(*) FROM {left_over}")).await, 0);
    }
}

/// One process per SQLite file: a second is refused with the reason.
#[tokio::test]
async fn a_second_process_is_kept_out_of_a_sqlite_file() {
    let test = database::testing::sqlite().await;
    let randomness = foundation::Randomness::seeded(1);
    let vault = database::testing::vault(&randomness);
    let second =
        database::Database::open(&database::Settings::at(&test.url), test.clock.clone(), randomness, vault).await;
    assert!(matches!(second, Err(DbError::Setup(reason)) if reason.contains("another process")));
}
