//! One import of one file, from the upload to the report.
//!
//! `uploaded` → `running` → `done`, or `failed`, or `cancelled` on the way. While it runs, `rows_read` says how far it
//! is: a slice of rows, its counters and everything that happened to its people commit together, so that after a crash
//! the next row is the right one, and no row is counted twice.

mod apply;
pub mod cancel;
pub mod describe;
pub mod forget_files;
pub mod list;
pub mod map;
pub(crate) mod parts;
pub mod preview;
pub mod progress;
mod reading;
pub mod report;
pub mod reread;
pub mod run;
pub mod samples;
pub mod start;
pub(crate) mod store;
pub mod upload;

use foundation::{ImportId, Instant, PersonId, SourceId};

use crate::file::Facts;
use crate::mapping::Mapping;

pub(crate) use parts::PartError;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// The file is there, or still arriving; nothing has happened to people.
    Uploaded,
    /// People are being created and changed.
    Running,
    /// Every row was read.
    Done,
    /// It stopped by a fault; what was applied until then stays.
    Failed,
    /// Somebody stopped it; what was applied until then stays.
    Cancelled,
}

foundation::stored_as_word!(State);

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Uploaded, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What happened to the rows of a file so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// People added.
    pub created: u64,
    /// People changed.
    pub changed: u64,
    /// Rows that say what was known.
    pub unchanged: u64,
    /// Rows not accepted.
    pub rejected: u64,
}

impl Counts {
    /// All rows together.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.created + self.changed + self.unchanged + self.rejected
    }
}

/// One import of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// The source the file comes from.
    pub source: SourceId,
    /// The source's name.
    pub source_name: String,
    /// The name of the file on the machine it came from.
    pub file_name: String,
    /// Where it stands.
    pub state: State,
    /// What is known of the file; nothing while it is still arriving.
    pub facts: Option<Facts>,
    /// What its columns mean; empty until somebody said so.
    pub mapping: Mapping,
    /// Rows in the file.
    pub rows_total: u64,
    /// Rows read so far: the point at which it goes on.
    pub rows_read: u64,
    /// What happened to them.
    pub counts: Counts,
    /// Why it failed, as a word that language files translate.
    pub failure: Option<String>,
    /// Who uploaded the file.
    pub created_by: Option<PersonId>,
    /// When the upload began.
    pub created_at: Instant,
    /// When it was started.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

impl Import {
    /// How much is done, in whole percent; 100 only when every row was read.
    #[must_use]
    pub fn percent(&self) -> u8 {
        let percent = self.rows_read.saturating_mul(100).checked_div(self.rows_total).unwrap_or(0);
        u8::try_from(percent.min(100)).unwrap_or(100)
    }

    /// Whether somebody said what the columns mean.
    #[must_use]
    pub fn is_mapped(&self) -> bool {
        !self.mapping.columns.is_empty()
    }
}
