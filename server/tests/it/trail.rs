//! The audit trail in the console, and what the numbers of operation say.

use std::sync::Arc;

use audit::{Sealer, SignIns};
use chrono::TimeDelta;
use messaging::Transport;
use server::compose;
use server::http::Metrics;

use crate::harness::{Answer, Browser, Site};

/// The text of a page without its tags.
fn text(answer: &Answer) -> String {
    let document = scraper::Html::parse_document(&answer.body);
    let main = scraper::Selector::parse("main").unwrap();
    let words: String = document.select(&main).flat_map(|main| main.text()).collect::<Vec<_>>().join(" ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn add(ada: &mut Browser, name: &str) -> String {
    let email = format!("{name}@bank.example");
    let fields = [("given_name", name), ("family_name", "New"), ("email", &email), ("archetype", "customer")];
    let answer = ada.post("/t/bank/console/people/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.led_to_id()
}

database::on_each_database! {
    async fn an_entry_says_whether_it_is_sealed(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let grace = add(&mut ada, "grace").await;
        let list = ada.get(&format!("/t/bank/console/audit?person={grace}")).await;
        let entry = format!("/t/bank/console/audit/{}", list.id_after("/console/audit/"));
        assert!(text(&ada.get(&entry).await).contains("Not sealed yet"));
        let page = text(&ada.get("/t/bank/console/audit/checkpoints").await);
        assert!(page.contains("entries are not sealed yet") && page.contains("No checkpoint yet"), "{page}");

        Sealer::seal_once(&site.services().database).await.unwrap();
        assert!(text(&ada.get(&entry).await).contains("Sealed in batch 1"));
        let page = ada.get("/t/bank/console/audit/checkpoints").await;
        assert!(text(&page).contains("Every entry is sealed"), "{}", text(&page));
        let rows = scraper::Html::parse_document(&page.body);
        let cells = scraper::Selector::parse("tbody tr td.number").unwrap();
        let numbers: Vec<u32> = rows.select(&cells).map(|cell| cell.text().collect::<String>().parse().unwrap()).collect();
        assert!(numbers.len() >= 2 && numbers.iter().all(|number| *number > 0), "entries and key: {numbers:?}");

        // What is downloaded is what the command is given.
        assert!(page.body.contains("/t/bank/console/audit/checkpoints.json"));
        let file = ada.get("/t/bank/console/audit/checkpoints.json").await;
        assert!(file.disposition.starts_with("attachment"), "{}", file.disposition);
        let known: Vec<audit::Checkpoint> = serde_json::from_str(&file.body).unwrap();
        assert!(!known.is_empty() && known.iter().all(audit::Checkpoint::is_genuine));
        let database = &site.services().database;
        assert!(audit::verify(database, None, &known, None).await.unwrap().is_intact());
        site.test().as_owner("DELETE FROM audit_batch").await;
        let report = audit::verify(database, None, &known, None).await.unwrap();
        assert!(report.findings.iter().any(|finding| finding.to_string().contains("the chain ends at batch 0")));
    }

    /// By, about, and either; each page and the export say the same, and nothing that could be a formula leaves.
    async fn a_person_is_followed_through_the_trail_and_out_of_it(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let own = ada.get("/t/bank/console/people?q=lovelace").await.id_after("/console/people/");
        for number in 0..60 {
            add(&mut ada, &format!("=cmd{number}")).await;
        }
        let mut counts = Vec::new();
        for part in ["", "by", "about"] {
            let (mut path, mut pages, mut seen) = (format!("/t/bank/console/audit?person={own}&part={part}"), 0, 0);
            loop {
                let page = ada.get(&path).await;
                assert_eq!(page.status, 200);
                let document = scraper::Html::parse_document(&page.body);
                let rows = scraper::Selector::parse("tbody tr").unwrap();
                seen += document.select(&rows).count();
                pages += 1;
                let older = scraper::Selector::parse("a[href*='before=']").unwrap();
                match document.select(&older).next() {
                    Some(link) => link.value().attr("href").unwrap().clone_into(&mut path),
                    None => break,
                }
            }
            let csv = ada.get(&format!("/t/bank/console/audit/export?person={own}&part={part}&format=csv")).await;
            let mut reader = csv::ReaderBuilder::new().from_reader(csv.body.as_bytes());
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
            // The export before told of itself, and it was hers too.
            assert_eq!(rows.len(), seen, "{part}");
            let lines = ada.get(&format!("/t/bank/console/audit/export?person={own}&part={part}&format=jsonl")).await;
            let lines: Vec<serde_json::Value> = lines.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert!(lines.len() >= seen);
            counts.push((seen, pages));
        }
        let [either, by, about] = counts[..] else { panic!("{counts:?}") };
        assert!(either.0 >= 60 && either.1 >= 2, "{counts:?}");
        assert!(by.0 >= 60 && about.0 >= 1 && about.0 < 20, "{counts:?}");
        // A name that fits her alone means her, on the page and in the export.
        let named = ada.get("/t/bank/console/audit/export?q=lovelace&format=jsonl").await;
        assert!(named.body.lines().count() >= 60, "{}", named.body);
    }

    /// The chart is made of what was counted when entries were sealed; no page counts entries.
    async fn the_overview_draws_sign_ins(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        site.administrator(&mut operator, "bank").await;
        for _ in 0..3 {
            site.signed_in("bank", "ada@bank.example").await;
        }
        assert_eq!(site.visitor().sign_in("bank", "ada@bank.example", "wrong").await.status, 422);
        let database = &site.services().database;
        Sealer::seal_once(database).await.unwrap();
        site.test().clock.advance(TimeDelta::days(1));
        let mut ada_again = site.signed_in("bank", "ada@bank.example").await;
        Sealer::seal_once(database).await.unwrap();
        let page = text(&ada_again.get("/t/bank/console").await);
        // She was signed in by accepting her invitation, three times more, and a day later.
        assert!(page.contains("5 sign-ins and 1 refused attempts"), "{page}");
        assert!(page.contains("2 March 2026 4 1 3 March 2026 1 0"), "{page}");
    }

    /// Charts of any period are made of what was counted as it happened.
    async fn the_overview_draws_people_over_time(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        site.administrator(&mut operator, "bank").await;
        site.test().clock.advance(TimeDelta::days(20));
        let mut ada = site.signed_in("bank", "ada@bank.example").await;
        let new = [("given_name", "Grace"), ("family_name", "Hopper"), ("email", "grace@bank.example"), ("archetype", "customer"), ("invite", "yes")];
        assert_eq!(ada.post("/t/bank/console/people/new", &new).await.status, 303);
        site.accept("bank", "grace@bank.example", "Grace", "Hopper").await;
        Sealer::seal_once(&site.services().database).await.unwrap();

        let fortnight = text(&ada.get("/t/bank/console?period=14").await);
        assert!(fortnight.contains("In the last 14 days: 0 signed up, 1 added"), "{fortnight}");
        assert!(fortnight.contains("2 people, 1 more than on 9 March 2026") && !fortnight.contains("Counted since"), "{fortnight}");
        let quarter = text(&ada.get("/t/bank/console?period=90").await);
        assert!(quarter.contains("In the last 90 days: 0 signed up, 2 added") && quarter.contains("Counted since 2 March 2026."), "{quarter}");
        assert!(quarter.contains("20 March 2026 1 21 March 2026 1 22 March 2026 2"), "how many there were, day by day: {quarter}");
        let year = text(&ada.get("/t/bank/console?period=365").await);
        assert!(year.contains("2 Mar – 8 March 2026") && year.contains("16 Mar – 22 March 2026"), "{year}");
        let usual = text(&ada.get("/t/bank/console?period=everything").await);
        assert!(usual.contains("In the last 14 days:"), "{usual}");
    }

    /// An operator who puts somebody into a tenant is seen there.
    async fn administrators_are_told_of_one_who_was_invited_from_outside(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        assert_eq!(site.mails("bank", "ada@bank.example").await.len(), 1, "the first administrator has nobody to tell");
        let bank = site.tenant("bank").await.id;
        let invite = format!("/t/platform/console/tenants/{bank}/invite");
        let answer = operator.post(&invite, &[("administrator_email", "eve@bank.example")]).await;
        assert!(answer.location.contains("done="), "{} {}", answer.status, text(&answer));

        let told = site.mails("bank", "ada@bank.example").await;
        assert!(told.len() == 2 && told[0].contains("eve@bank.example") && told[0].contains("/t/bank/console/people/"), "{told:?}");
        assert_eq!(site.mails("bank", "eve@bank.example").await.len(), 1, "the invitation, and no notice about herself");
        for (browser, slug) in [(&mut ada, "bank"), (&mut operator, "platform")] {
            let trail = text(&browser.get(&format!("/t/{slug}/console/audit?kind=tenant.administrator_invited")).await);
            assert!(trail.contains("administrator for bank"), "{slug}: {trail}");
        }
        // The link goes to an address, so whoever can choose addresses must not be able to catch it under another's name.
        site.test().as_owner("UPDATE contact_address SET shown = 'mallory@evil.example', address_key = 'mallory@evil.example' WHERE address_key = 'eve@bank.example'").await;
        let caught = operator.post(&invite, &[("administrator_email", "eve@bank.example")]).await;
        assert!(caught.status == 422 && site.mails("bank", "mallory@evil.example").await.is_empty(), "{}", caught.status);
        // All or nothing: who cannot be recorded is not invited.
        let before = site.number("SELECT count(*) FROM person").await;
        let platform = if site.test().database.file().is_some() { "X'00000000000000000000000000000001'" } else { "'00000000-0000-0000-0000-000000000001'" };
        let broken = if site.test().database.file().is_some() { "X'01ff'" } else { "'\\x01ff'" };
        site.test().as_owner(&format!("UPDATE data_key SET sealed = {broken} WHERE tenant_id = {platform}")).await;
        let failed = operator.post(&invite, &[("administrator_email", "mallory@bank.example")]).await;
        assert_eq!(failed.status, 500, "{}", failed.location);
        assert_eq!(site.number("SELECT count(*) FROM person").await, before);
        assert!(site.mails("bank", "mallory@bank.example").await.is_empty());
    }

    async fn the_numbers_of_operation_are_filled(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let services = site.services();
        let worker = Arc::new(compose::worker(services, Transport::Outbox));
        let (metrics, sign_ins) = (Metrics::new(), SignIns::default());
        compose::measure(services, &worker, &sign_ins, &metrics);
        assert_eq!(ada.sign_in("bank", "ada@bank.example", "wrong").await.status, 422);
        site.test().clock.advance(TimeDelta::seconds(90));
        let page = metrics.exposition().await;
        let number = |page: &str, line: &str| -> u64 {
            let found = page.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(' '));
            found.unwrap_or_else(|| panic!("{line} is not in\n{page}")).parse().unwrap()
        };
        assert!(number(&page, "pforte_audit_unsealed") > 5);
        assert_eq!(number(&page, "pforte_mails_waiting"), 1, "the invitation");
        assert_eq!(number(&page, "pforte_jobs_waiting{kind=\"mail.send\"}"), 1);
        assert!((90..200).contains(&number(&page, "pforte_job_overdue_seconds{kind=\"mail.send\"}")));
        assert!(number(&page, "pforte_database_statements_total") > 50);
        assert_eq!(number(&page, "pforte_sign_ins_total{outcome=\"failed\"}"), 0);

        while worker.run_due().await.unwrap() > 0 {}
        Sealer::seal_counting(&services.database, &sign_ins).await.unwrap();
        site.test().as_owner("UPDATE message SET state = 'waiting'; INSERT INTO job (tenant_id, id, kind, payload, run_at, attempts, state, created_at)
            SELECT tenant_id, id, 'mail.send', '{}', created_at, 12, 'parked', created_at FROM message WHERE kind = 'invitation'").await;
        let page = metrics.exposition().await;
        for (line, expected) in [
            ("pforte_audit_unsealed", 0),
            ("pforte_mails_waiting", 0),
            ("pforte_mails_failed", 1),
            ("pforte_jobs_parked{kind=\"mail.send\"}", 1),
            ("pforte_job_overdue_seconds{kind=\"mail.send\"}", 0),
            ("pforte_jobs_done_total", 1),
            ("pforte_sign_ins_total{outcome=\"failed\"}", 1),
            ("pforte_hash_waiting", 0),
        ] {
            assert_eq!(number(&page, line), expected, "{line}");
        }
        // The database is away: its numbers are missing, and the page is there.
        services.database.close().await;
        let page = metrics.exposition().await;
        assert!(page.contains("pforte_hash_slots 2") && !page.contains("pforte_audit_unsealed"), "{page}");
    }
}
