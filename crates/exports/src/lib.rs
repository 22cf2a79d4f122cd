//! Exports: people taken out of the product as a file, with chosen columns.
//!
//! * [`start`](start::start) says who is meant, which columns and which form, and hands the rest to a worker.
//! * [`run`] writes the file piece by piece, with the rights of the person who asked, as they are at each piece. A piece is sealed
//!   and kept in the same transaction as the place where the next one begins, so that a crash loses and repeats nobody.
//! * [`see`] tells how far it is, [`cancel`] stops it, [`download`] hands it out, all of it to the person who asked and to nobody
//!   else.
//! * [`forget`] removes it a week later.
//!
//! To add a column, add it to [`Column`], to `Column::FIXED` and to `cells::cell`, and its name to the language files.

pub mod cancel;
mod cells;
mod column;
pub mod download;
mod error;
mod file;
pub mod forget;
mod parts;
pub mod run;
pub mod see;
pub mod start;
mod store;

pub use column::{Column, offered};
pub use error::ExportError;
pub use file::Format;

use chrono::TimeDelta;
use directory::people::walk::Selection;
use foundation::{ExportId, Instant, PersonId};

/// How long a file is kept, from the moment somebody asked for it.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// Where an export stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// The file is being written.
    Running,
    /// It can be downloaded.
    Done,
    /// It stopped by a fault; there is no file.
    Failed,
    /// Whoever asked for it stopped it; there is no file.
    Cancelled,
}

foundation::stored_as_word!(State);

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A file of people that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its id.
    pub id: ExportId,
    /// Who asked for it.
    pub asked_by: PersonId,
    /// Who is meant.
    pub selection: Selection,
    /// What is told of them, in the order of the file.
    pub columns: Vec<Column>,
    /// The form of the file.
    pub format: Format,
    /// Where it stands.
    pub state: State,
    /// How many people are in the file so far.
    pub rows: u64,
    /// Why it failed, as a word that language files translate.
    pub failure: Option<String>,
    /// When somebody asked for it.
    pub created_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

impl Export {
    /// When it is forgotten.
    #[must_use]
    pub fn kept_until(&self) -> Instant {
        self.created_at + KEPT
    }
}

/// Every statement of this crate, for the tests that prepare and explain them.
#[must_use]
pub fn statements() -> Vec<database::Declared> {
    [store::STATEMENTS, parts::STATEMENTS].concat()
}

/// The columns of this crate that hold sealed values.
#[must_use]
pub fn sealed_columns() -> Vec<database::SealedColumn> {
    vec![database::SealedColumn::of::<parts::SealedParts>()]
}
