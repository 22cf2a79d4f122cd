//! Affiliations that staff give and change. What a source maintains is the source's.

use audit::{Entry, Stream};
use chrono::NaiveDate;
use database::{Json, Transaction};
use foundation::{AffiliationId, OrganisationId, Permission, PersonId};
use permissions::{PermissionError, reach};

use super::{ADD, Affiliation, FIND, UPDATE};
use crate::circles::{self, Tie};
use crate::people::store as people;
use crate::{DirectoryError, organisations, tenants, types};

/// An affiliation, as a form gives it.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The type of identity it makes of the person.
    pub archetype: String,
    /// Where, if in an organisation.
    pub organisation: Option<OrganisationId>,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day, if it is known.
    pub ends_on: Option<NaiveDate>,
}

/// Whether staff may change an affiliation: the source's own are its to change.
#[must_use]
pub const fn is_of_staff(one: &Affiliation) -> bool {
    one.external_id.is_none() && one.source.is_none()
}

/// Gives somebody an affiliation.
///
/// # Errors
/// `Refused`; `NotFound` for a person or an organisation the caller does not see; `Rights(BeyondOwnRights)` when the caller would
/// gain rights over the person; `Invalid`.
pub async fn give(tx: &mut Transaction, person: PersonId, wanted: &Wanted) -> Result<AffiliationId, DirectoryError> {
    permissions::allow_on(tx, Permission::EditPeople, person).await?;
    circles::still(tx).await?;
    people::hold(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    permissions::within_own_rights(tx, person).await?;
    let organisation = check(tx, wanted, Some(person)).await?;
    let id = insert(tx, person, wanted).await?;
    let mut entry = Entry::new("affiliation.given", Stream::Administration)
        .subject(person)
        .object("affiliation", id.0)
        .change("archetype", None, Some(&wanted.archetype));
    if let Some(name) = organisation {
        entry = entry.change("organisation", None, Some(&name));
    }
    entry = entry.change("starts_on", None, Some(&wanted.starts_on.to_string()));
    if let Some(end) = wanted.ends_on {
        entry = entry.change("ends_on", None, Some(&end.to_string()));
    }
    audit::record(tx, entry).await?;
    Ok(id)
}

/// Gives somebody who has just been created their first affiliation: they have nothing that anybody could gain rights over.
pub(crate) async fn first(tx: &mut Transaction, person: PersonId, wanted: &Wanted) -> Result<(), DirectoryError> {
    circles::still(tx).await?;
    check(tx, wanted, None).await?;
    insert(tx, person, wanted).await.map(drop)
}

async fn insert(tx: &mut Transaction, person: PersonId, wanted: &Wanted) -> Result<AffiliationId, DirectoryError> {
    let (id, now) = (tx.new_id::<AffiliationId>(), tx.now());
    tx.sql(ADD)
        .bind(id)
        .bind(person)
        .bind(wanted.archetype.as_str())
        .bind(wanted.organisation)
        .bind(wanted.starts_on)
        .bind(wanted.ends_on)
        .bind(Json(serde_json::json!({})))
        .bind(now)
        .execute()
        .await?;
    tie(tx, person, id, wanted).await?;
    Ok(id)
}

async fn tie(tx: &mut Transaction, person: PersonId, id: AffiliationId, wanted: &Wanted) -> Result<(), DirectoryError> {
    let Some(organisation) = wanted.organisation else { return Ok(()) };
    let sort_key = circles::sort_key(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    let zone = tenants::manage::own(tx).await?.settings.zone();
    let tie = Tie::between(person, sort_key, id.0, (wanted.starts_on, wanted.ends_on), zone);
    Ok(circles::join(tx, &[(organisation, tie)]).await?)
}

/// Whether an affiliation can be what is wanted; answers the organisation's name. `person` is whose it will be, if they may have
/// something that the caller must not reach by this, or not for longer than now.
async fn check(
    tx: &mut Transaction,
    wanted: &Wanted,
    person: Option<PersonId>,
) -> Result<Option<String>, DirectoryError> {
    if !types::names(tx).await?.contains(&wanted.archetype) {
        return Err(DirectoryError::field("archetype", "not-a-choice"));
    }
    if wanted.ends_on.is_some_and(|end| end < wanted.starts_on) {
        return Err(DirectoryError::field("ends", "date-order"));
    }
    let Some(id) = wanted.organisation else {
        // Whoever may only change people of some organisations must name one.
        return if tx.caller().may(Permission::EditPeople) {
            Ok(None)
        } else {
            Err(DirectoryError::field("organisation_name", "required"))
        };
    };
    let found = organisations::by_id(tx, id).await?.filter(|found| found.ended_at.is_none());
    let unknown = || DirectoryError::field("organisation_name", "organisation-unknown");
    let found = found.ok_or_else(unknown)?;
    match permissions::allow_in(tx, Permission::EditPeople, id).await {
        Ok(()) => {}
        Err(PermissionError::NotFound) => return Err(unknown()),
        Err(PermissionError::Refused(_)) => {
            return Err(DirectoryError::field("organisation_name", "organisation-beyond"));
        }
        Err(error) => return Err(error.into()),
    }
    if let Some(person) = person.filter(|_| !tx.caller().circles.is_empty()) {
        let zone = tenants::manage::own(tx).await?.settings.zone();
        let until = circles::between(wanted.starts_on, wanted.ends_on, zone).1;
        let belongs = reach::circles_lasting(tx, person, until).await?;
        let joined = reach::circles_around(tx, id).await?;
        if reach::gains_nothing(tx, &belongs, &joined).is_err() {
            return Err(DirectoryError::field("organisation_name", "organisation-beyond"));
        }
    }
    Ok(Some(found.name))
}

/// The affiliation of a person, for the form that changes it.
///
/// # Errors
/// `Refused`; `NotFound`, also for one that a source maintains.
pub async fn find(tx: &mut Transaction, person: PersonId, id: AffiliationId) -> Result<Affiliation, DirectoryError> {
    permissions::allow_on(tx, Permission::EditPeople, person).await?;
    let found: Option<Affiliation> = tx.sql(FIND).bind(id).bind(person).fetch_optional().await?;
    let found = found.filter(is_of_staff).ok_or(DirectoryError::NotFound)?;
    // What others gave in a place of theirs is theirs.
    if may_change(tx, &found).await? { Ok(found) } else { Err(DirectoryError::NotFound) }
}

/// Whether the caller may change people where an affiliation is; outside every organisation, everywhere.
pub async fn may_change(tx: &mut Transaction, one: &Affiliation) -> Result<bool, DirectoryError> {
    let Some(organisation) = one.organisation_id else { return Ok(tx.caller().may(Permission::EditPeople)) };
    match permissions::allow_in(tx, Permission::EditPeople, organisation).await {
        Ok(()) => Ok(true),
        Err(PermissionError::NotFound | PermissionError::Refused(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Changes an affiliation; giving it a last day ends it.
///
/// # Errors
/// As [`give`].
pub async fn change(
    tx: &mut Transaction,
    person: PersonId,
    id: AffiliationId,
    wanted: &Wanted,
) -> Result<(), DirectoryError> {
    permissions::allow_on(tx, Permission::EditPeople, person).await?;
    circles::still(tx).await?;
    people::hold(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    permissions::within_own_rights(tx, person).await?;
    let before = find(tx, person, id).await?;
    let organisation = check(tx, wanted, Some(person)).await?;
    let same = (&before.archetype, before.organisation_id, before.starts_on, before.ends_on)
        == (&wanted.archetype, wanted.organisation, wanted.starts_on, wanted.ends_on);
    if same {
        return Ok(());
    }
    let statement = tx.sql(UPDATE).bind(id).bind(wanted.archetype.as_str()).bind(wanted.organisation);
    statement.bind(wanted.starts_on).bind(wanted.ends_on).execute().await?;
    circles::leave(tx, person, id.0).await?;
    tie(tx, person, id, wanted).await?;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let changes = [
        ("archetype", Some(before.archetype), Some(wanted.archetype.clone())),
        ("organisation", before.organisation, organisation),
        ("starts_on", day(Some(before.starts_on)), day(Some(wanted.starts_on))),
        ("ends_on", day(before.ends_on), day(wanted.ends_on)),
    ];
    let entry = Entry::new("affiliation.changed", Stream::Administration).subject(person).object("affiliation", id.0);
    let entry = changes
        .iter()
        .filter(|(_, old, new)| old != new)
        .fold(entry, |entry, (field, old, new)| entry.change(field, old.as_deref(), new.as_deref()));
    audit::record(tx, entry).await?;
    Ok(())
}
