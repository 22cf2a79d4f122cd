//! The authenticator apps of an account: listed, named, removed.

use audit::{Entry, Stream};
use database::Transaction;
use directory::DirectoryError;
use directory::people::find;
use foundation::{Instant, Locale, Permission, PersonId};
use uuid::Uuid;

use super::notice::{self, Happened};
use super::{codes, store};
use crate::passkeys::enrol::checked_name;
use crate::{Authentication, AuthenticationError, Place, Visitor};

/// An app in a list.
#[derive(Debug, Clone)]
pub struct App {
    /// Its id, for addresses.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub created_at: Instant,
    /// When one of its codes was last used.
    pub last_used_at: Option<Instant>,
}

/// The own apps, the oldest first.
///
/// # Errors
/// `Refused`.
pub async fn own(tx: &mut Transaction, person: PersonId) -> Result<Vec<App>, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    let rows = store::of_person(tx, person).await?.into_iter();
    Ok(rows
        .map(|row| App { id: row.id, name: row.name, created_at: row.created_at, last_used_at: row.last_used_at })
        .collect())
}

/// Gives one of the own apps another name.
///
/// # Errors
/// `Directory(NotFound)` when it is not theirs; `Directory(Invalid)` what is wrong with the name.
pub async fn rename(tx: &mut Transaction, person: PersonId, app: Uuid, name: &str) -> Result<(), AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    let all = store::of_person(tx, person).await?;
    let old = all.iter().find(|known| known.id == app).ok_or(DirectoryError::NotFound)?;
    let name = checked_name(name)?;
    if old.name == name {
        return Ok(());
    }
    if !store::rename(tx, person, app, &name).await? {
        return Err(DirectoryError::NotFound.into());
    }
    let entry = Entry::new("app.renamed", Stream::Authentication).subject(person).object("app", app).change(
        "name",
        Some(&old.name),
        Some(&name),
    );
    audit::record(tx, entry).await?;
    Ok(())
}

impl Authentication {
    /// Removes one of the own apps. With the last one the recovery codes go: there is nothing left they could stand in for.
    ///
    /// # Errors
    /// `NotFresh` when it is too long ago that they proved who they are; `Directory(NotFound)` when it is not theirs.
    pub async fn remove_app(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        app: Uuid,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        visitor.require_fresh(tx.now())?;
        find::hold(&mut tx, visitor.person).await?;
        let Some(name) = store::remove(&mut tx, visitor.person, app).await? else {
            return Err(DirectoryError::NotFound.into());
        };
        if store::of_person(&mut tx, visitor.person).await?.is_empty() {
            codes::remove(&mut tx, visitor.person).await?;
        }
        let entry = Entry::new("app.removed", Stream::Authentication)
            .subject(visitor.person)
            .object("app", app)
            .detail("app", name.as_str());
        audit::record(&mut tx, entry).await?;
        notice::send(&mut tx, place, visitor.person, locale, Happened::AppRemoved { name }).await?;
        tx.commit().await?;
        Ok(())
    }
}
