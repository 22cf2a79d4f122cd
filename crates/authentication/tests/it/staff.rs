//! What staff see of the factors of others, and do about them.

use authentication::second::codes;
use authentication::sign_in::{HalfSignIn, SignedIn};
use authentication::staff::adoption;
use authentication::staff::look::{self, FactorsOf, Stand};
use authentication::staff::reset::{Done, Identified, Wanted, What};
use authentication::{AuthenticationError, Place, Visitor};
use chrono::TimeDelta;
use database::on_each_database;
use directory::DirectoryError;
use directory::tenants::policy::{Demand, Factors, Required, SignInPolicy, Standing};
use foundation::{Locale, PersonId};
use permissions::SystemRole;

use crate::authenticator::{Device, PRESENT};
use crate::house::{GOOD, House, halfway, problems, secret, token_in};
use crate::policy::{add_app, add_passkey, asking, visit};

const ADA: &str = "ada@example.org";
const HUGO: &str = "hugo@example.org";

/// Somebody who joined and holds a role.
pub async fn staff(house: &House, email: &str, role: SystemRole) -> Visitor {
    let person = house.join(email, GOOD).await.person;
    house.give(person, role).await;
    house.visitor(house.sign_in(email, GOOD).await.unwrap().secret).await
}

async fn look(house: &House, by: &Visitor, place: &Place, person: PersonId) -> Result<FactorsOf, AuthenticationError> {
    let mut tx = house.database().read(&by.caller).await.unwrap();
    look::of_person(&mut tx, place, person).await
}

/// The same person, who has just proved who they are.
async fn again(house: &House, visitor: &Visitor, email: &str) -> Visitor {
    let visitor_again = house.visitor(house.sign_in(email, GOOD).await.unwrap().secret).await;
    assert_eq!(visitor_again.person, visitor.person);
    visitor_again
}

/// Ada with a passkey, an app and recovery codes.
async fn with_everything(house: &House) -> (Visitor, Device) {
    let ada = house.visitor(house.join(ADA, GOOD).await.secret).await;
    let mut device = Device::new(1);
    add_passkey(house, &ada, &house.place, &mut device).await;
    add_app(house, &ada, &house.place).await;
    house.authentication.make_recovery_codes(&ada, &house.place, Locale::En).await.unwrap();
    (ada, device)
}

fn wanted(what: What) -> Wanted {
    let identified = Some(Identified::InPerson);
    Wanted { what, reason: "Lost in the tram".to_owned(), identified, how: "Passport …123".to_owned() }
}

async fn reset(house: &House, by: &Visitor, person: PersonId, what: What) -> Result<Done, AuthenticationError> {
    house.authentication.reset_factors(by, &house.place, person, &wanted(what)).await
}

async fn step(house: &House, half: &HalfSignIn, code: &str) -> Result<SignedIn, AuthenticationError> {
    house.authentication.second_step_with_code(&house.at(1), &house.place, Locale::En, &half.token, code).await
}

