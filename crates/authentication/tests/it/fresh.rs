//! Fresh proofs: what asks for one, how long one counts, and the forms that wait for it.

use authentication::invite_administrator::Invited;
use authentication::kept::{self, Fields, Kept, LARGEST, LIFETIME, MOST};
use authentication::{AuthenticationError, Place, SessionSecret, Visitor, invite, sessions};
use chrono::TimeDelta;
use database::on_each_database;
use directory::tenants::step_up::StepUp;
use directory::tenants::{create, manage};
use foundation::{Caller, Locale, Sensitive, SensitiveSet, TenantId};
use permissions::Scope;
use permissions::{Given, SystemRole, roles};
use uuid::Uuid;

use crate::house::{GOOD, House, origin, secret};

const ADA: &str = "ada@example.org";
const EVE: &str = "eve@example.org";
const PAGE: &str = "/console/settings";

fn fields(value: &str) -> Fields {
    [("reason".to_owned(), value.to_owned()), ("permission".to_owned(), "people.see\nroles.see".to_owned())].into()
}

async fn member(house: &House, email: &str) -> Visitor {
    let signed_in = house.join(email, GOOD).await;
    house.visitor(signed_in.secret).await
}

async fn keep(house: &House, visitor: &Visitor, value: &str) -> Option<Uuid> {
    house.authentication.keep_form(visitor, PAGE, "/console/settings", &fields(value)).await.unwrap()
}

async fn take(house: &House, visitor: &Visitor, page: &str, id: Uuid) -> Option<Kept> {
    house.authentication.take_form(visitor, page, id).await.unwrap()
}

async fn visit(house: &House, place: &Place, session: SessionSecret) -> Visitor {
    let origin = origin(1, "Firefox on Linux");
    let settings = &place.tenant.settings;
    sessions::visit(house.database(), house.tenant(), settings, session, &origin).await.unwrap().expect("it counts")
}

fn is_stale<T: std::fmt::Debug>(outcome: Result<T, impl Into<AuthenticationError>>) -> bool {
    matches!(outcome.map_err(Into::into), Err(AuthenticationError::NotFresh))
}

