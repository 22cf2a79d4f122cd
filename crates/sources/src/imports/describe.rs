//! What is in a file: its columns, its first rows, and a suggestion of what the columns mean.

use authentication::password::foreign;
use database::{DbError, Transaction};
use directory::attributes::{self, CONFIDENTIAL};
use directory::intake::{self, Definitions};
use foundation::{ImportId, Permission};

use super::{Import, parts, store};
use crate::file::{Column, Facts, FileProblem, Piece, Records};
use crate::mapping::{self, Mapping, Target};
use crate::{ImportError, source};

/// How many rows are shown.
const ROWS: usize = 10;
/// How much of a cell is shown.
const SHOWN: usize = 100;

/// A file in words.
#[derive(Debug, Clone)]
pub struct Description {
    /// The import.
    pub import: Import,
    /// How the file is written, and its columns.
    pub facts: Facts,
    /// The first rows.
    pub sample: Vec<SampleRow>,
    /// What somebody said the columns mean, else what they probably mean.
    pub mapping: Mapping,
    /// What the columns can mean beside the fixed targets: attributes and archetypes of the tenant.
    pub definitions: Definitions,
}

/// A row for showing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleRow {
    /// The line of the file it begins in.
    pub line: u64,
    /// A cell for each column, cut to 100 characters; passwords are dots, and so is what the caller does not see of somebody.
    pub cells: Vec<String>,
}

/// Describes the file of an import.
///
/// # Errors
/// [`ImportError::WrongState`] while the file is arriving, [`ImportError::Forgotten`] when it is not kept any more.
pub async fn describe(tx: &mut Transaction, id: ImportId) -> Result<Description, ImportError> {
    tx.allow(Permission::ImportPeople)?;
    let import = store::find(tx, id).await?.ok_or(ImportError::NotFound)?;
    let facts = import.facts.clone().ok_or(ImportError::WrongState)?;
    let definitions = intake::definitions(tx).await?;
    let mapping = if import.is_mapped() {
        import.mapping.clone()
    } else {
        let source = source::find(tx, import.source).await?.ok_or(ImportError::NotFound)?;
        mapping::suggest(&facts.columns, &source.mapping, &definitions)
    };
    let mut sample = Sample::new(&facts);
    while let Some(number) = sample.next_part() {
        let part = parts::load(tx, id, number).await?;
        sample.feed(&part)?;
    }
    let mut rows = sample.rows;
    for at in hidden(tx, &facts.columns, &mapping, &definitions).await? {
        for cell in rows.iter_mut().filter_map(|row| row.cells.get_mut(at)).filter(|cell| !cell.is_empty()) {
            CONFIDENTIAL.clone_into(cell);
        }
    }
    Ok(Description { import, sample: rows, facts, mapping, definitions })
}

/// The columns that mean an attribute the caller does not see.
async fn hidden(
    tx: &mut Transaction,
    columns: &[Column],
    mapping: &Mapping,
    definitions: &Definitions,
) -> Result<Vec<usize>, DbError> {
    let named = (0..).zip(columns).filter_map(|(at, column)| match mapping.target(&column.name) {
        Target::Attribute(name) => Some((at, name)),
        _ => None,
    });
    // The definitions are of what the caller changes and so sees.
    let mut hidden: Vec<(usize, &String)> =
        named.filter(|(_, name)| !definitions.attributes.iter().any(|attribute| attribute.name == **name)).collect();
    if !hidden.is_empty() {
        let seen = attributes::seen_by_caller(tx).await?;
        hidden.retain(|(_, name)| !seen.iter().any(|attribute| attribute.name == **name));
    }
    Ok(hidden.into_iter().map(|(at, _)| at).collect())
}

/// The first rows of a file.
struct Sample<'f> {
    facts: &'f Facts,
    records: Records,
    next: u32,
    rows: Vec<SampleRow>,
}

impl<'f> Sample<'f> {
    fn new(facts: &'f Facts) -> Self {
        let format = facts.format;
        let records = Records::new(format.delimiter.byte(), format.header_at, format.header_line);
        Self { facts, records, next: 0, rows: Vec::new() }
    }

    fn next_part(&self) -> Option<u32> {
        (self.rows.len() < ROWS && self.next < self.facts.parts).then_some(self.next)
    }

    fn feed(&mut self, part: &[u8]) -> Result<(), FileProblem> {
        self.next += 1;
        let Self { facts, records, next, rows } = self;
        records.push(part, *next == facts.parts, |piece| {
            if let Piece::Row(row) = piece
                && rows.len() < ROWS
            {
                let cell = |(at, column): (usize, &Column)| match row.shown(at, facts.format.encoding, SHOWN) {
                    secret if !secret.is_empty() && (column.is_password() || foreign::looks_like_one(&secret)) => {
                        "•••".to_owned()
                    }
                    shown => shown,
                };
                rows.push(SampleRow { line: row.line, cells: facts.columns.iter().enumerate().map(cell).collect() });
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Sample;
    use crate::file::{FileLimits, Inspection};

    proptest! {
        /// Whatever bytes come in pieces of whatever size: refused or described, never a panic.
        #[test]
        fn no_bytes_can_do_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400), size in 1_usize..50) {
            describe_pieces(&bytes, size);
        }

        #[test]
        fn no_text_can_do_harm(text in "[a-c\"';,\\t\\r\\nä\u{feff}=]{0,200}", size in 1_usize..20) {
            describe_pieces(text.as_bytes(), size);
        }
    }

    fn describe_pieces(bytes: &[u8], size: usize) {
        let mut inspection = Inspection::new(FileLimits::default());
        let outcome =
            bytes.chunks(size).try_for_each(|piece| inspection.push(piece)).and_then(|()| inspection.finish());
        let Ok(mut facts) = outcome else { return };
        // The first part holds what comes before the header, as the stored parts of 256 KiB do.
        let first = (facts.format.header_at as usize).max(size).min(bytes.len());
        let (head, rest) = bytes.split_at(first);
        let pieces: Vec<&[u8]> = std::iter::once(head).chain(rest.chunks(size)).collect();
        facts.parts = u32::try_from(pieces.len()).unwrap();
        let mut sample = Sample::new(&facts);
        while let Some(number) = sample.next_part() {
            sample.feed(pieces[number as usize]).unwrap();
        }
        assert_eq!(sample.rows.len() as u64, facts.rows.min(super::ROWS as u64), "the same rows in pieces as in one");
        for row in &sample.rows {
            assert_eq!(row.cells.len(), facts.columns.len());
        }
    }
}
