//! A restart forgets nothing (F7): what was used, ended, replaced or counted stays so.

use std::time::Duration;

use authentication::tokens::Purpose;
use authentication::{Authentication, setup};
use database::{Database, Settings, on_each_database};
use foundation::Randomness;

use crate::house::{CHEAP, GOOD, House, OTHER, THIRD, hasher, is_expired, is_throttled, is_wrong, secret};

const ADA: &str = "ada@example.org";

/// The process ends and another begins on the same data.
async fn restarted(mut house: House) -> House {
    // SQLite lets the next process in only when the last has gone for good.
    let elsewhere = database::testing::sqlite().await;
    let ended = std::mem::replace(&mut house.test.database, elsewhere.database.clone());
    house.authentication = Authentication::new(elsewhere.database.clone(), hasher(CHEAP, 1, 1));
    ended.close().await;
    drop(ended);
    let opening = async {
        loop {
            let randomness = Randomness::seeded(7_000);
            let vault = database::testing::vault(&randomness);
            match Database::open(&Settings::at(&house.test.url), house.test.clock.clone(), randomness, vault).await {
                Ok(database) => return database,
                Err(_) => tokio::task::yield_now().await,
            }
        }
    };
    let database = tokio::time::timeout(Duration::from_secs(20), opening).await.expect("the data can be opened again");
    house.authentication = Authentication::new(database.clone(), hasher(CHEAP, 2, 64));
    house.test.database = database;
    house
}

on_each_database! {
    async fn used_replaced_and_waiting_links(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let used = house.recovery_token(ADA, ADA).await;
        house.set_password(&used, OTHER).await.unwrap();
        let replaced = house.recovery_token(ADA, ADA).await;
        let waiting = house.recovery_token(ADA, ADA).await;
        house.ask_for_recovery(ADA).await.unwrap();
        let house = restarted(house).await;
        assert!(house.visit(session).await.is_none(), "an ended session stays ended");
        assert!(is_expired(house.set_password(&used, THIRD).await));
        assert!(is_expired(house.set_password(&replaced, THIRD).await));
        assert!(house.authentication.peek(&house.at(1), Purpose::Recover, &waiting).await.unwrap().is_some());
        // F6: what was asked for before is done after; and then that link is the newest.
        assert_eq!(house.mail_kinds(ADA).await.iter().filter(|kind| *kind == "recovery").count(), 4);
        assert!(is_expired(house.set_password(&waiting, THIRD).await));
        let newest = house.token(ADA, "recovery").await;
        house.set_password(&newest, THIRD).await.unwrap();
    }

    async fn counters_and_sessions(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let out = house.sign_in(ADA, GOOD).await.unwrap().secret;
        authentication::sessions::sign_out(house.database(), &house.at(1), out).await.unwrap();
        for _ in 0..10 {
            assert!(is_wrong(house.sign_in_from(9, ADA, OTHER).await));
        }
        let house = restarted(house).await;
        assert!(is_throttled(house.sign_in_from(9, ADA, GOOD).await), "F23");
        assert!(house.visit(session).await.is_some() && house.visit(out).await.is_none());
        house.sign_in(ADA, GOOD).await.unwrap();
    }

    async fn the_link_of_the_first_start(test: TestDatabase) {
        let house = House::open(test).await;
        setup::furnish_platform(house.database()).await.unwrap();
        let first = setup::issue(house.database()).await.unwrap();
        let second = setup::issue(house.database()).await.unwrap();
        let house = restarted(house).await;
        assert!(!setup::peek(house.database(), &first).await.unwrap());
        assert!(setup::peek(house.database(), &second).await.unwrap());
        assert!(!setup::peek(house.database(), &secret("")).await.unwrap());
        assert!(setup::is_needed(house.database()).await.unwrap());
    }
}
