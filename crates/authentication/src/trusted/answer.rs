//! What whoever was named answers, and how either of the two ends it.

use audit::{Entry, Stream};
use database::Transaction;
use directory::DirectoryError;
use foundation::{Locale, Permission};
use uuid::Uuid;

use super::{notice, store};
use crate::{Authentication, AuthenticationError, Place, Visitor};

impl Authentication {
    /// Agrees to be somebody's trusted person.
    ///
    /// # Errors
    /// `Directory(NotFound)` when the visitor was not asked, or not any more.
    pub async fn accept_trust(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        trust: Uuid,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let person = store::accept(&mut tx, trust, visitor.person).await?.ok_or(DirectoryError::NotFound)?;
        let entry = Entry::new("trusted_person.accepted", Stream::Authentication)
            .subject(person)
            .object("trusted_person", trust)
            .detail("name", visitor.display_name.as_str());
        audit::record(&mut tx, entry).await?;
        notice::accepted(&mut tx, place, person, locale, &visitor.display_name).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Does not agree. Whoever asked is not told: to them it looks as if nobody had answered.
///
/// # Errors
/// `Directory(NotFound)` when the visitor was not asked, or not any more.
pub async fn decline(tx: &mut Transaction, visitor: &Visitor, trust: Uuid) -> Result<(), AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
    let person = store::decline(tx, trust, visitor.person).await?.ok_or(DirectoryError::NotFound)?;
    let entry = Entry::new("trusted_person.declined", Stream::Authentication)
        .subject(visitor.person)
        .object("trusted_person", trust)
        .detail("person", person.to_string());
    audit::record(tx, entry).await?;
    Ok(())
}

/// Ends it, by whoever named the other or by the other. What they confirmed for somebody before counts no more.
///
/// # Errors
/// `Directory(NotFound)` when it is none of theirs.
pub async fn end(tx: &mut Transaction, visitor: &Visitor, trust: Uuid) -> Result<(), AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
    let person = store::end(tx, trust, visitor.person).await?.ok_or(DirectoryError::NotFound)?;
    let entry =
        Entry::new("trusted_person.ended", Stream::Authentication).subject(person).object("trusted_person", trust);
    audit::record(tx, entry).await?;
    Ok(())
}
