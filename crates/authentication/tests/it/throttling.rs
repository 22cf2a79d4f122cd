//! Limits on guessing: that they hold, for whom, how long, and that they are no weapon.

use authentication::{Authentication, AuthenticationError};
use chrono::TimeDelta;
use database::on_each_database;
use foundation::Locale;

use crate::house::{GOOD, House, OTHER, THIRD, is_throttled, is_wrong, secret};

const ADA: &str = "ada@example.org";

/// Tries until it is throttled, and says how many were judged.
async fn judged(house: &House, service: &Authentication, network: u8, name: &str, most: usize) -> usize {
    for number in 0..most {
        let outcome = service.sign_in(&house.at(network), &house.place, Locale::En, name, &secret(OTHER)).await;
        match outcome {
            Err(AuthenticationError::WrongCredentials) => {}
            Err(AuthenticationError::Throttled(_)) => return number,
            other => panic!("{other:?}"),
        }
    }
    most
}

on_each_database! {
    /// F23: ten from a network, whichever node they reach.
    async fn the_limit_holds_across_nodes(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        let second = house.second_node().await;
        for number in 0..10 {
            let node = if number % 2 == 0 { &house.authentication } else { &second };
            assert_eq!(judged(&house, node, 1, ADA, 1).await, 1, "attempt {number}");
        }
        for node in [&house.authentication, &second] {
            assert_eq!(judged(&house, node, 1, ADA, 1).await, 0);
            let right = node.sign_in(&house.at(1), &house.place, Locale::En, ADA, &secret(GOOD)).await;
            assert!(is_throttled(right), "the right one too: otherwise guessing would go on");
        }
    }

    /// SEC-22, SP 800-63B-4 §3.2.2: a hundred in all, from however many networks; and in any spelling of the name.
    async fn the_account_has_a_limit_of_its_own(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        let mut total = 0;
        for network in 0..30 {
            let name = if network % 2 == 0 { ADA } else { "  ADA@Example.ORG " };
            total += judged(&house, &house.authentication, network, name, 5).await;
        }
        assert_eq!(total, 100);
        let outcome = house.sign_in_from(200, ADA, GOOD).await;
        assert!(matches!(&outcome, Err(AuthenticationError::Throttled(wait)) if wait.as_secs() > 23 * 3600), "{outcome:?}");
        house.wait(TimeDelta::hours(24));
        house.sign_in_from(200, ADA, GOOD).await.unwrap();
    }

    async fn an_address_and_a_network_have_limits_over_all_accounts(test: TestDatabase) {
        let house = House::open(test).await;
        let mut total = 0;
        for number in 0..40 {
            total += judged(&house, &house.authentication, 1, &format!("person{number}@example.org"), 1).await;
        }
        assert_eq!(total, 30, "one address");
        total = 0;
        for number in 0..=255_u8 {
            let mut caller = house.at(2);
            caller.origin.address = Some(std::net::IpAddr::from([198, 51, 2, number]));
            let outcome = house.authentication.sign_in(&caller, &house.place, Locale::En, &format!("person{number}@example.org"), &secret(OTHER)).await;
            total += usize::from(is_wrong(outcome));
        }
        assert_eq!(total, 200, "one network");
    }

    /// F39: somebody elsewhere fails and fails, and the owner does not notice.
    async fn hammering_from_elsewhere_does_not_lock_the_owner_out(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        for _ in 0..300 {
            assert!(house.sign_in_from(66, ADA, OTHER).await.is_err());
        }
        house.sign_in_from(1, ADA, GOOD).await.unwrap();
        assert!(is_throttled(house.sign_in_from(66, ADA, GOOD).await), "there it stays shut, also for who knows it by now");
        let throttled = house.entries("sign_in.throttled").await;
        assert!(throttled.len() >= 190 && throttled.iter().all(|entry| entry.subject == Some(ada)), "and the owner's history tells of it");
    }

    /// F39: where many networks fail together, a link to the owner's address opens again.
    async fn an_owner_who_is_locked_out_recovers(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        for network in 100..120 {
            judged(&house, &house.authentication, network, ADA, 10).await;
        }
        assert!(is_throttled(house.sign_in(ADA, GOOD).await));
        let token = house.recovery_token(ADA, ADA).await;
        house.set_password(&token, THIRD).await.unwrap();
        house.sign_in(ADA, THIRD).await.unwrap();
        assert!(is_throttled(house.sign_in_from(100, ADA, THIRD).await), "not for those who guessed");
    }

    async fn a_window_ends_and_begins_anew(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        assert_eq!(judged(&house, &house.authentication, 1, ADA, 20).await, 10);
        house.wait(TimeDelta::minutes(15) - TimeDelta::microseconds(1));
        assert_eq!(judged(&house, &house.authentication, 1, ADA, 1).await, 0);
        house.wait(TimeDelta::microseconds(1));
        assert_eq!(judged(&house, &house.authentication, 1, ADA, 20).await, 10);
        house.wait(TimeDelta::minutes(15));
        house.sign_in(ADA, GOOD).await.unwrap();
        assert_eq!(judged(&house, &house.authentication, 1, ADA, 20).await, 10, "a success forgets the account's");
    }

    /// Signing in to one's own account does not pay for guesses at others.
    async fn a_success_takes_back_only_its_own_count(test: TestDatabase) {
        let house = House::open(test).await;
        house.join("eve@example.org", GOOD).await;
        let mut wrong = 0;
        for number in 0..60 {
            let outcome = house.sign_in(&format!("victim{number}@example.org"), OTHER).await;
            wrong += usize::from(is_wrong(outcome));
            let own = house.sign_in("eve@example.org", GOOD).await;
            assert!(own.is_ok() || is_throttled(own));
        }
        assert_eq!(wrong, 30, "the address has its limit all the same");
        // Nor does recovering one's own account.
        let token = house.recovery_token("eve@example.org", "eve@example.org").await;
        house.set_password(&token, OTHER).await.unwrap();
        assert!(is_throttled(house.sign_in("victim99@example.org", OTHER).await));
    }

    /// Many at once gain nothing: each is counted before it is judged.
    async fn many_at_once_are_counted_one_by_one(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        let second = house.second_node().await;
        let mut running = Vec::new();
        for number in 0..40 {
            let service = if number % 2 == 0 { house.authentication.clone() } else { second.clone() };
            let (caller, place) = (house.at(1), house.place.clone());
            running.push(tokio::spawn(async move { service.sign_in(&caller, &place, Locale::En, ADA, &secret(OTHER)).await }));
        }
        let mut wrong = 0;
        for outcome in running {
            match outcome.await.unwrap() {
                Err(AuthenticationError::WrongCredentials) => wrong += 1,
                Err(AuthenticationError::Throttled(_)) => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(wrong, 10);
    }

    async fn mails_have_limits_too_and_of_their_own(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        house.wait(TimeDelta::minutes(16));
        for _ in 0..10 {
            house.ask_for_recovery(ADA).await.unwrap();
        }
        assert!(is_throttled(house.ask_for_recovery(ADA).await));
        assert!(is_throttled(house.sign_up(ADA, GOOD).await), "by whichever form");
        assert_eq!(house.mail_kinds(ADA).await.iter().filter(|kind| *kind == "recovery").count(), 10);
        house.sign_in(ADA, GOOD).await.unwrap();
        for _ in 0..10 {
            house.ask_for_recovery("nobody@example.org").await.unwrap();
        }
        assert!(is_throttled(house.ask_for_recovery("nobody@example.org").await), "an unknown name counts the same (SEC-87)");
    }

    /// What is stored of an attempt is no list of who tried what from where.
    async fn counters_hold_fingerprints(test: TestDatabase) {
        let house = House::open(test).await;
        judged(&house, &house.authentication, 1, ADA, 1).await;
        let mut bare = house.test.bare(database::testing::Role::Owner).await;
        let rows = bare.run("SELECT * FROM throttle").await.unwrap().rows;
        assert_eq!(rows.len(), 4);
        let dump = format!("{rows:?}");
        assert!(!dump.contains("ada") && !dump.contains("198.51"));
    }
}
