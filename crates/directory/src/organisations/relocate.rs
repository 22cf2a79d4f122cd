//! Moving an organisation with all below it, and merging it into another: first what would change, then the change.
//!
//! The tree changes at once. The people below come along in slices, by a job: whoever is moved belongs to the new circles and not
//! to the old ones from their slice on, whole. Until it is done, no other move begins in the tenant.

use audit::{Entry, Stream};
use database::{Database, DbError, Json, Transaction};
use foundation::{Caller, CircleId, OrganisationId, Permission, PersonId};
use jobs::{Job, JobError};
use permissions::assignments::LimitedHolder;
use permissions::{PermissionError, Scope, reach};
use uuid::Uuid;

use super::{DEEPEST, Organisation, change, store};
use crate::{DirectoryError, circles};

/// The kind of work that brings people along.
pub const RELOCATE: &str = "organisation.relocate";
/// How many ties are changed at once: the writer of SQLite is held a few milliseconds.
const SLICE: i64 = 200;

database::statements! {
    BEGIN: tenant = "INSERT INTO relocation (tenant_id, organisation_id, target_id, leaves, joins, after_sort_key, after_person_id, after_via_id, has_changed, started_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ANY: tenant = "SELECT organisation_id, target_id, leaves, joins, after_sort_key, after_person_id, after_via_id, has_changed FROM relocation WHERE tenant_id = $1 LIMIT 1";
    FIND: tenant = "SELECT organisation_id, target_id, leaves, joins, after_sort_key, after_person_id, after_via_id, has_changed FROM relocation WHERE tenant_id = $1 AND organisation_id = $2";
    CONCERNED: tenant = "SELECT organisation_id, target_id, leaves, joins, after_sort_key, after_person_id, after_via_id, has_changed FROM relocation
        WHERE tenant_id = $1 AND (organisation_id = $2 OR target_id = $2)";
    ADVANCE: tenant = "UPDATE relocation SET after_sort_key = $3, after_person_id = $4, after_via_id = $5, has_changed = $6 WHERE tenant_id = $1 AND organisation_id = $2";
    FINISH: tenant = "DELETE FROM relocation WHERE tenant_id = $1 AND organisation_id = $2";
    TIES: tenant = "SELECT sort_key, person_id, via_id FROM circle_member
        WHERE tenant_id = $1 AND circle_id = $2 AND (sort_key, person_id, via_id) > ($3, $4, $5) ORDER BY sort_key, person_id, via_id LIMIT $6";
    // From one key up to another: those of a slice.
    COPY: tenant = "INSERT INTO circle_member (tenant_id, circle_id, sort_key, person_id, via_id, starts_at, ends_at)
        SELECT $1, $3, sort_key, person_id, via_id, starts_at, ends_at FROM circle_member
        WHERE tenant_id = $1 AND circle_id = $2 AND (sort_key, person_id, via_id) > ($4, $5, $6) AND (sort_key, person_id, via_id) <= ($7, $8, $9) ON CONFLICT DO NOTHING";
    LEAVE: tenant = "DELETE FROM circle_member WHERE tenant_id = $1 AND circle_id = $3 AND (sort_key, person_id, via_id) IN
        (SELECT c.sort_key, c.person_id, c.via_id FROM circle_member c WHERE c.tenant_id = $1 AND c.circle_id = $2
            AND (c.sort_key, c.person_id, c.via_id) > ($4, $5, $6) AND (c.sort_key, c.person_id, c.via_id) <= ($7, $8, $9))";
    DROP: tenant = "DELETE FROM circle_member WHERE tenant_id = $1 AND circle_id = $2 AND (sort_key, person_id, via_id) > ($3, $4, $5) AND (sort_key, person_id, via_id) <= ($6, $7, $8)";
    AFFILIATIONS: tenant = "UPDATE affiliation SET organisation_id = $3 WHERE tenant_id = $1 AND organisation_id = $2 AND id IN
        (SELECT c.via_id FROM circle_member c WHERE c.tenant_id = $1 AND c.circle_id = $2
            AND (c.sort_key, c.person_id, c.via_id) > ($4, $5, $6) AND (c.sort_key, c.person_id, c.via_id) <= ($7, $8, $9))";
    GROUPS: tenant = "UPDATE person_group SET organisation_id = $3 WHERE tenant_id = $1 AND organisation_id = $2";
}

/// What is done with an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It goes below the target, or to the top.
    Move,
    /// Everybody and everything in it goes to the target, and it ends.
    Merge,
}

/// What would change.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The organisation.
    pub organisation: Organisation,
    /// The target with all above it that the caller sees, itself last; nothing for the top.
    pub target: Vec<Organisation>,
    /// How many organisations change their place.
    pub organisations: u64,
    /// Over how many people rights change; counted up to [`COUNTED`].
    pub people: u64,
    /// Who loses rights over them.
    pub lose: Vec<LimitedHolder>,
    /// Who gains some.
    pub gain: Vec<LimitedHolder>,
}

/// How far the people of a preview are counted.
pub const COUNTED: u32 = 10_000;

