//! Types of identity, as a tenant manages them: what they are called, in which order they are offered, and which of them people who
//! sign up may choose.

use std::collections::{BTreeMap, HashMap};

use audit::{Entry, Stream};
use database::{DbError, Json, Transaction};
use foundation::{AffiliationId, Locale, Permission, PersonId};

use crate::error::FieldProblem;
use crate::labels::{in_words, is_word, labels_of, word_of};
use crate::tenants::create::STAFF;
use crate::{DirectoryError, attributes, organisations, tenants};

database::statements! {
    ALL: tenant = "SELECT name, labels, position, is_open FROM archetype WHERE tenant_id = $1 ORDER BY position, name LIMIT 200";
    INSERT: tenant = "INSERT INTO archetype (tenant_id, name, labels, position, is_open) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    UPDATE: tenant = "UPDATE archetype SET labels = $3, position = $4, is_open = $5 WHERE tenant_id = $1 AND name = $2";
    REMOVE: tenant = "DELETE FROM archetype WHERE tenant_id = $1 AND name = $2";
    // Ordered as the index is, so that PostgreSQL does not read on in the hope of finding one soon.
    PERSON_OF: tenant = "SELECT id FROM person WHERE tenant_id = $1 AND archetype = $2 ORDER BY sort_key, id LIMIT 1";
    AFFILIATION_OF: tenant = "SELECT id FROM affiliation WHERE tenant_id = $1 AND archetype = $2 ORDER BY id LIMIT 1";
    // Of each type, or of one.
    COUNT: tenant = "SELECT a.name, (SELECT count(*) FROM (SELECT p.id FROM person p WHERE p.tenant_id = $1 AND p.archetype = a.name ORDER BY p.sort_key, p.id LIMIT $3) AS found) AS amount
        FROM archetype a WHERE a.tenant_id = $1 AND (CAST($2 AS TEXT) IS NULL OR a.name = $2) ORDER BY a.name LIMIT 200";
}

/// The most types a tenant has.
pub const MOST: usize = 50;
/// The last place in forms.
pub const LAST_PLACE: i64 = 1_000;

#[derive(sqlx::FromRow)]
struct PersonRow {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    id: PersonId,
}

#[derive(sqlx::FromRow)]
struct AffiliationRow {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    id: AffiliationId,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    name: String,
    amount: i64,
}

/// A type of identity.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Archetype {
    /// Its name: a word for columns and addresses.
    pub name: String,
    /// What the tenant calls it, by language tag; empty where it is left to the product.
    pub labels: Json<BTreeMap<String, String>>,
    /// Its place in forms.
    pub position: i64,
    /// Whether people who sign up by themselves may choose it.
    pub is_open: bool,
}

impl Archetype {
    /// What the tenant calls it in a language, else in any; nothing where the tenant left it to the product.
    #[must_use]
    pub fn label(&self, locale: Locale) -> Option<&str> {
        let labels = &self.labels.0;
        labels.get(locale.tag()).or_else(|| labels.values().next()).map(String::as_str)
    }
}

/// A type as a form gives it.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What it is called, by language tag.
    pub labels: BTreeMap<String, String>,
    /// Its place in forms, from 1; after all others when absent.
    pub position: Option<i64>,
    /// Whether people who sign up may choose it.
    pub is_open: bool,
}

/// The tenant's types with what the tenant calls them, in the order of forms.
pub async fn all(tx: &mut Transaction) -> Result<Vec<Archetype>, DbError> {
    tx.sql(ALL).fetch_all().await
}

/// Their names.
pub async fn names(tx: &mut Transaction) -> Result<Vec<String>, DbError> {
    Ok(all(tx).await?.into_iter().map(|archetype| archetype.name).collect())
}

