//! The list by key: no line twice, none lost, forwards and backwards, among people of the same name.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use database::on_each_database;
use database::testing::TestDatabase;
use directory::LifecycleState;
use directory::people::create::{self, NewPerson};
use directory::people::list::{self, From, Key, Order, PAGE, Page, Query};
use foundation::PersonId;
use permissions::SystemRole;

use crate::office::{Office, new_person};

async fn page(office: &Office, query: &Query) -> Page {
    let mut tx = office.database().read(&office.system_caller()).await.unwrap();
    list::list(&mut tx, query).await.unwrap()
}

fn ids(page: &Page) -> Vec<PersonId> {
    page.lines.iter().map(|line| line.id).collect()
}

/// A hundred and twenty people of one name between two others, come in three moments.
async fn namesakes(test: TestDatabase) -> Office {
    let office = Office::open(test).await;
    office.create(&new_person("Ada", "Aachen", "first@example.org")).await.unwrap();
    for third in 0..3 {
        office.wait(TimeDelta::microseconds(1));
        let mut tx = office.system().await;
        for number in 0..40 {
            let archetype = if number % 3 == 0 { "partner" } else { "customer" };
            let new = NewPerson {
                archetype: archetype.to_owned(),
                ..new_person("Anna", "Müller", &format!("anna.{third}.{number}@example.org"))
            };
            create::create(&mut tx, &new).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    office.create(&new_person("Zoë", "Zulu", "last@example.org")).await.unwrap();
    office
}

/// Walks to the end and back, and returns the lines in order.
async fn walk(office: &Office, query: &Query) -> Vec<PersonId> {
    let mut current = page(office, query).await;
    assert_eq!(current.previous, None, "nothing is before the beginning");
    let mut pages = vec![current.clone()];
    while let Some(key) = current.next.clone() {
        // As the address bar carries it.
        let key = Key::from_word(&key.to_word()).unwrap();
        current = page(office, &Query { from: From::After(key), ..query.clone() }).await;
        assert!(!current.lines.is_empty(), "a next page has lines");
        pages.push(current.clone());
    }
    let forwards: Vec<PersonId> = pages.iter().flat_map(ids).collect();
    let full = usize::try_from(PAGE).unwrap();
    assert!(pages.iter().rev().skip(1).all(|page| page.lines.len() == full));
    for expected in pages.iter().rev().skip(1) {
        let key = current.previous.clone().expect("there is a page before");
        current = page(office, &Query { from: From::Before(key), ..query.clone() }).await;
        assert_eq!(ids(&current), ids(expected), "the way back shows the same pages");
        assert!(current.next.is_some());
    }
    assert_eq!(current.previous, None, "back at the beginning");
    assert_eq!(forwards.iter().collect::<BTreeSet<_>>().len(), forwards.len(), "no line twice");
    forwards
}

on_each_database! {
    async fn by_name_no_namesake_is_lost_or_seen_twice(test: TestDatabase) {
        let office = namesakes(test).await;
        let all = walk(&office, &Query::default()).await;
        assert_eq!(all.len(), 122);
        let lines = page(&office, &Query::default()).await.lines;
        assert_eq!((lines[0].display_name.as_str(), lines[1].display_name.as_str()), ("Ada Aachen", "Anna Müller"));
        assert_eq!(office.look(*all.last().unwrap()).await.person.display_name, "Zoë Zulu");
    }

    async fn by_creation_the_newest_come_first(test: TestDatabase) {
        let office = namesakes(test).await;
        let all = walk(&office, &Query { order: Order::Created, ..Query::default() }).await;
        assert_eq!(all.len(), 122);
        let mut last = None;
        for id in &all {
            let created = office.look(*id).await.person.created_at;
            assert!(last.is_none_or(|last| created <= last));
            last = Some(created);
        }
    }

    async fn filters_hold_on_every_page(test: TestDatabase) {
        let office = namesakes(test).await;
        let ada = office.staff("Zz", SystemRole::TenantAdministrator).await;
        let everybody = walk(&office, &Query::default()).await;
        for id in everybody.iter().step_by(2) {
            if *id != ada {
                office.suspend(ada, *id).await.unwrap();
            }
        }
        let (mut by_state, mut by_archetype) = (0, 0);
        for order in [Order::Name, Order::Created] {
            for (state, archetype) in [
                (Some(LifecycleState::Suspended), None), (Some(LifecycleState::Invited), None), (None, Some("partner")), (None, Some("customer")),
                (Some(LifecycleState::Suspended), Some("partner")), (Some(LifecycleState::Ended), None), (None, Some("nobody")),
            ] {
                let query = Query { state, archetype: archetype.map(str::to_owned), order, ..Query::default() };
                let found = walk(&office, &query).await;
                for id in &found {
                    let person = office.look(*id).await.person;
                    assert!(state.is_none_or(|state| person.lifecycle_state == state) && archetype.is_none_or(|archetype| person.archetype == archetype));
                }
                match (state, archetype) {
                    (Some(_), None) => by_state += found.len(),
                    (None, Some(_)) => by_archetype += found.len(),
                    _ => {}
                }
            }
        }
        assert_eq!((by_state, by_archetype), (2 * 122, 2 * 123), "each person is in one state, all but the active one invited or suspended");
    }

    async fn who_comes_or_goes_meanwhile_moves_nobody_else(test: TestDatabase) {
        let office = namesakes(test).await;
        let first = page(&office, &Query::default()).await;
        let rest_before = walk(&office, &Query::default()).await.split_off(first.lines.len());
        // Somebody sorts before the place where the reader is, and the reader's last line disappears.
        office.create(&new_person("Aa", "Aa", "early@example.org")).await.unwrap();
        let last = first.lines.last().unwrap().id;
        let literal = if office.database().file().is_some() { format!("X'{}'", last.0.simple()) } else { format!("'{last}'") };
        office.test.as_owner(&format!("DELETE FROM person WHERE id = {literal}")).await;
        let mut rest = Vec::new();
        let mut next = first.next;
        while let Some(key) = next {
            let found = page(&office, &Query { from: From::After(key), ..Query::default() }).await;
            rest.extend(ids(&found));
            next = found.next;
        }
        assert_eq!(rest, rest_before);
    }

    async fn a_key_somebody_made_up_is_a_place_like_any_other(test: TestDatabase) {
        let office = namesakes(test).await;
        for order in [Order::Name, Order::Created] {
            for value in ["", "zzzz", "muller anna", "a\0b", "'; DROP TABLE person; --", "-1", "99999999999999999999", "9223372036854775807"] {
                for key in [uuid::Uuid::nil(), uuid::Uuid::max()] {
                    let key = Key { value: value.to_owned(), id: PersonId(key) };
                    for from in [From::After(key.clone()), From::Before(key.clone())] {
                        let found = page(&office, &Query { order, from, ..Query::default() }).await;
                        assert!(found.lines.len() <= 50);
                    }
                }
            }
        }
        assert_eq!(office.counts().await.total(), 122);
    }
}
