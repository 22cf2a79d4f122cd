//! Compression of pages as they are answered.
//!
//! Files are compressed when they are built (see `assets`). Pages are made anew each time, so they get the fastest
//! level: measured on one core, a page of 7 kB takes 17 µs and becomes a third, one of 22 kB 53 µs; Brotli took three
//! times as long for the same size.

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use libdeflater::{CompressionLvl, Compressor};

/// Below this it does not save a packet.
const LEAST: u64 = 1_024;
/// Above this it would hold the thread for long; exports stream anyway.
const MOST: u64 = 512 << 10;

/// Whether the client takes gzip and nothing speaks against it.
///
/// A request another site caused is answered uncompressed: what is reflected from such a request could otherwise be
/// used to guess the rest of the page by its size (BREACH).
#[must_use]
pub fn wanted(request: &HeaderMap) -> bool {
    let own = request.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    own && accepts(request, "gzip")
}

/// Whether `Accept-Encoding` names `coding` and does not give it the weight 0 (RFC 9110 §12.5.3).
pub(super) fn accepts(request: &HeaderMap, coding: &str) -> bool {
    let named = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut entries = named.flat_map(|value| value.split(',')).map(|entry| {
        let mut pieces = entry.split(';').map(str::trim);
        (pieces.next().unwrap_or_default(), pieces.any(|piece| matches!(piece, "q=0" | "q=0.0" | "q=0.00" | "q=0.000")))
    });
    entries.any(|(name, refused)| name.eq_ignore_ascii_case(coding) && !refused)
}

/// Compresses the answer if it is text of a suitable size, whole and not yet encoded.
pub async fn compress(response: Response) -> Response {
    let size = response.body().size_hint().exact();
    let headers = response.headers();
    let text = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(is_text);
    if !text
        || headers.contains_key(header::CONTENT_ENCODING)
        || !size.is_some_and(|size| (LEAST..MOST).contains(&size))
    {
        return response;
    }
    let (mut head, body) = response.into_parts();
    // The size is known, so the body is in memory already: this does not wait.
    let Ok(plain) = axum::body::to_bytes(body, usize::MAX).await else {
        return Response::from_parts(head, Body::empty());
    };
    head.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    let Some(packed) = gzip(&plain) else { return Response::from_parts(head, Body::from(plain)) };
    head.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(packed))
}

fn is_text(kind: &str) -> bool {
    ["text/html", "text/css", "application/json", "image/svg+xml"].iter().any(|text| kind.starts_with(text))
}

fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    // Level 1; what the crate calls the fastest, level 0, does not compress at all.
    let mut compressor = Compressor::new(CompressionLvl::new(1).ok()?);
    let mut packed = vec![0; compressor.gzip_compress_bound(plain.len())];
    let size = compressor.gzip_compress(plain, &mut packed).ok().filter(|size| *size < plain.len())?;
    packed.truncate(size);
    Some(packed)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use axum::http::{HeaderMap, header};
    use axum::response::{Html, IntoResponse as _, Response};

    use super::{compress, wanted};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    async fn body(response: Response) -> Vec<u8> {
        axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
    }

    #[test]
    fn the_client_must_want_it_and_the_request_be_its_own() {
        for (pairs, expected) in [
            (&[][..], false),
            (&[("accept-encoding", "gzip")], true),
            (&[("accept-encoding", "br, GZIP;q=0.5")], true),
            (&[("accept-encoding", "gzip;q=0")], false),
            (&[("accept-encoding", "x-gzip")], false),
            (&[("accept-encoding", "gzip"), ("sec-fetch-site", "none")], true),
            (&[("accept-encoding", "gzip"), ("sec-fetch-site", "same-origin")], true),
            (&[("accept-encoding", "gzip"), ("sec-fetch-site", "cross-site")], false),
            (&[("accept-encoding", "gzip"), ("sec-fetch-site", "same-site")], false),
        ] {
            assert_eq!(wanted(&headers(pairs)), expected, "{pairs:?}");
        }
    }

    #[tokio::test]
    async fn a_page_comes_back_whole() {
        let page = "<p>The same words again and again.</p>".repeat(100);
        let packed = compress(Html(page.clone()).into_response()).await;
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(packed.headers()[header::VARY], "accept-encoding");
        let packed = body(packed).await;
        assert!(packed.len() < page.len() / 5, "{}", packed.len());
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&*packed).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, page);
    }

    #[tokio::test]
    async fn small_binary_and_encoded_answers_are_left_alone() {
        let large = "x".repeat(5_000);
        for response in [
            Html("small").into_response(),
            ([(header::CONTENT_TYPE, "application/wasm")], large.clone()).into_response(),
            ([(header::CONTENT_TYPE, "text/html"), (header::CONTENT_ENCODING, "br")], large).into_response(),
        ] {
            let before = response.headers().clone();
            assert_eq!(compress(response).await.headers(), &before);
        }
    }
}
