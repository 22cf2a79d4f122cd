//! The keys that sign batches. The private half is in the database, sealed under the master key.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use database::{Database, DbError, PlatformTransaction, Vault, VaultError};

use crate::digest::Fields;
use crate::{AuditError, Resealed};

database::statements! {
    /// The key that signs now.
    CURRENT: platform = "SELECT number, public_key, sealed_private FROM audit_key ORDER BY number DESC LIMIT 1";
    /// Every key: a handful, one per rotation.
    ALL: platform = "SELECT number, public_key, sealed_private FROM audit_key ORDER BY number";
    /// A new key, unless another node made one of that number.
    ADD: platform = "INSERT INTO audit_key (number, public_key, sealed_private, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    /// Seals the private half of a key anew.
    SEAL_ANEW: platform = "UPDATE audit_key SET sealed_private = $2 WHERE number = $1";
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    number: i64,
    public_key: Vec<u8>,
    sealed_private: Vec<u8>,
}

/// A key that can sign.
pub(crate) struct SigningKey {
    pub(crate) number: i64,
    pair: Ed25519KeyPair,
}

impl SigningKey {
    /// Signs with Ed25519 (RFC 8032).
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

/// A stored key as a verifier sees it.
pub(crate) struct KnownKey {
    pub(crate) number: i64,
    pub(crate) public: Vec<u8>,
    /// Whether the private half opens under our master key and belongs to the public one. Without that master key nobody
    /// can make such a pair, so a chain that was signed anew with another key shows.
    pub(crate) is_ours: bool,
}

/// The key that signs now, made if there is none.
pub(crate) async fn current(database: &Database) -> Result<SigningKey, AuditError> {
    let stored: Option<KeyRow> = database.platform_read().await?.sql(CURRENT).fetch_optional().await?;
    let row = if let Some(row) = stored {
        row
    } else {
        let mut platform = database.platform().await?;
        add(&mut platform, 1).await?;
        // Ours, or that of a node which was quicker.
        let row: KeyRow = platform.sql(CURRENT).fetch_one().await?;
        platform.commit().await?;
        row
    };
    Ok(SigningKey { number: row.number, pair: open(database.vault(), &row).map_err(AuditError::SigningKey)? })
}

/// Adds a key after the newest and returns its number.
pub(crate) async fn rotate(database: &Database) -> Result<i64, AuditError> {
    let mut platform = database.platform().await?;
    let newest: Option<KeyRow> = platform.sql(CURRENT).fetch_optional().await?;
    let number = newest.map_or(1, |row| row.number + 1);
    add(&mut platform, number).await?;
    platform.commit().await?;
    Ok(number)
}

/// Every key there ever was.
pub(crate) async fn all(database: &Database) -> Result<Vec<KnownKey>, DbError> {
    let rows: Vec<KeyRow> = database.platform_read().await?.sql(ALL).fetch_all().await?;
    let known = |row: KeyRow| KnownKey {
        number: row.number,
        is_ours: open(database.vault(), &row).is_ok(),
        public: row.public_key,
    };
    Ok(rows.into_iter().map(known).collect())
}

/// Seals every private half under the current master key.
pub(crate) async fn reseal(database: &Database, done: &mut Resealed) -> Result<(), DbError> {
    let mut platform = database.platform().await?;
    let rows: Vec<KeyRow> = platform.sql(ALL).fetch_all().await?;
    let vault = database.vault();
    for row in rows.iter().filter(|row| row.sealed_private.first() != Some(&vault.current_number())) {
        let binding = binding(row.number, &row.public_key);
        match vault.open(&row.sealed_private, &binding) {
            Ok(seed) => {
                done.changed +=
                    platform.sql(SEAL_ANEW).bind(row.number).bind(vault.seal(&seed, &binding)).execute().await?;
            }
            Err(_) => done.unopened += 1,
        }
    }
    platform.commit().await
}

async fn add(platform: &mut PlatformTransaction, number: i64) -> Result<(), DbError> {
    let seed = zeroize::Zeroizing::new(platform.database().randomness().bytes::<32>());
    let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).map_err(|_| DbError::Corrupt("audit_key"))?;
    let public = pair.public_key().as_ref().to_vec();
    let sealed = platform.database().vault().seal(seed.as_slice(), &binding(number, &public));
    let now = platform.now();
    platform.sql(ADD).bind(number).bind(public).bind(sealed).bind(now).execute().await.map(drop)
}

fn open(vault: &Vault, row: &KeyRow) -> Result<Ed25519KeyPair, VaultError> {
    let seed = vault.open(&row.sealed_private, &binding(row.number, &row.public_key))?;
    Ed25519KeyPair::from_seed_and_public_key(&seed, &row.public_key).map_err(|_| VaultError::Changed)
}

fn binding(number: i64, public: &[u8]) -> Vec<u8> {
    Fields::of("pforte audit signing key 1").with(&number.to_be_bytes()).with(public).bytes()
}
