//! Sources and uploads.

use crate::form::FormState;
use foundation::ImportId;
use foundation::Instant;
use foundation::SourceId;

/// Where people come from (`GET /console/sources`).
#[derive(Debug, Clone)]
pub struct Sources {
    /// Every source.
    pub sources: Vec<SourceRow>,
    /// The latest imports, newest first.
    pub imports: Vec<ImportRow>,
}

/// One source.
#[derive(Debug, Clone)]
pub struct SourceRow {
    /// Its id.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// How many people it knows.
    pub people: u64,
    /// When the last file of it was read.
    pub last_import_at: Option<Instant>,
}

/// One import in a list.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// Leads to the import's page.
    pub id: ImportId,
    /// The file's name.
    pub file_name: String,
    /// The source's name.
    pub source: String,
    /// How far it is.
    pub state: ImportState,
    /// The rows.
    pub counts: ImportCounts,
    /// When the file was uploaded.
    pub created_at: Instant,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// Uploaded; columns are being mapped or the preview is looked at.
    Uploaded,
    /// Being read.
    Running,
    /// Read to the end.
    Done,
    /// Stopped by a fault.
    Failed,
    /// Stopped by an administrator.
    Cancelled,
}

impl ImportState {
    /// The word that is stored and that the progress answer carries.
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

/// The rows of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// In the file.
    pub total: u64,
    /// Looked at so far.
    pub read: u64,
    /// New people.
    pub created: u64,
    /// People whose values changed.
    pub changed: u64,
    /// People who are the same as before.
    pub unchanged: u64,
    /// Not accepted.
    pub rejected: u64,
}

/// The upload page (`GET`, `POST /console/sources/upload`: `file`, `source`).
#[derive(Debug, Clone)]
pub struct Upload {
    /// What was typed and refused.
    pub form: FormState,
    /// Names of existing sources, offered while typing.
    pub sources: Vec<String>,
    /// The largest file accepted, in megabytes.
    pub megabytes: u32,
}
