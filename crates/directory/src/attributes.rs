//! Attributes a tenant defines for its people: typed, validated, some unique, some searchable; for people of all types or of some,
//! and for all of the staff or for those who hold some roles.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use database::{DbError, Json, Transaction};
use foundation::{EmailAddress, Locale, PersonId, RoleId, text};
use permissions::Held;
use serde::{Deserialize, Serialize};

use crate::error::FieldProblem;
use crate::people::edit::Change;
use crate::people::store;
use crate::{DirectoryError, addresses};

pub mod manage;

pub use manage::{Limits, NewAttribute, change, define, remove};

database::statements! {
    DEFINITIONS: tenant = "SELECT name, value_type, labels, choices, is_required, is_unique, is_searchable, is_sensitive, person_may, position, archetypes, seen_by, edited_by
        FROM attribute_definition WHERE tenant_id = $1 ORDER BY position, name LIMIT 200";
    CLEAR_KEYS: tenant = "DELETE FROM person_attribute_key WHERE tenant_id = $1 AND person_id = $2";
    // PostgreSQL looks values up one by one: it knows nothing of how many there are in the list, and would read all of a tenant's.
    KEYS_OF: tenant {
        sqlite: "SELECT a.person_id, a.attribute, a.value_key FROM json_each($2) k CROSS JOIN person_attribute_key a WHERE a.tenant_id = $1 AND a.person_id = unhex(k.value)",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT found.person_id, found.attribute, found.value_key FROM k CROSS JOIN LATERAL
                (SELECT a.person_id, a.attribute, a.value_key FROM person_attribute_key a WHERE a.tenant_id = $1 AND a.person_id = k.id LIMIT 200) found",
    };
    KEY_OWNERS: tenant {
        sqlite: "SELECT a.person_id, a.attribute, a.value_key FROM json_each($2) k CROSS JOIN person_attribute_key a
            WHERE a.tenant_id = $1 AND a.attribute = k.value ->> 'attribute' AND a.value_key = k.value ->> 'key'",
        postgres: "WITH k AS MATERIALIZED (SELECT value ->> 'attribute' AS attribute, value ->> 'key' AS value_key FROM jsonb_array_elements($2))
            SELECT found.person_id, found.attribute, found.value_key FROM k CROSS JOIN LATERAL
                (SELECT a.person_id, a.attribute, a.value_key FROM person_attribute_key a
                    WHERE a.tenant_id = $1 AND a.attribute = k.attribute AND a.value_key = k.value_key LIMIT 100) found",
    };
    ADD_KEY: insert = "INSERT INTO person_attribute_key (tenant_id, attribute, value_key, person_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    // Two people given the same unique value at once: the second waits here. SQLite's writer is alone anyway. Locks are as
    // many as values, up to a thousand, so that an import cannot use up those of the server; in one order for everybody.
    LOCK_KEYS: tenant { sqlite: "SELECT name FROM archetype WHERE tenant_id = $1 AND $2 = $2 LIMIT 0",
                        postgres: "SELECT CAST(pg_advisory_xact_lock(hashtext(CAST(t.tenant_id AS TEXT)), k.lock) AS TEXT) AS name
                            FROM (SELECT DISTINCT hashtext(value) & 1023 AS lock FROM jsonb_array_elements_text($2) ORDER BY 1) AS k CROSS JOIN tenant t WHERE t.tenant_id = $1" };
}

/// The type of an attribute's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

foundation::stored_as_word!(ValueType);

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonMay {
    /// Not even see it.
    Nothing,
    /// See it.
    See,
    /// See and change it.
    Edit,
}

foundation::stored_as_word!(PersonMay);

impl PersonMay {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::See, Self::Edit];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::See => "see",
            Self::Edit => "edit",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.word() == word)
    }
}

/// Who edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Editor {
    /// The person themselves.
    Person,
    /// Staff with the right to edit people, who hold these roles over the person.
    Staff(Held),
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
    /// The types whose people have it; none named means all.
    pub archetypes: Json<Vec<String>>,
    /// The roles whose holders see it; none named means whoever may see profiles.
    pub seen_by: Json<Vec<RoleId>>,
    /// The roles whose holders edit it, if they see it; none named means whoever may edit people.
    pub edited_by: Json<Vec<RoleId>>,
}

impl Definition {
    /// Whether people of a type have it.
    #[must_use]
    pub fn applies_to(&self, archetype: &str) -> bool {
        self.archetypes.0.is_empty() || self.archetypes.0.iter().any(|name| name == archetype)
    }

    /// Whether only some of those who may see profiles see it.
    #[must_use]
    pub fn is_confidential(&self) -> bool {
        !self.seen_by.0.is_empty()
    }

    /// Whether staff who may see the profile see this of it.
    #[must_use]
    pub fn staff_may_see(&self, held: &Held) -> bool {
        self.seen_by.0.is_empty() || held.is_any_of(&self.seen_by.0)
    }

    /// Whether staff who may edit the profile edit this of it. Nobody edits what they do not see.
    #[must_use]
    pub fn staff_may_edit(&self, held: &Held) -> bool {
        self.staff_may_see(held) && (self.edited_by.0.is_empty() || held.is_any_of(&self.edited_by.0))
    }

