//! Passkeys: made, used, confirmed with, removed; and everything that does not open the door.

use authentication::passkeys::{MOST, challenge, manage};
use authentication::sign_in::SignedIn;
use authentication::tokens::Purpose;
use authentication::{Authentication, AuthenticationError, Methods, PasskeyProblem, Visitor};
use chrono::TimeDelta;
use database::on_each_database;
use directory::DirectoryError;
use foundation::{Caller, Locale, PersonId};
use serde_json::Value;
use uuid::Uuid;

use crate::authenticator::{BACKED_UP, Device, ELIGIBLE, Lie, PRESENT, VERIFIED, encode};
use crate::house::{GOOD, House, OTHER, inside, is_expired, is_wrong, open_to_all, secret, tenant, until_waiting};

const ORIGIN: &str = "https://id.example";
const ADA: &str = "ada@example.org";
const EVE: &str = "eve@example.org";

/// Somebody signed in with a password just now.
async fn member(house: &House, email: &str) -> Visitor {
    let signed_in = house.join(email, GOOD).await;
    house.visitor(signed_in.secret).await
}

async fn enrol_options(house: &House, visitor: &Visitor) -> Value {
    house.authentication.passkey_enrolment_options(visitor, &house.place).await.unwrap()
}

async fn add(house: &House, visitor: &Visitor, answer: &str) -> Result<Uuid, AuthenticationError> {
    house.authentication.add_passkey(visitor, &house.place, Locale::En, "", answer).await
}

/// A new passkey of somebody who has just proved who they are.
async fn enrol(house: &House, visitor: &Visitor, device: &mut Device) -> Uuid {
    let options = enrol_options(house, visitor).await;
    let answer = device.make(&options, ORIGIN);
    add(house, visitor, &answer).await.unwrap()
}

/// Somebody with a passkey.
async fn with_passkey(house: &House, email: &str, number: u8) -> (Visitor, Device) {
    let visitor = member(house, email).await;
    let mut device = Device::new(number);
    enrol(house, &visitor, &mut device).await;
    (visitor, device)
}

async fn options(house: &House) -> Value {
    house.authentication.passkey_sign_in_options(&house.at(1), &house.place).await.unwrap()
}

async fn enter_as(house: &House, name: &str, answer: &str) -> Result<SignedIn, AuthenticationError> {
    house.wait(TimeDelta::seconds(1));
    house.authentication.sign_in_with_passkey(&house.at(1), &house.place, Locale::En, name, answer).await.map(inside)
}

async fn enter(house: &House, answer: &str) -> Result<SignedIn, AuthenticationError> {
    enter_as(house, "", answer).await
}

