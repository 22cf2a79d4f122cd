//! Every tenant there is, for what is done to each of them.

use foundation::TenantId;

use crate::{Database, DbError};

crate::statements! {
    /// The tenants, a page at a time.
    AFTER: platform = "SELECT tenant_id FROM tenant WHERE tenant_id > $1 ORDER BY tenant_id LIMIT 100";
}

#[derive(sqlx::FromRow)]
struct Tenant {
    tenant_id: TenantId,
}

impl Database {
    /// The tenants after one, a page of them; none at the end. The first page is after the nil id.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn tenants_after(&self, after: TenantId) -> Result<Vec<TenantId>, DbError> {
        let rows: Vec<Tenant> = self.platform_read().await?.sql(AFTER).bind(after).fetch_all().await?;
        Ok(rows.into_iter().map(|row| row.tenant_id).collect())
    }
}
