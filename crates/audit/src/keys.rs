//! The keys of personal content: one per person, and one per tenant and month for those nobody knows.

mod store;

use std::collections::{BTreeSet, HashMap};

use database::{DataKey, DbError, Sealed, Transaction, Vault, VaultError};
use foundation::{Instant, PersonId, TenantId};
use serde_json::Value;
use uuid::Uuid;

use crate::addresses;
use crate::digest::Fields;
pub(crate) use store::STATEMENTS;

/// What stands, sealed, in the place of a destroyed key. Without the master key nobody can put it there, so that a key
/// which merely disappeared is told from an erasure.
const DESTROYED: &[u8] = b"destroyed";

/// A key to encrypt with, and what came with it.
pub(crate) struct Obtained {
    pub(crate) owner: Uuid,
    pub(crate) key: DataKey,
    /// The tenant's setting `audit_classes`.
    pub(crate) classes: Option<Value>,
    /// The caller's network address as it is stored.
    pub(crate) sealed_address: Option<String>,
}

/// What became of a stored key.
pub(crate) enum Opened {
    Key(DataKey),
    Erased,
    /// It is missing, was changed, or its master key was not given.
    Lost,
}

/// The owner of the key for entries about nobody known, in the month of `at`: derived, so that no look-up finds it.
pub(crate) fn month_owner(tenant: TenantId, at: Instant) -> Uuid {
    let month = at.format("%Y-%m").to_string();
    let fields = Fields::of("pforte audit month 1").with(tenant.0.as_bytes()).with(month.as_bytes());
    let mut bytes = [0; 16];
    for (byte, digest) in bytes.iter_mut().zip(database::digest(&fields.bytes())) {
        *byte = digest;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The key of the first of `owners` whose key was not destroyed, made if it is missing, and the caller's address sealed under
/// the key of the day. One statement when both keys are there.
pub(crate) async fn obtain(tx: &mut Transaction, owners: &[Uuid]) -> Result<Obtained, DbError> {
    for owner in owners.iter().copied() {
        // Twice, because another transaction may make the key between our look-up and our own.
        for _ in 0..2 {
            let found = store::look_up(tx, owner).await?;
            let classes = found.classes.map(|classes| classes.0);
            let Some(sealed) = found.sealed else {
                let (key, sealed) = tx.vault().new_data_key(&binding(tx.tenant(), owner));
                if store::add(tx, owner, sealed).await? {
                    let sealed_address = addresses::seal(tx, found.address_key).await?;
                    return Ok(Obtained { owner, key, classes, sealed_address });
                }
                continue;
            };
            match open(tx.vault(), tx.tenant(), owner, Some(&sealed)) {
                Opened::Key(key) => {
                    let sealed_address = addresses::seal(tx, found.address_key).await?;
                    return Ok(Obtained { owner, key, classes, sealed_address });
                }
                Opened::Erased => break,
                Opened::Lost => return Err(DbError::Corrupt("data_key.sealed")),
            }
        }
    }
    Err(DbError::Corrupt("data_key"))
}

/// The key of one owner among many.
pub(crate) enum Held {
    Key(DataKey),
    Erased,
}

/// What many entries are recorded with.
pub(crate) struct ObtainedAll {
    pub(crate) held: HashMap<Uuid, Held>,
    /// The tenant's setting `audit_classes`.
    pub(crate) classes: Option<Value>,
    /// The caller's network address as it is stored.
    pub(crate) sealed_address: Option<String>,
}

/// The keys of many owners, made where they are missing, and what else comes with a key: two statements, and one more for
/// those that are made.
pub(crate) async fn obtain_all(
    tx: &mut Transaction,
    owners: impl Iterator<Item = Uuid>,
) -> Result<ObtainedAll, DbError> {
    let mut missing: BTreeSet<Uuid> = owners.collect();
    let mut held = HashMap::with_capacity(missing.len());
    let found = store::look_up(tx, Uuid::nil()).await?;
    let classes = found.classes.map(|classes| classes.0);
    let sealed_address = addresses::seal(tx, found.address_key).await?;
    // Twice, because another transaction may make a key between our look-up and our own.
    for _ in 0..2 {
        for stored in store::look_up_all(tx, &missing).await? {
            missing.remove(&stored.owner_id);
            let key = match open(tx.vault(), tx.tenant(), stored.owner_id, Some(&stored.sealed)) {
                Opened::Key(key) => Held::Key(key),
                Opened::Erased => Held::Erased,
                Opened::Lost => return Err(DbError::Corrupt("data_key.sealed")),
            };
            held.insert(stored.owner_id, key);
        }
        let made: Vec<(Uuid, DataKey, Vec<u8>)> = missing
            .iter()
            .map(|owner| {
                let (key, sealed) = tx.vault().new_data_key(&binding(tx.tenant(), *owner));
                (*owner, key, sealed)
            })
            .collect();
        if store::add_all(tx, &made).await? {
            held.extend(made.into_iter().map(|(owner, key, _)| (owner, Held::Key(key))));
            return Ok(ObtainedAll { held, classes, sealed_address });
        }
        // Which of ours were added is not known: those are found in the next round, too.
    }
    Err(DbError::Corrupt("data_key"))
}

/// Opens a stored key.
pub(crate) fn open(vault: &Vault, tenant: TenantId, owner: Uuid, stored: Option<&[u8]>) -> Opened {
    let Some(sealed) = stored else { return Opened::Lost };
    let binding = binding(tenant, owner);
    match vault.open_data_key(sealed, &binding) {
        Ok(key) => Opened::Key(key),
        Err(VaultError::Malformed) if vault.open(sealed, &binding).is_ok_and(|plain| *plain == DESTROYED) => {
            Opened::Erased
        }
        Err(_) => Opened::Lost,
    }
}

/// Destroys the key of a person: what the trail says about them can no longer be read by anyone, and the chain stays whole.
///
/// For the erasure use case, in its transaction. The entry that tells of the erasure must outlive the key: record it with
/// [`crate::Entry::object`], not with [`crate::Entry::subject`]. Later entries about the person use the key of the one who
/// acts. Copies of the key in backups live as long as those.
///
/// # Errors
/// What the database reports.
pub async fn destroy_key(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    let marker = tx.vault().seal(DESTROYED, &binding(tx.tenant(), person.0));
    store::replace(tx, person.0, marker).await
}

/// The column `data_key.sealed`, for a rotation of the master key.
pub(crate) struct Column;

impl Sealed for Column {
    const TABLE: &'static str = "data_key";
    const COLUMN: &'static str = "sealed";
    type Row = store::Stored;

    async fn page(tx: &mut Transaction, after: Option<&Self::Row>) -> Result<Vec<Self::Row>, DbError> {
        store::list(tx, after.map_or(Uuid::nil(), |row| row.owner_id)).await
    }

    fn sealed(row: &Self::Row) -> &[u8] {
        &row.sealed
    }

    fn binding(tenant: TenantId, row: &Self::Row) -> Vec<u8> {
        binding(tenant, row.owner_id)
    }

    async fn replace(tx: &mut Transaction, row: &Self::Row, sealed: Vec<u8>) -> Result<bool, DbError> {
        store::seal_anew(tx, row, sealed).await
    }
}

fn binding(tenant: TenantId, owner: Uuid) -> Vec<u8> {
    Fields::of("pforte data key 1").with(tenant.0.as_bytes()).with(owner.as_bytes()).bytes()
}
