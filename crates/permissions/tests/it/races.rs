//! Two administrators at the same moment.

use std::sync::Arc;
use std::time::Duration;

use database::on_each_database;
use database::testing::TestDatabase;
use foundation::{AssignmentId, Caller, PersonId};
use permissions::{PermissionError, SystemRole};
use tokio::sync::Barrier;

use crate::office::{Office, definition, end_as};

/// Waits until somebody waits for somebody else's lock. SQLite's second writer waits before it begins.
async fn until_one_waits(test: &TestDatabase) {
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

/// One has ended the other's role and not yet committed when the other does the same in turn.
async fn remove_each_other(
    office: &Office,
    first: (PersonId, PersonId, AssignmentId),
    second: (PersonId, PersonId, AssignmentId),
) {
    let (one, other) = (office.caller(first.0).await, office.caller(second.0).await);
    let mut tx = office.database().begin(&one).await.unwrap();
    permissions::end(&mut tx, first.1, first.2, "Leaves").await.unwrap();
    let database = office.database().clone();
    let late = tokio::spawn(async move { end_as(&database, &other, second.1, second.2).await });
    until_one_waits(&office.test).await;
    tx.commit().await.unwrap();
    let late = late.await.unwrap();
    assert!(matches!(late, Err(PermissionError::LastAdministrator)), "{late:?}");
}

on_each_database! {
    async fn two_administrators_who_remove_each_other_leave_one(test: TestDatabase) {
        let office = Office::open(test).await;
        let (ada, bob) = (office.with_role("Ada", SystemRole::TenantAdministrator).await, office.with_role("Bob", SystemRole::TenantAdministrator).await);
        let (of_ada, of_bob) = (office.held(ada).await[0].id, office.held(bob).await[0].id);
        remove_each_other(&office, (ada, bob, of_bob), (bob, ada, of_ada)).await;
        assert_eq!(office.administrators(&[ada, bob]).await, 1);
        assert!(office.rights(ada).await.allows(foundation::Permission::AssignRoles));
    }

    async fn in_the_other_order_the_other_one_stays(test: TestDatabase) {
        let office = Office::open(test).await;
        let (ada, bob) = (office.with_role("Ada", SystemRole::TenantAdministrator).await, office.with_role("Bob", SystemRole::TenantAdministrator).await);
        let (of_ada, of_bob) = (office.held(ada).await[0].id, office.held(bob).await[0].id);
        remove_each_other(&office, (bob, ada, of_ada), (ada, bob, of_bob)).await;
        assert!(office.rights(bob).await.allows(foundation::Permission::AssignRoles));
        assert_eq!(office.administrators(&[ada, bob]).await, 1);
    }

    async fn two_who_step_down_at_once_leave_one(test: TestDatabase) {
        let office = Office::open(test).await;
        let (ada, bob) = (office.with_role("Ada", SystemRole::TenantAdministrator).await, office.with_role("Bob", SystemRole::TenantAdministrator).await);
        let (of_ada, of_bob) = (office.held(ada).await[0].id, office.held(bob).await[0].id);
        remove_each_other(&office, (ada, ada, of_ada), (bob, bob, of_bob)).await;
        assert_eq!(office.administrators(&[ada, bob]).await, 1);
    }

    async fn of_ten_who_remove_each_other_in_a_ring_one_is_left(test: TestDatabase) {
        let office = Office::open(test).await;
        let mut people = Vec::new();
        for number in 0..10 {
            let person = office.with_role(&format!("Administrator {number}"), SystemRole::TenantAdministrator).await;
            people.push((person, office.held(person).await[0].id));
        }
        let line = Arc::new(Barrier::new(people.len()));
        let mut running = Vec::new();
        for (number, (by, _)) in people.iter().enumerate() {
            let (of, assignment) = people[(number + 1) % people.len()];
            let (database, caller, line) = (office.database().clone(), office.caller(*by).await, line.clone());
            running.push(tokio::spawn(async move {
                line.wait().await;
                end_as(&database, &caller, of, assignment).await
            }));
        }
        let mut ended = 0;
        for outcome in running {
            match outcome.await.unwrap() {
                Ok(()) => ended += 1,
                Err(PermissionError::LastAdministrator) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        let people: Vec<PersonId> = people.into_iter().map(|(person, _)| person).collect();
        assert_eq!((ended, office.administrators(&people).await), (9, 1));
    }

    async fn of_two_who_change_a_role_at_once_one_is_told(test: TestDatabase) {
        let office = Office::open(test).await;
        let role = office.own_role("desk", &[foundation::Permission::SeePeople]).await;
        let caller = Caller::system(office.tenant, "test");
        let mut tx = office.database().begin(&caller).await.unwrap();
        permissions::change(&mut tx, role, 1, &definition("front desk", &[foundation::Permission::SeePeople])).await.unwrap();
        let database = office.database().clone();
        let late = tokio::spawn(async move {
            let mut tx = database.begin(&caller).await.unwrap();
            permissions::change(&mut tx, role, 1, &definition("back desk", &[foundation::Permission::SeePeople])).await
        });
        until_one_waits(&office.test).await;
        tx.commit().await.unwrap();
        assert!(matches!(late.await.unwrap(), Err(PermissionError::ChangedMeanwhile)));
        assert_eq!(office.find(role).await.name, "front desk");
    }
}
