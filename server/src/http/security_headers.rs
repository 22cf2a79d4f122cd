//! Headers every answer carries.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// The nonce of an answer's scripts. A handler whose page has a script puts it into the response's extensions and on
/// the script elements; without it the answer may run no script at all.
#[derive(Debug, Clone)]
pub struct ScriptNonce(pub String);

/// A page that reads badges with the camera: its answer allows our own pages to ask for it, and no other answer does.
#[derive(Debug, Clone, Copy)]
pub struct Camera;

const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), usb=(), browsing-topics=()";

/// The same with the camera, for our own pages.
const WITH_CAMERA: &str = "accelerometer=(), autoplay=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), usb=(), browsing-topics=()";

const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // Same origin, not `no-referrer`: forms without script find their way back by it. It never leaves the origin.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
];

/// Two years, with all names below (ASVS 3.4.1).
const TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

const WITHOUT_SCRIPT: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
);

/// Puts the headers on an answer. `camera` is for the page that reads badges with it. `production` adds HSTS, which a browser would not forget for localhost.
pub fn apply(headers: &mut HeaderMap, nonce: Option<&ScriptNonce>, camera: Option<Camera>, production: bool) {
    for (name, value) in &ALWAYS {
        headers.insert(name, value.clone());
    }
    if camera.is_some() {
        headers.insert("permissions-policy", HeaderValue::from_static(WITH_CAMERA));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, content_security_policy(nonce));
    if production {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, TRANSPORT);
    }
    // Whatever carries a cookie or a nonce belongs to one person (SEC-61); the rest decides for itself, and not to store
    // is the default.
    let personal = headers.contains_key(header::SET_COOKIE) || nonce.is_some();
    if personal || !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, NO_STORE);
    }
}

fn content_security_policy(nonce: Option<&ScriptNonce>) -> HeaderValue {
    let letters = |nonce: &&ScriptNonce| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
        nonce.0.len() >= 16 && nonce.0.bytes().all(plain)
    };
    let Some(ScriptNonce(nonce)) = nonce.filter(letters) else { return WITHOUT_SCRIPT };
    HeaderValue::from_str(&format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         object-src 'none'; frame-ancestors 'none'"
    ))
    .unwrap_or(WITHOUT_SCRIPT)
}

/// The header for the answer to a sign-out: the browser forgets cached pages and stored data (ASVS 14.3.1).
///
/// Cookies are not named: that would end the person's sessions in every other tenant of the same host as well. The
/// session's own cookie is removed by its name.
#[must_use]
pub fn clear_site_data() -> (HeaderName, HeaderValue) {
    (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{Camera, ScriptNonce, apply};

    fn applied(before: &[(header::HeaderName, &'static str)], nonce: Option<&str>, production: bool) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in before {
            headers.insert(name, HeaderValue::from_static(value));
        }
        apply(&mut headers, nonce.map(|nonce| ScriptNonce(nonce.to_owned())).as_ref(), None, production);
        headers
    }

    #[test]
    fn an_answer_without_nonce_runs_no_script() {
        let headers = applied(&[], None, false);
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("script-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::REFERRER_POLICY], "same-origin");
        assert_eq!(headers[header::X_FRAME_OPTIONS], "DENY");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn the_camera_is_for_one_page_and_everything_else_stays_closed_there_too() {
        let usual = applied(&[], None, false)["permissions-policy"].to_str().unwrap().to_owned();
        assert!(usual.contains("camera=()"), "{usual}");
        let mut headers = HeaderMap::new();
        apply(&mut headers, None, Some(Camera), false);
        assert_eq!(headers["permissions-policy"].to_str().unwrap(), usual.replace("camera=()", "camera=(self)"));
        assert_eq!(headers.get_all("permissions-policy").iter().count(), 1);
    }

    #[test]
    fn a_nonce_allows_the_scripts_that_carry_it_and_no_inline_style() {
        let headers = applied(&[], Some("AAECAwQFBgcICQoLDA0ODw=="), true);
        assert_eq!(
            headers[header::CONTENT_SECURITY_POLICY],
            "default-src 'none'; script-src 'nonce-AAECAwQFBgcICQoLDA0ODw==' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
             base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        );
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn a_nonce_that_could_add_a_directive_is_not_used() {
        for bad in ["x'; script-src *; '", "short", "AAECAwQFBgcICQoLDA0ODw==\r\nX: y"] {
            let headers = applied(&[], Some(bad), false);
            assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("script-src 'none'"), "{bad}");
        }
    }

    #[test]
    fn a_handler_may_allow_caching_but_not_of_what_is_personal() {
        let public = (header::CACHE_CONTROL, "public, max-age=60");
        assert_eq!(applied(std::slice::from_ref(&public), None, false)[header::CACHE_CONTROL], "public, max-age=60");
        let cookie = (header::SET_COOKIE, "a=b");
        assert_eq!(applied(&[public.clone(), cookie], None, false)[header::CACHE_CONTROL], "no-store");
        assert_eq!(applied(&[public], Some("AAECAwQFBgcICQoLDA0ODw=="), false)[header::CACHE_CONTROL], "no-store");
    }

    #[test]
    fn a_handler_cannot_weaken_the_policy() {
        let loose = (header::CONTENT_SECURITY_POLICY, "default-src *");
        assert!(
            applied(&[loose], None, false)[header::CONTENT_SECURITY_POLICY]
                .to_str()
                .unwrap()
                .starts_with("default-src 'none'")
        );
    }
}
