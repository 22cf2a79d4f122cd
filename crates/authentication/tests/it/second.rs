//! Second factors: apps and recovery codes are made, asked for, used once, and undone; and nothing gets past them.

use std::sync::Arc;

use authentication::passkeys::manage as passkeys;
use authentication::second::{codes, half, manage, totp};
use authentication::sign_in::SignedIn;
use authentication::tokens::Purpose;
use authentication::{AuthenticationError, Methods, Place, Visitor};
use chrono::TimeDelta;
use data_encoding::BASE32_NOPAD;
use database::on_each_database;
use directory::DirectoryError;
use foundation::{Caller, Locale, Secret};
use uuid::Uuid;

use crate::authenticator::{Device, PRESENT};
use crate::house::{
    GOOD, House, OTHER, halfway, inside, is_expired, is_throttled, is_wrong, open_to_all, problems, secret, tenant,
    until_waiting,
};

const ORIGIN: &str = "https://id.example";
const ADA: &str = "ada@example.org";
const EVE: &str = "eve@example.org";

/// An authenticator app on somebody's phone.
pub struct Phone {
    pub id: Uuid,
    pub key: Vec<u8>,
}

impl Phone {
    /// The code it shows so many steps from now.
    pub fn shows(&self, house: &House, steps: i64) -> String {
        totp::code(&self.key, totp::step_at(house.database().now()) + steps)
    }

    /// A code that was not used yet: it is waited for.
    pub fn next(&self, house: &House) -> String {
        house.wait(TimeDelta::seconds(60));
        self.shows(house, 0)
    }
}

async fn member(house: &House, email: &str) -> Visitor {
    let signed_in = house.join(email, GOOD).await;
    house.visitor(signed_in.secret).await
}

/// The key that is offered, as the app reads it.
async fn offered(house: &House, visitor: &Visitor) -> Vec<u8> {
    let offered = house.authentication.offered_app(visitor, &house.place).await.unwrap().unwrap();
    let letters: String = offered.key.expose().split(' ').collect();
    assert!(offered.address.expose().contains(&format!("secret={letters}&issuer=The%20bank")));
    BASE32_NOPAD.decode(letters.as_bytes()).unwrap()
}

async fn confirm_app(house: &House, visitor: &Visitor, code: &str) -> Result<Uuid, AuthenticationError> {
    house.authentication.confirm_app(visitor, &house.place, Locale::En, code).await.map(|added| added.id)
}

/// Adds an app the whole way.
pub async fn add(house: &House, visitor: &Visitor) -> Phone {
    house.authentication.offer_app(visitor, "Phone").await.unwrap();
    let key = offered(house, visitor).await;
    let mut phone = Phone { id: Uuid::nil(), key };
    phone.id = confirm_app(house, visitor, &phone.shows(house, 0)).await.unwrap();
    phone
}

/// Somebody with an app.
pub async fn with_app(house: &House, email: &str) -> (Visitor, Phone) {
    let visitor = member(house, email).await;
    let phone = add(house, &visitor).await;
    (visitor, phone)
}

pub async fn give(house: &House, token: &Secret, code: &str) -> Result<SignedIn, AuthenticationError> {
    house.authentication.second_step_with_code(&house.at(1), &house.place, Locale::En, token, code).await
}

pub async fn make_codes(house: &House, visitor: &Visitor) -> Result<Vec<Secret>, AuthenticationError> {
    house.authentication.make_recovery_codes(visitor, &house.place, Locale::En).await
}

pub async fn codes_left(house: &House, visitor: &Visitor) -> u32 {
    let mut tx = house.database().read(&visitor.caller).await.unwrap();
    codes::own(&mut tx, visitor.person).await.unwrap()
}

async fn own(house: &House, visitor: &Visitor) -> Vec<manage::App> {
    let mut tx = house.database().read(&visitor.caller).await.unwrap();
    manage::own(&mut tx, visitor.person).await.unwrap()
}

