//! What the tests share: a tenant that takes everybody, people at browsers, their mailboxes, and the job that mails.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use audit::{Filter, Recorded, Trail};
use authentication::accept_invitation::Accepted;
use authentication::password::phc::Cost;
use authentication::sign_in::{Entered, HalfSignIn, SignedIn};
use authentication::sign_up::SignUpForm;
use authentication::tokens::Purpose;
use authentication::{Authentication, AuthenticationError, Hasher, HasherSettings, Place, SessionSecret, Visitor};
use authentication::{mailed_code, recover, sessions, trusted};
use chrono::TimeDelta;
use database::testing::TestDatabase;
use database::{Database, Transaction};
use directory::people::create::{self, NewPerson};
use directory::people::find::Dossier;
use directory::people::{change_state, find};
use directory::tenants::create::NewTenant;
use directory::tenants::policy::SignInPolicy;
use directory::{LifecycleState, Settings, SignUp, tenants};
use foundation::{Caller, Locale, Origin, PersonId, Randomness, Secret, TenantId};
use jobs::{JobError, Work, Worker};
use messaging::OutboxMail;
use permissions::Scope;
use permissions::{Given, SystemRole};

database::statements! {
    CREDENTIAL: tenant = "SELECT phc FROM password_credential WHERE tenant_id = $1 AND person_id = $2";
    WEAKEN: tenant = "UPDATE password_credential SET phc = $3 WHERE tenant_id = $1 AND person_id = $2";
    SESSIONS: tenant = "SELECT count(*) AS amount FROM session WHERE tenant_id = $1 AND person_id = $2";
    END_LIFE: tenant = "UPDATE person SET lifecycle_state = 'ended' WHERE tenant_id = $1 AND id = $2";
}

#[derive(sqlx::FromRow)]
struct CredentialRow {
    phc: String,
}

#[derive(sqlx::FromRow)]
struct Amount {
    amount: i64,
}

/// The cost of tests: what is tested is who hashes when, not how long it takes.
pub const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
/// A password nobody would guess.
pub const GOOD: &str = "seven purple lanterns";
/// Another one.
pub const OTHER: &str = "nine orange umbrellas";
/// A third one.
pub const THIRD: &str = "five silver harmonicas";

pub fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// A tenant and the service.
pub struct House {
    pub test: TestDatabase,
    pub authentication: Authentication,
    pub place: Place,
    /// The secrets that were made anew, by the one before: what a browser's jar would do.
    renewed: Mutex<BTreeMap<i128, SessionSecret>>,
}

/// The tenant a job belongs to, as it is now.
async fn tenant_of(database: &Database, tenant: TenantId) -> Result<directory::Tenant, JobError> {
    let mut tx = database.read(&Caller::system(tenant, "job")).await?;
    Ok(tenants::manage::own(&mut tx).await?)
}

/// A hasher of the tests' cost.
pub fn hasher(cost: Cost, slots: usize, queue: usize) -> Arc<Hasher> {
    Arc::new(Hasher::start(HasherSettings { slots, queue, cost }, Randomness::seeded(3)).unwrap())
}

/// Where a browser is: a network of its own for each number.
pub fn origin(number: u8, device: &str) -> Origin {
    let address = std::net::IpAddr::from([198, 51, number, 7]);
    Origin { address: Some(address), device: Arc::from(device), request: Arc::from("req-1") }
}

pub async fn tenant(database: &Database, slug: &str, settings: Settings) -> Place {
    let operator = Caller::system(TenantId::PLATFORM, "test");
    let new = NewTenant { slug: slug.to_owned(), name: format!("The {slug}"), settings };
    let id = tenants::create::create(database, &operator, &new).await.unwrap();
    let mut tx = database.read(&Caller::system(id, "test")).await.unwrap();
    let tenant = tenants::manage::own(&mut tx).await.unwrap();
    Place { tenant: Arc::new(tenant), base: format!("https://id.example/t/{slug}") }
}

