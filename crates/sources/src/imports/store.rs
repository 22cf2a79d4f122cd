//! The rows of imports, their files, their problems, and what sources said.

use database::{DbError, Json, Transaction};
use directory::paging::Newest;
use foundation::{ImportId, Instant, PersonId, SourceId};

use super::{Counts, Import, State};
use crate::file::Facts;
use crate::mapping::{Mapping, RowProblem};

database::statements! {
    ADD: tenant = "INSERT INTO import (tenant_id, id, source_id, file_name, state, format, mapping, rows_total, rows_read, rows_created, rows_changed, rows_unchanged, rows_rejected, created_by, created_at)
        VALUES ($1, $2, $3, $4, 'uploaded', 'null', '{}', 0, 0, 0, 0, 0, 0, $5, $6)";
    // A mapping belongs to the columns it was made for.
    ARRIVED: tenant = "UPDATE import SET format = $3, rows_total = $4, mapping = '{}' WHERE tenant_id = $1 AND id = $2 AND state = 'uploaded'";
    REMOVE: tenant = "DELETE FROM import WHERE tenant_id = $1 AND id = $2 AND state = 'uploaded'";
    FIND: tenant = "SELECT i.id, i.source_id, s.name AS source_name, i.file_name, i.state, i.format, i.mapping, i.rows_total, i.rows_read, i.rows_created, i.rows_changed, i.rows_unchanged, i.rows_rejected,
            i.failure, i.created_by, i.created_at, i.started_at, i.finished_at
        FROM import i JOIN source s ON s.tenant_id = i.tenant_id AND s.id = i.source_id WHERE i.tenant_id = $1 AND i.id = $2";
    PAGE: tenant = "SELECT i.id, i.source_id, s.name AS source_name, i.file_name, i.state, i.format, i.mapping, i.rows_total, i.rows_read, i.rows_created, i.rows_changed, i.rows_unchanged, i.rows_rejected,
            i.failure, i.created_by, i.created_at, i.started_at, i.finished_at
        FROM import i JOIN source s ON s.tenant_id = i.tenant_id AND s.id = i.source_id
        WHERE i.tenant_id = $1 AND (i.created_at, i.id) < ($2, $3) ORDER BY i.created_at DESC, i.id DESC LIMIT $4";
    SAVE_MAPPING: tenant = "UPDATE import SET mapping = $3 WHERE tenant_id = $1 AND id = $2 AND state = 'uploaded'";
    // One import of a source at a time. The source's row is locked before, so that two starts cannot pass each other.
    START: tenant = "UPDATE import SET state = 'running', started_at = $3 WHERE tenant_id = $1 AND id = $2 AND state = 'uploaded'
        AND NOT EXISTS (SELECT 1 FROM import other WHERE other.tenant_id = $1 AND other.source_id = import.source_id AND other.state = 'running')";
    // The slices of an import come one after the other, whoever works on them. SQLite's writer is alone anyway.
    LOCK: tenant { sqlite: "SELECT state, rows_read FROM import WHERE tenant_id = $1 AND id = $2",
                   postgres: "SELECT state, rows_read FROM import WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE" };
    ADVANCE: tenant = "UPDATE import SET rows_read = rows_read + $3, rows_created = rows_created + $4, rows_changed = rows_changed + $5, rows_unchanged = rows_unchanged + $6, rows_rejected = rows_rejected + $7
        WHERE tenant_id = $1 AND id = $2 AND state = 'running' AND rows_read = $8";
    END: tenant = "UPDATE import SET state = $3, failure = $4, finished_at = $5 WHERE tenant_id = $1 AND id = $2 AND state = 'running'";
    CANCEL: tenant = "UPDATE import SET state = 'cancelled', finished_at = $3 WHERE tenant_id = $1 AND id = $2 AND state IN ('uploaded', 'running')";

    ADD_PART: tenant = "INSERT INTO import_part (tenant_id, import_id, number, sealed) VALUES ($1, $2, $3, $4)";
    PART: tenant = "SELECT sealed FROM import_part WHERE tenant_id = $1 AND import_id = $2 AND number = $3";

    // The keys of a slice, looked up in one statement.
    KNOWN: tenant {
        sqlite: "SELECT r.external_id, r.person_id, r.digest FROM json_each($3) k CROSS JOIN source_record r
            WHERE r.tenant_id = $1 AND r.source_id = $2 AND r.external_id = k.value",
        postgres: "SELECT r.external_id, r.person_id, r.digest FROM jsonb_array_elements_text($3) k(value) JOIN source_record r
            ON r.tenant_id = $1 AND r.source_id = $2 AND r.external_id = k.value"
    };
    SAVE_RECORDS: insert = "INSERT INTO source_record (tenant_id, source_id, external_id, person_id, digest, seen_in, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (tenant_id, source_id, external_id) DO UPDATE SET person_id = excluded.person_id, digest = excluded.digest, seen_in = excluded.seen_in, seen_at = excluded.seen_at";
    ADD_PROBLEMS: insert = "INSERT INTO import_problem (tenant_id, import_id, row_number, position, column_name, code, given) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    PROBLEMS: tenant = "SELECT row_number, position, column_name, code, given FROM import_problem
        WHERE tenant_id = $1 AND import_id = $2 AND (row_number, position) > ($3, $4) ORDER BY row_number, position LIMIT $5";

    // Retention. An upload that never ended has no format.
    FORGET_UNFINISHED: tenant = "DELETE FROM import WHERE tenant_id = $1 AND created_at < $2 AND state = 'uploaded' AND CAST(format AS TEXT) = 'null'";
    FORGET_PARTS: tenant = "DELETE FROM import_part WHERE tenant_id = $1 AND import_id IN
        (SELECT id FROM import WHERE tenant_id = $1 AND created_at < $2 AND state <> 'running')";
    FORGET_GIVEN: tenant = "UPDATE import_problem SET given = '' WHERE tenant_id = $1 AND given <> '' AND import_id IN
        (SELECT id FROM import WHERE tenant_id = $1 AND created_at < $2 AND state <> 'running')";
    FORGET_WAITING: tenant = "UPDATE import SET state = 'cancelled', finished_at = $3, failure = 'file-forgotten' WHERE tenant_id = $1 AND created_at < $2 AND state = 'uploaded'";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ImportId,
    source_id: SourceId,
    source_name: String,
    file_name: String,
    state: State,
    format: Json<Option<Facts>>,
    mapping: Json<Mapping>,
    rows_total: i64,
    rows_read: i64,
    rows_created: i64,
    rows_changed: i64,
    rows_unchanged: i64,
    rows_rejected: i64,
    failure: Option<String>,
    created_by: Option<PersonId>,
    created_at: Instant,
    started_at: Option<Instant>,
    finished_at: Option<Instant>,
}

