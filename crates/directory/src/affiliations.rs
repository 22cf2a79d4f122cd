//! Affiliations: the dated hats a person wears, each of an archetype and perhaps in an organisation.

use chrono::NaiveDate;
use database::{DbError, Json, Transaction};
use foundation::{AffiliationId, OrganisationId, PersonId, SourceId, text};

database::statements! {
    OF_PERSON: tenant = "SELECT a.id, a.archetype, a.starts_on, a.ends_on, a.review_by, a.external_id, o.name AS organisation, s.name AS source
        FROM affiliation a LEFT JOIN organisation o ON o.tenant_id = a.tenant_id AND o.id = a.organisation_id
            LEFT JOIN source s ON s.tenant_id = a.tenant_id AND s.id = a.source_id
        WHERE a.tenant_id = $1 AND a.person_id = $2 ORDER BY a.starts_on DESC, a.id LIMIT 100";
    FROM_SOURCE: tenant = "SELECT id, archetype, organisation_id, starts_on, ends_on FROM affiliation WHERE tenant_id = $1 AND person_id = $2 AND source_id = $3 AND external_id = $4";
    INSERT: tenant = "INSERT INTO affiliation (tenant_id, id, person_id, archetype, organisation_id, starts_on, ends_on, source_id, external_id, attributes, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    UPDATE: tenant = "UPDATE affiliation SET archetype = $3, organisation_id = $4, starts_on = $5, ends_on = $6 WHERE tenant_id = $1 AND id = $2";
    ORGANISATION: tenant = "SELECT id FROM organisation WHERE tenant_id = $1 AND name_key = $2 ORDER BY id LIMIT 1";
    ADD_ORGANISATION: tenant = "INSERT INTO organisation (tenant_id, id, kind, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
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

/// What a source says of an affiliation.
#[derive(Debug, Clone)]
pub(crate) struct Said<'a> {
    pub archetype: &'a str,
    pub organisation: Option<&'a str>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub source: SourceId,
    pub external_id: &'a str,
}

#[derive(sqlx::FromRow)]
struct SourceRow {
    id: AffiliationId,
    archetype: String,
    organisation_id: Option<OrganisationId>,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct OrganisationRow {
    id: OrganisationId,
}

/// Makes the person's affiliation what the source says; true when that changed something.
pub(crate) async fn from_source(tx: &mut Transaction, person: PersonId, said: &Said<'_>) -> Result<bool, DbError> {
    let organisation = match said.organisation.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => Some(organisation(tx, name).await?),
        None => None,
    };
    let now = tx.now();
    let existing: Option<SourceRow> =
        tx.sql(FROM_SOURCE).bind(person).bind(said.source).bind(said.external_id).fetch_optional().await?;
    if let Some(row) = existing {
        let starts_on = said.starts_on.unwrap_or(row.starts_on);
        if row.archetype == said.archetype
            && row.organisation_id == organisation
            && row.starts_on == starts_on
            && row.ends_on == said.ends_on
        {
            return Ok(false);
        }
        tx.sql(UPDATE)
            .bind(row.id)
            .bind(said.archetype)
            .bind(organisation)
            .bind(starts_on)
            .bind(said.ends_on)
            .execute()
            .await?;
    } else {
        let id: AffiliationId = tx.new_id();
        let starts_on = said.starts_on.unwrap_or_else(|| now.date_naive());
        tx.sql(INSERT)
            .bind(id)
            .bind(person)
            .bind(said.archetype)
            .bind(organisation)
            .bind(starts_on)
            .bind(said.ends_on)
            .bind(said.source)
            .bind(said.external_id)
            .bind(Json(serde_json::json!({})))
            .bind(now)
            .execute()
            .await?;
    }
    Ok(true)
}

/// The organisation of a name, made if it is new.
async fn organisation(tx: &mut Transaction, name: &str) -> Result<OrganisationId, DbError> {
    let key = text::search_key(name);
    if let Some(row) = tx.sql(ORGANISATION).bind(&key).fetch_optional::<OrganisationRow>().await? {
        return Ok(row.id);
    }
    let (id, now) = (tx.new_id::<OrganisationId>(), tx.now());
    tx.sql(ADD_ORGANISATION).bind(id).bind("organisation").bind(name).bind(key).bind(now).execute().await?;
    Ok(id)
}
