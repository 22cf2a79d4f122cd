//! The passkeys of an account: listed, named, removed.

use audit::{Entry, Stream};
use database::Transaction;
use directory::DirectoryError;
use directory::people::find;
use directory::tenants::policy::Factors;
use foundation::{Instant, Locale, Permission, PersonId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::enrol::checked_name;
use super::known;
use super::notice::{self, Happened};
use super::site::{Site, encode};
use super::store;
use crate::password::store as passwords;
use crate::second::{codes, summary};
use crate::{Authentication, AuthenticationError, Place, Visitor};

/// A passkey in a list.
#[derive(Debug, Clone)]
pub struct Passkey {
    /// Its id, for addresses.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// What keeps it, if the device said so and it is known; a hint, no proof.
    pub keeper: Option<&'static str>,
    /// The ways to reach its device: `internal`, `hybrid`, `usb`, `nfc`, `ble`.
    pub transports: Vec<String>,
    /// The host name it works at.
    pub host: String,
    /// Whether the device asks who holds it, so that it counts as two factors.
    pub is_verified: bool,
    /// Whether there are copies of it on other devices of its owner.
    pub is_synced: bool,
    /// Since when.
    pub created_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// When it last looked as if there were a copy of it that is not its owner's.
    pub suspected_at: Option<Instant>,
}

impl From<store::Row> for Passkey {
    fn from(row: store::Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            keeper: known::keeper(row.aaguid),
            transports: row.transports.split(' ').filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect(),
            host: row.rp_id,
            is_verified: row.is_verified,
            is_synced: row.is_backed_up,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            suspected_at: row.suspected_at,
        }
    }
}

/// The own passkeys, the oldest first.
///
/// # Errors
/// `Refused`.
pub async fn own(tx: &mut Transaction, person: PersonId) -> Result<Vec<Passkey>, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    Ok(store::of_person(tx, person).await?.into_iter().map(Into::into).collect())
}

/// The own passkeys, and what the browser tells the devices of them.
#[derive(Debug)]
pub struct OwnPasskeys {
    /// The passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
    /// With it devices forget passkeys that are no more (§5.1.10.4, `AllAcceptedCredentialsOptions`).
    pub signal: Value,
}

/// As [`own`], with what the browser tells the devices.
///
/// # Errors
/// `Refused`.
pub async fn own_with_signal(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
) -> Result<OwnPasskeys, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    let rp_id = Site::of(place).map(|site| site.rp_id).unwrap_or_default();
    let all = store::of_person(tx, person).await?;
    let here = all.iter().filter(|passkey| passkey.rp_id == rp_id);
    let signal = json!({
        "rpId": rp_id,
        "userId": encode(person.0.as_bytes()),
        "allAcceptedCredentialIds": here.map(|passkey| encode(&passkey.credential_id)).collect::<Vec<_>>(),
    });
    Ok(OwnPasskeys { passkeys: all.into_iter().map(Into::into).collect(), signal })
}

/// Gives one of the own passkeys another name.
///
/// # Errors
/// `Directory(NotFound)` when it is not theirs; `Directory(Invalid)` what is wrong with the name.
pub async fn rename(
    tx: &mut Transaction,
    person: PersonId,
    passkey: Uuid,
    name: &str,
) -> Result<(), AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    let all = store::of_person(tx, person).await?;
    let old = all.iter().find(|known| known.id == passkey).ok_or(DirectoryError::NotFound)?;
    let name = checked_name(name)?;
    if old.name == name {
        return Ok(());
    }
    if !store::rename(tx, person, passkey, &name).await? {
        return Err(DirectoryError::NotFound.into());
    }
    let entry = Entry::new("passkey.renamed", Stream::Authentication)
        .subject(person)
        .object("passkey", passkey)
        .change("name", Some(&old.name), Some(&name));
    audit::record(tx, entry).await?;
    Ok(())
}

impl Authentication {
    /// Removes one of the own passkeys.
    ///
    /// # Errors
    /// `NotFresh` when it is too long ago that they proved who they are; `Directory(NotFound)` when it is not theirs;
    /// `Directory(Invalid)` when there is no password, and without it no passkey either whose device asks who holds it.
    pub async fn remove_passkey(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        passkey: Uuid,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        visitor.require_fresh(tx.now())?;
        find::hold(&mut tx, visitor.person).await?;
        let all = store::of_person(&mut tx, visitor.person).await?;
        if !all.iter().any(|known| known.id == passkey) {
            return Err(DirectoryError::NotFound.into());
        }
        // One that anybody could use who finds it is not enough alone.
        let others = all.iter().any(|other| other.id != passkey && other.is_verified);
        if !others && passwords::find(&mut tx, visitor.person).await?.is_none() {
            return Err(AuthenticationError::field("", "passkey-only-way"));
        }
        let Some(name) = store::remove(&mut tx, visitor.person, passkey).await? else {
            return Err(DirectoryError::NotFound.into());
        };
        if summary::renew_without(&mut tx, place, visitor).await? == Factors::None {
            codes::remove(&mut tx, visitor.person).await?;
        }
        let entry = Entry::new("passkey.removed", Stream::Authentication)
            .subject(visitor.person)
            .object("passkey", passkey)
            .detail("passkey", name.as_str());
        audit::record(&mut tx, entry).await?;
        notice::send(&mut tx, place, visitor.person, locale, &name, Happened::Removed).await?;
        tx.commit().await?;
        Ok(())
    }
}
