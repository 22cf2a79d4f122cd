//! Trusted persons: named quietly, they count late, they confirm with two factors and no more rights than their own, everybody
//! concerned can stop it, and what comes of it is the same account without what was lost.

use std::sync::Arc;

use authentication::second::totp;
use authentication::trusted::ask::Asked;
use authentication::trusted::{COUNTS_AFTER, answer, view};
use authentication::{AuthenticationError, Place, Visitor};
use chrono::TimeDelta;
use data_encoding::BASE32_NOPAD;
use database::on_each_database;
use directory::DirectoryError;
use directory::tenants::policy::Standing;
use directory::tenants::trusted::{Helpers, TrustedRecovery};
use foundation::{Locale, Permission, PersonId, Secret};
use permissions::{PermissionError, SystemRole};
use uuid::Uuid;

use crate::house::{
    GOOD, House, OTHER, is_expired, is_throttled, is_wrong, open_to_all, problems, secret, token_in, until_waiting,
};

database::statements! {
    GUARDIAN: tenant = "INSERT INTO relation (tenant_id, id, person_id, other_id, kind, has_custody, starts_on, ends_on) VALUES ($1, $2, $3, $4, 'guardian', $5, $6, $7)";
    SECOND_ADDRESS: tenant = "INSERT INTO contact_address (tenant_id, id, person_id, kind, shown, address_key, is_primary, created_at) VALUES ($1, $2, $3, 'email', $4, $4, $5, $6)";
}

const ADA: &str = "ada@example.org";
const HEDY: &str = "hedy@example.org";
const IDA: &str = "ida@example.org";

/// A tenant in which anybody can be a trusted person, unless it is said otherwise.
async fn open(test: database::testing::TestDatabase, helpers: Helpers) -> House {
    let mut house = House::open(test).await;
    let mut settings = open_to_all();
    settings.trusted_recovery = TrustedRecovery { is_on: true, wait_hours: 48, helpers };
    // What the jobs read is the tenant's row.
    let mut tx = house.system().await;
    let tenant = directory::tenants::manage::own(&mut tx).await.unwrap();
    directory::tenants::manage::change(&mut tx, tenant.version, &tenant.name, &settings).await.unwrap();
    tx.commit().await.unwrap();
    house.place =
        Place { tenant: Arc::new(directory::Tenant { settings, ..(*house.place.tenant).clone() }), ..house.place };
    house
}

async fn member(house: &House, email: &str) -> Visitor {
    let signed_in = house.join(email, GOOD).await;
    house.visitor(signed_in.secret).await
}

/// Connects an app, and answers its key.
async fn add_app(house: &House, visitor: &Visitor) -> Vec<u8> {
    house.authentication.offer_app(visitor, "Phone").await.unwrap();
    let offered = house.authentication.offered_app(visitor, &house.place).await.unwrap().unwrap();
    let letters: String = offered.key.expose().split(' ').collect();
    let key = BASE32_NOPAD.decode(letters.as_bytes()).unwrap();
    let code = totp::code(&key, totp::step_at(house.database().now()));
    house.authentication.confirm_app(visitor, &house.place, Locale::En, &code).await.unwrap();
    key
}

async fn name(house: &House, visitor: &Visitor, shown: &str) -> Result<(), AuthenticationError> {
    house.wait(TimeDelta::seconds(1));
    house.authentication.name_trusted_person(visitor, &house.place, Locale::En, shown).await
}

async fn trust_of(house: &House, visitor: &Visitor) -> view::Trust {
    let mut tx = house.database().read(&visitor.caller).await.unwrap();
    view::own(&mut tx, &house.place, visitor).await.unwrap()
}

async fn accept(house: &House, visitor: &Visitor) -> Result<(), AuthenticationError> {
    let asked = trust_of(house, visitor).await.named_by.into_iter().find(|one| !one.has_accepted);
    let trust = asked.map_or(Uuid::nil(), |one| one.id);
    house.authentication.accept_trust(visitor, &house.place, Locale::En, trust).await
}

