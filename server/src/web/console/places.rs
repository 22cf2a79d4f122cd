//! Organisations and groups that are named in a form: typed by name, chosen among several, found; and where a list of them begins.

use std::str::FromStr;

use app::console::organisations::{LimitedRole, OrganisationRef, PlaceChoice};
use app::form::{FieldError, FormState};
use app::frame::Frame;
use app::model::{Choice, PersonRef, organisation_kind};
use database::Transaction;
use directory::DirectoryError;
use directory::groups::{self, Group};
use directory::organisations::{self, Organisation};
use directory::paging::From;
use foundation::{GroupId, OrganisationId};
use permissions::assignments::LimitedHolder;

use super::{Door, Fault, Submitted, role_in_words};

/// What a field that names something led to.
pub(super) enum Named<T> {
    /// Nothing was typed.
    Nothing,
    /// Exactly one.
    One(T),
    /// Several: one of these is to be chosen.
    Several(Vec<T>),
    /// What is wrong with it.
    Wrong(&'static str),
}

/// Where a page of a list begins, as the address says: `after` or `before` an id and a folded name.
pub(super) fn from<Id: FromStr>(door: &Door) -> From<Id> {
    let key = |name: &str| {
        let word = door.query(name)?;
        let (id, key) = word.split_once('~')?;
        Some((key.replace('\0', " "), id.parse::<Id>().ok()?))
    };
    key("after")
        .map(|(key, id)| From::After(key, id))
        .or_else(|| key("before").map(|(key, id)| From::Before(key, id)))
        .unwrap_or(From::Start)
}

/// How a path of organisations is written: the uppermost first.
pub(super) fn written(path: &[Organisation]) -> String {
    path.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(" › ")
}

pub(super) fn choice(path: &[Organisation]) -> Option<PlaceChoice> {
    path.last().map(|one| PlaceChoice { id: one.id, path: written(path) })
}

pub(super) fn reference(one: &Organisation) -> OrganisationRef {
    OrganisationRef { id: one.id, name: one.name.clone() }
}

/// The organisation a form names: chosen by its id, or typed by its name.
pub(super) async fn organisation(
    tx: &mut Transaction,
    form: &Submitted,
    chosen: &str,
    typed: &str,
) -> Result<Named<Vec<Organisation>>, Fault> {
    if let Some(id) = form.some(chosen).and_then(|id| id.parse::<OrganisationId>().ok()) {
        return Ok(match organisations::path(tx, id).await {
            Ok(path) => Named::One(path),
            Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => Named::Wrong("organisation-unknown"),
            Err(error) => return Err(error.into()),
        });
    }
    let Some(name) = form.some(typed) else { return Ok(Named::Nothing) };
    if tx.allow_somewhere(foundation::Permission::SeeOrganisations).is_err() {
        return Ok(Named::Wrong("organisation-unknown"));
    }
    let mut found = organisations::meant(tx, &name).await?;
    Ok(match found.len() {
        0 => Named::Wrong("organisation-unknown"),
        1 => Named::One(found.remove(0)),
        _ => Named::Several(found),
    })
}

/// The group a form names, in the same way.
pub(super) async fn group(tx: &mut Transaction, form: &Submitted, chosen: &str) -> Result<Named<Group>, Fault> {
    if let Some(id) = form.some(chosen).and_then(|id| id.parse::<GroupId>().ok()) {
        return Ok(match groups::find(tx, id).await {
            Ok(group) => Named::One(group),
            Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => Named::Wrong("group-unknown"),
            Err(error) => return Err(error.into()),
        });
    }
    let Some(name) = form.some("group_name") else { return Ok(Named::Nothing) };
    if tx.allow_somewhere(foundation::Permission::SeeOrganisations).is_err() {
        return Ok(Named::Wrong("group-unknown"));
    }
    let mut found = groups::meant(tx, &name).await?;
    Ok(match found.len() {
        0 => Named::Wrong("group-unknown"),
        1 => Named::One(found.remove(0)),
        _ => Named::Several(found),
    })
}

/// What a field for an organisation came to: the one that is meant, or the form again with those to choose from.
pub(super) enum Place {
    /// None is named.
    Nothing,
    /// This one.
    One(Vec<Organisation>),
    /// The form is shown again.
    Again(FormState, Vec<PlaceChoice>),
}

/// Reads the fields `organisation` and `organisation_name` of a form.
pub(super) async fn place(tx: &mut Transaction, form: &Submitted) -> Result<Place, Fault> {
    place_in(tx, form, "organisation", "organisation_name").await
}

/// Reads two fields of a form that name an organisation.
pub(super) async fn place_in(
    tx: &mut Transaction,
    form: &Submitted,
    chosen: &str,
    typed: &str,
) -> Result<Place, Fault> {
    let again = |code, found| Place::Again(form.state().refused(FieldError::new(typed, code)), found);
    Ok(match organisation(tx, form, chosen, typed).await? {
        Named::Nothing => Place::Nothing,
        Named::One(path) => Place::One(path),
        Named::Several(found) => again("organisation-several", found.iter().filter_map(|path| choice(path)).collect()),
        Named::Wrong(code) => again(code, Vec::new()),
    })
}

/// What an organisation may be, with its name in the page's language.
pub(super) fn kinds(frame: &Frame) -> Vec<Choice> {
    organisations::KINDS.iter().map(|kind| Choice::new(*kind, organisation_kind(frame, kind))).collect()
}

/// Those who hold roles limited to a place, as pages name them.
pub(super) fn limited(frame: &Frame, holders: Vec<LimitedHolder>) -> Vec<LimitedRole> {
    let line = |holder: LimitedHolder| LimitedRole {
        person: PersonRef { id: holder.person, name: holder.display_name },
        role: role_in_words(frame, holder.is_system, &holder.role_key, &holder.role_name, "").0,
        ends_at: holder.ends_at,
    };
    holders.into_iter().map(line).collect()
}
