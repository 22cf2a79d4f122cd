//! The audit trail on both databases: recording, sealing, reading, and what happens to those who tamper.

#![cfg(test)]

mod figures;
mod office;
mod record;
mod seal;
mod tamper;
mod trail;
