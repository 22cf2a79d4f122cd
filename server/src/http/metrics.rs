//! What the server counts, for Prometheus (`OpenMetrics` text).

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures::future::BoxFuture;
use jobs::Queued;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric as _, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::RequestContext;

/// Seconds; from a cached file to a hash behind a full queue.
const BUCKETS: [f64; 12] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRoute {
    route: String,
}

/// The server's counters: a handle that is cheap to clone.
#[derive(Clone)]
pub struct Metrics(Arc<Counters>);

struct Counters {
    registry: Registry,
    answers: Family<Answer, Counter>,
    latency: Family<OfRoute, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    connections: Gauge,
    refused_origins: Counter,
    panics: Counter,
    dropped_lines: Arc<AtomicU64>,
    readings: Arc<Mutex<Readings>>,
    source: OnceLock<Source>,
}

type Source = Box<dyn Fn() -> BoxFuture<'static, Readings> + Send + Sync>;

/// What the services count themselves, read whenever somebody asks for `/metrics`. What is `None` is not shown.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    /// Password hashes that can run at once.
    pub hash_slots: Option<u64>,
    /// Password hashes that run now.
    pub hash_busy: Option<u64>,
    /// Sign-ins that wait for a hash slot.
    pub hash_waiting: Option<u64>,
    /// Jobs done since the start.
    pub jobs_done: Option<u64>,
    /// Attempts at jobs that failed since the start.
    pub jobs_failed: Option<u64>,
    /// Jobs given up since the start.
    pub jobs_given_up: Option<u64>,
    /// The queue of all nodes, by the kind of work.
    pub jobs: Vec<Queued>,
    /// Audit entries not yet sealed into the chain.
    pub audit_unsealed: Option<u64>,
    /// Mails that are not out yet.
    pub mails_waiting: Option<u64>,
    /// Mails that were given up.
    pub mails_failed: Option<u64>,
    /// Sign-ins since the start by how they ended.
    pub sign_ins: Vec<(&'static str, u64)>,
    /// Statements sent to the database since the start.
    pub database_statements: Option<u64>,
    /// Transactions committed since the start.
    pub database_commits: Option<u64>,
    /// Connections to the database in use.
    pub database_busy: Option<u64>,
}

