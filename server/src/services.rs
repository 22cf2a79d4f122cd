//! The services of one process, as the pages see them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use app::frame::Nonce;
use authentication::Authentication;
use bytes::Bytes;
use database::{Database, DbError};
use directory::{Tenant, tenants};
use foundation::{Instant, Locale, TenantId};

/// Everything a handler needs; cheap to clone.
#[derive(Clone)]
pub struct Services(Arc<Parts>);

/// What the services are made of.
pub struct Parts {
    /// The database.
    pub database: Database,
    /// Proving who somebody is.
    pub authentication: Authentication,
    /// The address people open, without a slash at the end.
    pub public_url: String,
    /// Whether this is not production: the outbox and the design page can be read.
    pub development: bool,
    /// Appended to the addresses of styles and scripts.
    pub asset_version: String,
    /// The largest uploaded file, in bytes.
    pub upload_limit: u64,
    /// Tenants looked up within the last second.
    pub tenants: TenantCache,
}

impl Services {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl std::ops::Deref for Services {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Tenants by address word and by host, at most one second old: a suspension counts within that on every node. And pages
/// that nothing but the tenant and the visitor's taste goes into.
#[derive(Default)]
pub struct TenantCache {
    tenants: Mutex<HashMap<Key, Found>>,
    pages: Mutex<HashMap<Look, Cut>>,
}

/// All that decides how the sign-in page looks before anybody has typed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Look {
    /// Whose page it is.
    pub tenant: TenantId,
    /// Rises with every change of the tenant's name and settings.
    pub version: i64,
    /// Whether it is seen at the tenant's own host, where addresses are other ones.
    pub own_host: bool,
    /// The language.
    pub locale: Locale,
    /// Light or dark, if chosen.
    pub theme: Option<&'static str>,
}

/// When it was looked up, and what was there.
type Found = (Instant, Option<Arc<Tenant>>);

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Slug(String),
    Host(String),
}

/// More entries than this, and the cache begins anew: its size does not depend on what visitors make up.
const MOST: usize = 1_000;
const FRESH: Duration = Duration::from_secs(1);

/// A prepared page, cut where its nonce stood.
type Cut = Arc<[Bytes]>;

/// A prepared page with the nonce of this answer.
fn whole(parts: &[Bytes], nonce: &Nonce) -> Bytes {
    match parts {
        [page] => page.clone(),
        parts => Bytes::from(parts.join(nonce.print().as_bytes())),
    }
}

impl TenantCache {
    /// The tenant with an address word.
    pub async fn by_slug(&self, database: &Database, slug: &str) -> Result<Option<Arc<Tenant>>, DbError> {
        if !tenants::is_slug(slug) {
            return Ok(None);
        }
        self.get(database, Key::Slug(slug.to_owned())).await
    }

    /// The tenant a host name leads to.
    pub async fn by_host(&self, database: &Database, host: &str) -> Result<Option<Arc<Tenant>>, DbError> {
        self.get(database, Key::Host(host.to_ascii_lowercase())).await
    }

    /// Forgets everything: what this process changed is seen by its next request.
    pub fn clear(&self) {
        self.known().clear();
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Key, Found>> {
        self.tenants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page that is the same for everybody who sees it in this way but for the nonce of its scripts: made the first time,
    /// and kept without it.
    pub fn prepared(&self, look: Look, nonce: &Nonce, make: impl FnOnce() -> String) -> Bytes {
        let pages = || self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parts) = pages().get(&look) {
            return whole(parts, nonce);
        }
        let page = make();
        let parts: Cut = match nonce.printed() {
            Some(printed) => page.split(printed).map(|part| Bytes::copy_from_slice(part.as_bytes())).collect(),
            None => std::iter::once(Bytes::copy_from_slice(page.as_bytes())).collect(),
        };
        let mut pages = pages();
        if pages.len() >= MOST {
            pages.clear();
        }
        pages.insert(look, parts);
        Bytes::from(page)
    }

    async fn get(&self, database: &Database, key: Key) -> Result<Option<Arc<Tenant>>, DbError> {
        let now = database.now();
        let is_fresh = |at: Instant| (now - at).to_std().is_ok_and(|age| age < FRESH);
        if let Some((at, tenant)) = self.known().get(&key)
            && is_fresh(*at)
        {
            return Ok(tenant.clone());
        }
        let found = match &key {
            Key::Slug(slug) => tenants::manage::by_slug(database, slug).await?,
            Key::Host(host) => tenants::manage::by_host(database, host).await?,
        };
        let found = found.map(Arc::new);
        let mut cache = self.known();
        if cache.len() >= MOST {
            cache.clear();
        }
        cache.insert(key, (now, found.clone()));
        Ok(found)
    }
}
