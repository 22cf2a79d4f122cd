//! Limits on guessing: per account and network, per account, per address, per network. Counters are in the database, so
//! they hold across restarts and nodes, and an attempt is counted before it is judged, so that many at once gain nothing.

use std::time::Duration;

use chrono::TimeDelta;
use database::{DbError, Transaction};
use foundation::{Instant, Origin, text};

database::statements! {
    // One statement counts all four; a window that has passed begins anew. Where the place has had too many already, the
    // account is not charged: otherwise somebody who goes on hammering from one network would use up what is meant for all
    // networks together, and lock the owner out everywhere. The account comes first, before this statement changes the
    // others, and every statement takes the rows in this order, so that none waits for another in a circle. Three questions
    // instead of one with OR: SQLite answers each by the key, and the one by reading all of the tenant's counters.
    COUNT: tenant = "INSERT INTO throttle (tenant_id, kind, fingerprint, failures, window_ends_at)
        VALUES ($1, 'account', $3, 1, $7), ($1, 'pair', $2, 1, $6), ($1, 'address', $4, 1, $6), ($1, 'network', $5, 1, $6)
        ON CONFLICT (tenant_id, kind, fingerprint) DO UPDATE SET
            failures = CASE WHEN throttle.window_ends_at <= $8 THEN 1
                WHEN throttle.kind = 'account' AND (
                    EXISTS (SELECT 1 FROM throttle p WHERE p.tenant_id = $1 AND p.kind = 'pair' AND p.fingerprint = $2 AND p.failures >= $9 AND p.window_ends_at > $8)
                    OR EXISTS (SELECT 1 FROM throttle p WHERE p.tenant_id = $1 AND p.kind = 'address' AND p.fingerprint = $4 AND p.failures >= $10 AND p.window_ends_at > $8)
                    OR EXISTS (SELECT 1 FROM throttle p WHERE p.tenant_id = $1 AND p.kind = 'network' AND p.fingerprint = $5 AND p.failures >= $11 AND p.window_ends_at > $8)
                ) THEN throttle.failures
                ELSE throttle.failures + 1 END,
            window_ends_at = CASE WHEN throttle.window_ends_at <= $8 THEN excluded.window_ends_at ELSE throttle.window_ends_at END
        RETURNING kind, failures, window_ends_at";
    // A success forgets the account's failures and takes its own count back from the shared ones.
    FORGET: tenant = "INSERT INTO throttle (tenant_id, kind, fingerprint, failures, window_ends_at)
        VALUES ($1, 'account', $3, 0, $6), ($1, 'pair', $2, 0, $6), ($1, 'address', $4, 0, $6), ($1, 'network', $5, 0, $6)
        ON CONFLICT (tenant_id, kind, fingerprint) DO UPDATE SET
            failures = CASE WHEN throttle.kind IN ('pair', 'account') OR throttle.failures < 1 THEN 0 ELSE throttle.failures - 1 END";
    // An attempt that was never judged is taken back from all of them.
    TAKE_BACK: tenant = "INSERT INTO throttle (tenant_id, kind, fingerprint, failures, window_ends_at)
        VALUES ($1, 'account', $3, 0, $6), ($1, 'pair', $2, 0, $6), ($1, 'address', $4, 0, $6), ($1, 'network', $5, 0, $6)
        ON CONFLICT (tenant_id, kind, fingerprint) DO UPDATE SET failures = CASE WHEN throttle.failures < 1 THEN 0 ELSE throttle.failures - 1 END";
    // A new password has not been guessed at; the places of those who guessed the old one stay as they are.
    CLEAR: tenant = "INSERT INTO throttle (tenant_id, kind, fingerprint, failures, window_ends_at)
        VALUES ($1, 'account', $2, 0, $4), ($1, 'pair', $3, 0, $4)
        ON CONFLICT (tenant_id, kind, fingerprint) DO UPDATE SET failures = 0";
    // How often the caller's place has tried, whoever it named.
    BUSY: tenant = "SELECT kind, failures, window_ends_at FROM throttle WHERE tenant_id = $1 AND kind IN ('address', 'network') AND fingerprint IN ($2, $3) AND window_ends_at > $4";
    SWEEP: platform = "DELETE FROM throttle WHERE (tenant_id, kind, fingerprint) IN
        (SELECT tenant_id, kind, fingerprint FROM throttle WHERE window_ends_at < $1 ORDER BY window_ends_at LIMIT 1000)";
}

