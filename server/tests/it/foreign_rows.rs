//! No statement of a tenant shows or changes a row of another, even where row-level security does not help.
//!
//! Two databases are filled, one with a tenant alone, one with the same tenant beside two others whose ids and keys are
//! the same. Every statement runs on both, as the owner of the schema, with values of all kinds: whatever the other tenants
//! have, the answers must be the same, and the other tenants' rows must stay what they were. That the text of a statement
//! names its tenant is not enough: a join or a subquery beside it may not.

mod fixture;
pub mod reading;

use std::collections::BTreeMap;

use database::testing::{Answer, Bare, Role, TestDatabase, Value, parameters};
use database::{Declared, Dialect, Scope};
use uuid::Uuid;

use self::fixture::{Fixture, ROWS, Tenant, id, key, mix, moment, number};
use self::reading::{Place, places};
use crate::statements;

/// How often each statement runs: with the values of each row, with each as if it were new, and with mixed ones.
const ATTEMPTS: usize = ROWS * 5;

/// Statements that find or change nothing on the fixture. For all others at least one attempt does.
const WITHOUT_EFFECT: [(&str, &str); 9] = [
    (
        "authentication::badges::manage::OF_CIRCLE",
        "seven values that fit at once are too rare; the list of a circle joins the same tables in the same way and is shown to be safe",
    ),
    (
        "authentication::password::store::ADD",
        "everybody in the fixture has a password already; SAVE adds the same row and is shown to be safe",
    ),
    ("directory::attributes::LOCK_KEYS", "SQLite's text asks for no row: its one writer needs no lock"),
    (
        "directory::organisations::relocate::BEGIN",
        "every organisation of the fixture is being moved already; what advances and finishes a move is shown to be safe",
    ),
    (
        "directory::people::list::CIRCLE_PREFIX",
        "a beginning and an end that fit at once are too rare; CIRCLE_NEXT differs in nothing else and is shown to be safe",
    ),
    (
        "directory::people::walk::MATCHING",
        "people and words in lists that fit at once are too rare; CHOSEN looks the same people up, and SEARCH the same texts, and are shown to be safe",
    ),
    (
        "directory::people::list::SEARCH_WITHIN",
        "words, a circle and a moment that fit at once are too rare; SEARCH and CIRCLE_NEXT are shown to be safe",
    ),
    (
        "directory::people::store::INDEX_NEW",
        "everybody in the fixture has a text already; INDEX adds the same row and is shown to be safe",
    ),
    (
        "directory::types::REMOVE",
        "every type of the fixture has people; UPDATE finds its row in the same way and is shown to be safe",
    ),
];

/// A database with the own tenant alone, and one with all.
struct Stage {
    alone: Bare,
    among: Bare,
    _databases: [TestDatabase; 2],
}

impl Stage {
    async fn new(fixture: &Fixture, databases: [TestDatabase; 2]) -> Self {
        let (mut alone, mut among) = (databases[0].bare(Role::Owner).await, databases[1].bare(Role::Owner).await);
        fixture.fill(&mut alone, &[Tenant::Own]).await;
        fixture.fill(&mut among, &[Tenant::Own, Tenant::Twin, Tenant::Other]).await;
        Self { alone, among, _databases: databases }
    }
}

async fn sqlite() -> [TestDatabase; 2] {
    [database::testing::sqlite().await, database::testing::sqlite().await]
}

async fn postgres() -> [TestDatabase; 2] {
    [database::testing::postgres().await, database::testing::postgres().await]
}

/// What is found when a statement runs with all its attempts.
#[derive(Debug, Default)]
struct Findings {
    /// What must not be.
    faults: Vec<String>,
    /// Attempts that found or changed something.
    hits: usize,
    /// The first error, of attempts with values that do not fit.
    error: Option<String>,
}

