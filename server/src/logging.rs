//! The log: one line per event on standard output, written beside the requests and safe against what is in it.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::config::{LogFormat, LogLevel};

/// Our own crates. Others never say more than warnings, at any level: their details may quote what passes through them,
/// such as the password in a conversation with a mail server.
const OWN: &[&str] = &[
    "app",
    "audit",
    "authentication",
    "bulk",
    "database",
    "directory",
    "exports",
    "foundation",
    "frontend",
    "jobs",
    "language",
    "messaging",
    "permissions",
    "pforte",
    "printing",
    "server",
    "sources",
];

/// Lines that wait for a slow reader; beyond that they are dropped and counted, and requests go on.
const WAITING: usize = 8_192;

/// How long lines are gathered before they are written.
const GATHERING: Duration = Duration::from_millis(5);

/// Everything `writer` is to receive, as a subscriber.
pub fn subscriber<W>(format: LogFormat, level: LogLevel, writer: W) -> Box<dyn tracing::Subscriber + Send + Sync>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let level = match level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Trace => Level::TRACE,
    };
    let others = LevelFilter::from_level(level.min(Level::WARN));
    let filter = Targets::new().with_default(others).with_targets(OWN.iter().map(|name| (*name, level)));
    // A log that cannot be written must not stop what it is about (F12), so errors are counted, not reported.
    let lines = tracing_subscriber::fmt::layer().with_writer(writer).log_internal_errors(false).with_ansi(false);
    let registry = tracing_subscriber::registry();
    match format {
        LogFormat::Json => Box::new(registry.with(lines.json().flatten_event(true).with_filter(filter))),
        LogFormat::Text => Box::new(registry.with(lines.with_filter(filter))),
    }
}

/// Starts the log of the process. Keep the returned guard until the end: dropping it writes what still waits.
/// `dropped` counts lines that could not be written.
pub fn start(format: LogFormat, level: LogLevel, dropped: Arc<AtomicU64>) -> LogGuard {
    let (lines, guard) = Lines::to(io::stdout(), dropped);
    // An error means that a log is running already, as in tests.
    let _ = tracing::subscriber::set_global_default(subscriber(format, level, lines));
    guard
}

/// Takes finished lines, cleans them and hands them to the writing thread.
#[derive(Clone)]
pub struct Lines {
    queue: SyncSender<Message>,
    dropped: Arc<AtomicU64>,
}

enum Message {
    Line(Vec<u8>),
    End,
}

/// Writes what still waits when it is dropped.
pub struct LogGuard {
    queue: SyncSender<Message>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for LogGuard {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take()
            && self.queue.send(Message::End).is_ok()
        {
            let _ = thread.join();
        }
    }
}

impl Lines {
    /// Lines written to `output` by a thread of their own.
    pub fn to(output: impl Write + Send + 'static, dropped: Arc<AtomicU64>) -> (Self, LogGuard) {
        let (queue, waiting) = sync_channel(WAITING);
        let lost = dropped.clone();
        let thread =
            std::thread::Builder::new().name("log".to_owned()).spawn(move || write_all(&waiting, output, &lost));
        (Self { queue: queue.clone(), dropped }, LogGuard { queue, thread: thread.ok() })
    }
}