/// What one counter allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is counted: `pair` of account and network, `account`, `address`, `network`.
    pub kind: &'static str,
    /// How many failures in its window.
    pub failures: i64,
    /// How long the window is, from the first failure on.
    pub window: TimeDelta,
}

/// How many failures each counter allows in its window.
///
/// The account's own limit is NIST's (SP 800-63B-4 §3.2.2, at most 100); the pair of account and network is far lower, so
/// that somebody elsewhere who guesses does not lock the owner out.
pub const LIMITS: [Limit; 4] = [
    Limit { kind: "pair", failures: PAIR, window: WINDOW },
    Limit { kind: "account", failures: 100, window: ACCOUNT_WINDOW },
    Limit { kind: "address", failures: ADDRESS, window: WINDOW },
    Limit { kind: "network", failures: NETWORK, window: WINDOW },
];
const PAIR: i64 = 10;
const ADDRESS: i64 = 30;
const NETWORK: i64 = 200;
/// Fifteen minutes for what is bound to a place.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// How many times as much a place may try whose browsers do work for each attempt. Accounts are protected as without.
const WORKED: i64 = 10;
/// A day for the account.
const ACCOUNT_WINDOW: TimeDelta = TimeDelta::hours(24);

/// What is being tried: separate counters for separate things.
#[derive(Debug, Clone, Copy)]
pub enum Trying {
    /// A password.
    Password,
    /// A password, by a browser that has done work: the account is counted as before, the place apart.
    PasswordWorked,
    /// A passkey; only wrong answers are counted.
    Passkey,
    /// A badge; only those that do not count are.
    Badge,
    /// The code of an authenticator app; only who knows the first factor gets this far.
    App,
    /// A recovery code, as well.
    RecoveryCode,
    /// The first code of an app that is being added.
    AppOffer,
    /// Asking for a recovery link or signing up: mails are sent.
    Mail,
    /// The same, by a browser that has done work.
    MailWorked,
    /// Asking for a code to sign in with: apart from the above, so that nobody keeps the owner from recovering with it.
    CodeByMail,
    /// Guessing at a code that was mailed.
    MailedCode,
    /// Asking trusted persons for help; only who knows the password gets this far.
    Help,
}

impl Trying {
    /// What is counted for the account.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Password | Self::PasswordWorked => "throttle password",
            Self::Passkey => "throttle passkey",
            Self::Badge => "throttle badge",
            Self::App => "throttle app",
            Self::RecoveryCode => "throttle recovery code",
            Self::AppOffer => "throttle app offer",
            Self::Mail | Self::MailWorked => "throttle mail",
            Self::CodeByMail => "throttle code by mail",
            Self::MailedCode => "throttle mailed code",
            Self::Help => "throttle help",
        }
    }

    const fn has_worked(self) -> bool {
        matches!(self, Self::PasswordWorked | Self::MailWorked)
    }

    /// How many times as much a counter allows.
    fn factor(self, kind: &str) -> i64 {
        if self.has_worked() && matches!(kind, "address" | "network") { WORKED } else { 1 }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    failures: i64,
    window_ends_at: Instant,
}

struct Fingerprints([Vec<u8>; 4]);

