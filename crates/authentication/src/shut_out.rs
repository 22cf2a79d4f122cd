//! Closing an account to everybody who may be in it, and letting its owner in again by mail.
//!
//! Whatever lets somebody in, or keeps them in, without a proof given now is listed in [`everybody_out`], and nowhere else.

use audit::Entry;
use database::{DbError, Transaction};
use directory::people::find;
use directory::tenants::policy::Factors;
use directory::{LifecycleState, Person, addresses};
use foundation::{Instant, Locale, PersonId};
use messaging::{Mail, MailKind};

use crate::passkeys::store as passkeys;
use crate::password::store as passwords;
use crate::second::{codes, half, store as apps, summary};
use crate::throttle::{self, Trying};
use crate::tokens::{self, Purpose};
use crate::{AuthenticationError, Place, badges, places, sessions, trusted};

database::statements! {
    MARK: tenant = "UPDATE person SET at_risk_at = $3 WHERE tenant_id = $1 AND id = $2";
    UNMARK: tenant = "UPDATE person SET at_risk_at = NULL WHERE tenant_id = $1 AND id = $2 AND at_risk_at IS NOT NULL";
}

/// What is done beyond shutting everybody out.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Closing {
    /// Factors added at this instant or later are taken away: whoever added them may be who is shut out.
    pub since: Option<Instant>,
    /// All recovery codes are taken away, whenever they were made.
    pub codes: bool,
    /// The factors that are left have to be replaced: they are asked for once more, and a new one takes their place.
    pub renews_factors: bool,
}

/// Everything through which somebody is in, or is on the way in: sessions, half sign-ins, a badge, links that open something. Links that
/// only close stay: otherwise whoever was in could take them from the owner. Returns how many sessions ended.
async fn everybody_out(tx: &mut Transaction, person: PersonId) -> Result<(u64, bool), DbError> {
    let ended = sessions::end_all(tx, person, None).await?;
    trusted::end::quietly(tx, person).await?;
    places::forget(tx, person).await?;
    half::end_all(tx, person).await?;
    let had_badge = badges::store::void(tx, person, "").await?;
    for purpose in Purpose::OPENING {
        tokens::revoke(tx, purpose, person).await?;
    }
    Ok((ended, had_badge))
}

/// Shuts everybody out of the account of a person whom nobody else changes meanwhile, records `entry`, tells the administrators,
/// and sends the owner a link to get in again.
///
/// The password goes too, because whoever was in had proved to be the person. Without an address for the link it stays, and so do
/// all ways in: nobody is to lose their account for good.
pub(crate) async fn shut_out(
    tx: &mut Transaction,
    place: &Place,
    person: &Person,
    locale: Locale,
    entry: Entry,
    closing: Closing,
) -> Result<(), AuthenticationError> {
    let (ended, had_badge) = everybody_out(tx, person.id).await?;
    let mut entry = entry.detail("sessions_ended", ended.to_string());
    if had_badge {
        entry = entry.detail("badge", "voided");
    }
    if let Some(since) = closing.since {
        let gone =
            passkeys::remove_since(tx, person.id, since).await? + apps::remove_since(tx, person.id, since).await?;
        codes::remove_since(tx, person.id, since).await?;
        trusted::store::remove_since(tx, person.id, since).await?;
        entry = entry.detail("factors_removed", gone.to_string());
    }
    if closing.codes {
        let gone = codes::remove(tx, person.id).await?;
        entry = entry.detail("recovery_codes", gone.to_string());
    }
    let left = summary::renew(tx, person.id).await?;
    if left == Factors::None && !summary::find(tx, person.id).await?.is_some_and(|summary| summary.is_owing()) {
        codes::remove(tx, person.id).await?;
    }
    let address = addresses::primary_email(tx, person.id).await?;
    let renews_factors = closing.renews_factors && left > Factors::None && address.is_some();
    if renews_factors {
        let now = tx.now();
        tx.sql(MARK).bind(person.id).bind(now).execute().await?;
        entry = entry.detail("factors", "renewed");
    }
    audit::record(tx, entry).await?;
    if let Some((to, _)) = address {
        passwords::remove(tx, person.id).await?;
        let token = tokens::issue(tx, Purpose::Recover, person.id, to.as_str()).await?;
        let kind = MailKind::AccountSecured {
            link: place.link("/recover/set", &token),
            minutes: Purpose::Recover.lifetime().num_minutes(),
            recovery_link: place.page("/recover"),
            renews_factors,
        };
        messaging::send(tx, &place.tenant.name, person.language.unwrap_or(locale), Mail { to, kind }).await?;
    }
    tell_administrators(tx, place, person).await
}

/// Tells those who administer the tenant, as long as it does not happen all the time.
async fn tell_administrators(tx: &mut Transaction, place: &Place, person: &Person) -> Result<(), AuthenticationError> {
    let told = format!("administrators {}", person.id);
    if throttle::count(tx, Trying::Mail, &told).await?.is_some() {
        return Ok(());
    }
    let settings = &place.tenant.settings;
    for id in permissions::assignments::administrators(tx).await? {
        let Some(administrator) = find::by_id(tx, id).await?.filter(|found| found.id != person.id) else { continue };
        let address = addresses::primary_email(tx, id).await?;
        let Some((to, _)) = address.filter(|_| administrator.lifecycle_state == LifecycleState::Active) else {
            continue;
        };
        let zone = administrator.time_zone.as_deref().unwrap_or(&settings.time_zone);
        let kind = MailKind::AccountReported {
            name: person.display_name.clone(),
            when: tx.now(),
            zone: language::moments::parse_zone(zone).unwrap_or_default(),
            link: place.page(&format!("/console/people/{}", person.id)),
        };
        let locale = administrator.language.unwrap_or(settings.default_language);
        messaging::send(tx, &place.tenant.name, locale, Mail { to, kind }).await?;
    }
    Ok(())
}

/// A person at risk has added a factor: those from before are gone, and with it the account is theirs again. Returns whether they
/// were at risk. Nobody else changes the person meanwhile.
pub(crate) async fn renewed(tx: &mut Transaction, person: PersonId, new: uuid::Uuid) -> Result<bool, DbError> {
    if tx.sql(UNMARK).bind(person).execute().await? == 0 {
        return Ok(false);
    }
    let gone = passkeys::remove_others(tx, person, new).await? + apps::remove_others(tx, person, new).await?;
    codes::remove(tx, person).await?;
    let entry = Entry::new("factors.renewed", audit::Stream::Authentication).subject(person);
    audit::record(tx, entry.detail("factors_removed", gone.to_string())).await?;
    Ok(true)
}
