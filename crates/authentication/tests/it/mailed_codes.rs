//! Codes by mail: typed where they were asked for, once, by somebody who may, and never worth more than the mailbox.

use authentication::mailed_code;
use authentication::sign_in::{Entered, SignedIn};
use authentication::{AuthenticationError, Methods};
use chrono::TimeDelta;
use database::on_each_database;
use directory::tenants::policy::{Demand, Required, SignInPolicy, Standing};
use foundation::{Locale, Secret};
use messaging::OutboxMail;

use crate::authenticator::Device;
use crate::house::{GOOD, House, halfway, inside, is_throttled, is_wrong, secret, tenant};
use crate::second::{answer, enrol, give, make_codes, show, with_app};

const ADA: &str = "ada@example.org";
const EVE: &str = "eve@example.org";

async fn open(test: database::testing::TestDatabase) -> House {
    let mut house = House::open(test).await;
    let policy = SignInPolicy { mail_codes: true, remember_days: 30, ..SignInPolicy::asking_nothing() };
    let settings = house.place_with(|settings| settings.sign_in_policy = policy).tenant.settings.clone();
    // The job reads the tenant's row.
    let mut tx = house.system().await;
    let own = directory::tenants::manage::own(&mut tx).await.unwrap();
    directory::tenants::manage::change(&mut tx, own.version, &own.name, &settings).await.unwrap();
    tx.commit().await.unwrap();
    house.place = house.place_with(|of_house| *of_house = settings);
    house
}

async fn ask_from(house: &House, network: u8, name: &str) -> Result<Secret, AuthenticationError> {
    house.wait(TimeDelta::seconds(1));
    house
        .authentication
        .ask_for_code(&house.at(network), &house.place, Locale::En, name, "/t/bank/portal/rights", &secret(""))
        .await
}

async fn ask(house: &House, name: &str) -> Secret {
    ask_from(house, 1, name).await.unwrap()
}

async fn mails(house: &House, to: &str) -> Vec<OutboxMail> {
    let mut mails = house.mails(to).await;
    mails.retain(|mail| mail.item.kind == "sign_in_code");
    mails
}

/// The code of the newest mail.
async fn mailed(house: &House, to: &str) -> String {
    code_in(&mails(house, to).await[0])
}

fn code_in(mail: &OutboxMail) -> String {
    let (_, rest) = mail.text.split_once("/sign-in/mail/code?code=").expect("a link with a code");
    let code: String = rest.chars().take_while(char::is_ascii_digit).collect();
    assert_eq!(code.len(), mailed_code::DIGITS);
    assert!(mail.text.contains(&format!("{} {}", &code[..4], &code[4..])), "{}", mail.text);
    code
}

async fn enter(house: &House, token: &Secret, code: &str) -> Result<Entered, AuthenticationError> {
    enter_from(house, 1, token, code).await
}

async fn enter_from(house: &House, network: u8, token: &Secret, code: &str) -> Result<Entered, AuthenticationError> {
    let (caller, place) = (house.at(network), &house.place);
    let found = house.authentication.sign_in_with_code(&caller, place, Locale::En, token, code).await?;
    assert_eq!(found.1, "/t/bank/portal/rights");
    Ok(found.0)
}

async fn sign_in(house: &House, email: &str) -> SignedIn {
    let token = ask(house, email).await;
    let code = mailed(house, email).await;
    inside(enter(house, &token, &code).await.unwrap())
}

fn is_over<T>(outcome: &Result<T, AuthenticationError>) -> bool {
    matches!(outcome, Err(AuthenticationError::HalfOver))
}

fn is_wrong_code<T>(outcome: &Result<T, AuthenticationError>) -> bool {
    matches!(outcome, Err(AuthenticationError::WrongCode))
}

/// A code that is not this one.
fn other(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:08}", (number + 1) % 100_000_000)
}

