//! Whom somebody may take out, and who sees what of an export.

use chrono::TimeDelta;
use database::on_each_database;
use directory::people::walk::Selection;
use exports::{ExportError, Format, State, cancel, download, forget, run, see};
use foundation::{Caller, OrganisationId, Permission, SensitiveSet};
use jobs::Worker;
use permissions::Scope;

use crate::desk::{CLERK, Desk, somebody};

/// Two schools with somebody in each.
async fn schools(desk: &Desk) -> (OrganisationId, OrganisationId) {
    let (elm, oak) = (desk.organisation("Elm School", None).await, desk.organisation("Oak School", None).await);
    for (given, school) in [("Emil", elm), ("Olga", oak)] {
        let person = desk.add(&somebody(given, "Pupil")).await;
        desk.affiliate(person, school).await;
    }
    (elm, oak)
}

fn within(organisation: OrganisationId) -> Selection {
    Selection { organisation: Some(organisation), ..Selection::default() }
}

on_each_database! {
    async fn somebody_limited_takes_out_their_people_and_no_others(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let (elm, oak) = schools(&desk).await;
        let head = desk.staff("Hera", &[(&CLERK, Scope::Organisation(elm))]).await;
        let all = desk.export(head, &Selection::default(), &["display_name", "organisations"], Format::CsvComma).await;
        assert_eq!(all, "\u{feff}display_name,organisations\r\nEmil Pupil,Elm School\r\n");
        let refused = desk.start(&desk.caller(head).await, &within(oak), &["display_name"], Format::CsvComma).await;
        assert!(matches!(refused, Err(ExportError::NotFound)), "{refused:?}");
        // Seeing more people than one may take out does not help.
        let wide = desk.staff("Wanda", &[(&[Permission::SeePeople], Scope::Tenant), (&[Permission::ExportPeople], Scope::Organisation(oak))]).await;
        let file = desk.export(wide, &Selection::default(), &["display_name"], Format::CsvComma).await;
        assert_eq!(file, "\u{feff}display_name\r\nOlga Pupil\r\n");
    }

    async fn it_asks_for_the_permission_and_for_a_fresh_proof(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        schools(&desk).await;
        let without: Vec<Permission> = CLERK.into_iter().filter(|one| *one != Permission::ExportPeople).collect();
        let nosy = desk.staff("Nosy", &[(&without, Scope::Tenant)]).await;
        let refused = desk.start(&desk.caller(nosy).await, &Selection::default(), &["display_name"], Format::CsvComma).await;
        assert!(matches!(refused, Err(ExportError::Refused(refused)) if refused.0 == Permission::ExportPeople));
        let clerk = desk.staff("Clara", &[(&CLERK, Scope::Tenant)]).await;
        let fresh = desk.caller(clerk).await;
        let stale = Caller { proved: SensitiveSet::NONE, ..fresh.clone() };
        let refused = desk.start(&stale, &Selection::default(), &["display_name"], Format::CsvComma).await;
        assert!(matches!(refused, Err(ExportError::Unproved(_))));
        assert_eq!(desk.entries("export.started").await, 0);
        // So does taking the file away.
        let id = desk.start(&fresh, &Selection::default(), &["display_name"], Format::CsvComma).await.unwrap();
        desk.work(id, 500).await;
        assert!(matches!(desk.file(&stale, id).await, Err(ExportError::Unproved(_))));
        assert!(desk.see(&stale, id).await.is_ok(), "how far it is may be seen");
        assert_eq!(desk.entries("export.downloaded").await, 0);
        desk.file(&fresh, id).await.unwrap();
        desk.file(&fresh, id).await.unwrap();
        assert_eq!((desk.entries("export.started").await, desk.entries("export.finished").await, desk.entries("export.downloaded").await), (1, 1, 2));
    }

    async fn the_export_of_somebody_else_is_not_there(test: TestDatabase) {
        let (bank, school) = (Desk::new(&test, "bank").await, Desk::new(&test, "school").await);
        schools(&bank).await;
        let clara = bank.staff("Clara", &[(&CLERK, Scope::Tenant)]).await;
        let other = bank.staff("Other", &[(&CLERK, Scope::Tenant)]).await;
        let foreign = school.staff("Clara", &[(&CLERK, Scope::Tenant)]).await;
        let own = bank.caller(clara).await;
        let id = bank.start(&own, &Selection::default(), &["display_name"], Format::CsvComma).await.unwrap();
        for (desk, person) in [(&bank, other), (&school, foreign)] {
            let caller = desk.caller(person).await;
            assert!(matches!(desk.see(&caller, id).await, Err(ExportError::NotFound)));
            let mut tx = desk.database.begin(&caller).await.unwrap();
            assert!(matches!(cancel::cancel(&mut tx, id).await, Err(ExportError::NotFound)));
            assert!(matches!(download::begin(&mut tx, id).await, Err(ExportError::NotFound)));
            assert!(see::list(&mut tx, None, 20).await.unwrap().exports.is_empty());
        }
        // Another tenant's worker finds nothing to do.
        assert!(!run::step(&school.database, &school.system(), id, 500).await.unwrap());
        assert_eq!(bank.see(&own, id).await.unwrap().rows, 0);
        bank.work(id, 500).await;
        let caller = bank.caller(other).await;
        assert!(matches!(bank.file(&caller, id).await, Err(ExportError::NotFound)));
        assert_eq!(bank.file(&own, id).await.unwrap().lines().count(), 5, "two pupils, two clerks, and the header");
    }

    async fn the_newest_are_listed_first_page_by_page(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let clerk = desk.staff("Clara", &[(&CLERK, Scope::Tenant)]).await;
        let caller = desk.caller(clerk).await;
        let mut made = Vec::new();
        for _ in 0..5 {
            made.push(desk.start(&caller, &Selection::default(), &["display_name"], Format::CsvComma).await.unwrap());
            test.clock.advance(TimeDelta::minutes(1));
        }
        made.reverse();
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = see::list(&mut desk.database.read(&caller).await.unwrap(), before, 2).await.unwrap();
            seen.extend(page.exports.iter().map(|export| export.id));
            let Some(next) = page.next else { break };
            before = see::Cursor::from_word(&next.to_word());
            assert_eq!(before, Some(next));
        }
        assert_eq!(seen, made);
    }

    async fn rights_that_end_end_the_export(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let (elm, oak) = schools(&desk).await;
        let clerk = desk.staff("Clara", &[(&CLERK, Scope::Tenant)]).await;
        let caller = desk.caller(clerk).await;
        let id = desk.start(&caller, &Selection::default(), &["display_name"], Format::CsvComma).await.unwrap();
        assert!(run::step(&desk.database, &desk.system(), id, 1).await.unwrap());
        let mut tx = desk.begin().await;
        directory::people::change_state::suspend(&mut tx, clerk, "Left").await.unwrap();
        tx.commit().await.unwrap();
        desk.work(id, 1).await;
        let export = desk.see(&caller, id).await.unwrap();
        assert_eq!((export.state, export.failure.as_deref()), (State::Failed, Some("export-asker-gone")));
        assert_eq!(test.number("SELECT count(*) FROM person_export_part").await, 0, "nothing is left of the file");
        // So does losing a right, whatever else is left: it would be another file.
        let other = desk.staff("Other", &[(&CLERK, Scope::Organisation(elm)), (&CLERK, Scope::Organisation(oak))]).await;
        let caller = desk.caller(other).await;
        let id = desk.start(&caller, &within(elm), &["display_name"], Format::CsvComma).await.unwrap();
        let mut tx = desk.begin().await;
        let held = permissions::of_person(&mut tx, other).await.unwrap();
        let of_elm = held.iter().find(|one| one.scope() == Scope::Organisation(elm)).unwrap().id;
        permissions::end(&mut tx, other, of_elm, "Over").await.unwrap();
        tx.commit().await.unwrap();
        desk.work(id, 500).await;
        assert_eq!(desk.see(&caller, id).await.unwrap().failure.as_deref(), Some("export-other-rights"));
        assert_eq!(desk.entries("export.failed").await, 2);
    }

    async fn a_file_is_for_the_rights_it_was_asked_for_with(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let (elm, oak) = schools(&desk).await;
        let head = desk.staff("Hera", &[(&CLERK, Scope::Organisation(elm)), (&CLERK, Scope::Organisation(oak))]).await;
        let caller = desk.caller(head).await;
        let id = desk.start(&caller, &Selection::default(), &["display_name"], Format::CsvComma).await.unwrap();
        desk.work(id, 500).await;
        assert_eq!(desk.file(&caller, id).await.unwrap().lines().count(), 3);
        let mut tx = desk.begin().await;
        let held = permissions::of_person(&mut tx, head).await.unwrap();
        let of_elm = held.iter().find(|one| one.scope() == Scope::Organisation(elm)).unwrap().id;
        permissions::end(&mut tx, head, of_elm, "Over").await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(desk.file(&desk.caller(head).await, id).await, Err(ExportError::OtherRights)));
        assert_eq!(desk.entries("export.downloaded").await, 1);
    }

    async fn a_cancelled_export_leaves_no_file(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        schools(&desk).await;
        let clerk = desk.staff("Clara", &[(&CLERK, Scope::Tenant)]).await;
        for number in 0..10 {
            desk.add(&somebody(&format!("Number{number}"), "Further")).await;
        }
        let caller = desk.caller(clerk).await;
        let id = desk.start(&caller, &Selection::default(), &["display_name"], Format::CsvComma).await.unwrap();
        for _ in 0..10 {
            assert!(run::step(&desk.database, &desk.system(), id, 1).await.unwrap());
        }
        let mut tx = desk.database.begin(&caller).await.unwrap();
        assert!(matches!(download::begin(&mut tx, id).await, Err(ExportError::WrongState)), "there is no file yet");
        cancel::cancel(&mut tx, id).await.unwrap();
        assert!(matches!(cancel::cancel(&mut tx, id).await, Err(ExportError::WrongState)));
        tx.commit().await.unwrap();
        assert!(matches!(desk.file(&caller, id).await, Err(ExportError::WrongState)), "from this moment on");
        assert!(run::step(&desk.database, &desk.system(), id, 1).await.unwrap());
        let left = test.number("SELECT count(*) FROM person_export_part").await;
        assert!((1..10).contains(&left), "a few parts at a time: {left}");
        desk.work(id, 1).await;
        assert_eq!(test.number("SELECT count(*) FROM person_export_part").await, 0);
        assert_eq!((desk.entries("export.cancelled").await, desk.entries("export.finished").await), (1, 0));
    }

    async fn the_queue_carries_it_to_its_end_and_forgets_it_a_week_later(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        schools(&desk).await;
        let clerk = desk.staff("Clara", &[(&CLERK, Scope::Tenant)]).await;
        let caller = desk.caller(clerk).await;
        let id = desk.start(&caller, &Selection::default(), &["display_name"], Format::JsonLines).await.unwrap();
        let worker = Worker::new(desk.database.clone()).with(run::work(2)).with(forget::work());
        assert_eq!(worker.run_due().await.unwrap(), 1);
        let export = desk.see(&caller, id).await.unwrap();
        assert_eq!((export.state, export.rows), (State::Done, 3));
        test.clock.advance(TimeDelta::days(6));
        assert_eq!(worker.run_due().await.unwrap(), 0);
        assert_eq!(desk.file(&caller, id).await.unwrap().lines().count(), 3);
        test.clock.advance(TimeDelta::days(1) + TimeDelta::minutes(2));
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert!(matches!(desk.see(&caller, id).await, Err(ExportError::NotFound)));
        assert_eq!(test.number("SELECT count(*) FROM person_export_part").await, 0);
        assert_eq!(desk.entries("export.forgotten").await, 1);
    }
}
