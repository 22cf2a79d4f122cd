//! What a trusted person says to a request for help.

use audit::{Entry, Stream};
use chrono::TimeDelta;
use database::Transaction;
use directory::DirectoryError;
use directory::people::find;
use foundation::{Locale, Permission};
use messaging::TrustedMail;
use uuid::Uuid;

use super::state::{State, Step};
use super::store::{self, Request};
use super::{helpers, notice, ready};
use crate::{Authentication, AuthenticationError, Place, Visitor};

impl Authentication {
    /// Confirms that a request was made by the person themselves. From now on the waiting time runs, of which every address
    /// of theirs is told again.
    ///
    /// # Errors
    /// `Directory(NotFound)` when it is none they can help with; `NotFresh`; `Directory(Invalid)` when the helper did not show two
    /// factors, or their own account was changed within the waiting time; `Directory(Rights)` when the person holds a right that
    /// the helper does not; `Directory(WrongState)` when somebody was quicker.
    pub async fn confirm_help(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        request: Uuid,
    ) -> Result<(), AuthenticationError> {
        let policy = &place.tenant.settings.trusted_recovery;
        let wait = TimeDelta::hours(i64::from(policy.wait_hours));
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let person = find_for(&mut tx, place, visitor, request).await?.person_id;
        visitor.require_fresh(tx.now())?;
        if !visitor.methods.is_strong() {
            return Err(AuthenticationError::field("", "helper-not-strong"));
        }
        find::hold(&mut tx, person).await?;
        // Meanwhile it may have been stopped.
        let request = find_for(&mut tx, place, visitor, request).await?;
        permissions::within_own_rights(&mut tx, person).await?;
        if store::has_changed(&mut tx, visitor.person, wait).await? {
            return Err(AuthenticationError::field("", "helper-changed-lately"));
        }
        if !store::step(&mut tx, &request, Step::Confirm, Some((visitor.person, wait))).await? {
            return Err(DirectoryError::WrongState.into());
        }
        let entry = Entry::new("trusted_recovery.confirmed", Stream::Authentication)
            .subject(person)
            .object("trusted_recovery", request.id)
            .detail("hours", policy.wait_hours.to_string());
        audit::record(&mut tx, entry).await?;
        let cancel = notice::cancel_link(&mut tx, place, person, request.id).await?;
        notice::everywhere(&mut tx, place, person, locale, |occasion, _| TrustedMail::HelpConfirmed {
            name: visitor.display_name.clone(),
            when: occasion.when + wait,
            zone: occasion.zone,
            cancel_link: cancel.clone(),
        })
        .await?;
        ready::later(&mut tx, place, person, locale, request.id, wait).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Says that a request was not made by the person, also after another trusted person had confirmed it: it ends.
    ///
    /// # Errors
    /// `Directory(NotFound)` when it is none they can help with; `Directory(WrongState)` when somebody was quicker.
    pub async fn refuse_help(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        request: Uuid,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let request = find_for(&mut tx, place, visitor, request).await?;
        find::hold(&mut tx, request.person_id).await?;
        let request = find_for(&mut tx, place, visitor, request.id).await?;
        super::end::end(&mut tx, place, locale, &request, Step::Refuse).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A request that the visitor can help with.
pub(super) async fn find_for(
    tx: &mut Transaction,
    place: &Place,
    visitor: &Visitor,
    request: Uuid,
) -> Result<Request, AuthenticationError> {
    let all = all_for(tx, place, visitor).await?;
    Ok(all.into_iter().find(|found| found.id == request).ok_or(DirectoryError::NotFound)?)
}

/// The requests somebody can help with: of those who named them, and only while the policy lets them be a trusted person. A
/// guardian who is none any more sees nothing, and stops nothing.
pub(super) async fn all_for(
    tx: &mut Transaction,
    place: &Place,
    visitor: &Visitor,
) -> Result<Vec<Request>, AuthenticationError> {
    let mut able = Vec::new();
    for request in store::to_help(tx, visitor.person).await? {
        if helpers::may_be_named(tx, &place.tenant.settings, request.person_id, visitor.person).await? {
            able.push(request);
        }
    }
    Ok(able)
}

impl Request {
    /// Whether a trusted person has confirmed it.
    pub(super) fn is_confirmed(&self) -> bool {
        matches!(self.state(), Ok(State::Confirmed))
    }
}
