//! Signing in with a code from a mail, where the tenant offers it.
//!
//! The code is typed in the browser that asked for it: a row is found by the token of a cookie of its own, as half sign-ins are. The answer
//! and its cost are the same for every name, since looking it up and mailing happen afterwards in a job. A mailbox is no factor: a session
//! that was begun with a code says so, is no fresh proof, and whoever has a factor is asked for it (docs/decisions/0014).

pub(crate) mod store;

use audit::{Entry, Stream};
use chrono::TimeDelta;
use data_encoding::HEXLOWER;
use database::{Database, DbError, Transaction};
use directory::people::find;
use directory::{Person, Tenant, addresses};
use foundation::{Caller, EmailAddress, Instant, Locale, PersonId, Secret, text};
use jobs::Job;
use messaging::{Mail, MailKind, Occasion};
use serde::{Deserialize, Serialize};

use crate::second::step::advance;
use crate::sign_in::{Entered, With};
use crate::throttle::{self, Trying};
use crate::{Authentication, AuthenticationError, Methods, Place, sessions};

/// The kind of the job that looks an account up and mails its owner a code.
pub const JOB: &str = "sign_in.mail_code";
/// How long a code works.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// How many digits a code has: one of a hundred million.
pub const DIGITS: usize = 8;
/// How often may be guessed at one code.
pub const GUESSES: i64 = 5;

/// The payload of [`JOB`].
#[derive(Debug, Serialize, Deserialize)]
struct Wanted {
    base: String,
    locale: Locale,
    at: Instant,
}

/// The secret of [`JOB`]: what was typed may be anybody's address, and the token is that of a browser.
#[derive(Serialize, Deserialize)]
struct Asked {
    token: String,
    name: String,
    device: String,
    network: Option<String>,
}

