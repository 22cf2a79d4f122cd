//! Who belongs to which circle: kept ready, so that a list of the people of an organisation of any size, and the question whether
//! somebody is one of them, cost what a look into an index costs.
//!
//! A circle is an organisation with all below it, a group, or those who report to somebody. Whoever changes an affiliation, a
//! membership or the tree says so here, in the same transaction.

use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveTime};
use database::{DbError, Json, Transaction};
use foundation::{CircleId, Instant, OrganisationId, PersonId};
use language::moments::{Tz, end_of, start_of};
use uuid::Uuid;

use crate::people::store;

database::statements! {
    ADD: insert = "INSERT INTO circle_member (tenant_id, circle_id, sort_key, person_id, via_id, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    // Without statistics SQLite would read all of the tenant's in the order of the key.
    LEAVE: tenant {
        sqlite: "DELETE FROM circle_member INDEXED BY circle_member_of_person WHERE tenant_id = $1 AND person_id = $2 AND via_id = $3",
        postgres: "DELETE FROM circle_member WHERE tenant_id = $1 AND person_id = $2 AND via_id = $3",
    };
    RESORT: tenant {
        sqlite: "UPDATE circle_member INDEXED BY circle_member_of_person SET sort_key = $3 WHERE tenant_id = $1 AND person_id = $2 AND sort_key <> $3",
        postgres: "UPDATE circle_member SET sort_key = $3 WHERE tenant_id = $1 AND person_id = $2 AND sort_key <> $3",
    };
    TIED: tenant {
        sqlite: "SELECT DISTINCT c.person_id FROM json_each($2) k CROSS JOIN circle_member c INDEXED BY circle_member_of_person WHERE c.tenant_id = $1 AND c.person_id = unhex(k.value)",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT k.id AS person_id FROM k CROSS JOIN LATERAL (SELECT 1 FROM circle_member c WHERE c.tenant_id = $1 AND c.person_id = k.id LIMIT 1) AS found",
    };
    SORT_KEY: tenant = "SELECT sort_key FROM person WHERE tenant_id = $1 AND id = $2";
    // Counted as far as a page says a number.
    COUNT: tenant = "SELECT count(*) AS amount FROM (SELECT DISTINCT sort_key, person_id FROM circle_member
        WHERE tenant_id = $1 AND circle_id = $2 AND starts_at <= $3 AND (ends_at IS NULL OR ends_at > $3) LIMIT $4) AS found";
    COUNT_EACH: tenant {
        sqlite: "SELECT unhex(k.value) AS circle_id, (SELECT count(*) FROM (SELECT DISTINCT c.sort_key, c.person_id FROM circle_member c
                WHERE c.tenant_id = $1 AND c.circle_id = unhex(k.value) AND c.starts_at <= $3 AND (c.ends_at IS NULL OR c.ends_at > $3) LIMIT $4) AS found) AS amount
            FROM json_each($2) k",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT k.id AS circle_id, counted.amount FROM k CROSS JOIN LATERAL (SELECT count(*) AS amount FROM (SELECT DISTINCT c.sort_key, c.person_id FROM circle_member c
                WHERE c.tenant_id = $1 AND c.circle_id = k.id AND c.starts_at <= $3 AND (c.ends_at IS NULL OR c.ends_at > $3) LIMIT $4) AS found) AS counted",
    };
    // Nobody moves an organisation between the look at what is above it and the end of the transaction; SQLite's writer is alone.
    STILL: tenant { sqlite: "SELECT tenant_id AS leaf, tenant_id AS circle_id FROM tenant WHERE tenant_id = $1",
                    postgres: "SELECT tenant_id AS leaf, tenant_id AS circle_id FROM tenant WHERE tenant_id = $1 FOR SHARE" };
    // One look-up for each step: PostgreSQL would expect so many that it reads all there are.
    AROUND: tenant {
        sqlite: "WITH RECURSIVE up (leaf, id, depth) AS (
                SELECT o.id, o.id, 0 FROM json_each($2) k CROSS JOIN organisation o WHERE o.tenant_id = $1 AND o.id = unhex(k.value)
                UNION ALL
                SELECT up.leaf, o.parent_id, up.depth + 1 FROM up CROSS JOIN organisation o WHERE o.tenant_id = $1 AND o.id = up.id AND o.parent_id IS NOT NULL AND up.depth < 40)
            SELECT leaf, id AS circle_id FROM up",
        postgres: "WITH RECURSIVE k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2)),
            up (leaf, id, depth) AS (
                SELECT o.id, o.id, 0 FROM k CROSS JOIN LATERAL (SELECT id FROM organisation WHERE tenant_id = $1 AND id = k.id LIMIT 1) o
                UNION ALL
                SELECT up.leaf, o.parent_id, up.depth + 1 FROM up
                    CROSS JOIN LATERAL (SELECT parent_id FROM organisation WHERE tenant_id = $1 AND id = up.id AND parent_id IS NOT NULL LIMIT 1) o WHERE up.depth < 40)
            SELECT leaf, id AS circle_id FROM up",
    };
}

