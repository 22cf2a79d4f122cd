//! What sqlx asks of every database and the embedded one has no use for: there is no value of any of these types, so none of
//! their functions can be called.

use std::str::FromStr;
use std::time::Duration;

use sqlx::{Either, Error, SqlStr};
use url::Url;

use super::row::{Arguments, Column};
use super::{Embedded, Kind};

/// The embedded database has its own connections.
#[derive(Debug)]
pub enum Connection {}

/// Nor are they opened by options of sqlx.
#[derive(Debug, Clone)]
pub enum Options {}

/// Nor are its transactions managed.
#[derive(Debug)]
pub enum Transactions {}

/// Nor are its statements kept.
#[derive(Debug, Clone)]
pub enum Statement {}

impl FromStr for Options {
    type Err = Error;

    fn from_str(_: &str) -> Result<Self, Error> {
        Err(Error::Configuration("the embedded database is not reached by an address".into()))
    }
}

impl sqlx::ConnectOptions for Options {
    type Connection = Connection;

    fn from_url(url: &Url) -> Result<Self, Error> {
        url.as_str().parse()
    }

    async fn connect(&self) -> Result<Connection, Error> {
        match *self {}
    }

    fn log_statements(self, _: log::LevelFilter) -> Self {
        self
    }

    fn log_slow_statements(self, _: log::LevelFilter, _: Duration) -> Self {
        self
    }
}

impl sqlx::Connection for Connection {
    type Database = Embedded;
    type Options = Options;

    async fn close(self) -> Result<(), Error> {
        match self {}
    }

    async fn close_hard(self) -> Result<(), Error> {
        match self {}
    }

    async fn ping(&mut self) -> Result<(), Error> {
        match *self {}
    }

    async fn begin(&mut self) -> Result<sqlx::Transaction<'_, Embedded>, Error> {
        match *self {}
    }

    fn shrink_buffers(&mut self) {
        match *self {}
    }

    async fn flush(&mut self) -> Result<(), Error> {
        match *self {}
    }

    fn should_flush(&self) -> bool {
        match *self {}
    }
}

impl sqlx_core::transaction::TransactionManager for Transactions {
    type Database = Embedded;

    async fn begin(connection: &mut Connection, _: Option<SqlStr>) -> Result<(), Error> {
        match *connection {}
    }

    async fn commit(connection: &mut Connection) -> Result<(), Error> {
        match *connection {}
    }

    async fn rollback(connection: &mut Connection) -> Result<(), Error> {
        match *connection {}
    }

    fn start_rollback(connection: &mut Connection) {
        match *connection {}
    }

    fn get_transaction_depth(connection: &Connection) -> usize {
        match *connection {}
    }
}

impl sqlx::Statement for Statement {
    type Database = Embedded;

    fn into_sql(self) -> SqlStr {
        match self {}
    }

    fn sql(&self) -> &SqlStr {
        match *self {}
    }

    fn parameters(&self) -> Option<Either<&[Kind], usize>> {
        match *self {}
    }

    fn columns(&self) -> &[Column] {
        match *self {}
    }

    sqlx_core::impl_statement_query!(Arguments);
}
