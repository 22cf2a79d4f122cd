//! A request that changes something must come from our own pages.
//!
//! Every method but GET and HEAD is checked before a handler sees it. Browsers since 2023 say themselves where a request
//! comes from (`Sec-Fetch-Site`); older ones send `Origin`. A request with neither is refused: no browser form omits both.

use axum::http::{HeaderMap, Method, header};

use super::RequestContext;

/// Whether the request may go on.
///
/// `public_origin` is the installation's own address; a tenant's own host is the one the request was sent to.
#[must_use]
pub fn allows(method: &Method, headers: &HeaderMap, context: &RequestContext, public_origin: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD) {
        return true;
    }
    let mut sites = headers.get_all("sec-fetch-site").iter();
    match (sites.next(), sites.next()) {
        // `none` is an address typed or a bookmark: never a form.
        (Some(site), None) => site == "same-origin",
        (Some(_), Some(_)) => false,
        (None, _) => comes_from_own_origin(headers, context, public_origin),
    }
}

fn comes_from_own_origin(headers: &HeaderMap, context: &RequestContext, public_origin: &str) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let (Some(origin), None) = (origins.next().and_then(|value| value.to_str().ok()), origins.next()) else {
        return false;
    };
    let scheme = if context.is_https() { "https" } else { "http" };
    let to_this_host =
        || origin.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://")) == Some(context.authority());
    origin == public_origin || to_this_host()
}

#[cfg(test)]
mod tests {
    use axum::http::{Method, Request};
    use foundation::Randomness;

    use super::super::{RequestContext, TrustedProxies};
    use super::allows;

    fn allowed(method: &Method, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().uri("/").header("host", "bank.example.net");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        let context = RequestContext::read(&head, &TrustedProxies::default(), true, &Randomness::seeded(1)).unwrap();
        allows(method, &head.headers, &context, "https://id.example.org")
    }

    #[test]
    fn reading_is_always_allowed() {
        for method in [Method::GET, Method::HEAD] {
            assert!(allowed(&method, &[]));
            assert!(allowed(&method, &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")]));
        }
    }

    #[test]
    fn changing_is_allowed_from_our_own_pages_only() {
        let own = "https://id.example.org";
        for (headers, expected) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", own)], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("sec-fetch-site", "")], false),
            (&[("sec-fetch-site", "Same-Origin")], false),
            // A browser that says where it comes from is not overruled by the older header.
            (&[("sec-fetch-site", "cross-site"), ("origin", own)], false),
            (&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], false),
            // Browsers that do not say.
            (&[], false),
            (&[("origin", own)], true),
            (&[("origin", "https://bank.example.net")], true),
            (&[("origin", "null")], false),
            (&[("origin", "")], false),
            (&[("origin", "http://id.example.org")], false),
            (&[("origin", "http://bank.example.net")], false),
            (&[("origin", "https://id.example.org:8443")], false),
            (&[("origin", "https://id.example.org.evil.example")], false),
            (&[("origin", "https://evil-id.example.org")], false),
            (&[("origin", "https://evil.id.example.org")], false),
            (&[("origin", "https://id.example.or")], false),
            (&[("origin", "https://id.example.org/")], false),
            (&[("origin", "https://id.example.org, https://evil.example")], false),
            (&[("origin", "https://bank.example.net.evil.example")], false),
            (&[("origin", "https://evilbank.example.net")], false),
            (&[("origin", own), ("origin", "https://evil.example")], false),
            (&[("referer", "https://id.example.org/")], false),
        ] {
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
                assert_eq!(allowed(&method, headers), expected, "{method} {headers:?}");
            }
        }
    }
}
