//! One person: as the caller may see them.

use std::collections::HashMap;

use database::{DbError, Transaction};
use foundation::{Permission, PersonId, text};
use permissions::PermissionError;

use super::{Person, store};
use crate::DirectoryError;
use crate::addresses::{self, Address, AddressKind};
use crate::affiliations::{self, Affiliation};
use crate::attributes::{self, PersonMay};

/// A person with what belongs to them. What the caller may not see is empty.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The person; without profile fields when `sees_profile` is false.
    pub person: Person,
    /// What they sign in with.
    pub sign_in_names: Vec<String>,
    /// Their addresses.
    pub addresses: Vec<Address>,
    /// Their affiliations, newest first.
    pub affiliations: Vec<Affiliation>,
    /// Whether there is an e-mail address that mail can go to, also when the addresses themselves are not shown.
    pub has_email: bool,
    /// Whether there is a telephone number, in the same way.
    pub has_telephone: bool,
    /// Whether the caller may read profile fields.
    pub sees_profile: bool,
}

/// The person, for those who may see people. Attributes and addresses only for those who may see profiles: helpdesk
/// staff see the name and the state and no more.
pub async fn dossier(tx: &mut Transaction, id: PersonId) -> Result<Dossier, DirectoryError> {
    permissions::allow_on(tx, Permission::SeePeople, id).await?;
    let mut person = store::find(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    let sees_profile = permissions::over(tx, id).await?.allows(Permission::SeeProfiles);
    let sign_in_names = store::sign_in_names(tx, id).await?;
    let mut found_addresses = addresses::of_person(tx, id).await?;
    let has_email = found_addresses.iter().any(|address| address.kind == AddressKind::Email);
    let has_telephone = found_addresses.iter().any(|address| address.kind == AddressKind::Phone);
    let mut found_affiliations = Vec::new();
    if sees_profile {
        keep_seen(tx, &mut person).await?;
        found_affiliations = affiliations::of_person(tx, id).await?;
        if !tx.caller().may(Permission::SeeProfiles) && tx.caller().person() != Some(id) {
            found_affiliations = visible(tx, found_affiliations).await?;
        }
    } else {
        found_addresses.clear();
        person.attributes.clear();
        person.language = None;
        person.time_zone = None;
    }
    Ok(Dossier {
        person,
        sign_in_names,
        addresses: found_addresses,
        affiliations: found_affiliations,
        has_email,
        has_telephone,
        sees_profile,
    })
}

/// Leaves out the values of attributes that people of the type do not have, or that only others of the staff see. The product
/// itself sees everything.
async fn keep_seen(tx: &mut Transaction, person: &mut Person) -> Result<(), DbError> {
    if person.attributes.is_empty() {
        return Ok(());
    }
    let held = permissions::held_over(tx, person.id).await?;
    if held.is_product() {
        return Ok(());
    }
    let definitions = attributes::definitions(tx).await?;
    let archetype = &person.archetype;
    person.attributes.retain(|name, _| {
        let definition = definitions.iter().find(|definition| definition.name == *name);
        definition.is_some_and(|one| one.applies_to(archetype) && one.staff_may_see(&held))
    });
    Ok(())
}

/// The affiliations in places whose people the caller sees: where else somebody belongs is not theirs to know.
async fn visible(tx: &mut Transaction, all: Vec<Affiliation>) -> Result<Vec<Affiliation>, DirectoryError> {
    let mut seen = Vec::new();
    for one in all {
        let Some(organisation) = one.organisation_id else {
            seen.push(one);
            continue;
        };
        match permissions::allow_in(tx, Permission::SeeProfiles, organisation).await {
            Ok(()) => seen.push(one),
            Err(PermissionError::NotFound | PermissionError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(seen)
}

/// What is held about somebody, in brief.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The person, without the attributes that they may not see.
    pub person: Person,
    /// Their addresses.
    pub addresses: Vec<Address>,
    /// Their affiliations, newest first.
    pub affiliations: Vec<Affiliation>,
}

/// The caller's own record in brief, for a page that is opened with every visit: three statements, and one more when the
/// tenant has attributes for them.
pub async fn own_summary(tx: &mut Transaction) -> Result<Summary, DirectoryError> {
    let id = tx.caller().person().ok_or(database::Refused(Permission::ManageOwnAccount))?;
    let mut person = store::find(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    if !person.attributes.is_empty() {
        keep_visible(tx, &mut person).await?;
    }
    let addresses = addresses::of_person(tx, id).await?;
    Ok(Summary { person, addresses, affiliations: affiliations::of_person(tx, id).await? })
}

/// Leaves out the attributes that people of the tenant may not see of themselves, or that people of their type do not have.
async fn keep_visible(tx: &mut Transaction, person: &mut Person) -> Result<(), DbError> {
    let definitions = attributes::definitions(tx).await?;
    let archetype = &person.archetype;
    person.attributes.retain(|name, _| {
        let definition = definitions.iter().find(|definition| definition.name == *name);
        definition.is_some_and(|one| one.applies_to(archetype) && one.person_may != PersonMay::Nothing)
    });
    Ok(())
}

/// The caller's own record, without the attributes that the person may not see.
pub async fn own(tx: &mut Transaction) -> Result<Dossier, DirectoryError> {
    let id = tx.caller().person().ok_or(database::Refused(Permission::ManageOwnAccount))?;
    let mut person = store::find(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    let found_addresses = addresses::of_person(tx, id).await?;
    keep_visible(tx, &mut person).await?;
    Ok(Dossier {
        person,
        sign_in_names: store::sign_in_names(tx, id).await?,
        has_email: found_addresses.iter().any(|address| address.kind == AddressKind::Email),
        has_telephone: found_addresses.iter().any(|address| address.kind == AddressKind::Phone),
        addresses: found_addresses,
        affiliations: affiliations::of_person(tx, id).await?,
        sees_profile: true,
    })
}

/// The person with an id, for use cases that have decided on the right already.
pub async fn by_id(tx: &mut Transaction, id: PersonId) -> Result<Option<Person>, DbError> {
    store::find(tx, id).await
}

/// As [`by_id`], and keeps others from changing the person, or how they get in, until the transaction ends: for use cases
/// that decide on what they read.
pub async fn hold(tx: &mut Transaction, id: PersonId) -> Result<Option<Person>, DbError> {
    store::hold(tx, id).await
}

/// As [`hold`], for many people at once, in the order in which everybody holds many.
pub async fn hold_all(tx: &mut Transaction, ids: &[PersonId]) -> Result<(), DbError> {
    store::hold_all(tx, ids).await.map(drop)
}

/// The person who signs in with a name, whatever its case.
pub async fn by_sign_in_name(tx: &mut Transaction, name: &str) -> Result<Option<Person>, DbError> {
    let key = text::key(name);
    // PostgreSQL refuses a text with this character; nobody has such a name, so there is no need to ask.
    if key.contains('\0') { Ok(None) } else { store::by_sign_in_name(tx, &key).await }
}

/// What a person signs in with.
pub async fn sign_in_names(tx: &mut Transaction, id: PersonId) -> Result<Vec<String>, DbError> {
    store::sign_in_names(tx, id).await
}

/// How the people a page mentions are called. Whoever may not see people gets no names; those who are not in the tenant
/// any more have none.
pub async fn names(tx: &mut Transaction, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, DbError> {
    if tx.allow(Permission::SeePeople).is_err() {
        return Ok(HashMap::new());
    }
    store::display_names(tx, ids).await
}

/// Notes that a person signed in at the transaction's instant.
pub async fn note_sign_in(tx: &mut Transaction, id: PersonId) -> Result<(), DbError> {
    store::signed_in(tx, id).await
}
