//! An account that somebody else may be in: closed by its owner in the portal, and by the link of every mail that tells of
//! something.

use authentication::at_risk::AtStake;
use authentication::invite_administrator::Invited;
use authentication::not_me::Event;
use authentication::sign_in::SignedIn;
use authentication::{AuthenticationError, PasskeyProblem, Visitor};
use chrono::TimeDelta;
use database::on_each_database;
use directory::LifecycleState;
use directory::tenants::policy::Standing;
use foundation::{Caller, Locale, Permission, Secret, TenantId};
use permissions::SystemRole;

use crate::authenticator::Device;
use crate::house::{GOOD, House, OTHER, THIRD, inside, is_expired, origin, secret, token_in};
use crate::second::{add, answer, codes_left, enrol, give, make_codes, with_app};

const ADA: &str = "ada@example.org";
const EVE: &str = "eve@evil.example";

async fn secure(house: &House, visitor: &Visitor) -> Result<(), AuthenticationError> {
    house.wait(TimeDelta::seconds(1));
    house.authentication.secure_account(visitor, &house.place, Locale::En).await
}

async fn member(house: &House) -> Visitor {
    let signed_in = house.join(ADA, GOOD).await;
    house.visitor(signed_in.secret).await
}

/// Signs in with a passkey and nothing else.
async fn open_with(house: &House, device: &mut Device) -> Result<SignedIn, AuthenticationError> {
    house.wait(TimeDelta::seconds(1));
    let answer = answer(house, device).await;
    house.authentication.sign_in_with_passkey(&house.at(1), &house.place, Locale::En, "", &answer).await.map(inside)
}

fn is_at_risk<T>(outcome: &Result<T, AuthenticationError>) -> bool {
    matches!(outcome, Err(AuthenticationError::Passkey(PasskeyProblem::AtRisk)))
}

/// The tokens of "this was not me" in the mails to somebody, the newest first, with the kinds of their mails.
async fn links(house: &House, to: &str) -> Vec<(String, Secret)> {
    let mails = house.mails(to).await.into_iter().filter(|mail| mail.text.contains("/not-me?token="));
    mails.map(|mail| (mail.item.kind.clone(), token_in(mail.text.split_once("/not-me").unwrap().1))).collect()
}

async fn link(house: &House, kind: &str) -> Secret {
    let found = links(house, ADA).await;
    found.into_iter().find(|(found, _)| found == kind).unwrap_or_else(|| panic!("no {kind}")).1
}

/// Chooses a new password with the link that was mailed when the account was closed.
async fn come_back(house: &House, password: &str) {
    let token = house.token(ADA, "account_secured").await;
    house.set_password(&token, password).await.unwrap();
}

