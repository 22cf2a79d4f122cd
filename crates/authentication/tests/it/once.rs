//! Twenty at once, on two nodes: of every one-time thing exactly one gets it (F20).

use std::sync::Arc;

use authentication::accept_invitation::Accepted;
use authentication::tokens::Purpose;
use authentication::{Authentication, AuthenticationError, setup};
use database::on_each_database;
use directory::LifecycleState;
use foundation::{Caller, Locale, Secret};
use tokio::sync::Barrier;

use crate::house::{GOOD, House, OTHER, is_throttled, origin, secret};

const ADA: &str = "ada@example.org";
const TRIES: u8 = 20;

/// Runs the same thing twenty times at once, half on each node and each from a network of its own; every one that does
/// not get it must be told that the link does not work, and nothing else.
async fn race<F, R>(house: &House, attempt: F) -> Vec<u8>
where
    F: Fn(Authentication, Caller, u8) -> R,
    R: Future<Output = Result<(), AuthenticationError>> + Send + 'static,
{
    let second = house.second_node().await;
    let line = Arc::new(Barrier::new(usize::from(TRIES)));
    let mut running = Vec::new();
    for number in 0..TRIES {
        let node = if number % 2 == 0 { house.authentication.clone() } else { second.clone() };
        let (line, attempt) = (line.clone(), attempt(node, house.at(number), number));
        running.push(tokio::spawn(async move {
            line.wait().await;
            attempt.await
        }));
    }
    let mut got = Vec::new();
    for (number, outcome) in (0..).zip(running) {
        match outcome.await.unwrap() {
            Ok(()) => got.push(number),
            Err(AuthenticationError::LinkExpired) => {}
            Err(other) => panic!("attempt {number}: {other:?}"),
        }
    }
    got
}

/// The password of an attempt, so that it shows whose counted.
fn password_of(number: u8) -> String {
    format!("{OTHER} number {number}")
}