pub fn open_to_all() -> Settings {
    // What is asked of administrators has tests of its own.
    Settings { sign_up: SignUp::Open, sign_in_policy: SignInPolicy::asking_nothing(), ..Settings::default() }
}

impl House {
    pub async fn open(test: TestDatabase) -> Self {
        let place = tenant(&test.database, "bank", open_to_all()).await;
        let authentication = Authentication::new(test.database.clone(), hasher(CHEAP, 2, 64));
        Self { test, authentication, place, renewed: Mutex::default() }
    }

    /// The same service on another node. SQLite serves one process, so there it shares the database.
    pub async fn second_node(&self) -> Authentication {
        let database = if self.test.database.file().is_some() {
            self.test.database.clone()
        } else {
            let randomness = Randomness::seeded(77);
            let vault = database::testing::vault(&randomness);
            let settings = database::Settings::at(&self.test.url);
            Database::open(&settings, self.test.clock.clone(), randomness, vault).await.unwrap()
        };
        Authentication::new(database, hasher(CHEAP, 2, 64))
    }

    /// The place with other settings, as the tenant's row would say them.
    pub fn place_with(&self, change: impl FnOnce(&mut Settings)) -> Place {
        let mut tenant = (*self.place.tenant).clone();
        change(&mut tenant.settings);
        Place { tenant: Arc::new(tenant), base: self.place.base.clone() }
    }

    pub fn database(&self) -> &Database {
        &self.test.database
    }

    pub fn tenant(&self) -> TenantId {
        self.place.tenant.id
    }

    pub fn wait(&self, step: TimeDelta) {
        self.test.clock.advance(step);
    }

    pub fn system_caller(&self) -> Caller {
        Caller::system(self.tenant(), "test")
    }

    pub async fn system(&self) -> Transaction {
        self.database().begin(&self.system_caller()).await.unwrap()
    }

    /// Somebody nobody knows yet, at the browser of network `number`.
    pub fn at(&self, number: u8) -> Caller {
        Caller::anonymous(self.tenant(), origin(number, "Firefox on Linux"))
    }

    // --- journeys, each step a second after the one before -------------------------------------------------------

    pub fn form(email: &str, password: &str) -> SignUpForm {
        SignUpForm {
            given_name: "Ada".to_owned(),
            family_name: "Lovelace".to_owned(),
            email: email.to_owned(),
            password: secret(password),
            attributes: BTreeMap::new(),
            archetype: String::new(),
        }
    }

