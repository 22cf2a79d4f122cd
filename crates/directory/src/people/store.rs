//! The rows of people, their sign-in names and their search text.

use std::collections::{BTreeMap, HashMap};

use database::{DbError, Json, Transaction};
use foundation::{Instant, Locale, PersonId, text};

use super::count::{self, Coming};
use super::{LifecycleState, Name, Person};
use crate::addresses;

database::statements! {
    FIND: tenant = "SELECT id, archetype, given_name, family_name, display_name, lifecycle_state, state_reason, language, time_zone, attributes, version, created_at, last_sign_in_at, at_risk_at
        FROM person WHERE tenant_id = $1 AND id = $2";
    // Whoever changes how a person gets in holds their row first, so that two such changes come one after the other and
    // none is decided on what the other has just made untrue. SQLite's writer is alone anyway.
    HOLD: tenant {
        sqlite: "SELECT id, archetype, given_name, family_name, display_name, lifecycle_state, state_reason, language, time_zone, attributes, version, created_at, last_sign_in_at, at_risk_at
            FROM person WHERE tenant_id = $1 AND id = $2",
        postgres: "SELECT id, archetype, given_name, family_name, display_name, lifecycle_state, state_reason, language, time_zone, attributes, version, created_at, last_sign_in_at, at_risk_at
            FROM person WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
    };
    INSERT: insert = "INSERT INTO person (tenant_id, id, archetype, given_name, family_name, display_name, sort_key, lifecycle_state, language, time_zone, attributes, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    // As HOLD, for many people, in the order of their ids, so that two who hold several wait for each other and not for ever.
    HOLD_ALL: tenant {
        sqlite: "SELECT p.id, p.archetype, p.given_name, p.family_name, p.display_name, p.lifecycle_state, p.state_reason, p.language, p.time_zone, p.attributes, p.version, p.created_at, p.last_sign_in_at, p.at_risk_at
            FROM json_each($2) k CROSS JOIN person p WHERE p.tenant_id = $1 AND p.id = unhex(k.value)",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT p.id, p.archetype, p.given_name, p.family_name, p.display_name, p.lifecycle_state, p.state_reason, p.language, p.time_zone, p.attributes, p.version, p.created_at, p.last_sign_in_at, p.at_risk_at
            FROM k JOIN person p ON p.tenant_id = $1 AND p.id = k.id ORDER BY p.id FOR NO KEY UPDATE OF p",
    };
    SAVE: tenant = "UPDATE person SET archetype = $3, given_name = $4, family_name = $5, display_name = $6, sort_key = $7, language = $8, time_zone = $9, attributes = $10,
            updated_at = $11, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $12";
    SET_STATE: tenant = "UPDATE person SET lifecycle_state = $3, state_reason = $4, updated_at = $5, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    // A suspension ends sessions for good: ending it does not bring them back.
    END_SESSIONS: tenant = "DELETE FROM session WHERE tenant_id = $1 AND person_id = $2";
    // Nor is any of their browsers remembered.
    FORGET_DEVICES: tenant = "DELETE FROM remembered_device WHERE tenant_id = $1 AND person_id = $2";
    SIGNED_IN: tenant = "UPDATE person SET last_sign_in_at = $3 WHERE tenant_id = $1 AND id = $2";
    // The names of everybody a page mentions, in one statement. PostgreSQL reads the ids first: a text read as an id could fail
    // on a hidden row, so it would not use the index for that behind row-level security.
    DISPLAY_NAMES: tenant {
        sqlite: "SELECT p.id, p.display_name FROM json_each($2) k CROSS JOIN person p WHERE p.tenant_id = $1 AND p.id = unhex(k.value)",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT p.id, p.display_name FROM k JOIN person p ON p.tenant_id = $1 AND p.id = k.id",
    };
    NAMES_OF: tenant = "SELECT shown FROM sign_in_name WHERE tenant_id = $1 AND person_id = $2 ORDER BY created_at LIMIT 10";
    NAMES_OF_ALL: tenant {
        sqlite: "SELECT n.person_id, n.shown FROM json_each($2) k CROSS JOIN sign_in_name n WHERE n.tenant_id = $1 AND n.person_id = unhex(k.value) ORDER BY n.created_at, n.name_key",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT n.person_id, n.shown FROM k JOIN sign_in_name n ON n.tenant_id = $1 AND n.person_id = k.id ORDER BY n.created_at, n.name_key",
    };
    BY_NAME: tenant = "SELECT p.id, p.archetype, p.given_name, p.family_name, p.display_name, p.lifecycle_state, p.state_reason, p.language, p.time_zone, p.attributes, p.version, p.created_at, p.last_sign_in_at, p.at_risk_at
        FROM sign_in_name n JOIN person p ON p.tenant_id = n.tenant_id AND p.id = n.person_id WHERE n.tenant_id = $1 AND n.name_key = $2";
    NAME_OWNER: tenant = "SELECT person_id AS id FROM sign_in_name WHERE tenant_id = $1 AND name_key = $2";
    NAME_OWNERS: tenant {
        sqlite: "SELECT n.name_key, n.person_id FROM json_each($2) k CROSS JOIN sign_in_name n WHERE n.tenant_id = $1 AND n.name_key = k.value",
        postgres: "SELECT n.name_key, n.person_id FROM jsonb_array_elements_text($2) k(value) JOIN sign_in_name n ON n.tenant_id = $1 AND n.name_key = k.value",
    };
    ADD_NAME: insert = "INSERT INTO sign_in_name (tenant_id, name_key, shown, person_id, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    REMOVE_NAME: tenant = "DELETE FROM sign_in_name WHERE tenant_id = $1 AND name_key = $2 AND person_id = $3";
    INDEX: tenant = "INSERT INTO person_search (tenant_id, person_id, folded) VALUES ($1, $2, $3)
        ON CONFLICT (tenant_id, person_id) DO UPDATE SET folded = $3";
    // The server may write the text and not read it, which rules out `excluded.folded`: many are removed and added again.
    INDEX_NEW: insert = "INSERT INTO person_search (tenant_id, person_id, folded) VALUES ($1, $2, $3)";
    FORGET_INDEX: tenant {
        sqlite: "DELETE FROM person_search WHERE tenant_id = $1 AND person_id IN (SELECT unhex(k.value) FROM json_each($2) k)",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            DELETE FROM person_search s USING k WHERE s.tenant_id = $1 AND s.person_id = k.id",
    };
    SEARCHABLE: tenant = "SELECT value_key FROM person_attribute_key k JOIN attribute_definition d ON d.tenant_id = k.tenant_id AND d.name = k.attribute
        WHERE k.tenant_id = $1 AND k.person_id = $2 AND d.is_searchable LIMIT 50";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PersonId,
    archetype: String,
    given_name: String,
    family_name: String,
    display_name: String,
    lifecycle_state: LifecycleState,
    state_reason: Option<String>,
    language: Option<Locale>,
    time_zone: Option<String>,
    attributes: Json<BTreeMap<String, String>>,
    version: i64,
    created_at: Instant,
    last_sign_in_at: Option<Instant>,
    at_risk_at: Option<Instant>,
}

