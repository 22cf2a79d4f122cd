//! What a server answered, written down outside of it, and what its database must then hold.

use std::collections::BTreeSet;
use std::sync::Mutex;

use crate::Failure;
use crate::arithmetic::mix;
use crate::client::{Connection, Request};
use crate::loader::Loader;
use crate::people::{PASSWORD, Plan, TenantRow};

/// What was answered with success.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Cookies of sessions that were handed out.
    pub sessions: Mutex<Vec<String>>,
    /// Addresses that signed up.
    pub sign_ups: Mutex<BTreeSet<String>>,
    /// Answers other than success: how many, and the first.
    pub refused: Mutex<(u64, String)>,
}

impl Ledger {
    /// Somebody known signs in; kept when it was answered. `number` never repeats.
    pub fn sign_in(&self, connection: &mut Connection, plan: &Plan, tenant: &TenantRow, number: u64) -> bool {
        let local = 2 + number % 1_500.min(tenant.people.saturating_sub(2)).max(1);
        let person = plan.person(tenant.first + local, local);
        let fields = [("name", person.email.as_str()), ("password", PASSWORD)];
        let request =
            Request::post(&format!("/t/{}/sign-in", tenant.slug()), &fields).with("x-forwarded-for", &place(number));
        match connection.ask(&request) {
            Ok(answer) if answer.status == 303 => {
                if let (Some(cookie), Ok(mut sessions)) = (answer.cookie(), self.sessions.lock()) {
                    sessions.push(cookie);
                }
                true
            }
            Ok(answer) => self.refuse(format!("sign-in: {}", answer.status)),
            Err(_) => false,
        }
    }

    /// Somebody new signs up; kept when it was answered.
    pub fn sign_up(&self, connection: &mut Connection, tenant: &TenantRow, number: u64) -> bool {
        let email = format!("new-{number}@proof.example");
        let fields =
            [("given_name", "Nora"), ("family_name", "Neu"), ("email", email.as_str()), ("password", PASSWORD)];
        let request =
            Request::post(&format!("/t/{}/sign-up", tenant.slug()), &fields).with("x-forwarded-for", &place(number));
        match connection.ask(&request) {
            Ok(answer) if answer.status < 400 => self.sign_ups.lock().map(|mut all| all.insert(email)).is_ok(),
            Ok(answer) => self.refuse(format!("sign-up: {}", answer.status)),
            Err(_) => false,
        }
    }

    fn refuse(&self, what: String) -> bool {
        if let Ok(mut refused) = self.refused.lock() {
            refused.0 += 1;
            if refused.1.is_empty() {
                refused.1 = what;
            }
        }
        false
    }

    /// How many of the last sessions that were handed out no longer count. The server must run.
    pub fn lost_sessions(&self, port: u16, tenant: &TenantRow, newest: usize) -> Result<usize, Failure> {
        let sessions = self.sessions.lock().map_err(|_| "a thread failed")?.clone();
        let mut connection = Connection::to(port);
        let mut lost = 0;
        for cookie in sessions.iter().rev().take(newest) {
            let request = Request::get(&format!("/t/{}/portal", tenant.slug())).with("cookie", cookie);
            lost += usize::from(connection.ask(&request)?.status != 200);
        }
        Ok(lost)
    }

    /// How many who signed up are not there whole.
    pub async fn lost_sign_ups(&self, url: &str) -> Result<usize, Failure> {
        let wanted = self.sign_ups.lock().map_err(|_| "a thread failed")?.clone();
        let mut loader = Loader::look(url).await?;
        let whole = loader
            .texts(
                "SELECT n.name_key FROM sign_in_name n
                   JOIN person p ON p.tenant_id = n.tenant_id AND p.id = n.person_id
                   JOIN password_credential c ON c.tenant_id = p.tenant_id AND c.person_id = p.id
                   JOIN person_search s ON s.tenant_id = p.tenant_id AND s.person_id = p.id
                   JOIN contact_address a ON a.tenant_id = p.tenant_id AND a.person_id = p.id
                   JOIN one_time_token t ON t.tenant_id = p.tenant_id AND t.person_id = p.id
                 WHERE n.name_key LIKE '%@proof.example'",
            )
            .await?;
        loader.close().await?;
        let whole: BTreeSet<String> = whole.into_iter().collect();
        Ok(wanted.difference(&whole).count())
    }
}

/// What must never be in a database, and the question that finds it: each answers with a number that must be zero.
const HALF_DONE: [(&str, &str); 6] = [
    (
        "people without what they are found by",
        "SELECT count(*) FROM person p WHERE NOT EXISTS (SELECT 1 FROM person_search s WHERE s.tenant_id = p.tenant_id AND s.person_id = p.id)",
    ),
    (
        "people who signed up and have no password, or a password and no name",
        "SELECT count(*) FROM sign_in_name n LEFT JOIN password_credential c ON c.tenant_id = n.tenant_id AND c.person_id = n.person_id
         WHERE n.name_key LIKE '%@proof.example' AND c.person_id IS NULL",
    ),
    (
        "counters of people that are wrong",
        "SELECT count(*) FROM (SELECT tenant_id, 'people.' || lifecycle_state AS kind, count(*) AS amount FROM person GROUP BY 1, 2) p
         LEFT JOIN tenant_counter c ON c.tenant_id = p.tenant_id AND c.kind = p.kind WHERE c.amount IS NULL OR c.amount <> p.amount",
    ),
    (
        "records of a source without their person",
        "SELECT count(*) FROM source_record r WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.tenant_id = r.tenant_id AND p.id = r.person_id)",
    ),
    (
        "people who were imported twice",
        "SELECT count(*) FROM (SELECT tenant_id, address_key FROM contact_address WHERE address_key LIKE 'proof.%'
           GROUP BY tenant_id, address_key HAVING count(*) > 1) twice",
    ),
    (
        "audit entries that neither wait nor are in a chain, by number",
        "SELECT (SELECT count(*) FROM audit_event) - (SELECT count(*) FROM audit_pending)
              - (SELECT coalesce(sum(entries), 0) FROM audit_batch)",
    ),
];

/// What is half done in a database.
pub async fn half_done(url: &str) -> Result<Vec<String>, Failure> {
    let mut loader = Loader::look(url).await?;
    let mut found = Vec::new();
    for (what, query) in HALF_DONE {
        // PostgreSQL adds numbers up in a wider type.
        let amount = loader.number(&format!("SELECT CAST(({query}) AS bigint)")).await?;
        if amount != 0 {
            found.push(format!("{what}: {amount}"));
        }
    }
    loader.close().await?;
    Ok(found)
}

/// A number from a database.
pub async fn number(url: &str, query: &str) -> Result<i64, Failure> {
    let mut loader = Loader::look(url).await?;
    let found = loader.number(query).await?;
    loader.close().await?;
    Ok(found)
}

/// A place of its own for each request, so that limits for one place do not end a proof.
fn place(number: u64) -> String {
    let mixed = mix(number, 70);
    format!("10.{}.{}.{}", mixed % 250, mixed / 250 % 250, mixed / 62_500 % 250)
}
