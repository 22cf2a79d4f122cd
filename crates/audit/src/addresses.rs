//! Full network addresses. They help for a week when something happened, and are personal: each is sealed under a key of its
//! day, inside the content of the entry. After a week the key is destroyed, and what is left is the shortened address beside
//! the content. Digests cover the sealed form, so the chain stays whole.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use database::{DataKey, Database, DbError, Sealed, Transaction};
use foundation::{Instant, TenantId};

use crate::digest::{self, Fields};

/// For so many days at most a full address can be read.
pub const DAYS: i64 = 7;

database::statements! {
    /// A new key, unless there is one.
    ADD: tenant = "INSERT INTO address_key (tenant_id, day, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    /// The key of a day.
    FIND: tenant = "SELECT day, sealed FROM address_key WHERE tenant_id = $1 AND day = $2";
    /// Every key, the oldest first: there is one for each of a few days.
    LIST: tenant = "SELECT day, sealed FROM address_key WHERE tenant_id = $1 AND day > $2 ORDER BY day LIMIT 100";
    /// Seals a key anew, unless it was changed meanwhile.
    SEAL_ANEW: tenant = "UPDATE address_key SET sealed = $4 WHERE tenant_id = $1 AND day = $2 AND sealed = $3";
    /// Destroys keys that are too old.
    SWEEP: platform = "DELETE FROM address_key WHERE (tenant_id, day) IN (SELECT tenant_id, day FROM address_key WHERE day <= $1 ORDER BY day LIMIT 1000)";
}

/// A key as it is stored.
#[derive(sqlx::FromRow)]
pub(crate) struct Stored {
    day: NaiveDate,
    sealed: Vec<u8>,
}

/// The day whose key seals an address at a moment, in UTC.
pub(crate) fn day(at: Instant) -> NaiveDate {
    at.date_naive()
}

/// The caller's address sealed under the key of the day; `stored` is that key, which is made if it is missing.
pub(crate) async fn seal(tx: &mut Transaction, stored: Option<Vec<u8>>) -> Result<Option<String>, DbError> {
    let Some(address) = tx.caller().origin.address else { return Ok(None) };
    let (tenant, day) = (tx.tenant(), day(tx.now()));
    let binding = binding(tenant, day);
    let key = if let Some(sealed) = stored {
        open(tx, &sealed, &binding)?
    } else {
        let (key, sealed) = tx.vault().new_data_key(&binding);
        if tx.sql(ADD).bind(day).bind(sealed).execute().await? == 1 {
            key
        } else {
            // Another transaction was quicker.
            let row: Stored = tx.sql(FIND).bind(day).fetch_one().await?;
            open(tx, &row.sealed, &binding)?
        }
    };
    Ok(Some(digest::hex(&key.seal(address.to_string().as_bytes(), &binding))))
}

fn open(tx: &Transaction, sealed: &[u8], binding: &[u8]) -> Result<DataKey, DbError> {
    tx.vault().open_data_key(sealed, binding).map_err(|_| DbError::Corrupt("address_key.sealed"))
}

fn binding(tenant: TenantId, day: NaiveDate) -> Vec<u8> {
    let day = day.to_string();
    Fields::of("pforte audit address 1").with(tenant.0.as_bytes()).with(day.as_bytes()).bytes()
}

/// The keys there are, to read addresses with.
#[derive(Default)]
pub(crate) struct Keys(BTreeMap<NaiveDate, DataKey>);

impl Keys {
    /// Those of the tenant.
    pub(crate) async fn of(tx: &mut Transaction) -> Result<Self, DbError> {
        let rows: Vec<Stored> = tx.sql(LIST).bind(beginning()).fetch_all().await?;
        let (tenant, vault) = (tx.tenant(), tx.vault());
        // One that cannot be opened opens no address; the verification of the trail is not concerned.
        let key = |row: Stored| Some((row.day, vault.open_data_key(&row.sealed, &binding(tenant, row.day)).ok()?));
        Ok(Self(rows.into_iter().filter_map(key).collect()))
    }

    /// An address as it was, while the key of its day is there.
    pub(crate) fn open(&self, tenant: TenantId, at: Instant, sealed: &str) -> Option<String> {
        let day = day(at);
        let plain = self.0.get(&day)?.open(&digest::from_hex(sealed)?, &binding(tenant, day)).ok()?;
        String::from_utf8(plain.to_vec()).ok()
    }
}

/// Before every day there is a key of, and a day both databases know.
fn beginning() -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default()
}

/// Destroys the keys of addresses that are a week old, a thousand at a time. Copies in backups live as long as those.
///
/// # Errors
/// What the database reports.
pub async fn shorten_addresses(database: &Database) -> Result<(), DbError> {
    database.sweep(SWEEP, day(database.now()) - TimeDelta::days(DAYS)).await.map(drop)
}

/// The column `address_key.sealed`, for a rotation of the master key.
pub(crate) struct Column;

impl Sealed for Column {
    const TABLE: &'static str = "address_key";
    const COLUMN: &'static str = "sealed";
    type Row = Stored;

    async fn page(tx: &mut Transaction, after: Option<&Stored>) -> Result<Vec<Stored>, DbError> {
        tx.sql(LIST).bind(after.map_or_else(beginning, |row| row.day)).fetch_all().await
    }

    fn sealed(row: &Stored) -> &[u8] {
        &row.sealed
    }

    fn binding(tenant: TenantId, row: &Stored) -> Vec<u8> {
        binding(tenant, row.day)
    }

    async fn replace(tx: &mut Transaction, row: &Stored, sealed: Vec<u8>) -> Result<bool, DbError> {
        Ok(tx.sql(SEAL_ANEW).bind(row.day).bind(row.sealed.clone()).bind(sealed).execute().await? == 1)
    }
}