/// Signs in the whole way.
async fn sign_in(house: &House, device: &mut Device) -> Result<SignedIn, AuthenticationError> {
    let options = options(house).await;
    let answer = device.answer(&options, ORIGIN);
    enter(house, &answer).await
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, AuthenticationError>) -> PasskeyProblem {
    match outcome {
        Err(AuthenticationError::Passkey(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

async fn own(house: &House, visitor: &Visitor) -> Vec<manage::Passkey> {
    let mut tx = house.database().read(&visitor.caller).await.unwrap();
    manage::own(&mut tx, visitor.person).await.unwrap()
}

/// Confirms with the password; the session is another one afterwards.
async fn confirm(house: &House, visitor: &Visitor) -> Visitor {
    let session =
        house.authentication.confirm_with_password(visitor, &house.place, Locale::En, &secret(GOOD), "").await.unwrap();
    house.visitor(session).await
}

on_each_database! {
    async fn a_passkey_is_made_and_opens_the_door(test: TestDatabase) {
        let house = House::open(test).await;
        let visitor = member(&house, ADA).await;
        assert_eq!((visitor.methods, visitor.methods.is_strong()), (Methods::PASSWORD, false));
        let mut device = Device::new(1);
        device.aaguid = [0xd5, 0x48, 0x82, 0x6e, 0x79, 0xb4, 0xdb, 0x40, 0xa3, 0xd8, 0x11, 0x11, 0x6f, 0x7e, 0x83, 0x49];
        device.flags |= ELIGIBLE;
        let id = enrol(&house, &visitor, &mut device).await;
        let listed = own(&house, &visitor).await;
        let [passkey] = listed.as_slice() else { panic!("{listed:?}") };
        assert_eq!((passkey.id, passkey.name.as_str(), passkey.keeper), (id, "Bitwarden", Some("Bitwarden")));
        assert_eq!((passkey.host.as_str(), passkey.transports.join(" ").as_str()), ("id.example", "internal hybrid"));
        assert!(passkey.is_verified && !passkey.is_synced && passkey.last_used_at.is_none());
        assert_eq!(house.entries("passkey.added").await.len(), 1);
        assert!(house.mail_kinds(ADA).await.contains(&"passkey_added_notice".to_owned()));

        // It has been copied to another device of hers meanwhile.
        device.flags |= BACKED_UP;
        let signed_in = sign_in(&house, &mut device).await.unwrap();
        assert_eq!(signed_in.person, visitor.person);
        let again = house.visitor(signed_in.secret).await;
        assert!(again.methods.is_strong() && again.methods.contains(Methods::SYNCED_KEY.and(Methods::VERIFIED)));
        assert!(!again.methods.contains(Methods::PASSWORD));
        let listed = own(&house, &again).await;
        assert!(listed[0].is_synced && listed[0].last_used_at.is_some());
        let entries = house.entries("sign_in.succeeded").await;
        assert_eq!(entries[0].object.as_ref().map(|(kind, id)| (kind.as_str(), *id)), Some(("passkey", id)));
        // Not everybody is asked the same question twice.
        assert_ne!(options(&house).await["challenge"], options(&house).await["challenge"]);
    }

    async fn a_device_that_does_not_ask_counts_as_one_factor(test: TestDatabase) {
        let house = House::open(test).await;
        let visitor = member(&house, ADA).await;
        let mut device = Device::new(1);
        device.flags = PRESENT;
        enrol(&house, &visitor, &mut device).await;
        let weak = house.visitor(sign_in(&house, &mut device).await.unwrap().secret).await;
        assert!(weak.methods.contains(Methods::DEVICE_KEY) && !weak.methods.is_strong());
        // A PIN that whoever found the key set proves nothing.
        device.flags |= VERIFIED;
        let weak = house.visitor(sign_in(&house, &mut device).await.unwrap().secret).await;
        assert!(!weak.methods.is_strong(), "{}", weak.methods.words());
        // Together with the password it does.
        let strong = confirm(&house, &weak).await;
        assert!(strong.methods.is_strong(), "{}", strong.methods.words());
    }

    async fn a_name_that_was_typed_must_be_the_accounts(test: TestDatabase) {
        let house = House::open(test).await;
        let (visitor, mut device) = with_passkey(&house, ADA, 1).await;
        member(&house, EVE).await;
        for name in ["", "  ", ADA, " ADA@example.org"] {
            let asked = options(&house).await;
            let answer = device.answer(&asked, ORIGIN);
            assert_eq!(enter_as(&house, name, &answer).await.unwrap().person, visitor.person, "{name}");
        }
        let before = house.sessions_of(visitor.person).await;
        for name in [EVE, "nobody@example.org", "ada", "\0"] {
            let asked = options(&house).await;
            let answer = device.answer(&asked, ORIGIN);
            assert_eq!(problem(enter_as(&house, name, &answer).await), PasskeyProblem::OtherAccount, "{name}");
        }
        assert_eq!(house.sessions_of(visitor.person).await, before);
    }

    /// §7.2, step by step: each lie alone is enough, and none of them uses anything up but its own challenge.
    async fn what_does_not_fit_opens_nothing(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, mut device) = with_passkey(&house, ADA, 1).await;
        let (eve, _) = with_passkey(&house, EVE, 2).await;
        let owner = device.user_handle.clone();
        let before = (house.sessions_of(ada.person).await, house.sessions_of(eve.person).await);
        let lies: Vec<(&str, Lie, PasskeyProblem)> = vec![
            ("made", Lie { kind: Some("webauthn.create"), ..Lie::default() }, PasskeyProblem::Refused),
            ("no kind", Lie { kind: Some(""), ..Lie::default() }, PasskeyProblem::Refused),
            ("framed", Lie { cross_origin: true, ..Lie::default() }, PasskeyProblem::Refused),
            ("below another", Lie { top_origin: true, ..Lie::default() }, PasskeyProblem::Refused),
            ("rp", Lie { rp_id: Some("evil.example".to_owned()), ..Lie::default() }, PasskeyProblem::Refused),
            ("rp below", Lie { rp_id: Some("example".to_owned()), ..Lie::default() }, PasskeyProblem::Refused),
            ("no owner", Lie { no_user_handle: true, ..Lie::default() }, PasskeyProblem::Refused),
            ("signature", Lie { spoil_signature: true, ..Lie::default() }, PasskeyProblem::Refused),
            ("changed", Lie { change_afterwards: true, ..Lie::default() }, PasskeyProblem::Refused),
            ("challenge", Lie { challenge: Some(encode(b"made up")), ..Lie::default() }, PasskeyProblem::Expired),
            ("no challenge", Lie { challenge: Some(String::new()), ..Lie::default() }, PasskeyProblem::Expired),
        ];
        let origins = [
            "http://id.example",
            "https://id.example:8443",
            "https://evil.example",
            "https://bad-id.example",
            "https://sub.id.example",
            "https://example",
            "https://id.example.evil.example",
            "android:apk-key-hash:abc",
        ];
        let origins = origins.iter().map(|origin| {
            (*origin, Lie { origin: Some((*origin).to_owned()), ..Lie::default() }, PasskeyProblem::Refused)
        });
        for (what, lie, expected) in lies.into_iter().chain(origins) {
            house.wait(TimeDelta::minutes(16));
            device.lie = lie;
            assert_eq!(problem(sign_in(&house, &mut device).await), expected, "{what}");
        }
        device.lie = Lie::default();
        for (what, flags, expected) in [
            ("nobody there", VERIFIED, PasskeyProblem::Refused),
            ("nobody asked", PRESENT, PasskeyProblem::Unverified),
            ("copied all at once", PRESENT | VERIFIED | ELIGIBLE, PasskeyProblem::Refused),
            ("copied although it cannot be", PRESENT | VERIFIED | BACKED_UP, PasskeyProblem::Refused),
        ] {
            house.wait(TimeDelta::minutes(16));
            device.flags = flags;
            assert_eq!(problem(sign_in(&house, &mut device).await), expected, "{what}");
        }
        device.flags = PRESENT | VERIFIED;
        for (what, handle) in [("nobody's", Vec::new()), ("Eve's", eve.person.0.as_bytes().to_vec())] {
            device.user_handle = handle;
            assert_eq!(problem(sign_in(&house, &mut device).await), PasskeyProblem::Refused, "{what}");
        }
        device.user_handle = owner;
        // Eve's id with Ada's key, and one nobody has.
        for (number, expected) in [(2, PasskeyProblem::Refused), (9, PasskeyProblem::Unknown)] {
            device.credential_id = vec![number; 32];
            assert_eq!(problem(sign_in(&house, &mut device).await), expected, "{number}");
        }
        device.credential_id = vec![1; 32];
        for answer in ["", "null", "{}", "<xml/>"] {
            assert_eq!(problem(enter(&house, answer).await), PasskeyProblem::Malformed, "{answer}");
        }
        assert_eq!((house.sessions_of(ada.person).await, house.sessions_of(eve.person).await), before);
        sign_in(&house, &mut device).await.expect("none of it did any harm");
    }

    /// SEC-18, SEC-26: a challenge is for one purpose, once, for minutes.
    async fn a_challenge_is_answered_once_and_in_time(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, mut device) = with_passkey(&house, ADA, 1).await;
        let asked = options(&house).await;
        let answer = device.answer(&asked, ORIGIN);
        enter(&house, &answer).await.unwrap();
        assert_eq!(problem(enter(&house, &answer).await), PasskeyProblem::Expired, "a second time");
        // A wrong answer uses it up as well.
        let asked = options(&house).await;
        device.lie.spoil_signature = true;
        let wrong = device.answer(&asked, ORIGIN);
        device.lie = Lie::default();
        assert_eq!(problem(enter(&house, &wrong).await), PasskeyProblem::Refused);
        let right = device.answer(&asked, ORIGIN);
        assert_eq!(problem(enter(&house, &right).await), PasskeyProblem::Expired);
        // What was asked for another purpose.
        let confirming = house.authentication.passkey_confirmation_options(&ada, &house.place).await.unwrap();
        let answer = device.answer(&confirming, ORIGIN);
        assert_eq!(problem(enter(&house, &answer).await), PasskeyProblem::Expired);
        let making = enrol_options(&house, &ada).await;
        device.lie.challenge = making["challenge"].as_str().map(ToOwned::to_owned);
        let answer = device.answer(&confirming, ORIGIN);
        device.lie = Lie::default();
        assert_eq!(problem(enter(&house, &answer).await), PasskeyProblem::Expired);
        // Too late, by a second.
        for (late, outcome) in [(TimeDelta::seconds(-2), Ok(())), (TimeDelta::seconds(-1), Err(PasskeyProblem::Expired))] {
            let asked = options(&house).await;
            let answer = device.answer(&asked, ORIGIN);
            house.wait(challenge::LIFETIME + late);
            let entered = enter(&house, &answer).await;
            assert_eq!(entered.map(drop).map_err(|error| problem::<()>(Err(error))), outcome, "{late}");
        }
        // Those nobody answered are swept, the others stay.
        options(&house).await;
        house.wait(TimeDelta::seconds(30));
        options(&house).await;
        house.wait(challenge::LIFETIME - TimeDelta::seconds(29));
        challenge::sweep(house.database(), house.database().now()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM challenge").await, 1);
    }

    /// §7.1, step by step.
    async fn what_does_not_fit_is_not_added(test: TestDatabase) {
        let house = House::open(test).await;
        let (_, eves) = with_passkey(&house, EVE, 2).await;
        let ada = member(&house, ADA).await;
        let mut device = Device::new(1);
        let lies: Vec<(&str, Lie)> = vec![
            ("used", Lie { kind: Some("webauthn.get"), ..Lie::default() }),
            ("origin", Lie { origin: Some("https://evil.example".to_owned()), ..Lie::default() }),
            ("port", Lie { origin: Some("https://id.example:1".to_owned()), ..Lie::default() }),
            ("rp", Lie { rp_id: Some("example".to_owned()), ..Lie::default() }),
            ("framed", Lie { cross_origin: true, ..Lie::default() }),
            ("below another", Lie { top_origin: true, ..Lie::default() }),
            // ES512 for a key of this curve, and an algorithm nobody asked for.
            ("algorithm", Lie { algorithm: Some(0x27), ..Lie::default() }),
        ];
        for (what, lie) in lies {
            device.lie = lie;
            let asked = enrol_options(&house, &ada).await;
            let answer = device.make(&asked, ORIGIN);
            let outcome = add(&house, &ada, &answer).await;
            assert!(matches!(outcome, Err(AuthenticationError::Passkey(PasskeyProblem::Refused | PasskeyProblem::Malformed))), "{what}: {outcome:?}");
        }
        device.lie = Lie::default();
        for (what, flags) in [("nobody there", VERIFIED), ("copied although it cannot be", PRESENT | BACKED_UP)] {
            device.flags = flags;
            let asked = enrol_options(&house, &ada).await;
            let answer = device.make(&asked, ORIGIN);
            assert_eq!(problem(add(&house, &ada, &answer).await), PasskeyProblem::Refused, "{what}");
        }
        // What was refused so often is no longer looked at for a while.
        house.wait(TimeDelta::minutes(16));
        let ada = confirm(&house, &ada).await;
        device.flags = PRESENT;
        for (length, fits) in [(1024, false), (1023, true)] {
            device.credential_id = vec![7; length];
            let asked = enrol_options(&house, &ada).await;
            let answer = device.make(&asked, ORIGIN);
            assert_eq!(add(&house, &ada, &answer).await.is_ok(), fits, "{length}");
        }
        // Another's: their device holds it, and nobody can take its place.
        device.credential_id = eves.credential_id;
        let asked = enrol_options(&house, &ada).await;
        let answer = device.make(&asked, ORIGIN);
        assert_eq!(problem(add(&house, &ada, &answer).await), PasskeyProblem::Taken);
        for answer in ["", "null", "{\"type\":\"public-key\"}"] {
            assert_eq!(problem(add(&house, &ada, answer).await), PasskeyProblem::Malformed);
        }
        assert_eq!(own(&house, &ada).await.len(), 1, "the one that fits");
    }

    /// SEC-2, 4, 11, 57: nobody adds a passkey to an account without having proved just now whose it is, in this session.
    async fn adding_needs_a_fresh_proof_of_ones_own(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        let eve = member(&house, EVE).await;
        let mut device = Device::new(1);
        // Eve answers what Ada was asked, in her own session; and Ada in another of hers.
        let asked = enrol_options(&house, &ada).await;
        let answer = device.make(&asked, ORIGIN);
        assert_eq!(problem(add(&house, &eve, &answer).await), PasskeyProblem::Expired);
        let asked = enrol_options(&house, &ada).await;
        let answer = device.make(&asked, ORIGIN);
        let elsewhere = house.visitor(house.sign_in(ADA, GOOD).await.unwrap().secret).await;
        assert_eq!(problem(add(&house, &elsewhere, &answer).await), PasskeyProblem::Expired);
        // A question for signing in, which anybody can have.
        let mut asked = enrol_options(&house, &ada).await;
        asked["challenge"] = options(&house).await["challenge"].clone();
        let answer = device.make(&asked, ORIGIN);
        assert_eq!(problem(add(&house, &ada, &answer).await), PasskeyProblem::Expired);
        // The password was changed meanwhile: the session is over, and so is what it was asked.
        let asked = enrol_options(&house, &elsewhere).await;
        let answer = device.make(&asked, ORIGIN);
        house.change_password(&ada, GOOD, OTHER).await.unwrap();
        assert_eq!(problem(add(&house, &elsewhere, &answer).await), PasskeyProblem::Expired);

        let eve = house.visitor(house.sign_in(EVE, GOOD).await.unwrap().secret).await;
        house.wait(TimeDelta::minutes(10));
        let stale = house.authentication.passkey_enrolment_options(&eve, &house.place).await;
        assert!(matches!(stale, Err(AuthenticationError::NotFresh)), "{stale:?}");
        for wrong in ["", OTHER] {
            let outcome = house.authentication.confirm_with_password(&eve, &house.place, Locale::En, &secret(wrong), "").await;
            assert!(is_wrong(outcome), "{wrong}");
        }
        let fresh = confirm(&house, &eve).await;
        assert_ne!(fresh.session, eve.session, "ASVS 7.2.4");
        let again = house.authentication.confirm_with_password(&eve, &house.place, Locale::En, &secret(GOOD), "").await;
        assert!(is_wrong(again), "the session it was for is over");
        enrol(&house, &fresh, &mut device).await;
        assert_eq!(house.entries("proof.given").await.len(), 1);
    }

    async fn a_passkey_confirms_who_it_is(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, mut device) = with_passkey(&house, ADA, 1).await;
        let (eve, mut eves) = with_passkey(&house, EVE, 2).await;
        house.wait(TimeDelta::minutes(30));
        let ask = async |visitor: &Visitor| {
            house.authentication.passkey_confirmation_options(visitor, &house.place).await.unwrap()
        };
        let give = async |visitor: &Visitor, answer: &str| {
            house.authentication.confirm_with_passkey(visitor, &house.place, Locale::En, answer).await
        };
        let asked = ask(&ada).await;
        assert_eq!(asked["allowCredentials"][0]["id"], encode(&device.credential_id));
        assert_eq!(asked["allowCredentials"].as_array().unwrap().len(), 1, "her own and no others");
        // Eve's own passkey proves that it is Eve.
        let answer = eves.answer(&asked, ORIGIN);
        assert_eq!(problem(give(&ada, &answer).await), PasskeyProblem::Unknown);
        // What another session was asked, and what anybody is asked who signs in.
        let answer = device.answer(&ask(&eve).await, ORIGIN);
        assert_eq!(problem(give(&ada, &answer).await), PasskeyProblem::Expired);
        let mut asked = ask(&ada).await;
        asked["challenge"] = options(&house).await["challenge"].clone();
        let answer = device.answer(&asked, ORIGIN);
        assert_eq!(problem(give(&ada, &answer).await), PasskeyProblem::Expired);
        assert_eq!(problem(give(&ada, "{}").await), PasskeyProblem::Malformed);
        // It was asked for this account, so the device need not say whose passkey it is; but must not say another's.
        device.lie.no_user_handle = true;
        let answer = device.answer(&ask(&ada).await, ORIGIN);
        let session = give(&ada, &answer).await.unwrap();
        let fresh = house.visitor(session).await;
        assert!(fresh.is_fresh(house.database().now()) && fresh.methods.is_strong());
        assert!(house.authentication.passkey_enrolment_options(&fresh, &house.place).await.is_ok());
        device.lie = Lie::default();
        device.user_handle = eve.person.0.as_bytes().to_vec();
        let answer = device.answer(&ask(&fresh).await, ORIGIN);
        assert_eq!(problem(give(&fresh, &answer).await), PasskeyProblem::Refused);
    }

    /// §6.1.1: a count that does not go on tells of a copy; it is refused and reported.
    async fn a_copy_is_refused_and_reported(test: TestDatabase) {
        let house = House::open(test).await;
        let visitor = member(&house, ADA).await;
        let mut device = Device::new(1);
        device.counter = 5;
        enrol(&house, &visitor, &mut device).await;
        sign_in(&house, &mut device).await.unwrap();
        let before = house.sessions_of(visitor.person).await;
        for counter in [6, 1, 0] {
            device.counter = counter;
            let asked = options(&house).await;
            let answer = device.repeat(&asked, ORIGIN);
            assert_eq!(problem(enter(&house, &answer).await), PasskeyProblem::Copied, "{counter}");
        }
        assert_eq!(house.sessions_of(visitor.person).await, before);
        assert_eq!(house.entries("passkey.copy_suspected").await.len(), 3);
        assert!(house.mail_kinds(ADA).await.contains(&"passkey_copied_notice".to_owned()));
        assert!(own(&house, &visitor).await[0].suspected_at.is_some());
        device.counter = 6;
        sign_in(&house, &mut device).await.expect("the one that counts on is hers");
    }

    /// Two answers with the same count at once: one of the two is a copy.
    async fn of_two_with_one_count_one_enters(test: TestDatabase) {
        let house = House::open(test).await;
        let visitor = member(&house, ADA).await;
        let mut device = Device::new(1);
        device.counter = 1;
        enrol(&house, &visitor, &mut device).await;
        device.counter = 2;
        let before = house.sessions_of(visitor.person).await;
        let (first, second) = (options(&house).await, options(&house).await);
        let (first, second) = (device.repeat(&first, ORIGIN), device.repeat(&second, ORIGIN));
        let (one, other) = tokio::join!(enter(&house, &first), enter(&house, &second));
        let (entered, refused) = if one.is_ok() { (one, other) } else { (other, one) };
        assert!(entered.is_ok(), "{entered:?}");
        assert_eq!(problem(refused), PasskeyProblem::Copied);
        assert_eq!(house.sessions_of(visitor.person).await, before + 1);
    }

    /// F20: the same answer twenty times at once, to two nodes.
    async fn of_twenty_at_once_one_enters(test: TestDatabase) {
        let house = House::open(test).await;
        let (visitor, mut device) = with_passkey(&house, ADA, 1).await;
        let other = house.second_node().await;
        let asked = options(&house).await;
        let answer = device.answer(&asked, ORIGIN);
        let before = house.sessions_of(visitor.person).await;
        let mut tries = tokio::task::JoinSet::new();
        for number in 0..20_u8 {
            let node: Authentication = if number % 2 == 0 { house.authentication.clone() } else { other.clone() };
            let (caller, place, answer) = (house.at(number), house.place.clone(), answer.clone());
            tries.spawn(async move { node.sign_in_with_passkey(&caller, &place, Locale::En, "", &answer).await });
        }
        let outcomes = tries.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert_eq!(house.sessions_of(visitor.person).await, before + 1);
        assert_eq!(house.entries("passkey.copy_suspected").await.len(), 0, "it does not count, so it is no copy");
    }

    async fn what_one_node_began_another_finishes(test: TestDatabase) {
        let house = House::open(test).await;
        let visitor = member(&house, ADA).await;
        let other = house.second_node().await;
        let mut device = Device::new(1);
        let asked = enrol_options(&house, &visitor).await;
        let answer = device.make(&asked, ORIGIN);
        other.add_passkey(&visitor, &house.place, Locale::En, "Mine", &answer).await.unwrap();
        let asked = other.passkey_sign_in_options(&house.at(1), &house.place).await.unwrap();
        let answer = device.answer(&asked, ORIGIN);
        enter(&house, &answer).await.unwrap();
        assert_eq!(own(&house, &visitor).await[0].name, "Mine");
    }

    /// ASVS 6.1.1: wrong answers, however many, do not keep the owner out; and the trail does not fill with them.
    async fn nobody_is_locked_out_of_their_passkeys(test: TestDatabase) {
        let house = House::open(test).await;
        let (_, mut device) = with_passkey(&house, ADA, 1).await;
        device.lie.spoil_signature = true;
        let mut throttled = 0;
        for _ in 0..101 {
            let outcome = sign_in(&house, &mut device).await;
            throttled += u32::from(matches!(outcome, Err(AuthenticationError::Throttled(_))));
            assert!(outcome.is_err());
        }
        // And passwords, until the account itself is closed for them.
        for _ in 0..12 {
            assert!(house.sign_in(ADA, OTHER).await.is_err());
        }
        assert_eq!((throttled, house.entries("passkey.refused").await.len()), (91, 10));
        device.lie = Lie::default();
        sign_in(&house, &mut device).await.expect("the right one always opens");
    }

    async fn who_may_not_sign_in_does_not(test: TestDatabase) {
        let house = House::open(test).await;
        let (visitor, mut device) = with_passkey(&house, ADA, 1).await;
        house.suspend(visitor.person).await;
        let outcome = sign_in(&house, &mut device).await;
        assert!(matches!(outcome, Err(AuthenticationError::Suspended)), "{outcome:?}");
        house.reactivate(visitor.person).await;
        sign_in(&house, &mut device).await.unwrap();
        house.end_life(visitor.person).await;
        assert!(sign_in(&house, &mut device).await.is_err());
        assert_eq!(house.entries("sign_in.refused").await.len(), 2);
    }

    /// SEC-65, 66: a passkey of one tenant is nobody's in another, though they share the host.
    async fn another_tenant_does_not_know_it(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, mut device) = with_passkey(&house, ADA, 1).await;
        let school = tenant(house.database(), "school", open_to_all()).await;
        let there = Caller::anonymous(school.tenant.id, house.at(1).origin);
        let asked = house.authentication.passkey_sign_in_options(&there, &school).await.unwrap();
        let answer = device.answer(&asked, ORIGIN);
        let outcome = house.authentication.sign_in_with_passkey(&there, &school, Locale::En, "", &answer).await;
        assert_eq!(problem(outcome), PasskeyProblem::Unknown);
        // And a question of the one is none of the other.
        let answer = device.answer(&asked, ORIGIN);
        assert_eq!(problem(enter(&house, &answer).await), PasskeyProblem::Expired);
        let id = own(&house, &ada).await[0].id;
        let mut tx = house.database().begin(&Caller::system(school.tenant.id, "test")).await.unwrap();
        let renamed = manage::rename(&mut tx, ada.person, id, "Theirs").await;
        assert!(matches!(renamed, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{renamed:?}");
    }

    async fn a_passkey_is_named_and_removed_by_its_owner(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, mut device) = with_passkey(&house, ADA, 1).await;
        let (eve, _) = with_passkey(&house, EVE, 2).await;
        let id = own(&house, &ada).await[0].id;
        let rename = async |visitor: &Visitor, id: Uuid, name: &str| {
            let mut tx = house.database().begin(&visitor.caller).await.unwrap();
            let outcome = manage::rename(&mut tx, visitor.person, id, name).await;
            tx.commit().await.unwrap();
            outcome
        };
        rename(&ada, id, "  My phone ").await.unwrap();
        assert_eq!(own(&house, &ada).await[0].name, "My phone");
        for (name, code) in [("", "required"), (" ", "required"), ("a\u{202e}b", "hidden-characters")] {
            let outcome = rename(&ada, id, name).await;
            assert_eq!(crate::house::problems(outcome), [("name".to_owned(), code)]);
        }
        assert!(rename(&ada, id, &"x".repeat(61)).await.is_err());
        let not_hers = |outcome: Result<(), AuthenticationError>| {
            assert!(matches!(outcome, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{outcome:?}");
        };
        not_hers(rename(&eve, id, "Mine").await);
        let remove = async |visitor: &Visitor, id: Uuid| {
            house.authentication.remove_passkey(visitor, &house.place, Locale::En, id).await
        };
        not_hers(remove(&eve, id).await);
        house.wait(TimeDelta::minutes(10));
        assert!(matches!(remove(&ada, id).await, Err(AuthenticationError::NotFresh)));
        let ada = confirm(&house, &ada).await;
        remove(&ada, id).await.unwrap();
        not_hers(remove(&ada, id).await);
        assert_eq!(problem(sign_in(&house, &mut device).await), PasskeyProblem::Unknown);
        assert!(house.mail_kinds(ADA).await.contains(&"passkey_removed_notice".to_owned()));
        assert_eq!((house.entries("passkey.renamed").await.len(), house.entries("passkey.removed").await.len()), (1, 1));
    }

    async fn an_account_may_have_passkeys_only(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        let remove = async |visitor: &Visitor| {
            house.authentication.remove_password(visitor, &house.place, Locale::En).await
        };
        let only_way = [(String::new(), "password-only-way")];
        assert_eq!(crate::house::problems(remove(&ada).await), only_way);
        // One that anybody could use who finds it is not enough.
        let mut found = Device::new(2);
        found.flags = PRESENT;
        enrol(&house, &ada, &mut found).await;
        assert_eq!(crate::house::problems(remove(&ada).await), only_way);
        let mut device = Device::new(1);
        enrol(&house, &ada, &mut device).await;
        let other = house.sign_in(ADA, GOOD).await.unwrap().secret;
        house.wait(TimeDelta::minutes(10));
        assert!(matches!(remove(&ada).await, Err(AuthenticationError::NotFresh)));
        let ada = confirm(&house, &ada).await;
        remove(&ada).await.unwrap();
        assert_eq!(house.credential(ada.person).await, None);
        assert!(house.visit(other).await.is_none(), "it was opened with the password");
        assert!(is_wrong(house.sign_in(ADA, GOOD).await));
        assert!(is_wrong(house.authentication.confirm_with_password(&ada, &house.place, Locale::En, &secret(GOOD), "").await));
        assert!(matches!(remove(&ada).await, Err(AuthenticationError::Directory(DirectoryError::WrongState))));
        assert!(house.mail_kinds(ADA).await.contains(&"password_removed_notice".to_owned()));
        assert_eq!(house.entries("password.removed").await.len(), 1);
        // A new address, without a password: who it is was confirmed just now, or not.
        house.wait(TimeDelta::minutes(10));
        assert!(matches!(house.ask_for_address(&ada, "moved@example.org", "").await, Err(AuthenticationError::NotFresh)));
        let ada = house.visitor(sign_in(&house, &mut device).await.unwrap().secret).await;
        house.ask_for_address(&ada, "moved@example.org", "").await.unwrap();
        // The passkey whose device asks stays, since the other is not enough alone.
        let passkeys = own(&house, &ada).await;
        let good = passkeys.iter().find(|passkey| passkey.is_verified).unwrap().id;
        let outcome = house.authentication.remove_passkey(&ada, &house.place, Locale::En, good).await;
        assert_eq!(crate::house::problems(outcome), [(String::new(), "passkey-only-way")]);
        // The way back, when every device is lost.
        let token = house.recovery_token(ADA, ADA).await;
        house.set_password(&token, OTHER).await.unwrap();
        house.sign_in(ADA, OTHER).await.unwrap();
    }

    async fn the_last_way_in_stays(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, mut device) = with_passkey(&house, ADA, 1).await;
        house.test.as_owner("DELETE FROM password_credential").await;
        let ids: Vec<Uuid> = own(&house, &ada).await.iter().map(|passkey| passkey.id).collect();
        let outcome = house.authentication.remove_passkey(&ada, &house.place, Locale::En, ids[0]).await;
        assert_eq!(crate::house::problems(outcome), [(String::new(), "passkey-only-way")]);
        // With two of them, either may go.
        enrol(&house, &ada, &mut Device::new(3)).await;
        house.authentication.remove_passkey(&ada, &house.place, Locale::En, ids[0]).await.unwrap();
        assert_eq!(problem(sign_in(&house, &mut device).await), PasskeyProblem::Unknown);
    }

    async fn there_are_only_so_many(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        let mut last = None;
        for number in 0..MOST {
            let mut device = Device::new(u8::try_from(number).unwrap());
            if number + 1 == MOST {
                // Asked for while there was room for one more; by then there is not.
                last = Some(enrol_options(&house, &ada).await);
            }
            enrol(&house, &ada, &mut device).await;
        }
        let outcome = house.authentication.passkey_enrolment_options(&ada, &house.place).await;
        assert_eq!(problem(outcome), PasskeyProblem::TooMany);
        let answer = Device::new(99).make(&last.unwrap(), ORIGIN);
        assert_eq!(problem(add(&house, &ada, &answer).await), PasskeyProblem::TooMany);
        assert_eq!(own(&house, &ada).await.len(), MOST);
    }

    /// "This was not me": the passkey, the sessions and the password are gone, and a link to choose a new one is under way.
    async fn a_passkey_that_was_not_ones_own_is_undone(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, mut device) = with_passkey(&house, ADA, 1).await;
        let mut second = Device::new(2);
        house.wait(TimeDelta::seconds(1));
        enrol(&house, &ada, &mut second).await;
        let undo = async |token: &foundation::Secret| house.not_me(token).await;
        let tokens: Vec<_> = house.mails(ADA).await.into_iter().filter(|mail| mail.item.kind == "passkey_added_notice").map(|mail| crate::house::token_in(&mail.text)).collect();
        let [newest, first] = tokens.as_slice() else { panic!("one for each") };
        // A link for something else, and one of a suspended person.
        let recover = house.issue(Purpose::Recover, ada.person, ADA).await;
        assert!(is_expired(undo(&recover).await));
        house.suspend(ada.person).await;
        assert!(is_expired(undo(newest).await));
        house.reactivate(ada.person).await;
        let session = sign_in(&house, &mut device).await.unwrap().secret;

        undo(newest).await.unwrap();
        assert!(is_expired(undo(newest).await), "once");
        assert!(house.visit(session).await.is_none());
        assert_eq!(problem(sign_in(&house, &mut second).await), PasskeyProblem::Unknown);
        assert_eq!(house.credential(ada.person).await, None);
        assert_eq!(house.entries("account.secured").await.len(), 1);
        let token = house.token(ADA, "account_secured").await;
        house.set_password(&token, OTHER).await.unwrap();
        // The other passkey is as it was; its own link still works, for a week.
        sign_in(&house, &mut device).await.expect("what was there before stays");
        house.wait(TimeDelta::days(7));
        assert!(is_expired(undo(first).await));
    }

    /// ASVS 6.4.3: a new password by mail takes no passkey away.
    async fn recovery_leaves_passkeys_alone(test: TestDatabase) {
        let house = House::open(test).await;
        let (_, mut device) = with_passkey(&house, ADA, 1).await;
        let token = house.recovery_token(ADA, ADA).await;
        house.set_password(&token, OTHER).await.unwrap();
        sign_in(&house, &mut device).await.unwrap();
    }
}

/// Between the look and the change the passkey is removed: the answer was right and comes too late.
#[tokio::test]
async fn a_removal_in_between_counts() {
    let house = House::open(database::testing::postgres().await).await;
    let (ada, mut device) = with_passkey(&house, ADA, 1).await;
    let asked = options(&house).await;
    let answer = device.answer(&asked, ORIGIN);
    let person: PersonId = ada.person;
    let mut tx = house.system().await;
    directory::people::find::hold(&mut tx, person).await.unwrap();
    let (node, caller, place) = (house.authentication.clone(), house.at(1), house.place.clone());
    let entering =
        tokio::spawn(async move { node.sign_in_with_passkey(&caller, &place, Locale::En, "", &answer).await });
    until_waiting(&house.test, 1).await;
    house.test.as_owner("DELETE FROM passkey").await;
    tx.commit().await.unwrap();
    assert_eq!(problem(entering.await.unwrap()), PasskeyProblem::Unknown);
    assert_eq!(house.sessions_of(person).await, 1);
}
