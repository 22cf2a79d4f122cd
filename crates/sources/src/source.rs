//! The systems people come from.

use database::{DbError, Json, Transaction};
use foundation::{Instant, Permission, SourceId, text};

use crate::ImportError;
use crate::mapping::Mapping;

database::statements! {
    ADD: tenant = "INSERT INTO source (tenant_id, id, name, name_key, kind, mapping, created_at) VALUES ($1, $2, $3, $4, 'upload', '{}', $5) ON CONFLICT DO NOTHING";
    BY_NAME: tenant = "SELECT id, name, mapping, people, last_import_at, created_at FROM source WHERE tenant_id = $1 AND name_key = $2";
    FIND: tenant = "SELECT id, name, mapping, people, last_import_at, created_at FROM source WHERE tenant_id = $1 AND id = $2";
    LIST: tenant = "SELECT id, name, mapping, people, last_import_at, created_at FROM source WHERE tenant_id = $1 ORDER BY name_key LIMIT 500";
    REMEMBER: tenant = "UPDATE source SET mapping = $3, last_import_at = $4 WHERE tenant_id = $1 AND id = $2";
    COUNT: tenant = "UPDATE source SET people = people + $3 WHERE tenant_id = $1 AND id = $2";
}

/// A system people come from. An upload is one that delivers when somebody brings a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its name, unique in the tenant.
    pub name: String,
    /// What the columns of its last import meant.
    pub mapping: Mapping,
    /// How many people it has brought.
    pub people: u64,
    /// When an import of it last began.
    pub last_import_at: Option<Instant>,
    /// Since when it is known.
    pub created_at: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: SourceId,
    name: String,
    mapping: Json<Mapping>,
    people: i64,
    last_import_at: Option<Instant>,
    created_at: Instant,
}

impl From<Row> for Source {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            mapping: row.mapping.0,
            people: u64::try_from(row.people).unwrap_or(0),
            last_import_at: row.last_import_at,
            created_at: row.created_at,
        }
    }
}

/// The tenant's sources by name, at most 500.
///
/// # Errors
/// [`ImportError::Refused`] without the permission to see sources.
pub async fn list(tx: &mut Transaction) -> Result<Vec<Source>, ImportError> {
    tx.allow(Permission::SeeSources)?;
    let rows: Vec<Row> = tx.sql(LIST).fetch_all().await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(crate) async fn find(tx: &mut Transaction, id: SourceId) -> Result<Option<Source>, DbError> {
    Ok(tx.sql(FIND).bind(id).fetch_optional::<Row>().await?.map(Into::into))
}

/// The source of a name, whatever its case; made if it is new, which the second value tells.
pub(crate) async fn named(tx: &mut Transaction, name: &str) -> Result<(Source, bool), ImportError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(ImportError::Invalid("source", "required"));
    }
    if name.chars().count() > 100 {
        return Err(ImportError::Invalid("source", "too-long"));
    }
    if text::has_hidden_characters(name) {
        return Err(ImportError::Invalid("source", "hidden-characters"));
    }
    let (id, key, now) = (tx.new_id::<SourceId>(), text::search_key(name), tx.now());
    let is_new = tx.sql(ADD).bind(id).bind(name).bind(&key).bind(now).execute().await? == 1;
    let row: Row = tx.sql(BY_NAME).bind(key).fetch_one().await?;
    Ok((row.into(), is_new))
}

/// Remembers a mapping for the next import, and that one begins now. It also makes others wait who are about to start one of the same source.
pub(crate) async fn remember(tx: &mut Transaction, id: SourceId, mapping: &Mapping) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(REMEMBER).bind(id).bind(Json(mapping.clone())).bind(now).execute().await.map(drop)
}

/// Counts people it has brought.
pub(crate) async fn count(tx: &mut Transaction, id: SourceId, people: u64) -> Result<(), DbError> {
    if people == 0 {
        return Ok(());
    }
    tx.sql(COUNT).bind(id).bind(i64::try_from(people).unwrap_or(i64::MAX)).execute().await.map(drop)
}