/// Signs in with the password and a code, as somebody with an app does.
async fn back_in(house: &House, email: &str, key: &[u8]) -> Visitor {
    house.wait(TimeDelta::seconds(60));
    let half = house.half(email, GOOD).await;
    let code = totp::code(key, totp::step_at(house.database().now()));
    let caller = house.at(1);
    let inside =
        house.authentication.second_step_with_code(&caller, &house.place, Locale::En, &half.token, &code).await;
    house.visitor(inside.unwrap().secret).await
}

/// Ada has an app; Hedy is her trusted person and has one too. Days have passed.
async fn pair(house: &House) -> (Visitor, Visitor) {
    let ada = member(house, ADA).await;
    add_app(house, &ada).await;
    let hedy = member(house, HEDY).await;
    let key = add_app(house, &hedy).await;
    name(house, &ada, HEDY).await.unwrap();
    house.run_jobs().await;
    accept(house, &hedy).await.unwrap();
    house.wait(COUNTS_AFTER);
    let hedy = back_in(house, HEDY, &key).await;
    (ada, hedy)
}

async fn ask(house: &House) -> Result<Asked, AuthenticationError> {
    let half = house.half(ADA, GOOD).await;
    house.authentication.ask_for_help(&house.at(1), &house.place, Locale::En, &half.token).await
}

async fn to_help(house: &House, visitor: &Visitor) -> Vec<view::Help> {
    trust_of(house, visitor).await.to_help
}

async fn confirm(house: &House, visitor: &Visitor, request: Uuid) -> Result<(), AuthenticationError> {
    house.authentication.confirm_help(visitor, &house.place, Locale::En, request).await
}

/// The request is asked for and confirmed, and the waiting time has passed; the link with which Ada comes back.
async fn ready(house: &House, hedy: &Visitor) -> Secret {
    ask(house).await.unwrap();
    let request = to_help(house, hedy).await[0].id;
    confirm(house, hedy, request).await.unwrap();
    house.wait(TimeDelta::hours(48));
    house.token(ADA, "help_ready").await
}

async fn second_address(house: &House, person: PersonId, shown: &str) {
    let mut tx = house.system().await;
    let (id, now) = (tx.new_id::<Uuid>(), tx.now());
    let statement =
        tx.sql(SECOND_ADDRESS).bind(id).bind(person).bind(shown).bind(false).bind(now - TimeDelta::days(90));
    statement.execute().await.unwrap();
    tx.commit().await.unwrap();
}

