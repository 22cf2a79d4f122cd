//! The islands, one a file.

pub mod copy;
pub mod progress;
pub mod shortcuts;
pub mod theme_switch;
