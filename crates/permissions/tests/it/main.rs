//! Roles and those who hold them, on both databases: what nobody can give, touch, outlast or remove.

#![cfg(test)]

mod assignments;
mod last_administrator;
mod office;
mod races;
mod roles;
mod write_set;
