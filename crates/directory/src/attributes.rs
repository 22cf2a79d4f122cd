//! Attributes a tenant defines for its people: typed, validated, some unique, some searchable.

use std::collections::BTreeMap;

use audit::{Entry, Stream};
use chrono::NaiveDate;
use database::{DbError, Json, Transaction};
use foundation::{EmailAddress, Locale, Permission, PersonId, text};
use serde::{Deserialize, Serialize};

use crate::error::FieldProblem;
use crate::{DirectoryError, addresses};

database::statements! {
    DEFINITIONS: tenant = "SELECT name, value_type, labels, choices, is_required, is_unique, is_searchable, is_sensitive, person_may, position
        FROM attribute_definition WHERE tenant_id = $1 ORDER BY position, name LIMIT 200";
    ARCHETYPES: tenant = "SELECT name, labels FROM archetype WHERE tenant_id = $1 ORDER BY position, name LIMIT 200";
    INSERT: tenant = "INSERT INTO attribute_definition (tenant_id, name, value_type, labels, choices, is_required, is_unique, is_searchable, is_sensitive, person_may, position)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";
    REMOVE: tenant = "DELETE FROM attribute_definition WHERE tenant_id = $1 AND name = $2";
    IN_USE: tenant = "SELECT attribute AS name FROM person_attribute_key WHERE tenant_id = $1 AND attribute = $2 ORDER BY value_key LIMIT 1";
    CLEAR_KEYS: tenant = "DELETE FROM person_attribute_key WHERE tenant_id = $1 AND person_id = $2";
    KEY_OWNER: tenant = "SELECT person_id AS id FROM person_attribute_key WHERE tenant_id = $1 AND attribute = $2 AND value_key = $3 AND person_id <> $4 LIMIT 1";
    ADD_KEY: tenant = "INSERT INTO person_attribute_key (tenant_id, attribute, value_key, person_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    // Two people given the same unique value at once: the second waits here. SQLite's writer is alone anyway.
    LOCK_KEY: tenant { sqlite: "SELECT name FROM archetype WHERE tenant_id = $1 AND $2 = $2 LIMIT 0",
                       postgres: "SELECT CAST(pg_advisory_xact_lock(hashtextextended(CAST(tenant_id AS TEXT) || $2, 0)) AS TEXT) AS name FROM tenant WHERE tenant_id = $1" };
}

/// The type of an attribute's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ValueType {
    /// One line of text, at most 500 characters.
    Text,
    /// One of the given choices.
    Choice,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A decimal number.
    Number,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A country, two letters (ISO 3166-1 alpha-2).
    Country,
}

impl ValueType {
    /// Every type.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Choice, Self::Date, Self::Number, Self::Email, Self::Phone, Self::Country];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice => "choice",
            Self::Date => "date",
            Self::Number => "number",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Country => "country",
        }
    }

    /// The type of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.word() == word)
    }
}

/// What the person themselves may do with an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PersonMay {
    /// Not even see it.
    Nothing,
    /// See it.
    See,
    /// See and change it.
    Edit,
}

impl PersonMay {
    /// The value of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "nothing" => Some(Self::Nothing),
            "see" => Some(Self::See),
            "edit" => Some(Self::Edit),
            _ => None,
        }
    }
}

/// Who edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Editor {
    /// The person themselves.
    Person,
    /// Staff with the right to edit people.
    Staff,
    /// A source.
    Source,
}

/// An attribute as the tenant defined it.
#[derive(Debug, Clone, sqlx::FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own on the form")]
pub struct Definition {
    /// Its name: a word for columns and fields.
    pub name: String,
    /// The type of its values.
    pub value_type: ValueType,
    /// Its label by language tag.
    pub labels: Json<BTreeMap<String, String>>,
    /// The choices, for the type `choice`.
    pub choices: Json<Vec<String>>,
    /// Whether everybody must have a value.
    pub is_required: bool,
    /// Whether no two people may have the same value.
    pub is_unique: bool,
    /// Whether people are found by it.
    pub is_searchable: bool,
    /// Whether it is shown only on demand.
    pub is_sensitive: bool,
    /// What the person may do with it.
    pub person_may: PersonMay,
    /// Its place in forms.
    pub position: i64,
}

impl Definition {
    /// The label in a language, else in any, else the name.
    #[must_use]
    pub fn label(&self, locale: Locale) -> &str {
        let labels = &self.labels.0;
        labels.get(locale.tag()).or_else(|| labels.values().next()).map_or(&self.name, |label| label)
    }
}

