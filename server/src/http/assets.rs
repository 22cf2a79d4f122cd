//! The files of the pages: styles, scripts, images.
//!
//! They are read once at the start, with the `.br` and `.gz` forms that `scripts/compress.sh` put beside them. A request
//! is answered from that list by its exact path and never touches the disk, so no path can lead out of the folder
//! (SEC-81).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::encode::accepts;

/// The files by path, such as `/pkg/pforte.css`.
#[derive(Debug, Default)]
pub struct Assets {
    files: BTreeMap<String, File>,
    version: String,
}

#[derive(Debug)]
struct File {
    kind: &'static str,
    plain: Form,
    brotli: Option<Form>,
    gzip: Option<Form>,
}

#[derive(Debug)]
struct Form {
    bytes: Bytes,
    tag: HeaderValue,
}

/// The files cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// The folder or a file in it cannot be read.
    #[error("the files of the pages cannot be read: `site_root`, {}", .0.display())]
    Unreadable(PathBuf, #[source] std::io::Error),
    /// A file has a name that cannot stand in an address as it is.
    #[error("{} has a name with other characters than letters, digits, dot, hyphen and underscore", .0.display())]
    Name(PathBuf),
}

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("public, no-cache");

impl Assets {
    /// Reads every file below `root`. Names that begin with a dot are left out, symbolic links are not followed.
    ///
    /// # Errors
    /// [`AssetsError`].
    pub fn load(root: &Path) -> Result<Self, AssetsError> {
        let mut found = BTreeMap::new();
        visit(root, "", &mut found)?;
        let mut files = BTreeMap::new();
        let mut all = Vec::new();
        for (path, bytes) in &found {
            let packed = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"));
            if packed.is_some_and(|plain| found.contains_key(plain)) {
                continue;
            }
            let digest = short_digest(bytes);
            all.extend_from_slice(format!("{path} {digest}\n").as_bytes());
            let form = |bytes: &Bytes, coding: &str| Form {
                bytes: bytes.clone(),
                tag: HeaderValue::from_str(&format!("\"{digest}{coding}\""))
                    .unwrap_or(HeaderValue::from_static("\"\"")),
            };
            let packed = |coding: &str| found.get(&format!("{path}.{coding}")).map(|bytes| form(bytes, coding));
            let file = File { kind: kind(path), plain: form(bytes, ""), brotli: packed("br"), gzip: packed("gz") };
            files.insert(path.clone(), file);
        }
        Ok(Self { files, version: short_digest(&all) })
    }

    /// The version of the files together. A page adds it to every address (`/pkg/pforte.css?v=VERSION`), and browsers keep
    /// the file for good: another version has another address.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The path of every file.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// A route for each file and folder at the top.
    pub fn routes<S: Clone + Send + Sync + 'static>(self: Arc<Self>) -> Router<S> {
        let mut routes = BTreeSet::new();
        for path in self.files.keys() {
            let below = path.trim_start_matches('/');
            routes.insert(
                below.split_once('/').map_or_else(|| path.clone(), |(folder, _)| format!("/{folder}/{{*file}}")),
            );
        }
        let handler = async |State(assets): State<Arc<Self>>, request: Request| assets.answer(&request);
        routes.into_iter().fold(Router::new(), |router, route| router.route(&route, get(handler))).with_state(self)
    }

    fn answer(&self, request: &Request) -> Response {
        let Some(file) = self.files.get(request.uri().path()) else { return StatusCode::NOT_FOUND.into_response() };
        let headers = request.headers();
        let (form, coding) = file.suitable(headers);
        // Another version than ours: a page of another node is being updated, so the answer must not be kept.
        let asked = request.uri().query().and_then(|query| query.strip_prefix("v="));
        let lasting = if asked == Some(&*self.version) { FOREVER } else { ASK_AGAIN };
        let known = is_known(headers, &form.tag);
        let mut response = Response::new(if known { Body::empty() } else { Body::from(form.bytes.clone()) });
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let out = response.headers_mut();
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
        out.insert(header::ETAG, form.tag.clone());
        out.insert(header::CACHE_CONTROL, lasting);
        if file.brotli.is_some() || file.gzip.is_some() {
            out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        if let Some(coding) = coding {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }
}

impl File {
    fn suitable(&self, request: &HeaderMap) -> (&Form, Option<&'static str>) {
        match (&self.brotli, &self.gzip) {
            (Some(form), _) if accepts(request, "br") => (form, Some("br")),
            (_, Some(form)) if accepts(request, "gzip") => (form, Some("gzip")),
            _ => (&self.plain, None),
        }
    }
}

/// Whether the browser has this form already (RFC 9110 §13.1.2).
fn is_known(request: &HeaderMap, tag: &HeaderValue) -> bool {
    let Ok(tag) = tag.to_str() else { return false };
    let known = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known.strip_prefix("W/").unwrap_or(known) == tag || known == "*")
}

fn short_digest(bytes: &[u8]) -> String {
    let digest = database::digest(bytes);
    URL_SAFE_NO_PAD.encode(digest.get(..9).unwrap_or(&digest))
}

