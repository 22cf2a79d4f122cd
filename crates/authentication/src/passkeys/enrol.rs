//! Adding a passkey to the own account.

use audit::{Entry, Stream};
use directory::people::find;
use foundation::{Locale, Permission, text};
use serde_json::{Value, json};
use uuid::Uuid;

use super::challenge::{self, Purpose};
use super::known;
use super::notice::{self, Happened};
use super::sign_in::refuse;
use super::site::{Site, encode, shown};
use super::store;
use super::verify::{ALGORITHMS, Making, PasskeyProblem};
use crate::second::summary;
use crate::shut_out::renewed;
use crate::{Authentication, AuthenticationError, Methods, Place, Visitor, sessions};

impl Authentication {
    /// What a browser needs to make a passkey (`PublicKeyCredentialCreationOptionsJSON`).
    ///
    /// # Errors
    /// `NotFresh` when it is too long ago that they proved who they are; `Passkey(TooMany)`.
    pub async fn passkey_enrolment_options(
        &self,
        visitor: &Visitor,
        place: &Place,
    ) -> Result<Value, AuthenticationError> {
        let site = Site::of(place).ok_or(PasskeyProblem::Refused)?;
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        visitor.require_fresh(tx.now())?;
        // Those of an account at risk are about to be replaced, on the same devices too.
        let present = if visitor.is_at_risk { Vec::new() } else { store::of_person(&mut tx, visitor.person).await? };
        if present.len() >= super::MOST {
            return Err(PasskeyProblem::TooMany.into());
        }
        let names = find::sign_in_names(&mut tx, visitor.person).await?;
        let challenge = challenge::give(&mut tx, Purpose::Enrol, Some(visitor.session)).await?;
        tx.commit().await?;
        // The tenants of an installation share its host, and devices show what is here to tell accounts apart.
        let shown_name = format!("{} ({})", visitor.display_name, site.name);
        let excluded = present.iter().filter(|passkey| passkey.rp_id == site.rp_id);
        Ok(json!({
            "challenge": shown(&challenge),
            "rp": { "id": site.rp_id, "name": site.name },
            "user": {
                "id": encode(visitor.person.0.as_bytes()),
                "name": names.first().unwrap_or(&visitor.display_name),
                "displayName": shown_name,
            },
            "pubKeyCredParams": ALGORITHMS.map(|(_, number)| json!({ "type": "public-key", "alg": number })),
            "timeout": super::PATIENCE,
            "excludeCredentials": excluded.map(descriptor).collect::<Vec<_>>(),
            "authenticatorSelection": {
                "residentKey": "required",
                "requireResidentKey": true,
                "userVerification": "preferred",
            },
            "attestation": "none",
        }))
    }

    /// Adds the passkey a browser made. An empty `name` becomes that of what keeps it, or of the browser.
    ///
    /// # Errors
    /// `Passkey` says what is wrong with the answer; `Directory(Invalid)` what is wrong with the name.
    pub async fn add_passkey(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        name: &str,
        answer: &str,
    ) -> Result<Uuid, AuthenticationError> {
        let site = Site::of(place).ok_or(PasskeyProblem::Refused)?;
        let name = if name.trim().is_empty() { None } else { Some(checked_name(name)?) };
        let read = Making::read(answer);
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let made = match read {
            // The challenge was given to whoever had proved just then who they are, in this session and for this.
            Ok(making)
                if challenge::take(&mut tx, Purpose::Enrol, Some(visitor.session), &making.challenge).await? =>
            {
                making.check(&site)
            }
            Ok(_) => Err(PasskeyProblem::Expired),
            Err(problem) => Err(problem),
        };
        let made = match made {
            Ok(made) => made,
            Err(problem) => return refuse(tx, place, locale, None, problem).await,
        };
        let person = find::hold(&mut tx, visitor.person).await?;
        let is_at_risk = person.is_some_and(|person| person.at_risk_at.is_some());
        if !is_at_risk && store::of_person(&mut tx, visitor.person).await?.len() >= super::MOST {
            return refuse(tx, place, locale, None, PasskeyProblem::TooMany).await;
        }
        let device = tx.caller().origin.device.clone();
        let name = name.unwrap_or_else(|| known::keeper(made.aaguid).unwrap_or(&*device).to_owned());
        let id: Uuid = tx.new_id();
        if !store::add(&mut tx, id, visitor.person, &site.rp_id, &name, &made).await? {
            return refuse(tx, place, locale, None, PasskeyProblem::Taken).await;
        }
        renewed(&mut tx, visitor.person, id).await?;
        summary::renew(&mut tx, visitor.person).await?;
        let key = if made.is_backup_eligible { Methods::SYNCED_KEY } else { Methods::DEVICE_KEY };
        let key = if made.is_verified { key.and(Methods::VERIFIED) } else { key };
        sessions::raise(&mut tx, visitor, key.and(Methods::PRESENT)).await?;
        let entry = Entry::new("passkey.added", Stream::Authentication)
            .subject(visitor.person)
            .object("passkey", id)
            .detail("passkey", name.as_str())
            .detail("device", &*device);
        audit::record(&mut tx, entry).await?;
        notice::send(&mut tx, place, visitor.person, locale, &name, Happened::Added).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// A passkey as the options of both ceremonies name it.
pub(super) fn descriptor(passkey: &store::Row) -> Value {
    let transports: Vec<&str> = passkey.transports.split(' ').filter(|word| !word.is_empty()).collect();
    json!({ "type": "public-key", "id": encode(&passkey.credential_id), "transports": transports })
}

/// A name somebody gave, or what is wrong with it.
pub(crate) fn checked_name(name: &str) -> Result<String, AuthenticationError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(AuthenticationError::field("name", "required"));
    }
    if text::has_hidden_characters(name) {
        return Err(AuthenticationError::field("name", "hidden-characters"));
    }
    if name.chars().count() > super::LONGEST_NAME as usize {
        let problem = directory::FieldProblem::too_long("name", i64::from(super::LONGEST_NAME));
        return Err(directory::DirectoryError::Invalid(vec![problem]).into());
    }
    Ok(name.to_owned())
}