    /// The label in a language, else in any, else the name.
    #[must_use]
    pub fn label(&self, locale: Locale) -> &str {
        let labels = &self.labels.0;
        labels.get(locale.tag()).or_else(|| labels.values().next()).map_or(&self.name, |label| label)
    }
}

#[derive(sqlx::FromRow)]
struct NameRow {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    name: String,
}

/// The folded value of a unique or searchable attribute of a person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Key {
    #[sqlx(rename = "person_id")]
    pub person: PersonId,
    pub attribute: String,
    #[sqlx(rename = "value_key")]
    pub value: String,
}

/// A value somebody may own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub(crate) struct Owned {
    pub attribute: String,
    #[serde(rename = "key")]
    pub value: String,
}

/// The tenant's attributes in the order of forms.
pub async fn definitions(tx: &mut Transaction) -> Result<Vec<Definition>, DbError> {
    tx.sql(DEFINITIONS).fetch_all().await
}

/// The attributes whose values the caller may see, as far as they may see the profile: for lists and files about many people, so
/// only roles count that they hold for everybody in the tenant.
pub async fn seen_by_caller(tx: &mut Transaction) -> Result<Vec<Definition>, DbError> {
    let held = permissions::held(tx).await?;
    let mut found = definitions(tx).await?;
    found.retain(|definition| definition.staff_may_see(&held));
    Ok(found)
}

/// The attributes whose values the caller may change, for files about many people; see [`seen_by_caller`].
pub async fn edited_by_caller(tx: &mut Transaction) -> Result<Vec<Definition>, DbError> {
    let held = permissions::held(tx).await?;
    let mut found = definitions(tx).await?;
    found.retain(|definition| definition.staff_may_edit(&held));
    Ok(found)
}

/// What stands in the audit trail in place of a value that only some of the staff see: the trail is read by others, and searched.
pub const CONFIDENTIAL: &str = "•••";

/// A value as the audit trail keeps it.
pub(crate) fn in_trail<'v>(definitions: &[Definition], field: &str, value: &'v str) -> &'v str {
    let is_confidential = definitions.iter().any(|one| one.name == field && one.is_confidential());
    if is_confidential { CONFIDENTIAL } else { value }
}

/// Lets changes of a profile be as the audit trail keeps them.
pub(crate) fn hide(definitions: &[Definition], changes: &mut [Change]) {
    for (field, old, new) in changes {
        for value in [old, new].into_iter().flatten() {
            *value = in_trail(definitions, field, value).to_owned();
        }
    }
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

/// Checks what was given for somebody of a type against the definitions. Values the editor may not change stay as they were,
/// whatever was sent; so do those of attributes that people of the type do not have, or that are defined no more, which wait unseen.
/// Returns all values and what is wrong, field names with the prefix `attribute.`.
#[must_use]
pub fn check(
    definitions: &[Definition],
    archetype: &str,
    given: &BTreeMap<String, String>,
    before: &BTreeMap<String, String>,
    editor: &Editor,
) -> (BTreeMap<String, String>, Vec<FieldProblem>) {
    let is_defined = |name: &str| definitions.iter().any(|definition| definition.name == name);
    let undefined = before.iter().filter(|(name, _)| !is_defined(name));
    let mut values: BTreeMap<String, String> = undefined.map(|(name, kept)| (name.clone(), kept.clone())).collect();
    let mut problems = Vec::new();
    for definition in definitions {
        let name = &definition.name;
        let mut refuse = |code: &'static str| problems.push(FieldProblem::new(format!("attribute.{name}"), code));
        let kept = before.get(name);
        let offered = given.get(name).map(|value| value.trim());
        let applies = definition.applies_to(archetype);
        let may_edit = applies
            && match editor {
                Editor::Person => definition.person_may == PersonMay::Edit,
                Editor::Staff(held) => definition.staff_may_edit(held),
                Editor::Source => true,
            };
        let Some(value) = offered.filter(|_| may_edit) else {
            // Not offered, or not theirs to change.
            if let Some(kept) = kept {
                values.insert(name.clone(), kept.clone());
            } else if definition.is_required && may_edit && *editor != Editor::Source {
                refuse("required");
            }
            let differs = offered.is_some_and(|value| value != kept.map_or("", String::as_str));
            match editor {
                Editor::Source if !applies && offered.is_some_and(|value| !value.is_empty()) => {
                    refuse("attribute-of-other-type");
                }
                // What they do not see is passed over in silence: they are not told whether it is there.
                Editor::Staff(held) if applies && differs && definition.staff_may_see(held) => {
                    refuse("attribute-not-yours");
                }
                _ => {}
            }
            continue;
        };
        if value.is_empty() {
            if definition.is_required {
                refuse("required");
            }
            continue;
        }
        match check_value(definition, value) {
            Ok(value) => drop(values.insert(name.clone(), value)),
            Err("too-long") => problems.push(FieldProblem::too_long(format!("attribute.{name}"), 500)),
            Err(code) => refuse(code),
        }
    }
    (values, problems)
}

/// The values people are found by.
pub(crate) fn searchable<'v>(
    definitions: &'v [Definition],
    values: &'v BTreeMap<String, String>,
) -> impl Iterator<Item = &'v str> {
    definitions.iter().filter(|d| d.is_searchable).filter_map(|d| values.get(&d.name).map(String::as_str))
}

