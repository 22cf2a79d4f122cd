//! Two at the same moment: the same unique value, the same name, administrators who suspend each other.

use std::sync::Arc;

use database::on_each_database;
use directory::attributes::{NewAttribute, PersonMay};
use directory::people::create::{self, NewPerson};
use directory::people::edit::{self, Profile};
use directory::{DirectoryError, LifecycleState};
use permissions::{PermissionError, SystemRole};
use tokio::sync::Barrier;

use crate::office::{Office, attribute, new_person, problems, suspend_as, until_one_waits, values};

on_each_database! {
    async fn of_two_who_take_a_unique_value_at_once_one_gets_it(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&NewAttribute { is_unique: true, person_may: PersonMay::Edit, ..attribute("number") }).await.unwrap();
        let (grace, alan) = (office.active("Grace", "Hopper").await, office.active("Alan", "Turing").await);
        let profile = |name: &str, number: &str| Profile { given_name: name.to_owned(), attributes: values(&[("number", number)]), ..Profile::default() };
        let mut tx = office.begin_as(grace).await;
        edit::own(&mut tx, &profile("Grace", "K-7")).await.unwrap();
        let (database, caller, wanted) = (office.database().clone(), office.caller(alan).await, profile("Alan", "k-7"));
        let late = tokio::spawn(async move {
            let mut tx = database.begin(&caller).await.unwrap();
            edit::own(&mut tx, &wanted).await
        });
        until_one_waits(&office.test).await;
        tx.commit().await.unwrap();
        assert_eq!(problems(late.await.unwrap()), [("attribute.number".to_owned(), "taken")]);
        assert_eq!(office.test.number("SELECT count(*) FROM person_attribute_key").await, 1);
    }

    async fn of_many_who_come_with_the_same_name_and_number_one_comes(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&NewAttribute { is_unique: true, ..attribute("number") }).await.unwrap();
        for (case, same_name) in [true, false].into_iter().enumerate() {
            let line = Arc::new(Barrier::new(8));
            let mut running = Vec::new();
            for number in 0..8 {
                let email = if same_name { format!("same{case}@example.org") } else { format!("other{number}@example.org") };
                let own = if same_name { format!("K-{number}") } else { "K-same".to_owned() };
                let new = NewPerson { attributes: values(&[("number", &own)]), ..new_person("Eve", "Adams", &email) };
                let (database, caller, line) = (office.database().clone(), office.system_caller(), line.clone());
                running.push(tokio::spawn(async move {
                    line.wait().await;
                    let mut tx = database.begin(&caller).await.unwrap();
                    let id = create::create(&mut tx, &new).await?;
                    tx.commit().await.unwrap();
                    Ok::<_, DirectoryError>(id)
                }));
            }
            let mut came = 0;
            for outcome in running {
                match outcome.await.unwrap() {
                    Ok(_) => came += 1,
                    refused => {
                        let field = if same_name { "email" } else { "attribute.number" };
                        assert_eq!(problems(refused), [(field.to_owned(), "taken")]);
                    }
                }
            }
            assert_eq!(came, 1);
        }
        let counted = office.counts().await.total();
        assert_eq!((counted, office.test.number("SELECT count(*) FROM person").await), (2, 2), "the counters agree with the rows");
        assert_eq!(office.test.number("SELECT count(*) FROM sign_in_name").await, 2);
    }

    async fn administrators_who_suspend_each_other_leave_one(test: TestDatabase) {
        let office = Office::open(test).await;
        let (ada, bob) = (office.staff("Ada", SystemRole::TenantAdministrator).await, office.staff("Bob", SystemRole::TenantAdministrator).await);
        let (as_ada, as_bob) = (office.caller(ada).await, office.caller(bob).await);
        let mut tx = office.database().begin(&as_ada).await.unwrap();
        directory::people::change_state::suspend(&mut tx, bob, "Mine now").await.unwrap();
        let database = office.database().clone();
        let late = tokio::spawn(async move { suspend_as(&database, &as_bob, ada).await });
        until_one_waits(&office.test).await;
        tx.commit().await.unwrap();
        let late = late.await.unwrap();
        assert!(matches!(late, Err(DirectoryError::Rights(PermissionError::LastAdministrator))), "{late:?}");
        assert_eq!((office.state(ada).await, office.state(bob).await), (LifecycleState::Active, LifecycleState::Suspended));
    }

    /// One is suspended while another's role ends: the two ways to lose an administrator know of each other.
    async fn suspending_one_and_ending_the_others_role_leaves_one(test: TestDatabase) {
        let office = Office::open(test).await;
        let (ada, bob) = (office.staff("Ada", SystemRole::TenantAdministrator).await, office.staff("Bob", SystemRole::TenantAdministrator).await);
        let (as_ada, as_bob) = (office.caller(ada).await, office.caller(bob).await);
        let mut tx = office.system().await;
        let of_ada = permissions::of_person(&mut tx, ada).await.unwrap()[0].id;
        drop(tx);
        let mut tx = office.database().begin(&as_ada).await.unwrap();
        directory::people::change_state::suspend(&mut tx, bob, "Mine now").await.unwrap();
        let database = office.database().clone();
        let late = tokio::spawn(async move {
            let mut tx = database.begin(&as_bob).await.unwrap();
            permissions::end(&mut tx, ada, of_ada, "Mine then").await
        });
        until_one_waits(&office.test).await;
        tx.commit().await.unwrap();
        assert!(matches!(late.await.unwrap(), Err(PermissionError::LastAdministrator)));
    }

    async fn counters_survive_a_crowd(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let mut people = Vec::new();
        for number in 0..8 {
            people.push(office.active(&format!("Person {number}"), "Crowd").await);
        }
        let caller = office.caller(ada).await;
        let mut running = Vec::new();
        for person in people.clone() {
            let (database, caller) = (office.database().clone(), caller.clone());
            running.push(tokio::spawn(async move {
                suspend_as(&database, &caller, person).await.unwrap();
                let mut tx = database.begin(&caller).await.unwrap();
                directory::people::change_state::reactivate(&mut tx, person).await.unwrap();
                tx.commit().await.unwrap();
                suspend_as(&database, &caller, person).await.unwrap();
            }));
        }
        for outcome in running {
            outcome.await.unwrap();
        }
        let counts = office.counts().await;
        assert_eq!((counts.active, counts.invited, counts.suspended), (1, 0, 8));
    }
}
