//! The first start: one link, once, for a quarter of an hour (ASVS 6.3.2: no preset account).

use std::sync::Arc;

use authentication::{AuthenticationError, Place, setup};
use chrono::TimeDelta;
use database::on_each_database;
use directory::Settings;
use directory::tenants::policy::{SignInPolicy, Standing};
use foundation::{Caller, Locale, Permission, Secret, TenantId};
use permissions::SystemRole;

use crate::house::{GOOD, House, OTHER, is_expired, origin, problems, secret};

async fn platform(house: &House) -> Place {
    let tenant = setup::furnish_platform(house.database()).await.unwrap();
    Place { tenant: Arc::new(tenant), base: "https://id.example/t/platform".to_owned() }
}

async fn create(
    house: &House,
    place: &Place,
    token: &Secret,
    email: &str,
    password: &str,
) -> Result<authentication::sign_in::SignedIn, AuthenticationError> {
    house
        .authentication
        .create_operator(&origin(1, "Firefox on Linux"), place, Locale::De, token, &House::form(email, password))
        .await
}

on_each_database! {
    async fn the_operator_is_made_with_it_and_it_works_once(test: TestDatabase) {
        let house = House::open(test).await;
        let place = platform(&house).await;
        assert!(setup::is_needed(house.database()).await.unwrap());
        let token = setup::issue(house.database()).await.unwrap();
        for _ in 0..3 {
            assert!(setup::peek(house.database(), &token).await.unwrap(), "looking uses nothing up");
        }
        let signed_in = create(&house, &place, &token, "op@example.org", GOOD).await.unwrap();
        assert!(!setup::is_needed(house.database()).await.unwrap());
        assert!(!setup::peek(house.database(), &token).await.unwrap());
        assert!(is_expired(create(&house, &place, &token, "second@example.org", GOOD).await));
        // An operator is an administrator too: the first sign-in is for making a strong factor, and gives no right before.
        let settings = &place.tenant.settings;
        let visitor = authentication::sessions::visit(house.database(), TenantId::PLATFORM, settings, signed_in.secret, &origin(1, "x")).await.unwrap().unwrap();
        assert!(visitor.standing == Standing::Overdue && !visitor.caller.may(Permission::SeeTenants));
        let settings = &Settings { sign_in_policy: SignInPolicy::asking_nothing(), ..settings.clone() };
        let visitor = authentication::sessions::visit(house.database(), TenantId::PLATFORM, settings, signed_in.secret, &origin(1, "x")).await.unwrap().unwrap();
        assert!(visitor.caller.may(Permission::ManageTenants) && visitor.caller.permissions.covers(SystemRole::PlatformOperator.grants()));
        let caller = Caller::anonymous(TenantId::PLATFORM, origin(1, "x"));
        house.authentication.sign_in(&caller, &place, Locale::De, "OP@example.org", &secret(GOOD)).await.unwrap();
        setup::furnish_platform(house.database()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM role_assignment").await, 1);
    }

    async fn it_lives_a_quarter_of_an_hour_and_a_later_one_replaces_it(test: TestDatabase) {
        let house = House::open(test).await;
        let place = platform(&house).await;
        let first = setup::issue(house.database()).await.unwrap();
        let second = setup::issue(house.database()).await.unwrap();
        assert!(is_expired(create(&house, &place, &first, "op@example.org", GOOD).await));
        house.wait(TimeDelta::minutes(15) - TimeDelta::microseconds(1));
        assert!(setup::peek(house.database(), &second).await.unwrap());
        house.wait(TimeDelta::microseconds(1));
        assert!(is_expired(create(&house, &place, &second, "op@example.org", GOOD).await));
        assert!(setup::is_needed(house.database()).await.unwrap());
    }

    async fn a_wrong_form_does_not_use_it_up(test: TestDatabase) {
        let house = House::open(test).await;
        let place = platform(&house).await;
        let token = setup::issue(house.database()).await.unwrap();
        assert_eq!(problems(create(&house, &place, &token, "op@example.org", "short").await)[0].0, "password");
        assert_eq!(problems(create(&house, &place, &token, "nonsense", GOOD).await)[0].0, "email");
        assert_eq!(house.test.number("SELECT count(*) FROM person").await, 0);
        create(&house, &place, &token, "op@example.org", GOOD).await.unwrap();
        // For another operator there is another link; the names of the first are taken.
        let token = setup::issue(house.database()).await.unwrap();
        assert_eq!(problems(create(&house, &place, &token, "OP@example.org", OTHER).await), [("email".to_owned(), "taken")]);
        create(&house, &place, &token, "second@example.org", OTHER).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM role_assignment").await, 2);
    }

    /// When nobody knows what a failure left behind, the link is not given back; a later link is not joined by an earlier.
    async fn a_fault_gives_nothing_back(test: TestDatabase) {
        let house = House::open(test).await;
        let place = platform(&house).await;
        let token = setup::issue(house.database()).await.unwrap();
        let (make, drop) = if house.database().file().is_some() {
            ("CREATE TRIGGER fault BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, 'fault'); END", "DROP TRIGGER fault")
        } else {
            (
                "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fault'; END $$;
                 CREATE TRIGGER fault BEFORE INSERT ON session FOR EACH ROW EXECUTE FUNCTION fault()",
                "DROP TRIGGER fault ON session",
            )
        };
        house.test.as_owner(make).await;
        assert!(matches!(create(&house, &place, &token, "op@example.org", GOOD).await, Err(AuthenticationError::Database(_))));
        house.test.as_owner(drop).await;
        assert!(is_expired(create(&house, &place, &token, "op@example.org", GOOD).await));
        assert_eq!(house.test.number("SELECT count(*) FROM person").await, 0, "nothing half made");
        assert!(setup::is_needed(house.database()).await.unwrap());
    }

    /// SEC-25.
    async fn part_of_it_is_nothing(test: TestDatabase) {
        let house = House::open(test).await;
        platform(&house).await;
        let token = setup::issue(house.database()).await.unwrap();
        let text = token.expose();
        for wrong in [&text[..42], &text[1..], &format!("{text}A"), &text.to_lowercase(), "", "\0"] {
            assert!(!setup::peek(house.database(), &secret(wrong)).await.unwrap(), "{wrong:?}");
        }
    }
}
