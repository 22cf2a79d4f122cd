//! What a person may do, and for whom: the one place that decides.
//!
//! A right holds for everybody in the tenant, for oneself, or for the people of a *circle*: an organisation and all below it, a
//! group, those who report to the holder. Who belongs to which circle is kept ready in `circle_member` and counts by the clock.
//! A circle lies within another when both are organisations and it is below; a right held for the wider one covers the other.

use std::collections::{BTreeMap, BTreeSet};

use database::{DbError, Json, Transaction};
use foundation::{
    CircleId, CircleKind, Circled, GroupId, Instant, OrganisationId, Permission, PermissionSet, PersonId,
};

use crate::roles::words_to_set;
use crate::scope::ScopeWord;
use crate::{PermissionError, Scope};

database::statements! {
    EFFECTIVE: tenant = "SELECT r.permissions, a.scope, a.organisation_id, a.group_id, a.ends_at FROM role_assignment a JOIN role r ON r.tenant_id = a.tenant_id AND r.id = a.role_id
        WHERE a.tenant_id = $1 AND a.person_id = $2 AND a.starts_at <= $3 AND (a.ends_at IS NULL OR a.ends_at > $3)";
    // Without statistics SQLite would read all of the tenant's in the order of the key.
    CIRCLES_OF_PERSON: tenant {
        sqlite: "SELECT circle_id FROM circle_member INDEXED BY circle_member_of_person WHERE tenant_id = $1 AND person_id = $2 AND starts_at <= $3 AND (ends_at IS NULL OR ends_at > $3) LIMIT 1000",
        postgres: "SELECT circle_id FROM circle_member WHERE tenant_id = $1 AND person_id = $2 AND starts_at <= $3 AND (ends_at IS NULL OR ends_at > $3) LIMIT 1000",
    };
    CIRCLES_LASTING: tenant {
        sqlite: "SELECT circle_id FROM circle_member INDEXED BY circle_member_of_person WHERE tenant_id = $1 AND person_id = $2 AND starts_at <= $3 AND (ends_at IS NULL OR ends_at > $3 AND ends_at >= $4) LIMIT 1000",
        postgres: "SELECT circle_id FROM circle_member WHERE tenant_id = $1 AND person_id = $2 AND starts_at <= $3 AND (ends_at IS NULL OR ends_at > $3 AND ends_at >= $4) LIMIT 1000",
    };
    // PostgreSQL looks them up one by one: it knows nothing of how many there are in the list, and would read all of a tenant's.
    CIRCLES_OF_ALL: tenant {
        sqlite: "SELECT c.person_id, c.circle_id FROM json_each($2) k CROSS JOIN circle_member c INDEXED BY circle_member_of_person
            WHERE c.tenant_id = $1 AND c.person_id = unhex(k.value) AND c.starts_at <= $3 AND (c.ends_at IS NULL OR c.ends_at > $3)",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT found.person_id, found.circle_id FROM k CROSS JOIN LATERAL (SELECT c.person_id, c.circle_id FROM circle_member c
                WHERE c.tenant_id = $1 AND c.person_id = k.id AND c.starts_at <= $3 AND (c.ends_at IS NULL OR c.ends_at > $3) LIMIT 1000) found",
    };
    // From the organisation up; the depth ends what cannot be, a ring.
    UP: tenant = "WITH RECURSIVE up (id, parent_id, depth) AS (
            SELECT id, parent_id, CAST(0 AS BIGINT) FROM organisation WHERE tenant_id = $1 AND id = $2
            UNION ALL
            SELECT o.id, o.parent_id, up.depth + 1 FROM up JOIN organisation o ON o.tenant_id = $1 AND o.id = up.parent_id WHERE up.depth < 40)
        SELECT id AS circle_id FROM up ORDER BY depth";
}

#[derive(sqlx::FromRow)]
struct EffectiveRow {
    permissions: Json<Vec<String>>,
    scope: ScopeWord,
    organisation_id: Option<OrganisationId>,
    group_id: Option<GroupId>,
    ends_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct CircleRow {
    circle_id: CircleId,
}

#[derive(sqlx::FromRow)]
struct BelongsRow {
    person_id: PersonId,
    circle_id: CircleId,
}

/// What a person may do at this moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// For everybody in the tenant.
    pub tenant: PermissionSet,
    /// For what concerns themselves.
    pub own: PermissionSet,
    /// For the people of circles, each named once, in the order of their ids.
    pub circles: Vec<Circled>,
}