/// Writes what has come, in one call, every few milliseconds while anything comes: a thread that waited for each line
/// would have to be woken by every request.
fn write_all(waiting: &Receiver<Message>, mut output: impl Write, dropped: &AtomicU64) {
    let mut ended = false;
    while !ended {
        let mut block = Vec::new();
        let mut lines = 0;
        let first = waiting.recv().unwrap_or(Message::End);
        if matches!(first, Message::Line(_)) {
            std::thread::sleep(GATHERING);
        }
        for message in std::iter::once(first).chain(waiting.try_iter()) {
            match message {
                Message::Line(line) => {
                    block.extend(line);
                    lines += 1;
                }
                Message::End => ended = true,
            }
        }
        if output.write_all(&block).and_then(|()| output.flush()).is_err() {
            dropped.fetch_add(lines, Ordering::Relaxed);
        }
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Write for Lines {
    /// Takes one whole line: the formatter writes each event in one call.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) =
            self.queue.try_send(Message::Line(clean(line)))
        {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The line with every character that could end it, colour a terminal or turn the reading direction written out as
/// `\u....` (ASVS 16.4.1). Inside JSON that is the same text; JSON has such characters in strings only.
fn clean(line: &[u8]) -> Vec<u8> {
    let body = line.strip_suffix(b"\n").unwrap_or(line);
    let mut cleaned = if body.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        body.to_vec()
    } else {
        let mut cleaned = String::with_capacity(body.len() + 16);
        for letter in String::from_utf8_lossy(body).chars() {
            if foundation::text::has_hidden_characters(letter.encode_utf8(&mut [0; 4])) {
                cleaned.push_str(&format!("\\u{:04x}", u32::from(letter)));
            } else {
                cleaned.push(letter);
            }
        }
        cleaned.into_bytes()
    };
    cleaned.push(b'\n');
    cleaned
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::{Lines, OWN, subscriber};
    use crate::config::{LogFormat, LogLevel};
    use crate::testing::Page;

    fn logged(format: LogFormat, level: LogLevel, work: impl FnOnce()) -> String {
        let page = Page::default();
        let (lines, guard) = Lines::to(page.clone(), Arc::default());
        tracing::subscriber::with_default(subscriber(format, level, lines), work);
        drop(guard);
        page.text()
    }

    const HOSTILE: &str = "ada\r\n{\"level\":\"INFO\"}\u{1b}[31m\u{202e}gpj\u{85}\u{7f}";

    #[test]
    fn hostile_names_stay_inside_their_line_and_their_field() {
        let json = logged(LogFormat::Json, LogLevel::Info, || tracing::info!(name = HOSTILE, other = %HOSTILE, "x"));
        assert_eq!(json.lines().count(), 1, "{json}");
        assert!(!json.trim_end().chars().any(char::is_control) && !json.contains('\u{202e}'), "{json:?}");
        let line: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(line["name"], HOSTILE);
        assert_eq!(line["level"], "INFO");

        let text = logged(LogFormat::Text, LogLevel::Info, || tracing::info!(name = HOSTILE, other = %HOSTILE, "x"));
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(!text.trim_end().chars().any(char::is_control) && !text.contains('\u{202e}'), "{text:?}");
    }

    #[test]
    fn other_crates_say_warnings_only_even_when_everything_is_asked_for() {
        let page = logged(LogFormat::Json, LogLevel::Trace, || {
            tracing::trace!(target: "server::http", "ours");
            tracing::info!(target: "lettre::transport", "AUTH PLAIN marked-secret");
            tracing::warn!(target: "lettre::transport", "theirs");
        });
        assert!(page.contains("ours") && page.contains("theirs") && !page.contains("marked-secret"), "{page}");
        let quiet = logged(LogFormat::Json, LogLevel::Error, || {
            tracing::info!(target: "server", "ours");
            tracing::warn!(target: "hyper", "theirs");
        });
        assert_eq!(quiet, "");
    }

    #[test]
    fn every_crate_of_the_workspace_is_known() {
        for entry in std::fs::read_dir("../crates").unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(OWN.contains(&&*name), "{name} is missing in OWN");
        }
    }

    /// F12: the disk of the log is full.
    #[test]
    fn a_log_that_cannot_be_written_is_counted_and_stops_nothing() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let dropped = Arc::new(AtomicU64::new(0));
        let (lines, guard) = Lines::to(Full, dropped.clone());
        tracing::subscriber::with_default(subscriber(LogFormat::Json, LogLevel::Info, lines), || {
            tracing::info!("one");
            tracing::info!("two");
        });
        drop(guard);
        assert_eq!(dropped.load(Ordering::Relaxed), 2);
    }
}
