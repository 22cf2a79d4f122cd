//! The mail server refuses, hangs, or speaks nonsense: nobody who signs up notices, and the mail leaves when it can.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::SMALL;
use super::ledger::Ledger;
use crate::arithmetic::percentile;
use crate::client::Connection;
use crate::figures::Scene;
use crate::report::Report;
use crate::stores::Kind;
use crate::{Failure, Setting};

const NAME: &str = "bench_mail";

/// What the sink does with those who connect.
const HANGS: u8 = 0;
const REFUSES: u8 = 1;
const DROPS: u8 = 2;
const TAKES: u8 = 3;

/// A mail server of ours.
struct Sink {
    mood: Arc<AtomicU8>,
    taken: Arc<AtomicU64>,
    port: u16,
}

impl Sink {
    fn open() -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let (mood, taken) = (Arc::new(AtomicU8::new(HANGS)), Arc::new(AtomicU64::new(0)));
        let (moods, count) = (mood.clone(), taken.clone());
        // Ends with the program.
        std::thread::spawn(move || {
            let mut held = Vec::new();
            for stream in listener.incoming().flatten() {
                let (mood, count) = (moods.load(Ordering::SeqCst), count.clone());
                if mood == HANGS {
                    held.push(stream);
                } else {
                    std::thread::spawn(move || drop(talk(&stream, mood, &count)));
                }
            }
        });
        Ok(Self { mood, taken, port })
    }
}

fn talk(stream: &TcpStream, mood: u8, taken: &AtomicU64) -> std::io::Result<()> {
    let mut writer = stream.try_clone()?;
    writer.write_all(if mood == REFUSES { b"421 busy\r\n" } else { b"220 sink\r\n" })?;
    let mut in_body = false;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        if in_body {
            if line == "." {
                in_body = false;
                taken.fetch_add(1, Ordering::SeqCst);
                writer.write_all(b"250 taken\r\n")?;
            } else if mood == DROPS {
                return Ok(());
            }
            continue;
        }
        let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        in_body = word == "DATA";
        writer.write_all(match word.as_str() {
            "DATA" => b"354 go on\r\n".as_slice(),
            "QUIT" => b"221 bye\r\n",
            _ => b"250 fine\r\n",
        })?;
    }
    Ok(())
}

/// Signs people up in every mood of the mail server.
pub async fn prove(setting: &Setting, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    let scene = Scene::open(setting, kind, SMALL, NAME).await?;
    let tenant = scene.tenant.clone();
    scene.server.stop()?;
    let url = setting.stores.address(kind, NAME);
    let sink = Sink::open()?;
    let launch = setting
        .launch(NAME, &url)?
        .with("PFORTE_SMTP_HOST", "127.0.0.1")
        .with("PFORTE_SMTP_PORT", &sink.port.to_string())
        .with("PFORTE_SMTP_TLS", "none")
        .with("PFORTE_SMTP_FROM", "pforte@proof.example");
    let server = launch.start(&tenant.slug())?;
    let ledger = Ledger::default();
    let mut connection = Connection::to(server.port);
    let mut waits = Vec::new();
    let mut number = 0;
    for (mood, _) in [(TAKES, "takes"), (HANGS, "hangs"), (REFUSES, "refuses"), (DROPS, "drops")] {
        sink.mood.store(mood, Ordering::SeqCst);
        let mut times = Vec::new();
        for _ in 0..20 {
            let began = Instant::now();
            ledger.sign_up(&mut connection, &tenant, number);
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
            number += 1;
        }
        waits.push(percentile(&times, 50.0));
    }
    sink.mood.store(TAKES, Ordering::SeqCst);
    let began = Instant::now();
    let patience = Duration::from_secs(setting.number("mail-seconds", 240));
    let wanted = u64::try_from(ledger.sign_ups.lock().map_err(|_| "a thread failed")?.len())?;
    while sink.taken.load(Ordering::SeqCst) < wanted && began.elapsed() < patience {
        std::thread::sleep(Duration::from_millis(200));
    }
    let (taken, took) = (sink.taken.load(Ordering::SeqCst), began.elapsed().as_secs());
    server.stop()?;
    let name = kind.name();
    report.check(
        "sign-ups while the mail server hangs, refuses, drops",
        name,
        &format!("{wanted} of {number} answered"),
        wanted == number,
    );
    let shown = waits.iter().map(|wait| format!("{wait:.0}")).collect::<Vec<_>>().join(", ");
    let usual = waits.first().copied().unwrap_or(0.0);
    let even = waits.iter().all(|wait| *wait < usual * 3.0 + 50.0);
    report.check(
        "nobody waits for mail: median with a good server, hanging, refusing, dropping",
        name,
        &format!("{shown} ms"),
        even,
    );
    report.check(
        "every mail leaves once the server is well",
        name,
        &format!("{taken} of {wanted} after {took} s"),
        taken >= wanted,
    );
    setting.stores.remove(kind, NAME).await
}
