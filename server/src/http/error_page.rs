//! What is answered when the infrastructure itself refuses a request or a handler broke.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::RequestContext;

type Page = dyn Fn(Option<&RequestContext>, StatusCode) -> Response + Send + Sync;

/// Makes the page of an error. It gets no text, so that nothing internal can reach a browser; there is no context when
/// the request was too malformed to have one.
#[derive(Clone)]
pub struct ErrorPage(Arc<Page>);

impl ErrorPage {
    /// A page made by `page`, which must not fail and sets the status itself.
    pub fn new(page: impl Fn(Option<&RequestContext>, StatusCode) -> Response + Send + Sync + 'static) -> Self {
        Self(Arc::new(page))
    }

    /// The answer for `status`.
    #[must_use]
    pub fn answer(&self, context: Option<&RequestContext>, status: StatusCode) -> Response {
        let mut response = (self.0)(context, status);
        *response.status_mut() = status;
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static("5"));
        }
        response
    }
}

impl Default for ErrorPage {
    /// One line of text with the request's id, for answers before there is a tenant or a language.
    fn default() -> Self {
        Self::new(|context, status| {
            let reason = status.canonical_reason().unwrap_or("Error");
            let request = context.map(|context| format!("\nRequest {}", context.origin().request));
            (status, format!("{} {reason}{}\n", status.as_u16(), request.unwrap_or_default())).into_response()
        })
    }
}

impl std::fmt::Debug for ErrorPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ErrorPage")
    }
}