    pub async fn sign_up(&self, email: &str, password: &str) -> Result<(), AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        self.authentication.sign_up(&self.at(1), &self.place, Locale::En, &Self::form(email, password)).await
    }

    pub async fn confirm(&self, token: &Secret, password: &str) -> Result<SignedIn, AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        let password = secret(password);
        self.authentication.confirm_address(&self.at(1), &self.place, Locale::En, token, &password).await.map(inside)
    }

    /// Signs up, reads the mail, confirms.
    pub async fn join(&self, email: &str, password: &str) -> SignedIn {
        self.sign_up(email, password).await.unwrap();
        let token = self.token(email, "verify_address").await;
        self.confirm(&token, password).await.unwrap()
    }

    pub async fn sign_in(&self, name: &str, password: &str) -> Result<SignedIn, AuthenticationError> {
        self.sign_in_from(1, name, password).await
    }

    pub async fn sign_in_from(&self, network: u8, name: &str, password: &str) -> Result<SignedIn, AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        self.authentication
            .sign_in(&self.at(network), &self.place, Locale::En, name, &secret(password))
            .await
            .map(inside)
    }

    /// The first step of somebody who has a second factor.
    pub async fn half(&self, name: &str, password: &str) -> HalfSignIn {
        self.wait(TimeDelta::seconds(1));
        let entered =
            self.authentication.sign_in(&self.at(1), &self.place, Locale::En, name, &secret(password)).await.unwrap();
        halfway(entered)
    }

    /// A request of a browser that was given this secret; it keeps the newest.
    pub async fn visit(&self, session: SessionSecret) -> Option<Visitor> {
        let mut newest = session;
        while let Some(next) = self.renewed.lock().unwrap().get(&newest.0) {
            newest = *next;
        }
        let visitor = self.visit_with(newest).await;
        if let Some(secret) = visitor.as_ref().and_then(|visitor| visitor.renewed) {
            self.renewed.lock().unwrap().insert(newest.0, secret);
        }
        visitor
    }

    /// A request with exactly this secret.
    pub async fn visit_with(&self, session: SessionSecret) -> Option<Visitor> {
        let origin = origin(1, "Firefox on Linux");
        sessions::visit(self.database(), self.tenant(), &self.place.tenant.settings, session, &origin).await.unwrap()
    }

    /// The visitor of a session that counts.
    pub async fn visitor(&self, session: SessionSecret) -> Visitor {
        self.visit(session).await.expect("the session counts")
    }

    pub async fn change_password(
        &self,
        visitor: &Visitor,
        old: &str,
        new: &str,
    ) -> Result<SessionSecret, AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        self.authentication.change_password(visitor, &self.place, Locale::En, &secret(old), &secret(new)).await
    }

    pub async fn ask_for_address(
        &self,
        visitor: &Visitor,
        email: &str,
        password: &str,
    ) -> Result<(), AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        let asked =
            self.authentication.ask_for_address(visitor, &self.place, Locale::En, email, &secret(password)).await;
        asked.map(drop)
    }

    pub async fn confirm_new_address(&self, token: &Secret) -> Result<(), AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        self.authentication.confirm_new_address(&self.at(1), &self.place, Locale::En, token).await
    }

    /// Changes the address the whole way.
    pub async fn move_to(&self, visitor: &Visitor, email: &str, password: &str) {
        self.ask_for_address(visitor, email, password).await.unwrap();
        let token = self.token(email, "confirm_new_address").await;
        self.confirm_new_address(&token).await.unwrap();
    }

    pub async fn undo_address(&self, token: &Secret) -> Result<(), AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        self.authentication.undo_address(&self.at(1), &self.place, Locale::En, token).await
    }

    /// Follows the link "this was not me" of a mail.
    pub async fn not_me(&self, token: &Secret) -> Result<(), AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        self.authentication.not_me(&self.at(9), &self.place, Locale::En, token, false).await.map(drop)
    }

    pub async fn cancel_help(&self, token: &Secret) -> Result<(), AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        self.authentication.cancel_help(&self.at(9), &self.place, Locale::En, token).await
    }

    pub async fn finish_help(&self, token: &Secret, password: &str) -> Result<SignedIn, AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        self.authentication.finish_help(&self.at(1), &self.place, Locale::En, token, &secret(password)).await
    }

    pub async fn ask_for_recovery(&self, name: &str) -> Result<(), AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        self.authentication.ask_for_recovery(&self.at(1), &self.place, Locale::En, name).await
    }

    /// Asks for a link and reads the mail.
    pub async fn recovery_token(&self, name: &str, email: &str) -> Secret {
        self.ask_for_recovery(name).await.unwrap();
        self.token(email, "recovery").await
    }

    pub async fn set_password(&self, token: &Secret, password: &str) -> Result<PersonId, AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        self.authentication.set_recovered_password(&self.at(1), &self.place, Locale::En, token, &secret(password)).await
    }

    pub async fn accept(&self, token: &Secret, password: &str) -> Result<SignedIn, AuthenticationError> {
        self.wait(TimeDelta::seconds(1));
        let accepted =
            Accepted { given_name: "Ada".to_owned(), family_name: "Lovelace".to_owned(), password: secret(password) };
        self.authentication.accept_invitation(&self.at(1), &self.place, Locale::En, token, &accepted).await
    }

    // --- people -------------------------------------------------------------------------------------------------

    /// Somebody staff created, without a password.
    pub async fn invited(&self, email: &str) -> PersonId {
        let mut tx = self.system().await;
        let new = NewPerson {
            archetype: "customer".to_owned(),
            given_name: "Ada".to_owned(),
            family_name: "Lovelace".to_owned(),
            email: Some(email.to_owned()),
            ..NewPerson::default()
        };
        let id = create::create(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn give(&self, person: PersonId, role: SystemRole) {
        let mut tx = self.system().await;
        let role = permissions::roles::system(&mut tx, role).await.unwrap().id;
        let given = Given {
            role,
            scope: Scope::Tenant,
            starts_at: None,
            ends_at: None,
            reason: "Needed".to_owned(),
            origin: "test",
        };
        permissions::give(&mut tx, person, &given).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn suspend(&self, person: PersonId) {
        let mut tx = self.system().await;
        change_state::suspend(&mut tx, person, "Under review").await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn reactivate(&self, person: PersonId) {
        let mut tx = self.system().await;
        change_state::reactivate(&mut tx, person).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Ends a person's time; no use case does so yet.
    pub async fn end_life(&self, person: PersonId) {
        let mut tx = self.system().await;
        tx.sql(END_LIFE).bind(person).execute().await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn person(&self, name: &str) -> PersonId {
        let mut tx = self.system().await;
        find::by_sign_in_name(&mut tx, name).await.unwrap().expect("somebody has the name").id
    }

    pub async fn look(&self, person: PersonId) -> Dossier {
        let mut tx = self.database().read(&self.system_caller()).await.unwrap();
        find::dossier(&mut tx, person).await.unwrap()
    }

    pub async fn state(&self, person: PersonId) -> LifecycleState {
        self.look(person).await.person.lifecycle_state
    }

    pub async fn sessions_of(&self, person: PersonId) -> i64 {
        let mut tx = self.system().await;
        tx.sql(SESSIONS).bind(person).fetch_one::<Amount>().await.unwrap().amount
    }

    pub async fn credential(&self, person: PersonId) -> Option<String> {
        let mut tx = self.system().await;
        tx.sql(CREDENTIAL).bind(person).fetch_optional::<CredentialRow>().await.unwrap().map(|row| row.phc)
    }

    pub async fn set_credential(&self, person: PersonId, phc: &str) {
        let mut tx = self.system().await;
        assert_eq!(tx.sql(WEAKEN).bind(person).bind(phc).execute().await.unwrap(), 1);
        tx.commit().await.unwrap();
    }

    /// A link as the use cases make it, for states in which none of them would.
    pub async fn issue(&self, purpose: Purpose, person: PersonId, address: &str) -> Secret {
        let mut tx = self.system().await;
        let token = authentication::tokens::issue(&mut tx, purpose, person, address).await.unwrap();
        tx.commit().await.unwrap();
        token
    }

    // --- mails and the trail ------------------------------------------------------------------------------------

    /// Does what waits in the queue, as the server's worker does.
    pub async fn run_jobs(&self) {
        let start = Work::new(recover::JOB, |database: Database, job: jobs::Job| async move {
            let tenant = tenant_of(&database, job.tenant).await?;
            recover::run(&database, &tenant, &job).await.map_err(|error| JobError::Again(error.to_string()))
        });
        let code = Work::new(mailed_code::JOB, |database: Database, job: jobs::Job| async move {
            let tenant = tenant_of(&database, job.tenant).await?;
            mailed_code::run(&database, &tenant, &job).await.map_err(|error| JobError::Again(error.to_string()))
        });
        let name = Work::new(trusted::name::JOB, |database: Database, job: jobs::Job| async move {
            let tenant = tenant_of(&database, job.tenant).await?;
            trusted::name::run(&database, &tenant, &job).await.map_err(|error| JobError::Again(error.to_string()))
        });
        let ready = Work::new(trusted::ready::JOB, |database: Database, job: jobs::Job| async move {
            let tenant = tenant_of(&database, job.tenant).await?;
            trusted::ready::run(&database, &tenant, &job).await.map_err(|error| JobError::Again(error.to_string()))
        });
        let mail = messaging::work(messaging::Transport::Outbox);
        let worker = Worker::new(self.database().clone()).with(mail).with(start).with(code).with(name).with(ready);
        worker.run_due().await.unwrap();
        assert_eq!(worker.counts().failed, 0);
    }

    /// Every mail to an address, the newest first.
    pub async fn mails(&self, to: &str) -> Vec<OutboxMail> {
        self.run_jobs().await;
        let mut tx = self.database().read(&self.system_caller()).await.unwrap();
        let mut found = Vec::new();
        for item in messaging::outbox(&mut tx).await.unwrap() {
            if item.to == to {
                found.push(messaging::open(&mut tx, item.id).await.unwrap().unwrap());
            }
        }
        found
    }

    /// The kinds of mails to an address, the newest first.
    pub async fn mail_kinds(&self, to: &str) -> Vec<String> {
        self.mails(to).await.into_iter().map(|mail| mail.item.kind).collect()
    }

    /// The token of the newest mail of a kind.
    pub async fn token(&self, to: &str, kind: &str) -> Secret {
        let mails = self.mails(to).await;
        let mail = mails.iter().find(|mail| mail.item.kind == kind).unwrap_or_else(|| panic!("no mail {kind} to {to}"));
        token_in(&mail.text)
    }

    /// The trail's entries of a kind, newest first.
    pub async fn entries(&self, kind: &str) -> Vec<Recorded> {
        let mut tx = self.database().read(&self.system_caller()).await.unwrap();
        let filter = Filter { kind: Some(kind.to_owned()), limit: 200, ..Filter::default() };
        Trail::search(&mut tx, &filter).await.unwrap().entries
    }
}

/// Who is inside; a second step is a surprise.
pub fn inside(entered: Entered) -> SignedIn {
    match entered {
        Entered::Inside(signed_in) => signed_in,
        Entered::Halfway(half) => panic!("{half:?}"),
    }
}

/// Who is asked for a second factor; being inside is a surprise.
pub fn halfway(entered: Entered) -> HalfSignIn {
    match entered {
        Entered::Halfway(half) => half,
        Entered::Inside(signed_in) => panic!("{signed_in:?}"),
    }
}

/// The token of the link in a mail.
pub fn token_in(text: &str) -> Secret {
    let rest = text.split_once("?token=").expect("a link with a token").1;
    secret(&rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect::<String>())
}

pub fn is_expired<T>(outcome: Result<T, AuthenticationError>) -> bool {
    matches!(outcome.map(drop), Err(AuthenticationError::LinkExpired))
}

pub fn is_wrong<T>(outcome: Result<T, AuthenticationError>) -> bool {
    matches!(outcome.map(drop), Err(AuthenticationError::WrongCredentials))
}

pub fn is_throttled<T>(outcome: Result<T, AuthenticationError>) -> bool {
    matches!(outcome.map(drop), Err(AuthenticationError::Throttled(_)))
}

/// The fields and codes of a refusal, in order.
pub fn problems<T: std::fmt::Debug>(outcome: Result<T, AuthenticationError>) -> Vec<(String, &'static str)> {
    match outcome {
        Err(AuthenticationError::Directory(directory::DirectoryError::Invalid(found))) => {
            found.into_iter().map(|problem| (problem.field, problem.code)).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// Waits until so many wait for somebody else's lock.
pub async fn until_waiting(test: &TestDatabase, amount: i64) {
    let waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let watching = async {
        while test.number(waiting).await < amount {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), watching).await.expect("somebody waits");
}
