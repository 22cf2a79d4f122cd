//! Sending many requests and reading what they cost: processor time of the server, of the database, and the time to wait.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use crate::client::{Connection, Request};
use crate::process::Server;
use crate::{Failure, machine};

/// How a load is put on.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Connections at the same time.
    pub connections: u64,
    /// Rounds; each gives one value of the processor time.
    pub rounds: u64,
    /// Requests of a round.
    pub requests: u64,
    /// The status every answer must have.
    pub status: u16,
}

/// What requests cost.
#[derive(Debug, Default)]
pub struct Cost {
    /// Microseconds of the server's processor time a request, one value a round.
    pub cpu: Vec<f64>,
    /// The part of it spent by the threads that hash.
    pub hashing: Vec<f64>,
    /// Microseconds of the database server's processor time a request; zero with the embedded one.
    pub database: Vec<f64>,
    /// Milliseconds from asking to the whole answer, one value a request.
    pub latency: Vec<f64>,
    /// Requests a second.
    pub rate: Vec<f64>,
}

impl Cost {
    /// The server's and the database's processor time together.
    #[must_use]
    pub fn whole(&self) -> Vec<f64> {
        self.cpu.iter().zip(&self.database).map(|(server, database)| server + database).collect()
    }

    /// The processor time without that of hashing.
    #[must_use]
    pub fn without_hashing(&self) -> Vec<f64> {
        self.cpu.iter().zip(&self.hashing).map(|(all, hashing)| all - hashing).collect()
    }
}

/// Puts a load on a server. `make` gives the request of a number; numbers never repeat, so that what a request changes does
/// not get in the way of the next. `postmaster` is the process of PostgreSQL.
///
/// # Errors
/// When an answer does not come or has another status.
pub fn measure(
    server: &Server,
    postmaster: Option<u32>,
    load: Load,
    make: impl Fn(u64) -> Request + Sync,
) -> Result<Cost, Failure> {
    measure_flow(server, postmaster, load, |connection, number| ask(connection, &make(number), load.status))
}

/// As [`measure`], where each number is a flow of several requests on one connection; what is told is of the whole flow.
///
/// # Errors
/// When a flow fails.
pub fn measure_flow(
    server: &Server,
    postmaster: Option<u32>,
    load: Load,
    flow: impl Fn(&mut Connection, u64) -> Result<(), String> + Sync,
) -> Result<Cost, Failure> {
    let mut cost = Cost::default();
    let number = AtomicU64::new(0);
    // The first round warms: connections, caches, prepared statements.
    for round in 0..=load.rounds {
        let amount = if round == 0 { (load.requests / 4).max(load.connections * 8) } else { load.requests };
        let (before, database) = (server.read(), database_time(postmaster));
        let began = Instant::now();
        let latency = run(server.port, load, amount, &number, &flow)?;
        let took = began.elapsed().as_secs_f64();
        let (all, hashing) = before.until(&server.read());
        let database = database_time(postmaster) - database;
        if round > 0 {
            let each = 1.0 / number_of(amount);
            cost.cpu.push(all * each);
            cost.hashing.push(hashing * each);
            cost.database.push(database.max(0.0) * each);
            cost.rate.push(number_of(amount) / took);
            cost.latency.extend(latency);
        }
    }
    Ok(cost)
}

#[expect(clippy::cast_precision_loss, reason = "amounts of requests")]
const fn number_of(amount: u64) -> f64 {
    amount as f64
}

fn run(
    port: u16,
    load: Load,
    amount: u64,
    number: &AtomicU64,
    flow: &(impl Fn(&mut Connection, u64) -> Result<(), String> + Sync),
) -> Result<Vec<f64>, Failure> {
    let left = AtomicU64::new(amount);
    let failure: Mutex<Option<String>> = Mutex::new(None);
    let latency = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..load.connections {
            scope.spawn(|| {
                let mut connection = Connection::to(port);
                let mut own = Vec::new();
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
                    let began = Instant::now();
                    let outcome = flow(&mut connection, number.fetch_add(1, Ordering::Relaxed));
                    own.push(began.elapsed().as_secs_f64() * 1_000.0);
                    if let Err(problem) = outcome {
                        left.store(0, Ordering::Relaxed);
                        failure.lock().map(|mut failure| *failure = failure.take().or(Some(problem))).ok();
                    }
                }
                latency.lock().map(|mut latency| latency.extend(own)).ok();
            });
        }
    });
    match failure.into_inner()? {
        Some(problem) => Err(problem.chars().take(2_000).collect::<String>().into()),
        None => Ok(latency.into_inner()?),
    }
}

/// Sends a request whose answer must have a status.
fn ask(connection: &mut Connection, request: &Request, status: u16) -> Result<(), String> {
    match connection.ask(request) {
        Ok(answer) if answer.status == status => Ok(()),
        Ok(answer) => Err(format!("status {} for {request:?}: {}", answer.status, answer.text())),
        Err(error) => Err(format!("{error} for {request:?}")),
    }
}

/// Microseconds of processor time of PostgreSQL's processes that still run.
#[expect(clippy::cast_precision_loss, reason = "processor time of minutes")]
fn database_time(postmaster: Option<u32>) -> f64 {
    let Some(postmaster) = postmaster else { return 0.0 };
    let of = |pid: u32| machine::threads(pid).values().map(|(_, spent)| *spent).sum::<u64>();
    machine::children(postmaster).into_iter().map(of).sum::<u64>() as f64 / 1_000.0
}
