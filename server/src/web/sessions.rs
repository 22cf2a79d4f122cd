//! Sessions for tower-sessions: its cookie and life cycle, our table.
//!
//! A session is made by the use case that signs somebody in, in the same transaction as the sign-in itself. The store
//! then only hands that session's secret to the cookie: [`adopt`] puts it into the record, [`SessionStore::create`] takes
//! it over as the record's id. Loading resolves the whole visitor in two statements.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use authentication::{SessionSecret, Visitor, sessions};
use axum::http::{HeaderMap, HeaderValue, header};
use directory::Tenant;
use foundation::{Caller, Origin};
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Session, SessionStore};

use crate::services::Services;

const ADOPT: &str = "adopt";
const PERSON: &str = "person";

/// The sessions of one tenant, for one request.
#[derive(Clone)]
pub struct TenantSessions {
    services: Services,
    tenant: Arc<Tenant>,
    origin: Origin,
    visitor: Arc<Mutex<Option<Visitor>>>,
}

impl std::fmt::Debug for TenantSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TenantSessions").field(&self.tenant.slug).finish()
    }
}

impl TenantSessions {
    /// The sessions of `tenant`, seen from `origin`.
    #[must_use]
    pub fn new(services: Services, tenant: Arc<Tenant>, origin: Origin) -> Self {
        Self { services, tenant, origin, visitor: Arc::default() }
    }

    /// Who the request's cookie belongs to.
    pub async fn visitor(
        &self,
        session: &Session,
    ) -> std::result::Result<Option<Visitor>, tower_sessions::session::Error> {
        if session.id().is_none() {
            return Ok(None);
        }
        let _: Option<String> = session.get(PERSON).await?;
        Ok(self.visitor.lock().unwrap_or_else(PoisonError::into_inner).take())
    }
}

/// Gives the browser the session that a use case made; the one it had before is gone (ASVS 7.2.4).
pub async fn adopt(
    session: &Session,
    secret: SessionSecret,
) -> std::result::Result<(), tower_sessions::session::Error> {
    session.flush().await?;
    session.insert(ADOPT, secret.0.to_string()).await
}

/// Gives the browser the new secret of the session it has (ASVS 7.2.4), in an answer that nobody keeps.
pub fn hand_out(headers: &mut HeaderMap, name: &str, secret: SessionSecret) {
    let cookie = format!("{name}={}; HttpOnly; SameSite=Lax; Secure; Path=/", Id(secret.0));
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.append(header::SET_COOKIE, cookie);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for TenantSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let adopted = record.data.remove(ADOPT);
        let secret = adopted.as_ref().and_then(serde_json::Value::as_str).and_then(|text| text.parse::<i128>().ok());
        record.id = Id(secret.ok_or_else(|| backend("sessions are made by signing in"))?);
        Ok(())
    }

    async fn save(&self, _: &Record) -> Result<()> {
        Ok(()) // what a session knows is in its row, changed by the use cases
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let secret = SessionSecret(id.0);
        let found =
            sessions::visit(&self.services.database, self.tenant.id, &self.tenant.settings, secret, &self.origin)
                .await
                .map_err(backend)?;
        Ok(found.map(|visitor| {
            let person = serde_json::Value::String(visitor.person.to_string());
            *self.visitor.lock().unwrap_or_else(PoisonError::into_inner) = Some(visitor);
            Record {
                id: *id,
                data: HashMap::from([(PERSON.to_owned(), person)]),
                expiry_date: OffsetDateTime::now_utc() + Duration::days(30),
            }
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let caller = Caller::anonymous(self.tenant.id, self.origin.clone());
        sessions::sign_out(&self.services.database, &caller, SessionSecret(id.0)).await.map_err(backend)
    }
}
