//! The door of a tenant: which tenant a request is for, who asks, in which language.

use std::sync::{Arc, OnceLock};

use app::form::FormState;
use app::frame::{Frame, Nonce, TenantLook, Theme};
use app::notice::Notice;
use authentication::{Place, Visitor};
use axum::body::Body;
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams, Request, State};
use axum::http::request::Parts as Head;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use directory::Tenant;
use directory::tenants::policy::Standing;
use foundation::{Caller, LocalPath, Locale, Permission, Secret, TenantId};
use tower::{Layer as _, ServiceExt as _, service_fn};
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

use super::answer::{Fault, see};
use super::host::OwnHost;
use super::sessions::{self, TenantSessions};
use super::{kept, protect};
use crate::http::{RequestContext, ScriptNonce};
use crate::services::{Look, Services};

/// The cookie with which somebody who is not signed in chose a language.
pub const LANGUAGE_COOKIE: &str = "__Host-pforte-language";
/// The cookie of the colour scheme, written by the island that switches it.
const THEME_COOKIE: &str = "theme";

/// A request at the door of a tenant. Handlers take it as an extractor; cloning is cheap.
#[derive(Clone)]
pub struct Door(Arc<Inner>);

struct Inner {
    services: Services,
    place: Place,
    base: String,
    context: RequestContext,
    visitor: Option<Visitor>,
    locale: Locale,
    theme: Theme,
    path: String,
    within: String,
    query: String,
    nonce: Nonce,
    method: String,
    route: String,
    half: Secret,
    device: Secret,
    mailed: Secret,
    sent: OnceLock<FormState>,
    badge: Secret,
}

/// The name of a tenant's session cookie: it carries the tenant, so that the browser keeps tenants apart too.
#[must_use]
pub fn cookie_name(slug: &str) -> String {
    format!("__Host-pforte-{slug}")
}

/// The name of the cookie of a half sign-in. It shares no beginning with those of sessions, so that no tenant's word makes the
/// one out of the other.
#[must_use]
pub fn half_cookie_name(slug: &str) -> String {
    format!("__Host-half-{slug}")
}

/// The name of the cookie of a remembered device.
#[must_use]
pub fn device_cookie_name(slug: &str) -> String {
    format!("__Host-device-{slug}")
}

/// The name of the cookie of a browser that waits for a code from a mail.
#[must_use]
pub fn mailed_cookie_name(slug: &str) -> String {
    format!("__Host-mail-{slug}")
}

/// The name of the cookie of a badge that was shown and waits for its button.
#[must_use]
pub fn badge_cookie_name(slug: &str) -> String {
    format!("__Host-badge-{slug}")
}

/// Finds the tenant and the visitor, and lets the request in.
pub async fn enter(State(services): State<Services>, request: Request, next: Next) -> Response {
    match admit(services, request, next).await {
        Ok(response) | Err(response) => response,
    }
}

async fn admit(services: Services, request: Request, next: Next) -> Result<Response, Response> {
    let context = request
        .extensions()
        .get::<RequestContext>()
        .cloned()
        .ok_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())?;
    let (mut head, body) = request.into_parts();
    let parameters =
        RawPathParams::from_request_parts(&mut head, &()).await.map_err(axum::response::IntoResponse::into_response)?;
    let slug =
        parameters.iter().find(|(name, _)| *name == "tenant").map(|(_, value)| value.to_owned()).unwrap_or_default();
    let request = Request::from_parts(head, body);
    let found = services.tenants.by_slug(&services.database, &slug).await;
    let tenant = found.map_err(|error| unavailable(&error))?.ok_or_else(|| StatusCode::NOT_FOUND.into_response())?;
    context.note_tenant(&tenant.slug);
    if tenant.is_suspended {
        return Err(StatusCode::NOT_FOUND.into_response());
    }
    let store = TenantSessions::new(services.clone(), tenant.clone(), context.origin().clone());
    let layer = SessionManagerLayer::new(store.clone())
        .with_name(cookie_name(&tenant.slug))
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd);
    let inner = service_fn(move |request: Request<Body>| {
        let (services, tenant, context, store, next) =
            (services.clone(), tenant.clone(), context.clone(), store.clone(), next.clone());
        async move { Ok::<_, std::convert::Infallible>(inside(services, tenant, context, store, request, next).await) }
    });
    layer.layer(inner).oneshot(request).await.map_err(|never| match never {})
}

