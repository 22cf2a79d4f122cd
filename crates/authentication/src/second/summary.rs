//! What somebody has beside a password, kept with the person, and what the tenant's policy asks of them.

use std::collections::BTreeSet;

use audit::figures::{self, Figure};
use audit::{Entry, Stream};
use database::{DbError, Json, Transaction};
use directory::groups::asked;
use directory::tenants::manage;
use directory::tenants::policy::{Concerned, Demand, Factors, Required, SignInPolicy};
use directory::tenants::step_up::StepUp;
use foundation::{GroupId, Instant, Permission, PermissionSet, PersonId, RoleId, Sensitive};
use permissions::Resolved;

use super::codes;
use crate::{AuthenticationError, Place, Visitor};

database::statements! {
    // Worked out from the factors themselves, by whoever has just changed them and holds the person. With any of them, nothing is
    // owed any more.
    RENEW: tenant = "UPDATE person SET factors = CASE
            WHEN EXISTS (SELECT 1 FROM passkey k WHERE k.tenant_id = $1 AND k.person_id = $2 AND k.is_verified) THEN 3
            WHEN EXISTS (SELECT 1 FROM authenticator_app a WHERE a.tenant_id = $1 AND a.person_id = $2)
                THEN CASE WHEN EXISTS (SELECT 1 FROM passkey k WHERE k.tenant_id = $1 AND k.person_id = $2) THEN 3 ELSE 2 END
            WHEN EXISTS (SELECT 1 FROM passkey k WHERE k.tenant_id = $1 AND k.person_id = $2) THEN 1
            ELSE 0 END,
            owes_factor = owes_factor AND NOT EXISTS (SELECT 1 FROM authenticator_app a WHERE a.tenant_id = $1 AND a.person_id = $2)
                AND NOT EXISTS (SELECT 1 FROM passkey k WHERE k.tenant_id = $1 AND k.person_id = $2)
        WHERE tenant_id = $1 AND id = $2 RETURNING factors, archetype, factors_asked_at, factors_owed, owes_factor";
    FIND: tenant = "SELECT factors, archetype, factors_asked_at, factors_owed, owes_factor FROM person WHERE tenant_id = $1 AND id = $2";
    // What staff took away is asked for again, whatever the policy says.
    OWE: tenant = "UPDATE person SET factors_owed = $3 WHERE tenant_id = $1 AND id = $2";
    // When they were first asked stays, whoever asks again.
    ASKED: tenant = "UPDATE person SET factors_asked_at = $3 WHERE tenant_id = $1 AND id = $2 AND factors_asked_at IS NULL";
    // Counted as far as a page says a number: reading on would take long and say no more.
    LACKING: tenant = "SELECT count(*) AS amount FROM (SELECT p.id FROM person p
        WHERE p.tenant_id = $1 AND p.archetype = $2 AND p.lifecycle_state = 'active' AND p.factors < $3 LIMIT 100001) AS found";
    // Whoever is in a group, and how many of them lack it, as far as members are looked at. A person is in a group once.
    LACKING_IN: tenant = "SELECT count(*) AS seen, CAST(coalesce(sum((SELECT CASE WHEN p.lifecycle_state = 'active' AND p.factors < $3 THEN 1 ELSE 0 END
            FROM person p WHERE p.tenant_id = $1 AND p.id = n.person_id)), 0) AS BIGINT) AS found
        FROM (SELECT c.person_id FROM circle_member c
            WHERE c.tenant_id = $1 AND c.circle_id = $2 AND c.starts_at <= $4 AND (c.ends_at IS NULL OR c.ends_at > $4) LIMIT 100001) AS n";
    HOLDERS: tenant = "SELECT DISTINCT a.person_id AS id FROM role_assignment a
        WHERE a.tenant_id = $1 AND a.role_id = $2 AND a.scope <> 'self' AND a.starts_at <= $3 AND (a.ends_at IS NULL OR a.ends_at > $3) LIMIT 10001";
    LACKING_AMONG: tenant {
        sqlite: "SELECT count(*) AS amount FROM json_each($2) k CROSS JOIN person p
            WHERE p.tenant_id = $1 AND p.id = unhex(k.value) AND p.lifecycle_state = 'active' AND p.factors < $3",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT count(*) AS amount FROM k JOIN person p ON p.tenant_id = $1 AND p.id = k.id WHERE p.lifecycle_state = 'active' AND p.factors < $3",
    };
}

