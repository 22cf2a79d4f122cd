//! Cutting a file into records, piece by piece.

use std::borrow::Cow;
use std::io::Read as _;

use csv::ByteRecord;

use super::{Encoding, FileProblem, MAX_CELL, MAX_RECORD};

const LINE_BREAK: &[u8] = b"\n";

/// Cuts pieces of a file into records (RFC 4180). A record that goes on in the next piece is kept until then.
pub(crate) struct Records {
    delimiter: u8,
    /// Bytes to leave out before the header.
    skip: usize,
    /// What of the last piece belongs to a record not yet complete.
    pending: Vec<u8>,
    /// The line in which `pending` begins.
    line: u64,
    header_seen: bool,
    record: ByteRecord,
}

/// What a file consists of.
pub(crate) enum Piece<'r> {
    /// The first record.
    Header(Row<'r>),
    /// Any other record that is not blank.
    Row(Row<'r>),
}

/// One record.
pub(crate) struct Row<'r> {
    /// The line of the file in which it begins, counted from 1.
    pub(crate) line: u64,
    /// Whether the file ends inside a quoted cell.
    pub(crate) is_open: bool,
    record: &'r ByteRecord,
}

/// Why a cell cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellProblem {
    /// Its bytes are not text in the encoding of the file.
    Encoding,
    /// It has more than [`MAX_CELL`] characters.
    TooLong,
}

impl Row<'_> {
    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.record.len()
    }

    /// The cells as they stand.
    pub(crate) fn bytes(&self) -> Vec<Vec<u8>> {
        self.record.iter().map(<[u8]>::to_vec).collect()
    }

    /// Whether every cell from the given one on is empty.
    pub(crate) fn is_empty_from(&self, cell: usize) -> bool {
        self.record.iter().skip(cell).all(<[u8]>::is_empty)
    }

    /// The text of a cell without outer white space; a missing cell is empty.
    pub(crate) fn cell(&self, index: usize, encoding: Encoding) -> Result<Cow<'_, str>, CellProblem> {
        let bytes = self.record.get(index).unwrap_or_default().trim_ascii();
        let text = encoding.decode(bytes).ok_or(CellProblem::Encoding)?;
        if text.len() > MAX_CELL && text.chars().count() > MAX_CELL {
            return Err(CellProblem::TooLong);
        }
        Ok(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }

    /// A cell for showing: cut, and with a mark for every byte that is not text.
    pub(crate) fn shown(&self, index: usize, encoding: Encoding, length: usize) -> String {
        let bytes = self.record.get(index).unwrap_or_default();
        let text = encoding.decode(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes));
        shorten(text.trim(), length)
    }
}

/// The text, cut to `length` characters.
pub(crate) fn shorten(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
    }
}

impl Records {
    /// Cuts a file whose header begins after `skip` bytes, in the given line.
    pub(crate) fn new(delimiter: u8, skip: u32, line: u32) -> Self {
        Self {
            delimiter,
            skip: skip as usize,
            pending: Vec::new(),
            line: u64::from(line),
            header_seen: false,
            record: ByteRecord::new(),
        }
    }

    /// Takes the next piece and hands on every record complete with it; `is_last` says that the file ends here.
    pub(crate) fn push<E: From<FileProblem>>(
        &mut self,
        piece: &[u8],
        is_last: bool,
        mut each: impl FnMut(Piece<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let skipped = self.skip.min(piece.len());
        self.skip -= skipped;
        self.pending.extend_from_slice(piece.get(skipped..).unwrap_or_default());
        let pending = std::mem::take(&mut self.pending);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            // The reader leaves out a byte order mark it begins with; in the middle of a file that is content. Behind a
            // line break it is not at the beginning.
            .from_reader(LINE_BREAK.chain(pending.as_slice()));
        let (mut done, mut line) = (0, self.line);
        // Reading from memory cannot fail, and a flexible reader refuses no record.
        while reader.read_byte_record(&mut self.record).unwrap_or(false) {
            let read = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            let end = read.saturating_sub(LINE_BREAK.len()).min(pending.len());
            if end == pending.len() && !is_last {
                break; // more of it may come
            }
            let bytes = pending.get(done..end).unwrap_or_default();
            // Blank lines, and the second half of the line break before, come first.
            let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            line += line_breaks(&pending, done, done + blank);
            let row = Row {
                line,
                is_open: end == pending.len()
                    && ends_inside_quotes(bytes.get(blank..).unwrap_or_default(), self.delimiter),
                record: &self.record,
            };
            line += line_breaks(&pending, done + blank, end);
            done = end;
            if !self.header_seen {
                self.header_seen = true;
                each(Piece::Header(row))?;
            } else if row.is_open || !row.record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                each(Piece::Row(row))?;
            }
        }
        drop(reader);
        self.line = line;
        self.pending = pending;
        self.pending.drain(..done);
        if self.pending.len() > MAX_RECORD {
            return Err(FileProblem::EndlessRecord { line: self.line }.into());
        }
        Ok(())
    }
}

/// The line breaks in `bytes[from..to]`: CR LF, LF and CR each are one. A CR whose LF lies behind `to` counts there.
fn line_breaks(bytes: &[u8], from: usize, to: usize) -> u64 {
    let range = bytes.get(from..to).unwrap_or_default();
    let followers = bytes.get(from + 1..).unwrap_or_default().iter().map(Some).chain(std::iter::repeat(None));
    range
        .iter()
        .zip(followers)
        .filter(|(byte, next)| **byte == b'\n' || **byte == b'\r' && *next != Some(&b'\n'))
        .count() as u64
}

/// Whether a record ends before the quote of its last cell is closed.
fn ends_inside_quotes(record: &[u8], delimiter: u8) -> bool {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        QuoteInQuoted,
    }
    let end = record.iter().fold(At::Start, |at, byte| match (at, *byte) {
        (At::Start | At::QuoteInQuoted, b'"') => At::Quoted,
        (At::Start | At::Plain | At::QuoteInQuoted, byte) if byte == delimiter => At::Start,
        (At::Start | At::Plain | At::QuoteInQuoted, _) => At::Plain,
        (At::Quoted, b'"') => At::QuoteInQuoted,
        (At::Quoted, _) => At::Quoted,
    });
    end == At::Quoted
}
