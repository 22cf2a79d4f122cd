//! The rows of trusted persons, and of requests for their help.

use chrono::{NaiveDate, TimeDelta};
use database::{Database, DbError, Transaction};
use foundation::{Instant, PersonId};
use uuid::Uuid;

use super::KEPT_FOR;
use super::state::{Clock, State, Step};
use crate::second::summary::count_removed;

database::statements! {
    // Whether there is such an account is looked up afterwards, by a job: naming an unknown one looks like naming a known one.
    NAME: tenant = "INSERT INTO trusted_person (tenant_id, id, person_id, name_key, shown, state, created_at, counts_from, expires_at)
        VALUES ($1, $2, $3, $4, $5, 'asked', $6, $7, $8) ON CONFLICT (tenant_id, person_id, name_key) DO NOTHING";
    FORGET_OLD: tenant = "DELETE FROM trusted_person WHERE tenant_id = $1 AND person_id = $2 AND expires_at <= $3";
    OWN: tenant = "SELECT t.id, t.shown, t.state, t.counts_from, p.display_name FROM trusted_person t
        LEFT JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.trusted_id
        WHERE t.tenant_id = $1 AND t.person_id = $2 AND (t.expires_at IS NULL OR t.expires_at > $3) ORDER BY t.created_at, t.id LIMIT 20";
    NAMED_BY: tenant = "SELECT t.id, t.state, p.display_name FROM trusted_person t JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.person_id
        WHERE t.tenant_id = $1 AND t.trusted_id = $2 AND t.state <> 'declined' AND (t.expires_at IS NULL OR t.expires_at > $3) ORDER BY t.created_at, t.id LIMIT 100";
    // Whether there is anybody at all, for a page that is opened often.
    ANY: tenant = "SELECT (SELECT count(*) FROM trusted_person o WHERE o.tenant_id = $1 AND o.person_id = $2 AND (o.expires_at IS NULL OR o.expires_at > $3))
            + (SELECT count(*) FROM trusted_person t WHERE t.tenant_id = $1 AND t.trusted_id = $2 AND t.state <> 'declined' AND (t.expires_at IS NULL OR t.expires_at > $3)) AS amount";
    FOUND: tenant = "UPDATE trusted_person SET trusted_id = $4 WHERE tenant_id = $1 AND id = $2 AND person_id = $3 AND trusted_id IS NULL AND state = 'asked'
        AND NOT EXISTS (SELECT 1 FROM trusted_person o WHERE o.tenant_id = $1 AND o.person_id = $3 AND o.trusted_id = $4)";
    ACCEPT: tenant = "UPDATE trusted_person SET state = 'accepted', expires_at = NULL WHERE tenant_id = $1 AND id = $2 AND trusted_id = $3 AND state = 'asked' AND expires_at > $4
        RETURNING person_id";
    // To whoever asked it looks as if nobody had answered yet.
    DECLINE: tenant = "UPDATE trusted_person SET state = 'declined' WHERE tenant_id = $1 AND id = $2 AND trusted_id = $3 AND state = 'asked' RETURNING person_id";
    END: tenant = "DELETE FROM trusted_person WHERE tenant_id = $1 AND id = $2 AND (person_id = $3 OR (trusted_id = $3 AND state = 'accepted')) RETURNING person_id";
    REMOVE_SINCE: tenant = "DELETE FROM trusted_person WHERE tenant_id = $1 AND person_id = $2 AND created_at >= $3";
    EFFECTIVE: tenant = "SELECT t.trusted_id AS person_id FROM trusted_person t JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.trusted_id
        WHERE t.tenant_id = $1 AND t.person_id = $2 AND t.state = 'accepted' AND t.counts_from <= $3 AND p.lifecycle_state = 'active' LIMIT 20";
    GUARDIAN: tenant = "SELECT r.person_id FROM relation r WHERE r.tenant_id = $1 AND r.person_id = $2 AND r.other_id = $3 AND r.kind = 'guardian'
        AND r.starts_on <= $4 AND (r.ends_on IS NULL OR r.ends_on >= $4) LIMIT 1";
    // Whether how somebody gets in, or where their mail goes, was changed since.
    CHANGES: tenant = "SELECT (SELECT count(*) FROM password_credential w WHERE w.tenant_id = $1 AND w.person_id = $2 AND w.changed_at > $3)
            + (SELECT count(*) FROM passkey k WHERE k.tenant_id = $1 AND k.person_id = $2 AND k.created_at > $3)
            + (SELECT count(*) FROM authenticator_app a WHERE a.tenant_id = $1 AND a.person_id = $2 AND a.created_at > $3)
            + (SELECT count(*) FROM recovery_code c WHERE c.tenant_id = $1 AND c.person_id = $2 AND c.created_at > $3)
            + (SELECT count(*) FROM contact_address e WHERE e.tenant_id = $1 AND e.person_id = $2 AND e.kind = 'email' AND e.created_at > $3)
            + (SELECT count(*) FROM trusted_recovery r WHERE r.tenant_id = $1 AND r.person_id = $2 AND r.state = 'done' AND r.ended_at > $3) AS amount";
    SWEEP_PEOPLE: platform = "DELETE FROM trusted_person WHERE (tenant_id, id) IN
        (SELECT tenant_id, id FROM trusted_person WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";

    ASK: tenant = "INSERT INTO trusted_recovery (tenant_id, id, person_id, state, code, password_chosen_at, device, network, created_at, expires_at)
        VALUES ($1, $2, $3, 'asked', $4, $5, $6, $7, $8, $9)";
    LIVE: tenant = "SELECT r.id, r.person_id, r.state, r.code, r.password_chosen_at, r.device, r.network, r.confirmed_by, r.created_at, r.waits_until, r.expires_at, p.display_name
        FROM trusted_recovery r JOIN person p ON p.tenant_id = r.tenant_id AND p.id = r.person_id
        WHERE r.tenant_id = $1 AND r.person_id = $2 AND r.state IN ('asked', 'confirmed') AND r.expires_at > $3 ORDER BY r.created_at DESC, r.id LIMIT 1";
    LAST: tenant = "SELECT created_at FROM trusted_recovery WHERE tenant_id = $1 AND person_id = $2 AND created_at > $3 ORDER BY created_at DESC LIMIT 1";
    BY_ID: tenant = "SELECT r.id, r.person_id, r.state, r.code, r.password_chosen_at, r.device, r.network, r.confirmed_by, r.created_at, r.waits_until, r.expires_at, p.display_name
        FROM trusted_recovery r JOIN person p ON p.tenant_id = r.tenant_id AND p.id = r.person_id WHERE r.tenant_id = $1 AND r.id = $2";
    // Those who were trusted persons when it was asked; whoever was named since does not see it.
    TO_HELP: tenant = "SELECT r.id, r.person_id, r.state, r.code, r.password_chosen_at, r.device, r.network, r.confirmed_by, r.created_at, r.waits_until, r.expires_at, p.display_name
        FROM trusted_person t JOIN trusted_recovery r ON r.tenant_id = t.tenant_id AND r.person_id = t.person_id JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.person_id
        WHERE t.tenant_id = $1 AND t.trusted_id = $2 AND t.state = 'accepted' AND t.counts_from <= r.created_at
            AND r.state IN ('asked', 'confirmed') AND r.expires_at > $3 ORDER BY r.created_at DESC, r.id LIMIT 100";
    // Of many who take a step at once exactly one does.
    MOVE: tenant = "UPDATE trusted_recovery SET state = $4, confirmed_by = $5, waits_until = $6, expires_at = $7, ended_at = $8
        WHERE tenant_id = $1 AND id = $2 AND state = $3 AND expires_at > $9";
    SWEEP_REQUESTS: platform = "DELETE FROM trusted_recovery WHERE (tenant_id, id) IN
        (SELECT tenant_id, id FROM trusted_recovery WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";

    // What somebody could prove who they are with beside the password.
    TAKE_APPS: tenant = "DELETE FROM authenticator_app WHERE tenant_id = $1 AND person_id = $2";
    TAKE_PASSKEYS: tenant = "DELETE FROM passkey WHERE tenant_id = $1 AND person_id = $2";
    OWE: tenant = "UPDATE person SET owes_factor = $3 WHERE tenant_id = $1 AND id = $2";
}

/// Somebody who was named, as who named them sees it.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct OwnRow {
    pub id: Uuid,
    pub shown: String,
    pub state: String,
    pub counts_from: Instant,
    pub display_name: Option<String>,
}

/// Somebody who named the visitor.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct NamedByRow {
    pub id: Uuid,
    pub state: String,
    pub display_name: String,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    person_id: PersonId,
}

