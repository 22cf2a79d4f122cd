//! Every route of the product, in one table.

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};

use super::Fault;
use super::table::{Route, Table};
use super::{
    badge, console, development, door, factors, front_door, host, look, mailed_code, new_password, not_me, offer,
    own_data, portal, protect, second, setup, trusted,
};
use crate::http::{Parts, RequestContext, layers};
use crate::services::Services;

/// Where tenants are, on the installation's own host.
const TENANT: &str = "/t/{tenant}";

/// What is inside a tenant, relative to it.
fn inside() -> Table {
    front_door::routes()
        .merge(badge::routes())
        .merge(factors::routes())
        .merge(second::routes())
        .merge(mailed_code::routes())
        .merge(protect::routes())
        .merge(new_password::routes())
        .merge(not_me::routes())
        .merge(offer::routes())
        .merge(trusted::routes())
        .merge(own_data::routes())
        .merge(portal::routes())
        .merge(console::routes())
        .merge(setup::routes())
        .merge(look::routes())
        .merge(development::routes())
}

/// What is outside every tenant.
fn outside() -> Table {
    Table::new().get("/", start).merge(development::outside())
}

/// Every route of the site but the fixed ones, as it is registered.
#[must_use]
pub fn inventory() -> Vec<Route> {
    outside().below("").chain(inside().below(TENANT)).collect()
}

/// The whole site with everything around it. `fixed` are routes outside tenants: files, health, metrics.
pub fn site(services: &Services, fixed: Router, parts: Parts) -> Router {
    let nothing = || async { StatusCode::NOT_FOUND };
    // Inside a tenant its door explains, in its look and the visitor's language.
    let within = inside()
        .into_router()
        .fallback(|| async { Fault::NotFound })
        .layer(from_fn_with_state(services.clone(), door::enter));
    let pages = outside().into_router().nest(TENANT, within).fallback(nothing).layer(from_fn(host::refuse_misdirected));
    let site = layers(pages.with_state(services.clone()).merge(fixed), parts.clone());
    host::lead(services, parts, site)
}

/// The plain address: where somebody is to go depends on whom they belong to, so operators and nobody else are led on.
async fn start() -> Response {
    axum::response::Redirect::to("/t/platform/sign-in").into_response()
}

/// The page of an error outside a tenant, or before the tenant is known: plain, without a tenant's look.
pub fn plain_error(context: Option<&RequestContext>, status: StatusCode) -> Response {
    let frame = super::look::plain_frame();
    let request = context.map(|context| context.origin().request.to_string()).unwrap_or_default();
    look::error_page(&frame, status, &request)
}
