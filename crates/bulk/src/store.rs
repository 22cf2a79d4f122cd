//! The rows of changes and of the people in them.

use database::{DbError, Json, Transaction};
use directory::paging::Newest;
use directory::people::list::Key;
use directory::people::walk::Selection;
use foundation::{BulkId, Instant, PersonId};
use uuid::Uuid;

use crate::revert::Past;
use crate::{Action, Change, Counts, ItemState, State};

database::statements! {
    ADD: tenant = "INSERT INTO bulk_change (tenant_id, id, action, selection, reason, base, state, after_key, after_id, looked_at, pending, changed, unchanged, refused, undone, kept, asked_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, 'collecting', '', $7, 0, 0, 0, 0, 0, 0, 0, $8, $9)";
    FIND: tenant = "SELECT id, action, selection, reason, base, state, after_key, after_id, looked_at, pending, changed, unchanged, refused, undone, kept, failure, asked_by, undone_by, created_at, started_at, finished_at
        FROM bulk_change WHERE tenant_id = $1 AND id = $2";
    // The slices of a change come one after the other, whoever works on them. SQLite's writer is alone anyway.
    LOCK: tenant {
        sqlite: "SELECT id, action, selection, reason, base, state, after_key, after_id, looked_at, pending, changed, unchanged, refused, undone, kept, failure, asked_by, undone_by, created_at, started_at, finished_at
            FROM bulk_change WHERE tenant_id = $1 AND id = $2",
        postgres: "SELECT id, action, selection, reason, base, state, after_key, after_id, looked_at, pending, changed, unchanged, refused, undone, kept, failure, asked_by, undone_by, created_at, started_at, finished_at
            FROM bulk_change WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
    };
    PAGE: tenant = "SELECT id, action, selection, reason, base, state, after_key, after_id, looked_at, pending, changed, unchanged, refused, undone, kept, failure, asked_by, undone_by, created_at, started_at, finished_at
        FROM bulk_change WHERE tenant_id = $1 AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4";
    PAGE_OF_ASKER: tenant = "SELECT id, action, selection, reason, base, state, after_key, after_id, looked_at, pending, changed, unchanged, refused, undone, kept, failure, asked_by, undone_by, created_at, started_at, finished_at
        FROM bulk_change WHERE tenant_id = $1 AND asked_by = $2 AND (created_at, id) < ($3, $4) ORDER BY created_at DESC, id DESC LIMIT $5";
    // Whoever was slower finds that the walk has got further.
    WALKED: tenant = "UPDATE bulk_change SET after_key = $5, after_id = $6, looked_at = looked_at + $7, pending = pending + $8, unchanged = unchanged + $9, refused = refused + $10, state = $11
        WHERE tenant_id = $1 AND id = $2 AND state = 'collecting' AND after_key = $3 AND after_id = $4";
    BEGIN: tenant = "UPDATE bulk_change SET state = 'running', started_at = $3 WHERE tenant_id = $1 AND id = $2 AND state = 'ready'";
    TAKE_BACK: tenant = "UPDATE bulk_change SET state = 'undoing', undone_by = $3, finished_at = NULL, failure = NULL WHERE tenant_id = $1 AND id = $2 AND state IN ('done', 'cancelled', 'failed', 'undone')";
    END: tenant = "UPDATE bulk_change SET state = $3, failure = $4, finished_at = $5 WHERE tenant_id = $1 AND id = $2 AND state IN ('collecting', 'ready', 'running', 'undoing')";
    COUNT: tenant = "UPDATE bulk_change SET pending = pending + $3, changed = changed + $4, unchanged = unchanged + $5, refused = refused + $6, undone = undone + $7, kept = kept + $8 WHERE tenant_id = $1 AND id = $2";
    UNDER_WAY: tenant = "SELECT count(*) AS amount FROM (SELECT id FROM bulk_change WHERE tenant_id = $1 AND asked_by = $2 AND state IN ('collecting', 'running', 'undoing') LIMIT $3) AS found";
    FORGET: tenant = "DELETE FROM bulk_change WHERE tenant_id = $1 AND id = $2";

    ADD_ITEMS: insert = "INSERT INTO bulk_item (tenant_id, bulk_id, person_id, sort_key, state, code) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    NEXT: tenant = "SELECT person_id, past FROM bulk_item WHERE tenant_id = $1 AND bulk_id = $2 AND state = $3 ORDER BY sort_key, person_id LIMIT $4";
    SETTLE: tenant = "UPDATE bulk_item SET state = $4, code = $5, past = $6 WHERE tenant_id = $1 AND bulk_id = $2 AND person_id = $3 AND state = $7";
    ITEMS: tenant = "SELECT i.person_id, i.sort_key, i.state, i.code, p.display_name FROM bulk_item i JOIN person p ON p.tenant_id = i.tenant_id AND p.id = i.person_id
        WHERE i.tenant_id = $1 AND i.bulk_id = $2 AND i.state = $3 AND (i.sort_key, i.person_id) > ($4, $5) ORDER BY i.sort_key, i.person_id LIMIT $6";
    FORGET_ITEMS: tenant = "DELETE FROM bulk_item WHERE tenant_id = $1 AND bulk_id = $2 AND person_id IN
        (SELECT i.person_id FROM bulk_item i WHERE i.tenant_id = $1 AND i.bulk_id = $2 LIMIT 1000)";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: BulkId,
    action: Json<Action>,
    selection: Json<Selection>,
    reason: String,
    base: String,
    state: State,
    after_key: String,
    after_id: PersonId,
    looked_at: i64,
    pending: i64,
    changed: i64,
    unchanged: i64,
    refused: i64,
    undone: i64,
    kept: i64,
    failure: Option<String>,
    asked_by: PersonId,
    undone_by: Option<PersonId>,
    created_at: Instant,
    started_at: Option<Instant>,
    finished_at: Option<Instant>,
}

