//! A schema as each database describes it, in one form.

use std::collections::{BTreeMap, BTreeSet};

use database::Dialect;
use database::testing::Bare;

/// Tables that belong to no tenant. A new one is a decision: no tenant's row may be in it.
pub const PLATFORM_TABLES: [&str; 7] =
    ["audit_key", "clock_mark", "furnished", "master_key", "setup_link", "tenant", "tenant_host"];

/// A schema as a database describes it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The tables by name. The audit trail's partitions are one table.
    pub tables: BTreeMap<String, Table>,
}

/// A table.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its columns by name.
    pub columns: BTreeMap<String, Column>,
    /// Its primary key.
    pub primary: Vec<String>,
    /// Its other unique keys.
    pub unique: BTreeSet<Vec<String>>,
    /// Its references.
    pub foreign: BTreeSet<Reference>,
    /// The columns of its other indexes, and the condition of a partial one.
    pub indexes: BTreeSet<(Vec<String>, String)>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// How SQLite stores it, which follows from PostgreSQL's type.
    pub stored: Stored,
    /// Whether it can be empty.
    pub nullable: bool,
    /// What it is without a value.
    pub default: String,
    /// The words it may be, if they are limited.
    pub words: Vec<String>,
}

/// How a column is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    Bytes,
    Text,
    Document,
    Number,
    Flag,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The referring columns.
    pub from: Vec<String>,
    /// The table they refer to.
    pub table: String,
    /// Its columns.
    pub to: Vec<String>,
    /// Whether the row goes with the one it refers to.
    pub cascades: bool,
}

impl Schema {
    /// The tables of tenants.
    pub fn of_tenants(&self) -> impl Iterator<Item = (&str, &Table)> {
        self.tables
            .iter()
            .map(|(name, table)| (name.as_str(), table))
            .filter(|(name, _)| !PLATFORM_TABLES.contains(name))
    }
}

/// Reads the schema of a database.
pub async fn read(bare: &mut Bare) -> Schema {
    match bare.dialect() {
        Dialect::Sqlite => read_sqlite(bare).await,
        Dialect::Postgres => read_postgres(bare).await,
    }
}

/// The rows of a text, what is empty as an empty text.
pub async fn rows(bare: &mut Bare, text: &str) -> Vec<Vec<String>> {
    let rows = bare.run(text).await.unwrap().rows;
    rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect()
}