/// What a relocation is about, checked.
struct Checked {
    organisation: Organisation,
    target: Option<Organisation>,
    /// The circles its people leave and those they join.
    leaves: Vec<CircleId>,
    joins: Vec<CircleId>,
    organisations: u64,
}

/// What a relocation would change.
///
/// # Errors
/// As [`relocate`].
pub async fn preview(
    tx: &mut Transaction,
    kind: Kind,
    id: OrganisationId,
    target: Option<OrganisationId>,
) -> Result<Preview, DirectoryError> {
    let checked = check(tx, kind, id, target).await?;
    let path = match &checked.target {
        Some(target) => super::path(tx, target.id).await?,
        None => Vec::new(),
    };
    let people = circles::count(tx, checked.organisation.circle(), COUNTED).await?;
    let (mut lose, mut gain) = (Vec::new(), Vec::new());
    for (circles, holders) in [(&checked.leaves, &mut lose), (&checked.joins, &mut gain)] {
        for circle in circles {
            let place = OrganisationId(circle.0);
            // Who holds roles where is told to those who may know it there.
            match permissions::allow_in(tx, Permission::SeeRoles, place).await {
                Ok(()) => {}
                Err(PermissionError::NotFound | PermissionError::Refused(_)) => continue,
                Err(error) => return Err(error.into()),
            }
            holders.extend(permissions::assignments::limited_to(tx, Scope::Organisation(place)).await?);
        }
    }
    let Checked { organisation, organisations, .. } = checked;
    Ok(Preview { organisation, target: path, organisations, people, lose, gain })
}

/// Moves or merges an organisation. Nobody gains rights for themselves by it.
///
/// # Errors
/// `Refused`; `NotFound`; `Rights(BeyondOwnRights)` when the caller would gain rights over its people; `Invalid` of the field
/// `target_name`: `organisation-cycle`, `organisation-deep`, `organisation-name-taken`; of the form: `organisation-busy` while
/// another one is moved.
pub async fn relocate(
    tx: &mut Transaction,
    kind: Kind,
    id: OrganisationId,
    target: Option<OrganisationId>,
) -> Result<(), DirectoryError> {
    store::lock(tx).await?;
    let checked = check(tx, kind, id, target).await?;
    if tx.sql(ANY).fetch_optional::<Row>().await?.is_some() {
        return Err(DirectoryError::field("", "organisation-busy"));
    }
    let now = tx.now();
    let statement = tx.sql(BEGIN).bind(id).bind(target.filter(|_| kind == Kind::Merge));
    statement
        .bind(Json(checked.leaves.clone()))
        .bind(Json(checked.joins.clone()))
        .bind("")
        .bind(PersonId(Uuid::nil()))
        .bind(Uuid::nil())
        .bind(false)
        .bind(now)
        .execute()
        .await?;
    let entry = if let (Kind::Merge, Some(target)) = (kind, target) {
        store::place_children(tx, id, target).await?;
        tx.sql(GROUPS).bind(id).bind(target).execute().await?;
        let ended = super::end_roles(tx, Scope::Organisation(id)).await?;
        store::end(tx, id, now, Some(target)).await?;
        Entry::new("organisation.merged", Stream::Administration).detail("roles_ended", ended.to_string())
    } else {
        store::place(tx, id, target).await?;
        Entry::new("organisation.moved", Stream::Administration)
    };
    let name = checked.target.as_ref().map(|target| target.name.as_str());
    let entry = entry
        .object("organisation", id.0)
        .detail("name", checked.organisation.name.as_str())
        .change("above", None, name)
        .detail("organisations", checked.organisations.to_string());
    audit::record(tx, entry).await?;
    jobs::enqueue(tx, RELOCATE, &id, None).await?;
    Ok(())
}

async fn check(
    tx: &mut Transaction,
    kind: Kind,
    id: OrganisationId,
    target: Option<OrganisationId>,
) -> Result<Checked, DirectoryError> {
    let refuse = |code| Err(DirectoryError::field("target_name", code));
    let organisation = change::changeable(tx, id).await?;
    if kind == Kind::Merge && target.is_none() {
        return refuse("required");
    }
    let above_now = store::up(tx, id).await?;
    change::allow_below(tx, target).await?;
    let above_then = match target {
        Some(target) => store::up(tx, target).await?,
        None => Vec::new(),
    };
    if target.is_some() && above_then.first().is_none_or(|own| own.ended_at.is_some()) {
        return Err(DirectoryError::NotFound);
    }
    if above_then.iter().any(|one| one.id == id) {
        return refuse("organisation-cycle");
    }
    if kind == Kind::Move && organisation.parent_id == target {
        return refuse("organisation-there");
    }
    let (organisations, height) = store::height(tx, id).await?;
    let levels = above_then.len() + height + usize::from(kind == Kind::Move);
    if levels > DEEPEST {
        return refuse("organisation-deep");
    }
    if kind == Kind::Move && !store::named(tx, target, &organisation.name_key).await?.is_empty() {
        return refuse("organisation-name-taken");
    }
    let now: Vec<CircleId> = above_now.iter().map(Organisation::circle).collect();
    let then: Vec<CircleId> = above_then.iter().map(Organisation::circle).collect();
    let own = organisation.circle();
    let leaves = now.iter().filter(|circle| !then.contains(circle) && (kind == Kind::Merge || **circle != own));
    let leaves: Vec<CircleId> = leaves.copied().collect();
    let joins: Vec<CircleId> = then.iter().filter(|circle| !now.contains(circle)).copied().collect();
    reach::gains_nothing(tx, &now, &joins)?;
    let target = above_then.into_iter().next();
    Ok(Checked { organisation, target, leaves, joins, organisations })
}

