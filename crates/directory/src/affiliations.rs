//! Affiliations: the dated hats a person wears, each of an archetype and perhaps in an organisation.

use std::collections::HashMap;

use chrono::NaiveDate;
use database::{DbError, Json, Transaction};
use foundation::{AffiliationId, Instant, OrganisationId, PersonId, SourceId};
use language::moments::Tz;

use crate::circles::{self, Tie};
use crate::organisations;
use crate::people::store;

pub mod edit;

database::statements! {
    OF_PERSON: tenant = "SELECT a.id, a.archetype, a.starts_on, a.ends_on, a.review_by, a.external_id, a.organisation_id, o.name AS organisation, s.name AS source
        FROM affiliation a LEFT JOIN organisation o ON o.tenant_id = a.tenant_id AND o.id = a.organisation_id
            LEFT JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.source_id
        WHERE a.tenant_id = $1 AND a.person_id = $2 ORDER BY a.starts_on DESC, a.id LIMIT 100";
    OF_SOURCE: tenant {
        sqlite: "SELECT a.person_id, a.id, a.archetype, a.organisation_id, a.starts_on, a.ends_on, a.external_id FROM json_each($2) k CROSS JOIN affiliation a
            WHERE a.tenant_id = $1 AND a.person_id = unhex(k.value) AND a.source_id = $3",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT a.person_id, a.id, a.archetype, a.organisation_id, a.starts_on, a.ends_on, a.external_id FROM k JOIN affiliation a
            ON a.tenant_id = $1 AND a.person_id = k.id AND a.source_id = $3",
    };
    INSERT: insert = "INSERT INTO affiliation (tenant_id, id, person_id, archetype, organisation_id, starts_on, ends_on, source_id, external_id, attributes, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    FIND: tenant = "SELECT a.id, a.archetype, a.starts_on, a.ends_on, a.review_by, a.external_id, a.organisation_id, o.name AS organisation, s.name AS source
        FROM affiliation a LEFT JOIN organisation o ON o.tenant_id = a.tenant_id AND o.id = a.organisation_id
            LEFT JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.source_id
        WHERE a.tenant_id = $1 AND a.id = $2 AND a.person_id = $3";
    ADD: tenant = "INSERT INTO affiliation (tenant_id, id, person_id, archetype, organisation_id, starts_on, ends_on, attributes, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE: tenant = "UPDATE affiliation SET archetype = $3, organisation_id = $4, starts_on = $5, ends_on = $6 WHERE tenant_id = $1 AND id = $2";
    ORGANISATIONS: tenant {
        sqlite: "SELECT o.source_key, o.id, o.ended_at, o.merged_into FROM json_each($2) k CROSS JOIN organisation o WHERE o.tenant_id = $1 AND o.source_id = $3 AND o.source_key = k.value",
        postgres: "SELECT o.source_key, o.id, o.ended_at, o.merged_into FROM jsonb_array_elements_text($2) k(value) JOIN organisation o ON o.tenant_id = $1 AND o.source_id = $3 AND o.source_key = k.value",
    };
    ADD_ORGANISATION: insert = "INSERT INTO organisation (tenant_id, id, kind, name, name_key, source_id, source_key, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

/// A dated hat.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Affiliation {
    /// Its id.
    pub id: AffiliationId,
    /// The type of identity it makes of the person.
    pub archetype: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day, if it is known.
    pub ends_on: Option<NaiveDate>,
    /// When somebody must look at it, where no end is known.
    pub review_by: Option<NaiveDate>,
    /// Its key in the source.
    pub external_id: Option<String>,
    /// The organisation.
    pub organisation_id: Option<OrganisationId>,
    /// The organisation's name.
    pub organisation: Option<String>,
    /// The source's name.
    pub source: Option<String>,
}

impl Affiliation {
    /// Whether it counts on a day.
    #[must_use]
    pub fn is_active(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|end| end >= day)
    }
}

/// The affiliations of a person, newest first.
pub async fn of_person(tx: &mut Transaction, person: PersonId) -> Result<Vec<Affiliation>, DbError> {
    tx.sql(OF_PERSON).bind(person).fetch_all().await
}

/// An affiliation as a source made it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct FromSource {
    #[sqlx(rename = "person_id")]
    pub person: PersonId,
    pub id: AffiliationId,
    pub archetype: String,
    #[sqlx(rename = "organisation_id")]
    pub organisation: Option<OrganisationId>,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub external_id: Option<String>,
}