fn names(list: &str) -> Vec<String> {
    list.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The texts in quotation marks.
fn quoted(text: &str) -> Vec<String> {
    text.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What is searched by any part, and the columns of its trigrams.
const BY_PART: [(&str, &str); 3] = [
    ("organisation", "tenant_id, name_key"),
    ("person_group", "tenant_id, name_key"),
    ("person_search", "tenant_id, folded"),
];

async fn read_postgres(bare: &mut Bare) -> Schema {
    const COLUMNS: &str = "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), co.collname
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum LEFT JOIN pg_collation co ON co.oid = a.attcollation
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> '_sqlx_migrations'";
    const CONSTRAINTS: &str = "SELECT c.relname, k.contype,
            (SELECT string_agg(a.attname, ', ' ORDER BY n.at) FROM unnest(k.conkey) WITH ORDINALITY n(number, at) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.number),
            f.relname,
            (SELECT string_agg(a.attname, ', ' ORDER BY n.at) FROM unnest(k.confkey) WITH ORDINALITY n(number, at) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.number),
            k.confdeltype, pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class f ON f.oid = k.confrelid
        WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition AND c.relname <> '_sqlx_migrations'";
    const INDEXES: &str = "SELECT c.relname, i.indisunique, m.amname, pg_get_expr(i.indpred, i.indrelid),
            (SELECT string_agg(a.attname, ', ' ORDER BY n.at) FROM unnest(i.indkey) WITH ORDINALITY n(number, at) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = n.number)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
        WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)";
    let mut schema = Schema::default();
    for row in rows(bare, COLUMNS).await {
        let stored = match row[2].as_str() {
            "uuid" | "bytea" => Stored::Bytes,
            "text" | "timestamp with time zone" | "date" => Stored::Text,
            "jsonb" => Stored::Document,
            "bigint" => Stored::Number,
            "boolean" => Stored::Flag,
            other => panic!("{}.{} is {other}: not a type both databases have", row[0], row[1]),
        };
        // Texts in another order than SQLite's bytes would page differently.
        assert!(row[2] != "text" || row[5] == "C", "{}.{} is not compared by its bytes", row[0], row[1]);
        let default = row[4].trim_end_matches("::jsonb").to_owned();
        let column = Column { stored, nullable: row[3] == "f", default, words: Vec::new() };
        schema.tables.entry(row[0].clone()).or_default().columns.insert(row[1].clone(), column);
    }
    for row in rows(bare, CONSTRAINTS).await {
        let table = schema.tables.get_mut(&row[0]).unwrap();
        let columns = names(&row[2]);
        match row[1].as_str() {
            "p" => table.primary = columns,
            "u" => assert!(table.unique.insert(columns)),
            "f" => {
                let reference =
                    Reference { from: columns, table: row[3].clone(), to: names(&row[4]), cascades: row[5] == "c" };
                assert!(table.foreign.insert(reference));
            }
            "c" => {
                // Of several checks of a column, the one that lists its words.
                let (words, column) = (quoted(&row[6]), table.columns.get_mut(&columns[0]).unwrap());
                if words.len() > column.words.len() {
                    column.words = words;
                }
            }
            other => panic!("{}: a constraint of the kind {other}", row[0]),
        }
    }
    for row in rows(bare, INDEXES).await {
        let Some(table) = schema.tables.get_mut(&row[0]) else { continue };
        if row[2] == "gin" {
            // The searches by any part, which SQLite has as virtual tables.
            let found = (row[0].as_str(), row[4].as_str());
            assert!(BY_PART.contains(&found), "{found:?}");
            continue;
        }
        let condition = row[3].replace("::text", "").trim_matches(['(', ')']).to_owned();
        if row[1] == "t" {
            assert!(table.unique.insert(names(&row[4])), "{}: one unique key twice", row[0]);
        } else {
            assert!(table.indexes.insert((names(&row[4]), condition)), "{}: one index twice", row[0]);
        }
    }
    schema
}

async fn read_sqlite(bare: &mut Bare) -> Schema {
    const TABLES: &str = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
        AND name NOT LIKE '%_search_index%' AND name <> '_sqlx_migrations'";
    let mut schema = Schema::default();
    let mut partitions = Vec::new();
    for table in rows(bare, TABLES).await {
        let (name, sql) = (&table[0], &table[1]);
        assert!(sql.contains(") STRICT"), "{name} is not STRICT");
        let described = read_sqlite_table(bare, name, sql).await;
        if name.starts_with("audit_event_") {
            partitions.push((name.clone(), described));
        } else {
            schema.tables.insert(name.clone(), described);
        }
    }
    // Whatever month an entry is of, its partition is like every other.
    let (_, first) = partitions[0].clone();
    assert!(partitions.len() > 3, "{partitions:?}");
    for (name, partition) in partitions {
        assert_eq!(partition, first, "{name} differs from other partitions");
    }
    schema.tables.insert("audit_event".to_owned(), first);
    schema
}

async fn read_sqlite_table(bare: &mut Bare, name: &str, sql: &str) -> Table {
    let mut table = Table::default();
    let mut primary = BTreeMap::new();
    let columns = format!("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{name}')");
    for row in rows(bare, &columns).await {
        let checked = |text: &str| sql.contains(text);
        let (column, given) = (&row[0], &row[1]);
        let words =
            sql.split(&format!("CHECK ({column} IN ('")).nth(1).map(|rest| rest.split(')').next().unwrap_or_default());
        let stored = match given.as_str() {
            "BLOB" => Stored::Bytes,
            "TEXT" if checked(&format!("CHECK (json_valid({column}))")) => Stored::Document,
            "TEXT" => Stored::Text,
            "INTEGER" if checked(&format!("CHECK ({column} IN (0, 1))")) => Stored::Flag,
            "INTEGER" => Stored::Number,
            other => panic!("{name}.{column} is {other}"),
        };
        let words = words.map(|words| quoted(&format!("'{words}"))).unwrap_or_default();
        table
            .columns
            .insert(column.clone(), Column { stored, nullable: row[2] == "0", default: row[3].clone(), words });
        if row[4] != "0" {
            primary.insert(row[4].parse::<u8>().unwrap(), column.clone());
        }
    }
    table.primary = primary.into_values().collect();
    let indexes = format!(
        "SELECT l.origin, l.\"unique\", (SELECT group_concat(i.name, ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno) i), s.sql
         FROM pragma_index_list('{name}') l LEFT JOIN sqlite_schema s ON s.name = l.name"
    );
    for row in rows(bare, &indexes).await {
        let columns = names(&row[2]);
        let condition = row[3].split_once(" WHERE ").map(|(_, condition)| condition.to_owned()).unwrap_or_default();
        match (row[0].as_str(), row[1].as_str()) {
            ("pk", _) => assert_eq!(columns, table.primary),
            (_, "1") => assert!(table.unique.insert(columns), "{name}: one unique key twice"),
            _ => assert!(table.indexes.insert((columns, condition)), "{name}: one index twice"),
        }
    }
    let references = format!(
        "SELECT \"table\", group_concat(\"from\", ', '), group_concat(\"to\", ', '), on_delete
         FROM (SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list('{name}') ORDER BY id, seq) GROUP BY id"
    );
    for row in rows(bare, &references).await {
        let reference = Reference {
            from: names(&row[1]),
            table: row[0].clone(),
            to: names(&row[2]),
            cascades: row[3] == "CASCADE",
        };
        assert!(table.foreign.insert(reference), "{name}: one reference twice");
    }
    table
}
