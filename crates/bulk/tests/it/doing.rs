//! What is previewed is what happens, and every change is recorded as if it had been made alone.

use bulk::{Action, Counts, ItemState, State, steps};
use chrono::TimeDelta;
use database::on_each_database;
use directory::people::walk::Selection;
use directory::{DirectoryError, LifecycleState};
use foundation::{Kind, Permission};
use permissions::{Scope, SystemRole, assignments};

use crate::desk::{Desk, only, was};

on_each_database! {
    async fn everybody_a_filter_finds_is_previewed_and_then_changed(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let ada = desk.administrator("Ada").await;
        let [bo, cy, dee] = desk.all(["Bo", "Cy", "Dee"]).await;
        let boss = desk.administrator("Boss").await;
        desk.suspend(cy, "Elsewhere").await;

        let id = desk.prepared(ada, Action::Suspend, &Selection::default()).await;
        let expected = [
            (ada, was(ItemState::Refused, "yourself")),
            (bo, was(ItemState::Pending, "")),
            (cy, was(ItemState::Unchanged, "suspended")),
            (dee, was(ItemState::Pending, "")),
            (boss, was(ItemState::Pending, "")),
        ];
        assert_eq!(desk.items(id).await, expected.into());
        let change = desk.change(id).await;
        assert_eq!((change.state, change.looked_at), (State::Ready, 5));
        assert_eq!(change.counts, Counts { pending: 3, unchanged: 1, refused: 1, ..Counts::default() });
        assert_eq!(desk.state(bo).await, LifecycleState::Active, "nothing has happened yet");

        desk.start(ada, id).await.unwrap();
        desk.work(id).await;
        let change = desk.change(id).await;
        assert_eq!(change.state, State::Done);
        assert_eq!(change.counts, Counts { changed: 3, unchanged: 1, refused: 1, ..Counts::default() });
        for person in [bo, dee, boss] {
            assert_eq!(desk.state(person).await, LifecycleState::Suspended);
        }
        assert_eq!(desk.state(ada).await, LifecycleState::Active);
        let suspended = desk.entries("person.suspended").await;
        let by_ada = suspended.iter().filter(|entry| entry.actor == audit::Who::Person(ada));
        let reasons = by_ada.filter_map(|entry| entry.content.as_ref()?.words()?.reason.clone());
        assert_eq!(reasons.collect::<Vec<_>>(), ["Spring cleaning"; 3]);
        for kind in ["bulk.prepared", "bulk.started", "bulk.finished"] {
            assert_eq!(desk.entries(kind).await.len(), 1, "{kind}");
        }
    }

    async fn the_last_administrator_stays_and_the_rest_goes_on(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let helper = desk.active("Helper").await;
        let all: Vec<Permission> = SystemRole::TenantAdministrator.grants().iter().collect();
        desk.let_do(helper, &all, Scope::Tenant).await;
        let ada = desk.administrator("Ada").await;
        let [bo, zoe] = desk.all(["Bo", "Zoe"]).await;
        let id = desk.done(helper, Action::Suspend, &only(&[ada, bo, zoe])).await;
        let expected = [
            (ada, was(ItemState::Refused, "last-administrator")),
            (bo, was(ItemState::Changed, "")),
            (zoe, was(ItemState::Changed, "")),
        ];
        assert_eq!(desk.items(id).await, expected.into());
        assert_eq!(desk.change(id).await.state, State::Done);
    }

    async fn roles_and_groups_are_given_and_taken_to_many(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let ada = desk.administrator("Ada").await;
        let [bo, cy] = desk.all(["Bo", "Cy"]).await;
        let role = desk.role("Reader", &[Permission::SeePeople]).await;
        let group = desk.group("Club").await;
        desk.join(group, cy).await;

        let give = Action::GiveRole { role, scope: Scope::Group(group), until: None };
        let id = desk.done(ada, give, &only(&[bo, cy])).await;
        assert_eq!(desk.change(id).await.counts.changed, 2);
        let again = desk.prepared(ada, give, &only(&[bo, cy])).await;
        assert_eq!(desk.items(again).await, [bo, cy].map(|one| (one, was(ItemState::Unchanged, "role-held"))).into());
        assert!(is_invalid(desk.start(ada, again).await, "bulk-nobody"));
        let mut tx = desk.system().await;
        let held = assignments::held(&mut tx, bo, role).await.unwrap();
        assert_eq!(held.iter().map(assignments::Assignment::scope).collect::<Vec<_>>(), [Scope::Group(group)]);
        drop(tx);

        let join = desk.done(ada, Action::JoinGroup { group, until: None }, &only(&[bo, cy])).await;
        let expected = [(bo, was(ItemState::Changed, "")), (cy, was(ItemState::Unchanged, "in-group"))];
        assert_eq!(desk.items(join).await, expected.into());
        let leave = desk.done(ada, Action::LeaveGroup { group }, &only(&[ada, bo])).await;
        let expected = [(ada, was(ItemState::Unchanged, "not-in-group")), (bo, was(ItemState::Changed, ""))];
        assert_eq!(desk.items(leave).await, expected.into());
        assert!(!desk.is_member(group, bo).await && desk.is_member(group, cy).await);

        let end = desk.done(ada, Action::EndRole { role }, &only(&[ada, bo])).await;
        let expected = [(ada, was(ItemState::Refused, "yourself")), (bo, was(ItemState::Changed, ""))];
        assert_eq!(desk.items(end).await, expected.into());
        let again = desk.prepared(ada, Action::EndRole { role }, &only(&[bo])).await;
        assert_eq!(desk.items(again).await, [(bo, was(ItemState::Unchanged, "role-not-held"))].into());
    }

    async fn what_is_not_in_order_is_refused(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let [ada, eve] = [desk.administrator("Ada").await, desk.administrator("Eve").await];
        let bo = desk.active("Bo").await;
        let id = desk.asked(ada, Action::Suspend, &only(&[bo])).await.unwrap();
        assert!(is_wrong_state(desk.start(ada, id).await), "not looked at yet");
        desk.work(id).await;
        assert!(is_invalid(desk.start(eve, id).await, "bulk-of-another"));
        assert!(is_wrong_state(desk.undo(ada, id).await), "nothing to take back");
        desk.start(ada, id).await.unwrap();
        assert!(is_wrong_state(desk.start(ada, id).await), "once");
        desk.cancel(eve, id).await.unwrap();
        desk.work(id).await;
        assert_eq!(desk.state(bo).await, LifecycleState::Active, "stopped before anything happened");
        assert!(is_wrong_state(desk.cancel(ada, id).await));

        let old = desk.prepared(ada, Action::Suspend, &only(&[bo])).await;
        desk.test.clock.advance(steps::PREVIEW_HOLDS + TimeDelta::seconds(1));
        assert!(is_invalid(desk.start(ada, old).await, "bulk-old"));

        let elsewhere = crate::desk::tenant(&desk.test, "school").await;
        let mut tx = desk.database().begin(&foundation::Caller::system(elsewhere, "test")).await.unwrap();
        assert!(matches!(bulk::look::find(&mut tx, old).await, Err(DirectoryError::NotFound)));
    }

    async fn what_is_old_is_forgotten(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let ada = desk.administrator("Ada").await;
        let bo = desk.active("Bo").await;
        desk.done(ada, Action::Suspend, &only(&[bo])).await;
        assert_eq!(desk.test.number("SELECT count(*) FROM bulk_item").await, 1);
        desk.test.clock.advance(bulk::forget::KEPT + TimeDelta::seconds(1));
        let worker = jobs::Worker::new(desk.database().clone()).with(bulk::forget::work());
        worker.run(until_done(&desk)).await;
        assert_eq!(desk.test.number("SELECT count(*) FROM bulk_item").await, 0);
        assert_eq!(desk.state(bo).await, LifecycleState::Suspended);
    }
}

/// Until the change and its people are gone.
async fn until_done(desk: &Desk) {
    while desk.test.number("SELECT count(*) FROM bulk_change").await > 0 {
        tokio::task::yield_now().await;
    }
}

fn is_wrong_state(outcome: Result<(), authentication::AuthenticationError>) -> bool {
    matches!(outcome.err(), Some(authentication::AuthenticationError::Directory(DirectoryError::WrongState)))
}

fn is_invalid(outcome: Result<(), authentication::AuthenticationError>, code: &str) -> bool {
    match outcome {
        Err(authentication::AuthenticationError::Directory(DirectoryError::Invalid(problems))) => {
            problems.iter().any(|problem| problem.code == code)
        }
        Err(error) => {
            assert_ne!(error.kind(), Kind::Internal, "{error}");
            false
        }
        Ok(()) => false,
    }
}
