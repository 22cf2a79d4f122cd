//! The forms of a file, and how people become lines of it.

use foundation::text::harmless_cell;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

use crate::Column;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// CSV (RFC 4180) in UTF-8 with a byte order mark, separated by semicolons, as spreadsheets in German expect.
    CsvSemicolon,
    /// The same, separated by commas, as those in English do.
    CsvComma,
    /// One JSON object per line.
    JsonLines,
}

foundation::stored_as_word!(Format);

impl Format {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::CsvSemicolon, Self::CsvComma, Self::JsonLines];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CsvSemicolon => "csv_semicolon",
            Self::CsvComma => "csv_comma",
            Self::JsonLines => "json_lines",
        }
    }

    /// The form of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// How the name of a file ends.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::CsvSemicolon | Self::CsvComma => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    /// The media type of a file.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::CsvSemicolon | Self::CsvComma => "text/csv; charset=utf-8",
            Self::JsonLines => "application/jsonl; charset=utf-8",
        }
    }
}

/// What a person is in the file: a value for each column, or nothing.
pub(crate) type Row = Vec<Option<String>>;

/// The lines of some people; those of the first piece have the header before them, in the forms that have one. Nothing when they cannot
/// be written, which does not happen.
pub(crate) fn lines(format: Format, columns: &[Column], rows: &[Row], is_first: bool) -> Option<Vec<u8>> {
    let headings: Vec<String> = columns.iter().map(Column::heading).collect();
    match format {
        Format::CsvSemicolon => csv_lines(b';', &headings, rows, is_first),
        Format::CsvComma => csv_lines(b',', &headings, rows, is_first),
        Format::JsonLines => json_lines(&headings, rows),
    }
}

fn csv_lines(delimiter: u8, headings: &[String], rows: &[Row], is_first: bool) -> Option<Vec<u8>> {
    // Without the mark, spreadsheets take UTF-8 for something else.
    let begin = if is_first { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(begin);
    if is_first {
        writer.write_record(headings.iter().map(|heading| harmless_cell(heading).into_owned())).ok()?;
    }
    for row in rows {
        let cells = row.iter().map(|cell| harmless_cell(cell.as_deref().unwrap_or_default()).into_owned());
        writer.write_record(cells).ok()?;
    }
    writer.into_inner().ok()
}

/// A person as an object, its members in the order of the columns.
struct Object<'r> {
    headings: &'r [String],
    row: &'r Row,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.row.len()))?;
        for (heading, value) in self.headings.iter().zip(self.row) {
            map.serialize_entry(heading, value)?;
        }
        map.end()
    }
}

fn json_lines(headings: &[String], rows: &[Row]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut bytes, &Object { headings, row }).ok()?;
        bytes.push(b'\n');
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Format, Row, lines};
    use crate::Column;

    fn text(format: Format, rows: &[Row], is_first: bool) -> String {
        let columns = [Column::DisplayName, Column::Phone, Column::Attribute("note".to_owned())];
        String::from_utf8(lines(format, &columns, rows, is_first).unwrap()).unwrap()
    }

    fn rows() -> Vec<Row> {
        let some = |text: &str| Some(text.to_owned());
        vec![
            vec![some("Ada; \"the first\""), some("+49 30 1"), some("=HYPERLINK(\"x\")")],
            vec![some("Bo"), None, None],
        ]
    }

    #[test]
    fn cells_are_quoted_and_become_no_formulas() {
        assert_eq!(
            text(Format::CsvSemicolon, &rows(), true),
            "\u{feff}display_name;phone;note\r\n\"Ada; \"\"the first\"\"\";'+49 30 1;\"'=HYPERLINK(\"\"x\"\")\"\r\nBo;;\r\n"
        );
        assert_eq!(text(Format::CsvComma, &rows()[1..], false), "Bo,,\r\n");
    }

    #[test]
    fn objects_have_their_members_in_order_and_values_as_they_are() {
        assert_eq!(
            text(Format::JsonLines, &rows(), true),
            "{\"display_name\":\"Ada; \\\"the first\\\"\",\"phone\":\"+49 30 1\",\"note\":\"=HYPERLINK(\\\"x\\\")\"}\n{\"display_name\":\"Bo\",\"phone\":null,\"note\":null}\n"
        );
    }
}