on_each_database! {
    async fn a_confirmation(test: TestDatabase) {
        let house = House::open(test).await;
        house.sign_up(ADA, GOOD).await.unwrap();
        let token = house.token(ADA, "verify_address").await;
        let got = race(&house, |node, caller, _| {
            let (place, token) = (house.place.clone(), token.clone());
            async move { node.confirm_address(&caller, &place, Locale::En, &token, &secret(GOOD)).await.map(drop) }
        }).await;
        assert_eq!(got.len(), 1);
        let ada = house.person(ADA).await;
        assert_eq!((house.sessions_of(ada).await, house.state(ada).await), (1, LifecycleState::Active));
        assert_eq!(house.entries("person.activated").await.len(), 1);
    }

    async fn a_recovery(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        let token = house.recovery_token(ADA, ADA).await;
        let got = race(&house, |node, caller, number| {
            let (place, token) = (house.place.clone(), token.clone());
            async move { node.set_recovered_password(&caller, &place, Locale::En, &token, &secret(&password_of(number))).await.map(drop) }
        }).await;
        assert_eq!(got.len(), 1);
        for number in 0..TRIES {
            let outcome = house.sign_in_from(100 + number, ADA, &password_of(number)).await;
            assert_eq!(outcome.is_ok(), number == got[0], "password {number}");
        }
        assert_eq!(house.entries("password.recovered").await.len(), 1);
    }

    async fn an_invitation(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.invited(ADA).await;
        let token = house.issue(Purpose::Invitation, ada, ADA).await;
        let got = race(&house, |node, caller, number| {
            let (place, token) = (house.place.clone(), token.clone());
            let accepted = Accepted { given_name: format!("Ada {number}"), family_name: "Lovelace".to_owned(), password: secret(&password_of(number)) };
            async move { node.accept_invitation(&caller, &place, Locale::En, &token, &accepted).await.map(drop) }
        }).await;
        assert_eq!(got.len(), 1);
        assert_eq!(house.look(ada).await.person.given_name, format!("Ada {}", got[0]), "name and password are of the same attempt");
        house.sign_in(ADA, &password_of(got[0])).await.unwrap();
        assert_eq!(house.entries("invitation.accepted").await.len(), 1);
    }

    async fn a_new_address_and_its_undoing(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.ask_for_address(&visitor, "ada@new.example", GOOD).await.unwrap();
        let confirm = house.token("ada@new.example", "confirm_new_address").await;
        let got = race(&house, |node, caller, _| {
            let (place, token) = (house.place.clone(), confirm.clone());
            async move { node.confirm_new_address(&caller, &place, Locale::En, &token).await }
        }).await;
        assert_eq!((got.len(), house.entries("address.changed").await.len()), (1, 1));
        assert_eq!(house.mail_kinds(ADA).await.iter().filter(|kind| *kind == "address_changed_notice").count(), 1);
        let undo = house.token(ADA, "address_changed_notice").await;
        let got = race(&house, |node, caller, _| {
            let (place, token) = (house.place.clone(), undo.clone());
            async move { node.undo_address(&caller, &place, Locale::En, &token).await }
        }).await;
        assert_eq!((got.len(), house.entries("address.change_undone").await.len()), (1, 1));
        assert_eq!(house.mail_kinds(ADA).await.iter().filter(|kind| *kind == "account_secured").count(), 1);
    }

    async fn the_link_of_the_first_start(test: TestDatabase) {
        let house = House::open(test).await;
        let tenant = setup::furnish_platform(house.database()).await.unwrap();
        let place = authentication::Place { tenant: Arc::new(tenant), base: "https://id.example/t/platform".to_owned() };
        let token = setup::issue(house.database()).await.unwrap();
        let got = race(&house, |node, caller, number| {
            let (place, token) = (place.clone(), token.clone());
            let form = House::form(&format!("operator{number}@example.org"), GOOD);
            async move { node.create_operator(&caller.origin, &place, Locale::En, &token, &form).await.map(drop) }
        }).await;
        assert_eq!(got.len(), 1);
        assert_eq!(house.test.number("SELECT count(*) FROM person").await, 1);
        assert_eq!(house.test.number("SELECT count(*) FROM role_assignment").await, 1);
    }

    /// Different links of one person at the same moment: each is followed after the other, and none is stuck.
    async fn several_links_of_one_person_at_once(test: TestDatabase) {
        let house = House::open(test).await;
        house.sign_up(ADA, GOOD).await.unwrap();
        let ada = house.person(ADA).await;
        let verify = house.token(ADA, "verify_address").await;
        let recover = house.recovery_token(ADA, ADA).await;
        let invitation = house.issue(Purpose::Invitation, ada, ADA).await;
        let got = race(&house, |node, caller, number| {
            let (place, verify, recover, invitation) = (house.place.clone(), verify.clone(), recover.clone(), invitation.clone());
            async move {
                match number % 3 {
                    0 => {
                        let outcome = node.confirm_address(&caller, &place, Locale::En, &verify, &secret(GOOD)).await;
                        // The password it was chosen with may be gone by then.
                        if matches!(outcome, Err(AuthenticationError::WrongCredentials)) { Err(AuthenticationError::LinkExpired) } else { outcome.map(drop) }
                    }
                    1 => node.set_recovered_password(&caller, &place, Locale::En, &recover, &secret(OTHER)).await.map(drop),
                    _ => {
                        let accepted = Accepted { given_name: "Ada".to_owned(), family_name: "Lovelace".to_owned(), password: secret(OTHER) };
                        node.accept_invitation(&caller, &place, Locale::En, &invitation, &accepted).await.map(drop)
                    }
                }
            }
        }).await;
        let by_kind = |kind: u8| got.iter().filter(|number| *number % 3 == kind).count();
        assert!((0..3).all(|kind| by_kind(kind) <= 1) && !got.is_empty(), "{got:?}");
        // Whoever recovers or accepts has the last word on the password; whoever confirms keeps the first.
        let last = if by_kind(1) + by_kind(2) > 0 { OTHER } else { GOOD };
        house.sign_in_from(200, ADA, last).await.unwrap();
        assert_eq!(house.entries("person.activated").await.len(), 1);
    }

    /// However many ask at once, one link is left.
    async fn many_who_ask_at_once_leave_one_link(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        let line = Arc::new(Barrier::new(usize::from(TRIES)));
        let mut running = Vec::new();
        for number in 0..TRIES {
            let (node, line, place) = (house.authentication.clone(), line.clone(), house.place.clone());
            let caller = Caller { origin: origin(number, "x"), ..house.system_caller() };
            running.push(tokio::spawn(async move {
                line.wait().await;
                node.start_reset(&caller, &place, ada).await.unwrap();
            }));
        }
        for outcome in running {
            outcome.await.unwrap();
        }
        assert_eq!(house.test.number("SELECT count(*) FROM one_time_token WHERE purpose = 'recover'").await, 1);
        let mut working = Vec::<Secret>::new();
        for mail in house.mails(ADA).await.into_iter().filter(|mail| mail.item.kind == "administrator_reset") {
            let token = crate::house::token_in(&mail.text);
            if house.authentication.peek(&house.at(1), Purpose::Recover, &token).await.unwrap().is_some() {
                working.push(token);
            }
        }
        assert_eq!(working.len(), 1);
        house.set_password(&working[0], OTHER).await.unwrap();
        assert!(!is_throttled(house.sign_in(ADA, OTHER).await));
    }
}
