//! Attributes are defined, changed and removed.

use std::collections::BTreeMap;

use audit::{Entry, Stream};
use database::{DbError, Json, Transaction};
use foundation::{Permission, RoleId, text};
use permissions::Role;

use super::{Definition, NameRow, PersonMay, ValueType, definitions};
use crate::error::FieldProblem;
use crate::labels::{in_words, is_word, labels_of};
use crate::{DirectoryError, circles, types};

database::statements! {
    INSERT: tenant = "INSERT INTO attribute_definition (tenant_id, name, value_type, labels, choices, is_required, is_unique, is_searchable, is_sensitive, person_may, position, archetypes, seen_by, edited_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING";
    UPDATE: tenant = "UPDATE attribute_definition SET labels = $3, is_required = $4, is_sensitive = $5, person_may = $6, archetypes = $7, seen_by = $8, edited_by = $9
        WHERE tenant_id = $1 AND name = $2";
    REMOVE: tenant = "DELETE FROM attribute_definition WHERE tenant_id = $1 AND name = $2";
    IN_USE: tenant = "SELECT attribute AS name FROM person_attribute_key WHERE tenant_id = $1 AND attribute = $2 ORDER BY value_key LIMIT 1";
    // Of the first people of a type only: a tenant may have a million.
    LACKING: tenant = "SELECT count(*) AS amount FROM (SELECT attributes FROM person WHERE tenant_id = $1 AND archetype = $2 AND sort_key >= '' ORDER BY archetype, sort_key, id LIMIT $4) AS looked
        WHERE looked.attributes ->> CAST($3 AS TEXT) IS NULL";
}

/// Names of fields that the product has itself: in forms, files and the trail an attribute called so would be taken for one of them.
const BUILT_IN: [&str; 16] = [
    "email",
    "phone",
    "name",
    "given_name",
    "family_name",
    "display_name",
    "sign_in_name",
    "affiliation",
    "archetype",
    "role",
    "language",
    "time_zone",
    "state",
    "password",
    "organisation",
    "group",
];

/// Whose attribute it is, and which of the staff see and edit it. Nothing named limits nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// The types whose people have it.
    pub archetypes: Vec<String>,
    /// The roles whose holders see it.
    pub seen_by: Vec<RoleId>,
    /// The roles whose holders edit it, if they see it.
    pub edited_by: Vec<RoleId>,
}

/// An attribute to define.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own on the form")]
pub struct NewAttribute {
    /// Its name: lower-case letters, digits and underscores, beginning with a letter.
    pub name: String,
    /// The type of its values.
    pub value_type: ValueType,
    /// Its label by language tag.
    pub labels: BTreeMap<String, String>,
    /// The choices, for the type `choice`.
    pub choices: Vec<String>,
    /// Whether everybody who has it must have a value.
    pub is_required: bool,
    /// Whether no two people may have the same value.
    pub is_unique: bool,
    /// Whether people are found by it.
    pub is_searchable: bool,
    /// Whether it is shown only on demand.
    pub is_sensitive: bool,
    /// What the person may do with it.
    pub person_may: PersonMay,
    /// Whose it is, and who of the staff sees and edits it.
    pub limits: Limits,
}

