//! Who asks, from where and for which host, as far as the request itself can tell.
//!
//! Proxy headers are believed only when the connection comes from a proxy the operator named (SEC-75, SEC-88), and of
//! `X-Forwarded-For` only the part such proxies wrote.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts as Head;
use axum::http::{HeaderMap, StatusCode, header};
use foundation::{Origin, Randomness};
use ipnet::IpNet;

/// How long the words for browser and device may be.
const LONGEST_DEVICE: usize = 120;
/// How many proxies in a row are believed.
const MOST_HOPS: usize = 32;

/// The networks of the operator's reverse proxies.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Arc<[IpNet]>);

impl TrustedProxies {
    /// Trusts the given networks.
    #[must_use]
    pub fn new(networks: &[IpNet]) -> Self {
        Self(networks.into())
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// What is known of a request before any look-up. Handlers take it as an extractor; cloning is cheap.
#[derive(Debug, Clone)]
pub struct RequestContext(Arc<Known>);

#[derive(Debug)]
struct Known {
    origin: Origin,
    peer: IpAddr,
    forwarded: bool,
    authority: Arc<str>,
    https: bool,
    tenant: OnceLock<Arc<str>>,
}

/// The request names no host, several, or one that cannot be: answered with 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadHost;

impl RequestContext {
    /// Reads the request's head. `https` is what the public address says, for connections without a proxy's word.
    ///
    /// # Errors
    /// [`BadHost`] unless exactly one valid host is named (RFC 9112 §3.2).
    pub fn read(head: &Head, proxies: &TrustedProxies, https: bool, randomness: &Randomness) -> Result<Self, BadHost> {
        let headers = &head.headers;
        // Only in-process tests come without a connection.
        let peer = head.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip().to_canonical());
        let trusted = proxies.trusts(peer);
        let last = |name: &str| headers.get_all(name).iter().next_back().and_then(|value| value.to_str().ok());
        let last = |name: &str| last(name).and_then(|value| value.rsplit(',').next()).map(str::trim);

        let own = only_host(head)?;
        let authority = match last("x-forwarded-host").filter(|_| trusted) {
            Some(host) => authority(host).ok_or(BadHost)?,
            None => own,
        };
        let https = match last("x-forwarded-proto").filter(|_| trusted) {
            Some("https") => true,
            Some("http") => false,
            _ => https,
        };
        let request = last("x-request-id")
            .filter(|id| trusted && is_request_id(id))
            .map_or_else(|| new_request_id(randomness), Arc::from);
        let origin = Origin { address: Some(client(peer, headers, proxies)), device: device(headers), request };
        let forwarded =
            ["forwarded", "via", "x-forwarded-for", "x-real-ip"].iter().any(|name| headers.contains_key(*name));
        Ok(Self(Arc::new(Known { origin, peer, forwarded, authority, https, tenant: OnceLock::new() })))
    }

    /// Where the request came from, for the caller, the audit trail and throttling.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// Host and port the client asked for, in lower case, as it sent them: `id.example.org`, `localhost:3000`.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.0.authority
    }

    /// The host without its port.
    #[must_use]
    pub fn host(&self) -> &str {
        without_port(&self.0.authority)
    }

    /// Whether the client speaks https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.https
    }

    /// Whether the request comes from this machine itself and no proxy stands between.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.0.peer.is_loopback() && !self.0.forwarded
    }

    /// Notes the tenant for the log line, once it is known.
    pub fn note_tenant(&self, slug: &str) {
        let _ = self.0.tenant.set(slug.into());
    }

    /// The tenant noted by [`RequestContext::note_tenant`].
    #[must_use]
    pub fn tenant(&self) -> Option<&str> {
        self.0.tenant.get().map(|slug| &**slug)
    }
}

impl<S: Sync> FromRequestParts<S> for RequestContext {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Head, _: &S) -> Result<Self, StatusCode> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The address of the client: going from the connection backwards, the first hop that is not a trusted proxy.
///
/// What cannot be read ends the way: the client is then the hop that wrote it (SEC-9: garbage never helps its sender).
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &TrustedProxies) -> IpAddr {
    let mut client = peer;
    let entries = headers.get_all("x-forwarded-for").iter().rev().flat_map(|value| {
        let text = value.to_str().unwrap_or_default();
        text.rsplit(',').map(str::trim)
    });
    for entry in entries.take(MOST_HOPS) {
        if !proxies.trusts(client) {
            break;
        }
        match hop(entry) {
            Some(address) => client = address,
            None => break,
        }
    }
    client
}

