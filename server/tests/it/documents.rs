//! docs/security says what the code does: every number, right, way in, table and record in it is compared with the code.

use std::collections::BTreeSet;

use authentication::tokens::Purpose;
use authentication::{sessions, throttle};
use directory::Settings;
use foundation::Permission;
use permissions::SystemRole;

use crate::isolation::{Need, TABLE};
use crate::statements::{root, sources};

/// The routes that hand out a session, each with the handler that does.
pub const PATHWAYS: [(&str, &str); 14] = [
    ("/sign-in", "sign_in"),
    ("/sign-in/passkey", "sign_in"),
    ("/sign-in/mail/code", "sign_in_with_code"),
    ("/sign-in/second", "second_step"),
    ("/sign-in/second/passkey", "second_step_with_passkey"),
    ("/verify", "verify"),
    ("/invitation", "accept_invitation"),
    ("/recover/help", "finish"),
    ("/setup", "create"),
    ("/portal/security/password", "change_password"),
    ("/portal/new-password", "choose_new_password"),
    ("/portal/confirm", "confirm"),
    ("/portal/confirm/passkey", "confirm_with_passkey"),
    ("/badge", "sign_in"),
];

/// A document of docs/security.
pub fn document(name: &str) -> String {
    std::fs::read_to_string(root().join("docs/security").join(name)).unwrap()
}

/// The cells of the rows of its tables, without their heads.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    let cells =
        |line: &str| -> Vec<String> { line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect() };
    let lines: Vec<&str> = text.lines().collect();
    let is_rule = |line: Option<&&str>| line.is_some_and(|line| line.starts_with("|---"));
    let is_row = |at: usize| lines[at].starts_with('|') && !is_rule(lines.get(at)) && !is_rule(lines.get(at + 1));
    (0..lines.len()).filter(|at| is_row(*at)).map(|at| cells(lines[at])).collect()
}

fn plain(cell: &str) -> String {
    cell.replace('`', "")
}

/// ASVS 6.1.1.
#[test]
fn the_limits_are_those_of_the_code() {
    let documented: Vec<(String, i64, i64)> = rows(&document("limits.md"))
        .iter()
        .map(|row| (plain(&row[0]), row[2].parse().unwrap(), row[3].parse().unwrap()))
        .collect();
    let code = throttle::LIMITS.map(|limit| (limit.kind.to_owned(), limit.failures, limit.window.num_minutes()));
    assert_eq!(documented, code);
    let limits = server::http::Limits::default();
    let text = document("limits.md").split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        format!("a body of {} KiB", limits.body >> 10),
        format!("a file of {} MiB", limits.upload >> 20),
        format!("{} KiB of path and query", limits.target >> 10),
        format!("{} KiB and {} lines of head", limits.head >> 10, limits.headers),
        format!("{} seconds for a head or a pause", limits.head_patience.as_secs()),
        format!("{} seconds until the answer begins", limits.request.as_secs()),
    ] {
        assert!(text.contains(&part), "{part}");
    }
}

/// ASVS 6.1.3: whatever gives a browser a session is in the list, with how long its link works.
#[test]
fn every_way_in_is_listed() {
    let mut handlers = BTreeSet::new();
    for (_, text) in sources(&root().join("server/src/web")) {
        for function in text.split("async fn ").skip(1) {
            let name: String = function.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let body: String = function.split("\nasync fn ").next().unwrap().split_whitespace().collect();
            if [
                "enter(&session,",
                "go_on(&door,&session,",
                "finish(&door,&session,",
                "adopt(&session,",
                "finish_confirming(&door,visitor,&session,",
            ]
            .iter()
            .any(|call| body.contains(call))
            {
                handlers.insert(name);
            }
        }
    }
    assert_eq!(handlers, PATHWAYS.map(|(_, handler)| handler.to_owned()).into());
    let documented = rows(&document("ways-in.md"));
    let listed: Vec<(String, String)> =
        documented[..PATHWAYS.len()].iter().map(|row| (plain(&row[0]), plain(&row[1]))).collect();
    assert_eq!(listed, PATHWAYS.map(|(route, handler)| (format!("POST {route}"), handler.to_owned())));
    let lives = |route: &str| {
        let row = documented.iter().find(|row| plain(&row[0]) == format!("POST {route}")).unwrap();
        row[3].split(' ').next().unwrap().parse::<i64>().unwrap()
    };
    for (route, purpose) in [
        ("/verify", Purpose::Verify),
        ("/invitation", Purpose::Invitation),
        ("/recover/set", Purpose::Recover),
        ("/address/confirm", Purpose::ConfirmAddress),
        ("/address/undo", Purpose::UndoAddress),
        ("/not-me", Purpose::NotMe),
        ("/recover/help", Purpose::FinishHelp),
        ("/recover/help/cancel", Purpose::CancelHelp),
    ] {
        assert_eq!(lives(route), purpose.lifetime().num_minutes(), "{route}");
    }
    for row in &documented {
        let route = plain(&row[0]);
        assert!(TABLE.iter().any(|(method, path, _)| format!("{method} {path}") == route), "{route} is no route");
    }
}

