//! Invitations.

use authentication::accept_invitation::Accepted;
use authentication::{AuthenticationError, invite};
use chrono::TimeDelta;
use database::on_each_database;
use directory::attributes::{self, NewAttribute, PersonMay, ValueType};
use directory::{DirectoryError, LifecycleState};
use foundation::{Kind, Locale, Permission, PersonId};
use permissions::{PermissionError, SystemRole};

use crate::house::{GOOD, House, OTHER, THIRD, is_expired, is_wrong, problems, secret};

const ADA: &str = "ada@example.org";

async fn invite(house: &House, person: PersonId) {
    house.wait(TimeDelta::seconds(1));
    house.authentication.invite(&house.system_caller(), &house.place, person, Some("Grace Hopper")).await.unwrap();
}

on_each_database! {
    async fn whoever_is_invited_corrects_their_name_chooses_a_password_and_is_in(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.invited(ADA).await;
        invite(&house, ada).await;
        let mail = &house.mails(ADA).await[0];
        assert!(mail.item.kind == "invitation" && mail.text.contains("Grace Hopper invites you"));
        let token = house.token(ADA, "invitation").await;
        house.wait(TimeDelta::days(6));
        let accepted = Accepted { given_name: " Augusta Ada ".to_owned(), family_name: "King".to_owned(), password: secret(GOOD) };
        let signed_in = house.authentication.accept_invitation(&house.at(1), &house.place, Locale::De, &token, &accepted).await.unwrap();
        assert_eq!(signed_in.person, ada);
        let found = house.look(ada).await;
        assert_eq!((found.person.display_name.as_str(), found.person.lifecycle_state, found.person.language), ("Augusta Ada King", LifecycleState::Active, Some(Locale::De)));
        assert!(found.addresses[0].verified_at.is_some());
        assert_eq!(house.visitor(signed_in.secret).await.person, ada);
        house.sign_in(ADA, GOOD).await.unwrap();
        assert!(is_expired(house.accept(&token, OTHER).await), "once");
        assert_eq!(house.entries("invitation.accepted").await[0].subject, Some(ada));
    }

    async fn a_later_invitation_replaces_the_earlier_and_lives_a_week(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.invited(ADA).await;
        invite(&house, ada).await;
        let first = house.token(ADA, "invitation").await;
        invite(&house, ada).await;
        let second = house.token(ADA, "invitation").await;
        assert!(is_expired(house.accept(&first, GOOD).await));
        house.wait(TimeDelta::days(7));
        assert!(is_expired(house.accept(&second, GOOD).await));
        assert_eq!((house.state(ada).await, house.credential(ada).await), (LifecycleState::Invited, None));
    }

    async fn bad_fields_do_not_use_the_link_up(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.invited(ADA).await;
        invite(&house, ada).await;
        let token = house.token(ADA, "invitation").await;
        let mut tx = house.system().await;
        let required = NewAttribute {
            name: "number".to_owned(), value_type: ValueType::Text, labels: [("en".to_owned(), "Number".to_owned())].into(), choices: Vec::new(),
            is_required: true, is_unique: false, is_searchable: false, is_sensitive: false, person_may: PersonMay::Edit,
            limits: attributes::Limits::default(),
        };
        attributes::define(&mut tx, &required).await.unwrap();
        tx.commit().await.unwrap();
        for (given, family, password, field) in [("", " ", GOOD, "family_name"), ("a\u{202e}b", "King", GOOD, "given_name"), ("Ada", "King", "short", "password"), ("Ada", "King", "ada king ada king", "password")] {
            let accepted = Accepted { given_name: given.to_owned(), family_name: family.to_owned(), password: secret(password) };
            let outcome = house.authentication.accept_invitation(&house.at(1), &house.place, Locale::En, &token, &accepted).await;
            assert_eq!(problems(outcome)[0].0, field);
        }
        assert_eq!(house.credential(ada).await, None);
        // What the tenant asks of everybody is not on this form, and is asked for later.
        let accepted = Accepted { given_name: "Ada".to_owned(), family_name: "King".to_owned(), password: secret(GOOD) };
        house.authentication.accept_invitation(&house.at(1), &house.place, Locale::En, &token, &accepted).await.unwrap();
    }

    /// Somebody had signed up with the address before: what they chose and were sent opens nothing afterwards.
    async fn accepting_overrules_an_earlier_sign_up(test: TestDatabase) {
        let house = House::open(test).await;
        house.sign_up(ADA, GOOD).await.unwrap();
        let ada = house.person(ADA).await;
        let verify = house.token(ADA, "verify_address").await;
        let recovery = house.recovery_token(ADA, ADA).await;
        invite(&house, ada).await;
        let token = house.token(ADA, "invitation").await;
        house.accept(&token, OTHER).await.unwrap();
        assert!(is_expired(house.confirm(&verify, GOOD).await) && is_expired(house.confirm(&verify, OTHER).await));
        assert!(is_expired(house.set_password(&recovery, THIRD).await));
        assert!(is_wrong(house.sign_in(ADA, GOOD).await));
        house.sign_in(ADA, OTHER).await.unwrap();
    }

    async fn only_the_invited_are_invited(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        let caller = house.system_caller();
        for state in ["active", "suspended", "ended"] {
            match state {
                "suspended" => house.suspend(ada).await,
                "ended" => house.end_life(ada).await,
                _ => {}
            }
            let outcome = house.authentication.invite(&caller, &house.place, ada, None).await;
            assert!(matches!(outcome, Err(AuthenticationError::Directory(DirectoryError::WrongState))), "{state}");
        }
        let nobody = PersonId(uuid::Uuid::from_u128(404));
        assert_eq!(house.authentication.invite(&caller, &house.place, nobody, None).await.unwrap_err().kind(), Kind::NotFound);
        let grace = house.invited("grace@example.org").await;
        house.test.as_owner("DELETE FROM contact_address").await;
        assert_eq!(problems(house.authentication.invite(&caller, &house.place, grace, None).await), [("email".to_owned(), "no-address")]);
    }

    /// SEC-67, SEC-68.
    async fn only_who_may_edit_people_invites_and_nobody_with_more_rights(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.invited(ADA).await;
        for (email, role) in [("heidi@example.org", SystemRole::Helpdesk), ("otto@example.org", SystemRole::Auditor)] {
            let staff = house.join(email, GOOD).await;
            house.give(staff.person, role).await;
            let caller = house.visitor(staff.secret).await.caller;
            assert!(matches!(house.authentication.invite(&caller, &house.place, ada, None).await, Err(AuthenticationError::Refused(refused)) if refused.0 == Permission::EditPeople));
        }
        house.give(ada, SystemRole::TenantAdministrator).await;
        let eve = house.join("eve@example.org", GOOD).await;
        let mut caller = house.visitor(eve.secret).await.caller;
        caller.permissions = caller.permissions.with(Permission::EditPeople);
        let mut tx = house.database().begin(&caller).await.unwrap();
        let outcome = invite::invite_within(&mut tx, &house.place, ada, None).await;
        assert!(matches!(outcome, Err(AuthenticationError::Directory(DirectoryError::Rights(PermissionError::BeyondOwnRights)))));
        drop(tx);
        assert!(house.mails(ADA).await.is_empty());
    }

    async fn a_suspended_invitation_rests(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.invited(ADA).await;
        invite(&house, ada).await;
        let token = house.token(ADA, "invitation").await;
        house.suspend(ada).await;
        assert!(is_expired(house.accept(&token, GOOD).await));
        assert_eq!((house.state(ada).await, house.credential(ada).await), (LifecycleState::Suspended, None));
        house.reactivate(ada).await;
        house.accept(&token, GOOD).await.unwrap();
    }
}
