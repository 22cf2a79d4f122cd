//! Mails that remind people of a factor they lack: asked for by staff, written by a job in slices.
//!
//! Nobody is written to twice by one reminder, and not within a week by two, unless that is meant: each mail is written in the
//! statement's transaction that notes when, and only where nothing was noted since. A slice that is done twice finds nobody.

use audit::{Entry, Stream};
use chrono::TimeDelta;
use database::{Database, DbError, Transaction};
use directory::people::{find, list::Key};
use directory::tenants::manage;
use directory::tenants::policy::Factors;
use directory::{Tenant, addresses};
use foundation::{Caller, Instant, Permission, PersonId};
use jobs::{Job, JobError, Work};
use messaging::{Mail, MailKind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::lacking::{self, Group, Line};
use super::look::Stand;
use crate::{AuthenticationError, Place};

database::statements! {
    RUNNING: tenant = "SELECT id FROM factor_reminder WHERE tenant_id = $1 AND state = 'running' LIMIT 1";
    START: tenant = "INSERT INTO factor_reminder (tenant_id, id, audience, least, base, reminded_before, state, after_key, after_id, written, passed_over, asked_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, 'running', '', $7, 0, 0, $8, $9)";
    FIND: tenant = "SELECT id, audience, least, base, reminded_before, state, after_key, after_id, written, passed_over, created_at, finished_at FROM factor_reminder WHERE tenant_id = $1 AND id = $2";
    LATEST: tenant = "SELECT id, audience, least, base, reminded_before, state, after_key, after_id, written, passed_over, created_at, finished_at FROM factor_reminder
        WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1";
    // Of two who write the same slice one gets on, and the other leaves nothing behind.
    GO_ON: tenant = "UPDATE factor_reminder SET after_key = $5, after_id = $6, written = written + $7, passed_over = passed_over + $8
        WHERE tenant_id = $1 AND id = $2 AND state = 'running' AND after_key = $3 AND after_id = $4";
    END: tenant = "UPDATE factor_reminder SET state = $3, finished_at = $4 WHERE tenant_id = $1 AND id = $2 AND state = 'running'";
    NOTE: tenant = "UPDATE person SET factors_reminded_at = $3 WHERE tenant_id = $1 AND id = $2 AND (factors_reminded_at IS NULL OR factors_reminded_at < $4)";
}

/// The kind of the job.
pub const JOB: &str = "factors.remind";
/// How long somebody who was reminded is left alone, unless it is said otherwise.
pub const PAUSE: TimeDelta = TimeDelta::days(7);
/// How many people a transaction writes to: SQLite has one writer, and a sign-in waits as long.
const SLICE: usize = 25;

/// Where a reminder stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Mails are being written.
    Running,
    /// All were written.
    Done,
    /// It was given up; those who were written to are noted.
    Failed,
}

foundation::stored_as_word!(State);

impl State {
    const ALL: [Self; 3] = [Self::Running, Self::Done, Self::Failed];

