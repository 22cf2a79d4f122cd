//! Passwords that everybody knows, found when somebody signs in with one: another is chosen before anything else.

use authentication::{AuthenticationError, Visitor};
use database::on_each_database;
use directory::tenants::policy::{Demand, Required, SignInPolicy, Standing};
use foundation::{Locale, Permission, PermissionSet};
use permissions::SystemRole;

use crate::house::{CHEAP, GOOD, House, OTHER, hasher, is_wrong, problems, secret};
use crate::second::{give, with_app};

const ADA: &str = "ada@example.org";

/// Gives somebody a password that could not be chosen here, as an import or an earlier list could have.
async fn known(house: &House, visitor: &Visitor, password: &str) {
    let phc = hasher(CHEAP, 1, 4).hash(&secret(password)).await.unwrap();
    house.set_credential(visitor.person, &phc).await;
}

async fn member(house: &House) -> Visitor {
    house.visitor(house.join(ADA, GOOD).await.secret).await
}

async fn noted(house: &House) -> i64 {
    house.test.number("SELECT count(*) FROM person WHERE password_found_at IS NOT NULL").await
}

on_each_database! {
    async fn it_is_found_when_it_is_right(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house).await;
        house.give(ada.person, SystemRole::TenantAdministrator).await;
        // A good one leaves no mark, and a wrong one neither, whatever everybody knows.
        house.sign_in(ADA, GOOD).await.unwrap();
        assert!(is_wrong(house.sign_in(ADA, "password123456").await));
        assert_eq!(noted(&house).await, 0);
        known(&house, &ada, "password123456").await;
        assert!(is_wrong(house.sign_in(ADA, "letmein").await));
        assert_eq!((noted(&house).await, house.entries("password.found_breached").await.len()), (0, 0));
        for _ in 0..2 {
            let signed_in = house.sign_in(ADA, "password123456").await.unwrap();
            let visitor = house.visitor(signed_in.secret).await;
            assert_eq!(visitor.standing, Standing::PasswordKnown);
            let own = PermissionSet::NONE.with(Permission::ManageOwnAccount);
            assert_eq!((visitor.caller.permissions, visitor.caller.own_permissions), (own, own), "and no right but that");
        }
        // In every session, also one that was begun before.
        assert_eq!(house.visit(house.sign_in(ADA, "password123456").await.unwrap().secret).await.unwrap().standing, Standing::PasswordKnown);
        let [entry] = house.entries("password.found_breached").await.try_into().unwrap();
        assert_eq!(entry.subject, Some(ada.person));
        let words = format!("{:?}", entry.content.as_ref().unwrap().words().unwrap());
        assert!(!words.contains("password123456"), "{words}");
    }

    async fn another_one_opens_the_account_again(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house).await;
        known(&house, &ada, "qwertzqwertzqwertz").await;
        let signed_in = house.sign_in(ADA, "qwertzqwertzqwertz").await.unwrap();
        let visitor = house.visitor(signed_in.secret).await;
        assert!(is_wrong(house.change_password(&visitor, "not it", OTHER).await), "the old one is asked for");
        let as_bad = house.change_password(&visitor, "qwertzqwertzqwertz", "passwordpassword").await;
        assert_eq!(problems(as_bad), [("password".to_owned(), "password-common")]);
        assert_eq!(house.visitor(signed_in.secret).await.standing, Standing::PasswordKnown);
        let changed = house.change_password(&visitor, "qwertzqwertzqwertz", OTHER).await.unwrap();
        assert_eq!(house.visitor(changed).await.standing, Standing::Fine);
        assert!(house.visit(signed_in.secret).await.is_none(), "the session from before is over");
        assert_eq!(noted(&house).await, 0);

        // A link to the mailbox does as well.
        known(&house, &ada, "qwertzqwertzqwertz").await;
        house.sign_in(ADA, "qwertzqwertzqwertz").await.unwrap();
        assert_eq!(noted(&house).await, 1);
        let token = house.recovery_token(ADA, ADA).await;
        house.set_password(&token, GOOD).await.unwrap();
        assert_eq!(noted(&house).await, 0);
        let signed_in = house.sign_in(ADA, GOOD).await.unwrap();
        assert_eq!(house.visitor(signed_in.secret).await.standing, Standing::Fine);
    }

    /// A hash that was brought along is judged at the first sign-in, however short its password is.
    async fn hashes_from_elsewhere_are_looked_at_too(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house).await;
        // The salted SHA-1 of "123456", as a directory keeps it.
        house.set_credential(ada.person, &salted("123456")).await;
        let signed_in = house.sign_in(ADA, "123456").await.unwrap();
        assert_eq!(house.visitor(signed_in.secret).await.standing, Standing::PasswordKnown);
        assert!(house.credential(ada.person).await.unwrap().starts_with("$argon2id$"), "it was made anew all the same");
        let signed_in = house.sign_in(ADA, "123456").await.unwrap();
        let visitor = house.visitor(signed_in.secret).await;
        house.change_password(&visitor, "123456", OTHER).await.unwrap();
        assert_eq!(noted(&house).await, 0);
    }

    /// The second step comes first, and what else the policy asks for afterwards.
    async fn it_comes_between_the_steps_of_signing_in(test: TestDatabase) {
        let mut house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        known(&house, &ada, "passwordpassword").await;
        let half = house.half(ADA, "passwordpassword").await;
        assert_eq!(noted(&house).await, 1, "whoever gives up at the second step has shown that they know it");
        let signed_in = give(&house, &half.token, &phone.next(&house)).await.unwrap();
        assert_eq!(house.visitor(signed_in.secret).await.standing, Standing::PasswordKnown);

        let eve = house.visitor(house.join("eve@example.org", GOOD).await.secret).await;
        known(&house, &eve, "passwordpassword").await;
        let everybody = Demand { required: Required::StrongFactor, grace_days: 0 };
        house.place = house.place_with(|settings| {
            settings.sign_in_policy = SignInPolicy { everybody, ..SignInPolicy::asking_nothing() };
        });
        let signed_in = house.sign_in("eve@example.org", "passwordpassword").await.unwrap();
        let visitor = house.visitor(signed_in.secret).await;
        assert_eq!(visitor.standing, Standing::PasswordKnown);
        let changed = house.change_password(&visitor, "passwordpassword", OTHER).await.unwrap();
        assert_eq!(house.visitor(changed).await.standing, Standing::Overdue);
    }

    /// Suspended people are told so, and nothing is noted of them.
    async fn nothing_is_noted_of_who_may_not_come_in(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house).await;
        known(&house, &ada, "passwordpassword").await;
        house.suspend(ada.person).await;
        let outcome = house.authentication.sign_in(&house.at(1), &house.place, Locale::En, ADA, &secret("passwordpassword")).await;
        assert!(matches!(outcome, Err(AuthenticationError::Suspended)), "{outcome:?}");
        assert_eq!((noted(&house).await, house.entries("password.found_breached").await.len()), (0, 0));
    }
}

/// RFC 2307, `{SSHA}`.
fn salted(password: &str) -> String {
    use aws_lc_rs::digest;
    use base64::Engine as _;
    let salt = b"saltsalt";
    let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, &[password.as_bytes(), salt].concat());
    let both = [hash.as_ref(), salt].concat();
    format!("{{SSHA}}{}", base64::engine::general_purpose::STANDARD.encode(both))
}
