//! The server from outside: real sockets and the real program.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first thing that goes wrong")]

mod console;
mod cookies;
mod harness;
mod isolation;
mod process;
mod serving;
mod site;
