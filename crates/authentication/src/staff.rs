//! What staff see of the factors of others, and do about them (docs/decisions/0013).

pub mod adoption;
pub mod lacking;
pub mod look;
pub mod remind;
pub mod reset;
