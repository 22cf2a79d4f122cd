//! Who lacks what the policy asks of them, one kind of people at a time, in the order of names.

use database::{DbError, Json, Transaction};
use directory::groups::asked;
use directory::people::list::Key;
use directory::tenants::policy::{Concerned, Factors, Required, SignInPolicy};
use foundation::{GroupId, Instant, Permission, PersonId};
use uuid::Uuid;

use super::adoption::Amount;
use super::look::Stand;
use crate::second::summary::{self, Summary};
use crate::{AuthenticationError, Place};

database::statements! {
    // Those with exactly so much, so that the index has them in order.
    OF_ARCHETYPE: tenant = "SELECT id, display_name, sort_key, archetype, factors, factors_asked_at, factors_owed, owes_factor, factors_reminded_at, last_sign_in_at FROM person
        WHERE tenant_id = $1 AND archetype = $2 AND lifecycle_state = 'active' AND factors = $3 AND (sort_key, id) > ($4, $5) ORDER BY sort_key, id LIMIT $6";
    AMONG: tenant {
        sqlite: "SELECT p.id, p.display_name, p.sort_key, p.archetype, p.factors, p.factors_asked_at, p.factors_owed, p.owes_factor, p.factors_reminded_at, p.last_sign_in_at
            FROM json_each($2) k CROSS JOIN person p
            WHERE p.tenant_id = $1 AND p.id = unhex(k.value) AND p.lifecycle_state = 'active' AND p.factors < $3 AND (p.sort_key, p.id) > ($4, $5) ORDER BY p.sort_key, p.id LIMIT $6",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT p.id, p.display_name, p.sort_key, p.archetype, p.factors, p.factors_asked_at, p.factors_owed, p.owes_factor, p.factors_reminded_at, p.last_sign_in_at
            FROM k JOIN person p ON p.tenant_id = $1 AND p.id = k.id
            WHERE p.lifecycle_state = 'active' AND p.factors < $3 AND (p.sort_key, p.id) > ($4, $5) ORDER BY p.sort_key, p.id LIMIT $6",
    };
    // The members of a group in their order, each of whom is in it once.
    OF_GROUP: tenant = "SELECT p.id, p.display_name, p.sort_key, p.archetype, p.factors, p.factors_asked_at, p.factors_owed, p.owes_factor, p.factors_reminded_at, p.last_sign_in_at
        FROM circle_member c CROSS JOIN person p
        WHERE c.tenant_id = $1 AND c.circle_id = $2 AND (c.sort_key, c.person_id) > ($4, $5) AND c.starts_at <= $7 AND (c.ends_at IS NULL OR c.ends_at > $7)
            AND p.tenant_id = c.tenant_id AND p.id = c.person_id AND p.lifecycle_state = 'active' AND p.factors < $3 ORDER BY c.sort_key, c.person_id LIMIT $6";
    // Of the first ten thousand who lack it, those a mail would go to now.
    TO_WRITE_TO: tenant = "SELECT count(*) AS seen, CAST(coalesce(sum(CASE WHEN (n.factors_reminded_at IS NULL OR n.factors_reminded_at < $4)
            AND EXISTS (SELECT 1 FROM contact_address c WHERE c.tenant_id = $1 AND c.person_id = n.id AND c.kind = 'email') THEN 1 ELSE 0 END), 0) AS BIGINT) AS found
        FROM (SELECT p.id, p.factors_reminded_at FROM person p
            WHERE p.tenant_id = $1 AND p.archetype = $2 AND p.lifecycle_state = 'active' AND p.factors = $3 LIMIT 10001) AS n";
    TO_WRITE_TO_AMONG: tenant {
        sqlite: "SELECT count(*) AS seen, count(*) AS found FROM json_each($2) k CROSS JOIN person p
            WHERE p.tenant_id = $1 AND p.id = unhex(k.value) AND p.lifecycle_state = 'active' AND p.factors < $3 AND (p.factors_reminded_at IS NULL OR p.factors_reminded_at < $4)
            AND EXISTS (SELECT 1 FROM contact_address c WHERE c.tenant_id = $1 AND c.person_id = p.id AND c.kind = 'email')",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT count(*) AS seen, count(*) AS found FROM k JOIN person p ON p.tenant_id = $1 AND p.id = k.id
            WHERE p.lifecycle_state = 'active' AND p.factors < $3 AND (p.factors_reminded_at IS NULL OR p.factors_reminded_at < $4)
            AND EXISTS (SELECT 1 FROM contact_address c WHERE c.tenant_id = $1 AND c.person_id = p.id AND c.kind = 'email')",
    };
    // Of the first ten thousand members of a group, those who lack it and a mail would go to now.
    TO_WRITE_TO_IN: tenant = "SELECT count(*) AS seen, CAST(coalesce(sum((SELECT CASE WHEN p.lifecycle_state = 'active' AND p.factors < $3 AND (p.factors_reminded_at IS NULL OR p.factors_reminded_at < $4)
            AND EXISTS (SELECT 1 FROM contact_address a WHERE a.tenant_id = $1 AND a.person_id = p.id AND a.kind = 'email') THEN 1 ELSE 0 END
            FROM person p WHERE p.tenant_id = $1 AND p.id = n.person_id)), 0) AS BIGINT) AS found
        FROM (SELECT c.person_id FROM circle_member c
            WHERE c.tenant_id = $1 AND c.circle_id = $2 AND c.starts_at <= $5 AND (c.ends_at IS NULL OR c.ends_at > $5) LIMIT 10001) AS n";
}

