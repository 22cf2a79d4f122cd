//! What the configuration accepts and refuses.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use foundation::Randomness;

use super::describe::markdown;
use super::{Config, ConfigError, MasterKeys, SETTINGS, Value as _};

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn load(file: Option<&Path>, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::from_sources(file, environment.iter().map(|(name, value)| ((*name).into(), (*value).into())))
}

fn faults(environment: &[(&str, &str)]) -> Vec<String> {
    load(None, environment).expect_err("must be refused").0
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn without_any_setting_the_defaults_apply_and_are_development() {
    let config = load(None, &[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.public_url.origin(), "http://localhost:3000");
    assert_eq!(config.database().to_string(), "sqlite:./data/pforte.db");
    assert_eq!(config.shutdown_seconds.get(), 25);
    assert!(config.hash_slots.get() >= 1);
    assert!(!config.is_production());
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = file(
        "listen = \"127.0.0.1:1\"\ndatabase_connections = 20\ntrusted_proxies = [\"10.0.0.0/8\", \"192.0.2.7\"]\n",
    );
    let config = load(Some(file.path()), &[("PFORTE_LISTEN", "127.0.0.1:2"), ("HOME", "/root")]).unwrap();
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.database_connections.get(), 20);
    assert_eq!(config.trusted_proxies.shown().unwrap(), "10.0.0.0/8,192.0.2.7/32");
}

#[test]
fn the_file_named_by_the_environment_is_read_and_must_exist() {
    let file = file("data_dir = \"/elsewhere\"");
    let config = load(None, &[("PFORTE_CONFIG", file.path().to_str().unwrap())]).unwrap();
    assert_eq!(config.database().to_string(), "sqlite:/elsewhere/pforte.db");
    let missing = faults(&[("PFORTE_CONFIG", "/no/such/file.toml")]);
    assert!(missing[0].starts_with("/no/such/file.toml: cannot be read"), "{missing:?}");
}

/// F43: every unknown or malformed setting is named, all in one message.
#[test]
fn everything_wrong_is_named_at_once() {
    let file = file("smtp_hots = \"mail\"\nlisten = true\nhash_queue = 0\n[smtp]\nhost = \"x\"\n");
    let refused = load(
        Some(file.path()),
        &[
            ("PFORTE_LISTNE", "127.0.0.1:1"),
            ("PFORTE_LOG_FORMAT", "xml"),
            ("PFORTE_Listen", "127.0.0.1:1"),
            ("PFORTE_PUBLIC_URL", "https://id.example.org/path"),
            ("PFORTE_CACHE", "/tmp"),
            ("PFORTE_SHARED_DATA", "/tmp"),
            ("PFORTE_TEST_POSTGRES", "postgres://localhost"),
        ],
    );
    let text = refused.expect_err("must be refused").to_string();
    for part in [
        "unknown setting `smtp_hots`; is `smtp_host` meant?",
        "`listen` must be a text, a number or a list of texts",
        "`hash_queue`: \"0\" is not a whole number from 1 to 10000",
        "unknown setting `smtp`",
        "unknown environment variable PFORTE_LISTNE; is PFORTE_LISTEN meant?",
        "unknown environment variable PFORTE_Listen",
        "PFORTE_LOG_FORMAT: \"xml\" is none of json, text",
        "PFORTE_PUBLIC_URL: \"https://id.example.org/path\" is not an address",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    assert_eq!(text.lines().count(), 9, "and nothing else:\n{text}");
}

#[test]
fn a_file_that_is_no_toml_is_refused_without_quoting_it() {
    let file = file("listen = \"127.0.0.1:1\"\nsmtp_password = hunter2 hunter2\n");
    let text = load(Some(file.path()), &[]).expect_err("must be refused").to_string();
    assert!(text.contains("line 2"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn secrets_are_shown_nowhere() {
    let config = load(
        None,
        &[
            ("PFORTE_SMTP_HOST", "mail.example.org"),
            ("PFORTE_SMTP_FROM", "id@example.org"),
            ("PFORTE_SMTP_USER", "mailer"),
            ("PFORTE_SMTP_PASSWORD", "marked-secret-1"),
            ("PFORTE_MASTER_KEY", KEY),
            ("PFORTE_DATABASE_URL", "postgres://server:marked-secret-2@db/pforte?sslpassword=marked-secret-3"),
        ],
    )
    .unwrap();
    let shown = format!("{}{config:?}", config.describe());
    assert!(shown.contains("postgres://server:•••@db/pforte"), "{shown}");
    assert!(!shown.contains("marked-secret") && !shown.contains(KEY), "{shown}");

    let refused =
        faults(&[("PFORTE_DATABASE_URL", "mysql://root:marked-secret@db"), ("PFORTE_MASTER_KEY", "marked-secret")]);
    assert_eq!(
        refused,
        [
            "PFORTE_DATABASE_URL: the value (not shown) is neither sqlite:PATH nor postgres://…",
            "PFORTE_MASTER_KEY: the value (not shown) has a key that is not 32 bytes in Base64 or hexadecimal",
        ]
    );
}

#[test]
fn what_is_printed_can_be_read_back() {
    let config = load(None, &[("PFORTE_TRUSTED_PROXIES", "10.0.0.0/8"), ("PFORTE_LOG_LEVEL", "warn")]).unwrap();
    let file = file(&config.describe());
    assert_eq!(load(Some(file.path()), &[]).unwrap().describe(), config.describe());
}

#[test]
fn production_lists_all_it_lacks() {
    let lacking = faults(&[("PFORTE_PUBLIC_URL", "http://id.example.org")]);
    let because = "`public_url` is http://id.example.org, so this is production: ";
    let lacking: Vec<_> = lacking.iter().map(|fault| fault.strip_prefix(because).unwrap()).collect();
    assert_eq!(
        lacking,
        [
            "`public_url` must begin with https://",
            "`master_key` or `master_key_file` must be given",
            "`smtp_host` must be given",
            "`smtp_from` must be given",
        ]
    );
}

const PRODUCTION: [(&str, &str); 5] = [
    ("PFORTE_PUBLIC_URL", "https://ID.example.org:443/"),
    ("PFORTE_MASTER_KEY", KEY),
    ("PFORTE_SMTP_HOST", "mail.example.org"),
    ("PFORTE_SMTP_FROM", "id@example.org"),
    ("PFORTE_LISTEN", "0.0.0.0:3000"),
];

#[test]
fn production_with_all_it_needs_starts() {
    let config = load(None, &PRODUCTION).unwrap();
    assert!(config.is_production());
    assert_eq!(config.public_url.origin(), "https://id.example.org");
    assert_eq!(config.public_url.authority(), "id.example.org");
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    let with = |more: &[(&str, &str)]| faults(&[&PRODUCTION[..], more].concat()).join("\n");
    assert!(with(&[("PFORTE_MASTER_KEY_FILE", "/k")]).contains("`master_key` and `master_key_file`"));
    assert!(with(&[("PFORTE_SMTP_TLS", "none")]).contains("clear text"));
    assert!(with(&[("PFORTE_SMTP_USER", "u")]).contains("`smtp_user` and `smtp_password`"));
    assert!(with(&[("PFORTE_METRICS_LISTEN", "0.0.0.0:3000")]).contains("same address"));
    assert!(with(&[("PFORTE_DATABASE_OWNER_URL", "postgres://o@db/p")]).contains("`database_owner_url`"));
    assert!(
        load(None, &[&PRODUCTION[..], &[("PFORTE_SMTP_TLS", "none"), ("PFORTE_SMTP_HOST", "127.0.0.1")]].concat())
            .is_ok()
    );
}

#[test]
fn development_is_not_reachable_from_elsewhere() {
    assert!(faults(&[("PFORTE_LISTEN", "0.0.0.0:3000")])[0].contains("means development"));
}

#[test]
fn public_addresses_are_origins_only() {
    for bad in [
        "",
        "id.example.org",
        "ftp://id.example.org",
        "https://",
        "https://a/b",
        "https://a?b",
        "https://u@a",
        "https://a#b",
        "https://a:",
        "https://a.",
    ] {
        assert!(load(None, &[("PFORTE_PUBLIC_URL", bad)]).is_err(), "{bad}");
    }
}

#[test]
fn keys_are_read_in_every_usual_form_and_in_order() {
    let hexadecimal = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f".to_owned();
    let other = "IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE";
    for (text, numbers) in [
        (KEY.to_owned(), vec![1]),
        (hexadecimal, vec![1]),
        (format!("1:{KEY}, 7:{other}"), vec![1, 7]),
        (format!("2:{other}\n3:{KEY}\n"), vec![2, 3]),
    ] {
        let keys = MasterKeys::parse(&text).unwrap();
        assert_eq!(keys.as_slice().iter().map(|(number, _)| *number).collect::<Vec<_>>(), numbers);
        assert!(keys.as_slice().iter().any(|(_, key)| key[31] == 31));
    }
    let zeros = "A".repeat(43);
    for bad in [
        "",
        "short",
        &zeros,
        &format!("0:{KEY}"),
        &format!("256:{KEY}"),
        &format!("2:{KEY},1:{other}"),
        &format!("1:{KEY},2:{KEY}"),
        &format!("{KEY},{other}"),
    ] {
        assert!(MasterKeys::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn development_makes_its_key_once_for_its_owner_only_and_never_again_over_data() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let config = load(None, &[("PFORTE_DATA_DIR", data.to_str().unwrap())]).unwrap();
    let made = config.master_keys(&Randomness::system()).unwrap();
    let permissions = std::fs::metadata(data.join("master.key")).unwrap().permissions().mode();
    assert_eq!(permissions & 0o777, 0o600);
    let again = config.master_keys(&Randomness::system()).unwrap();
    assert_eq!(again.as_slice(), made.as_slice());

    // F44: the key is lost while there is data.
    std::fs::write(data.join("pforte.db"), "data").unwrap();
    std::fs::remove_file(data.join("master.key")).unwrap();
    let refused = config.master_keys(&Randomness::system()).unwrap_err().to_string();
    assert!(refused.contains("master.key is missing"), "{refused}");
    assert!(!data.join("master.key").exists(), "no new key is made");
}

#[test]
fn the_operators_key_file_must_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let config = load(None, &[("PFORTE_MASTER_KEY_FILE", path.to_str().unwrap())]).unwrap();
    let refused = config.master_keys(&Randomness::system()).unwrap_err().to_string();
    assert!(refused.contains("master_key_file") && refused.contains("cannot be read"), "{refused}");
    std::fs::write(&path, format!("1:{KEY}\n")).unwrap();
    assert_eq!(config.master_keys(&Randomness::system()).unwrap().as_slice().len(), 1);
}

#[test]
fn the_document_says_what_the_code_does() {
    let document = std::fs::read_to_string("../docs/CONFIGURATION.md").unwrap_or_default();
    assert!(
        document == markdown(),
        "docs/CONFIGURATION.md is stale: run `pforte config --markdown > docs/CONFIGURATION.md`"
    );
}

#[test]
fn every_setting_has_a_meaning_and_a_default_that_can_be_read() {
    load(None, &[]).unwrap();
    for setting in SETTINGS {
        assert!(setting.meaning.trim().ends_with('.'), "{}", setting.name);
    }
}

/// Rule 5 of the house: only this module reads the environment.
#[test]
fn nothing_else_reads_the_environment() {
    fn visit(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                visit(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                if ["env::var(", "env::var_os(", "env::vars(", "env::vars_os("].iter().any(|call| text.contains(call)) {
                    found.push(path.file_name().unwrap().to_string_lossy().into_owned());
                }
            }
        }
    }
    let root = Path::new("..");
    let mut found = Vec::new();
    for folder in ["server/src", "app/src", "frontend/src"] {
        visit(&root.join(folder), &mut found);
    }
    for capability in std::fs::read_dir(root.join("crates")).unwrap().map(Result::unwrap) {
        visit(&capability.path().join("src"), &mut found);
    }
    found.sort();
    // The second is this test itself; the third finds the throw-away cluster of the tests.
    assert_eq!(found, ["config.rs", "testing.rs", "tests.rs"]);
}
