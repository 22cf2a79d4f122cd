//! Who exists, on both databases: how people come, change, are found, and what nobody may do with them.

#![cfg(test)]

mod attributes;
mod coming;
mod delegation;
mod editing;
mod families;
mod figures;
mod helpdesk;
mod intake;
mod mass_assignment;
mod office;
mod organisations;
mod paging;
mod races;
mod search;
mod searching;
mod states;
mod tenants;
mod types;