/// One request being answered: counts it as in flight until it is dropped.
pub struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Counters at zero.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::default();
        let answers = Family::<Answer, Counter>::default();
        let latency: Family<OfRoute, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(BUCKETS));
        let (in_flight, connections) = (Gauge::default(), Gauge::default());
        let (refused_origins, panics) = (Counter::default(), Counter::default());
        let dropped_lines = Arc::new(AtomicU64::new(0));
        let readings = Arc::new(Mutex::new(Readings::default()));
        registry.register("pforte_http_requests", "Requests answered", answers.clone());
        registry.register("pforte_http_request_seconds", "Time until the answer begins", latency.clone());
        registry.register("pforte_http_requests_in_flight", "Requests being answered", in_flight.clone());
        registry.register("pforte_http_connections", "Open connections", connections.clone());
        registry.register(
            "pforte_http_origin_refused",
            "Changes refused because another site sent them",
            refused_origins.clone(),
        );
        registry.register("pforte_panics", "Requests lost to a panic", panics.clone());
        registry.register_collector(Box::new(Snapshot {
            readings: readings.clone(),
            dropped_lines: dropped_lines.clone(),
        }));
        Self(Arc::new(Counters {
            registry,
            answers,
            latency,
            in_flight,
            connections,
            refused_origins,
            panics,
            dropped_lines,
            readings,
            source: OnceLock::new(),
        }))
    }

    /// Says where the services' own counts come from; the first call wins. The future should not take longer than
    /// the scraper's patience.
    pub fn read_from<F>(&self, source: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = Readings> + Send + 'static,
    {
        let _ = self.0.source.set(Box::new(move || Box::pin(source())));
    }

    /// Counts a request as in flight.
    #[must_use]
    pub fn begin(&self) -> InFlight {
        self.0.in_flight.inc();
        InFlight(self.0.in_flight.clone())
    }

    /// Counts an answer.
    pub fn answered(&self, method: &Method, route: &str, status: StatusCode, after: Duration) {
        let answer = Answer { method: known(method), route: route.to_owned(), status: status.as_u16() };
        self.0.answers.get_or_create(&answer).inc();
        self.0.latency.get_or_create(&OfRoute { route: answer.route }).observe(after.as_secs_f64());
    }

    pub(super) fn origin_refused(&self) {
        self.0.refused_origins.inc();
    }

    pub(super) fn panicked(&self) {
        self.0.panics.inc();
    }

    pub(super) fn connected(&self) -> InFlight {
        self.0.connections.inc();
        InFlight(self.0.connections.clone())
    }

    /// Log lines that could not be written, counted by the log itself.
    #[must_use]
    pub fn dropped_lines(&self) -> Arc<AtomicU64> {
        self.0.dropped_lines.clone()
    }

    /// Everything, as text.
    pub async fn exposition(&self) -> String {
        if let Some(source) = self.0.source.get() {
            let fresh = source().await;
            *self.0.readings.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
        }
        let mut page = String::new();
        // Writing into memory does not fail.
        let _ = text::encode(&mut page, &self.0.registry);
        page
    }

    /// The route `/metrics`. Unless `open`, only callers on this machine are answered; others see no such page.
    pub fn routes<S: Clone + Send + Sync + 'static>(&self, open: bool) -> Router<S> {
        let handler =
            async move |State(metrics): State<Self>, context: Option<Extension<RequestContext>>| -> Response {
                if !open && !context.is_some_and(|Extension(context)| context.is_local()) {
                    return StatusCode::NOT_FOUND.into_response();
                }
                let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
                ([(header::CONTENT_TYPE, kind)], metrics.exposition().await).into_response()
            };
        Router::new().route("/metrics", get(handler)).with_state(self.clone())
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

/// The method as a label; made-up methods must not make new ones.
pub(super) fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// A number of a line of the queue.
type OfQueue = fn(&Queued) -> u64;

#[derive(Debug)]
struct Snapshot {
    readings: Arc<Mutex<Readings>>,
    dropped_lines: Arc<AtomicU64>,
}

impl Collector for Snapshot {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let r = self.readings.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let process = Process::read();
        let dropped = self.dropped_lines.load(std::sync::atomic::Ordering::Relaxed);
        for (name, help, value) in [
            ("pforte_hash_slots", "Password hashes that can run at once", r.hash_slots),
            ("pforte_hash_busy", "Password hashes that run now", r.hash_busy),
            ("pforte_hash_waiting", "Sign-ins that wait for a hash slot", r.hash_waiting),
            ("pforte_mails_waiting", "Mails that are not out yet", r.mails_waiting),
            ("pforte_mails_failed", "Mails that were given up", r.mails_failed),
            ("pforte_audit_unsealed", "Audit entries not yet sealed into the chain", r.audit_unsealed),
            ("pforte_database_connections_busy", "Connections to the database in use", r.database_busy),
            ("process_resident_memory_bytes", "Memory of the process", process.resident),
            ("process_open_fds", "Open files of the process", process.files),
            ("process_threads", "Threads of the process", process.threads),
        ] {
            let Some(value) = value else { continue };
            let gauge = ConstGauge::<i64>::new(i64::try_from(value).unwrap_or(i64::MAX));
            gauge.encode(encoder.encode_descriptor(name, help, None, MetricType::Gauge)?)?;
        }
        for (name, help, value) in [
            ("pforte_jobs_done", "Jobs done", r.jobs_done),
            ("pforte_jobs_failed", "Attempts at jobs that failed", r.jobs_failed),
            ("pforte_jobs_given_up", "Jobs given up", r.jobs_given_up),
            ("pforte_database_statements", "Statements sent to the database", r.database_statements),
            ("pforte_database_commits", "Transactions committed", r.database_commits),
            ("pforte_log_lines_dropped", "Log lines that could not be written", Some(dropped)),
        ] {
            let Some(value) = value else { continue };
            ConstCounter::<u64>::new(value).encode(encoder.encode_descriptor(
                name,
                help,
                None,
                MetricType::Counter,
            )?)?;
        }
        let overdue = |queued: &Queued| queued.overdue.num_seconds().max(0).unsigned_abs();
        for (name, help, of) in [
            ("pforte_jobs_waiting", "Jobs waiting for their turn or being done", (|queued| queued.waiting) as OfQueue),
            ("pforte_jobs_parked", "Jobs given up, waiting for a person", |queued| queued.parked),
            ("pforte_job_overdue_seconds", "For how long the oldest job has been due", overdue),
        ] {
            if r.jobs.is_empty() {
                continue;
            }
            let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
            for queued in &r.jobs {
                let gauge = ConstGauge::<i64>::new(i64::try_from(of(queued)).unwrap_or(i64::MAX));
                gauge.encode(family.encode_family(&[("kind", queued.kind.as_str())])?)?;
            }
        }
        if !r.sign_ins.is_empty() {
            let mut family = encoder.encode_descriptor(
                "pforte_sign_ins",
                "Sign-ins by how they ended",
                None,
                MetricType::Counter,
            )?;
            for (outcome, amount) in &r.sign_ins {
                ConstCounter::<u64>::new(*amount).encode(family.encode_family(&[("outcome", *outcome)])?)?;
            }
        }
        if let Some(seconds) = process.seconds {
            let name = "process_cpu_seconds";
            ConstCounter::<f64>::new(seconds).encode(encoder.encode_descriptor(
                name,
                "CPU time of the process",
                None,
                MetricType::Counter,
            )?)?;
        }
        Ok(())
    }
}

