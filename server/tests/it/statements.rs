//! Every SQL statement of the product, on both databases.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use database::testing::{Role, parameters};
use database::{Declared, Dialect, Scope};

/// Every declared statement.
pub fn every() -> Vec<Declared> {
    [
        audit::statements(),
        authentication::statements(),
        bulk::statements(),
        database::statements(),
        directory::statements(),
        jobs::statements(),
        messaging::statements(),
        permissions::statements(),
        sources::statements(),
        exports::statements(),
    ]
    .concat()
}

/// The root of the repository: tests run in the folder of their package. What is compiled in may be another checkout's, since they
/// share what they build.
pub fn root() -> PathBuf {
    Path::new("..").canonicalize().unwrap()
}

/// Every source file below a folder of the repository, with its text.
pub fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

/// `src` of every crate.
fn source_folders() -> Vec<PathBuf> {
    let crates = std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = crates.map(|path| path.join("src")).collect();
    folders.extend(["server", "app", "frontend"].map(|name| root().join(name).join("src")));
    folders
}

/// The module a source file is: `crates/audit/src/keys/store.rs` is `audit::keys::store`.
fn module(folder: &Path, file: &Path) -> String {
    let name = folder.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
    let inside = file.strip_prefix(folder).unwrap().with_extension("");
    let parts = inside.iter().map(|part| part.to_string_lossy().into_owned()).filter(|part| part != "lib");
    std::iter::once(name).chain(parts).collect::<Vec<_>>().join("::")
}

/// A module that declares statements but is not listed would escape every net of this folder.
#[test]
fn every_module_that_declares_statements_is_listed() {
    let mut declaring = BTreeSet::new();
    for folder in source_folders() {
        for (file, text) in sources(&folder) {
            let begins = |line: &str| {
                ["database::statements! {", "crate::statements! {"].iter().any(|word| line.starts_with(word))
            };
            let blocks = text.lines().filter(|line| begins(line)).count();
            assert!(blocks <= 1, "{} declares in several blocks", file.display());
            if blocks == 1 {
                declaring.insert(module(&folder, &file));
            }
        }
    }
    let listed: BTreeSet<String> =
        every().iter().map(|statement| statement.name.rsplit_once("::").unwrap().0.to_owned()).collect();
    assert_eq!(declaring, listed, "left: what the sources declare; right: what the lists name");
}

#[test]
fn names_are_unique() {
    let mut names = BTreeSet::new();
    for statement in every() {
        assert!(names.insert(statement.name), "{} is declared twice", statement.name);
    }
}

/// What both databases would answer differently stays out of the texts.
#[test]
fn texts_keep_to_what_both_databases_do_alike() {
    for statement in every() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let text = statement.text(dialect).to_lowercase();
            for word in
                ["lower(", "upper(", "now()", "current_timestamp", "random()", "gen_random_uuid", " ilike ", "select *"]
            {
                assert!(!text.contains(word), "{} says {word}", statement.name);
            }
        }
        if statement.is_per_dialect() {
            let plain = |dialect| statement.text(dialect).split_whitespace().collect::<Vec<_>>().join(" ");
            assert_ne!(plain(Dialect::Sqlite), plain(Dialect::Postgres), "{} needs no two texts", statement.name);
            let amount = |dialect| parameters(statement.text(dialect));
            assert_eq!(amount(Dialect::Sqlite), amount(Dialect::Postgres), "{}", statement.name);
        }
    }
}

database::on_each_database! {
    async fn every_statement_can_be_prepared(test: TestDatabase) {
        let dialect = test.database.dialect();
        let mut wrong = Vec::new();
        // SQLite has one connection that writes and knows no roles.
        for scope in [Scope::Tenant, Scope::Platform] {
            let mut bare = test.bare(if scope == Scope::Tenant { Role::Server } else { Role::Platform }).await;
            for statement in every().iter().filter(|statement| statement.scope == scope) {
                let text = statement.text(dialect);
                match bare.parameters(text).await {
                    Ok(found) if found.len() == parameters(text) => {}
                    Ok(found) => wrong.push(format!("{}: {} parameters, not {}", statement.name, found.len(), parameters(text))),
                    Err(error) => wrong.push(format!("{}: {error}", statement.name)),
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let all = every();
        let own: Vec<_> = all.iter().filter(|statement| statement.is_per_dialect()).map(|statement| statement.name).collect();
        println!("{} statements, {} of them with a text for each database:\n{}", all.len(), own.len(), own.join("\n"));
        // The parts of a text that differ are few; a growing number is a decision, not an accident.
        assert!(own.len() * 5 <= all.len(), "more than a fifth of the statements need two texts");
    }
}