impl From<Row> for Import {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            source: row.source_id,
            source_name: row.source_name,
            file_name: row.file_name,
            state: row.state,
            facts: row.format.0,
            mapping: row.mapping.0,
            rows_total: unsigned(row.rows_total),
            rows_read: unsigned(row.rows_read),
            counts: Counts {
                created: unsigned(row.rows_created),
                changed: unsigned(row.rows_changed),
                unchanged: unsigned(row.rows_unchanged),
                rejected: unsigned(row.rows_rejected),
            },
            failure: row.failure,
            created_by: row.created_by,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
        }
    }
}

/// Counters are never negative.
pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Nothing here counts beyond 2^63.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) async fn add(tx: &mut Transaction, id: ImportId, source: SourceId, file_name: &str) -> Result<(), DbError> {
    let (by, now) = (tx.caller().person(), tx.now());
    tx.sql(ADD).bind(id).bind(source).bind(file_name).bind(by).bind(now).execute().await.map(drop)
}

/// Says that the whole file is there and what it is; false when the import has begun or ended.
pub(crate) async fn arrived(tx: &mut Transaction, id: ImportId, facts: &Facts) -> Result<bool, DbError> {
    let rows = signed(facts.rows);
    Ok(tx.sql(ARRIVED).bind(id).bind(Json(Some(facts.clone()))).bind(rows).execute().await? == 1)
}

/// Removes an import that has not begun, with its file.
pub(crate) async fn remove(tx: &mut Transaction, id: ImportId) -> Result<(), DbError> {
    tx.sql(REMOVE).bind(id).execute().await.map(drop)
}

pub(crate) async fn find(tx: &mut Transaction, id: ImportId) -> Result<Option<Import>, DbError> {
    Ok(tx.sql(FIND).bind(id).fetch_optional::<Row>().await?.map(Into::into))
}

/// The newest imports before an instant and id.
pub(crate) async fn page(tx: &mut Transaction, before: Newest<ImportId>, amount: i64) -> Result<Vec<Import>, DbError> {
    let rows: Vec<Row> = tx.sql(PAGE).bind(before.created_at).bind(before.id).bind(amount).fetch_all().await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// False when the import has begun or ended.
pub(crate) async fn save_mapping(tx: &mut Transaction, id: ImportId, mapping: &Mapping) -> Result<bool, DbError> {
    Ok(tx.sql(SAVE_MAPPING).bind(id).bind(Json(mapping.clone())).execute().await? == 1)
}

/// False when it has begun or ended, or another import of its source runs.
pub(crate) async fn start(tx: &mut Transaction, id: ImportId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(START).bind(id).bind(now).execute().await? == 1)
}

/// How far an import is.
#[derive(sqlx::FromRow)]
pub(crate) struct Place {
    pub(crate) state: State,
    pub(crate) rows_read: i64,
}

/// Keeps others from working on the import until the end of the transaction.
pub(crate) async fn lock(tx: &mut Transaction, id: ImportId) -> Result<Option<Place>, DbError> {
    tx.sql(LOCK).bind(id).fetch_optional().await
}