/// Runs a statement again and again on both databases, and takes everything back.
async fn examine(fixture: &Fixture, stage: &mut Stage, types: &[String], statement: &Declared) -> Findings {
    let dialect = stage.alone.dialect();
    let text = statement.text(dialect);
    let writes = !text.trim_start().starts_with("SELECT");
    let mut findings = Findings::default();
    let (mut had, mut before) = (BTreeMap::new(), BTreeMap::new());
    if writes {
        (had, before) = (fixture.contents(&mut stage.alone).await, fixture.contents(&mut stage.among).await);
    }
    for bare in [&mut stage.alone, &mut stage.among] {
        bare.run("BEGIN; SAVEPOINT attempt").await.unwrap();
    }
    let choice = Choice::new(fixture, statement, types);
    for attempt in 0..ATTEMPTS {
        let values = choice.values(attempt);
        let alone = attempted(&mut stage.alone, text, &values).await;
        let among = attempted(&mut stage.among, text, &values).await;
        match &alone {
            Ok(answer) => findings.hits += usize::from(!answer.rows.is_empty() || answer.changed > 0),
            Err(error) => findings.error = findings.error.or_else(|| Some(error.clone())),
        }
        // Whether a value that is of no use is looked at depends on the plan, and that on how many rows there are.
        let is_misfit = |answer: &Result<Answer, String>| {
            answer.as_ref().is_err_and(|error| error.contains("invalid input syntax"))
        };
        if alone != among && !is_misfit(&alone) && !is_misfit(&among) && findings.faults.is_empty() {
            findings.faults.push(format!("answers otherwise among others, to {values:?}:\n  {alone:?}\n  {among:?}"));
        }
    }
    if writes {
        let (alone, among) = (fixture.contents(&mut stage.alone).await, fixture.contents(&mut stage.among).await);
        // SQLite does not count what a trigger adds in the place of a view.
        findings.hits += usize::from(alone != had);
        for (rows, now) in &among {
            if !alone.contains_key(rows) && before.get(rows) != Some(now) {
                findings.faults.push(format!("changes rows of another tenant: {rows}"));
            }
        }
        for rows in before.keys().filter(|rows| !among.contains_key(*rows) && !rows.ends_with(&own())) {
            findings.faults.push(format!("removes rows of another tenant: {rows}"));
        }
        for (rows, now) in alone.iter().filter(|(rows, now)| among.get(*rows) != Some(*now)) {
            findings.faults.push(format!("changes {rows} otherwise among others, to {now}"));
        }
    }
    for bare in [&mut stage.alone, &mut stage.among] {
        bare.run("ROLLBACK").await.unwrap();
    }
    findings
}

fn own() -> String {
    Tenant::Own.id().simple().to_string().to_uppercase()
}

/// One attempt; what goes wrong does not end the transaction.
async fn attempted(bare: &mut Bare, text: &str, values: &[Value]) -> Result<Answer, String> {
    if bare.dialect() == Dialect::Sqlite {
        return bare.run_with(text, values).await.map(sorted);
    }
    let answer = bare.run_with(text, values).await;
    bare.run(if answer.is_ok() { "RELEASE attempt; SAVEPOINT attempt" } else { "ROLLBACK TO attempt" }).await.unwrap();
    answer.map(sorted)
}

fn sorted(mut answer: Answer) -> Answer {
    answer.rows.sort();
    answer
}

/// Chooses the values of a statement's parameters.
struct Choice<'f> {
    fixture: &'f Fixture,
    name: &'static str,
    types: &'f [String],
    places: BTreeMap<usize, Place>,
    tables: Vec<&'f str>,
}

