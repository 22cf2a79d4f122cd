//! Adding an authenticator app: a key is shown, and counts once the app has answered with a code.

use audit::{Entry, Stream};
use data_encoding::BASE32_NOPAD;
use directory::people::find;
use foundation::{Locale, Permission, Secret};
use url::Url;
use uuid::Uuid;

use super::notice::{self, Happened};
use super::totp::{self, Verdict};
use super::{codes, store, summary};
use crate::passkeys::enrol::checked_name;
use crate::shut_out::renewed;
use crate::throttle::{self, Trying};
use crate::{Authentication, AuthenticationError, Methods, Place, Visitor, sessions};

/// A key that waits to be confirmed, as its owner sees it.
#[derive(Debug, Clone)]
pub struct Offered {
    /// What the app is to be called here.
    pub name: String,
    /// The key, in groups of four letters (RFC 4648 §6).
    pub key: Secret,
    /// The same with everything an app wants to know, for a QR code (`otpauth:`, as authenticator apps read it).
    pub address: Secret,
}

/// An app was added.
#[derive(Debug, Clone, Copy)]
pub struct Added {
    /// Its id.
    pub id: Uuid,
    /// Whether there are recovery codes for the day it is lost.
    pub has_codes: bool,
}

impl Authentication {
    /// Offers a new key to the visitor's session, in place of one that was offered before. Nothing changes until it is
    /// confirmed.
    ///
    /// # Errors
    /// `NotFresh` when it is too long ago that they proved who they are; `Directory(Invalid)` what is wrong with the name, or
    /// that there are as many apps as anybody may have.
    pub async fn offer_app(&self, visitor: &Visitor, name: &str) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        visitor.require_fresh(tx.now())?;
        let name = checked_name(name)?;
        if !visitor.is_at_risk && store::of_person(&mut tx, visitor.person).await?.len() >= super::MOST {
            return Err(AuthenticationError::field("", "app-too-many"));
        }
        let key = zeroize::Zeroizing::new(tx.randomness().bytes::<{ totp::KEY }>());
        store::offer(&mut tx, visitor.session, &name, key.as_slice()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The key that waits to be confirmed in this session.
    ///
    /// # Errors
    /// `Refused`.
    pub async fn offered_app(&self, visitor: &Visitor, place: &Place) -> Result<Option<Offered>, AuthenticationError> {
        let mut tx = self.database.read(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let Some(offer) = store::offered(&mut tx, visitor.session).await? else { return Ok(None) };
        let key = offer.key(&tx, visitor.session)?;
        let names = find::sign_in_names(&mut tx, visitor.person).await?;
        let account = names.first().unwrap_or(&visitor.display_name);
        let letters = zeroize::Zeroizing::new(BASE32_NOPAD.encode(&key));
        Ok(Some(Offered {
            name: offer.name,
            address: address(&place.tenant.name, account, &letters),
            key: grouped(&letters),
        }))
    }

    /// Confirms the key that was offered to this session with a code of the app: from now on the app is asked for. The code
    /// cannot be used again.
    ///
    /// # Errors
    /// `WrongCode`; `OfferOver` when there is no key that waits any more; `Throttled`.
    pub async fn confirm_app(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        code: &str,
    ) -> Result<Added, AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let counted = visitor.person.to_string();
        let wait = throttle::count(&mut tx, Trying::AppOffer, &counted).await?;
        tx.commit().await?;
        if let Some(wait) = wait {
            return Err(AuthenticationError::Throttled(wait));
        }
        let mut tx = self.database.begin(&visitor.caller).await?;
        let person = find::hold(&mut tx, visitor.person).await?;
        // Those of an account at risk are about to be replaced.
        let is_at_risk = person.is_some_and(|person| person.at_risk_at.is_some());
        let Some(offer) = store::offered(&mut tx, visitor.session).await? else {
            return Err(AuthenticationError::OfferOver);
        };
        let key = offer.key(&tx, visitor.session)?;
        let given: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').take(totp::DIGITS + 1).collect();
        let Verdict::Right(step) = totp::judge(&key, &given, tx.now(), 0) else {
            let entry = Entry::new("app.refused", Stream::Authentication).subject(visitor.person).failed();
            audit::record(&mut tx, entry).await?;
            tx.commit().await?;
            return Err(AuthenticationError::WrongCode);
        };
        let apps = store::of_person(&mut tx, visitor.person).await?;
        if !is_at_risk && apps.len() >= super::MOST {
            return Err(AuthenticationError::field("", "app-too-many"));
        }
        if !store::take(&mut tx, visitor.session, &offer).await? {
            return Err(AuthenticationError::OfferOver);
        }
        let id = store::add(&mut tx, visitor.person, &offer.name, &key, step).await?;
        renewed(&mut tx, visitor.person, id).await?;
        summary::renew(&mut tx, visitor.person).await?;
        sessions::raise(&mut tx, visitor, Methods::APP_CODE).await?;
        let device = tx.caller().origin.device.clone();
        let entry = Entry::new("app.added", Stream::Authentication)
            .subject(visitor.person)
            .object("app", id)
            .detail("app", offer.name.as_str())
            .detail("device", &*device);
        audit::record(&mut tx, entry).await?;
        let name = offer.name.clone();
        notice::send(&mut tx, place, visitor.person, locale, Happened::AppAdded { name }).await?;
        let has_codes = codes::left(&mut tx, visitor.person).await? > 0;
        throttle::forget(&mut tx, Trying::AppOffer, &counted).await?;
        tx.commit().await?;
        Ok(Added { id, has_codes })
    }
}

/// Groups of four letters, for people who type.
fn grouped(letters: &str) -> Secret {
    let groups: Vec<&str> =
        (0..letters.len()).step_by(4).filter_map(|at| letters.get(at..(at + 4).min(letters.len()))).collect();
    Secret::new(groups.join(" "))
}

/// What is in the QR code.
fn address(tenant: &str, account: &str, letters: &str) -> Secret {
    let Ok(mut url) = Url::parse("otpauth://totp/") else { return Secret::new(String::new()) };
    // A colon ends the name of the issuer, so it has none itself.
    let issuer = tenant.replace(':', " ");
    if let Ok(mut path) = url.path_segments_mut() {
        path.clear().push(&format!("{issuer}:{account}"));
    }
    let parameters =
        [("secret", letters), ("issuer", &issuer), ("algorithm", "SHA1"), ("digits", "6"), ("period", "30")];
    // Spaces as %20: apps do not read `+` as one.
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    url.set_query(Some(&query.replace('+', "%20")));
    Secret::new(url.into())
}

#[cfg(test)]
mod tests {
    use super::{address, grouped};

    #[test]
    fn apps_can_read_the_address() {
        let read = address("Nord & Licht: Bank", "ada+x@example.org", "GEZDGNBV");
        assert_eq!(
            read.expose(),
            "otpauth://totp/Nord%20&%20Licht%20%20Bank:ada+x@example.org?secret=GEZDGNBV&issuer=Nord%20%26%20Licht%20%20Bank&algorithm=SHA1&digits=6&period=30"
        );
        assert!(address("A/B?#", "ü", "A").expose().starts_with("otpauth://totp/A%2FB%3F%23:%C3%BC?"));
    }

    #[test]
    fn a_key_is_shown_in_groups() {
        assert_eq!(grouped("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").expose(), "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567");
    }
}