/// An entry of `X-Forwarded-For`: an address, with or without a port.
fn hop(entry: &str) -> Option<IpAddr> {
    let address = entry.parse::<IpAddr>().ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|with| with.ip()));
    let bracketed = || entry.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    address.or_else(bracketed).map(|address| address.to_canonical())
}

/// The one host the request names. Two different ones would let a proxy and this server see different tenants.
fn only_host(head: &Head) -> Result<Arc<str>, BadHost> {
    let mut named = head.headers.get_all(header::HOST).iter();
    let first = named.next().and_then(|value| value.to_str().ok()).and_then(authority).ok_or(BadHost)?;
    let in_target = head.uri.authority().map(|target| target.as_str().to_ascii_lowercase());
    let same = in_target.is_none_or(|target| target == *first);
    if named.next().is_some() || !same { Err(BadHost) } else { Ok(first) }
}

/// Host and port in lower case, if they can be such.
fn authority(text: &str) -> Option<Arc<str>> {
    let host = without_port(text);
    let port = text.get(host.len()..).unwrap_or_default();
    let port = port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok());
    let name = !host.is_empty()
        && host.len() <= 253
        && !host.starts_with('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
    let literal = || host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let literal = literal().is_some_and(|inner| inner.parse::<std::net::Ipv6Addr>().is_ok());
    (port && (name || literal)).then(|| text.to_ascii_lowercase().into())
}

fn without_port(authority: &str) -> &str {
    match (authority.rfind(']'), authority.rfind(':')) {
        (Some(bracket), Some(colon)) if colon < bracket => authority,
        (_, Some(colon)) => authority.get(..colon).unwrap_or(authority),
        (_, None) => authority,
    }
}

