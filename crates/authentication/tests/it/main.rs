//! The ways in, on both databases: whole journeys, and what does not open any door.

#![cfg(test)]

mod address;
mod asked_groups;
mod at_risk;
mod authenticator;
mod badges;
mod edges;
mod enumeration;
mod figures;
mod fresh;
mod house;
mod invitations;
mod known;
mod mailed_codes;
mod marks;
mod once;
mod passkeys;
mod password;
mod policy;
mod races;
mod recovery;
mod remembered;
mod reminders;
mod restart;
mod second;
mod sessions;
mod setup;
mod signing_in;
mod signing_up;
mod staff;
mod throttling;
mod tokens;
mod trusted;
mod work;
