//! Remembered devices: browsers where the second step was done, and is not asked for again for as many days as the tenant lets.
//!
//! The token is of its own cookie and proves that one thing. It counts only after the right password of the same person, opens no session by
//! itself, is no fresh proof, and is not enough where a strong factor is asked for (docs/decisions/0014).

use audit::{Entry, Stream};
use chrono::TimeDelta;
use database::{Database, DbError, Transaction, digest};
use directory::DirectoryError;
use directory::groups::asked;
use directory::people::find;
use foundation::{Caller, Instant, Locale, Permission, PersonId, Secret};
use uuid::Uuid;

use super::{half, summary};
use crate::sign_in::{SignedIn, With};
use crate::{Authentication, AuthenticationError, Methods, Place, SessionSecret, sessions};

database::statements! {
    ADD: tenant = "INSERT INTO remembered_device (tenant_id, digest, id, person_id, device, network, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    // Whether it counts is asked and its use noted in one: what was forgotten a moment ago counts no more. Fewer days than when it was
    // made count from the beginning.
    USE: tenant = "UPDATE remembered_device SET last_used_at = $4, device = $6, network = $7
        WHERE tenant_id = $1 AND digest = $2 AND person_id = $3 AND expires_at > $4 AND created_at > $5";
    OF_PERSON: tenant = "SELECT id, digest, device, network, created_at, last_used_at, expires_at FROM remembered_device
        WHERE tenant_id = $1 AND person_id = $2 AND expires_at > $3 AND created_at > $4 ORDER BY created_at DESC LIMIT 100";
    OF_SESSION: tenant = "SELECT person_id, amr, authenticated_at FROM session WHERE tenant_id = $1 AND digest = $2 AND absolute_until > $3";
    FORGET_TOKEN: tenant = "DELETE FROM remembered_device WHERE tenant_id = $1 AND digest = $2";
    FORGET_ONE: tenant = "DELETE FROM remembered_device WHERE tenant_id = $1 AND person_id = $2 AND id = $3";
    FORGET_ALL: tenant = "DELETE FROM remembered_device WHERE tenant_id = $1 AND person_id = $2";
    SWEEP: platform = "DELETE FROM remembered_device WHERE (tenant_id, digest) IN
        (SELECT tenant_id, digest FROM remembered_device WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
}

/// A device that is remembered, for its cookie.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// The secret of the cookie.
    pub token: Secret,
    /// How long it counts.
    pub days: u16,
}

/// A remembered device in a list.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its id, for addresses.
    pub id: Uuid,
    /// Browser and system in words.
    pub device: String,
    /// The network it was last used from.
    pub network: String,
    /// Since when it is remembered.
    pub created_at: Instant,
    /// When it last stood in for the second step.
    pub last_used_at: Option<Instant>,
    /// Until when it is remembered.
    pub expires_at: Instant,
    /// Whether it is the browser that asks.
    pub is_this_one: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    digest: Vec<u8>,
    device: String,
    network: String,
    created_at: Instant,
    last_used_at: Option<Instant>,
    expires_at: Instant,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    person_id: PersonId,
    amr: String,
    authenticated_at: Instant,
}

fn key(token: &Secret) -> Vec<u8> {
    digest(token.expose().as_bytes()).to_vec()
}

/// For how many days a browser of a person may be remembered here; 0 for not at all.
pub(crate) async fn days_of(tx: &mut Transaction, place: &Place, person: PersonId) -> Result<u16, DbError> {
    let policy = &place.tenant.settings.sign_in_policy;
    if policy.remember_days == 0 {
        return Ok(0);
    }
    let Some(found) = summary::find(tx, person).await? else { return Ok(0) };
    // Whose factors staff took away makes one first.
    if found.is_owing() {
        return Ok(0);
    }
    let rights = permissions::resolve(tx, person).await?;
    let groups = asked::of_person(tx, policy, person).await?;
    Ok(policy.remember_days_of(found.concerned(summary::is_administrator(&rights), &groups)))
}