#[derive(sqlx::FromRow)]
struct Row {
    organisation_id: OrganisationId,
    target_id: Option<OrganisationId>,
    leaves: Json<Vec<CircleId>>,
    joins: Json<Vec<CircleId>>,
    after_sort_key: String,
    after_person_id: PersonId,
    after_via_id: Uuid,
    has_changed: bool,
}

#[derive(Debug, Clone, sqlx::FromRow)]
struct Tie {
    sort_key: String,
    person_id: PersonId,
    via_id: Uuid,
}

/// Brings the people of a moved or merged organisation along, a slice at a time. Broken off, it goes on where it was.
///
/// # Errors
/// What the database reports; the job is tried again.
pub async fn run(database: Database, job: Job) -> Result<(), JobError> {
    let id: OrganisationId = job.read()?;
    while !step(&database, &job.caller(), id).await? {
        job.keep_on(&database).await?;
    }
    Ok(())
}

/// Brings one slice along; true when nothing is left to do. A relocation that was broken off goes on where it was.
///
/// # Errors
/// What the database reports; nothing of the slice is changed then.
pub async fn step(database: &Database, caller: &Caller, id: OrganisationId) -> Result<bool, DbError> {
    let mut tx = database.begin(caller).await?;
    let is_done = slice(&mut tx, id).await?;
    tx.commit().await?;
    Ok(is_done)
}

/// Whether an organisation is being moved or merged, or is what another is merged into.
pub(super) async fn concerns(tx: &mut Transaction, id: OrganisationId) -> Result<bool, DbError> {
    Ok(tx.sql(CONCERNED).bind(id).fetch_optional::<Row>().await?.is_some())
}

/// Changes the ties of one slice; true when there is none left. Whoever is called otherwise meanwhile may come to stand before the
/// place the pass has reached: so it begins again until a whole pass finds nothing to change.
async fn slice(tx: &mut Transaction, id: OrganisationId) -> Result<bool, DbError> {
    store::lock(tx).await?;
    let Some(row) = tx.sql(FIND).bind(id).fetch_optional::<Row>().await? else { return Ok(true) };
    let own = CircleId(row.organisation_id.0);
    let from = Tie { sort_key: row.after_sort_key, person_id: row.after_person_id, via_id: row.after_via_id };
    let ties = tx.sql(TIES).bind(own).bind(from.sort_key.as_str()).bind(from.person_id).bind(from.via_id).bind(SLICE);
    let Some(last) = ties.fetch_all::<Tie>().await?.pop() else {
        if row.has_changed {
            let first = Tie { sort_key: String::new(), person_id: PersonId(Uuid::nil()), via_id: Uuid::nil() };
            advance(tx, id, &first, false).await?;
            return Ok(false);
        }
        tx.sql(FINISH).bind(id).execute().await?;
        return Ok(true);
    };
    let mut changed = 0;
    for circle in row.joins.0 {
        changed += between(tx, COPY, own, Some(circle.0), (&from, &last)).await?;
    }
    for circle in row.leaves.0.into_iter().filter(|circle| *circle != own) {
        changed += between(tx, LEAVE, own, Some(circle.0), (&from, &last)).await?;
    }
    if let Some(target) = row.target_id {
        changed += between(tx, AFFILIATIONS, own, Some(target.0), (&from, &last)).await?;
        changed += between(tx, DROP, own, None, (&from, &last)).await?;
    }
    advance(tx, id, &last, row.has_changed || changed > 0).await?;
    Ok(false)
}

/// Notes how far the pass has come, and whether it found something to change.
async fn advance(tx: &mut Transaction, id: OrganisationId, to: &Tie, has_changed: bool) -> Result<(), DbError> {
    let statement = tx.sql(ADVANCE).bind(id).bind(to.sort_key.as_str()).bind(to.person_id).bind(to.via_id);
    statement.bind(has_changed).execute().await.map(drop)
}

/// Runs a statement about the ties of a circle after one key up to another.
async fn between(
    tx: &mut Transaction,
    statement: database::TenantStatement,
    own: CircleId,
    other: Option<Uuid>,
    (from, to): (&Tie, &Tie),
) -> Result<u64, DbError> {
    let mut statement = tx.sql(statement).bind(own);
    if let Some(other) = other {
        statement = statement.bind(other);
    }
    let statement = statement.bind(from.sort_key.as_str()).bind(from.person_id).bind(from.via_id);
    statement.bind(to.sort_key.as_str()).bind(to.person_id).bind(to.via_id).execute().await
}
