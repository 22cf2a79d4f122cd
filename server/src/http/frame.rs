//! What stands around every route, in one place and one order.
//!
//! 1. Who asks: one valid host, client address, request id ([`RequestContext`]).
//! 2. Limits of target, headers and body ([`Limits`]).
//! 3. The same-origin check for everything but GET and HEAD.
//! 4. The handler, with a time limit and a guard against panics.
//! 5. Bare refusals of the framework become the error page; headers are set; text is compressed.
//! 6. The request is counted and logged, in one line.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::request::Parts as Head;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::Route;
use foundation::Randomness;
use tower::{Layer, Service, ServiceExt as _};

use super::security_headers::{self, Camera, ScriptNonce};
use super::{ErrorPage, Limits, Metrics, RequestContext, TrustedProxies, encode, panic, same_origin};
use crate::config::Config;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The route of a request no route matched, in logs and metrics: a path somebody made up must not appear in either.
const NO_ROUTE: &str = "(none)";
/// When to come back after a 503 that does not say it itself, in seconds.
const SOON: HeaderValue = HeaderValue::from_static("5");

/// What the frame needs.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The origin of the public address: `https://id.example.org`.
    pub public_origin: String,
    /// Whether the public address is https.
    pub https: bool,
    /// Whether people other than the developer use it.
    pub production: bool,
    /// Whose proxy headers are believed.
    pub proxies: TrustedProxies,
    /// What one request may cost.
    pub limits: Limits,
    /// Where requests are counted.
    pub metrics: Metrics,
    /// Where request ids come from.
    pub randomness: Randomness,
    /// The page for refusals and failures.
    pub error_page: ErrorPage,
}

impl Parts {
    /// The parts as `config` sets them.
    #[must_use]
    pub fn new(
        config: &Config,
        limits: Limits,
        metrics: Metrics,
        randomness: Randomness,
        error_page: ErrorPage,
    ) -> Self {
        Self {
            public_origin: config.public_url.origin(),
            https: config.public_url.is_https(),
            production: config.is_production(),
            proxies: TrustedProxies::new(&config.trusted_proxies.0),
            limits,
            metrics,
            randomness,
            error_page,
        }
    }
}

/// Puts the frame around every route of `router`, its fallback included. Call it last: routes added later have none.
pub fn layers<S: Clone + Send + Sync + 'static>(router: Router<S>, parts: Parts) -> Router<S> {
    // The frame bounds bodies itself, by route.
    router.layer(DefaultBodyLimit::disable()).layer(Around(Arc::new(parts)))
}

#[derive(Clone)]
struct Around(Arc<Parts>);

impl Layer<Route> for Around {
    type Service = Frame;

    fn layer(&self, inner: Route) -> Frame {
        Frame { inner, parts: self.0.clone() }
    }
}

/// One route with everything around it.
#[derive(Clone)]
pub struct Frame {
    inner: Route,
    parts: Arc<Parts>,
}

impl Service<Request> for Frame {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // A route is always ready; its clone is polled again before it is called.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (inner, parts) = (self.inner.clone(), self.parts.clone());
        Box::pin(async move { Ok(parts.answer(inner, request).await) })
    }
}

impl Parts {
    async fn answer(&self, inner: Route, request: Request) -> Response {
        let began = Instant::now();
        let in_flight = self.metrics.begin();
        let (head, body) = request.into_parts();
        let method = head.method.clone();
        let route = head.extensions.get::<MatchedPath>().cloned();
        let route = route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);
        let packed = encode::wanted(&head.headers);

        // Whoever chose the tenant by its host has read it already.
        let known = head.extensions.get::<RequestContext>().cloned();
        let read = || RequestContext::read(&head, &self.proxies, self.https, &self.randomness).ok();
        let context = known.or_else(read);
        let response = match &context {
            None => self.error_page.answer(None, StatusCode::BAD_REQUEST),
            Some(context) => match self.admit(&head, route, context) {
                Err(status) => self.error_page.answer(Some(context), status),
                Ok(most) => self.run(inner, head, body, route, most, context).await,
            },
        };
        let response = self.finish(response, route, context.as_ref(), packed).await;