impl<'f> Choice<'f> {
    fn new(fixture: &'f Fixture, statement: &Declared, types: &'f [String]) -> Self {
        let mut found = BTreeMap::new();
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            // Where a parameter is named several times, a comparison says most.
            for (number, place) in places(statement.text(dialect)) {
                if matches!(place, Place::Compared(_)) || !found.contains_key(&number) {
                    found.insert(number, place);
                }
            }
        }
        let text = statement.text(Dialect::Sqlite).to_owned() + statement.text(Dialect::Postgres);
        let words: Vec<_> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
        let tables = fixture.schema.tables.keys().map(String::as_str).filter(|table| words.contains(table));
        Self { fixture, name: statement.name, types, places: found, tables: tables.collect() }
    }

    fn values(&self, attempt: usize) -> Vec<Value> {
        (1..=self.types.len())
            .map(|number| if number == 1 { Value::Id(Tenant::Own.id()) } else { self.value(number, attempt) })
            .collect()
    }

    fn value(&self, parameter: usize, attempt: usize) -> Value {
        let row = attempt % ROWS;
        let chance = mix(&[self.name, &parameter.to_string(), &attempt.to_string()]);
        let pick = |amount: usize| usize::try_from(chance % u64::try_from(amount).unwrap()).unwrap();
        let kind = self.types[parameter - 1].as_str();
        let place = self.places.get(&parameter);
        if place == Some(&Place::Limit) {
            return number(100);
        }
        let (Some(Place::Compared(column) | Place::Assigned(column)), false) =
            (place, attempt >= 2 * ROWS && chance & (1 << 30) == 0)
        else {
            return self.any(kind, attempt, chance);
        };
        let tables: Vec<_> = self
            .tables
            .iter()
            .filter(|table| self.fixture.schema.tables[**table].columns.contains_key(column))
            .collect();
        if tables.is_empty() {
            return self.any(kind, attempt, chance);
        }
        let table = tables[pick(tables.len())];
        let described = &self.fixture.schema.tables[*table];
        let is_assigned = matches!(place, Some(Place::Assigned(_)));
        let refers = described.foreign.iter().any(|reference| reference.from.contains(column));
        let is_key = described.primary.contains(column) || described.unique.iter().any(|key| key.contains(column));
        if (ROWS..2 * ROWS).contains(&attempt)
            && is_assigned
            && is_key
            && !refers
            && self.fixture.words(table, column).is_empty()
        {
            return new(kind, attempt);
        }
        let value = self.fixture.value(Tenant::Own, table, column, row);
        if fits(kind, &value) { value } else { self.any(kind, attempt, chance) }
    }

    /// Some value of a type.
    fn any(&self, kind: &str, attempt: usize, chance: u64) -> Value {
        let row = attempt % ROWS;
        let pick = |amount: usize| usize::try_from(chance % u64::try_from(amount).unwrap()).unwrap();
        let other = usize::try_from((chance >> 8) % (ROWS as u64)).unwrap();
        match kind {
            "UUID" => [id(row), id(other), id(ROWS + attempt), Value::Id(Uuid::nil())][pick(4)].clone(),
            "TEXT" => {
                let tables = self.tables.iter().flat_map(|table| {
                    let columns = self.fixture.schema.tables[*table].columns.keys();
                    columns.flat_map(move |column| self.fixture.words(table, column)).map(Value::Text)
                });
                let texts = [
                    key(row),
                    key(row),
                    key(other),
                    Value::Null,
                    Value::Text(String::new()),
                    Value::Text("zzz".to_owned()),
                ];
                let all: Vec<_> = texts.into_iter().chain(tables).collect();
                all[pick(all.len())].clone()
            }
            "INT4" | "INT8" => [number(row), number(other), number(0), number(1), number(1_000)][pick(5)].clone(),
            "TIMESTAMPTZ" => [moment(1, row), moment(2, other), moment(3, row), moment(12, row)][pick(4)].clone(),
            "DATE" => Value::Text(["2026-01-01", "2026-03-14", "2027-01-01"][pick(3)].to_owned()),
            "BOOL" => Value::Flag(pick(2) == 0),
            "BYTEA" => match (pick(4), id(row)) {
                (0, _) => Value::Bytes(vec![u8::try_from(row).unwrap(); 32]),
                (1, Value::Id(id)) => Value::Bytes(id.as_bytes().to_vec()),
                // As a moment is stored, for statements that read exactly that.
                (2, _) => Value::Bytes(b"2026-01-01T00:00:00+00:00".to_vec()),
                _ => Value::Bytes(vec![0; 16]),
            },
            "JSONB" => Value::Text(document(pick(3), row)),
            other => panic!("{}: a parameter of the type {other}", self.name),
        }
    }
}

/// Lists as statements take them: of keys, of ids, of values of attributes.
fn document(which: usize, row: usize) -> String {
    let simple = |row: usize| match id(row) {
        Value::Id(id) => id.simple().to_string(),
        _ => String::new(),
    };
    match which {
        0 => format!("[\"key{row:02}\", \"key{:02}\"]", row / 2),
        1 => format!("[\"{}\", \"{}\"]", simple(row), simple(row / 2)),
        _ => {
            let value =
                |attribute: usize| format!("{{\"attribute\": \"key{attribute:02}\", \"key\": \"key{row:02}\"}}");
            format!("[{}, {}]", value(row), value(row ^ 1))
        }
    }
}

