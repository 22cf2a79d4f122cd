//! The kinds of values a setting can have, and how each is read and shown.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use axum::http::Uri;
use foundation::{EmailAddress, Secret};

/// A value of a setting.
pub trait Value: Sized {
    /// Whether it is masked when it is shown, and left out of messages.
    const SECRET: bool = false;
    /// What may be given, in words.
    fn kind() -> String;
    /// Reads the text; the error continues the sentence "`text` …".
    fn parse(text: &str) -> Result<Self, String>;
    /// How the value is printed; nothing when it is not set.
    fn shown(&self) -> Option<String>;
}

impl<T: Value> Value for Option<T> {
    const SECRET: bool = T::SECRET;
    fn kind() -> String {
        T::kind()
    }
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() { Ok(None) } else { T::parse(text).map(Some) }
    }
    fn shown(&self) -> Option<String> {
        self.as_ref().and_then(T::shown)
    }
}

impl Value for String {
    fn kind() -> String {
        "text".to_owned()
    }
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "" => Err("is empty".to_owned()),
            _ if foundation::text::has_hidden_characters(text) => Err("has invisible characters".to_owned()),
            _ => Ok(text.to_owned()),
        }
    }
    fn shown(&self) -> Option<String> {
        Some(self.clone())
    }
}

impl Value for Secret {
    const SECRET: bool = true;
    fn kind() -> String {
        "text".to_owned()
    }
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("is empty".to_owned()) } else { Ok(Self::new(text.to_owned())) }
    }
    fn shown(&self) -> Option<String> {
        Some("•••".to_owned())
    }
}

impl Value for PathBuf {
    fn kind() -> String {
        "path".to_owned()
    }
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("is empty".to_owned()) } else { Ok(Self::from(text)) }
    }
    fn shown(&self) -> Option<String> {
        Some(self.display().to_string())
    }
}

impl Value for SocketAddr {
    fn kind() -> String {
        "IP address and port".to_owned()
    }
    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "is not an IP address and port such as 127.0.0.1:3000".to_owned())
    }
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Value for EmailAddress {
    fn kind() -> String {
        "e-mail address".to_owned()
    }
    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "is not an e-mail address".to_owned())
    }
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// A whole number between two bounds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole<const LEAST: u32, const MOST: u32>(u32);

impl<const LEAST: u32, const MOST: u32> Whole<LEAST, MOST> {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The number as a size or count in memory.
    #[must_use]
    pub const fn size(self) -> usize {
        self.0 as usize
    }
}

impl<const LEAST: u32, const MOST: u32> Value for Whole<LEAST, MOST> {
    fn kind() -> String {
        format!("number from {LEAST} to {MOST}")
    }
    fn parse(text: &str) -> Result<Self, String> {
        text.parse()
            .ok()
            .filter(|number| (LEAST..=MOST).contains(number))
            .map(Self)
            .ok_or_else(|| format!("is not a whole number from {LEAST} to {MOST}"))
    }
    fn shown(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

/// How many of something that needs a core each: a number, or one per core.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cores(Option<u32>);

impl Cores {
    /// The number; the machine is asked when it was left to it.
    #[must_use]
    pub fn get(self) -> usize {
        self.0.map_or_else(
            || std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            |number| number as usize,
        )
    }
}

impl Value for Cores {
    fn kind() -> String {
        "number from 1 to 256, or `auto`: one per core".to_owned()
    }
    fn parse(text: &str) -> Result<Self, String> {
        if text == "auto" {
            return Ok(Self(None));
        }
        Whole::<1, 256>::parse(text)
            .map(|number| Self(Some(number.get())))
            .map_err(|_| "is neither `auto` nor a whole number from 1 to 256".to_owned())
    }
    fn shown(&self) -> Option<String> {
        Some(self.0.map_or_else(|| "auto".to_owned(), |number| number.to_string()))
    }
}

/// Values separated by commas (in the file also a list).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl Value for List<ipnet::IpNet> {
    fn kind() -> String {
        "networks such as `10.0.0.0/8` or single addresses, separated by commas".to_owned()
    }
    fn parse(text: &str) -> Result<Self, String> {
        fn network(part: &str) -> Result<ipnet::IpNet, String> {
            let single = |_| part.parse::<IpAddr>().map(ipnet::IpNet::from);
            part.parse().or_else(single).map_err(|_| format!("has {part:?}, which is not a network such as 10.0.0.0/8"))
        }
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(network).collect::<Result<_, _>>().map(Self)
    }
    fn shown(&self) -> Option<String> {
        let words: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        (!words.is_empty()).then(|| words.join(","))
    }
}

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$of])* $variant),* }

        impl Value for $name {
            fn kind() -> String {
                [$(concat!("`", $word, "`")),*].join(", ")
            }
            fn parse(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(format!("is none of {}", [$($word),*].join(", "))),
                }
            }
            fn shown(&self) -> Option<String> {
                Some(match self { $(Self::$variant => $word),* }.to_owned())
            }
        }
    };
}