/// The types that people who sign up may choose from: those the tenant opened, else its default one.
pub async fn for_sign_up(tx: &mut Transaction) -> Result<Vec<String>, DbError> {
    let open = all(tx).await?.into_iter().filter(|archetype| archetype.is_open);
    let open: Vec<String> = open.map(|archetype| archetype.name).collect();
    if !open.is_empty() {
        return Ok(open);
    }
    Ok(vec![tenants::manage::own(tx).await?.settings.default_archetype])
}

/// The types in the order of forms, for those who see settings.
///
/// # Errors
/// `Refused`.
pub async fn list(tx: &mut Transaction) -> Result<Vec<Archetype>, DirectoryError> {
    tx.allow(Permission::SeeSettings)?;
    Ok(all(tx).await?)
}

/// How many people are of a type, counted up to `most`.
///
/// # Errors
/// `Refused`.
pub async fn count(tx: &mut Transaction, name: &str, most: u32) -> Result<u64, DirectoryError> {
    Ok(counted(tx, Some(name), most).await?.remove(name).unwrap_or(0))
}

/// How many people are of each type, each counted up to `most`.
///
/// # Errors
/// `Refused`.
pub async fn count_each(tx: &mut Transaction, most: u32) -> Result<HashMap<String, u64>, DirectoryError> {
    counted(tx, None, most).await
}

async fn counted(tx: &mut Transaction, name: Option<&str>, most: u32) -> Result<HashMap<String, u64>, DirectoryError> {
    tx.allow(Permission::SeeSettings)?;
    let rows: Vec<CountRow> = tx.sql(COUNT).bind(name.map(str::to_owned)).bind(i64::from(most)).fetch_all().await?;
    Ok(rows.into_iter().map(|row| (row.name, u64::try_from(row.amount).unwrap_or(0))).collect())
}

/// Adds a type; its name is made of its label where none is given. Answers the name.
///
/// # Errors
/// `Refused`; `Invalid` names the fields.
pub async fn add(tx: &mut Transaction, name: &str, wanted: &Wanted) -> Result<String, DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    let existing = all(tx).await?;
    let mut problems = Vec::new();
    let labels = labels_of(&wanted.labels, &mut problems);
    let label = labels.get("en").or_else(|| labels.values().next()).map_or("", String::as_str);
    let name = if name.trim().is_empty() { word_of(label) } else { name.trim().to_owned() };
    // Without a label the label is missing, and not also the name that would have been made of it.
    if !is_word(&name) && (!name.is_empty() || !label.is_empty()) {
        problems.push(FieldProblem::new("name", "name-invalid"));
    }
    if existing.len() >= MOST {
        problems.push(FieldProblem::new("name", "types-too-many"));
    }
    let after_all = existing.iter().map(|archetype| archetype.position).max().unwrap_or(0).saturating_add(1);
    let position = wanted.position.unwrap_or_else(|| after_all.min(LAST_PLACE));
    check_position(position, &mut problems);
    if !problems.is_empty() {
        return Err(DirectoryError::Invalid(problems));
    }
    let insert = tx.sql(INSERT).bind(&name).bind(Json(labels.clone())).bind(position).bind(wanted.is_open);
    if insert.execute().await? == 0 {
        return Err(DirectoryError::field("name", "taken"));
    }
    let entry = Entry::new("type.added", Stream::Administration)
        .detail("type", &name)
        .change("label", None, Some(&in_words(&labels)))
        .change("open", None, Some(&wanted.is_open.to_string()));
    audit::record(tx, entry).await?;
    Ok(name)
}

fn check_position(position: i64, problems: &mut Vec<FieldProblem>) {
    if !(1..=LAST_PLACE).contains(&position) {
        problems.push(FieldProblem::out_of_range("position", 1, LAST_PLACE));
    }
}

/// The type of a name.
///
/// # Errors
/// `Refused`; `NotFound`.
pub async fn find(tx: &mut Transaction, name: &str) -> Result<Archetype, DirectoryError> {
    list(tx).await?.into_iter().find(|archetype| archetype.name == name).ok_or(DirectoryError::NotFound)
}

