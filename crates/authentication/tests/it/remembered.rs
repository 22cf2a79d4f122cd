//! Remembered devices: they stand in for the second step after the right password, where the tenant lets them, and for nothing else.

use authentication::passkeys::manage as passkeys;
use authentication::second::remembered::{self, Remembered};
use authentication::sign_in::SignedIn;
use authentication::{AuthenticationError, Methods, Place, Visitor};
use chrono::TimeDelta;
use database::on_each_database;
use directory::DirectoryError;
use directory::tenants::policy::{Demand, Required, SignInPolicy, Standing};
use foundation::{Locale, Secret};
use permissions::SystemRole;

use crate::authenticator::Device;
use crate::house::{GOOD, House, OTHER, THIRD, problems, secret, tenant};
use crate::second::{Phone, enrol, give, make_codes, remove, with_app};

const ADA: &str = "ada@example.org";
const EVE: &str = "eve@example.org";
const DAYS: u16 = 30;

/// The house, whose tenant lets devices be remembered and asks for as much of everybody.
fn asking(house: &House, required: Required) -> Place {
    house.place_with(|settings| {
        settings.sign_in_policy = SignInPolicy {
            everybody: Demand { required, grace_days: 0 },
            remember_days: DAYS,
            ..SignInPolicy::asking_nothing()
        };
    })
}

async fn open(test: database::testing::TestDatabase) -> House {
    let mut house = House::open(test).await;
    house.place = asking(&house, Required::Offered);
    house
}

/// Signs in with both steps and remembers the browser.
async fn remember(house: &House, phone: &Phone, before: &str) -> (SignedIn, Remembered) {
    let half = house.half(ADA, GOOD).await;
    let signed_in = give(house, &half.token, &phone.next(house)).await.unwrap();
    let remembered = ask(house, &signed_in, before).await.expect("the device is remembered");
    (signed_in, remembered)
}

async fn ask(house: &House, signed_in: &SignedIn, before: &str) -> Option<Remembered> {
    house.authentication.remember_device(&house.at(1), &house.place, signed_in.secret, &secret(before)).await.unwrap()
}

/// The password, and then the device.
async fn pass(house: &House, password: &str, device: &Secret) -> Result<Option<SignedIn>, AuthenticationError> {
    let half = house.half(ADA, password).await;
    by_device(house, &half.token, device).await
}

async fn by_device(house: &House, half: &Secret, device: &Secret) -> Result<Option<SignedIn>, AuthenticationError> {
    house.authentication.second_step_with_device(&house.at(1), &house.place, Locale::En, half, device).await
}

async fn own(house: &House, visitor: &Visitor, token: &Secret) -> Vec<remembered::Device> {
    let mut tx = house.database().read(&visitor.caller).await.unwrap();
    remembered::own(&mut tx, &house.place, visitor.person, token).await.unwrap()
}

async fn rows(house: &House) -> i64 {
    house.test.number("SELECT count(*) FROM remembered_device").await
}

