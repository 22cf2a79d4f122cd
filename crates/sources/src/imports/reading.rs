//! From the parts of a file to mapped rows. It does no input itself: parts are fed in, rows are taken out.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};

use directory::intake::Definitions;

use crate::file::{Facts, FileProblem, Piece, Records};
use crate::mapping::{Candidate, Mapping, Plan, RowProblem};

/// A row after mapping.
#[derive(Debug)]
pub(crate) struct Mapped {
    /// The line of the file it begins in.
    pub(crate) line: u64,
    /// The person it may become, or why it cannot.
    pub(crate) outcome: Result<Candidate, Vec<RowProblem>>,
}

/// Reads a file from its first row to its last.
pub(crate) struct Reading {
    plan: Plan,
    records: Records,
    parts: u32,
    next_part: u32,
    seen: Seen,
    queue: VecDeque<Mapped>,
    /// Rows to leave out before the next one that is wanted.
    skip: u64,
}

impl Reading {
    pub(crate) fn new(facts: &Facts, mapping: &Mapping, definitions: &Definitions) -> Self {
        let format = facts.format;
        Self {
            plan: Plan::new(mapping, &facts.columns, format.encoding, definitions),
            records: Records::new(format.delimiter.byte(), format.header_at, format.header_line),
            parts: facts.parts,
            next_part: 0,
            seen: Seen::default(),
            queue: VecDeque::new(),
            skip: 0,
        }
    }

    pub(crate) const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The part to feed next, while fewer than `wanted` rows are ready and the file goes on.
    pub(crate) fn next_part(&self, wanted: usize) -> Option<u32> {
        (self.queue.len() < wanted && self.next_part < self.parts).then_some(self.next_part)
    }

    /// Takes the next part of the file.
    pub(crate) fn feed(&mut self, part: &[u8]) -> Result<(), FileProblem> {
        self.next_part += 1;
        let is_last = self.next_part == self.parts;
        let Self { plan, records, seen, queue, skip, .. } = self;
        records.push(part, is_last, |piece| {
            let Piece::Row(row) = piece else { return Ok(()) };
            // Rows that are left out count too: a later row may repeat one of them.
            let first = plan.key(&row).and_then(|key| seen.first(&key, row.line).map(|line| (key, line)));
            if *skip > 0 {
                *skip -= 1;
                return Ok(());
            }
            let outcome = match first {
                None => plan.read(&row),
                Some((key, line)) => Err(vec![RowProblem::new(plan.key_column(), format!("repeats-row:{line}"), &key)]),
            };
            queue.push_back(Mapped { line: row.line, outcome });
            Ok(())
        })
    }

    /// The next rows, at most `amount`.
    pub(crate) fn take(&mut self, amount: usize) -> Vec<Mapped> {
        let amount = amount.min(self.queue.len());
        self.queue.drain(..amount).collect()
    }

    /// Puts rows back that were taken last.
    pub(crate) fn put_back(&mut self, rows: Vec<Mapped>) {
        for row in rows.into_iter().rev() {
            self.queue.push_front(row);
        }
    }

    /// Leaves out the next `rows` rows.
    pub(crate) fn leave_out(&mut self, rows: u64) {
        let ready = usize::try_from(rows).unwrap_or(usize::MAX).min(self.queue.len());
        self.queue.drain(..ready);
        self.skip += rows - ready as u64;
    }
}

/// The keys of the file so far, as fingerprints: 16 bytes a row, so that a million rows take 36 MB at most, and the most
/// a file may have ([`crate::file::FileLimits`]) 300 MB.
///
/// The fingerprint is keyed anew for each reading. That two different keys among a million meet has a chance of 1 in
/// 36 million, and costs a row that is rejected and named.
#[derive(Default)]
struct Seen {
    hasher: RandomState,
    lines: HashMap<u64, u32>,
}

impl Seen {
    /// The line that had the key before; notes this one if there is none.
    fn first(&mut self, key: &str, line: u64) -> Option<u32> {
        match self.lines.entry(self.hasher.hash_one(key)) {
            Entry::Occupied(before) => Some(*before.get()),
            Entry::Vacant(free) => {
                free.insert(u32::try_from(line).unwrap_or(u32::MAX));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use directory::intake::Definitions;
    use proptest::prelude::*;

    use super::Reading;
    use crate::file::{Facts, FileLimits, Inspection};
    use crate::mapping::{ColumnMapping, Mapping, Target};

    /// Line and outcome of every row behind the first `skip`, the file read in parts of `size` bytes.
    fn outcomes(facts: &Facts, text: &str, size: usize, skip: usize, ready: usize) -> Vec<String> {
        let column = |column: &str, target| ColumnMapping { column: column.to_owned(), target };
        let columns = vec![column("id", Target::ExternalId), column("name", Target::FullName)];
        let mapping = Mapping { archetype: "customer".to_owned(), columns };
        let definitions =
            Definitions { attributes: Vec::new(), archetypes: Vec::new(), zone: language::moments::Tz::UTC };
        let parts: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
        let facts = Facts { parts: u32::try_from(parts.len()).unwrap(), ..facts.clone() };
        let mut reading = Reading::new(&facts, &mapping, &definitions);
        let fill = |reading: &mut Reading, wanted| {
            while let Some(number) = reading.next_part(wanted) {
                reading.feed(parts[number as usize]).unwrap();
            }
        };
        // Some rows may be ready when it turns out that others were faster.
        fill(&mut reading, ready);
        reading.leave_out(skip as u64);
        fill(&mut reading, usize::MAX);
        let rows = reading.take(usize::MAX);
        rows.iter().map(|row| format!("{} {:?}", row.line, row.outcome)).collect()
    }

    proptest! {
        /// Wherever an import is taken up, and however the file is cut into parts, the rows are the same.
        #[test]
        fn the_rest_of_a_file_is_the_same_from_any_row_on(
            body in "([ab]{0,2},[c\"\n\r,é]{0,4}[\n\r]){1,12}",
            size in 1_usize..40,
            skip in 0_usize..8,
            ready in 0_usize..8,
        ) {
            let text = format!("id,name\n{body}");
            let mut inspection = Inspection::new(FileLimits::default());
            inspection.push(text.as_bytes()).unwrap();
            let Ok(facts) = inspection.finish() else { return Ok(()) };
            let whole = outcomes(&facts, &text, text.len(), 0, 0);
            prop_assert_eq!(whole.len() as u64, facts.rows);
            let rest = outcomes(&facts, &text, size, skip, ready);
            prop_assert_eq!(&rest[..], whole.get(skip..).unwrap_or_default());
        }
    }
}
