//! The plan gate: no statement reads a large table from end to end, nor all that one large tenant has of it.
//!
//! Every statement is explained on a hundred thousand people. On PostgreSQL it is explained as the role that runs it and
//! with row-level security, once without knowing the values, as a long-running server plans, and once for values of the large
//! tenant, as it plans the first times. On SQLite it is explained with and without statistics, since nobody need ever make them.

mod fixture;
mod reading;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use database::testing::{Bare, Role, Value};
use database::{Dialect, Scope};

use self::reading::{Indexes, Step};
use crate::foreign_rows::reading::{Place, places};
use crate::statements;

/// Tables that grow with people, with time or with traffic.
const LARGE_TABLES: [&str; 46] = [
    "affiliation",
    "audit_batch",
    "audit_event",
    "audit_pending",
    "authenticator_app",
    "authenticator_offer",
    "badge",
    "bulk_item",
    "challenge",
    "circle_member",
    "contact_address",
    "daily_figure",
    "data_key",
    "group_membership",
    "half_sign_in",
    "import",
    "import_part",
    "import_problem",
    "job",
    "kept_form",
    "mailed_code",
    "message",
    "one_time_token",
    "organisation",
    "organisation_search_index",
    "passkey",
    "password_credential",
    "person",
    "person_attribute_key",
    "person_export",
    "person_export_part",
    "person_search",
    "person_search_index",
    "recovery_code",
    "relation",
    "remembered_device",
    "role_assignment",
    "session",
    "sign_in_count",
    "sign_in_name",
    "sign_in_place",
    "solved_puzzle",
    "source_record",
    "throttle",
    "trusted_person",
    "trusted_recovery",
];

/// Tables of which there are a few rows, however large the installation.
const OF_FEW: [(&str, &str); 5] = [
    ("audit_key", "one for each rotation"),
    ("clock_mark", "two"),
    ("furnished", "one for each kind of thing tenants are furnished with"),
    ("master_key", "one, and two while keys are rotated"),
    ("setup_link", "one for each first start"),
];

/// Statements that may read more than an index leads to, where, and why. Whoever adds one explains what bounds it.
const ALLOWED: [(&str, &[Dialect], &str); 12] = [
    (
        "audit::addresses::SWEEP",
        &[Dialect::Sqlite],
        "a week of days for each tenant: where statistics say that there are few, SQLite reads them all",
    ),
    (
        "audit::seal::store::UNSEALED",
        &[Dialect::Sqlite, Dialect::Postgres],
        "counts at most ten thousand; what waits is what came within a second",
    ),
    (
        "audit::trail::store::UNSEALED",
        &[Dialect::Sqlite, Dialect::Postgres],
        "counts at most ten thousand; what waits is what came within a second",
    ),
    (
        "authentication::places::SWEEP",
        &[Dialect::Postgres],
        "of a hundred thousand narrow rows PostgreSQL reads all rather than look up a thousand by a long key; of a million it looks them up",
    ),
    (
        "authentication::put_back::GIVEN_CODES",
        &[Dialect::Sqlite, Dialect::Postgres],
        "once after a restore, while nobody is served",
    ),
    (
        "authentication::put_back::REQUESTS",
        &[Dialect::Sqlite, Dialect::Postgres],
        "once after a restore, while nobody is served",
    ),
    ("authentication::setup::ANYBODY", &[Dialect::Sqlite, Dialect::Postgres], "the first row of the key answers"),
    ("jobs::store::CALL_OFF", &[Dialect::Postgres], "once after a restore, while nobody is served"),
    (
        "messaging::store::CALL_BACK",
        &[Dialect::Sqlite, Dialect::Postgres],
        "once after a restore, while nobody is served",
    ),
    (
        "messaging::store::NEWEST",
        &[Dialect::Sqlite, Dialect::Postgres],
        "the index has the order, and its first hundred rows answer",
    ),
    (
        "sources::imports::store::FORGET_GIVEN",
        &[Dialect::Postgres],
        "once for each file, when it is 90 days old; administrators import hundreds",
    ),
    (
        "sources::imports::store::FORGET_PARTS",
        &[Dialect::Postgres],
        "once for each file, when it is 90 days old; administrators import hundreds",
    ),
];

/// Forbids PostgreSQL to read a table whole where there is another way.
const WHOLE_OFF: &str =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off";