impl From<Row> for Person {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            archetype: row.archetype,
            given_name: row.given_name,
            family_name: row.family_name,
            display_name: row.display_name,
            lifecycle_state: row.lifecycle_state,
            state_reason: row.state_reason,
            language: row.language,
            time_zone: row.time_zone,
            attributes: row.attributes.0,
            version: row.version,
            created_at: row.created_at,
            last_sign_in_at: row.last_sign_in_at,
            at_risk_at: row.at_risk_at,
        }
    }
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: PersonId,
}

#[derive(sqlx::FromRow)]
struct DisplayNameRow {
    id: PersonId,
    display_name: String,
}

#[derive(sqlx::FromRow)]
struct ShownRow {
    shown: String,
}

#[derive(sqlx::FromRow)]
struct NameOfRow {
    person_id: PersonId,
    shown: String,
}

#[derive(sqlx::FromRow)]
struct OwnerRow {
    name_key: String,
    person_id: PersonId,
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    value_key: String,
}

pub(crate) async fn find(tx: &mut Transaction, id: PersonId) -> Result<Option<Person>, DbError> {
    Ok(tx.sql(FIND).bind(id).fetch_optional::<Row>().await?.map(Into::into))
}

/// As [`find`], and keeps others from changing the person until the transaction ends.
pub(crate) async fn hold(tx: &mut Transaction, id: PersonId) -> Result<Option<Person>, DbError> {
    Ok(tx.sql(HOLD).bind(id).fetch_optional::<Row>().await?.map(Into::into))
}

