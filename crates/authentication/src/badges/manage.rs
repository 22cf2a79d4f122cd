//! What staff see of badges, and how they end one: never the secret, never the PIN.

use audit::{Entry, Stream};
use chrono::NaiveDate;
use database::{DbError, Transaction};
use directory::people::find;
use directory::{DirectoryError, organisations};
use foundation::{CircleId, Circled, Instant, OrganisationId, Permission, PersonId, text};
use permissions::{PermissionError, reach};

use super::{may_for, store};
use crate::AuthenticationError;

database::statements! {
    // A page of a kind of people with their badges, and where they belong.
    OF_KIND: tenant = "SELECT p.id, p.display_name, p.sort_key, b.created_at, b.expires_at, b.voided_at, b.last_used_at,
            (SELECT o.name FROM affiliation a JOIN organisation o ON o.tenant_id = a.tenant_id AND o.id = a.organisation_id
                WHERE a.tenant_id = p.tenant_id AND a.person_id = p.id AND a.starts_on <= $5 AND (a.ends_on IS NULL OR a.ends_on >= $5) ORDER BY a.starts_on DESC, a.id LIMIT 1) AS organisation
        FROM person p LEFT JOIN badge b ON b.tenant_id = p.tenant_id AND b.person_id = p.id
        WHERE p.tenant_id = $1 AND p.archetype = $2 AND (p.sort_key, p.id) > ($3, $4) AND (p.lifecycle_state = 'active' OR p.lifecycle_state = 'invited')
        ORDER BY p.sort_key, p.id LIMIT $6";
    // The people of an organisation and all below it, in the same order.
    OF_CIRCLE: tenant = "SELECT p.id, p.display_name, p.sort_key, b.created_at, b.expires_at, b.voided_at, b.last_used_at,
            (SELECT o.name FROM affiliation a JOIN organisation o ON o.tenant_id = a.tenant_id AND o.id = a.organisation_id
                WHERE a.tenant_id = c.tenant_id AND a.id = c.via_id) AS organisation
        FROM circle_member c JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id LEFT JOIN badge b ON b.tenant_id = p.tenant_id AND b.person_id = p.id
        WHERE c.tenant_id = $1 AND c.circle_id = $6 AND (c.sort_key, c.person_id) > ($3, $4) AND c.starts_at <= $7 AND (c.ends_at IS NULL OR c.ends_at > $7)
            AND p.archetype = $2 AND (p.lifecycle_state = 'active' OR p.lifecycle_state = 'invited')
            AND NOT EXISTS (SELECT 1 FROM circle_member e WHERE e.tenant_id = c.tenant_id AND e.circle_id = c.circle_id AND e.sort_key = c.sort_key AND e.person_id = c.person_id
                AND e.via_id < c.via_id AND e.starts_at <= $7 AND (e.ends_at IS NULL OR e.ends_at > $7))
        ORDER BY c.sort_key, c.person_id LIMIT $5";
}

/// A badge, as those see it who issue them.
#[derive(Debug, Clone)]
pub struct Badge {
    /// When it was issued.
    pub created_at: Instant,
    /// By whom, if a person did.
    pub created_by: Option<PersonId>,
    /// When it stops to work.
    pub expires_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// Since when its owner has a PIN.
    pub pin_set_at: Option<Instant>,
    /// Whether there were too many wrong PINs.
    pub is_locked: bool,
    /// When it was voided, by whom, and why.
    pub voided: Option<(Instant, Option<PersonId>, String)>,
}

impl From<store::Row> for Badge {
    fn from(row: store::Row) -> Self {
        Self {
            is_locked: row.is_locked(),
            created_at: row.created_at,
            created_by: row.created_by,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            pin_set_at: row.pin_set_at,
            voided: row.voided_at.map(|at| (at, row.voided_by, row.void_reason.unwrap_or_default())),
        }
    }
}

