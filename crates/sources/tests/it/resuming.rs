//! Killed at any moment and taken up again, or worked on by two at once: the result is that of an undisturbed import.

use std::time::Duration;

use database::on_each_database;
use database::testing::{TestDatabase, killed_after};
use foundation::ImportId;
use jobs::Worker;
use sources::imports::cancel::cancel;
use sources::imports::run::{self, Pace, Run};
use sources::{ImportError, State};

use crate::desk::{Desk, Exported, SMALL, counts, generated};

/// Every third of 60 people is known, every fifth has changed, some rows are bad.
fn second_delivery() -> String {
    let mut text = generated(20..80).replace("Given25,", "Changed25,").replace("Given30,", "Changed30,");
    text.push_str("C-0000021,Given21,Again,x@example.org\n,nobody,n,n@example.org\nC-0000099,Z,Z,not an address\n");
    text
}

/// Brings a tenant to where the second delivery is started.
async fn ready(desk: &Desk) -> ImportId {
    desk.import("CRM", "first.csv", generated(0..40).as_bytes()).await;
    desk.started("CRM", "second.csv", second_delivery().as_bytes()).await
}

/// What an undisturbed import leaves, with fields that any two tenants have in common.
async fn undisturbed(test: &TestDatabase) -> (Vec<Exported>, i64, i64) {
    let desk = Desk::new(test, "undisturbed").await;
    let id = ready(&desk).await;
    let import = desk.finish(id).await;
    assert_eq!(import.counts, counts(40, 2, 18, 3));
    (desk.export().await, desk.entries("person.created").await, desk.entries("person.changed").await)
}

async fn expect_like(desk: &Desk, id: ImportId, expected: &(Vec<Exported>, i64, i64)) {
    let import = desk.progress(id).await;
    assert_eq!((import.state, import.counts, import.rows_read), (State::Done, counts(40, 2, 18, 3), 63));
    let found = (desk.export().await, desk.entries("person.created").await, desk.entries("person.changed").await);
    assert_eq!(&found, expected);
    assert_eq!(desk.report(id, foundation::Locale::En).await.len(), 3);
    assert_eq!(desk.entries("import.finished").await, 2);
}

async fn drain(mut run: Run) {
    while run.step().await.unwrap() {}
}

