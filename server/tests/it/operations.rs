//! How many statements and commits an operation takes, from the request to the answer.
//!
//! The numbers are exact, so that one more look-up is a decision. Lists are opened when there is little and when there is
//! much: what is asked for each line again shows at once. The tenant itself is remembered for a second and the clock
//! stands still, so it is not looked up again here.

use chrono::TimeDelta;
use directory::tenants::policy::SignInPolicy;

use crate::harness::{Browser, ORIGIN, PASSWORD, Site};
use crate::passkeys::{self, Device};
use crate::second::App;

/// Statements and commits.
type Cost = (u64, u64);

/// Opens a page and says what it took.
async fn opened(site: &Site, browser: &mut Browser, path: &str) -> Cost {
    let before = site.test().database.counts();
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    since(site, before)
}

/// Sends a form and says what it took; the browser is led to a page or the form is refused.
async fn sent(site: &Site, browser: &mut Browser, path: &str, fields: &[(&str, &str)], leads_to: &str) -> Cost {
    let before = site.test().database.counts();
    let answer = browser.post(path, fields).await;
    let cost = since(site, before);
    assert!(answer.location.contains(leads_to), "{path}: {} {} {}", answer.status, answer.location, answer.body);
    assert_eq!(answer.location.is_empty(), leads_to.is_empty(), "{path}: {}", answer.location);
    cost
}

fn since(site: &Site, before: Cost) -> Cost {
    let now = site.test().database.counts();
    (now.0 - before.0, now.1 - before.1)
}