on_each_database! {
    async fn a_trusted_person_brings_somebody_back_who_has_lost_everything(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (ada, hedy) = pair(&house).await;
        second_address(&house, ada.person, "work@ada.example").await;
        let elsewhere = {
            let half = house.half(ADA, GOOD).await;
            half.token
        };
        let asked = ask(&house).await.unwrap();
        assert_eq!(asked.helpers, 1);
        // Everybody is told: each address with a link that stops it, the trusted person without one.
        for address in [ADA, "work@ada.example"] {
            let mails = house.mails(address).await;
            assert!(mails[0].text.contains("/recover/help/cancel?token="), "{}", mails[0].text);
            assert!(!mails.iter().any(|mail| mail.text.contains(&asked.code)), "the digits are not mailed");
        }
        let told = &house.mails(HEDY).await[0];
        assert!(told.item.kind == "help_to_confirm" && !told.text.contains("token="), "{}", told.text);
        let help = to_help(&house, &hedy).await.remove(0);
        assert_eq!((help.code.as_str(), help.name.as_str(), help.waits_until), (asked.code.as_str(), "Ada Lovelace", None));
        assert!(house.test.number("SELECT count(*) FROM authenticator_app").await == 2, "nothing has happened yet");

        confirm(&house, &hedy, help.id).await.unwrap();
        house.wait(TimeDelta::hours(48) - TimeDelta::seconds(1));
        house.run_jobs().await;
        assert!(!house.mail_kinds(ADA).await.contains(&"help_ready".to_owned()), "not before the time has passed");
        house.wait(TimeDelta::seconds(1));
        let token = house.token(ADA, "help_ready").await;
        assert!(!house.mail_kinds("work@ada.example").await.contains(&"help_ready".to_owned()), "it goes to the first address only");
        assert!(is_wrong(house.finish_help(&token, OTHER).await), "the link alone is not enough");
        let rights = house.look(ada.person).await.person.archetype;
        let inside = house.finish_help(&token, GOOD).await.unwrap();
        let back = house.visitor(inside.secret).await;
        assert_eq!((back.person, back.archetype, back.standing), (ada.person, rights, Standing::Overdue));
        let own = [Permission::ManageOwnAccount].into_iter().collect();
        assert_eq!(back.caller.permissions, own, "nothing but the own account");
        for (table, left) in [("authenticator_app", 1), ("recovery_code", 10), ("half_sign_in", 0)] {
            let number = house.test.number(&format!("SELECT count(*) FROM {table}")).await;
            assert!(number <= left, "{table}: {number}");
        }
        assert_eq!(house.sessions_of(ada.person).await, 1);
        assert!(house.mail_kinds("work@ada.example").await.contains(&"help_done".to_owned()));
        let halfway = house.authentication.second_step_with_code(&house.at(1), &house.place, Locale::En, &elsewhere, "123456").await;
        assert!(matches!(halfway, Err(AuthenticationError::HalfOver)), "what was begun before is over");
        assert!(is_expired(house.finish_help(&token, GOOD).await), "once");

        // Signing in anew changes nothing: a factor is owed until there is one.
        let again = house.sign_in(ADA, GOOD).await.unwrap();
        let again = house.visitor(again.secret).await;
        assert_eq!(again.standing, Standing::Overdue);
        let key = add_app(&house, &again).await;
        let back = back_in(&house, ADA, &key).await;
        assert_eq!(back.standing, Standing::Fine);
        for kind in ["asked", "confirmed", "finished"] {
            assert_eq!(house.entries(&format!("trusted_recovery.{kind}")).await.len(), 1, "{kind}");
        }
    }

    /// Naming somebody says nothing of whether there is such an account, by what is shown, mailed or counted.
    async fn naming_somebody_tells_nothing_of_accounts(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let ada = member(&house, ADA).await;
        member(&house, HEDY).await;
        let work = || house.database().counts();
        let mut costs = Vec::new();
        for shown in [HEDY, "nobody@example.org"] {
            let before = work();
            name(&house, &ada, shown).await.unwrap();
            let after = work();
            costs.push((after.0 - before.0, after.1 - before.1));
        }
        assert_eq!(costs[0], costs[1], "statements and commits");
        house.run_jobs().await;
        let shown = |trust: view::Trust| trust.named.into_iter().map(|one| (one.shown, one.has_accepted)).collect::<Vec<_>>();
        let both = [(HEDY.to_owned(), false), ("nobody@example.org".to_owned(), false)];
        assert_eq!(shown(trust_of(&house, &ada).await), both);
        let hedy = house.sign_in(HEDY, GOOD).await.unwrap();
        let hedy = house.visitor(hedy.secret).await;
        // Who declines looks like who never answered.
        let asked = trust_of(&house, &hedy).await.named_by.remove(0);
        let mut tx = house.database().begin(&hedy.caller).await.unwrap();
        answer::decline(&mut tx, &hedy, asked.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shown(trust_of(&house, &ada).await), both);
        assert!(trust_of(&house, &hedy).await.named_by.is_empty());
        house.wait(TimeDelta::days(14));
        assert!(trust_of(&house, &ada).await.named.is_empty(), "what nobody agreed to ends by itself");
    }

    async fn what_is_wrong_with_a_name_is_said(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let ada = member(&house, ADA).await;
        for (shown, code) in [("", "required"), ("  ", "required"), ("ADA@example.org", "trusted-self"), ("x\u{202e}y", "hidden-characters")] {
            assert_eq!(problems(name(&house, &ada, shown).await), [("name".to_owned(), code)], "{shown}");
        }
        assert_eq!(problems(name(&house, &ada, &"x".repeat(255)).await), [("name".to_owned(), "too-long")]);
        name(&house, &ada, HEDY).await.unwrap();
        assert_eq!(problems(name(&house, &ada, " HEDY@example.org ").await), [("name".to_owned(), "trusted-named")]);
        for number in 2..4 {
            name(&house, &ada, &format!("person{number}@example.org")).await.unwrap();
        }
        assert_eq!(problems(name(&house, &ada, IDA).await), [("name".to_owned(), "trusted-too-many")]);
        house.wait(TimeDelta::minutes(10));
        let stale = house.visitor(house.sign_in(ADA, GOOD).await.unwrap().secret).await;
        house.wait(TimeDelta::minutes(10));
        assert!(matches!(name(&house, &stale, IDA).await, Err(AuthenticationError::NotFresh)));
        let off = house.place_with(|settings| settings.trusted_recovery.is_on = false);
        let named = house.authentication.name_trusted_person(&stale, &off, Locale::En, IDA).await;
        assert!(matches!(named, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "off unless the tenant turns it on");
    }

    /// Whoever sits in a session that is not theirs cannot name an accomplice and use them at once.
    async fn a_new_trusted_person_counts_days_later(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let ada = member(&house, ADA).await;
        add_app(&house, &ada).await;
        let hedy = member(&house, HEDY).await;
        let key = add_app(&house, &hedy).await;
        name(&house, &ada, HEDY).await.unwrap();
        assert_eq!(house.mail_kinds(ADA).await[0], "trusted_person_named", "the owner is told at once");
        house.run_jobs().await;
        assert_eq!(problems(ask(&house).await), [(String::new(), "help-nobody")], "not agreed yet");
        accept(&house, &hedy).await.unwrap();
        assert!(matches!(accept(&house, &hedy).await, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "once");
        house.wait(COUNTS_AFTER - TimeDelta::minutes(1));
        assert_eq!(problems(ask(&house).await), [(String::new(), "help-nobody")]);
        house.wait(TimeDelta::minutes(2));
        ask(&house).await.unwrap();
        let hedy = back_in(&house, HEDY, &key).await;
        assert_eq!(to_help(&house, &hedy).await.len(), 1);
        // Either of the two ends it; a request that waits is not seen any more then.
        let trust = trust_of(&house, &hedy).await.named_by[0].id;
        let mut tx = house.database().begin(&hedy.caller).await.unwrap();
        answer::end(&mut tx, &hedy, trust).await.unwrap();
        tx.commit().await.unwrap();
        assert!(to_help(&house, &hedy).await.is_empty());
        assert_eq!(house.test.number("SELECT count(*) FROM trusted_person").await, 0);
    }

    /// Whoever confirms has shown two factors a moment ago, and nobody has tampered with their account lately.
    async fn confirming_takes_a_strong_fresh_and_settled_helper(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let ada = member(&house, ADA).await;
        add_app(&house, &ada).await;
        let hedy = member(&house, HEDY).await;
        name(&house, &ada, HEDY).await.unwrap();
        house.run_jobs().await;
        accept(&house, &hedy).await.unwrap();
        house.wait(COUNTS_AFTER);
        ask(&house).await.unwrap();
        let weak = house.visitor(house.sign_in(HEDY, GOOD).await.unwrap().secret).await;
        let request = to_help(&house, &weak).await[0].id;
        assert_eq!(problems(confirm(&house, &weak, request).await), [(String::new(), "helper-not-strong")]);
        // A factor that was just added, perhaps by a thief, is not enough for others yet.
        let key = add_app(&house, &weak).await;
        let hedy = back_in(&house, HEDY, &key).await;
        assert_eq!(problems(confirm(&house, &hedy, request).await), [(String::new(), "helper-changed-lately")]);
        house.wait(TimeDelta::hours(48));
        assert!(matches!(confirm(&house, &hedy, request).await, Err(AuthenticationError::NotFresh)));
        let hedy = back_in(&house, HEDY, &key).await;
        // Somebody else cannot, whatever they have.
        let ida = member(&house, IDA).await;
        add_app(&house, &ida).await;
        assert!(matches!(confirm(&house, &ida, request).await, Err(AuthenticationError::Directory(DirectoryError::NotFound))));
        confirm(&house, &hedy, request).await.unwrap();
        assert!(matches!(confirm(&house, &hedy, request).await, Err(AuthenticationError::Directory(DirectoryError::WrongState))));
    }

    /// It never leads to more rights than the helper has, also when they were given meanwhile.
    async fn nobody_is_helped_into_more_rights_than_the_helper_has(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (ada, hedy) = pair(&house).await;
        house.give(ada.person, SystemRole::Helpdesk).await;
        assert_eq!(problems(ask(&house).await), [(String::new(), "help-nobody")]);
        house.give(hedy.person, SystemRole::TenantAdministrator).await;
        ask(&house).await.unwrap();
        let request = to_help(&house, &hedy).await[0].id;
        // As the request saw her, she holds less; so would somebody whose role has ended.
        let refused = confirm(&house, &hedy, request).await;
        assert!(
            matches!(refused, Err(AuthenticationError::Directory(DirectoryError::Rights(PermissionError::BeyondOwnRights)))),
            "{refused:?}"
        );
        let caller = foundation::Caller { permissions: SystemRole::TenantAdministrator.grants(), ..hedy.caller.clone() };
        let hedy = Visitor { caller, ..hedy };
        confirm(&house, &hedy, request).await.unwrap();
        house.wait(TimeDelta::hours(48));
        let token = house.token(ADA, "help_ready").await;
        // More was given to Ada in the waiting time than Hedy has.
        house.give(ada.person, SystemRole::TenantAdministrator).await;
        let keystone = house.person(HEDY).await;
        let mut tx = house.system().await;
        for assignment in permissions::of_person(&mut tx, keystone).await.unwrap() {
            permissions::end(&mut tx, keystone, assignment.id, "Left").await.unwrap();
        }
        tx.commit().await.unwrap();
        assert!(is_expired(house.finish_help(&token, GOOD).await));
        assert_eq!(house.test.number("SELECT count(*) FROM authenticator_app").await, 2, "nothing was taken away");
    }

    /// Each of its mails to the owner lets them say that it was somebody else.
    async fn its_mails_close_the_account_to_everybody(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let ada = member(&house, ADA).await;
        let own_key = add_app(&house, &ada).await;
        let hedy = member(&house, HEDY).await;
        let key = add_app(&house, &hedy).await;
        name(&house, &ada, HEDY).await.unwrap();
        house.run_jobs().await;
        accept(&house, &hedy).await.unwrap();
        house.wait(COUNTS_AFTER);
        let ada = back_in(&house, ADA, &own_key).await;
        let say = async |kind: &str| {
            let mails = house.mails(ADA).await;
            let mail = mails.iter().find(|mail| mail.item.kind == kind).unwrap_or_else(|| panic!("no {kind}"));
            house.not_me(&token_in(mail.text.split_once("/not-me").unwrap().1)).await.unwrap();
            assert_eq!((house.sessions_of(ada.person).await, house.credential(ada.person).await), (0, None), "{kind}");
        };
        let come_back = async || {
            let token = house.token(ADA, "account_secured").await;
            house.set_password(&token, GOOD).await.unwrap();
        };
        // Whom somebody else named is named no longer; whom the owner had named before still is.
        name(&house, &ada, IDA).await.unwrap();
        say("trusted_person_named").await;
        let named = trust_of(&house, &ada).await.named;
        assert!(named.len() == 1 && named[0].has_accepted, "{named:?}");
        come_back().await;

        ask(&house).await.unwrap();
        let stop = token_in(&house.mails(ADA).await.into_iter().find(|mail| mail.item.kind == "help_asked").unwrap().text);
        house.cancel_help(&stop).await.unwrap();
        say("help_ended").await;
        come_back().await;

        house.wait(TimeDelta::days(2));
        let hedy = back_in(&house, HEDY, &key).await;
        let token = ready(&house, &hedy).await;
        house.finish_help(&token, GOOD).await.unwrap();
        say("help_done").await;
    }

    /// Everybody who is told can stop it, at any time until the person is back.
    async fn whoever_is_told_can_stop_it(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (ada, hedy) = pair(&house).await;
        second_address(&house, ada.person, "work@ada.example").await;
        // By the link of a mail, which works once and shows nothing by being looked at.
        let token = ready(&house, &hedy).await;
        let stop = token_in(&house.mails("work@ada.example").await.into_iter().find(|mail| mail.item.kind == "help_confirmed").unwrap().text);
        house.cancel_help(&stop).await.unwrap();
        assert!(is_expired(house.cancel_help(&stop).await));
        assert!(is_expired(house.finish_help(&token, GOOD).await));
        assert_eq!(house.mail_kinds(ADA).await[0], "help_ended");
        // After a day she can ask again.
        ask(&house).await.unwrap();
    }

    async fn the_owner_sees_it_in_every_session_and_stops_it(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let ada = member(&house, ADA).await;
        let key = add_app(&house, &ada).await;
        let hedy = member(&house, HEDY).await;
        let helper = add_app(&house, &hedy).await;
        name(&house, &ada, HEDY).await.unwrap();
        house.run_jobs().await;
        accept(&house, &hedy).await.unwrap();
        house.wait(COUNTS_AFTER);
        let ada = back_in(&house, ADA, &key).await;
        assert!(!ada.help_asked);
        ask(&house).await.unwrap();
        let ada = back_in(&house, ADA, &key).await;
        assert!(ada.help_asked, "a sign-in with a real factor meanwhile is told");
        let hedy = back_in(&house, HEDY, &helper).await;
        assert!(!hedy.help_asked);
        let request = to_help(&house, &hedy).await[0].id;
        house.authentication.cancel_own_help(&ada, &house.place, Locale::En).await.unwrap();
        let again = house.authentication.cancel_own_help(&ada, &house.place, Locale::En).await;
        assert!(matches!(again, Err(AuthenticationError::Directory(DirectoryError::WrongState))));
        assert!(matches!(confirm(&house, &hedy, request).await, Err(AuthenticationError::Directory(DirectoryError::NotFound))));
        assert!(!back_in(&house, ADA, &key).await.help_asked);
        assert_eq!(problems(ask(&house).await), [(String::new(), "help-once-a-day")]);
        assert_eq!(house.entries("trusted_recovery.cancelled").await.len(), 1);
    }

    /// Until there is something new, the password somebody came back with is all that is known of them: one that was set by mail
    /// instead opens nothing, and staff make sure who it is.
    async fn a_mailbox_does_not_finish_what_a_trusted_person_began(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (ada, hedy) = pair(&house).await;
        let token = ready(&house, &hedy).await;
        house.finish_help(&token, GOOD).await.unwrap();
        let reset = house.recovery_token(ADA, ADA).await;
        house.set_password(&reset, OTHER).await.unwrap();
        let half = house.half(ADA, OTHER).await;
        let code = house.authentication.second_step_with_code(&house.at(1), &house.place, Locale::En, &half.token, "123456").await;
        assert!(code.is_err());
        assert_eq!(house.sessions_of(ada.person).await, 0);
    }

    /// Whoever may be a trusted person no longer sees nothing of a request and stops nothing.
    async fn a_guardian_of_before_has_no_say(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (_, hedy) = pair(&house).await;
        ask(&house).await.unwrap();
        let request = to_help(&house, &hedy).await[0].id;
        let mut settings = house.place.tenant.settings.clone();
        settings.trusted_recovery.helpers = Helpers::Guardians;
        let place = Place { tenant: Arc::new(directory::Tenant { settings, ..(*house.place.tenant).clone() }), ..house.place.clone() };
        let mut tx = house.database().read(&hedy.caller).await.unwrap();
        assert!(view::own(&mut tx, &place, &hedy).await.unwrap().to_help.is_empty());
        assert!(view::to_help(&mut tx, &place, &hedy, request).await.is_err());
        drop(tx);
        let gone = |outcome| matches!(outcome, Err(AuthenticationError::Directory(DirectoryError::NotFound)));
        assert!(gone(house.authentication.refuse_help(&hedy, &place, Locale::En, request).await));
        assert!(gone(house.authentication.confirm_help(&hedy, &place, Locale::En, request).await));
        assert_eq!(to_help(&house, &hedy).await.len(), 1, "it goes on");
    }

    /// A trusted person who says no ends it, also after another one had said yes.
    async fn a_trusted_person_refuses_what_another_confirmed(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (ada, hedy) = pair(&house).await;
        let ida = member(&house, IDA).await;
        let key = add_app(&house, &ida).await;
        let ada_again = Visitor { authenticated_at: house.database().now(), ..ada.clone() };
        name(&house, &ada_again, IDA).await.unwrap();
        house.run_jobs().await;
        let ida = back_in(&house, IDA, &key).await;
        accept(&house, &ida).await.unwrap();
        ready(&house, &hedy).await;
        let ida = back_in(&house, IDA, &key).await;
        assert!(to_help(&house, &ida).await.is_empty(), "she did not count when it was asked");
        let request = to_help(&house, &hedy).await[0].id;
        house.authentication.refuse_help(&hedy, &house.place, Locale::En, request).await.unwrap();
        let again = house.authentication.refuse_help(&hedy, &house.place, Locale::En, request).await;
        assert!(matches!(again, Err(AuthenticationError::Directory(DirectoryError::NotFound))));
        assert_eq!(house.entries("trusted_recovery.refused").await.len(), 1);
    }

    /// The request belongs to the password it was made with: whoever sets another by mail begins anew.
    async fn another_password_ends_it(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (_, hedy) = pair(&house).await;
        let token = ready(&house, &hedy).await;
        let reset = house.recovery_token(ADA, ADA).await;
        house.set_password(&reset, OTHER).await.unwrap();
        for password in [GOOD, OTHER] {
            assert!(house.finish_help(&token, password).await.is_err(), "{password}");
        }
        assert_eq!(house.test.number("SELECT count(*) FROM authenticator_app").await, 2);
    }

    /// Nothing is left open for long: what nobody confirms, and what nobody comes back to.
    async fn what_is_not_gone_on_with_ends_by_itself(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (_, hedy) = pair(&house).await;
        ask(&house).await.unwrap();
        house.wait(TimeDelta::days(3));
        assert!(to_help(&house, &hedy).await.is_empty());
        let hedy = Visitor { authenticated_at: house.database().now(), ..hedy };
        let token = ready(&house, &hedy).await;
        house.wait(TimeDelta::days(3));
        assert!(is_expired(house.finish_help(&token, GOOD).await));
        house.wait(TimeDelta::days(8));
        authentication::trusted::sweep(house.database()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM trusted_recovery").await, 0);
        assert_eq!(house.test.number("SELECT count(*) FROM trusted_person").await, 1, "who agreed stays");
    }

    /// Guesses at the password behind the link count like any others.
    async fn guessing_at_the_password_behind_the_link_is_limited(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (_, hedy) = pair(&house).await;
        let token = ready(&house, &hedy).await;
        for _ in 0..10 {
            assert!(is_wrong(house.finish_help(&token, OTHER).await));
        }
        assert!(is_throttled(house.finish_help(&token, GOOD).await));
        house.wait(TimeDelta::minutes(16));
        house.finish_help(&token, GOOD).await.unwrap();
    }

    async fn only_those_whom_the_tenant_lets_can_be_named(test: TestDatabase) {
        let house = open(test, Helpers::Guardians).await;
        let ada = member(&house, ADA).await;
        let hedy = member(&house, HEDY).await;
        name(&house, &ada, HEDY).await.unwrap();
        house.run_jobs().await;
        assert!(trust_of(&house, &hedy).await.named_by.is_empty(), "she is no guardian of hers");
        let mut tx = house.system().await;
        let (id, today) = (tx.new_id::<Uuid>(), tx.now().date_naive());
        let (ended, begun) = (today - TimeDelta::days(1), today - TimeDelta::days(100));
        let relation = tx.sql(GUARDIAN).bind(id).bind(hedy.person).bind(ada.person).bind(true).bind(begun).bind(ended);
        relation.execute().await.unwrap();
        tx.commit().await.unwrap();
        let trust = trust_of(&house, &ada).await.named.remove(0).id;
        let mut tx = house.database().begin(&ada.caller).await.unwrap();
        answer::end(&mut tx, &ada, trust).await.unwrap();
        tx.commit().await.unwrap();
        name(&house, &ada, HEDY).await.unwrap();
        house.run_jobs().await;
        assert!(trust_of(&house, &hedy).await.named_by.is_empty(), "not any more");
        let mut tx = house.system().await;
        let id = tx.new_id::<Uuid>();
        let forever: Option<chrono::NaiveDate> = None;
        let relation = tx.sql(GUARDIAN).bind(id).bind(hedy.person).bind(ada.person).bind(true).bind(today).bind(forever);
        relation.execute().await.unwrap();
        tx.commit().await.unwrap();
        let trust = trust_of(&house, &ada).await.named.remove(0).id;
        let mut tx = house.database().begin(&ada.caller).await.unwrap();
        answer::end(&mut tx, &ada, trust).await.unwrap();
        tx.commit().await.unwrap();
        name(&house, &ada, HEDY).await.unwrap();
        house.run_jobs().await;
        assert_eq!(trust_of(&house, &hedy).await.named_by.len(), 1);
        assert!(house.mail_kinds(HEDY).await.contains(&"trusted_person_asked".to_owned()));
    }

    /// Of those who stop it and the one who comes back at the same moment, one is first, and the other finds it done.
    async fn stopping_and_coming_back_at_once(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (_, hedy) = pair(&house).await;
        let token = ready(&house, &hedy).await;
        let stop = token_in(&house.mails(ADA).await.into_iter().find(|mail| mail.item.kind == "help_confirmed").unwrap().text);
        let other = house.second_node().await;
        let (here, there) = (house.at(1), house.at(9));
        let good = secret(GOOD);
        let (back, stopped) = tokio::join!(
            house.authentication.finish_help(&here, &house.place, Locale::En, &token, &good),
            other.cancel_help(&there, &house.place, Locale::En, &stop),
        );
        assert!(back.is_ok() != stopped.is_ok(), "{back:?} {stopped:?}");
        let done = house.test.number("SELECT count(*) FROM trusted_recovery WHERE state = 'done'").await;
        let cancelled = house.test.number("SELECT count(*) FROM trusted_recovery WHERE state = 'cancelled'").await;
        assert_eq!((done, cancelled), (i64::from(back.is_ok()), i64::from(stopped.is_ok())));
        let apps = house.test.number("SELECT count(*) FROM authenticator_app").await;
        assert_eq!(apps, if back.is_ok() { 1 } else { 2 });
    }

    /// Two who confirm at once: the waiting time begins once.
    async fn two_confirm_at_once(test: TestDatabase) {
        let house = open(test, Helpers::Anybody).await;
        let (_, hedy) = pair(&house).await;
        ask(&house).await.unwrap();
        let request = to_help(&house, &hedy).await[0].id;
        let other = house.second_node().await;
        let (first, second) = tokio::join!(
            confirm(&house, &hedy, request),
            other.confirm_help(&hedy, &house.place, Locale::En, request),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        assert_eq!(house.entries("trusted_recovery.confirmed").await.len(), 1);
        house.wait(TimeDelta::hours(48));
        let kinds = house.mail_kinds(ADA).await;
        assert_eq!(kinds.iter().filter(|kind| *kind == "help_ready").count(), 1);
    }
}

/// PostgreSQL lines them up behind a row that is held: whoever is first decides.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_first_decides() {
    let house = open(database::testing::postgres().await, Helpers::Anybody).await;
    let (ada, hedy) = pair(&house).await;
    let token = ready(&house, &hedy).await;
    let mails = house.mails(ADA).await;
    let stop = token_in(&mails.iter().find(|mail| mail.item.kind == "help_confirmed").unwrap().text);
    let mut held = house.system().await;
    directory::people::find::hold(&mut held, ada.person).await.unwrap();
    let (service, place, caller) = (house.authentication.clone(), house.place.clone(), house.at(9));
    let stopping = tokio::spawn(async move { service.cancel_help(&caller, &place, Locale::En, &stop).await });
    until_waiting(&house.test, 1).await;
    let (service, place, caller) = (house.authentication.clone(), house.place.clone(), house.at(1));
    let back =
        tokio::spawn(async move { service.finish_help(&caller, &place, Locale::En, &token, &secret(GOOD)).await });
    until_waiting(&house.test, 2).await;
    drop(held);
    stopping.await.unwrap().unwrap();
    assert!(is_expired(back.await.unwrap()));
    assert_eq!(house.test.number("SELECT count(*) FROM authenticator_app").await, 2);
}
