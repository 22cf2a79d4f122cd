//! Accepting connections, serving them, and stopping without losing a request.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tower::Service as _;

use super::limits::Patient;
use super::{Limits, Metrics};
use crate::shutdown::Stop;

/// How long a connection that has sent nothing yet may still send its first request once the server is stopping.
const FIRST_REQUEST: Duration = Duration::from_secs(1);

/// The same when connections run out: others wait for its place.
const FIRST_REQUEST_UNDER_PRESSURE: Duration = Duration::from_millis(300);

/// What hyper allows by itself, without allocating memory for each request.
const DEFAULT_HEADERS: usize = 100;

/// How often connections that do nothing are asked to make room while there is none.
const PRESSURE: Duration = Duration::from_millis(100);

/// How serving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// Connections that were cut because they did not finish in time.
    pub abandoned: usize,
}

/// Serves `router` on `listener` until `stop`, then lets every accepted request finish, at most [`Limits::drain`].
///
/// The connections waiting in the listener's queue at that moment are served as well; then it is closed. When
/// connections run out, idle ones are closed in favour of new ones.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, metrics: Metrics, stop: Stop) -> Served {
    let room = Arc::new(Semaphore::new(limits.connections));
    let (pressure, under_pressure) = watch::channel(());
    let server = Server { router, limits: Arc::new(limits), metrics, stop: stop.clone(), under_pressure };
    let mut connections = JoinSet::new();
    loop {
        // Not at once: a full server must still notice the stop.
        let permit = tokio::select! {
            biased;
            () = stop.requested() => break,
            permit = place(&room, &pressure) => permit,
        };
        let accepted = tokio::select! {
            biased;
            () = stop.requested() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => drop(connections.spawn(server.clone().connection(stream, peer, Some(permit)))),
            // The client is gone already.
            Err(error) if is_of_the_client(&error) => {}
            Err(error) => {
                // Most likely no file is free: make room, and do not spin.
                tracing::error!(%error, "a connection could not be accepted");
                pressure.send_replace(());
                tokio::time::sleep(PRESSURE).await;
            }
        }
        while connections.try_join_next().is_some() {}
    }
    for (stream, peer) in waiting(listener) {
        connections.spawn(server.clone().connection(stream, peer, None));
    }
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(server.limits.drain, drained).await.is_err() {
        tracing::warn!(connections = connections.len(), "stopping without waiting any longer");
    }
    Served { abandoned: connections.len() }
}

/// A place for one more connection; asks idle ones to leave while there is none.
async fn place(room: &Arc<Semaphore>, pressure: &watch::Sender<()>) -> OwnedSemaphorePermit {
    loop {
        let wait = tokio::time::timeout(PRESSURE, room.clone().acquire_owned());
        if let Ok(Ok(permit)) = wait.await {
            return permit;
        }
        pressure.send_replace(());
    }
}

/// What the kernel accepted for us and nobody has taken yet. The listener is closed when this returns.
fn waiting(listener: TcpListener) -> Vec<(TcpStream, SocketAddr)> {
    let Ok(listener) = listener.into_std() else { return Vec::new() };
    let mut taken = Vec::new();
    while let Ok((stream, peer)) = listener.accept() {
        if stream.set_nonblocking(true).is_ok()
            && let Ok(stream) = TcpStream::from_std(stream)
        {
            taken.push((stream, peer));
        }
    }
    taken
}

fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[derive(Clone)]
struct Server {
    router: Router,
    limits: Arc<Limits>,
    metrics: Metrics,
    stop: Stop,
    under_pressure: watch::Receiver<()>,
}

/// What one connection is doing.
#[derive(Default)]
struct Doing {
    begun: AtomicU64,
    running: AtomicUsize,
}

impl Doing {
    fn is_idle(&self) -> bool {
        self.running.load(Ordering::Relaxed) == 0
    }

    fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed) > 0
    }
}

/// Counts one request of a connection, until it is dropped.
struct Running(Arc<Doing>);

impl Running {
    fn new(doing: &Arc<Doing>) -> Self {
        doing.begun.fetch_add(1, Ordering::Relaxed);
        doing.running.fetch_add(1, Ordering::Relaxed);
        Self(doing.clone())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Server {
    async fn connection(self, stream: TcpStream, peer: SocketAddr, _place: Option<OwnedSemaphorePermit>) {
        let _counted = self.metrics.connected();
        // Answers are whole when they are written; waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        let Self { router, limits, stop, mut under_pressure, .. } = self;
        let doing = Arc::new(Doing::default());
        let service = service_fn(|request: hyper::Request<Incoming>| {
            let running = Running::new(&doing);
            let mut router = router.clone();
            let stop = stop.clone();
            // A length beside it has been dropped by now. What follows such a request on the connection cannot be trusted
            // to be seen alike by a proxy, so the connection ends with it (RFC 9112 §6.1).
            let chunked = request.headers().contains_key(header::TRANSFER_ENCODING);
            async move {
                let mut request: Request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                let Ok(mut response) = router.call(request).await;
                if chunked || stop.is_requested() {
                    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                }
                drop(running);
                Ok::<Response, Infallible>(response)
            }
        });
        let io = TokioIo::new(Patient::new(stream, limits.stall));
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(limits.head_patience).max_buf_size(limits.head);
        if limits.headers != DEFAULT_HEADERS {
            builder.max_headers(limits.headers);
        }
        let mut connection = pin!(builder.serve_connection(io, service));
        let born = Instant::now();
        let mut closing = false;
        let mut first_request = pin!(tokio::time::sleep_until(born));
        let mut stopping = false;
        loop {
            tokio::select! {
                // The connection first: a request that has arrived is taken before it is told to close.
                biased;
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        tracing::debug!(%error, "a connection ended early");
                    }
                    return;
                }
                () = stop.requested(), if !stopping => {
                    stopping = true;
                    if doing.has_begun() {
                        closing = true;
                        connection.as_mut().graceful_shutdown();
                    } else {
                        // Its first request may be on the way; the answer will say that the connection closes.
                        first_request.as_mut().reset(Instant::now() + FIRST_REQUEST);
                    }
                }
                () = first_request.as_mut(), if stopping && !closing => {
                    closing = true;
                    connection.as_mut().graceful_shutdown();
                }
                Ok(()) = under_pressure.changed(), if !closing => {
                    if doing.is_idle() && (doing.has_begun() || born.elapsed() > FIRST_REQUEST_UNDER_PRESSURE) {
                        closing = true;
                        connection.as_mut().graceful_shutdown();
                    }
                }
            }
        }
    }
}
