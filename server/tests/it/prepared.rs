//! The sign-in page is made once and kept: it must still be the tenant's, the visitor's, and of today.

use std::collections::BTreeSet;
use std::sync::Mutex;

use chrono::TimeDelta;

use crate::harness::{Browser, on_each_site};

/// The nonces of all answers so far.
static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The page as this browser sees it, without its nonce, which is the one its policy names and no other answer's.
async fn page(browser: &mut Browser, slug: &str) -> String {
    let answer = browser.get(&format!("/t/{slug}/sign-in")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let policy = answer.header("content-security-policy").to_owned();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default();
    assert!(nonce.len() >= 22 && SEEN.lock().unwrap().insert(nonce.to_owned()), "{policy}");
    let named = format!("nonce=\"{nonce}\"");
    assert_eq!((answer.body.matches(&named).count(), answer.body.matches("nonce=").count()), (1, 1), "{}", answer.body);
    answer.body.replace(&named, "")
}

on_each_site! {
    async fn the_sign_in_page_is_kept_for_each_way_of_seeing_it_and_no_longer_than_it_is_true(site: Site) {
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        site.administrator(&mut operator, "school").await;
        // Node after node, and each twice.
        for _ in 0..4 {
            let mut visitor = site.visitor();
            let plain = page(&mut visitor, "bank").await;
            assert!(plain.contains("/t/bank/") && plain.contains("Sign in") && !plain.contains("school"), "{plain}");
            assert!(page(&mut visitor, "school").await.contains("/t/school/"));
            visitor.cookies().insert("theme".to_owned(), "dark".to_owned());
            assert!(page(&mut visitor, "bank").await.contains("data-theme=\"dark\""));
            visitor.cookies().insert("__Host-pforte-language".to_owned(), "de".to_owned());
            assert!(page(&mut visitor, "bank").await.contains("Anmelden"));
            // What the address says is for this visitor alone.
            let wanted = visitor.get("/t/bank/sign-in?next=%2Ft%2Fbank%2Fportal%2Fsessions").await.body;
            assert!(wanted.contains("value=\"/t/bank/portal/sessions\""), "{wanted}");
            assert_eq!(page(&mut site.visitor(), "bank").await, plain);
            // Nor is it shown to somebody who is in already.
            assert_eq!(ada.get("/t/bank/sign-in").await.status, 303);
        }
        let settings = [
            ("name", "Bank of the North"), ("sign_up", "open"), ("idle_minutes", "60"), ("absolute_hours", "24"), ("minimum_length", "15"),
            ("languages", "en"), ("languages", "de"), ("default_language", "en"), ("time_zone", "Europe/Berlin"), ("accent", "#1f6f5c"),
        ];
        let version = site.tenant("bank").await.version.to_string();
        let saved = ada.post("/t/bank/console/settings", &[settings.as_slice(), &[("version", version.as_str())]].concat()).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        // A node knows a tenant for a second.
        site.test().clock.advance(TimeDelta::seconds(1));
        for _ in 0..4 {
            let changed = page(&mut site.visitor(), "bank").await;
            assert!(changed.contains("Bank of the North") && changed.contains("/t/bank/sign-up"), "{changed}");
        }
    }
}
