//! Nodes that are processes: the program itself, started as often as a test wants, on one PostgreSQL and one clock.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use database::testing::{MASTER_KEY, TestDatabase};
use tempfile::TempDir;

/// Nothing here takes longer, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(120);

/// One process of the program. It ends with this value at the latest.
pub struct Node {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
    _folder: TempDir,
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Node {
    /// Starts the program on a test's database, with the file of its clock and further settings, and waits until it
    /// listens.
    pub fn start(test: &TestDatabase, clock: &str, settings: &[(&str, String)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        std::fs::write(folder.path().join("site/pkg/pforte.css"), "body{}").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_pforte"));
        command.arg("serve").current_dir(folder.path()).env_clear().stdin(Stdio::null()).stdout(Stdio::piped());
        command
            .env("PFORTE_LISTEN", "127.0.0.1:0")
            .env("PFORTE_DATABASE_URL", &test.url)
            .env("PFORTE_MASTER_KEY", format!("1:{}", STANDARD.encode(MASTER_KEY)))
            .env("PFORTE_TEST_CLOCK", clock);
        for (name, value) in settings {
            command.env(format!("PFORTE_{name}"), value);
        }
        let mut process = command.spawn().unwrap();
        let output = process.stdout.take().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (says_where, listens) = mpsc::channel();
        let kept = log.clone();
        // Read to the end, so that the process never waits for somebody to take its lines.
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // Between the lines of the log stand words for the operator.
                let parsed = serde_json::from_str::<serde_json::Value>(&line).unwrap_or_default();
                if parsed["message"] == "listening" {
                    says_where.send(parsed["address"].as_str().unwrap().parse().unwrap()).unwrap();
                }
                kept.lock().unwrap().push_str(&format!("{line}\n"));
            }
        });
        // Made first, so that the process ends with it whatever happens.
        let none = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut node = Self { process, address: none, log, reader: Some(reader), _folder: folder };
        node.address = listens
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|_| panic!("it does not listen: {}", node.log.lock().unwrap()));
        node
    }

    /// Asks it to stop, as an operator's system does.
    pub fn terminate(&self) {
        let kill = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(kill.success());
    }

    /// Ends it without a word, as a failing machine does.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Waits until it has ended; says how, and all it logged.
    pub fn ended(mut self) -> (Option<i32>, String) {
        let code = self.process.wait().unwrap().code();
        self.reader.take().unwrap().join().unwrap();
        let log = self.log.lock().unwrap().clone();
        (code, log)
    }
}
