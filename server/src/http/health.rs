//! Whether the process lives, and whether it should get requests.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use database::Database;

use crate::shutdown::Stop;

/// How long the database may take to answer before the node counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/health/live`: the process answers. `/health/ready`: it is not stopping and its database answers. That the schema
/// is current was checked when the database was opened.
pub fn routes<S: Clone + Send + Sync + 'static>(database: Database, stop: Stop) -> Router<S> {
    let ready = async |State((database, stop)): State<(Database, Stop)>| {
        if stop.is_requested() {
            return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
        }
        match tokio::time::timeout(PATIENCE, database.ping()).await {
            Ok(Ok(())) => (StatusCode::OK, "ready\n"),
            _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
        }
    };
    Router::new()
        .route("/health/live", get(async || "alive\n"))
        .route("/health/ready", get(ready))
        .with_state((database, stop))
}
