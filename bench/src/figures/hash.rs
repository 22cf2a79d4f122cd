//! What a password costs, beside the crate that is usually taken.

use std::collections::HashMap;
use std::sync::Arc;

use authentication::password::phc::Cost;
use authentication::{Hasher, HasherSettings};
use foundation::{Randomness, Secret};

use crate::people::PASSWORD;
use crate::report::{Report, Unit};
use crate::{Failure, machine};

const ROUNDS: u32 = 40;
/// Rounds of which each gives one value.
const VALUES: u32 = 5;

/// One hash at a time and two, with both implementations: processor time of the threads that hash.
pub async fn figures(report: &mut Report) -> Result<(), Failure> {
    let own = std::process::id();
    for together in [1, 2] {
        let settings = HasherSettings { slots: together, queue: 8, cost: Cost::OWASP };
        let hasher = Arc::new(Hasher::start(settings, Randomness::system())?);
        let mut values = Vec::new();
        for _ in 0..=VALUES {
            let before = machine::threads(own);
            let tasks: Vec<_> = (0..together)
                .map(|_| {
                    let hasher = hasher.clone();
                    tokio::spawn(async move {
                        for _ in 0..ROUNDS / VALUES {
                            hasher.hash(&Secret::new(PASSWORD.to_owned())).await?;
                        }
                        Ok::<_, authentication::Busy>(())
                    })
                })
                .collect();
            for task in tasks {
                task.await??;
            }
            values.push(each(&before, "hash-", together));
        }
        let figure = format!("one Argon2id hash (19 MiB, 2, 1), {together} at once, processor time");
        report.told(&figure, "none", Unit::Micros, values.get(1..).unwrap_or_default());
        let values = tokio::task::spawn_blocking(move || stock(together)).await?;
        report.told(&format!("the same with the crate `argon2`, {together} at once"), "none", Unit::Micros, &values);
    }
    Ok(())
}

/// Microseconds a hash since a reading, of threads of a name.
#[expect(clippy::cast_precision_loss, reason = "processor time of seconds")]
fn each(before: &HashMap<String, (String, u64)>, name: &str, together: usize) -> f64 {
    let (_, spent) = machine::spent(before, &machine::threads(std::process::id()), name);
    spent as f64 / 1_000.0 / f64::from(ROUNDS / VALUES) / together as f64
}

/// The crate that is usually taken, with memory that is allocated once.
fn stock(together: usize) -> Vec<f64> {
    let mut values = Vec::new();
    for _ in 0..=VALUES {
        let before = machine::threads(std::process::id());
        let (done, finished) = std::sync::mpsc::channel();
        let release = Arc::new(std::sync::Barrier::new(together + 1));
        for _ in 0..together {
            let (done, release) = (done.clone(), release.clone());
            let work = move || {
                hash_often();
                let _ = done.send(());
                // A thread that has ended can no longer be asked what it spent.
                release.wait();
            };
            if std::thread::Builder::new().name("stock".to_owned()).spawn(work).is_err() {
                return values;
            }
        }
        for _ in 0..together {
            let _ = finished.recv();
        }
        values.push(each(&before, "stock", together));
        release.wait();
    }
    values.split_off(1)
}

fn hash_often() {
    let params = argon2::Params::new(19_456, 2, 1, Some(32)).unwrap_or_default();
    let mut memory = vec![argon2::Block::default(); params.block_count()];
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    for _ in 0..ROUNDS / VALUES {
        let mut tag = [0; 32];
        let done = argon.hash_password_into_with_memory(PASSWORD.as_bytes(), &[7; 16], &mut tag, &mut memory);
        std::hint::black_box(done.is_ok());
    }
}