/// A key no row has.
fn new(kind: &str, attempt: usize) -> Value {
    match kind {
        "UUID" => id(1_000 + attempt),
        "TEXT" => Value::Text(format!("new{attempt}")),
        "BYTEA" => Value::Bytes(vec![u8::try_from(attempt).unwrap(); 31]),
        "INT8" => number(1_000 + attempt),
        _ => moment(3, attempt),
    }
}

fn fits(kind: &str, value: &Value) -> bool {
    match (kind, value) {
        (_, Value::Null)
        | ("UUID", Value::Id(_))
        | ("INT4" | "INT8", Value::Number(_))
        | ("BOOL", Value::Flag(_))
        | ("BYTEA", Value::Bytes(_))
        | ("TEXT", Value::Text(_)) => true,
        ("TIMESTAMPTZ", Value::Text(text)) => text.contains('T'),
        ("DATE", Value::Text(text)) => text.len() == 10,
        ("JSONB", Value::Text(text)) => text.starts_with(['{', '[', 'n']),
        _ => false,
    }
}

/// Which types the parameters of a statement have, as PostgreSQL infers them.
async fn types_of(bare: &mut Bare, statement: &Declared) -> Vec<String> {
    let types = bare.parameters(statement.text(Dialect::Postgres)).await.unwrap();
    assert_eq!(types.len(), parameters(statement.text(Dialect::Sqlite)), "{}", statement.name);
    types
}