/// What makes somebody belong to a circle.
#[derive(Debug, Clone)]
pub(crate) struct Tie {
    pub person: PersonId,
    pub sort_key: String,
    /// The affiliation, the group of a membership, or the relation.
    pub via: Uuid,
    pub starts_at: Instant,
    pub ends_at: Option<Instant>,
}

impl Tie {
    /// A tie between days of a time zone, the last one included.
    pub(crate) fn between(
        person: PersonId,
        sort_key: String,
        via: Uuid,
        (starts_on, ends_on): (NaiveDate, Option<NaiveDate>),
        zone: Tz,
    ) -> Self {
        let (starts_at, ends_at) = between(starts_on, ends_on, zone);
        Self { person, sort_key, via, starts_at, ends_at }
    }
}

/// The moments between which days of a time zone count, the last one included.
pub(crate) fn between(starts_on: NaiveDate, ends_on: Option<NaiveDate>, zone: Tz) -> (Instant, Option<Instant>) {
    let midnight = starts_on.and_time(NaiveTime::MIN).and_utc();
    (start_of(starts_on, zone).unwrap_or(midnight), ends_on.and_then(|day| end_of(day, zone)))
}

/// Keeps the tree as it is until the end of the transaction. Whoever changes who belongs where says this first, before anything is
/// read or held: whoever changes the tree, or brings people along, holds the same row the other way.
pub(crate) async fn still(tx: &mut Transaction) -> Result<(), DbError> {
    tx.sql(STILL).fetch_optional::<AroundRow>().await.map(drop)
}

#[derive(sqlx::FromRow)]
struct AroundRow {
    leaf: OrganisationId,
    circle_id: CircleId,
}

#[derive(sqlx::FromRow)]
struct TiedRow {
    person_id: PersonId,
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    sort_key: String,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    amount: i64,
}

#[derive(sqlx::FromRow)]
struct CountOfRow {
    circle_id: CircleId,
    amount: i64,
}

/// The circles around each of many organisations: its own and those of all above it.
pub(crate) async fn around(
    tx: &mut Transaction,
    organisations: &BTreeSet<OrganisationId>,
) -> Result<HashMap<OrganisationId, Vec<CircleId>>, DbError> {
    let mut found: HashMap<OrganisationId, Vec<CircleId>> = HashMap::new();
    if !organisations.is_empty() {
        let ids: Vec<String> = organisations.iter().map(|id| id.0.simple().to_string()).collect();
        let rows: Vec<AroundRow> = tx.sql(AROUND).bind(Json(ids)).fetch_all().await?;
        for row in rows {
            found.entry(row.leaf).or_default().push(row.circle_id);
        }
    }
    Ok(found)
}

