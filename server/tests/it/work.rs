//! Where a network misbehaves and the tenant wants it, forms carry a puzzle, and whoever solves it is not refused with the neighbours.

use data_encoding::HEXLOWER;
use database::digest;

use crate::cookies::customer;
use crate::flows::bank;
use crate::harness::{PASSWORD, on_each_site};

/// What the script does with a page.
fn solve(page: &str) -> String {
    let data = |name: &str| {
        let start = format!("data-{name}=\"");
        page.split(&start).nth(1).unwrap_or_else(|| panic!("{page}")).split('"').next().unwrap().to_owned()
    };
    let (start, target, seal) = (data("start"), data("target"), data("seal"));
    let hex = |number: u32| HEXLOWER.encode(&digest(format!("{start}{number}").as_bytes()));
    let most: u32 = data("most").parse().unwrap();
    let number = (0..most).find(|number| hex(*number) == target).unwrap();
    format!("{start}{number}.{seal}")
}

on_each_site! {
    async fn a_network_that_misbehaves_is_asked_for_work(site: Site) {
        let (_, mut ada) = bank(&site).await;
        customer(&site, &mut ada, "carl").await;
        site.change_settings("bank", |settings| settings.asks_for_work = true).await;
        let guess = async |number: usize| {
            let name = format!("nobody{number}@bank.example");
            site.visitor().sign_in("bank", &name, "not the password").await.status
        };
        let mut carl = site.visitor();
        assert!(!carl.get("/t/bank/sign-in").await.body.contains("data-start"));
        for number in 0..30 {
            assert_eq!(guess(number).await, 422, "{number}");
        }
        assert_eq!(guess(30).await, 429);
        assert_eq!(carl.sign_in("bank", "carl@bank.example", PASSWORD).await.status, 429, "without the work as before");
        let page = carl.get("/t/bank/sign-in").await;
        assert!(page.body.contains("/work.js?v=") && page.body.contains("<noscript>"), "{}", page.body);
        assert!(page.header("content-security-policy").contains("'nonce-"), "{}", page.header("content-security-policy"));
        assert!(!carl.get("/t/bank/recover").await.body.contains("data-start"), "that form is not concerned");
        let answer = solve(&page.body);
        let fields = |answer: &'static str| [("name", "carl@bank.example"), ("password", PASSWORD), ("work", answer)];
        let answer: &'static str = Box::leak(answer.into_boxed_str());
        assert_eq!(carl.post("/t/bank/sign-in", &fields("nonsense")).await.status, 429);
        let inside = carl.post("/t/bank/sign-in", &fields(answer)).await;
        assert_eq!(inside.location, "/t/bank/portal", "{}", inside.body);
        let again = site.visitor().post("/t/bank/sign-in", &fields(answer)).await;
        assert!(again.status == 429 && again.body.contains("data-start"), "{}", again.status);
        // Signing up and forgotten passwords have a count of their own.
        for number in 0..30 {
            let asked = site.visitor().post("/t/bank/recover", &[("name", &format!("nobody{number}@bank.example"))]).await;
            assert_eq!(asked.status, 303, "{number}");
        }
        let page = site.visitor().get("/t/bank/recover").await.body;
        assert_eq!(site.visitor().post("/t/bank/recover", &[("name", "carl@bank.example")]).await.status, 429);
        let answer = solve(&page);
        let asked = site.visitor().post("/t/bank/recover", &[("name", "carl@bank.example"), ("work", &answer)]).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        assert!(site.visitor().get("/t/bank/sign-up").await.body.contains("data-start"));
    }
}
