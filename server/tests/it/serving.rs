//! Connections: slow clients, full servers, and a stop that loses nothing.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use server::http::serve::Served;
use server::http::{Limits, Metrics, serve};
use server::shutdown::Stopper;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Nothing here takes longer, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(30);

struct Running {
    address: SocketAddr,
    stopper: Stopper,
    task: JoinHandle<Served>,
    /// Says that a request to `/held` has begun.
    begun: mpsc::UnboundedReceiver<()>,
    /// Lets as many requests to `/held` go on as it has permits.
    gate: Arc<Semaphore>,
}

async fn start(limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stopper, stop) = Stopper::new();
    let (says_begun, begun) = mpsc::unbounded_channel();
    let gate = Arc::new(Semaphore::new(0));
    let held = {
        let gate = gate.clone();
        move || {
            let (says_begun, gate) = (says_begun.clone(), gate.clone());
            async move {
                says_begun.send(()).unwrap();
                gate.acquire().await.unwrap().forget();
                "held"
            }
        }
    };
    let endless = async || {
        let pieces = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 64 << 10])));
        axum::body::Body::from_stream(pieces).into_response()
    };
    let router = Router::new()
        .route("/", get(async || "hello"))
        .route("/held", get(held))
        .route("/endless", get(endless))
        .route("/echo", post(async |body: Bytes| body));
    let task = tokio::spawn(serve(listener, router, limits, Metrics::new(), stop));
    Running { address, stopper, task, begun, gate }
}

async fn connect(address: SocketAddr) -> TcpStream {
    timeout(PATIENCE, TcpStream::connect(address)).await.unwrap().unwrap()
}

async fn ask(address: SocketAddr, path: &str) -> TcpStream {
    let mut stream = connect(address).await;
    send(&mut stream, path).await;
    stream
}

async fn send(stream: &mut TcpStream, path: &str) {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).await.unwrap();
}

/// Everything until the server closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    // A reset after the answer is an end as well.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut text)).await.expect("the server closes the connection");
    String::from_utf8_lossy(&text).into_owned()
}

/// One answer with a body of `length` bytes, on a connection that stays open.
async fn answer(stream: &mut TcpStream, body: &str) -> String {
    let mut text = String::new();
    while !text.ends_with(&format!("\r\n\r\n{body}")) {
        let mut block = [0; 1_024];
        let size = timeout(PATIENCE, stream.read(&mut block)).await.expect("an answer").unwrap();
        assert!(size > 0, "the connection ended after {text:?}");
        text.push_str(&String::from_utf8_lossy(&block[..size]));
    }
    text
}

impl Running {
    async fn wait_for(&mut self, requests: usize) {
        for _ in 0..requests {
            timeout(PATIENCE, self.begun.recv()).await.expect("the requests begin").unwrap();
        }
    }

    async fn ended(self) -> Served {
        timeout(PATIENCE, self.task).await.expect("the server ends").unwrap()
    }
}

/// F45: a stop with 100 requests in flight; all are answered, and nobody new is let in.
#[tokio::test]
async fn a_stop_finishes_every_accepted_request() {
    let mut server = start(Limits::default()).await;
    let mut clients = Vec::new();
    for _ in 0..100 {
        clients.push(ask(server.address, "/held").await);
    }
    server.wait_for(100).await;
    let mut idle = ask(server.address, "/").await;
    answer(&mut idle, "hello").await;

    server.stopper.stop();
    assert_eq!(rest(&mut idle).await, "", "an idle connection is closed without a word");
    let refused = async { while TcpStream::connect(server.address).await.is_ok() {} };
    timeout(PATIENCE, refused).await.expect("nobody new is let in");
    server.gate.add_permits(100);
    for mut client in clients {
        let answer = rest(&mut client).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("held"), "{answer}");
    }
    assert_eq!(server.ended().await, Served { abandoned: 0 });
}

/// A client whose connection the kernel had accepted, but whose request arrives after the stop, is served as well.
#[tokio::test]
async fn a_connection_that_waits_in_the_queue_is_served() {
    // Full: everything else waits in the kernel's queue.
    let mut server = start(Limits { connections: 1, ..Limits::default() }).await;
    let mut first = ask(server.address, "/held").await;
    server.wait_for(1).await;
    let mut queued = Vec::new();
    for _ in 0..10 {
        queued.push(ask(server.address, "/held").await);
    }
    let mut silent = connect(server.address).await;
    server.stopper.stop();
    server.wait_for(10).await;
    send(&mut silent, "/held").await;
    server.wait_for(1).await;
    server.gate.add_permits(12);
    for client in queued.iter_mut().chain([&mut first, &mut silent]) {
        let answer = rest(client).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("connection: close"), "{answer}");
    }
    assert_eq!(server.ended().await, Served { abandoned: 0 });
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_hold_up_the_stop_for_ever() {
    let mut server = start(Limits { drain: Duration::from_millis(100), ..Limits::default() }).await;
    let mut client = ask(server.address, "/held").await;
    server.wait_for(1).await;
    server.stopper.stop();
    assert_eq!(rest(&mut client).await, "");
    assert_eq!(server.ended().await, Served { abandoned: 1 });
}