        drop(in_flight);
        let took = began.elapsed();
        self.metrics.answered(&method, route, response.status(), took);
        log(&method, route, response.status(), took, context.as_ref());
        response
    }

    /// The most bytes of body the request may send, or why it may not go on.
    fn admit(&self, head: &Head, route: &str, context: &RequestContext) -> Result<usize, StatusCode> {
        let most = if self.limits.takes_files(route) { self.limits.upload } else { self.limits.body };
        self.limits.check_head(&head.uri, &head.headers, most)?;
        if !same_origin::allows(&head.method, &head.headers, context, &self.public_origin) {
            self.metrics.origin_refused();
            return Err(StatusCode::FORBIDDEN);
        }
        Ok(most)
    }

    async fn run(
        &self,
        inner: Route,
        mut head: Head,
        body: Body,
        route: &str,
        most: usize,
        context: &RequestContext,
    ) -> Response {
        head.extensions.insert(context.clone());
        let request = Request::from_parts(head, self.limits.bounded(body, most));
        let patience = if self.limits.takes_files(route) { self.limits.upload_request } else { self.limits.request };
        let work = panic::guarded(tokio::time::timeout(patience, inner.oneshot(request)));
        match work.await {
            Ok(Ok(Ok(response))) => response,
            Ok(Err(_)) => {
                let request = &*context.origin().request;
                tracing::warn!(request, route, "the request took too long and was given up");
                self.error_page.answer(Some(context), StatusCode::SERVICE_UNAVAILABLE)
            }
            Err(panic::Panicked) => {
                let request = &*context.origin().request;
                tracing::error!(request, route, "the request was lost to a panic");
                self.metrics.panicked();
                self.error_page.answer(Some(context), StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    async fn finish(
        &self,
        response: Response,
        route: &str,
        context: Option<&RequestContext>,
        packed: bool,
    ) -> Response {
        let mut response = if is_bare_refusal(&response) && !is_for_machines(route) {
            let mut page = self.error_page.answer(context, response.status());
            for name in [header::ALLOW, header::RETRY_AFTER] {
                if let Some(value) = response.headers().get(&name) {
                    page.headers_mut().insert(name, value.clone());
                }
            }
            page
        } else {
            response
        };
        let nonce = response.extensions_mut().remove::<ScriptNonce>();
        let camera = response.extensions_mut().remove::<Camera>();
        let status = response.status();
        let headers = response.headers_mut();
        security_headers::apply(headers, nonce.as_ref(), camera, self.production);
        let id = context.and_then(|context| HeaderValue::from_str(&context.origin().request).ok());
        if let Some(id) = id {
            headers.insert(REQUEST_ID, id);
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.entry(header::RETRY_AFTER).or_insert(SOON);
        }
        if packed { encode::compress(response).await } else { response }
    }
}

/// A refusal in the framework's own words, which may quote what was sent. Pages are HTML and programs get JSON, so plain
/// text, or none, is never ours.
fn is_bare_refusal(response: &Response) -> bool {
    let status = response.status();
    (status.is_client_error() || status.is_server_error())
        && kind(response.headers()).is_none_or(|kind| kind.starts_with("text/plain"))
}

fn kind(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok())
}

/// Health and metrics: their answers stay plain, and their log lines are details.
fn is_for_machines(route: &str) -> bool {
    route == "/metrics" || route.starts_with("/health/")
}

fn log(
    method: &axum::http::Method,
    route: &str,
    status: StatusCode,
    took: std::time::Duration,
    context: Option<&RequestContext>,
) {
    let method = super::metrics::known(method);
    let status = status.as_u16();
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let id = context.map(|context| &*context.origin().request);
    let tenant = context.and_then(RequestContext::tenant);
    if is_for_machines(route) {
        tracing::debug!(target: "pforte::request", id, method, route, status, micros, "answered");
    } else {
        tracing::info!(target: "pforte::request", id, method, route, status, micros, tenant, "answered");
    }
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
