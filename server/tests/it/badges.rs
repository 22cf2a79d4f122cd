//! Badges over HTTP: the link that is printed, the page that asks, the way in, what it opens, and the sheet.

use axum::http::Method;
use chrono::TimeDelta;
use directory::tenants::badges::BadgePolicy;
use directory::tenants::policy::SignInPolicy;
use foundation::{Origin, PersonId};
use server::web::door::{badge_cookie_name, cookie_name};
use server::web::protect::OPEN_TO_BADGES;

use authentication::{SessionSecret, Visitor, sessions};

use crate::flows::{bank, state};
use crate::harness::{Browser, PASSWORD, Site, on_each_site};
use crate::isolation::{TABLE, path, world};

const BADGE: &str = "/t/bank/badge";

/// A form of the policy that is accepted.
pub fn policy_form(version: &str) -> Vec<(&str, &str)> {
    vec![
        ("on", "yes"),
        ("kind", "student"),
        ("when", "always"),
        ("idle_minutes", "30"),
        ("absolute_hours", "4"),
        ("year_end_day", "31"),
        ("year_end_month", "7"),
        ("version", version),
    ]
}

fn on() -> BadgePolicy {
    BadgePolicy { is_on: true, ..BadgePolicy::default() }
}

/// Adds a pupil and returns the path of their page and their id.
async fn pupil(ada: &mut Browser, given: &str) -> (String, PersonId) {
    let name = format!("{given}.berger");
    let fields =
        [("given_name", given), ("family_name", "Berger"), ("sign_in_name", name.as_str()), ("archetype", "student")];
    let answer = ada.post("/t/bank/console/people/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let id = answer.led_to_id();
    (format!("/t/bank/console/people/{id}"), id.parse().unwrap())
}

/// Who a browser is signed in as.
async fn visitor_of(site: &Site, browser: &Browser) -> Visitor {
    let tenant = site.tenant("bank").await;
    let id: tower_sessions::session::Id = browser.session("bank").unwrap().parse().unwrap();
    let database = &site.services().database;
    let found = sessions::visit(database, tenant.id, &tenant.settings, SessionSecret(id.0), &Origin::default()).await;
    found.unwrap().unwrap()
}

/// What is on a badge that is printed for somebody: path and query of its link.
async fn printed(site: &Site, ada: &Browser, person: PersonId) -> String {
    let visitor = visitor_of(site, ada).await;
    let tenant = std::sync::Arc::new(site.tenant("bank").await);
    let place = authentication::Place { tenant, base: "http://localhost:3000/t/bank".to_owned() };
    let badges = site.services().authentication.issue_badges(&visitor, &place, &[person]).await.unwrap();
    badges[0].link.expose().strip_prefix("http://localhost:3000").unwrap().to_owned()
}

/// A tablet to which a badge was held, and its button pressed.
async fn signed_in(site: &Site, link: &str) -> Browser {
    let mut tablet = site.visitor();
    assert_eq!(tablet.get(link).await.location, BADGE);
    let inside = tablet.post(BADGE, &[]).await;
    assert_eq!(inside.location, "/t/bank/portal", "{} {}", inside.status, inside.body);
    tablet
}

on_each_site! {
    async fn a_pupil_holds_up_a_badge_and_presses_the_button(site: Site) {
        let (_, mut ada) = bank(&site).await;
        site.set_badges("bank", on()).await;
        let (_, mia) = pupil(&mut ada, "Mia").await;
        let link = printed(&site, &ada, mia).await;
        let secret = link.rsplit_once('=').unwrap().1.to_owned();
        let mut tablet = site.visitor();
        let before = state(&site).await;
        // The secret leaves the address at once, and looking lets nobody in.
        let led = tablet.get(&link).await;
        assert_eq!((led.status, led.location.as_str()), (303, BADGE));
        let cookies = led.cookies();
        let cookie = cookies.iter().find(|cookie| cookie.starts_with("__Host-badge-bank=")).unwrap();
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Max-Age=300", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains(&secret) && !led.body.contains(&secret));
        assert_eq!(led.header("cache-control"), "no-store");
        for _ in 0..2 {
            let page = tablet.get(BADGE).await;
            assert!(page.status == 200 && page.body.contains("Hello, Mia"), "{}", page.body);
            assert!(!page.body.contains("Berger") && !page.body.contains(&secret) && !page.body.contains(&mia.to_string()), "{}", page.body);
        }
        assert_eq!(state(&site).await, before, "nobody is inside");
        let inside = tablet.post(BADGE, &[]).await;
        assert_eq!(inside.location, "/t/bank/portal", "{}", inside.body);
        assert!(!tablet.cookies().contains_key(&badge_cookie_name("bank")), "it is used up");
        assert!(tablet.session("bank").is_some());
        let home = tablet.get("/t/bank/portal").await;
        assert!(home.status == 200 && home.body.contains("Hello, Mia Berger") && !home.body.contains("/portal/security"), "{}", home.body);
        let closed = tablet.get("/t/bank/portal/profile").await;
        assert_eq!(closed.location, "/t/bank/portal?closed=yes");
        assert!(tablet.get(&closed.location).await.body.contains("A badge does not open that page."));
        // The next child on the same tablet.
        let (_, tom) = pupil(&mut ada, "Tom").await;
        let toms = printed(&site, &ada, tom).await;
        assert_eq!(tablet.get(&toms).await.location, BADGE);
        assert_eq!(tablet.post(BADGE, &[]).await.location, "/t/bank/portal");
        assert!(tablet.get("/t/bank/portal").await.body.contains("Hello, Tom Berger"));
        assert_eq!(site.number("SELECT count(*) FROM session WHERE amr = 'badge'").await, 1, "the one before is over");
        assert_eq!(tablet.post("/t/bank/sign-out", &[]).await.location, "/t/bank/signed-out");
        let event = ada.get("/t/bank/console/audit?kind=sign_in.succeeded").await.id_after("/console/audit/");
        assert!(ada.get(&format!("/t/bank/console/audit/{event}")).await.body.contains("badge"));
    }

    /// Deny by default: of all routes only those of the list answer whoever showed a badge, and none but those that begin
    /// another session changes anything.
    async fn everything_else_is_closed_to_a_badge(site: Site) {
        let world = world(&site).await;
        let mut ada = world.administrator();
        let (_, mia) = pupil(&mut ada, "Mia").await;
        let link = printed(&site, &ada, mia).await;
        let mut tablet = signed_in(&site, &link).await;
        site.settle().await;
        let before = state(&site).await;
        let mut closed = 0;
        for (method, template, _) in TABLE.iter().filter(|(_, template, _)| !OPEN_TO_BADGES.contains(template)) {
            let path = path("bank", template, &world.bank.of(template));
            let ask = tablet.ask(method.parse::<Method>().unwrap(), &path);
            let ask = if *method == "POST" { ask.form(&[("reason", "Because"), ("password", PASSWORD)]) } else { ask };
            let answer = tablet.send(ask).await;
            assert_eq!((answer.status, answer.location.as_str()), (303, "/t/bank/portal?closed=yes"), "{method} {path}");
            closed += 1;
        }
        assert!(closed > 90, "{closed}");
        assert_eq!(state(&site).await, before);
        assert_eq!(tablet.get("/t/bank/portal").await.status, 200, "and the session is still there");
        for route in OPEN_TO_BADGES {
            assert!(TABLE.iter().any(|(_, template, _)| *template == route), "{route} is no route");
        }
    }

    /// SEC-1, 7, 14, 18, 25: the button does nothing without a badge that was shown to this browser a moment ago.
    async fn the_button_opens_to_nothing_else(site: Site) {
        let (_, mut ada) = bank(&site).await;
        site.set_badges("bank", on()).await;
        let (_, mia) = pupil(&mut ada, "Mia").await;
        let link = printed(&site, &ada, mia).await;
        let mut tablet = site.visitor();
        tablet.get(&link).await;
        let carried = tablet.cookies()[&badge_cookie_name("bank")].clone();
        let secret = link.rsplit_once('=').unwrap().1.to_owned();
        let before = state(&site).await;
        for value in ["", "null", "0", &carried[1..], &carried[..carried.len() - 1], &format!("{carried}A"), &secret, &"A".repeat(27)] {
            for name in [badge_cookie_name("bank"), cookie_name("bank")] {
                let mut browser = site.visitor();
                browser.cookies().insert(name.clone(), value.to_owned());
                let answer = browser.post(BADGE, &[("badge", &secret), ("b", &secret), ("pin", "2748")]).await;
                assert!(answer.status == 422 && browser.session("bank").is_none_or(|kept| kept == value), "{name}={value}: {}", answer.status);
            }
        }
        assert_eq!(state(&site).await[0], before[0]);
        // From another site it is nothing (login CSRF), whoever carries what.
        let ask = tablet.ask(Method::POST, BADGE).form(&[]).with("origin", "https://evil.example").with("sec-fetch-site", "cross-site");
        assert_eq!(tablet.clone().send(ask).await.status, 403);
        // Five minutes later, and after the badge was voided.
        site.test().clock.advance(TimeDelta::minutes(5));
        let late = tablet.post(BADGE, &[]).await;
        assert!(late.status == 422 && late.body.contains("Show your badge once more"), "{}", late.body);
        tablet.get(&link).await;
        assert_eq!(ada.post(&format!("/t/bank/console/people/{mia}/badge/void"), &[("reason", "Lost")]).await.status, 303);
        let voided = tablet.post(BADGE, &[]).await;
        assert!(voided.status == 422 && voided.body.contains("This badge does not work") && !voided.body.contains("Mia"), "{}", voided.body);
        // What is no badge at all.
        for wrong in ["?b=x", "?b=", "?b=1&b=2", &format!("?b={}", "A".repeat(5_000))] {
            let answer = site.visitor().get(&format!("{BADGE}{wrong}")).await;
            assert!([200, 303].contains(&answer.status), "{wrong}: {}", answer.status);
        }
        let read = site.visitor().post("/t/bank/badge/read", &[("badge", "https://evil.example/")]).await;
        assert_eq!(read.location, "/t/bank/badge?none=yes");
        assert!(site.visitor().get(&read.location).await.body.contains("This badge does not work"));
        assert_eq!(state(&site).await[0], before[0], "nobody got in");
    }

    /// SEC-73: where there are no badges there is nothing.
    async fn without_badges_there_is_no_way_in(site: Site) {
        let (_, mut ada) = bank(&site).await;
        for (method, path) in [(Method::GET, BADGE), (Method::POST, BADGE), (Method::POST, "/t/bank/badge/read")] {
            let mut visitor = site.visitor();
            let ask = visitor.ask(method, path);
            assert_eq!(visitor.send(ask).await.status, 404, "{path}");
        }
        assert!(!site.visitor().get("/t/bank/sign-in").await.body.contains("/badge"));
        let (page, _) = pupil(&mut ada, "Mia").await;
        assert!(!ada.get(&page).await.body.contains("tab=badge"));
        let refused = ada.post(&format!("{page}/badge"), &[]).await;
        assert!(refused.status == 422 && refused.body.contains("switched off"), "{}", refused.body);
        assert!(ada.get("/t/bank/console/badges").await.body.contains("Badges are switched off"));
        assert_eq!(site.number("SELECT count(*) FROM badge").await, 0);
        let version = site.tenant("bank").await.version.to_string();
        let saved = ada.post("/t/bank/console/settings/badges", &policy_form(&version)).await;
        assert_eq!(saved.location, "/t/bank/console/settings/badges?done=saved", "{}", saved.body);
        // The other node knows a tenant for a second.
        site.test().clock.advance(TimeDelta::seconds(1));
        assert!(site.visitor().get("/t/bank/sign-in").await.body.contains("/t/bank/badge"));
    }

    /// Also where the session of this browser is open for one thing only: the secret stays in no address.
    async fn a_badge_is_read_whoever_is_signed_in(site: Site) {
        let (_, mut ada) = bank(&site).await;
        site.set_badges("bank", on()).await;
        let (_, mia) = pupil(&mut ada, "Mia").await;
        let link = printed(&site, &ada, mia).await;
        site.set_policy("bank", SignInPolicy::default()).await;
        site.test().clock.advance(TimeDelta::seconds(1));
        assert!(ada.get("/t/bank/portal").await.location.starts_with("/t/bank/portal/protect"));
        assert_eq!(ada.get(&link).await.location, BADGE);
    }

    async fn staff_print_sheets_and_end_badges(site: Site) {
        let (_, mut ada) = bank(&site).await;
        site.set_badges("bank", BadgePolicy { asks_pin: true, ..on() }).await;
        let (page, mia) = pupil(&mut ada, "Mia").await;
        let (_, tom) = pupil(&mut ada, "Tom").await;
        let list = ada.get("/t/bank/console/badges").await;
        assert!(list.status == 200 && list.body.contains("Mia Berger") && list.body.contains("2 people are ticked"), "{}", list.body);
        let (one, two) = (mia.to_string(), tom.to_string());
        let sheet = ada.post("/t/bank/console/badges", &[("person", &one), ("person", &two)]).await;
        assert_eq!((sheet.status, sheet.header("content-type"), sheet.header("cache-control")), (200, "application/pdf", "no-store"));
        assert!(sheet.body.starts_with("%PDF-") && sheet.disposition.contains("badges-bank.pdf"), "{}", sheet.disposition);
        assert_eq!(site.number("SELECT count(*) FROM badge").await, 2);
        assert!(ada.get("/t/bank/console/badges").await.body.contains("0 people are ticked"));
        let nobody = ada.post("/t/bank/console/badges", &[("kind", "student")]).await;
        assert!(nobody.status == 422 && nobody.body.contains("Choose somebody"), "{}", nobody.body);
        assert_eq!(ada.post("/t/bank/console/badges", &[("person", "x")]).await.status, 400);

        let shown = ada.get(&format!("{page}?tab=badge")).await;
        assert!(shown.body.contains("Valid until") && shown.body.contains("Print a new badge") && !shown.body.contains("Reset the PIN"), "{}", shown.body);
        let again = ada.post(&format!("{page}/badge"), &[]).await;
        assert_eq!((again.status, again.header("content-type")), (200, "application/pdf"));
        // The pupil chooses a PIN at the first use; staff take it away.
        let link = printed(&site, &ada, mia).await;
        let mut tablet = site.visitor();
        tablet.get(&link).await;
        let asked = tablet.get(BADGE).await;
        assert!(asked.body.contains("New PIN") && asked.body.contains("name=\"pin_again\""), "{}", asked.body);
        let easy = tablet.post(BADGE, &[("pin", "1234"), ("pin_again", "1234")]).await;
        assert!(easy.status == 422 && easy.body.contains("Everybody tries this PIN first") && !easy.body.contains("1234"), "{}", easy.body);
        assert_eq!(tablet.post(BADGE, &[("pin", "2748"), ("pin_again", "2748")]).await.location, "/t/bank/portal");
        tablet.get(&link).await;
        let wrong = tablet.post(BADGE, &[("pin", "2749")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("This PIN is not right") && wrong.body.contains("Hello, Mia"), "{}", wrong.body);
        assert!(ada.get(&format!("{page}?tab=badge")).await.body.contains("Reset the PIN"));
        assert!(ada.post(&format!("{page}/badge/reset-pin"), &[]).await.location.contains("done=badge-pin-reset"));
        assert_eq!(ada.post(&format!("{page}/badge/reset-pin"), &[]).await.status, 422);
        let panel = ada.get(&format!("{page}?tab=badge&do=void-badge")).await;
        assert!(panel.body.contains("Void the badge of Mia Berger?"), "{}", panel.body);
        let empty = ada.post(&format!("{page}/badge/void"), &[("reason", "")]).await;
        assert!(empty.status == 422 && empty.body.contains("Fill this in."), "{}", empty.body);
        assert!(ada.post(&format!("{page}/badge/void"), &[("reason", "Lost")]).await.location.contains("done=badge-voided"));
        let shown = ada.get(&format!("{page}?tab=badge")).await.body;
        assert!(shown.contains("Voided because") && shown.contains("Lost") && !shown.contains("do=void-badge"), "{shown}");
        // After ten minutes whoever prints says who they are.
        site.test().clock.advance(TimeDelta::minutes(11));
        let stale = ada.post("/t/bank/console/badges", &[("kind", "student"), ("person", &two)]).await;
        assert!(stale.location.starts_with("/t/bank/portal/confirm?next="), "{} {}", stale.status, stale.location);
        assert_eq!(site.number("SELECT count(*) FROM badge WHERE voided_at IS NOT NULL").await, 1, "Tom has his still");
        // Those who were ticked are ticked when they come back.
        let next = percent_encoding::percent_decode_str(stale.location.split_once("next=").unwrap().1).decode_utf8().unwrap().into_owned();
        let back = ada.post("/t/bank/portal/confirm", &[("password", PASSWORD), ("next", &next)]).await;
        let shown = ada.get(&back.location).await;
        assert!(shown.body.contains("1 person is ticked") && shown.body.contains("is waiting here"), "{}", shown.body);
    }

    async fn the_policy_is_a_form(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let page = "/t/bank/console/settings/badges";
        let version = site.tenant("bank").await.version.to_string();
        let fields = |change: &[(&'static str, &'static str)]| {
            let mut all = vec![
                ("on", "yes"), ("kind", "student"), ("networks", "198.51.100.0/24\n203.0.113.9"), ("when", "hours"), ("day", "monday"), ("day", "friday"),
                ("from", "07:30"), ("until", "16:00"), ("idle_minutes", "20"), ("absolute_hours", "3"), ("year_end_day", "24"), ("year_end_month", "6"),
            ];
            for (name, value) in change {
                all.retain(|(known, _)| known != name);
                if !value.is_empty() {
                    all.push((name, value));
                }
            }
            all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>()
        };
        let send = async |ada: &mut Browser, change: &[(&'static str, &'static str)], version: &str| {
            let all = fields(change);
            let mut all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            all.push(("version", version));
            ada.post(page, &all).await
        };
        for (change, text) in [
            (&[("networks", "the school")][..], "One of these is not a network"),
            (&[("from", "25:00")], "This is not a time of day"),
            (&[("until", "07:00")], "The end must come after the beginning"),
            (&[("day", "")], "Choose at least one day"),
            (&[("day", "someday")], "Choose one from the list"),
            (&[("kind", "staff")], "never sign in with a badge"),
            (&[("kind", "")], "Choose whose badges there may be"),
            (&[("kind", "alien")], "Choose one from the list"),
            (&[("idle_minutes", "soon")], "This is not a number"),
            (&[("absolute_hours", "24")], "Choose a number from 1 to 12"),
            (&[("year_end_month", "2"), ("year_end_day", "30")], "This day is not in every year"),
        ] {
            let refused = send(&mut ada, change, &version).await;
            assert!(refused.status == 422 && refused.body.contains(text), "{change:?}: {} {}", refused.status, refused.body);
        }
        assert!(!site.tenant("bank").await.settings.badges.is_on, "nothing is half saved");
        let saved = send(&mut ada, &[], &version).await;
        assert!(saved.location.ends_with("done=saved"), "{} {}", saved.status, saved.body);
        let badges = site.tenant("bank").await.settings.badges;
        assert!(badges.is_on && !badges.asks_pin && badges.networks.len() == 2 && badges.idle_minutes == 20);
        let hours = badges.hours.unwrap();
        assert_eq!((hours.days.len(), hours.from.to_string()), (2, "07:30:00".to_owned()));
        let shown = ada.get(page).await.body;
        assert!(shown.contains("203.0.113.9/32") && shown.contains("value=\"07:30\""), "{shown}");
        let late = send(&mut ada, &[], &version).await;
        assert!(late.status == 422 && late.body.contains("Somebody else changed this"), "{}", late.body);
        let event = ada.get("/t/bank/console/audit?kind=badge_policy.changed").await.id_after("/console/audit/");
        assert!(ada.get(&format!("/t/bank/console/audit/{event}")).await.body.contains("198.51.100.0/24"));
    }
}
