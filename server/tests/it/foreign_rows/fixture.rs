//! Tenants that are alike: every table full of rows that differ in nothing but the tenant and what no statement compares.

use std::collections::{BTreeMap, BTreeSet};

use database::testing::{Bare, Value};
use database::{Dialect, Scope};
use uuid::Uuid;

use super::reading::{Place, places};
use crate::schema::reading::{self as schema, Schema};
use crate::statements;

/// How many rows a table has for each tenant.
pub const ROWS: usize = 32;

/// A tenant of the fixture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tenant {
    /// The one that asks.
    Own,
    /// One with the same ids, keys, states and moments; only what nothing compares says whose it is.
    Twin,
    /// One with the same ids and keys, and other states and moments.
    Other,
}

impl Tenant {
    /// Its id.
    pub const fn id(self) -> Uuid {
        Uuid::from_u128(0xA000 + self as u128)
    }
}

/// Words of columns whose words no check limits, as far as a statement names them.
const WORDS: [(&str, &str, &[&str]); 11] = [
    ("audit_batch", "class", &["short", "standard", "long"]),
    ("audit_event", "outcome", &["done", "refused"]),
    ("audit_event", "stream", &["authentication", "people"]),
    ("audit_pending", "class", &["short", "standard", "long"]),
    ("import", "format", &["null", "{}"]),
    ("relation", "kind", &["guardian", "contact"]),
    ("tenant_counter", "kind", &["people.active", "people.invited", "people.suspended"]),
    ("throttle", "kind", &["pair", "account", "address", "network"]),
    ("one_time_token", "purpose", &["recover", "verify"]),
    ("role_assignment", "origin", &["console", "invitation"]),
    ("role_assignment", "scope", &["tenant", "self", "organisation", "group", "tenant", "organisation", "group"]),
];

/// What the tenants are made of.
pub struct Fixture {
    /// The schema.
    pub schema: Schema,
    types: BTreeMap<(String, String), String>,
    compared: BTreeSet<String>,
}

impl Fixture {
    /// The plan of the fixture; PostgreSQL says which type a column has.
    pub async fn plan(postgres: &mut Bare) -> Self {
        const TYPES: &str =
            "SELECT table_name, column_name, udt_name FROM information_schema.columns WHERE table_schema = 'public'";
        let schema = schema::read(postgres).await;
        let rows = postgres.run(TYPES).await.unwrap().rows.into_iter();
        let types = rows.map(|row| {
            let mut row = row.into_iter().map(Option::unwrap);
            ((row.next().unwrap(), row.next().unwrap()), row.next().unwrap())
        });
        let texts = statements::every().into_iter().filter(|statement| statement.scope == Scope::Tenant);
        let texts = texts.flat_map(|statement| [statement.text(Dialect::Sqlite), statement.text(Dialect::Postgres)]);
        let compared = texts.flat_map(places).filter_map(|(_, place)| match place {
            Place::Compared(column) => Some(column),
            _ => None,
        });
        Self { types: types.collect(), compared: compared.collect(), schema }
    }

    /// The words a column may be, if they are limited.
    pub fn words(&self, table: &str, column: &str) -> Vec<String> {
        let known = &self.schema.tables[table].columns[column].words;
        let named = WORDS.iter().find(|(of, name, _)| (*of, *name) == (table, column));
        named.map_or_else(|| known.clone(), |(_, _, words)| words.iter().map(|word| (*word).to_owned()).collect())
    }