impl Resolved {
    /// Nothing but the own account.
    #[must_use]
    pub fn own_account() -> Self {
        let own = PermissionSet::NONE.with(Permission::ManageOwnAccount);
        Self { tenant: own, own, circles: Vec::new() }
    }

    /// Whether there is any right beyond the own account.
    #[must_use]
    pub fn is_beyond_own_account(&self) -> bool {
        self.tenant.without(Permission::ManageOwnAccount) != PermissionSet::NONE
            || self.circles.iter().any(|circled| circled.permissions != PermissionSet::NONE)
    }

    fn of(person: PersonId, rows: impl IntoIterator<Item = EffectiveRow>) -> Self {
        let mut resolved = Self::own_account();
        let mut circles: BTreeMap<CircleId, Circled> = BTreeMap::new();
        for row in rows {
            let scope = Scope::read(row.scope, row.organisation_id, row.group_id);
            let grants = scope.part_of(words_to_set(&row.permissions.0));
            if let Some((kind, circle)) = scope.circle(person) {
                let none = Circled { circle, kind, permissions: PermissionSet::NONE };
                let held = circles.entry(circle).or_insert(none);
                held.permissions = held.permissions.union(grants);
                continue;
            }
            resolved.own = resolved.own.union(grants);
            if scope == Scope::Tenant {
                resolved.tenant = resolved.tenant.union(grants);
            }
        }
        resolved.circles = circles.into_values().collect();
        resolved
    }

    /// What of it holds for whoever belongs to all of these circles.
    fn over(&self, circles: &[CircleId]) -> PermissionSet {
        let held = self.circles.iter().filter(|circled| circles.contains(&circled.circle));
        held.fold(self.tenant, |all, circled| all.union(circled.permissions))
    }
}

/// What the caller may do, as a set of rights.
fn of_caller(tx: &Transaction) -> Resolved {
    let caller = tx.caller();
    Resolved { tenant: caller.permissions, own: caller.own_permissions, circles: caller.circles.to_vec() }
}

/// What a person may do now: their own account, and what their assignments grant.
pub async fn resolve(tx: &mut Transaction, person: PersonId) -> Result<Resolved, DbError> {
    let now = tx.now();
    let rows: Vec<EffectiveRow> = tx.sql(EFFECTIVE).bind(person).bind(now).fetch_all().await?;
    Ok(Resolved::of(person, rows))
}

/// The circles a person belongs to now.
pub async fn circles_of(tx: &mut Transaction, person: PersonId) -> Result<Vec<CircleId>, DbError> {
    let now = tx.now();
    let rows: Vec<CircleRow> = tx.sql(CIRCLES_OF_PERSON).bind(person).bind(now).fetch_all().await?;
    Ok(rows.into_iter().map(|row| row.circle_id).collect())
}

/// The circles a person belongs to now and will until a moment at least; until further notice where none is given.
pub async fn circles_lasting(
    tx: &mut Transaction,
    person: PersonId,
    until: Option<Instant>,
) -> Result<Vec<CircleId>, DbError> {
    let now = tx.now();
    let rows: Vec<CircleRow> = tx.sql(CIRCLES_LASTING).bind(person).bind(now).bind(until).fetch_all().await?;
    Ok(rows.into_iter().map(|row| row.circle_id).collect())
}

/// The circles an organisation lies within: its own first, then upwards. None if there is no such organisation.
pub async fn circles_around(tx: &mut Transaction, organisation: OrganisationId) -> Result<Vec<CircleId>, DbError> {
    let rows: Vec<CircleRow> = tx.sql(UP).bind(organisation).fetch_all().await?;
    Ok(rows.into_iter().map(|row| row.circle_id).collect())
}

/// What the caller may do for a person.
pub async fn over(tx: &mut Transaction, person: PersonId) -> Result<PermissionSet, DbError> {
    let held = of_caller(tx);
    // Who holds everything everywhere, or nothing anywhere, needs no look.
    let circles = if held.circles.is_empty() { Vec::new() } else { circles_of(tx, person).await? };
    let all = held.over(&circles);
    Ok(if tx.caller().person() == Some(person) { all.union(held.own) } else { all })
}