on_each_database! {
    async fn a_code_lets_in_whoever_asked_for_it(test: TestDatabase) {
        let house = open(test).await;
        let ada = house.join(ADA, GOOD).await;
        let token = ask(&house, &format!("  {}", ADA.to_uppercase())).await;
        assert_eq!(token.expose().len(), 43, "256 random bits");
        assert!(is_wrong_code(&enter(&house, &token, "12345678").await), "before it was mailed");
        let code = mailed(&house, ADA).await;
        assert!(house.authentication.waits_for_code(&house.at(1), &token).await.unwrap());
        let signed_in = inside(enter(&house, &token, &format!(" {} - {} ", &code[..4], &code[4..])).await.unwrap());
        assert_eq!(signed_in.person, ada.person);
        let visitor = house.visitor(signed_in.secret).await;
        assert_eq!(visitor.methods, Methods::EMAIL);
        assert!(!visitor.methods.is_strong() && visitor.standing == Standing::Fine);
        assert!(is_over(&enter(&house, &token, &code).await), "once");
        assert!(!house.authentication.waits_for_code(&house.at(1), &token).await.unwrap());
        for (kind, amount) in [("mail_code.asked", 1), ("mail_code.refused", 1)] {
            assert_eq!(house.entries(kind).await.len(), amount, "{kind}");
        }
        let entries = house.entries("sign_in.succeeded").await;
        let words = entries[0].content.as_ref().unwrap().words().unwrap();
        assert!(words.details.iter().any(|detail| detail.value == "mail_code"), "{words:?}");
    }

    /// D5: a mailbox proves nothing on which more could rest.
    async fn it_is_no_fresh_proof(test: TestDatabase) {
        let house = open(test).await;
        house.join(ADA, GOOD).await;
        let signed_in = sign_in(&house, ADA).await;
        let visitor = house.visitor(signed_in.secret).await;
        assert!(!visitor.is_fresh(house.database().now()));
        let offered = house.authentication.offer_app(&visitor, "Phone").await;
        assert!(matches!(offered, Err(AuthenticationError::NotFresh)), "{offered:?}");
        let visitor = crate::second::confirm(&house, &visitor, GOOD, "").await.unwrap();
        assert!(visitor.is_fresh(house.database().now()), "with the password it is");
        house.authentication.offer_app(&visitor, "Phone").await.unwrap();
    }

    /// SEC-15, ASVS 6.4.3: whoever has a factor is asked for it, whichever it is, and nothing stands in for it.
    async fn mail_alone_never_skips_a_factor(test: TestDatabase) {
        let house = open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let codes = make_codes(&house, &ada).await.unwrap();
        let remembered = {
            let half = house.half(ADA, GOOD).await;
            let signed_in = give(&house, &half.token, &phone.next(&house)).await.unwrap();
            house.authentication.remember_device(&house.at(1), &house.place, signed_in.secret, &secret("")).await.unwrap().unwrap()
        };
        for round in ["app", "recovery code"] {
            let token = ask(&house, ADA).await;
            let sessions = house.sessions_of(ada.person).await;
            let half = halfway(enter(&house, &token, &mailed(&house, ADA).await).await.unwrap());
            assert_eq!(house.sessions_of(ada.person).await, sessions, "no session yet");
            let ways = house.authentication.ways_of_second_step(&house.at(1), &house.place, &half.token).await.unwrap().unwrap();
            assert!(ways.app && ways.recovery_code && ways.remember_days == 0, "{ways:?}");
            let skipped = house.authentication.second_step_with_device(&house.at(1), &house.place, Locale::En, &half.token, &remembered.token).await;
            assert!(skipped.unwrap().is_none(), "a remembered device counts after the password only");
            let code = if round == "app" { phone.next(&house) } else { codes[0].expose().to_owned() };
            let visitor = house.visitor(give(&house, &half.token, &code).await.unwrap().secret).await;
            assert!(!visitor.methods.is_strong() && visitor.methods.contains(Methods::EMAIL), "{}", visitor.methods.words());
        }
        // A passkey is asked for as well, although after a password it would not be.
        let eve = house.visitor(house.join(EVE, GOOD).await.secret).await;
        let mut device = Device::new(3);
        enrol(&house, &eve, &mut device).await;
        inside(house.authentication.sign_in(&house.at(1), &house.place, Locale::En, EVE, &secret(GOOD)).await.unwrap());
        let token = ask(&house, EVE).await;
        let half = halfway(enter(&house, &token, &mailed(&house, EVE).await).await.unwrap());
        let response = answer(&house, &mut device).await;
        let visitor = house.visitor(show(&house, &half.token, &response).await.unwrap().secret).await;
        assert!(visitor.methods.is_strong(), "the passkey alone is two factors");
    }

    /// Whoever lacks a factor that is asked of them gets as far as with a password, and confirms with more than the mailbox.
    async fn it_is_not_enough_where_more_is_asked(test: TestDatabase) {
        let mut house = open(test).await;
        house.join(ADA, GOOD).await;
        let everybody = Demand { required: Required::StrongFactor, grace_days: 0 };
        house.place = house.place_with(|settings| settings.sign_in_policy.everybody = everybody);
        let visitor = house.visitor(sign_in(&house, ADA).await.secret).await;
        assert_eq!(visitor.standing, Standing::Overdue);
        let offered = house.authentication.offer_app(&visitor, "Phone").await;
        assert!(matches!(offered, Err(AuthenticationError::NotFresh)), "{offered:?}");
        let (_, phone) = with_app(&house, EVE).await;
        let token = ask(&house, EVE).await;
        let half = halfway(enter(&house, &token, &mailed(&house, EVE).await).await.unwrap());
        let visitor = house.visitor(give(&house, &half.token, &phone.next(&house)).await.unwrap().secret).await;
        assert_eq!(visitor.standing, Standing::Unproved, "a mailbox and an app are no two factors");
        let code = phone.next(&house);
        let visitor = crate::second::confirm(&house, &visitor, GOOD, &code).await.unwrap();
        assert_eq!(visitor.standing, Standing::Fine);
    }

    /// SEC-18, 25, ASVS 6.6.2, 6.6.3: bound to the request that made it.
    async fn codes_of_two_requests_never_mix(test: TestDatabase) {
        let house = open(test).await;
        house.join(ADA, GOOD).await;
        house.join(EVE, GOOD).await;
        let (one, two, eves) = (ask(&house, ADA).await, ask(&house, ADA).await, ask(&house, EVE).await);
        let found = mails(&house, ADA).await;
        let (newest, oldest) = (code_in(&found[0]), code_in(&found[1]));
        let (first, second) = if enter(&house, &one, &oldest).await.is_ok() { (oldest, newest) } else { (newest, oldest) };
        let eves_code = mailed(&house, EVE).await;
        for (token, wrong) in [(&two, &first), (&two, &eves_code), (&eves, &first), (&eves, &second)] {
            assert!(is_wrong_code(&enter(&house, token, wrong).await), "{wrong}");
        }
        for nothing in ["", "null", "0", two.expose().to_lowercase().as_str(), &two.expose()[1..]] {
            assert!(is_over(&enter(&house, &secret(nothing), &second).await), "{nothing}");
        }
        // Neither is a half sign-in or a session.
        assert!(matches!(give(&house, &two, &second).await, Err(AuthenticationError::HalfOver)));
        let school = tenant(house.database(), "school", house.place.tenant.settings.clone()).await;
        let there = foundation::Caller::anonymous(school.tenant.id, house.at(1).origin);
        let outcome = house.authentication.sign_in_with_code(&there, &school, Locale::En, &two, &second).await;
        assert!(is_over(&outcome.map(|found| found.0)));
        inside(enter(&house, &two, &second).await.unwrap());
        // A browser that asks again has given up what it asked for before.
        let before = ask(&house, ADA).await;
        let old_code = mailed(&house, ADA).await;
        house.authentication.ask_for_code(&house.at(1), &house.place, Locale::En, ADA, "", &before).await.unwrap();
        assert!(is_over(&enter(&house, &before, &old_code).await));
    }

    async fn only_those_get_one_who_may_come_in(test: TestDatabase) {
        let house = open(test).await;
        house.sign_up("vera@example.org", GOOD).await.unwrap();
        let suspended = house.join(EVE, GOOD).await;
        house.suspend(suspended.person).await;
        let imported = house.invited("ivan@example.org").await;
        for name in ["vera@example.org", EVE, "ivan@example.org", "nobody@example.org"] {
            let token = ask(&house, name).await;
            assert!(mails(&house, name).await.is_empty(), "{name}");
            assert!(house.authentication.waits_for_code(&house.at(1), &token).await.unwrap(), "{name}: and it looks the same");
            assert!(is_wrong_code(&enter(&house, &token, "00000000").await), "{name}");
        }
        assert_eq!(house.sessions_of(imported).await, 0);
        // Suspended between the mail and the code.
        let ada = house.join(ADA, GOOD).await;
        let token = ask(&house, ADA).await;
        let code = mailed(&house, ADA).await;
        house.suspend(ada.person).await;
        let outcome = enter(&house, &token, &code).await;
        assert!(matches!(outcome, Err(AuthenticationError::Suspended)), "{outcome:?}");
        house.reactivate(ada.person).await;
        assert!(is_over(&enter(&house, &token, &code).await));
    }

    async fn where_it_is_not_offered_there_is_nothing(test: TestDatabase) {
        let mut house = open(test).await;
        house.join(ADA, GOOD).await;
        let token = ask(&house, ADA).await;
        let code = mailed(&house, ADA).await;
        house.place = house.place_with(|settings| settings.sign_in_policy.mail_codes = false);
        assert!(matches!(ask_from(&house, 1, ADA).await, Err(AuthenticationError::NotOffered)));
        assert!(is_over(&enter(&house, &token, &code).await), "also what was begun before");
        assert!(!SignInPolicy::default().mail_codes, "and it is off at first");
    }

    async fn a_code_ends(test: TestDatabase) {
        let house = open(test).await;
        let ada = house.join(ADA, GOOD).await;
        let late = ask(&house, ADA).await;
        let code = mailed(&house, ADA).await;
        house.wait(mailed_code::LIFETIME);
        assert!(is_over(&enter(&house, &late, &code).await));
        // A job that comes too late mails nothing.
        ask(&house, ADA).await;
        house.wait(mailed_code::LIFETIME);
        assert_eq!(mails(&house, ADA).await.len(), 1);
        house.wait(TimeDelta::seconds(1));
        mailed_code::sweep(house.database()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM mailed_code").await, 0);
        // With everything that ends all sessions.
        let token = ask(&house, ADA).await;
        let code = mailed(&house, ADA).await;
        let visitor = house.visitor(house.sign_in(ADA, GOOD).await.unwrap().secret).await;
        house.change_password(&visitor, GOOD, crate::house::OTHER).await.unwrap();
        assert!(is_over(&enter(&house, &token, &code).await));
        assert_eq!(visitor.person, ada.person);
        // And with another address, from the mailbox of before.
        let visitor = house.visitor(house.sign_in(ADA, crate::house::OTHER).await.unwrap().secret).await;
        let token = ask(&house, ADA).await;
        let code = mailed(&house, ADA).await;
        house.move_to(&visitor, "ada@new.example", crate::house::OTHER).await;
        assert!(is_over(&enter(&house, &token, &code).await));
    }

    async fn it_can_be_guessed_at_five_times(test: TestDatabase) {
        let house = open(test).await;
        house.join(ADA, GOOD).await;
        let token = ask(&house, ADA).await;
        let code = mailed(&house, ADA).await;
        for _ in 1..mailed_code::GUESSES {
            assert!(is_wrong_code(&enter(&house, &token, &other(&code)).await));
        }
        inside(enter(&house, &token, &code).await.unwrap());
        let token = ask(&house, ADA).await;
        let code = mailed(&house, ADA).await;
        for _ in 0..mailed_code::GUESSES {
            assert!(is_wrong_code(&enter(&house, &token, &other(&code)).await));
        }
        assert!(is_over(&enter(&house, &token, &code).await), "the right one is too late");
        // As many at once are counted as well.
        let token = ask(&house, ADA).await;
        let code = mailed(&house, ADA).await;
        let running: Vec<_> = (0..12).map(|number: u8| {
            let (node, caller, place) = (house.authentication.clone(), house.at(100 + number), house.place.clone());
            let (token, wrong) = (token.clone(), other(&code));
            tokio::spawn(async move { node.sign_in_with_code(&caller, &place, Locale::En, &token, &wrong).await })
        }).collect();
        let mut judged = 0;
        for outcome in running {
            judged += i64::from(is_wrong_code(&outcome.await.unwrap().map(|found| found.0)));
        }
        assert_eq!(judged, mailed_code::GUESSES);
    }

    /// SEC-26: whoever asks and guesses keeps the owner out of nothing else; and there is an end to it, known name or not.
    async fn nobody_is_locked_out_by_mailed_codes(test: TestDatabase) {
        let house = open(test).await;
        let ada = house.join(ADA, GOOD).await;
        let mut refused = [0; 2];
        for (at, name) in [ADA, "nobody@example.org"].into_iter().enumerate() {
            // From one network, asking.
            let mut tokens = Vec::new();
            for _ in 0..12 {
                match ask_from(&house, 20, name).await {
                    Ok(token) => tokens.push(token),
                    outcome => {
                        assert!(is_throttled(outcome));
                        refused[at] += 1;
                    }
                }
            }
            // And guessing.
            let mut judged = 0;
            for token in &tokens {
                for _ in 0..2 {
                    let outcome = enter_from(&house, 20, token, "00000000").await;
                    judged += i64::from(is_wrong_code(&outcome));
                    assert!(is_wrong_code(&outcome) || is_throttled(outcome));
                }
            }
            assert_eq!(judged, 10, "{name}: a pair of name and network");
            house.wait(TimeDelta::minutes(16));
        }
        assert_eq!(refused, [2, 2], "the same for both");
        inside(house.authentication.sign_in(&house.at(20), &house.place, Locale::En, ADA, &secret(GOOD)).await.unwrap());
        let token = house.recovery_token(ADA, ADA).await;
        house.set_password(&token, crate::house::OTHER).await.unwrap();
        assert!(is_wrong(house.sign_in(ADA, GOOD).await));
        let signed_in = sign_in(&house, ADA).await;
        assert_eq!(signed_in.person, ada.person, "and from elsewhere even a code works");
    }

    async fn of_many_with_one_code_one_gets_in(test: TestDatabase) {
        let house = open(test).await;
        let ada = house.join(ADA, GOOD).await;
        let nodes = [house.authentication.clone(), house.second_node().await];
        let token = ask(&house, ADA).await;
        let code = mailed(&house, ADA).await;
        let sessions = house.sessions_of(ada.person).await;
        let running: Vec<_> = (0..usize::try_from(mailed_code::GUESSES).unwrap()).map(|number| {
            let (node, caller, place) = (nodes[number % 2].clone(), house.at(1), house.place.clone());
            let (token, code) = (token.clone(), code.clone());
            tokio::spawn(async move { node.sign_in_with_code(&caller, &place, Locale::En, &token, &code).await })
        }).collect();
        let mut got_in = 0;
        for outcome in running {
            match outcome.await.unwrap() {
                Ok(_) => got_in += 1,
                Err(AuthenticationError::HalfOver) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((got_in, house.sessions_of(ada.person).await - sessions), (1, 1));
    }

    /// A job that is done twice mails once.
    async fn a_job_done_twice_mails_one_code(test: TestDatabase) {
        let house = open(test).await;
        house.join(ADA, GOOD).await;
        let token = ask(&house, ADA).await;
        let code = mailed(&house, ADA).await;
        assert_eq!(mails(&house, ADA).await.len(), 1);
        let mut tx = house.system().await;
        let job = jobs::enqueue_with_secret(&mut tx, mailed_code::JOB, &payload(&house), &asked(&token), None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(mails(&house, ADA).await.len(), 1, "{job:?}");
        assert_eq!(house.entries("mail_code.asked").await.len(), 1);
        inside(enter(&house, &token, &code).await.unwrap());
    }
}

fn payload(house: &House) -> serde_json::Value {
    serde_json::json!({ "base": house.place.base, "locale": "en", "at": house.database().now() })
}

fn asked(token: &Secret) -> String {
    serde_json::json!({ "token": token.expose(), "name": ADA, "device": "Firefox on Linux", "network": null })
        .to_string()
}