on_each_database! {
    async fn stopped_between_slices_it_goes_on_behind_the_last_one(test: TestDatabase) {
        let expected = undisturbed(&test).await;
        let desk = Desk::new(&test, "stopped").await;
        let id = ready(&desk).await;
        let mut last = 0;
        let mut openings = 0;
        while let Some(mut run) = desk.open(id, SMALL).await {
            openings += 1;
            for _ in 0..3 {
                run.step().await.unwrap();
            }
            let import = desk.progress(id).await;
            assert_eq!(import.counts.rows(), import.rows_read);
            assert!(import.rows_read > last || import.state == State::Done);
            last = import.rows_read;
        }
        assert!(openings > 3, "the file has several slices");
        expect_like(&desk, id, &expected).await;
    }

    async fn killed_anywhere_nothing_is_lost_and_nothing_done_twice(test: TestDatabase) {
        let expected = undisturbed(&test).await;
        let desk = Desk::new(&test, "killed").await;
        let id = ready(&desk).await;
        // Each attempt gets a little further than the one before, so that death comes at every place.
        let mut deaths = 0;
        for polls in 1.. {
            let attempt = async {
                if let Some(run) = desk.open(id, SMALL).await {
                    drain(run).await;
                }
            };
            if Box::pin(killed_after(polls * 3, attempt)).await.is_some() {
                break;
            }
            deaths += 1;
        }
        assert!(deaths > 5, "{deaths}");
        expect_like(&desk, id, &expected).await;
    }

    async fn two_workers_at_once_apply_every_row_once(test: TestDatabase) {
        let expected = undisturbed(&test).await;
        let desk = Desk::new(&test, "two").await;
        let id = ready(&desk).await;
        let (one, other) = (desk.open(id, SMALL).await.unwrap(), desk.open(id, Pace { writes: 2, rows: 4, ..SMALL }).await.unwrap());
        let both = (tokio::spawn(drain(one)), tokio::spawn(drain(other)));
        both.0.await.unwrap();
        both.1.await.unwrap();
        expect_like(&desk, id, &expected).await;
    }

    async fn a_slice_of_one_person_gets_on(test: TestDatabase) {
        let expected = undisturbed(&test).await;
        let desk = Desk::new(&test, "hasty").await;
        let id = ready(&desk).await;
        let mut run = desk.open(id, Pace { writes: 1, patience: Duration::ZERO, rows: 1_000 }).await.unwrap();
        let mut slices = 0;
        while run.step().await.unwrap() {
            slices += 1;
        }
        assert!(slices >= 42, "one person in each of {slices}");
        expect_like(&desk, id, &expected).await;
    }

    async fn the_queue_carries_an_import_to_its_end(test: TestDatabase) {
        let desk = Desk::new(&test, "queue").await;
        let id = desk.started("CRM", "people.csv", generated(0..40).as_bytes()).await;
        let worker = Worker::new(desk.database.clone()).with(run::work(SMALL));
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(worker.run_due().await.unwrap(), 0);
        let import = desk.progress(id).await;
        assert_eq!((import.state, import.counts), (State::Done, counts(40, 0, 0, 0)));
        assert_eq!(worker.counts().failed, 0);
    }

    async fn a_cancelled_import_stops_after_its_slice_and_keeps_what_is_done(test: TestDatabase) {
        let desk = Desk::new(&test, "cancelled").await;
        let id = desk.started("CRM", "people.csv", generated(0..40).as_bytes()).await;
        let mut run = desk.open(id, SMALL).await.unwrap();
        assert!(run.step().await.unwrap());
        let mut tx = desk.database.begin(&desk.clerk).await.unwrap();
        cancel(&mut tx, id).await.unwrap();
        assert!(matches!(cancel(&mut tx, id).await, Err(ImportError::WrongState)));
        tx.commit().await.unwrap();
        assert!(!run.step().await.unwrap());
        let import = desk.progress(id).await;
        assert_eq!((import.state, import.rows_read, import.counts), (State::Cancelled, 3, counts(3, 0, 0, 0)));
        assert!(desk.open(id, SMALL).await.is_none());
        // The next import of the source is not held up, and does the rest.
        assert_eq!(desk.import("CRM", "people.csv", generated(0..40).as_bytes()).await.counts, counts(37, 0, 3, 0));
    }

    async fn one_import_of_a_source_runs_at_a_time(test: TestDatabase) {
        let desk = Desk::new(&test, "busy").await;
        let first = desk.started("CRM", "a.csv", generated(0..5).as_bytes()).await;
        let second = desk.upload("CRM", "b.csv", generated(5..9).as_bytes()).await.unwrap();
        let suggested = desk.describe(second).await.unwrap().mapping;
        desk.map(second, &suggested).await.unwrap();
        assert!(matches!(desk.start(second).await, Err(ImportError::SourceBusy)));
        desk.started("Other CRM", "c.csv", generated(0..5).as_bytes()).await;
        desk.finish(first).await;
        desk.start(second).await.unwrap();
        assert!(matches!(desk.start(second).await, Err(ImportError::WrongState)));
        assert_eq!(desk.finish(second).await.counts, counts(4, 0, 0, 0));
    }

    async fn a_person_edited_or_gone_meanwhile_does_not_stop_the_import(test: TestDatabase) {
        let desk = Desk::new(&test, "edited").await;
        desk.import("CRM", "a.csv", generated(0..10).as_bytes()).await;
        let id = desk.started("CRM", "b.csv", generated(0..10).replace("Given", "New").as_bytes()).await;
        let mut run = desk.open(id, SMALL).await.unwrap();
        assert!(run.step().await.unwrap());
        test.as_owner("DELETE FROM person WHERE given_name = 'Given7'").await;
        while run.step().await.unwrap() {}
        let import = desk.progress(id).await;
        assert_eq!((import.state, import.counts), (State::Done, counts(1, 9, 0, 0)));
        assert!(desk.export().await.iter().all(|record| record.given_name.starts_with("New")));
    }

    async fn unchanged_rows_cost_no_statement_each(test: TestDatabase) {
        let desk = Desk::new(&test, "counting").await;
        let file = generated(0..60);
        desk.import("CRM", "a.csv", file.as_bytes()).await;
        let id = desk.started("CRM", "b.csv", file.as_bytes()).await;
        let mut run = desk.open(id, Pace { writes: 10, rows: 1_000, ..SMALL }).await.unwrap();
        // 10, 20 and 30 rows: lock, look up, count; the first reads the file too.
        let mut cost = Vec::new();
        for _ in 0..3 {
            let before = desk.database.counts();
            assert!(run.step().await.unwrap());
            let after = desk.database.counts();
            cost.push((after.0 - before.0, after.1 - before.1));
        }
        assert_eq!(cost, [(4, 1), (3, 1), (3, 1)]);
        assert!(!run.step().await.unwrap());
        assert_eq!(desk.progress(id).await.counts, counts(0, 0, 60, 0));

        // Rejected rows: one statement more, for up to 64.
        let bad = "id,given name,family name,email\n".to_owned() + &"X,Y\n".repeat(16);
        let id = desk.started("CRM", "bad.csv", bad.as_bytes()).await;
        let mut run = desk.open(id, Pace { writes: 16, rows: 1_000, ..SMALL }).await.unwrap();
        let before = desk.database.counts();
        run.step().await.unwrap();
        let after = desk.database.counts();
        assert_eq!((after.0 - before.0, after.1 - before.1), (4, 1), "file, lock, problems, count");
    }

    async fn people_cost_few_statements_however_many_come_together(test: TestDatabase) {
        let desk = Desk::new(&test, "together").await;
        let mut cost = Vec::new();
        // New, and changed: the first file, then the same with other names.
        for text in [generated(0..128), generated(0..128).replace("Given", "Changed")] {
            let id = desk.started("CRM", "a.csv", text.as_bytes()).await;
            let mut run = desk.open(id, Pace { writes: 64, rows: 64, ..SMALL }).await.unwrap();
            run.step().await.unwrap(); // reads the file, too
            let before = desk.database.counts();
            run.step().await.unwrap();
            let after = desk.database.counts();
            cost.push((after.0 - before.0, after.1 - before.1));
            run.step().await.unwrap();
        }
        // New: compared; lock; the tree; names; people, counter, the day's figures, names, addresses, affiliations, search; the class, keys, new keys,
        // entries, queue; records, the source's counter, progress.
        // Changed: compared; lock; the tree; people, addresses, names, affiliations, whose names; 64 people saved; who is in circles; search twice; the class,
        // keys, entries, queue; records, progress.
        assert_eq!(cost, [(19, 1), (17 + 64, 1)]);
        assert_eq!(desk.entries("person.created").await, 128);
        assert_eq!(desk.entries("person.changed").await, 128);
    }

    async fn what_one_row_gives_up_a_later_one_of_the_same_slice_can_have(test: TestDatabase) {
        let desk = Desk::new(&test, "handed-on").await;
        let header = "id,given name,family name,email\n";
        let wide = Pace { writes: 100, rows: 100, ..SMALL };
        for (text, expected) in [
            // The second has the first one's mailbox, and so no name of her own.
            ("1,Ada,A,a@example.org\n2,Bea,B,a@example.org\n", [Some("a@example.org"), None]),
            // The first moves away. The second row says nothing new, so she gets no name by it.
            ("1,Ada,A,new@example.org\n2,Bea,B,A@example.org\n", [Some("new@example.org"), None]),
            ("1,Ada,A,new@example.org\n2,Bea,B,b@example.org\n", [Some("new@example.org"), Some("b@example.org")]),
            // The first cannot have what the second gives up only afterwards.
            ("1,Ada,A,b@example.org\n2,Bea,B,c@example.org\n", [Some("new@example.org"), Some("c@example.org")]),
        ] {
            let id = desk.started("CRM", "a.csv", format!("{header}{text}").as_bytes()).await;
            let mut run = desk.open(id, wide).await.unwrap();
            while run.step().await.unwrap() {}
            let names: Vec<Option<String>> = desk.export().await.into_iter().map(|record| record.sign_in_name).collect();
            assert_eq!(names, expected.map(|name| name.map(str::to_owned)), "{text}");
        }
        // Somebody new has what a row before gave up.
        let id = desk.started("CRM", "a.csv", format!("{header}2,Bea,B,e@example.org\n3,Cia,C,c@example.org\n").as_bytes()).await;
        let mut run = desk.open(id, wide).await.unwrap();
        while run.step().await.unwrap() {}
        let names: Vec<_> = desk.export().await.into_iter().filter_map(|record| record.sign_in_name).collect();
        assert_eq!(names, ["new@example.org", "e@example.org", "c@example.org"]);
    }

    async fn two_sources_that_bring_the_same_names_at_once_share_them(test: TestDatabase) {
        let desk = Desk::new(&test, "same-names").await;
        let one = desk.started("CRM", "a.csv", generated(0..200).as_bytes()).await;
        let other = desk.started("School", "b.csv", generated(0..200).as_bytes()).await;
        let wide = Pace { writes: 50, rows: 50, ..SMALL };
        let (one, other) = (desk.open(one, wide).await.unwrap(), desk.open(other, wide).await.unwrap());
        let both = (tokio::spawn(drain(one)), tokio::spawn(drain(other)));
        both.0.await.unwrap();
        both.1.await.unwrap();
        let records = desk.export().await;
        assert_eq!(records.len(), 400);
        let names: std::collections::BTreeSet<_> = records.iter().filter_map(|record| record.sign_in_name.clone()).collect();
        assert_eq!((names.len(), records.iter().filter(|record| record.sign_in_name.is_some()).count()), (200, 200));
    }
}