async fn inside(
    services: Services,
    tenant: Arc<Tenant>,
    context: RequestContext,
    store: TenantSessions,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let visitor = match store.visitor(&session).await {
        Ok(visitor) => visitor,
        Err(error) => {
            tracing::error!(error = %error, "a session could not be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let (base, absolute) = if let Some(OwnHost(origin)) = request.extensions().get() {
        (String::new(), origin.to_string())
    } else {
        let base = format!("/t/{}", tenant.slug);
        let absolute = format!("{}{base}", services.public_url);
        (base, absolute)
    };
    let headers = request.headers();
    let locale = language_of(headers, visitor.as_ref(), &tenant);
    let theme = Theme::from_word(cookie(headers, THEME_COOKIE).unwrap_or_default());
    let secret = |name: &str| Secret::new(cookie(headers, name).unwrap_or_default().to_owned());
    let (half, device) = (secret(&half_cookie_name(&tenant.slug)), secret(&device_cookie_name(&tenant.slug)));
    let mailed = secret(&mailed_cookie_name(&tenant.slug));
    let badge = secret(&badge_cookie_name(&tenant.slug));
    let uri = request.uri();
    // The router has taken the tenant's prefix away already.
    let within = uri.path().to_owned();
    let query = uri.query().unwrap_or_default().to_owned();
    let path = if query.is_empty() { format!("{base}{within}") } else { format!("{base}{within}?{query}") };
    let method = request.method().to_string();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let renewed = visitor.as_ref().and_then(|visitor| visitor.renewed);
    let nonce = Nonce::from(services.database.randomness().token().expose().to_owned());
    let door = Door(Arc::new(Inner {
        place: Place { tenant, base: absolute },
        services,
        base,
        context,
        visitor,
        locale,
        theme,
        path,
        within,
        query,
        nonce,
        method,
        route,
        half,
        device,
        mailed,
        sent: OnceLock::new(),
        badge,
    }));
    request.extensions_mut().insert(door.clone());
    // Whoever lacks what is asked of them has one page left, wherever they wanted to go.
    let response = match protect::instead(&door) {
        Some(response) => response,
        None => next.run(request).await,
    };
    let mut response = explain(&door, response).await;
    if let Some(secret) = renewed {
        // Before the cookies of a sign-in or sign-out in the same request, which come after and win.
        sessions::hand_out(response.headers_mut(), &cookie_name(&door.tenant().slug), secret);
    }
    // A page with a script printed its nonce; whatever did not may run no script.
    if let Some(nonce) = door.0.nonce.printed() {
        response.extensions_mut().insert(ScriptNonce(nonce.to_owned()));
    }
    response
}

/// Answers faults with their page.
async fn explain(door: &Door, mut response: Response) -> Response {
    let Some(fault) = response.extensions_mut().remove::<Arc<Fault>>() else {
        // A page asked for in the way of its form, or the other way round: a form's answer that is loaded again.
        if response.status() != StatusCode::METHOD_NOT_ALLOWED {
            return response;
        }
        let mut page = door.error_page(StatusCode::METHOD_NOT_ALLOWED);
        if let Some(allowed) = response.headers_mut().remove(header::ALLOW) {
            page.headers_mut().insert(header::ALLOW, allowed);
        }
        return page;
    };
    match &*fault {
        Fault::SignedOut => {
            let next: String =
                percent_encoding::utf8_percent_encode(&door.0.path, percent_encoding::NON_ALPHANUMERIC).to_string();
            return see(&format!("{}/sign-in?next={next}", door.base()));
        }
        // A script asked: the page it is on leads on when it is loaded again.
        Fault::Unproved if door.template().ends_with("/options") => {
            return door.error_page(StatusCode::FORBIDDEN);
        }
        Fault::Unproved => match kept::ask(door).await {
            Ok(response) => return response,
            Err(fault) => {
                tracing::error!(fault = ?fault, "a form could not be kept");
                return door.error_page(StatusCode::SERVICE_UNAVAILABLE);
            }
        },
        Fault::Refused(refused) => {
            let entry = audit::Entry::new("access.refused", audit::Stream::Administration)
                .detail("method", door.0.method.as_str())
                .detail("route", door.0.route.as_str());
            if let Err(error) = audit::record_refusal(&door.services().database, &door.caller(), refused, entry).await {
                tracing::error!(error = %error, "a refusal could not be recorded");
                return door.error_page(StatusCode::SERVICE_UNAVAILABLE);
            }
        }
        Fault::Internal(error) => {
            let mut chain = error.to_string();
            let mut cause = error.source();
            while let Some(inner) = cause {
                chain = format!("{chain}: {inner}");
                cause = inner.source();
            }
            tracing::error!(request = &*door.0.context.origin().request, error = chain, "a request failed");
        }
        _ => {}
    }
    let mut page = door.error_page(fault.status());
    if let Fault::Throttled(wait) = &*fault
        && let Ok(value) = wait.as_secs().max(1).to_string().parse()
    {
        page.headers_mut().insert(header::RETRY_AFTER, value);
    }
    page
}

impl axum::response::IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

fn unavailable(error: &database::DbError) -> Response {
    tracing::error!(error = %error, "a tenant could not be looked up");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(found, _)| *found == name).map(|(_, value)| value))
}