/// Counters are never negative.
fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

impl From<Row> for Change {
    fn from(row: Row) -> Self {
        let is_begun = !row.after_id.0.is_nil();
        Self {
            id: row.id,
            action: row.action.0,
            selection: row.selection.0,
            reason: row.reason,
            state: row.state,
            reached: is_begun.then_some(Key { value: row.after_key, id: row.after_id }),
            looked_at: unsigned(row.looked_at),
            counts: Counts {
                pending: unsigned(row.pending),
                changed: unsigned(row.changed),
                unchanged: unsigned(row.unchanged),
                refused: unsigned(row.refused),
                undone: unsigned(row.undone),
                kept: unsigned(row.kept),
            },
            failure: row.failure,
            asked_by: row.asked_by,
            undone_by: row.undone_by,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            base: row.base,
        }
    }
}

/// Where a walk begins that has not begun.
fn start() -> Key {
    Key { value: String::new(), id: PersonId(Uuid::nil()) }
}

/// A change that is asked for.
pub(crate) struct New<'n> {
    pub action: Action,
    pub selection: &'n Selection,
    pub reason: &'n str,
    pub base: &'n str,
    pub asked_by: PersonId,
}

pub(crate) async fn add(tx: &mut Transaction, new: &New<'_>) -> Result<BulkId, DbError> {
    let (id, now) = (tx.new_id::<BulkId>(), tx.now());
    let statement = tx.sql(ADD).bind(id).bind(Json(new.action)).bind(Json(new.selection.clone())).bind(new.reason);
    statement.bind(new.base).bind(start().id).bind(new.asked_by).bind(now).execute().await?;
    Ok(id)
}

#[derive(sqlx::FromRow)]
struct AmountRow {
    amount: i64,
}

/// How many changes of a person are worked on, counted up to `most`.
pub(crate) async fn under_way(tx: &mut Transaction, person: PersonId, most: i64) -> Result<i64, DbError> {
    Ok(tx.sql(UNDER_WAY).bind(person).bind(most).fetch_one::<AmountRow>().await?.amount)
}

pub(crate) async fn find(tx: &mut Transaction, id: BulkId) -> Result<Option<Change>, DbError> {
    Ok(tx.sql(FIND).bind(id).fetch_optional::<Row>().await?.map(Into::into))
}

/// As [`find`], and keeps others from working on it until the transaction ends.
pub(crate) async fn lock(tx: &mut Transaction, id: BulkId) -> Result<Option<Change>, DbError> {
    Ok(tx.sql(LOCK).bind(id).fetch_optional::<Row>().await?.map(Into::into))
}

/// Changes before a place, newest first; of one asker only, if one is given.
pub(crate) async fn page(
    tx: &mut Transaction,
    asker: Option<PersonId>,
    before: Newest<BulkId>,
    amount: i64,
) -> Result<Vec<Change>, DbError> {
    let rows: Vec<Row> = match asker {
        Some(asker) => {
            let statement = tx.sql(PAGE_OF_ASKER).bind(asker).bind(before.created_at).bind(before.id);
            statement.bind(amount).fetch_all().await?
        }
        None => tx.sql(PAGE).bind(before.created_at).bind(before.id).bind(amount).fetch_all().await?,
    };
    Ok(rows.into_iter().map(Into::into).collect())
}

/// How many people more, or fewer, are in each state.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub pending: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub refused: i64,
    pub undone: i64,
    pub kept: i64,
}

impl Tally {
    /// Somebody goes from one state to another.
    pub(crate) const fn turn(&mut self, from: ItemState, to: ItemState) {
        *self.of(from) -= 1;
        *self.of(to) += 1;
    }

    const fn of(&mut self, state: ItemState) -> &mut i64 {
        match state {
            ItemState::Pending => &mut self.pending,
            ItemState::Changed => &mut self.changed,
            ItemState::Unchanged => &mut self.unchanged,
            ItemState::Refused => &mut self.refused,
            ItemState::Undone => &mut self.undone,
            ItemState::Kept => &mut self.kept,
        }
    }
}

