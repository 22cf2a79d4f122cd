//! The keys that sign batches. The private half is in the database, sealed under the master key.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use database::{Database, DbError, PlatformTransaction, SealedColumn, Tally, Vault, VaultError, Walk};

use crate::AuditError;
use crate::digest::Fields;

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

/// Whether the newest key is sealed under another master key than the current one.
pub(crate) async fn is_of_earlier_master_key(database: &Database) -> Result<bool, DbError> {
    let newest: Option<KeyRow> = database.platform_read().await?.sql(CURRENT).fetch_optional().await?;
    let current = database.vault().current_number();
    Ok(newest.is_some_and(|row| row.sealed_private.first() != Some(&current)))
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

/// The column `audit_key.sealed_private`, for a rotation of the master key.
pub(crate) fn column() -> SealedColumn {
    SealedColumn::of_platform("audit_key", "sealed_private", |database, walk| Box::pin(walk_keys(database, walk)))
}

async fn walk_keys(database: &Database, walk: Walk) -> Result<Tally, DbError> {
    let mut tally = Tally::default();
    let rows: Vec<KeyRow> = database.platform_read().await?.sql(ALL).fetch_all().await?;
    let mut platform = if walk == Walk::Reseal { Some(database.platform().await?) } else { None };
    for row in rows {
        let binding = binding(row.number, &row.public_key);
        let anew = tally.meet(database.vault(), walk, &row.sealed_private, &binding);
        if let Some((platform, sealed)) = platform.as_mut().zip(anew) {
            tally.changed += platform.sql(SEAL_ANEW).bind(row.number).bind(sealed).execute().await?;
        }
    }
    if let Some(platform) = platform {
        platform.commit().await?;
    }
    Ok(tally)
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
