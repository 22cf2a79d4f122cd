//! Work that a server does after it has answered, followed by what its page asks for.

use std::time::{Duration, Instant};

use crate::Failure;
use crate::client::{Connection, Request};

/// How often it is asked how far the work is.
const EVERY: Duration = Duration::from_millis(50);

/// A piece of work, by its page.
#[derive(Debug)]
pub struct Work {
    path: String,
    cookie: String,
}

/// What it says of itself.
#[derive(Debug, Clone)]
pub struct Progress(serde_json::Value);

impl Progress {
    /// `running` while a job works on it, then what it came to.
    #[must_use]
    pub fn state(&self) -> &str {
        self.0.get("state").and_then(serde_json::Value::as_str).unwrap_or_default()
    }

    /// One of its numbers; zero where it has none of that name.
    #[must_use]
    pub fn number(&self, name: &str) -> u64 {
        self.0.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0)
    }
}

impl Work {
    /// Work whose page is at a path, for whoever is signed in with a cookie.
    #[must_use]
    pub fn at(path: &str, cookie: &str) -> Self {
        Self { path: path.to_owned(), cookie: cookie.to_owned() }
    }

    /// The path of its page.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Sends one of its forms: `start`, `cancel`, `undo`.
    pub fn step(&self, connection: &mut Connection, step: &str) -> Result<(), Failure> {
        let request = Request::post(&format!("{}/{step}", self.path), &[]).with("cookie", &self.cookie);
        let answer = connection.ask(&request)?;
        if answer.status == 303 { Ok(()) } else { Err(format!("{step} was refused: {}", answer.status).into()) }
    }

    /// How far it is.
    pub fn progress(&self, connection: &mut Connection) -> Result<Progress, Failure> {
        let request = Request::get(&format!("{}/progress", self.path)).with("cookie", &self.cookie);
        Ok(Progress(serde_json::from_slice(&connection.ask(&request)?.body)?))
    }

    /// Follows it until no job works on it, or for so long.
    pub fn follow(&self, connection: &mut Connection, patience: Duration) -> Result<Progress, Failure> {
        let began = Instant::now();
        loop {
            let progress = self.progress(connection)?;
            if progress.state() != "running" || began.elapsed() > patience {
                return Ok(progress);
            }
            std::thread::sleep(EVERY);
        }
    }
}