on_each_database! {
    async fn everybody_is_out_and_the_owner_comes_back_by_mail(test: TestDatabase) {
        let house = House::open(test).await;
        let boss = house.join("boss@example.org", GOOD).await.person;
        house.give(boss, SystemRole::TenantAdministrator).await;
        let ada = member(&house).await;
        let elsewhere = house.sign_in(ADA, GOOD).await.unwrap().secret;
        let recovery = house.recovery_token(ADA, ADA).await;
        house.ask_for_address(&ada, "ada@new.example", GOOD).await.unwrap();
        let moving = house.token("ada@new.example", "confirm_new_address").await;
        let stake = house.authentication.at_stake(&ada).await.unwrap();
        assert_eq!(stake, AtStake { address: Some("a•••@example.org".to_owned()), has_factors: false });

        secure(&house, &ada).await.unwrap();
        assert_eq!((house.sessions_of(ada.person).await, house.credential(ada.person).await), (0, None));
        assert!(house.visit(elsewhere).await.is_none());
        assert!(is_expired(house.set_password(&recovery, OTHER).await), "links under way are dead");
        assert!(is_expired(house.confirm_new_address(&moving).await));
        assert!(house.sign_in(ADA, GOOD).await.is_err());
        assert_eq!(house.mail_kinds(ADA).await[0], "account_secured");
        let told = house.mails("boss@example.org").await;
        assert!(told[0].item.kind == "account_reported" && told[0].text.contains("Ada Lovelace"), "{}", told[0].text);
        let entries = house.entries("account.secured").await;
        assert_eq!((entries.len(), entries[0].subject), (1, Some(ada.person)));
        // What was asked for by a session that is gone does nothing more.
        assert!(matches!(secure(&house, &ada).await, Err(AuthenticationError::NotFresh)));
        assert_eq!(house.entries("account.secured").await.len(), 1);

        come_back(&house, OTHER).await;
        let back = house.visitor(house.sign_in(ADA, OTHER).await.unwrap().secret).await;
        assert_eq!((back.standing, back.is_at_risk), (Standing::Fine, false), "there was no factor to replace");
    }

    /// Whoever sits at somebody's open session takes neither password nor passkey from the owner.
    async fn without_a_fresh_proof_only_the_others_are_out(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house).await;
        let mut device = Device::new(1);
        enrol(&house, &ada, &mut device).await;
        let elsewhere = house.sign_in(ADA, GOOD).await.unwrap().secret;
        let recovery = house.recovery_token(ADA, ADA).await;
        house.wait(TimeDelta::minutes(10));
        let before = house.credential(ada.person).await;
        assert!(matches!(secure(&house, &ada).await, Err(AuthenticationError::NotFresh)));
        assert!(house.visit(elsewhere).await.is_none(), "that needs no proof");
        assert_eq!((house.sessions_of(ada.person).await, house.credential(ada.person).await), (1, before));
        assert_eq!(house.entries("account.secured").await.len(), 0);
        open_with(&house, &mut device).await.expect("the passkey is as good as before");
        house.set_password(&recovery, OTHER).await.expect("the owner's way back is not taken");
    }

    /// Recovery by mail neither removes nor skips a factor, here no more than elsewhere; and what is in other hands opens nothing.
    async fn factors_are_asked_for_once_more_and_replaced(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, phone) = with_app(&house, ADA).await;
        let codes = make_codes(&house, &ada).await.unwrap();
        let mut device = Device::new(1);
        enrol(&house, &ada, &mut device).await;
        let half = house.half(ADA, GOOD).await.token;
        secure(&house, &ada).await.unwrap();
        assert!(give(&house, &half, &phone.next(&house)).await.is_err(), "what was half done is over");
        assert!(is_at_risk(&open_with(&house, &mut device).await), "a passkey is no way in by itself");
        come_back(&house, OTHER).await;
        assert!(is_at_risk(&open_with(&house, &mut device).await));
        // Who reads the mail and has no more is asked for the app.
        let token = house.half(ADA, OTHER).await.token;
        assert!(give(&house, &token, "000000").await.is_err());
        let ada = house.visitor(give(&house, &token, codes[0].expose()).await.unwrap().secret).await;
        assert_eq!((ada.standing, ada.is_at_risk), (Standing::Overdue, true));
        // The same device makes the new one.
        let asked = house.authentication.passkey_enrolment_options(&ada, &house.place).await.unwrap();
        assert!(asked["excludeCredentials"].as_array().unwrap().is_empty());
        let mut new = Device::new(2);
        enrol(&house, &ada, &mut new).await;
        let apps = "SELECT count(*) FROM authenticator_app";
        assert_eq!((house.test.number(apps).await, codes_left(&house, &ada).await), (0, 0));
        assert_eq!(house.test.number("SELECT count(*) FROM passkey").await, 1);
        assert_eq!(house.entries("factors.renewed").await.len(), 1);
        let gone = open_with(&house, &mut device).await;
        assert!(matches!(gone, Err(AuthenticationError::Passkey(PasskeyProblem::Unknown))), "{gone:?}");
        let ada = house.visitor(open_with(&house, &mut new).await.unwrap().secret).await;
        assert_eq!((ada.standing, ada.is_at_risk), (Standing::Fine, false));
        // From now on nothing is replaced any more.
        add(&house, &ada).await;
        open_with(&house, &mut new).await.expect("the passkey is as good as before");
    }

    /// Nobody loses an account for good: without an address there is no way back by mail.
    async fn without_an_address_what_opens_the_account_stays(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house).await;
        let mut device = Device::new(1);
        enrol(&house, &ada, &mut device).await;
        house.test.as_owner("DELETE FROM contact_address").await;
        assert_eq!(house.authentication.at_stake(&ada).await.unwrap(), AtStake { address: None, has_factors: true });
        secure(&house, &ada).await.unwrap();
        assert_eq!(house.sessions_of(ada.person).await, 0);
        let back = house.visitor(open_with(&house, &mut device).await.unwrap().secret).await;
        assert_eq!((back.standing, back.is_at_risk), (Standing::Fine, false));
        house.sign_in(ADA, GOOD).await.unwrap();
    }

    /// Every mail that tells of something in somebody's account has its link, which works once and closes the account.
    async fn every_mail_lets_its_reader_say_that_it_was_somebody_else(test: TestDatabase) {
        let house = House::open(test).await;
        let mut told = Vec::new();
        let said = async |told: &mut Vec<String>, kind: &str, password: &str| {
            let token = link(&house, kind).await;
            let person = house.person(ADA).await;
            assert!(house.authentication.peek_not_me(&house.at(9), &token).await.unwrap().is_some(), "{kind}");
            house.not_me(&token).await.unwrap();
            assert_eq!((house.sessions_of(person).await, house.credential(person).await), (0, None), "{kind}");
            assert!(is_expired(house.not_me(&token).await), "{kind}: once");
            assert!(house.authentication.peek_not_me(&house.at(9), &token).await.unwrap().is_none(), "{kind}");
            told.push(kind.to_owned());
            come_back(&house, password).await;
            house.visitor(house.sign_in(ADA, password).await.unwrap().secret).await
        };
        let mut ada = member(&house).await;
        ada.caller.origin = origin(1, "Firefox on Linux");
        house.wait(TimeDelta::seconds(1));
        let caller = Caller::anonymous(house.tenant(), origin(7, "Safari on iPhone"));
        inside(house.authentication.sign_in(&caller, &house.place, Locale::En, ADA, &secret(GOOD)).await.unwrap());
        said(&mut told, "new_device_notice", OTHER).await;
        house.wait(TimeDelta::days(1));
        house.sign_in_from(50, ADA, OTHER).await.unwrap();
        let ada = said(&mut told, "new_place_notice", OTHER).await;

        house.change_password(&ada, OTHER, GOOD).await.unwrap();
        said(&mut told, "password_changed_notice", OTHER).await;
        let recovery = house.recovery_token(ADA, ADA).await;
        house.set_password(&recovery, THIRD).await.unwrap();
        let ada = said(&mut told, "password_changed_notice", GOOD).await;

        let mut device = Device::new(1);
        enrol(&house, &ada, &mut device).await;
        let ada = said(&mut told, "passkey_added_notice", OTHER).await;
        assert_eq!(house.test.number("SELECT count(*) FROM passkey").await, 0);

        let mut own = Device::new(2);
        enrol(&house, &ada, &mut own).await;
        house.wait(TimeDelta::seconds(1));
        house.authentication.remove_password(&ada, &house.place, Locale::En).await.unwrap();
        let ada = said(&mut told, "password_removed_notice", GOOD).await;
        assert_eq!(house.test.number("SELECT count(*) FROM passkey").await, 1, "it was there before");

        let mut listed = house.database().read(&ada.caller).await.unwrap();
        let passkey = authentication::passkeys::manage::own(&mut listed, ada.person).await.unwrap()[0].id;
        drop(listed);
        house.authentication.remove_passkey(&ada, &house.place, Locale::En, passkey).await.unwrap();
        let ada = said(&mut told, "passkey_removed_notice", OTHER).await;

        add(&house, &ada).await;
        let ada = said(&mut told, "app_added_notice", GOOD).await;
        assert_eq!(house.test.number("SELECT count(*) FROM authenticator_app").await, 0);
        let app = add(&house, &ada).await;
        house.wait(TimeDelta::seconds(1));
        house.authentication.remove_app(&ada, &house.place, Locale::En, app.id).await.unwrap();
        let ada = said(&mut told, "app_removed_notice", OTHER).await;

        let phone = add(&house, &ada).await;
        house.wait(TimeDelta::seconds(1));
        make_codes(&house, &ada).await.unwrap();
        house.not_me(&link(&house, "recovery_codes_made_notice").await).await.unwrap();
        assert_eq!(codes_left(&house, &ada).await, 0);
        told.push("recovery_codes_made_notice".to_owned());
        come_back(&house, GOOD).await;
        let token = house.half(ADA, GOOD).await.token;
        let ada = house.visitor(give(&house, &token, &phone.next(&house)).await.unwrap().secret).await;
        let codes = make_codes(&house, &ada).await.unwrap();
        let token = house.half(ADA, GOOD).await.token;
        give(&house, &token, codes[0].expose()).await.unwrap();
        house.not_me(&link(&house, "recovery_code_used_notice").await).await.unwrap();
        assert_eq!((codes_left(&house, &ada).await, house.credential(ada.person).await), (0, None));
        told.push("recovery_code_used_notice".to_owned());

        // The others have theirs where they happen: a cloned key in `passkeys`, what staff do in `staff`, and `trusted`.
        let elsewhere = [
            Event::PasskeyCopied,
            Event::FactorsReset,
            Event::GivenCodeUsed,
            Event::TrustedNamed,
            Event::HelpEnded,
            Event::HelpDone,
        ];
        told.sort();
        told.dedup();
        assert_eq!(told.len() + elsewhere.len(), Event::OWN.len(), "{told:?}");
    }

    /// The thief's mails and links are no weapon against the owner: what was added before one of them can still be undone.
    async fn a_later_link_does_not_disarm_an_earlier_one(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house).await;
        add(&house, &ada).await;
        let first = link(&house, "app_added_notice").await;
        house.wait(TimeDelta::seconds(1));
        let mut device = Device::new(1);
        enrol(&house, &ada, &mut device).await;
        let second = link(&house, "passkey_added_notice").await;
        house.wait(TimeDelta::seconds(1));
        make_codes(&house, &ada).await.unwrap();
        let third = link(&house, "recovery_codes_made_notice").await;
        house.not_me(&second).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM passkey").await, 0);
        assert_eq!(house.test.number("SELECT count(*) FROM authenticator_app").await, 1, "it was there before");
        assert!(is_expired(house.not_me(&third).await), "what it could do is done");
        house.not_me(&first).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM authenticator_app").await, 0);
    }

    /// Somebody who moved the account to an address of theirs and added an app has no more of it when the owner undoes the move.
    async fn undoing_a_move_takes_away_what_was_added_since(test: TestDatabase) {
        let house = House::open(test).await;
        let thief = member(&house).await;
        house.move_to(&thief, EVE, GOOD).await;
        let undo = house.token(ADA, "address_changed_notice").await;
        house.wait(TimeDelta::seconds(1));
        add(&house, &thief).await;
        house.undo_address(&undo).await.unwrap();
        come_back(&house, OTHER).await;
        house.sign_in(ADA, OTHER).await.expect("no code of the thief's app is asked for");
        assert!(links(&house, ADA).await.len() > links(&house, EVE).await.len());
    }

    /// A passkey of a stolen phone opens nothing once the owner has said so in the mail.
    async fn the_link_can_say_that_factors_are_in_other_hands(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house).await;
        let mut device = Device::new(1);
        enrol(&house, &ada, &mut device).await;
        house.wait(TimeDelta::seconds(1));
        house.change_password(&ada, GOOD, OTHER).await.unwrap();
        let token = link(&house, "password_changed_notice").await;
        let event = house.authentication.not_me(&house.at(9), &house.place, Locale::En, &token, true).await.unwrap();
        assert_eq!(event, Event::PasswordChanged);
        assert!(is_at_risk(&open_with(&house, &mut device).await));
        come_back(&house, THIRD).await;
        let ada = house.visitor(house.sign_in(ADA, THIRD).await.unwrap().secret).await;
        assert_eq!(ada.standing, Standing::Overdue);
        add(&house, &ada).await;
        assert_eq!(house.test.number("SELECT count(*) FROM passkey").await, 0);
    }

    /// An invitation from outside that nobody expected: whoever administers the tenant takes it back, while it waits.
    async fn an_unexpected_administrator_is_not_let_in(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await.person;
        house.give(ada, SystemRole::TenantAdministrator).await;
        let operator = Caller::system(TenantId::PLATFORM, "test");
        let invite = async |email: &str| {
            house.wait(TimeDelta::seconds(1));
            let invited = Invited { email, reason: "Help", inviter: "Olga" };
            house.authentication.invite_administrator(&operator, &house.place, invited).await.unwrap();
            house.wait(TimeDelta::seconds(1));
            house.person(email).await
        };
        let eve = invite(EVE).await;
        let token = link(&house, "administrator_invited_notice").await;
        let invitation = house.token(EVE, "invitation").await;
        house.not_me(&token).await.unwrap();
        assert!(is_expired(house.accept(&invitation, GOOD).await));
        let mut tx = house.system().await;
        assert!(!permissions::resolve(&mut tx, eve).await.unwrap().tenant.allows(Permission::EditPeople));
        drop(tx);
        assert_eq!(house.state(eve).await, LifecycleState::Invited);
        assert!(house.sessions_of(ada).await > 0 && house.credential(ada).await.is_some(), "the reader's account is as it was");
        assert_eq!(house.entries("invitation.withdrawn").await[0].subject, Some(eve));
        // Once accepted, and by somebody who administers nothing any more, it does nothing.
        invite(EVE).await;
        let token = link(&house, "administrator_invited_notice").await;
        house.accept(&house.token(EVE, "invitation").await, GOOD).await.unwrap();
        assert!(is_expired(house.not_me(&token).await));
        let other = invite("other@example.org").await;
        let token = link(&house, "administrator_invited_notice").await;
        house.test.as_owner("UPDATE role_assignment SET ends_at = created_at WHERE origin = 'test'").await;
        assert!(is_expired(house.not_me(&token).await));
        assert_eq!(house.state(other).await, LifecycleState::Invited);
        let works = house.token("other@example.org", "invitation").await;
        house.accept(&works, GOOD).await.unwrap();
    }
}
