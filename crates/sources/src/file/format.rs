//! How a file is written: detected from its bytes, never asked for.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::FileProblem;

/// The encoding of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8 (RFC 3629).
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252, the Western European encoding of older exports (WHATWG Encoding, "windows-1252").
    #[serde(rename = "windows-1252")]
    Windows1252,
}

impl Encoding {
    /// Its usual name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// The text of some bytes; `None` when they are not text in this encoding.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Windows1252 => Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0),
        }
    }
}

/// What separates the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// The tabulator.
    Tab,
}

impl Delimiter {
    /// Every delimiter, the most usual first.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// The character.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Format {
    /// Its encoding.
    pub encoding: Encoding,
    /// Its delimiter.
    pub delimiter: Delimiter,
    /// Where the header row begins: after a byte order mark and a line `sep=;`, which Excel writes and reads.
    pub header_at: u32,
    /// The line of the header row, counted from 1.
    pub header_line: u32,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What the first bytes of a file tell, before its encoding is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) has_mark: bool,
    pub(crate) delimiter: Delimiter,
    pub(crate) header_at: u32,
    pub(crate) header_line: u32,
}

impl Opening {
    /// Reads the beginning of a file. `is_whole` says that nothing follows `sample`; `told` is the delimiter somebody said.
    pub(crate) fn read(sample: &[u8], is_whole: bool, told: Option<Delimiter>) -> Result<Self, FileProblem> {
        if sample.starts_with(b"\xFF\xFE") || sample.starts_with(b"\xFE\xFF") {
            return Err(FileProblem::Utf16);
        }
        if sample.starts_with(b"PK\x03\x04") || sample.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(FileProblem::Spreadsheet);
        }
        if looks_like_utf16(sample) {
            return Err(FileProblem::Utf16);
        }
        let has_mark = sample.starts_with(BYTE_ORDER_MARK);
        let mut header_at = if has_mark { BYTE_ORDER_MARK.len() } else { 0 };
        let mut header_line = 1;
        let body = sample.get(header_at..).unwrap_or_default();
        let mut told = told;
        if let Some((delimiter, length)) = hint(body) {
            told = told.or(Some(delimiter));
            header_at += length;
            header_line = 2;
        }
        let body = sample.get(header_at..).unwrap_or_default();
        let delimiter = told.unwrap_or_else(|| detect_delimiter(body, is_whole));
        Ok(Self { has_mark, delimiter, header_at: u32::try_from(header_at).unwrap_or(0), header_line })
    }

    pub(crate) const fn format(self, encoding: Encoding) -> Format {
        Format { encoding, delimiter: self.delimiter, header_at: self.header_at, header_line: self.header_line }
    }
}

/// Every other byte zero: UTF-16 without its mark.
fn looks_like_utf16(sample: &[u8]) -> bool {
    let head = sample.get(..sample.len().min(512)).unwrap_or_default();
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    half >= 4 && (zeros(0) * 2 > half) != (zeros(1) * 2 > half)
}

/// The line `sep=;`: its delimiter and its length with the line break.
fn hint(body: &[u8]) -> Option<(Delimiter, usize)> {
    let rest = body.strip_prefix(b"sep=").or_else(|| body.strip_prefix(b"SEP="))?;
    let (first, rest) = rest.split_first()?;
    let delimiter = Delimiter::ALL.into_iter().find(|delimiter| delimiter.byte() == *first)?;
    match rest {
        [b'\r', b'\n', ..] => Some((delimiter, 7)),
        [b'\n' | b'\r', ..] => Some((delimiter, 6)),
        _ => None,
    }
}

/// The delimiter by which the most of the first rows have as many cells as the header. One column: a comma.
fn detect_delimiter(body: &[u8], is_whole: bool) -> Delimiter {
    let score = |delimiter: Delimiter| {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter.byte()).has_headers(false).flexible(true).from_reader(body);
        let mut counts = Vec::new();
        let mut record = csv::ByteRecord::new();
        while counts.len() < 50 && reader.read_byte_record(&mut record).unwrap_or(false) {
            counts.push(record.len());
        }
        if !is_whole && counts.len() > 1 && counts.len() < 50 {
            counts.pop(); // the last record goes on behind the sample
        }
        let columns = counts.first().copied().unwrap_or(0);
        let equal = counts.iter().filter(|count| **count == columns).count();
        // In thousandths, so that the order is total.
        (columns > 1).then(|| (equal * 1_000 / counts.len().max(1), columns))
    };
    Delimiter::ALL
        .into_iter()
        .filter_map(|delimiter| score(delimiter).map(|score| (score, delimiter)))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map_or(Delimiter::Comma, |(_, delimiter)| delimiter)
}

/// Counts, piece by piece, how much of a file is UTF-8 and how much cannot be.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// A sequence that goes on in the next piece.
    carry: Vec<u8>,
    /// Letters of more than one byte.
    long: u64,
    /// Places that are not UTF-8.
    broken: u64,
}

impl Tally {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if self.carry.is_empty() {
            self.carry = self.count(bytes);
        } else {
            let mut joined = std::mem::take(&mut self.carry);
            joined.extend_from_slice(bytes);
            self.carry = self.count(&joined);
        }
    }

    /// Counts and returns the unfinished end.
    fn count(&mut self, mut bytes: &[u8]) -> Vec<u8> {
        loop {
            let (good, rest) = match std::str::from_utf8(bytes) {
                Ok(_) => (bytes, None),
                Err(error) => {
                    let (good, rest) = bytes.split_at(error.valid_up_to());
                    (good, Some((error.error_len(), rest)))
                }
            };
            self.long += good.iter().filter(|byte| **byte >= 0xC0).count() as u64;
            match rest {
                None => return Vec::new(),
                Some((None, rest)) => return rest.to_vec(),
                Some((Some(length), rest)) => {
                    self.broken += 1;
                    bytes = rest.get(length..).unwrap_or_default();
                }
            }
        }
    }

    /// A file with a few broken places among many good letters is UTF-8, and those rows are rejected; read as
    /// Windows-1252 every umlaut of it would be two wrong letters.
    pub(crate) fn encoding(&self, has_mark: bool) -> Encoding {
        let broken = self.broken + u64::from(!self.carry.is_empty());
        if has_mark || broken == 0 || self.long > broken { Encoding::Utf8 } else { Encoding::Windows1252 }
    }
}
