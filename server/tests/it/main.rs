//! The server from outside: real sockets and the real program.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::similar_names,
    clippy::needless_pass_by_value,
    reason = "a test stops at the first thing that goes wrong"
)]

mod at_risk;
mod backup;
mod badges;
mod cases;
mod console;
mod cookies;
mod delegated;
mod devices;
mod documents;
mod enumeration;
mod exports;
mod flows;
mod foreign_rows;
mod harness;
mod isolation;
mod known;
mod layers;
mod mailed_codes;
mod nodes;
mod operations;
mod own_data;
mod own_host;
mod passkeys;
mod plans;
mod policy;
mod prepared;
mod process;
mod rotation;
mod schema;
mod second;
mod secrets;
mod serving;
mod staff;
mod statements;
mod step_up;
mod stopping;
mod trail;
mod trusted;
mod upgrade;
mod work;
