//! The file as it was uploaded: which encoding, which delimiter, which columns, how many rows.
//!
//! Quotes, delimiters and line breaks are the same bytes in UTF-8 and in Windows-1252. So a file is cut into records as
//! bytes, piece by piece, and a cell is decoded only when it is read. Nothing here holds more than one record and one
//! piece of the file.

mod columns;
mod format;
mod inspection;
mod records;

use serde::{Deserialize, Serialize};

pub(crate) use columns::folded;
pub use columns::{Column, Peculiarity};
pub use format::{Delimiter, Encoding, Format};
pub use inspection::Inspection;
pub(crate) use records::{CellProblem, Piece, Records, Row, shorten};

/// The most columns a file may have.
pub const MAX_COLUMNS: usize = 200;
/// The most characters a cell may have.
pub const MAX_CELL: usize = 4_000;
/// The most bytes a record may have: every column full, quoted, with four bytes for each character, and then some.
pub(crate) const MAX_RECORD: usize = 4 * 1024 * 1024;

/// What is known of a file once all of it has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// How it is written.
    pub format: Format,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
    /// Rows with something in them, without the header.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// The number of sealed parts it is kept in.
    pub parts: u32,
}

/// Why a file as a whole is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It has a header row and nothing else.
    #[error("the file has no rows below its header")]
    NoRows,
    /// It is written in UTF-16.
    #[error("the file is written in UTF-16")]
    Utf16,
    /// It is a spreadsheet or an archive, not a CSV file.
    #[error("the file is a spreadsheet or an archive, not a CSV file")]
    Spreadsheet,
    /// It has zero bytes, which no text has.
    #[error("the file is not text")]
    NotText,
    /// It has more bytes than the limit.
    #[error("the file has more than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It has more rows than the limit.
    #[error("the file has more than {limit} rows")]
    TooManyRows {
        /// The limit.
        limit: u64,
    },
    /// Its header has more than [`MAX_COLUMNS`] columns.
    #[error("the file has more than {MAX_COLUMNS} columns")]
    TooManyColumns,
    /// A record does not end within 4 MiB; mostly a quote that is never closed.
    #[error("the record that begins in line {line} does not end")]
    EndlessRecord {
        /// The line it begins in.
        line: u64,
    },
}

impl FileProblem {
    /// The stable word, used in language files and stored with a failed import.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::NoRows => "file-no-rows",
            Self::Utf16 => "file-utf16",
            Self::Spreadsheet => "file-spreadsheet",
            Self::NotText => "file-not-text",
            Self::TooLarge { .. } => "file-too-large",
            Self::TooManyRows { .. } => "file-too-many-rows",
            Self::TooManyColumns => "file-too-many-columns",
            Self::EndlessRecord { .. } => "file-endless-record",
        }
    }

    /// The number that belongs to the word: a limit or a line.
    #[must_use]
    pub const fn number(&self) -> Option<u64> {
        match self {
            Self::TooLarge { limit } | Self::TooManyRows { limit } => Some(*limit),
            Self::EndlessRecord { line } => Some(*line),
            Self::TooManyColumns => Some(MAX_COLUMNS as u64),
            Self::Empty | Self::NoRows | Self::Utf16 | Self::Spreadsheet | Self::NotText => None,
        }
    }
}

/// The most rows and bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    /// Bytes.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self { bytes: 256 * 1024 * 1024, rows: 12_000_000 }
    }
}

#[cfg(test)]
mod tests;