fn visit(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Bytes>) -> Result<(), AssetsError> {
    let unreadable = |error| AssetsError::Unreadable(folder.to_owned(), error);
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let name = entry.file_name();
        let plain =
            |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        let name = name.to_str().filter(plain).ok_or_else(|| AssetsError::Name(path.clone()))?;
        let kind = entry.file_type().map_err(unreadable)?;
        if name.starts_with('.') || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            visit(&path, &format!("{prefix}/{name}"), found)?;
        } else {
            let bytes = std::fs::read(&path).map_err(|error| AssetsError::Unreadable(path.clone(), error))?;
            found.insert(format!("{prefix}/{name}"), Bytes::from(bytes));
        }
    }
    Ok(())
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use axum::Router;
    use axum::body::Body;
    use axum::http::{Request, StatusCode, header};
    use axum::response::Response;
    use tower::ServiceExt as _;

    use super::{Assets, AssetsError};

    fn site() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = root.path().join("site").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("pkg/pforte.css", "body{}");
        write("pkg/pforte.css.br", "brotli");
        write("pkg/pforte.css.gz", "gzip");
        write("pkg/deep/logo.svg", "<svg/>");
        write("robots.txt", "User-agent: *");
        write(".secret", "hidden");
        write("../outside.txt", "outside");
        std::os::unix::fs::symlink(root.path().join("outside.txt"), root.path().join("site/link.txt")).unwrap();
        root
    }

    fn load(root: &Path) -> Arc<Assets> {
        Arc::new(Assets::load(&root.join("site")).unwrap())
    }

    async fn get(assets: &Arc<Assets>, target: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::builder().uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let router: Router = assets.clone().routes();
        router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    async fn text(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn the_best_form_the_browser_takes_is_sent() {
        let root = site();
        let assets = load(root.path());
        for (accepted, coding, body) in [
            ("br, gzip", Some("br"), "brotli"),
            ("gzip", Some("gzip"), "gzip"),
            ("br;q=0, gzip", Some("gzip"), "gzip"),
            ("identity", None, "body{}"),
        ] {
            let response = get(&assets, "/pkg/pforte.css", &[("accept-encoding", accepted)]).await;
            assert_eq!(response.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
            assert_eq!(response.headers()[header::VARY], "accept-encoding");
            assert_eq!(response.headers().get(header::CONTENT_ENCODING).map(|v| v.to_str().unwrap()), coding);
            assert_eq!(text(response).await, body);
        }
    }

    #[tokio::test]
    async fn a_versioned_address_is_kept_for_good_and_another_is_asked_for_again() {
        let root = site();
        let assets = load(root.path());
        let link = format!("/pkg/pforte.css?v={}", assets.version());
        assert!(
            get(&assets, &link, &[]).await.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable")
        );
        std::fs::write(root.path().join("site/robots.txt"), "changed").unwrap();
        assert_ne!(load(root.path()).version(), assets.version(), "any change makes another version");
        for other in ["/pkg/pforte.css", "/pkg/pforte.css?v=older", "/pkg/pforte.css?v="] {
            assert_eq!(get(&assets, other, &[]).await.headers()[header::CACHE_CONTROL], "public, no-cache", "{other}");
        }
    }

    #[tokio::test]
    async fn what_the_browser_has_is_not_sent_again() {
        let root = site();
        let assets = load(root.path());
        let first = get(&assets, "/pkg/pforte.css", &[("accept-encoding", "br")]).await;
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let response =
                get(&assets, "/pkg/pforte.css", &[("accept-encoding", "br"), ("if-none-match", &known)]).await;
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(text(response).await, "");
        }
        // The same file in another form is another thing.
        let plain = get(&assets, "/pkg/pforte.css", &[("if-none-match", &tag)]).await;
        assert_eq!(plain.status(), StatusCode::OK);
    }

    /// SEC-81: no path leads out of the folder, to hidden files or through links.
    #[tokio::test]
    async fn only_listed_files_are_served() {
        let root = site();
        let assets = load(root.path());
        assert_eq!(assets.paths().collect::<Vec<_>>(), ["/pkg/deep/logo.svg", "/pkg/pforte.css", "/robots.txt"]);
        for path in [
            "/pkg/../../outside.txt",
            "/pkg/%2e%2e/%2e%2e/outside.txt",
            "/pkg/..%2f..%2foutside.txt",
            "/pkg//etc/passwd",
            "/pkg/deep",
            "/pkg/deep/",
            "/pkg/",
            "/.secret",
            "/link.txt",
            "/pkg/pforte.css.br",
            "/pkg/pforte.css/",
            "/pkg/pforte.css%00",
            "/pkg/..\\outside.txt",
            "/pkg/PFORTE.css",
            "/outside.txt",
        ] {
            let response = get(&assets, path, &[]).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(text(get(&assets, "/pkg/deep/logo.svg", &[]).await).await, "<svg/>");
        assert_eq!(text(get(&assets, "/robots.txt", &[]).await).await, "User-agent: *");
    }

    #[test]
    fn a_folder_that_is_missing_or_has_odd_names_is_refused() {
        let root = tempfile::tempdir().unwrap();
        assert!(matches!(Assets::load(&root.path().join("none")), Err(AssetsError::Unreadable(..))));
        std::fs::write(root.path().join("a b.txt"), "").unwrap();
        assert!(matches!(Assets::load(root.path()), Err(AssetsError::Name(_))));
    }
}
