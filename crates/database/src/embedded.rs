//! The embedded database: SQLite, asked on the thread of whoever asks.
//!
//! sqlx gives each of SQLite's connections a thread of its own and sends it every question and every row. That costs ten times
//! what most statements take (docs/decisions/0018). So connections are rusqlite's, and only what sqlx says about types and
//! rows is used: [`Embedded`] is a database to sqlx in that sense, so that the same derived rows and bound values serve both.

mod connection;
mod fault;
mod never;
mod pool;
mod row;
mod types;

use sqlx::Database;

pub(crate) use connection::{Connection, Lasting, Opening};
pub(crate) use pool::{Lent, Pool};
pub(crate) use row::{Arguments, Kind, Row, Value};

/// SQLite, as far as sqlx needs to know it to read rows and bind values.
#[derive(Debug)]
pub struct Embedded;

impl Database for Embedded {
    type Connection = never::Connection;
    type TransactionManager = never::Transactions;
    type Row = row::Row;
    type QueryResult = ();
    type Column = row::Column;
    type TypeInfo = Kind;
    type Value = Value;
    type ValueRef<'r> = row::ValueRef<'r>;
    type Arguments = row::Arguments;
    type ArgumentBuffer = Vec<Value>;
    type Statement = never::Statement;

    const NAME: &'static str = "SQLite";
    const URL_SCHEMES: &'static [&'static str] = &[];
}