async fn no_statement_reaches_a_foreign_row(databases: [TestDatabase; 2]) {
    let reference = database::testing::postgres().await;
    let mut bare = reference.bare(Role::Owner).await;
    let fixture = Fixture::plan(&mut bare).await;
    let mut stage = Stage::new(&fixture, databases).await;
    let tenants: Vec<_> =
        statements::every().into_iter().filter(|statement| statement.scope == Scope::Tenant).collect();
    let (mut faults, mut idle) = (Vec::new(), Vec::new());
    for statement in &tenants {
        let types = types_of(&mut bare, statement).await;
        let findings = examine(&fixture, &mut stage, &types, statement).await;
        faults.extend(findings.faults.iter().map(|fault| format!("{} {fault}", statement.name)));
        if findings.hits == 0 {
            idle.push(format!("{}: {}", statement.name, findings.error.unwrap_or_default()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    println!("{} statements of tenants, {} without an effect:\n{}", tenants.len(), idle.len(), idle.join("\n"));
    let listed = |line: &String| WITHOUT_EFFECT.iter().any(|(name, _)| line.starts_with(&format!("{name}: ")));
    let unlisted: Vec<_> = idle.into_iter().filter(|line| !listed(line)).collect();
    assert!(
        unlisted.is_empty(),
        "these found and changed nothing, so nothing is shown of them:\n{}",
        unlisted.join("\n")
    );
    assert!(WITHOUT_EFFECT.len() * 20 <= tenants.len(), "too many statements are not shown to be safe");
}

#[tokio::test]
async fn no_statement_reaches_a_foreign_row_on_sqlite() {
    no_statement_reaches_a_foreign_row(sqlite().await).await;
}

#[tokio::test]
async fn no_statement_reaches_a_foreign_row_on_postgres() {
    no_statement_reaches_a_foreign_row(postgres().await).await;
}

/// Mistakes a check of the text lets pass: each names its tenant somewhere.
mod mistakes {
    database::statements! {
        UNSCOPED_JOIN: tenant = "SELECT p.display_name FROM session s JOIN person p ON p.id = s.person_id WHERE s.tenant_id = $1 AND s.id = $2";
        ALWAYS_TRUE: tenant = "SELECT name FROM role WHERE tenant_id = $1 OR id = $2";
        UNSCOPED_EXISTS: tenant = "SELECT name_key FROM role WHERE tenant_id = $1 AND NOT EXISTS
            (SELECT 1 FROM role_assignment a WHERE a.role_id = role.id AND a.scope = 'self')";
        UNSCOPED_COUNT: tenant = "SELECT r.id, (SELECT count(*) FROM role_assignment a WHERE a.role_id = r.id) AS amount FROM role r WHERE r.tenant_id = $1";
        UNSCOPED_SUBQUERY: tenant = "DELETE FROM import_part WHERE tenant_id = $1 AND import_id IN (SELECT id FROM import WHERE created_at < $2)";
        UNSCOPED_DELETE: tenant = "DELETE FROM session WHERE person_id IN (SELECT person_id FROM session WHERE tenant_id = $1 AND id = $2)";
        UNSCOPED_UPDATE: tenant = "UPDATE job SET attempts = 0 WHERE state = 'parked' AND id IN (SELECT id FROM job WHERE tenant_id = $1)";
        COPIED: tenant = "INSERT INTO tenant_counter (tenant_id, kind, amount) SELECT $1, 'jobs', count(*) FROM job WHERE state = 'parked'";
    }
}

async fn every_mistake_is_found(databases: [TestDatabase; 2]) {
    let reference = database::testing::postgres().await;
    let mut bare = reference.bare(Role::Owner).await;
    let fixture = Fixture::plan(&mut bare).await;
    let mut stage = Stage::new(&fixture, databases).await;
    for statement in mistakes::STATEMENTS {
        let types = types_of(&mut bare, statement).await;
        let findings = examine(&fixture, &mut stage, &types, statement).await;
        assert!(!findings.faults.is_empty(), "{} is not found: {findings:?}", statement.name);
    }
}

#[tokio::test]
async fn every_mistake_is_found_on_sqlite() {
    every_mistake_is_found(sqlite().await).await;
}

#[tokio::test]
async fn every_mistake_is_found_on_postgres() {
    every_mistake_is_found(postgres().await).await;
}

/// The second wall: as the role of the server, another tenant's rows are not there, whatever is asked.
#[tokio::test]
async fn row_level_security_hides_every_foreign_row() {
    let test = database::testing::postgres().await;
    let mut owner = test.bare(Role::Owner).await;
    let fixture = Fixture::plan(&mut owner).await;
    fixture.fill(&mut owner, &[Tenant::Own, Tenant::Twin]).await;
    let before = fixture.contents(&mut owner).await;
    let mut server = test.bare(Role::Server).await;
    let allowed = |answer: Result<Answer, String>| match answer {
        Ok(answer) => Some(answer),
        Err(error) if error.contains("permission denied") => None,
        Err(error) => panic!("{error}"),
    };
    for (table, _) in fixture.schema.of_tenants().chain([("tenant", &fixture.schema.tables["tenant"])]) {
        server.run("RESET pforte.tenant").await.unwrap();
        let nobody = server.run(&format!("SELECT count(tenant_id) FROM {table}")).await;
        assert!(nobody.as_ref().is_err_and(|error| !error.contains("denied")), "{table}, without a tenant: {nobody:?}");

        server.run(&format!("SET pforte.tenant = '{}'", Tenant::Own.id())).await.unwrap();
        let seen = allowed(server.run(&format!("SELECT DISTINCT tenant_id FROM {table}")).await).unwrap();
        assert_eq!(seen.firsts(), [Tenant::Own.id().to_string()], "{table}");
        let foreign = format!("WHERE tenant_id = '{}'", Tenant::Twin.id());
        for text in
            [format!("DELETE FROM {table} {foreign}"), format!("UPDATE {table} SET tenant_id = tenant_id {foreign}")]
        {
            if let Some(answer) = allowed(server.run(&text).await) {
                assert_eq!(answer.changed, 0, "{text}");
            }
        }
    }
    // A row cannot be put into another tenant either.
    for (table, described) in fixture.schema.of_tenants() {
        let value = |column: &String| match fixture.value(Tenant::Twin, table, column, 0) {
            Value::Text(text) if text.starts_with("key") => Value::Text(format!("{text}new")),
            value => value,
        };
        let values: Vec<_> = described.columns.keys().map(|column| value(column).literal(Dialect::Postgres)).collect();
        let columns: Vec<_> = described.columns.keys().map(String::as_str).collect();
        let text = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), values.join(", "));
        let error = server.run(&text).await.unwrap_err();
        assert!(error.contains("row-level security"), "{table}: {error}");
    }
    assert_eq!(fixture.contents(&mut owner).await, before);
}