/// What the kernel says of this process.
#[derive(Default)]
struct Process {
    resident: Option<u64>,
    threads: Option<u64>,
    files: Option<u64>,
    seconds: Option<f64>,
}

impl Process {
    fn read() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        // The program's name stands in parentheses and may hold spaces; user and system ticks are fields 14 and 15, in
        // hundredths of a second on every Linux (proc_pid_stat(5)).
        let ticks = stat.rsplit_once(')').map(|(_, rest)| {
            let fields = rest.split_whitespace().skip(11).take(2);
            fields.filter_map(|field| field.parse::<u32>().ok()).map(f64::from).sum::<f64>()
        });
        Self {
            resident: field("VmRSS:").map(|kib| kib << 10),
            threads: field("Threads:"),
            files: std::fs::read_dir("/proc/self/fd").ok().map(|entries| entries.count() as u64),
            seconds: ticks.map(|ticks| ticks / 100.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::{Method, StatusCode};

    use super::{Metrics, Queued, Readings};

    #[tokio::test]
    async fn requests_services_and_process_are_shown() {
        let metrics = Metrics::new();
        metrics.read_from(async || Readings {
            hash_waiting: Some(7),
            mails_failed: Some(3),
            jobs: vec![Queued {
                kind: "mail.send".to_owned(),
                waiting: 4,
                parked: 1,
                overdue: chrono::TimeDelta::milliseconds(61_500),
            }],
            sign_ins: vec![("succeeded", 5), ("failed", 2)],
            ..Readings::default()
        });
        let _flight = metrics.begin();
        metrics.answered(&Method::GET, "/t/{tenant}", StatusCode::OK, Duration::from_millis(3));
        metrics.answered(&Method::from_bytes(b"BREW").unwrap(), "/t/{tenant}", StatusCode::IM_A_TEAPOT, Duration::ZERO);
        let page = metrics.exposition().await;
        for line in [
            "pforte_http_requests_total{method=\"GET\",route=\"/t/{tenant}\",status=\"200\"} 1",
            "pforte_http_requests_total{method=\"other\",route=\"/t/{tenant}\",status=\"418\"} 1",
            "pforte_http_request_seconds_bucket{le=\"0.005\",route=\"/t/{tenant}\"} 2",
            "pforte_http_requests_in_flight 1",
            "pforte_hash_waiting 7",
            "pforte_panics_total 0",
            "pforte_mails_failed 3",
            "pforte_jobs_waiting{kind=\"mail.send\"} 4",
            "pforte_jobs_parked{kind=\"mail.send\"} 1",
            "pforte_job_overdue_seconds{kind=\"mail.send\"} 61",
            "pforte_sign_ins_total{outcome=\"succeeded\"} 5",
            "pforte_sign_ins_total{outcome=\"failed\"} 2",
            "pforte_log_lines_dropped_total 0",
        ] {
            assert!(page.lines().any(|found| found == line), "{line} is not in\n{page}");
        }
        assert!(
            page.contains("process_resident_memory_bytes ") && page.contains("process_cpu_seconds_total "),
            "{page}"
        );
        assert!(!page.contains("hash_busy"), "what nobody reads is not shown:\n{page}");
        assert!(page.ends_with("# EOF\n"));
    }
}
