//! What a tenant asks of its people, over HTTP: one page is left to whoever lacks it, and the page that decides it.

use std::collections::BTreeSet;

use axum::http::Method;
use chrono::TimeDelta;
use directory::tenants::policy::{Demand, Required, SignInPolicy};
use server::web::protect::OPEN;
use server::web::routes::inventory;

use crate::cookies::customer;
use crate::flows::bank;
use crate::harness::{Options, PASSWORD, on_each_kind, on_each_site};
use crate::isolation::{TABLE, path, world};
use crate::passkeys::{self, Device};
use crate::second::App;

fn strict() -> SignInPolicy {
    SignInPolicy::default()
}

on_each_kind! {
    /// The default of a new installation and of a new tenant: its administrators make a strong factor at their first sign-in, and
    /// can always make one.
    async fn the_first_administrators_make_a_factor_and_go_on(kind: Kind) {
        let site = kind.site(Options { asks_nothing_of_operators: false, ..Options::default() }).await;
        let token = site.setup_token().await;
        let mut olga = site.visitor();
        let name = [("given_name", "Olga"), ("family_name", "Operator"), ("email", "olga@host.example")];
        let fields = [&[("token", token.expose()), ("password", PASSWORD)], name.as_slice()].concat();
        assert_eq!(olga.post("/t/platform/setup", &fields).await.status, 303);
        let wanted = "/t/platform/console/tenants/new";
        let led = olga.get(wanted).await;
        assert_eq!(led.location, "/t/platform/portal/protect?next=%2Ft%2Fplatform%2Fconsole%2Ftenants%2Fnew");
        let page = olga.get(&led.location).await;
        assert!(page.status == 200 && page.body.contains("Protect your account") && !page.body.contains("/console"), "{}", page.body);
        let made = olga.post(wanted, &[("name", "Bank"), ("slug", "bank"), ("administrator_email", "ada@bank.example")]).await;
        assert_eq!(made.location, "/t/platform/portal/protect", "sending is closed as well");
        assert_eq!(site.number("SELECT count(*) FROM tenant").await, 1);
        // With a passkey, and on to where she wanted to go.
        let asked = passkeys::question(&mut olga, "/t/platform/portal/security/passkeys/options").await;
        let mut device = Device::new(1);
        let response = device.make(&asked, crate::harness::ORIGIN);
        let fields = [("response", response.as_str()), ("next", wanted)];
        assert_eq!(olga.post("/t/platform/portal/security/passkeys", &fields).await.location, wanted);
        assert_eq!(olga.get(wanted).await.status, 200);
        assert_eq!(olga.get("/t/platform/portal/protect").await.location, "/t/platform/portal");

        let made = olga.post(wanted, &[("name", "Bank"), ("slug", "bank"), ("administrator_email", "ada@bank.example")]).await;
        assert!(made.location.contains("done=tenant-created"), "{}", made.body);
        let mut ada = site.accept("bank", "ada@bank.example", "Ada", "Lovelace").await;
        assert!(ada.get("/t/bank/console").await.location.starts_with("/t/bank/portal/protect"));
        // With an app: recovery codes are offered on the way.
        let app = App::add(&site, &mut ada, "bank").await;
        assert_eq!(ada.get("/t/bank/console").await.status, 200);
        // It cannot be taken away again.
        let removed = ada.post(&format!("/t/bank/portal/security/apps/{}/remove", app.id), &[]).await;
        assert!(removed.status == 422 && removed.body.contains("Your organisation asks for this factor"), "{}", removed.body);
        // Customers are asked for nothing.
        let new = [("family_name", "Carl"), ("email", "carl@bank.example"), ("archetype", "customer"), ("invite", "yes")];
        assert_eq!(ada.post("/t/bank/console/people/new", &new).await.status, 303);
        let mut carl = site.accept("bank", "carl@bank.example", "Carl", "Customer").await;
        assert_eq!(carl.get("/t/bank/portal").await.status, 200);
    }
}