/// Statements for which PostgreSQL reads a table of the fixture's size whole although an index leads to the rows, because
/// it is cheaper for so many of so few. The gate sees to it that the index is there: with reading whole forbidden, the plan
/// must pass.
const BY_CHOICE: [(&str, &str); 15] = [
    ("audit::figures::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("audit::seal::counting::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("authentication::kept::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("authentication::mailed_code::store::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("authentication::passkeys::challenge::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("authentication::second::half::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("authentication::second::remembered::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("authentication::second::store::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("authentication::sessions::SWEEP", "a slice of a thousand out of fifty thousand"),
    ("authentication::throttle::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("authentication::tokens::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("authentication::trusted::store::SWEEP_PEOPLE", "a slice of a thousand out of twenty thousand"),
    ("authentication::trusted::store::SWEEP_REQUESTS", "a slice of a thousand out of twenty thousand"),
    ("authentication::work::SWEEP", "a slice of a thousand out of twenty thousand"),
    ("jobs::store::TAKE", "as many as there are free hands; a plan for any number expects a tenth of the queue"),
];

#[tokio::test]
async fn no_statement_scans_a_large_table_on_sqlite() {
    let test = database::testing::sqlite().await;
    let began = Instant::now();
    let mut bare = fixture::fill(&test).await;
    println!("made in {:?}", began.elapsed());
    let mut gate = Gate::new(&mut bare).await;
    for statistics in ["without statistics", "with statistics"] {
        for statement in statements::every() {
            let text = statement.text(Dialect::Sqlite);
            let plan = bare.explain(text, None).await.unwrap();
            let names = gate.names();
            let steps = reading::sqlite(&plan, &reading::aliases(text, &names));
            gate.judge(statement.name, statistics, &steps);
        }
        for statement in mistakes::STATEMENTS {
            let text = statement.text(Dialect::Sqlite);
            let plan = bare.explain(text, None).await.unwrap();
            let steps = reading::sqlite(&plan, &reading::aliases(text, &gate.names()));
            assert!(!gate.faults_of(statistics, &steps).is_empty(), "{} is not seen: {plan:?}", statement.name);
        }
        bare.run("ANALYZE").await.unwrap();
    }
    println!("explained in {:?}", began.elapsed());
    gate.finish();
}

#[tokio::test]
async fn no_statement_scans_a_large_table_on_postgres() {
    let test = database::testing::postgres().await;
    let began = Instant::now();
    let mut owner = fixture::fill(&test).await;
    // Vacuumed as well: what was just loaded waits in a list beside the search index, which makes the index look dear until
    // the server's own vacuum has come by, sooner or later.
    owner.run("VACUUM ANALYZE").await.unwrap();
    println!("made in {:?}", began.elapsed());
    let mut gate = Gate::new(&mut owner).await;
    let indexes = indexes(&mut owner).await;
    let mut chosen = BTreeSet::new();
    for (scope, role) in [(Scope::Tenant, Role::Server), (Scope::Platform, Role::Platform)] {
        let mut bare = test.bare(role).await;
        bare.run(&format!("SET pforte.tenant = '{}'", fixture::LARGE)).await.unwrap();
        for statement in mistakes::STATEMENTS.iter().filter(|statement| statement.scope == scope) {
            let plan = bare.explain(statement.text(Dialect::Postgres), None).await.unwrap();
            let steps = reading::postgres(&plan[0], &indexes);
            assert!(!gate.faults_of("", &steps).is_empty(), "{} is not seen: {plan:?}", statement.name);
        }
        for statement in statements::every().iter().filter(|statement| statement.scope == scope) {
            let text = statement.text(Dialect::Postgres);
            let values = values(text, &bare.parameters(text).await.unwrap());
            for (how, values) in [("for any values", None), ("for values of the large tenant", Some(values.as_slice()))]
            {
                let plan = bare.explain(text, values).await.unwrap();
                let mut steps = reading::postgres(&plan[0], &indexes);
                if BY_CHOICE.iter().any(|(name, _)| *name == statement.name) {
                    chosen.extend(gate.faults_of(how, &steps).first().map(|_| statement.name));
                    bare.run(&format!("{WHOLE_OFF}; DISCARD PLANS")).await.unwrap();
                    steps = reading::postgres(&bare.explain(text, values).await.unwrap()[0], &indexes);
                    bare.run(&WHOLE_OFF.replace("off", "on")).await.unwrap();
                }
                gate.judge(statement.name, how, &steps);
            }
        }
    }
    assert_eq!(
        chosen,
        BY_CHOICE.iter().map(|(name, _)| *name).collect(),
        "right: what is listed and needs to be no more"
    );
    owner.run(&format!("SET pforte.tenant = '{}'", fixture::LARGE)).await.unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    let people = [
        ("tenant", text(fixture::LARGE)),
        ("wanted", text("person4711")),
        ("others", text("")),
        ("most", Value::Number(100)),
    ];
    search_by_its_index(&mut owner, "pforte_search_people", &people, &["tenant_id", "folded"], &indexes).await;
    // Of the few organisations of the fixture all would be read; with that forbidden, it must be by their trigrams.
    owner.run("SET enable_seqscan = off").await.unwrap();
    let places = [
        ("tenant", text(fixture::LARGE)),
        ("sought", text("organisation")),
        ("wanted", text("tion 4711")),
        ("others", text("")),
        ("most", Value::Number(100)),
    ];
    search_by_its_index(&mut owner, "pforte_search_places", &places, &["tenant_id", "name_key"], &indexes).await;
    owner.run("SET enable_seqscan = on").await.unwrap();
    println!("explained in {:?}", began.elapsed());
    gate.finish();
}

/// A function that searches hides its plan: its text is explained as if it were a statement of its owner, with its parameters by
/// their names.
async fn search_by_its_index(
    owner: &mut Bare,
    function: &str,
    parameters: &[(&str, Value)],
    by: &[&str],
    indexes: &Indexes,
) {
    let body = format!("SELECT prosrc FROM pg_proc WHERE proname = '{function}'");
    let body = owner.run(&body).await.unwrap().firsts();
    let mut text = String::new();
    // Word by word, so that `tenant_id` and `pforte.tenant` stay.
    for word in body[0].split_inclusive(|letter: char| !letter.is_alphanumeric() && letter != '_') {
        let (name, end) = word.split_at(
            word.len()
                - word
                    .chars()
                    .next_back()
                    .filter(|last| !last.is_alphanumeric() && *last != '_')
                    .map_or(0, char::len_utf8),
        );
        match parameters.iter().position(|(known, _)| *known == name).filter(|_| !text.ends_with('.')) {
            Some(at) => text.push_str(&format!("${}{end}", at + 1)),
            None => text.push_str(word),
        }
    }
    let searched: Vec<Value> = parameters.iter().map(|(_, value)| value.clone()).collect();
    for values in [None, Some(searched.as_slice())] {
        let plan = owner.explain(&text, values).await.unwrap();
        let steps = reading::postgres(&plan[0], indexes);
        assert!(steps.iter().any(|step| step.by == by), "{function}: {steps:?}");
    }
}

/// Collects what plans read that they should not.
struct Gate {
    dialect: Dialect,
    tables: BTreeSet<String>,
    large: BTreeSet<String>,
    partial: Vec<String>,
    faults: BTreeMap<String, BTreeSet<String>>,
}

impl Gate {
    async fn new(bare: &mut Bare) -> Self {
        let list = match bare.dialect() {
            Dialect::Sqlite => {
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%_search_index_%'"
            }
            Dialect::Postgres => {
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            }
        };
        let tables = bare.run(list).await.unwrap().firsts();
        let mut large = BTreeSet::new();
        for table in &tables {
            let amount =
                bare.run(&format!("SELECT count(*) FROM {table}")).await.unwrap().firsts()[0].parse::<u32>().unwrap();
            // A table that is large on the list is large here, and the other way round. A month of the audit trail may be
            // empty, and reading an empty one from end to end is right.
            let is_large = LARGE_TABLES.contains(&reading::table_of(table).as_str());
            assert!(table.starts_with("audit_event") || is_large == (amount >= 1_000), "{table} has {amount} rows");
            if is_large && (amount >= 1_000 || bare.dialect() == Dialect::Sqlite) {
                large.insert(table.clone());
            }
        }
        let partial = bare.run(match bare.dialect() {
            Dialect::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'",
            Dialect::Postgres => {
                "SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indpred IS NOT NULL"
            }
        });
        let partial = partial.await.unwrap().firsts();
        assert!(!partial.is_empty());
        Self { dialect: bare.dialect(), tables: tables.into_iter().collect(), large, partial, faults: BTreeMap::new() }
    }

    fn names(&self) -> Vec<&str> {
        self.tables.iter().map(String::as_str).collect()
    }

    fn judge(&mut self, name: &str, how: &str, steps: &[Step]) {
        let faults = self.faults_of(how, steps);
        if !faults.is_empty() {
            self.faults.entry(name.to_owned()).or_default().extend(faults);
        }
    }

    /// What the steps read that they should not.
    fn faults_of(&self, how: &str, steps: &[Step]) -> Vec<String> {
        let faults = steps.iter().filter_map(|step| {
            // A partial index has only what its condition leaves, which is little.
            let is_partial = self.partial.iter().any(|index| step.words.split(' ').any(|word| word == index));
            let narrows = is_partial || step.by.iter().any(|column| column != "tenant_id");
            // A small table is large where there are many tenants; PostgreSQL would still read one of a few rows whole.
            let is_whole = step.by.is_empty() && self.dialect == Dialect::Sqlite && self.tables.contains(&step.table);
            let is_of_few = OF_FEW.iter().any(|(table, _)| *table == step.table);
            let what = if step.by.is_empty() { "all" } else { "all of a tenant's" };
            let is_fault = self.large.contains(&step.table) && !narrows || is_whole && !is_of_few;
            is_fault.then(|| format!("reads {what} of {}, {how}: {}", step.table, step.words))
        });
        faults.collect()
    }

    fn finish(mut self) {
        for (name, _, reason) in ALLOWED.into_iter().filter(|(_, dialects, _)| dialects.contains(&self.dialect)) {
            assert!(self.faults.remove(name).is_some(), "{name} needs no exception any more ({reason})");
        }
        let lines = self
            .faults
            .iter()
            .map(|(name, faults)| format!("{name}\n  {}", faults.iter().cloned().collect::<Vec<_>>().join("\n  ")));
        assert!(self.faults.is_empty(), "{}", lines.collect::<Vec<_>>().join("\n"));
    }
}

/// The columns of PostgreSQL's indexes.
async fn indexes(bare: &mut Bare) -> Indexes {
    const COLUMNS: &str = "SELECT x.relname, string_agg(a.attname, ' ' ORDER BY n.at) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        CROSS JOIN unnest(i.indkey) WITH ORDINALITY n(number, at) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = n.number
        WHERE x.relnamespace = 'public'::regnamespace GROUP BY x.relname";
    let rows = bare.run(COLUMNS).await.unwrap().rows.into_iter();
    let texts = rows.map(|row| row.into_iter().map(Option::unwrap).collect::<Vec<_>>());
    texts.map(|row| (row[0].clone(), row[1].split(' ').map(str::to_owned).collect())).collect()
}

/// Values of the large tenant that fit the parameters of a statement.
fn values(text: &str, types: &[String]) -> Vec<Value> {
    let places: BTreeMap<_, _> = places(text).into_iter().collect();
    let word = |number: usize| match places.get(&number) {
        Some(Place::Compared(column) | Place::Assigned(column)) => match column.as_str() {
            "class" => "long",
            "lifecycle_state" => "active",
            "state" => "waiting",
            "archetype" => "customer",
            "attribute" | "name" => "number",
            "kind" => "kind1",
            "stream" => "people",
            "outcome" => "refused",
            "purpose" => "verify",
            _ => "person4711",
        },
        _ => "person4711",
    };
    let number = |number: usize| if places.get(&number) == Some(&Place::Limit) { 50 } else { 1 };
    let values = types.iter().enumerate().map(|(at, kind)| match kind.as_str() {
        "UUID" if at == 0 => Value::Text(fixture::LARGE.to_owned()),
        "UUID" => Value::Text("00000000-0000-7000-8000-000000001267".to_owned()),
        "TEXT" => Value::Text(word(at + 1).to_owned()),
        "INT4" | "INT8" => Value::Number(number(at + 1)),
        // Files are forgotten after three months.
        "TIMESTAMPTZ" if places.get(&(at + 1)) == Some(&Place::Compared("created_at".to_owned())) => {
            Value::Text("2025-12-02T09:00:00+00:00".to_owned())
        }
        "TIMESTAMPTZ" => Value::Text("2026-03-02T09:00:00+00:00".to_owned()),
        "DATE" => Value::Text("2026-03-02".to_owned()),
        "BOOL" => Value::Flag(true),
        // Statements that read exactly what is stored are given a moment in bytes.
        "BYTEA" if places.get(&(at + 1)) == Some(&Place::Compared("at".to_owned())) => {
            Value::Bytes(b"2026-03-02T09:00:00+00:00".to_vec())
        }
        "BYTEA" => Value::Bytes(vec![7; 16]),
        "JSONB" => Value::Text("[]".to_owned()),
        other => panic!("a parameter of the type {other}"),
    });
    values.collect()
}

/// Mistakes the gate is for: it must see each of them.
mod mistakes {
    database::statements! {
        NO_INDEX: tenant = "SELECT id FROM session WHERE tenant_id = $1 AND device = $2";
        LEADING: tenant = "SELECT display_name FROM person WHERE tenant_id = $1 AND sort_key LIKE '%' || $2 || '%' ORDER BY created_at LIMIT 50";
        COUNTED: tenant = "SELECT count(*) AS amount FROM person WHERE tenant_id = $1";
        JOINED: tenant = "SELECT a.shown FROM contact_address a JOIN sign_in_name n ON n.tenant_id = a.tenant_id AND n.shown = a.shown WHERE a.tenant_id = $1 AND a.id = $2";
    }
}
