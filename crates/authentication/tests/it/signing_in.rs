//! Signing in: who gets in, who does not and what they are told, and what the sign-in leaves behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use authentication::password::phc::Cost;
use authentication::{Authentication, AuthenticationError};
use chrono::TimeDelta;
use database::on_each_database;
use foundation::{Caller, Kind, Locale};
use tokio::sync::Barrier;

use crate::house::{GOOD, House, OTHER, hasher, is_throttled, is_wrong, origin, secret};

const ADA: &str = "ada@example.org";

on_each_database! {
    async fn the_right_password_opens_and_every_other_gets_one_answer(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        house.invited("invited@example.org").await;
        assert_eq!(house.sign_in(" ADA@EXAMPLE.ORG ", GOOD).await.unwrap().person, ada);
        for (name, password) in [(ADA, OTHER), (ADA, ""), ("nobody@example.org", GOOD), ("invited@example.org", GOOD), ("invited@example.org", ""), ("", "")] {
            assert!(is_wrong(house.sign_in(name, password).await), "{name}");
        }
        let failed = house.entries("sign_in.failed").await;
        assert_eq!(failed.iter().filter(|entry| entry.subject == Some(ada)).count(), 2, "the owner sees them in their history");
        assert!(house.look(ada).await.person.last_sign_in_at.is_some());
        assert_eq!(house.sessions_of(ada).await, 2);
    }

    /// SEC-60: a state is told only to who knows the password, and lets nobody in.
    async fn the_suspended_and_the_departed_stay_out(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        for step in ["suspended", "ended"] {
            if step == "suspended" { house.suspend(ada).await } else { house.end_life(ada).await }
            assert!(matches!(house.sign_in(ADA, GOOD).await, Err(AuthenticationError::Suspended)), "{step}");
            assert!(is_wrong(house.sign_in(ADA, OTHER).await), "{step}");
            assert_eq!(house.sessions_of(ada).await, 0, "{step}");
        }
        assert_eq!(house.entries("sign_in.refused").await.len(), 2);
    }

    async fn a_new_device_is_told_of_and_a_known_one_is_not(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        house.sign_in(ADA, GOOD).await.unwrap();
        assert_eq!(house.mail_kinds(ADA).await, ["verify_address"], "the same browser");
        house.wait(TimeDelta::seconds(1));
        let phone = Caller::anonymous(house.tenant(), origin(2, "Safari on iPhone"));
        house.authentication.sign_in(&phone, &house.place, Locale::En, ADA, &secret(GOOD)).await.unwrap();
        let mails = house.mails(ADA).await;
        assert_eq!(mails[0].item.kind, "new_device_notice");
        assert!(mails[0].text.contains("Safari on iPhone") && mails[0].text.contains("198.51.2.0/24"));
        house.authentication.sign_in(&phone, &house.place, Locale::En, ADA, &secret(GOOD)).await.unwrap();
        assert_eq!(house.mails(ADA).await.len(), 2);
    }

    async fn a_new_place_is_told_of_once_a_day(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await;
        let told = async || house.mail_kinds(ADA).await.iter().filter(|kind| *kind == "new_place_notice").count();
        house.sign_in_from(1, ADA, GOOD).await.unwrap();
        assert_eq!(told().await, 0);
        house.sign_in_from(2, ADA, GOOD).await.unwrap();
        let mails = house.mails(ADA).await;
        assert!(mails[0].item.kind == "new_place_notice" && mails[0].text.contains("198.51.2.0/24"), "{}", mails[0].text);
        // On the move: one mail a day, however many networks.
        for network in 3..30 {
            house.sign_in_from(network, ADA, GOOD).await.unwrap();
        }
        assert_eq!(told().await, 1);
        house.wait(TimeDelta::days(1));
        house.sign_in_from(7, ADA, GOOD).await.unwrap();
        assert_eq!(told().await, 1, "they were there yesterday");
        house.sign_in_from(40, ADA, GOOD).await.unwrap();
        assert_eq!(told().await, 2);
        // A network stays known for ninety days, also where another device was in it, and is forgotten after that.
        house.wait(TimeDelta::days(89));
        house.sign_in_from(7, ADA, GOOD).await.unwrap();
        assert_eq!(told().await, 2);
        house.sign_in_from(8, ADA, GOOD).await.unwrap();
        assert_eq!(told().await, 3);
        house.wait(TimeDelta::days(91));
        authentication::places::sweep(house.database()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM sign_in_place").await, 0);
        house.sign_in_from(8, ADA, GOOD).await.unwrap();
        assert_eq!(house.mail_kinds(ADA).await[0], "new_device_notice", "by then the device is new as well");
        // After somebody else was in, what they used is not known any more.
        let visitor = house.visitor(house.sign_in(ADA, GOOD).await.unwrap().secret).await;
        crate::second::add(&house, &visitor).await;
        let token = house.token(ADA, "app_added_notice").await;
        house.not_me(&token).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM sign_in_place").await, 0);
        assert_eq!(visitor.person, ada.person);
    }

    /// The cost of hashing rises: whoever signs in is stored at the new one, and the old form is gone.
    async fn a_hash_of_a_lower_cost_is_made_anew(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        let before = house.credential(ada).await.unwrap();
        assert!(before.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        let dearer = Cost { memory_kib: 128, passes: 2, lanes: 1 };
        let later = Authentication::new(house.database().clone(), hasher(dearer, 1, 8));
        assert!(is_wrong(later.sign_in(&house.at(1), &house.place, Locale::En, ADA, &secret(OTHER)).await));
        assert_eq!(house.credential(ada).await.unwrap(), before, "a wrong password upgrades nothing");
        later.sign_in(&house.at(1), &house.place, Locale::En, ADA, &secret(GOOD)).await.unwrap();
        let after = house.credential(ada).await.unwrap();
        assert!(after.starts_with("$argon2id$v=19$m=128,t=2,p=1$"), "{after}");
        later.sign_in(&house.at(1), &house.place, Locale::En, ADA, &secret(GOOD)).await.unwrap();
        assert_eq!(house.credential(ada).await.unwrap(), after, "once");
        // A node that is still at the lower cost does not go back.
        house.sign_in(ADA, GOOD).await.unwrap();
        assert_eq!(house.credential(ada).await.unwrap(), after);
    }

    async fn a_stored_form_nobody_can_read_opens_nothing(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        for broken in ["", "plain text", "$argon2id$v=19$m=64,t=1,p=1$$", "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=4294967295,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"] {
            house.set_credential(ada, broken).await;
            for password in [GOOD, "", broken] {
                house.wait(TimeDelta::minutes(2));
                assert!(is_wrong(house.sign_in(ADA, password).await), "{broken} {password}");
            }
        }
    }

    /// F14: what the queue cannot take is refused at once with the advice to come back, and is not held against anybody.
    async fn a_burst_is_bounded_and_locks_nobody_out(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        // One slot and one place to wait, which others keep taken.
        let narrow = hasher(Cost { memory_kib: 65_536, passes: 4, lanes: 1 }, 1, 1);
        let service = Authentication::new(house.database().clone(), narrow.clone());
        let stop = Arc::new(AtomicBool::new(false));
        let others = (0..3).map(|_| {
            let (narrow, stop) = (narrow.clone(), stop.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::SeqCst) {
                    if narrow.hash(&secret(OTHER)).await.is_err() {
                        tokio::task::yield_now().await;
                    }
                }
            })
        });
        let others: Vec<_> = others.collect();
        let mut refused = 0;
        for _ in 0..200 {
            match service.sign_in(&house.at(1), &house.place, Locale::En, ADA, &secret(OTHER)).await {
                Err(error @ AuthenticationError::Busy(_)) => {
                    assert_eq!(error.kind(), Kind::Unavailable);
                    refused += 1;
                }
                // Between two of the others there may be room for one.
                Err(AuthenticationError::WrongCredentials) => drop(house.sign_in(ADA, GOOD).await.unwrap()),
                other => panic!("an attempt nobody judged was counted: {other:?}"),
            }
            if refused == 20 {
                break;
            }
        }
        assert_eq!(refused, 20);
        stop.store(true, Ordering::SeqCst);
        for other in others {
            other.await.unwrap();
        }
        assert_eq!(narrow.waiting(), 0);
        for _ in 0..10 {
            assert!(is_wrong(house.sign_in(ADA, OTHER).await));
        }
        assert!(is_throttled(house.sign_in(ADA, OTHER).await), "ten wrong ones are still ten");
    }

    /// Two browsers at once, while the stored form is made anew for one of them: the other's password is as right.
    async fn many_sign_in_while_the_stored_form_is_made_anew(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        let dearer = Authentication::new(house.database().clone(), hasher(Cost { memory_kib: 128, passes: 2, lanes: 1 }, 2, 64));
        let line = Arc::new(Barrier::new(8));
        let mut running = Vec::new();
        for number in 0..8 {
            let (service, caller, place, line) = (dearer.clone(), house.at(number), house.place.clone(), line.clone());
            running.push(tokio::spawn(async move {
                line.wait().await;
                service.sign_in(&caller, &place, Locale::En, ADA, &secret(GOOD)).await
            }));
        }
        for outcome in running {
            outcome.await.unwrap().unwrap();
        }
        assert!(house.credential(ada).await.unwrap().contains("$m=128,t=2,p=1$"));
    }
}
