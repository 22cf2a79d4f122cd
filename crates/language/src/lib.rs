//! Every word the product shows, in every language it speaks, and dates and numbers as people of that language write
//! them. No page and no mail holds a sentence of its own.
//!
//! Texts are Fluent messages (<https://projectfluent.org>) in `locales/{en,de}/*.ftl`, compiled into the binary.
//!
//! ```
//! use foundation::Locale;
//! use language::Texts;
//!
//! let texts = Texts::of(Locale::De);
//! assert_eq!(texts.t("common-save"), "Speichern");
//! assert_eq!(texts.f("common-people-count", &[("count", 1200_i64.into())]), "1.200 Personen");
//! ```
//!
//! To add a text, write it into the same file of every language:
//!
//! * The key begins with the name of its file: `front-…` in `front_door.ftl`, then `portal-…`, `console-…`, `audit-…`,
//!   `mail-…`, `problem-…`; in `common.ftl` stands what several of them need (`common-…` and the families below).
//! * A page names a key as a literal, `texts.t("common-save")`, so that the tests find keys without a text, texts
//!   without a use, and values that one language forgot.
//! * Keys built at run time from a word of the database belong to a family, which the tests take as used:
//!   `permission-…` (see [`Texts::permission`]), `audit-kind-…`, `problem-…`, `role-…`, `archetype-…`, `mail-…`, `state-…`.
//!   Look these up with [`Texts::find`], because a tenant may have named its own.
//! * A message is one value without attributes. Markup does not belong into it; a page puts it around or between.

pub mod moments;
pub mod numbers;
mod texts;

pub use texts::{Texts, Value};