pub(crate) async fn by_sign_in_name(tx: &mut Transaction, key: &str) -> Result<Option<Person>, DbError> {
    Ok(tx.sql(BY_NAME).bind(key).fetch_optional::<Row>().await?.map(Into::into))
}

pub(crate) async fn sign_in_names(tx: &mut Transaction, id: PersonId) -> Result<Vec<String>, DbError> {
    Ok(tx.sql(NAMES_OF).bind(id).fetch_all::<ShownRow>().await?.into_iter().map(|row| row.shown).collect())
}

/// How people are called; those who are not in the tenant are left out.
pub(crate) async fn display_names(
    tx: &mut Transaction,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, String>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<DisplayNameRow> = tx.sql(DISPLAY_NAMES).bind(list(ids)).fetch_all().await?;
    Ok(rows.into_iter().map(|row| (row.id, row.display_name)).collect())
}

/// People as statements about many take them.
pub(crate) fn list(ids: &[PersonId]) -> Json<Vec<String>> {
    Json(ids.iter().map(|id| id.0.simple().to_string()).collect())
}

/// As [`hold`], for many people; those who are not in the tenant are left out.
pub(crate) async fn hold_all(tx: &mut Transaction, ids: &[PersonId]) -> Result<Vec<Person>, DbError> {
    Ok(tx.sql(HOLD_ALL).bind(list(ids)).fetch_all::<Row>().await?.into_iter().map(Into::into).collect())
}

/// What many people sign in with, the oldest name of each first.
pub(crate) async fn sign_in_names_of(
    tx: &mut Transaction,
    ids: &[PersonId],
) -> Result<Vec<(PersonId, String)>, DbError> {
    let rows: Vec<NameOfRow> = tx.sql(NAMES_OF_ALL).bind(list(ids)).fetch_all().await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.shown)).collect())
}

/// Whose sign-in names these folded ones are; free ones are left out.
pub(crate) async fn owners_of_names(
    tx: &mut Transaction,
    keys: Vec<String>,
) -> Result<HashMap<String, PersonId>, DbError> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<OwnerRow> = tx.sql(NAME_OWNERS).bind(Json(keys)).fetch_all().await?;
    Ok(rows.into_iter().map(|row| (row.name_key, row.person_id)).collect())
}

/// What a new row needs beside its instant.
pub(crate) struct New<'a> {
    pub id: PersonId,
    pub name: &'a Name,
    pub archetype: &'a str,
    pub language: Option<Locale>,
    pub time_zone: Option<&'a str>,
    pub attributes: &'a BTreeMap<String, String>,
}

/// Adds people who are all in one state, and counts them.
pub(crate) async fn insert(
    tx: &mut Transaction,
    coming: Coming,
    state: LifecycleState,
    new: &[New<'_>],
) -> Result<(), DbError> {
    let now = tx.now();
    tx.insert_all(INSERT, new, |statement, new| {
        statement
            .bind(new.id)
            .bind(new.archetype)
            .bind(new.name.given.as_str())
            .bind(new.name.family.as_str())
            .bind(new.name.display.as_str())
            .bind(new.name.sort_key())
            .bind(state)
            .bind(new.language)
            .bind(new.time_zone.map(str::to_owned))
            .bind(Json(new.attributes))
            .bind(now)
            .bind(now)
    })
    .await?;
    count::add(tx, coming, state, new.len()).await
}

/// Saves what a profile holds; false when the version is no longer the one that was read.
pub(crate) async fn save(tx: &mut Transaction, person: &Person, name: &Name) -> Result<bool, DbError> {
    let now = tx.now();
    let changed = tx
        .sql(SAVE)
        .bind(person.id)
        .bind(&person.archetype)
        .bind(&name.given)
        .bind(&name.family)
        .bind(&name.display)
        .bind(name.sort_key())
        .bind(person.language)
        .bind(&person.time_zone)
        .bind(Json(person.attributes.clone()))
        .bind(now)
        .bind(person.version)
        .execute()
        .await?;
    Ok(changed == 1)
}

pub(crate) async fn set_state(
    tx: &mut Transaction,
    id: PersonId,
    state: LifecycleState,
    reason: Option<&str>,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(SET_STATE).bind(id).bind(state).bind(reason.map(str::to_owned)).bind(now).execute().await?;
    Ok(())
}

pub(crate) async fn end_sessions(tx: &mut Transaction, id: PersonId) -> Result<u64, DbError> {
    tx.sql(FORGET_DEVICES).bind(id).execute().await?;
    tx.sql(END_SESSIONS).bind(id).execute().await
}

pub(crate) async fn signed_in(tx: &mut Transaction, id: PersonId) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(SIGNED_IN).bind(id).bind(now).execute().await?;
    Ok(())
}

