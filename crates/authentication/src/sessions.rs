//! Sessions: made at sign-in, found by the digest of the cookie's secret, ended by time, by the person, or by staff.
//!
//! Each request reads the session together with the state of person and tenant and the person's rights, so that a
//! suspension or a role taken away counts at once on every node. When the rights are others than those the secret was made
//! for, the request makes the secret anew, whoever changed them (docs/decisions/0008).

use std::sync::Arc;

use audit::{Entry, Stream};
use chrono::TimeDelta;
use database::{Database, DbError, Transaction, digest};
use directory::groups::asked;
use directory::tenants::policy::{Concerned, Factors, Standing};
use directory::{LifecycleState, Settings};
use foundation::{
    Actor, Caller, GroupId, Instant, Locale, Origin, Permission, PermissionSet, PersonId, Sensitive, SensitiveSet,
    TenantId,
};
use permissions::Resolved;
use uuid::Uuid;

use crate::second::{remembered, summary};
use crate::{AuthenticationError, Methods, badges, mailed_code};

database::statements! {
    INSERT: tenant = "INSERT INTO session (tenant_id, digest, id, person_id, created_at, authenticated_at, last_seen_at, idle_until, absolute_until, device, network, amr, rights)
        VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $7, $8, $9, $10, $11)";
    VISIT: tenant = "SELECT s.id, s.person_id, s.authenticated_at, s.last_seen_at, s.absolute_until, s.amr, s.rights, p.display_name, p.language, p.time_zone, p.archetype, p.factors, p.factors_asked_at, p.factors_owed, p.at_risk_at, p.password_found_at, p.owes_factor,
            (SELECT count(*) FROM trusted_recovery h WHERE h.tenant_id = s.tenant_id AND h.person_id = s.person_id AND h.state IN ('asked', 'confirmed') AND h.expires_at > $3) AS help_asked
        FROM session s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id JOIN tenant t ON t.tenant_id = s.tenant_id
        WHERE s.tenant_id = $1 AND s.digest = $2 AND s.idle_until > $3 AND s.absolute_until > $3 AND p.lifecycle_state = 'active' AND t.state = 'active'";
    // The same with the secret that was replaced a moment ago, and what it could do.
    VISIT_BEFORE: tenant = "SELECT s.id, s.person_id, s.authenticated_at, s.last_seen_at, s.absolute_until, s.amr, s.previous_rights AS rights, p.display_name, p.language, p.time_zone, p.archetype, p.factors, p.factors_asked_at, p.factors_owed, p.at_risk_at, p.password_found_at, p.owes_factor,
            (SELECT count(*) FROM trusted_recovery h WHERE h.tenant_id = s.tenant_id AND h.person_id = s.person_id AND h.state IN ('asked', 'confirmed') AND h.expires_at > $3) AS help_asked
        FROM session s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id JOIN tenant t ON t.tenant_id = s.tenant_id
        WHERE s.tenant_id = $1 AND s.previous_digest = $2 AND s.previous_until > $3 AND s.idle_until > $3 AND s.absolute_until > $3
            AND p.lifecycle_state = 'active' AND t.state = 'active'";
    RAISE: tenant = "UPDATE session SET amr = $4 WHERE tenant_id = $1 AND id = $2 AND person_id = $3";
    // Of many requests at once, the one that finds the secret unchanged makes it anew.
    RENEW: tenant = "UPDATE session SET digest = $3, rights = $4, previous_digest = $2, previous_rights = rights, previous_until = $5 WHERE tenant_id = $1 AND digest = $2";
    TOUCH: tenant = "UPDATE session SET last_seen_at = $3, idle_until = $4, network = $5 WHERE tenant_id = $1 AND digest = $2 AND last_seen_at < $3";
    OF_PERSON: tenant = "SELECT id, created_at, last_seen_at, device, network FROM session
        WHERE tenant_id = $1 AND person_id = $2 AND idle_until > $3 AND absolute_until > $3 ORDER BY last_seen_at DESC LIMIT 100";
    END_BY_DIGEST: tenant = "DELETE FROM session WHERE tenant_id = $1 AND digest = $2 RETURNING id, person_id";
    END_BY_PREVIOUS: tenant = "DELETE FROM session WHERE tenant_id = $1 AND previous_digest = $2 AND previous_until > $3 RETURNING id, person_id";
    END_ONE: tenant = "DELETE FROM session WHERE tenant_id = $1 AND person_id = $2 AND id = $3";
    END_ALL: tenant = "DELETE FROM session WHERE tenant_id = $1 AND person_id = $2 AND id <> $3";
    FORGET_PREVIOUS: tenant = "UPDATE session SET previous_digest = NULL, previous_rights = NULL, previous_until = NULL
        WHERE tenant_id = $1 AND id = $2 AND previous_digest IS NOT NULL";
    SWEEP: platform = "DELETE FROM session WHERE (tenant_id, digest) IN (SELECT tenant_id, digest FROM session WHERE absolute_until < $1 ORDER BY absolute_until LIMIT 1000)";
}

