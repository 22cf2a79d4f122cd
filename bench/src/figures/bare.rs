//! The floor: a server of the same libraries that does nothing, measured in the same way.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::arithmetic::percentile;
use crate::client::{Connection, Request};
use crate::report::{Report, Unit};
use crate::{Failure, machine, process};

/// Serves "Hello" until it is killed: what the child process does.
pub fn serve(port: u16) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let router = axum::Router::new().route("/", axum::routing::get(|| async { "Hello" }));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
        axum::serve(listener, router).await?;
        Ok(())
    })
}

struct Bare(Child);

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Processor time of a request that does nothing; the median in microseconds.
pub fn figure(report: &mut Report) -> Result<f64, Failure> {
    let port = process::free_port()?;
    let program = std::env::current_exe()?;
    let bare = Bare(Command::new(program).args(["bare", "--port", &port.to_string()]).spawn()?);
    let request = Request::get("/");
    let mut connection = Connection::to(port);
    let began = Instant::now();
    while connection.ask(&request).is_err() {
        if began.elapsed() > Duration::from_secs(10) {
            return Err("the bare server does not answer".into());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let mut values = Vec::new();
    for round in 0..6 {
        let before = machine::threads(bare.0.id());
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let mut connection = Connection::to(port);
                        (0..5_000).try_for_each(|_| connection.ask(&request).map(drop))
                    })
                })
                .collect();
            workers.into_iter().try_for_each(|worker| worker.join().unwrap_or(Ok(())))
        })?;
        if round > 0 {
            let (all, _) = machine::spent(&before, &machine::threads(bare.0.id()), "");
            #[expect(clippy::cast_precision_loss, reason = "processor time of seconds")]
            values.push(all as f64 / 1_000.0 / 20_000.0);
        }
    }
    report.told("bare axum answering \"Hello\", processor time", "none", Unit::Micros, &values);
    Ok(percentile(&values, 50.0))
}
