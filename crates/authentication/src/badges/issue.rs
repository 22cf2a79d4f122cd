//! Badges are issued: each person gets a new secret, which is printed now and never seen again.

use std::collections::BTreeSet;

use audit::{Entry, Stream};
use database::{DbError, Transaction};
use directory::people::{change_state, find};
use directory::{DirectoryError, FieldProblem, LifecycleState, Person, affiliations};
use foundation::{Instant, Permission, PersonId, Secret};
use permissions::PermissionError;

use super::{carry, may_for, rules, store};
use crate::password::store as passwords;
use crate::second::summary;
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place, Visitor};

/// The most badges that are printed at once.
pub const MOST: usize = 120;

/// A badge to print. Its link is here and nowhere else.
#[derive(Debug, Clone)]
pub struct Printed {
    /// Whose.
    pub person: PersonId,
    /// How they are called.
    pub name: String,
    /// The class or school, if it is known.
    pub organisation: Option<String>,
    /// What the QR code holds.
    pub link: Secret,
    /// When it stops to work.
    pub expires_at: Instant,
}

impl Authentication {
    /// Issues badges for people, in place of those they have: for all of them or for nobody. Somebody who was invited becomes
    /// active, because whoever hands the badge over knows them; a password that a stranger may have chosen in their name is gone.
    ///
    /// # Errors
    /// `Refused`; `NotFresh` when it is too long ago that the visitor proved who they are; `Directory(NotFound)`;
    /// `Directory(Invalid)` when badges are off or there are too many people, and of each person who may not have one, as the field
    /// `person.ID`.
    pub async fn issue_badges(
        &self,
        visitor: &Visitor,
        place: &Place,
        people: &[PersonId],
    ) -> Result<Vec<Printed>, AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        if people.is_empty() {
            tx.allow_somewhere(Permission::SeePeople)?;
            tx.allow_somewhere(Permission::IssueBadges)?;
        }
        for person in people {
            permissions::allow_on(&mut tx, Permission::SeePeople, *person).await?;
            may_for(&mut tx, *person).await?;
        }
        visitor.require_fresh(tx.now())?;
        if !place.tenant.settings.badges.is_on {
            return Err(AuthenticationError::field("", "badge-off"));
        }
        // In the order of their ids, so that two who print at once wait for each other and not for ever.
        let wanted: BTreeSet<PersonId> = people.iter().copied().collect();
        if wanted.is_empty() {
            return Err(AuthenticationError::field("", "badge-nobody"));
        }
        if wanted.len() > MOST {
            let maximum = i64::try_from(MOST).ok();
            let problem = FieldProblem { maximum, ..FieldProblem::new("", "badge-too-many") };
            return Err(DirectoryError::Invalid(vec![problem]).into());
        }
        let (mut printed, mut refused) = (Vec::with_capacity(wanted.len()), Vec::new());
        for person in wanted {
            match issue_one(&mut tx, place, person).await {
                Ok(badge) => printed.push(badge),
                // Everybody who may not have one is named at once.
                Err(AuthenticationError::Directory(DirectoryError::Invalid(problems))) => refused.extend(problems),
                Err(error) => return Err(error),
            }
        }
        if !refused.is_empty() {
            return Err(DirectoryError::Invalid(refused).into());
        }
        let entry = Entry::new("badges.printed", Stream::Administration).detail("count", printed.len().to_string());
        audit::record(&mut tx, entry).await?;
        tx.commit().await?;
        // On paper they are in the order they were asked for.
        printed.sort_by_key(|badge| people.iter().position(|person| *person == badge.person));
        Ok(printed)
    }
}

async fn issue_one(tx: &mut Transaction, place: &Place, id: PersonId) -> Result<Printed, AuthenticationError> {
    let settings = &place.tenant.settings;
    let person = find::hold(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    let organisation = judge(tx, place, &person).await?;
    if person.lifecycle_state == LifecycleState::Invited {
        passwords::remove(tx, id).await?;
        for purpose in [Purpose::Verify, Purpose::Invitation] {
            tokens::revoke(tx, purpose, id).await?;
        }
        change_state::activate(tx, id).await?;
    }
    let replaced = store::of_person(tx, id).await?.is_some();
    let ended = store::end_sessions(tx, id).await?;
    let secret = carry::new_secret(tx);
    let expires_at = settings.badges.ends_at(tx.now(), settings.zone());
    store::issue(tx, id, &carry::digest_of(&secret), expires_at).await?;
    let entry = Entry::new("badge.issued", Stream::Administration)
        .subject(id)
        .detail("until", expires_at.to_rfc3339())
        .detail("replaced", if replaced { "1" } else { "0" })
        .detail("sessions_ended", ended.to_string());
    audit::record(tx, entry).await?;
    let link = carry::link(place, &secret);
    Ok(Printed { person: id, name: person.display_name, organisation, link, expires_at })
}

/// Whether somebody may get a badge; returns where they belong, for the print.
async fn judge(tx: &mut Transaction, place: &Place, person: &Person) -> Result<Option<String>, AuthenticationError> {
    let refuse = |code| {
        let problem = FieldProblem::new(format!("person.{}", person.id), code);
        Err(DirectoryError::Invalid(vec![problem]).into())
    };
    if !matches!(person.lifecycle_state, LifecycleState::Active | LifecycleState::Invited) {
        return refuse("badge-not-active");
    }
    let settings = &place.tenant.settings;
    let hats = affiliations::of_person(tx, person.id).await?;
    let now = tx.now();
    let owner = rules::Owner {
        state: person.lifecycle_state,
        archetype: &person.archetype,
        is_administrator: is_administrator(tx, person.id).await?,
        affiliations: &hats,
    };
    if rules::person(settings, owner, now).is_err() {
        return refuse("badge-not-for-them");
    }
    let today = now.with_timezone(&settings.zone()).date_naive();
    for hat in hats.into_iter().filter(|hat| hat.is_active(today)) {
        let Some((id, name)) = hat.organisation_id.zip(hat.organisation) else { continue };
        // Where else they belong is not for the sheet of whoever prints it here.
        match permissions::allow_in(tx, Permission::IssueBadges, id).await {
            Ok(()) => return Ok(Some(name)),
            Err(PermissionError::NotFound | PermissionError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(None)
}

/// Whether somebody holds any right beyond the own account.
pub(super) async fn is_administrator(tx: &mut Transaction, person: PersonId) -> Result<bool, DbError> {
    Ok(summary::is_administrator(&permissions::resolve(tx, person).await?))
}
