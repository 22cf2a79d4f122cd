//! Rotation of the master key: what earlier keys sealed is sealed anew under the newest, while servers go on.
//!
//! It can be broken off and begun again at any point, because what is sealed carries the number of its key and every page is
//! a transaction of its own. A key is given up only when nothing is found under it any more.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::Duration;

use audit::{Entry, Sealer, Stream};
use database::{Database, DbError, MasterKeys, SealedColumn, Tally, Walk};
use foundation::{Caller, TenantId};

use crate::commands::Failure;

/// How often a running server looks whether another key has become the current one.
pub const LOOK: Duration = Duration::from_secs(3);
/// A server that could not look for so long changes nothing more until it could.
const PATIENCE: Duration = Duration::from_secs(12);
/// How long after a change every server has noticed it or changes nothing, and what it sealed before has been committed.
pub const SETTLE: Duration = Duration::from_secs(30);
/// How often all is walked to find that nothing is left.
const ROUNDS: usize = 5;

/// Every column that holds what the master key sealed. A test holds the list against the schema.
#[must_use]
pub fn columns() -> Vec<SealedColumn> {
    let of_crates = [
        audit::sealed_columns(),
        authentication::sealed_columns(),
        exports::sealed_columns(),
        jobs::sealed_columns(),
        messaging::sealed_columns(),
        sources::sealed_columns(),
    ];
    of_crates.concat()
}

/// What a rotation did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// The key that seals now.
    pub current: u8,
    /// How many values were sealed anew.
    pub changed: u64,
    /// How many values no key opens, because they were changed underneath.
    pub damaged: u64,
    /// Keys under which nothing is sealed any more: they may be removed from the configuration.
    pub retired: Vec<u8>,
    /// How many values are sealed under keys nobody gave and the database does not list, by the key's number.
    pub left: BTreeMap<u8, u64>,
}

/// Makes the newest key given the current one, seals everything anew and gives earlier keys up. The signing key of the audit
/// trail is renewed with the master key that protected it; the chain goes on.
///
/// `settle` is how long servers may take to notice the new key: [`SETTLE`], if there are any. `say` is told what was done.
///
/// # Errors
/// What the database reports, or that a key is missing. What was done until then stays; doing it again goes on.
pub async fn rotate(
    database: &Database,
    settle: Duration,
    say: &mut (dyn FnMut(String) + Send),
) -> Result<Rotated, Failure> {
    if database.renew_master_key().await? {
        note(database, Entry::new("master_key.renewed", Stream::Administration), database.vault().current_number())
            .await?;
    }
    let keys = database.adopt_master_key().await?;
    require(database, &keys).await?;
    say(format!("Key {} seals now.", keys.current));
    if let Some(number) = Sealer::renew_key_of_earlier_master_key(database).await? {
        record_signing_key(database, number).await?;
        say(format!("Signing key {number} of the audit trail signs from now on."));
    }
    let mut rotated = Rotated { current: keys.current, ..Rotated::default() };
    rotated.changed += pass(database, say).await?.changed;
    let since = (database.now() - keys.since).to_std().unwrap_or_default();
    if !keys.earlier.is_empty() && since < settle {
        // Until now, a server that had not seen the new key yet sealed under the one before.
        tokio::time::sleep(settle.saturating_sub(since)).await;
    }
    // What waits to be sealed into the audit trail carries a proof made with the key before.
    Sealer::seal_once(database).await?;
    for _ in 0..ROUNDS {
        let again = pass(database, say).await?;
        rotated.changed += again.changed;
        (rotated.damaged, rotated.left) = (again.damaged, again.left);
        if again.changed == 0 {
            for number in keys.earlier {
                database.retire_master_key(number).await?;
                note(database, Entry::new("master_key.retired", Stream::Administration), number).await?;
                rotated.retired.push(number);
            }
            return Ok(rotated);
        }
    }
    Err("a server still seals under an earlier key: give every server the new key, restart it, and rotate again".into())
}

async fn pass(database: &Database, say: &mut (dyn FnMut(String) + Send)) -> Result<Tally, DbError> {
    let mut all = Tally::default();
    for column in columns() {
        let tally = column.walk_all(database, Walk::Reseal).await?;
        if tally.changed > 0 {
            say(format!("{column:?}: {} sealed anew.", tally.changed));
        }
        all.add(&tally);
    }
    Ok(all)
}

/// Refuses to work on a database that is sealed under a key that was not given, and says how much is.
///
/// # Errors
/// The refusal; what the database reports.
pub async fn refuse_without_keys(database: &Database) -> Result<(), Failure> {
    let keys = database.adopt_master_key().await?;
    require(database, &keys).await
}

async fn require(database: &Database, keys: &MasterKeys) -> Result<(), Failure> {
    if keys.missing.is_empty() {
        return Ok(());
    }
    let mut found: BTreeMap<u8, Vec<String>> = keys.missing.iter().map(|number| (*number, Vec::new())).collect();
    for column in columns() {
        for (number, amount) in column.walk_all(database, Walk::Count).await?.left {
            if let Some(places) = found.get_mut(&number) {
                places.push(format!("{amount} in {}", column.table));
            }
        }
    }
    let told = found.into_iter().map(|(number, places)| {
        let places =
            if places.is_empty() { "nothing, but its rotation did not end".to_owned() } else { places.join(", ") };
        format!("master key {number} was not given, and it still seals: {places}")
    });
    let told = told.collect::<Vec<_>>().join("; ");
    Err(format!("{told}. Give it again beside the others, run `pforte rotate-keys` to its end, and then remove it")
        .into())
}

/// Notes in the operators' trail that a new signing key was made.
///
/// # Errors
/// What the database reports.
pub async fn record_signing_key(database: &Database, number: i64) -> Result<(), DbError> {
    note(database, Entry::new("signing_key.renewed", Stream::Administration), number).await
}

async fn note(database: &Database, entry: Entry, number: impl Display) -> Result<(), DbError> {
    let mut tx = database.begin(&Caller::system(TenantId::PLATFORM, "key-rotation")).await?;
    audit::record(&mut tx, entry.detail("key", number.to_string())).await?;
    tx.commit().await
}

/// Looks again and again which key is the current one, until `stop` is ready: a rotation begun elsewhere counts here too.
pub async fn follow(database: &Database, stop: impl Future<Output = ()> + Send) {
    let mut stop = std::pin::pin!(stop);
    let mut complained = false;
    let mut looked = tokio::time::Instant::now();
    loop {
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let began = tokio::time::Instant::now();
        let complaint = match database.adopt_master_key().await {
            Ok(keys) => {
                looked = began;
                let missing = keys.missing;
                let reason = || format!("the database is sealed under master keys {missing:?}, which were not given");
                (!missing.is_empty()).then(reason)
            }
            Err(DbError::Setup(reason)) => {
                database.distrust_master_key();
                Some(reason)
            }
            // Whoever needs the database says that it is away.
            Err(_) => {
                if looked.elapsed() > PATIENCE {
                    database.distrust_master_key();
                }
                continue;
            }
        };
        if let Some(reason) = complaint.as_ref().filter(|_| !complained) {
            tracing::error!(
                reason,
                "this server cannot open what others seal; it is not ready until it gets the right keys"
            );
        }
        complained = complaint.is_some();
    }
}