/// How many of those who lack it are looked at to say how many mails would go out.
pub const LOOKED_AT: u64 = 10_000;

/// A kind of people of whom something is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Group {
    /// Whoever holds any right beyond the own account.
    Administrators,
    /// The people of an archetype.
    Archetype(String),
    /// The members of a group.
    Members(GroupId),
}

impl Group {
    /// The word in addresses and in the row of a reminder.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Administrators => "administrators".to_owned(),
            Self::Archetype(name) => format!("archetype.{name}"),
            Self::Members(id) => format!("group.{id}"),
        }
    }

    /// The group of a word; whether it exists is another question.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.split_once('.') {
            None => (word == "administrators").then_some(Self::Administrators),
            Some(("archetype", name)) => Some(Self::Archetype(name.to_owned())),
            Some(("group", id)) => id.parse().ok().map(Self::Members),
            Some(_) => None,
        }
    }

    /// What is asked of everybody in it.
    #[must_use]
    pub fn required(&self, policy: &SignInPolicy) -> Required {
        policy.required(match self {
            Self::Administrators => Concerned::ADMINISTRATOR,
            Self::Archetype(name) => Concerned { archetype: name, ..Concerned::ANYBODY },
            Self::Members(id) => Concerned { groups: std::slice::from_ref(id), ..Concerned::ANYBODY },
        })
    }
}

/// The groups of which something is asked, administrators first.
///
/// # Errors
/// `Refused` without [`Permission::SeeFactors`].
pub async fn groups(tx: &mut Transaction, place: &Place) -> Result<Vec<Group>, AuthenticationError> {
    tx.allow(Permission::SeeFactors)?;
    Ok(asked_of(tx, place).await?)
}

/// As [`groups`], for use cases that have decided on the right already.
pub(super) async fn asked_of(tx: &mut Transaction, place: &Place) -> Result<Vec<Group>, DbError> {
    let archetypes = directory::types::names(tx).await?.into_iter().map(Group::Archetype);
    let policy = &place.tenant.settings.sign_in_policy;
    let asked = |group: &Group| group.required(policy) > Required::Offered;
    let groups = policy.groups.keys().copied().map(Group::Members);
    Ok(std::iter::once(Group::Administrators).chain(archetypes).chain(groups).filter(asked).collect())
}

/// Somebody who lacks what is asked.
#[derive(Debug, Clone)]
pub struct Line {
    /// Who.
    pub id: PersonId,
    /// How they are called.
    pub display_name: String,
    /// What the list is ordered by.
    pub sort_key: String,
    /// Which kind of person they are.
    pub archetype: String,
    /// How they stand.
    pub stand: Stand,
    /// When they were last reminded.
    pub reminded_at: Option<Instant>,
    /// When they last signed in.
    pub last_sign_in_at: Option<Instant>,
}

impl Line {
    /// Its place in the list.
    #[must_use]
    pub fn key(&self) -> Key {
        Key { value: self.sort_key.clone(), id: self.id }
    }
}