/// The bearer secret of a session: 128 random bits. Shown to the browser once, stored as a digest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SessionSecret(pub i128);

impl SessionSecret {
    pub(crate) fn digest(self) -> Vec<u8> {
        digest(&self.0.to_le_bytes()).to_vec()
    }
}

impl std::fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionSecret(…)")
    }
}

/// Somebody with a session, as a request sees them.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who asks, with their rights at this moment.
    pub caller: Caller,
    /// The person.
    pub person: PersonId,
    /// The session's id, for showing; never its secret.
    pub session: Uuid,
    /// The name as shown.
    pub display_name: String,
    /// The language they chose.
    pub language: Option<Locale>,
    /// The time zone they chose.
    pub time_zone: Option<String>,
    /// When they last proved who they are.
    pub authenticated_at: Instant,
    /// How they did.
    pub methods: Methods,
    /// For how long a proof counts in their tenant.
    pub fresh_for: TimeDelta,
    /// Which kind of person they are.
    pub archetype: String,
    /// Whether they hold any right beyond the own account, also where they cannot use it yet.
    pub is_administrator: bool,
    /// Those groups of the sign-in policy that they are in.
    pub groups: Vec<GroupId>,
    /// How they stand with the factors that are asked of them. Whoever is overdue has no right but to their own account here.
    pub standing: Standing,
    /// What they make again before anything else, since staff took it away; nothing once they have.
    pub owed: Factors,
    /// Whether the account is at risk: a new factor is asked for at once, whatever they have.
    pub is_at_risk: bool,
    /// Whether somebody who says to be them has asked their trusted persons for help.
    pub help_asked: bool,
    /// The session's new secret for the browser: their rights have changed since the one it came with was made.
    pub renewed: Option<SessionSecret>,
}

impl Visitor {
    /// As the sign-in policy sees them.
    #[must_use]
    pub fn concerned(&self) -> Concerned<'_> {
        Concerned { archetype: &self.archetype, is_administrator: self.is_administrator, groups: &self.groups }
    }
}

/// A session in a list.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Session {
    /// Its id.
    pub id: Uuid,
    /// Since when.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub last_seen_at: Instant,
    /// Browser and system in words.
    pub device: String,
    /// The network it was last used from.
    pub network: String,
}

#[derive(sqlx::FromRow)]
struct VisitRow {
    id: Uuid,
    person_id: PersonId,
    authenticated_at: Instant,
    last_seen_at: Instant,
    absolute_until: Instant,
    amr: String,
    rights: String,
    display_name: String,
    language: Option<Locale>,
    time_zone: Option<String>,
    archetype: String,
    factors: i64,
    factors_asked_at: Option<Instant>,
    factors_owed: i64,
    password_found_at: Option<Instant>,
    at_risk_at: Option<Instant>,
    owes_factor: bool,
    help_asked: i64,
}

#[derive(sqlx::FromRow)]
struct EndedRow {
    id: Uuid,
    person_id: PersonId,
}

/// How long a secret still counts after it was replaced, for requests that were under way.
pub const OVERLAP: TimeDelta = TimeDelta::seconds(60);

/// How stale "last seen" may become before it is written: one write a minute, not one a request.
pub const TOUCH_AFTER: TimeDelta = TimeDelta::seconds(60);

/// Makes a session for a person who has just proved who they are.
pub(crate) async fn create(
    tx: &mut Transaction,
    person: PersonId,
    settings: &Settings,
    methods: Methods,
) -> Result<SessionSecret, DbError> {
    Ok(create_named(tx, person, settings, methods).await?.0)
}

