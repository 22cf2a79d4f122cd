//! The table of routes. A route is served because it is in the table, so the inventory of all routes cannot miss one.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{get, post};

use crate::services::Services;

/// One entry of the inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// `GET`, which answers `HEAD` as well, or `POST`.
    pub method: Method,
    /// The template of its path: `/t/{tenant}/console/people/{id}`.
    pub path: String,
}

/// Routes, and the list of them.
#[derive(Default)]
pub struct Table {
    router: Router<Services>,
    routes: Vec<Route>,
}

impl Table {
    /// No routes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a page.
    #[must_use]
    pub fn get<H: Handler<T, Services>, T: 'static>(mut self, path: &str, handler: H) -> Self {
        self.router = self.router.route(path, get(handler));
        self.listed(Method::GET, path)
    }

    /// Adds what a form is sent to.
    #[must_use]
    pub fn post<H: Handler<T, Services>, T: 'static>(mut self, path: &str, handler: H) -> Self {
        self.router = self.router.route(path, post(handler));
        self.listed(Method::POST, path)
    }

    /// Adds a page and what its form is sent to.
    #[must_use]
    pub fn form<G, P, S, U>(self, path: &str, page: G, submit: P) -> Self
    where
        G: Handler<S, Services>,
        P: Handler<U, Services>,
        S: 'static,
        U: 'static,
    {
        self.get(path, page).post(path, submit)
    }

    fn listed(mut self, method: Method, path: &str) -> Self {
        self.routes.push(Route { method, path: path.to_owned() });
        self
    }

    /// Adds the routes of another table.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.routes.extend(other.routes);
        self
    }

    /// The router that serves exactly these routes.
    pub fn into_router(self) -> Router<Services> {
        self.router
    }

    /// The routes as they are reached below `prefix`.
    pub fn below(&self, prefix: &str) -> impl Iterator<Item = Route> {
        let full = move |path: &str| {
            if path == "/" && !prefix.is_empty() { prefix.to_owned() } else { format!("{prefix}{path}") }
        };
        self.routes.iter().map(move |route| Route { method: route.method.clone(), path: full(&route.path) })
    }
}