on_each_database! {
    async fn a_device_stands_in_for_the_second_step(test: TestDatabase) {
        let house = open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let half = house.half(ADA, GOOD).await;
        let ways = house.authentication.ways_of_second_step(&house.at(1), &house.place, &half.token).await.unwrap().unwrap();
        assert_eq!(ways.remember_days, DAYS);
        let (_, remembered) = remember(&house, &phone, "").await;
        assert_eq!((remembered.days, remembered.token.expose().len()), (DAYS, 43), "256 random bits");
        let signed_in = pass(&house, GOOD, &remembered.token).await.unwrap().expect("it stands in");
        let visitor = house.visitor(signed_in.secret).await;
        assert_eq!(visitor.methods, Methods::PASSWORD.and(Methods::REMEMBERED_DEVICE), "what was proved is said honestly");
        assert!(!visitor.methods.is_strong());
        let [device] = own(&house, &visitor, &remembered.token).await.try_into().unwrap();
        assert!(device.is_this_one && device.last_used_at.is_some() && device.network == "198.51.1.0/24", "{device:?}");
        assert_eq!(device.expires_at - device.created_at, TimeDelta::days(i64::from(DAYS)));
        assert!(!own(&house, &ada, &secret("")).await[0].is_this_one);
        let entries = house.entries("sign_in.succeeded").await;
        let words = entries[0].content.as_ref().unwrap().words().unwrap();
        assert!(words.details.iter().any(|detail| detail.value == "password+remembered_device"), "{words:?}");
        assert_eq!(house.entries("device.remembered").await.len(), 1);
        // Only until its days are over, however often it was used.
        house.wait(TimeDelta::days(i64::from(DAYS)));
        assert!(pass(&house, GOOD, &remembered.token).await.unwrap().is_none());
        authentication::second::sweep(house.database()).await.unwrap();
        assert_eq!(rows(&house).await, 0);
    }

    /// It never replaces the first factor, and proves nothing to anybody but its person, here.
    async fn it_opens_nothing_else(test: TestDatabase) {
        let house = open(test).await;
        let (_, phone) = with_app(&house, ADA).await;
        let (eve, _) = with_app(&house, EVE).await;
        let (signed_in, remembered) = remember(&house, &phone, "").await;
        let sessions = house.sessions_of(signed_in.person).await;
        // Without a half sign-in, in its place, and in the place of a session or a code.
        for half in ["", "null", remembered.token.expose()] {
            assert!(by_device(&house, &secret(half), &remembered.token).await.unwrap().is_none(), "{half}");
            assert!(matches!(give(&house, &secret(half), "000000").await, Err(AuthenticationError::HalfOver)));
        }
        let half = house.half(ADA, GOOD).await;
        for device in ["", "null", half.token.expose(), &remembered.token.expose()[1..]] {
            assert!(by_device(&house, &half.token, &secret(device)).await.unwrap().is_none(), "{device}");
        }
        assert!(give(&house, &half.token, remembered.token.expose()).await.is_err());
        // Somebody else's password in the same browser.
        let eves = house.half(EVE, GOOD).await;
        assert!(by_device(&house, &eves.token, &remembered.token).await.unwrap().is_none());
        // Another tenant.
        let school = tenant(house.database(), "school", house.place.tenant.settings.clone()).await;
        let there = foundation::Caller::anonymous(school.tenant.id, house.at(1).origin);
        let outcome = house.authentication.second_step_with_device(&there, &school, Locale::En, &half.token, &remembered.token).await;
        assert!(outcome.unwrap().is_none());
        assert_eq!((house.sessions_of(signed_in.person).await, house.sessions_of(eve.person).await), (sessions, 1));
        // None of it was used up.
        assert!(by_device(&house, &half.token, &remembered.token).await.unwrap().is_some());
        assert!(by_device(&house, &half.token, &remembered.token).await.unwrap().is_none(), "a half sign-in is finished once");
    }

    async fn it_is_no_fresh_proof(test: TestDatabase) {
        let house = open(test).await;
        let (_, phone) = with_app(&house, ADA).await;
        let (_, remembered) = remember(&house, &phone, "").await;
        let signed_in = pass(&house, GOOD, &remembered.token).await.unwrap().unwrap();
        let visitor = house.visitor(signed_in.secret).await;
        assert!(!visitor.is_fresh(house.database().now()));
        for outcome in [make_codes(&house, &visitor).await.map(drop), remove(&house, &visitor, phone.id).await] {
            assert!(matches!(outcome, Err(AuthenticationError::NotFresh)), "{outcome:?}");
        }
        // A session that shows it was begun with a remembered device lets no further one be remembered.
        assert!(ask(&house, &signed_in, "").await.is_none());
        let confirmed = crate::second::confirm(&house, &visitor, GOOD, "").await;
        assert_eq!(problems(confirmed), [("code".to_owned(), "required")], "the password alone is none either");
        let code = phone.next(&house);
        let visitor = crate::second::confirm(&house, &visitor, GOOD, &code).await.unwrap();
        assert!(visitor.is_fresh(house.database().now()));
        assert_eq!(visitor.methods, Methods::PASSWORD.and(Methods::APP_CODE), "now both were shown");
        make_codes(&house, &visitor).await.unwrap();
    }

    /// Only who has just shown a password and a second factor has a browser remembered.
    async fn only_both_steps_are_remembered(test: TestDatabase) {
        let mut house = open(test).await;
        let before_app = house.join(ADA, GOOD).await;
        assert!(ask(&house, &before_app, "").await.is_none(), "a password alone");
        let ada = house.visitor(before_app.secret).await;
        let mut device = Device::new(4);
        enrol(&house, &ada, &mut device).await;
        let answer = crate::second::answer(&house, &mut device).await;
        let entered = house.authentication.sign_in_with_passkey(&house.at(1), &house.place, Locale::En, "", &answer).await.unwrap();
        assert!(ask(&house, &crate::house::inside(entered), "").await.is_none(), "no second step was asked for");
        let phone = crate::second::add(&house, &ada).await;
        let (signed_in, first) = remember(&house, &phone, "").await;
        // A browser has one: a new one takes the place of the one before.
        let second = ask(&house, &signed_in, first.token.expose()).await.unwrap();
        assert_eq!(rows(&house).await, 1);
        assert!(pass(&house, GOOD, &first.token).await.unwrap().is_none());
        assert!(pass(&house, GOOD, &second.token).await.unwrap().is_some());
        house.wait(TimeDelta::minutes(10));
        assert!(ask(&house, &signed_in, "").await.is_none(), "it is too long ago");
        assert!(house.authentication.remember_device(&house.at(1), &house.place, authentication::SessionSecret(7), &secret("")).await.unwrap().is_none());
        // And only where the tenant lets it.
        let signed_in = give(&house, &house.half(ADA, GOOD).await.token, &phone.next(&house)).await.unwrap();
        house.place = asking(&house, Required::StrongFactor);
        assert!(ask(&house, &signed_in, "").await.is_none());
        house.place = house.place_with(|settings| settings.sign_in_policy = SignInPolicy::asking_nothing());
        assert!(ask(&house, &signed_in, "").await.is_none());
        assert_eq!(rows(&house).await, 1);
    }

    /// A strong factor is asked for each time; a second one may be remembered. What the policy says now counts.
    async fn the_policy_of_this_moment_counts(test: TestDatabase) {
        let mut house = open(test).await;
        let (_, phone) = with_app(&house, ADA).await;
        let (_, remembered) = remember(&house, &phone, "").await;
        house.place = asking(&house, Required::SecondFactor);
        let signed_in = pass(&house, GOOD, &remembered.token).await.unwrap().unwrap();
        assert_eq!(house.visitor(signed_in.secret).await.standing, Standing::Fine);
        // A policy that becomes stricter closes the sessions it stood in for.
        house.place = asking(&house, Required::StrongFactor);
        assert_eq!(house.visitor(signed_in.secret).await.standing, Standing::Unproved);
        let half = house.half(ADA, GOOD).await;
        assert!(by_device(&house, &half.token, &remembered.token).await.unwrap().is_none());
        let ways = house.authentication.ways_of_second_step(&house.at(1), &house.place, &half.token).await.unwrap().unwrap();
        assert_eq!(ways.remember_days, 0, "and it is not offered");
        // Administrators, of whom alone it is asked.
        house.place = house.place_with(|settings| {
            settings.sign_in_policy = SignInPolicy { remember_days: DAYS, ..SignInPolicy::default() };
        });
        assert!(pass(&house, GOOD, &remembered.token).await.unwrap().is_some());
        house.give(signed_in.person, SystemRole::Helpdesk).await;
        assert!(pass(&house, GOOD, &remembered.token).await.unwrap().is_none());
        // Fewer days count from the beginning, and none at all ends it.
        house.place = house.place_with(|settings| {
            settings.sign_in_policy = SignInPolicy { remember_days: 5, ..SignInPolicy::asking_nothing() };
        });
        house.wait(TimeDelta::days(4));
        assert!(pass(&house, GOOD, &remembered.token).await.unwrap().is_some());
        house.wait(TimeDelta::days(1));
        assert!(pass(&house, GOOD, &remembered.token).await.unwrap().is_none());
        house.place = house.place_with(|settings| settings.sign_in_policy.remember_days = 0);
        assert!(pass(&house, GOOD, &remembered.token).await.unwrap().is_none());
    }

    async fn its_owner_sees_and_ends_it(test: TestDatabase) {
        let house = open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let (eve, _) = with_app(&house, EVE).await;
        let (_, one) = remember(&house, &phone, "").await;
        let (_, two) = remember(&house, &phone, "").await;
        let (_, three) = remember(&house, &phone, "").await;
        let found = own(&house, &ada, &three.token).await;
        assert_eq!((found.len(), found[0].is_this_one), (3, true), "the newest first");
        let forget = async |visitor: &Visitor, id| {
            let mut tx = house.database().begin(&visitor.caller).await.unwrap();
            remembered::forget(&mut tx, visitor.person, id).await?;
            tx.commit().await.unwrap();
            Ok::<(), AuthenticationError>(())
        };
        let foreign = forget(&eve, found[2].id).await;
        assert!(matches!(foreign, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{foreign:?}");
        forget(&ada, found[2].id).await.unwrap();
        assert!(forget(&ada, found[2].id).await.is_err(), "once");
        for (token, counts) in [(&one, false), (&two, true), (&three, true)] {
            assert_eq!(pass(&house, GOOD, &token.token).await.unwrap().is_some(), counts);
        }
        let mut tx = house.database().begin(&ada.caller).await.unwrap();
        remembered::forget_own(&mut tx, ada.person).await.unwrap();
        remembered::forget_own(&mut tx, ada.person).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((rows(&house).await, house.entries("device.forgotten").await.len()), (0, 2));
    }

    /// Whatever may mean that somebody else was in ends all of them.
    async fn what_may_be_an_incident_ends_all(test: TestDatabase) {
        let house = open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let (mut password, mut visitor) = (GOOD, ada);
        for incident in ["change", "recover", "suspend", "staff", "others", "app", "undo"] {
            let half = house.half(ADA, password).await;
            let signed_in = give(&house, &half.token, &phone.next(&house)).await.unwrap();
            let remembered = ask(&house, &signed_in, "").await.unwrap();
            visitor = house.visitor(signed_in.secret).await;
            assert!(pass(&house, password, &remembered.token).await.unwrap().is_some(), "{incident}");
            match incident {
                "change" => {
                    house.change_password(&visitor, password, OTHER).await.unwrap();
                    password = OTHER;
                }
                "recover" => {
                    let token = house.recovery_token(ADA, ADA).await;
                    house.set_password(&token, THIRD).await.unwrap();
                    password = THIRD;
                }
                "suspend" => {
                    house.suspend(visitor.person).await;
                    house.reactivate(visitor.person).await;
                }
                "staff" | "others" => {
                    let caller = if incident == "staff" { house.system_caller() } else { visitor.caller.clone() };
                    let keep = (incident == "others").then_some(visitor.session);
                    let mut tx = house.database().begin(&caller).await.unwrap();
                    authentication::sessions::end_others(&mut tx, visitor.person, keep).await.unwrap();
                    tx.commit().await.unwrap();
                }
                "app" => {
                    let second = crate::second::add(&house, &visitor).await;
                    remove(&house, &visitor, second.id).await.unwrap();
                }
                _ => {
                    crate::second::add(&house, &visitor).await;
                    let token = house.token(ADA, "app_added_notice").await;
                    house.not_me(&token).await.unwrap();
                    assert_eq!(rows(&house).await, 0, "{incident}");
                    continue;
                }
            }
            assert_eq!(rows(&house).await, 0, "{incident}");
            assert!(pass(&house, password, &remembered.token).await.unwrap().is_none(), "{incident}");
        }
        let mut tx = house.database().read(&visitor.caller).await.unwrap();
        assert!(passkeys::own(&mut tx, visitor.person).await.unwrap().is_empty());
    }

    /// Of many who finish one half sign-in, with the device and at two nodes, one gets in.
    async fn of_many_at_once_one_gets_in(test: TestDatabase) {
        let house = open(test).await;
        let (_, phone) = with_app(&house, ADA).await;
        let (signed_in, remembered) = remember(&house, &phone, "").await;
        let nodes = [house.authentication.clone(), house.second_node().await];
        let half = house.half(ADA, GOOD).await;
        let sessions = house.sessions_of(signed_in.person).await;
        let running: Vec<_> = (0..8).map(|number: usize| {
            let (node, caller, place) = (nodes[number % 2].clone(), house.at(1), house.place.clone());
            let (token, device) = (half.token.clone(), remembered.token.clone());
            tokio::spawn(async move { node.second_step_with_device(&caller, &place, Locale::En, &token, &device).await })
        }).collect();
        let mut got_in = 0;
        for outcome in running {
            match outcome.await.unwrap() {
                Ok(found) => got_in += i64::from(found.is_some()),
                Err(AuthenticationError::HalfOver) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((got_in, house.sessions_of(signed_in.person).await - sessions), (1, 1));
    }

    async fn the_database_holds_no_token(test: TestDatabase) {
        let house = open(test).await;
        let (_, phone) = with_app(&house, ADA).await;
        let (_, remembered) = remember(&house, &phone, "").await;
        let digest = database::digest(remembered.token.expose().as_bytes());
        let hex = data_encoding::HEXUPPER.encode(&digest);
        let text = if house.test.database.file().is_some() { "hex(digest)" } else { "upper(encode(digest, 'hex'))" };
        assert_eq!(house.test.number(&format!("SELECT count(*) FROM remembered_device WHERE {text} = '{hex}'")).await, 1);
    }
}
