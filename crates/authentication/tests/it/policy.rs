//! What a tenant asks of its people: who is let in for what, from when on, and what the policy itself allows.

use authentication::second::summary::{self, COUNTED};
use authentication::second::{codes, totp};
use authentication::{AuthenticationError, Place, SessionSecret, Visitor, sessions};
use chrono::TimeDelta;
use data_encoding::BASE32_NOPAD;
use database::on_each_database;
use directory::DirectoryError;
use directory::tenants::manage;
use directory::tenants::policy::{Demand, Required, SignInPolicy, Standing};
use directory::tenants::step_up::StepUp;
use foundation::{Locale, Permission};
use permissions::SystemRole;

use crate::authenticator::{Device, PRESENT};
use crate::house::{GOOD, House, halfway, inside, origin, problems, secret};

const ADA: &str = "ada@example.org";
const ORIGIN: &str = "https://id.example";

fn demand(required: Required, grace_days: u16) -> Demand {
    Demand { required, grace_days }
}

/// The tenant with a policy, as its row would say.
pub fn asking(house: &House, policy: SignInPolicy) -> Place {
    house.place_with(|settings| settings.sign_in_policy = policy)
}

pub async fn visit(house: &House, place: &Place, secret: SessionSecret) -> Visitor {
    let origin = origin(1, "Firefox on Linux");
    let settings = &place.tenant.settings;
    sessions::visit(house.database(), house.tenant(), settings, secret, &origin).await.unwrap().expect("it counts")
}

pub async fn add_app(house: &House, visitor: &Visitor, place: &Place) -> uuid::Uuid {
    house.authentication.offer_app(visitor, "Phone").await.unwrap();
    let offered = house.authentication.offered_app(visitor, place).await.unwrap().unwrap();
    let letters: String = offered.key.expose().split(' ').collect();
    let key = BASE32_NOPAD.decode(letters.as_bytes()).unwrap();
    let code = totp::code(&key, totp::step_at(house.database().now()));
    house.authentication.confirm_app(visitor, place, Locale::En, &code).await.unwrap().id
}

pub async fn add_passkey(house: &House, visitor: &Visitor, place: &Place, device: &mut Device) {
    let asked = house.authentication.passkey_enrolment_options(visitor, place).await.unwrap();
    let answer = device.make(&asked, ORIGIN);
    house.authentication.add_passkey(visitor, place, Locale::En, "", &answer).await.unwrap();
}