/// As [`create`], with the session's id.
pub(crate) async fn create_named(
    tx: &mut Transaction,
    person: PersonId,
    settings: &Settings,
    methods: Methods,
) -> Result<(SessionSecret, Uuid), DbError> {
    let secret = SessionSecret(i128::from_le_bytes(tx.randomness().bytes()));
    let caller = tx.caller();
    let rights = Resolved { tenant: caller.permissions, own: caller.own_permissions, circles: caller.circles.to_vec() };
    let rights = as_word(&within(rights, methods));
    // Not ordered by time (SEC-24): the id is shown in addresses.
    let id = uuid::Builder::from_random_bytes(tx.randomness().bytes()).into_uuid();
    let now = tx.now();
    let origin = tx.caller().origin.clone();
    let absolute = now + longest(settings, methods);
    let idle = absolute.min(now + patience(settings, methods));
    tx.sql(INSERT)
        .bind(secret.digest())
        .bind(id)
        .bind(person)
        .bind(now)
        .bind(idle)
        .bind(absolute)
        .bind(origin.device.as_ref())
        .bind(origin.network().unwrap_or_default())
        .bind(methods.words())
        .bind(rights)
        .execute()
        .await?;
    Ok((secret, id))
}

/// What is left of somebody's rights in a session that began this way: whoever showed a badge has none at all, not even for their
/// own account, so that a use case refuses whichever page forgets to look.
fn within(rights: Resolved, methods: Methods) -> Resolved {
    if methods.is_badge() { Resolved::default() } else { rights }
}

/// After how long a session ends whatever happens.
fn longest(settings: &Settings, methods: Methods) -> TimeDelta {
    let hours = settings.absolute_hours;
    TimeDelta::hours(i64::from(if methods.is_badge() { hours.min(settings.badges.absolute_hours) } else { hours }))
}

/// After how long without a request a session ends.
fn patience(settings: &Settings, methods: Methods) -> TimeDelta {
    let minutes = settings.idle_minutes;
    TimeDelta::minutes(i64::from(if methods.is_badge() { minutes.min(settings.badges.idle_minutes) } else { minutes }))
}

/// Rights as they are kept beside a secret; those for circles as a digest, which says whether they are the same.
#[must_use]
pub fn as_word(rights: &Resolved) -> String {
    let word = format!("{:x}.{:x}", rights.tenant.bits(), rights.own.bits());
    if rights.circles.is_empty() {
        return word;
    }
    let mut held = Vec::with_capacity(rights.circles.len() * 24);
    for circled in &rights.circles {
        held.extend_from_slice(circled.circle.0.as_bytes());
        held.extend_from_slice(&circled.permissions.bits().to_le_bytes());
    }
    let which = digest(&held).iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{word}.{which:x}")
}

/// Rights that were kept, for the whole tenant and for oneself; none where that cannot be read.
fn from_word(word: &str) -> Resolved {
    let read = |part: Option<&str>| {
        part.and_then(|part| u64::from_str_radix(part, 16).ok()).map(PermissionSet::from_bits).unwrap_or_default()
    };
    let mut parts = word.split('.');
    Resolved { tenant: read(parts.next()), own: read(parts.next()), circles: Vec::new() }
}

