//! The job that gets a message out.

use std::sync::Arc;

use database::Database;
use foundation::MessageId;
use jobs::{Job, JobError, Work};

use crate::send::{JOB, Letter};
use crate::smtp::Smtp;
use crate::store::{self, State};

/// How mails leave.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a process has one")]
pub enum Transport {
    /// To a mail server; the text is wiped when the server has accepted it.
    Smtp(Smtp),
    /// Nowhere: they stay readable in [`crate::outbox`]. For development only.
    Outbox,
}

/// The work of sending mails, for the worker.
#[must_use]
pub fn work(transport: Transport) -> Work {
    let transport = Arc::new(transport);
    Work::new(JOB, move |database, job| deliver(database, job, Arc::clone(&transport))).when_parked(give_up)
}

async fn deliver(database: Database, job: Job, transport: Arc<Transport>) -> Result<(), JobError> {
    let id: MessageId = job.read()?;
    let mut tx = database.read(&job.caller()).await?;
    let row = store::find(&mut tx, id).await?;
    tx.commit().await?;
    // An earlier attempt may have got it out and died before its job was removed.
    let Some(row) = row.filter(|row| row.state == State::Waiting) else { return Ok(()) };
    let letter = Letter::open(database.vault(), job.tenant, id, &row.sealed)
        .ok_or_else(|| JobError::Hopeless("the message cannot be opened".to_owned()))?;
    if let Transport::Smtp(smtp) = &*transport {
        smtp.send(id, row.created_at, &letter).await?;
    }
    let mut tx = database.begin(&job.caller()).await?;
    match &*transport {
        Transport::Smtp(_) => store::sent_and_wiped(&mut tx, id, job.attempts).await?,
        Transport::Outbox => store::sent(&mut tx, id, job.attempts).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// A message that cannot be sent is marked; its links are too old by then to be of use, so its text is wiped too.
async fn give_up(database: Database, job: Job) -> Result<(), JobError> {
    let id: MessageId = job.read()?;
    let mut tx = database.begin(&job.caller()).await?;
    store::failed(&mut tx, id, job.attempts).await?;
    tx.commit().await?;
    Ok(())
}
