//! Signing up, confirming, and what a stranger cannot make of somebody else's address.

use authentication::sign_up::SignUpForm;
use authentication::tokens::Purpose;
use authentication::{AuthenticationError, SessionSecret};
use chrono::TimeDelta;
use database::on_each_database;
use directory::attributes::{self, NewAttribute, PersonMay, ValueType};
use directory::{LifecycleState, SignUp};
use foundation::{Kind, Locale, Secret};

use crate::house::{GOOD, House, OTHER, is_expired, is_throttled, is_wrong, problems, secret};

const ADA: &str = "ada@example.org";

/// A unique attribute that people fill in themselves.
async fn with_number(house: &House, is_required: bool) {
    let mut tx = house.system().await;
    let new = NewAttribute {
        name: "number".to_owned(),
        value_type: ValueType::Text,
        labels: [("en".to_owned(), "Number".to_owned())].into(),
        choices: Vec::new(),
        is_required,
        is_unique: true,
        is_searchable: false,
        is_sensitive: false,
        person_may: PersonMay::Edit,
        limits: attributes::Limits::default(),
    };
    attributes::define(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
}

on_each_database! {
    async fn from_the_form_to_the_portal(test: TestDatabase) {
        let house = House::open(test).await;
        house.sign_up(" Ada@Example.org ", GOOD).await.unwrap();
        let ada = house.person(ADA).await;
        assert_eq!(house.state(ada).await, LifecycleState::Invited);
        let mails = house.mails("Ada@Example.org").await;
        assert_eq!((mails.len(), mails[0].item.kind.as_str()), (1, "verify_address"));
        assert!(mails[0].text.contains("https://id.example/t/bank/verify?token="));
        let token = house.token("Ada@Example.org", "verify_address").await;

        assert!(is_wrong(house.confirm(&token, OTHER).await), "the link alone is not enough");
        assert_eq!(house.state(ada).await, LifecycleState::Invited);
        let signed_in = house.confirm(&token, GOOD).await.unwrap();
        assert_eq!((signed_in.person, house.state(ada).await), (ada, LifecycleState::Active));
        let visitor = house.visitor(signed_in.secret).await;
        assert_eq!((visitor.person, visitor.display_name.as_str()), (ada, "Ada Lovelace"));
        assert!(house.look(ada).await.addresses[0].verified_at.is_some());
        assert!(is_expired(house.confirm(&token, GOOD).await), "a link works once");
        house.sign_in("ADA@example.org", GOOD).await.unwrap();
        for kind in ["person.created", "person.activated"] {
            assert_eq!(house.entries(kind).await[0].subject, Some(ada), "{kind}");
        }
        assert_eq!(house.entries("sign_in.succeeded").await.len(), 2);
    }

    /// SEC-6, SEC-48: somebody signs up with an address that is not theirs and waits for its owner to click.
    async fn a_stranger_gets_nowhere_with_somebody_elses_address(test: TestDatabase) {
        let house = House::open(test).await;
        let (attackers, victims) = (GOOD, OTHER);
        house.sign_up(ADA, attackers).await.unwrap();
        let ada = house.person(ADA).await;
        let token = house.token(ADA, "verify_address").await;
        // The owner follows the link out of curiosity, and does not know the password.
        assert!(house.authentication.peek(&house.at(2), Purpose::Verify, &token).await.unwrap().is_some());
        for guess in ["", "password", victims] {
            assert!(is_wrong(house.confirm(&token, guess).await), "{guess}");
        }
        assert!(matches!(house.sign_in(ADA, attackers).await, Err(AuthenticationError::Unconfirmed)), "the stranger is not let in either");
        assert_eq!((house.state(ada).await, house.sessions_of(ada).await), (LifecycleState::Invited, 0));
        // The owner signs up too: what the stranger chose stays, and opens nothing.
        house.sign_up(ADA, victims).await.unwrap();
        let newest = house.token(ADA, "verify_address").await;
        assert!(is_wrong(house.confirm(&newest, victims).await));
        // The owner recovers: from here on it is theirs, and the stranger's password is dead.
        let token_of_owner = house.recovery_token(ADA, ADA).await;
        assert_eq!(house.set_password(&token_of_owner, victims).await.unwrap(), ada);
        assert!(is_expired(house.confirm(&newest, attackers).await), "the links of the sign-up are dead");
        assert!(is_wrong(house.sign_in(ADA, attackers).await));
        assert_eq!(house.sign_in(ADA, victims).await.unwrap().person, ada);
    }

    async fn an_address_with_an_account_gets_a_mail_and_the_form_the_same_answer(test: TestDatabase) {
        let house = House::open(test).await;
        let signed_in = house.join(ADA, GOOD).await;
        house.sign_up("ADA@example.org", OTHER).await.unwrap();
        assert_eq!(house.mail_kinds(ADA).await, ["sign_up_existing", "verify_address"]);
        assert!(!house.mails(ADA).await[0].text.contains("token="), "no link in it changes anything");
        let refused = &house.entries("sign_up.existing").await[0];
        assert_eq!((refused.subject, refused.outcome), (Some(signed_in.person), audit::Outcome::Refused));
        house.sign_in(ADA, GOOD).await.unwrap();
        assert!(is_wrong(house.sign_in(ADA, OTHER).await));
        assert_eq!(house.look(signed_in.person).await.person.given_name, "Ada");
    }

    async fn an_unconfirmed_sign_in_sends_a_new_link_and_the_old_one_dies(test: TestDatabase) {
        let house = House::open(test).await;
        house.sign_up(ADA, GOOD).await.unwrap();
        let first = house.token(ADA, "verify_address").await;
        assert!(matches!(house.sign_in(ADA, GOOD).await, Err(AuthenticationError::Unconfirmed)));
        let second = house.token(ADA, "verify_address").await;
        assert_ne!(first, second);
        assert!(is_expired(house.confirm(&first, GOOD).await));
        // Who does not know the password is told nothing and sends nothing.
        assert!(is_wrong(house.sign_in(ADA, OTHER).await));
        assert_eq!(house.mail_kinds(ADA).await.len(), 2);
        house.confirm(&second, GOOD).await.unwrap();
        assert_eq!(house.entries("sign_in.refused").await[0].content.as_ref().unwrap().words().unwrap().reason.as_deref(), Some("unconfirmed"));
    }

    /// The one who signed up with somebody's address knows the password: that is no way to fill their mailbox.
    async fn unconfirmed_sign_ins_do_not_fill_a_mailbox(test: TestDatabase) {
        let house = House::open(test).await;
        house.sign_up(ADA, GOOD).await.unwrap();
        for _ in 0..40 {
            assert!(matches!(house.sign_in(ADA, GOOD).await, Err(AuthenticationError::Unconfirmed)));
        }
        let mails = house.mails(ADA).await.len();
        assert!((2..=10).contains(&mails), "{mails} mails");
        // The owner's way in is not closed by that for long.
        house.wait(TimeDelta::minutes(16));
        assert!(matches!(house.sign_in(ADA, GOOD).await, Err(AuthenticationError::Unconfirmed)));
        assert_eq!(house.mails(ADA).await.len(), mails + 1);
    }

    async fn a_link_lives_an_hour(test: TestDatabase) {
        let house = House::open(test).await;
        house.sign_up(ADA, GOOD).await.unwrap();
        let token = house.token(ADA, "verify_address").await;
        house.wait(TimeDelta::minutes(60) - TimeDelta::seconds(2));
        assert!(is_wrong(house.confirm(&token, OTHER).await), "it works one second before");
        house.wait(TimeDelta::seconds(1));
        assert!(is_expired(house.confirm(&token, GOOD).await));
    }

    async fn only_an_open_tenant_takes_everybody(test: TestDatabase) {
        let house = House::open(test).await;
        for mode in [SignUp::Closed, SignUp::Invitation] {
            let place = house.place_with(|settings| settings.sign_up = mode);
            let outcome = house.authentication.sign_up(&house.at(1), &place, Locale::En, &House::form(ADA, GOOD)).await;
            assert!(matches!(outcome, Err(AuthenticationError::SignUpClosed(said)) if said == mode));
        }
        assert_eq!(house.test.number("SELECT count(*) FROM person").await, 0);
        assert!(house.mails(ADA).await.is_empty());
    }

    /// ASVS 6.2.1, 6.2.9, D1: what a password must be, at the boundaries.
    async fn the_policy_holds_at_its_boundaries(test: TestDatabase) {
        let house = House::open(test).await;
        let long = "pflaume jacke wolke tisch lampe gabel besen kissen teppich fenster garten brunnen leiter hammer nagel schraube zange eimer korb seil";
        let cut = |length: usize| long.chars().take(length).collect::<String>();
        for (password, code) in [
            ("blue kites! 14", "password-too-short"),
            (&*cut(129), "password-too-long"),
            ("password123456789", "password-common"),
            ("ada.lovelace.ada", "password-context"),
            ("The bank of The bank", "password-context"),
            ("abcdefghijklmnop", "password-sequence"),
        ] {
            assert_eq!(problems(house.sign_up(ADA, password).await), [("password".to_owned(), code)], "{password}");
        }
        assert_eq!(house.test.number("SELECT count(*) FROM person").await, 0);
        for (number, password) in ["blue kites! 15x", &cut(64), &cut(128), "grüne Äpfel 🍏 im März", " spaces at ends, kept "].into_iter().enumerate() {
            let email = format!("person{number}@example.org");
            house.wait(TimeDelta::minutes(16));
            house.join(&email, password).await;
            house.sign_in(&email, password).await.unwrap();
            // Nothing is trimmed, folded or cut (ASVS 6.2.8).
            assert!(is_wrong(house.sign_in(&email, &password.to_uppercase()).await), "{password}");
            assert!(is_wrong(house.sign_in(&email, &format!("{password} ")).await));
            assert!(is_wrong(house.sign_in(&email, &password.chars().take(password.chars().count() - 1).collect::<String>()).await));
        }
        let strict = house.place_with(|settings| settings.minimum_length = 30);
        let outcome = house.authentication.sign_up(&house.at(1), &strict, Locale::En, &House::form("late@example.org", GOOD)).await;
        assert_eq!(problems(outcome), [("password".to_owned(), "password-too-short")]);
    }

    /// SEC-87: no mistake in the form tells an address with an account from one without.
    async fn a_wrong_form_says_the_same_of_every_address(test: TestDatabase) {
        let house = House::open(test).await;
        with_number(&house, false).await;
        house.join(ADA, GOOD).await;
        let number = |email: &str, number: &str| SignUpForm { attributes: [("number".to_owned(), number.to_owned())].into(), ..House::form(email, GOOD) };
        house.authentication.sign_up(&house.at(1), &house.place, Locale::En, &number("grace@example.org", "K-1")).await.unwrap();
        for email in [ADA, "grace@example.org", "nobody@example.org"] {
            house.wait(TimeDelta::minutes(16));
            let wrong = SignUpForm { given_name: "x".repeat(101), ..House::form(email, GOOD) };
            let outcome = house.authentication.sign_up(&house.at(1), &house.place, Locale::En, &wrong).await;
            assert_eq!(problems(outcome), [("given_name".to_owned(), "too-long")], "{email}");
            let outcome = house.authentication.sign_up(&house.at(1), &house.place, Locale::En, &number(email, "K-1")).await;
            assert_eq!(problems(outcome), [("attribute.number".to_owned(), "taken")], "{email}");
        }
        assert_eq!(house.test.number("SELECT count(*) FROM person").await, 2, "and nothing of them is kept");
    }

    /// Whatever is wrong with them, many forms are too many: neither mails nor values can be tried without end.
    async fn forms_are_counted_right_or_wrong(test: TestDatabase) {
        let house = House::open(test).await;
        with_number(&house, true).await;
        for _ in 0..10 {
            assert_eq!(problems(house.sign_up(ADA, GOOD).await), [("attribute.number".to_owned(), "required")]);
        }
        assert!(is_throttled(house.sign_up(ADA, GOOD).await));
        // Passwords are checked before, so that choosing a good one takes as many tries as it takes.
        for _ in 0..20 {
            assert_eq!(problems(house.sign_up("grace@example.org", "short").await), [("password".to_owned(), "password-too-short")]);
        }
        assert_eq!(problems(house.sign_up("grace@example.org", GOOD).await), [("attribute.number".to_owned(), "required")]);
    }

    /// SEC-34: nothing typed brings the service down or shows more than it should.
    async fn hostile_fields_are_refused_like_any_other(test: TestDatabase) {
        let house = House::open(test).await;
        for email in ["", "a\0b@example.org", "x@y", "a@b.c\r\nBcc: d@e.f", &"x".repeat(10_000), "\u{202e}@example.org"] {
            house.wait(TimeDelta::minutes(16));
            let outcome = house.sign_up(email, GOOD).await;
            assert!(matches!(outcome.as_ref().map_err(AuthenticationError::kind), Err(Kind::Invalid(_))), "{email:?}: {outcome:?}");
            assert!(is_wrong(house.sign_in(email, GOOD).await), "{email:?}");
            house.ask_for_recovery(email).await.unwrap();
        }
        house.run_jobs().await;
        for token in ["", "x", "\0", &"A".repeat(43), &"A".repeat(100_000), "ü".repeat(43).as_str()] {
            let token = secret(token);
            assert!(is_expired(house.confirm(&token, GOOD).await));
            assert!(is_expired(house.set_password(&token, GOOD).await));
            assert!(is_expired(house.accept(&token, GOOD).await));
            assert!(is_expired(house.confirm_new_address(&token).await));
            assert!(is_expired(house.undo_address(&token).await));
            assert!(house.authentication.peek(&house.at(1), Purpose::Verify, &token).await.unwrap().is_none());
        }
        assert!(house.visit(SessionSecret(0)).await.is_none());
        house.join(ADA, GOOD).await;
        assert!(is_wrong(house.sign_in(ADA, "\0").await));
        assert!(is_wrong(house.sign_in(ADA, &"x".repeat(1_000_000)).await));
        assert!(is_wrong(house.authentication.sign_in(&house.at(1), &house.place, Locale::En, ADA, &Secret::default()).await));
    }
}
