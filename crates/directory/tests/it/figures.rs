//! Figures of people agree with the rows they are about, whatever happened in which order.

use std::sync::Arc;

use audit::figures::{self, Figure, Figures};
use chrono::{NaiveDate, TimeDelta};
use database::on_each_database;
use directory::intake::{self, CheckedDraft, Draft, Incoming};
use directory::people::{change_state, create};
use directory::tenants::{self, create::NewTenant};
use directory::{LifecycleState, Settings};
use foundation::{PersonId, SourceId};
use permissions::SystemRole;

use crate::office::{Office, new_person, operator};

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

async fn of(office: &Office, since: NaiveDate) -> Figures {
    let mut tx = office.database().read(&office.system_caller()).await.unwrap();
    figures::since(&mut tx, since).await.unwrap()
}

fn sum(figures: &Figures, day: Option<NaiveDate>, wanted: &[Figure]) -> u64 {
    let days = figures.days.iter().filter(|one| day.is_none_or(|day| one.day == day) && wanted.contains(&one.figure));
    days.map(|one| one.amount).sum()
}

const CAME: [Figure; 4] = [Figure::SignedUp, Figure::AddedActive, Figure::AddedInvited, Figure::AddedSuspended];

async fn sign_up(office: &Office, number: u64) -> PersonId {
    let mut tx = office.system().await;
    let new = new_person("Grace", "Hopper", &format!("signed-up-{number}@example.org"));
    let checked = create::check_sign_up(&mut tx, &new).await.unwrap();
    let id = create::sign_up(&mut tx, &checked).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A slice of a file; returns how many of its people come with a password.
async fn slice(office: &Office, source: SourceId, number: u64, people: u64) -> u64 {
    let mut tx = office.system().await;
    let definitions = intake::definitions(&mut tx).await.unwrap();
    let drafts: Vec<CheckedDraft> = (0..people)
        .map(|row| {
            let draft = Draft {
                archetype: "customer".to_owned(),
                given_name: "Alan".to_owned(),
                family_name: "Turing".to_owned(),
                email: Some(format!("row-{number}-{row}@example.org")),
                has_password: row % 3 == 0,
                ..Draft::default()
            };
            intake::check(&definitions, &draft).unwrap()
        })
        .collect();
    let keys: Vec<String> = (0..people).map(|row| format!("{number}-{row}")).collect();
    let rows: Vec<Incoming<'_>> =
        drafts.iter().zip(&keys).map(|(draft, key)| Incoming { draft, external_id: key, person: None }).collect();
    intake::apply(&mut tx, &definitions, source, &rows).await.unwrap();
    tx.commit().await.unwrap();
    people.div_ceil(3)
}

on_each_database! {
    async fn figures_agree_with_the_rows_whatever_happened(test: TestDatabase) {
        let office = Office::open(test).await;
        let first = office.database().now().date_naive();
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let source = office.source("crm").await;
        let (mut chance, mut people) = (Chance(4_711), Vec::new());
        // Ada herself was added and activated.
        let (mut signed_up, mut invited, mut with_password, mut suspended, mut activated) = (0, 1, 0, 0, 1);
        let mut ends: Vec<(NaiveDate, u64)> = Vec::new();
        for number in 0..60 {
            match chance.below(6) {
                0 => {
                    people.push(sign_up(&office, number).await);
                    signed_up += 1;
                }
                1 => {
                    let new = new_person("Eve", "Adams", &format!("added-{number}@example.org"));
                    people.push(office.create(&new).await.unwrap());
                    invited += 1;
                }
                2 => {
                    let rows = chance.below(9);
                    let active = slice(&office, source, number, rows).await;
                    with_password += active;
                    invited += rows - active;
                }
                step => {
                    let Some(id) = people.get(usize::try_from(chance.below(1_000)).unwrap() % people.len().max(1)).copied() else { continue };
                    match (office.state(id).await, step) {
                        (LifecycleState::Invited, 3 | 4) => {
                            let mut tx = office.system().await;
                            assert!(change_state::activate(&mut tx, id).await.unwrap());
                            tx.commit().await.unwrap();
                            activated += 1;
                        }
                        (LifecycleState::Suspended, _) => office.reactivate(ada, id).await.unwrap(),
                        _ => {
                            office.suspend(ada, id).await.unwrap();
                            suspended += 1;
                        }
                    }
                }
            }
            // What is given up leaves nothing behind.
            let mut given_up = office.system().await;
            create::create(&mut given_up, &new_person("No", "Body", "nobody@example.org")).await.unwrap();
            drop(given_up);
            let today = office.database().now().date_naive();
            let total = office.counts().await.total();
            ends.retain(|(day, _)| *day != today);
            ends.push((today, total));
            if number % 6 == 5 {
                office.wait(TimeDelta::hours(17));
            }
        }
        assert!(signed_up > 3 && invited > 10 && with_password > 3 && suspended > 2 && activated > 3, "{signed_up} {invited} {with_password} {suspended} {activated}");
        let figures = of(&office, first).await;
        let all = |figure| sum(&figures, None, &[figure]);
        assert_eq!([all(Figure::SignedUp), all(Figure::AddedInvited), all(Figure::AddedActive)], [signed_up, invited, with_password]);
        assert_eq!([all(Figure::Activated), all(Figure::Suspended), all(Figure::Ended)], [activated, suspended, 0]);
        // Counted backwards from today, every day ends with as many people as it did.
        let rows = u64::try_from(office.test.number("SELECT count(*) FROM person").await).unwrap();
        let mut total = rows;
        for (day, was) in ends.iter().rev() {
            assert_eq!(total, *was, "{day}");
            total -= sum(&figures, Some(*day), &CAME);
        }
        assert_eq!(total, 0, "before the first of them there was nobody");
    }

    async fn tenants_are_counted_apart_and_a_slice_is_counted_once(test: TestDatabase) {
        let office = Office::open(test).await;
        let first = office.database().now().date_naive();
        let other = NewTenant { slug: "school".to_owned(), name: "School".to_owned(), settings: Settings::default() };
        let other = tenants::create::create(office.database(), &operator(), &other).await.unwrap();
        let source = office.source("crm").await;
        assert_eq!(slice(&office, source, 1, 8).await, 3);
        let figures = of(&office, first).await;
        assert_eq!(figures.days.iter().map(|one| (one.figure, one.amount)).collect::<Vec<_>>(), [(Figure::AddedActive, 3), (Figure::AddedInvited, 5)]);
        let mut tx = office.database().read(&foundation::Caller::system(other, "test")).await.unwrap();
        assert_eq!(figures::since(&mut tx, first).await.unwrap(), Figures::default());
    }

    /// Those who import and those who sign up count in one order: nobody waits for ever.
    async fn many_at_once_are_all_counted(test: TestDatabase) {
        let office = Arc::new(Office::open(test).await);
        let first = office.database().now().date_naive();
        let source = office.source("crm").await;
        let mut running = Vec::new();
        for number in 0..12 {
            let office = office.clone();
            running.push(tokio::spawn(async move {
                if number % 3 == 0 { slice(&office, source, number, 6).await; } else { sign_up(&office, number).await; }
            }));
        }
        for one in running {
            one.await.unwrap();
        }
        let figures = of(&office, first).await;
        let all = |figure| sum(&figures, None, &[figure]);
        assert_eq!([all(Figure::SignedUp), all(Figure::AddedActive), all(Figure::AddedInvited)], [8, 8, 16]);
    }
}
