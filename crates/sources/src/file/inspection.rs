//! Looking at a file while it arrives.

use super::format::{Opening, Tally};
use super::{Column, Delimiter, Encoding, Facts, FileLimits, FileProblem, MAX_COLUMNS, Piece, Records};

/// How much of a file is looked at to find its delimiter.
const SAMPLE: usize = 64 * 1024;

/// Takes a file piece by piece and finds out how it is written, what columns it has and how many rows.
pub struct Inspection {
    limits: FileLimits,
    /// How the file is written, if somebody said so.
    told: Option<(Encoding, Delimiter)>,
    bytes: u64,
    tally: Tally,
    /// The beginning, until there is enough of it to know the delimiter.
    sample: Vec<u8>,
    body: Option<Body>,
}

struct Body {
    opening: Opening,
    records: Records,
    header: Vec<Vec<u8>>,
    rows: u64,
}

impl Inspection {
    /// Begins with a file that has to keep within `limits`.
    #[must_use]
    pub fn new(limits: FileLimits) -> Self {
        Self { limits, told: None, bytes: 0, tally: Tally::default(), sample: Vec::new(), body: None }
    }

    /// Begins with a file of which somebody says how it is written.
    #[must_use]
    pub fn written_as(limits: FileLimits, encoding: Encoding, delimiter: Delimiter) -> Self {
        Self { told: Some((encoding, delimiter)), ..Self::new(limits) }
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// [`FileProblem`] as soon as it is known that the file has to be refused.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), FileProblem> {
        self.bytes += piece.len() as u64;
        if self.bytes > self.limits.bytes {
            return Err(FileProblem::TooLarge { limit: self.limits.bytes });
        }
        self.tally.push(piece);
        if let Some(body) = &mut self.body {
            return body.push(piece, false, self.limits.rows);
        }
        self.sample.extend_from_slice(piece);
        if self.sample.len() >= SAMPLE { self.open(false) } else { Ok(()) }
    }

    /// The file ends here.
    ///
    /// # Errors
    /// [`FileProblem`], when the file has to be refused.
    pub fn finish(mut self) -> Result<Facts, FileProblem> {
        match &mut self.body {
            Some(body) => body.push(&[], true, self.limits.rows)?,
            None => self.open(true)?,
        }
        let body = self.body.ok_or(FileProblem::Empty)?;
        if body.header.is_empty() {
            return Err(FileProblem::Empty);
        }
        if body.rows == 0 {
            return Err(FileProblem::NoRows);
        }
        let encoding = self.told.map_or_else(|| self.tally.encoding(body.opening.has_mark), |(encoding, _)| encoding);
        let headers: Vec<String> = body
            .header
            .iter()
            .map(|cell| encoding.decode(cell).unwrap_or_else(|| String::from_utf8_lossy(cell)).into_owned())
            .collect();
        Ok(Facts {
            format: body.opening.format(encoding),
            columns: Column::name_all(&headers),
            rows: body.rows,
            bytes: self.bytes,
            parts: 0,
        })
    }

    fn open(&mut self, is_whole: bool) -> Result<(), FileProblem> {
        let sample = std::mem::take(&mut self.sample);
        let opening = Opening::read(&sample, is_whole, self.told.map(|(_, delimiter)| delimiter))?;
        let records = Records::new(opening.delimiter.byte(), opening.header_at, opening.header_line);
        let body = self.body.insert(Body { opening, records, header: Vec::new(), rows: 0 });
        body.push(&sample, is_whole, self.limits.rows)
    }
}

impl Body {
    fn push(&mut self, piece: &[u8], is_last: bool, limit: u64) -> Result<(), FileProblem> {
        if piece.contains(&0) {
            return Err(FileProblem::NotText);
        }
        let (header, rows) = (&mut self.header, &mut self.rows);
        self.records.push(piece, is_last, |part| {
            match part {
                Piece::Header(row) if row.len() > MAX_COLUMNS => return Err(FileProblem::TooManyColumns),
                Piece::Header(row) => *header = row.bytes(),
                Piece::Row(_) => *rows += 1,
            }
            if *rows > limit { Err(FileProblem::TooManyRows { limit }) } else { Ok(()) }
        })
    }
}