/// The person's choice, else the browser's, else the tenant's; always one the tenant offers.
fn language_of(headers: &HeaderMap, visitor: Option<&Visitor>, tenant: &Tenant) -> Locale {
    let offered = &tenant.settings.languages;
    let header = || {
        headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| Locale::negotiate(value, offered))
    };
    visitor
        .and_then(|visitor| visitor.language)
        .or_else(|| cookie(headers, LANGUAGE_COOKIE).and_then(Locale::from_tag))
        .filter(|locale| offered.contains(locale))
        .or_else(header)
        .unwrap_or(tenant.settings.default_language)
}

impl<S: Sync> FromRequestParts<S> for Door {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Head, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or(Fault::NotFound)
    }
}

impl Door {
    /// The services.
    #[must_use]
    pub fn services(&self) -> &Services {
        &self.0.services
    }

    /// The tenant and the address its links begin with.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// The tenant.
    #[must_use]
    pub fn tenant(&self) -> &Tenant {
        &self.0.place.tenant
    }

    /// What every path of the tenant begins with: `/t/bank`, or nothing on a host of its own.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.0.base
    }

    /// The language of the answer.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.0.locale
    }

    /// The template of the route, as it is registered; empty where there is none.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.0.route
    }

    /// Path and query of a request that only asks for a page; nothing for one that sends something.
    #[must_use]
    pub fn asked_page(&self) -> Option<&str> {
        (self.0.method == "GET").then_some(self.0.path.as_str())
    }

    /// The path of the request, below the tenant.
    #[must_use]
    pub fn within(&self) -> &str {
        &self.0.within
    }

    /// The query of the request as it came.
    #[must_use]
    pub fn asked_with(&self) -> &str {
        &self.0.query
    }

    /// Notes the form that was sent, for whoever has to show it again; without its secrets.
    pub fn note_sent(&self, form: FormState) {
        // The body is read once.
        let _noted = self.0.sent.set(form);
    }

    /// The form that was sent, if one was read.
    #[must_use]
    pub fn sent(&self) -> Option<&FormState> {
        self.0.sent.get()
    }

    /// What is known of the request.
    #[must_use]
    pub fn context(&self) -> &RequestContext {
        &self.0.context
    }

    /// Who asks: the visitor, or nobody known.
    #[must_use]
    pub fn caller(&self) -> Caller {
        self.0.visitor.as_ref().map_or_else(|| self.anonymous(), |visitor| visitor.caller.clone())
    }

    /// A caller nobody knows, whoever is signed in: following a mailed link proves the link and nothing else.
    #[must_use]
    pub fn anonymous(&self) -> Caller {
        Caller::anonymous(self.tenant().id, self.0.context.origin().clone())
    }

    /// The visitor, if one is signed in.
    #[must_use]
    pub fn somebody(&self) -> Option<&Visitor> {
        self.0.visitor.as_ref()
    }

    /// The visitor, or the way to the sign-in page.
    pub fn visitor(&self) -> Result<&Visitor, Fault> {
        self.0.visitor.as_ref().ok_or(Fault::SignedOut)
    }

    /// The visitor, if there is anything in the console for them.
    pub fn administrator(&self) -> Result<&Visitor, Fault> {
        let visitor = self.visitor()?;
        let beyond_own = visitor.caller.permissions_somewhere().without(Permission::ManageOwnAccount);
        if beyond_own == foundation::PermissionSet::NONE {
            Err(Fault::Refused(database::Refused(Permission::SeePeople)))
        } else {
            Ok(visitor)
        }
    }

    /// The token of a half sign-in that the browser sent; empty if it sent none.
    #[must_use]
    pub fn half(&self) -> &Secret {
        &self.0.half
    }

    /// The token of a remembered device that the browser sent; empty if it sent none.
    #[must_use]
    pub fn device(&self) -> &Secret {
        &self.0.device
    }

    /// The token of a browser that waits for a code from a mail; empty if it sent none.
    #[must_use]
    pub fn mailed(&self) -> &Secret {
        &self.0.mailed
    }

    /// The badge that was shown a moment ago, as the browser carries it; empty if it carries none.
    #[must_use]
    pub fn badge(&self) -> &Secret {
        &self.0.badge
    }

    /// The zone in which dates are shown.
    #[must_use]
    pub fn zone(&self) -> chrono_tz::Tz {
        let own = self
            .0
            .visitor
            .as_ref()
            .and_then(|visitor| visitor.time_zone.as_deref())
            .and_then(language::moments::parse_zone);
        own.or_else(|| language::moments::parse_zone(&self.tenant().settings.time_zone)).unwrap_or(chrono_tz::UTC)
    }

    /// The surroundings of a page.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let tenant = self.tenant();
        Frame {
            locale: self.0.locale,
            zone: self.zone(),
            now: self.services().database.now(),
            tenant: TenantLook {
                slug: tenant.slug.clone(),
                name: tenant.name.clone(),
                base: self.0.base.clone(),
                has_logo: tenant.has_logo,
                has_theme: true,
                version: tenant.version,
                is_platform: tenant.id == TenantId::PLATFORM,
            },
            visitor: self.0.visitor.as_ref().map(|visitor| app::frame::Visitor {
                name: visitor.display_name.clone(),
                sign_in_name: String::new(),
                permissions: offered(&visitor.caller),
                here: None,
            }),
            nonce: self.0.nonce.clone(),
            path: self.0.path.clone(),
            factor_due: self.0.visitor.as_ref().and_then(|visitor| match visitor.standing {
                Standing::Asked(until) => Some(until),
                Standing::Fine | Standing::Overdue | Standing::Unproved | Standing::PasswordKnown => None,
            }),
            help_asked: self.0.visitor.as_ref().is_some_and(|visitor| visitor.help_asked),
            notice: self.query("done").and_then(|word| Notice::from_word(&word)),
            languages: tenant.settings.languages.clone(),
            theme: self.0.theme,
            asset_version: self.services().asset_version.clone(),
            development: self.services().development,
        }
    }

    /// How a page looks that nothing but the tenant and the visitor's taste goes into; `None` where the address says more.
    #[must_use]
    pub fn look(&self) -> Option<Look> {
        let tenant = self.tenant();
        let plain = self.0.query.is_empty() && self.0.visitor.is_none();
        plain.then(|| Look {
            tenant: tenant.id,
            version: tenant.version,
            own_host: self.0.base.is_empty(),
            locale: self.0.locale,
            theme: self.0.theme.word(),
        })
    }

    /// The nonce of the answer's scripts.
    #[must_use]
    pub fn nonce(&self) -> &Nonce {
        &self.0.nonce
    }

    /// The value of a name in the query; nothing when it is given twice (SEC-29).
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&self.0.query).ok()?;
        let mut values = pairs.into_iter().filter(|(found, _)| found == name).map(|(_, value)| value);
        let only = values.next().filter(|value| !value.is_empty());
        if values.next().is_some() { None } else { only }
    }

    /// Every value of a parameter that may be given several times.
    #[must_use]
    pub fn query_all(&self, name: &str) -> Vec<String> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&self.0.query).unwrap_or_default();
        pairs.into_iter().filter(|(found, _)| found == name).map(|(_, value)| value).collect()
    }

    /// The local path the visitor wanted before signing in, if it leads into this tenant.
    #[must_use]
    pub fn next(&self, given: &str) -> String {
        self.inside(given)
            .filter(|path| !path.contains("/sign-in"))
            .unwrap_or_else(|| format!("{}/portal", self.base()))
    }

    /// A path somebody gave, if it leads into this tenant: browsers resolve dots, also encoded ones, so it has none.
    #[must_use]
    pub fn inside(&self, given: &str) -> Option<String> {
        let lower = given.to_ascii_lowercase();
        let leaves = ["/.", "/%2e"].iter().any(|dots| lower.contains(dots));
        let path =
            LocalPath::parse(given).filter(|path| !leaves && path.as_str().starts_with(&format!("{}/", self.base())));
        path.map(|path| path.as_str().to_owned())
    }

    /// The page of an error, in the tenant's look.
    #[must_use]
    pub fn error_page(&self, status: StatusCode) -> Response {
        super::look::error_page(&self.frame(), status, &self.0.context.origin().request)
    }
}

/// What pages offer somebody before it is known whom it concerns: what they hold for everybody, and of what they hold for some only
/// that whose pages show these. The trail, roles and adoption are shown of the whole tenant or not at all.
fn offered(caller: &Caller) -> foundation::PermissionSet {
    let whole = [Permission::SeeRoles, Permission::SeeFactors];
    let limited = whole.into_iter().fold(caller.permissions_somewhere(), foundation::PermissionSet::without);
    caller.permissions.union(limited)
}
