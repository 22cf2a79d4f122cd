//! Taken back, everybody is as before; whoever was changed otherwise since stays as they are.

use bulk::{Action, ItemState, State};
use chrono::TimeDelta;
use database::on_each_database;
use directory::LifecycleState;
use foundation::Permission;
use permissions::{Scope, assignments};

use crate::desk::{Desk, only, was};

on_each_database! {
    async fn suspensions_end_and_begin_again(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let ada = desk.administrator("Ada").await;
        let [bo, cy, dee] = desk.all(["Bo", "Cy", "Dee"]).await;
        let id = desk.done(ada, Action::Suspend, &only(&[bo, cy, dee])).await;
        // Dee is reactivated, and suspended for another reason.
        let mut tx = desk.begin_as(ada).await;
        directory::people::change_state::reactivate(&mut tx, dee).await.unwrap();
        directory::people::change_state::suspend(&mut tx, dee, "Another reason").await.unwrap();
        tx.commit().await.unwrap();
        desk.undo(ada, id).await.unwrap();
        desk.work(id).await;
        let expected = [
            (bo, was(ItemState::Undone, "")),
            (cy, was(ItemState::Undone, "")),
            (dee, was(ItemState::Kept, "changed-meanwhile")),
        ];
        assert_eq!(desk.items(id).await, expected.into());
        assert_eq!(desk.change(id).await.state, State::Undone);
        assert_eq!(desk.state(bo).await, LifecycleState::Active);
        assert_eq!(desk.state(dee).await, LifecycleState::Suspended);

        desk.suspend(bo, "For a while").await;
        let back = desk.done(ada, Action::Reactivate, &only(&[bo])).await;
        desk.undo(ada, back).await.unwrap();
        desk.work(back).await;
        let mut tx = desk.system().await;
        let person = directory::people::find::by_id(&mut tx, bo).await.unwrap().unwrap();
        let now = (person.lifecycle_state, person.state_reason.as_deref());
        assert_eq!(now, (LifecycleState::Suspended, Some("For a while")));
    }

    async fn roles_and_memberships_are_as_before(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let ada = desk.administrator("Ada").await;
        let [bo, cy] = desk.all(["Bo", "Cy"]).await;
        let role = desk.role("Reader", &[Permission::SeePeople]).await;
        let group = desk.group("Club").await;
        let until = Some(desk.database().now() + TimeDelta::days(10));
        let held = async |person| {
            let mut tx = desk.system().await;
            let found = assignments::held(&mut tx, person, role).await.unwrap();
            found.iter().map(|one| (one.scope(), one.ends_at)).collect::<Vec<_>>()
        };

        let give = desk.done(ada, Action::GiveRole { role, scope: Scope::Group(group), until }, &only(&[bo])).await;
        assert_eq!(held(bo).await, [(Scope::Group(group), until)]);
        let end = desk.done(ada, Action::EndRole { role }, &only(&[bo])).await;
        assert_eq!(held(bo).await, []);
        desk.undo(ada, end).await.unwrap();
        desk.work(end).await;
        assert_eq!(held(bo).await, [(Scope::Group(group), until)]);
        // The first assignment ended; what came back is another one.
        desk.undo(ada, give).await.unwrap();
        desk.work(give).await;
        assert_eq!(desk.items(give).await, [(bo, was(ItemState::Kept, "changed-meanwhile"))].into());

        let join = desk.done(ada, Action::JoinGroup { group, until: None }, &only(&[bo, cy])).await;
        let leave = desk.done(ada, Action::LeaveGroup { group }, &only(&[cy])).await;
        desk.undo(ada, leave).await.unwrap();
        desk.work(leave).await;
        assert!(desk.is_member(group, cy).await);
        desk.undo(ada, join).await.unwrap();
        desk.work(join).await;
        assert!(!desk.is_member(group, bo).await && !desk.is_member(group, cy).await);
        assert!(desk.undo(ada, join).await.is_err(), "there is nothing left");
    }

    async fn what_has_no_way_back_says_so(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let ada = desk.administrator("Ada").await;
        let bo = desk.active("Bo").await;
        let id = desk.done(ada, Action::EndSessions, &only(&[bo])).await;
        assert_eq!(desk.items(id).await, [(bo, was(ItemState::Unchanged, "no-session"))].into());
        assert!(desk.undo(ada, id).await.is_err());
    }
}