/// A type of identity.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Archetype {
    /// Its name: a word for columns and addresses.
    pub name: String,
    labels: Json<BTreeMap<String, String>>,
}

impl Archetype {
    /// What the tenant calls it in a language, else in any; nothing where the tenant left it to the product.
    #[must_use]
    pub fn label(&self, locale: Locale) -> Option<&str> {
        let labels = &self.labels.0;
        labels.get(locale.tag()).or_else(|| labels.values().next()).map(String::as_str)
    }
}

#[derive(sqlx::FromRow)]
struct NameRow {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    name: String,
}

#[derive(sqlx::FromRow)]
struct IdRow {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    id: PersonId,
}

/// The tenant's attributes in the order of forms.
pub async fn definitions(tx: &mut Transaction) -> Result<Vec<Definition>, DbError> {
    tx.sql(DEFINITIONS).fetch_all().await
}

/// The names of the tenant's archetypes.
pub async fn archetypes(tx: &mut Transaction) -> Result<Vec<String>, DbError> {
    Ok(kinds_of_people(tx).await?.into_iter().map(|archetype| archetype.name).collect())
}

/// The tenant's archetypes with what the tenant calls them, in the order of forms.
pub async fn kinds_of_people(tx: &mut Transaction) -> Result<Vec<Archetype>, DbError> {
    tx.sql(ARCHETYPES).fetch_all().await
}

/// Checks one value of a type; returns it in the form in which it is stored.
pub fn check_value(definition: &Definition, given: &str) -> Result<String, &'static str> {
    let given = given.trim();
    if given.chars().count() > 500 {
        return Err("too-long");
    }
    if text::has_hidden_characters(given) {
        return Err("hidden-characters");
    }
    match definition.value_type {
        ValueType::Text => Ok(given.to_owned()),
        ValueType::Choice => {
            definition.choices.0.iter().find(|choice| choice.as_str() == given).cloned().ok_or("not-a-choice")
        }
        ValueType::Date => {
            NaiveDate::parse_from_str(given, "%Y-%m-%d").map(|day| day.to_string()).map_err(|_| "date-invalid")
        }
        ValueType::Number => given
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(|_| given.to_owned())
            .ok_or("number-invalid"),
        ValueType::Email => given.parse::<EmailAddress>().map(Into::into).map_err(|_| "email-invalid"),
        ValueType::Phone => addresses::phone(given).map(Option::unwrap_or_default),
        ValueType::Country => {
            let upper = given.to_ascii_uppercase();
            if upper.len() == 2 && upper.bytes().all(|b| b.is_ascii_uppercase()) {
                Ok(upper)
            } else {
                Err("country-invalid")
            }
        }
    }
}

/// Checks what was given against the definitions. Values the editor may not change stay as they were, whatever was sent.
/// Returns all values and what is wrong, field names with the prefix `attribute.`.
#[must_use]
pub fn check(
    definitions: &[Definition],
    given: &BTreeMap<String, String>,
    before: &BTreeMap<String, String>,
    editor: Editor,
) -> (BTreeMap<String, String>, Vec<FieldProblem>) {
    let (mut values, mut problems) = (BTreeMap::new(), Vec::new());
    for definition in definitions {
        let name = &definition.name;
        let may_edit = editor != Editor::Person || definition.person_may == PersonMay::Edit;
        let offered = given.get(name).map(|value| value.trim());
        let Some(value) = offered.filter(|_| may_edit) else {
            // Not offered, or not theirs to change.
            if let Some(kept) = before.get(name) {
                values.insert(name.clone(), kept.clone());
            } else if definition.is_required && may_edit && editor != Editor::Source {
                problems.push(FieldProblem::new(format!("attribute.{name}"), "required"));
            }
            continue;
        };
        if value.is_empty() {
            if definition.is_required {
                problems.push(FieldProblem::new(format!("attribute.{name}"), "required"));
            }
            continue;
        }
        match check_value(definition, value) {
            Ok(value) => drop(values.insert(name.clone(), value)),
            Err("too-long") => problems.push(FieldProblem::too_long(format!("attribute.{name}"), 500)),
            Err(code) => problems.push(FieldProblem::new(format!("attribute.{name}"), code)),
        }
    }
    (values, problems)
}

/// The values people are found by.
pub(crate) fn searchable(definitions: &[Definition], values: &BTreeMap<String, String>) -> Vec<String> {
    definitions.iter().filter(|d| d.is_searchable).filter_map(|d| values.get(&d.name).cloned()).collect()
}

