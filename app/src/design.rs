//! The design system: the parts every page is made of. `GET /design` shows each of them in every state, in development.
//!
//! A part is a function or a small builder that returns a view. Colours and sizes live in `style/`; a part names its
//! class and a page arranges parts with Tailwind's spacing and grid classes.

pub mod banner;
pub mod chart;
pub mod field;
pub mod icons;
pub mod list;
pub mod menu;
pub mod progress;
pub mod shares;
pub mod shown;
pub mod theme;