/// As [`over`], for many people with at most one statement.
///
/// # Errors
/// What the database reports.
pub async fn over_all(tx: &mut Transaction, people: &[PersonId]) -> Result<BTreeMap<PersonId, PermissionSet>, DbError> {
    let held = of_caller(tx);
    let mut circles: BTreeMap<PersonId, Vec<CircleId>> = BTreeMap::new();
    if !held.circles.is_empty() && !people.is_empty() {
        let now = tx.now();
        let ids: Vec<String> = people.iter().map(|id| id.0.simple().to_string()).collect();
        let rows: Vec<BelongsRow> = tx.sql(CIRCLES_OF_ALL).bind(Json(ids)).bind(now).fetch_all().await?;
        for row in rows {
            circles.entry(row.person_id).or_default().push(row.circle_id);
        }
    }
    let own = tx.caller().person();
    let rights = |person: &PersonId| {
        let all = held.over(circles.get(person).map_or(&[], Vec::as_slice));
        (*person, if own == Some(*person) { all.union(held.own) } else { all })
    };
    Ok(people.iter().map(rights).collect())
}

/// Those of many people for whom the caller holds `permission`, by one look at the circles they belong to.
pub async fn those_with(
    tx: &mut Transaction,
    permission: Permission,
    people: &[PersonId],
) -> Result<BTreeSet<PersonId>, DbError> {
    let rights = over_all(tx, people).await?;
    Ok(rights.into_iter().filter(|(_, rights)| rights.allows(permission)).map(|(person, _)| person).collect())
}

/// What the caller may do wherever all of these circles count, as those around an organisation do.
#[must_use]
pub fn over_circles(tx: &Transaction, circles: &[CircleId]) -> PermissionSet {
    of_caller(tx).over(circles)
}

/// What the caller may do and which roles give it, as one word: the same as long as nothing of it changes.
pub async fn word_of_rights(tx: &mut Transaction) -> Result<String, DbError> {
    let held = of_caller(tx);
    let circles = held.circles.iter().map(|one| format!("{}:{:x}", one.circle.0.simple(), one.permissions.bits()));
    let circles: Vec<String> = circles.collect();
    let roles = crate::held(tx).await?.to_word();
    Ok(format!("{:x}/{:x}/{}/{roles}", held.tenant.bits(), held.own.bits(), circles.join(".")))
}

/// Refuses unless the caller holds `permission` for `person`: for everybody, for themselves, or for a circle they belong to.
///
/// # Errors
/// `Refused` when the caller knows of the person and lacks the permission, or lacks it for anybody at all; otherwise `NotFound`,
/// so that nobody learns who is there beyond what they may see.
pub async fn allow_on(tx: &mut Transaction, permission: Permission, person: PersonId) -> Result<(), PermissionError> {
    if tx.caller().may_for(permission, person) {
        return Ok(());
    }
    if !tx.caller().may_somewhere(permission) {
        return Err(database::Refused(permission).into());
    }
    let rights = over(tx, person).await?;
    if rights.allows(permission) {
        Ok(())
    } else if rights.allows(Permission::SeePeople) {
        Err(database::Refused(permission).into())
    } else {
        Err(PermissionError::NotFound)
    }
}

/// Refuses unless the caller holds `permission` for an organisation: for the whole tenant, or for a circle it lies within.
///
/// # Errors
/// As [`allow_on`], by [`Permission::SeeOrganisations`].
pub async fn allow_in(
    tx: &mut Transaction,
    permission: Permission,
    organisation: OrganisationId,
) -> Result<(), PermissionError> {
    if tx.caller().may(permission) {
        return Ok(());
    }
    if !tx.caller().may_somewhere(permission) {
        return Err(database::Refused(permission).into());
    }
    let around = circles_around(tx, organisation).await?;
    let rights = of_caller(tx).over(&around);
    if rights.allows(permission) {
        Ok(())
    } else if rights.allows(Permission::SeeOrganisations) {
        Err(database::Refused(permission).into())
    } else {
        Err(PermissionError::NotFound)
    }
}

/// The circles whose rights hold wherever a scope does, in the hands of `holder`.
async fn circles_of_scope(tx: &mut Transaction, holder: PersonId, scope: Scope) -> Result<Vec<CircleId>, DbError> {
    Ok(match scope {
        Scope::Tenant => Vec::new(),
        Scope::Own => circles_of(tx, holder).await?,
        Scope::Organisation(id) => circles_around(tx, id).await?,
        Scope::Group(_) | Scope::Reports => scope.circle(holder).map(|(_, circle)| circle).into_iter().collect(),
    })
}