/// Adds a person to the bank and returns the path of their page.
async fn add(browser: &mut Browser, number: usize) -> String {
    let (family, email) = (format!("Person{number}"), format!("person{number}@bank.example"));
    let fields = [("given_name", "Some"), ("family_name", &family), ("email", &email), ("archetype", "customer")];
    let answer = browser.post("/t/bank/console/people/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    format!("/t/bank/console/people/{}", answer.led_to_id())
}

/// The id of the role of this name, from the form that adds a person.
async fn role(browser: &mut Browser, name: &str) -> String {
    let page = browser.get("/t/bank/console/people/new").await.body;
    let document = scraper::Html::parse_document(&page);
    let options = scraper::Selector::parse("select[name=role] option").unwrap();
    let found = document.select(&options).find(|option| option.text().collect::<String>() == name);
    found.unwrap().value().attr("value").unwrap().to_owned()
}

/// Adds an organisation of a kind to the bank, below another or at the top, and returns its id.
async fn add_organisation(browser: &mut Browser, name: &str, under: &str) -> String {
    let fields = [("name", name), ("kind", "school"), ("under", under)];
    let answer = browser.post("/t/bank/console/organisations/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.led_to_id()
}

/// How many lines the tree on a page has.
fn lines(page: &str) -> usize {
    let links = scraper::Selector::parse("a.row-link").unwrap();
    scraper::Html::parse_document(page).select(&links).count()
}

/// What everybody who is signed in costs: the session with its person, and their rights.
const VISIT: u64 = 2;
/// What an entry of the audit trail costs: the key, the entry, its place in the queue.
const RECORD: u64 = 3;

database::on_each_database! {
    async fn pages_cost_the_same_however_long_their_lists_are(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let person = add(&mut ada, 0).await;
        let above = add_organisation(&mut ada, "Authority", "").await;
        add_organisation(&mut ada, "School", &above).await;
        let organisation = format!("/t/bank/console/organisations/{above}");
        assert_eq!(ada.post("/t/bank/console/groups/new", &[("name", "Group")]).await.status, 303);
        let again = [("name", "ada@bank.example"), ("password", PASSWORD)];
        assert_eq!(site.visitor().post("/t/bank/sign-in", &again).await.status, 303);
        let page = |path: &str| format!("/t/bank/{path}");
        let tab = |tab: &str| format!("{person}?tab={tab}");
        let pages = [
            // The person with addresses and affiliations; password, passkeys and sessions in one; roles, what happened lately,
            // the sign-in before, and the keys of full addresses, because she was here before within the week.
            (page("portal"), VISIT + 8),
            // The passkeys, the apps, whether a second factor is asked for; the names, the address and the password; whether
            // there are trusted persons.
            (page("portal/security"), VISIT + 3 + 3 + 1),
            // The archetypes, the page of people, how many there are.
            (page("console/people"), VISIT + 3),
            (page("console/people?q=person"), VISIT + 3),
            // The archetypes, people, organisations, groups, roles, attributes.
            (page("console/search?q=person"), VISIT + 6),
            // The person with names, addresses and affiliations, their rights, the archetypes; then what the tab shows.
            (person.clone(), VISIT + 6 + 4),
            (tab("roles"), VISIT + 6 + 1),
            (tab("sessions"), VISIT + 6 + 1),
            (tab("history"), VISIT + 6 + 2),
            // The entries, and the names of everybody in them.
            (page("console/audit"), VISIT + 2),
            // The uppermost, and how many are below each.
            (page("console/organisations"), VISIT + 2),
            // Itself with all above it; what is below it, and how many are below each of these; who holds roles there, and its people.
            (organisation.clone(), VISIT + 5),
            // The groups, and how many are in each.
            (page("console/groups"), VISIT + 2),
        ];
        for round in ["with little", "with much"] {
            for (path, statements) in &pages {
                assert_eq!(opened(&site, &mut ada, path).await, (*statements, 0), "{path}, {round}");
            }
            for number in 1..30 {
                if round == "with little" {
                    add(&mut ada, number).await;
                    add_organisation(&mut ada, &format!("Association {number}"), "").await;
                    add_organisation(&mut ada, &format!("School {number}"), &above).await;
                    let group = format!("Group {number}");
                    assert_eq!(ada.post("/t/bank/console/groups/new", &[("name", group.as_str())]).await.status, 303);
                    site.signed_in("bank", "ada@bank.example").await;
                }
            }
        }
        // The door itself costs nothing.
        assert_eq!(opened(&site, &mut site.visitor(), "/t/bank/sign-in").await, (0, 0));
    }

    async fn the_tree_costs_the_same_however_many_branches_are_open(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let mut open = Vec::new();
        for number in 0..10 {
            let authority = add_organisation(&mut ada, &format!("Authority {number}"), "").await;
            let school = add_organisation(&mut ada, &format!("School {number}"), &authority).await;
            let class = add_organisation(&mut ada, &format!("Class {number}"), &school).await;
            add_organisation(&mut ada, &format!("Course {number}"), &class).await;
            open.extend([authority, school, class]);
        }
        for branches in [3, 12, 30] {
            let path = format!("/t/bank/console/organisations?open={}", open[..branches].join(","));
            // The uppermost; what is below those that are open, at any depth; how many are below each line.
            assert_eq!(opened(&site, &mut ada, &path).await, (VISIT + 3, 0), "{branches}");
            assert_eq!(lines(&ada.get(&path).await.body), 10 + branches, "{branches}");
        }
        // Whoever holds a part sees it with as little: the roots of what is theirs instead of the uppermost.
        let role = role(&mut ada, "Auditor").await;
        let fields = [("given_name", "Dora"), ("family_name", "Delegate"), ("email", "dora@bank.example"), ("archetype", "customer"), ("invite", "yes")];
        let person = ada.post("/t/bank/console/people/new", &fields).await.led_to_id();
        for authority in [&open[0], &open[3]] {
            let fields = [("role", role.as_str()), ("scope", "organisation"), ("organisation", authority), ("reason", "On duty")];
            let given = ada.post(&format!("/t/bank/console/people/{person}/roles/give"), &fields).await;
            assert!(given.location.contains("done=role-given"), "{} {}", given.location, given.body);
        }
        let mut delegate = site.accept("bank", "dora@bank.example", "Dora", "Delegate").await;
        let path = format!("/t/bank/console/organisations?open={}", open.join(","));
        assert_eq!(opened(&site, &mut delegate, &path).await, (VISIT + 3, 0));
        assert_eq!(lines(&delegate.get(&path).await.body), 8);
    }

    async fn a_visit_is_noted_once_a_minute(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        for _ in 0..3 {
            assert_eq!(sent(&site, &mut ada, "/t/bank/language", &[("locale", "en")], "/sign-in").await, (VISIT, 0));
        }
        site.test().clock.advance(TimeDelta::minutes(2));
        // The tenant, which is remembered for a second only, and that she was seen.
        for cost in [(1 + VISIT + 1, 1), (VISIT, 0)] {
            assert_eq!(sent(&site, &mut ada, "/t/bank/language", &[("locale", "en")], "/sign-in").await, cost);
        }
    }

    async fn changes_cost_what_they_check_and_one_commit(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let person = add(&mut ada, 0).await;

        let sign_in = "/t/bank/sign-in";
        let right = [("name", "ada@bank.example"), ("password", PASSWORD)];
        // Counted before it is judged, in a transaction of its own: the counter, the person, the password. Then the person and
        // the password again, now held; what she has beside it, which is nothing; the device, the rights, the session, the last sign-in,
        // the entry, the counter.
        let cost = sent(&site, &mut site.visitor(), sign_in, &right, "/portal").await;
        assert_eq!(cost, (3 + 2 + 1 + 4 + RECORD + 1, 2), "signing in");
        // A wrong password and an unknown name cost the same: the counter, the person, the password; the person, the entry.
        for name in ["ada@bank.example", "nobody@bank.example"] {
            let wrong = [("name", name), ("password", "not the password")];
            assert_eq!(sent(&site, &mut site.visitor(), sign_in, &wrong, "").await, (3 + 1 + RECORD, 2), "{name}");
        }

        // The question is one row. The answer is looked at first, with no change: the question and the passkey. Then the question
        // is taken, the person held, the use noted; the device, the rights, the session, the last sign-in, the entry.
        let mut device = Device::new(1);
        assert_eq!(passkeys::add(&mut ada, "bank", &mut device).await.status, 303);
        let mut browser = site.visitor();
        let before = site.test().database.counts();
        let asked = passkeys::question(&mut browser, "/t/bank/sign-in/passkey/options").await;
        assert_eq!(since(&site, before), (1, 1), "asking for a passkey");
        let response = device.answer(&asked, ORIGIN);
        let cost = sent(&site, &mut browser, "/t/bank/sign-in/passkey", &[("response", &response)], "/portal").await;
        assert_eq!(cost, (2 + 3 + 4 + RECORD, 1), "signing in with a passkey");

        // With an app: the same as far as the password, then what she has, the apps, the half sign-in and its entry instead of a
        // session.
        let app = App::add(&site, &mut ada, "bank").await;
        let mut browser = site.visitor();
        let cost = sent(&site, &mut browser, sign_in, &right, "/sign-in/second").await;
        assert_eq!(cost, (3 + 2 + 2 + 1 + RECORD + 1, 2), "the first step");
        // The half sign-in and the counter; then the person held, the half sign-in, the password, the apps, the step used, the half
        // sign-in taken; the device, the rights, the session, the last sign-in, the entry, the counter.
        site.test().clock.advance(TimeDelta::minutes(1));
        let code = app.code(&site);
        let cost = sent(&site, &mut browser, "/t/bank/sign-in/second", &[("code", &code)], "/portal").await;
        assert_eq!(cost, (1 + 2 + 6 + 4 + RECORD + 1, 2), "the second step");
        ada = browser;

        // A code by mail: the counter, what the browser asked for before, the row, the job; a name that nobody has costs the same.
        site.set_policy("bank", SignInPolicy { mail_codes: true, ..SignInPolicy::asking_nothing() }).await;
        for name in ["ada@bank.example", "nobody@bank.example"] {
            let mut browser = site.visitor();
            // Changing the policy underneath made the node forget the tenant.
            browser.get("/t/bank/sign-in").await;
            let cost = sent(&site, &mut browser, "/t/bank/sign-in/mail", &[("name", name)], "/sign-in/mail/code").await;
            assert_eq!(cost, (4, 1), "asking for a code: {name}");
            site.work().await;
            // The guess and the counter; then the entry.
            let cost = sent(&site, &mut browser, "/t/bank/sign-in/mail/code", &[("mailed_code", "00000000")], "").await;
            assert_eq!(cost, (2 + RECORD, 2), "a wrong code: {name}");
        }

        let helpdesk = role(&mut ada, "Helpdesk").await;
        let fields = [("role", helpdesk.as_str()), ("scope", "tenant"), ("reason", "On duty")];
        // The person, the role, the person's rights, until when the giver holds theirs, the assignment.
        let cost = sent(&site, &mut ada, &format!("{person}/roles/give"), &fields, "done=role-given").await;
        assert_eq!(cost, (VISIT + 5 + RECORD, 1), "giving a role");

        // The person, held; their rights, whether they are the last administrator; the state, the remembered devices, the sessions, the
        // counters and the day's figures.
        let cost = sent(&site, &mut ada, &format!("{person}/suspend"), &[("reason", "Left")], "done=person-suspended").await;
        assert_eq!(cost, (VISIT + 8 + RECORD, 1), "suspending");
    }
}