/// Up to how many people are counted one by one.
pub const COUNTED: u64 = 100_000;
/// Up to how many holders of one role are looked at.
const HOLDERS_COUNTED: usize = 10_000;

#[derive(sqlx::FromRow)]
struct Row {
    factors: i64,
    archetype: String,
    factors_asked_at: Option<Instant>,
    factors_owed: i64,
    owes_factor: bool,
}

#[derive(sqlx::FromRow)]
struct Holder {
    id: PersonId,
}

#[derive(sqlx::FromRow)]
struct Amount {
    amount: i64,
}

#[derive(sqlx::FromRow)]
struct InGroup {
    seen: i64,
    found: i64,
}

/// What somebody has, and which kind of person they are.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    pub factors: Factors,
    pub archetype: String,
    /// When they were first asked for what they lacked.
    pub asked_at: Option<Instant>,
    /// What they make again before anything else, since staff took it away.
    pub owed: Factors,
    /// Whether a trusted person helped them and they have not made anything new yet.
    pub was_brought_back: bool,
}

impl Summary {
    /// Whether staff took something away that they have not made again.
    pub fn is_owing(&self) -> bool {
        self.factors < self.owed
    }

    /// As a policy sees them, with the groups of it that they are in.
    pub fn concerned<'c>(&'c self, is_administrator: bool, groups: &'c [GroupId]) -> Concerned<'c> {
        Concerned { archetype: &self.archetype, is_administrator, groups }
    }
}

impl From<Row> for Summary {
    fn from(row: Row) -> Self {
        Self {
            factors: Factors::from_number(row.factors),
            archetype: row.archetype,
            asked_at: row.factors_asked_at,
            owed: Factors::from_number(row.factors_owed),
            was_brought_back: row.owes_factor,
        }
    }
}

/// Whether rights make somebody an administrator: any beyond the own account, for everybody or for some.
#[must_use]
pub fn is_administrator(rights: &Resolved) -> bool {
    rights.is_beyond_own_account()
}

/// Works out anew what a person has, after a factor was added or taken away. Who has made again what staff took away owes
/// nothing more, and the code staff gave them works no longer.
pub(crate) async fn renew(tx: &mut Transaction, person: PersonId) -> Result<Factors, DbError> {
    let row: Option<Row> = tx.sql(RENEW).bind(person).fetch_optional().await?;
    let Some(summary) = row.map(Summary::from) else { return Ok(Factors::None) };
    if summary.owed > Factors::None && !summary.is_owing() {
        owe(tx, person, Factors::None).await?;
        codes::take_back(tx, person).await?;
    }
    Ok(summary.factors)
}

/// Notes what a person has to make again before anything else.
pub(crate) async fn owe(tx: &mut Transaction, person: PersonId, factors: Factors) -> Result<(), DbError> {
    tx.sql(OWE).bind(person).bind(factors.number()).execute().await?;
    Ok(())
}

/// What a person has; nothing for nobody.
pub(crate) async fn find(tx: &mut Transaction, person: PersonId) -> Result<Option<Summary>, DbError> {
    Ok(tx.sql(FIND).bind(person).fetch_optional::<Row>().await?.map(Into::into))
}

/// Counts factors that were removed. Those that are added are counted by their entries, since many may be added at once.
pub(crate) async fn count_removed(tx: &mut Transaction, amount: u64) -> Result<(), DbError> {
    figures::add(tx, Figure::RemovedFactor, amount).await
}

/// Notes when a person was first asked for what they lack.
pub(crate) async fn note_asked(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(ASKED).bind(person).bind(now).execute().await?;
    Ok(())
}

