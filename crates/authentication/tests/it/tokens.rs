//! One-time links as such: whole, of one purpose, of one tenant, and stored as nothing that could be used.

use authentication::tokens::{self, Purpose};
use database::on_each_database;
use foundation::{Caller, Secret};

use crate::house::{GOOD, House, OTHER, is_expired, open_to_all, secret, tenant};

const ADA: &str = "ada@example.org";
const ALL: [Purpose; 8] = [
    Purpose::Verify,
    Purpose::Recover,
    Purpose::Invitation,
    Purpose::ConfirmAddress,
    Purpose::UndoAddress,
    Purpose::NotMe,
    Purpose::CancelHelp,
    Purpose::FinishHelp,
];

/// Follows a link of a purpose.
async fn follow(house: &House, purpose: Purpose, token: &Secret) -> Result<(), authentication::AuthenticationError> {
    match purpose {
        Purpose::Verify => house.confirm(token, GOOD).await.map(drop),
        Purpose::Recover => house.set_password(token, OTHER).await.map(drop),
        Purpose::Invitation => house.accept(token, OTHER).await.map(drop),
        Purpose::ConfirmAddress => house.confirm_new_address(token).await,
        Purpose::UndoAddress => house.undo_address(token).await,
        Purpose::NotMe => house.not_me(token).await,
        Purpose::CancelHelp => house.cancel_help(token).await,
        Purpose::FinishHelp => house.finish_help(token, GOOD).await.map(drop),
    }
}

on_each_database! {
    /// SEC-19, SEC-25: cut, longer, or with any bit turned, it is nobody's.
    async fn only_the_whole_token_works(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        let token = house.issue(Purpose::Recover, ada, ADA).await;
        let text = token.expose();
        assert_eq!(text.len(), 43);
        let mut broken: Vec<String> = (0..text.len()).map(|end| text[..end].to_owned()).collect();
        broken.extend((1..text.len()).map(|start| text[start..].to_owned()));
        broken.extend(["A", "=", "\0", " ", "%00", &"A".repeat(43)].map(|more| format!("{text}{more}")));
        broken.extend([format!(" {text}"), format!("A{text}"), text.to_lowercase(), text.to_uppercase(), text.chars().rev().collect()]);
        for at in 0..text.len() {
            for bit in 0..7 {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] ^= 1 << bit;
                broken.push(String::from_utf8(bytes).unwrap());
            }
        }
        for wrong in broken {
            assert_ne!(wrong, text);
            assert!(house.authentication.peek(&house.at(1), Purpose::Recover, &secret(&wrong)).await.unwrap().is_none(), "{wrong:?}");
        }
        assert!(is_expired(house.set_password(&secret(&text[..42]), OTHER).await));
        house.set_password(&token, OTHER).await.unwrap();
    }

    /// SEC-18: a link of one purpose never serves another, used or not.
    async fn a_link_serves_its_purpose_only(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        for made in ALL {
            let token = house.issue(made, ada, ADA).await;
            for tried in ALL.into_iter().filter(|tried| *tried != made) {
                assert!(is_expired(follow(&house, tried, &token).await), "{made:?} as {tried:?}");
                assert!(house.authentication.peek(&house.at(1), tried, &token).await.unwrap().is_none());
            }
            assert!(house.authentication.peek(&house.at(1), made, &token).await.unwrap().is_some(), "{made:?} is still whole");
        }
    }

    /// SEC-66, F38: a link of another tenant is none.
    async fn a_link_is_one_tenants(test: TestDatabase) {
        let house = House::open(test).await;
        let school = tenant(house.database(), "school", open_to_all()).await;
        let ada = house.join(ADA, GOOD).await.person;
        let theirs = Caller::anonymous(school.tenant.id, foundation::Origin::default());
        for purpose in ALL {
            let token = house.issue(purpose, ada, ADA).await;
            assert!(house.authentication.peek(&theirs, purpose, &token).await.unwrap().is_none());
            let mut tx = house.database().begin(&theirs).await.unwrap();
            assert_eq!(tokens::consume(&mut tx, purpose, &token).await.unwrap(), None);
            tx.commit().await.unwrap();
            assert!(house.authentication.peek(&house.at(1), purpose, &token).await.unwrap().is_some());
        }
    }

    /// ASVS 6.5.1: of its purpose and once; expired to the microsecond; the newest only.
    async fn a_link_is_taken_once_in_time_and_replaced_by_the_next(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        for purpose in ALL {
            let first = house.issue(purpose, ada, "first@example.org").await;
            let second = house.issue(purpose, ada, "second@example.org").await;
            let mut tx = house.system().await;
            assert_eq!(tokens::consume(&mut tx, purpose, &first).await.unwrap(), None);
            for _ in 0..3 {
                assert!(tokens::peek(&mut tx, purpose, &second).await.unwrap().is_some());
            }
            let ticket = tokens::consume(&mut tx, purpose, &second).await.unwrap().unwrap();
            assert_eq!((ticket.person, ticket.payload.as_str()), (ada, "second@example.org"));
            assert_eq!(tokens::consume(&mut tx, purpose, &second).await.unwrap(), None);
            assert_eq!(tokens::peek(&mut tx, purpose, &second).await.unwrap(), None);
            tx.commit().await.unwrap();

            let third = house.issue(purpose, ada, ADA).await;
            house.wait(purpose.lifetime() - chrono::TimeDelta::microseconds(1));
            let mut tx = house.system().await;
            assert!(tokens::peek(&mut tx, purpose, &third).await.unwrap().is_some());
            drop(tx);
            house.wait(chrono::TimeDelta::microseconds(1));
            let mut tx = house.system().await;
            assert_eq!(tokens::peek(&mut tx, purpose, &third).await.unwrap(), None);
            assert_eq!(tokens::consume(&mut tx, purpose, &third).await.unwrap(), None);
        }
    }

    /// What the link carries is sealed and bound to it: rows cannot be mixed by whoever can write to the database.
    async fn what_a_link_carries_cannot_be_moved_to_another(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        let confirm = house.issue(Purpose::ConfirmAddress, ada, "evil@example.org").await;
        let recover = house.issue(Purpose::Recover, ada, ADA).await;
        let swap = "UPDATE one_time_token SET payload = (SELECT payload FROM one_time_token AS other WHERE other.purpose = 'confirm_address') WHERE purpose = 'recover'";
        house.test.as_owner(swap).await;
        let outcome = house.set_password(&recover, OTHER).await;
        assert!(matches!(outcome, Err(authentication::AuthenticationError::Database(database::DbError::Corrupt("one_time_token")))), "{outcome:?}");
        // Nor does another purpose written over it make a link serve it.
        house.test.as_owner("UPDATE one_time_token SET purpose = 'undo_address' WHERE purpose = 'confirm_address'").await;
        assert!(house.undo_address(&confirm).await.is_err());
        house.sign_in(ADA, GOOD).await.unwrap();
    }
}