impl Authentication {
    /// Remembers the browser in which a session was begun a moment ago with a password and a second factor. `before` is the token it has
    /// already, whose place the new one takes. Nothing where the tenant does not let it, or the session does not show as much.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn remember_device(
        &self,
        caller: &Caller,
        place: &Place,
        session: SessionSecret,
        before: &Secret,
    ) -> Result<Option<Remembered>, AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        let now = tx.now();
        let since = now - place.tenant.settings.step_up.fresh_for();
        let found = tx.sql(OF_SESSION).bind(session.digest()).bind(now).fetch_optional::<SessionRow>().await?;
        let Some(found) = found.filter(|found| found.authenticated_at > since) else { return Ok(None) };
        let methods = Methods::from_words(&found.amr);
        let is_shown = methods.is_strong() && methods.contains(Methods::PASSWORD);
        if !is_shown || methods.contains(Methods::REMEMBERED_DEVICE) {
            return Ok(None);
        }
        // Whoever ends all of a person's holds the person: none is added behind their back.
        let person = find::hold(&mut tx, found.person_id).await?;
        if !person.is_some_and(|person| sessions::may_sign_in(person.lifecycle_state)) {
            return Ok(None);
        }
        sessions::become_person(&mut tx, found.person_id).await?;
        let days = days_of(&mut tx, place, found.person_id).await?;
        if days == 0 {
            return Ok(None);
        }
        tx.sql(FORGET_TOKEN).bind(key(before)).execute().await?;
        let (token, id) =
            (tx.randomness().token(), uuid::Builder::from_random_bytes(tx.randomness().bytes()).into_uuid());
        let origin = tx.caller().origin.clone();
        tx.sql(ADD)
            .bind(key(&token))
            .bind(id)
            .bind(found.person_id)
            .bind(origin.device.as_ref())
            .bind(origin.network().unwrap_or_default())
            .bind(now)
            .bind(now + TimeDelta::days(i64::from(days)))
            .execute()
            .await?;
        let entry = Entry::new("device.remembered", Stream::Authentication)
            .subject(found.person_id)
            .object("remembered_device", id)
            .detail("device", &*origin.device)
            .detail("days", days.to_string());
        audit::record(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(Some(Remembered { token, days }))
    }

    /// Finishes a half sign-in whose password was right without asking for more, because this browser is remembered; nothing when it
    /// is not, and then the half sign-in waits as before.
    ///
    /// # Errors
    /// `Suspended`; `HalfOver` when somebody else finished it meanwhile.
    pub async fn second_step_with_device(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
        device: &Secret,
    ) -> Result<Option<SignedIn>, AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        let Some(half) = half::find(&mut tx, token).await? else { return Ok(None) };
        if !half.methods.contains(Methods::PASSWORD) {
            return Ok(None);
        }
        let person = super::step::hold(&mut tx, token, &half).await?;
        let days = days_of(&mut tx, place, person.id).await?;
        if days == 0 {
            return Ok(None);
        }
        if !sessions::may_sign_in(person.lifecycle_state) {
            return super::step::turn_away(tx, &person).await;
        }
        let (now, origin) = (tx.now(), tx.caller().origin.clone());
        let used = tx
            .sql(USE)
            .bind(key(device))
            .bind(person.id)
            .bind(now)
            .bind(now - TimeDelta::days(i64::from(days)))
            .bind(origin.device.as_ref())
            .bind(origin.network().unwrap_or_default())
            .execute()
            .await?;
        if used != 1 {
            return Ok(None);
        }
        let methods = half.methods.and(Methods::REMEMBERED_DEVICE);
        let with = With { word: "password+remembered_device", methods, passkey: None };
        let secret = super::step::finish(&mut tx, place, &person, locale, (token, &half), with).await?;
        tx.commit().await?;
        Ok(Some(SignedIn { person: person.id, secret }))
    }
}

/// The own remembered devices, the newest first. `token` is that of the browser that asks.
///
/// # Errors
/// `Refused`.
pub async fn own(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    token: &Secret,
) -> Result<Vec<Device>, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    let days = days_of(tx, place, person).await?;
    if days == 0 {
        return Ok(Vec::new());
    }
    let (now, this_one) = (tx.now(), key(token));
    let since = now - TimeDelta::days(i64::from(days));
    let rows: Vec<Row> = tx.sql(OF_PERSON).bind(person).bind(now).bind(since).fetch_all().await?;
    let shown = rows.into_iter().map(|row| Device {
        is_this_one: row.digest == this_one,
        expires_at: row.expires_at.min(row.created_at + TimeDelta::days(i64::from(days))),
        id: row.id,
        device: row.device,
        network: row.network,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    });
    Ok(shown.collect())
}

/// Forgets one of the own devices: there, too, the second step is asked for again.
///
/// # Errors
/// `Refused`; `Directory(NotFound)` when it is not theirs.
pub async fn forget(tx: &mut Transaction, person: PersonId, device: Uuid) -> Result<(), AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    if tx.sql(FORGET_ONE).bind(person).bind(device).execute().await? == 0 {
        return Err(DirectoryError::NotFound.into());
    }
    let entry = Entry::new("device.forgotten", Stream::Authentication)
        .subject(person)
        .object("remembered_device", device)
        .detail("count", "1");
    audit::record(tx, entry).await?;
    Ok(())
}

/// Forgets all of the own devices.
///
/// # Errors
/// `Refused`.
pub async fn forget_own(tx: &mut Transaction, person: PersonId) -> Result<(), AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    let forgotten = forget_all(tx, person).await?;
    if forgotten > 0 {
        let entry = Entry::new("device.forgotten", Stream::Authentication)
            .subject(person)
            .detail("count", forgotten.to_string());
        audit::record(tx, entry).await?;
    }
    Ok(())
}

/// Forgets every device of a person, as part of another use case that records it.
pub(crate) async fn forget_all(tx: &mut Transaction, person: PersonId) -> Result<u64, DbError> {
    tx.sql(FORGET_ALL).bind(person).execute().await
}

/// Removes those whose time ends before an instant, a thousand at a time. Returns how many.
pub(crate) async fn sweep(database: &Database, before: Instant) -> Result<u64, DbError> {
    database.sweep(SWEEP, before).await
}