#[derive(sqlx::FromRow)]
struct Amount {
    amount: i64,
}

#[derive(sqlx::FromRow)]
struct Made {
    created_at: Instant,
}

/// A request for help.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Request {
    pub id: Uuid,
    pub person_id: PersonId,
    state: String,
    pub code: String,
    pub password_chosen_at: Instant,
    pub device: String,
    pub network: String,
    pub confirmed_by: Option<PersonId>,
    pub created_at: Instant,
    pub waits_until: Option<Instant>,
    expires_at: Instant,
    pub display_name: String,
}

impl Request {
    /// Where it stands.
    pub fn state(&self) -> Result<State, DbError> {
        State::from_word(&self.state).ok_or(DbError::Corrupt("trusted_recovery.state"))
    }

    fn clock(&self, now: Instant) -> Clock {
        Clock { has_waited: self.waits_until.is_some_and(|until| until <= now), is_over: self.expires_at <= now }
    }
}

/// Names somebody; false when they are named already.
pub(super) async fn name(tx: &mut Transaction, id: Uuid, person: PersonId, shown: &str) -> Result<bool, DbError> {
    let now = tx.now();
    let statement = tx.sql(NAME).bind(id).bind(person).bind(foundation::text::key(shown)).bind(shown).bind(now);
    let added = statement.bind(now + super::COUNTS_AFTER).bind(now + super::ANSWERED_WITHIN).execute().await?;
    Ok(added == 1)
}