/// Somebody who is meant, as the walk found them.
pub(crate) struct NewItem {
    pub person: PersonId,
    pub sort_key: String,
    pub state: ItemState,
    pub code: Option<&'static str>,
}

/// Adds those who are meant; answers how many of them are new. Whoever was renamed meanwhile may be met twice and counts once.
pub(crate) async fn add_items(tx: &mut Transaction, id: BulkId, items: &[NewItem]) -> Result<i64, DbError> {
    let added = tx.insert_all(ADD_ITEMS, items, |statement, item| {
        let statement = statement.bind(id).bind(item.person).bind(item.sort_key.as_str());
        statement.bind(item.state).bind(item.code)
    });
    Ok(i64::try_from(added.await?).unwrap_or(i64::MAX))
}

/// Notes how far the walk has come; false when another has got further.
pub(crate) async fn walked(
    tx: &mut Transaction,
    change: &Change,
    to: Option<&Key>,
    looked_at: usize,
    found: Tally,
) -> Result<bool, DbError> {
    let from = change.reached.clone().unwrap_or_else(start);
    let state = if to.is_some() { State::Collecting } else { State::Ready };
    let to = to.unwrap_or(&from);
    let statement = tx.sql(WALKED).bind(change.id).bind(from.value.as_str()).bind(from.id);
    let statement = statement.bind(to.value.as_str()).bind(to.id).bind(i64::try_from(looked_at).unwrap_or(i64::MAX));
    let statement = statement.bind(found.pending).bind(found.unchanged).bind(found.refused).bind(state);
    Ok(statement.execute().await? == 1)
}

/// False when it is not ready.
pub(crate) async fn begin(tx: &mut Transaction, id: BulkId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(BEGIN).bind(id).bind(now).execute().await? == 1)
}

/// False when it has not ended.
pub(crate) async fn take_back(tx: &mut Transaction, id: BulkId, by: PersonId) -> Result<bool, DbError> {
    Ok(tx.sql(TAKE_BACK).bind(id).bind(by).execute().await? == 1)
}

/// False when it has ended already.
pub(crate) async fn end(
    tx: &mut Transaction,
    id: BulkId,
    state: State,
    failure: Option<&str>,
) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(END).bind(id).bind(state).bind(failure.map(str::to_owned)).bind(now).execute().await? == 1)
}

pub(crate) async fn count(tx: &mut Transaction, id: BulkId, tally: Tally) -> Result<(), DbError> {
    let Tally { pending, changed, unchanged, refused, undone, kept } = tally;
    let statement = tx.sql(COUNT).bind(id).bind(pending).bind(changed).bind(unchanged).bind(refused);
    statement.bind(undone).bind(kept).execute().await.map(drop)
}

/// Somebody to go on with.
#[derive(sqlx::FromRow)]
struct NextRow {
    person_id: PersonId,
    past: Option<Json<Past>>,
}

/// The next people in a state, with what was noted of them.
pub(crate) async fn next(
    tx: &mut Transaction,
    id: BulkId,
    state: ItemState,
    most: i64,
) -> Result<Vec<(PersonId, Option<Past>)>, DbError> {
    let rows: Vec<NextRow> = tx.sql(NEXT).bind(id).bind(state).bind(most).fetch_all().await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.past.map(|past| past.0))).collect())
}

/// Notes what became of somebody; false when another has noted it.
pub(crate) async fn settle(
    tx: &mut Transaction,
    (id, person): (BulkId, PersonId),
    (from, state): (ItemState, ItemState),
    code: Option<&str>,
    past: Option<&Past>,
) -> Result<bool, DbError> {
    let statement = tx.sql(SETTLE).bind(id).bind(person).bind(state).bind(code.map(str::to_owned));
    Ok(statement.bind(past.map(|past| Json(past.clone()))).bind(from).execute().await? == 1)
}

/// Somebody in a change.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Item {
    /// Who.
    pub person_id: PersonId,
    /// What lists ordered them by when they were found.
    pub sort_key: String,
    /// What became of them.
    pub state: ItemState,
    /// Why nothing was done, as a word that language files translate.
    pub code: Option<String>,
    /// How they are called.
    pub display_name: String,
}

/// The people in a state after a name and id.
pub(crate) async fn items(
    tx: &mut Transaction,
    id: BulkId,
    state: ItemState,
    after: &Key,
    most: i64,
) -> Result<Vec<Item>, DbError> {
    let statement = tx.sql(ITEMS).bind(id).bind(state).bind(after.value.as_str()).bind(after.id);
    statement.bind(most).fetch_all().await
}

/// Removes some of the people of a change; zero when there are none left.
pub(crate) async fn forget_items(tx: &mut Transaction, id: BulkId) -> Result<u64, DbError> {
    tx.sql(FORGET_ITEMS).bind(id).execute().await
}

pub(crate) async fn forget(tx: &mut Transaction, id: BulkId) -> Result<(), DbError> {
    tx.sql(FORGET).bind(id).execute().await.map(drop)
}