/// Defines an attribute.
///
/// # Errors
/// `Refused`; `Invalid` names the fields.
pub async fn define(tx: &mut Transaction, new: &NewAttribute) -> Result<(), DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    let existing = definitions(tx).await?;
    let mut problems = Vec::new();
    if !is_word(&new.name) || existing.len() >= 200 {
        problems.push(FieldProblem::new("name", "name-invalid"));
    } else if BUILT_IN.contains(&new.name.as_str()) {
        problems.push(FieldProblem::new("name", "name-built-in"));
    }
    let labels = labels_of(&new.labels, &mut problems);
    if new.value_type == ValueType::Choice && new.choices.is_empty() {
        problems.push(FieldProblem::new("choices", "choices-missing"));
    }
    if new.choices.len() > 200
        || new.choices.iter().any(|choice| choice.chars().count() > 100 || text::has_hidden_characters(choice))
    {
        problems.push(FieldProblem::too_long("choices", 100));
    }
    if new.is_searchable && !new.limits.seen_by.is_empty() {
        problems.push(FieldProblem::new("searchable", "searchable-for-all"));
    }
    check_unique(new.is_unique, new.person_may, &new.limits, &mut problems);
    check_limits(tx, &new.limits, None, &mut problems).await?;
    if !problems.is_empty() {
        return Err(DirectoryError::Invalid(problems));
    }
    let position = existing.iter().map(|definition| definition.position).max().unwrap_or(0) + 1;
    let Limits { archetypes, seen_by, edited_by } = &new.limits;
    let added = tx
        .sql(INSERT)
        .bind(&new.name)
        .bind(new.value_type)
        .bind(Json(labels))
        .bind(Json(new.choices.clone()))
        .bind(new.is_required)
        .bind(new.is_unique)
        // What only some see nobody is found by.
        .bind(new.is_searchable || new.is_unique && seen_by.is_empty())
        .bind(new.is_sensitive)
        .bind(new.person_may)
        .bind(position)
        .bind(Json(archetypes.clone()))
        .bind(Json(seen_by.clone()))
        .bind(Json(edited_by.clone()))
        .execute()
        .await?;
    if added == 0 {
        return Err(DirectoryError::field("name", "taken"));
    }
    let roles = permissions::roles::all(tx).await?;
    let limits = [
        ("archetypes", archetypes.join(", ")),
        ("seen_by", named(&roles, seen_by)),
        ("edited_by", named(&roles, edited_by)),
    ];
    let entry = Entry::new("attribute.defined", Stream::Administration).detail("attribute", &new.name);
    let given = limits.iter().filter(|(_, words)| !words.is_empty());
    let entry = given.fold(entry, |entry, (field, words)| entry.change(field, None, Some(words)));
    audit::record(tx, entry).await?;
    Ok(())
}

/// What of an attribute can be another. Its name, the type of its values, and whether they are unique or found stay: keys of people's
/// values hang on them.
#[derive(Debug, Clone)]
pub struct Changed {
    /// Its label by language tag.
    pub labels: BTreeMap<String, String>,
    /// Whether everybody who has it must have a value.
    pub is_required: bool,
    /// Whether it is shown only on demand.
    pub is_sensitive: bool,
    /// What the person may do with it.
    pub person_may: PersonMay,
    /// Whose it is, and who of the staff sees and edits it.
    pub limits: Limits,
}

/// Changes an attribute. Values of people who no longer have it are kept, unseen.
///
/// # Errors
/// `Refused`; `NotFound`; `Invalid` names the fields.
pub async fn change(tx: &mut Transaction, name: &str, wanted: &Changed) -> Result<(), DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    let before = definitions(tx).await?.into_iter().find(|one| one.name == name).ok_or(DirectoryError::NotFound)?;
    let mut problems = Vec::new();
    let labels = labels_of(&wanted.labels, &mut problems);
    if before.is_searchable && !wanted.limits.seen_by.is_empty() {
        problems.push(FieldProblem::new("seen_by", "searchable-for-all"));
    }
    check_unique(before.is_unique, wanted.person_may, &wanted.limits, &mut problems);
    check_limits(tx, &wanted.limits, Some(&before), &mut problems).await?;
    if !problems.is_empty() {
        return Err(DirectoryError::Invalid(problems));
    }
    let roles = permissions::roles::all(tx).await?;
    let Limits { archetypes, seen_by, edited_by } = &wanted.limits;
    let changes = [
        ("label", in_words(&before.labels.0), in_words(&labels)),
        ("required", before.is_required.to_string(), wanted.is_required.to_string()),
        ("sensitive", before.is_sensitive.to_string(), wanted.is_sensitive.to_string()),
        ("person_may", before.person_may.word().to_owned(), wanted.person_may.word().to_owned()),
        ("archetypes", before.archetypes.0.join(", "), archetypes.join(", ")),
        ("seen_by", named(&roles, &before.seen_by.0), named(&roles, seen_by)),
        ("edited_by", named(&roles, &before.edited_by.0), named(&roles, edited_by)),
    ];
    if labels == before.labels.0 && changes.iter().all(|(_, old, new)| old == new) {
        return Ok(());
    }
    tx.sql(UPDATE)
        .bind(name)
        .bind(Json(labels))
        .bind(wanted.is_required)
        .bind(wanted.is_sensitive)
        .bind(wanted.person_may)
        .bind(Json(archetypes.clone()))
        .bind(Json(seen_by.clone()))
        .bind(Json(edited_by.clone()))
        .execute()
        .await?;
    let entry = Entry::new("attribute.changed", Stream::Administration).detail("attribute", name);
    let differing = changes.iter().filter(|(_, old, new)| old != new);
    let entry = differing.fold(entry, |entry, (field, old, new)| entry.change(field, Some(old), Some(new)));
    audit::record(tx, entry).await?;
    Ok(())
}

