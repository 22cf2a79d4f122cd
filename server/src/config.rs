//! What the operator can set: one table, read from one TOML file and the environment.
//!
//! The table below is the only list of settings. It parses both sources, prints `pforte config` and makes
//! `docs/CONFIGURATION.md`. To add a setting, add a field with its meaning and default, run
//! `pforte config --markdown > docs/CONFIGURATION.md`, and use the field. Nothing else in the product reads the
//! environment.

mod describe;
mod keys;
mod values;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use foundation::{Clock, EmailAddress, Secret};

pub use describe::markdown;
pub use keys::MasterKeys;
pub use values::{Cores, DatabaseUrl, List, LogFormat, LogLevel, PublicUrl, SmtpTls, Value, Whole};

use std::net::SocketAddr;

/// One line of the table of settings.
pub struct Setting {
    /// Its name in the file; in the environment it is `PFORTE_` and the name in capitals.
    pub name: &'static str,
    /// The heading it stands under.
    pub section: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What it is when it is not set; nothing for an optional one.
    pub default: &'static str,
    /// What kind of value it takes, in words.
    pub kind: fn() -> String,
    /// Whether it is masked when it is shown.
    pub secret: bool,
    shown: fn(&Config) -> Option<String>,
}

macro_rules! settings {
    ($($section:literal { $($(#[doc = $meaning:literal])+ $name:ident : $type:ty = $default:literal;)* })*) => {
        /// The settings of one process, checked.
        #[derive(Debug, Clone)]
        pub struct Config {
            $($($(#[doc = $meaning])+ pub $name: $type,)*)*
        }

        /// Every setting, in the order of the documentation.
        pub const SETTINGS: &[Setting] = &[$($(Setting {
            name: stringify!($name),
            section: $section,
            meaning: concat!($($meaning),+),
            default: $default,
            kind: <$type as Value>::kind,
            secret: <$type as Value>::SECRET,
            shown: |config| config.$name.shown(),
        },)*)*];

        fn assemble(given: &Given, faults: &mut Vec<String>) -> Option<Config> {
            // Every value is read before the first missing one ends it, so that all faults are reported at once.
            $($(let $name: Option<$type> = given.read(stringify!($name), $default, faults);)*)*
            Some(Config { $($($name: $name?,)*)* })
        }
    };
}

settings! {
    "Addresses" {
        /// The address people open, without a path. Links in mails begin with it, and cookies and passkeys are bound to
        /// its host. `http://localhost:PORT` means development; any other host means production, which requires `https`,
        /// mail settings and a master key.
        public_url: PublicUrl = "http://localhost:3000";
        /// Where the server accepts connections. It speaks plain HTTP/1.1; a reverse proxy in front of it ends TLS. In
        /// development it must be an address of this machine only, because development mail can be read there.
        listen: SocketAddr = "127.0.0.1:3000";
        /// Networks of the reverse proxies whose `X-Forwarded-For`, `X-Forwarded-Proto`, `X-Forwarded-Host` and
        /// `X-Request-Id` are believed. From anyone else these headers are ignored.
        trusted_proxies: List<ipnet::IpNet> = "";
        /// A separate address for `/metrics` and `/health`. Without it `/metrics` answers callers on this machine only.
        metrics_listen: Option<SocketAddr> = "";
    }
    "Storage" {
        /// The folder of what the server keeps itself: the embedded database and, in development, the master key.
        data_dir: PathBuf = "./data";
        /// Where the data is: `sqlite:PATH` for the embedded database (one process), `postgres://USER:PASSWORD@HOST/NAME`
        /// for PostgreSQL. Without it, the embedded database `pforte.db` in `data_dir`.
        database_url: Option<DatabaseUrl> = "";
        /// The login that owns the schema and runs migrations on PostgreSQL, if it is another than that of
        /// `database_url`.
        database_owner_url: Option<DatabaseUrl> = "";
        /// How many connections the server opens to the database.
        database_connections: Whole<1, 500> = "8";
        /// The folder of the built pages' files: styles, scripts, images.
        site_root: PathBuf = "./site";
    }
    "Master key" {
        /// The key under which secrets are sealed: 32 random bytes in Base64 or hexadecimal. Losing it loses what was
        /// sealed, for good. Several keys are written `1:KEY,2:KEY`. A new one is added at the end and given to every
        /// node; it seals from `pforte rotate-keys` on, which also seals everything else anew. Until that command says so,
        /// the earlier ones are needed, and a start without them is refused. See *Changing the master key* in
        /// [OPERATIONS.md](OPERATIONS.md).
        master_key: Option<MasterKeys> = "";
        /// A file that holds the same, instead of `master_key`. In development a missing key is made and kept in
        /// `data_dir`, readable by its owner only.
        master_key_file: Option<PathBuf> = "";
    }
    "Mail" {
        /// The mail server. Without it mails go to an outbox that can be read in the browser; development only.
        smtp_host: Option<String> = "";
        /// Its port.
        smtp_port: Whole<1, 65_535> = "587";
        /// How the connection is protected: `starttls` (required, never optional), `tls` from the first byte, or `none`,
        /// which production accepts for a mail server on the same machine only.
        smtp_tls: SmtpTls = "starttls";
        /// The name to sign in to the mail server with.
        smtp_user: Option<String> = "";
        /// The password to sign in to the mail server with.
        smtp_password: Option<Secret> = "";
        /// The address mails come from.
        smtp_from: Option<EmailAddress> = "";
        /// The name mails come from.
        smtp_from_name: String = "Pforte";
    }
    "Limits" {
        /// How many passwords are hashed at once; each takes a core and 19 MiB.
        hash_slots: Cores = "auto";
        /// How many sign-ins wait for a hash slot before others are told to come back later.
        hash_queue: Whole<1, 10_000> = "64";
        /// How large a request may be, in KiB.
        body_limit_kib: Whole<16, 16_384> = "256";
        /// How large an uploaded file may be, in MiB.
        upload_limit_mib: Whole<1, 4_096> = "256";
        /// How long a stopping server lets accepted requests finish, in seconds.
        shutdown_seconds: Whole<1, 600> = "25";
    }
    "Log" {
        /// How log lines are written.
        log_format: LogFormat = "json";
        /// The least weighty lines that are written. Never carries secrets, at any level.
        log_level: LogLevel = "info";
    }
}

/// Variables that begin with `PFORTE_` and belong to the build and test scripts, not to the server.
const TOOL_VARIABLES: &[&str] = &["PFORTE_CACHE", "PFORTE_SHARED_DATA", "PFORTE_TEST_POSTGRES"];
const CONFIG_VARIABLE: &str = "PFORTE_CONFIG";
const PREFIX: &str = "PFORTE_";
const DEFAULT_FILE: &str = "pforte.toml";

/// The configuration cannot be used; every reason is listed, so that one round of mending is enough.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the configuration cannot be used:{}", list(.0))]
pub struct ConfigError(pub Vec<String>);

fn list(faults: &[String]) -> String {
    faults.iter().flat_map(|fault| ["\n  - ", fault]).collect()
}

impl Config {
    /// Reads the file (`file`, else `PFORTE_CONFIG`, else `./pforte.toml` if there is one) and the environment, which
    /// wins, and checks the whole.
    ///
    /// # Errors
    /// [`ConfigError`] names every unknown or malformed setting, and all that production lacks.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::from_sources(file, std::env::vars_os())
    }

    /// As [`Config::load`], with the environment handed in.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from_sources(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ConfigError> {
        let mut faults = Vec::new();
        let (variables, named_file) = variables(environment, &mut faults);
        let mut given = Given::default();
        match file.map(Path::to_owned).or(named_file) {
            Some(path) => given.add_file(&path, &mut faults),
            None if Path::new(DEFAULT_FILE).exists() => given.add_file(Path::new(DEFAULT_FILE), &mut faults),
            None => {}
        }
        for (name, text) in variables {
            let place = format!("{PREFIX}{}", name.to_uppercase());
            given.values.insert(name, Entry { text, place });
        }
        let config = assemble(&given, &mut faults);
        if let Some(config) = &config {
            config.check(&mut faults);
        }
        match config {
            Some(config) if faults.is_empty() => Ok(config),
            _ => Err(ConfigError(faults)),
        }
    }

    /// Whether people other than the developer use it: any public address but localhost.
    #[must_use]
    pub fn is_production(&self) -> bool {
        !self.public_url.is_localhost()
    }

    /// Where the data is.
    #[must_use]
    pub fn database(&self) -> DatabaseUrl {
        self.database_url.clone().unwrap_or_else(|| DatabaseUrl::sqlite(&self.data_dir.join("pforte.db")))
    }

    /// Where migrations run: the owner's login where there is one.
    #[must_use]
    pub fn migration_database(&self) -> DatabaseUrl {
        self.database_owner_url.clone().unwrap_or_else(|| self.database())
    }

    /// What settings demand of each other.
    fn check(&self, faults: &mut Vec<String>) {
        let mut fault = |text: &str| faults.push(text.to_owned());
        if self.master_key.is_some() && self.master_key_file.is_some() {
            fault("`master_key` and `master_key_file` are both set; one of them must go");
        }
        if self.database_owner_url.is_some() && self.database().is_sqlite() {
            fault("`database_owner_url` is for PostgreSQL; the embedded database has no logins");
        }
        if self.smtp_user.is_some() != self.smtp_password.is_some() {
            fault("`smtp_user` and `smtp_password` are set together or not at all");
        }
        if self.smtp_host.is_some() && self.smtp_from.is_none() {
            fault("`smtp_from` is missing: `smtp_host` is set, and mails need an address they come from");
        }
        if self.metrics_listen == Some(self.listen) && self.listen.port() != 0 {
            fault("`metrics_listen` and `listen` are the same address");
        }
        if self.is_production() {
            self.check_production(faults);
        } else if !self.listen.ip().is_loopback() {
            fault(
                "`listen` reaches beyond this machine, but `public_url` is localhost, which means development: \
                 anyone could read its mails. Set `public_url` to the address people open",
            );
        }
    }

    fn check_production(&self, faults: &mut Vec<String>) {
        let because = format!("`public_url` is {}, so this is production", self.public_url);
        let mut require = |met: bool, what: &str| {
            if !met {
                faults.push(format!("{because}: {what}"));
            }
        };
        require(self.public_url.is_https(), "`public_url` must begin with https://");
        require(
            self.master_key.is_some() || self.master_key_file.is_some(),
            "`master_key` or `master_key_file` must be given",
        );
        require(self.smtp_host.is_some(), "`smtp_host` must be given");
        require(self.smtp_host.is_some() || self.smtp_from.is_some(), "`smtp_from` must be given");
        let local_mail = self.smtp_host.as_deref().is_none_or(values::is_this_machine);
        require(
            self.smtp_tls != SmtpTls::None || local_mail,
            "`smtp_tls` = none would send mails, and the links in them, in clear text",
        );
    }
}

/// The clock of this process. Only a build for tests can be given another one than the machine's.
#[must_use]
pub fn clock() -> Clock {
    Clock::of_process(foundation::clock::TEST_VARIABLE.and_then(std::env::var_os).as_deref())
}

/// What was given, by setting.
#[derive(Default)]
struct Given {
    values: BTreeMap<String, Entry>,
}

struct Entry {
    text: String,
    place: String,
}

impl Given {
    fn read<T: Value>(&self, name: &str, default: &str, faults: &mut Vec<String>) -> Option<T> {
        let (text, place) = self.values.get(name).map_or((default, ""), |entry| (&*entry.text, &*entry.place));
        match T::parse(text.trim()) {
            Ok(value) => Some(value),
            Err(reason) if T::SECRET => {
                faults.push(format!("{place}: the value (not shown) {reason}"));
                None
            }
            Err(reason) => {
                faults.push(format!("{place}: {text:?} {reason}"));
                None
            }
        }
    }

    fn add_file(&mut self, path: &Path, faults: &mut Vec<String>) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return faults.push(format!("{}: cannot be read: {error}", path.display())),
        };
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            // The parser's longer message quotes the line, which may hold a secret.
            Err(error) => {
                let line =
                    error.span().map_or(1, |span| text.get(..span.start).unwrap_or_default().lines().count().max(1));
                return faults.push(format!("{}: line {line}: {}", path.display(), error.message()));
            }
        };
        for (name, value) in table {
            let place = format!("{}: `{name}`", path.display());
            if !SETTINGS.iter().any(|setting| setting.name == name) {
                faults.push(format!("{}: unknown setting `{name}`{}", path.display(), suggestion(&name)));
                continue;
            }
            match plain_text(&value) {
                Some(text) => drop(self.values.insert(name, Entry { text, place })),
                None => faults.push(format!("{place} must be a text, a number or a list of texts")),
            }
        }
    }
}

/// The settings among the environment's variables, and the file it names.
fn variables(
    environment: impl IntoIterator<Item = (OsString, OsString)>,
    faults: &mut Vec<String>,
) -> (Vec<(String, String)>, Option<PathBuf>) {
    let mut settings = Vec::new();
    let mut file = None;
    for (name, value) in environment {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { continue };
        if name == CONFIG_VARIABLE {
            file = Some(PathBuf::from(value));
            continue;
        }
        if TOOL_VARIABLES.contains(&name) || foundation::clock::TEST_VARIABLE == Some(name) {
            continue;
        }
        let setting = name.trim_start_matches(PREFIX).to_lowercase();
        // Capitals only: `PFORTE_Listen` would otherwise be a second spelling.
        if name != name.to_uppercase() || !SETTINGS.iter().any(|known| known.name == setting) {
            let near = nearest(&setting).map(|near| format!("; is {PREFIX}{} meant?", near.to_uppercase()));
            faults.push(format!("unknown environment variable {name}{}", near.unwrap_or_default()));
        } else if let Some(text) = value.to_str() {
            settings.push((setting, text.to_owned()));
        } else {
            faults.push(format!("{name}: the value is not UTF-8"));
        }
    }
    (settings, file)
}

fn plain_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Array(items) => {
            items.iter().map(toml::Value::as_str).collect::<Option<Vec<_>>>().map(|items| items.join(","))
        }
        _ => None,
    }
}

fn suggestion(name: &str) -> String {
    nearest(name).map(|near| format!("; is `{near}` meant?")).unwrap_or_default()
}

/// The setting whose name is nearest, if it is near enough to be a slip.
fn nearest(name: &str) -> Option<&'static str> {
    SETTINGS
        .iter()
        .map(|setting| (distance(name, setting.name), setting.name))
        .min()
        .filter(|(distance, known)| *distance <= 3 && *distance < known.len() / 2)
        .map(|(_, known)| known)
}

/// The number of letters to add, drop or change (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(b.chars()) {
            let above = *cell;
            before = (diagonal + usize::from(left != right)).min(above + 1).min(before + 1);
            *cell = before;
            diagonal = above;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests;