/// ASVS 7.1.1.
#[test]
fn the_lifetimes_are_those_of_the_code() {
    let settings = Settings::default();
    let values: Vec<i64> = rows(&document("sessions.md")).iter().map(|row| row[1].parse().unwrap()).collect();
    let [overlap, touch] = [sessions::OVERLAP, sessions::TOUCH_AFTER].map(|time| time.num_seconds());
    assert_eq!(values, [i64::from(settings.idle_minutes), i64::from(settings.absolute_hours), overlap, touch]);
    for (field, range) in [("idle_minutes", [5, 1_440]), ("absolute_hours", [1, 720])] {
        for (value, is_fine) in [(range[0] - 1, false), (range[0], true), (range[1], true), (range[1] + 1, false)] {
            let mut changed = Settings::default();
            *(if field == "idle_minutes" { &mut changed.idle_minutes } else { &mut changed.absolute_hours }) = value;
            assert_eq!(changed.problems().is_empty(), is_fine, "{field} {value}");
        }
        assert!(document("sessions.md").contains(&format!("The tenant, {} to {}", range[0], range[1])));
    }
}

fn needs(need: Need) -> String {
    let words = |permissions: &[Permission]| {
        permissions.iter().map(|permission| format!("`{}`", permission.word())).collect::<Vec<_>>().join(", ")
    };
    match need {
        Need::Public => "nothing".to_owned(),
        Need::FirstStart => "nothing, at the operators' tenant only; then the link of the first start".to_owned(),
        Need::Development => "nothing, in development only".to_owned(),
        Need::Own => "a session".to_owned(),
        Need::Console => "any right beyond the own account".to_owned(),
        Need::All(permissions) => words(permissions),
        Need::Of(permissions, of_it) => format!("{}; of what is found {}", words(permissions), words(of_it)),
        Need::Platform(permission) => format!("{}, at the operators' tenant only", words(&[permission])),
    }
}

/// ASVS 8.1.1: the matrix is written from the code, line by line. A line that is missing is printed as it must be.
#[test]
fn the_permission_matrix_is_that_of_the_code() {
    let roles = SystemRole::ALL.map(SystemRole::key).map(|key| format!("`{key}`")).join(" | ");
    let mut expected = vec![format!("| Permission | {roles} |")];
    for permission in Permission::ALL {
        let grants = SystemRole::ALL.map(|role| if role.grants().allows(*permission) { "yes" } else { "–" });
        expected.push(format!("| `{}` | {} |", permission.word(), grants.join(" | ")));
    }
    expected.push("| Method | Path | Needs |".to_owned());
    for (method, path, need) in TABLE {
        let path = if path.is_empty() { "/" } else { path };
        expected.push(format!("| {method} | `{path}` | {} |", needs(*need)));
    }
    let text = document("permissions.md");
    let found: Vec<&str> = text.lines().filter(|line| line.starts_with('|') && !line.starts_with("|---")).collect();
    assert_eq!(found, expected);
}

/// ASVS 14.1.1.
#[test]
fn every_table_has_its_class() {
    let migrations = std::fs::read_dir(root().join("crates/database/migrations/sqlite")).unwrap();
    let schema: String = migrations.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    let tables: BTreeSet<String> = schema
        .lines()
        .filter_map(|line| line.strip_prefix("CREATE TABLE "))
        .map(|rest| rest.split([' ', '(']).next().unwrap().to_owned())
        // What takes the place of a table while it is made anew.
        .filter(|table| !table.ends_with("_new"))
        .collect();
    let text = document("data.md");
    let rows = rows(&text);
    let (classes, listed) = rows.split_at(rows.iter().position(|row| row[0].starts_with('`')).unwrap());
    assert_eq!(tables, listed.iter().map(|row| plain(&row[0])).collect());
    for row in listed {
        for class in row[1].split(", ") {
            assert!(classes.iter().any(|known| known[0] == class), "{} is {class}", row[0]);
        }
    }
}

/// ASVS 16.1.1: every kind of entry that the sources record.
#[test]
fn every_recorded_kind_is_in_the_inventory() {
    let mut recorded = BTreeSet::new();
    for folder in ["server/src", "crates"] {
        for (path, text) in sources(&root().join(folder)) {
            if path.components().any(|part| part.as_os_str() == "tests") {
                continue;
            }
            let text = text.split("#[cfg(test)]").next().unwrap();
            recorded.extend(text.split("Entry::new(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }
    let text = document("logs.md");
    let listed: BTreeSet<String> =
        text.lines().filter_map(|line| line.strip_prefix("- `")?.strip_suffix('`')).map(str::to_owned).collect();
    assert!(recorded.len() > 40, "{recorded:?}");
    let missing: Vec<_> = recorded.difference(&listed).collect();
    assert!(missing.is_empty(), "not in logs.md: {missing:?}");
}

/// A build whose time can be moved is for tests: nothing that is built for people asks for it.
#[test]
fn only_tests_can_move_the_time() {
    let mut manifests = Vec::new();
    for folder in ["app", "frontend", "server"] {
        manifests.push(root().join(folder).join("Cargo.toml"));
    }
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        manifests.push(entry.unwrap().path().join("Cargo.toml"));
    }
    let mut asking = Vec::new();
    for manifest in manifests {
        let text = std::fs::read_to_string(&manifest).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let of = |part: &str| table.get(part).map(ToString::to_string).unwrap_or_default().contains("test-clock");
        assert!(!of("dependencies") && !of("build-dependencies"), "{}", manifest.display());
        assert!(!of("features") || manifest.ends_with("foundation/Cargo.toml"), "{}", manifest.display());
        asking.extend(of("dev-dependencies").then(|| manifest.clone()));
    }
    assert_eq!(asking.len(), 1, "the tests of the server: {asking:?}");
    let clock = std::fs::read_to_string(root().join("crates/foundation/src/clock.rs")).unwrap();
    assert!(clock.contains("#[cfg(all(feature = \"test-clock\", not(debug_assertions)))]\ncompile_error!("));
}