/// Counts a slice that began at row `at`; false when the import is not there any more.
pub(crate) async fn advance(tx: &mut Transaction, id: ImportId, at: u64, counts: &Counts) -> Result<bool, DbError> {
    let statement =
        tx.sql(ADVANCE).bind(id).bind(signed(counts.rows())).bind(signed(counts.created)).bind(signed(counts.changed));
    let statement = statement.bind(signed(counts.unchanged)).bind(signed(counts.rejected)).bind(signed(at));
    Ok(statement.execute().await? == 1)
}

/// Ends a running import; false when it is not running any more.
pub(crate) async fn end(
    tx: &mut Transaction,
    id: ImportId,
    state: State,
    failure: Option<&str>,
) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(END).bind(id).bind(state).bind(failure.map(str::to_owned)).bind(now).execute().await? == 1)
}

/// False when there was nothing left to cancel.
pub(crate) async fn cancel(tx: &mut Transaction, id: ImportId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(CANCEL).bind(id).bind(now).execute().await? == 1)
}

pub(crate) async fn add_part(tx: &mut Transaction, id: ImportId, number: u32, sealed: Vec<u8>) -> Result<(), DbError> {
    tx.sql(ADD_PART).bind(id).bind(i64::from(number)).bind(sealed).execute().await.map(drop)
}

#[derive(sqlx::FromRow)]
struct PartRow {
    sealed: Vec<u8>,
}

pub(crate) async fn part(tx: &mut Transaction, id: ImportId, number: u32) -> Result<Option<Vec<u8>>, DbError> {
    Ok(tx.sql(PART).bind(id).bind(i64::from(number)).fetch_optional::<PartRow>().await?.map(|row| row.sealed))
}

/// What a source last said of one record.
#[derive(sqlx::FromRow)]
pub(crate) struct Known {
    pub(crate) external_id: String,
    pub(crate) person_id: PersonId,
    pub(crate) digest: Vec<u8>,
}

/// What the source last said of the records with these keys.
pub(crate) async fn known(tx: &mut Transaction, source: SourceId, keys: Vec<String>) -> Result<Vec<Known>, DbError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    tx.sql(KNOWN).bind(source).bind(Json(keys)).fetch_all().await
}

/// What a source says of one record now.
#[derive(Debug)]
pub(crate) struct Record<'r> {
    pub(crate) key: &'r str,
    pub(crate) person: PersonId,
    pub(crate) digest: &'r [u8],
}

pub(crate) async fn save_records(
    tx: &mut Transaction,
    source: SourceId,
    import: ImportId,
    records: &[Record<'_>],
) -> Result<(), DbError> {
    let now = tx.now();
    tx.insert_all(SAVE_RECORDS, records, |statement, record| {
        statement.bind(source).bind(record.key).bind(record.person).bind(record.digest).bind(import).bind(now)
    })
    .await
    .map(drop)
}

/// A problem of a row as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct StoredProblem {
    pub(crate) row_number: i64,
    pub(crate) position: i64,
    pub(crate) column_name: String,
    pub(crate) code: String,
    pub(crate) given: String,
}

impl StoredProblem {
    /// The problems of the row that begins in `line`.
    pub(crate) fn all(line: u64, problems: &[RowProblem]) -> impl Iterator<Item = Self> {
        (1..).zip(problems).map(move |(position, problem)| Self {
            row_number: signed(line),
            position,
            column_name: problem.column.clone(),
            code: problem.code.clone(),
            given: problem.given.clone(),
        })
    }
}

pub(crate) async fn add_problems(
    tx: &mut Transaction,
    import: ImportId,
    problems: &[StoredProblem],
) -> Result<(), DbError> {
    tx.insert_all(ADD_PROBLEMS, problems, |statement, problem| {
        let statement = statement.bind(import).bind(problem.row_number).bind(problem.position);
        statement.bind(problem.column_name.as_str()).bind(problem.code.as_str()).bind(problem.given.as_str())
    })
    .await
    .map(drop)
}

/// The problems behind a row and position, in the order of the file.
pub(crate) async fn problems(
    tx: &mut Transaction,
    import: ImportId,
    after: (i64, i64),
    amount: i64,
) -> Result<Vec<StoredProblem>, DbError> {
    tx.sql(PROBLEMS).bind(import).bind(after.0).bind(after.1).bind(amount).fetch_all().await
}

/// Removes uploads that began before `unfinished` and never ended.
pub(crate) async fn forget_unfinished(tx: &mut Transaction, unfinished: Instant) -> Result<u64, DbError> {
    tx.sql(FORGET_UNFINISHED).bind(unfinished).execute().await
}

/// Removes the files, and the values in the reports, of imports that began before `old`. Returns how many parts went.
pub(crate) async fn forget_old(tx: &mut Transaction, old: Instant) -> Result<u64, DbError> {
    let now = tx.now();
    tx.sql(FORGET_WAITING).bind(old).bind(now).execute().await?;
    tx.sql(FORGET_GIVEN).bind(old).execute().await?;
    tx.sql(FORGET_PARTS).bind(old).execute().await
}
