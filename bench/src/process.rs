//! The served product as a process of its own: the release build, started, measured and stopped.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::client::{Connection, Request};
use crate::data::master_key;
use crate::{Failure, machine};

/// How long a server may take to answer its first request.
const START: Duration = Duration::from_secs(60);
/// How long a server may take to stop.
const STOP: Duration = Duration::from_secs(40);

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// The built styles and scripts.
    pub site: PathBuf,
    /// The folder of its data and its log.
    pub folder: PathBuf,
    /// Its database.
    pub url: String,
    /// Further settings.
    pub settings: Vec<(String, String)>,
    /// The largest file it may write, in KiB: what is left of a full disk.
    pub file_limit_kib: Option<u64>,
    has_key: bool,
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens on this machine.
    pub port: u16,
    /// From the start of the process to its first answer.
    pub started_in: Duration,
}

/// A reading of what a server has cost so far.
#[derive(Debug, Default)]
pub struct Reading(HashMap<String, (String, u64)>);

impl Launch {
    /// A server with usual settings, except that a proxy on this machine is believed, so that requests may come from many
    /// places, and that lines of requests are not written, as where a proxy logs.
    #[must_use]
    pub fn new(program: &Path, site: &Path, folder: &Path, url: &str) -> Self {
        let settings = [("PFORTE_TRUSTED_PROXIES", "127.0.0.1/32"), ("PFORTE_LOG_LEVEL", "warn")];
        Self {
            program: program.to_owned(),
            site: site.to_owned(),
            folder: folder.to_owned(),
            url: url.to_owned(),
            settings: settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            file_limit_kib: None,
            has_key: true,
        }
    }

    /// With a setting more.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without the master key that was chosen, so that the server makes one as at any first start.
    #[must_use]
    pub fn without_key(mut self) -> Self {
        self.has_key = false;
        self
    }

    /// The command, ready to run.
    fn command(&self, arguments: &[&str]) -> Result<Command, Failure> {
        let mut command = if let Some(limit) = self.file_limit_kib {
            let mut command = Command::new("bash");
            command
                .args(["-c", "trap '' XFSZ; ulimit -S -f \"$0\"; exec \"$@\""])
                .arg(limit.to_string())
                .arg(&self.program);
            command
        } else {
            Command::new(&self.program)
        };
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("PFORTE_DATA_DIR", &self.folder)
            .env("PFORTE_SITE_ROOT", &self.site)
            .env("PFORTE_PUBLIC_URL", "http://localhost")
            .env("PFORTE_DATABASE_URL", &self.url)
            .envs(self.has_key.then_some(("PFORTE_MASTER_KEY", master_key())))
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(self.log()?)
            .stderr(self.log()?);
        Ok(command)
    }

    fn log(&self) -> Result<File, Failure> {
        std::fs::create_dir_all(&self.folder)?;
        Ok(OpenOptions::new().create(true).append(true).open(self.folder.join("server.log"))?)
    }

    /// Starts the server and waits for its first answer, the sign-in page of `slug`.
    pub fn start(&self, slug: &str) -> Result<Server, Failure> {
        let port = free_port()?;
        self.start_at(port, slug)
    }

    /// As [`Launch::start`], at a port.
    pub fn start_at(&self, port: u16, slug: &str) -> Result<Server, Failure> {
        let began = Instant::now();
        let child = self.command(&["serve"])?.env("PFORTE_LISTEN", format!("127.0.0.1:{port}")).spawn()?;
        let mut server = Server { child, port, started_in: Duration::ZERO };
        let request = Request::get(&format!("/t/{slug}/sign-in"));
        loop {
            if let Ok(answer) = Connection::to(port).ask(&request) {
                if answer.status == 200 {
                    server.started_in = began.elapsed();
                    return Ok(server);
                }
                return Err(format!("the first answer has status {}: {}", answer.status, answer.text()).into());
            }
            if let Some(status) = server.child.try_wait()? {
                let log = std::fs::read_to_string(self.folder.join("server.log")).unwrap_or_default();
                let tail: Vec<&str> = log.lines().rev().take(5).collect();
                return Err(format!("the server ended with {status}: {}", tail.join(" / ")).into());
            }
            if began.elapsed() > START {
                return Err("the server does not answer".into());
            }
            std::thread::sleep(Duration::from_micros(200));
        }
    }

    /// Runs another command of the program to its end; what it printed.
    pub fn run(&self, arguments: &[&str]) -> Result<(ExitStatus, String), Failure> {
        let output = self.command(arguments)?.stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
        let text = [output.stdout, output.stderr].concat();
        Ok((output.status, String::from_utf8_lossy(&text).into_owned()))
    }
}

impl Server {
    /// The process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has cost so far.
    #[must_use]
    pub fn read(&self) -> Reading {
        Reading(machine::threads(self.pid()))
    }

    /// Ends it at once, as a failing machine would.
    pub fn kill(mut self) -> Result<(), Failure> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop, and waits.
    pub fn stop(mut self) -> Result<Duration, Failure> {
        let began = Instant::now();
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
        while self.child.try_wait()?.is_none() {
            if began.elapsed() > STOP {
                self.child.kill()?;
                self.child.wait()?;
                return Err("the server did not stop in time".into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(began.elapsed())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A failure on the way out must not leave a server behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reading {
    /// Microseconds from this reading to `later`: of the whole process, and of the threads that hash.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "processor time of minutes")]
    pub fn until(&self, later: &Self) -> (f64, f64) {
        let (all, hashing) = machine::spent(&self.0, &later.0, "hash-");
        (all as f64 / 1_000.0, hashing as f64 / 1_000.0)
    }
}

/// A port nobody listens on.
pub fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