/// As [`renew`] after taking a factor away; refuses when the policy asks for what would be missing then.
///
/// # Errors
/// `Directory(Invalid)` when what is left is less than what is asked of the visitor, and was not before.
pub(crate) async fn renew_without(
    tx: &mut Transaction,
    place: &Place,
    visitor: &Visitor,
) -> Result<Factors, AuthenticationError> {
    let before = find(tx, visitor.person).await?;
    let after = renew(tx, visitor.person).await?;
    // What was shown there some day may have been what is gone now.
    super::remembered::forget_all(tx, visitor.person).await?;
    let archetype = before.as_ref().map(|summary| summary.archetype.as_str()).unwrap_or_default();
    let policy = &place.tenant.settings.sign_in_policy;
    let least = policy.required(Concerned { archetype, ..visitor.concerned() }).least();
    if after < least && before.as_ref().is_some_and(|summary| summary.factors >= least) {
        return Err(AuthenticationError::field("", "factor-required"));
    }
    Ok(after)
}

/// How many people a policy concerns who have not what it asks of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affected {
    /// Those who hold any right beyond the own account.
    pub administrators: u64,
    /// Whether a role has more holders than were looked at.
    pub has_more_administrators: bool,
    /// Of each archetype, by its name; [`COUNTED`] and one more stand for "more than that".
    pub archetypes: Vec<(String, u64)>,
    /// Of each group the policy names: how many, and whether there are more members than were looked at.
    pub groups: Vec<(GroupId, u64, bool)>,
}

/// Counts the people who would be asked for a factor now, if a policy were in force.
///
/// # Errors
/// `Refused` without [`Permission::SeeSettings`].
pub async fn affected(tx: &mut Transaction, policy: &SignInPolicy) -> Result<Affected, AuthenticationError> {
    tx.allow(Permission::SeeSettings)?;
    let least = policy.required(Concerned::ADMINISTRATOR).least().number();
    let mut affected = Affected::default();
    let (holders, has_more) = administrators(tx).await?;
    let found: Amount = tx.sql(LACKING_AMONG).bind(Json(holders)).bind(least).fetch_one().await?;
    affected.administrators = u64::try_from(found.amount).unwrap_or_default();
    affected.has_more_administrators = has_more;
    for archetype in directory::types::names(tx).await? {
        let least = policy.required(Concerned { archetype: &archetype, ..Concerned::ANYBODY }).least().number();
        let found: Amount = tx.sql(LACKING).bind(archetype.as_str()).bind(least).fetch_one().await?;
        affected.archetypes.push((archetype, u64::try_from(found.amount).unwrap_or_default()));
    }
    let now = tx.now();
    for group in policy.groups.keys() {
        let who = Concerned { groups: std::slice::from_ref(group), ..Concerned::ANYBODY };
        let least = policy.required(who).least().number();
        let counted: InGroup = tx.sql(LACKING_IN).bind(*group).bind(least).bind(now).fetch_one().await?;
        let has_more = u64::try_from(counted.seen).unwrap_or_default() > COUNTED;
        affected.groups.push((*group, u64::try_from(counted.found).unwrap_or_default(), has_more));
    }
    Ok(affected)
}

/// Whoever holds any right beyond the own account, as a list for a statement, and whether a role has more holders than were
/// looked at.
pub(crate) async fn administrators(tx: &mut Transaction) -> Result<(Vec<String>, bool), DbError> {
    let now = tx.now();
    let (mut holders, mut has_more) = (BTreeSet::new(), false);
    for role in roles_of_administrators(tx).await? {
        let found: Vec<Holder> = tx.sql(HOLDERS).bind(role).bind(now).fetch_all().await?;
        has_more |= found.len() > HOLDERS_COUNTED;
        holders.extend(found.into_iter().map(|holder| holder.id.0.simple().to_string()));
    }
    Ok((holders.into_iter().collect(), has_more))
}

async fn roles_of_administrators(tx: &mut Transaction) -> Result<Vec<RoleId>, DbError> {
    let roles = permissions::roles::all(tx).await?;
    Ok(roles
        .iter()
        .filter(|role| role.grants().without(Permission::ManageOwnAccount) != PermissionSet::NONE)
        .map(|role| role.id)
        .collect())
}

