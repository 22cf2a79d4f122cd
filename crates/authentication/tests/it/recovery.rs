//! A forgotten password.

use authentication::AuthenticationError;
use authentication::tokens::Purpose;
use chrono::TimeDelta;
use database::on_each_database;
use directory::LifecycleState;
use foundation::Kind;
use permissions::{PermissionError, SystemRole};

use crate::house::{GOOD, House, OTHER, THIRD, is_expired, is_wrong, problems};

const ADA: &str = "ada@example.org";

on_each_database! {
    async fn a_link_and_a_new_password_and_every_session_ends(test: TestDatabase) {
        let house = House::open(test).await;
        let signed_in = house.join(ADA, GOOD).await;
        let token = house.recovery_token("ADA@example.org", ADA).await;
        assert!(house.visit(signed_in.secret).await.is_some(), "asking changes nothing");
        assert_eq!(house.set_password(&token, OTHER).await.unwrap(), signed_in.person);
        assert!(house.visit(signed_in.secret).await.is_none());
        assert!(is_wrong(house.sign_in(ADA, GOOD).await));
        assert_eq!(house.mail_kinds(ADA).await[0], "password_changed_notice");
        house.sign_in(ADA, OTHER).await.unwrap();
        assert!(is_expired(house.set_password(&token, THIRD).await), "once");
        for kind in ["recovery.asked", "password.recovered"] {
            assert_eq!(house.entries(kind).await[0].subject, Some(signed_in.person), "{kind}");
        }
        assert_eq!(house.sessions_of(signed_in.person).await, 1, "a new password is no sign-in");
    }

    /// SEC-87: the answer says nothing, and only who has an account gets a mail.
    async fn an_unknown_account_gets_the_same_answer_and_no_mail(test: TestDatabase) {
        let house = House::open(test).await;
        for name in ["nobody@example.org", "", "a\0b", "no such name"] {
            house.ask_for_recovery(name).await.unwrap();
        }
        assert!(house.mails("nobody@example.org").await.is_empty());
        assert_eq!(house.test.number("SELECT count(*) FROM message").await, 0);
        assert_eq!(house.test.number("SELECT count(*) FROM job").await, 0, "nothing waits to be tried again");
        assert_eq!(house.entries("recovery.asked").await.len(), 4);
    }

    /// F36: only the newest works; looking uses nothing up; a link to an address that was left is dead.
    async fn of_several_links_only_the_newest_works(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let first = house.recovery_token(ADA, ADA).await;
        let second = house.recovery_token(ADA, ADA).await;
        for _ in 0..5 {
            let peeked = house.authentication.peek(&house.at(9), Purpose::Recover, &second).await.unwrap().unwrap();
            assert_eq!((peeked.given_name.as_str(), peeked.address.as_str()), ("Ada", ADA));
            assert!(house.authentication.peek(&house.at(9), Purpose::Recover, &first).await.unwrap().is_none());
        }
        assert!(is_expired(house.set_password(&first, OTHER).await));
        let visitor = house.visitor(session).await;
        house.move_to(&visitor, "ada@new.example", GOOD).await;
        assert!(is_expired(house.set_password(&second, OTHER).await), "it went to an address that is hers no more");
        let third = house.recovery_token("ada@new.example", "ada@new.example").await;
        house.set_password(&third, OTHER).await.unwrap();
        assert!(is_expired(house.set_password(&second, THIRD).await));
    }

    /// Also where the address was changed by another way than the person's own.
    async fn a_link_to_an_address_that_is_no_longer_theirs_is_dead(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        let recovery = house.recovery_token(ADA, ADA).await;
        let grace = house.invited("grace@exmaple.org").await;
        let invitation = house.issue(Purpose::Invitation, grace, "grace@exmaple.org").await;
        house.sign_up("eve@example.org", GOOD).await.unwrap();
        let eve = house.person("eve@example.org").await;
        let verify = house.token("eve@example.org", "verify_address").await;
        let mut tx = house.system().await;
        for (person, email) in [(ada, "moved@example.org"), (grace, "grace@example.org"), (eve, "eve@moved.example")] {
            assert!(directory::addresses::replace_email(&mut tx, person, &email.parse().unwrap()).await.unwrap());
        }
        tx.commit().await.unwrap();
        assert!(is_expired(house.set_password(&recovery, OTHER).await));
        assert!(is_expired(house.accept(&invitation, OTHER).await));
        assert!(is_expired(house.confirm(&verify, GOOD).await));
        assert_eq!((house.state(grace).await, house.state(eve).await), (LifecycleState::Invited, LifecycleState::Invited));
    }

    async fn a_link_lives_a_quarter_of_an_hour(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        let token = house.recovery_token(ADA, ADA).await;
        house.wait(TimeDelta::minutes(15) - TimeDelta::seconds(2));
        assert_eq!(problems(house.set_password(&token, "short").await), [("password".to_owned(), "password-too-short")]);
        house.wait(TimeDelta::seconds(1));
        assert!(is_expired(house.set_password(&token, OTHER).await));
    }

    async fn a_bad_password_does_not_use_the_link_up(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        let token = house.recovery_token(ADA, ADA).await;
        for bad in ["", "short", "password123456789", "ada.lovelace.ada"] {
            assert!(!problems(house.set_password(&token, bad).await).is_empty(), "{bad}");
        }
        house.set_password(&token, OTHER).await.unwrap();
    }

    /// SEC-60: whoever is suspended gets no link, and one they have rests.
    async fn the_suspended_do_not_recover(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        let token = house.recovery_token(ADA, ADA).await;
        let before = house.mails(ADA).await.len();
        house.suspend(ada).await;
        assert!(is_expired(house.set_password(&token, OTHER).await));
        house.ask_for_recovery(ADA).await.unwrap();
        assert_eq!(house.mails(ADA).await.len(), before);
        assert_eq!(house.entries("recovery.asked").await[0].outcome, audit::Outcome::Refused);
        assert_eq!(house.state(ada).await, LifecycleState::Suspended);
        house.end_life(ada).await;
        assert!(is_expired(house.set_password(&token, OTHER).await));
        house.ask_for_recovery(ADA).await.unwrap();
        assert_eq!(house.mails(ADA).await.len(), before);
    }

    /// SEC-10: the link is of one person; nothing that is sent along makes it another's.
    async fn a_link_is_one_persons(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        let grace = house.join("grace@example.org", GOOD).await.person;
        let token = house.recovery_token(ADA, ADA).await;
        assert_eq!(house.set_password(&token, OTHER).await.unwrap(), ada);
        assert_eq!(house.sign_in("grace@example.org", GOOD).await.unwrap().person, grace);
    }

    /// ASVS 6.4.6: staff starts it, the person chooses.
    async fn staff_starts_a_reset_and_learns_nothing_by_it(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await;
        let heidi = house.join("heidi@example.org", OTHER).await;
        house.give(heidi.person, SystemRole::Helpdesk).await;
        let desk = house.visitor(heidi.secret).await;
        house.wait(TimeDelta::seconds(1));
        house.authentication.start_reset(&desk.caller, &house.place, ada.person).await.unwrap();
        assert!(house.visit(ada.secret).await.is_some(), "the old password counts until there is a new one");
        house.sign_in(ADA, GOOD).await.unwrap();
        let token = house.token(ADA, "administrator_reset").await;
        house.set_password(&token, THIRD).await.unwrap();
        assert!(house.visit(ada.secret).await.is_none());
        let entry = &house.entries("password.reset_started").await[0];
        assert_eq!((entry.subject, entry.actor.clone()), (Some(ada.person), audit::Who::Person(heidi.person)));
        // SEC-23: what the desk can see of it has no part of the link.
        assert!(!format!("{:?}", house.entries("password.reset_started").await).contains(token.expose()));
    }

    /// SEC-67, SEC-68: helpdesk cannot touch anybody with more rights, nor anybody without the right.
    async fn helpdesk_resets_nobody_with_more_rights(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        house.give(ada, SystemRole::TenantAdministrator).await;
        let otto = house.join("otto@example.org", GOOD).await;
        house.give(otto.person, SystemRole::Auditor).await;
        let heidi = house.join("heidi@example.org", OTHER).await;
        house.give(heidi.person, SystemRole::Helpdesk).await;
        let grace = house.join("grace@example.org", OTHER).await;
        let desk = house.visitor(heidi.secret).await.caller;
        for person in [ada, otto.person] {
            let outcome = house.authentication.start_reset(&desk, &house.place, person).await;
            assert!(matches!(outcome, Err(AuthenticationError::Directory(directory::DirectoryError::Rights(PermissionError::BeyondOwnRights)))));
        }
        for caller in [house.visitor(otto.secret).await.caller, house.visitor(grace.secret).await.caller, house.at(1)] {
            let outcome = house.authentication.start_reset(&caller, &house.place, grace.person).await;
            assert_eq!(outcome.unwrap_err().kind(), Kind::Forbidden);
        }
        for to in [ADA, "otto@example.org", "grace@example.org"] {
            assert!(!house.mail_kinds(to).await.contains(&"administrator_reset".to_owned()), "{to}");
        }
        let other = crate::house::tenant(house.database(), "school", crate::house::open_to_all()).await;
        let theirs = foundation::Caller::system(other.tenant.id, "test");
        let outcome = house.authentication.start_reset(&theirs, &other, grace.person).await;
        assert_eq!(outcome.unwrap_err().kind(), Kind::NotFound, "SEC-66");
    }

    async fn without_an_address_or_in_another_state_there_is_nothing_to_start(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        let caller = house.system_caller();
        house.suspend(ada).await;
        let outcome = house.authentication.start_reset(&caller, &house.place, ada).await;
        assert!(matches!(outcome, Err(AuthenticationError::Directory(directory::DirectoryError::WrongState))));
        house.reactivate(ada).await;
        house.test.as_owner("DELETE FROM contact_address").await;
        assert_eq!(problems(house.authentication.start_reset(&caller, &house.place, ada).await), [("email".to_owned(), "no-address")]);
        house.ask_for_recovery(ADA).await.unwrap();
        house.run_jobs().await;
    }
}