pub async fn remove(house: &House, visitor: &Visitor, app: Uuid) -> Result<(), AuthenticationError> {
    house.authentication.remove_app(visitor, &house.place, Locale::En, app).await
}

pub async fn confirm(
    house: &House,
    visitor: &Visitor,
    password: &str,
    code: &str,
) -> Result<Visitor, AuthenticationError> {
    let password = secret(password);
    let new = house.authentication.confirm_with_password(visitor, &house.place, Locale::En, &password, code).await?;
    Ok(house.visitor(new).await)
}

/// A passkey of somebody who has just proved who they are.
pub async fn enrol(house: &House, visitor: &Visitor, device: &mut Device) {
    let asked = house.authentication.passkey_enrolment_options(visitor, &house.place).await.unwrap();
    let answer = device.make(&asked, ORIGIN);
    house.authentication.add_passkey(visitor, &house.place, Locale::En, "", &answer).await.unwrap();
}

pub async fn answer(house: &House, device: &mut Device) -> String {
    let asked = house.authentication.passkey_sign_in_options(&house.at(1), &house.place).await.unwrap();
    device.answer(&asked, ORIGIN)
}

pub async fn show(house: &House, token: &Secret, answer: &str) -> Result<SignedIn, AuthenticationError> {
    house.authentication.second_step_with_passkey(&house.at(1), &house.place, Locale::En, token, answer).await
}

fn is_over<T>(outcome: &Result<T, AuthenticationError>) -> bool {
    matches!(outcome, Err(AuthenticationError::HalfOver))
}