/// Who a session's secret belongs to, if the session still counts: two statements, a third for an unknown secret, and one more
/// where the policy asks something of groups.
pub async fn visit(
    database: &Database,
    tenant: TenantId,
    settings: &Settings,
    secret: SessionSecret,
    origin: &Origin,
) -> Result<Option<Visitor>, DbError> {
    let caller = Caller::anonymous(tenant, origin.clone());
    let mut tx = database.read(&caller).await?;
    let now = tx.now();
    let found: Option<VisitRow> = tx.sql(VISIT).bind(secret.digest()).bind(now).fetch_optional().await?;
    let is_current = found.is_some();
    let found = match found {
        Some(row) => Some(row),
        None => tx.sql(VISIT_BEFORE).bind(secret.digest()).bind(now).fetch_optional().await?,
    };
    let Some(row) = found else { return Ok(None) };
    let mut rights = permissions::resolve(&mut tx, row.person_id).await?;
    let policy = &settings.sign_in_policy;
    let groups = asked::of_person(&mut tx, policy, row.person_id).await?;
    drop(tx);
    let is_administrator = summary::is_administrator(&rights);
    let methods = Methods::from_words(&row.amr);
    if methods.is_badge() && !badges::counts(settings, &row.archetype, is_administrator, origin, now) {
        return Ok(None);
    }
    rights = within(rights, methods);
    let is_changed = as_word(&rights) != row.rights;
    let mut renewed = None;
    let factors = Factors::from_number(row.factors);
    let who = Concerned { archetype: &row.archetype, is_administrator, groups: &groups };
    let mut standing = policy.standing(who, factors, row.factors_asked_at, now);
    let is_first_asked = !methods.is_badge() && standing != Standing::Fine && row.factors_asked_at.is_none();
    let owed = Factors::from_number(row.factors_owed);
    let owed = if factors < owed { owed } else { Factors::None };
    if owed > Factors::None {
        standing = Standing::Overdue;
    }
    if standing == Standing::Fine && !methods.satisfy(policy.required(who)) {
        standing = Standing::Unproved;
    }
    if row.owes_factor {
        // What they had was taken away on their behalf: whatever the policy says, the next thing they do is to make one.
        standing = Standing::Overdue;
    }
    if row.password_found_at.is_some() && standing != Standing::Unproved {
        standing = Standing::PasswordKnown;
    }
    if row.at_risk_at.is_some() {
        standing = Standing::Overdue;
    }
    if methods.is_badge() {
        // What is asked for protects what a badge does not open.
        standing = Standing::Fine;
    }
    if is_current && (is_changed || is_first_asked || now - row.last_seen_at >= TOUCH_AFTER) {
        let mut tx = database.begin(&caller).await?;
        if is_first_asked {
            summary::note_asked(&mut tx, row.person_id).await?;
        }
        let mut current = secret;
        if is_changed {
            renewed = renew(&mut tx, secret, &rights).await?;
            current = renewed.unwrap_or(secret);
        }
        let idle = row.absolute_until.min(now + patience(settings, methods));
        tx.sql(TOUCH)
            .bind(current.digest())
            .bind(now)
            .bind(idle)
            .bind(origin.network().unwrap_or_default())
            .execute()
            .await?;
        tx.commit().await?;
    }
    if is_changed && renewed.is_none() {
        // Whoever holds only the secret from before gains nothing by the change.
        let before = from_word(&row.rights);
        rights.tenant = rights.tenant.intersection(before.tenant);
        rights.own = rights.own.intersection(before.own);
        // Of circles it is known only whether they are the same.
        if as_word(&rights).split('.').nth(2) != row.rights.split('.').nth(2) {
            rights.circles.clear();
        }
    }
    if matches!(standing, Standing::Overdue | Standing::Unproved | Standing::PasswordKnown) {
        // Nothing but the own account, whichever page forgets to look.
        rights = Resolved::own_account();
    }
    let proved = match standing {
        Standing::Unproved => SensitiveSet::NONE,
        // A mailbox that is read is no fresh proof.
        _ if !methods.is_proof() => SensitiveSet::NONE,
        _ => settings.step_up.proved(row.authenticated_at, now),
    };
    Ok(Some(Visitor {
        caller: Caller {
            actor: Actor::Person(row.person_id),
            permissions: rights.tenant,
            own_permissions: rights.own,
            circles: rights.circles.into(),
            proved,
            ..caller
        },
        person: row.person_id,
        session: row.id,
        display_name: row.display_name,
        language: row.language,
        time_zone: row.time_zone,
        authenticated_at: row.authenticated_at,
        methods,
        fresh_for: settings.step_up.fresh_for(),
        archetype: row.archetype,
        is_administrator,
        groups,
        standing,
        owed,
        is_at_risk: row.at_risk_at.is_some(),
        help_asked: row.help_asked > 0,
        renewed,
    }))
}

/// A new secret for a session whose person may now do something else (ASVS 7.2.4); nothing when another request was first.
async fn renew(
    tx: &mut Transaction,
    before: SessionSecret,
    rights: &Resolved,
) -> Result<Option<SessionSecret>, DbError> {
    let secret = SessionSecret(i128::from_le_bytes(tx.randomness().bytes()));
    let until = tx.now() + OVERLAP;
    let renew = tx.sql(RENEW).bind(before.digest()).bind(secret.digest()).bind(as_word(rights)).bind(until);
    Ok((renew.execute().await? > 0).then_some(secret))
}

/// Signs out: the session with this secret is gone.
pub async fn sign_out(database: &Database, caller: &Caller, secret: SessionSecret) -> Result<(), DbError> {
    let mut tx = database.begin(caller).await?;
    let now = tx.now();
    let mut ended: Option<EndedRow> = tx.sql(END_BY_DIGEST).bind(secret.digest()).fetch_optional().await?;
    if ended.is_none() {
        ended = tx.sql(END_BY_PREVIOUS).bind(secret.digest()).bind(now).fetch_optional().await?;
    }
    if let Some(ended) = ended {
        let entry = Entry::new("session.signed_out", Stream::Authentication)
            .subject(ended.person_id)
            .object("session", ended.id);
        audit::record(&mut tx, entry).await?;
    }
    tx.commit().await
}