/// The affiliations a source gave to many people.
pub(crate) async fn of_source(
    tx: &mut Transaction,
    people: &[PersonId],
    source: SourceId,
) -> Result<Vec<FromSource>, DbError> {
    tx.sql(OF_SOURCE).bind(store::list(people)).bind(source).fetch_all().await
}

/// An affiliation a source gives to somebody.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewAffiliation {
    pub person: PersonId,
    /// What lists order the person by.
    pub sort_key: String,
    pub archetype: String,
    pub organisation: Option<OrganisationId>,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub external_id: String,
}

/// Gives affiliations, whose days are those of a time zone.
pub(crate) async fn add_all(
    tx: &mut Transaction,
    source: SourceId,
    zone: Tz,
    new: &[NewAffiliation],
) -> Result<(), DbError> {
    let now = tx.now();
    let mut ids: Vec<AffiliationId> = new.iter().map(|_| tx.new_id()).collect();
    ids.sort_unstable();
    let new: Vec<(AffiliationId, &NewAffiliation)> = ids.into_iter().zip(new).collect();
    tx.insert_all(INSERT, &new, |statement, (id, new)| {
        statement
            .bind(*id)
            .bind(new.person)
            .bind(new.archetype.as_str())
            .bind(new.organisation)
            .bind(new.starts_on)
            .bind(new.ends_on)
            .bind(source)
            .bind(new.external_id.as_str())
            .bind(Json(serde_json::json!({})))
            .bind(now)
    })
    .await?;
    let ties = new.iter().filter_map(|(id, new)| {
        let tie = Tie::between(new.person, new.sort_key.clone(), id.0, (new.starts_on, new.ends_on), zone);
        new.organisation.map(|organisation| (organisation, tie))
    });
    circles::join(tx, &ties.collect::<Vec<_>>()).await
}

/// Saves what a source says of an affiliation now, of a person whom lists order by `sort_key`.
pub(crate) async fn update(
    tx: &mut Transaction,
    changed: &FromSource,
    zone: Tz,
    sort_key: &str,
) -> Result<(), DbError> {
    let statement = tx.sql(UPDATE).bind(changed.id).bind(changed.archetype.as_str()).bind(changed.organisation);
    statement.bind(changed.starts_on).bind(changed.ends_on).execute().await?;
    circles::leave(tx, changed.person, changed.id.0).await?;
    let Some(organisation) = changed.organisation else { return Ok(()) };
    let days = (changed.starts_on, changed.ends_on);
    let tie = Tie::between(changed.person, sort_key.to_owned(), changed.id.0, days, zone);
    circles::join(tx, &[(organisation, tie)]).await
}

#[derive(sqlx::FromRow)]
struct OrganisationRow {
    source_key: String,
    id: OrganisationId,
    ended_at: Option<Instant>,
    merged_into: Option<OrganisationId>,
}

/// The organisations a source knows by these folded names, or what they were merged into. Those that were removed are left out:
/// the source makes them anew.
pub(crate) async fn organisations(
    tx: &mut Transaction,
    source: SourceId,
    keys: Vec<String>,
) -> Result<HashMap<String, OrganisationId>, DbError> {
    let mut found = HashMap::new();
    if !keys.is_empty() {
        let rows: Vec<OrganisationRow> = tx.sql(ORGANISATIONS).bind(Json(keys)).bind(source).fetch_all().await?;
        for row in rows {
            let lives = match (row.ended_at, row.merged_into) {
                (None, _) => Some(row.id),
                (Some(_), None) => None,
                (Some(_), Some(target)) => organisations::living(tx, target).await?,
            };
            if let Some(id) = lives {
                found.insert(row.source_key, id);
            }
        }
    }
    Ok(found)
}

/// An organisation that is new.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewOrganisation {
    pub id: OrganisationId,
    pub name: String,
    /// Folded.
    pub key: String,
}

/// Adds organisations a source speaks of.
pub(crate) async fn add_organisations(
    tx: &mut Transaction,
    source: SourceId,
    new: &[NewOrganisation],
) -> Result<(), DbError> {
    let now = tx.now();
    tx.insert_all(ADD_ORGANISATION, new, |statement, new| {
        let statement = statement.bind(new.id).bind("organisation").bind(new.name.as_str()).bind(new.key.as_str());
        statement.bind(source).bind(new.key.as_str()).bind(now)
    })
    .await
    .map(drop)
}
