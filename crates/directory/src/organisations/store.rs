//! The rows of organisations.

use std::collections::{BTreeSet, HashMap};

use database::{DbError, Json, Transaction};
use foundation::{Instant, OrganisationId, text};
use uuid::Uuid;

use super::Organisation;
use crate::paging::{From, PAGE, Page};
use crate::search::end_of;

database::statements! {
    FIND: tenant = "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation WHERE tenant_id = $1 AND id = $2";
    HOLD: tenant {
        sqlite: "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation WHERE tenant_id = $1 AND id = $2",
        postgres: "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
    };
    TOP_NEXT: tenant = "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation
        WHERE tenant_id = $1 AND parent_id IS NULL AND (name_key, id) > ($2, $3) AND ended_at IS NULL ORDER BY name_key, id LIMIT $4";
    TOP_BACK: tenant = "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation
        WHERE tenant_id = $1 AND parent_id IS NULL AND (name_key, id) < ($2, $3) AND ended_at IS NULL ORDER BY name_key DESC, id DESC LIMIT $4";
    BELOW_NEXT: tenant = "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation
        WHERE tenant_id = $1 AND parent_id = $5 AND (name_key, id) > ($2, $3) AND ended_at IS NULL ORDER BY name_key, id LIMIT $4";
    BELOW_BACK: tenant = "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation
        WHERE tenant_id = $1 AND parent_id = $5 AND (name_key, id) < ($2, $3) AND ended_at IS NULL ORDER BY name_key DESC, id DESC LIMIT $4";
    // For many at once. SQLite would read a tenant's in the order of their names where statistics know of few that are below others.
    BELOW_EACH: tenant {
        sqlite: "SELECT o.id, o.parent_id, o.kind, o.name, o.name_key, o.ended_at FROM json_each($2) k CROSS JOIN organisation o
            WHERE o.tenant_id = $1 AND o.id IN (SELECT c.id FROM organisation c INDEXED BY organisation_by_parent
                WHERE c.tenant_id = $1 AND c.parent_id = unhex(k.value) AND c.ended_at IS NULL ORDER BY c.name_key, c.id LIMIT $3) ORDER BY o.name_key, o.id",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT found.id, found.parent_id, found.kind, found.name, found.name_key, found.ended_at FROM k CROSS JOIN LATERAL
                (SELECT o.id, o.parent_id, o.kind, o.name, o.name_key, o.ended_at FROM organisation o
                    WHERE o.tenant_id = $1 AND o.parent_id = k.id AND o.ended_at IS NULL ORDER BY o.name_key, o.id LIMIT $3) AS found
            ORDER BY found.name_key, found.id",
    };
    COUNT_BELOW: tenant {
        sqlite: "SELECT unhex(k.value) AS id, (SELECT count(*) FROM (SELECT 1 FROM organisation o INDEXED BY organisation_by_parent
                WHERE o.tenant_id = $1 AND o.parent_id = unhex(k.value) AND o.ended_at IS NULL LIMIT $3) AS found) AS amount
            FROM json_each($2) k",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT k.id, counted.amount FROM k CROSS JOIN LATERAL (SELECT count(*) AS amount FROM (SELECT 1 FROM organisation o
                WHERE o.tenant_id = $1 AND o.parent_id = k.id AND o.ended_at IS NULL LIMIT $3) AS found) AS counted",
    };
    FIND_EACH: tenant {
        sqlite: "SELECT o.id, o.parent_id, o.kind, o.name, o.name_key, o.ended_at FROM json_each($2) k CROSS JOIN organisation o
            WHERE o.tenant_id = $1 AND o.id = unhex(k.value) AND o.ended_at IS NULL ORDER BY o.name_key, o.id",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT found.id, found.parent_id, found.kind, found.name, found.name_key, found.ended_at FROM k CROSS JOIN LATERAL
                (SELECT o.id, o.parent_id, o.kind, o.name, o.name_key, o.ended_at FROM organisation o
                    WHERE o.tenant_id = $1 AND o.id = k.id AND o.ended_at IS NULL LIMIT 1) AS found
            ORDER BY found.name_key, found.id",
    };
    UP: tenant = "WITH RECURSIVE up (id, parent_id, kind, name, name_key, ended_at, depth) AS (
            SELECT id, parent_id, kind, name, name_key, ended_at, CAST(0 AS BIGINT) FROM organisation WHERE tenant_id = $1 AND id = $2
            UNION ALL
            SELECT o.id, o.parent_id, o.kind, o.name, o.name_key, o.ended_at, up.depth + 1 FROM up JOIN organisation o ON o.tenant_id = $1 AND o.id = up.parent_id WHERE up.depth < 40)
        SELECT id, parent_id, kind, name, name_key, ended_at FROM up ORDER BY depth";
    BEGINNING: tenant = "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation
        WHERE tenant_id = $1 AND (name_key, id) > ($2, $3) AND name_key < $4 AND ended_at IS NULL ORDER BY name_key, id LIMIT $5";
    CALLED: tenant = "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation WHERE tenant_id = $1 AND name_key = $2 AND ended_at IS NULL ORDER BY id LIMIT 200";
    MERGED_INTO: tenant = "SELECT merged_into FROM organisation WHERE tenant_id = $1 AND id = $2";
    NAMED_AT_TOP: tenant = "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation WHERE tenant_id = $1 AND parent_id IS NULL AND name_key = $2 AND ended_at IS NULL LIMIT 2";
    NAMED_BELOW: tenant = "SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation WHERE tenant_id = $1 AND parent_id = $3 AND name_key = $2 AND ended_at IS NULL LIMIT 2";
    INSERT: tenant = "INSERT INTO organisation (tenant_id, id, parent_id, kind, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    RENAME: tenant = "UPDATE organisation SET name = $3, name_key = $4, kind = $5, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    PLACE: tenant = "UPDATE organisation SET parent_id = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    PLACE_CHILDREN: tenant = "UPDATE organisation SET parent_id = $3, version = version + 1 WHERE tenant_id = $1 AND parent_id = $2";
    END: tenant = "UPDATE organisation SET ended_at = $3, merged_into = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    // Whether anybody belongs there now or later, or a group does.
    IN_USE: tenant = "SELECT id FROM affiliation WHERE tenant_id = $1 AND organisation_id = $2 AND (ends_on IS NULL OR ends_on >= $3)
        UNION ALL SELECT id FROM person_group WHERE tenant_id = $1 AND organisation_id = $2 AND ended_at IS NULL LIMIT 1";
    // Serialises changes of the tree, which could together close a ring; SQLite's writer is alone anyway.
    LOCK: tenant { sqlite: "SELECT tenant_id AS id FROM tenant WHERE tenant_id = $1",
                   postgres: "SELECT tenant_id AS id FROM tenant WHERE tenant_id = $1 FOR NO KEY UPDATE" };
    // How many levels there are below, and whether there are too many organisations to look at all.
    HEIGHT: tenant = "WITH RECURSIVE down (id, depth) AS (
            SELECT id, CAST(0 AS BIGINT) FROM organisation WHERE tenant_id = $1 AND id = $2
            UNION ALL
            SELECT o.id, down.depth + 1 FROM down CROSS JOIN organisation o WHERE o.tenant_id = $1 AND o.parent_id = down.id AND down.depth < 40)
        SELECT count(*) AS amount, MAX(depth) AS deepest FROM down";
}