impl Authentication {
    /// Asks for a code. The answer is the same whether the account exists, and costs as much. Returns the token of the browser's cookie;
    /// `before` is the one it has already, whose place the new one takes.
    ///
    /// # Errors
    /// `NotOffered`; `Throttled`.
    pub async fn ask_for_code(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        name: &str,
        next: &str,
        before: &Secret,
    ) -> Result<Secret, AuthenticationError> {
        if !place.tenant.settings.sign_in_policy.mail_codes {
            return Err(AuthenticationError::NotOffered);
        }
        let mut tx = self.database.begin(caller).await?;
        if let Some(wait) = throttle::count(&mut tx, Trying::CodeByMail, name).await? {
            tx.commit().await?;
            return Err(AuthenticationError::Throttled(wait));
        }
        store::forget(&mut tx, before).await?;
        let name: String = name.trim().chars().take(300).collect();
        let account = tx.vault().fingerprint("mailed code", &text::key(&name));
        let token = store::add(&mut tx, &account, next).await?;
        let origin = tx.caller().origin.clone();
        let wanted = Wanted { base: place.base.clone(), locale, at: tx.now() };
        let asked = Asked {
            token: token.expose().to_owned(),
            name,
            device: origin.device.to_string(),
            network: origin.network(),
        };
        let asked = serde_json::to_string(&asked).map_err(|_| DbError::Corrupt("job.sealed"))?;
        jobs::enqueue_with_secret(&mut tx, JOB, &wanted, &asked, None).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Whether a code is waited for in this browser.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn waits_for_code(&self, caller: &Caller, token: &Secret) -> Result<bool, AuthenticationError> {
        let mut tx = self.database.read(caller).await?;
        Ok(store::waits(&mut tx, token).await?.is_some())
    }

    /// Signs somebody in with the code they were mailed, or leads whoever has a factor to its step. Returns with it where they want to go.
    ///
    /// # Errors
    /// `HalfOver` when no code is waited for in this browser, or it was guessed at too often; `WrongCode`; `Throttled`; `Suspended`.
    pub async fn sign_in_with_code(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
        code: &str,
    ) -> Result<(Entered, String), AuthenticationError> {
        if !place.tenant.settings.sign_in_policy.mail_codes {
            return Err(AuthenticationError::HalfOver);
        }
        let mut tx = self.database.begin(caller).await?;
        let guessed = store::guess(&mut tx, token).await?.ok_or(AuthenticationError::HalfOver)?;
        // Counted for the name that was typed, so that nobody learns from the count whether there is such an account.
        let counted = HEXLOWER.encode(&guessed.account);
        let wait = throttle::count(&mut tx, Trying::MailedCode, &counted).await?;
        tx.commit().await?;
        if let Some(wait) = wait {
            return Err(AuthenticationError::Throttled(wait));
        }
        let code: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').take(DIGITS + 1).collect();
        let is_right = guessed.is_right(token, &code);
        let mut tx = self.database.begin(caller).await?;
        let Some(person) = guessed.person_id.filter(|_| is_right) else {
            return refuse(tx, guessed.person_id).await;
        };
        let person = find::hold(&mut tx, person).await?.ok_or(AuthenticationError::HalfOver)?;
        // Meanwhile somebody else may have used it, or the account was shut to everybody.
        if !store::take(&mut tx, token, person.id).await? {
            return Err(AuthenticationError::HalfOver);
        }
        if !sessions::may_sign_in(person.lifecycle_state) {
            let entry =
                Entry::new("sign_in.refused", Stream::Authentication).subject(person.id).refused().reason("suspended");
            audit::record(&mut tx, entry).await?;
            tx.commit().await?;
            return Err(AuthenticationError::Suspended);
        }
        let with = With { word: "mail_code", methods: Methods::EMAIL, passkey: None };
        let entered = advance(&mut tx, place, &person, locale, with, None).await?;
        throttle::forget(&mut tx, Trying::MailedCode, &counted).await?;
        tx.commit().await?;
        Ok((entered, guessed.next_path))
    }
}

/// Records a code that was not right. It costs the same where nobody was mailed one.
async fn refuse<T>(mut tx: Transaction, person: Option<PersonId>) -> Result<T, AuthenticationError> {
    let mut entry = Entry::new("mail_code.refused", Stream::Authentication).failed();
    if let Some(person) = person {
        entry = entry.subject(person);
    }
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Err(AuthenticationError::WrongCode)
}

/// Makes every code that was mailed to a person stop to work, as part of another use case that records it.
pub(crate) async fn forget_all(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    store::forget_all(tx, person).await
}

/// Removes what nobody finished, a thousand at a time.
///
/// # Errors
/// What the database reports.
pub async fn sweep(database: &Database) -> Result<(), DbError> {
    store::sweep(database, database.now()).await.map(drop)
}

/// The job behind [`Authentication::ask_for_code`]: mails a code if there is somebody who may use it. Done twice it mails one.
///
/// # Errors
/// Faults of the database.
pub async fn run(database: &Database, tenant: &Tenant, job: &Job) -> Result<(), AuthenticationError> {
    let wanted: Wanted = job.read().map_err(|_| DbError::Corrupt("job.payload"))?;
    let secret = job.secret(database).map_err(|_| DbError::Corrupt("job.sealed"))?;
    let asked: Asked = serde_json::from_str(secret.expose()).map_err(|_| DbError::Corrupt("job.sealed"))?;
    let mut tx = database.begin(&Caller::system(tenant.id, "sign-in")).await?;
    let entry = Entry::new("mail_code.asked", Stream::Authentication);
    let entry = if let Some(person) = find::by_sign_in_name(&mut tx, &asked.name).await? {
        match mailbox(&mut tx, tenant, &person).await? {
            None => entry.refused().subject(person.id),
            Some(to) => {
                if !send(&mut tx, tenant, &person, to, &wanted, asked).await? {
                    // It was sent before, or this came too late.
                    return Ok(());
                }
                entry.subject(person.id)
            }
        }
    } else {
        entry.failed().unknown_name(&asked.name)
    };
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Where a code may be sent to a person: to an address they have confirmed, while they may sign in and the tenant offers it.
async fn mailbox(tx: &mut Transaction, tenant: &Tenant, person: &Person) -> Result<Option<EmailAddress>, DbError> {
    let is_offered = tenant.settings.sign_in_policy.mail_codes;
    if !is_offered || !sessions::may_sign_in(person.lifecycle_state) {
        return Ok(None);
    }
    let primary = addresses::primary_email(tx, person.id).await?;
    Ok(primary.filter(|(_, is_confirmed)| *is_confirmed).map(|(to, _)| to))
}

/// Makes a code and mails it; false when there is one already, or it is too late.
async fn send(
    tx: &mut Transaction,
    tenant: &Tenant,
    person: &Person,
    to: EmailAddress,
    wanted: &Wanted,
    asked: Asked,
) -> Result<bool, DbError> {
    let code = digits(tx.randomness().bytes());
    if !store::fill(tx, &Secret::new(asked.token), person.id, code.expose()).await? {
        return Ok(false);
    }
    let zone = person.time_zone.as_deref().unwrap_or(&tenant.settings.time_zone);
    let kind = MailKind::SignInCode {
        link: format!("{}/sign-in/mail/code?code={}", wanted.base, code.expose()).into(),
        code: grouped(&code),
        minutes: LIFETIME.num_minutes(),
        occasion: Occasion {
            device: asked.device,
            when: wanted.at,
            zone: language::moments::parse_zone(zone).unwrap_or_default(),
            place: asked.network,
        },
    };
    messaging::send(tx, &tenant.name, person.language.unwrap_or(wanted.locale), Mail { to, kind }).await?;
    Ok(true)
}

/// A code of eight digits. That 2^64 is no multiple of their number makes some of them likelier by one in 10^11.
fn digits(random: [u8; 8]) -> Secret {
    Secret::new(format!("{:08}", u64::from_le_bytes(random) % 100_000_000))
}

/// Two groups of four, for people who type.
fn grouped(code: &Secret) -> Secret {
    let (first, second) = code.expose().split_at_checked(DIGITS / 2).unwrap_or_default();
    Secret::new(format!("{first} {second}"))
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, digits, grouped};

    #[test]
    fn codes_have_eight_digits_and_are_shown_in_groups() {
        for (random, code, shown) in [
            ([0; 8], "00000000", "0000 0000"),
            (7_u64.to_le_bytes(), "00000007", "0000 0007"),
            (1_234_567_890_u64.to_le_bytes(), "34567890", "3456 7890"),
            ([0xff; 8], "09551615", "0955 1615"),
        ] {
            let made = digits(random);
            assert_eq!((made.expose(), made.expose().len()), (code, DIGITS));
            assert_eq!(grouped(&made).expose(), shown);
        }
    }
}