/// The keys of a person's unique and searchable values.
pub(crate) fn keys(definitions: &[Definition], person: PersonId, values: &BTreeMap<String, String>) -> Vec<Key> {
    let keyed = definitions.iter().filter(|definition| definition.is_unique || definition.is_searchable);
    let given = keyed.filter_map(|definition| values.get(&definition.name).map(|value| (&definition.name, value)));
    given.map(|(name, value)| Key { person, attribute: name.clone(), value: text::search_key(value) }).collect()
}

/// The values nobody else may have, in the order of forms.
pub(crate) fn unique(definitions: &[Definition], values: &BTreeMap<String, String>) -> Vec<Owned> {
    let unique = definitions.iter().filter(|definition| definition.is_unique);
    let given = unique.filter_map(|definition| values.get(&definition.name).map(|value| (&definition.name, value)));
    given.map(|(name, value)| Owned { attribute: name.clone(), value: text::search_key(value) }).collect()
}

/// Whose these values are; a value may have several owners from the time before it had to be unique.
pub(crate) async fn owners(tx: &mut Transaction, values: &[Owned]) -> Result<HashMap<Owned, Vec<PersonId>>, DbError> {
    let mut owners: HashMap<Owned, Vec<PersonId>> = HashMap::new();
    if !values.is_empty() {
        let rows: Vec<Key> = tx.sql(KEY_OWNERS).bind(Json(values)).fetch_all().await?;
        for row in rows {
            owners.entry(Owned { attribute: row.attribute, value: row.value }).or_default().push(row.person);
        }
    }
    Ok(owners)
}

/// The keys many people have.
pub(crate) async fn keys_of(tx: &mut Transaction, people: &[PersonId]) -> Result<Vec<Key>, DbError> {
    tx.sql(KEYS_OF).bind(store::list(people)).fetch_all().await
}

/// Takes the keys of a person away.
pub(crate) async fn clear_keys(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    tx.sql(CLEAR_KEYS).bind(person).execute().await.map(drop)
}

/// The first attribute whose unique value is another person's.
pub(crate) async fn first_taken(
    tx: &mut Transaction,
    definitions: &[Definition],
    values: &BTreeMap<String, String>,
) -> Result<Option<String>, DbError> {
    let unique = unique(definitions, values);
    let owners = owners(tx, &unique).await?;
    Ok(unique.into_iter().find(|value| owners.contains_key(value)).map(|value| value.attribute))
}

/// Writes the keys of one person's unique and searchable values.
///
/// # Errors
/// `Invalid` names the attribute whose value is another person's.
pub(crate) async fn save_keys(
    tx: &mut Transaction,
    definitions: &[Definition],
    person: PersonId,
    values: &BTreeMap<String, String>,
) -> Result<(), DirectoryError> {
    if !definitions.iter().any(|definition| definition.is_unique || definition.is_searchable) {
        return Ok(());
    }
    clear_keys(tx, person).await?;
    match add_keys(tx, definitions, &keys(definitions, person, values)).await? {
        Some(attribute) => {
            Err(DirectoryError::Invalid(vec![FieldProblem::new(format!("attribute.{attribute}"), "taken")]))
        }
        None => Ok(()),
    }
}

/// Adds keys, of one person or of many. Returns the attribute of which a unique value is another person's, if there is one;
/// nothing is added then.
pub(crate) async fn add_keys(
    tx: &mut Transaction,
    definitions: &[Definition],
    keys: &[Key],
) -> Result<Option<String>, DbError> {
    let is_unique = |key: &&Key| definitions.iter().any(|d| d.is_unique && d.name == key.attribute);
    let wanted: Vec<(Owned, PersonId)> = keys
        .iter()
        .filter(is_unique)
        .map(|key| (Owned { attribute: key.attribute.clone(), value: key.value.clone() }, key.person))
        .collect();
    if !wanted.is_empty() {
        let locks: Vec<String> =
            wanted.iter().map(|(value, _)| format!("{}={}", value.attribute, value.value)).collect();
        let _: Vec<NameRow> = tx.sql(LOCK_KEYS).bind(Json(locks)).fetch_all().await?;
        let values: Vec<Owned> = wanted.iter().map(|(value, _)| value.clone()).collect();
        let owners = owners(tx, &values).await?;
        let is_taken = |value: &Owned, by: PersonId| {
            owners.get(value).is_some_and(|owners| owners.iter().any(|owner| *owner != by))
        };
        if let Some((value, _)) = wanted.into_iter().find(|(value, person)| is_taken(value, *person)) {
            return Ok(Some(value.attribute));
        }
    }
    tx.insert_all(ADD_KEY, keys, |statement, key| {
        statement.bind(key.attribute.as_str()).bind(key.value.as_str()).bind(key.person)
    })
    .await?;
    Ok(None)
}