    /// The value of a column in the row with a number.
    pub fn value(&self, tenant: Tenant, table: &str, column: &str, row: usize) -> Value {
        let described = &self.schema.tables[table];
        let same = |key: &[String]| key.iter().any(|part| part == column);
        let is_key = same(&described.primary) || described.unique.iter().any(|key| same(key));
        let refers = described.foreign.iter().any(|reference| same(&reference.from));
        let is_compared =
            is_key || refers || self.compared.contains(column) || described.indexes.iter().any(|(key, _)| same(key));
        // What the twin shares with the own tenant, the other has otherwise, but for its keys.
        let salt = if tenant == Tenant::Other && !is_key { "other" } else { "" };
        let chance = mix(&[salt, table, column, &row.to_string()]);
        let pick = |amount: usize| usize::try_from(chance % u64::try_from(amount).unwrap()).unwrap();
        // Two rows for each even person, so that "all but this one" finds something; and not the same two for each role.
        let is_part = |part: &String| {
            part != "tenant_id" && !described.foreign.iter().any(|reference| reference.from.contains(part))
        };
        let near = if is_key && !(refers && described.primary.iter().any(is_part)) {
            row
        } else if salt.is_empty() {
            ((row + usize::from(mix(&[column]) & 1 == 0)) & !1) % ROWS
        } else {
            pick(ROWS)
        };
        let whose = if is_compared { String::new() } else { format!(" of {tenant:?}") };
        if column == "tenant_id" {
            return Value::Id(tenant.id());
        }
        let kind = self.types[&(table.to_owned(), column.to_owned())].as_str();
        // A role is limited to an organisation or a group where its scope says so.
        let limits = [("organisation_id", "organisation"), ("group_id", "group")];
        if let Some((_, word)) = limits.iter().find(|(limit, _)| table == "role_assignment" && column == *limit) {
            let counts = matches!(self.value(tenant, table, "scope", row), Value::Text(scope) if scope == *word);
            return if counts { id(near) } else { Value::Null };
        }
        let is_moment = matches!(kind, "timestamptz" | "date");
        if described.columns[column].nullable && is_moment && chance & (1 << 20) == 0 {
            return Value::Null;
        }
        // What is filled in later waits in some rows.
        if described.columns[column].nullable && matches!(kind, "bytea" | "uuid") && !is_key && chance & (3 << 22) == 0
        {
            return Value::Null;
        }
        let words = self.words(table, column);
        match kind {
            "uuid" => id(near),
            "text" | "jsonb" if !words.is_empty() => Value::Text(words[pick(words.len())].clone()),
            "text" if is_compared => key(near),
            "text" => Value::Text(format!("{column} {row}{whose}")),
            "jsonb" => Value::Text(format!("{{\"audit_classes\": {{\"{row}\": \"{column}{whose}\"}}}}")),
            "int8" if is_compared => number(near),
            "int8" => Value::Number(i64::try_from(row + 1_000 * tenant as usize).unwrap()),
            "bool" => Value::Flag(chance & (1 << 21) == 0),
            "bytea" if is_compared => Value::Bytes(vec![u8::try_from(near).unwrap(); 32]),
            "bytea" => Value::Bytes(format!("{column} {row}{whose}").into_bytes()),
            "timestamptz" if ["until", "ends_at", "expires_at"].iter().any(|end| column.ends_with(end)) => {
                moment(4, row)
            }
            "timestamptz" if salt.is_empty() => moment(2, row),
            "timestamptz" => moment(1 + pick(4), row),
            "date" => Value::Text(format!("2026-03-{:02}", 1 + pick(28))),
            other => panic!("{table}.{column} is {other}"),
        }
    }

    /// Fills every table for the tenants, in their order. References are not checked on the way; all of them hold.
    pub async fn fill(&self, bare: &mut Bare, tenants: &[Tenant]) {
        let dialect = bare.dialect();
        bare.run(match dialect {
            Dialect::Sqlite => "PRAGMA foreign_keys = OFF",
            Dialect::Postgres => "SET session_replication_role = replica",
        })
        .await
        .unwrap();
        let keys: Vec<_> = (0..ROWS)
            .map(|row| vec![number(row), Value::Bytes(vec![1]), Value::Bytes(vec![2]), moment(2, row)])
            .collect();
        insert(bare, "audit_key", &["number", "public_key", "sealed_private", "created_at"], &keys).await;
        for tenant in tenants {
            let values = vec![
                Value::Id(tenant.id()),
                Value::Text(format!("{tenant:?}")),
                Value::Text(format!("name of {tenant:?}")),
                Value::Text("active".to_owned()),
                Value::Text(format!("{{\"audit_classes\": \"{tenant:?}\"}}")),
                Value::Bytes(format!("{tenant:?}").into_bytes()),
                moment(2, 0),
            ];
            insert(
                bare,
                "tenant",
                &["tenant_id", "slug", "name", "state", "settings", "logo", "created_at"],
                &[values],
            )
            .await;
            for (table, described) in self.schema.of_tenants() {
                let columns: Vec<_> = described.columns.keys().map(String::as_str).collect();
                let values = |row| columns.iter().map(|column| self.value(*tenant, table, column, row)).collect();
                insert(bare, table, &columns, &(0..ROWS).map(values).collect::<Vec<_>>()).await;
                let id = Value::Id(tenant.id()).literal(dialect);
                let found =
                    bare.run(&format!("SELECT count(*) FROM {table} WHERE tenant_id = {id}")).await.unwrap().firsts();
                assert!(found[0].parse::<usize>().unwrap() > 1, "{table} has too little of {tenant:?}");
            }
        }
        bare.run(match dialect {
            Dialect::Sqlite => "PRAGMA foreign_keys = ON",
            Dialect::Postgres => "SET session_replication_role = origin",
        })
        .await
        .unwrap();
        if dialect == Dialect::Sqlite {
            let broken = bare.run("PRAGMA foreign_key_check").await.unwrap().rows;
            assert!(broken.is_empty(), "references of the fixture that do not hold: {broken:?}");
        }
        // The function that searches reads for the tenant of the transaction.
        if dialect == Dialect::Postgres {
            bare.run(&format!("SET pforte.tenant = '{}'", Tenant::Own.id())).await.unwrap();
        }
    }

