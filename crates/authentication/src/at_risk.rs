//! "My account is at risk": the owner closes the account to everybody and begins anew (docs/decisions/0015).

use audit::{Entry, Stream};
use directory::DirectoryError;
use directory::addresses;
use directory::people::find;
use directory::tenants::policy::Factors;
use foundation::{Locale, Permission};

use crate::second::summary;
use crate::shut_out::{Closing, shut_out};
use crate::{Authentication, AuthenticationError, Place, Visitor, sessions};

/// What closing the account would mean for its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtStake {
    /// Where the link to get in again would go, masked; nothing where there is no address.
    pub address: Option<String>,
    /// Whether there is any factor that would have to be replaced.
    pub has_factors: bool,
}

impl Authentication {
    /// What closing the own account would mean.
    ///
    /// # Errors
    /// `Refused`.
    pub async fn at_stake(&self, visitor: &Visitor) -> Result<AtStake, AuthenticationError> {
        let mut tx = self.database.read(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let address = addresses::primary_email(&mut tx, visitor.person).await?;
        let summary = summary::find(&mut tx, visitor.person).await?;
        Ok(AtStake {
            address: address.map(|(address, _)| address.masked()),
            has_factors: summary.is_some_and(|summary| summary.factors > Factors::None),
        })
    }

    /// Closes the own account to everybody, the visitor too: sessions and links under way end, the password is gone, and the
    /// factors have to be replaced. A link to get in again goes to the address.
    ///
    /// Without a fresh proof only the other sessions end, which needs none: whoever sits at somebody else's session must not be
    /// able to take the owner's password and passkeys away.
    ///
    /// # Errors
    /// `NotFresh` when it is too long ago that they proved who they are.
    pub async fn secure_account(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let person = find::hold(&mut tx, visitor.person).await?.ok_or(DirectoryError::NotFound)?;
        if visitor.require_fresh(tx.now()).is_err() {
            sessions::end_others(&mut tx, visitor.person, Some(visitor.session)).await?;
            tx.commit().await?;
            return Err(AuthenticationError::NotFresh);
        }
        // A session that was ended meanwhile does nothing more.
        if !sessions::replace(&mut tx, visitor).await? || !sessions::may_sign_in(person.lifecycle_state) {
            return Err(AuthenticationError::NotFresh);
        }
        let entry = Entry::new("account.secured", Stream::Authentication).subject(person.id).detail("by", "portal");
        let closing = Closing { renews_factors: true, ..Closing::default() };
        shut_out(&mut tx, place, &person, locale, entry, closing).await?;
        tx.commit().await?;
        Ok(())
    }
}