/// The badge of a person, for those who may issue one.
///
/// # Errors
/// `Refused`.
pub async fn of_person(tx: &mut Transaction, person: PersonId) -> Result<Option<Badge>, AuthenticationError> {
    may_for(tx, person).await?;
    Ok(store::of_person(tx, person).await?.map(Badge::from))
}

/// The own badge.
///
/// # Errors
/// `Refused`.
pub async fn own(tx: &mut Transaction, person: PersonId) -> Result<Option<Badge>, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    Ok(store::of_person(tx, person).await?.map(Badge::from))
}

/// Voids a person's badge. What it opened is closed at once.
///
/// # Errors
/// `Refused`; `Directory(NotFound)` for nobody of this tenant; `Directory(Invalid)` without a reason; `Directory(WrongState)` when there is none that counts.
pub async fn void(tx: &mut Transaction, person: PersonId, reason: &str) -> Result<(), AuthenticationError> {
    may_for(tx, person).await?;
    find::hold(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    let reason = reason.trim();
    let refuse = |code| Err(AuthenticationError::field("reason", code));
    if reason.is_empty() {
        return refuse("required");
    }
    if reason.chars().count() > 300 {
        return Err(DirectoryError::Invalid(vec![directory::FieldProblem::too_long("reason", 300)]).into());
    }
    if text::has_hidden_characters(reason) {
        return refuse("hidden-characters");
    }
    if !store::void(tx, person, reason).await? {
        return Err(DirectoryError::WrongState.into());
    }
    let ended = store::end_sessions(tx, person).await?;
    let entry = Entry::new("badge.voided", Stream::Administration)
        .subject(person)
        .reason(reason)
        .detail("sessions_ended", ended.to_string());
    audit::record(tx, entry).await?;
    Ok(())
}

/// Takes the PIN of a person's badge away, or opens it again after too many wrong ones: its owner chooses a new one at the next
/// use. Nobody chooses it for them.
///
/// # Errors
/// `Refused`; `Directory(NotFound)` for nobody of this tenant; `Directory(WrongState)` when there is no PIN.
pub async fn reset_pin(tx: &mut Transaction, person: PersonId) -> Result<(), AuthenticationError> {
    may_for(tx, person).await?;
    find::hold(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    if !store::reset_pin(tx, person).await? {
        return Err(DirectoryError::WrongState.into());
    }
    store::end_sessions(tx, person).await?;
    audit::record(tx, Entry::new("badge.pin_reset", Stream::Administration).subject(person)).await?;
    Ok(())
}

/// Somebody in the list of those who get badges.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Line {
    /// Who.
    pub id: PersonId,
    /// How they are called.
    pub display_name: String,
    /// What the list is ordered by.
    pub sort_key: String,
    /// The class or school, if it is known.
    pub organisation: Option<String>,
    created_at: Option<Instant>,
    expires_at: Option<Instant>,
    voided_at: Option<Instant>,
    /// When their badge was last used.
    pub last_used_at: Option<Instant>,
}

/// How somebody stands with their badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    /// None was issued yet.
    None,
    /// One that counts until then.
    Valid(Instant),
    /// One that is too old.
    Expired(Instant),
    /// One that was voided.
    Voided(Instant),
}

impl Line {
    /// How they stand with their badge at a moment.
    #[must_use]
    pub fn has(&self, now: Instant) -> Has {
        match (self.created_at, self.expires_at, self.voided_at) {
            (None, ..) | (_, None, _) => Has::None,
            (_, _, Some(at)) => Has::Voided(at),
            (_, Some(until), None) if until <= now => Has::Expired(until),
            (_, Some(until), None) => Has::Valid(until),
        }
    }
}

/// Whose badges are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Among {
    /// Of which archetype.
    pub archetype: String,
    /// In which organisation, by its name; everywhere if it is empty.
    pub organisation: String,
    /// After which line: its sort key and person.
    pub after: Option<(String, PersonId)>,
}