    /// What every tenant has, table by table, as text.
    pub async fn contents(&self, bare: &mut Bare) -> BTreeMap<String, String> {
        let tables = self.schema.of_tenants().chain([("tenant", &self.schema.tables["tenant"])]);
        let texts = tables.map(|(table, described)| match bare.dialect() {
            Dialect::Sqlite => {
                let columns: Vec<_> = described.columns.keys().map(|column| format!("quote({column})")).collect();
                format!(
                    "SELECT '{table} ' || hex(tenant_id), group_concat(line, '|') FROM
                     (SELECT tenant_id, {} AS line FROM {table} ORDER BY 1, 2) GROUP BY tenant_id",
                    columns.join(" || ' ' || ")
                )
            }
            Dialect::Postgres => format!(
                "SELECT '{table} ' || upper(replace(CAST(tenant_id AS text), '-', '')), string_agg(CAST(t AS text), '|' ORDER BY CAST(t AS text))
                 FROM {table} AS t GROUP BY tenant_id"
            ),
        });
        let text = texts.collect::<Vec<_>>().join(" UNION ALL ");
        let rows = bare.run(&text).await.unwrap().rows.into_iter();
        rows.map(|row| (row[0].clone().unwrap(), row[1].clone().unwrap_or_default())).collect()
    }
}

/// Adds rows, but none whose key is there.
async fn insert(bare: &mut Bare, table: &str, columns: &[&str], rows: &[Vec<Value>]) {
    let literals =
        |row: &Vec<Value>| row.iter().map(|value| value.literal(bare.dialect())).collect::<Vec<_>>().join(", ");
    let rows = rows.iter().map(|row| format!("({})", literals(row))).collect::<Vec<_>>().join(", ");
    let columns = columns.join(", ");
    let text = match bare.dialect() {
        Dialect::Sqlite => format!("INSERT OR IGNORE INTO {table} ({columns}) VALUES {rows}"),
        Dialect::Postgres => format!("INSERT INTO {table} ({columns}) VALUES {rows} ON CONFLICT DO NOTHING"),
    };
    bare.run(&text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
}

/// The id with a number, the same in every table and for every tenant.
pub fn id(number: usize) -> Value {
    // Its first part is a moment, as in the ids the product makes.
    Value::Id(Uuid::from_u128(0x0195_5600_0000_7000_8000_0000_0000_0000 + u128::try_from(number).unwrap()))
}

/// The key with a number.
pub fn key(number: usize) -> Value {
    Value::Text(format!("key{number:02}"))
}

/// A number.
pub fn number(number: usize) -> Value {
    Value::Number(i64::try_from(number).unwrap())
}

/// A moment: the month says whether it is before or after others.
pub fn moment(month: usize, minute: usize) -> Value {
    Value::Text(format!("2026-{month:02}-02T09:{:02}:00+00:00", minute % 60))
}

/// A number that looks like chance and is always the same (FNV-1a, its bits spread).
pub fn mix(parts: &[&str]) -> u64 {
    let bytes = ["2"].iter().chain(parts).flat_map(|part| part.bytes().chain([0]));
    let sum = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (sum ^ (sum >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 8
}