fn fingerprints(tx: &Transaction, trying: Trying, name: &str, origin: &Origin) -> Fingerprints {
    let vault = tx.vault();
    let print = |kind: &str, value: &str| vault.fingerprint(&format!("{} {kind}", trying.word()), value).to_vec();
    let worked = if trying.has_worked() { " worked" } else { "" };
    let name = text::key(name);
    let network = origin.network().unwrap_or_default();
    let address = origin.address.map(|address| address.to_string()).unwrap_or_default();
    Fingerprints([
        print("pair", &format!("{name} {network}")),
        print("account", &name),
        print(&format!("address{worked}"), &address),
        print(&format!("network{worked}"), &network),
    ])
}

/// Counts an attempt; says for how long to wait when there were too many.
pub async fn count(tx: &mut Transaction, trying: Trying, name: &str) -> Result<Option<Duration>, DbError> {
    let origin = tx.caller().origin.clone();
    let Fingerprints([pair, account, address, network]) = fingerprints(tx, trying, name, &origin);
    let now = tx.now();
    let rows: Vec<Row> = tx
        .sql(COUNT)
        .bind(pair)
        .bind(account)
        .bind(address)
        .bind(network)
        .bind(now + WINDOW)
        .bind(now + ACCOUNT_WINDOW)
        .bind(now)
        .bind(PAIR)
        .bind(ADDRESS * trying.factor("address"))
        .bind(NETWORK * trying.factor("network"))
        .fetch_all()
        .await?;
    let over = |row: &&Row| {
        LIMITS.iter().any(|limit| limit.kind == row.kind && row.failures > limit.failures * trying.factor(limit.kind))
    };
    Ok(rows.iter().filter(over).map(|row| (row.window_ends_at - now).to_std().unwrap_or_default()).max())
}

/// Whether the caller's place has tried something half as often as it may, so that its browsers are asked for work.
pub(crate) async fn is_busy(tx: &mut Transaction, trying: Trying) -> Result<bool, DbError> {
    let origin = tx.caller().origin.clone();
    let Fingerprints([_, _, address, network]) = fingerprints(tx, trying, "", &origin);
    let now = tx.now();
    let rows: Vec<Row> = tx.sql(BUSY).bind(address).bind(network).bind(now).fetch_all().await?;
    let half = |row: &Row| LIMITS.iter().any(|limit| limit.kind == row.kind && row.failures * 2 >= limit.failures);
    Ok(rows.iter().any(half))
}

/// Forgets an account's failures after a success. The counters are shared: call it last, so that nobody waits long.
pub async fn forget(tx: &mut Transaction, trying: Trying, name: &str) -> Result<(), DbError> {
    undo(tx, FORGET, trying, name).await
}

/// Takes an attempt back that could not be judged. Call it last, as [`forget`].
pub async fn take_back(tx: &mut Transaction, trying: Trying, name: &str) -> Result<(), DbError> {
    undo(tx, TAKE_BACK, trying, name).await
}

async fn undo(
    tx: &mut Transaction,
    statement: database::TenantStatement,
    trying: Trying,
    name: &str,
) -> Result<(), DbError> {
    let origin = tx.caller().origin.clone();
    let Fingerprints([pair, account, address, network]) = fingerprints(tx, trying, name, &origin);
    let now = tx.now();
    tx.sql(statement).bind(pair).bind(account).bind(address).bind(network).bind(now).execute().await?;
    Ok(())
}

/// Forgets what was tried with an account, because what was guessed at is no more. Call it last, as [`forget`].
pub async fn clear(tx: &mut Transaction, trying: Trying, name: &str) -> Result<(), DbError> {
    let origin = tx.caller().origin.clone();
    let Fingerprints([pair, account, ..]) = fingerprints(tx, trying, name, &origin);
    let now = tx.now();
    tx.sql(CLEAR).bind(account).bind(pair).bind(now).execute().await?;
    Ok(())
}

/// Removes counters whose window has passed, a thousand at a time.
pub async fn sweep(database: &database::Database) -> Result<(), DbError> {
    database.sweep(SWEEP, database.now()).await.map(drop)
}
