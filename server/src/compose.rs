//! Builds the services of a process: the only place that knows everything.

use std::sync::Arc;
use std::time::Duration;

use audit::{Sealer, SignIns};
use authentication::password::phc::Cost;
use authentication::{
    Authentication, Hasher, HasherSettings, mailed_code, recover, sessions, throttle, tokens, trusted,
};
use database::Database;
use directory::tenants;
use foundation::{Randomness, TenantId};
use jobs::{Job, JobError, Work, Worker};
use messaging::{Smtp, SmtpSettings, Tls, Transport};

use crate::commands::Failure;
use crate::config::{Config, SmtpTls};
use crate::http::{Metrics, Readings};
use crate::rotation;
use crate::services::{Parts, Services, TenantCache};
use crate::shutdown::{Background, Stop};

/// How long one mail may take.
const MAIL_PATIENCE: Duration = Duration::from_secs(30);
/// How often what is past its time is swept away.
const SWEEP_EVERY: Duration = Duration::from_mins(10);

/// The services on an open database.
///
/// # Errors
/// When mail cannot be set up or the machine gives no threads.
pub async fn services(config: &Config, database: Database, asset_version: String) -> Result<Services, Failure> {
    let slots = config.hash_slots.get();
    let hashing = HasherSettings { slots, queue: config.hash_queue.size(), cost: Cost::OWASP };
    let hasher = Arc::new(Hasher::start(hashing, Randomness::system())?);
    authentication::setup::furnish_platform(&database).await?;
    permissions::seed_all(&database).await?;
    database.maintain_audit_partitions().await?;
    Ok(Services::new(Parts {
        authentication: Authentication::new(database.clone(), hasher),
        public_url: config.public_url.origin(),
        development: !config.is_production() && config.smtp_host.is_none(),
        asset_version,
        upload_limit: u64::try_from(config.upload_limit_mib.size() << 20)?,
        tenants: TenantCache::default(),
        database,
    }))
}

/// How mails leave: to the configured server, or to the outbox.
///
/// # Errors
/// When the settings cannot be used.
pub fn transport(config: &Config) -> Result<Transport, Failure> {
    let (Some(host), Some(from_address)) = (config.smtp_host.clone(), config.smtp_from.clone()) else {
        return Ok(Transport::Outbox);
    };
    let settings = SmtpSettings {
        host,
        port: u16::try_from(config.smtp_port.get())?,
        tls: match config.smtp_tls {
            SmtpTls::StartTls => Tls::StartTls,
            SmtpTls::Tls => Tls::Implicit,
            SmtpTls::None => Tls::None,
        },
        user: config.smtp_user.clone(),
        password: config.smtp_password.clone().unwrap_or_default(),
        from_address,
        from_name: Some(config.smtp_from_name.clone()),
        patience: MAIL_PATIENCE,
    };
    Ok(Transport::Smtp(Smtp::new(settings)?))
}

/// The worker with everything it can do.
#[must_use]
pub fn worker(services: &Services, transport: Transport) -> Worker {
    Worker::new(services.database.clone())
        .with(messaging::work(transport))
        .with(sources::imports::run::work(sources::imports::run::Pace::default()))
        .with(sources::imports::forget_files::work())
        .with(bulk::run::work())
        .with(bulk::forget::work())
        .with(exports::run::work(exports::run::PIECE))
        .with(exports::forget::work())
        .with(authentication::staff::remind::work())
        .with(Work::new(directory::organisations::RELOCATE, directory::organisations::run_relocation))
        .with(Work::new(recover::JOB, start_recovery))
        .with(Work::new(mailed_code::JOB, mail_code))
        .with(Work::new(trusted::name::JOB, ask_trusted_person))
        .with(Work::new(trusted::ready::JOB, help_is_ready))
}

async fn start_recovery(database: Database, job: Job) -> Result<(), JobError> {
    let tenant = tenant_of(&database, job.tenant).await?;
    recover::run(&database, &tenant, &job).await.map_err(|error| JobError::Again(error.to_string()))
}

async fn mail_code(database: Database, job: Job) -> Result<(), JobError> {
    let tenant = tenant_of(&database, job.tenant).await?;
    mailed_code::run(&database, &tenant, &job).await.map_err(|error| JobError::Again(error.to_string()))
}