/// Gives a person a sign-in name; false when it is another person's.
pub(crate) async fn add_sign_in_name(tx: &mut Transaction, id: PersonId, shown: &str) -> Result<bool, DbError> {
    let (key, now) = (text::key(shown), tx.now());
    if tx.sql(ADD_NAME).bind(&key).bind(shown.trim()).bind(id).bind(now).execute().await? == 1 {
        return Ok(true);
    }
    Ok(tx.sql(NAME_OWNER).bind(&key).fetch_optional::<IdRow>().await?.is_some_and(|owner| owner.id == id))
}

/// A sign-in name that is free as far as is known.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewName {
    pub person: PersonId,
    /// Folded.
    pub key: String,
    pub shown: String,
}

/// Gives people sign-in names that were free; false when one of them is somebody's by now.
pub(crate) async fn add_sign_in_names(tx: &mut Transaction, names: &[NewName]) -> Result<bool, DbError> {
    let now = tx.now();
    let added = tx
        .insert_all(ADD_NAME, names, |statement, name| {
            statement.bind(name.key.as_str()).bind(name.shown.trim()).bind(name.person).bind(now)
        })
        .await?;
    Ok(usize::try_from(added).is_ok_and(|added| added == names.len()))
}

pub(crate) async fn remove_sign_in_name(tx: &mut Transaction, id: PersonId, shown: &str) -> Result<(), DbError> {
    tx.sql(REMOVE_NAME).bind(text::key(shown)).bind(id).execute().await?;
    Ok(())
}

/// Writes the folded text a person is found by: names, sign-in names, addresses, searchable attributes.
pub(crate) async fn index(tx: &mut Transaction, id: PersonId) -> Result<(), DbError> {
    let Some(person) = find(tx, id).await? else { return Ok(()) };
    let mut parts = vec![person.display_name, person.given_name, person.family_name];
    parts.extend(sign_in_names(tx, id).await?);
    parts.extend(addresses::of_person(tx, id).await?.into_iter().map(|address| address.shown));
    parts.extend(tx.sql(SEARCHABLE).bind(id).fetch_all::<KeyRow>().await?.into_iter().map(|row| row.value_key));
    let folded = folded(parts.iter().map(String::as_str));
    tx.sql(INDEX).bind(id).bind(folded).execute().await.map(drop)
}

/// The text people are found by, of the parts it is made of.
pub(crate) fn folded<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut folded = String::new();
    for part in parts {
        let part = text::search_key(part);
        if !part.is_empty() && !folded.contains(&part) && folded.len() < 2_000 {
            folded.push_str(&part);
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Removes the texts of people, to be written anew.
pub(crate) async fn forget_index(tx: &mut Transaction, people: &[PersonId]) -> Result<(), DbError> {
    if people.is_empty() {
        return Ok(());
    }
    tx.sql(FORGET_INDEX).bind(list(people)).execute().await.map(drop)
}

/// As [`index`], for people who have no text yet and whose text is at hand.
pub(crate) async fn write_index(tx: &mut Transaction, texts: &[(PersonId, String)]) -> Result<(), DbError> {
    tx.insert_all(INDEX_NEW, texts, |statement, (id, folded)| statement.bind(*id).bind(folded.as_str())).await.map(drop)
}