#[derive(sqlx::FromRow)]
struct CountRow {
    id: OrganisationId,
    amount: i64,
}

#[derive(sqlx::FromRow)]
struct MergedRow {
    merged_into: Option<OrganisationId>,
}

#[derive(sqlx::FromRow)]
struct HeightRow {
    amount: i64,
    deepest: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Found {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    id: Uuid,
}

pub(super) async fn find(tx: &mut Transaction, id: OrganisationId) -> Result<Option<Organisation>, DbError> {
    tx.sql(FIND).bind(id).fetch_optional().await
}

/// As [`find`], and keeps others from changing it until the transaction ends.
pub(super) async fn hold(tx: &mut Transaction, id: OrganisationId) -> Result<Option<Organisation>, DbError> {
    tx.sql(HOLD).bind(id).fetch_optional().await
}

pub(super) async fn page(
    tx: &mut Transaction,
    parent: Option<OrganisationId>,
    from: &From<OrganisationId>,
) -> Result<Page<Organisation>, DbError> {
    let (key, id) = from.key(OrganisationId(Uuid::nil()));
    let found = match parent {
        None => {
            let statement = tx.sql(if from.is_back() { TOP_BACK } else { TOP_NEXT });
            statement.bind(key).bind(id).bind(PAGE + 1).fetch_all().await?
        }
        Some(parent) => {
            let statement = tx.sql(if from.is_back() { BELOW_BACK } else { BELOW_NEXT });
            statement.bind(key).bind(id).bind(PAGE + 1).bind(parent).fetch_all().await?
        }
    };
    Ok(Page::of(found, from))
}

/// The first page of what is directly below each of some, of those that have something below them.
pub(super) async fn below_each(
    tx: &mut Transaction,
    parents: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Page<Organisation>>, DbError> {
    let mut below: HashMap<OrganisationId, Vec<Organisation>> = HashMap::new();
    if !parents.is_empty() {
        let found: Vec<Organisation> = tx.sql(BELOW_EACH).bind(list(parents)).bind(PAGE + 1).fetch_all().await?;
        for one in found {
            if let Some(parent) = one.parent_id {
                below.entry(parent).or_default().push(one);
            }
        }
    }
    Ok(below.into_iter().map(|(parent, found)| (parent, Page::of(found, &From::<OrganisationId>::Start))).collect())
}

/// How many are directly below each of some, each counted up to `most`.
pub(super) async fn count_below(
    tx: &mut Transaction,
    parents: &[OrganisationId],
    most: u32,
) -> Result<HashMap<OrganisationId, u64>, DbError> {
    if parents.is_empty() {
        return Ok(HashMap::new());
    }
    let statement = tx.sql(COUNT_BELOW).bind(list(parents)).bind(i64::from(most));
    let rows: Vec<CountRow> = statement.fetch_all().await?;
    Ok(rows.into_iter().map(|row| (row.id, u64::try_from(row.amount).unwrap_or(0))).collect())
}

/// Whether anything is directly below one.
pub(super) async fn has_below(tx: &mut Transaction, id: OrganisationId) -> Result<bool, DbError> {
    Ok(count_below(tx, &[id], 1).await?.into_values().any(|count| count > 0))
}

/// Those of some that have not ended, by name.
pub(super) async fn find_each(tx: &mut Transaction, ids: &[OrganisationId]) -> Result<Vec<Organisation>, DbError> {
    if ids.is_empty() { Ok(Vec::new()) } else { tx.sql(FIND_EACH).bind(list(ids)).fetch_all().await }
}

/// Ids as statements take them, each once.
fn list(ids: &[OrganisationId]) -> Json<BTreeSet<String>> {
    Json(ids.iter().map(|id| id.0.simple().to_string()).collect())
}

/// The organisation and all above it, itself first.
pub(super) async fn up(tx: &mut Transaction, id: OrganisationId) -> Result<Vec<Organisation>, DbError> {
    tx.sql(UP).bind(id).fetch_all().await
}

/// Those whose folded names begin so, after one of a name and an id; `most` of them.
pub(super) async fn beginning_with(
    tx: &mut Transaction,
    key: &str,
    from: &(String, OrganisationId),
    most: i64,
) -> Result<Vec<Organisation>, DbError> {
    let statement = tx.sql(BEGINNING).bind(from.0.as_str()).bind(from.1).bind(end_of(key));
    statement.bind(most).fetch_all().await
}

pub(super) async fn called(tx: &mut Transaction, key: &str) -> Result<Vec<Organisation>, DbError> {
    tx.sql(CALLED).bind(key).fetch_all().await
}

pub(super) async fn merged_into(tx: &mut Transaction, id: OrganisationId) -> Result<Option<OrganisationId>, DbError> {
    Ok(tx.sql(MERGED_INTO).bind(id).fetch_optional::<MergedRow>().await?.and_then(|row| row.merged_into))
}

/// Those of a name directly below an organisation, or at the top.
pub(super) async fn named(
    tx: &mut Transaction,
    parent: Option<OrganisationId>,
    key: &str,
) -> Result<Vec<Organisation>, DbError> {
    match parent {
        None => tx.sql(NAMED_AT_TOP).bind(key).fetch_all().await,
        Some(parent) => tx.sql(NAMED_BELOW).bind(key).bind(parent).fetch_all().await,
    }
}

pub(super) async fn insert(
    tx: &mut Transaction,
    parent: Option<OrganisationId>,
    kind: &str,
    name: &str,
) -> Result<OrganisationId, DbError> {
    let (id, now) = (tx.new_id::<OrganisationId>(), tx.now());
    let statement = tx.sql(INSERT).bind(id).bind(parent).bind(kind).bind(name);
    statement.bind(text::search_key(name)).bind(now).execute().await?;
    Ok(id)
}

pub(super) async fn rename(tx: &mut Transaction, id: OrganisationId, name: &str, kind: &str) -> Result<(), DbError> {
    tx.sql(RENAME).bind(id).bind(name).bind(text::search_key(name)).bind(kind).execute().await.map(drop)
}

pub(super) async fn place(
    tx: &mut Transaction,
    id: OrganisationId,
    parent: Option<OrganisationId>,
) -> Result<(), DbError> {
    tx.sql(PLACE).bind(id).bind(parent).execute().await.map(drop)
}

pub(super) async fn place_children(
    tx: &mut Transaction,
    of: OrganisationId,
    parent: OrganisationId,
) -> Result<(), DbError> {
    tx.sql(PLACE_CHILDREN).bind(of).bind(parent).execute().await.map(drop)
}

pub(super) async fn end(
    tx: &mut Transaction,
    id: OrganisationId,
    at: Instant,
    merged_into: Option<OrganisationId>,
) -> Result<(), DbError> {
    tx.sql(END).bind(id).bind(at).bind(merged_into).execute().await.map(drop)
}

pub(super) async fn is_in_use(tx: &mut Transaction, id: OrganisationId) -> Result<bool, DbError> {
    let today = tx.now().date_naive();
    Ok(tx.sql(IN_USE).bind(id).bind(today).fetch_optional::<Found>().await?.is_some())
}

pub(super) async fn lock(tx: &mut Transaction) -> Result<(), DbError> {
    tx.sql(LOCK).fetch_optional::<Found>().await.map(drop)
}

/// How many organisations there are in and below one, and over how many levels below it.
pub(super) async fn height(tx: &mut Transaction, id: OrganisationId) -> Result<(u64, usize), DbError> {
    let row: HeightRow = tx.sql(HEIGHT).bind(id).fetch_one().await?;
    let deepest = row.deepest.and_then(|deepest| usize::try_from(deepest).ok()).unwrap_or(0);
    Ok((u64::try_from(row.amount).unwrap_or(0), deepest))
}