async fn ask_trusted_person(database: Database, job: Job) -> Result<(), JobError> {
    let tenant = tenant_of(&database, job.tenant).await?;
    trusted::name::run(&database, &tenant, &job).await.map_err(|error| JobError::Again(error.to_string()))
}

async fn help_is_ready(database: Database, job: Job) -> Result<(), JobError> {
    let tenant = tenant_of(&database, job.tenant).await?;
    trusted::ready::run(&database, &tenant, &job).await.map_err(|error| JobError::Again(error.to_string()))
}

async fn tenant_of(database: &Database, id: TenantId) -> Result<directory::Tenant, JobError> {
    let mut tx = database.read(&foundation::Caller::system(id, "job")).await?;
    Ok(tenants::manage::own(&mut tx).await?)
}

/// Starts what runs beside the requests: the worker, the sealer of the audit trail, and the sweeper.
pub fn start_background(
    services: &Services,
    transport: Transport,
    sign_ins: &SignIns,
    background: &mut Background,
) -> Arc<Worker> {
    let worker = Arc::new(worker(services, transport));
    let running = worker.clone();
    background.spawn("worker", move |stop: Stop| async move { running.run(stop.requested()).await });
    let database = services.database.clone();
    let sign_ins = sign_ins.clone();
    background
        .spawn("sealer", move |stop: Stop| async move { Sealer::run(database, sign_ins, stop.requested()).await });
    let database = services.database.clone();
    background.spawn("keys", move |stop: Stop| async move { rotation::follow(&database, stop.requested()).await });
    let database = services.database.clone();
    background.spawn("sweeper", move |stop: Stop| async move { sweep(&database, &stop).await });
    worker
}

/// Removes what is past its time, every ten minutes, in small slices.
async fn sweep(database: &Database, stop: &Stop) {
    loop {
        let outcome = async {
            let now = database.now();
            sessions::sweep(database, now).await?;
            tokens::sweep(database, now).await?;
            authentication::passkeys::challenge::sweep(database, now).await?;
            authentication::second::sweep(database).await?;
            mailed_code::sweep(database).await?;
            authentication::places::sweep(database).await?;
            authentication::kept::sweep(database).await?;
            trusted::sweep(database).await?;
            authentication::work::sweep(database).await?;
            throttle::sweep(database).await?;
            audit::shorten_addresses(database).await?;
            audit::sweep_sign_ins(database).await?;
            audit::figures::sweep(database).await?;
            database.maintain_audit_partitions().await
        };
        if let Err(error) = outcome.await {
            tracing::warn!(error = %error, "sweeping failed; it is tried again later");
        }
        tokio::select! {
            () = stop.requested() => return,
            () = tokio::time::sleep(SWEEP_EVERY) => {}
        }
    }
}

/// What the services count themselves, for `/metrics`. What the database is asked for is a few bounded counts.
pub fn measure(services: &Services, worker: &Arc<Worker>, sign_ins: &SignIns, metrics: &Metrics) {
    let (services, worker, sign_ins) = (services.clone(), worker.clone(), sign_ins.clone());
    metrics.read_from(move || {
        let (services, worker, sign_ins) = (services.clone(), worker.clone(), sign_ins.clone());
        async move {
            let database = &services.database;
            let hasher = services.authentication.hasher();
            let (slots, waiting) = (hasher.settings().slots, hasher.waiting());
            let counts = worker.counts();
            // Read before the database is asked, which would count itself.
            let busy = database.busy_connections();
            let (statements, commits) = database.counts();
            // Where the database does not answer, its numbers are missing, and the others are shown.
            let queue = worker.queued().await.ok();
            let mails = queue.iter().flatten().find(|queued| queued.kind == messaging::JOB);
            Readings {
                hash_slots: u64::try_from(slots).ok(),
                hash_busy: u64::try_from(waiting.min(slots)).ok(),
                hash_waiting: u64::try_from(waiting.saturating_sub(slots)).ok(),
                jobs_done: Some(counts.done),
                jobs_failed: Some(counts.failed),
                jobs_given_up: Some(counts.parked),
                mails_waiting: mails.map(|queued| queued.waiting),
                mails_failed: mails.map(|queued| queued.parked),
                jobs: queue.unwrap_or_default(),
                audit_unsealed: Sealer::unsealed(database).await.ok(),
                sign_ins: sign_ins.counts().to_vec(),
                database_statements: Some(statements),
                database_commits: Some(commits),
                database_busy: u64::try_from(busy).ok(),
            }
        }
    });
}