/// The sessions of a person: for the person, and for those who may manage sessions.
pub async fn of_person(tx: &mut Transaction, person: PersonId) -> Result<Vec<Session>, AuthenticationError> {
    may_manage(tx, person).await?;
    let now = tx.now();
    Ok(tx.sql(OF_PERSON).bind(person).bind(now).fetch_all().await?)
}

async fn may_manage(tx: &mut Transaction, person: PersonId) -> Result<(), AuthenticationError> {
    if tx.caller().person() == Some(person) {
        Ok(tx.allow_for(Permission::ManageOwnAccount, person)?)
    } else {
        Ok(permissions::allow_on(tx, Permission::ManageSessions, person).await?)
    }
}

/// Ends one session of a person.
pub async fn end(tx: &mut Transaction, person: PersonId, session: Uuid) -> Result<(), AuthenticationError> {
    may_manage(tx, person).await?;
    if tx.caller().person() != Some(person) {
        tx.require_proof(Sensitive::OthersSessions)?;
        permissions::within_own_rights(tx, person).await?;
    }
    if tx.sql(END_ONE).bind(person).bind(session).execute().await? == 0 {
        return Err(directory::DirectoryError::NotFound.into());
    }
    audit::record(tx, Entry::new("session.ended", Stream::Authentication).subject(person).object("session", session))
        .await?;
    Ok(())
}

/// Ends every session of a person but `keep`.
pub async fn end_others(
    tx: &mut Transaction,
    person: PersonId,
    keep: Option<Uuid>,
) -> Result<u64, AuthenticationError> {
    may_manage(tx, person).await?;
    if tx.caller().person() != Some(person) {
        tx.require_proof(Sensitive::OthersSessions)?;
        permissions::within_own_rights(tx, person).await?;
    }
    let ended = end_all(tx, person, keep).await?;
    if let Some(kept) = keep {
        // Who ends the others means whoever holds an earlier secret of this one, too.
        tx.sql(FORGET_PREVIOUS).bind(kept).execute().await?;
    }
    if ended > 0 {
        audit::record(
            tx,
            Entry::new("session.others_ended", Stream::Authentication)
                .subject(person)
                .detail("count", ended.to_string()),
        )
        .await?;
    }
    Ok(ended)
}

/// Ends every session of a person but `keep`, as part of another use case that records it. Whoever does that may fear that somebody
/// else was in: no browser gets past the second step any more, `keep`'s neither, and no code that was mailed works.
pub(crate) async fn end_all(tx: &mut Transaction, person: PersonId, keep: Option<Uuid>) -> Result<u64, DbError> {
    remembered::forget_all(tx, person).await?;
    mailed_code::forget_all(tx, person).await?;
    tx.sql(END_ALL).bind(person).bind(keep.unwrap_or(Uuid::nil())).execute().await
}

/// Notes that somebody proved more in their session, as making a factor does.
pub(crate) async fn raise(tx: &mut Transaction, visitor: &Visitor, methods: Methods) -> Result<(), DbError> {
    let all = visitor.methods.and(methods).words();
    tx.sql(RAISE).bind(visitor.session).bind(visitor.person).bind(all).execute().await?;
    Ok(())
}

/// Ends a session because another takes its place; false when it is over already.
pub(crate) async fn replace(tx: &mut Transaction, visitor: &Visitor) -> Result<bool, DbError> {
    Ok(tx.sql(END_ONE).bind(visitor.person).bind(visitor.session).execute().await? == 1)
}

/// A caller for a person who has just proved who they are in this transaction.
pub(crate) async fn become_person(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    let rights = permissions::resolve(tx, person).await?;
    let caller = tx.caller().clone();
    tx.known_as(Caller {
        actor: Actor::Person(person),
        permissions: rights.tenant,
        own_permissions: rights.own,
        circles: rights.circles.into(),
        ..caller
    });
    Ok(())
}

/// Whether a person in this state may have a session.
pub(crate) const fn may_sign_in(state: LifecycleState) -> bool {
    matches!(state, LifecycleState::Active)
}

/// Removes sessions whose time ends before an instant, a thousand at a time. Returns how many.
pub async fn sweep(database: &Database, before: Instant) -> Result<u64, DbError> {
    database.sweep(SWEEP, before).await
}

/// Kept so that a device's words are shared between requests.
#[must_use]
pub fn device_words(words: &str) -> Arc<str> {
    words.chars().filter(|c| !c.is_control()).take(120).collect::<String>().into()
}