on_each_database! {
    async fn an_administrator_without_a_strong_factor_has_no_rights_yet(test: TestDatabase) {
        let house = House::open(test).await;
        let place = asking(&house, SignInPolicy::default());
        let ada = house.join(ADA, GOOD).await;
        let customer = visit(&house, &place, ada.secret).await;
        assert_eq!((customer.standing, customer.is_administrator), (Standing::Fine, false), "customers are offered one");
        house.give(ada.person, SystemRole::TenantAdministrator).await;
        let secret = house.sign_in(ADA, GOOD).await.unwrap().secret;
        let overdue = visit(&house, &place, secret).await;
        assert_eq!((overdue.standing, overdue.is_administrator), (Standing::Overdue, true));
        assert!(!overdue.caller.may(Permission::SeePeople) && overdue.caller.may(Permission::ManageOwnAccount));
        // A key anybody could use who finds it is not enough; the app is.
        let mut found = Device::new(1);
        found.flags = PRESENT;
        add_passkey(&house, &overdue, &place, &mut found).await;
        assert_eq!(visit(&house, &place, secret).await.standing, Standing::Overdue);
        let app = add_app(&house, &overdue, &place).await;
        let fine = visit(&house, &place, secret).await;
        assert!(fine.standing == Standing::Fine && fine.caller.may(Permission::SeePeople));
        // What is asked for cannot be taken away, in the way of anybody.
        let removed = house.authentication.remove_app(&fine, &place, Locale::En, app).await;
        assert_eq!(problems(removed), [(String::new(), "factor-required")]);
        assert_eq!(visit(&house, &place, secret).await.standing, Standing::Fine, "nothing of it happened");
        let mut strong = Device::new(2);
        add_passkey(&house, &fine, &place, &mut strong).await;
        house.authentication.remove_app(&fine, &place, Locale::En, app).await.unwrap();
        assert_eq!(visit(&house, &place, secret).await.standing, Standing::Fine);
    }

    /// Somebody with the password only gains nothing by the owner's making a factor.
    async fn another_session_shows_the_factor_first(test: TestDatabase) {
        let house = House::open(test).await;
        let place = asking(&house, SignInPolicy::default());
        let ada = house.join(ADA, GOOD).await;
        house.give(ada.person, SystemRole::TenantAdministrator).await;
        let (own, thiefs) = (house.sign_in(ADA, GOOD).await.unwrap().secret, house.sign_in(ADA, GOOD).await.unwrap().secret);
        let visitor = visit(&house, &place, own).await;
        let mut device = Device::new(1);
        add_passkey(&house, &visitor, &place, &mut device).await;
        let visitor = visit(&house, &place, own).await;
        assert_eq!(visitor.standing, Standing::Fine, "{}", visitor.methods.words());
        let thief = visit(&house, &place, thiefs).await;
        assert_eq!(thief.standing, Standing::Unproved);
        assert!(!thief.caller.may(Permission::SeePeople));
        // Though the password was given a moment ago, it makes no factor of their own.
        let offered = house.authentication.offer_app(&thief, "Phone").await;
        assert!(matches!(offered, Err(AuthenticationError::NotFresh)), "{offered:?}");
        let asked = house.authentication.passkey_enrolment_options(&thief, &place).await;
        assert!(matches!(asked, Err(AuthenticationError::NotFresh)), "{asked:?}");
        let alone = house.authentication.confirm_with_password(&thief, &place, Locale::En, &secret(GOOD), "").await;
        assert_eq!(problems(alone.map(drop)), [("code".to_owned(), "required")]);
        // The owner's other device shows the passkey and goes on.
        let asked = house.authentication.passkey_confirmation_options(&thief, &place).await.unwrap();
        let answer = device.answer(&asked, ORIGIN);
        let confirmed = house.authentication.confirm_with_passkey(&thief, &place, Locale::En, &answer).await.unwrap();
        let shown = visit(&house, &place, confirmed).await;
        assert!(shown.standing == Standing::Fine && shown.caller.may(Permission::SeePeople));
    }

    async fn there_is_time_from_the_first_asking_on(test: TestDatabase) {
        let house = House::open(test).await;
        let policy = SignInPolicy { everybody: demand(Required::SecondFactor, 3), ..SignInPolicy::asking_nothing() };
        let place = asking(&house, policy);
        let ada = house.join(ADA, GOOD).await;
        house.wait(TimeDelta::days(40));
        // Nobody has asked her in all that time.
        let secret = house.sign_in(ADA, GOOD).await.unwrap().secret;
        let asked_at = house.database().now();
        let until = asked_at + TimeDelta::days(3);
        assert_eq!(visit(&house, &place, secret).await.standing, Standing::Asked(until));
        house.wait(TimeDelta::days(2));
        let secret = house.sign_in(ADA, GOOD).await.unwrap().secret;
        assert_eq!(visit(&house, &place, secret).await.standing, Standing::Asked(until), "the day does not move");
        house.wait(TimeDelta::days(1));
        let secret = house.sign_in(ADA, GOOD).await.unwrap().secret;
        let overdue = visit(&house, &place, secret).await;
        assert_eq!(overdue.standing, Standing::Overdue);
        let mut key = Device::new(1);
        key.flags = PRESENT;
        add_passkey(&house, &overdue, &place, &mut key).await;
        assert_eq!(visit(&house, &place, secret).await.standing, Standing::Fine, "any second factor");
        assert_eq!(ada.person, overdue.person);
    }

    /// Where the tenant asks for a second factor, a passkey is one to the password too.
    async fn a_passkey_becomes_the_second_step(test: TestDatabase) {
        let house = House::open(test).await;
        let policy = SignInPolicy { everybody: demand(Required::StrongFactor, 0), ..SignInPolicy::asking_nothing() };
        let place = asking(&house, policy);
        let ada = house.visitor(house.join(ADA, GOOD).await.secret).await;
        let mut device = Device::new(1);
        add_passkey(&house, &ada, &place, &mut device).await;
        let enter = async |place: &Place| {
            house.authentication.sign_in(&house.at(1), place, Locale::En, ADA, &secret(GOOD)).await.unwrap()
        };
        inside(enter(&house.place).await);
        let half = halfway(enter(&place).await);
        let ways = house.authentication.ways_of_second_step(&house.at(1), &place, &half.token).await.unwrap().unwrap();
        assert!(ways.passkey && !ways.app && !ways.recovery_code);
        let asked = house.authentication.passkey_sign_in_options(&house.at(1), &place).await.unwrap();
        let answer = device.answer(&asked, ORIGIN);
        let signed_in = house
            .authentication
            .second_step_with_passkey(&house.at(1), &place, Locale::En, &half.token, &answer)
            .await
            .unwrap();
        let visitor = visit(&house, &place, signed_in.secret).await;
        assert!(visitor.methods.is_strong() && visitor.standing == Standing::Fine);
        // Nor is the password alone enough to confirm; a recovery code with it is.
        let made = house.authentication.make_recovery_codes(&visitor, &place, Locale::En).await.unwrap();
        let alone = house.authentication.confirm_with_password(&visitor, &place, Locale::En, &secret(GOOD), "").await;
        assert_eq!(problems(alone.map(drop)), [("code".to_owned(), "required")]);
        let code = made[0].expose();
        let confirmed = house.authentication.confirm_with_password(&visitor, &place, Locale::En, &secret(GOOD), code).await;
        let visitor = visit(&house, &place, confirmed.unwrap()).await;
        let id = {
            let mut tx = house.database().read(&visitor.caller).await.unwrap();
            assert_eq!(codes::own(&mut tx, visitor.person).await.unwrap(), 9);
            authentication::passkeys::manage::own(&mut tx, visitor.person).await.unwrap()[0].id
        };
        let removed = house.authentication.remove_passkey(&visitor, &place, Locale::En, id).await;
        assert_eq!(problems(removed), [(String::new(), "factor-required")]);
        house.authentication.remove_passkey(&visitor, &house.place, Locale::En, id).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM recovery_code").await, 0, "nothing to stand in for");
    }

    async fn whom_it_concerns_is_counted(test: TestDatabase) {
        let house = House::open(test).await;
        for number in 0..4 {
            house.join(&format!("person{number}@example.org"), GOOD).await;
        }
        let with_app = house.visitor(house.join(ADA, GOOD).await.secret).await;
        add_app(&house, &with_app, &house.place).await;
        house.invited("invited@example.org").await;
        let boss = house.person("person0@example.org").await;
        for role in [SystemRole::TenantAdministrator, SystemRole::Helpdesk] {
            house.give(boss, role).await;
        }
        house.give(house.person("person1@example.org").await, SystemRole::Auditor).await;
        house.give(with_app.person, SystemRole::Auditor).await;
        let mut tx = house.system().await;
        let count = summary::affected(&mut tx, &SignInPolicy::default()).await.unwrap();
        assert_eq!(count.administrators, 2, "each once, and not who has the app");
        assert!(count.archetypes.iter().all(|(_, amount)| *amount == 0), "{count:?}");
        let all = SignInPolicy { everybody: demand(Required::SecondFactor, 30), ..SignInPolicy::default() };
        let count = summary::affected(&mut tx, &all).await.unwrap();
        let customers = count.archetypes.iter().find(|(name, _)| name == "customer").unwrap();
        assert_eq!(customers.1, 4, "those who can sign in and have none");
        assert!(customers.1 < COUNTED);
        // Whoever may not see the settings learns nothing of it.
        drop(tx);
        let mut tx = house.database().read(&with_app.caller).await.unwrap();
        assert!(matches!(summary::affected(&mut tx, &all).await, Err(AuthenticationError::Refused(_))));
    }

    async fn a_policy_is_changed_by_who_may_and_has_just_shown_who_they_are(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await;
        let member = house.visitor(ada.secret).await;
        house.give(ada.person, SystemRole::TenantAdministrator).await;
        let session = house.sign_in(ADA, GOOD).await.unwrap().secret;
        let visitor = house.visitor(session).await;
        let policy = SignInPolicy { everybody: demand(Required::SecondFactor, 30), ..SignInPolicy::default() };
        let change = async |visitor: &Visitor, version: i64, policy: SignInPolicy| {
            let mut tx = house.database().begin(&visitor.caller).await.unwrap();
            summary::change_policy(&mut tx, version, policy, StepUp::default()).await?;
            tx.commit().await.unwrap();
            Ok::<_, AuthenticationError>(())
        };
        assert!(matches!(change(&member, 1, policy.clone()).await, Err(AuthenticationError::Refused(_))));
        let too_long = SignInPolicy { everybody: demand(Required::Offered, 91), ..policy.clone() };
        assert_eq!(problems(change(&visitor, 1, too_long).await), [("grace.everybody".to_owned(), "number-range")]);
        let nobodys = SignInPolicy { archetypes: [("robot".to_owned(), Demand::default())].into(), ..policy.clone() };
        assert_eq!(problems(change(&visitor, 1, nobodys).await), [("required.archetype.robot".to_owned(), "not-a-choice")]);
        let stale = change(&visitor, 99, policy.clone()).await;
        assert!(matches!(stale, Err(AuthenticationError::Directory(DirectoryError::ChangedMeanwhile))), "{stale:?}");
        house.wait(TimeDelta::minutes(10));
        let visitor = house.visitor(session).await;
        assert!(matches!(change(&visitor, 1, policy.clone()).await, Err(AuthenticationError::NotFresh)));
        let secret = secret(GOOD);
        let confirmed = house.authentication.confirm_with_password(&visitor, &house.place, Locale::En, &secret, "").await;
        let visitor = house.visitor(confirmed.unwrap()).await;
        change(&visitor, 1, policy.clone()).await.unwrap();
        let mut tx = house.system().await;
        assert_eq!(manage::own(&mut tx).await.unwrap().settings.sign_in_policy, policy);
        drop(tx);
        assert_eq!(house.entries("sign_in_policy.changed").await.len(), 1);
    }
}