on_each_site! {
    /// Deny by default: of all routes only those of the list answer whoever is overdue.
    async fn everything_else_is_closed_until_then(site: Site) {
        let world = world(&site).await;
        let mut ada = world.administrator();
        site.set_policy("bank", strict()).await;
        let mut closed = 0;
        for (method, template, _) in TABLE.iter().filter(|(_, template, _)| !OPEN.contains(template)) {
            let ids = world.bank.of(template);
            let path = path("bank", template, &ids);
            let ask = ada.ask(method.parse::<Method>().unwrap(), &path);
            let ask = if *method == "POST" { ask.form(&[("reason", "Because")]) } else { ask };
            let answer = ada.send(ask).await;
            assert!(answer.location.starts_with("/t/bank/portal/protect"), "{method} {path}: {} {}", answer.status, answer.location);
            closed += 1;
        }
        assert!(closed > 80, "{closed}");
        assert!(ada.get("/t/bank/no-such-page").await.location.starts_with("/t/bank/portal/protect"));
        for open in ["/portal/protect", "/portal/security/apps/new", "/portal/security/passkeys/new", "/theme.css", "/signed-out"] {
            assert_eq!(ada.get(&format!("/t/bank{open}")).await.status, 200, "{open}");
        }
        assert_eq!(ada.post("/t/bank/language", &[("locale", "en"), ("next", "/t/bank/portal/protect")]).await.location, "/t/bank/portal/protect");
        // At another tenant nothing is asked of whoever has no session there.
        assert_eq!(ada.get("/t/school/sign-in").await.status, 200);
        assert_eq!(ada.post("/t/bank/sign-out", &[]).await.location, "/t/bank/signed-out");
    }

    /// A session from before shows the factor that was made elsewhere, and goes on where it was.
    async fn a_session_without_the_factor_shows_it_first(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut thief = site.signed_in("bank", "ada@bank.example").await;
        site.set_policy("bank", strict()).await;
        let app = App::add(&site, &mut ada, "bank").await;
        assert_eq!(ada.get("/t/bank/console/people").await.status, 200);
        let led = thief.get("/t/bank/console/people").await;
        assert_eq!(led.location, "/t/bank/portal/confirm?next=%2Ft%2Fbank%2Fconsole%2Fpeople");
        let page = thief.get(&led.location).await;
        assert!(page.status == 200 && page.body.contains("name=\"code\""), "{}", page.body);
        let fields = [("password", PASSWORD), ("next", "/t/bank/console/people")];
        assert_eq!(thief.post("/t/bank/portal/confirm", &fields).await.status, 422);
        for closed in ["/console", "/portal/protect", "/portal/security/apps/new", "/portal/security/passkeys/new"] {
            assert!(thief.get(&format!("/t/bank{closed}")).await.location.starts_with("/t/bank/portal/confirm"), "{closed}");
        }
        site.test().clock.advance(TimeDelta::minutes(1));
        let code = app.code(&site);
        let shown = thief.post("/t/bank/portal/confirm", &[&fields[..], &[("code", &code)]].concat()).await;
        assert_eq!(shown.location, "/t/bank/console/people", "{}", shown.body);
        assert_eq!(thief.get("/t/bank/console/people").await.status, 200);
    }

    async fn there_is_a_banner_while_there_is_time(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let soon = Demand { required: Required::StrongFactor, grace_days: 9 };
        site.set_policy("bank", SignInPolicy { administrators: soon, ..SignInPolicy::asking_nothing() }).await;
        for page in ["/t/bank/portal", "/t/bank/console"] {
            let body = ada.get(page).await.body;
            assert!(body.contains("A second factor is asked for from 11 March 2026 on") && body.contains("/t/bank/portal/protect"), "{body}");
        }
        assert_eq!(ada.get("/t/bank/portal/protect").await.status, 200);
        site.test().clock.advance(TimeDelta::days(9));
        let mut ada = site.signed_in("bank", "ada@bank.example").await;
        let led = ada.get("/t/bank/console/people?q=a&state=active").await.location;
        assert_eq!(led, "/t/bank/portal/protect?next=%2Ft%2Fbank%2Fconsole%2Fpeople%3Fq%3Da%26state%3Dactive");
        for next in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2Ft%2Fschool%2Fportal"] {
            let page = ada.get(&format!("/t/bank/portal/protect?next={next}")).await.body;
            assert!(!page.contains("//evil") && !page.contains("/t/school"), "{next}");
        }
        // The whole way with an app, carrying along where she wanted to go.
        let wanted = "/t/bank/console/people?q=a&state=active";
        let offered = ada.post("/t/bank/portal/security/apps", &[("name", "Phone"), ("next", wanted)]).await;
        assert!(offered.location.contains("/apps/confirm?next=%2Ft%2Fbank%2Fconsole%2Fpeople%3F"), "{}", offered.location);
        let app = App::confirm(&site, &mut ada, &offered.location, wanted).await;
        assert!(app.location.contains("recovery-codes?next=%2Ft%2Fbank%2Fconsole%2Fpeople%3Fq%3Da%26state%3Dactive&done=app-added"), "{}", app.location);
        let codes = ada.get(&app.location).await.body;
        assert!(codes.contains("href=\"/t/bank/console/people?q=a&amp;state=active\""), "{codes}");
        assert_eq!(ada.get(wanted).await.status, 200);
    }

    async fn the_effect_is_shown_before_a_policy_is_saved(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let page = "/t/bank/console/settings/policy";
        let shown = ada.get(page).await.body;
        assert!(shown.contains("Show whom it concerns") && !shown.contains("name=\"save\""), "{shown}");
        let version = site.tenant("bank").await.version.to_string();
        let strict = [
            ("required.everybody", "offered"),
            ("grace.everybody", ""),
            ("required.administrators", "strong_factor"),
            ("grace.administrators", "7"),
            ("required.archetype.customer", "second_factor"),
            ("grace.archetype.customer", "30"),
            ("version", version.as_str()),
        ];
        let effect = ada.post(page, &strict).await;
        assert!(effect.status == 200 && effect.body.contains("Whom it would concern now") && effect.body.contains("name=\"save\""), "{}", effect.body);
        let asked = site.tenant("bank").await.settings.sign_in_policy;
        assert_eq!(asked, SignInPolicy::asking_nothing(), "looking saves nothing");
        for (field, value, words) in [
            ("required.everybody", "nonsense", "choose"),
            ("grace.administrators", "soon", "number"),
            ("grace.everybody", "91", "90"),
        ] {
            let mut fields: Vec<_> = strict.iter().copied().filter(|(name, _)| *name != field).collect();
            fields.extend([(field, value), ("save", "yes")]);
            let refused = ada.post(page, &fields).await;
            assert!(refused.status == 422 && refused.body.to_lowercase().contains(words), "{field}: {}", refused.body);
        }
        site.test().clock.advance(TimeDelta::minutes(11));
        let save = [&strict[..], &[("save", "yes")]].concat();
        let led = ada.post(page, &save).await;
        assert!(led.location.starts_with("/t/bank/portal/confirm?next=%2Ft%2Fbank%2Fconsole%2Fsettings%2Fpolicy%3F"), "{}", led.location);
        ada.post("/t/bank/portal/confirm", &[("password", PASSWORD), ("next", page)]).await;
        let saved = ada.post(page, &save).await;
        assert_eq!(saved.location, format!("{page}?done=saved"), "{}", saved.body);
        let policy = site.tenant("bank").await.settings.sign_in_policy;
        assert_eq!(policy.administrators, Demand { required: Required::StrongFactor, grace_days: 7 });
        assert_eq!(policy.archetypes["customer"], Demand { required: Required::SecondFactor, grace_days: 30 });
        let again = ada.post(page, &save).await;
        assert_eq!(again.status, 422, "the version is another one by now");
        let entry = ada.get("/t/bank/console/audit?kind=sign_in_policy.changed").await.body;
        assert!(entry.contains("changed which factors are asked of whom"), "{entry}");
    }
}