/// A page of the list.
#[derive(Debug, Clone)]
pub struct Page {
    /// In the order of names.
    pub lines: Vec<Line>,
    /// Where the next page begins, if there is one.
    pub next: Option<Key>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PersonId,
    display_name: String,
    sort_key: String,
    archetype: String,
    factors: i64,
    factors_asked_at: Option<Instant>,
    factors_owed: i64,
    owes_factor: bool,
    factors_reminded_at: Option<Instant>,
    last_sign_in_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct Counted {
    seen: i64,
    found: i64,
}

/// A page of those in a group who lack what is asked of it, for those who may see people and their factors.
///
/// # Errors
/// `Refused`.
pub async fn page(
    tx: &mut Transaction,
    place: &Place,
    group: &Group,
    after: Option<&Key>,
    most: usize,
) -> Result<Page, AuthenticationError> {
    tx.allow(Permission::SeePeople)?;
    tx.allow(Permission::SeeFactors)?;
    let policy = &place.tenant.settings.sign_in_policy;
    Ok(read(tx, policy, group, group.required(policy).least(), after, most).await?)
}

/// As [`page`], for use cases that have decided on the right already.
pub(super) async fn read(
    tx: &mut Transaction,
    policy: &SignInPolicy,
    group: &Group,
    least: Factors,
    after: Option<&Key>,
    most: usize,
) -> Result<Page, DbError> {
    let (value, id) = after.map_or((String::new(), Uuid::nil()), |key| (key.value.clone(), key.id.0));
    let limit = i64::try_from(most + 1).unwrap_or(i64::MAX);
    let mut rows: Vec<Row> = Vec::new();
    match group {
        Group::Administrators => {
            let (holders, _) = summary::administrators(tx).await?;
            let statement = tx.sql(AMONG).bind(Json(holders)).bind(least.number());
            rows = statement.bind(value).bind(id).bind(limit).fetch_all().await?;
        }
        Group::Archetype(name) => {
            for factors in 0..least.number() {
                let statement = tx.sql(OF_ARCHETYPE).bind(name.as_str()).bind(factors);
                rows.extend(statement.bind(value.as_str()).bind(id).bind(limit).fetch_all::<Row>().await?);
            }
            rows.sort_by(|one, other| (&one.sort_key, one.id).cmp(&(&other.sort_key, other.id)));
        }
        Group::Members(members) => {
            let now = tx.now();
            let statement = tx.sql(OF_GROUP).bind(*members).bind(least.number());
            rows = statement.bind(value).bind(id).bind(limit).bind(now).fetch_all().await?;
        }
    }
    let has_more = rows.len() > most;
    rows.truncate(most);
    let (is_administrator, now) = (*group == Group::Administrators, tx.now());
    let people: Vec<PersonId> = rows.iter().map(|row| row.id).collect();
    let groups = asked::of_people(tx, policy, &people).await?;
    let line = |row: Row| {
        let summary = Summary {
            factors: Factors::from_number(row.factors),
            archetype: row.archetype,
            asked_at: row.factors_asked_at,
            owed: Factors::from_number(row.factors_owed),
            was_brought_back: row.owes_factor,
        };
        let groups = groups.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let stand = Stand::of(policy, &summary, summary.concerned(is_administrator, groups), now);
        Line {
            id: row.id,
            display_name: row.display_name,
            sort_key: row.sort_key,
            stand,
            archetype: summary.archetype,
            reminded_at: row.factors_reminded_at,
            last_sign_in_at: row.last_sign_in_at,
        }
    };
    let lines: Vec<Line> = rows.into_iter().map(line).collect();
    let next = if has_more { lines.last().map(Line::key) } else { None };
    Ok(Page { lines, next })
}

/// How many of a group a reminder would go to now: those who lack what is asked, have an address, and were not reminded since.
///
/// # Errors
/// `Refused` without [`Permission::SeeFactors`].
pub async fn to_write_to(
    tx: &mut Transaction,
    place: &Place,
    group: &Group,
    reminded_before: Instant,
) -> Result<Amount, AuthenticationError> {
    tx.allow(Permission::SeeFactors)?;
    let least = group.required(&place.tenant.settings.sign_in_policy).least().number();
    let mut amount = Amount::default();
    match group {
        Group::Administrators => {
            let (holders, or_more) = summary::administrators(tx).await?;
            let statement = tx.sql(TO_WRITE_TO_AMONG).bind(Json(holders)).bind(least).bind(reminded_before);
            let counted: Counted = statement.fetch_one().await?;
            amount = Amount { least: u64::try_from(counted.found).unwrap_or_default(), or_more };
        }
        Group::Archetype(name) => {
            for factors in 0..least {
                let statement = tx.sql(TO_WRITE_TO).bind(name.as_str()).bind(factors).bind(reminded_before);
                let counted: Counted = statement.fetch_one().await?;
                let or_more = u64::try_from(counted.seen).unwrap_or_default() > LOOKED_AT;
                amount = amount.and(Amount { least: u64::try_from(counted.found).unwrap_or_default(), or_more });
            }
        }
        Group::Members(id) => {
            let now = tx.now();
            let statement = tx.sql(TO_WRITE_TO_IN).bind(*id).bind(least).bind(reminded_before).bind(now);
            let counted: Counted = statement.fetch_one().await?;
            let or_more = u64::try_from(counted.seen).unwrap_or_default() > LOOKED_AT;
            amount = Amount { least: u64::try_from(counted.found).unwrap_or_default(), or_more };
        }
    }
    Ok(amount)
}

#[cfg(test)]
mod tests {
    use directory::tenants::policy::{Demand, Required, SignInPolicy};

    use super::Group;

    #[test]
    fn a_group_has_a_word_and_what_is_asked_of_it() {
        let staff = Group::Archetype("staff".to_owned());
        let members = Group::Members(foundation::GroupId(uuid::Uuid::from_u128(7)));
        for group in [Group::Administrators, staff.clone(), members] {
            assert_eq!(Group::from_word(&group.word()), Some(group));
        }
        for other in ["", "everybody", "group.staff"] {
            assert_eq!(Group::from_word(other), None, "{other}");
        }
        let strict = Demand { required: Required::SecondFactor, grace_days: 3 };
        let policy = SignInPolicy { archetypes: [("staff".to_owned(), strict)].into(), ..SignInPolicy::default() };
        assert_eq!(staff.required(&policy), Required::SecondFactor);
        assert_eq!(Group::Administrators.required(&policy), Required::StrongFactor);
        assert_eq!(Group::Archetype("customer".to_owned()).required(&policy), Required::Offered);
    }
}
