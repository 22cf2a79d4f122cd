//! The person changes their password.

use audit::{Entry, Stream};
use directory::people::find;
use foundation::{Instant, Locale, Permission, Secret};

use crate::password::store;
use crate::recover::notify_changed;
use crate::throttle::{self, Trying};
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Methods, Place, SessionSecret, Visitor, sessions, sign_up, trusted};

impl Authentication {
    /// Whether the caller's password is this one: the proof that sensitive changes ask for (SEC-57). Wrong ones count.
    /// Returns since when it has been this one.
    pub(crate) async fn prove(&self, visitor: &Visitor, password: &Secret) -> Result<Instant, AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let counted = visitor.person.to_string();
        if let Some(wait) = throttle::count(&mut tx, Trying::Password, &counted).await? {
            tx.commit().await?;
            return Err(AuthenticationError::Throttled(wait));
        }
        let credential = store::find(&mut tx, visitor.person).await?;
        tx.commit().await?;
        let stored = credential.as_ref().map(|credential| credential.phc.as_str());
        let right = self.judge(&visitor.caller, &counted, password, stored).await?;
        let mut tx = self.database.begin(&visitor.caller).await?;
        if right {
            throttle::forget(&mut tx, Trying::Password, &counted).await?;
        } else {
            audit::record(&mut tx, Entry::new("proof.failed", Stream::Authentication).failed().subject(visitor.person))
                .await?;
        }
        tx.commit().await?;
        credential.filter(|_| right).map(|c| c.changed_at).ok_or(AuthenticationError::WrongCredentials)
    }

    /// Changes the password. Every session ends, this one too; the caller gets a new one (session id rotated). Links that
    /// are under way to a new address or a new password stop to work: whoever asked for them may be why it is changed.
    ///
    /// # Errors
    /// `WrongCredentials` when the current password is not right; what is wrong with the new one; `Throttled`, `Busy`.
    pub async fn change_password(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        current: &Secret,
        new: &Secret,
    ) -> Result<SessionSecret, AuthenticationError> {
        let proved = self.prove(visitor, current).await?;
        let mut tx = self.database.read(&visitor.caller).await?;
        let person = find::by_id(&mut tx, visitor.person).await?.ok_or(directory::DirectoryError::NotFound)?;
        let names = find::sign_in_names(&mut tx, visitor.person).await?;
        drop(tx);
        let mut about: Vec<&str> = names.iter().map(String::as_str).collect();
        about.extend([person.given_name.as_str(), person.family_name.as_str()]);
        sign_up::check_password(place, new, &about)?;
        if current == new {
            return Err(AuthenticationError::field("password", "password-same"));
        }
        let phc = self.hasher.hash(new).await?;
        let mut tx = self.database.begin(&visitor.caller).await?;
        let person = find::hold(&mut tx, visitor.person).await?.ok_or(directory::DirectoryError::NotFound)?;
        // Meanwhile somebody else may have changed it, or the person may have been suspended.
        let unchanged = store::find(&mut tx, visitor.person).await?.is_some_and(|now| now.is(proved));
        if !unchanged || !sessions::may_sign_in(person.lifecycle_state) {
            return Err(AuthenticationError::WrongCredentials);
        }
        store::save(&mut tx, visitor.person, &phc).await?;
        trusted::end::quietly(&mut tx, visitor.person).await?;
        let ended = sessions::end_all(&mut tx, visitor.person, None).await?;
        for purpose in [Purpose::Recover, Purpose::ConfirmAddress] {
            tokens::revoke(&mut tx, purpose, visitor.person).await?;
        }
        let secret =
            sessions::create(&mut tx, visitor.person, &place.tenant.settings, visitor.methods.and(Methods::PASSWORD))
                .await?;
        let entry = Entry::new("password.changed", Stream::Authentication)
            .subject(visitor.person)
            .detail("sessions_ended", ended.saturating_sub(1).to_string());
        audit::record(&mut tx, entry).await?;
        notify_changed(&mut tx, place, visitor.person, person.language.unwrap_or(locale)).await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// When the caller's password was last changed.
    pub async fn password_changed_at(&self, visitor: &Visitor) -> Result<Option<Instant>, AuthenticationError> {
        let mut tx = self.database.read(&visitor.caller).await?;
        Ok(store::find(&mut tx, visitor.person).await?.map(|credential| credential.changed_at))
    }
}
