//! F41: a backup made in the middle of use. Put back, it has everybody who was there, and nothing that was open lets anybody in.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use audit::Sealer;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use database::testing::{MASTER_KEY, TestDatabase, start, vault};
use database::{Database, Settings};
use foundation::{Clock, Randomness};
use tempfile::TempDir;

use crate::harness::{Browser, Options, Site};

/// The program with an environment of its own, on one clock with the test.
struct Program {
    folder: TempDir,
}

impl Program {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn clock(&self) -> Clock {
        Clock::shared_from(&self.folder.path().join("clock"), start())
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn run(&self, url: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pforte"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command
            .env("PFORTE_DATABASE_URL", url)
            .env("PFORTE_MASTER_KEY", format!("1:{}", STANDARD.encode(MASTER_KEY)))
            .env("PFORTE_TEST_CLOCK", self.path("clock"));
        command.output().unwrap()
    }

    /// What it says when it did what was asked.
    fn done(&self, url: &str, arguments: &[&str]) -> String {
        let output = self.run(url, arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Why it did not.
    fn refused(&self, url: &str, arguments: &[&str]) -> String {
        let output = self.run(url, arguments);
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }
}

fn url_of(path: &str) -> String {
    format!("sqlite:{path}")
}

/// A site on a database that is there already.
async fn site_on(url: &str, clock: &Clock) -> Site {
    let mut test: TestDatabase = database::testing::sqlite_at(clock.clone()).await;
    let randomness = Randomness::system();
    url.clone_into(&mut test.url);
    let vault = vault(&randomness);
    test.database = Database::open(&Settings::at(url), clock.clone(), randomness, vault).await.unwrap();
    Site::with(test, Options::default()).await
}

async fn invite(ada: &mut Browser, name: &str) {
    let email = format!("{name}@bank.example");
    let fields =
        [("given_name", name), ("family_name", "New"), ("email", &email), ("archetype", "customer"), ("invite", "yes")];
    assert_eq!(ada.post("/t/bank/console/people/new", &fields).await.status, 303);
}

/// What is open in a database, as a count each.
const OPEN: [&str; 12] = [
    "session",
    "one_time_token",
    "mailed_code",
    "half_sign_in",
    "remembered_device",
    "challenge",
    "kept_form",
    "authenticator_offer",
    "recovery_code WHERE expires_at IS NOT NULL",
    "trusted_recovery WHERE state = 'asked'",
    "message WHERE state = 'waiting'",
    "job WHERE kind IN ('mail.send', 'recovery.start')",
];

/// Opens one of each, where nothing that was done has.
const OPENED: &str = "
    INSERT INTO mailed_code (tenant_id, digest, account, guesses, next_path, created_at, expires_at)
        SELECT tenant_id, digest, digest, 0, '/', created_at, absolute_until FROM session;
    INSERT INTO half_sign_in (tenant_id, digest, person_id, amr, created_at, expires_at)
        SELECT tenant_id, digest, person_id, amr, created_at, absolute_until FROM session;
    INSERT INTO remembered_device (tenant_id, digest, id, person_id, device, network, created_at, expires_at)
        SELECT tenant_id, digest, id, person_id, device, network, created_at, absolute_until FROM session;
    INSERT INTO challenge (tenant_id, digest, purpose, created_at, expires_at)
        SELECT tenant_id, digest, 'sign_in', created_at, absolute_until FROM session;
    INSERT INTO kept_form (tenant_id, id, session_id, page, sealed, created_at, expires_at)
        SELECT tenant_id, id, id, '/', (SELECT sealed FROM message LIMIT 1), created_at, absolute_until FROM session;
    INSERT INTO authenticator_offer (tenant_id, session_id, name, sealed, created_at, expires_at)
        SELECT tenant_id, id, 'App', (SELECT sealed FROM message LIMIT 1), created_at, absolute_until FROM session;
    INSERT INTO recovery_code (tenant_id, id, person_id, sealed, created_at, expires_at)
        SELECT tenant_id, id, person_id, (SELECT sealed FROM message LIMIT 1), created_at, absolute_until FROM session;
    INSERT INTO trusted_recovery (tenant_id, id, person_id, state, code, password_chosen_at, device, network, created_at, expires_at)
        SELECT tenant_id, id, person_id, 'asked', 'x', created_at, device, network, created_at, absolute_until FROM session;";

/// Lets something of each kind be open, and answers the token of an invitation that went out.
async fn open_something(site: &Site, ada: &mut Browser) -> String {
    invite(ada, "before").await;
    site.work().await;
    let invitation = site.mailed_token("bank", "before@bank.example", "/invitation").await;
    invite(ada, "waiting").await;
    assert_eq!(site.visitor().post("/t/bank/recover", &[("name", "ada@bank.example")]).await.status, 303);
    site.test().as_owner(OPENED).await;
    for what in OPEN {
        assert!(site.number(&format!("SELECT count(*) FROM {what}")).await > 0, "{what}");
    }
    invitation
}

/// What is left of what [`open_something`] opened, in a database that was put back.
async fn what_was_open_is_closed(site: &Site, was_in: &mut Browser, invitation: &str) {
    // Whoever was in is not any more: the other site's cookie, and an invitation that had gone out.
    let cookies = was_in.cookies().clone();
    let mut ada = site.visitor();
    ada.cookies().extend(cookies);
    let led = ada.get("/t/bank/console/people").await;
    assert!(led.status == 303 && led.location.contains("/sign-in"), "{} {}", led.status, led.location);
    assert_eq!(site.visitor().get(&format!("/t/bank/invitation?token={invitation}")).await.status, 410);
    for table in
        ["session", "one_time_token", "mailed_code", "half_sign_in", "remembered_device", "challenge", "kept_form"]
    {
        assert_eq!(site.number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
    assert_eq!(site.number("SELECT count(*) FROM message WHERE state = 'waiting'").await, 0);
    // Everybody is there, is found, and gets in with what they know.
    let mut ada = site.signed_in("bank", "ada@bank.example").await;
    let page = ada.get("/t/bank/console/people?q=before").await;
    assert!(page.body.contains("before@bank.example"), "{}", page.body);
    assert!(!ada.get("/t/bank/console/people?q=afterwards").await.body.contains("afterwards@bank.example"));
    invite(&mut ada, "later").await;
    // The trail says so, and goes on.
    let page = ada.get("/t/bank/console/audit?kind=database.restored").await;
    assert!(page.body.contains("put back from a backup"), "{}", page.body);
    let database = &site.services().database;
    Sealer::seal_once(database).await.unwrap();
    let report = audit::verify(database, None, &[], None).await.unwrap();
    assert!(report.is_intact() && report.verified > 5, "{:?}", report.findings);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_made_in_the_middle_of_use_is_put_back() {
    let program = Program::new();
    let clock = program.clock();
    let site = Site::new(database::testing::sqlite_at(clock.clone()).await).await;
    let mut operator = site.operator().await;
    let mut ada = site.administrator(&mut operator, "bank").await;
    let invitation = open_something(&site, &mut ada).await;
    let url = site.test().url.clone();

    // Somebody writes all the while.
    let ended = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (ended, site) = (Arc::clone(&ended), site.clone());
        async move {
            let mut written = 0;
            while !ended.load(Ordering::Relaxed) {
                let answer = site.visitor().post("/t/bank/sign-in", &[("name", "nobody"), ("password", "x")]).await;
                assert!(answer.status < 500, "{}", answer.status);
                written += 1;
            }
            written
        }
    });
    let copy = program.path("weekly.db");
    let told = tokio::task::block_in_place(|| program.done(&url, &["backup", &copy]));
    ended.store(true, Ordering::Relaxed);
    assert!(writing.await.unwrap() > 0);
    assert!(told.contains("weekly.db is a backup of"), "{told}");
    assert!(Path::new(&format!("{copy}.json")).exists() && !Path::new(&format!("{copy}.part")).exists());
    invite(&mut ada, "afterwards").await;
    clock.advance(TimeDelta::hours(1));

    // A server uses the place, there is a database already, and there is none.
    let busy = program.refused(&url, &["restore", &copy, "--replace"]);
    assert!(busy.contains("another process uses"), "{busy}");
    let place = url_of(&program.path("data/pforte.db"));
    let told = program.done(&place, &["restore", &copy]);
    assert!(told.contains("Ended: 2 sessions"), "{told}");
    let there = program.refused(&place, &["restore", &copy]);
    assert!(there.contains("is there already"), "{there}");
    let again = program.done(&place, &["restore", &copy, "--replace"]);
    assert!(again.contains("The database that was there is"), "{again}");
    let names = std::fs::read_dir(program.path("data")).unwrap().map(|one| one.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names.len(), 3, "the database, its lock, and what was there before: {names:?}");

    let back = site_on(&place, &clock).await;
    what_was_open_is_closed(&back, &mut ada, &invitation).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_changes_nothing() {
    let program = Program::new();
    let site = Site::new(database::testing::sqlite_at(program.clock()).await).await;
    let copy = program.path("weekly.db");
    program.done(&site.test().url, &["backup", &copy]);
    let there = program.refused(&site.test().url, &["backup", &copy]);
    assert!(there.contains("is there already"), "{there}");
    let place = url_of(&program.path("data/pforte.db"));
    program.done(&place, &["restore", &copy]);
    let whole = std::fs::read(program.path("data/pforte.db")).unwrap();

    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&copy, &bytes).unwrap();
    let changed = program.refused(&place, &["restore", &copy, "--replace"]);
    assert!(changed.contains("was changed or cut off"), "{changed}");
    std::fs::remove_file(format!("{copy}.json")).unwrap();
    let alone = program.refused(&place, &["restore", &copy, "--replace"]);
    assert!(alone.contains("weekly.db.json"), "{alone}");
    assert_eq!(std::fs::read(program.path("data/pforte.db")).unwrap(), whole);
    assert!(!Path::new(&program.path("data/pforte.db.restoring")).exists());

    // Who has another key cannot put it back either, and what is there stays.
    let other = program.path("other.db");
    program.done(&site.test().url, &["backup", &other]);
    let output = Command::new(env!("CARGO_BIN_EXE_pforte"))
        .args(["restore", &other, "--replace"])
        .env_clear()
        .env("PFORTE_DATABASE_URL", &place)
        .env("PFORTE_MASTER_KEY", format!("1:{}", STANDARD.encode(*b"another key of tests, 32 bytes..")))
        .env("PFORTE_TEST_CLOCK", program.path("clock"))
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && told.contains("master key 1 is another"), "{told}");
    assert_eq!(std::fs::read(program.path("data/pforte.db")).unwrap(), whole);
    let left = std::fs::read_dir(program.path("data")).unwrap().count();
    assert_eq!(left, 2, "the database and its lock");
}

/// PostgreSQL is dumped and filled by its own tools; the product ends what was open.
#[tokio::test(flavor = "multi_thread")]
async fn what_postgresql_put_back_is_closed_as_well() {
    let program = Program::new();
    let clock = program.clock();
    let site = Site::new(database::testing::postgres_at(clock.clone()).await).await;
    let mut operator = site.operator().await;
    let mut ada = site.administrator(&mut operator, "bank").await;
    let invitation = open_something(&site, &mut ada).await;
    let url = site.test().url.clone();
    let refused = program.refused(&url, &["backup", &program.path("x.db")]);
    assert!(refused.contains("pg_dump"), "{refused}");

    let dump = program.path("pforte.dump");
    let tool = |name: &str, arguments: &[&str]| {
        let output = Command::new(name).args(arguments).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    };
    tool("pg_dump", &["--format=custom", "--file", &dump, "--dbname", &url]);
    invite(&mut ada, "afterwards").await;
    clock.advance(TimeDelta::hours(1));
    let back = database::testing::empty_postgres_url().await;
    tool("pg_restore", &["--exit-on-error", "--dbname", &back, &dump]);
    let told = program.done(&back, &["restore", "--in-place"]);
    assert!(told.contains("Ended: 2 sessions"), "{told}");
    let back = site_on(&back, &clock).await;
    what_was_open_is_closed(&back, &mut ada, &invitation).await;
}
