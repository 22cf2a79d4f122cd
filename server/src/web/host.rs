//! Which tenant a host name leads to, before any route is chosen.
//!
//! The installation has one public host, where tenants are reached by path. A tenant's own host leads into that tenant and
//! nowhere else: its paths are the tenant's, so what belongs to others cannot even be named there. Every other host is
//! refused (421, RFC 9110 §15.5.20), so that a name somebody points at this server shows nothing of it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::uri::PathAndQuery;
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;

use crate::http::{Parts, RequestContext};
use crate::services::Services;

/// Set on requests that came by a tenant's own host: the address its links begin with.
#[derive(Debug, Clone)]
pub struct OwnHost(pub Arc<str>);

/// Set on requests whose host leads nowhere, or cannot be looked up now.
#[derive(Debug, Clone, Copy)]
struct Misdirected(StatusCode);

/// Puts the choice of the tenant by host in front of `site`.
pub fn lead(services: &Services, parts: Parts, site: Router) -> Router {
    let hosts = Arc::new(Hosts { services: services.clone(), public: Public::of(&parts.public_origin), parts });
    let lead = async move |request: Request| -> Response {
        let request = hosts.lead(request).await;
        site.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
    };
    Router::new().fallback(lead)
}

/// Refuses what the look-up refused. It stands inside the frame, so that the refusal is a page, counted and logged.
pub async fn refuse_misdirected(request: Request, next: Next) -> Response {
    match request.extensions().get::<Misdirected>() {
        Some(Misdirected(status)) => status.into_response(),
        None => next.run(request).await,
    }
}

struct Hosts {
    services: Services,
    public: Public,
    parts: Parts,
}

impl Hosts {
    async fn lead(&self, request: Request) -> Request {
        let (mut head, body) = request.into_parts();
        let known = RequestContext::read(&head, &self.parts.proxies, self.parts.https, &self.parts.randomness);
        // A request without one valid host is refused by the frame.
        let Ok(context) = known else { return Request::from_parts(head, body) };
        if !self.public.is_at(context.host()) && !is_for_every_host(head.uri.path()) {
            match self.services.tenants.by_host(&self.services.database, context.host()).await {
                Ok(Some(tenant)) => match inside(&tenant.slug, &head.uri) {
                    Some(uri) => {
                        head.uri = uri;
                        head.extensions.insert(OwnHost(self.public.beside(context.host())));
                    }
                    None => drop(head.extensions.insert(Misdirected(StatusCode::BAD_REQUEST))),
                },
                Ok(None) => drop(head.extensions.insert(Misdirected(StatusCode::MISDIRECTED_REQUEST))),
                Err(error) => {
                    tracing::error!(error = %error, "a host name could not be looked up");
                    head.extensions.insert(Misdirected(StatusCode::SERVICE_UNAVAILABLE));
                }
            }
        }
        head.extensions.insert(context);
        Request::from_parts(head, body)
    }
}

/// The same path below the tenant. On its own host nothing leads out of it: `/t/…` is a path of the tenant like any other.
fn inside(slug: &str, uri: &Uri) -> Option<Uri> {
    let wanted = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let wanted = wanted.strip_prefix("/?").map_or_else(|| wanted.to_owned(), |query| format!("?{query}"));
    let wanted = if wanted == "/" { String::new() } else { wanted };
    format!("/t/{slug}{wanted}").parse().ok()
}

/// Files of the pages and what machines ask for are the same on every host and show nothing of any tenant.
fn is_for_every_host(path: &str) -> bool {
    let fixed = ["/favicon.svg", "/passkeys.js", "/badge.js", "/work.js", "/metrics"];
    path.starts_with("/pkg/") || path.starts_with("/qr/") || path.starts_with("/health/") || fixed.contains(&path)
}

/// The installation's own address.
struct Public {
    scheme: String,
    host: String,
    port: String,
}

impl Public {
    fn of(origin: &str) -> Self {
        let (scheme, authority) = origin.split_once("://").unwrap_or(("https", origin));
        let bracket = authority.rfind(']').unwrap_or(0);
        let colon = authority.rfind(':').filter(|colon| *colon > bracket).unwrap_or(authority.len());
        let (host, port) = authority.split_at(colon);
        Self { scheme: scheme.to_owned(), host: host.to_ascii_lowercase(), port: port.to_owned() }
    }

    /// Whether a request for `host` is for the installation: all names of this machine are one.
    fn is_at(&self, host: &str) -> bool {
        host == self.host || is_this_machine(host) && is_this_machine(&self.host)
    }

    /// The origin of a tenant's own host. Scheme and port are the installation's, never the request's: links in mails
    /// are made of it.
    fn beside(&self, host: &str) -> Arc<str> {
        format!("{}://{host}{}", self.scheme, self.port).into()
    }
}

fn is_this_machine(host: &str) -> bool {
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || literal.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Public, inside, is_for_every_host};

    /// A script that a tenant's own host does not know is a page of the tenant that is not found.
    #[test]
    fn the_public_files_are_for_every_host() {
        let files = std::fs::read_dir("../public").unwrap();
        for file in files.map(Result::unwrap).filter(|file| file.file_type().unwrap().is_file()) {
            let path = format!("/{}", file.file_name().to_str().unwrap());
            assert!(is_for_every_host(&path), "{path}");
        }
        assert!(!is_for_every_host("/portal"));
    }

    #[test]
    fn the_path_is_put_below_the_tenant_as_it_is() {
        for (given, expected) in [
            ("/", "/t/bank"),
            ("/?next=%2Fportal", "/t/bank?next=%2Fportal"),
            ("/sign-in?next=/portal", "/t/bank/sign-in?next=/portal"),
            ("/t/school/sign-in", "/t/bank/t/school/sign-in"),
            ("/../school/sign-in", "/t/bank/../school/sign-in"),
            ("/%2e%2e/school", "/t/bank/%2e%2e/school"),
            ("//school", "/t/bank//school"),
            ("http://bank.example/portal", "/t/bank/portal"),
        ] {
            assert_eq!(inside("bank", &given.parse().unwrap()).unwrap().to_string(), expected, "{given}");
        }
    }

    #[test]
    fn links_have_the_scheme_and_port_of_the_installation() {
        assert_eq!(&*Public::of("https://id.example.org").beside("bank.example"), "https://bank.example");
        assert_eq!(&*Public::of("http://localhost:3000").beside("bank.test"), "http://bank.test:3000");
        assert_eq!(&*Public::of("http://[::1]:3000").beside("bank.test"), "http://bank.test:3000");
    }

    #[test]
    fn all_names_of_the_developers_machine_are_the_installation_and_no_others() {
        let local = Public::of("http://localhost:3000");
        for host in ["localhost", "127.0.0.1", "[::1]"] {
            assert!(local.is_at(host), "{host}");
        }
        for host in ["id.example.org", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"] {
            assert!(!local.is_at(host), "{host}");
        }
        let public = Public::of("https://id.example.org:8443");
        assert!(public.is_at("id.example.org") && !public.is_at("localhost") && !public.is_at("example.org"));
    }
}
