//! Files as people have them.

use proptest::prelude::*;

use super::{Delimiter, Encoding, Facts, FileLimits, FileProblem, Inspection, Peculiarity, Piece, Records};

fn inspect(bytes: &[u8]) -> Result<Facts, FileProblem> {
    let mut inspection = Inspection::new(FileLimits::default());
    inspection.push(bytes)?;
    inspection.finish()
}

/// Line and cells of every row, read in pieces of `size` bytes.
fn rows(bytes: &[u8], size: usize) -> Vec<(u64, Vec<String>)> {
    let facts = inspect(bytes).unwrap();
    let format = facts.format;
    let mut records = Records::new(format.delimiter.byte(), format.header_at, format.header_line);
    let (head, rest) = bytes.split_at((format.header_at as usize).max(size).min(bytes.len()));
    let mut found = Vec::new();
    let pieces: Vec<&[u8]> = std::iter::once(head).chain(rest.chunks(size)).collect();
    for (at, piece) in pieces.iter().enumerate() {
        let pushed: Result<(), FileProblem> = records.push(piece, at + 1 == pieces.len(), |piece| {
            if let Piece::Row(row) = piece {
                let cells = (0..row.len()).map(|at| row.cell(at, format.encoding).unwrap().into_owned()).collect();
                found.push((row.line, cells));
            }
            Ok(())
        });
        pushed.unwrap();
    }
    found
}

#[test]
fn the_delimiter_is_the_one_by_which_rows_agree() {
    for (text, delimiter, columns) in [
        ("a,b\n1,2\n", Delimiter::Comma, 2),
        ("a;b;c\n1,5;2,5;3,5\n1;2;3\n", Delimiter::Semicolon, 3),
        ("a\tb\n1, 2\t3; 4\n", Delimiter::Tab, 2),
        ("name,notes\nAda,\"x;y;z\"\nGrace,p;q\n", Delimiter::Comma, 2),
        ("\"a;b\",c\n1,2\n", Delimiter::Comma, 2),
        ("email\nada@example.org\n", Delimiter::Comma, 1),
        ("sep=;\r\na;b,c,d\r\n1;2,3,4\r\n", Delimiter::Semicolon, 2),
    ] {
        let facts = inspect(text.as_bytes()).unwrap();
        assert_eq!((facts.format.delimiter, facts.columns.len()), (delimiter, columns), "{text:?}");
    }
}

#[test]
fn utf_8_is_told_from_windows_1252() {
    let encoding = |bytes: &[u8]| inspect(bytes).unwrap().format.encoding;
    assert_eq!(encoding("Vorname\nJürgen\n".as_bytes()), Encoding::Utf8);
    assert_eq!(encoding(b"Vorname\nJ\xFCrgen\n"), Encoding::Windows1252);
    assert_eq!(encoding(b"\xEF\xBB\xBFVorname\nJ\xFCrgen\n"), Encoding::Utf8, "a byte order mark decides");
    let mixed = ["a\n".as_bytes(), "Grüße aus Köln\n".repeat(3).as_bytes(), b"J\xFCrgen\n"].concat();
    assert_eq!(encoding(&mixed), Encoding::Utf8, "one broken row does not make umlauts of all others wrong");
    // A letter cut in two by a piece is whole.
    let mut inspection = Inspection::new(FileLimits::default());
    for byte in "Name\nŁukasz Grün €\n".as_bytes() {
        inspection.push(&[*byte]).unwrap();
    }
    assert_eq!(inspection.finish().unwrap().format.encoding, Encoding::Utf8);
}

#[test]
fn marks_and_hints_before_the_header_are_not_part_of_it() {
    let facts = inspect("\u{feff}Vorname;Nachname\r\nAda;Lovelace\r\n".as_bytes()).unwrap();
    assert_eq!(facts.columns[0].name, "Vorname");
    let facts = inspect("\u{feff}sep=;\r\nVorname;Nachname\r\nAda;Lovelace\r\n".as_bytes()).unwrap();
    assert_eq!((facts.columns[0].name.as_str(), facts.rows), ("Vorname", 1));
    assert_eq!(rows("\u{feff}sep=;\r\nVorname;Nachname\r\nAda;Lovelace\r\n".as_bytes(), 5)[0].0, 3);
}

