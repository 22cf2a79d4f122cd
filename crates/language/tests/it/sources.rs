//! Looks through the sources of the workspace for the keys they use, with a small scanner for string literals.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::files::messages;

/// Families whose keys are built at run time, from words of the database or from an error's code.
const FAMILIES: [&str; 7] = ["permission-", "audit-kind-", "problem-", "role-", "archetype-", "mail-", "state-"];

/// A use of a text: `.t("key")` or `.f("key", &[("name", …)])`.
#[derive(Debug, PartialEq, Eq)]
struct Use {
    key: String,
    given: Given,
}

/// The values a use gives its text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Given {
    /// None, by `.t`.
    Nothing,
    /// Those with these names, by `.f` with a list on the spot.
    Names(BTreeSet<String>),
    /// A list made elsewhere.
    Elsewhere,
}

/// What a source file says: the uses of texts, and every string literal.
#[derive(Debug, Default)]
struct Scan {
    uses: Vec<Use>,
    literals: BTreeSet<String>,
}

/// Splits a source into code and literals, and notes what stands before a literal.
fn scan(source: &str) -> Scan {
    let letters: Vec<char> = source.chars().collect();
    let mut scan = Scan::default();
    // The code so far, without comments and white space, each literal as a quote.
    let mut code = String::new();
    // The use that is still open, and how deep its brackets were when it began.
    let mut open: Option<(Use, usize)> = None;
    let mut depth = 0_usize;
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        if rest.starts_with(&['/', '/']) {
            at += rest.iter().position(|c| *c == '\n').unwrap_or(rest.len());
        } else if rest.starts_with(&['/', '*']) {
            at += rest.windows(2).position(|pair| pair == ['*', '/']).map_or(rest.len(), |end| end + 2);
        } else if let Some((literal, length)) = string_literal(rest) {
            if code.ends_with(".t(") {
                scan.uses.push(Use { key: literal.clone(), given: Given::Nothing });
            } else if code.ends_with(".f(") {
                let here: String = letters[at + length..].iter().filter(|c| !c.is_whitespace()).take(3).collect();
                let given = if here == ",&[" { Given::Names(BTreeSet::new()) } else { Given::Elsewhere };
                let opened = (Use { key: literal.clone(), given }, depth);
                scan.uses.extend(open.replace(opened).map(|(done, _)| done));
            } else if let Some((Use { given: Given::Names(names), .. }, began)) = &mut open
                && code.ends_with('(')
                // `[` and `(`: deeper ones belong to the value.
                && depth == *began + 2
            {
                names.insert(literal.clone());
            }
            code.push('"');
            scan.literals.insert(literal);
            at += length;
        } else {
            let letter = rest[0];
            // A quotation mark as a character literal would otherwise begin a string.
            if letter == '\'' && (rest.starts_with(&['\'', '"', '\'']) || rest.starts_with(&['\'', '\\', '"', '\''])) {
                at += if rest[1] == '\\' { 4 } else { 3 };
                continue;
            }
            match letter {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if let Some((done, _)) = open.take_if(|(_, began)| depth < *began) {
                scan.uses.push(done);
            }
            if !letter.is_whitespace() {
                code.push(letter);
            }
            at += 1;
        }
    }
    scan.uses.extend(open.map(|(done, _)| done));
    scan
}

/// The string literal at the beginning of `rest`, raw or not, and its length in characters.
fn string_literal(rest: &[char]) -> Option<(String, usize)> {
    if rest.first() == Some(&'"') {
        let mut text = String::new();
        let mut at = 1;
        while at < rest.len() && rest[at] != '"' {
            if rest[at] == '\\' {
                at += 1;
            }
            text.extend(rest.get(at));
            at += 1;
        }
        return Some((text, at + 1));
    }
    let hashes = rest.strip_prefix(&['r'])?.iter().take_while(|c| **c == '#').count();
    let body = &rest[1 + hashes..];
    let body = body.strip_prefix(&['"'])?;
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let length = body.windows(end.len()).position(|window| window == end)?;
    Some((body[..length].iter().collect(), 2 + hashes + length + end.len()))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Every source file of the workspace.
fn workspace() -> BTreeMap<String, Scan> {
    let root = Path::new("../..").canonicalize().unwrap();
    let mut members: Vec<PathBuf> = ["app", "frontend", "server"].iter().map(|name| root.join(name)).collect();
    members.extend(fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().path()));
    let mut found = Vec::new();
    for member in members {
        rust_files(&member.join("src"), &mut found);
    }
    let named = |path: &PathBuf| path.strip_prefix(&root).unwrap().display().to_string();
    found.iter().map(|path| (named(path), scan(&fs::read_to_string(path).unwrap()))).collect()
}

#[test]
fn every_text_a_source_asks_for_is_there_with_its_values() {
    let texts = messages("en");
    let mut wrong = Vec::new();
    for (file, scan) in workspace() {
        for asked in scan.uses {
            // The tests of the look-up ask for what is not there.
            if file == "crates/language/src/texts.rs" {
                continue;
            }
            match (texts.get(&asked.key), asked.given) {
                (None, _) => wrong.push(format!("{file}: {} has no text", asked.key)),
                (Some(message), Given::Nothing) if !message.values.is_empty() => {
                    wrong.push(format!("{file}: {} needs {:?}", asked.key, message.values));
                }
                (Some(message), Given::Names(given)) if given != message.values => {
                    wrong.push(format!("{file}: {} needs {:?} and is given {given:?}", asked.key, message.values));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_text_is_used() {
    let sources = workspace();
    if !sources.iter().any(|(file, scan)| file.starts_with("app/") && !scan.uses.is_empty()) {
        return; // There is no page yet.
    }
    let literals: BTreeSet<&str> = sources.values().flat_map(|scan| &scan.literals).map(String::as_str).collect();
    let unused: Vec<String> = messages("en")
        .into_iter()
        .filter(|(key, _)| !literals.contains(key.as_str()) && !FAMILIES.iter().any(|family| key.starts_with(family)))
        .map(|(key, message)| format!("{}.ftl: {key}", message.file))
        .collect();
    assert!(unused.is_empty(), "no source names these texts:\n{}", unused.join("\n"));
}

#[test]
fn the_scanner_sees_uses_and_values_and_not_comments() {
    let found = scan(
        r##"
        // texts.t("in-a-comment")
        let a = texts.t("plain-key"); /* .t("another-comment") */
        let b = texts
            .f("with-values", &[("count", n.into()), ("name", name("x", 1).into())]);
        let c = view! { <p title='"'>{texts.t(r#"raw-key"#)}</p> };
        texts.f("outer-key", &[("inner", texts.t("inner-key").into())]); texts.f("from-elsewhere", &values)
        "##,
    );
    let names = |names: &[&str]| Given::Names(names.iter().map(|name| (*name).to_owned()).collect());
    let uses = [
        ("plain-key", Given::Nothing),
        ("with-values", names(&["count", "name"])),
        ("raw-key", Given::Nothing),
        ("inner-key", Given::Nothing),
        ("outer-key", names(&["inner"])),
        ("from-elsewhere", Given::Elsewhere),
    ];
    assert_eq!(found.uses, uses.map(|(key, given)| Use { key: key.to_owned(), given }));
    assert!(!found.literals.contains("in-a-comment") && !found.literals.contains("another-comment"));
}