/// The lines of the panel that says whom a policy would concern.
fn concerned(page: &str) -> Vec<String> {
    let document = scraper::Html::parse_document(page);
    let lines = scraper::Selector::parse("section[role=status] div.fact").unwrap();
    document.select(&lines).map(|line| line.text().collect()).collect()
}

on_each_site! {
    /// A group is added by its name, counted, saved, kept from being removed, and let go.
    async fn a_group_is_asked_for_more(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let [mut carl, mut dora] = [customer(&site, &mut ada, "carl").await, customer(&site, &mut ada, "dora").await];
        let group = ada.post("/t/bank/console/groups/new", &[("name", "Board")]).await.led_to_id();
        ada.post("/t/bank/console/groups/new", &[("name", "Bowling")]).await.led_to_id();
        let own = format!("/t/bank/console/groups/{group}");
        assert_eq!(ada.post(&format!("{own}/members"), &[("person", "carl@bank.example")]).await.status, 303);
        let page = "/t/bank/console/settings/policy";
        let version = site.tenant("bank").await.version.to_string();
        let others =
            [("required.everybody", "offered"), ("required.administrators", "offered"), ("version", version.as_str())];
        let new = [("required.group_new", "strong_factor"), ("grace.group_new", "0")];
        for (name, words) in [("nothing", "No group is called so"), ("bo", "Which group do you mean")] {
            let refused = ada.post(page, &[&others[..], &new[..], &[("group_name", name), ("save", "yes")]].concat()).await;
            assert!(refused.status == 422 && refused.body.contains(words), "{name}: {}", refused.body);
        }
        // Whom it concerns is seen before it is saved, whichever button was pressed.
        let effect = ada.post(page, &[&others[..], &new[..], &[("group_name", "boa"), ("save", "yes")]].concat()).await;
        let (required, grace) = (format!("required.group.{group}"), format!("grace.group.{group}"));
        assert!(effect.status == 200 && effect.body.contains(&format!("name=\"{required}\"")), "{}", effect.body);
        assert!(concerned(&effect.body).contains(&"Board1".to_owned()), "{:?}", concerned(&effect.body));
        assert!(site.tenant("bank").await.settings.sign_in_policy.groups.is_empty(), "looking saves nothing");
        let line = [(required.as_str(), "strong_factor"), (grace.as_str(), "91"), ("group_name", ""), ("save", "yes")];
        let refused = ada.post(page, &[&others[..], &line[..]].concat()).await;
        assert!(refused.status == 422 && refused.body.contains("90"), "{}", refused.body);
        let line = [(required.as_str(), "strong_factor"), (grace.as_str(), "0"), ("group_name", ""), ("save", "yes")];
        let saved = ada.post(page, &[&others[..], &line[..]].concat()).await;
        assert_eq!(saved.location, format!("{page}?done=saved"), "{}", saved.body);
        let policy = site.tenant("bank").await.settings.sign_in_policy;
        let demand = Demand { required: Required::StrongFactor, grace_days: 0 };
        assert_eq!(policy.groups.into_iter().collect::<Vec<_>>(), [(group.parse::<foundation::GroupId>().unwrap(), demand)]);
        // Who is in it makes a factor first; nobody else is asked. Other nodes know within a second.
        site.test().clock.advance(TimeDelta::seconds(1));
        let led = carl.get("/t/bank/portal/profile").await;
        assert!(led.location.starts_with("/t/bank/portal/protect"), "{}", led.location);
        assert_eq!(carl.get(&led.location).await.status, 200);
        assert_eq!(dora.get("/t/bank/portal/profile").await.status, 200);
        let list = ada.get(&format!("/t/bank/console/protection/missing?group=group.{group}")).await.body;
        assert!(list.contains("Board") && list.contains("carl") && !list.contains("dora"), "{list}");
        let refused = ada.post(&format!("{own}/remove"), &[]).await;
        assert!(refused.status == 422 && refused.body.contains("Remove the group from the sign-in policy first"), "{}", refused.body);
        // Without a demand of its own, the group leaves the policy.
        let version = site.tenant("bank").await.version.to_string();
        let others =
            [("required.everybody", "offered"), ("required.administrators", "offered"), ("version", version.as_str())];
        let saved = ada.post(page, &[&others[..], &[(required.as_str(), ""), ("save", "yes")]].concat()).await;
        assert_eq!(saved.location, format!("{page}?done=saved"), "{}", saved.body);
        site.test().clock.advance(TimeDelta::seconds(1));
        assert_eq!(carl.get("/t/bank/portal/profile").await.status, 200);
        assert!(ada.post(&format!("{own}/remove"), &[]).await.location.ends_with("?done=group-removed"));
    }

    /// Looking at whom a change would concern makes nothing of what somebody else saved meanwhile undone.
    async fn what_somebody_else_asks_of_a_group_stays(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut other = site.signed_in("bank", "ada@bank.example").await;
        let group = ada.post("/t/bank/console/groups/new", &[("name", "Board")]).await.led_to_id();
        let page = "/t/bank/console/settings/policy";
        let version = |body: &str| body.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let opened = version(&ada.get(page).await.body);
        let others = [("required.everybody", "offered"), ("required.administrators", "offered")];
        let (required, grace) = (format!("required.group.{group}"), format!("grace.group.{group}"));
        let line = [(required.as_str(), "strong_factor"), (grace.as_str(), "9"), ("version", opened.as_str()), ("save", "yes")];
        let saved = other.post(page, &[&others[..], &line[..]].concat()).await;
        assert_eq!(saved.location, format!("{page}?done=saved"), "{}", saved.body);
        // First whom it would concern, then with the version of that page.
        let looked = ada.post(page, &[&others[..], &[("version", opened.as_str())]].concat()).await;
        assert_eq!((looked.status, version(&looked.body)), (200, opened), "{}", looked.body);
        let shown = version(&looked.body);
        let refused = ada.post(page, &[&others[..], &[("version", shown.as_str()), ("save", "yes")]].concat()).await;
        assert!(refused.status == 422 && refused.body.contains("Somebody else changed this"), "{}", refused.body);
        assert!(!refused.body.contains("name=\"save\""), "{}", refused.body);
        assert_eq!(version(&refused.body), site.tenant("bank").await.version.to_string(), "after looking at it, it can be saved");
        let policy = site.tenant("bank").await.settings.sign_in_policy;
        assert_eq!(policy.groups.into_values().collect::<Vec<_>>(), [Demand { required: Required::StrongFactor, grace_days: 9 }]);
    }
}

/// What is open to the overdue is a route, and none that shows or changes anything else.
#[test]
fn the_open_routes_are_routes() {
    let registered: BTreeSet<String> = inventory().into_iter().map(|route| route.path).collect();
    for open in OPEN {
        assert!(registered.contains(&format!("/t/{{tenant}}{open}")), "{open}");
        assert!(!open.starts_with("/console"), "{open}");
    }
}