on_each_database! {
    async fn staff_see_kinds_and_dates(test: TestDatabase) {
        let house = House::open(test).await;
        let joined = house.database().now();
        let ada = house.visitor(house.join(ADA, GOOD).await.secret).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let boss = staff(&house, "boss@example.org", SystemRole::TenantAdministrator).await;
        let none = look(&house, &hugo, &house.place, ada.person).await.unwrap();
        assert!(none.passkeys.is_empty() && none.apps.is_empty() && none.recovery_codes == 0);
        assert!(none.password_changed_at.unwrap() >= joined);
        assert_eq!((none.required, none.stand), (Required::Offered, Stand::Fine));

        let ada = house.visitor(house.sign_in(ADA, GOOD).await.unwrap().secret).await;
        let mut device = Device::new(1);
        add_passkey(&house, &ada, &house.place, &mut device).await;
        add_app(&house, &ada, &house.place).await;
        house.authentication.make_recovery_codes(&ada, &house.place, Locale::En).await.unwrap();
        let seen = look(&house, &boss, &house.place, ada.person).await.unwrap();
        assert_eq!((seen.passkeys.len(), seen.apps.len(), seen.recovery_codes), (1, 1, 10));
        assert!(seen.passkeys[0].is_verified && !seen.passkeys[0].is_synced && seen.apps[0].name == "Phone");
        assert!(!seen.passkeys[0].name.is_empty() && seen.apps[0].last_used_at.is_none());
        // Without the right to profile fields: that they are there, and since when.
        let seen = look(&house, &hugo, &house.place, ada.person).await.unwrap();
        assert!(seen.passkeys[0].name.is_empty() && seen.passkeys[0].keeper.is_none() && seen.apps[0].name.is_empty());
        assert_eq!(seen.apps[0].created_at, house.database().now());
        // Nobody else sees anything, also not of somebody who does not exist.
        for person in [hugo.person, PersonId(uuid::Uuid::nil())] {
            let refused = look(&house, &ada, &house.place, person).await;
            assert!(matches!(refused, Err(AuthenticationError::Refused(_))), "{refused:?}");
        }
        let nobody = look(&house, &hugo, &house.place, PersonId(uuid::Uuid::nil())).await;
        assert!(matches!(nobody, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{nobody:?}");
    }

    async fn staff_see_how_somebody_stands(test: TestDatabase) {
        let house = House::open(test).await;
        let soon = Demand { required: Required::SecondFactor, grace_days: 3 };
        let place = asking(&house, SignInPolicy { everybody: soon, ..SignInPolicy::default() });
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let ada = house.join(ADA, GOOD).await;
        let stand = async |person| {
            let found = look(&house, &hugo, &place, person).await.unwrap();
            (found.required, found.stand)
        };
        assert_eq!(stand(ada.person).await, (Required::SecondFactor, Stand::Ahead(3)));
        let visitor = visit(&house, &place, ada.secret).await;
        let until = house.database().now() + TimeDelta::days(3);
        assert_eq!(stand(ada.person).await.1, Stand::Asked(until));
        house.wait(TimeDelta::days(3));
        assert_eq!(stand(ada.person).await.1, Stand::Overdue);
        assert_eq!(stand(hugo.person).await, (Required::StrongFactor, Stand::Overdue), "staff are asked at once");
        let visitor = Visitor { authenticated_at: house.database().now(), ..visitor };
        add_app(&house, &visitor, &place).await;
        assert_eq!(stand(ada.person).await, (Required::SecondFactor, Stand::Fine));
    }

    /// The way of somebody who lost everything, and of a thief who reads the mail.
    async fn a_reset_leaves_no_less_than_there_was(test: TestDatabase) {
        let house = House::open(test).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let (ada, _device) = with_everything(&house).await;
        let hugo = again(&house, &hugo, HUGO).await;
        let done = reset(&house, &hugo, ada.person, What::Everything).await.unwrap();
        let code = done.code.expect("what is left is weaker");
        assert!(!done.mailed, "there is a password");
        assert_eq!(house.sessions_of(ada.person).await, 0);
        for table in ["passkey", "authenticator_app"] {
            assert_eq!(house.test.number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
        }
        assert_eq!(house.test.number("SELECT count(*) FROM recovery_code").await, 1, "only the one that was given");
        // Nobody gets in with the password alone, nor with one that a mailbox yields.
        let half = house.half(ADA, GOOD).await;
        let ways = house.authentication.ways_of_second_step(&house.at(1), &house.place, &half.token).await.unwrap().unwrap();
        assert_eq!((ways.app, ways.passkey, ways.recovery_code, ways.helped), (false, false, true, true));
        let token = house.recovery_token(ADA, ADA).await;
        house.set_password(&token, "another long password").await.unwrap();
        let half = house.half(ADA, "another long password").await;
        assert!(matches!(step(&house, &half, "abcd-2345").await, Err(AuthenticationError::WrongCode)));
        // With the code she is in, for nothing but making a factor.
        let inside = step(&house, &half, code.expose()).await.unwrap();
        let visitor = house.visitor(inside.secret).await;
        assert_eq!((visitor.standing, visitor.owed), (Standing::Overdue, Factors::Strong));
        let half = house.half(ADA, "another long password").await;
        assert!(matches!(step(&house, &half, code.expose()).await, Err(AuthenticationError::WrongCode)), "it works once");
        // A key anybody could use who finds it is less than there was.
        let mut found = Device::new(7);
        found.flags = PRESENT;
        add_passkey(&house, &visitor, &house.place, &mut found).await;
        assert_eq!(house.visitor(inside.secret).await.standing, Standing::Overdue);
        let mut device = Device::new(8);
        add_passkey(&house, &visitor, &house.place, &mut device).await;
        let visitor = house.visitor(inside.secret).await;
        assert_eq!((visitor.standing, visitor.owed), (Standing::Fine, Factors::None));
        house.wait(TimeDelta::minutes(1));
        house.sign_in(ADA, "another long password").await.expect("as before: nothing is asked beyond the password");
        let kinds = house.mail_kinds(ADA).await;
        assert!(kinds.contains(&"factors_reset_notice".to_owned()) && kinds.contains(&"given_code_used_notice".to_owned()), "{kinds:?}");
        let mails = house.mails(ADA).await;
        assert!(!mails.iter().any(|mail| mail.text.contains(code.expose()) || mail.html.contains(code.expose())), "the code is in no mail");
        let entry = &house.entries("factors.reset").await[0];
        let words = entry.content.as_ref().and_then(audit::Content::words).unwrap();
        assert_eq!(words.reason.as_deref(), Some("Lost in the tram"));
        let detail = |name: &str| words.details.iter().find(|detail| detail.name == name).map(|detail| detail.value.as_str());
        assert_eq!((detail("identified"), detail("code")), (Some("in_person"), Some("given")));
        assert!(detail("factors").unwrap().contains("Phone"));
    }

    async fn a_code_is_over_after_a_day_and_another_takes_its_place(test: TestDatabase) {
        let house = House::open(test).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let (ada, _device) = with_everything(&house).await;
        let hugo = again(&house, &hugo, HUGO).await;
        let first = reset(&house, &hugo, ada.person, What::Everything).await.unwrap().code.unwrap();
        let second = reset(&house, &hugo, ada.person, What::Everything).await.unwrap().code.unwrap();
        let half = house.half(ADA, GOOD).await;
        assert!(matches!(step(&house, &half, first.expose()).await, Err(AuthenticationError::WrongCode)), "it was replaced");
        house.wait(codes::GIVEN_LIFETIME);
        let half = house.half(ADA, GOOD).await;
        assert!(matches!(step(&house, &half, second.expose()).await, Err(AuthenticationError::WrongCode)), "it is too old");
        let hugo = again(&house, &hugo, HUGO).await;
        let seen = look(&house, &hugo, &house.place, ada.person).await.unwrap();
        assert!(seen.is_owing && seen.code_until.is_none() && seen.recovery_codes == 0);
        let third = reset(&house, &hugo, ada.person, What::Everything).await.unwrap().code.unwrap();
        let seen = look(&house, &hugo, &house.place, ada.person).await.unwrap();
        assert_eq!(seen.code_until, Some(house.database().now() + codes::GIVEN_LIFETIME));
        let half = house.half(ADA, GOOD).await;
        step(&house, &half, third.expose()).await.unwrap();
    }

    /// Of many at once with the code one gets in.
    async fn a_given_code_works_once(test: TestDatabase) {
        let house = House::open(test).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let (ada, _device) = with_everything(&house).await;
        let hugo = again(&house, &hugo, HUGO).await;
        let code = reset(&house, &hugo, ada.person, What::Everything).await.unwrap().code.unwrap();
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let half = house.half(ADA, GOOD).await;
            let (node, caller, place, code) = (house.second_node().await, house.at(1), house.place.clone(), code.clone());
            tries.spawn(async move { node.second_step_with_code(&caller, &place, Locale::En, &half.token, code.expose()).await });
        }
        let got_in = tries.join_all().await.into_iter().flatten().count();
        assert_eq!(got_in, 1);
    }

    /// What remains is as strong: it is asked for, and nothing is handed over.
    async fn one_of_two_can_be_taken_away(test: TestDatabase) {
        let house = House::open(test).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let (ada, _device) = with_everything(&house).await;
        let hugo = again(&house, &hugo, HUGO).await;
        let seen = look(&house, &hugo, &house.place, ada.person).await.unwrap();
        let (app, passkey) = (seen.apps[0].id, seen.passkeys[0].id);
        let done = reset(&house, &hugo, ada.person, What::Passkey(passkey)).await.unwrap();
        assert!(done.code.is_none() && !done.mailed);
        assert_eq!(house.sessions_of(ada.person).await, 0);
        let half = house.half(ADA, GOOD).await;
        let ways = house.authentication.ways_of_second_step(&house.at(1), &house.place, &half.token).await.unwrap().unwrap();
        assert!(ways.app && ways.recovery_code && !ways.helped, "{ways:?}");
        let gone = reset(&house, &hugo, ada.person, What::Passkey(passkey)).await;
        assert!(matches!(gone, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{gone:?}");
        let not_theirs = reset(&house, &hugo, house.join("eve@example.org", GOOD).await.person, What::App(app)).await;
        assert!(matches!(not_theirs, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{not_theirs:?}");
        assert!(reset(&house, &hugo, ada.person, What::App(app)).await.unwrap().code.is_some());
    }

    /// Whoever had passkeys only chooses a password by mail, and needs the code as well.
    async fn who_had_passkeys_only_is_let_in_by_mail_and_code(test: TestDatabase) {
        let house = House::open(test).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let ada = house.visitor(house.join(ADA, GOOD).await.secret).await;
        let mut device = Device::new(1);
        add_passkey(&house, &ada, &house.place, &mut device).await;
        house.authentication.remove_password(&ada, &house.place, Locale::En).await.unwrap();
        let hugo = again(&house, &hugo, HUGO).await;
        let done = reset(&house, &hugo, ada.person, What::Everything).await.unwrap();
        assert!(done.mailed);
        let mail = house.mails(ADA).await.into_iter().find(|mail| mail.item.kind == "factors_reset_notice").unwrap();
        let token = token_in(mail.text.split_once("/recover/set").unwrap().1);
        house.set_password(&token, "another long password").await.unwrap();
        let half = house.half(ADA, "another long password").await;
        let inside = step(&house, &half, done.code.unwrap().expose()).await.unwrap();
        assert_eq!(house.visitor(inside.secret).await.standing, Standing::Overdue);
        // The key she lost opens nothing.
        let asked = house.authentication.passkey_sign_in_options(&house.at(1), &house.place).await.unwrap();
        let answer = device.answer(&asked, "https://id.example");
        let old = house.authentication.sign_in_with_passkey(&house.at(1), &house.place, Locale::En, "", &answer).await;
        assert!(matches!(old, Err(AuthenticationError::Passkey(_))), "{old:?}");
    }

    async fn an_account_keeps_a_way_in(test: TestDatabase) {
        let house = House::open(test).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let ada = house.visitor(house.join(ADA, GOOD).await.secret).await;
        let mut device = Device::new(1);
        add_passkey(&house, &ada, &house.place, &mut device).await;
        house.authentication.remove_password(&ada, &house.place, Locale::En).await.unwrap();
        house.test.as_owner("DELETE FROM contact_address WHERE kind = 'email'").await;
        let hugo = again(&house, &hugo, HUGO).await;
        let refused = reset(&house, &hugo, ada.person, What::Everything).await;
        assert_eq!(problems(refused), [(String::new(), "factors-no-way")]);
        assert_eq!(house.test.number("SELECT count(*) FROM passkey").await, 1, "nothing of it happened");
        assert!(house.entries("factors.reset").await.is_empty());
    }

    /// "This was not me" in the mail: the code is gone, and nobody gets in without another one.
    async fn the_person_can_object(test: TestDatabase) {
        let house = House::open(test).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let (ada, _device) = with_everything(&house).await;
        let hugo = again(&house, &hugo, HUGO).await;
        let code = reset(&house, &hugo, ada.person, What::Everything).await.unwrap().code.unwrap();
        let mail = house.mails(ADA).await.into_iter().find(|mail| mail.item.kind == "factors_reset_notice").unwrap();
        let undo = token_in(mail.text.split_once("/not-me").unwrap().1);
        house.not_me(&undo).await.unwrap();
        assert!(house.credential(ada.person).await.is_none());
        let token = house.token(ADA, "account_secured").await;
        house.set_password(&token, "another long password").await.unwrap();
        let half = house.half(ADA, "another long password").await;
        assert!(matches!(step(&house, &half, code.expose()).await, Err(AuthenticationError::WrongCode)));
    }

    async fn a_reset_is_refused(test: TestDatabase) {
        let house = House::open(test).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let boss = staff(&house, "boss@example.org", SystemRole::TenantAdministrator).await;
        let auditor = staff(&house, "audit@example.org", SystemRole::Auditor).await;
        let (ada, _device) = with_everything(&house).await;
        add_app(&house, &again(&house, &boss, "boss@example.org").await, &house.place).await;
        let hugo = again(&house, &hugo, HUGO).await;
        let all = What::Everything;
        assert!(matches!(reset(&house, &ada, boss.person, all).await, Err(AuthenticationError::Refused(_))), "no permission");
        assert!(matches!(reset(&house, &auditor, ada.person, all).await, Err(AuthenticationError::Refused(_))), "seeing is not enough");
        let above = reset(&house, &hugo, boss.person, all).await;
        assert!(matches!(above, Err(AuthenticationError::Directory(DirectoryError::Rights(_)))), "more rights: {above:?}");
        assert_eq!(problems(reset(&house, &hugo, hugo.person, all).await), [(String::new(), "factors-own")]);
        assert_eq!(problems(reset(&house, &hugo, house.join("eve@example.org", GOOD).await.person, all).await), [(String::new(), "factors-none")]);
        let nobody = reset(&house, &hugo, PersonId(uuid::Uuid::nil()), all).await;
        assert!(matches!(nobody, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{nobody:?}");
        // Nobody has called back who has no number.
        let called = Wanted { identified: Some(Identified::CallBack), ..wanted(all) };
        let refused = house.authentication.reset_factors(&hugo, &house.place, ada.person, &called).await;
        assert_eq!(problems(refused), [("identified".to_owned(), "no-telephone")]);
        house.suspend(ada.person).await;
        let suspended = reset(&house, &hugo, ada.person, all).await;
        assert!(matches!(suspended, Err(AuthenticationError::Directory(DirectoryError::WrongState))), "{suspended:?}");
        house.reactivate(ada.person).await;
        house.wait(TimeDelta::minutes(10));
        assert!(matches!(reset(&house, &hugo, ada.person, all).await, Err(AuthenticationError::NotFresh)));
        assert_eq!(house.test.number("SELECT count(*) FROM authenticator_app").await, 2, "nothing of it happened");
    }

    /// Where the policy gives days, a reset gives none; and it is asked for again before the policy's own days count.
    async fn a_reset_gives_no_days(test: TestDatabase) {
        let house = House::open(test).await;
        let slow = Demand { required: Required::StrongFactor, grace_days: 30 };
        let place = asking(&house, SignInPolicy { everybody: slow, ..SignInPolicy::asking_nothing() });
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let ada = house.visitor(house.join(ADA, GOOD).await.secret).await;
        add_app(&house, &ada, &place).await;
        let hugo = again(&house, &hugo, HUGO).await;
        let code = reset(&house, &hugo, ada.person, What::Everything).await.unwrap().code.unwrap();
        let half = halfway(house.authentication.sign_in(&house.at(1), &place, Locale::En, ADA, &secret(GOOD)).await.unwrap());
        let inside = house.authentication.second_step_with_code(&house.at(1), &place, Locale::En, &half.token, code.expose()).await.unwrap();
        let visitor = visit(&house, &place, inside.secret).await;
        assert_eq!(visitor.standing, Standing::Overdue);
        // After the proof is old, she gives the password again and need not have a second code.
        house.wait(TimeDelta::minutes(10));
        assert!(!house.authentication.asks_for_second_factor(&visitor, &place).await.unwrap());
        let confirmed = house.authentication.confirm_with_password(&visitor, &place, Locale::En, &secret(GOOD), "").await.unwrap();
        let visitor = visit(&house, &place, confirmed).await;
        add_app(&house, &visitor, &place).await;
        assert_eq!(visit(&house, &place, confirmed).await.standing, Standing::Fine);
    }

    async fn figures_say_who_has_what(test: TestDatabase) {
        let house = House::open(test).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let (ada, _device) = with_everything(&house).await;
        for (number, kind) in ["key", "app", "passkey", "none"].into_iter().enumerate() {
            let visitor = house.visitor(house.join(&format!("{kind}@example.org"), GOOD).await.secret).await;
            let mut device = Device::new(20 + u8::try_from(number).unwrap());
            match kind {
                "key" => {
                    device.flags = PRESENT;
                    add_passkey(&house, &visitor, &house.place, &mut device).await;
                }
                "app" => drop(add_app(&house, &visitor, &house.place).await),
                "passkey" => add_passkey(&house, &visitor, &house.place, &mut device).await,
                _ => {}
            }
        }
        house.invited("invited@example.org").await;
        let figures = async |by: &Visitor| {
            let mut tx = house.database().read(&by.caller).await.unwrap();
            adoption::figures(&mut tx).await
        };
        let found = figures(&hugo).await.unwrap();
        assert_eq!(found.people, 6, "who may sign in, exactly");
        let customers = found.archetypes.iter().find(|(name, _)| name == "customer").unwrap().1;
        let amounts = [customers.nothing, customers.key, customers.app, customers.passkey].map(|amount| amount.least);
        assert_eq!(amounts, [2, 1, 1, 2], "each in one class");
        assert_eq!(customers, found.everybody);
        assert_eq!((customers.with_passkey().least, customers.with_strong().least), (3, 3));
        assert!(!customers.people().or_more);
        assert_eq!(found.administrators.nothing.least, 1, "helpdesk is staff");
        // What changes is counted at once.
        let boss = staff(&house, "boss@example.org", SystemRole::TenantAdministrator).await;
        reset(&house, &boss, ada.person, What::Everything).await.unwrap();
        let found = figures(&hugo).await.unwrap();
        assert_eq!((found.people, found.everybody.passkey.least, found.everybody.nothing.least), (7, 1, 4));
        assert!(matches!(figures(&house.visitor(house.sign_in("none@example.org", GOOD).await.unwrap().secret).await).await, Err(AuthenticationError::Refused(_))));
    }
}
