//! The frame, tried in-process on a small router.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Form, Path, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use foundation::Randomness;
use tower::ServiceExt as _;

use super::{Parts, layers};
use crate::config::{LogFormat, LogLevel};
use crate::http::{ErrorPage, Limits, Metrics, RequestContext, ScriptNonce, TrustedProxies};
use crate::logging::{Lines, subscriber};
use crate::testing::Page;

struct Bench {
    router: Router,
    metrics: Metrics,
}

fn bench() -> Bench {
    let metrics = Metrics::new();
    let limits = Limits {
        body: 100,
        upload: 10_000,
        upload_routes: vec!["/upload/{name}"],
        request: Duration::from_millis(100),
        stall: Duration::from_millis(100),
        ..Limits::default()
    };
    let parts = Parts {
        public_origin: "https://id.example.org".to_owned(),
        https: true,
        production: true,
        proxies: TrustedProxies::new(&["10.0.0.0/8".parse().unwrap()]),
        limits,
        metrics: metrics.clone(),
        randomness: Randomness::seeded(1),
        error_page: ErrorPage::new(|context, status| {
            let id = context.map(|context| context.origin().request.to_string());
            Html(format!("our page {} {}", status.as_u16(), id.unwrap_or_default())).into_response()
        }),
    };
    let router = Router::new()
        .route(
            "/t/{tenant}",
            get(async |Path(tenant): Path<String>, context: RequestContext| {
                context.note_tenant(&tenant);
                Html(format!("{tenant} for {}", context.origin().address.unwrap()))
            }),
        )
        .route("/page", get(async || (Extension(ScriptNonce("AAECAwQFBgcICQoLDA0ODw==".to_owned())), Html("page"))))
        .route("/long", get(async || Html("word ".repeat(1_000))))
        .route("/panic", get(async || -> &'static str { panic!("at the handler") }))
        .route("/slow", get(async || std::future::pending::<&'static str>().await))
        .route("/form", post(async |Form(form): Form<Vec<(String, u8)>>| Html(format!("{form:?}"))))
        .route("/echo", post(async |body: Bytes| Html(body.len().to_string())))
        .route("/upload/{name}", post(async |body: Bytes| Html(body.len().to_string())))
        .route("/json", get(async || (StatusCode::CONFLICT, axum::Json("ours"))))
        .fallback(async || StatusCode::NOT_FOUND);
    Bench { router: layers(router, parts), metrics }
}

fn request(method: &str, target: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(target).header(header::HOST, "id.example.org")
}

fn own(method: &str, target: &str) -> axum::http::request::Builder {
    request(method, target).header("sec-fetch-site", "same-origin")
}

impl Bench {
    async fn send(
        &self,
        request: axum::http::request::Builder,
        body: impl Into<Body>,
    ) -> (StatusCode, HeaderMap, String) {
        let mut request = request.body(body.into()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 5], 9))));
        let response: Response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (head.status, head.headers, String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[tokio::test]
async fn an_ordinary_answer_has_all_headers_and_knows_its_client() {
    let bench = bench();
    let (status, headers, body) = bench.send(request("GET", "/t/bank"), "").await;
    assert_eq!((status, &*body), (StatusCode::OK, "bank for 203.0.113.5"));
    assert_eq!(headers["x-request-id"].len(), 20);
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("script-src 'none'"));

    let (_, headers, _) = bench.send(request("GET", "/page"), "").await;
    assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("'nonce-AAECAwQFBgcICQoLDA0ODw=='"));
}

#[tokio::test]
async fn every_answer_has_the_headers_refusals_included() {
    let bench = bench();
    for (request, expected) in [
        (request("GET", "/none"), StatusCode::NOT_FOUND),
        (request("GET", "/form"), StatusCode::METHOD_NOT_ALLOWED),
        (request("POST", "/form"), StatusCode::FORBIDDEN),
        (request("GET", "/panic"), StatusCode::INTERNAL_SERVER_ERROR),
        (request("GET", "/t/bank").header(header::HOST, "second.example"), StatusCode::BAD_REQUEST),
    ] {
        let (status, headers, body) = bench.send(request, "").await;
        assert_eq!(status, expected);
        assert!(body.starts_with(&format!("our page {}", status.as_u16())), "{body}");
        assert!(
            headers.contains_key(header::CONTENT_SECURITY_POLICY) && headers.contains_key("x-content-type-options")
        );
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    }
}

#[tokio::test]
async fn a_refusal_of_the_framework_does_not_quote_what_was_sent() {
    let bench = bench();
    let form = own("POST", "/form").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let (status, _, body) = bench.send(form, "password=marked-secret").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.starts_with("our page 422") && !body.contains("marked-secret"), "{body}");

    let (status, headers, _) = bench.send(own("POST", "/page"), "").await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(headers[header::ALLOW], "GET,HEAD");

    let (status, _, body) = bench.send(request("GET", "/json"), "").await;
    assert_eq!((status, &*body), (StatusCode::CONFLICT, "\"ours\""), "an answer of our own stays");
}