/// The first attribute whose unique value is another person's.
pub(crate) async fn first_taken(
    tx: &mut Transaction,
    definitions: &[Definition],
    person: Option<PersonId>,
    values: &BTreeMap<String, String>,
) -> Result<Option<String>, DbError> {
    let person = person.unwrap_or(PersonId(uuid::Uuid::nil()));
    for definition in definitions.iter().filter(|definition| definition.is_unique) {
        let Some(value) = values.get(&definition.name) else { continue };
        let owner: Option<IdRow> = tx
            .sql(KEY_OWNER)
            .bind(&definition.name)
            .bind(text::search_key(value))
            .bind(person)
            .fetch_optional()
            .await?;
        if owner.is_some() {
            return Ok(Some(definition.name.clone()));
        }
    }
    Ok(None)
}

/// Writes the keys of unique and searchable values.
///
/// # Errors
/// `Invalid` names the attribute whose value is another person's.
pub(crate) async fn save_keys(
    tx: &mut Transaction,
    definitions: &[Definition],
    person: PersonId,
    values: &BTreeMap<String, String>,
) -> Result<(), DirectoryError> {
    let keyed: Vec<&Definition> = definitions.iter().filter(|d| d.is_unique || d.is_searchable).collect();
    if keyed.is_empty() {
        return Ok(());
    }
    tx.sql(CLEAR_KEYS).bind(person).execute().await?;
    for definition in keyed {
        let Some(value) = values.get(&definition.name) else { continue };
        let key = text::search_key(value);
        if definition.is_unique {
            let _: Option<NameRow> =
                tx.sql(LOCK_KEY).bind(format!("{}={key}", definition.name)).fetch_optional().await?;
            let owner: Option<IdRow> =
                tx.sql(KEY_OWNER).bind(&definition.name).bind(&key).bind(person).fetch_optional().await?;
            if owner.is_some() {
                return Err(DirectoryError::Invalid(vec![FieldProblem::new(
                    format!("attribute.{}", definition.name),
                    "taken",
                )]));
            }
        }
        tx.sql(ADD_KEY).bind(&definition.name).bind(key).bind(person).execute().await?;
    }
    Ok(())
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
    /// Whether everybody must have a value.
    pub is_required: bool,
    /// Whether no two people may have the same value.
    pub is_unique: bool,
    /// Whether people are found by it.
    pub is_searchable: bool,
    /// Whether it is shown only on demand.
    pub is_sensitive: bool,
    /// What the person may do with it.
    pub person_may: PersonMay,
}

/// Defines an attribute.
pub async fn define(tx: &mut Transaction, new: &NewAttribute) -> Result<(), DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    let existing = definitions(tx).await?;
    let mut problems = Vec::new();
    let word = new.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && new.name.starts_with(|c: char| c.is_ascii_lowercase());
    if !word || new.name.len() > 40 {
        problems.push(FieldProblem::new("name", "name-invalid"));
    }
    if !new.labels.values().any(|label| !label.trim().is_empty()) {
        problems.push(FieldProblem::new("label_en", "required"));
    }
    if new.labels.values().any(|label| label.chars().count() > 80 || text::has_hidden_characters(label)) {
        problems.push(FieldProblem::too_long("label_en", 80));
    }
    if new.value_type == ValueType::Choice && new.choices.is_empty() {
        problems.push(FieldProblem::new("choices", "choices-missing"));
    }
    if new.choices.len() > 200
        || new.choices.iter().any(|choice| choice.chars().count() > 100 || text::has_hidden_characters(choice))
    {
        problems.push(FieldProblem::too_long("choices", 100));
    }
    if existing.len() >= 200 {
        problems.push(FieldProblem::new("name", "name-invalid"));
    }
    if !problems.is_empty() {
        return Err(DirectoryError::Invalid(problems));
    }
    let position = existing.iter().map(|definition| definition.position).max().unwrap_or(0) + 1;
    let labels: BTreeMap<String, String> = new
        .labels
        .iter()
        .filter(|(_, label)| !label.trim().is_empty())
        .map(|(tag, label)| (tag.clone(), label.trim().to_owned()))
        .collect();
    let added = tx
        .sql(INSERT)
        .bind(&new.name)
        .bind(new.value_type)
        .bind(Json(labels))
        .bind(Json(new.choices.clone()))
        .bind(new.is_required)
        .bind(new.is_unique)
        .bind(new.is_searchable || new.is_unique)
        .bind(new.is_sensitive)
        .bind(new.person_may)
        .bind(position)
        .execute()
        .await?;
    if added == 0 {
        return Err(DirectoryError::field("name", "taken"));
    }
    audit::record(tx, Entry::new("attribute.defined", Stream::Administration).detail("attribute", &new.name)).await?;
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