    const fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// A reminder that was asked for.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// Its id.
    pub id: Uuid,
    /// Whom it goes to; nothing where the word is of a later version.
    pub group: Option<Group>,
    /// Where it stands.
    pub state: State,
    /// How many mails were written.
    pub written: u64,
    /// How many people got none: without an address, or reminded a short time ago.
    pub passed_over: u64,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    audience: String,
    least: i64,
    base: String,
    reminded_before: Instant,
    state: State,
    after_key: String,
    after_id: Uuid,
    written: i64,
    passed_over: i64,
    created_at: Instant,
    finished_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct Running {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    id: Uuid,
}

impl From<Row> for Reminder {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            group: Group::from_word(&row.audience),
            state: row.state,
            written: u64::try_from(row.written).unwrap_or_default(),
            passed_over: u64::try_from(row.passed_over).unwrap_or_default(),
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    reminder: Uuid,
}

/// Since when somebody must not have been reminded to get another mail. `again` is for whoever wants to write to everybody.
#[must_use]
pub fn reminded_before(now: Instant, again: bool) -> Instant {
    if again { now } else { now - PAUSE }
}

/// Begins to remind those of a group who lack what is asked of it.
///
/// # Errors
/// `Refused` without [`Permission::EditPeople`]; `Directory(Invalid)` where nothing is asked of the group, and while
/// another reminder is being written.
pub async fn start(
    tx: &mut Transaction,
    place: &Place,
    group: &Group,
    again: bool,
) -> Result<Uuid, AuthenticationError> {
    tx.allow(Permission::EditPeople)?;
    if !lacking::asked_of(tx, place).await?.contains(group) {
        return Err(unasked());
    }
    let required = group.required(&place.tenant.settings.sign_in_policy);
    let (id, now, by): (Uuid, Instant, Option<PersonId>) = (tx.new_id(), tx.now(), tx.caller().person());
    if let Some(by) = by {
        // Whoever presses the button twice waits for themselves.
        find::hold(tx, by).await?;
    }
    if tx.sql(RUNNING).fetch_optional::<Running>().await?.is_some() {
        return Err(AuthenticationError::field("", "reminder-running"));
    }
    tx.sql(START)
        .bind(id)
        .bind(group.word())
        .bind(required.least().number())
        .bind(place.base.as_str())
        .bind(reminded_before(now, again))
        .bind(Uuid::nil())
        .bind(by)
        .bind(now)
        .execute()
        .await?;
    jobs::enqueue(tx, JOB, &Payload { reminder: id }, None).await?;
    let entry = Entry::new("factor_reminder.started", Stream::Administration)
        .object("factor_reminder", id)
        .detail("audience", group.word())
        .detail("again", if again { "yes" } else { "no" });
    audit::record(tx, entry).await?;
    Ok(id)
}

/// What whoever asks for a reminder of a group of whom nothing is asked, or that does not exist, is told.
#[must_use]
pub fn unasked() -> AuthenticationError {
    AuthenticationError::field("", "reminder-unasked")
}

/// The newest reminder, for those who may see factors.
///
/// # Errors
/// `Refused`.
pub async fn latest(tx: &mut Transaction) -> Result<Option<Reminder>, AuthenticationError> {
    tx.allow(Permission::SeeFactors)?;
    Ok(tx.sql(LATEST).fetch_optional::<Row>().await?.map(Into::into))
}

/// The handler of the job, for the worker.
#[must_use]
pub fn work() -> Work {
    Work::new(JOB, |database, job| async move { run(&database, &job).await })
        .at_most(1)
        .when_parked(|database, job| async move { give_up(&database, &job).await })
}

async fn run(database: &Database, job: &Job) -> Result<(), JobError> {
    let payload: Payload = job.read()?;
    let caller = job.caller();
    let mut tx = database.read(&caller).await?;
    let tenant = manage::own(&mut tx).await?;
    drop(tx);
    while slice(database, &caller, &tenant, payload.reminder).await? {
        job.keep_on(database).await?;
    }
    Ok(())
}

/// Writes to the next people of a reminder; false when it is over.
async fn slice(database: &Database, caller: &Caller, tenant: &Tenant, id: Uuid) -> Result<bool, DbError> {
    let mut tx = database.begin(caller).await?;
    let found: Option<Row> = tx.sql(FIND).bind(id).fetch_optional().await?;
    let Some(row) = found.filter(|row| row.state == State::Running) else { return Ok(false) };
    let Some(group) = Group::from_word(&row.audience) else {
        end(tx, row.into(), State::Failed).await?;
        return Ok(false);
    };
    let after = Key { value: row.after_key.clone(), id: PersonId(row.after_id) };
    let policy = &tenant.settings.sign_in_policy;
    let least = Factors::from_number(row.least);
    let page = lacking::read(&mut tx, policy, &group, least, Some(&after), SLICE).await?;
    let Some(reached) = page.lines.last().map(Line::key) else {
        end(tx, row.into(), State::Done).await?;
        return Ok(false);
    };
    let (mut written, mut passed_over) = (0_i64, 0_i64);
    for line in &page.lines {
        if write_to(&mut tx, tenant, &row, line).await? {
            written += 1;
        } else {
            passed_over += 1;
        }
    }
    let statement = tx.sql(GO_ON).bind(id).bind(row.after_key.as_str()).bind(row.after_id);
    let statement = statement.bind(reached.value).bind(reached.id).bind(written).bind(passed_over);
    if statement.execute().await? == 1 {
        tx.commit().await?;
    }
    Ok(true)
}

/// Writes to somebody, unless they were reminded since, or there is no address.
async fn write_to(tx: &mut Transaction, tenant: &Tenant, row: &Row, line: &Line) -> Result<bool, DbError> {
    let Some((to, _)) = addresses::primary_email(tx, line.id).await? else { return Ok(false) };
    let now = tx.now();
    if tx.sql(NOTE).bind(line.id).bind(now).bind(row.reminded_before).execute().await? == 0 {
        return Ok(false);
    }
    let Some(person) = find::by_id(tx, line.id).await? else { return Ok(false) };
    let zone = person.time_zone.as_deref().unwrap_or(&tenant.settings.time_zone);
    let zone = language::moments::parse_zone(zone).unwrap_or_default();
    let kind = MailKind::FactorReminder {
        link: format!("{}/portal/protect", row.base),
        until: match line.stand {
            Stand::Asked(until) => Some((until, zone)),
            Stand::Fine | Stand::Ahead(_) | Stand::Overdue => None,
        },
    };
    let locale = person.language.unwrap_or(tenant.settings.default_language);
    messaging::send(tx, &tenant.name, locale, Mail { to, kind }).await?;
    Ok(true)
}

/// Ends a reminder and says so; nothing when somebody else ended it.
async fn end(mut tx: Transaction, reminder: Reminder, state: State) -> Result<(), DbError> {
    let now = tx.now();
    if tx.sql(END).bind(reminder.id).bind(state).bind(now).execute().await? == 0 {
        return Ok(());
    }
    let entry = Entry::new("factor_reminder.finished", Stream::Administration)
        .object("factor_reminder", reminder.id)
        .detail("audience", reminder.group.map(|group| group.word()).unwrap_or_default())
        .detail("written", reminder.written.to_string())
        .detail("passed_over", reminder.passed_over.to_string());
    let entry = if state == State::Failed { entry.failed() } else { entry };
    audit::record(&mut tx, entry).await?;
    tx.commit().await
}

/// The job was tried for a day: the next reminder must not wait for it for ever.
async fn give_up(database: &Database, job: &Job) -> Result<(), JobError> {
    let payload: Payload = job.read()?;
    let mut tx = database.begin(&job.caller()).await?;
    let found: Option<Row> = tx.sql(FIND).bind(payload.reminder).fetch_optional().await?;
    if let Some(row) = found {
        end(tx, row.into(), State::Failed).await?;
    }
    Ok(())
}
