//! Changing the password.

use authentication::AuthenticationError;
use authentication::tokens::Purpose;
use database::on_each_database;
use permissions::SystemRole;

use crate::house::{GOOD, House, OTHER, THIRD, is_expired, is_throttled, is_wrong, problems};

const ADA: &str = "ada@example.org";

on_each_database! {
    /// SEC-57, ASVS 6.2.3: the session alone is not enough.
    async fn it_needs_the_old_one(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        for old in ["", OTHER, "Seven purple lanterns", "seven purple lanterns "] {
            assert!(is_wrong(house.change_password(&visitor, old, OTHER).await), "{old}");
        }
        assert!(house.visit(session).await.is_some());
        assert_eq!(house.entries("proof.failed").await.len(), 4);
        assert!(is_wrong(house.sign_in(ADA, OTHER).await));
        house.sign_in(ADA, GOOD).await.unwrap();
    }

    /// ASVS 7.2.4, 7.4.3: every session ends, and the one that goes on has a new secret.
    async fn every_other_session_ends_and_this_one_gets_a_new_secret(test: TestDatabase) {
        let house = House::open(test).await;
        let first = house.join(ADA, GOOD).await.secret;
        let second = house.sign_in(ADA, GOOD).await.unwrap().secret;
        let bystander = house.join("grace@example.org", GOOD).await.secret;
        let visitor = house.visitor(second).await;
        let third = house.change_password(&visitor, GOOD, OTHER).await.unwrap();
        assert!(third != first && third != second);
        assert!(house.visit(first).await.is_none() && house.visit(second).await.is_none());
        let now = house.visitor(third).await;
        assert_eq!((now.person, house.sessions_of(now.person).await), (visitor.person, 1));
        assert_ne!(now.session, visitor.session, "also the id that is shown");
        assert!(house.visit(bystander).await.is_some());
        assert!(is_wrong(house.sign_in(ADA, GOOD).await));
        house.sign_in(ADA, OTHER).await.unwrap();
        assert_eq!(house.mail_kinds(ADA).await[0], "password_changed_notice");
        assert_eq!(house.entries("password.changed").await[0].subject, Some(visitor.person));
        assert_eq!(house.authentication.password_changed_at(&now).await.unwrap(), Some(now.authenticated_at));
    }

    async fn a_bad_new_one_changes_nothing(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        for (new, code) in [(GOOD, "password-same"), ("short", "password-too-short"), ("password123456789", "password-common"), ("lovelace ada bank", "password-context")] {
            assert_eq!(problems(house.change_password(&visitor, GOOD, new).await), [("password".to_owned(), code)], "{new}");
        }
        assert!(house.visit(session).await.is_some());
        house.sign_in(ADA, GOOD).await.unwrap();
    }

    /// SEC-26: whoever knew the old password may have asked for links; none of them works any more.
    async fn links_under_way_die_with_the_old_password(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.ask_for_address(&visitor, "evil@example.org", GOOD).await.unwrap();
        let to_new_address = house.token("evil@example.org", "confirm_new_address").await;
        let to_recover = house.recovery_token(ADA, ADA).await;
        house.change_password(&visitor, GOOD, OTHER).await.unwrap();
        assert!(is_expired(house.confirm_new_address(&to_new_address).await));
        assert!(is_expired(house.set_password(&to_recover, THIRD).await));
        assert_eq!(house.look(visitor.person).await.addresses[0].shown, ADA);
    }

    /// A proof is of the password as it is, not of one it was when the request began.
    async fn a_proof_of_a_password_that_is_no_more_changes_nothing(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.change_password(&visitor, GOOD, OTHER).await.unwrap();
        // The visitor of a request that began before.
        assert!(is_wrong(house.change_password(&visitor, GOOD, THIRD).await));
        house.sign_in(ADA, OTHER).await.unwrap();
    }

    async fn guessing_the_old_one_is_limited(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        for _ in 0..10 {
            assert!(is_wrong(house.change_password(&visitor, OTHER, THIRD).await));
        }
        assert!(is_throttled(house.change_password(&visitor, GOOD, THIRD).await), "also the right one");
        assert!(is_throttled(house.ask_for_address(&visitor, "new@example.org", GOOD).await), "by whatever form");
        house.sign_in(ADA, GOOD).await.unwrap();
    }

    /// F2: the new password and the end of the sessions are one change: if either cannot be, neither is.
    async fn there_is_no_new_password_with_old_sessions(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        let (make, drop) = if house.database().file().is_some() {
            ("CREATE TRIGGER fault BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'fault'); END", "DROP TRIGGER fault")
        } else {
            (
                "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fault'; END $$;
                 CREATE TRIGGER fault BEFORE DELETE ON session FOR EACH ROW EXECUTE FUNCTION fault()",
                "DROP TRIGGER fault ON session",
            )
        };
        house.test.as_owner(make).await;
        assert!(matches!(house.change_password(&visitor, GOOD, OTHER).await, Err(AuthenticationError::Database(_))));
        assert!(house.visit(session).await.is_some(), "the session lives…");
        house.sign_in(ADA, GOOD).await.unwrap();
        assert!(is_wrong(house.sign_in(ADA, OTHER).await), "…and so does the old password");
        let token = house.recovery_token(ADA, ADA).await;
        assert!(matches!(house.set_password(&token, OTHER).await, Err(AuthenticationError::Database(_))));
        house.test.as_owner(drop).await;
        assert!(house.authentication.peek(&house.at(1), Purpose::Recover, &token).await.unwrap().is_some(), "the link was not used up");
        house.set_password(&token, OTHER).await.unwrap();
        assert!(house.visit(session).await.is_none());
    }

    /// SEC-11: somebody without a password (after an undone change) cannot set the first one by session.
    async fn without_a_password_there_is_none_to_change(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        house.give(visitor.person, SystemRole::TenantAdministrator).await;
        house.test.as_owner("DELETE FROM password_credential").await;
        for old in ["", GOOD] {
            assert!(is_wrong(house.change_password(&visitor, old, OTHER).await));
        }
        assert_eq!(house.credential(visitor.person).await, None);
    }
}
