//! The table of published failures of others names tests: all of them are there, and no failure is without a word.

use std::collections::BTreeSet;

use crate::documents::{document, rows};
use crate::statements::{root, sources};

/// The names of all functions in the sources of tests and beside the code.
fn functions() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut all = sources(&root().join("server"));
    all.extend(sources(&root().join("crates")));
    all.extend(sources(&root().join("app")));
    for (_, text) in all {
        for line in text.lines() {
            if let Some((_, rest)) = line.split_once("fn ") {
                names.insert(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect());
            }
        }
    }
    names
}

#[test]
fn every_case_names_a_test_that_exists() {
    assert!(root().join("docs/security/cases.md").exists());
    let functions = functions();
    let rows = rows(&document("cases.md"));
    let numbers: Vec<usize> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(numbers, (1..=90).collect::<Vec<_>>());
    let (mut named, mut later) = (0, 0);
    for row in &rows {
        let [number, what, test] = row.as_slice() else { panic!("{row:?}") };
        let tests: Vec<&str> = test.split('`').skip(1).step_by(2).collect();
        let is_excused = test.contains("later: ") || test.starts_with("none");
        assert!(!what.is_empty() && (!tests.is_empty() || is_excused), "{number}: {test}");
        for test in &tests {
            assert!(functions.contains(*test), "{number}: there is no test {test}");
        }
        named += usize::from(!tests.is_empty());
        later += usize::from(tests.is_empty());
    }
    assert!(named > 50 && named + later == 90, "{named} are tested, {later} belong to what is not there yet");
}