#[test]
fn what_is_no_csv_file_is_refused_with_the_reason() {
    let utf16: Vec<u8> = "a,b\nc,d\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, problem) in [
        (b"".to_vec(), FileProblem::Empty),
        (b"\n\n".to_vec(), FileProblem::Empty),
        (b"a,b\n".to_vec(), FileProblem::NoRows),
        (b"a,b\n,\n \n".to_vec(), FileProblem::NoRows),
        ([b"\xFF\xFE".to_vec(), utf16.clone()].concat(), FileProblem::Utf16),
        (utf16, FileProblem::Utf16),
        (b"PK\x03\x04 a spreadsheet".to_vec(), FileProblem::Spreadsheet),
        (b"a,b\n1,\0\n".to_vec(), FileProblem::NotText),
        (vec![b','; 201], FileProblem::TooManyColumns),
    ] {
        assert_eq!(inspect(&bytes), Err(problem), "{:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn limits_are_kept_while_the_file_arrives() {
    let mut inspection = Inspection::new(FileLimits { bytes: 10, rows: 100 });
    assert_eq!(inspection.push(b"a,b\n1,2\n3,4\n"), Err(FileProblem::TooLarge { limit: 10 }));
    let mut inspection = Inspection::new(FileLimits { bytes: 1_000, rows: 2 });
    inspection.push(b"a\n1\n2\n3\n").unwrap();
    assert_eq!(inspection.finish(), Err(FileProblem::TooManyRows { limit: 2 }));
}

#[test]
fn a_quote_that_is_never_closed_does_not_fill_the_memory() {
    let mut inspection = Inspection::new(FileLimits::default());
    inspection.push(b"a,b\n1,2\n3,\"4\n").unwrap();
    let piece = vec![b'x'; 256 * 1024];
    let pushed = (0..100).try_for_each(|_| inspection.push(&piece));
    assert_eq!(pushed, Err(FileProblem::EndlessRecord { line: 3 }));
}

#[test]
fn rows_know_their_line_whatever_breaks_the_lines() {
    let expected = [(2, "1"), (4, "x\ny"), (6, "3")].map(|(line, cell)| (line, vec![cell.to_owned(), "b".to_owned()]));
    for line_break in ["\n", "\r\n", "\r"] {
        let text = ["k,v", "1,b", "", "\"x\ny\",b", "3,b", ""].join(line_break);
        for size in 1..text.len() {
            assert_eq!(rows(text.as_bytes(), size), expected, "{line_break:?} in pieces of {size}");
        }
    }
}

#[test]
fn quotes_are_read_as_rfc_4180_says() {
    let text = "a,b\n\"say \"\"hi\"\"\",\"x,y\"\nplain \"quoted\" text,5\" pipe\n , \n\"\",z";
    let cells: Vec<Vec<String>> = rows(text.as_bytes(), 7).into_iter().map(|(_, cells)| cells).collect();
    assert_eq!(cells, [vec!["say \"hi\"", "x,y"], vec!["plain \"quoted\" text", "5\" pipe"], vec!["", "z"]]);
}

#[test]
fn a_byte_order_mark_in_the_middle_is_content_wherever_a_piece_begins() {
    let text = "k;v\r1;\"a\"\r\u{feff}\"2;b\"\r\u{feff}\r";
    let whole = rows(text.as_bytes(), text.len());
    assert_eq!(whole.len(), 3);
    for size in 1..text.len() {
        assert_eq!(rows(text.as_bytes(), size), whole, "in pieces of {size}");
    }
}

#[test]
fn a_file_that_ends_inside_quotes_says_so() {
    let open = |text: &str| {
        let mut records = Records::new(b',', 0, 1);
        let mut last = false;
        let pushed: Result<(), FileProblem> = records.push(text.as_bytes(), true, |piece| {
            if let Piece::Row(row) = piece {
                last = row.is_open;
            }
            Ok(())
        });
        pushed.unwrap();
        last
    };
    assert!(open("a,b\n1,\"2\n3,4\n"));
    assert!(!open("a,b\n1,\"2\n3\"\n"));
    assert!(!open("a,b\n1,5\" pipe"));
    assert!(open("a,b\n1,\"5\"\" pipe"));
}

#[test]
fn headers_get_names_that_differ() {
    let facts = inspect("E-Mail;;e-mail;Passwort;Login-Password;Password hint;#2\n1;2;3;4;5;6;7\n".as_bytes()).unwrap();
    let named: Vec<_> = facts.columns.iter().map(|column| (column.name.as_str(), column.peculiarity)).collect();
    assert_eq!(
        named,
        [
            ("E-Mail", None),
            ("#2", Some(Peculiarity::Empty)),
            ("e-mail #3", Some(Peculiarity::Repeated)),
            ("Passwort", Some(Peculiarity::Password)),
            ("Login-Password", Some(Peculiarity::Password)),
            ("Password hint", None),
            ("#2 #7", Some(Peculiarity::Repeated)),
        ]
    );
}

#[test]
fn facts_survive_being_stored() {
    let facts = inspect("Vorname;Vorname\nAda;Ada\n".as_bytes()).unwrap();
    let stored = serde_json::to_string(&Some(facts.clone())).unwrap();
    assert_eq!(serde_json::from_str::<Option<Facts>>(&stored).unwrap(), Some(facts));
    assert_eq!(serde_json::from_str::<Option<Facts>>("null").unwrap(), None, "a file that is still arriving");
}

/// The rows of a file of which somebody says how it is written, read in pieces of `size` bytes.
fn rows_as(bytes: &[u8], encoding: Encoding, delimiter: Delimiter, size: usize) -> Vec<Vec<String>> {
    let mut inspection = Inspection::written_as(FileLimits::default(), encoding, delimiter);
    bytes.chunks(size).try_for_each(|piece| inspection.push(piece)).unwrap();
    let facts = inspection.finish().unwrap();
    let mut records = Records::new(delimiter.byte(), facts.format.header_at, facts.format.header_line);
    let (mut found, mut is_open) = (Vec::new(), false);
    let (head, rest) = bytes.split_at((facts.format.header_at as usize).max(size).min(bytes.len()));
    let pieces: Vec<&[u8]> = std::iter::once(head).chain(rest.chunks(size)).collect();
    for (at, piece) in pieces.iter().enumerate() {
        let pushed: Result<(), FileProblem> = records.push(piece, at + 1 == pieces.len(), |piece| {
            if let Piece::Row(row) = piece {
                is_open |= row.is_open;
                found.push((0..row.len()).map(|at| row.cell(at, encoding).unwrap().into_owned()).collect());
            }
            Ok(())
        });
        pushed.unwrap();
    }
    assert_eq!((found.len() as u64, is_open), (facts.rows, false), "counted on arrival as read later");
    found
}

proptest! {
    /// Whatever a program writes by RFC 4180, in any encoding, with any delimiter and line break, comes back cell by cell.
    #[test]
    fn what_is_written_is_read_back(
        table in (1_usize..5).prop_flat_map(|columns| {
            prop::collection::vec(prop::collection::vec("[a-z \u{e4}\u{df}\u{20ac};,\t\"'=\n]{0,9}", columns), 1..8)
        }),
        is_utf8 in any::<bool>(),
        has_mark in any::<bool>(),
        delimiter in prop::sample::select(Delimiter::ALL.to_vec()),
        terminator in prop::sample::select(vec![csv::Terminator::CRLF, csv::Terminator::Any(b'\n')]),
        size in 1_usize..60,
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter.byte()).terminator(terminator).from_writer(Vec::new());
        writer.write_record((0..table[0].len()).map(|column| format!("column{column}"))).unwrap();
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let mark = if has_mark && is_utf8 { "\u{feff}" } else { "" };
        let (bytes, encoding) = if is_utf8 {
            (format!("{mark}{text}").into_bytes(), Encoding::Utf8)
        } else {
            (encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(), Encoding::Windows1252)
        };
        // Rows with nothing in them are left out, and white space around a cell.
        let expected: Vec<Vec<String>> = table
            .iter()
            .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
            .map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect())
            .collect();
        prop_assume!(!expected.is_empty());
        prop_assert_eq!(rows_as(&bytes, encoding, delimiter, size), expected);
    }
}
