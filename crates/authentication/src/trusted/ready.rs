//! When the waiting time has passed, the person is mailed the link with which they come back.

use chrono::TimeDelta;
use database::{Database, DbError, Transaction};
use directory::people::find;
use directory::{Tenant, addresses};
use foundation::{Caller, Locale, PersonId};
use jobs::Job;
use messaging::{Mail, MailKind, TrustedMail};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store;
use crate::tokens::{self, Purpose};
use crate::{AuthenticationError, Place};

/// The kind of the job that mails the link.
pub const JOB: &str = "trusted_recovery.ready";

/// The payload of [`JOB`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Waited {
    base: String,
    locale: Locale,
    person: PersonId,
    request: Uuid,
}

/// Mails the link after the waiting time.
pub(super) async fn later(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
    request: Uuid,
    wait: TimeDelta,
) -> Result<(), DbError> {
    let at = tx.now() + wait;
    let waited = Waited { base: place.base.clone(), locale, person, request };
    jobs::enqueue(tx, JOB, &waited, Some(at)).await?;
    Ok(())
}

/// The job: a request that was stopped meanwhile is left alone. Done twice, the older link stops to work.
///
/// # Errors
/// Faults of the database.
pub async fn run(database: &Database, tenant: &Tenant, job: &Job) -> Result<(), AuthenticationError> {
    let waited: Waited = job.read().map_err(|_| DbError::Corrupt("job.payload"))?;
    let mut tx = database.begin(&Caller::system(tenant.id, "trusted-recovery")).await?;
    let Some(person) = find::hold(&mut tx, waited.person).await? else { return Ok(()) };
    let live = store::live(&mut tx, person.id).await?;
    if !live.is_some_and(|live| live.id == waited.request && live.is_confirmed()) {
        return Ok(());
    }
    if let Some((to, _)) = addresses::primary_email(&mut tx, person.id).await? {
        let token = tokens::issue(&mut tx, Purpose::FinishHelp, person.id, &waited.request.to_string()).await?;
        let link = format!("{}/recover/help?token={}", waited.base, token.expose()).into();
        let days = Purpose::FinishHelp.lifetime().num_days();
        let kind = MailKind::Trusted(TrustedMail::HelpReady { link, days });
        messaging::send(&mut tx, &tenant.name, person.language.unwrap_or(waited.locale), Mail { to, kind }).await?;
    }
    tx.commit().await?;
    Ok(())
}
