//! Nobody gets further with many people than with one.

use bulk::{Action, ItemState, State, look};
use database::on_each_database;
use directory::people::walk::Selection;
use directory::{DirectoryError, LifecycleState};
use foundation::Permission;
use permissions::{Scope, SystemRole};

use crate::desk::{Desk, only, was};

const LIMITED: [Permission; 5] = [
    Permission::SeePeople,
    Permission::SuspendPeople,
    Permission::AssignRoles,
    Permission::SeeRoles,
    Permission::SeeOrganisations,
];

on_each_database! {
    async fn whoever_is_limited_reaches_their_own_people_only(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let north = desk.organisation("North").await;
        let [lea, bo, cy] = desk.all(["Lea", "Bo", "Cy"]).await;
        let boss = desk.administrator("Boss").await;
        for person in [bo, boss] {
            desk.place_in(north, person).await;
        }
        desk.let_do(lea, &LIMITED, Scope::Organisation(north)).await;
        for selection in [Selection::default(), only(&[bo, cy, boss])] {
            let id = desk.prepared(lea, Action::Suspend, &selection).await;
            let expected = [(bo, was(ItemState::Pending, "")), (boss, was(ItemState::Refused, "more-rights"))];
            assert_eq!(desk.items(id).await, expected.into(), "{selection:?}");
        }
        let foreign = desk.organisation("South").await;
        let selection = Selection { organisation: Some(foreign), ..Selection::default() };
        let refused = desk.asked(lea, Action::Suspend, &selection).await;
        assert!(matches!(refused, Err(authentication::AuthenticationError::Directory(DirectoryError::NotFound))));

        // A role that grants more than she holds, or beyond where she holds it.
        let role = desk.role("More", &[Permission::EditPeople]).await;
        let give = Action::GiveRole { role, scope: Scope::Organisation(north), until: None };
        let refused = desk.asked(lea, give, &only(&[bo])).await;
        assert!(matches!(&refused, Err(authentication::AuthenticationError::Directory(DirectoryError::Invalid(problems))) if problems[0].code == "role-beyond-own"), "{refused:?}");
        let role = desk.role("Reader", &[Permission::SeePeople]).await;
        let wide = Action::GiveRole { role, scope: Scope::Tenant, until: None };
        assert!(desk.asked(lea, wide, &only(&[bo])).await.is_err(), "not beyond where she holds it");
        let give = Action::GiveRole { role, scope: Scope::Organisation(north), until: None };
        let id = desk.done(lea, give, &only(&[bo])).await;
        assert_eq!(desk.items(id).await, [(bo, was(ItemState::Changed, ""))].into());

        // Others' changes are not hers to see; hers are the administrator's.
        let theirs = desk.prepared(boss, Action::Suspend, &only(&[bo])).await;
        let mut tx = desk.begin_as(lea).await;
        assert!(matches!(look::find(&mut tx, theirs).await, Err(DirectoryError::NotFound)));
        let (seen, _) = look::list(&mut tx, None).await.unwrap();
        assert!(seen.iter().all(|change| change.asked_by == lea) && seen.len() == 3);
        drop(tx);
        let mut tx = desk.begin_as(boss).await;
        assert_eq!(look::list(&mut tx, None).await.unwrap().0.len(), 4);
    }

    async fn rights_are_those_of_the_moment_it_is_done(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let north = desk.organisation("North").await;
        let [lea, bo, cy] = desk.all(["Lea", "Bo", "Cy"]).await;
        desk.administrator("Boss").await;
        for person in [bo, cy] {
            desk.place_in(north, person).await;
        }
        desk.let_do(lea, &LIMITED, Scope::Organisation(north)).await;
        let id = desk.prepared(lea, Action::Suspend, &Selection::default()).await;
        desk.start(lea, id).await.unwrap();
        // Somebody gives one of them more rights than she has, before it is done.
        desk.give(cy, SystemRole::TenantAdministrator).await;
        desk.work(id).await;
        let expected = [(bo, was(ItemState::Changed, "")), (cy, was(ItemState::Refused, "more-rights"))];
        assert_eq!(desk.items(id).await, expected.into());

        let again = desk.prepared(lea, Action::Reactivate, &only(&[bo])).await;
        desk.start(lea, again).await.unwrap();
        desk.suspend(lea, "Left").await;
        desk.work(again).await;
        let change = desk.change(again).await;
        assert_eq!((change.state, change.failure.as_deref()), (State::Failed, Some("bulk-asker-left")));
        assert_eq!(desk.state(bo).await, LifecycleState::Suspended);
    }

    async fn who_is_in_a_change_is_shown_to_whoever_still_sees_them(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let north = desk.organisation("North").await;
        let [lea, bo, cy] = desk.all(["Lea", "Bo", "Cy"]).await;
        desk.administrator("Boss").await;
        for person in [bo, cy] {
            desk.place_in(north, person).await;
        }
        let group = desk.group("Club").await;
        desk.join(group, cy).await;
        desk.let_do(lea, &LIMITED, Scope::Group(group)).await;
        let mut tx = desk.system().await;
        let reach = permissions::resolve(&mut tx, lea).await.unwrap().circles;
        drop(tx);
        desk.let_do(lea, &LIMITED, Scope::Organisation(north)).await;
        let id = desk.done(lea, Action::Suspend, &only(&[bo, cy])).await;
        let seen = async |circles: Vec<foundation::Circled>| {
            let caller = foundation::Caller { circles: circles.into(), ..desk.caller(lea).await };
            let mut tx = desk.database().begin(&caller).await.unwrap();
            let (items, _) = look::items(&mut tx, id, ItemState::Changed, None).await.unwrap();
            let report = bulk::report::report(&mut tx, id, None).await.unwrap();
            assert!(report.items.is_empty(), "nobody is pending");
            items.into_iter().map(|item| item.person_id).collect::<Vec<_>>()
        };
        let all = desk.caller(lea).await.circles.to_vec();
        assert_eq!(seen(all).await, [bo, cy]);
        assert_eq!(seen(reach).await, [cy], "those of the organisation are not hers any more");
    }

    async fn whoever_lacks_the_right_asks_for_nothing(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let auditor = desk.active("Auditor").await;
        desk.give(auditor, SystemRole::Auditor).await;
        let bo = desk.active("Bo").await;
        let refused = desk.asked(auditor, Action::Suspend, &only(&[bo])).await;
        assert!(matches!(refused, Err(authentication::AuthenticationError::Refused(_))), "{refused:?}");
        let customer = desk.asked(bo, Action::Suspend, &only(&[auditor])).await;
        assert!(matches!(customer, Err(authentication::AuthenticationError::Refused(_))), "{customer:?}");
    }
}
