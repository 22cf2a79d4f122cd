//! Whether the process lives, and whether it should get requests.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use database::{Database, DbError};

use crate::shutdown::Stop;

/// How long the database may take to answer before the node counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/health/live`: the process answers. `/health/ready`: it is not stopping, its database answers, has the schema this
/// version knows and is sealed under keys this process has.
pub fn routes<S: Clone + Send + Sync + 'static>(database: Database, stop: Stop) -> Router<S> {
    let ready = async |State((database, stop)): State<(Database, Stop)>| {
        if stop.is_requested() {
            return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
        }
        match tokio::time::timeout(PATIENCE, database.ping()).await {
            Ok(Ok(())) => (StatusCode::OK, "ready\n".to_owned()),
            Ok(Err(DbError::Setup(reason))) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")),
            _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n".to_owned()),
        }
    };
    Router::new()
        .route("/health/live", get(async || "alive\n"))
        .route("/health/ready", get(ready))
        .with_state((database, stop))
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use tower::ServiceExt as _;

    use super::routes;
    use crate::shutdown::Stopper;

    async fn status(router: &Router, path: &str) -> StatusCode {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        router.clone().oneshot(request).await.unwrap().status()
    }

    #[tokio::test]
    async fn a_stopping_node_lives_but_is_not_ready() {
        let test = database::testing::sqlite().await;
        let (stopper, stop) = Stopper::new();
        let router: Router = routes(test.database.clone(), stop);
        assert_eq!(status(&router, "/health/ready").await, StatusCode::OK);
        stopper.stop();
        assert_eq!(status(&router, "/health/ready").await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status(&router, "/health/live").await, StatusCode::OK);
    }

    #[tokio::test]
    async fn a_schema_of_another_version_is_no_schema() {
        let test = database::testing::sqlite().await;
        let (_stopper, stop) = Stopper::new();
        let router: Router = routes(test.database.clone(), stop);
        for (change, expected) in [
            (
                "INSERT INTO _sqlx_migrations SELECT 999, description, installed_on, success, checksum, execution_time FROM _sqlx_migrations LIMIT 1",
                StatusCode::SERVICE_UNAVAILABLE,
            ),
            ("DELETE FROM _sqlx_migrations WHERE version = 999", StatusCode::OK),
            ("UPDATE _sqlx_migrations SET success = 0", StatusCode::SERVICE_UNAVAILABLE),
        ] {
            test.as_owner(change).await;
            assert_eq!(status(&router, "/health/ready").await, expected, "{change}");
        }
    }

    #[tokio::test]
    async fn without_its_database_a_node_is_not_ready() {
        let test = database::testing::sqlite().await;
        let (_stopper, stop) = Stopper::new();
        let router: Router = routes(test.database.clone(), stop);
        test.database.close().await;
        assert_eq!(status(&router, "/health/ready").await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status(&router, "/health/live").await, StatusCode::OK);
    }
}