/// F16: a client that sends its request letter by letter, or nothing at all, is cut off.
#[tokio::test]
async fn a_client_that_does_not_finish_its_request_is_cut_off() {
    let server = start(Limits { head_patience: Duration::from_millis(100), ..Limits::default() }).await;
    let mut silent = connect(server.address).await;
    let mut slow = connect(server.address).await;
    slow.write_all(b"GET / HTTP/1.1\r\nHost: loc").await.unwrap();
    let mut idle = ask(server.address, "/").await;
    answer(&mut idle, "hello").await;
    for client in [&mut silent, &mut slow, &mut idle] {
        assert_eq!(rest(client).await, "");
    }
}

/// A client that asks for much and takes nothing does not hold its connection.
#[tokio::test]
async fn a_client_that_takes_no_answer_is_cut_off() {
    let server = start(Limits { connections: 1, stall: Duration::from_millis(100), ..Limits::default() }).await;
    let _greedy = ask(server.address, "/endless").await;
    // There is one place only, so an answer here means that the first client has lost it.
    let mut second = ask(server.address, "/").await;
    answer(&mut second, "hello").await;
}

#[tokio::test]
async fn heads_that_are_too_large_are_refused() {
    let server = start(Limits { head: 8 << 10, headers: 10, ..Limits::default() }).await;
    for (head, status) in [
        (format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(9_000)), "431"),
        (format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(11)), "431"),
        (format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(9_000)), "431"),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n".to_owned(), "400"),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello".to_owned(), "400"),
        ("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nhello".to_owned(), "400"),
        ("\u{16}\u{3}\u{1} this is TLS\r\n\r\n".to_owned(), "400"),
    ] {
        let mut stream = connect(server.address).await;
        // The server may answer and close before everything is written.
        let _ = stream.write_all(head.as_bytes()).await;
        let mut start = [0; 12];
        timeout(PATIENCE, stream.read_exact(&mut start)).await.expect("an answer").unwrap();
        assert_eq!(&start[9..12], status.as_bytes(), "{}", &head[..40.min(head.len())]);
    }
}

/// F13: idle connections make room for new ones.
#[tokio::test]
async fn idle_connections_do_not_keep_others_out() {
    let server = start(Limits { connections: 8, ..Limits::default() }).await;
    let mut idle = Vec::new();
    for number in 0..8 {
        let mut stream = ask(server.address, "/").await;
        answer(&mut stream, "hello").await;
        idle.push(stream);
        assert_eq!(idle.len(), number + 1);
    }
    let mut newcomer = ask(server.address, "/").await;
    answer(&mut newcomer, "hello").await;
}

/// The same with clients that never say anything at all.
#[tokio::test]
async fn silent_connections_do_not_keep_others_out() {
    let server = start(Limits { connections: 8, ..Limits::default() }).await;
    let mut silent = Vec::new();
    for _ in 0..32 {
        silent.push(connect(server.address).await);
    }
    let mut newcomer = ask(server.address, "/").await;
    answer(&mut newcomer, "hello").await;
}

#[tokio::test]
async fn one_connection_carries_many_requests() {
    let server = start(Limits::default()).await;
    let mut stream = connect(server.address).await;
    for _ in 0..3 {
        send(&mut stream, "/").await;
        answer(&mut stream, "hello").await;
    }
}

/// Two lengths in one request are how requests are smuggled past a proxy: the connection does not outlive it.
#[tokio::test]
async fn nothing_follows_a_request_whose_end_two_servers_may_see_differently() {
    let server = start(Limits::default()).await;
    let mut stream = connect(server.address).await;
    let two = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n";
    let smuggled = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    stream.write_all(format!("{two}{smuggled}").as_bytes()).await.unwrap();
    let answers = rest(&mut stream).await;
    assert!(answers.starts_with("HTTP/1.1 200 OK") && !answers.contains("hello"), "{answers}");
}