#[tokio::test]
async fn a_panic_costs_only_its_request() {
    let bench = bench();
    let (status, ..) = bench.send(request("GET", "/panic"), "").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    let (status, ..) = bench.send(request("GET", "/t/bank"), "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(bench.metrics.exposition().await.contains("pforte_panics_total 1\n"));
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_answered() {
    let (status, headers, _) = bench().send(request("GET", "/slow"), "").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(headers[header::RETRY_AFTER], "5");
}

#[tokio::test]
async fn a_change_from_elsewhere_never_reaches_its_handler() {
    let bench = bench();
    let (status, ..) = bench.send(request("POST", "/echo").header("sec-fetch-site", "cross-site"), "x").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _, body) = bench.send(own("POST", "/echo"), "x").await;
    assert_eq!((status, &*body), (StatusCode::OK, "1"));
    assert!(bench.metrics.exposition().await.contains("pforte_http_origin_refused_total 1\n"));
}

fn in_pieces(size: usize, count: usize) -> Body {
    let piece = Bytes::from(vec![b'x'; size]);
    Body::from_stream(futures::stream::iter((0..count).map(move |_| Ok::<_, std::io::Error>(piece.clone()))))
}

/// F16: bodies that say they are large, and bodies that do not say.
#[tokio::test]
async fn bodies_are_bounded_by_route() {
    let bench = bench();
    for (target, body, expected) in [
        ("/echo", Body::from(vec![b'x'; 100]), StatusCode::OK),
        ("/echo", Body::from(vec![b'x'; 101]), StatusCode::PAYLOAD_TOO_LARGE),
        ("/echo", in_pieces(50, 2), StatusCode::OK),
        ("/echo", in_pieces(50, 3), StatusCode::PAYLOAD_TOO_LARGE),
        ("/upload/people", in_pieces(1_000, 10), StatusCode::OK),
        ("/upload/people", in_pieces(1_000, 11), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let (status, _, page) = bench.send(own("POST", target), body).await;
        assert_eq!(status, expected, "{target} {page}");
    }
    for (length, expected) in [
        ("101", StatusCode::PAYLOAD_TOO_LARGE),
        ("99999999999999999999", StatusCode::BAD_REQUEST),
        ("-1", StatusCode::BAD_REQUEST),
    ] {
        let (status, ..) = bench.send(own("POST", "/echo").header(header::CONTENT_LENGTH, length), "").await;
        assert_eq!(status, expected, "{length}");
    }
}

#[tokio::test]
async fn a_body_that_stops_coming_is_given_up() {
    let bench = bench();
    let endless = futures::stream::pending::<Result<Bytes, std::io::Error>>();
    let (status, ..) = bench.send(own("POST", "/upload/people"), Body::from_stream(endless)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "well before the 600 seconds of an upload");
}

#[tokio::test]
async fn a_long_target_is_refused() {
    let bench = bench();
    let target = format!("/t/bank?q={}", "a".repeat(9_000));
    assert_eq!(bench.send(request("GET", &target), "").await.0, StatusCode::URI_TOO_LONG);
}

#[tokio::test]
async fn long_pages_are_compressed_for_those_who_take_it() {
    let bench = bench();
    let (_, headers, body) = bench.send(request("GET", "/long").header(header::ACCEPT_ENCODING, "gzip, br"), "").await;
    assert_eq!(headers[header::CONTENT_ENCODING], "gzip");
    assert!(body.len() < 500);
    let (_, headers, body) = bench.send(request("GET", "/long"), "").await;
    assert!(!headers.contains_key(header::CONTENT_ENCODING));
    assert_eq!(body.len(), 5_000);
}

/// Routes are counted and logged by their template; what was asked for appears in neither.
#[tokio::test]
async fn what_was_asked_for_stays_out_of_metrics_and_log() {
    let bench = bench();
    let page = Page::default();
    let (lines, guard) = Lines::to(page.clone(), Arc::default());
    let subscriber = subscriber(LogFormat::Json, LogLevel::Trace, lines);
    let default = tracing::subscriber::set_default(subscriber);
    bench.send(request("GET", "/t/bank?token=marked-secret"), "").await;
    bench.send(request("GET", "/reset/marked-secret"), "").await;
    bench.send(own("POST", "/echo").header(header::COOKIE, "marked-secret"), "marked-secret").await;
    drop(default);
    drop(guard);

    let metrics = bench.metrics.exposition().await;
    assert!(metrics.contains("route=\"/t/{tenant}\"") && metrics.contains("route=\"(none)\""), "{metrics}");
    let log = page.text();
    assert!(!log.contains("marked-secret") && !metrics.contains("marked-secret"), "{log}");
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &serde_json::Value| line["target"] == "pforte::request")
        .collect();
    assert_eq!(lines.len(), 3, "{log}");
    assert_eq!(lines[0]["route"], "/t/{tenant}");
    assert_eq!(lines[0]["tenant"], "bank");
    assert_eq!(lines[0]["method"], "GET");
    assert_eq!(lines[0]["status"], 200);
    assert_eq!(lines[0]["id"].as_str().unwrap().len(), 20);
    assert!(lines[0]["micros"].is_u64());
    assert_eq!(lines[1]["route"], "(none)");
}

#[tokio::test]
async fn metrics_are_for_this_machine_unless_they_have_an_address_of_their_own() {
    let metrics = Metrics::new();
    let ask = async |peer: [u8; 4], open: bool| {
        let parts = Parts { metrics: metrics.clone(), ..parts_for(&metrics) };
        let router: Router = layers(metrics.routes(open), parts);
        let mut request = request("GET", "/metrics").body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 9))));
        router.oneshot(request).await.unwrap().status()
    };
    assert_eq!(ask([127, 0, 0, 1], false).await, StatusCode::OK);
    assert_eq!(ask([203, 0, 113, 5], false).await, StatusCode::NOT_FOUND);
    assert_eq!(ask([203, 0, 113, 5], true).await, StatusCode::OK);
}

fn parts_for(metrics: &Metrics) -> Parts {
    Parts {
        public_origin: "http://localhost:3000".to_owned(),
        https: false,
        production: false,
        proxies: TrustedProxies::default(),
        limits: Limits::default(),
        metrics: metrics.clone(),
        randomness: Randomness::seeded(1),
        error_page: ErrorPage::default(),
    }
}