choice! {
    /// How the connection to the mail server is protected.
    SmtpTls {
        /// Begins in clear text and must switch before anything is said.
        StartTls = "starttls",
        /// Protected from the first byte.
        Tls = "tls",
        /// Clear text.
        None = "none",
    }
}

choice! {
    /// How log lines are written.
    LogFormat {
        /// One JSON object a line.
        Json = "json",
        /// For a person who watches a terminal.
        Text = "text",
    }
}

choice! {
    /// The least weighty lines that are written.
    LogLevel {
        /// Failures only.
        Error = "error",
        /// And what should be looked at.
        Warn = "warn",
        /// And one line per request.
        Info = "info",
        /// And details.
        Debug = "debug",
        /// And more.
        Trace = "trace",
    }
}

/// The address people open: scheme, host and port, nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    https: bool,
    host: String,
    port: Option<u16>,
}

impl PublicUrl {
    /// Whether it is https.
    #[must_use]
    pub const fn is_https(&self) -> bool {
        self.https
    }

    /// Whether it is `localhost`, the one host that means development.
    #[must_use]
    pub fn is_localhost(&self) -> bool {
        self.host == "localhost"
    }

    /// The host without its port, in lower case.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Host and port as a browser sends them in `Host`: the scheme's own port is left out.
    #[must_use]
    pub fn authority(&self) -> String {
        self.port.map_or_else(|| self.host.clone(), |port| format!("{}:{port}", self.host))
    }

    /// The origin as a browser sends it in `Origin` (RFC 6454): `https://id.example.org`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.https { "https" } else { "http" }, self.authority())
    }
}

impl Value for PublicUrl {
    fn kind() -> String {
        "`https://HOST` or `http://localhost:PORT`".to_owned()
    }
    fn parse(text: &str) -> Result<Self, String> {
        let no = || "is not an address such as https://id.example.org (without a path)".to_owned();
        let uri: Uri = text.parse().map_err(|_| no())?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(no()),
        };
        let authority = uri.authority().ok_or_else(no)?;
        let host = authority.host().to_ascii_lowercase();
        let plain = uri.path() == "/" && uri.query().is_none() && !text.contains(['#', '@']) && !host.is_empty();
        let port_is_number = authority.port_u16().is_some() || !authority.as_str().ends_with(':');
        if !plain || !port_is_number || host.ends_with('.') {
            return Err(no());
        }
        let own_port = if https { 443 } else { 80 };
        Ok(Self { https, host, port: authority.port_u16().filter(|port| *port != own_port) })
    }
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// Where a database is. May hold a password, which is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(Secret);

impl DatabaseUrl {
    /// The embedded database in a file.
    #[must_use]
    pub fn sqlite(path: &Path) -> Self {
        Self(Secret::new(format!("sqlite:{}", path.display())))
    }

    /// The address as the database layer takes it.
    #[must_use]
    pub const fn secret(&self) -> &Secret {
        &self.0
    }

    /// Whether it is the embedded database.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.file().is_some()
    }

    /// The address without who signs in: the same for two logins of one database.
    #[must_use]
    pub fn place(&self) -> String {
        let text = self.to_string();
        let without = text.split_once('@').map(|(_, place)| place.to_owned());
        without.unwrap_or(text)
    }

    /// The file of the embedded database.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        let rest = self.0.expose().strip_prefix("sqlite:")?;
        Some(Path::new(rest.strip_prefix("//").unwrap_or(rest)))
    }
}

impl fmt::Display for DatabaseUrl {
    /// The address without the password and without parameters, which may hold one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.expose();
        if self.is_sqlite() {
            return f.write_str(text);
        }
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (login, place) = rest.rsplit_once('@').unwrap_or(("", rest));
        let user = login.split(':').next().unwrap_or_default();
        let hidden = if login.contains(':') { ":•••" } else { "" };
        let at = if login.is_empty() { "" } else { "@" };
        write!(f, "{scheme}://{user}{hidden}{at}{place}")
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Value for DatabaseUrl {
    // A malformed address may hold a password in any place.
    const SECRET: bool = true;
    fn kind() -> String {
        "`sqlite:PATH` or `postgres://…`".to_owned()
    }
    fn parse(text: &str) -> Result<Self, String> {
        let url = Self(Secret::new(text.to_owned()));
        let postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
        let file = url.file().is_some_and(|file| !file.as_os_str().is_empty())
            && !text.contains('?')
            && !text.contains(":memory:");
        if postgres || file { Ok(url) } else { Err("is neither sqlite:PATH nor postgres://…".to_owned()) }
    }
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// Whether a host is this machine, so that clear text to it leaves nothing.
pub(super) fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
