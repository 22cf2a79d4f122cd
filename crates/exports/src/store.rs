//! The rows of exports.

use database::{DbError, Json, Transaction};
use directory::paging::Newest;
use directory::people::list::Key;
use directory::people::walk::Selection;
use foundation::{ExportId, Instant, PersonId};

use crate::{Column, Export, Format, State};

database::statements! {
    ADD: tenant = "INSERT INTO person_export (tenant_id, id, asked_by, selection, columns, format, rights, state, rows_written, pieces, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $8, 'running', 0, 0, $7)";
    UNDER_WAY: tenant = "SELECT count(*) AS amount FROM (SELECT id FROM person_export WHERE tenant_id = $1 AND asked_by = $2 AND state = 'running' LIMIT $3) AS found";
    FIND: tenant = "SELECT id, asked_by, selection, columns, format, rights, state, rows_written, pieces, after_key, after_id, failure, created_at, finished_at
        FROM person_export WHERE tenant_id = $1 AND id = $2";
    PAGE: tenant = "SELECT id, asked_by, selection, columns, format, rights, state, rows_written, pieces, after_key, after_id, failure, created_at, finished_at
        FROM person_export WHERE tenant_id = $1 AND asked_by = $2 AND (created_at, id) < ($3, $4) ORDER BY created_at DESC, id DESC LIMIT $5";
    // Of two who wrote the same piece, the second changes nothing.
    ADVANCE: tenant = "UPDATE person_export SET rows_written = rows_written + $4, pieces = pieces + 1, after_key = $5, after_id = $6
        WHERE tenant_id = $1 AND id = $2 AND pieces = $3 AND state = 'running'";
    // Behind whom it went on is somebody's name, and not needed any more.
    END: tenant = "UPDATE person_export SET state = $3, failure = $4, finished_at = $5, after_key = NULL, after_id = NULL WHERE tenant_id = $1 AND id = $2 AND state = 'running'";
    FORGET: tenant = "DELETE FROM person_export WHERE tenant_id = $1 AND id = $2";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ExportId,
    asked_by: PersonId,
    selection: Json<Selection>,
    columns: Json<Vec<Column>>,
    format: Format,
    rights: String,
    state: State,
    rows_written: i64,
    pieces: i64,
    after_key: Option<String>,
    after_id: Option<PersonId>,
    failure: Option<String>,
    created_at: Instant,
    finished_at: Option<Instant>,
}

/// An export with the place where it goes on.
pub(crate) struct Placed {
    pub(crate) export: Export,
    /// What the one who asked might do then, as one word: with other rights it would be another file.
    pub(crate) rights: String,
    /// How many pieces are done.
    pub(crate) pieces: i64,
    /// Behind whom the next one begins.
    pub(crate) after: Option<Key>,
}

impl From<Row> for Placed {
    fn from(row: Row) -> Self {
        Self {
            rights: row.rights,
            pieces: row.pieces,
            after: row.after_key.zip(row.after_id).map(|(value, id)| Key { value, id }),
            export: Export {
                id: row.id,
                asked_by: row.asked_by,
                selection: row.selection.0,
                columns: row.columns.0,
                format: row.format,
                state: row.state,
                rows: u64::try_from(row.rows_written).unwrap_or(0),
                failure: row.failure,
                created_at: row.created_at,
                finished_at: row.finished_at,
            },
        }
    }
}

/// Adds an export that is running from now on.
pub(crate) async fn add(
    tx: &mut Transaction,
    asked_by: PersonId,
    selection: &Selection,
    columns: &[Column],
    (format, rights): (Format, &str),
) -> Result<ExportId, DbError> {
    let (id, now) = (tx.new_id::<ExportId>(), tx.now());
    let statement = tx.sql(ADD).bind(id).bind(asked_by).bind(Json(selection.clone())).bind(Json(columns.to_vec()));
    statement.bind(format).bind(now).bind(rights.to_owned()).execute().await?;
    Ok(id)
}

#[derive(sqlx::FromRow)]
struct AmountRow {
    amount: i64,
}

/// How many exports of a person are under way, counted up to `most`.
pub(crate) async fn under_way(tx: &mut Transaction, person: PersonId, most: i64) -> Result<i64, DbError> {
    Ok(tx.sql(UNDER_WAY).bind(person).bind(most).fetch_one::<AmountRow>().await?.amount)
}

pub(crate) async fn find(tx: &mut Transaction, id: ExportId) -> Result<Option<Placed>, DbError> {
    Ok(tx.sql(FIND).bind(id).fetch_optional::<Row>().await?.map(Into::into))
}

/// The newest exports of a person before a place.
pub(crate) async fn page(
    tx: &mut Transaction,
    asked_by: PersonId,
    before: Newest<ExportId>,
    amount: i64,
) -> Result<Vec<Export>, DbError> {
    let statement = tx.sql(PAGE).bind(asked_by).bind(before.created_at).bind(before.id).bind(amount);
    let rows: Vec<Row> = statement.fetch_all().await?;
    Ok(rows.into_iter().map(|row| Placed::from(row).export).collect())
}

/// Counts the piece with a number, of so many people; false when it is counted already or the export is not running any more.
pub(crate) async fn advance(
    tx: &mut Transaction,
    id: ExportId,
    piece: i64,
    rows: usize,
    after: Option<&Key>,
) -> Result<bool, DbError> {
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    let statement = tx.sql(ADVANCE).bind(id).bind(piece).bind(rows);
    let statement = statement.bind(after.map(|key| key.value.clone())).bind(after.map(|key| key.id));
    Ok(statement.execute().await? == 1)
}

/// Ends a running export; false when it is not running any more.
pub(crate) async fn end(
    tx: &mut Transaction,
    id: ExportId,
    state: State,
    failure: Option<&str>,
) -> Result<bool, DbError> {
    let now = tx.now();
    let statement = tx.sql(END).bind(id).bind(state).bind(failure.map(str::to_owned));
    Ok(statement.bind(Some(now)).execute().await? == 1)
}

/// Removes an export with its file; false when it is gone already.
pub(crate) async fn forget(tx: &mut Transaction, id: ExportId) -> Result<bool, DbError> {
    Ok(tx.sql(FORGET).bind(id).execute().await? == 1)
}
