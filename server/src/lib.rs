//! The process: configuration, commands, HTTP, and the one place that builds the services.
//!
//! `pforte serve` reads its [`config`], opens the database, builds the services and the router, and serves it with
//! [`http::serve`] until it is asked to stop. To add a setting see [`config`]; to add a command add a file under
//! `commands/` and a variant in [`cli`].

pub mod backup;
pub mod cli;
pub mod commands;
pub mod compose;
pub mod config;
pub mod http;
pub mod logging;
pub mod rotation;
pub mod services;
pub mod shutdown;
#[cfg(test)]
mod testing;
pub mod web;
