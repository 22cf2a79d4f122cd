//! `pforte serve`: the server.

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use authentication::setup;
use axum::Router;
use foundation::Randomness;
use tokio::net::TcpListener;

use super::{Failure, open_database};
use crate::compose;
use crate::config::Config;
use crate::http::assets::Assets;
use crate::http::{ErrorPage, Limits, Metrics, Parts, health, layers, panic, serve};
use crate::logging;
use crate::shutdown::{Background, Stop};
use crate::web;

/// How long background work may take to stop, each.
const BACKGROUND: Duration = Duration::from_secs(10);

/// Options of the command.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Do not bring the schema up to date first; for a login that may not
    #[arg(long)]
    pub no_migrate: bool,
}

/// An address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address} (`{setting}`)")]
struct NotBound {
    address: SocketAddr,
    setting: &'static str,
    source: io::Error,
}

/// Serves until SIGTERM or SIGINT, then stops in order.
///
/// # Errors
/// What keeps the server from starting. Once it serves, it ends well.
pub async fn run(config: Config, args: &Args) -> Result<ExitCode, Failure> {
    let stop = Stop::on_signals()?;
    let metrics = Metrics::new();
    let _log = logging::start(config.log_format, config.log_level, metrics.dropped_lines());
    panic::log_panics();

    // The key first: when it is lost, nothing may be written.
    config.master_keys(&Randomness::system())?;
    if !args.no_migrate {
        super::migrate::upgrade(&config, true).await?;
    }
    let database = open_database(&config).await?;
    let assets = Arc::new(Assets::load(&config.site_root)?);
    let version = assets.version().to_owned();
    let services = compose::services(&config, database.clone(), version).await?;
    let mut background = Background::new();
    let sign_ins = audit::SignIns::default();
    let worker = compose::start_background(&services, compose::transport(&config)?, &sign_ins, &mut background);
    compose::measure(&services, &worker, &sign_ins, &metrics);

    let health = || health::routes(database.clone(), stop.clone());
    let fixed = Router::new().merge(health()).merge(metrics.routes(false)).merge(assets.routes());
    let limits = limits(&config);
    let error_page = ErrorPage::new(web::routes::plain_error);
    let parts = Parts::new(&config, limits.clone(), metrics.clone(), Randomness::system(), error_page);
    let router = web::routes::site(&services, fixed, parts.clone());

    let listener = bind(config.listen, "listen").await?;
    let address = listener.local_addr()?;
    let mut own_metrics = None;
    if let Some(address) = config.metrics_listen {
        let listener = bind(address, "metrics_listen").await?;
        let router = layers(health().merge(metrics.routes(true)), parts.clone());
        let limits = Limits { connections: 16, ..limits.clone() };
        own_metrics = Some(tokio::spawn(serve(listener, router, limits, Metrics::new(), stop.clone())));
    }
    welcome(&config, &database).await?;
    tracing::info!(%address, public_url = %config.public_url, database = %config.database(), "listening");

    serve(listener, router, limits, metrics, stop).await;
    background.stop(BACKGROUND).await;
    if let Some(task) = own_metrics {
        let _ = task.await;
    }
    database.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// At the first start there is no account: prints the link with which the operator makes the first one.
async fn welcome(config: &Config, database: &database::Database) -> Result<(), Failure> {
    if setup::is_needed(database).await? {
        println!(
            "\nPforte has no administrator yet. Open this link within 15 minutes; it works once:\n\n  {}\n",
            setup_link(config, database).await?
        );
    }
    Ok(())
}

/// A fresh link to the setup page.
///
/// # Errors
/// What the database reports.
pub async fn setup_link(config: &Config, database: &database::Database) -> Result<String, Failure> {
    let token = setup::issue(database).await?;
    Ok(format!("{}/t/platform/setup?token={}", config.public_url.origin(), token.expose()))
}

fn limits(config: &Config) -> Limits {
    Limits {
        body: config.body_limit_kib.size() << 10,
        upload: config.upload_limit_mib.size() << 20,
        upload_routes: vec!["/t/{tenant}/console/sources/upload"],
        drain: Duration::from_secs(u64::from(config.shutdown_seconds.get())),
        ..Limits::default()
    }
}

async fn bind(address: SocketAddr, setting: &'static str) -> Result<TcpListener, NotBound> {
    TcpListener::bind(address).await.map_err(|source| NotBound { address, setting, source })
}