/// What the caller may do wherever a scope counts that is limited to an organisation or a group.
pub(crate) async fn over_scope(tx: &mut Transaction, scope: Scope) -> Result<PermissionSet, DbError> {
    let circles = circles_of_scope(tx, PersonId(uuid::Uuid::nil()), scope).await?;
    Ok(of_caller(tx).over(&circles))
}

/// Whether the caller holds all of `wanted` wherever a scope counts, in the hands of `holder`.
pub(crate) async fn covers(
    tx: &mut Transaction,
    holder: PersonId,
    scope: Scope,
    wanted: PermissionSet,
) -> Result<bool, DbError> {
    if tx.caller().permissions.covers(wanted) {
        return Ok(true);
    }
    if tx.caller().circles.is_empty() {
        return Ok(false);
    }
    let circles = circles_of_scope(tx, holder, scope).await?;
    Ok(of_caller(tx).over(&circles).covers(wanted))
}

/// Whether one person holds, place by place, every right another holds: nobody is helped into more than the helper has.
pub async fn holds_all_of(tx: &mut Transaction, one: PersonId, other: PersonId) -> Result<bool, DbError> {
    let (held, theirs) = (resolve(tx, one).await?, resolve(tx, other).await?);
    if !held.tenant.covers(theirs.tenant) {
        return Ok(false);
    }
    for circled in theirs.circles {
        if held.tenant.covers(circled.permissions) {
            continue;
        }
        let circles = circles_of_scope(tx, other, scope_of(circled)).await?;
        if !held.over(&circles).covers(circled.permissions) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The scope that made a circle.
const fn scope_of(circled: Circled) -> Scope {
    match circled.kind {
        CircleKind::Organisation => Scope::Organisation(OrganisationId(circled.circle.0)),
        CircleKind::Group => Scope::Group(GroupId(circled.circle.0)),
        CircleKind::Reports => Scope::Reports,
    }
}

/// Refuses when `person` holds a right the caller does not hold in the same place: helpdesk cannot reset an administrator, and
/// the administrator of one school none of another.
pub async fn within_own_rights(tx: &mut Transaction, person: PersonId) -> Result<(), PermissionError> {
    let theirs = resolve(tx, person).await?;
    if !tx.caller().permissions.covers(theirs.tenant) {
        return Err(PermissionError::BeyondOwnRights);
    }
    for circled in theirs.circles {
        if !covers(tx, person, scope_of(circled), circled.permissions).await? {
            return Err(PermissionError::BeyondOwnRights);
        }
    }
    Ok(())
}

/// Refuses when the caller does not hold `wanted` for as long as it would be given: a deputy until Friday makes nobody,
/// themselves least of all, an administrator for good. The product itself holds everything for ever.
pub(crate) async fn within_own_time(
    tx: &mut Transaction,
    holder: PersonId,
    scope: Scope,
    wanted: PermissionSet,
    until: Option<Instant>,
) -> Result<(), PermissionError> {
    let Some(person) = tx.caller().person() else { return Ok(()) };
    let now = tx.now();
    let held: Vec<EffectiveRow> = tx.sql(EFFECTIVE).bind(person).bind(now).fetch_all().await?;
    let lasting = held.into_iter().filter(|row| row.ends_at.is_none_or(|end| until.is_some_and(|until| until <= end)));
    let lasting = Resolved::of(person, lasting);
    if lasting.tenant.covers(wanted) {
        return Ok(());
    }
    let circles = if lasting.circles.is_empty() { Vec::new() } else { circles_of_scope(tx, holder, scope).await? };
    if lasting.over(&circles).covers(wanted) { Ok(()) } else { Err(PermissionError::BeyondOwnRights) }
}

/// Refuses when the caller would gain rights over people who belong to `now` and come to belong to `joined` as well: nobody
/// reaches further by moving others to where their rights are.
///
/// # Errors
/// [`PermissionError::BeyondOwnRights`].
pub fn gains_nothing(tx: &Transaction, now: &[CircleId], joined: &[CircleId]) -> Result<(), PermissionError> {
    let held = of_caller(tx);
    if held.over(now).covers(held.over(joined)) { Ok(()) } else { Err(PermissionError::BeyondOwnRights) }
}
