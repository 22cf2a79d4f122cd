//! Work that a browser does where its network misbehaves: a number is looked for whose digest is given. It costs the
//! visitor a second, whoever guesses at many accounts as many, and checking it takes one digest and one keyed one
//! (docs/decisions/0017).
//!
//! Nothing is kept of a puzzle that was given out: it is bound by a keyed proof to the tenant, the network, the form and
//! some minutes. What is kept, until then, is which were solved: each counts once.

use chrono::TimeDelta;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use database::{Database, DbError, Transaction, digest};
use foundation::{Caller, Instant};

use crate::throttle::{self, Trying};
use crate::{Authentication, AuthenticationError, Place};

database::statements! {
    // Of many who send the same solution exactly one is believed.
    SOLVE: tenant = "INSERT INTO solved_puzzle (tenant_id, digest, expires_at) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, digest) DO NOTHING";
    SWEEP: platform = "DELETE FROM solved_puzzle WHERE (tenant_id, digest) IN (SELECT tenant_id, digest FROM solved_puzzle WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
}

/// How long a puzzle can be answered.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// The number that is looked for is smaller than this: half as many digests on average.
pub const MOST: u32 = 60_000;

/// A puzzle for one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Puzzle {
    /// What is put before the number; the answer begins with it.
    pub start: String,
    /// The digest that is looked for (SHA-256, in hexadecimal digits).
    pub target: String,
    /// The number is smaller than this.
    pub most: u32,
    /// What the answer ends with.
    pub seal: String,
}

fn target(start: &str, number: u32) -> String {
    HEXLOWER.encode(&digest(format!("{start}{number}").as_bytes()))
}

/// What the seal is over.
fn sealed(caller: &Caller, trying: Trying, start: &str, target: &str) -> String {
    let network = caller.origin.network().unwrap_or_default();
    format!("{} {network} {} {start} {target}", caller.tenant, trying.word())
}

impl Authentication {
    /// The same service for somebody whose browser has done work: what their place has tried weighs less.
    #[must_use]
    pub fn after_work(&self, has_worked: bool) -> Self {
        Self { has_worked, ..self.clone() }
    }

    /// A puzzle for a form, if the tenant wants that and the caller's place has tried it often lately.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn puzzle(
        &self,
        caller: &Caller,
        place: &Place,
        trying: Trying,
    ) -> Result<Option<Puzzle>, AuthenticationError> {
        if !place.tenant.settings.asks_for_work {
            return Ok(None);
        }
        let mut tx = self.database.read(caller).await?;
        if !throttle::is_busy(&mut tx, trying).await? {
            return Ok(None);
        }
        let salt = BASE64URL_NOPAD.encode(&tx.randomness().bytes::<12>());
        let until = (tx.now() + LIFETIME).timestamp();
        let number = u32::from_le_bytes(tx.randomness().bytes()) % MOST;
        let start = format!("{salt}.{until}.");
        let target = target(&start, number);
        let seal = tx.vault().proof("work", &sealed(caller, trying, &start, &target));
        Ok(Some(Puzzle { seal: BASE64URL_NOPAD.encode(&seal), start, target, most: MOST }))
    }

    /// Whether an answer is right, was given out to this network of this tenant for this form a moment ago, and was not used
    /// before. It is used up.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn take_work(
        &self,
        caller: &Caller,
        place: &Place,
        trying: Trying,
        answer: &str,
    ) -> Result<bool, AuthenticationError> {
        if !place.tenant.settings.asks_for_work || answer.is_empty() {
            return Ok(false);
        }
        let mut tx = self.database.begin(caller).await?;
        let Some(until) = judge(&tx, trying, answer) else { return Ok(false) };
        let key = digest(answer.split('.').next().unwrap_or_default().as_bytes());
        let is_first = tx.sql(SOLVE).bind(key.to_vec()).bind(until).execute().await? == 1;
        tx.commit().await?;
        Ok(is_first)
    }
}

/// Until when a right answer could be given; nothing for a wrong one. `SALT.UNTIL.NUMBER.SEAL`.
fn judge(tx: &Transaction, trying: Trying, answer: &str) -> Option<Instant> {
    let parts: Vec<&str> = answer.split('.').collect();
    let [salt, until, number, seal] = parts.as_slice() else { return None };
    let (number, seal) = (number.parse().ok()?, BASE64URL_NOPAD.decode(seal.as_bytes()).ok()?);
    let start = format!("{salt}.{until}.");
    let sealed = sealed(tx.caller(), trying, &start, &target(&start, number));
    let until = Instant::from_timestamp(until.parse().ok()?, 0)?;
    (tx.vault().is_proof("work", &sealed, &seal) && tx.now() < until).then_some(until)
}

/// Removes what could not be answered any more, a thousand at a time.
///
/// # Errors
/// What the database reports.
pub async fn sweep(database: &Database) -> Result<(), DbError> {
    database.sweep(SWEEP, database.now()).await.map(drop)
}
