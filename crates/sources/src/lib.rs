//! Sources: where people come from. Today that is a CSV file somebody uploads, a source that delivers once.
//!
//! There is one path, whatever the source:
//!
//! ```text
//! file ─► rows ─► mapping ─► drafts ─► checked ─► compared with source_record ─► applied
//! file     file    mapping     mapping   directory   imports::apply                directory
//! ```
//!
//! * [`imports::upload`] takes the file in, looks at it on the way and keeps it in sealed parts.
//! * [`imports::describe`] says what it is and suggests a [`Mapping`]; [`imports::map`] stores one, and [`imports::reread`]
//!   reads the file in another encoding or with another delimiter.
//! * [`imports::preview`] reads all of it and changes nothing; [`imports::start`] hands it to a worker.
//! * [`imports::run`] applies it in slices. What a source said of a record is kept as a digest in `source_record`, so
//!   that the same file again costs one look-up a row and changes nothing.
//! * [`imports::progress`], [`imports::list`] and [`imports::report`] tell how it went; [`imports::forget_files`] removes
//!   the files when they are old.
//!
//! To add a kind of source, deliver named columns and rows to a mapping and let [`imports::run`] apply them. To add a
//! target of a mapping, add it to [`mapping::Target`], to the words in `mapping/suggest.rs`, and to `Plan::put`.

mod error;
pub mod file;
pub mod imports;
pub mod mapping;
pub mod source;

pub use error::ImportError;
pub use imports::{Counts, Import, State};
pub use mapping::Mapping;
pub use source::Source;

/// Every statement of this crate, for the tests that prepare and explain them.
#[must_use]
pub fn statements() -> Vec<database::Declared> {
    [source::STATEMENTS, imports::store::STATEMENTS, imports::parts::STATEMENTS].concat()
}

/// The columns of this crate that hold sealed values.
#[must_use]
pub fn sealed_columns() -> Vec<database::SealedColumn> {
    vec![database::SealedColumn::of::<imports::parts::Column>()]
}