fn is_request_id(text: &str) -> bool {
    (8..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

fn new_request_id(randomness: &Randomness) -> Arc<str> {
    let mut text = String::with_capacity(20);
    for byte in randomness.bytes::<10>() {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    text.into()
}

/// Browser and system in words, as far as the `User-Agent` is known; otherwise its beginning, cleaned.
fn device(headers: &HeaderMap) -> Arc<str> {
    let Some(agent) = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()) else { return "".into() };
    let known = woothee::parser::Parser::new().parse(agent).filter(|found| found.name != "UNKNOWN");
    let words = match known {
        Some(found) if found.os == "UNKNOWN" => found.name.to_owned(),
        Some(found) => format!("{} · {}", found.name, found.os),
        None => agent.to_owned(),
    };
    words.chars().filter(|letter| !letter.is_control()).take(LONGEST_DEVICE).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::extract::ConnectInfo;
    use axum::http::Request;
    use foundation::Randomness;

    use super::{BadHost, RequestContext, TrustedProxies};

    fn read(peer: &str, headers: &[(&str, &str)]) -> Result<RequestContext, BadHost> {
        let mut request = Request::builder().uri("/");
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "id.example.org");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut head, ()) = request.body(()).unwrap().into_parts();
        head.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 9)));
        let proxies = TrustedProxies::new(&["10.0.0.0/8".parse().unwrap(), "2001:db8::/32".parse().unwrap()]);
        RequestContext::read(&head, &proxies, true, &Randomness::seeded(1))
    }

    fn address(peer: &str, forwarded: &[&str]) -> String {
        let headers: Vec<_> = forwarded.iter().map(|value| ("x-forwarded-for", *value)).collect();
        read(peer, &headers).unwrap().origin().address.unwrap().to_string()
    }

    /// SEC-88: whoever is not a named proxy cannot say who they are.
    #[test]
    fn the_client_is_the_rightmost_hop_that_no_trusted_proxy_is() {
        for (peer, forwarded, client) in [
            ("198.51.100.7", &[][..], "198.51.100.7"),
            ("198.51.100.7", &["203.0.113.5"], "198.51.100.7"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.5"], "203.0.113.5"),
            ("::ffff:10.0.0.1", &["203.0.113.5"], "203.0.113.5"),
            ("2001:db8::1", &["2001:470::5"], "2001:470::5"),
            // What the client itself sent stands to the left.
            ("10.0.0.1", &["1.2.3.4, 203.0.113.5"], "203.0.113.5"),
            ("10.0.0.1", &["1.2.3.4", "203.0.113.5"], "203.0.113.5"),
            ("10.0.0.1", &["1.2.3.4, 203.0.113.5, 10.0.0.2"], "203.0.113.5"),
            ("10.0.0.1", &["10.9.9.9"], "10.9.9.9"),
            ("10.0.0.1", &["10.9.9.9, 203.0.113.5"], "203.0.113.5"),
            // With ports, brackets and mapped addresses.
            ("10.0.0.1", &["203.0.113.5:4711"], "203.0.113.5"),
            ("10.0.0.1", &["[2001:470::5]:4711"], "2001:470::5"),
            ("10.0.0.1", &["[2001:470::5]"], "2001:470::5"),
            ("10.0.0.1", &["::ffff:203.0.113.5"], "203.0.113.5"),
            // Garbage ends the way at the hop that let it through.
            ("10.0.0.1", &["unknown"], "10.0.0.1"),
            ("10.0.0.1", &["1.2.3.4, garbage, 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &[""], "10.0.0.1"),
            ("10.0.0.1", &[",,,"], "10.0.0.1"),
        ] {
            assert_eq!(address(peer, forwarded), client, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn a_long_chain_is_cut() {
        let chain = vec!["10.0.0.2"; 100_000].join(",");
        assert_eq!(address("10.0.0.1", &[&format!("203.0.113.5,{chain}")]), "10.0.0.2");
    }

    /// SEC-75: host, scheme and request id follow a proxy's headers only when the proxy is a named one.
    #[test]
    fn host_scheme_and_id_are_believed_from_trusted_proxies_only() {
        let headers = [
            ("x-forwarded-host", "Bank.example.org"),
            ("x-forwarded-proto", "http"),
            ("x-request-id", "from-the-proxy-1"),
        ];
        let trusted = read("10.0.0.1", &headers).unwrap();
        assert_eq!((trusted.authority(), trusted.is_https()), ("bank.example.org", false));
        assert_eq!(&*trusted.origin().request, "from-the-proxy-1");

        let stranger = read("203.0.113.5", &headers).unwrap();
        assert_eq!((stranger.authority(), stranger.is_https()), ("id.example.org", true));
        assert_eq!(stranger.origin().request.len(), 20);
    }

    #[test]
    fn an_id_that_could_forge_a_log_line_is_replaced() {
        for bad in ["short", "with space in it", "quote\"quote\"", &"a".repeat(65)] {
            let context = read("10.0.0.1", &[("x-request-id", bad)]).unwrap();
            assert_eq!(context.origin().request.len(), 20, "{bad}");
        }
    }

    #[test]
    fn exactly_one_valid_host_is_required() {
        for good in ["id.example.org", "ID.example.org:8443", "localhost:3000", "127.0.0.1", "[::1]:3000", "[::1]"] {
            assert_eq!(read("203.0.113.5", &[("host", good)]).unwrap().authority(), good.to_ascii_lowercase());
        }
        for bad in ["", "a b", "a/b", "a@b", "a:b", "a:99999", ".a", "[::1", "a,b", "ü", "[zz]", "::1"] {
            assert_eq!(read("203.0.113.5", &[("host", bad)]).err(), Some(BadHost), "{bad}");
        }
        assert_eq!(read("203.0.113.5", &[("host", "a"), ("host", "a")]).err(), Some(BadHost));
        assert_eq!(read("10.0.0.1", &[("x-forwarded-host", "a b")]).err(), Some(BadHost));
        assert_eq!(read("203.0.113.5", &[("host", "[::1]:3000")]).unwrap().host(), "[::1]");
        assert_eq!(read("203.0.113.5", &[("host", "localhost:3000")]).unwrap().host(), "localhost");
    }

    #[test]
    fn a_target_with_another_host_than_the_header_is_refused() {
        let request =
            |target: &str| Request::builder().uri(target).header("host", "a.example").body(()).unwrap().into_parts().0;
        let read = |target: &str| {
            RequestContext::read(&request(target), &TrustedProxies::default(), false, &Randomness::seeded(1)).map(drop)
        };
        assert_eq!(read("http://a.example/x"), Ok(()));
        assert_eq!(read("http://b.example/x"), Err(BadHost));
    }

    #[test]
    fn only_a_direct_connection_from_this_machine_is_local() {
        assert!(read("127.0.0.1", &[]).unwrap().is_local());
        assert!(read("::1", &[]).unwrap().is_local());
        assert!(!read("203.0.113.5", &[]).unwrap().is_local());
        assert!(!read("127.0.0.1", &[("x-forwarded-for", "127.0.0.1")]).unwrap().is_local());
        assert!(!read("127.0.0.1", &[("via", "1.1 proxy")]).unwrap().is_local());
    }

    #[test]
    fn the_device_is_named_in_words_and_hostile_agents_are_cut() {
        let device = |agent: &str| read("203.0.113.5", &[("user-agent", agent)]).unwrap().origin().device.to_string();
        assert_eq!(device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox · Linux");
        assert_eq!(device("our-own-client/1"), "our-own-client/1");
        assert_eq!(device(&"x".repeat(5_000)).len(), 120);
    }
}