/// Removes names nobody answered in time.
pub(super) async fn forget_old(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(FORGET_OLD).bind(person).bind(now).execute().await?;
    Ok(())
}

/// Whom a person named.
pub(super) async fn own(tx: &mut Transaction, person: PersonId) -> Result<Vec<OwnRow>, DbError> {
    let now = tx.now();
    tx.sql(OWN).bind(person).bind(now).fetch_all().await
}

/// Who named a person.
pub(super) async fn named_by(tx: &mut Transaction, trusted: PersonId) -> Result<Vec<NamedByRow>, DbError> {
    let now = tx.now();
    tx.sql(NAMED_BY).bind(trusted).bind(now).fetch_all().await
}

/// Whether somebody named anybody, or was named.
pub(super) async fn any(tx: &mut Transaction, person: PersonId) -> Result<bool, DbError> {
    let now = tx.now();
    let row: Amount = tx.sql(ANY).bind(person).bind(now).fetch_one().await?;
    Ok(row.amount > 0)
}

/// Notes whom a name stands for; false when they are named already, or it was taken back.
pub(super) async fn found(
    tx: &mut Transaction,
    id: Uuid,
    person: PersonId,
    trusted: PersonId,
) -> Result<bool, DbError> {
    Ok(tx.sql(FOUND).bind(id).bind(person).bind(trusted).execute().await? == 1)
}

/// Says yes; answers who asked.
pub(super) async fn accept(tx: &mut Transaction, id: Uuid, trusted: PersonId) -> Result<Option<PersonId>, DbError> {
    let now = tx.now();
    let row: Option<PersonRow> = tx.sql(ACCEPT).bind(id).bind(trusted).bind(now).fetch_optional().await?;
    Ok(row.map(|row| row.person_id))
}

/// Says no; answers who asked.
pub(super) async fn decline(tx: &mut Transaction, id: Uuid, trusted: PersonId) -> Result<Option<PersonId>, DbError> {
    let row: Option<PersonRow> = tx.sql(DECLINE).bind(id).bind(trusted).fetch_optional().await?;
    Ok(row.map(|row| row.person_id))
}

/// Ends what one of the two had agreed to; answers who had named the other.
pub(super) async fn end(tx: &mut Transaction, id: Uuid, either: PersonId) -> Result<Option<PersonId>, DbError> {
    let row: Option<PersonRow> = tx.sql(END).bind(id).bind(either).fetch_optional().await?;
    Ok(row.map(|row| row.person_id))
}

/// Takes away whoever was named at an instant or later: it may have been somebody else who named them.
pub(crate) async fn remove_since(tx: &mut Transaction, person: PersonId, since: Instant) -> Result<(), DbError> {
    tx.sql(REMOVE_SINCE).bind(person).bind(since).execute().await?;
    Ok(())
}

