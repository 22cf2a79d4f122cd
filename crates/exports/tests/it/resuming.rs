//! Killed at any moment and taken up again, or worked on by two at once: the file is that of an undisturbed export.

use database::on_each_database;
use database::testing::killed_after;
use directory::people::walk::Selection;
use exports::{Format, State, run};
use foundation::{Caller, ExportId};
use permissions::Scope;

use crate::desk::{CLERK, Desk, somebody};

const COLUMNS: [&str; 4] = ["id", "display_name", "email", "organisations"];

/// A tenant of 24 people of whom a search finds every second, and a clerk.
async fn ready(desk: &Desk) -> Caller {
    let school = desk.organisation("Elm School", None).await;
    for number in 0..24 {
        let family = if number % 2 == 0 { "Even" } else { "Odd" };
        let person = desk.add(&somebody(&format!("Given{number}"), family)).await;
        if number % 3 == 0 {
            desk.affiliate(person, school).await;
        }
    }
    let clerk = desk.staff("Clara", &[(&CLERK, Scope::Tenant)]).await;
    desk.caller(clerk).await
}

/// Whom a search finds, so that some pieces have nobody.
fn even() -> Selection {
    Selection { words: "even".to_owned(), ..Selection::default() }
}

async fn started(desk: &Desk, caller: &Caller, selection: &Selection, format: Format) -> ExportId {
    desk.start(caller, selection, &COLUMNS, format).await.unwrap()
}

on_each_database! {
    async fn the_size_of_pieces_is_not_seen_in_the_file(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let caller = ready(&desk).await;
        for (selection, rows) in [(Selection::default(), 25), (even(), 12)] {
            for (format, head) in [(Format::CsvComma, 1), (Format::JsonLines, 0)] {
                let whole = started(&desk, &caller, &selection, format).await;
                desk.work(whole, 500).await;
                let expected = desk.file(&caller, whole).await.unwrap();
                assert_eq!(expected.lines().count(), rows + head);
                for piece in [1, 2, 7] {
                    let id = started(&desk, &caller, &selection, format).await;
                    desk.work(id, piece).await;
                    assert_eq!(desk.file(&caller, id).await.unwrap(), expected, "{piece} at once");
                    let export = desk.see(&caller, id).await.unwrap();
                    assert_eq!((export.state, export.rows), (State::Done, rows as u64));
                }
            }
        }
    }

    async fn killed_anywhere_nobody_is_lost_or_told_twice(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let caller = ready(&desk).await;
        let whole = started(&desk, &caller, &Selection::default(), Format::CsvComma).await;
        desk.work(whole, 500).await;
        let id = started(&desk, &caller, &Selection::default(), Format::CsvComma).await;
        let finished = desk.entries("export.finished").await;
        // Each attempt gets a little further than the one before, so that death comes at every place. On SQLite statements do not
        // wait, so steps are cut between pieces there.
        for polls in 0.. {
            let attempt = async {
                for _ in 0..=polls / 4 {
                    if !run::step(&desk.database, &desk.system(), id, 3).await.unwrap() {
                        return true;
                    }
                }
                false
            };
            if Box::pin(killed_after(polls * 2, attempt)).await == Some(true) {
                break;
            }
        }
        assert_eq!(desk.file(&caller, id).await.unwrap(), desk.file(&caller, whole).await.unwrap());
        assert_eq!(desk.see(&caller, id).await.unwrap().rows, 25);
        assert_eq!(desk.entries("export.finished").await, finished + 1);
    }

    async fn two_workers_at_once_write_one_file(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let caller = ready(&desk).await;
        let whole = started(&desk, &caller, &Selection::default(), Format::JsonLines).await;
        desk.work(whole, 500).await;
        let id = started(&desk, &caller, &Selection::default(), Format::JsonLines).await;
        let drain = |piece: usize| {
            let (database, system) = (desk.database.clone(), desk.system());
            tokio::spawn(async move { while run::step(&database, &system, id, piece).await.unwrap() {} })
        };
        let both = (drain(2), drain(3));
        both.0.await.unwrap();
        both.1.await.unwrap();
        assert_eq!(desk.file(&caller, id).await.unwrap(), desk.file(&caller, whole).await.unwrap());
    }

    async fn people_cost_no_statement_each(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let caller = ready(&desk).await;
        let id = started(&desk, &caller, &Selection::default(), Format::CsvComma).await;
        let mut cost = Vec::new();
        for piece in [5, 15] {
            let before = desk.database.counts();
            assert!(run::step(&desk.database, &desk.system(), id, piece).await.unwrap());
            let after = desk.database.counts();
            cost.push((after.0 - before.0, after.1 - before.1));
        }
        assert_eq!(cost[0], cost[1], "five people and fifteen");
        assert_eq!(cost[0].1, 1);
    }
}
