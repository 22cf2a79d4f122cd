//! The rows of tenants.

use database::{DbError, Json, PlatformTransaction, Transaction};
use foundation::{Instant, TenantId};

use super::{Settings, Tenant};

database::statements! {
    FIND_BY_SLUG: platform = "SELECT tenant_id, slug, name, state, settings, logo_type, version, created_at FROM tenant WHERE slug = $1";
    FIND_BY_HOST: platform = "SELECT t.tenant_id, t.slug, t.name, t.state, t.settings, t.logo_type, t.version, t.created_at
        FROM tenant_host h JOIN tenant t ON t.tenant_id = h.tenant_id WHERE h.host = $1";
    FIND_BY_ID: platform = "SELECT tenant_id, slug, name, state, settings, logo_type, version, created_at FROM tenant WHERE tenant_id = $1";
    LIST: platform = "SELECT tenant_id, slug, name, state, settings, logo_type, version, created_at FROM tenant WHERE slug > $1 ORDER BY slug LIMIT $2";
    INSERT: platform = "INSERT INTO tenant (tenant_id, slug, name, state, settings, created_at) VALUES ($1, $2, $3, 'suspended', $4, $5) ON CONFLICT DO NOTHING";
    /// The end of its creation, which is its first version.
    OPEN: platform = "UPDATE tenant SET state = 'active' WHERE tenant_id = $1";
    SET_STATE: platform = "UPDATE tenant SET state = $2, version = version + 1 WHERE tenant_id = $1 AND state <> $2";
    ADD_HOST: platform = "INSERT INTO tenant_host (host, tenant_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    REMOVE_HOST: platform = "DELETE FROM tenant_host WHERE host = $1 AND tenant_id = $2";
    HOSTS: platform = "SELECT host FROM tenant_host WHERE tenant_id = $1 ORDER BY host LIMIT 20";
    OWN: tenant = "SELECT tenant_id, slug, name, state, settings, logo_type, version, created_at FROM tenant WHERE tenant_id = $1";
    SAVE: tenant = "UPDATE tenant SET name = $2, settings = $3, version = version + 1 WHERE tenant_id = $1 AND version = $4";
    SAVE_LOGO: tenant = "UPDATE tenant SET logo = $2, logo_type = $3, version = version + 1 WHERE tenant_id = $1";
    LOGO: tenant = "SELECT logo, logo_type FROM tenant WHERE tenant_id = $1";
    ADD_ARCHETYPE: tenant = "INSERT INTO archetype (tenant_id, name, labels, position) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
}

#[derive(sqlx::FromRow)]
struct Row {
    tenant_id: TenantId,
    slug: String,
    name: String,
    state: String,
    settings: Json<Settings>,
    logo_type: Option<String>,
    version: i64,
    created_at: Instant,
}

impl From<Row> for Tenant {
    fn from(row: Row) -> Self {
        Self {
            id: row.tenant_id,
            slug: row.slug,
            name: row.name,
            is_suspended: row.state != "active",
            settings: row.settings.0,
            has_logo: row.logo_type.is_some(),
            version: row.version,
            created_at: row.created_at,
        }
    }
}

#[derive(sqlx::FromRow)]
struct LogoRow {
    logo: Option<Vec<u8>>,
    logo_type: Option<String>,
}

#[derive(sqlx::FromRow)]
struct HostRow {
    host: String,
}

pub(crate) async fn by_slug(tx: &mut PlatformTransaction, slug: &str) -> Result<Option<Tenant>, DbError> {
    Ok(tx.sql(FIND_BY_SLUG).bind(slug).fetch_optional::<Row>().await?.map(Into::into))
}

pub(crate) async fn by_host(tx: &mut PlatformTransaction, host: &str) -> Result<Option<Tenant>, DbError> {
    Ok(tx.sql(FIND_BY_HOST).bind(host).fetch_optional::<Row>().await?.map(Into::into))
}

pub(crate) async fn by_id(tx: &mut PlatformTransaction, id: TenantId) -> Result<Option<Tenant>, DbError> {
    Ok(tx.sql(FIND_BY_ID).bind(id).fetch_optional::<Row>().await?.map(Into::into))
}

pub(crate) async fn list(tx: &mut PlatformTransaction, after: &str, most: i64) -> Result<Vec<Tenant>, DbError> {
    Ok(tx.sql(LIST).bind(after).bind(most).fetch_all::<Row>().await?.into_iter().map(Into::into).collect())
}

/// Nobody can use it until it is furnished and opened.
pub(crate) async fn insert(
    tx: &mut PlatformTransaction,
    id: TenantId,
    slug: &str,
    name: &str,
    settings: &Settings,
) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(INSERT).bind(id).bind(slug).bind(name).bind(Json(settings.clone())).bind(now).execute().await? == 1)
}

pub(crate) async fn open(tx: &mut PlatformTransaction, id: TenantId) -> Result<(), DbError> {
    tx.sql(OPEN).bind(id).execute().await?;
    Ok(())
}

pub(crate) async fn set_state(tx: &mut PlatformTransaction, id: TenantId, state: &str) -> Result<bool, DbError> {
    Ok(tx.sql(SET_STATE).bind(id).bind(state).execute().await? == 1)
}

pub(crate) async fn add_host(tx: &mut PlatformTransaction, host: &str, id: TenantId) -> Result<bool, DbError> {
    Ok(tx.sql(ADD_HOST).bind(host).bind(id).execute().await? == 1)
}

pub(crate) async fn remove_host(tx: &mut PlatformTransaction, host: &str, id: TenantId) -> Result<bool, DbError> {
    Ok(tx.sql(REMOVE_HOST).bind(host).bind(id).execute().await? == 1)
}

pub(crate) async fn hosts(tx: &mut PlatformTransaction, id: TenantId) -> Result<Vec<String>, DbError> {
    Ok(tx.sql(HOSTS).bind(id).fetch_all::<HostRow>().await?.into_iter().map(|row| row.host).collect())
}

pub(crate) async fn own(tx: &mut Transaction) -> Result<Tenant, DbError> {
    Ok(tx.sql(OWN).fetch_one::<Row>().await?.into())
}

pub(crate) async fn save(tx: &mut Transaction, name: &str, settings: &Settings, version: i64) -> Result<bool, DbError> {
    Ok(tx.sql(SAVE).bind(name).bind(Json(settings.clone())).bind(version).execute().await? == 1)
}

pub(crate) async fn save_logo(
    tx: &mut Transaction,
    logo: Option<Vec<u8>>,
    media_type: Option<&str>,
) -> Result<(), DbError> {
    tx.sql(SAVE_LOGO).bind(logo).bind(media_type.map(str::to_owned)).execute().await?;
    Ok(())
}

pub(crate) async fn logo(tx: &mut Transaction) -> Result<Option<(Vec<u8>, String)>, DbError> {
    let row: LogoRow = tx.sql(LOGO).fetch_one().await?;
    Ok(row.logo.zip(row.logo_type))
}

pub(crate) async fn add_archetype(tx: &mut Transaction, name: &str, position: i64) -> Result<(), DbError> {
    tx.sql(ADD_ARCHETYPE).bind(name).bind(Json(serde_json::json!({}))).bind(position).execute().await?;
    Ok(())
}