/// The names of some roles, in words.
fn named(roles: &[Role], ids: &[RoleId]) -> String {
    let names = ids.iter().filter_map(|id| roles.iter().find(|role| role.id == *id).map(|role| role.name.as_str()));
    names.collect::<Vec<_>>().join(", ")
}

/// What only some of the staff see nobody may try out: "taken" would tell people what others have.
fn check_unique(is_unique: bool, person_may: PersonMay, limits: &Limits, problems: &mut Vec<FieldProblem>) {
    if is_unique && person_may == PersonMay::Edit && !limits.seen_by.is_empty() {
        problems.push(FieldProblem::new("person_may", "unique-tells"));
    }
}

/// Whether there is what the limits name. A type or a role that is named already may stay.
async fn check_limits(
    tx: &mut Transaction,
    limits: &Limits,
    before: Option<&Definition>,
    problems: &mut Vec<FieldProblem>,
) -> Result<(), DbError> {
    if !limits.archetypes.is_empty() {
        // Whoever removes a type holds the same row the other way.
        circles::still(tx).await?;
    }
    let known = types::names(tx).await?;
    let stays = |name: &String| before.is_some_and(|before| before.archetypes.0.contains(name));
    if limits.archetypes.iter().any(|name| !known.contains(name) && !stays(name)) {
        problems.push(FieldProblem::new("archetypes", "not-a-choice"));
    }
    if limits.seen_by.is_empty() && limits.edited_by.is_empty() {
        return Ok(());
    }
    let roles = permissions::roles::all(tx).await?;
    let is_unknown = |id: &RoleId| !roles.iter().any(|role| role.id == *id);
    for (field, ids) in [("seen_by", &limits.seen_by), ("edited_by", &limits.edited_by)] {
        if ids.iter().any(is_unknown) {
            problems.push(FieldProblem::new(field, "not-a-choice"));
        }
    }
    Ok(())
}

/// Removes an attribute that no person has a keyed value of. Values of other kinds stay in the profiles, unseen, and come
/// back when the attribute is defined again.
pub async fn remove(tx: &mut Transaction, name: &str) -> Result<(), DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    let used: Option<NameRow> = tx.sql(IN_USE).bind(name).fetch_optional().await?;
    if used.is_some() {
        return Err(DirectoryError::WrongState);
    }
    if tx.sql(REMOVE).bind(name).execute().await? == 0 {
        return Err(DirectoryError::NotFound);
    }
    audit::record(tx, Entry::new("attribute.removed", Stream::Administration).detail("attribute", name)).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Amount {
    amount: i64,
}

/// How many people who have an attribute have no value for it. Of each type the first `most` people are looked at.
///
/// # Errors
/// `Refused` without the right to see settings.
pub async fn lacking(tx: &mut Transaction, definition: &Definition, most: u32) -> Result<u64, DirectoryError> {
    tx.allow(Permission::SeeSettings)?;
    let mut found = 0;
    for archetype in types::names(tx).await?.into_iter().filter(|name| definition.applies_to(name)) {
        let lacking = tx.sql(LACKING).bind(archetype).bind(&definition.name).bind(i64::from(most));
        let row: Amount = lacking.fetch_one().await?;
        found += u64::try_from(row.amount).unwrap_or(0);
    }
    Ok(found)
}