/// How many are listed at once: as many as are printed at once.
pub const PAGE: usize = super::issue::MOST;

/// A page of people with their badges; one line more than [`PAGE`] says that there are more.
///
/// # Errors
/// `Refused`.
pub async fn list(tx: &mut Transaction, place: &crate::Place, among: &Among) -> Result<Vec<Line>, AuthenticationError> {
    tx.allow_somewhere(Permission::SeePeople)?;
    tx.allow_somewhere(Permission::IssueBadges)?;
    // PostgreSQL refuses a text with this character; nothing is called so.
    if among.organisation.contains('\0') || among.archetype.contains('\0') {
        return Ok(Vec::new());
    }
    let everywhere = tx.caller().may(Permission::SeePeople) && tx.caller().may(Permission::IssueBadges);
    let circles = if text::key(&among.organisation).is_empty() {
        if everywhere {
            return Ok(of_kind(tx, place, among).await?);
        }
        let held: Vec<Circled> = tx.caller().circles_with(Permission::IssueBadges).collect();
        let own: Vec<CircleId> = tx.caller().circles_with(Permission::SeePeople).map(|one| one.circle).collect();
        let mut listed = Vec::new();
        for circled in held {
            // Where they see people they need not see by the same role.
            let around = reach::circles_around(tx, OrganisationId(circled.circle.0)).await?;
            let sees = tx.caller().may(Permission::SeePeople)
                || own.iter().any(|circle| *circle == circled.circle || around.contains(circle));
            listed.extend(sees.then_some(circled.circle));
        }
        listed
    } else {
        named(tx, &among.organisation).await?
    };
    let mut lines = Vec::new();
    for circle in circles {
        lines.extend(of_circle(tx, place, among, circle).await?);
    }
    lines.sort_by(|one, other| (&one.sort_key, one.id).cmp(&(&other.sort_key, other.id)));
    lines.dedup_by_key(|line| line.id);
    lines.truncate(PAGE + 1);
    Ok(lines)
}

/// The circles of the organisations of a name in which the caller may issue badges.
async fn named(tx: &mut Transaction, name: &str) -> Result<Vec<CircleId>, AuthenticationError> {
    let mut found = Vec::new();
    for organisation in organisations::called(tx, name).await? {
        let mut allowed = true;
        for permission in [Permission::SeePeople, Permission::IssueBadges] {
            match permissions::allow_in(tx, permission, organisation.id).await {
                Ok(()) => {}
                Err(PermissionError::NotFound | PermissionError::Refused(_)) => allowed = false,
                Err(error) => return Err(error.into()),
            }
        }
        found.extend(allowed.then(|| organisation.circle()));
    }
    Ok(found)
}

/// Where the page begins, the day in the tenant, and how many lines are asked for.
fn page_of(tx: &Transaction, place: &crate::Place, among: &Among) -> ((String, PersonId), NaiveDate, i64) {
    let today = tx.now().with_timezone(&place.tenant.settings.zone()).date_naive();
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    (among.after.clone().unwrap_or((String::new(), PersonId(uuid::Uuid::nil()))), today, most)
}

async fn of_kind(tx: &mut Transaction, place: &crate::Place, among: &Among) -> Result<Vec<Line>, DbError> {
    let ((name, id), today, most) = page_of(tx, place, among);
    let statement = tx.sql(OF_KIND).bind(among.archetype.as_str()).bind(name).bind(id);
    statement.bind(today).bind(most).fetch_all().await
}

async fn of_circle(
    tx: &mut Transaction,
    place: &crate::Place,
    among: &Among,
    circle: CircleId,
) -> Result<Vec<Line>, DbError> {
    let ((name, id), _, most) = page_of(tx, place, among);
    let now = tx.now();
    let statement = tx.sql(OF_CIRCLE).bind(among.archetype.as_str()).bind(name).bind(id).bind(most);
    statement.bind(circle).bind(now).fetch_all().await
}