/// Changes what the tenant asks of its people, and which actions ask them for a fresh proof. `version` is the one the caller saw.
///
/// # Errors
/// `NotFresh` when it is too long ago that they proved who they are; `Refused`; `Directory(Invalid)` what is wrong with it;
/// `Directory(ChangedMeanwhile)`.
pub async fn change_policy(
    tx: &mut Transaction,
    version: i64,
    policy: SignInPolicy,
    step_up: StepUp,
) -> Result<(), AuthenticationError> {
    tx.allow(Permission::EditSettings)?;
    tx.require_proof(Sensitive::Policy)?;
    let before = manage::own(tx).await?;
    let known = directory::types::names(tx).await?;
    if let Some(unknown) = policy.archetypes.keys().find(|name| !known.contains(name)) {
        let field = format!("required.archetype.{unknown}");
        return Err(
            directory::DirectoryError::Invalid(vec![directory::FieldProblem::new(field, "not-a-choice")]).into()
        );
    }
    let was = before.settings.sign_in_policy.clone();
    asked::check(tx, &was, &policy).await?;
    let proofs = before.settings.step_up.clone();
    let settings = directory::Settings { sign_in_policy: policy.clone(), step_up: step_up.clone(), ..before.settings };
    manage::change(tx, version, &before.name, &settings).await?;
    let entry = Entry::new("sign_in_policy.changed", Stream::Administration);
    let [old, new] = [&was, &policy].map(|policy| in_words(policy.administrators));
    let entry = entry.change("administrators", Some(&old), Some(&new));
    let [old, new] = [&was, &policy].map(|policy| in_words(policy.everybody));
    let entry = entry.change("everybody", Some(&old), Some(&new));
    let entry = if was.archetypes == policy.archetypes {
        entry
    } else {
        let [old, new] = [&was, &policy].map(archetypes_in_words);
        entry.change("archetypes", old.as_deref(), new.as_deref())
    };
    let days = |policy: &SignInPolicy| policy.remember_days.to_string();
    let entry = entry.change("remember_days", Some(&days(&was)), Some(&days(&policy)));
    let codes = |policy: &SignInPolicy| if policy.mail_codes { "yes" } else { "no" };
    let entry = entry.change("mail_codes", Some(codes(&was)), Some(codes(&policy)));
    let [minutes, minutes_now] = [&proofs, &step_up].map(|policy| policy.minutes.to_string());
    let [without, without_now] = [&proofs, &step_up].map(|policy| {
        let words: Vec<&str> = policy.without.iter().map(|action| action.word()).collect();
        words.join(", ")
    });
    let entry = if was.groups == policy.groups {
        entry
    } else {
        let (old, new) = (groups_in_words(tx, &was).await?, groups_in_words(tx, &policy).await?);
        entry.change("groups", old.as_deref(), new.as_deref())
    };
    let entry = entry.change("proof_minutes", Some(&minutes), Some(&minutes_now));
    let entry = entry.change("proof_not_for", Some(&without), Some(&without_now));
    audit::record(tx, entry).await?;
    Ok(())
}

/// A demand for the trail: what, and for how many days somebody may go on without.
fn in_words(demand: Demand) -> String {
    format!("{} ({})", demand.required.word(), demand.grace_days)
}

/// What a policy asks of archetypes, for the trail, by their names.
fn archetypes_in_words(policy: &SignInPolicy) -> Option<String> {
    let lines: Vec<String> =
        policy.archetypes.iter().map(|(name, demand)| format!("{name}: {}", in_words(*demand))).collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}

/// What a policy asks of groups, for the trail, by their names.
async fn groups_in_words(tx: &mut Transaction, policy: &SignInPolicy) -> Result<Option<String>, DbError> {
    if policy.groups.is_empty() {
        return Ok(None);
    }
    let names = asked::names(tx, policy.groups.keys().copied()).await?;
    let line = |(id, demand): (&GroupId, &Demand)| {
        let name = names.get(id).cloned().unwrap_or_else(|| id.to_string());
        format!("{name}: {}", in_words(*demand))
    };
    Ok(Some(policy.groups.iter().map(line).collect::<Vec<_>>().join("; ")))
}

/// Whether the policy makes a passkey the second step of a person who has no app.
pub(crate) fn asks_for_passkey(
    policy: &SignInPolicy,
    summary: &Summary,
    rights: &Resolved,
    groups: &[GroupId],
) -> bool {
    summary.factors > Factors::None
        && policy.required(summary.concerned(is_administrator(rights), groups)) > Required::Offered
}
