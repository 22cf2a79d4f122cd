//! Changing the address: confirmed at the new one, undone from the old one, whatever whoever took the account over tries.

use authentication::AuthenticationError;
use authentication::tokens::Purpose;
use chrono::TimeDelta;
use database::on_each_database;
use directory::LifecycleState;

use crate::house::{GOOD, House, OTHER, THIRD, is_expired, is_throttled, is_wrong, problems};

const OLD: &str = "ada@example.org";
const NEW: &str = "ada@new.example";

on_each_database! {
    async fn the_new_address_confirms_and_the_old_one_is_told(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        let ada = visitor.person;
        house.ask_for_address(&visitor, NEW, GOOD).await.unwrap();
        assert_eq!(house.look(ada).await.addresses[0].shown, OLD, "nothing changes before the link is followed");
        let token = house.token(NEW, "confirm_new_address").await;
        house.confirm_new_address(&token).await.unwrap();
        let found = house.look(ada).await;
        assert_eq!((found.sign_in_names.as_slice(), found.addresses[0].shown.as_str()), ([NEW.to_owned()].as_slice(), NEW));
        assert!(found.addresses[0].verified_at.is_some());
        assert!(house.visit(session).await.is_some(), "the person's own change ends nothing");
        let notice = &house.mails(OLD).await[0];
        assert_eq!(notice.item.kind, "address_changed_notice");
        assert!(notice.text.contains("a•••@new.example") && !notice.text.contains(NEW), "the old mailbox may be another's by now");
        assert!(is_expired(house.confirm_new_address(&token).await));
        house.sign_in(NEW, GOOD).await.unwrap();
        assert!(is_wrong(house.sign_in(OLD, GOOD).await));
        let entry = &house.entries("address.changed").await[0];
        let words = entry.content.as_ref().unwrap().words().unwrap();
        assert_eq!((words.changes[0].old.as_deref(), words.changes[0].new.as_deref()), (Some(OLD), Some(NEW)));
    }

    /// SEC-57, ASVS 7.5.1: the session alone does not move an account.
    async fn it_needs_the_password_and_an_address(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        assert!(is_wrong(house.ask_for_address(&visitor, NEW, OTHER).await));
        assert_eq!(problems(house.ask_for_address(&visitor, "nonsense", GOOD).await), [("email".to_owned(), "email-invalid")]);
        assert_eq!(problems(house.ask_for_address(&visitor, "ADA@example.org", GOOD).await), [("email".to_owned(), "unchanged")]);
        assert!(house.mails(NEW).await.is_empty());
    }

    async fn only_the_newest_link_works_and_for_an_hour(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.ask_for_address(&visitor, "first@new.example", GOOD).await.unwrap();
        let first = house.token("first@new.example", "confirm_new_address").await;
        house.ask_for_address(&visitor, NEW, GOOD).await.unwrap();
        let second = house.token(NEW, "confirm_new_address").await;
        assert!(is_expired(house.confirm_new_address(&first).await));
        house.wait(TimeDelta::minutes(60));
        assert!(is_expired(house.confirm_new_address(&second).await));
        assert_eq!(house.look(visitor.person).await.addresses[0].shown, OLD);
    }

    /// Whether the address is somebody else's is said to nobody but who reads its mail.
    async fn an_address_that_is_anothers_name_is_not_taken_from_them(test: TestDatabase) {
        let house = House::open(test).await;
        let grace = house.join(NEW, OTHER).await.person;
        let session = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.ask_for_address(&visitor, NEW, GOOD).await.unwrap();
        let token = house.token(NEW, "confirm_new_address").await;
        assert_eq!(problems(house.confirm_new_address(&token).await), [("email".to_owned(), "taken")]);
        assert_eq!(house.sign_in(NEW, OTHER).await.unwrap().person, grace);
        assert_eq!(house.sign_in(OLD, GOOD).await.unwrap().person, visitor.person);
        // Nor from somebody staff has invited, who has not been there yet.
        house.invited("invited@example.org").await;
        house.ask_for_address(&visitor, "invited@example.org", GOOD).await.unwrap();
        let token = house.token("invited@example.org", "confirm_new_address").await;
        assert_eq!(problems(house.confirm_new_address(&token).await), [("email".to_owned(), "taken")]);
    }

    /// The account was taken over: from the old mailbox its owner gets it back, and the thief's password opens nothing.
    async fn undoing_brings_the_account_back(test: TestDatabase) {
        let house = House::open(test).await;
        let thief = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(thief).await;
        let ada = visitor.person;
        house.move_to(&visitor, NEW, GOOD).await;
        let second = house.sign_in(NEW, GOOD).await.unwrap().secret;
        house.ask_for_address(&visitor, "third@new.example", GOOD).await.unwrap();
        let pending = house.token("third@new.example", "confirm_new_address").await;
        let undo = house.token(OLD, "address_changed_notice").await;
        house.undo_address(&undo).await.unwrap();

        let found = house.look(ada).await;
        assert_eq!((found.sign_in_names.as_slice(), found.addresses[0].shown.as_str(), found.addresses.len()), ([OLD.to_owned()].as_slice(), OLD, 1));
        assert!(house.visit(thief).await.is_none() && house.visit(second).await.is_none(), "every session has ended");
        for name in [OLD, NEW] {
            assert!(is_wrong(house.sign_in(name, GOOD).await), "{name}");
        }
        assert!(is_expired(house.confirm_new_address(&pending).await), "what the thief had begun is over");
        assert!(is_expired(house.undo_address(&undo).await), "a link works once");
        let token = house.token(OLD, "account_secured").await;
        house.set_password(&token, OTHER).await.unwrap();
        assert_eq!(house.sign_in(OLD, OTHER).await.unwrap().person, ada);
        assert_eq!(house.entries("address.change_undone").await[0].subject, Some(ada));
    }

    /// A thief who changes the address twice does not disarm the owner's link, and has none that undoes the owner's undoing.
    async fn changing_twice_does_not_disarm_the_owners_link(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.move_to(&visitor, NEW, GOOD).await;
        let owners = house.token(OLD, "address_changed_notice").await;
        house.move_to(&visitor, "third@new.example", GOOD).await;
        let thiefs = house.token(NEW, "address_changed_notice").await;
        // Nor does a new password, by whichever way.
        let session = house.change_password(&visitor, GOOD, OTHER).await.unwrap();
        let token = house.recovery_token("third@new.example", "third@new.example").await;
        house.set_password(&token, THIRD).await.unwrap();
        assert!(house.visit(session).await.is_none());
        house.undo_address(&owners).await.unwrap();
        assert_eq!(house.look(visitor.person).await.addresses[0].shown, OLD);
        assert!(is_expired(house.undo_address(&thiefs).await), "the later change is undone with the earlier");
        assert_eq!(house.look(visitor.person).await.sign_in_names, [OLD]);
    }

    /// If the thief undoes the later change first, the owner's link is still there.
    async fn undoing_the_later_change_leaves_the_earlier_to_be_undone(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.move_to(&visitor, NEW, GOOD).await;
        let owners = house.token(OLD, "address_changed_notice").await;
        house.move_to(&visitor, "third@new.example", GOOD).await;
        let thiefs = house.token(NEW, "address_changed_notice").await;
        house.undo_address(&thiefs).await.unwrap();
        assert_eq!(house.look(visitor.person).await.addresses[0].shown, NEW);
        house.undo_address(&owners).await.unwrap();
        assert_eq!(house.look(visitor.person).await.addresses[0].shown, OLD);
        assert!(is_expired(house.set_password(&house.token(NEW, "account_secured").await, OTHER).await), "nor is the thief's recovery link left");
    }

    /// A thief who signs up with the address the owner had does not keep the owner out of it.
    async fn an_unproved_account_gives_way_to_who_proves_the_address(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.move_to(&visitor, NEW, GOOD).await;
        let undo = house.token(OLD, "address_changed_notice").await;
        house.sign_up(OLD, THIRD).await.unwrap();
        let squatter = house.person(OLD).await;
        assert_ne!(squatter, visitor.person);
        house.undo_address(&undo).await.unwrap();
        assert_eq!(house.person(OLD).await, visitor.person);
        assert!(house.look(squatter).await.sign_in_names.is_empty());
        assert!(is_wrong(house.sign_in(OLD, THIRD).await));
        assert_eq!(house.state(squatter).await, LifecycleState::Invited);
        assert_eq!(house.entries("sign_in_name.released").await[0].subject, Some(squatter));
        // One who proved it stays: the address is theirs by now.
        let token = house.token(OLD, "account_secured").await;
        house.set_password(&token, OTHER).await.unwrap();
        let session = house.sign_in(OLD, OTHER).await.unwrap().secret;
        let visitor = house.visitor(session).await;
        house.move_to(&visitor, "fourth@new.example", OTHER).await;
        let undo = house.token(OLD, "address_changed_notice").await;
        let settled = house.join(OLD, THIRD).await.person;
        assert_eq!(problems(house.undo_address(&undo).await), [("email".to_owned(), "taken")]);
        assert_eq!(house.sign_in(OLD, THIRD).await.unwrap().person, settled);
    }

    async fn undoing_is_possible_for_a_week(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.move_to(&visitor, NEW, GOOD).await;
        let undo = house.token(OLD, "address_changed_notice").await;
        house.wait(TimeDelta::days(7) - TimeDelta::seconds(2));
        assert!(house.authentication.peek(&house.at(1), Purpose::UndoAddress, &undo).await.unwrap().is_some());
        house.wait(TimeDelta::seconds(2));
        assert!(is_expired(house.undo_address(&undo).await));
        assert_eq!(house.look(visitor.person).await.addresses[0].shown, NEW);
    }

    /// F36, SEC-60: neither link does anything for somebody who is suspended, and neither is used up by that.
    async fn a_suspended_persons_links_rest(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.move_to(&visitor, NEW, GOOD).await;
        let undo = house.token(OLD, "address_changed_notice").await;
        house.ask_for_address(&visitor, "third@new.example", GOOD).await.unwrap();
        let confirm = house.token("third@new.example", "confirm_new_address").await;
        house.suspend(visitor.person).await;
        assert!(is_expired(house.confirm_new_address(&confirm).await));
        assert!(is_expired(house.undo_address(&undo).await));
        assert_eq!((house.look(visitor.person).await.addresses[0].shown.as_str(), house.state(visitor.person).await), (NEW, LifecycleState::Suspended));
        house.reactivate(visitor.person).await;
        house.undo_address(&undo).await.unwrap();
        assert_eq!(house.look(visitor.person).await.addresses[0].shown, OLD);
    }

    /// An account is no tool to fill other people's mailboxes.
    async fn mails_to_other_addresses_are_limited(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(OLD, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        for _ in 0..10 {
            house.ask_for_address(&visitor, "victim@example.org", GOOD).await.unwrap();
        }
        let outcome = house.ask_for_address(&visitor, "victim@example.org", GOOD).await;
        assert!(is_throttled(outcome));
        assert_eq!(house.mails("victim@example.org").await.len(), 10);
        let mut sent = 10;
        for number in 0..40 {
            match house.ask_for_address(&visitor, &format!("victim{number}@example.org"), GOOD).await {
                Ok(()) => sent += 1,
                Err(AuthenticationError::Throttled(_)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert!((25..=30).contains(&sent), "{sent} from one browser, to however many");
    }
}
