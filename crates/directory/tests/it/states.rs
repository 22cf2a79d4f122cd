//! Suspending, reactivating, and what either does to sessions and counters.

use chrono::TimeDelta;
use database::on_each_database;
use directory::people::{change_state, find};
use directory::{DirectoryError, LifecycleState, addresses};
use foundation::{EmailAddress, Permission as P};
use permissions::{PermissionError, SystemRole};

use crate::office::{Office, change_of, is_refused, problems};

on_each_database! {
    async fn a_suspension_is_recorded_counted_and_ends_every_session_for_good(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let grace = office.active("Grace", "Hopper").await;
        let address: EmailAddress = "grace@example.org".parse().unwrap();
        let mut tx = office.system().await;
        addresses::verify(&mut tx, grace, &address).await.unwrap();
        tx.commit().await.unwrap();
        office.add_session(grace).await;
        office.add_session(ada).await;
        office.wait(TimeDelta::seconds(1));
        let before = office.counts().await;
        office.suspend(ada, grace).await.unwrap();
        let found = office.look(grace).await.person;
        assert_eq!((found.lifecycle_state, found.state_reason.as_deref()), (LifecycleState::Suspended, Some("Left without notice")));
        assert_eq!((office.sessions(grace).await, office.sessions(ada).await), (0, 1));
        let entry = &office.entries("person.suspended").await[0];
        assert_eq!(change_of(entry, "state"), Some((Some("active"), Some("suspended"))));
        assert_eq!(entry.content.as_ref().unwrap().words().unwrap().reason.as_deref(), Some("Left without notice"));
        let after = office.counts().await;
        assert_eq!((after.active, after.suspended, after.total()), (before.active - 1, 1, before.total()));
        assert!(matches!(office.suspend(ada, grace).await, Err(DirectoryError::WrongState)));

        office.wait(TimeDelta::seconds(1));
        office.reactivate(ada, grace).await.unwrap();
        let found = office.look(grace).await.person;
        assert_eq!((found.lifecycle_state, found.state_reason), (LifecycleState::Active, None));
        assert_eq!(office.sessions(grace).await, 0, "what was ended stays ended");
        assert_eq!(change_of(&office.entries("person.reactivated").await[0], "state"), Some((Some("suspended"), Some("active"))));
        assert_eq!(office.counts().await, before);
        assert!(matches!(office.reactivate(ada, grace).await, Err(DirectoryError::WrongState)));
    }

    /// Somebody who never proved to be there is no more than invited after a suspension.
    async fn reactivating_makes_nobody_more_than_they_were(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let (grace, alan) = (office.person("Grace", "Hopper").await, office.active("Alan", "Turing").await);
        office.suspend(ada, grace).await.unwrap();
        office.reactivate(ada, grace).await.unwrap();
        assert_eq!(office.state(grace).await, LifecycleState::Invited);
        let mut tx = office.system().await;
        find::note_sign_in(&mut tx, alan).await.unwrap();
        tx.commit().await.unwrap();
        office.suspend(ada, alan).await.unwrap();
        office.reactivate(ada, alan).await.unwrap();
        assert_eq!(office.state(alan).await, LifecycleState::Active);
    }

    async fn a_suspended_person_is_not_activated_by_anything_they_do(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let grace = office.person("Grace", "Hopper").await;
        office.suspend(ada, grace).await.unwrap();
        let mut tx = office.system().await;
        assert!(!change_state::activate(&mut tx, grace).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(office.state(grace).await, LifecycleState::Suspended);
    }

    /// SEC-67: who may not, and over whom.
    async fn only_who_may_suspends_and_nobody_with_more_rights(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        office.staff("Second", SystemRole::TenantAdministrator).await;
        let grace = office.active("Grace", "Hopper").await;
        let sue = office.staff_who_may("Sue", &[P::SeePeople, P::SuspendPeople]).await;
        let others = [grace, office.staff("Heidi", SystemRole::Helpdesk).await, office.staff("Otto", SystemRole::Auditor).await];
        for other in others {
            assert!(is_refused(office.suspend(other, grace).await));
            assert!(is_refused(office.reactivate(other, grace).await));
        }
        let outcome = office.suspend(sue, ada).await;
        assert!(matches!(outcome, Err(DirectoryError::Rights(PermissionError::BeyondOwnRights))), "{outcome:?}");
        office.suspend(sue, grace).await.unwrap();
        office.suspend(ada, sue).await.unwrap();
        let outcome = office.reactivate(others[2], sue).await;
        assert!(is_refused(outcome));
        assert_eq!(office.state(ada).await, LifecycleState::Active);
    }

    async fn the_last_administrator_is_not_suspended(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let outcome = office.suspend(ada, ada).await;
        assert!(matches!(outcome, Err(DirectoryError::Rights(PermissionError::LastAdministrator))), "{outcome:?}");
        let bob = office.staff("Bob", SystemRole::TenantAdministrator).await;
        office.suspend(bob, ada).await.unwrap();
        assert!(matches!(office.suspend(bob, bob).await, Err(DirectoryError::Rights(PermissionError::LastAdministrator))));
        assert_eq!(office.state(bob).await, LifecycleState::Active);
    }

    async fn a_reason_is_asked_for(test: TestDatabase) {
        let office = Office::open(test).await;
        let grace = office.active("Grace", "Hopper").await;
        let mut tx = office.system().await;
        for (reason, code) in [(" ", "required"), (&*"x".repeat(301), "too-long"), ("a\nb", "hidden-characters"), ("a\0b", "hidden-characters")] {
            assert_eq!(problems(change_state::suspend(&mut tx, grace, reason).await), [("reason".to_owned(), code)], "{reason:?}");
        }
    }
}
