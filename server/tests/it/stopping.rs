//! The program under load: a stop that loses nothing, a full queue of passwords, a node that dies.

use axum::http::Method;
use directory::tenants::policy::SignInPolicy;
use foundation::Clock;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::{Ask, PASSWORD, over_socket, set_policy};
use crate::nodes::Node;

/// Nothing here takes longer, however busy the machine is.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(120);
const WRONG: &str = "name=nobody%40host.example&password=not+the+password";

struct Served {
    test: database::testing::TestDatabase,
    node: Node,
    clock: String,
    _folder: tempfile::TempDir,
}

/// The program on a PostgreSQL of its own, behind a proxy that says who asks.
async fn serving(settings: &[(&str, &str)]) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clock");
    let test = database::testing::postgres_at(Clock::shared_from(&file, database::testing::start())).await;
    let clock = file.display().to_string();
    let mut all = vec![("TRUSTED_PROXIES", "127.0.0.0/8".to_owned())];
    all.extend(settings.iter().map(|(name, value)| (*name, (*value).to_owned())));
    let node = tokio::task::block_in_place(|| Node::start(&test, &clock, &all));
    Served { test, node, clock, _folder: folder }
}

/// The head of a sign-in by a client of its own, and its body.
fn sign_in(client: usize) -> (String, String) {
    let head = format!(
        "POST /t/platform/sign-in HTTP/1.1\r\nHost: localhost:3000\r\nX-Forwarded-For: 203.0.{client}.7\r\nConnection: close\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        WRONG.len()
    );
    (head, WRONG.replace("nobody", &format!("nob{client:03}")))
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.unwrap();
    String::from_utf8_lossy(&received).into_owned()
}

/// F45: asked to stop with sixty sign-ins under way, half of each still to arrive, the program answers every one of them,
/// has recorded every one, lets nobody new in, and ends well.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_loses_no_accepted_request() {
    const CLIENTS: usize = 60;
    let Served { test, node, .. } = serving(&[]).await;
    let address = node.address;
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        let (head, body) = sign_in(client);
        let body = body.into_bytes();
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&body[..20]).await.unwrap();
        clients.push((stream, body[20..].to_vec()));
    }
    // They are in the program's hands, and nothing else is but the question itself.
    let in_flight = format!("pforte_http_requests_in_flight {}", CLIENTS + 1);
    let all_here =
        async { while !over_socket(address, Ask::bare(Method::GET, "/metrics")).await.body.contains(&in_flight) {} };
    tokio::time::timeout(PATIENCE, all_here).await.expect("all are in the program's hands");
    node.terminate();
    while TcpStream::connect(address).await.is_ok() {}
    let mut answers = Vec::new();
    for (mut stream, body) in clients {
        answers.push(tokio::spawn(async move {
            stream.write_all(&body).await.unwrap();
            rest(&mut stream).await
        }));
    }
    for answer in answers {
        let answer = answer.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 422 ") && answer.contains("</html>"), "{answer}");
    }
    let (code, log) = tokio::task::block_in_place(|| node.ended());
    assert_eq!(code, Some(0), "{log}");
    let recorded = test.number("SELECT count(*) FROM audit_event WHERE kind = 'sign_in.failed'").await;
    assert_eq!(recorded, i64::try_from(CLIENTS).unwrap());
    assert_eq!(test.number("SELECT count(*) FROM audit_pending").await, 0, "all of it is sealed");
}

/// F14: one slot and one place to wait. A burst is answered at once with 503 and when to come back; pages are served
/// meanwhile, and nobody's attempt that was not judged counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_is_said_and_pages_go_on() {
    let Served { test, node, .. } = serving(&[("HASH_SLOTS", "1"), ("HASH_QUEUE", "1")]).await;
    let address = node.address;
    let (mut judged, mut busy) = (0, 0);
    // A machine that is slow with everything else may be quick enough with passwords: then another burst.
    for _ in 0..9 {
        let burst = (0..60).map(|number| {
            tokio::spawn(async move {
                let mut ask = Ask::bare(Method::GET, "/t/platform/sign-in");
                if number % 3 > 0 {
                    let (name, client) = (format!("nobody{number}@host.example"), format!("203.0.{number}.7"));
                    ask = Ask { method: Method::POST, ..ask }
                        .with("sec-fetch-site", "same-origin")
                        .with("x-forwarded-for", &client)
                        .form(&[("name", &name), ("password", "not the password")]);
                }
                (number, over_socket(address, ask).await)
            })
        });
        for answer in burst.collect::<Vec<_>>() {
            let (number, answer) = answer.await.unwrap();
            match answer.status {
                200 if number % 3 == 0 => {}
                422 => judged += 1,
                503 => {
                    busy += 1;
                    assert!(
                        !answer.header("retry-after").is_empty() && answer.body.contains("</html>"),
                        "{}",
                        answer.body
                    );
                }
                other => panic!("{number}: {other} {}", answer.body),
            }
        }
        if busy > 0 && judged > 0 {
            break;
        }
    }
    assert!(judged > 0 && busy > 0, "{judged} judged, {busy} told to come back");
    let failures = "SELECT CAST(COALESCE(sum(failures), 0) AS BIGINT) FROM throttle WHERE kind = 'account'";
    assert_eq!(test.number(failures).await, judged, "those that were not judged do not count");
}

/// F7, SEC-17: a node that is killed takes nothing with it; what is used stays used, who is signed in stays so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_node_forgets_nothing() {
    let Served { test, mut node, clock, _folder } = serving(&[]).await;
    set_policy(&test.database, "platform", SignInPolicy::asking_nothing()).await;
    let token = authentication::setup::issue(&test.database).await.unwrap();
    let setup = |token: &str| {
        let person = [("given_name", "Olga"), ("family_name", "Operator"), ("email", "olga@host.example")];
        Ask::bare(Method::POST, "/t/platform/setup")
            .with("sec-fetch-site", "same-origin")
            .form(&[&[("token", token), ("password", PASSWORD)], person.as_slice()].concat())
    };
    let made = over_socket(node.address, setup(token.expose())).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let cookie = made.cookies()[0].split(';').next().unwrap().to_owned();
    let guess = || {
        Ask::bare(Method::POST, "/t/platform/sign-in")
            .with("sec-fetch-site", "same-origin")
            .form(&[("name", "olga@host.example"), ("password", "not the password")])
    };
    for _ in 0..6 {
        assert_eq!(over_socket(node.address, guess()).await.status, 422);
    }
    node.kill();
    let again = tokio::task::block_in_place(|| Node::start(&test, &clock, &[]));
    assert_eq!(over_socket(again.address, setup(token.expose())).await.status, 410, "it was used");
    for number in 6..12 {
        let answer = over_socket(again.address, guess()).await;
        assert_eq!(answer.status, if number < 10 { 422 } else { 429 }, "{number}");
    }
    let console = Ask::bare(Method::GET, "/t/platform/console").with("cookie", &cookie);
    assert_eq!(over_socket(again.address, console.clone()).await.status, 200);
    let out = Ask { method: Method::POST, ..console.clone() }.with("sec-fetch-site", "same-origin");
    let out = Ask { path: "/t/platform/sign-out".to_owned(), ..out }.form(&[]);
    assert_eq!(over_socket(again.address, out).await.status, 303);
    drop(again);
    let third = tokio::task::block_in_place(|| Node::start(&test, &clock, &[]));
    assert!(over_socket(third.address, console).await.location.contains("/sign-in"), "and who signed out stays out");
}