/// Changes what a type is called, where it stands, and whether it is open to those who sign up. Its name stays: people, policies and
/// imports refer to it.
///
/// # Errors
/// `Refused`; `NotFound`; `Invalid` names the fields.
pub async fn change(tx: &mut Transaction, name: &str, wanted: &Wanted) -> Result<(), DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    let found = all(tx).await?.into_iter().find(|archetype| archetype.name == name);
    let before = found.ok_or(DirectoryError::NotFound)?;
    let mut problems = Vec::new();
    // The product has words for the types it brings.
    let labels = if tenants::create::ARCHETYPES.contains(&name) && wanted.labels.values().all(|l| l.trim().is_empty()) {
        BTreeMap::new()
    } else {
        labels_of(&wanted.labels, &mut problems)
    };
    let position = wanted.position.unwrap_or(before.position);
    if position != before.position {
        check_position(position, &mut problems);
    }
    if !problems.is_empty() {
        return Err(DirectoryError::Invalid(problems));
    }
    let changes = [
        ("label", in_words(&before.labels.0), in_words(&labels)),
        ("position", before.position.to_string(), position.to_string()),
        ("open", before.is_open.to_string(), wanted.is_open.to_string()),
    ];
    if labels == before.labels.0 && changes.iter().all(|(_, old, new)| old == new) {
        return Ok(());
    }
    tx.sql(UPDATE).bind(name).bind(Json(labels)).bind(position).bind(wanted.is_open).execute().await?;
    let entry = Entry::new("type.changed", Stream::Administration).detail("type", name);
    let differing = changes.iter().filter(|(_, old, new)| old != new);
    let entry = differing.fold(entry, |entry, (field, old, new)| entry.change(field, Some(old), Some(new)));
    audit::record(tx, entry).await?;
    Ok(())
}

/// Removes a type that nobody is of and that nothing refers to.
///
/// # Errors
/// `Refused`; `NotFound`; `Invalid` without a field says what refers to it.
pub async fn remove(tx: &mut Transaction, name: &str) -> Result<(), DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    // Nothing names it meanwhile.
    organisations::lock(tx).await?;
    if !names(tx).await?.iter().any(|known| known == name) {
        return Err(DirectoryError::NotFound);
    }
    if let Some(code) = in_use(tx, name).await? {
        return Err(DirectoryError::field("", code));
    }
    // Whoever becomes one of it at this very moment keeps it: the references of the tables refuse one of the two.
    match tx.sql(REMOVE).bind(name).execute().await {
        Err(error) if error.is_conflict() => return Err(DirectoryError::field("", "type-has-people")),
        outcome => outcome?,
    };
    audit::record(tx, Entry::new("type.removed", Stream::Administration).detail("type", name)).await?;
    Ok(())
}

/// Why a type cannot go.
async fn in_use(tx: &mut Transaction, name: &str) -> Result<Option<&'static str>, DbError> {
    if name == STAFF {
        return Ok(Some("type-of-product"));
    }
    let settings = tenants::manage::own(tx).await?.settings;
    if settings.default_archetype == name {
        return Ok(Some("type-is-default"));
    }
    if settings.badges.is_on && settings.badges.archetypes.contains(name) {
        return Ok(Some("type-in-badges"));
    }
    if settings.sign_in_policy.archetypes.contains_key(name) {
        return Ok(Some("type-in-policy"));
    }
    let definitions = attributes::definitions(tx).await?;
    if definitions.iter().any(|definition| definition.archetypes.0.iter().any(|one| one == name)) {
        return Ok(Some("type-in-attributes"));
    }
    let person: Option<PersonRow> = tx.sql(PERSON_OF).bind(name).fetch_optional().await?;
    if person.is_some() {
        return Ok(Some("type-has-people"));
    }
    let affiliation: Option<AffiliationRow> = tx.sql(AFFILIATION_OF).bind(name).fetch_optional().await?;
    Ok(affiliation.map(|_| "type-has-affiliations"))
}
