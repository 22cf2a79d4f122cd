//! One import, from the columns of its file to its report.

use crate::console::audit::Change;
use crate::console::sources::ImportCounts;
use crate::console::sources::ImportState;
use crate::form::FormState;
use crate::model::Choice;
use foundation::ImportId;
use foundation::Instant;

/// How the columns of a file are understood (`GET`, `POST /console/imports/{id}/mapping`: `archetype`, `encoding`,
/// `delimiter`, `column.N`).
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The import.
    pub id: ImportId,
    /// The file's name.
    pub file_name: String,
    /// The source's name.
    pub source: String,
    /// The chosen values: `archetype`, `encoding` (`utf-8`, `windows-1252`), `delimiter` (`comma`, `semicolon`, `tab`)
    /// and for each column `column.N` (`ignore`, `given_name`, …, `attribute.NAME`).
    pub form: FormState,
    /// The file's columns.
    pub columns: Vec<MappingColumn>,
    /// The tenant's archetypes; everybody in the file becomes one.
    pub archetypes: Vec<Choice>,
    /// The tenant's attributes as targets: value `attribute.NAME`, label in the page's language.
    pub attributes: Vec<Choice>,
    /// How many rows the file has below its header.
    pub rows: u64,
}

/// One column of a file.
#[derive(Debug, Clone)]
pub struct MappingColumn {
    /// Its number, beginning with 0; the field is `column.N`.
    pub number: usize,
    /// What the header calls it.
    pub header: String,
    /// The first values.
    pub samples: Vec<String>,
}

/// One import (`GET /console/imports/{id}`): the preview, then the progress, then the report.
#[derive(Debug, Clone)]
pub struct Import {
    /// The import.
    pub id: ImportId,
    /// The file's name.
    pub file_name: String,
    /// The source's name.
    pub source: String,
    /// How far it is.
    pub state: ImportState,
    /// The rows: what would happen while it is only uploaded, what did happen afterwards.
    pub counts: ImportCounts,
    /// The first rejected rows.
    pub problems: Vec<ImportProblem>,
    /// A few people as they would become, while it is only uploaded.
    pub samples: Vec<PreviewRow>,
    /// When it was uploaded, by whom.
    pub created_at: Instant,
    /// Who uploaded it.
    pub created_by: Option<String>,
    /// When it began to be read.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// Why it failed: the stored word, whose text is `problem-WORD`.
    pub failure: Option<String>,
}

/// A row that was not accepted.
#[derive(Debug, Clone)]
pub struct ImportProblem {
    /// The row in the file; the header is row 1.
    pub row: u64,
    /// The column's header.
    pub column: String,
    /// Why: the stored word, whose text is `problem-row-WORD` or `problem-WORD`.
    pub code: String,
    /// What the file says there.
    pub given: String,
}

/// One person of the preview.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// The row in the file.
    pub row: u64,
    /// What would happen.
    pub effect: Effect,
    /// The person's name.
    pub name: String,
    /// The key the source knows the person by.
    pub external_id: String,
    /// What would change, for [`Effect::Changed`].
    pub changes: Vec<Change>,
}

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Makes a new person.
    Created,
    /// Changes a person.
    Changed,
    /// Changes nothing.
    Unchanged,
    /// Is not accepted.
    Rejected,
}