/// Lets people belong to the organisations they have just been given an affiliation in, and to all above these. The tree is
/// [`still`].
pub(crate) async fn join(tx: &mut Transaction, new: &[(OrganisationId, Tie)]) -> Result<(), DbError> {
    if new.is_empty() {
        return Ok(());
    }
    let organisations: BTreeSet<OrganisationId> = new.iter().map(|(organisation, _)| *organisation).collect();
    let around = around(tx, &organisations).await?;
    let rows: Vec<(CircleId, &Tie)> = new
        .iter()
        .flat_map(|(organisation, tie)| {
            around.get(organisation).into_iter().flatten().map(move |circle| (*circle, tie))
        })
        .collect();
    add(tx, &rows).await
}

/// Lets somebody belong to one circle.
pub(crate) async fn add(tx: &mut Transaction, rows: &[(CircleId, &Tie)]) -> Result<(), DbError> {
    tx.insert_all(ADD, rows, |statement, (circle, tie)| {
        statement
            .bind(*circle)
            .bind(tie.sort_key.as_str())
            .bind(tie.person)
            .bind(tie.via)
            .bind(tie.starts_at)
            .bind(tie.ends_at)
    })
    .await
    .map(drop)
}

/// What an affiliation, a membership or a relation gave to somebody is no more.
pub(crate) async fn leave(tx: &mut Transaction, person: PersonId, via: Uuid) -> Result<(), DbError> {
    tx.sql(LEAVE).bind(person).bind(via).execute().await.map(drop)
}

/// Of many people who are called otherwise: those who belong to circles are elsewhere in their lists.
pub(crate) async fn resort_all(tx: &mut Transaction, renamed: &[(PersonId, String)]) -> Result<(), DbError> {
    if renamed.is_empty() {
        return Ok(());
    }
    let ids: Vec<PersonId> = renamed.iter().map(|(person, _)| *person).collect();
    let tied: Vec<TiedRow> = tx.sql(TIED).bind(store::list(&ids)).fetch_all().await?;
    let tied: BTreeSet<PersonId> = tied.into_iter().map(|row| row.person_id).collect();
    for (person, sort_key) in renamed.iter().filter(|(person, _)| tied.contains(person)) {
        resort(tx, *person, sort_key).await?;
    }
    Ok(())
}

/// Somebody is called otherwise: lists have them elsewhere.
pub(crate) async fn resort(tx: &mut Transaction, person: PersonId, sort_key: &str) -> Result<(), DbError> {
    tx.sql(RESORT).bind(person).bind(sort_key).execute().await.map(drop)
}

/// What lists order a person by; nothing if there is no such person.
pub(crate) async fn sort_key(tx: &mut Transaction, person: PersonId) -> Result<Option<String>, DbError> {
    Ok(tx.sql(SORT_KEY).bind(person).fetch_optional::<KeyRow>().await?.map(|row| row.sort_key))
}

/// How many people belong to a circle now, counted up to `most`. For use cases that have decided on the right already.
pub async fn count(tx: &mut Transaction, circle: CircleId, most: u32) -> Result<u64, DbError> {
    let now = tx.now();
    let row: CountRow = tx.sql(COUNT).bind(circle).bind(now).bind(i64::from(most)).fetch_one().await?;
    Ok(u64::try_from(row.amount).unwrap_or(0))
}

/// How many people belong to each of some circles now, each counted up to `most`. For use cases that have decided on the right
/// already.
pub(crate) async fn count_each(
    tx: &mut Transaction,
    circles: &[CircleId],
    most: u32,
) -> Result<HashMap<CircleId, u64>, DbError> {
    if circles.is_empty() {
        return Ok(HashMap::new());
    }
    let now = tx.now();
    let ids: Vec<String> = circles.iter().map(|circle| circle.0.simple().to_string()).collect();
    let statement = tx.sql(COUNT_EACH).bind(Json(ids)).bind(now).bind(i64::from(most));
    let rows: Vec<CountOfRow> = statement.fetch_all().await?;
    Ok(rows.into_iter().map(|row| (row.circle_id, u64::try_from(row.amount).unwrap_or(0))).collect())
}
