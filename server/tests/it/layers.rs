//! Who may import whom: the arrows of the architecture, read from the manifests and the sources.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

use crate::statements::{root, sources};

/// The crates of the product and those each may use. A new arrow is a decision and is drawn here.
const ARROWS: [(&str, &[&str]); 16] = [
    ("foundation", &[]),
    ("database", &["foundation"]),
    ("language", &["foundation"]),
    ("audit", &["foundation", "database"]),
    ("jobs", &["foundation", "database"]),
    ("messaging", &["foundation", "database", "audit", "jobs", "language"]),
    ("permissions", &["foundation", "database", "audit"]),
    ("directory", &["foundation", "database", "audit", "jobs", "language", "permissions"]),
    (
        "authentication",
        &["foundation", "database", "audit", "jobs", "language", "messaging", "permissions", "directory"],
    ),
    ("exports", &["foundation", "database", "audit", "jobs", "permissions", "directory"]),
    // People may bring the hashes of their passwords along.
    ("sources", &["foundation", "database", "audit", "jobs", "language", "permissions", "directory", "authentication"]),
    ("bulk", &["foundation", "database", "audit", "jobs", "permissions", "directory", "authentication"]),
    // Paper knows no capability and no words: a handler fills its models.
    ("printing", &["foundation"]),
    ("frontend", &["foundation"]),
    // The pages know no capability: a handler fills their models.
    ("app", &["foundation", "language", "frontend"]),
    (
        "server",
        &[
            "foundation",
            "database",
            "audit",
            "jobs",
            "language",
            "messaging",
            "permissions",
            "directory",
            "authentication",
            "sources",
            "bulk",
            "exports",
            "printing",
            "frontend",
            "app",
        ],
    ),
];

/// What speaks HTTP or draws pages. A capability takes parsed input and returns values.
const WEB: [&str; 7] = ["axum", "hyper", "leptos", "leptos_axum", "tower", "tower-http", "tower-sessions"];

/// The program that measures the product from outside. It loads databases in bulk, which no part of the product may.
const MEASURING: &str = "bench";

fn metadata() -> Metadata {
    let mut command = MetadataCommand::new();
    command.manifest_path(root().join("Cargo.toml")).no_deps().other_options(["--offline".to_owned()]);
    command.exec().unwrap()
}

/// What each crate of the product uses, beside what only its tests use.
fn used() -> BTreeMap<String, Vec<cargo_metadata::Dependency>> {
    let metadata = metadata();
    let packages = metadata.packages.iter().map(|package| {
        let own = package.dependencies.iter().filter(|one| one.kind != DependencyKind::Development);
        (package.name.to_string(), own.cloned().collect())
    });
    // What measures the product is no part of it: nothing uses it, and it may look underneath.
    packages.filter(|(name, _)| name != MEASURING).collect()
}

#[test]
fn arrows_point_one_way() {
    let used = used();
    let known: BTreeMap<&str, &[&str]> = ARROWS.into();
    let names: BTreeSet<&str> = used.keys().map(String::as_str).collect();
    assert_eq!(names, known.keys().copied().collect(), "left: the crates there are; right: those listed");
    for (name, dependencies) in &used {
        for dependency in dependencies.iter().filter(|dependency| names.contains(dependency.name.as_str())) {
            assert!(
                known[name.as_str()].contains(&dependency.name.as_str()),
                "{name} must not use {}",
                dependency.name
            );
        }
    }
    // No circle can be drawn into the list itself: each crate stands after those it uses.
    for (at, (name, others)) in ARROWS.iter().enumerate() {
        for other in *others {
            assert!(ARROWS[..at].iter().any(|(earlier, _)| earlier == other), "{name} stands before {other}");
        }
    }
}

#[test]
fn nothing_uses_what_measures_the_product() {
    for (name, dependencies) in used() {
        assert!(dependencies.iter().all(|one| one.name != MEASURING), "{name} must not use {MEASURING}");
    }
}

#[test]
fn capabilities_know_nothing_of_the_web() {
    for (name, dependencies) in used() {
        if ["app", "frontend", "server"].contains(&name.as_str()) {
            continue;
        }
        let web: Vec<_> = dependencies.iter().filter(|one| WEB.contains(&one.name.as_str())).collect();
        assert!(web.is_empty(), "{name} uses {web:?}");
    }
}

#[test]
fn only_the_database_crate_runs_sql() {
    let features = metadata();
    let of_workspace: Vec<_> =
        features.packages.iter().filter(|package| !["database", MEASURING].contains(&package.name.as_str())).collect();
    for package in of_workspace {
        for sqlx in package.dependencies.iter().filter(|one| one.name == "sqlx") {
            assert_eq!(
                (&sqlx.features, sqlx.uses_default_features),
                (&vec!["derive".to_owned()], false),
                "{}",
                package.name
            );
        }
    }
    let crates = std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let folders = crates.filter(|path| !path.ends_with("database")).map(|path| path.join("src"));
    for folder in folders.chain(["server", "app", "frontend"].map(|name| root().join(name).join("src"))) {
        for (file, text) in sources(&folder) {
            for (number, line) in text.lines().enumerate() {
                let place = format!("{}:{}", file.display(), number + 1);
                // Only what derives for a row, and the one file that makes words of enums storable.
                let rest = line.split("sqlx::").nth(1).unwrap_or("Type");
                let derives = ["FromRow", "Type", "types::"].iter().any(|start| rest.starts_with(start));
                assert!(derives || file.ends_with("foundation/src/stored_word.rs"), "{place}: {line}");
                assert!(!line.contains("pub mod store"), "{place}: a store is private to its folder");
            }
        }
    }
}

/// What is built only where a process is put together, and what builds it. `Worker` has its examples in its own crate.
const BUILT: [(&str, &[&str]); 6] = [
    ("Services::new(", &["compose.rs"]),
    ("Authentication::new(", &["compose.rs"]),
    ("Hasher::start(", &["compose.rs"]),
    ("Worker::new(", &["compose.rs"]),
    ("Sealer::run(", &["compose.rs"]),
    ("Database::open(", &["commands.rs"]),
];

#[test]
fn only_the_composer_builds_services() {
    let crates = std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path().join("src"));
    let mut found = BTreeSet::new();
    for folder in crates.chain([root().join("server/src"), root().join("app/src")]) {
        for (file, text) in sources(&folder) {
            // A module of tests may build what it tests, and so may a module made for tests.
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if name == "tests.rs" || file.ends_with("database/src/testing.rs") {
                continue;
            }
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                for (call, allowed) in BUILT.iter().filter(|(call, _)| line.contains(call)) {
                    assert!(allowed.contains(&name.as_str()), "{}: {line}", file.display());
                    found.insert(*call);
                }
            }
        }
    }
    assert_eq!(found, BUILT.iter().map(|(call, _)| *call).collect(), "left: what is built; right: what is listed");
}
