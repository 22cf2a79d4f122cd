//! A job in the hands of its handler.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use database::{Database, DbError};
use foundation::{Caller, JobId, Secret, TenantId};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::Instant as Moment;

use crate::secret::binding;
use crate::store::{self, Holding};

/// Why a job did not get done. The text is stored beside the job: it holds no secret and nothing personal.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Something is not as it should be at the moment; trying again may help.
    #[error("{0}")]
    Again(String),
    /// Trying again will never help: the job is parked at once.
    #[error("{0}")]
    Hopeless(String),
    /// The lease ran out and another node may have the job; this one stops.
    #[error("the lease ran out")]
    LeaseLost,
    /// The handler neither ended nor extended its lease in time.
    #[error("the handler took longer than its lease")]
    TooSlow,
    /// The handler panicked.
    #[error("the handler panicked")]
    Panicked,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// A job that is being done.
#[derive(Debug, Clone)]
pub struct Job {
    /// Whose work it is.
    pub tenant: TenantId,
    /// Its id: the same at every attempt.
    pub id: JobId,
    /// What kind of work it is.
    pub kind: &'static str,
    /// What was enqueued.
    pub payload: Value,
    /// Which attempt this is, beginning with 1.
    pub attempts: i64,
    sealed: Option<Vec<u8>>,
    lease: Arc<Lease>,
}

/// How long the job is this node's, measured by the machine that runs it.
#[derive(Debug)]
struct Lease {
    length: Duration,
    until: Mutex<Moment>,
}

impl Job {
    pub(crate) fn taken(taken: store::Taken, kind: &'static str, lease: Duration) -> Self {
        let store::Taken { tenant_id: tenant, id, payload, sealed, attempts } = taken;
        let lease = Arc::new(Lease { length: lease, until: Mutex::new(Moment::now() + own_share(lease)) });
        Self { tenant, id, kind, payload: payload.0, attempts, sealed, lease }
    }

    /// The payload as what it was.
    ///
    /// # Errors
    /// [`JobError::Hopeless`] when it is something else.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, JobError> {
        T::deserialize(&self.payload)
            .map_err(|_| JobError::Hopeless("the payload is not what the handler expects".to_owned()))
    }

    /// What was enqueued sealed.
    ///
    /// # Errors
    /// [`JobError::Hopeless`] when there is nothing, or it cannot be opened.
    pub fn secret(&self, database: &Database) -> Result<Secret, JobError> {
        let hopeless = |words: &str| JobError::Hopeless(words.to_owned());
        let sealed = self.sealed.as_deref().ok_or_else(|| hopeless("the job has no secret"))?;
        let plain = database.vault().open(sealed, binding(self.tenant, self.id).as_bytes());
        let text = plain.ok().and_then(|plain| String::from_utf8(plain.to_vec()).ok());
        text.map(Secret::new).ok_or_else(|| hopeless("the secret of the job cannot be opened"))
    }

    /// The product itself, working in the job's tenant.
    #[must_use]
    pub fn caller(&self) -> Caller {
        Caller::system(self.tenant, self.kind)
    }

    /// Extends the lease by its whole length from now on. Work that takes long says this well within each minute.
    ///
    /// # Errors
    /// [`JobError::LeaseLost`] when another node may have the job: stop then, and commit nothing more.
    pub async fn keep(&self, database: &Database) -> Result<(), JobError> {
        let mut tx = database.platform().await?;
        let until = tx.now() + length(self.lease.length);
        let asked = Moment::now();
        let kept = store::extend(&mut tx, self.holding(), until).await?;
        tx.commit().await?;
        if !kept {
            return Err(JobError::LeaseLost);
        }
        *self.lease.until.lock().unwrap_or_else(PoisonError::into_inner) = asked + own_share(self.lease.length);
        Ok(())
    }

    /// As [`Job::keep`], once a third of the lease has gone by: work that goes on step by step says this after each, and most of them
    /// cost nothing.
    ///
    /// # Errors
    /// As [`Job::keep`].
    pub async fn keep_on(&self, database: &Database) -> Result<(), JobError> {
        let until = *self.lease.until.lock().unwrap_or_else(PoisonError::into_inner);
        let left = until.saturating_duration_since(Moment::now());
        if left < self.lease.length.mul_f32(0.6) { self.keep(database).await } else { Ok(()) }
    }

    /// Returns when the job has to be given up because its lease is about to run out.
    pub(crate) async fn overdue(&self) {
        loop {
            let until = *self.lease.until.lock().unwrap_or_else(PoisonError::into_inner);
            if until <= Moment::now() {
                return;
            }
            tokio::time::sleep_until(until).await;
        }
    }

    pub(crate) const fn holding(&self) -> Holding {
        Holding { tenant: self.tenant, id: self.id, attempts: self.attempts }
    }
}

/// A lease as a span of the database's time.
pub(crate) fn length(lease: Duration) -> TimeDelta {
    TimeDelta::from_std(lease).unwrap_or(TimeDelta::MAX)
}

/// The holder stops a little before others may take over, so that the two never work at once.
fn own_share(lease: Duration) -> Duration {
    lease.mul_f32(0.9)
}
