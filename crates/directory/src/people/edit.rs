//! Changing a profile: by the person, or by staff.

use std::collections::BTreeMap;

use audit::{Entry, Stream};
use database::Transaction;
use foundation::{Locale, Permission, PersonId};

use super::{Name, Person, store};
use crate::error::FieldProblem;
use crate::{DirectoryError, addresses, attributes, circles, types};

/// A profile as a form gives it.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The name as shown; composed when empty.
    pub display_name: String,
    /// The phone number; empty removes it.
    pub phone: String,
    /// The language; `None` leaves it to the browser.
    pub language: Option<Locale>,
    /// The time zone (IANA name); `None` is the tenant's.
    pub time_zone: Option<String>,
    /// Values of the tenant's attributes.
    pub attributes: BTreeMap<String, String>,
    /// The type of identity; only staff can change it.
    pub archetype: Option<String>,
    /// The version the form was made from; `None` takes the current one.
    pub version: Option<i64>,
}

/// The person changes their own profile.
pub async fn own(tx: &mut Transaction, profile: &Profile) -> Result<(), DirectoryError> {
    let id = tx.caller().person().ok_or(database::Refused(Permission::ManageOwnAccount))?;
    tx.allow_for(Permission::ManageOwnAccount, id)?;
    apply(tx, id, profile, &attributes::Editor::Person).await
}

/// The person corrects how they are called, and nothing else but the language, which is noted if they have none yet.
pub async fn own_name(
    tx: &mut Transaction,
    given_name: &str,
    family_name: &str,
    locale: Locale,
) -> Result<(), DirectoryError> {
    let id = tx.caller().person().ok_or(database::Refused(Permission::ManageOwnAccount))?;
    tx.allow_for(Permission::ManageOwnAccount, id)?;
    let before = store::find(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    // Whoever corrects nothing keeps the name that is shown, too.
    let is_same = before.given_name == given_name.trim() && before.family_name == family_name.trim();
    let display = is_same.then_some(before.display_name.as_str());
    let name = Name::parse(given_name, family_name, display).map_err(DirectoryError::Invalid)?;
    let after = Person {
        given_name: name.given.clone(),
        family_name: name.family.clone(),
        display_name: name.display.clone(),
        language: before.language.or(Some(locale)),
        ..before.clone()
    };
    let changes = differences(&before, &after);
    if changes.is_empty() {
        return Ok(());
    }
    if !store::save(tx, &after, &name).await? {
        return Err(DirectoryError::ChangedMeanwhile);
    }
    if before.name().sort_key() != name.sort_key() {
        circles::resort(tx, id, &name.sort_key()).await?;
    }
    store::index(tx, id).await?;
    record(tx, id, &changes).await
}

/// Staff changes a person's profile, never of somebody with more rights than they have.
pub async fn by_staff(tx: &mut Transaction, id: PersonId, profile: &Profile) -> Result<(), DirectoryError> {
    permissions::allow_on(tx, Permission::EditPeople, id).await?;
    store::find(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    permissions::within_own_rights(tx, id).await?;
    let editor = attributes::Editor::Staff(permissions::held_over(tx, id).await?);
    apply(tx, id, profile, &editor).await
}

async fn apply(
    tx: &mut Transaction,
    id: PersonId,
    profile: &Profile,
    editor: &attributes::Editor,
) -> Result<(), DirectoryError> {
    let before = store::find(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    let mut problems = Vec::new();
    let name = Name::parse(&profile.given_name, &profile.family_name, Some(&profile.display_name))
        .map_err(|found| problems.extend(found))
        .ok();
    if profile.time_zone.as_deref().is_some_and(|zone| language::moments::parse_zone(zone).is_none()) {
        problems.push(FieldProblem::new("time_zone", "time-zone-invalid"));
    }
    let phone =
        addresses::phone(&profile.phone).map_err(|code| problems.push(FieldProblem::new("phone", code))).ok().flatten();
    let archetype = match &profile.archetype {
        Some(wanted) if matches!(editor, attributes::Editor::Staff(_)) && *wanted != before.archetype => {
            if !types::names(tx).await?.contains(wanted) {
                problems.push(FieldProblem::new("archetype", "not-a-choice"));
            }
            wanted.clone()
        }
        _ => before.archetype.clone(),
    };
    let definitions = attributes::definitions(tx).await?;
    let (values, found) = attributes::check(&definitions, &archetype, &profile.attributes, &before.attributes, editor);
    problems.extend(found);
    let Some(name) = name.filter(|_| problems.is_empty()) else { return Err(DirectoryError::Invalid(problems)) };

    let after = Person {
        archetype,
        given_name: name.given.clone(),
        family_name: name.family.clone(),
        display_name: name.display.clone(),
        language: profile.language,
        time_zone: profile.time_zone.clone(),
        attributes: values,
        version: profile.version.unwrap_or(before.version),
        ..before.clone()
    };
    if !store::save(tx, &after, &name).await? {
        return Err(DirectoryError::ChangedMeanwhile);
    }
    if before.name().sort_key() != name.sort_key() {
        circles::resort(tx, id, &name.sort_key()).await?;
    }
    attributes::save_keys(tx, &definitions, id, &after.attributes).await?;
    let old_phone = addresses::set_phone(tx, id, phone.as_deref()).await?;
    store::index(tx, id).await?;
    let mut changes = differences(&before, &after);
    attributes::hide(&definitions, &mut changes);
    if old_phone.as_deref() != phone.as_deref() {
        changes.push(("phone".to_owned(), old_phone, phone));
    }
    if changes.is_empty() { Ok(()) } else { record(tx, id, &changes).await }
}

async fn record(tx: &mut Transaction, id: PersonId, changes: &[Change]) -> Result<(), DirectoryError> {
    let entry = Entry::new("person.changed", Stream::Administration).subject(id);
    let entry =
        changes.iter().fold(entry, |entry, (field, old, new)| entry.change(field, old.as_deref(), new.as_deref()));
    audit::record(tx, entry).await?;
    Ok(())
}

/// A field with its old and its new value, in words.
pub(crate) type Change = (String, Option<String>, Option<String>);

/// What differs between two states of a profile, in words.
pub(crate) fn differences(before: &Person, after: &Person) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut compare = |field: &str, old: Option<&str>, new: Option<&str>| {
        if old.unwrap_or_default() != new.unwrap_or_default() {
            changes.push((field.to_owned(), old.map(str::to_owned), new.map(str::to_owned)));
        }
    };
    compare("given_name", Some(&before.given_name), Some(&after.given_name));
    compare("family_name", Some(&before.family_name), Some(&after.family_name));
    compare("name", Some(&before.display_name), Some(&after.display_name));
    compare("archetype", Some(&before.archetype), Some(&after.archetype));
    compare("language", before.language.map(Locale::tag), after.language.map(Locale::tag));
    compare("time_zone", before.time_zone.as_deref(), after.time_zone.as_deref());
    let names: std::collections::BTreeSet<&String> = before.attributes.keys().chain(after.attributes.keys()).collect();
    for name in names {
        compare(name, before.attributes.get(name).map(String::as_str), after.attributes.get(name).map(String::as_str));
    }
    changes
}