on_each_database! {
    async fn an_app_is_added_and_asked_for(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        house.authentication.offer_app(&ada, "  Phone ").await.unwrap();
        let key = offered(&house, &ada).await;
        assert_eq!(key.len(), totp::KEY);
        // Nothing is half enrolled: the password alone is enough until the first code was right.
        inside(house.authentication.sign_in(&house.at(1), &house.place, Locale::En, ADA, &secret(GOOD)).await.unwrap());
        let phone = Phone { id: Uuid::nil(), key };
        for wrong in ["", "000000", &phone.shows(&house, -5), "abcdef"] {
            let outcome = confirm_app(&house, &ada, wrong).await;
            assert!(matches!(outcome, Err(AuthenticationError::WrongCode)), "{wrong}: {outcome:?}");
        }
        assert!(own(&house, &ada).await.is_empty());
        let first = phone.shows(&house, 0);
        let added = house.authentication.confirm_app(&ada, &house.place, Locale::En, &format!(" {} {} ", &first[..3], &first[3..])).await.unwrap();
        assert!(!added.has_codes, "recovery codes are offered");
        assert!(matches!(confirm_app(&house, &ada, &first).await, Err(AuthenticationError::OfferOver)), "once");
        let [app] = own(&house, &ada).await.try_into().unwrap();
        assert_eq!((app.id, app.name.as_str(), app.last_used_at), (added.id, "Phone", None));
        assert!(house.mail_kinds(ADA).await.contains(&"app_added_notice".to_owned()));

        let sessions = house.sessions_of(ada.person).await;
        let first_step = house.half(ADA, GOOD).await;
        assert_eq!((first_step.person, house.sessions_of(ada.person).await), (ada.person, sessions), "no session yet");
        // The code that connected the app is used up.
        let used = give(&house, &first_step.token, &first).await;
        assert!(matches!(used, Err(AuthenticationError::UsedCode)), "{used:?}");
        let code = phone.next(&house);
        let signed_in = give(&house, &first_step.token, &code).await.unwrap();
        let again = house.visitor(signed_in.secret).await;
        assert!(again.methods.is_strong() && again.methods.contains(Methods::PASSWORD.and(Methods::APP_CODE)));
        assert!(is_over(&give(&house, &first_step.token, &phone.next(&house)).await), "a half sign-in is used once");
        let entries = house.entries("sign_in.succeeded").await;
        let words = entries[0].content.as_ref().unwrap().words().unwrap();
        assert!(words.details.iter().any(|detail| (detail.name.as_str(), detail.value.as_str()) == ("with", "password+app")));
        for (kind, amount) in [("app.added", 1), ("app.refused", 4), ("sign_in.half_done", 1), ("second_step.refused", 1)] {
            assert_eq!(house.entries(kind).await.len(), amount, "{kind}");
        }
    }

    async fn an_offer_is_of_its_session_and_ends(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        let eve = member(&house, EVE).await;
        house.authentication.offer_app(&ada, "Phone").await.unwrap();
        let first = offered(&house, &ada).await;
        assert!(house.authentication.offered_app(&eve, &house.place).await.unwrap().is_none());
        let other = house.visitor(house.sign_in(ADA, GOOD).await.unwrap().secret).await;
        assert!(house.authentication.offered_app(&other, &house.place).await.unwrap().is_none(), "not even her own other session");
        // A new offer takes the place of the one before.
        house.authentication.offer_app(&ada, "Phone").await.unwrap();
        let second = offered(&house, &ada).await;
        assert_ne!(first, second);
        let old = Phone { id: Uuid::nil(), key: first };
        assert!(matches!(confirm_app(&house, &ada, &old.shows(&house, 0)).await, Err(AuthenticationError::WrongCode)));
        assert_eq!(problems(house.authentication.offer_app(&ada, " ").await), [("name".to_owned(), "required")]);
        house.wait(TimeDelta::minutes(10));
        assert!(matches!(house.authentication.offer_app(&ada, "Phone").await, Err(AuthenticationError::NotFresh)));
        house.wait(TimeDelta::minutes(6));
        let phone = Phone { id: Uuid::nil(), key: second };
        assert!(matches!(confirm_app(&house, &ada, &phone.shows(&house, 0)).await, Err(AuthenticationError::OfferOver)));
        authentication::second::sweep(house.database()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM authenticator_offer").await, 0);
    }

    /// RFC 6238 §5.2: a code counts once, whatever way it is given.
    async fn a_code_counts_once(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let (one, two) = (house.half(ADA, GOOD).await.token, house.half(ADA, GOOD).await.token);
        house.wait(TimeDelta::seconds(60));
        let (earlier, now) = (phone.shows(&house, -1), phone.shows(&house, 0));
        give(&house, &one, &now).await.unwrap();
        for code in [&now, &earlier] {
            let outcome = give(&house, &two, code).await;
            assert!(matches!(outcome, Err(AuthenticationError::UsedCode)), "{outcome:?}");
            let outcome = confirm(&house, &ada, GOOD, code).await;
            assert!(matches!(outcome, Err(AuthenticationError::UsedCode)), "{outcome:?}");
        }
        give(&house, &two, &phone.shows(&house, 1)).await.expect("the next one is another");
    }

    async fn of_many_with_one_code_one_gets_in(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let codes = make_codes(&house, &ada).await.unwrap();
        let nodes = [house.authentication.clone(), house.second_node().await];
        for code in [phone.next(&house), codes[0].expose().to_owned()] {
            let sessions = house.sessions_of(ada.person).await;
            let mut running = Vec::new();
            for number in 0..8 {
                // Each from a network of its own, with a half sign-in of its own.
                let token = house.half(ADA, GOOD).await.token;
                let (node, caller, place) = (nodes[number % 2].clone(), house.at(u8::try_from(number).unwrap()), house.place.clone());
                running.push((node, caller, place, token));
            }
            let code = Arc::new(if code.len() == totp::DIGITS { phone.shows(&house, 0) } else { code });
            let running: Vec<_> = running.into_iter().map(|(node, caller, place, token)| {
                let code = code.clone();
                tokio::spawn(async move { node.second_step_with_code(&caller, &place, Locale::En, &token, &code).await })
            }).collect();
            let mut got_in = 0;
            for outcome in running {
                match outcome.await.unwrap() {
                    Ok(_) => got_in += 1,
                    Err(AuthenticationError::UsedCode | AuthenticationError::WrongCode) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            assert_eq!((got_in, house.sessions_of(ada.person).await - sessions), (1, 1));
        }
        // The same half sign-in from many tabs, each with another right code.
        let token = house.half(ADA, GOOD).await.token;
        let running: Vec<_> = codes[1..8].iter().map(|code| {
            let (node, caller, place) = (nodes[0].clone(), house.at(1), house.place.clone());
            let (token, code) = (token.clone(), code.clone());
            tokio::spawn(async move { node.second_step_with_code(&caller, &place, Locale::En, &token, code.expose()).await })
        }).collect();
        let mut got_in = 0;
        for outcome in running {
            got_in += u32::from(outcome.await.unwrap().is_ok());
        }
        assert_eq!((got_in, codes_left(&house, &ada).await), (1, 8), "and what did not get in was not used up");
    }

    async fn recovery_codes_stand_in_for_a_lost_app(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        assert!(matches!(make_codes(&house, &ada).await, Err(AuthenticationError::Directory(DirectoryError::WrongState))), "nothing to stand in for");
        add(&house, &ada).await;
        let made = make_codes(&house, &ada).await.unwrap();
        assert_eq!((made.len(), codes_left(&house, &ada).await), (codes::AMOUNT, 10));
        assert!(made.iter().all(|code| code.expose().len() == 19 && code.expose().split('-').count() == 4), "{made:?}");
        let shown: Vec<&str> = made.iter().map(Secret::expose).collect();
        assert!(house.authentication.are_own_codes(&ada, &shown).await.unwrap());
        let eve = with_app(&house, EVE).await.0;
        for (visitor, wrong) in [(&eve, shown.clone()), (&ada, vec![]), (&ada, vec!["<script>"]), (&ada, [&shown[..], &shown[..1]].concat()), (&ada, vec![shown[0], "aaaa-aaaa-aaaa-aaaa"])] {
            assert!(!house.authentication.are_own_codes(visitor, &wrong).await.unwrap(), "{wrong:?}");
        }
        let token = house.half(ADA, GOOD).await.token;
        let wrong = give(&house, &token, "aaaa-aaaa-aaaa-aaaa").await;
        assert!(matches!(wrong, Err(AuthenticationError::WrongCode)), "{wrong:?}");
        let signed_in = give(&house, &token, &shown[3].to_uppercase().replace('-', " ")).await.unwrap();
        let again = house.visitor(signed_in.secret).await;
        assert!(again.methods.contains(Methods::PASSWORD.and(Methods::RECOVERY_CODE)) && !again.methods.contains(Methods::APP_CODE));
        assert_eq!(codes_left(&house, &ada).await, 9);
        assert!(house.mail_kinds(ADA).await.contains(&"recovery_code_used_notice".to_owned()));
        let token = house.half(ADA, GOOD).await.token;
        assert!(give(&house, &token, shown[3]).await.is_err(), "each once");
        // Somebody else's opens nothing.
        let eves = make_codes(&house, &eve).await.unwrap();
        assert!(give(&house, &token, eves[0].expose()).await.is_err());
        // New ones kill the old.
        let newer = make_codes(&house, &again).await.unwrap();
        assert_eq!(codes_left(&house, &ada).await, 10);
        assert!(give(&house, &token, shown[4]).await.is_err());
        give(&house, &token, newer[4].expose()).await.unwrap();
        house.wait(TimeDelta::minutes(11));
        assert!(matches!(make_codes(&house, &again).await, Err(AuthenticationError::NotFresh)));
        assert_eq!((house.entries("recovery_code.used").await.len(), house.entries("recovery_codes.made").await.len()), (2, 3));
    }

    /// ASVS 6.4.3: the mailbox is no second factor.
    async fn a_new_password_by_mail_neither_removes_nor_skips_it(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let before = house.half(ADA, GOOD).await.token;
        let token = house.recovery_token(ADA, ADA).await;
        house.set_password(&token, OTHER).await.unwrap();
        assert_eq!(own(&house, &ada).await.len(), 1);
        // What was begun with the password of before goes no further.
        assert!(is_over(&give(&house, &before, &phone.next(&house)).await));
        let token = house.half(ADA, OTHER).await.token;
        give(&house, &token, &phone.next(&house)).await.unwrap();
    }

    /// A link that confirms an address asks for the password, and for no less than the sign-in page does.
    async fn no_other_way_in_skips_it(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let link = house.issue(Purpose::Verify, ada.person, ADA).await;
        let entered = house.authentication.confirm_address(&house.at(1), &house.place, Locale::En, &link, &secret(GOOD)).await;
        let half = halfway(entered.unwrap());
        assert_eq!(house.sessions_of(ada.person).await, 1);
        give(&house, &half.token, &phone.next(&house)).await.unwrap();
    }

    async fn what_was_begun_ends(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let late = house.half(ADA, GOOD).await.token;
        house.wait(half::LIFETIME);
        assert!(is_over(&give(&house, &late, &phone.next(&house)).await));
        authentication::second::sweep(house.database()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM half_sign_in").await, 0);
        for nothing in ["", "null", "0"] {
            assert!(is_over(&give(&house, &secret(nothing), &phone.next(&house)).await), "{nothing}");
        }
        // The password changes meanwhile.
        let begun = house.half(ADA, GOOD).await.token;
        let ada = house.change_password(&ada, GOOD, OTHER).await.map(|new| house.visitor(new)).unwrap().await;
        assert!(is_over(&give(&house, &begun, &phone.next(&house)).await));
        // The person is suspended meanwhile: said to whoever knows the password, and the code is not looked at.
        let begun = house.half(ADA, OTHER).await.token;
        house.suspend(ada.person).await;
        let outcome = give(&house, &begun, "000000").await;
        assert!(matches!(outcome, Err(AuthenticationError::Suspended)), "{outcome:?}");
        house.reactivate(ada.person).await;
        give(&house, &begun, &phone.next(&house)).await.unwrap();
    }

    /// SEC-65, 66: what is half done at one tenant is nothing at another.
    async fn another_tenant_knows_nothing_of_it(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let school = tenant(house.database(), "school", open_to_all()).await;
        let there = Caller::anonymous(school.tenant.id, house.at(1).origin);
        let token = house.half(ADA, GOOD).await.token;
        let code = phone.next(&house);
        let outcome = house.authentication.second_step_with_code(&there, &school, Locale::En, &token, &code).await;
        assert!(is_over(&outcome));
        assert!(house.authentication.ways_of_second_step(&there, &house.place, &token).await.unwrap().is_none());
        let mut tx = house.database().begin(&Caller::system(school.tenant.id, "test")).await.unwrap();
        let renamed = manage::rename(&mut tx, ada.person, phone.id, "Theirs").await;
        assert!(matches!(renamed, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{renamed:?}");
        drop(tx);
        give(&house, &token, &code).await.unwrap();
    }

    /// SEC-22, ASVS 6.3.1: guesses count, for each kind apart.
    async fn guessing_codes_is_limited(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let codes = make_codes(&house, &ada).await.unwrap();
        let token = house.half(ADA, GOOD).await.token;
        for number in 0..12 {
            let outcome = give(&house, &token, "000000").await;
            assert_eq!(is_throttled(outcome), number >= 10, "{number}");
        }
        assert!(is_throttled(give(&house, &token, &phone.next(&house)).await), "the right one as well");
        assert!(is_throttled(confirm(&house, &ada, GOOD, &phone.next(&house)).await), "nor when confirming");
        assert_eq!((house.entries("second_step.refused").await.len(), house.entries("second_step.throttled").await.len()), (10, 3));
        // Recovery codes are another matter.
        give(&house, &token, codes[0].expose()).await.unwrap();
        let token = house.half(ADA, GOOD).await.token;
        for number in 0..12 {
            assert_eq!(is_throttled(give(&house, &token, "aaaa").await), number >= 10, "{number}");
        }
        house.wait(TimeDelta::minutes(16));
        let token = house.half(ADA, GOOD).await.token;
        give(&house, &token, &phone.next(&house)).await.unwrap();
    }

    async fn who_does_not_know_the_password_uses_up_no_tries(test: TestDatabase) {
        let house = House::open(test).await;
        let (_, phone) = with_app(&house, ADA).await;
        let counters = "SELECT count(*) FROM throttle";
        let before = house.test.number(counters).await;
        for _ in 0..20 {
            assert!(is_wrong(house.sign_in_from(1, ADA, OTHER).await) || is_throttled(house.sign_in_from(1, ADA, OTHER).await));
            assert!(is_over(&give(&house, &secret("not a half sign-in"), "000000").await));
        }
        let after = house.test.number(counters).await;
        // Those of the password, and none for codes.
        assert!(after - before <= 4, "{before} {after}");
        house.wait(TimeDelta::minutes(16));
        let token = house.half(ADA, GOOD).await.token;
        give(&house, &token, &phone.next(&house)).await.unwrap();
    }

    async fn a_passkey_opens_the_second_step_whatever_was_guessed(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let mut device = Device::new(1);
        device.flags = PRESENT;
        enrol(&house, &ada, &mut device).await;
        let token = house.half(ADA, GOOD).await.token;
        let ways = house.authentication.ways_of_second_step(&house.at(1), &house.place, &token).await.unwrap().unwrap();
        assert!(ways.app && ways.passkey && !ways.recovery_code);
        for _ in 0..11 {
            assert!(give(&house, &token, "000000").await.is_err());
        }
        // Somebody else's passkey is of no use, and a wrong one neither; a right one always is.
        let eve = member(&house, EVE).await;
        let mut eves = Device::new(2);
        enrol(&house, &eve, &mut eves).await;
        let foreign = answer(&house, &mut eves).await;
        assert!(matches!(show(&house, &token, &foreign).await, Err(AuthenticationError::Passkey(_))));
        for _ in 0..12 {
            assert!(show(&house, &token, "{}").await.is_err());
        }
        let right = answer(&house, &mut device).await;
        assert!(is_over(&show(&house, &secret("nothing"), &right).await));
        let signed_in = show(&house, &token, &right).await;
        assert!(signed_in.is_ok(), "{signed_in:?}");
        let visitor = house.visitor(signed_in.unwrap().secret).await;
        assert!(visitor.methods.is_strong(), "{}", visitor.methods.words());
        let right = answer(&house, &mut device).await;
        assert!(is_over(&show(&house, &token, &right).await), "once");
        // A key that does not ask who holds it does not get past the app by itself, nor is it its own second step.
        let right = answer(&house, &mut device).await;
        let entered = house.authentication.sign_in_with_passkey(&house.at(2), &house.place, Locale::En, "", &right).await;
        let half = halfway(entered.unwrap());
        let again = answer(&house, &mut device).await;
        assert!(is_over(&show(&house, &half.token, &again).await));
        house.wait(TimeDelta::minutes(16));
        let right = answer(&house, &mut device).await;
        let entered = house.authentication.sign_in_with_passkey(&house.at(2), &house.place, Locale::En, "", &right).await;
        let half = halfway(entered.unwrap());
        give(&house, &half.token, &phone.next(&house)).await.unwrap();
    }

    async fn a_passkey_that_asks_who_it_is_needs_no_second_step(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, _) = with_app(&house, ADA).await;
        let mut device = Device::new(1);
        enrol(&house, &ada, &mut device).await;
        let right = answer(&house, &mut device).await;
        inside(house.authentication.sign_in_with_passkey(&house.at(1), &house.place, Locale::En, "", &right).await.unwrap());
        let mut tx = house.database().read(&ada.caller).await.unwrap();
        assert_eq!(passkeys::own(&mut tx, ada.person).await.unwrap().len(), 1);
    }

    /// SEC-57: a password alone takes no app away.
    async fn confirming_asks_for_the_app_too(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        house.wait(TimeDelta::minutes(10));
        assert!(matches!(remove(&house, &ada, phone.id).await, Err(AuthenticationError::NotFresh)));
        assert_eq!(problems(confirm(&house, &ada, GOOD, " ").await.map(drop)), [("code".to_owned(), "required")]);
        assert!(is_wrong(confirm(&house, &ada, OTHER, &phone.shows(&house, 0)).await));
        assert!(matches!(confirm(&house, &ada, GOOD, "000000").await, Err(AuthenticationError::WrongCode)));
        assert!(!ada.is_fresh(house.database().now()));
        let ada = confirm(&house, &ada, GOOD, &phone.shows(&house, 0)).await.unwrap();
        assert!(ada.is_fresh(house.database().now()) && ada.methods.is_strong());
        // Or with a recovery code.
        let codes = make_codes(&house, &ada).await.unwrap();
        house.wait(TimeDelta::minutes(10));
        let ada = confirm(&house, &ada, GOOD, codes[0].expose()).await.unwrap();
        assert_eq!(codes_left(&house, &ada).await, 9);
        remove(&house, &ada, phone.id).await.unwrap();
    }

    async fn an_app_is_named_and_removed_by_its_owner(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let (eve, _) = with_app(&house, EVE).await;
        let rename = async |visitor: &Visitor, name: &str| {
            let mut tx = house.database().begin(&visitor.caller).await.unwrap();
            let outcome = manage::rename(&mut tx, visitor.person, phone.id, name).await;
            tx.commit().await.unwrap();
            outcome
        };
        rename(&ada, " Work phone ").await.unwrap();
        assert_eq!(own(&house, &ada).await[0].name, "Work phone");
        assert_eq!(problems(rename(&ada, "").await), [("name".to_owned(), "required")]);
        let not_hers = |outcome: Result<(), AuthenticationError>| {
            assert!(matches!(outcome, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{outcome:?}");
        };
        not_hers(rename(&eve, "Mine").await);
        not_hers(remove(&house, &eve, phone.id).await);
        // With another one, the codes stay; with the last one they go, and the password is enough again.
        let second = add(&house, &ada).await;
        make_codes(&house, &ada).await.unwrap();
        remove(&house, &ada, phone.id).await.unwrap();
        not_hers(remove(&house, &ada, phone.id).await);
        assert_eq!(codes_left(&house, &ada).await, 10);
        let token = house.half(ADA, GOOD).await.token;
        assert!(give(&house, &token, &phone.next(&house)).await.is_err(), "it is gone");
        give(&house, &token, &second.shows(&house, 0)).await.unwrap();
        remove(&house, &ada, second.id).await.unwrap();
        assert_eq!(codes_left(&house, &ada).await, 0);
        house.sign_in(ADA, GOOD).await.unwrap();
        assert!(house.mail_kinds(ADA).await.contains(&"app_removed_notice".to_owned()));
        assert_eq!((house.entries("app.renamed").await.len(), house.entries("app.removed").await.len()), (1, 2));
    }

    async fn there_are_only_so_many_apps(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        for _ in 0..authentication::second::MOST {
            add(&house, &ada).await;
        }
        assert_eq!(problems(house.authentication.offer_app(&ada, "Phone").await), [(String::new(), "app-too-many")]);
        assert_eq!(own(&house, &ada).await.len(), authentication::second::MOST);
    }

    /// "This was not me": somebody else's app, or what was done with recovery codes.
    async fn a_factor_that_was_not_ones_own_is_undone(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        house.wait(TimeDelta::seconds(1));
        let thiefs = add(&house, &ada).await;
        let token = house.token(ADA, "app_added_notice").await;
        let recover = house.issue(Purpose::Recover, ada.person, ADA).await;
        assert!(is_expired(house.not_me(&recover).await), "a link for something else");
        house.suspend(ada.person).await;
        assert!(is_expired(house.not_me(&token).await));
        house.reactivate(ada.person).await;
        house.not_me(&token).await.unwrap();
        assert!(is_expired(house.not_me(&token).await), "once");
        assert_eq!((house.sessions_of(ada.person).await, house.credential(ada.person).await), (0, None));
        let recovery = house.token(ADA, "account_secured").await;
        house.set_password(&recovery, OTHER).await.unwrap();
        // The owner's app is asked for, the thief's does not count.
        let half = house.half(ADA, OTHER).await.token;
        house.wait(TimeDelta::seconds(60));
        assert!(give(&house, &half, &thiefs.shows(&house, 0)).await.is_err());
        let signed_in = give(&house, &half, &phone.shows(&house, 0)).await.unwrap();
        let ada = house.visitor(signed_in.secret).await;

        let codes = make_codes(&house, &ada).await.unwrap();
        let half = house.half(ADA, OTHER).await.token;
        give(&house, &half, codes[0].expose()).await.unwrap();
        let token = house.token(ADA, "recovery_code_used_notice").await;
        house.not_me(&token).await.unwrap();
        assert_eq!((house.sessions_of(ada.person).await, house.credential(ada.person).await), (0, None));
        let left = "SELECT count(*) FROM recovery_code";
        assert_eq!(house.test.number(left).await, 0);
        assert_eq!(house.test.number("SELECT count(*) FROM authenticator_app").await, 1, "the app stays");
        assert_eq!(house.entries("account.secured").await.len(), 2);
    }

    /// Nothing of it is readable underneath.
    async fn keys_and_codes_are_not_in_the_database(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let codes = make_codes(&house, &ada).await.unwrap();
        let half = house.half(ADA, GOOD).await.token;
        let mut bare = house.test.bare(database::testing::Role::Owner).await;
        let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
        let code = codes[0].expose().replace('-', "").to_uppercase();
        let secrets = [hex(&phone.key), hex(&database::digest(code.as_bytes())), hex(code.as_bytes()), hex(half.expose().as_bytes())];
        for table in ["authenticator_app", "recovery_code", "half_sign_in"] {
            let column = if table == "half_sign_in" { "digest" } else { "sealed" };
            let encoded = match bare.dialect() {
                database::Dialect::Sqlite => format!("lower(hex({column}))"),
                database::Dialect::Postgres => format!("encode({column}, 'hex')"),
            };
            let rows = bare.run(&format!("SELECT {encoded} FROM {table}")).await.unwrap().firsts();
            assert!(!rows.is_empty(), "{table}");
            for row in rows {
                assert!(secrets.iter().all(|secret| !row.contains(secret.as_str())), "{table}: {row}");
            }
        }
    }
}

/// While somebody takes the second step, the password is changed: the step comes too late.
#[tokio::test]
async fn a_second_step_behind_a_change_of_password_is_refused() {
    let house = House::open(database::testing::postgres().await).await;
    let (ada, phone) = with_app(&house, ADA).await;
    let token = house.half(ADA, GOOD).await.token;
    let code = phone.next(&house);
    let mut held = house.system().await;
    directory::people::find::hold(&mut held, ada.person).await.unwrap();
    let (service, place, who): (_, Place, _) = (house.authentication.clone(), house.place.clone(), ada.clone());
    let change =
        tokio::spawn(
            async move { service.change_password(&who, &place, Locale::En, &secret(GOOD), &secret(OTHER)).await },
        );
    until_waiting(&house.test, 1).await;
    let (service, place, caller) = (house.authentication.clone(), house.place.clone(), house.at(3));
    let step =
        tokio::spawn(async move { service.second_step_with_code(&caller, &place, Locale::En, &token, &code).await });
    until_waiting(&house.test, 2).await;
    drop(held);
    change.await.unwrap().unwrap();
    assert!(is_over(&step.await.unwrap()));
    assert_eq!(house.sessions_of(ada.person).await, 1);
}
