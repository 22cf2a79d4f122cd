//! The program itself: how it starts, refuses to start, and stops.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};

use tempfile::TempDir;

struct Installation {
    folder: TempDir,
}

impl Installation {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        std::fs::write(folder.path().join("site/pkg/pforte.css"), "body{}").unwrap();
        Self { folder }
    }

    /// The program in the folder, with an environment of its own.
    fn pforte(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pforte"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().env("PFORTE_LISTEN", "127.0.0.1:0");
        command
    }
}

/// How a program that does not start ends, and what it says.
fn refusal(mut command: Command) -> (Option<i32>, String) {
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

struct Serving {
    process: Child,
    log: BufReader<ChildStdout>,
    address: SocketAddr,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Serving {
    fn start(mut command: Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(process.stdout.take().unwrap());
        // Made first, so that the process ends with it whatever happens.
        let mut serving = Self { process, log, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        loop {
            let mut line = String::new();
            assert!(serving.log.read_line(&mut line).unwrap() > 0, "the server ended before it listened");
            // Between the lines of the log stand words for the operator.
            let Ok(line) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
            if line["message"] == "listening" {
                serving.address = line["address"].as_str().unwrap().parse().unwrap();
                return serving;
            }
        }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    fn terminate(&self) {
        let kill = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(kill.success());
    }

    fn end(&mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.log.read_to_string(&mut rest).unwrap();
        (self.process.wait().unwrap().code(), rest)
    }
}

#[test]
fn it_starts_serves_and_stops_when_asked() {
    let installation = Installation::new();
    let mut server = Serving::start(installation.pforte(&[]));
    for (path, start, part) in [
        ("/health/live", "HTTP/1.1 200", "alive"),
        ("/health/ready", "HTTP/1.1 200", "ready"),
        ("/metrics", "HTTP/1.1 200", "pforte_http_requests_in_flight"),
        ("/pkg/pforte.css", "HTTP/1.1 200", "body{}"),
        ("/pkg/../../data/master.key", "HTTP/1.1 404", ""),
        ("/none", "HTTP/1.1 404", "content-security-policy"),
    ] {
        let answer = server.get(path);
        assert!(answer.starts_with(start) && answer.contains(part), "{path}: {answer}");
    }
    server.terminate();
    let (status, log) = server.end();
    assert_eq!(status, Some(0), "{log}");
    let last: serde_json::Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    assert_eq!(last["message"], "stopped", "{log}");
    assert!(installation.folder.path().join("data/pforte.db").exists());
}

#[test]
fn a_second_start_finds_the_data_and_a_second_process_is_kept_out() {
    let installation = Installation::new();
    let mut first = Serving::start(installation.pforte(&["serve"]));
    let (status, message) = refusal(installation.pforte(&["serve"]));
    assert_eq!(status, Some(1));
    assert!(message.contains("another process uses"), "{message}");
    first.terminate();
    assert_eq!(first.end().0, Some(0));
    let again = Serving::start(installation.pforte(&["serve"]));
    assert!(again.get("/health/ready").starts_with("HTTP/1.1 200"));
}

/// F43, F44: whatever is wrong with the configuration is named, and nothing is started or made.
#[test]
fn it_refuses_to_start_and_says_why() {
    let with = |installation: &Installation, name: &str, value: &str| {
        let mut command = installation.pforte(&[]);
        command.env(name, value);
        command
    };
    for (name, value, part) in [
        ("PFORTE_LISTNE", "127.0.0.1:1", "is PFORTE_LISTEN meant?"),
        ("PFORTE_HASH_SLOTS", "many", "PFORTE_HASH_SLOTS: \"many\" is neither"),
        ("PFORTE_PUBLIC_URL", "https://id.example.org", "`master_key` or `master_key_file` must be given"),
    ] {
        let installation = Installation::new();
        let (status, message) = refusal(with(&installation, name, value));
        assert_eq!(status, Some(2), "{message}");
        assert!(
            message.contains(part) && message.starts_with("pforte: the configuration cannot be used:"),
            "{message}"
        );
        assert!(!installation.folder.path().join("data").exists());
    }
}

#[test]
fn it_refuses_to_start_without_its_files_or_its_key_or_its_address() {
    let installation = Installation::new();
    std::fs::rename(installation.folder.path().join("site"), installation.folder.path().join("elsewhere")).unwrap();
    let (status, message) = refusal(installation.pforte(&[]));
    assert_eq!(status, Some(1));
    assert!(message.contains("`site_root`, ./site: No such file"), "{message}");
    std::fs::rename(installation.folder.path().join("elsewhere"), installation.folder.path().join("site")).unwrap();

    std::fs::remove_file(installation.folder.path().join("data/master.key")).unwrap();
    let (status, message) = refusal(installation.pforte(&[]));
    assert_eq!(status, Some(2));
    assert!(message.contains("master.key is missing, but there is data"), "{message}");

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let installation = Installation::new();
    let mut command = installation.pforte(&[]);
    command.env("PFORTE_LISTEN", taken.local_addr().unwrap().to_string());
    let (status, message) = refusal(command);
    assert_eq!(status, Some(1));
    assert!(message.contains("(`listen`): Address already in use"), "{message}");
}

#[test]
fn settings_are_printed_and_the_schema_is_migrated() {
    let installation = Installation::new();
    let mut command = installation.pforte(&["config"]);
    let output = command.env("PFORTE_MASTER_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("# master_key = \"•••\"") && text.contains("listen = \"127.0.0.1:0\""), "{text}");

    let output = installation.pforte(&["migrate"]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "The schema of sqlite:./data/pforte.db is up to date.\n");
    assert!(installation.folder.path().join("data/pforte.db").exists());
}

#[test]
fn a_separate_address_has_metrics_and_health() {
    let installation = Installation::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = installation.pforte(&["serve"]);
    command.env("PFORTE_METRICS_LISTEN", free.to_string());
    let mut server = Serving::start(command);
    server.address = free;
    assert!(server.get("/metrics").contains("process_resident_memory_bytes"));
    assert!(server.get("/health/ready").starts_with("HTTP/1.1 200"));
    assert!(server.get("/pkg/pforte.css").starts_with("HTTP/1.1 404"));
}

/// The master key is changed while the server runs, and whoever leaves a step out is told.
#[test]
fn the_master_key_is_changed_beside_the_server() {
    const OLD: &str = "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const NEW: &str = "2:HxAREhMUFRYXGBkaGxwdHgABAgMEBQYHCAkKCwwNDg8=";
    let installation = Installation::new();
    let both = format!("{OLD},{NEW}");
    let with = |arguments: &[&str], keys: &str| {
        let mut command = installation.pforte(arguments);
        command.env("PFORTE_MASTER_KEY", keys);
        command
    };
    let stopped = |mut server: Serving| {
        server.terminate();
        assert_eq!(server.end().0, Some(0));
    };
    stopped(Serving::start(with(&[], OLD)));
    // Whoever replaces the key instead of adding one.
    let (status, message) = refusal(with(&[], NEW));
    assert_eq!(status, Some(1));
    assert!(message.contains("master key 1 was not given") && message.contains("rotate-keys"), "{message}");
    let (status, message) = refusal(with(&[], &NEW.replace("2:", "1:")));
    assert_eq!(status, Some(1));
    assert!(message.contains("master key 1 is another"), "{message}");

    let server = Serving::start(with(&[], &both));
    let output = with(&["rotate-keys"], &both).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told} {}", String::from_utf8(output.stderr).unwrap());
    assert!(told.contains("Key 2 seals now.") && told.contains("Nothing is sealed under key 1 any more"), "{told}");
    assert!(server.get("/health/ready").starts_with("HTTP/1.1 200"));
    let output = with(&["audit", "verify", "--json"], &both).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(output.status.success() && report["intact"] == true, "{report}");
    stopped(server);
    stopped(Serving::start(with(&[], NEW)));

    // A trail that does not reach an exported checkpoint, and one that somebody made up.
    let known = serde_json::json!([{
        "tenant": "00000000-0000-0000-0000-000000000001", "class": "long", "number": 9_000, "digest": "ab".repeat(32),
        "sealed_at": "2026-03-01T09:00:00Z", "signature": "cd".repeat(64), "public_key": "ef".repeat(32)
    }]);
    std::fs::write(installation.folder.path().join("known.json"), known.to_string()).unwrap();
    let verify = ["audit", "verify", "--json", "--since", "2026-01-01", "--checkpoints", "known.json"];
    let output = with(&verify, NEW).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &report["intact"]), (Some(1), &serde_json::Value::Bool(false)));
    let text = report.to_string();
    assert!(text.contains("tail_cut") && text.contains("bad_checkpoint") && text.contains("9000"), "{text}");
}
