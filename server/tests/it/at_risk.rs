//! "My account is at risk" and "this was not me" over HTTP: on one node and on two.

use axum::http::Method;
use chrono::TimeDelta;

use crate::cookies::customer;
use crate::flows::{bank, state};
use crate::harness::{Ask, PASSWORD, on_each_site};
use crate::passkeys::{self, Device};

const AT_RISK: &str = "/t/bank/portal/at-risk";
const CARL: &str = "carl@bank.example";

on_each_site! {
    async fn the_owner_closes_the_account_and_begins_anew(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        let mut device = Device::new(3);
        assert_eq!(passkeys::add(&mut carl, "bank", &mut device).await.status, 303);
        let mut elsewhere = site.signed_in("bank", CARL).await;
        for page in ["/t/bank/portal", "/t/bank/portal/security"] {
            assert!(carl.get(page).await.body.contains(&format!("href=\"{AT_RISK}\"")), "{page}");
        }
        let page = carl.get(AT_RISK).await;
        assert!(page.status == 200 && page.body.contains("c•••@bank.example"), "{}", page.body);

        // Whoever sits at the open session later gets no further than the others' end.
        site.test().clock.advance(TimeDelta::minutes(11));
        let led = carl.post(AT_RISK, &[]).await;
        assert_eq!(led.location, "/t/bank/portal/confirm?next=%2Ft%2Fbank%2Fportal%2Fat%2Drisk", "{}", led.body);
        assert!(elsewhere.get("/t/bank/portal").await.location.contains("/sign-in"));
        assert_eq!(carl.get("/t/bank/portal").await.status, 200);
        assert_eq!(site.visitor().sign_in("bank", CARL, PASSWORD).await.status, 303, "the password is as it was");
        let fields = [("password", PASSWORD), ("next", AT_RISK)];
        assert_eq!(carl.post("/t/bank/portal/confirm", &fields).await.location, AT_RISK);
        let stale = carl.clone();
        let closed = carl.post(AT_RISK, &[]).await;
        assert_eq!(closed.location, "/t/bank/sign-in?done=account-secured", "{}", closed.body);
        assert_eq!(closed.header("clear-site-data"), "\"cache\", \"storage\"");
        assert!(carl.session("bank").is_none());
        for _ in 0..2 {
            assert!(stale.clone().get("/t/bank/portal").await.location.contains("/sign-in"), "on every node");
        }
        assert_eq!(site.visitor().sign_in("bank", CARL, PASSWORD).await.status, 422);
        let mail = site.mails("bank", "ada@bank.example").await.into_iter().next().unwrap();
        assert!(mail.contains("The account of carl Customer was closed"), "{mail}");

        // A passkey alone says why it does not open the door.
        let refused = passkeys::sign_in(&mut site.visitor(), "bank", &mut device, &[]).await;
        assert!(refused.status == 422 && refused.body.contains("at risk"), "{}", refused.body);
        let token = site.mailed_token("bank", CARL, "/recover/set").await;
        let set = site.visitor().post("/t/bank/recover/set", &[("token", &token), ("password", PASSWORD)]).await;
        assert_eq!(set.location, "/t/bank/sign-in?done=password-set", "{}", set.body);
        let mut carl = site.signed_in("bank", CARL).await;
        for page in ["/t/bank/portal", "/t/bank/portal/security", "/t/bank/portal/profile"] {
            let led = carl.get(page).await;
            assert!(led.location.starts_with("/t/bank/portal/protect?next="), "{page}: {} {}", led.status, led.location);
        }
        assert!(carl.get("/t/bank/portal/protect").await.body.contains("was at risk"));
        let mut new = Device::new(4);
        assert_eq!(passkeys::add(&mut carl, "bank", &mut new).await.status, 303);
        assert_eq!(carl.get("/t/bank/portal").await.status, 200);
        assert_eq!(site.number("SELECT count(*) FROM passkey").await, 1);
        let inside = passkeys::sign_in(&mut site.visitor(), "bank", &mut new, &[]).await;
        assert_eq!(inside.location, "/t/bank/portal", "{}", inside.body);
    }

    /// Twice the button, or twenty times at once: one closing, and one mail.
    async fn of_twenty_presses_one_counts(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let carl = customer(&site, &mut ada, "carl").await;
        let answers = site.at_once((0..20).map(|_| carl.ask(Method::POST, AT_RISK).form(&[])).collect()).await;
        assert!(answers.iter().all(|answer| answer.status == 303), "{:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
        let closed = answers.iter().filter(|answer| answer.location.contains("done=account-secured")).count();
        assert_eq!((closed, site.number("SELECT count(*) FROM audit_event WHERE kind = 'account.secured'").await), (1, 1));
        assert_eq!(site.mails("bank", CARL).await.iter().filter(|mail| mail.contains("is signed out of your account")).count(), 1);
    }

    /// SEC-78: nothing but our own page presses the button, and the link's page asks before it does anything.
    async fn another_page_presses_nothing(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        let mut phone = site.signed_in("bank", CARL).await;
        assert_eq!(passkeys::add(&mut phone, "bank", &mut Device::new(5)).await.status, 303);
        let token = site.mailed_token("bank", CARL, "/not-me").await;
        let before = state(&site).await;
        for path in [AT_RISK.to_owned(), format!("/t/bank/not-me?token={token}")] {
            let foreign = carl.ask(Method::POST, &path).form(&[("token", &token)]).with("sec-fetch-site", "cross-site").with("origin", "https://evil.example");
            assert_eq!(site.send(foreign).await.status, 403, "{path}");
            for method in [Method::GET, Method::HEAD] {
                let looked = site.send(Ask { method, ..carl.ask(Method::GET, &path) }).await;
                assert_eq!(looked.status, 200, "{path}");
            }
        }
        assert_eq!(state(&site).await, before);
        // Followed by whoever reads the mail, whoever is signed in there: it is about the account of the mail.
        let mut reader = ada.clone();
        let page = reader.get(&format!("/t/bank/not-me?token={token}")).await.body;
        assert!(page.contains("passkey added") && page.contains("name=\"renew\""), "{page}");
        let done = reader.post("/t/bank/not-me", &[("token", &token)]).await;
        assert_eq!(done.location, "/t/bank/sign-in?done=account-secured");
        assert_eq!(reader.get("/t/bank/portal").await.status, 200, "Ada is who she was");
        assert!(carl.get("/t/bank/portal").await.location.contains("/sign-in"));
    }
}