on_each_database! {
    async fn a_form_waits_for_its_session_and_its_page_and_is_shown_once(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        let eve = member(&house, EVE).await;
        let elsewhere = house.visitor(house.sign_in(ADA, GOOD).await.unwrap().secret).await;
        let id = keep(&house, &ada, "Because").await.unwrap();
        for stranger in [&eve, &elsewhere] {
            assert_eq!(take(&house, stranger, PAGE, id).await, None, "not another's, nor her own other session's");
        }
        assert_eq!(take(&house, &ada, "/console/roles/new", id).await, None, "not on another page");
        assert_eq!(take(&house, &ada, PAGE, Uuid::nil()).await, None);
        let kept = Kept { sent_to: "/console/settings".to_owned(), fields: fields("Because") };
        assert_eq!(take(&house, &ada, PAGE, id).await, Some(kept));
        assert_eq!(take(&house, &ada, PAGE, id).await, None, "once");
    }

    /// The proof makes another session of it, and what waits goes along.
    async fn a_form_goes_along_with_the_proof(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        let id = keep(&house, &ada, "Because").await.unwrap();
        house.wait(TimeDelta::minutes(11));
        let password = secret(GOOD);
        let confirmed = house.authentication.confirm_with_password(&ada, &house.place, Locale::En, &password, "").await;
        let after = house.visitor(confirmed.unwrap()).await;
        assert_ne!(after.session, ada.session);
        assert_eq!(take(&house, &ada, PAGE, id).await, None, "the session from before is over");
        assert!(take(&house, &after, PAGE, id).await.is_some());
        // With the session it ends.
        keep(&house, &after, "Because").await.unwrap();
        house.authentication.secure_account(&after, &house.place, Locale::En).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM kept_form").await, 0);
    }

    async fn forms_are_few_and_small_and_do_not_stay(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        assert_eq!(keep(&house, &ada, &"x".repeat(LARGEST)).await, None, "too large");
        let none = house.authentication.keep_form(&ada, PAGE, PAGE, &Fields::new()).await.unwrap();
        assert_eq!(none, None, "nothing was typed");
        let first = keep(&house, &ada, "1").await.unwrap();
        for number in 1..MOST {
            assert!(keep(&house, &ada, "more").await.is_some(), "{number}");
        }
        assert_eq!(keep(&house, &ada, "too many").await, None);
        house.wait(LIFETIME);
        assert_eq!(take(&house, &ada, PAGE, first).await, None, "its time is over");
        house.wait(TimeDelta::seconds(1));
        kept::sweep(house.database()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM kept_form").await, 0);
    }

    /// What was typed cannot be read underneath, nor moved to another row or page.
    async fn what_waits_is_sealed(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = member(&house, ADA).await;
        let id = keep(&house, &ada, "Something personal").await.unwrap();
        let mut bare = house.test.bare(database::testing::Role::Owner).await;
        let column = match bare.dialect() {
            database::Dialect::Sqlite => "lower(hex(sealed))",
            database::Dialect::Postgres => "encode(sealed, 'hex')",
        };
        let found = bare.run(&format!("SELECT {column} FROM kept_form")).await.unwrap().firsts();
        let hex = data_encoding::HEXLOWER.encode(b"Something personal");
        assert!(found.len() == 1 && !found[0].contains(&hex));
        drop(bare);
        house.test.as_owner("UPDATE kept_form SET page = '/console/roles/new'").await;
        let outcome = house.authentication.take_form(&ada, "/console/roles/new", id).await;
        assert!(matches!(outcome, Err(AuthenticationError::Database(database::DbError::Corrupt("kept_form.sealed")))), "{outcome:?}");
    }

    /// Each use case asks, whoever calls it: without a fresh proof nothing of it happens.
    async fn sensitive_use_cases_ask_for_a_fresh_proof(test: TestDatabase) {
        let house = House::open(test).await;
        let boss = member(&house, "boss@example.org").await;
        house.give(boss.person, SystemRole::TenantAdministrator).await;
        let eve = member(&house, EVE).await;
        let waiting = house.invited("ivan@example.org").await;
        house.give(waiting, SystemRole::Helpdesk).await;
        let secret = house.sign_in("boss@example.org", GOOD).await.unwrap().secret;
        let fresh = house.visitor(secret).await.caller;
        assert_eq!(fresh.proved, SensitiveSet::ALL);
        house.wait(TimeDelta::minutes(10));
        let stale = house.visitor(secret).await.caller;
        assert_eq!(stale.proved, SensitiveSet::NONE);
        let audit = house.test.number("SELECT count(*) FROM audit_event").await;

        let mut tx = house.database().begin(&stale).await.unwrap();
        let role = roles::system(&mut tx, SystemRole::Helpdesk).await.unwrap().id;
        let given = Given { role, scope: Scope::Tenant, starts_at: None, ends_at: None, reason: "Help".to_owned(), origin: "console" };
        assert!(is_stale(permissions::give(&mut tx, eve.person, &given).await));
        let held = permissions::of_person(&mut tx, waiting).await.unwrap()[0].id;
        assert!(is_stale(permissions::assignments::end(&mut tx, waiting, held, "Left").await));
        let new = roles::Definition { name: "Clerk".to_owned(), description: String::new(), grants: boss.caller.permissions };
        assert!(is_stale(roles::define(&mut tx, &new).await));
        assert!(is_stale(sessions::end(&mut tx, eve.person, eve.session).await));
        assert!(is_stale(sessions::end_others(&mut tx, eve.person, None).await));
        assert!(is_stale(invite::invite_within(&mut tx, &house.place, waiting, None).await), "he will hold a role");
        let export = audit::Trail::export(&mut tx, &audit::Filter::default(), audit::Format::Csv, None).await;
        assert!(matches!(export.map(drop), Err(audit::AuditError::Unproved(_))));
        let before = manage::own(&mut tx).await.unwrap();
        let longer = directory::Settings { idle_minutes: 61, ..before.settings.clone() };
        assert!(is_stale(manage::change(&mut tx, before.version, &before.name, &longer).await));
        let prettier = directory::Settings { accent: "#123456".to_owned(), ..before.settings.clone() };
        manage::change(&mut tx, before.version, &before.name, &prettier).await.expect("what weakens nothing needs none");
        let policy = before.settings.sign_in_policy.clone();
        let changed = authentication::second::summary::change_policy(&mut tx, before.version + 1, policy, StepUp { minutes: 60, ..StepUp::default() }).await;
        assert!(is_stale(changed), "least of all this");
        drop(tx);
        assert_eq!(house.test.number("SELECT count(*) FROM audit_event").await, audit);
        assert_eq!(house.sessions_of(eve.person).await, 1);
        // One's own other sessions end without: whoever fears a thief acts at once.
        let mut tx = house.database().begin(&stale).await.unwrap();
        sessions::end_others(&mut tx, boss.person, None).await.unwrap();
        drop(tx);
        let mut tx = house.database().begin(&fresh).await.unwrap();
        permissions::give(&mut tx, eve.person, &given).await.expect("the same with a proof");
    }

    async fn operators_prove_who_they_are_before_they_change_tenants(test: TestDatabase) {
        let house = House::open(test).await;
        let operator = Caller { proved: SensitiveSet::NONE, ..Caller::system(TenantId::PLATFORM, "test") };
        let (database, bank) = (house.database(), house.tenant());
        let new = create::NewTenant { slug: "late".to_owned(), name: "Late".to_owned(), settings: directory::Settings::default() };
        assert!(is_stale(create::create(database, &operator, &new).await));
        assert!(is_stale(manage::set_suspended(database, &operator, bank, Some("Late")).await));
        assert!(is_stale(manage::set_suspended(database, &operator, bank, None).await));
        assert!(is_stale(manage::add_host(database, &operator, bank, "login.bank.example").await));
        assert!(is_stale(manage::remove_host(database, &operator, bank, "login.bank.example").await));
        let invited = Invited { email: EVE, reason: "Help", inviter: "Olga" };
        assert!(is_stale(house.authentication.invite_administrator(&operator, &house.place, invited).await));
        assert_eq!(house.test.number("SELECT count(*) FROM tenant").await, 2);
        let proved = SensitiveSet::NONE.with(Sensitive::Tenants);
        manage::add_host(database, &Caller { proved, ..operator }, bank, "login.bank.example").await.unwrap();
    }

    async fn the_tenant_decides_for_what_and_for_how_long(test: TestDatabase) {
        let house = House::open(test).await;
        let step_up = StepUp { minutes: 2, without: [Sensitive::Exports].into() };
        let place = house.place_with(|settings| settings.step_up = step_up.clone());
        let session = house.join(ADA, GOOD).await.secret;
        house.wait(TimeDelta::seconds(119));
        let ada = visit(&house, &place, session).await;
        assert!(ada.is_fresh(house.database().now()) && ada.caller.proved == SensitiveSet::ALL);
        house.wait(TimeDelta::seconds(1));
        let ada = visit(&house, &place, session).await;
        assert!(!ada.is_fresh(house.database().now()));
        assert_eq!(ada.caller.proved, SensitiveSet::NONE.with(Sensitive::Exports));
        let offered = house.authentication.offer_app(&ada, "Phone").await;
        assert!(matches!(offered, Err(AuthenticationError::NotFresh)), "two minutes hold for factors, too: {offered:?}");
    }
}
