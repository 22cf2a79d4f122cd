//! The server from outside: real sockets and the real program.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first thing that goes wrong")]

mod process;
mod serving;
