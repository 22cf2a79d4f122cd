//! Whether an account exists shows in no answer: not by status or text, not by the work that is done, not by the time it
//! takes (SEC-87, ASVS 6.3.8).
//!
//! The work is the gate: statements and hashed passwords are counted and must be equal, which no busy machine can spoil.
//! The time is measured beside it, two hundred of each kind by turns, and compared by medians with a bound so wide that only
//! a missing hash or a mail sent within the request exceeds it. Absolute times belong to `make bench`.

use std::time::{Duration, Instant};

use authentication::password::phc::Cost;
use axum::http::Method;
use directory::tenants::policy::SignInPolicy;

use crate::cookies::customer;
use crate::harness::{Answer, Ask, Browser, Options, PASSWORD, Site};

const SAMPLES: usize = 200;
/// People with an account, and as many names without one. Each is asked for ten times, as often as the limits allow.
const PEOPLE: usize = 20;

/// What one request took.
struct Sample {
    statements: u64,
    hashes: u64,
    took: Duration,
    answer: Answer,
}

async fn sample(site: &Site, ask: Ask) -> Sample {
    let work = || (site.test().database.counts().0, site.services().authentication.hasher().accepted());
    let before = work();
    let began = Instant::now();
    let answer = site.send(ask).await;
    let took = began.elapsed();
    let after = work();
    Sample { statements: after.0 - before.0, hashes: after.1 - before.1, took, answer }
}

fn median(samples: &[Sample]) -> Duration {
    let mut times: Vec<Duration> = samples.iter().map(|sample| sample.took).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// A bank that is open to everybody, with its people, and passwords that cost more than everything else.
async fn bank() -> Site {
    let hash_cost = Cost { memory_kib: 8 << 10, passes: 2, lanes: 1 };
    let options = Options { proxies: vec!["127.0.0.0/8"], hash_cost, ..Options::default() };
    let site = Site::with(database::testing::sqlite().await, options).await;
    let mut operator = site.operator().await;
    let mut ada: Browser = site.administrator(&mut operator, "bank").await;
    for number in 0..PEOPLE {
        customer(&site, &mut ada, &format!("known{number:02}")).await;
    }
    let version = site.tenant("bank").await.version.to_string();
    let settings = [
        ("name", "bank"),
        ("sign_up", "open"),
        ("idle_minutes", "60"),
        ("absolute_hours", "24"),
        ("minimum_length", "15"),
        ("languages", "en"),
        ("default_language", "en"),
        ("time_zone", "Europe/Berlin"),
        ("accent", "#1f6f5c"),
        ("version", &version),
    ];
    assert_eq!(ada.post("/t/bank/console/settings", &settings).await.status, 303);
    site.test().clock.advance(chrono::TimeDelta::minutes(16));
    // The node knows the tenant from here on: a second is longer than all the requests of a test.
    assert_eq!(site.visitor().get("/t/bank/sign-in").await.status, 200);
    site
}

/// Asks for known and unknown names by turns, each time from another network, and compares what comes back.
async fn compared(site: &Site, ask: impl Fn(&str) -> Ask, is_same_work: bool) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for number in 0..SAMPLES {
        // Which one is first changes as well.
        for is_known in [number % 2 == 0, number % 2 == 1] {
            let word = if is_known { "known" } else { "nobod" };
            let round = if is_same_work { String::new() } else { format!("x{number}") };
            let suffix = if is_known { String::new() } else { round };
            let name = format!("{word}{:02}{suffix}@bank.example", number % PEOPLE);
            let address = format!("198.{}.{number}.7", if is_known { 18 } else { 19 });
            let taken = sample(site, ask(&name).with("x-forwarded-for", &address)).await;
            if is_known { known.push(taken) } else { unknown.push(taken) }
        }
    }
    for (one, other) in known.iter().zip(&unknown) {
        let led = |answer: &Answer| answer.location.split("?to=").next().unwrap().to_owned();
        assert_eq!((one.answer.status, led(&one.answer)), (other.answer.status, led(&other.answer)));
        let texts = [one, other].map(|sample| sample.answer.body.replace("known", "nobod"));
        let plain = texts.map(|text| text.chars().filter(|letter| !letter.is_ascii_digit()).count());
        assert!(!is_same_work || plain[0].abs_diff(plain[1]) < 16, "{plain:?}: the pages differ");
        assert_eq!(one.hashes, other.hashes, "passwords hashed");
        if is_same_work {
            assert_eq!(one.statements, other.statements, "statements");
        }
    }
    let (one, other) = (median(&known), median(&unknown));
    let (less, more) = (one.min(other), one.max(other));
    assert!(more < less * 2, "known {one:?}, unknown {other:?}");
}

fn form(site: &Site, path: &str, fields: &[(&str, &str)]) -> Ask {
    site.visitor().ask(Method::POST, path).form(fields)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_tells_nothing() {
    let site = bank().await;
    // The key of this month's entries about nobody known is made once.
    site.visitor().sign_in("bank", "first@bank.example", PASSWORD).await;
    let ask = |name: &str| form(&site, "/t/bank/sign-in", &[("name", name), ("password", "not the password at all")]);
    compared(&site, ask, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recovering_tells_nothing() {
    let site = bank().await;
    compared(&site, |name| form(&site, "/t/bank/recover", &[("name", name)]), true).await;
}

/// Asking for a code by mail, and typing a wrong one: a row is made for every name, and who it is for is found out afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_by_mail_tell_nothing() {
    let site = bank().await;
    site.set_policy("bank", SignInPolicy { mail_codes: true, ..SignInPolicy::asking_nothing() }).await;
    site.visitor().get("/t/bank/sign-in").await;
    compared(&site, |name| form(&site, "/t/bank/sign-in/mail", &[("name", name)]), true).await;
    site.work().await;
    site.test().clock.advance(chrono::TimeDelta::minutes(16));
    let mut work = Vec::new();
    for name in ["known00@bank.example", "nobod00@bank.example"] {
        let mut browser = site.visitor();
        assert_eq!(browser.post("/t/bank/sign-in/mail", &[("name", name)]).await.status, 303);
        site.work().await;
        let wrong = browser.ask(Method::POST, "/t/bank/sign-in/mail/code").form(&[("mailed_code", "00000000")]);
        let taken = sample(&site, wrong).await;
        assert_eq!(taken.answer.status, 422);
        work.push((taken.statements, taken.hashes));
    }
    assert_eq!(work[0], work[1]);
}

/// Signing up with a known address mails its owner; with an unknown one it adds a person. What is done differs, as
/// docs/security/README.md says; what is hashed does not, nor what is answered, and the hash is by far the most of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_up_tells_nothing() {
    let site = bank().await;
    let ask = |name: &str| {
        let fields = [("given_name", "Some"), ("family_name", "Body"), ("email", name), ("password", PASSWORD)];
        form(&site, "/t/bank/sign-up", &fields)
    };
    compared(&site, ask, false).await;
}
