//! Every route of the product, in one table.

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;

use super::{console, development, door, front_door, look, portal, setup};
use crate::http::{Parts, RequestContext, layers};
use crate::services::Services;

/// What is inside a tenant, relative to it.
fn inside() -> Router<Services> {
    front_door::routes()
        .merge(portal::routes())
        .merge(console::routes())
        .merge(setup::routes())
        .merge(look::routes())
        .merge(development::routes())
        .fallback(|| async { StatusCode::NOT_FOUND })
}

/// The whole site with everything around it. `fixed` are routes outside tenants: files, health, metrics.
#[must_use]
pub fn site(services: &Services, fixed: Router, parts: Parts) -> Router {
    let within = inside().layer(from_fn_with_state(services.clone(), door::enter));
    let pages = Router::new().nest("/t/{tenant}", within).route("/", get(start)).with_state(services.clone());
    layers(pages.merge(fixed).fallback(|| async { StatusCode::NOT_FOUND }), parts)
}

/// The plain address: where somebody is to go depends on whom they belong to, so operators and nobody else are led on.
async fn start() -> Response {
    axum::response::Redirect::to("/t/platform/sign-in").into_response()
}

/// Leads requests that came by a tenant's own host name into the tenant, before any route is chosen.
pub async fn by_host(services: Services, public_host: String, mut request: Request, next: impl AsyncFnOnce(Request) -> Response) -> Response {
    let host = request.headers().get(axum::http::header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    let name = host.as_deref().map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name)).unwrap_or_default();
    if !name.is_empty() && name != public_host && !is_fixed(request.uri().path()) {
        match services.tenants.by_host(&services.database, name).await {
            Ok(Some(tenant)) => {
                let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
                if let Ok(uri) = format!("/t/{}{path}", tenant.slug).parse::<Uri>() {
                    *request.uri_mut() = uri;
                    request.extensions_mut().insert(door::OwnHost);
                }
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(error = %error, "a host name could not be looked up");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
        }
    }
    next(request).await
}

fn is_fixed(path: &str) -> bool {
    ["/pkg/", "/health/", "/metrics", "/t/", "/favicon"].iter().any(|fixed| path.starts_with(fixed))
}

/// The page of an error outside a tenant, or before the tenant is known: plain, without a tenant's look.
pub fn plain_error(context: Option<&RequestContext>, status: StatusCode) -> Response {
    let frame = super::look::plain_frame();
    let request = context.map(|context| context.origin().request.to_string()).unwrap_or_default();
    let mut response = look::error_page(&frame, status, &request);
    if status == StatusCode::BAD_REQUEST {
        response = (status, Html(app::problem::problem(&frame, &app::problem::Problem::NotFound))).into_response();
    }
    response
}