/// The trusted persons of a person who counted at an instant and are active now.
pub(super) async fn effective(tx: &mut Transaction, person: PersonId, at: Instant) -> Result<Vec<PersonId>, DbError> {
    let rows: Vec<PersonRow> = tx.sql(EFFECTIVE).bind(person).bind(at).fetch_all().await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// Whether somebody is guardian of another on a day.
pub(super) async fn is_guardian(
    tx: &mut Transaction,
    guardian: PersonId,
    of: PersonId,
    day: NaiveDate,
) -> Result<bool, DbError> {
    Ok(tx.sql(GUARDIAN).bind(guardian).bind(of).bind(day).fetch_optional::<PersonRow>().await?.is_some())
}

/// Whether how somebody gets in was changed within a time.
pub(super) async fn has_changed(tx: &mut Transaction, person: PersonId, within: TimeDelta) -> Result<bool, DbError> {
    let since = tx.now() - within;
    Ok(tx.sql(CHANGES).bind(person).bind(since).fetch_one::<Amount>().await?.amount > 0)
}

/// Makes a request.
pub(super) async fn ask(
    tx: &mut Transaction,
    id: Uuid,
    person: PersonId,
    code: &str,
    password_chosen_at: Instant,
) -> Result<(), DbError> {
    let now = tx.now();
    let origin = tx.caller().origin.clone();
    let statement = tx.sql(ASK).bind(id).bind(person).bind(code).bind(password_chosen_at);
    let statement = statement.bind(origin.device.as_ref()).bind(origin.network().unwrap_or_default());
    statement.bind(now).bind(now + super::CONFIRMED_WITHIN).execute().await?;
    Ok(())
}

/// The request of a person that is under way.
pub(super) async fn live(tx: &mut Transaction, person: PersonId) -> Result<Option<Request>, DbError> {
    let now = tx.now();
    tx.sql(LIVE).bind(person).bind(now).fetch_optional().await
}

/// When a person last asked, if that was after an instant.
pub(super) async fn last(tx: &mut Transaction, person: PersonId, since: Instant) -> Result<Option<Instant>, DbError> {
    let row: Option<Made> = tx.sql(LAST).bind(person).bind(since).fetch_optional().await?;
    Ok(row.map(|row| row.created_at))
}

/// The request with an id, whatever its state.
pub(super) async fn by_id(tx: &mut Transaction, id: Uuid) -> Result<Option<Request>, DbError> {
    tx.sql(BY_ID).bind(id).fetch_optional().await
}

/// The requests under way that a person can help with.
pub(super) async fn to_help(tx: &mut Transaction, helper: PersonId) -> Result<Vec<Request>, DbError> {
    let now = tx.now();
    tx.sql(TO_HELP).bind(helper).bind(now).fetch_all().await
}

/// Takes a step; false when it cannot be taken, or somebody was quicker. `by` is who confirms, for how long is waited then.
pub(super) async fn step(
    tx: &mut Transaction,
    request: &Request,
    step: Step,
    by: Option<(PersonId, TimeDelta)>,
) -> Result<bool, DbError> {
    let now = tx.now();
    let state = request.state()?;
    let Some(next) = state.after(step, request.clock(now)) else { return Ok(false) };
    let (confirmed_by, waits_until, expires_at, ended_at) = match (next, by) {
        (State::Confirmed, Some((by, wait))) => {
            let until = now + wait;
            (Some(by), Some(until), until + super::FINISHED_WITHIN, None)
        }
        _ => (request.confirmed_by, request.waits_until, now + KEPT_FOR, Some(now)),
    };
    let statement = tx.sql(MOVE).bind(request.id).bind(state.word()).bind(next.word());
    let statement = statement.bind(confirmed_by).bind(waits_until).bind(expires_at).bind(ended_at);
    Ok(statement.bind(now).execute().await? == 1)
}

/// Takes away what a person lost, and notes that they have to make something new before anything else.
pub(super) async fn take_factors(tx: &mut Transaction, person: PersonId) -> Result<(u64, u64), DbError> {
    let apps = tx.sql(TAKE_APPS).bind(person).execute().await?;
    let passkeys = tx.sql(TAKE_PASSKEYS).bind(person).execute().await?;
    count_removed(tx, apps + passkeys).await?;
    tx.sql(OWE).bind(person).bind(true).execute().await?;
    Ok((apps, passkeys))
}

/// Removes what is past its time, a thousand at a time.
pub(super) async fn sweep(database: &Database) -> Result<(), DbError> {
    database.sweep(SWEEP_PEOPLE, database.now()).await?;
    database.sweep(SWEEP_REQUESTS, database.now()).await.map(drop)
}
