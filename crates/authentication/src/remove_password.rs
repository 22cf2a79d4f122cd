//! The person does without a password: from then on passkeys are the way in.

use audit::{Entry, Stream};
use directory::DirectoryError;
use directory::people::find;
use foundation::{Locale, Permission};
use messaging::MailKind;

use crate::not_me::{self, Event};
use crate::notice::Notice;
use crate::passkeys::store as passkeys;
use crate::password::store;
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place, Visitor, sessions, trusted};

impl Authentication {
    /// Takes the own password away. Every other session ends, since it may have been opened with it.
    ///
    /// # Errors
    /// `NotFresh` when it is too long ago that they proved who they are; `Directory(Invalid)` without a passkey whose device
    /// asks who holds it: one that anybody could use who finds it is not enough alone; `Directory(WrongState)` when there
    /// is no password.
    pub async fn remove_password(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        visitor.require_fresh(tx.now())?;
        find::hold(&mut tx, visitor.person).await?.ok_or(DirectoryError::NotFound)?;
        if store::find(&mut tx, visitor.person).await?.is_none() {
            return Err(DirectoryError::WrongState.into());
        }
        if !passkeys::of_person(&mut tx, visitor.person).await?.iter().any(|passkey| passkey.is_verified) {
            return Err(AuthenticationError::field("", "password-only-way"));
        }
        store::remove(&mut tx, visitor.person).await?;
        trusted::end::quietly(&mut tx, visitor.person).await?;
        let ended = sessions::end_all(&mut tx, visitor.person, Some(visitor.session)).await?;
        for purpose in [Purpose::Recover, Purpose::ConfirmAddress] {
            tokens::revoke(&mut tx, purpose, visitor.person).await?;
        }
        let entry = Entry::new("password.removed", Stream::Authentication)
            .subject(visitor.person)
            .detail("sessions_ended", ended.to_string());
        audit::record(&mut tx, entry).await?;
        if let Some(notice) = Notice::to(&mut tx, place, visitor.person, locale).await? {
            let not_me = not_me::link(&mut tx, place, visitor.person, Event::PasswordRemoved).await?;
            notice.send(&mut tx, place, |occasion| MailKind::PasswordRemovedNotice { occasion, not_me }).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
