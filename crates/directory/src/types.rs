//! Types of identity, as a tenant manages them: what they are called, in which order they are offered, and which of them people who
//! sign up may choose.

use std::collections::BTreeMap;

use audit::{Entry, Stream};
use database::{DbError, Json, Transaction};
use foundation::{AffiliationId, Permission, PersonId, text};

use crate::attributes::{self, Archetype};
use crate::error::FieldProblem;
use crate::tenants::create::STAFF;
use crate::{DirectoryError, organisations, tenants};

database::statements! {
    INSERT: tenant = "INSERT INTO archetype (tenant_id, name, labels, position, is_open) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    UPDATE: tenant = "UPDATE archetype SET labels = $3, position = $4, is_open = $5 WHERE tenant_id = $1 AND name = $2";
    REMOVE: tenant = "DELETE FROM archetype WHERE tenant_id = $1 AND name = $2";
    // Ordered as the index is, so that PostgreSQL does not read on in the hope of finding one soon.
    PERSON_OF: tenant = "SELECT id FROM person WHERE tenant_id = $1 AND archetype = $2 ORDER BY sort_key, id LIMIT 1";
    AFFILIATION_OF: tenant = "SELECT id FROM affiliation WHERE tenant_id = $1 AND archetype = $2 ORDER BY id LIMIT 1";
    COUNT: tenant = "SELECT count(*) AS amount FROM (SELECT id FROM person WHERE tenant_id = $1 AND archetype = $2 ORDER BY sort_key, id LIMIT $3) AS found";
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
struct Amount {
    amount: i64,
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

/// Whether a name is a word for columns and addresses: lower-case letters, digits and underscores, beginning with a letter.
pub(crate) fn is_word(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 40
}

/// The labels that were given, without empty ones; what is wrong with them is said of the first field.
pub(crate) fn labels_of(
    given: &BTreeMap<String, String>,
    problems: &mut Vec<FieldProblem>,
) -> BTreeMap<String, String> {
    if !given.values().any(|label| !label.trim().is_empty()) {
        problems.push(FieldProblem::new("label_en", "required"));
    }
    if given.values().any(|label| label.chars().count() > 80 || text::has_hidden_characters(label)) {
        problems.push(FieldProblem::too_long("label_en", 80));
    }
    let labels = given.iter().map(|(tag, label)| (tag.clone(), label.trim().to_owned()));
    labels.filter(|(_, label)| !label.is_empty()).collect()
}

/// The word made of a label, for those who type none: `Visiting scholar` becomes `visiting_scholar`. Empty when nothing is left.
#[must_use]
pub fn word_of(label: &str) -> String {
    let mut word = String::new();
    for character in text::search_key(label).chars() {
        if character.is_ascii_lowercase() || (character.is_ascii_digit() && !word.is_empty()) {
            word.push(character);
        } else if !word.is_empty() && !word.ends_with('_') {
            word.push('_');
        }
    }
    word.truncate(40);
    word.truncate(word.trim_end_matches('_').len());
    word
}

/// The types that people who sign up may choose from: those the tenant opened, else its default one.
pub async fn for_sign_up(tx: &mut Transaction) -> Result<Vec<String>, DbError> {
    let open = attributes::kinds_of_people(tx).await?.into_iter().filter(|archetype| archetype.is_open);
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
    Ok(attributes::kinds_of_people(tx).await?)
}

/// How many people are of a type, counted up to `most`.
///
/// # Errors
/// `Refused`.
pub async fn count(tx: &mut Transaction, name: &str, most: u32) -> Result<u64, DirectoryError> {
    tx.allow(Permission::SeeSettings)?;
    let row: Amount = tx.sql(COUNT).bind(name).bind(i64::from(most)).fetch_one().await?;
    Ok(u64::try_from(row.amount).unwrap_or(0))
}

/// Adds a type; its name is made of its label where none is given. Answers the name.
///
/// # Errors
/// `Refused`; `Invalid` names the fields.
pub async fn add(tx: &mut Transaction, name: &str, wanted: &Wanted) -> Result<String, DirectoryError> {
    tx.allow(Permission::EditSettings)?;
    let existing = attributes::kinds_of_people(tx).await?;
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

fn in_words(labels: &BTreeMap<String, String>) -> String {
    labels.values().cloned().collect::<Vec<_>>().join(" / ")
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
    let found = attributes::kinds_of_people(tx).await?.into_iter().find(|archetype| archetype.name == name);
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
    if !attributes::archetypes(tx).await?.iter().any(|known| known == name) {
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

#[cfg(test)]
mod tests {
    use super::{is_word, word_of};

    #[test]
    fn a_label_becomes_a_word() {
        for (label, word) in [
            ("Volunteer", "volunteer"),
            (" Visiting  scholar! ", "visiting_scholar"),
            ("Förderer 2026", "forderer_2026"),
            ("3rd party", "rd_party"),
            ("日本", ""),
        ] {
            assert_eq!(word_of(label), word, "{label}");
            assert!(word.is_empty() || is_word(word), "{word}");
        }
        assert!(is_word(&word_of(&"x".repeat(80))));
    }
}
